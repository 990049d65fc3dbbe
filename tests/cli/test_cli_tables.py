"""Cross-tabs and agreement from the command line: the shapes of their JSON, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from workbench import Desk, desk

COEFFICIENT = {"name", "value", "low", "high", "n", "undefined"}


def test_crosstab_has_the_shape_that_scripts_rely_on(tmp_path: Path) -> None:
    said = desk(tmp_path).done("crosstab", "s.db", "--columns", "left", "--json").json
    assert said.keys() >= {
        *("count", "view", "rows", "columns", "cells", "base", "row_totals", "column_totals", "total"),
        *("filter", "hidden", "statistics"),
    }
    assert (said["count"], said["columns"]) == ("respondents", ["early", "late"])
    assert said["rows"] == ["Phones > Inspection", "Calls", "Homes > Inspection", "Lamp"]
    assert said["cells"] == [[0, 1], [1, 1], [1, 0], [1, 0]]
    assert (said["base"], said["row_totals"], said["column_totals"], said["total"]) == ([1, 2], [1, 2, 1, 1], [1, 2], 3)
    assert (said["filter"], said["statistics"]) == (None, None)
    assert all(len(cell) == 2 for cell in said["hidden"])


@pytest.mark.parametrize(
    ("options", "cells"),
    [
        (("--columns", "coder", "--count", "segments"), [[1, 1], [1, 1], [1, 0], [1, 1]]),
        (("--columns", "source", "--count", "sources", "--kind", "interview"), [[0, 1, 0], [1, 0, 1], [1, 0, 0], [1, 0, 0]]),
        (("--rows", "coder", "--columns", "left"), [[1, 2], [1, 1]]),
        (("--columns", "left", "--coder", "elm", "--count", "characters"), [[0, 14], [15, 0], [0, 0], [14, 0]]),
        (("--columns", "kind", "--where", "left=late"), [[1], [1], [0], [0]]),
    ],
    ids=lambda value: " ".join(value) if value and isinstance(value[0], str) else "",
)
def test_crosstab_counts_what_it_is_asked(tmp_path: Path, options: tuple[str, ...], cells: list[list[int]]) -> None:
    assert desk(tmp_path).done("crosstab", "s.db", *options, "--json").json["cells"] == cells


def test_crosstab_table_says_its_unit_and_how_many(tmp_path: Path) -> None:
    said = desk(tmp_path).done("crosstab", "s.db", "--columns", "left").out
    assert "Counts respondents" in said
    assert "3 respondents in all" in said
    assert "Filter: none." in said


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--columns", "code"), "cannot be made"),
        (("--columns", "colour"), "There is no variable “colour”."),
        (("--columns", "speaker"), "no tables by speaker"),
        (("--rows", "kind", "--columns", "KIND"), "cannot be made"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else None,
)
def test_crosstab_that_cannot_be_made_is_refused(tmp_path: Path, options: tuple[str, ...], said: str) -> None:
    assert said in desk(tmp_path).refused("crosstab", "s.db", *options)


def test_agreement_has_the_shape_that_scripts_rely_on(tmp_path: Path) -> None:
    said = desk(tmp_path).done("agreement", "s.db", "--json").json
    assert said.keys() >= {"unit", "coders", "sources", "seed", "rule", "codes", "overall", "pairs"}
    assert (said["unit"], said["coders"], said["rule"]) == ("turn", ["ash", "elm"], "finished")
    assert said["sources"] == ["R1", "R2", "R10"]
    assert [code["code"] for code in said["codes"]] == [
        *("Phones > Inspection", "Phones > Calls", "Homes > Inspection", "Homes > Lamp")
    ]
    told = [*said["codes"], said["overall"], *said["pairs"]]
    assert all(one.keys() == COEFFICIENT for each in told for one in each["coefficients"])
    assert {one["name"] for one in said["overall"]["coefficients"]} == {"alpha", "percent"}
    inspection = {one["name"]: one for one in said["codes"][0]["coefficients"]}
    assert (inspection["alpha"]["value"], inspection["alpha"]["n"], inspection["alpha"]["undefined"]) == (1.0, 12, None)
    assert [(pair["coders"], pair["code"]) for pair in said["pairs"] if pair["code"] is None] == [(["ash", "elm"], None)]


def test_agreement_tells_which_coefficients_and_units_by_option(tmp_path: Path) -> None:
    at = desk(tmp_path)
    said = at.done("agreement", "s.db", "--coefficient", "f1", "--unit", "character", "--code", "Lamp", "--json").json
    assert said["unit"] == "character"
    assert [[one["name"] for one in code["coefficients"]] for code in said["codes"]] == [["f1"]]


def test_agreement_lists_pairs(tmp_path: Path) -> None:
    assert "ash – elm" in desk(tmp_path).done("agreement", "s.db", "--pairs").out


def test_agreement_says_undefined_with_the_reason(tmp_path: Path) -> None:
    said = desk(tmp_path).done("agreement", "s.db", "--coder", "ash", "--json").json
    assert all(one["value"] is None and one["undefined"] for one in said["overall"]["coefficients"])


def test_agreement_with_an_unknown_coefficient_is_refused_with_those_there_are(tmp_path: Path) -> None:
    said = desk(tmp_path).refused("agreement", "s.db", "--coefficient", "foo")
    assert "There is no coefficient “foo”." in said
    assert "percent" in said


@pytest.mark.parametrize("command", [("crosstab", "s.db", "--columns", "source"), ("agreement", "s.db")], ids=" ".join)
def test_question_to_a_study_without_sources_says_so(tmp_path: Path, command: tuple[str, ...]) -> None:
    at = Desk(tmp_path)
    at.done("new", "s.db")
    said = at.refused(*command)
    assert "no sources" in said
    assert "coder import" in said


def test_crosstab_shows_shares_of_people_and_none_of_segments(tmp_path: Path) -> None:
    at = desk(tmp_path)
    shown = at.done("crosstab", "s.db", "--columns", "left", "--percent").out
    assert "share of the column" in shown
    assert "100%" in shown
    assert "There are no shares of segments" in at.refused(
        "crosstab", "s.db", "--columns", "left", "--percent", "--count", "segments"
    )


def test_rows_can_come_with_the_most_first(tmp_path: Path) -> None:
    at = desk(tmp_path)
    usual = at.done("crosstab", "s.db", "--columns", "left", "--json").json
    found = at.done("crosstab", "s.db", "--columns", "left", "--sort", "all", "--json").json
    assert found["rows"][0] == "Calls"
    assert sorted(zip(found["rows"], found["cells"], strict=True)) == sorted(zip(usual["rows"], usual["cells"], strict=True))
    assert "There is no column “lat”" in at.refused("crosstab", "s.db", "--columns", "left", "--sort", "lat")


def test_segments_are_listed_with_their_words_as_scripts_rely_on(tmp_path: Path) -> None:
    found = desk(tmp_path).done("segments", "s.db", "--code", "Lamp", "--json").json
    assert found == [
        {
            "source": "R1", "start": 50, "end": 64, "text": "We had a lamp.", "speaker": "R1", "codes": ["Lamp"],
            "coders": ["ash", "elm"], "turn": 2, "other_codes": [],
        }
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("options", "texts"),
    [
        (("--code", "Phones"), ["- Then we left.", "손전화 검열이 있었습니다.", "=Never. I had no phone."]),
        (("--code", "Phones", "--coder", "elm"), ["- Then we left.", "손전화 검열이 있었습니다."]),
        (("--code", "Phones", "--containing", "PHONE"), ["=Never. I had no phone."]),
        (("--where", "left=late", "--code", "Calls"), ["=Never. I had no phone."]),
        (("--code", "Lamp", "--coder", "oak"), []),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_segments_are_those_that_are_asked_for(tmp_path: Path, options: tuple[str, ...], texts: list[str]) -> None:
    found = desk(tmp_path).done("segments", "s.db", *options, "--json").json
    assert [one["text"] for one in found] == texts


def test_segments_of_an_unknown_code_are_refused(tmp_path: Path) -> None:
    assert "There is no code “Lanp”" in desk(tmp_path).refused("segments", "s.db", "--code", "Lanp")
