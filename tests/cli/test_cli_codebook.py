"""The codebook from the command line: shown, imported, exported, checked."""

from __future__ import annotations

from pathlib import Path

import pytest
from workbench import BOOK, Desk, desk


def test_codebook_is_shown_as_a_tree_with_counts(tmp_path: Path) -> None:
    said = desk(tmp_path).done("codebook", "show", "s.db", "--json").json
    assert [(code["code"], code["codings"]) for code in said] == [
        ("Phones", None),
        ("  Inspection", 2),
        ("  Calls", 2),
        ("Homes", None),
        ("  Inspection", 1),
        ("  Lamp", 2),
    ]


def test_codebook_counts_zero_where_a_code_was_not_used(tmp_path: Path) -> None:
    at = Desk(tmp_path)
    at.write("b.yaml", BOOK)
    at.done("new", "s.db", "--codebook", "b.yaml")
    assert [code["codings"] for code in at.done("codebook", "show", "s.db", "--json").json] == [None, 0, 0, None, 0, 0]


def test_codebook_import_adds_and_updates_and_says_what(tmp_path: Path) -> None:
    at = desk(tmp_path)
    changed = BOOK.replace("light at night", "a light") + "  - {name: Roads}\n"
    at.write("b.yaml", changed)
    said = at.done("codebook", "import", "s.db", "b.yaml", "--as", "oak").out
    assert said.startswith("1 code added, 1 field updated")
    assert at.done("codebook", "import", "s.db", "b.yaml", "--as", "oak").out.startswith("0 codes added, 0 fields updated")


def test_codebook_that_was_exported_says_the_same_when_imported(tmp_path: Path) -> None:
    at = desk(tmp_path)
    at.done("codebook", "export", "s.db", "b.yaml")
    assert (tmp_path / "b.yaml").read_bytes().decode() == at.done("codebook", "export", "s.db").out
    fresh = Desk(tmp_path)
    fresh.done("new", "t.db", "--codebook", "b.yaml")
    assert fresh.done("codebook", "export", "t.db").out == at.done("codebook", "export", "s.db").out


def test_codebook_export_keeps_the_comments_of_the_file(tmp_path: Path) -> None:
    at = desk(tmp_path)
    at.write("b.yaml", "# ours\n" + BOOK.replace("  - name: Homes", "  # at home\n  - name: Homes"))
    at.done("codebook", "export", "s.db", "b.yaml")
    said = (tmp_path / "b.yaml").read_text(encoding="utf-8")
    assert "# ours" in said
    assert "# at home" in said


def test_codebook_export_over_a_file_with_codes_the_study_lacks_is_refused(tmp_path: Path) -> None:
    at = desk(tmp_path)
    body = BOOK + "  - {name: Roads}\n"
    at.write("b.yaml", body)
    assert "“Roads”" in at.refused("codebook", "export", "s.db", "b.yaml")
    assert (tmp_path / "b.yaml").read_bytes().decode() == body


@pytest.mark.parametrize(("name", "body"), [("b.csv", b"source,coder\n"), ("b.yaml", b"PK\x03\x04\xff\xff"), ("b", b"\x00\x01")])
def test_codebook_export_over_something_else_is_refused_by_its_name(tmp_path: Path, name: str, body: bytes) -> None:
    at = desk(tmp_path)
    (tmp_path / name).write_bytes(body)
    said = at.refused("codebook", "export", "s.db", name)
    assert name in said
    assert "CSV UTF-8" not in said
    assert (tmp_path / name).read_bytes() == body


def test_codebook_check_of_a_good_file_counts_its_codes(tmp_path: Path) -> None:
    at = desk(tmp_path)
    at.write("b.yaml", BOOK)
    assert at.done("codebook", "check", "b.yaml").out == "b.yaml: 6 codes, 4 of them to be applied, no faults\n"


def test_codebook_check_names_all_faults_with_their_lines_and_ends_with_code_1(tmp_path: Path) -> None:
    at = desk(tmp_path)
    at.write("b.yaml", "codebook: 1\ncodes:\n  - {name: Lamp, colour: blackish}\n  - {name: lamp}\n  - {nmae: Road}\n")
    said = at.refused("codebook", "check", "b.yaml")
    assert all(f"b.yaml:{line}" in said for line in (3, 4, 5))


def test_codebook_check_names_what_will_trouble_coders_and_is_no_refusal(tmp_path: Path) -> None:
    at = desk(tmp_path)
    at.write("b.yaml", "codebook: 1\ncodes:\n  - {name: Lamp, exclude: torches → Torch}\n")
    ran = at.done("codebook", "check", "b.yaml")
    assert "no faults" in ran.out
    assert "“Torch”" in ran.err
    assert "no `brief`" in ran.err


@pytest.mark.parametrize("name", ["nowhere.yaml", "s.db", "folder"])
def test_codebook_that_is_none_is_refused(tmp_path: Path, name: str) -> None:
    at = desk(tmp_path)
    (tmp_path / "folder").mkdir()
    before = at.rows()
    assert name in at.refused("codebook", "check", name)
    assert name in at.refused("codebook", "import", "s.db", name, "--as", "oak")
    assert at.rows() == before


@pytest.mark.parametrize(
    ("arguments", "begins"),
    [
        (("--format", "markdown"), "# Small book\n"),
        (("--format", "html"), "<!DOCTYPE html>\n"),
        (("--format", "yaml"), "codebook: 1\n"),
        ((), "codebook: 1\n"),
    ],
)
def test_codebook_export_writes_a_form_to_print_or_one_to_edit(tmp_path: Path, arguments: tuple[str, ...], begins: str) -> None:
    at = desk(tmp_path)
    assert at.done("codebook", "export", "s.db", *arguments).out.startswith(begins)


@pytest.mark.parametrize(
    ("name", "begins"), [("b.md", "# Small"), ("b.html", "<!DOCTYPE"), ("b.yaml", "codebook: 1"), ("b", "codebook")]
)
def test_codebook_export_takes_the_form_from_the_files_suffix(tmp_path: Path, name: str, begins: str) -> None:
    at = desk(tmp_path)
    at.done("codebook", "export", "s.db", name)
    assert (at.folder / name).read_text("utf-8").startswith(begins)


@pytest.mark.parametrize("name", ["notes.md", "notes.html"])
def test_codebook_export_never_writes_over_somebodys_notes(tmp_path: Path, name: str) -> None:
    at = desk(tmp_path)
    at.write(name, "my notes")
    assert "exists already" in at.refused("codebook", "export", "s.db", name)
    assert (at.folder / name).read_text("utf-8") == "my notes"


@pytest.mark.parametrize("name", ["book.pdf", "book.csv"])
def test_codebook_export_does_not_lie_about_its_form(tmp_path: Path, name: str) -> None:
    assert "cannot be written as" in desk(tmp_path).refused("codebook", "export", "s.db", name)


def test_codebook_template_is_written_once_and_makes_a_study(tmp_path: Path) -> None:
    at = desk(tmp_path)
    at.done("codebook", "template", "mine.yaml")
    assert "exists already" in at.refused("codebook", "template", "mine.yaml")
    assert "no faults" in at.done("codebook", "check", "mine.yaml").out
    at.done("new", "t.db", "--codebook", "mine.yaml")
    assert at.done("codebook", "template").out == (at.folder / "mine.yaml").read_text("utf-8")
