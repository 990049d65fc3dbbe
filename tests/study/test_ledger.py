"""What the journal tells of the work: how much there is, when somebody coded last, what others have changed since."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from one_study import BRIBERY, LIMITS, PAPERS, OneStudy, one_study

from coder.errors import StorageFailed
from coder.model.codebook import Code
from coder.model.source import Document
from coder.study.changes import (
    Change,
    Remove,
    SetField,
    add_code,
    add_coder,
    add_codings,
    add_memo,
    add_source,
)
from coder.study.study import Study


@pytest.fixture
def place(tmp_path: Path) -> OneStudy:
    return one_study(tmp_path)


@pytest.fixture
def study(place: OneStudy) -> Iterator[Study]:
    with place.open() as study:
        yield study


@pytest.fixture
def elm(study: Study, place: OneStudy) -> str:
    added = add_coder("elm")
    study.act([added], place.coder)
    return added.uid


def test_a_journal_is_counted_with_its_devices_and_its_last_time(study: Study) -> None:
    entries = list(study.log())
    size = study.ledger.size()
    assert (size.entries, size.devices) == (len(entries), 1)
    assert size.changed_at == entries[-1].at


def test_only_what_a_coder_coded_by_hand_is_her_coding(study: Study, place: OneStudy, elm: str) -> None:
    assert study.ledger.coded() == {}
    coding = place.coding()
    study.act([coding], place.coder)
    (coded,) = study.ledger.coded().values()
    assert coded.at == list(study.log())[-1].at
    texts = study.store.text_uids()
    theirs = place.coding(34, 40)
    study.act(add_codings([type(theirs)(theirs.source, BRIBERY, elm, place.round, 34, 40, origin="import")], texts), place.coder)
    assert study.ledger.coded().keys() == {place.coder}


def change(study: Study, place: OneStudy, who: str, *changes: Change) -> set[str]:
    """Let somebody change something after oak has coded, and say which codes have changed for her."""
    study.act([place.coding()], place.coder)
    coded = study.ledger.coded()[place.coder]
    study.act(changes, who)
    return study.ledger.changed_codes(coded, place.coder)


def test_rules_that_others_changed_since_somebody_coded_are_news_to_her(study: Study, place: OneStudy, elm: str) -> None:
    changes = (SetField("code", BRIBERY, "include", "money"), SetField("code", PAPERS, "status", "retired"))
    assert change(study, place, elm, *changes) == {BRIBERY, PAPERS}


def test_what_she_changed_herself_is_no_news(study: Study, place: OneStudy) -> None:
    assert change(study, place, place.coder, SetField("code", BRIBERY, "include", "money")) == set()


def test_a_place_in_the_tree_or_a_colour_is_no_rule(study: Study, place: OneStudy, elm: str) -> None:
    changes = (
        SetField("code", BRIBERY, "colour", "sky"),
        SetField("code", PAPERS, "place", {"parent": LIMITS, "position": 0}),
    )
    assert change(study, place, elm, *changes) == set()


def test_a_new_code_is_news_and_what_was_changed_before_is_none(study: Study, place: OneStudy, elm: str) -> None:
    study.act([SetField("code", PAPERS, "include", "permits")], elm)
    assert change(study, place, elm, add_code(Code("Lamps", uid="9" * 32), 3)) == {"9" * 32}


def test_new_sources_are_those_that_others_brought_in_since(study: Study, place: OneStudy, elm: str) -> None:
    study.act([place.coding()], place.coder)
    coded = study.ledger.coded()[place.coder]
    study.act(add_source(Document("R2", "Mine."), "interview", None), place.coder)
    study.act(add_source(Document("R3", "Hers."), "interview", None), elm)
    study.act(add_source(Document("R4", "Gone."), "interview", None), elm)
    sources = {source.name: source.uid for source in study.store.sources()}
    study.act([Remove("source", sources["R4"])], elm)
    assert study.ledger.new_sources(coded, place.coder) == {sources["R3"]}


def test_memos_on_a_source_and_on_its_codings_are_counted_together(study: Study, place: OneStudy, elm: str) -> None:
    coding, gone = place.coding(), place.coding(34, 40)
    study.act([coding, gone], place.coder)
    study.act(
        [
            add_memo("source", place.source, place.coder, "one"),
            add_memo("coding", coding.uid, place.coder, "two"),
            add_memo("coding", gone.uid, place.coder, "of a coding that was removed"),
            add_memo("code", BRIBERY, place.coder, "of a code"),
            add_memo("source", place.source, elm, "of somebody else"),
        ],
        place.coder,
    )
    study.act([Remove("coding", gone.uid)], place.coder)
    assert study.ledger.memos_by(place.coder) == {place.source: 2}


def test_a_journal_that_cannot_be_read_is_said_in_words(study: Study) -> None:
    study._db.execute("UPDATE journal SET body = '{'")
    with pytest.raises(StorageFailed, match="cannot be read"):
        study.ledger.size()
