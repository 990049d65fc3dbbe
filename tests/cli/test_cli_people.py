"""Coders, respondents and their attributes from the command line."""

from __future__ import annotations

from pathlib import Path

import pytest
from workbench import Desk, desk


def coders(at: Desk) -> list[tuple[str, str]]:
    """List the coders with their roles."""
    return [(coder["coder"], coder["role"]) for coder in at.done("coders", "list", "s.db", "--json").json]


def test_coders_are_listed_with_what_they_did(tmp_path: Path) -> None:
    assert desk(tmp_path).done("coders", "list", "s.db", "--json").json == [
        {"coder": "oak", "role": "supervisor", "codings": 0, "finished": 0, "open": 0},
        {"coder": "ash", "role": "coder", "codings": 4, "finished": 3, "open": 0},
        {"coder": "elm", "role": "coder", "codings": 3, "finished": 3, "open": 0},
    ]


@pytest.mark.parametrize("name", ["yew", "버드나무", "Jo-Ann O'Neil", "coder 4"])
def test_coder_is_added(tmp_path: Path, name: str) -> None:
    at = desk(tmp_path)
    at.done("coders", "add", "s.db", name, "--as", "oak")
    at.done("coders", "add", "s.db", "second", "--role", "supervisor", "--as", "oak")
    assert coders(at)[-2:] == [(name, "coder"), ("second", "supervisor")]


@pytest.mark.parametrize("name", ["ash", "ASH", " ash ", "", " ", "\u200b"])
def test_coder_is_not_added_under_a_name_that_is_taken_or_none(tmp_path: Path, name: str) -> None:
    at = desk(tmp_path)
    before = at.rows()
    assert "name" in at.refused("coders", "add", "s.db", name, "--as", "oak")
    assert at.rows() == before


def test_coder_is_renamed_and_keeps_her_codings(tmp_path: Path) -> None:
    at = desk(tmp_path)
    at.done("coders", "rename", "s.db", "Ash", "ash tree", "--as", "oak")
    assert coders(at)[1] == ("ash tree", "coder")
    assert len(at.done("codings", "export", "s.db", "--coder", "ash tree", "--json").json) == 4


def test_respondents_are_listed_with_sources_and_values(tmp_path: Path) -> None:
    assert desk(tmp_path).done("respondents", "list", "s.db", "--json").json[1] == {
        "respondent": "R2",
        "sources": "R2",
        "left": "late",
    }


def test_values_are_imported_and_exported(tmp_path: Path) -> None:
    at = desk(tmp_path)
    at.write("v.csv", "respondent,left,age\nr10,Early,31\n")
    ran = at.done("values", "import", "s.db", "v.csv", "--yes", "--as", "oak")
    assert ran.out == "2 values from 1 row\n"
    assert "age" in ran.err
    said = at.done("values", "export", "s.db").out
    assert said == '"respondent","left","age"\r\n"R1","early",""\r\n"R2","late",""\r\n"R10","early","31"\r\n'


def test_values_of_unknown_columns_are_refused_without_yes(tmp_path: Path) -> None:
    at = desk(tmp_path)
    at.write("v.csv", "respondent,age\nR1,31\n")
    before = at.rows()
    said = at.refused("values", "import", "s.db", "v.csv", "--as", "oak")
    assert "There is no variable “age”" in said
    assert "--yes" in said
    assert at.rows() == before


def test_values_of_sources_carry_respondent_kind_and_language(tmp_path: Path) -> None:
    at = desk(tmp_path)
    said = at.done("values", "export", "s.db", "--of", "source", "--json").json
    assert said[0] == {"source": "M1", "respondent": "", "kind": "media", "language": "en", "place": ""}
    assert said[2] == {"source": "R2", "respondent": "R2", "kind": "interview", "language": "ko", "place": ""}


def test_values_of_a_source_may_name_a_new_respondent(tmp_path: Path) -> None:
    at = desk(tmp_path)
    at.write("v.csv", "source,respondent\nM1,P5\n")
    assert "New respondents: P5." in at.done("values", "import", "s.db", "v.csv", "--as", "oak").err


@pytest.mark.parametrize("name", ["v.csv", "v.json", "v.dat"])
def test_values_that_were_exported_to_a_file_are_imported_again(tmp_path: Path, name: str) -> None:
    at = desk(tmp_path)
    at.done("values", "export", "s.db", name)
    if name.endswith(".dat"):
        (tmp_path / "v.dat").rename(tmp_path / "v.csv")
    ran = at.done("values", "import", "s.db", name.replace(".dat", ".csv"), "--as", "oak")
    assert "3 rows" in ran.out
