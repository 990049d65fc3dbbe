"""A table in a new file: in the form its name says, for its owner's eyes, and never over anything."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from coder.errors import InputRefused
from coder.reports.render.file import check_new, form_of, typed_path, write_file, write_new
from coder.reports.table import Column, Table

TABLE = Table("Words", (Column("code"), Column("n", "number")), (("감시", 3),), ("A note.",))


@pytest.mark.parametrize(("name", "line"), [("t.csv", '"감시",3'), ("t.md", "| 감시 | 3 |"), ("t.TXT", "감시  3")])
def test_the_suffix_chooses_the_form(tmp_path: Path, name: str, line: str) -> None:
    written = write_new(TABLE, tmp_path / name)
    assert written == (tmp_path / name).resolve()
    assert line in written.read_text(encoding="utf-8").split("\n")


def test_a_workbook_is_written_too(tmp_path: Path) -> None:
    assert write_new(TABLE, tmp_path / "t.xlsx").read_bytes().startswith(b"PK")


@pytest.mark.skipif(os.name != "posix", reason="rights are POSIX's")
def test_only_the_owner_can_read_it(tmp_path: Path) -> None:
    assert write_new(TABLE, tmp_path / "t.csv").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("name", "said"),
    [("there.csv", "exists already"), ("t.pdf", "as .pdf"), ("t", "without a suffix"), ("s.db", "as .db"), (".csv", "suffix")],
)
def test_what_is_there_or_is_no_table_is_refused_and_nothing_changes(tmp_path: Path, name: str, said: str) -> None:
    (tmp_path / "there.csv").write_text("mine", encoding="utf-8")
    with pytest.raises(InputRefused, match=said):
        write_new(TABLE, tmp_path / name)
    assert [(path.name, path.read_text(encoding="utf-8")) for path in tmp_path.iterdir()] == [("there.csv", "mine")]


def test_a_folder_that_is_not_there_is_said_when_it_is_written(tmp_path: Path) -> None:
    check_new(tmp_path / "nowhere" / "t.csv")
    with pytest.raises(InputRefused, match="cannot be written"):
        write_new(TABLE, tmp_path / "nowhere" / "t.csv")


def test_a_study_is_never_written_over_whatever_it_is_called(tmp_path: Path) -> None:
    study = tmp_path / "study.txt"
    study.write_bytes(b"SQLite format 3\0and more")
    with pytest.raises(InputRefused, match="is a study"):
        write_file(study, b"words")


def test_another_programs_format_is_no_form_of_ours() -> None:
    assert form_of("t.HTM", "csv") == "html"
    assert form_of(None, "table") == "table"
    with pytest.raises(InputRefused, match=r"as \.docx"):
        form_of("t.docx", "csv")


@pytest.mark.parametrize("name", ["~nobody-of-this-name/x.csv", "~o", "a" * 5000])
def test_what_can_be_no_file_is_refused(name: str) -> None:
    with pytest.raises(InputRefused, match="There can be no file"):
        typed_path(name)


def test_blanks_around_a_typed_name_do_not_count() -> None:
    assert typed_path(" ~/x.csv ") == Path.home() / "x.csv"
