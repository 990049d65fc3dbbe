"""Coding from the command line: single codings, finish marks, memos."""

from __future__ import annotations

from pathlib import Path

import pytest
from workbench import TEXTS, Desk, desk

SPAN = {words: (TEXTS["R1"].index(words), TEXTS["R1"].index(words) + len(words)) for words in ("In the town.", "We had a lamp.")}
TOWN = "{}:{}".format(*SPAN["In the town."])


def spans(at: Desk, coder: str = "oak") -> list[tuple[str, str, int, int]]:
    """List a coder's codings."""
    made = at.done("codings", "export", "s.db", "--coder", coder, "--json").json
    return [(coding["source"], coding["code"], coding["start"], coding["end"]) for coding in made]


@pytest.mark.parametrize("place", [TOWN, "2.1"])
def test_code_applies_a_code_at_a_place(tmp_path: Path, place: str) -> None:
    at = desk(tmp_path)
    ran = at.done("code", "s.db", "R1", place, "Lamp", "--as", "oak")
    assert ran.out.startswith(f"R1 {TOWN} ")
    assert spans(at) == [("R1", "Homes > Lamp", *SPAN["In the town."])]


@pytest.mark.parametrize("name", ["Lamp", "lamp", "Homes > Lamp", "homes >  lamp", "등불"])
def test_code_is_named_by_name_path_or_further_name_without_regard_to_case(tmp_path: Path, name: str) -> None:
    at = desk(tmp_path)
    at.done("code", "s.db", "r1", "2.1", name, "--as", "oak")
    assert spans(at) == [("R1", "Homes > Lamp", *SPAN["In the town."])]


def test_code_says_source_and_code_as_the_study_spells_them(tmp_path: Path) -> None:
    ran = desk(tmp_path).done("code", "s.db", "r1", "2.1", "homes > inspection", "--as", "oak")
    assert ran.out == f"R1 {TOWN} Homes > Inspection\n"


def test_ambiguous_code_is_refused_with_its_paths(tmp_path: Path) -> None:
    said = desk(tmp_path).refused("code", "s.db", "R1", "2.1", "inspection", "--as", "oak")
    assert "is the name of 2 codes" in said
    assert "“Phones > Inspection” or “Homes > Inspection”" in said


def test_code_over_own_coding_widens_it_and_is_one_action(tmp_path: Path) -> None:
    at = desk(tmp_path)
    at.done("code", "s.db", "R1", "2.1", "Lamp", "--as", "oak")
    at.done("code", "s.db", "R1", "2.2", "Lamp", "--as", "oak")
    at.done("code", "s.db", "R1", f"{SPAN['In the town.'][0]}:{SPAN['We had a lamp.'][1]}", "Lamp", "--as", "oak")
    assert spans(at) == [("R1", "Homes > Lamp", SPAN["In the town."][0], SPAN["We had a lamp."][1])]
    at.done("undo", "s.db", "--as", "oak")
    assert len(spans(at)) == 2


def test_code_that_is_there_already_changes_nothing_and_says_so(tmp_path: Path) -> None:
    at = desk(tmp_path)
    at.done("code", "s.db", "R1", "2.1", "Lamp", "--as", "oak")
    before = at.rows()
    ran = at.done("code", "s.db", "R1", "2.1", "Lamp", "--as", "oak")
    assert at.rows() == before
    assert "already" in ran.out + ran.err


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("0:99999", "which has 139 characters"),
        ("140:149", "which has 139 characters"),
        ("9:5", "before"),
        ("5:5", "before"),
        ("99.1", "There is no turn 99: the source has 4."),
        ("0.1", "There is no turn 0"),
        ("2.9", "Turn 2 has 3 sentences, not 9."),
        ("2.0", "Turn 2 has 3 sentences, not 0."),
        ("x", "“x” is no place in a source."),
        ("1:2:3", "is no place"),
        ("-1:5", "such option"),
        ("1-5", "is no place"),
        ("1:99999999999999999999999999", "no place|which has 139 characters"),
        ("", "is no place"),
    ],
)
def test_place_that_is_none_is_refused_and_nothing_is_coded(tmp_path: Path, place: str, said: str) -> None:
    at = desk(tmp_path)
    before = at.rows()
    ran = at.run("code", "s.db", "R1", place, "Lamp", "--as", "oak")
    assert ran.code in {1, 2}
    assert any(words in ran.err for words in said.split("|"))
    assert at.rows() == before


@pytest.mark.parametrize(
    ("source", "code", "said"),
    [
        ("R1", "Phones", "only groups other codes"),
        ("R1", "Nothing like it", "There is no code"),
        ("R99", "Lamp", "There is no source “R99”."),
        ("", "Lamp", "There is no source “”."),
        ("R1", "", "There is no code “”."),
    ],
)
def test_code_or_source_that_cannot_be_coded_is_refused(tmp_path: Path, source: str, code: str, said: str) -> None:
    at = desk(tmp_path)
    before = at.rows()
    assert said in at.refused("code", "s.db", source, "2.1", code, "--as", "oak")
    assert at.rows() == before


def test_uncode_removes_exactly_this_coding(tmp_path: Path) -> None:
    at = desk(tmp_path)
    at.done("uncode", "s.db", "R1", "2.2", "Lamp", "--as", "ash")
    assert [code for _, code, _, _ in spans(at, "ash")] == ["Homes > Inspection", "Phones > Inspection", "Phones > Calls"]
    assert ("R1", "Homes > Lamp", *SPAN["We had a lamp."]) in spans(at, "elm")


def test_uncode_of_another_span_is_refused_with_the_spans_there_are(tmp_path: Path) -> None:
    at = desk(tmp_path)
    before = at.rows()
    said = at.refused("uncode", "s.db", "R1", "2.1", "Lamp", "--as", "ash")
    assert "ash has no coding R1" in said
    assert "{}:{}".format(*SPAN["We had a lamp."]) in said
    assert at.rows() == before


def test_uncode_of_anothers_coding_is_refused(tmp_path: Path) -> None:
    assert "none of it in this source" in desk(tmp_path).refused("uncode", "s.db", "R1", "2.2", "Lamp", "--as", "oak")


def test_finish_marks_sources_and_unfinish_takes_it_back(tmp_path: Path) -> None:
    at = desk(tmp_path)
    at.done("finish", "s.db", "R1", "r2", "--as", "oak")
    said = at.done("status", "s.db", "--json").json["sources"]
    states = {source["name"]: source["coders"].get("oak") for source in said}
    assert states["R1"] == states["R2"] == {"codings": 0, "state": "finished"}
    at.done("unfinish", "s.db", "R1", "--as", "oak")
    said = at.done("status", "s.db", "--json").json["sources"]
    assert "finished" not in str(said[1]["coders"].get("oak"))


def test_finish_of_several_is_all_or_nothing(tmp_path: Path) -> None:
    at = desk(tmp_path)
    before = at.rows()
    assert "There is no source “R99”." in at.refused("finish", "s.db", "R1", "R99", "--as", "oak")
    assert at.rows() == before


LAMP = SPAN["We had a lamp."]


def ashs(at: Desk) -> list[tuple[str, int, int]]:
    """List the codings of ash in R1."""
    return [(code, start, end) for source, code, start, end in spans(at, "ash") if source == "R1"]


def test_a_coding_is_given_another_code_and_undo_gives_it_back(tmp_path: Path) -> None:
    at = desk(tmp_path)
    before = ashs(at)
    ran = at.done("codings", "recode", "s.db", "R1", "2.2", "Lamp", "Calls", "--as", "ash")
    assert ran.out == f"R1 {LAMP[0]}:{LAMP[1]} Homes > Lamp is now Calls\n"
    assert ("Phones > Calls", *LAMP) in ashs(at)
    assert ("Homes > Lamp", *LAMP) not in ashs(at)
    at.done("undo", "s.db", "--as", "ash")
    assert ashs(at) == before


def test_a_coding_is_moved_to_another_passage(tmp_path: Path) -> None:
    at = desk(tmp_path)
    at.done("codings", "move", "s.db", "R1", "2.2", "Lamp", "2.1", "--as", "ash")
    assert ("Homes > Lamp", *SPAN["In the town."]) in ashs(at)
    assert "lies there already" in at.done("codings", "move", "s.db", "R1", "2.1", "Lamp", "2.1", "--as", "ash").out


def test_a_coding_is_split_at_a_character_with_the_blank_left_out(tmp_path: Path) -> None:
    at = desk(tmp_path)
    at.done("codings", "split", "s.db", "R1", "2.2", "Lamp", str(LAMP[0] + 7), "--as", "ash")
    assert [span for code, *span in ashs(at) if code == "Homes > Lamp"] == [[LAMP[0], LAMP[0] + 6], [LAMP[0] + 7, LAMP[1]]]


def test_a_split_outside_the_coding_is_refused_and_nothing_changes(tmp_path: Path) -> None:
    at = desk(tmp_path)
    before = at.rows()
    assert "cannot be split there" in at.refused("codings", "split", "s.db", "R1", "2.2", "Lamp", "0", "--as", "ash")
    assert at.rows() == before


@pytest.mark.parametrize("verb", [("recode", "Calls"), ("move", "2.1"), ("split", "3")])
def test_what_is_not_there_cannot_be_changed(tmp_path: Path, verb: tuple[str, str]) -> None:
    at = desk(tmp_path)
    said = at.refused("codings", verb[0], "s.db", "R1", "2.3", "Lamp", verb[1], "--as", "ash")
    assert "ash has no coding R1" in said
