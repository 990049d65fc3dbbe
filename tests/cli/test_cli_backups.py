"""Backups by command: made when asked and before imports, listed, put back."""

from __future__ import annotations

from pathlib import Path

import pytest
from workbench import desk


def test_backup_names_the_copy_and_says_that_it_is_not_encrypted(tmp_path: Path) -> None:
    at = desk(tmp_path)
    ran = at.done("backup", "s.db")
    copy = at.folder / ran.out.strip()
    assert (copy.parent.name, copy.suffix) == ("s.backups", ".db")
    assert "not encrypted" in ran.err
    assert at.done("verify", str(copy), "--json").json["ok"] is True


def test_backup_can_go_elsewhere_but_replaces_nothing(tmp_path: Path) -> None:
    at = desk(tmp_path)
    assert at.done("backup", "s.db", "-o", "copy.db").out == "copy.db\n"
    assert "exists already" in at.refused("backup", "s.db", "-o", "copy.db")
    assert not (at.folder / "s.backups").exists()


def test_backups_lists_the_newest_first_with_why_it_was_made(tmp_path: Path) -> None:
    at = desk(tmp_path)
    assert at.done("backups", "s.db", "--json").json == []
    assert "There is no study nowhere.db" in at.refused("backups", "nowhere.db")
    at.write("c.csv", "source,coder,code,start,end\nR1,ash,Calls,0,4\n")
    at.done("codings", "import", "s.db", "c.csv", "--as", "oak")
    at.done("backup", "s.db")
    found = at.done("backups", "s.db", "--json").json
    assert [one["why"] for one in found] == ["asked for", "before an import"]
    assert all(one["bytes"] > 0 for one in found)


@pytest.mark.parametrize(
    ("name", "body", "command"),
    [
        (
            "talk.txt",
            "Interviewer: Who came?\nR7: Nobody came.\nInterviewer: And then?\nR7: Nobody.\n",
            ("import", "s.db", "talk.txt"),
        ),
        ("c.csv", "source,coder,code,start,end\nR1,ash,Calls,0,4\n", ("codings", "import", "s.db", "c.csv")),
        ("v.csv", "respondent,left\nR1,late\n", ("values", "import", "s.db", "v.csv")),
        ("b.yaml", "codebook: 1\ntitle: More\ncodes:\n  - name: More\n", ("codebook", "import", "s.db", "b.yaml")),
    ],
)
def test_every_import_makes_a_backup_first_from_which_the_study_comes_back(
    tmp_path: Path, name: str, body: str, command: tuple[str, ...]
) -> None:
    at = desk(tmp_path)
    before = at.rows()
    at.write(name, body)
    assert "A backup from before: s.backups" in at.done(*command, "--as", "oak").err
    assert at.rows() != before
    at.done("restore", "s.db")
    assert at.rows() == before


def test_an_import_that_is_refused_makes_no_backup(tmp_path: Path) -> None:
    at = desk(tmp_path)
    at.write("c.csv", "source,coder,code,start,end\nR1,ash,No such code,0,4\n")
    at.refused("codings", "import", "s.db", "c.csv", "--as", "oak")
    at.refused("import", "s.db", "nowhere.txt", "--as", "oak")
    assert not (at.folder / "s.backups").exists()


def test_restore_takes_the_newest_and_a_second_restore_takes_it_back(tmp_path: Path) -> None:
    at = desk(tmp_path)
    at.done("backup", "s.db")
    before = at.rows()
    at.done("code", "s.db", "R1", "2.1", "Calls", "--as", "ash")
    after = at.rows()
    ran = at.done("restore", "s.db")
    assert at.rows() == before
    assert "What was there before is kept: s.backups" in ran.err
    at.done("restore", "s.db")
    assert at.rows() == after


def test_restore_takes_a_backup_by_name_or_by_path(tmp_path: Path) -> None:
    at = desk(tmp_path)
    made = at.done("backup", "s.db").out.strip()
    at.done("backup", "s.db")
    assert made in at.done("restore", "s.db", Path(made).name).out
    assert made in at.done("restore", "s.db", Path(made).stem).out
    assert made in at.done("restore", "t.db", made).out
    assert at.done("verify", "t.db", "--json").json["ok"] is True


def test_restore_without_a_backup_says_where_it_looked(tmp_path: Path) -> None:
    at = desk(tmp_path)
    assert "has no backup in s.backups" in at.refused("restore", "s.db")
    assert "There is no backup yesterday" in at.refused("restore", "s.db", "yesterday")


def test_a_study_in_a_copied_folder_is_refused_with_a_way_out(tmp_path: Path) -> None:
    at = desk(tmp_path)
    (at.folder / "Dropbox").mkdir()
    said = at.refused("new", "Dropbox/t.db")
    assert "copies to other places" in said
    assert "Choose a folder on this computer's own disk" in said


def test_what_goes_into_a_copied_folder_is_written_and_said(tmp_path: Path) -> None:
    at = desk(tmp_path)
    (at.folder / "Dropbox").mkdir()
    for command in (("backup", "s.db", "-o", "Dropbox/b.db"), ("codings", "export", "s.db", "Dropbox/c.csv")):
        assert "a program copies" in at.done(*command).err
    assert "a program copies" not in at.done("codings", "export", "s.db", "c.csv").err
