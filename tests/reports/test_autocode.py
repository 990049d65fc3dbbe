"""The preview of an autocode: what a person sees of each hit, and what coding them would change."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from workbench import Desk, desk

from coder.analysis.autocode import Hit
from coder.errors import CoderError, InputRefused
from coder.model.source import Document, Turn
from coder.reports.autocode import (
    AFTER,
    Found,
    Task,
    Wanted,
    coding_changes,
    find_passages,
    usable_code,
)
from coder.reports.hits import describe_changes, describe_found, passages_table
from coder.reports.selection import Selection
from coder.study import Study
from coder.study.bulk import AddCodings
from coder.study.changes import AddCoding, Change, MoveCoding, Remove, SetField, add_round, add_source


@pytest.fixture
def at(tmp_path: Path) -> Desk:
    return desk(tmp_path)


@pytest.fixture
def study(at: Desk) -> Iterator[Study]:
    with Study.open(at.study) as study:
        yield study


def task(study: Study, code: str = "Lamp", coder: str = "ash") -> Task:
    store = study.store
    who = next(one for one in store.coders() if one.name == coder)
    return Task(usable_code(store.codebook(), code), who, store.main_round())


def add_text(study: Study, text: str, *turns: Turn) -> None:
    study.act(add_source(Document("new", text, turns, "en"), "media", None), study.store.coders()[0].uid)


def lines(study: Study, *words: str, **wanted: str) -> list[str]:
    """Give the lines that are shown of the source `new`."""
    asked = Wanted(words=words, **wanted)  # type: ignore[arg-type]  # texts
    return [one.line for one in find_passages(study.store, task(study), asked, Selection(sources=("new",)))]


def test_a_line_shows_what_was_found_with_words_of_the_same_turn_around_it(study: Study) -> None:
    text = "I: Did you have a lamp?\nR: We had\none lamp, and it was small.\nI: And then?"
    add_text(study, text, Turn(0, 3, 23, "I", "I"), Turn(24, 27, 61, "R", "R"), Turn(62, 65, 74, "I", "I"))
    assert lines(study, "lamp") == ["Did you have a «lamp»?", "We had one «lamp», and it was small."]


def test_a_line_is_cut_between_words_and_what_is_long_is_cut_inside(study: Study) -> None:
    add_text(study, "A sentence that goes on for a while before the lamp is named, and then for a while after it " + "x " * 40)
    (line,) = lines(study, "lamp")
    assert line.startswith("…for a while before the «lamp» is named")
    (line,) = lines(study, expression="sentence.*")
    assert line.startswith("A «sentence that")
    assert (line[-2:], len(line)) == ("…»", len("A «") + AFTER + len("…»"))


def test_a_source_without_turns_has_neither_turn_nor_speaker(study: Study) -> None:
    add_text(study, "A lamp.\nTwo lamps.")
    found = find_passages(study.store, task(study), Wanted(words=("lamp*",), extent="turn"), Selection(sources=("new",)))
    assert [(one.turn, one.speaker, one.words) for one in found] == [(None, "", "A lamp."), (None, "", "Two lamps.")]


def test_only_codings_of_the_round_and_the_coder_count_as_here(study: Study) -> None:
    wanted = Wanted(words=("lamp",))
    ash = task(study)
    study.act([added := add_round("second")], ash.coder.uid)
    second = next(one for one in study.store.rounds() if one.uid == added.uid)
    assert [one.state for one in find_passages(study.store, ash, wanted)] == ["here already"]
    assert [one.state for one in find_passages(study.store, replace(ash, round=second), wanted)] == ["new"]
    assert [one.state for one in find_passages(study.store, task(study, coder="oak"), wanted)] == ["new"]


def test_what_is_here_already_changes_nothing_even_where_own_codings_overlap(study: Study) -> None:
    ash = task(study)
    source = next(one for one in study.store.sources() if one.name == "R1")
    start = study.store.text(source.uid).index("We had")
    study.act([AddCoding(source.uid, ash.code.uid, ash.coder.uid, ash.round.uid, start + 3, start + 20)], ash.coder.uid)
    found = find_passages(study.store, ash, Wanted(words=("lamp",), extent="match"))
    assert [one.state for one in found] == ["here already"]
    assert coding_changes(study.store, ash, found) == []


def test_a_coding_on_an_earlier_text_is_neither_here_nor_within(study: Study) -> None:
    ash = task(study)
    source = next(one for one in study.store.sources() if one.name == "R1")
    other = add_source(Document("other", study.store.text(source.uid)), "media", None)
    study.act(other, ash.coder.uid)
    copy = next(one for one in study.store.sources() if one.name == "other")
    study.act([SetField("source", source.uid, "text", study.store.text_uids()[copy.uid])], ash.coder.uid)
    only = Selection(sources=("R1",))
    assert [one.state for one in find_passages(study.store, ash, Wanted(words=("lamp",)), only)] == ["new"]
    assert find_passages(study.store, ash, Wanted(within="Lamp"), only) == ()


@pytest.mark.parametrize("selection", [Selection(kinds=("research",)), Selection(sources=("R11",)), Selection(where=("x=1",))])
def test_a_selection_that_fits_nothing_is_refused(study: Study, selection: Selection) -> None:
    with pytest.raises(CoderError):
        find_passages(study.store, task(study), Wanted(words=("lamp",)), selection)


def test_a_retired_code_is_refused(study: Study) -> None:
    lamp = task(study).code
    study.act([SetField("code", lamp.uid, "status", "retired")], study.store.coders()[0].uid)
    with pytest.raises(InputRefused, match="was retired") as refused:
        task(study)
    assert refused.value.hint == "Give another code."


def test_a_question_says_itself_without_the_words() -> None:
    asked = Wanted(("secret",), "hidden", ("R1",), "Homes", "turn")
    assert asked.describe() == "1 word; an expression; said by R1; within Homes with its sub-codes; coded as turn"
    assert (
        passages_table((), asked).notes[0] == "1 word; an expression; said by R1; within Homes with its sub-codes; coded as turn."
    )


def test_changes_are_said_by_what_they_do() -> None:
    new = AddCoding("s", "k", "c", "r", 0, 5)
    changes: list[Change] = [MoveCoding("a", 0, 9), Remove("coding", "b"), AddCodings([new, new]), AddCodings([new])]
    assert describe_changes(changes) == "3 new codings, 1 coding made longer, 1 coding joined to another"
    assert describe_changes([]) == "nothing to code"


def test_hits_are_counted_with_their_sources(study: Study) -> None:
    source, other, *_ = study.store.sources()
    hit = Hit(0, 5, ((0, 5),))
    found = [Found(one, None, "", hit, "words", "«words»", state) for one, state in ((source, "new"), (other, "here already"))]  # type: ignore[arg-type]  # states
    assert describe_found(found) == "2 hits in 2 sources, 1 of them coded already"
    assert describe_found(found[:1]) == "1 hit in 1 source"
