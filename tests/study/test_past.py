"""What the journal says before anything is undone: which action comes next, and where it did something."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import NoReturn

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from laptops import TEXT, begin
from one_study import PAPERS, OneStudy, one_study
from scripts import Script, play, scripts
from sqlcipher3 import dbapi2

from coder.errors import ChangeRefused, StorageFailed
from coder.model.source import Document
from coder.reports.history import History
from coder.study.changes import Change, MoveCoding, Remove, SetField, add_codings, add_memo, add_source, content, mark, set_words
from coder.study.journal import turns
from coder.study.journal.device import Installation
from coder.study.journal.past import Deed, Past
from coder.study.journal.rows import Content, make_row
from coder.study.journal.turns import Coming
from coder.study.store import Store
from coder.study.study import Study


@pytest.fixture
def place(tmp_path: Path) -> OneStudy:
    return one_study(tmp_path)


@pytest.fixture
def study(place: OneStudy) -> Iterator[Study]:
    with place.open() as study:
        yield study


def did(study: Study, place: OneStudy, *changes: Change) -> dict[str, int | None]:
    """Do something and say where undo says that it happened."""
    action = study.act(changes, place.coder)
    coming = study.past.next_undo(place.coder)
    assert coming is not None
    assert coming.action == action
    return dict(coming.places)


# Which action comes next


@settings(max_examples=40)
@given(scripts())
def test_what_undo_and_redo_do_is_what_was_announced(script: Script) -> None:
    for laptop in play(script):
        for redo in (False, False, True, False, True, True):
            coming = turns.coming(laptop.connection, laptop.device, laptop.device, redo=redo)
            with suppress(ChangeRefused):
                turned = (turns.redo if redo else turns.undo)(laptop.chronicle, laptop.device)
                assert (turned and turned.action) == (coming and coming.action)
                assert (turned and turned.rows) == (coming and coming.rows)


def test_a_reader_is_told_what_comes_next_as_often_as_it_asks(place: OneStudy) -> None:
    with place.open() as study:
        first, second = (study.act([place.coding(start, start + 9)], place.coder) for start in (0, 20))
        reader = Study.open(place.path, readonly=True, installation=place.installation)
        said = [reader.past.next_undo(place.coder) for _ in range(2)]
        assert [coming and (coming.way, coming.action) for coming in said] == [("undo", second)] * 2
        assert reader.past.next_redo(place.coder) is None
        study.undo(place.coder)
        undo, redo = reader.past.next_undo(place.coder), reader.past.next_redo(place.coder)
        assert (undo and undo.action, redo and redo.action) == (first, second)
        assert redo is not None
        assert (redo.way, redo.places) == ("redo", {place.source: 20})
        assert len(study.store.codings()) == 1
        reader.close()


def test_nobody_is_told_of_what_others_did_here_or_she_did_elsewhere(place: OneStudy, tmp_path: Path) -> None:
    with place.open() as study:
        study.act([place.coding()], place.coder)
        assert study.past.next_undo("elm") is None
    for installation in (Installation(tmp_path / "another"), Installation(place.path.parent / "never used")):
        with Study.open(place.path, readonly=True, installation=installation) as study:
            assert study.past.next_undo(place.coder) is None
        assert not installation.folder.exists()


def test_a_device_that_takes_a_new_name_while_it_is_asked_is_known_by_it(place: OneStudy, tmp_path: Path) -> None:
    reader = Study.open(place.path, readonly=True, installation=place.installation)
    assert reader.past.next_undo(place.coder) is not None
    with Study.open(place.path, installation=Installation(tmp_path / "another")) as study:
        study.act([place.coding()], place.coder)
    assert reader.past.next_undo(place.coder) is None
    with place.open() as study:
        action = study.act([place.coding(0, 4)], place.coder)
    coming = reader.past.next_undo(place.coder)
    assert coming is not None
    assert coming.action == action
    reader.close()


def test_many_actions_of_another_coder_do_not_hide_the_own_one(study: Study, place: OneStudy) -> None:
    mine = study.act([place.coding()], place.coder)
    for number in range(250):
        study.act([SetField("setting", "x", "value", number)], "elm")
    coming = study.past.next_undo(place.coder)
    assert coming is not None
    assert coming.action == mine


def test_a_study_that_cannot_be_read_is_said_to_be_damaged(
    study: Study, place: OneStudy, monkeypatch: pytest.MonkeyPatch
) -> None:
    def damaged(*_: object, **__: object) -> NoReturn:
        raise dbapi2.DatabaseError("database disk image is malformed")

    monkeypatch.setattr(turns, "coming", damaged)
    with pytest.raises(StorageFailed, match="damaged"):
        study.past.next_undo(place.coder)


# Where it did something


def test_a_coding_is_where_it_stands_made_moved_or_removed(study: Study, place: OneStudy) -> None:
    coding = place.coding(20, 33)
    assert did(study, place, coding) == {place.source: 20}
    assert did(study, place, MoveCoding(coding.uid, 16, 33)) == {place.source: 16}
    assert did(study, place, SetField("coding", coding.uid, "code", PAPERS)) == {place.source: 16}
    assert did(study, place, Remove("coding", coding.uid)) == {place.source: 16}


def test_of_many_codings_the_first_in_each_source_counts(study: Study, place: OneStudy) -> None:
    study.act(add_source(Document("R2", "Nothing at all.", (), "en"), "interview", None), place.coder)
    texts = study.store.text_uids()
    other = next(uid for uid in texts if uid != place.source)
    codings = [place.coding(start, start + 4) for start in (30, 10, 20)]
    elsewhere = [replace(place.coding(start, start + 2), source=other) for start in (5, 2)]
    assert did(study, place, *add_codings([*codings, *elsewhere], texts)) == {place.source: 10, other: 2}


def test_a_memo_is_where_its_coding_stands_or_on_the_whole_source(study: Study, place: OneStudy) -> None:
    coding = place.coding(20, 33)
    study.act([coding], place.coder)
    memo = add_memo("coding", coding.uid, place.coder, "why")
    assert did(study, place, memo) == {place.source: 20}
    assert did(study, place, set_words("memo", memo.uid, "body", "because")) == {place.source: 20}
    assert did(study, place, add_memo("source", place.source, place.coder, "long")) == {place.source: None}
    assert did(study, place, add_memo("study", "", place.coder, "all")) == {}


def test_a_finish_mark_is_on_the_whole_source_unless_something_stands_in_it(study: Study, place: OneStudy) -> None:
    finished = mark(place.round, place.source, place.coder, "finished", value=True)
    assert did(study, place, finished) == {place.source: None}
    assert did(study, place, finished, place.coding(3, 9)) == {place.source: 3}
    assert did(study, place, place.coding(16, 20), finished) == {place.source: 16}


def test_what_shows_in_lists_or_in_no_source_any_more_has_no_place(study: Study, place: OneStudy) -> None:
    coding = place.coding()
    study.act([coding], place.coder)
    assert did(study, place, SetField("code", PAPERS, "brief", "b")) == {}
    assert did(study, place, SetField("coding", "nobody knows it", "code", PAPERS)) == {}
    assert did(study, place, SetField("memo", "nobody knows it", "removed", value=True)) == {}
    assert did(study, place, Remove("source", place.source)) == {}
    assert did(study, place, SetField("coding", coding.uid, "code", PAPERS)) == {}


def test_a_coding_on_an_earlier_text_is_nowhere_in_particular(study: Study, place: OneStudy) -> None:
    coding = place.coding()
    study.act([coding], place.coder)
    other = content("Another text.")
    study.act([SetField("source", place.source, "text", other.uid, (other,))], place.coder)
    assert did(study, place, Remove("coding", coding.uid)) == {place.source: None}


def test_a_strange_row_has_no_place() -> None:
    laptop = begin()[0]
    laptop.act(SetField("mark", "a/b/c", "finished", value=True))
    coming = turns.coming(laptop.connection, laptop.device, laptop.device, redo=False)
    assert isinstance(coming, Coming)
    assert coming.places == {}


# What was done


def told(deeds: list[Deed]) -> list[tuple[str, int]]:
    return [deed.action for deed in deeds]


@settings(max_examples=40)
@given(scripts(), st.integers(1, 4))
def test_page_by_page_every_action_comes_once_newest_first_and_no_undo(script: Script, limit: int) -> None:
    for laptop in play(script):
        past = Past(laptop.connection, Path(), lambda: Installation(Path()))
        pages, before = list[Deed](), None
        while page := past.deeds(limit, before):
            assert len(page) <= limit
            pages += page
            before = page[-1].key
        assert [deed.key for deed in pages] == sorted({deed.key for deed in pages}, reverse=True)
        bodies = [(row, json.loads(row.body or "")) for row in laptop.rows() if row.body and "*" not in row.device]
        acts = {(row.device, row.seq) for row, body in bodies if not body["turn"] and body["action"] == row.seq}
        assert {deed.action for deed in pages if "*" not in deed.action[0]} == acts
        assert {deed.action for deed in pages if deed.is_undone} == laptop.world().undone & {deed.action for deed in pages}
        for deed in pages:
            own = [row for row, body in bodies if (row.device, body["action"]) == deed.action]
            assert "*" in deed.action[0] or list(deed.rows) == sorted(own, key=lambda row: row.seq)
            assert set(past.deeds(1_000, coder=deed.actor)) == {one for one in pages if one.actor == deed.actor}


@settings(max_examples=60)
@given(scripts())
def test_whatever_was_done_is_told_without_a_word_that_was_said_or_noted(script: Script) -> None:
    for laptop in play(script):
        history = History(Store(laptop.connection), Past(laptop.connection, Path(), lambda: Installation(Path())))
        for one in history.page(1_000):
            assert one.what
            for words in (TEXT, "market", "She laughs", "in her words", "We agreed", "40", "e.g."):
                assert words not in one.what


def test_the_newest_page_of_a_forked_journal_names_an_action_once() -> None:
    laptop = begin()[0]
    laptop.act(SetField("code", laptop.known("code")[0], "brief", "b"))
    row = laptop.own()[-1]
    twin = make_row(row.device, row.seq, row.lamport, row.prev, Content(bytes(16), (row.body or "").replace('"b"', '"c"')))
    laptop.chronicle.receive([twin], {})
    deeds = Past(laptop.connection, Path(), lambda: Installation(Path())).deeds(9)
    assert told(deeds) == [("a", row.seq), ("a", 1)]
    assert len(deeds[0].rows) == 2


def test_a_damaged_journal_is_said_to_be_damaged(study: Study, place: OneStudy) -> None:
    action = study.act([place.coding()], place.coder)
    asked = (study.past.deeds, study.past.places)
    study.close()
    for ask, what in zip(asked, (1, action), strict=True):
        with pytest.raises(StorageFailed, match="damaged"):
            ask(what)  # type: ignore[operator]  # either question
