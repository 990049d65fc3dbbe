"""CSV and TSV: for programs and spreadsheets, with all digits and without a word around the data.

A spreadsheet runs a cell that begins with `=` and its like as a formula, and what people said may begin with anything; so such
a text gets an apostrophe in front. Numbers never do: they are written as numbers. `raw` leaves both measures out.
"""

from __future__ import annotations

import csv
import io
import re

from coder.model.formula import guarded
from coder.model.text import shown
from coder.reports.table import Cell, Table

_BREAKS = re.compile(r"\r\n|[\t\r\n]")


def render_csv(table: Table, *, raw: bool = False) -> str:
    """Write CSV (RFC 4180): texts in quotes, numbers without, `""` for what is undefined, lines that end in CR LF.

    A file or stream that takes it must not translate line ends.
    """
    page = io.StringIO()
    writer = csv.writer(page, quoting=csv.QUOTE_NONNUMERIC)
    writer.writerows(_lines(table, raw=raw))
    return page.getvalue()


def render_tsv(table: Table, *, raw: bool = False) -> str:
    """Write tab-separated values: no quoting at all, so a tab or line break within a text becomes one blank."""
    lines = [[_BREAKS.sub(" ", _bare(cell)) for cell in line] for line in _lines(table, raw=raw)]
    return "".join("\t".join(line) + "\n" for line in lines)


def _lines(table: Table, *, raw: bool) -> list[list[Cell]]:
    """List the header and the rows, guarded unless `raw`."""
    lines: list[list[Cell]] = [list(table.keys), *(list(row) for row in table.rows)]
    return lines if raw else [[_guarded(cell) for cell in line] for line in lines]


def _guarded(cell: Cell) -> Cell:
    """Keep a text from acting as a formula or as a terminal's command."""
    return guarded(shown(cell)) if isinstance(cell, str) else cell


def _bare(cell: Cell) -> str:
    """Write a value with all its digits, and nothing for what is undefined."""
    return "" if cell is None else str(cell)
