"""What holds for any table in any form, drawn with control characters, markup and wide characters in every text."""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata
from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from coder.model.display import cells
from coder.model.formula import unguarded
from coder.model.text import shown
from coder.reports.render import Format, render
from coder.reports.render.terminal import NARROWEST
from coder.reports.table import Cell, Column, ColumnKind, Table

HOSTILE = (
    "\x00\x07\t\n\r\x1b[31m\x7f\x85\x9b\u200e\u202e\u2028\u2066\U000e0041=+-@＝'\"|*_`<b>&;, ,손전화각\u0301👨\u200d👩❤\ufe0f–…"
)
TEXTS = st.text(st.one_of(st.characters(), st.sampled_from(HOSTILE)), max_size=30)
NUMBERS = st.one_of(st.none(), st.integers(), st.floats(allow_nan=False, allow_infinity=False), st.floats(-1, 1), TEXTS)
CELLS: dict[ColumnKind, st.SearchStrategy[Cell]] = {
    "text": st.one_of(st.none(), TEXTS),
    "number": NUMBERS,
    "share": st.one_of(st.none(), st.floats(0, 1), st.just("hidden")),
    "mark": st.one_of(st.none(), st.sampled_from(["▓", "▒+", "·-", "*"])),
}


@st.composite
def tables(draw: st.DrawFn) -> Table:
    """Draw a table."""
    kinds = draw(st.lists(st.sampled_from(list(CELLS)), min_size=1, max_size=8))
    columns = tuple(Column(draw(TEXTS), kind, draw(st.none() | st.integers(0, 4))) for kind in kinds)
    rows = draw(st.lists(st.tuples(*(CELLS[kind] for kind in kinds)), max_size=4))
    return Table(draw(TEXTS), columns, tuple(rows), tuple(draw(st.lists(TEXTS, max_size=2))))


def text(table: Table, form: Format, *, width: int | None = None, raw: bool = False) -> str:
    """Write a table in a text form."""
    written = render(table, form, width=width, raw=raw)
    assert isinstance(written, str)
    return written


def as_read(cell: Cell, *, raw: bool) -> str:
    """Say what a reader of CSV gets for a value."""
    if isinstance(cell, str):
        return cell if raw else shown(cell)
    return "" if cell is None else str(cell)


@given(tables(), st.booleans())
def test_csv_is_read_back_as_it_was(table: Table, raw: bool) -> None:
    read = list(csv.reader(io.StringIO(text(table, "csv", raw=raw), newline=""), strict=True))
    lines: list[tuple[Cell, ...]] = [table.keys, *table.rows]
    if raw:
        assert read == [[as_read(cell, raw=True) for cell in line] for line in lines]
    else:
        assert [[unguarded(cell) for cell in line] for line in read] == [
            [unguarded(as_read(cell, raw=False)) for cell in line] for line in lines
        ]


@given(tables())
def test_no_text_of_a_csv_begins_like_a_formula(table: Table) -> None:
    read = csv.reader(io.StringIO(text(table, "csv"), newline=""), strict=True)
    for line, cells_read in zip([table.keys, *table.rows], read, strict=True):
        for cell, said in zip(line, cells_read, strict=True):
            assert not isinstance(cell, str) or not said.startswith(tuple("=+-@\t\r\n\0＝＋－＠"))


@given(tables())
def test_numbers_keep_all_digits_in_csv(table: Table) -> None:
    read = csv.reader(io.StringIO(text(table, "csv"), newline=""))
    for line, cells_read in zip([table.keys, *table.rows], read, strict=True):
        for cell, said in zip(line, cells_read, strict=True):
            assert not isinstance(cell, float) or float(said) == cell


@given(tables(), st.booleans())
def test_tsv_has_one_line_a_row_and_one_field_a_column(table: Table, raw: bool) -> None:
    lines = text(table, "tsv", raw=raw).split("\n")
    assert [line.count("\t") for line in lines[:-1]] == [len(table.columns) - 1] * (len(table.rows) + 1)
    assert lines[-1] == ""


@given(tables())
def test_json_is_read_back_as_it_was(table: Table) -> None:
    assert json.loads(text(table, "json")) == [dict(zip(table.keys, row, strict=True)) for row in table.rows]


@given(tables(), st.integers(0, 120))
def test_no_line_of_a_table_is_wider_than_the_terminal(table: Table, width: int) -> None:
    lines = text(table, "table", width=width).split("\n")
    assert max(map(cells, lines)) <= max(width, NARROWEST)


@given(tables())
def test_a_terminal_without_width_shortens_nothing(table: Table) -> None:
    lines = text(Table("", table.columns, table.rows), "table").rstrip("\n").split("\n")
    assert len(lines) <= len(table.rows) + 2
    assert sum(line.count("…") for line in lines) == sum(
        said.count("…") for row in ([column.name for column in table.columns], *table.written) for said in row
    )


@given(tables(), st.sampled_from(["table", "plain", "csv", "tsv", "json", "markdown", "html"]), st.integers(20, 90))
def test_no_form_lets_a_control_character_through(table: Table, form: Format, width: int) -> None:
    written = text(table, form, width=width).replace("\r\n", "\n")
    allowed = "\n\t" if form in {"csv", "tsv", "html"} else "\n"
    assert not [
        character for character in written if unicodedata.category(character) in {"Cc", "Cs"} and character not in allowed
    ]
    assert shown(written) == written


@given(tables())
def test_plain_says_each_row_on_one_line(table: Table) -> None:
    said = text(table, "plain").split("\n")
    assert len(said) - 1 <= len(table.rows) + len(table.notes) + 1


class Reader(HTMLParser):
    """Collect the tags of a page and the texts of its cells."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.cells: list[str] = []
        self.open = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.open = tag == "td" or (tag == "th" and ("scope", "row") in attrs)
        self.cells += [""] * self.open

    def handle_endtag(self, tag: str) -> None:
        self.open = self.open and tag not in {"td", "th"}

    def handle_data(self, data: str) -> None:
        if self.open:
            self.cells[-1] += data


@given(tables())
def test_no_text_is_markup_in_html(table: Table) -> None:
    reader = Reader()
    reader.feed(text(table, "html"))
    layout = {"html", "head", "meta", "title", "style", "body", "main", "section", "div", "ul", "li"}
    assert reader.tags <= layout | {"table", "caption", "thead", "tbody", "tr", "th", "td"}
    assert reader.cells == [shown(said) for row in table.written for said in row]


@given(tables())
def test_markdown_has_a_cell_for_each_cell(table: Table) -> None:
    lines = text(Table("", table.columns, table.rows), "markdown").split("\n")[:-1]
    assert [len(re.findall(r"(?<!\\)(?:\\\\)*\|", line)) for line in lines] == [len(table.columns) + 1] * (len(table.rows) + 2)
