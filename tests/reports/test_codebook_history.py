"""The codebook in time, in words: history, lock, codings that are older than their rules; and what lies together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from workbench import desk

from coder.analysis.names import find_code
from coder.model.codebook import Code
from coder.model.spans import merge, overlaps
from coder.reports.code_page import code_table
from coder.reports.codebook_history import history, history_table, lock_line, old_codings, outdated_table
from coder.reports.together import Together
from coder.study.changes import CODE_FIELDS, Change, Remove
from coder.study.codebook_changes import LockCodebook, confirm_codings, edit_code, merge_code, move_code, new_code
from coder.study.study import Study


@pytest.fixture
def study(tmp_path: Path) -> Iterator[Study]:
    with Study.open(desk(tmp_path).study) as study:
        yield study


def code(study: Study, name: str) -> Code:
    return find_code(study.store.codebook(), name)


def do(study: Study, *changes: Change) -> None:
    study.act(changes, study.store.coders()[0].uid)


def moved(study: Study, name: str, parent: str | None, index: int) -> list[Change]:
    positions = study.store.codebook_past.positions()
    return move_code(study.store.codebook(), positions, code(study, name).uid, parent, index)


def events(study: Study, name: str) -> list[tuple[str, str, str]]:
    return [(one.what, one.before, one.after) for one in history(study.store, code(study, name))[1:]]


def test_each_field_is_told_in_the_words_of_people(study: Study) -> None:
    lamp = code(study, "Lamp")
    other = replace(
        lamp, name="Light", brief="b", include="i", examples=("x", "y"), status="retired", codable=False, names=(("de", "Licht"),)
    )
    do(study, *edit_code(lamp, other))
    assert events(study, "Light") == [
        ("name", "Lamp", "Light"),
        ("what it is", "light at night", "b"),
        ("use when", "", "i"),
        ("examples", "", "x; y"),
        ("status", "active", "retired"),
        ("can be applied", "yes", "no"),
        ("other names", "ko: 등불", "de: Licht"),
    ]
    assert {one.coder for one in history(study.store)} == {"oak"}


def test_every_field_that_can_be_set_has_a_word(study: Study) -> None:
    lamp = code(study, "Lamp")
    other = replace(lamp, definition="d", exclude="e", colour="sky")
    do(study, *edit_code(lamp, other))
    assert [what for what, *_ in events(study, "Lamp")] == ["definition", "not when", "colour"]
    assert len(CODE_FIELDS) == 10


def test_a_move_is_told_by_the_codes_above_and_a_change_of_order_as_such(study: Study) -> None:
    do(study, *moved(study, "Lamp", None, 0))
    do(study, *moved(study, "Lamp", code(study, "Phones").uid, 0))
    do(study, *moved(study, "Lamp", code(study, "Phones").uid, 2))
    assert events(study, "Lamp") == [
        ("place", "Homes", "(top level)"),
        ("place", "(top level)", "Phones"),
        ("order", "", ""),
    ]


def test_what_was_merged_removed_or_undone_is_told(study: Study) -> None:
    lamp, calls = code(study, "Lamp"), code(study, "Calls")
    do(study, new := new_code(Code("Roads")))
    do(study, Remove("code", new.uid))
    do(study, *merge_code(study.store.codebook(), lamp.uid, calls.uid))
    study.undo(study.store.coders()[0].uid)
    told = [(one.code, one.what, one.before, one.after) for one in history(study.store)[-4:]]
    assert told == [
        ("Roads", "made", "", "Roads"),
        ("Roads", "removed", "", "yes"),
        ("Homes > Lamp", "merged into", "", "Phones > Calls"),
        ("Homes > Lamp", "undone: merged into", "Phones > Calls", ""),
    ]


def test_the_history_is_a_table_of_one_code_or_of_all(study: Study) -> None:
    assert [column.name for column in history_table(study.store).columns] == ["at", "coder", "code", "what", "from", "to"]
    assert len(history_table(study.store).rows) == 6
    assert history_table(study.store, code(study, "Lamp")).title == "History of Homes > Lamp"


def test_the_lock_is_told_with_its_day_and_its_maker(study: Study) -> None:
    oak = study.store.coders()[0]
    assert lock_line(study.store) == "open"
    do(study, LockCodebook(locked=True, by=oak.uid))
    assert lock_line(study.store) == f"locked by oak on {list(study.log())[-1].at[:10]}"
    do(study, LockCodebook(locked=False, by=oak.uid))
    assert lock_line(study.store) == "open"


def test_older_codings_are_listed_by_place_and_go_once_they_are_confirmed(study: Study) -> None:
    ash = next(coder for coder in study.store.coders() if coder.name == "ash")
    for name in ("Phones > Calls", "Lamp"):
        one = code(study, name)
        do(study, *edit_code(one, replace(one, include="other")))
    rows = outdated_table(study.store).rows
    assert [row[:6] for row in rows] == [
        ("R1", 2, *rows[0][2:4], "Homes > Lamp", "ash"),
        ("R1", 2, *rows[1][2:4], "Homes > Lamp", "elm"),
        ("R1", 4, *rows[2][2:4], "Phones > Calls", "elm"),
        ("R10", 2, *rows[3][2:4], "Phones > Calls", "ash"),
    ]
    assert {row[7] for row in rows} == {"use when"}
    hers = old_codings(study.store, ash.uid)
    assert [old.source.name for old in hers] == ["R1", "R10"]
    study.act(confirm_codings([old.coding for old in hers]), ash.uid)
    assert old_codings(study.store, ash.uid) == []
    assert [row[5] for row in outdated_table(study.store, code=code(study, "Lamp").uid).rows] == ["elm"]


def test_a_page_of_a_code_says_its_rules_its_use_and_its_company(study: Study) -> None:
    lamp = code(study, "Lamp")
    do(study, *edit_code(lamp, replace(lamp, examples=("It was dark.",), colour="sky", include="x")))
    table = code_table(study.store, code(study, "Lamp"))
    said = {str(field): str(words) for field, words in table.rows}
    assert said["code"] == "Homes > Lamp"
    assert said["name (ko)"] == "등불"
    assert said["example"] == "It was dark."
    assert said["used"] == "2 codings of 2 coders in 1 source"
    assert said["older than its rules"].startswith("2 codings")
    assert "not when" not in said
    assert ("status", "only groups other codes") in code_table(study.store, code(study, "Homes")).rows


# Together


def test_codes_that_lie_on_the_same_passages_are_counted_once_a_passage_and_coder() -> None:
    rows = [
        (1, 1, 7, 1, 0, 10), (1, 1, 7, 1, 5, 12), (1, 1, 8, 1, 0, 10),  # code 1, by two coders
        (1, 2, 7, 1, 3, 4), (1, 2, 7, 1, 8, 9),
        (1, 3, 7, 1, 12, 20),  # touches only
        (2, 2, 8, 1, 0, 10),  # in another source
    ]  # fmt: skip
    together = Together(rows, {1: "a", 2: "b", 3: "c"})
    assert together.of("a") == [("b", 1)]
    assert together.of("b") == [("a", 2)]
    assert together.of("c") == []
    assert Together(rows, {1: "a", 2: "b", 3: "c"}, coder=8).of("a") == []


ROW = st.tuples(st.integers(1, 2), st.integers(1, 3), st.integers(1, 2), st.just(1), st.integers(0, 12), st.integers(1, 6))


@given(st.lists(ROW, max_size=12))
def test_together_is_what_comparing_every_pair_gives(rows: list[tuple[int, int, int, int, int, int]]) -> None:
    spans = sorted((*row[:4], row[4], row[4] + row[5]) for row in rows)
    found = dict(Together(spans, {1: "a", 2: "b", 3: "c"}).of("a"))
    places = {(source, who) for source, _, who, *_ in spans}
    united = {
        (*place, *passage)
        for place in places
        for passage in merge((row[4], row[5]) for row in spans if row[1] == 1 and (row[0], row[2]) == place)
    }
    for number, name in ((2, "b"), (3, "c")):
        pairs = sum(
            any(row[:3] == (source, number, who) and overlaps((row[4], row[5]), (start, end)) for row in spans)
            for source, who, start, end in united
        )
        assert found.get(name, 0) == pairs
