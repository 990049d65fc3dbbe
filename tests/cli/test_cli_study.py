"""Making a study and looking at how it stands."""

from __future__ import annotations

from pathlib import Path

import pytest
from workbench import BOOK, Desk, desk


def test_new_makes_a_study_with_a_supervisor_and_says_what_is_next(tmp_path: Path) -> None:
    at = Desk(tmp_path)
    ran = at.done("new", "s", "--as", "김 선생")
    assert ran.out == ""
    assert "Made s.db" in ran.err
    assert "not encrypted" in ran.err
    assert "coder import s.db" in ran.err
    assert at.done("coders", "list", "s.db", "--json").json == [
        {"coder": "김 선생", "role": "supervisor", "codings": 0, "finished": 0, "open": 0}
    ]


def test_new_names_its_first_coder_supervisor_unless_told(tmp_path: Path) -> None:
    at = Desk(tmp_path)
    at.done("new", "s.db")
    assert at.done("coders", "list", "s.db", "--json").json[0]["coder"] == "supervisor"


def test_new_study_is_readable_by_its_owner_only(tmp_path: Path) -> None:
    Desk(tmp_path).done("new", "s.db")
    assert (tmp_path / "s.db").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("name", ["한국어 연구", "a b", "über"])
def test_new_study_takes_any_name_a_file_can_have(tmp_path: Path, name: str) -> None:
    at = Desk(tmp_path)
    at.done("new", name)
    assert at.done("status", name).out
    assert (tmp_path / f"{name}.db").is_file()


def test_new_takes_a_codebook_from_a_file(tmp_path: Path) -> None:
    at = Desk(tmp_path)
    at.write("book.yaml", BOOK)
    at.done("new", "s.db", "--codebook", "book.yaml")
    assert at.done("status", "s.db", "--json").json["codes"] == 4


def test_new_takes_a_shipped_codebook_by_its_name(tmp_path: Path) -> None:
    at = Desk(tmp_path)
    at.done("new", "s.db", "--codebook", "dprk-digital-surveillance")
    assert at.done("status", "s.db", "--json").json["codes"] == 50


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("s.db",), "s.db exists already."),
        (("s",), "s.db exists already."),
        (("no/folder/x.db",), "There is no folder no/folder."),
        (("x.db", "--codebook", "nowhere.yaml"), "There is no codebook nowhere.yaml."),
        (("x.db", "--codebook", "faulty.yaml"), "faulty.yaml has"),
        (("x.db", "--codebook", "dprk-digital-survaillance"), "dprk-digital-surveillance"),
        (("x.db", "--as", ""), "name"),
        (("x.db", "--as", " \t"), "name"),
        (("",), "name"),
        ((" ",), "name"),
    ],
)
def test_new_refuses_and_leaves_no_file_behind(tmp_path: Path, args: tuple[str, ...], said: str) -> None:
    at = desk(tmp_path)
    at.write("faulty.yaml", "codebook: 1\ncodes:\n  - {nmae: Lamp}\n")
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert said in at.refused("new", *args)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_new_cleans_the_name_of_the_first_coder(tmp_path: Path) -> None:
    at = Desk(tmp_path)
    ran = at.done("new", "s.db", "--as", " a\x1b[31mb  c ")
    assert "\x1b" not in ran.err
    assert at.done("coders", "list", "s.db", "--json").json[0]["coder"] == "a␛[31mb c"


def test_status_says_progress_as_scripts_rely_on(tmp_path: Path) -> None:
    at = desk(tmp_path)
    at.done("unfinish", "s.db", "R10", "--as", "ash")
    at.done("unfinish", "s.db", "R10", "--as", "elm")
    said = at.done("status", "s.db", "--json").json
    assert [source["name"] for source in said["sources"]] == ["M1", "R1", "R2", "R10"]
    assert said["sources"][1] == {
        "name": "R1",
        "kind": "interview",
        "characters": 139,
        "turns": 4,
        "coders": {"ash": {"codings": 2, "state": "finished"}, "elm": {"codings": 2, "state": "finished"}},
    }
    assert said["sources"][3]["coders"] == {"ash": {"codings": 1, "state": "open"}}
    assert (said["codes"], said["codings"], said["respondents"], said["memos"]) == (4, 7, 3, 1)
    assert [coder["name"] for coder in said["coders"]] == ["oak", "ash", "elm"]


def test_status_table_counts_in_words(tmp_path: Path) -> None:
    said = desk(tmp_path).done("status", "s.db").out
    assert "4 codes, 7 codings, 3 respondents, 1 memo" in said
    assert "2 finished" in said


def test_status_of_an_empty_study_is_an_empty_table(tmp_path: Path) -> None:
    at = Desk(tmp_path)
    at.done("new", "s.db")
    assert at.done("status", "s.db", "--json").json["sources"] == []
    assert "0 codes, 0 codings" in at.done("status", "s.db").out


def test_status_tells_who_asks_where_she_stands(tmp_path: Path) -> None:
    at = desk(tmp_path)
    assert at.done("status", "s.db", "--json").json["you"] is None
    you = at.done("status", "s.db", "--as", "ash", "--json").json["you"]
    assert (you["name"], you["stopped"]) == ("ash", None)
    assert you["sources"]["R1"] == {"read": None, "memos": 1, "state": "finished"}
    assert "There is no coder “nobody”" in at.refused("status", "s.db", "--as", "nobody")


def test_status_tells_of_journal_and_backups(tmp_path: Path) -> None:
    at = desk(tmp_path)
    assert "Backups beside the study: none." in at.done("status", "s.db").out
    at.done("backup", "s.db")
    said = at.done("status", "s.db", "--json").json
    assert said["backups"]["kept"] == 1
    assert said["journal"]["entries"] == at.rows()
    assert "Backups beside the study: 1, the newest of " in at.done("status", "s.db").out
