"""How results are written: every form to stdout and to a file, guarded, and never with a character that steers a terminal."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import zipfile
from pathlib import Path

import pytest
from workbench import TEXTS, Desk, desk

from coder.study import Study
from coder.study.changes import add_coder, add_memo, add_respondent, set_words

FORMS = {
    "csv": ".csv", "tsv": ".tsv", "json": ".json", "markdown": ".md", "html": ".html", "xlsx": ".xlsx", "table": ".txt",
}  # fmt: skip
TABLES = [
    ("status",),
    ("sources", "list"),
    ("turns", "R1"),
    ("respondents", "list"),
    ("values", "export"),
    ("coders", "list"),
    ("codebook", "show"),
    ("memo", "list"),
    ("codings", "export"),
    ("crosstab", "--columns", "left"),
    ("agreement",),
    ("log",),
]
STEERING = re.compile("[\x00-\x08\x0b-\x0c\x0e-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
HOSTILE = "\x1b]0;owned\x07\x9b31m\u202egnp.exe"


def of_the_study(command: tuple[str, ...]) -> tuple[str, ...]:
    """Put the study where it belongs: behind the verb."""
    at = 2 if command[0] in {"sources", "respondents", "values", "coders", "codebook", "memo", "codings"} else 1
    return (*command[:at], "s.db", *command[at:])


@pytest.mark.parametrize("form", ["table", "plain", "csv", "tsv", "json", "markdown", "html"])
@pytest.mark.parametrize("command", TABLES, ids=" ".join)
def test_every_table_takes_every_form(tmp_path: Path, command: tuple[str, ...], form: str) -> None:
    ran = desk(tmp_path).done(*of_the_study(command), "--format", form)
    assert ran.out.endswith(("\n", ">"))
    if form == "json":
        json.loads(ran.out)
    if form == "csv":
        rows = list(csv.reader(io.StringIO(ran.out, newline="")))
        assert len({len(row) for row in rows}) == 1


@pytest.mark.parametrize(("form", "suffix"), FORMS.items(), ids=FORMS)
def test_suffix_of_the_file_chooses_the_form(tmp_path: Path, form: str, suffix: str) -> None:
    at = desk(tmp_path)
    ran = at.done("memo", "list", "s.db", "-o", f"파일{suffix}")
    assert ran.out == ""
    assert f"Written to 파일{suffix}." in ran.err
    body = (tmp_path / f"파일{suffix}").read_bytes()
    if form == "xlsx":
        with zipfile.ZipFile(io.BytesIO(body)) as book:
            assert "xl/worksheets/sheet1.xml" in book.namelist()
    else:
        assert body.decode() == at.done("memo", "list", "s.db", "--format", form).out


def test_form_that_is_named_wins_over_the_suffix(tmp_path: Path) -> None:
    at = desk(tmp_path)
    at.done("memo", "list", "s.db", "--json", "-o", "memos.txt")
    assert json.loads((tmp_path / "memos.txt").read_bytes())


def test_dash_means_stdout(tmp_path: Path) -> None:
    at = desk(tmp_path)
    assert at.done("memo", "list", "s.db", "-o", "-").out == at.done("memo", "list", "s.db").out
    assert not (tmp_path / "-").exists()


def test_workbook_is_not_written_to_stdout(tmp_path: Path) -> None:
    assert "-o FILE.xlsx" in desk(tmp_path).refused("memo", "list", "s.db", "--format", "xlsx")


def test_data_go_to_stdout_and_the_words_about_them_to_stderr(tmp_path: Path) -> None:
    at = desk(tmp_path)
    ran = at.done("crosstab", "s.db", "--columns", "left", "--csv")
    assert "Counts respondents" in ran.err
    assert "Counts respondents" not in ran.out
    assert ran.out.startswith('"code","early","late","all"\r\n')
    assert at.done("crosstab", "s.db", "--columns", "left").err == ""


def test_file_that_is_there_is_replaced_whole(tmp_path: Path) -> None:
    at = desk(tmp_path)
    at.write("m.csv", "x" * 100_000)
    at.done("memo", "list", "s.db", "-o", "m.csv")
    assert (tmp_path / "m.csv").read_bytes().decode() == at.done("memo", "list", "s.db", "--csv").out
    assert sorted(path.name for path in tmp_path.iterdir() if "part" in path.name) == []


def test_link_stays_a_link_and_its_file_is_replaced(tmp_path: Path) -> None:
    at = desk(tmp_path)
    at.write("there/m.csv", "old")
    (tmp_path / "m.csv").symlink_to("there/m.csv")
    at.done("memo", "list", "s.db", "-o", "m.csv")
    assert (tmp_path / "m.csv").is_symlink()
    assert (tmp_path / "there" / "m.csv").read_bytes() != b"old"


def test_formula_is_guarded_in_csv_and_tsv_unless_asked_raw(tmp_path: Path) -> None:
    at = desk(tmp_path)
    at.done("memo", "add", "s.db", "=HYPERLINK(1)", "--as", "ash")
    for form in ("csv", "tsv"):
        assert "'=HYPERLINK(1)" in at.done("memo", "list", "s.db", "--format", form).out
        raw = at.done("memo", "list", "s.db", "--format", form, "--raw")
        assert "'=HYPERLINK(1)" not in raw.out
        assert "do not open this in a spreadsheet" in raw.err
    said = at.done("codings", "export", "s.db", "--source", "R10").out
    assert '"\'=Never. I had no phone."' in said


def test_formula_is_a_text_in_a_workbook(tmp_path: Path) -> None:
    at = desk(tmp_path)
    at.done("codings", "export", "s.db", "-o", "c.xlsx")
    with zipfile.ZipFile(tmp_path / "c.xlsx") as book:
        assert "<f>" not in book.read("xl/worksheets/sheet1.xml").decode()
        assert "=Never. I had no phone." in book.read("xl/sharedStrings.xml").decode()


def hostile(at: Desk) -> None:
    """Put names and memos into the study that steer a terminal, as another program could have written them."""
    with Study.open(at.study) as study:
        store = study.store
        oak = store.coders()[0].uid
        source = store.sources()[1]
        changes = [add_coder(f"zed{HOSTILE}"), add_respondent(f"R7{HOSTILE}"), add_memo("study", "", oak, f"memo{HOSTILE}")]
        study.act([*changes, set_words("source", source.uid, "name", f"R1{HOSTILE}")], oak)


@pytest.mark.parametrize("form", ["table", "plain", "csv", "tsv", "json", "markdown", "html"])
@pytest.mark.parametrize("command", [one for one in TABLES if one[0] != "turns"], ids=" ".join)
def test_no_name_or_memo_steers_the_terminal(tmp_path: Path, command: tuple[str, ...], form: str) -> None:
    at = desk(tmp_path)
    hostile(at)
    ran = at.done(*of_the_study(command), "--format", form)
    assert not STEERING.search(ran.out.replace("\r\n", "\n"))
    assert not STEERING.search(ran.err)


@pytest.mark.parametrize(
    "args",
    [
        ("status", f"no{HOSTILE}"),
        ("import", "s.db", f"no{HOSTILE}.txt", "--as", "oak"),
        ("read", "s.db", f"no{HOSTILE}"),
        ("read", "s.db", f"R1{HOSTILE}"),
        ("code", "s.db", f"R1{HOSTILE}", f"2{HOSTILE}", "Lamp", "--as", "oak"),
        ("code", "s.db", f"R1{HOSTILE}", "2.1", "Lamp", "--as", "oak"),
        ("code", "s.db", "R2", "2.1", "Lamp", "--as", f"o{HOSTILE}"),
        ("finish", "s.db", f"R1{HOSTILE}", "--as", f"zed{HOSTILE}"),
        ("sources", "rename", "s.db", f"R1{HOSTILE}", f"R3{HOSTILE}", "--as", "oak"),
        ("coders", "add", "s.db", f"new{HOSTILE}", "--as", "oak"),
        ("crosstab", "s.db", "--columns", f"x{HOSTILE}"),
        ("codings", "export", "s.db", "--where", f"{HOSTILE}"),
        ("codings", "export", "s.db", "-o", f"no/{HOSTILE}.csv"),
        ("codings", "import", "s.db", f"{HOSTILE}.csv", "--as", "oak"),
        ("help", f"{HOSTILE}"),
        ("undo", "s.db"),
        (f"no{HOSTILE}",),
        (f"no{HOSTILE}.db",),
        (f"-{HOSTILE}",),
        ("status", "s.db", f"more{HOSTILE}"),
        ("status", "s.db", "--format", f"x{HOSTILE}"),
        ("codings", f"x{HOSTILE}"),
        ("new", f"t{HOSTILE}", "--as", f"x{HOSTILE}"),
    ],
    ids=lambda args: " ".join(args[:2]).replace(HOSTILE, "…"),
)
def test_no_argument_steers_the_terminal(tmp_path: Path, args: tuple[str, ...]) -> None:
    at = desk(tmp_path)
    hostile(at)
    ran = at.run(*args)
    assert ran.out + ran.err
    assert not STEERING.search(ran.out)
    assert not STEERING.search(ran.err)


def test_text_that_steers_a_terminal_was_made_safe_when_it_came_in(tmp_path: Path) -> None:
    at = desk(tmp_path)
    at.write("x.txt", f"R5: I said {HOSTILE} and no more.\nI: Why?\nR5: Because.\n")
    ran = at.done("import", "s.db", "x.txt", "--as", "oak")
    assert "control characters" in ran.err
    for command in (("sources", "export"), ("read",), ("turns",)):
        assert not STEERING.search(at.done(*command, "s.db", "x").out)


@pytest.mark.parametrize("command", [("sources", "export", "s.db", "R1"), ("read", "s.db", "R1"), ("codebook", "export", "s.db")])
def test_plain_text_is_written_to_a_file_as_to_stdout(tmp_path: Path, command: tuple[str, ...]) -> None:
    at = desk(tmp_path)
    said = at.done(*command).out
    at.done(*command, *(("out.txt",) if command[0] == "codebook" else ("-o", "out.txt")))
    assert (tmp_path / "out.txt").read_bytes().decode() == said
    assert TEXTS["R1"].split("\n")[0][13:] in said or command[0] == "codebook"


@pytest.mark.parametrize("target", ["s.db", "other.db", "s.db-wal"])
def test_no_export_is_written_over_a_study(tmp_path: Path, target: str) -> None:
    at = desk(tmp_path)
    before = at.study.read_bytes()
    assert "study" in at.refused("codings", "export", "s.db", target, "--format", "csv")
    assert at.study.read_bytes() == before


@pytest.mark.skipif(os.name == "nt", reason="Windows has other permissions")
def test_exports_are_for_nobody_else(tmp_path: Path) -> None:
    at = desk(tmp_path)
    at.done("codings", "export", "s.db", "out.csv")
    assert (at.folder / "out.csv").stat().st_mode & 0o777 == 0o600
