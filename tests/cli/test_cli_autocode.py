"""Autocode from the command line: first the list, then the coding, then one undo; everybody works with her own codings."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from workbench import Desk, Ran, desk

from coder.cli import autocode as command

LAMP = ("autocode", "s.db", "Lamp")


def listed(at: Desk, *options: str, code: str = "Lamp", who: str = "ash") -> list[dict[str, Any]]:
    """List hits as a program reads them."""
    hits: list[dict[str, Any]] = at.done("autocode", "s.db", code, *options, "--json", "--as", who).json
    return hits


def words(at: Desk, *options: str, who: str = "ash") -> list[str]:
    return [hit["text"] for hit in listed(at, *options, who=who)]


def coded(at: Desk, *options: str, who: str = "ash") -> Ran:
    return at.done(*LAMP, *options, "--yes", "--as", who)


def lamps(at: Desk, who: str = "ash") -> list[tuple[str, str, str]]:
    """List somebody's codings of the lamp."""
    made = at.done("codings", "export", "s.db", "--coder", who, "--code", "Lamp", "--json").json
    return [(one["source"], one["text"], one["origin"]) for one in made]


def test_without_yes_hits_are_listed_and_nothing_is_changed(tmp_path: Path) -> None:
    at = desk(tmp_path)
    before = at.rows()
    ran = at.done(*LAMP, "--word", "we", "--as", "ash")
    assert at.rows() == before
    rows = [line.split() for line in ran.out.split("\n")]
    assert rows[4][:7] == ["1", "R1", "2", "R1", "14", "here", "already"]
    assert "In the town. «We» had a lamp. Nobody looked." in ran.out
    assert ran.err.split("\n")[:2] == ["2 hits in 1 source, 1 of them coded already.", "Homes > Lamp: 1 new coding."]
    assert "Nothing was changed. --yes codes them" in ran.err


def test_a_hit_is_told_to_programs_with_its_place_and_what_was_found_in_it(tmp_path: Path) -> None:
    at = desk(tmp_path)
    here, new = listed(at, "--word", "we")
    text = at.done("sources", "export", "s.db", "R1").out
    assert (here["hit"], here["source"], here["turn"], here["speaker"]) == (1, "R1", 2, "R1")
    assert (here["text"], here["coding"], new["text"], new["coding"]) == (
        "We had a lamp.",
        "here already",
        "- Then we left.",
        "new",
    )
    assert text[here["start"] : here["end"]] == here["text"]
    assert [text[start:end] for start, end in new["found"]] == ["we"]


def test_with_yes_they_are_coded_as_one_action_that_one_undo_takes_back(tmp_path: Path) -> None:
    at = desk(tmp_path)
    before = lamps(at)
    ran = coded(at, "--word", "we", "--word", "모르겠습니다")
    assert ran.out == "Homes > Lamp: 2 new codings\n"
    assert ran.err == "`coder undo STUDY` takes all of it back.\n"
    new = [("R1", "- Then we left.", "auto"), ("R2", "모르겠습니다.", "auto")]
    assert sorted(lamps(at)) == sorted([*before, *new])
    at.done("undo", "s.db", "--as", "ash")
    assert lamps(at) == before
    assert at.done("verify", "s.db").code == 0


def test_what_an_own_coding_touches_becomes_part_of_it(tmp_path: Path) -> None:
    at = desk(tmp_path)
    assert listed(at, "--word", "town", "--extent", "turn")[0]["coding"] == "wider"
    ran = coded(at, "--word", "town", "--extent", "turn")
    assert ran.out == "Homes > Lamp: 1 coding made longer\n"
    assert lamps(at) == [("R1", "In the town. We had a lamp. Nobody looked.", "manual")]


def test_coding_again_changes_nothing_and_says_so(tmp_path: Path) -> None:
    at = desk(tmp_path)
    coded(at, "--word", "we")
    before = at.rows()
    ran = coded(at, "--word", "we")
    assert (ran.out, ran.err, at.rows()) == ("Homes > Lamp: nothing to code\n", "", before)


@pytest.mark.parametrize(
    ("options", "numbers"),
    [
        ((), [1, 2, 3, 4, 5, 6]),
        (("--only", "2"), [2]),
        (("--only", "1,3-4"), [1, 3, 4]),
        (("--only", "3, 1"), [1, 3]),
        (("--except", "2-6"), [1]),
        (("--except", "1,1"), [2, 3, 4, 5, 6]),
    ],
)
def test_some_can_be_taken_or_left_out_by_number(tmp_path: Path, options: tuple[str, ...], numbers: list[int]) -> None:
    at = desk(tmp_path)
    assert [hit["hit"] for hit in listed(at, "--speaker", "I", *options)] == numbers
    before = len(lamps(at))
    coded(at, "--speaker", "I", *options)
    assert len(lamps(at)) == before + len(numbers)
    assert [hit["hit"] for hit in listed(at, "--speaker", "I") if hit["coding"] == "here already"] == numbers


@pytest.mark.parametrize(
    ("options", "found"),
    [
        (("--word", "look*"), ["Nobody looked."]),
        (("--regex", "lamp|aunt"), ["We had a lamp.", "My aunt stayed."]),
        (("--regex", "lamp", "--word", "aunt"), ["We had a lamp.", "My aunt stayed."]),
        (("--regex", "lamp", "--extent", "match"), ["lamp"]),
        (("--word", "검열"), ["손전화 검열이 있었습니다."]),
        (("--word", "검열", "--extent", "word"), ["검열이"]),
        (("--word", "did", "--speaker", "r10"), ["Some did."]),
        (("--word", "did", "--speaker", "i"), ["Where did you live?", "Did you call?"]),
        (("--word", "did", "--speaker", "i", "--source", "r10"), ["Did you call?"]),
        (("--word", "did", "--where", "left=early"), ["Where did you live?"]),
        (("--word", "did", "--speaker", "면담자", "--speaker", "R"), ["Some did."]),
        (("--within", "Homes", "--extent", "match"), ["We had a lamp.", "Nobody looked."]),
        (("--within", "Homes", "--word", "lamp", "--word", "aunt", "--extent", "match"), ["lamp"]),
        (("--within", "Calls", "--word", "lamp"), []),
        (("--word", "the", "--kind", "media"), ["The factory has new lenses.", "They are for safety, the manager said."]),
    ],
)
def test_what_is_looked_for_combines(tmp_path: Path, options: tuple[str, ...], found: list[str]) -> None:
    assert words(desk(tmp_path), *options) == found


def test_nobody_elses_codings_are_asked(tmp_path: Path) -> None:
    at = desk(tmp_path)
    assert words(at, "--within", "Calls", "--extent", "match", who="ash") == ["=Never. I had no phone."]
    assert words(at, "--within", "Calls", "--extent", "match", who="elm") == ["- Then we left."]
    assert words(at, "--within", "Calls", who="oak") == []
    assert [hit["coding"] for hit in listed(at, "--word", "lamp", who="oak")] == ["new"]


def test_what_was_coded_can_be_written_as_a_table(tmp_path: Path) -> None:
    at = desk(tmp_path)
    ran = at.done(*LAMP, "--word", "we", "--yes", "--json", "--as", "ash")
    assert [hit["coding"] for hit in ran.json] == ["here already", "new"]
    assert "1 new coding" in ran.err
    assert ("R1", "- Then we left.", "auto") in lamps(at)


def test_plain_lines_say_one_hit_each(tmp_path: Path) -> None:
    ran = desk(tmp_path).done(*LAMP, "--word", "aunt", "--format", "plain", "--as", "ash")
    assert ran.out.split("\n")[1].startswith(
        "hit: 1, source: R1, turn: 4, speaker: R1, characters: 15, coding: new, what was found"
    )


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ((), "Nothing is looked for."),
        (("--word", " "), "A word to look for is empty."),
        (("--regex", "("), "not a regular expression"),
        (("--regex", "(a+)+"), "may never end"),
        (("--regex", ".*a.*b.*"), "more than 2 repeats"),
        (("--speaker", "Intervewer"), "Did you mean “Interviewer”?"),
        (("--within", "Lmp"), "Did you mean “Lamp”?"),
        (("--within", "Inspection"), "is the name of 2 codes"),
        (("--word", "we", "--source", "R11"), "There is no source"),
        (("--word", "we", "--round", "second"), "There is no round"),
        (("--word", "we", "--only", "3"), "There is no hit 3: they go from 1 to 2."),
        (("--word", "we", "--only", "0"), "There is no hit 0"),
        (("--word", "we", "--except", "2-1"), "There is no hit 2-1"),
        (("--word", "we", "--only", "a"), "“a” is no number of a hit."),
        (("--word", "we", "--only", "1", "--except", "2"), "cannot both be given"),
    ],
)
def test_what_cannot_be_done_is_refused_and_changes_nothing(tmp_path: Path, options: tuple[str, ...], message: str) -> None:
    at = desk(tmp_path)
    before = at.rows()
    assert message in at.refused(*LAMP, *options, "--yes", "--as", "ash")
    assert at.rows() == before


def test_a_code_that_only_groups_others_is_refused_with_those_under_it(tmp_path: Path) -> None:
    said = desk(tmp_path).refused("autocode", "s.db", "Homes", "--word", "we", "--as", "ash")
    assert "Homes only groups other codes." in said
    assert "Give one of: Inspection, Lamp." in said


def test_nothing_found_is_said_and_is_no_error(tmp_path: Path) -> None:
    ran = desk(tmp_path).done(*LAMP, "--word", "submarine", "--as", "ash")
    assert ran.err == "nothing found.\nHomes > Lamp: nothing to code.\n"


def test_a_search_that_takes_too_long_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "_PATIENCE", -1)
    assert "was given up" in desk(tmp_path).refused(*LAMP, "--regex", "a", "--as", "ash")


def test_refusals_are_json_where_json_was_asked_for(tmp_path: Path) -> None:
    ran = desk(tmp_path).run(*LAMP, "--json", "--as", "ash")
    assert (ran.code, json.loads(ran.err)["error"]) == (1, "Nothing is looked for.")
