"""Every text form of one table, as files.

The table has English and Korean names, undefined values, marks, a number column with a text in it, a line break, markup and a
formula. To take over an intended change, run these tests with `CODER_GOLDEN=write` and read the difference before committing it.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from coder.reports.render import FORMATS, TALKING, Format, render
from coder.reports.table import Column, Table

GOLDEN = Path(__file__).parent / "golden"
CROSSTAB = Table(
    title="Cross-tab: code × left (떠난 해)",
    columns=(
        Column("code"),
        Column("before 2012", "number"),
        Column("share", "share"),
        Column("", "mark"),
        Column("2012–2016", "number"),
        Column("alpha", "number", digits=3),
        Column("비고"),
    ),
    rows=(
        ("Phone inspection", 0, 0.0, "·-", 6, 0.8312345, None),
        ("손전화 검열", 3, 3 / 7, "▒", "(2)", None, "“타치폰” | *see* <b>memo</b>"),
        ("Neighbourhood watch of the whole house", 8, 1.0, "▓+", 13, -0.0001, "=1+1"),
        ("감시\t카메라\n학교", None, None, None, 2, 1.0, '@home, "quoted"'),
    ),
    notes=(
        "Counts respondents who have the code at least once; 21 interviews of 40.",
        "░▒▓ share of the column; + - more, fewer.",
    ),
)
FILES: list[tuple[str, Format, int | None]] = [
    ("table.txt", "table", None),
    ("table-80.txt", "table", 80),
    ("table-40.txt", "table", 40),
    ("plain.txt", "plain", None),
    ("table.csv", "csv", None),
    ("table.tsv", "tsv", None),
    ("table.json", "json", None),
    ("table.md", "markdown", None),
    ("table.html", "html", None),
]


@pytest.mark.parametrize(("name", "form", "width"), FILES)
def test_a_form_is_as_its_golden_file(name: str, form: Format, width: int | None) -> None:
    written = render(CROSSTAB, form, width=width)
    assert isinstance(written, str)
    golden = GOLDEN / name
    if os.environ.get("CODER_GOLDEN") == "write":
        golden.write_bytes(written.encode())
    assert written == golden.read_bytes().decode()


def test_every_text_form_has_a_golden_file() -> None:
    assert {form for _, form, _ in FILES} == set(FORMATS) - {"xlsx"}


@pytest.mark.parametrize("form", sorted(set(FORMATS) - {"xlsx"}))
def test_title_and_notes_go_to_people_only(form: Format) -> None:
    written = render(CROSSTAB, form)
    assert isinstance(written, str)
    talks = [sentence in written for sentence in (CROSSTAB.title, CROSSTAB.notes[0])]
    assert talks == [form in TALKING] * 2
