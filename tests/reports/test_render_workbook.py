"""XLSX: read back with another library than wrote it."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any, cast

import pytest

from coder.errors import InputRefused
from coder.model.display import cells
from coder.reports.render import workbook as module
from coder.reports.render.workbook import CUT, LONGEST_TEXT, render_workbook
from coder.reports.table import Cell, Column, Table

openpyxl = pytest.importorskip("openpyxl", reason="openpyxl reads back what was written")
HOSTILE = [
    "=1+1", "{=1}", "+82", "-2", "@sum", "http://example.org", "file://x", "mailto:a@b", "internal:A1", "external:x", "12", "1e5",
    "손전화 검열", "a\nb", "_x000D_", " blank ", "'", "<b>&",
]  # fmt: skip


def read(table: Table, sheet: str = "table") -> list[list[object]]:
    """Write a workbook and read one of its sheets."""
    book = openpyxl.load_workbook(io.BytesIO(render_workbook(table)))
    assert book.sheetnames == ["table", "notes"]
    return [[cell.value for cell in row] for row in book[sheet].iter_rows()]


def one(cell: Cell) -> Table:
    """Make a table of one cell."""
    return Table("", (Column("c"),), ((cell,),))


@pytest.mark.parametrize("text", HOSTILE)
def test_a_text_stays_a_text(text: str) -> None:
    book = openpyxl.load_workbook(io.BytesIO(render_workbook(one(text))))
    cell = book["table"]["A2"]
    assert (cell.value, cell.data_type, cell.hyperlink) == (text, "s", None)


def test_no_part_of_the_file_holds_a_formula_or_a_link() -> None:
    table = Table("=t", tuple(Column(text) for text in HOSTILE), (tuple(HOSTILE),), tuple(HOSTILE))
    with zipfile.ZipFile(io.BytesIO(render_workbook(table))) as archive:
        for name in archive.namelist():
            assert not re.search(rb"<f[ >]|<hyperlink", archive.read(name)), name


def test_values_keep_their_types() -> None:
    columns = (
        Column("code"),
        Column("n", "number"),
        Column("alpha", "number"),
        Column("share", "share", 1),
        Column("x", "number"),
    )
    table = Table("", columns, (("Bribery", 28, 0.8312345, 3 / 7, None), ("Trust", "(2)", None, 1, -1)))
    header, *rows = read(table)
    assert header == ["code", "n", "alpha", "share", "x"]
    assert rows[0] == ["Bribery", 28, 0.8312345, pytest.approx(3 / 7, rel=1e-14), None]
    assert rows[1] == ["Trust", "(2)", None, 1, -1]


@pytest.mark.parametrize(
    ("column", "cell", "pattern"),
    [
        (Column("n", "number"), 3, "0"),
        (Column("n", "number"), 0.5, "0.00"),
        (Column("n", "number", 3), 0.5, "0.000"),
        (Column("n", "share"), 0.5, "0%"),
        (Column("n", "share", 1), 1, "0.0%"),
    ],
)
def test_a_number_shows_its_columns_digits(column: Column, cell: Cell, pattern: str) -> None:
    book = openpyxl.load_workbook(io.BytesIO(render_workbook(Table("", (column,), ((cell,),)))))
    assert book["table"]["A2"].number_format == pattern


def test_title_and_notes_stand_on_their_own_sheet() -> None:
    assert read(Table("Codes", (Column("c"),), (), ("unit: respondents", "n = 40")), "notes") == [
        ["Codes"],
        ["unit: respondents"],
        ["n = 40"],
    ]


def test_a_control_character_is_made_visible() -> None:
    assert read(one("a\x1b[31m\u202eb")) == [["c"], ["a␛[31m␦b"]]


@pytest.mark.parametrize(
    "text", ["x" * LONGEST_TEXT, "한" * LONGEST_TEXT, "📱" * (LONGEST_TEXT // 2)], ids=["latin", "korean", "emoji"]
)
def test_a_text_that_just_fits_is_whole(text: str) -> None:
    assert read(one(text)) == [["c"], [text]]
    assert read(one(text), "notes") == []


@pytest.mark.parametrize("text", ["x" * (LONGEST_TEXT + 1), "📱" * LONGEST_TEXT], ids=["latin", "emoji"])
def test_a_text_that_does_not_fit_is_cut_where_one_sees_it_and_the_notes_say_so(text: str) -> None:
    [[_], [cut]] = read(one(text))
    assert isinstance(cut, str)
    assert len(cut.encode("utf-16-le")) // 2 in {LONGEST_TEXT - 1, LONGEST_TEXT}
    assert cut.endswith(CUT)
    assert text.startswith(cut.removesuffix(CUT))
    [[note]] = read(one(text), "notes")
    assert note == "Texts cut because a cell holds 32,767 characters: 1. They end in “… [cut]”; CSV has them whole."


@pytest.mark.parametrize(
    ("limit", "table"), [("MOST_ROWS", one("x")), ("MOST_COLUMNS", Table("", (Column("a"), Column("b")), ()))]
)
def test_a_table_beyond_a_sheet_is_refused_with_a_way_out(limit: str, table: Table, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, limit, 1)
    with pytest.raises(InputRefused) as refusal:
        render_workbook(table)
    assert "--format csv" in refusal.value.hint


def test_a_cell_that_the_library_did_not_write_is_noticed() -> None:
    class Full:
        def write_string(self, *_: object) -> int:
            return -1

    with pytest.raises(InputRefused, match="did not take row 3"):
        module._put(cast("Any", Full()), (3, 0), "x", {str: None})


def test_the_file_tells_nothing_of_who_and_when() -> None:
    written = render_workbook(one("x"))
    properties = openpyxl.load_workbook(io.BytesIO(written)).properties
    assert not properties.creator
    assert not properties.lastModifiedBy
    assert properties.created.isoformat() == properties.modified.isoformat() == "1980-01-01T00:00:00"
    with zipfile.ZipFile(io.BytesIO(written)) as archive:
        assert {member.date_time for member in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert render_workbook(one("x")) == written


def test_the_header_stays_in_sight_and_columns_fit_korean() -> None:
    book = openpyxl.load_workbook(io.BytesIO(render_workbook(one("손전화 검열과 장마당"))))
    sheet = book["table"]
    assert sheet.freeze_panes == "B2"
    assert sheet.column_dimensions["A"].width >= cells("손전화 검열과 장마당")
