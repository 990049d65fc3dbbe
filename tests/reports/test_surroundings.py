"""What surrounds a passage: its turn, its speaker, what is known of her, the memos on the codings there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from workbench import desk

from coder.model.source import Source, Turn
from coder.reports.segments import Segment, code_segments
from coder.reports.selection import Selection
from coder.reports.surroundings import BEFORE, Surroundings, surroundings
from coder.study import Study


@pytest.fixture
def study(tmp_path: Path) -> Iterator[Study]:
    with Study.open(desk(tmp_path).study) as study:
        yield study


def test_a_passage_stands_in_its_turn_with_what_is_known_of_who_speaks(study: Study) -> None:
    (found,) = code_segments(study.store, Selection(codes=("Lamp",)))
    around = surroundings(study.store, found.source)
    told = around.in_turn(found)
    assert (told.before, told.words, told.after) == ("In the town. ", "We had a lamp.", " Nobody looked.")
    turn = around.turn_of(found)
    assert turn is not None
    assert (turn.speaker, turn.role) == ("R1", "R")
    assert around.attributes == ("left early",)


def test_memos_are_those_on_codings_of_these_words(study: Study) -> None:
    (lamp,) = code_segments(study.store, Selection(codes=("Lamp",)))
    (calls, _) = code_segments(study.store, Selection(codes=("Calls",)))
    around = surroundings(study.store, lamp.source)
    assert around.memos_on(lamp) == ("ash: A doubt of hers.",)
    assert around.memos_on(calls) == ()


def test_a_source_without_turns_or_respondent_has_none(study: Study) -> None:
    source = next(one for one in study.store.sources() if one.name == "M1")
    around = surroundings(study.store, source)
    segment = Segment(source, None, "", 4, 11, "", "factory", "", ("Lamp",), ("ash",), ())
    assert around.turn_of(segment) is None
    assert around.in_turn(segment).words == "factory"
    assert around.in_turn(segment).before == ""
    assert around.attributes == ()


def long(words: str) -> Surroundings:
    source = Source("s", "R1", "interview", "en", len(words), 1, None, "")
    return Surroundings(source, words, (Turn(0, 0, len(words)),), (), (), {})


@pytest.mark.parametrize(("words", "begins"), [("word " * 100, "… word"), ("w" * 500, "…w")])
def test_what_is_far_before_a_passage_is_left_out_and_that_shows(words: str, begins: str) -> None:
    around = long(words)
    segment = Segment(around.source, 1, "", 400, 404, "", words[400:404], "", (), (), ())
    before = around.in_turn(segment).before
    assert before.startswith(begins)
    assert len(before) <= BEFORE + 1
