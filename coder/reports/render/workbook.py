"""XLSX: for people who go on in a spreadsheet.

The first sheet holds nothing but the table, so that a formula, a pivot table or another program can take it as it is; title and
notes stand on the second. Texts stay texts whatever they begin with, and the file tells nothing of who wrote it and when, so
the same table always gives the same bytes.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Protocol

from coder.errors import InputRefused
from coder.model.display import cells
from coder.model.text import shown
from coder.reports.table import Cell, Column, Table

LONGEST_TEXT = 32_767
"""What a cell holds, in UTF-16 units."""
MOST_ROWS, MOST_COLUMNS = 1_048_576, 16_384
CUT = " … [cut]"
_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_NO_DATE = datetime(1980, 1, 1, tzinfo=UTC)
"""The first day that a zip archive can name."""
_WIDEST = 60


class _Sheet(Protocol):
    """What is used of a worksheet of xlsxwriter, which has no types; 0 says that the cell was written."""

    def write_string(self, row: int, col: int, string: str, cell_format: object = None) -> int: ...
    def write_number(self, row: int, col: int, number: float, cell_format: object = None) -> int: ...
    def set_column(self, first_col: int, last_col: int, width: float) -> int: ...
    def freeze_panes(self, row: int, col: int) -> None: ...
    def repeat_rows(self, first_row: int) -> None: ...


class _Book(Protocol):
    """What is used of a workbook of xlsxwriter."""

    def add_worksheet(self, name: str) -> _Sheet: ...
    def add_format(self, properties: dict[str, object]) -> object: ...


def render_workbook(table: Table) -> bytes:
    """Write a workbook with the sheets `table` and `notes`; a text that no cell can hold is cut visibly, and the notes say so."""
    from xlsxwriter import Workbook  # noqa: PLC0415 - only this form should pay for it

    if len(table.rows) >= MOST_ROWS or len(table.columns) > MOST_COLUMNS:
        raise InputRefused(
            f"A sheet holds {MOST_ROWS:,} rows and {MOST_COLUMNS:,} columns, the table has more.", "Write it with --format csv."
        )
    file = io.BytesIO()
    with Workbook(file, _OPTIONS) as book:
        book.set_properties({"author": "", "created": _NO_DATE})
        _fill(book, table)
        _add_notes(book, [table.title, *table.notes, *_note_on_cuts(table)])
    return file.getvalue()


def _fill(book: _Book, table: Table) -> None:
    """Write the sheet that holds the table, its header in sight and on every printed page."""
    sheet = book.add_worksheet("table")
    for place, (column, key) in enumerate(zip(table.columns, table.keys, strict=True)):
        head = book.add_format({"bold": True, "bottom": 1, "align": "right" if column.is_numeric else "left"})
        styles: dict[type, object] = {kind: book.add_format(_style(column, kind)) for kind in (str, int, float)}
        values = [row[place] for row in table.rows]
        _put(sheet, (0, place), key, {str: head})
        for number, value in enumerate(values, start=1):
            _put(sheet, (number, place), value, styles)
        widest = max(cells(text) for text in (key, *map(column.written, values)))
        sheet.set_column(place, place, min(widest + 2, _WIDEST))
    sheet.freeze_panes(1, 1)
    sheet.repeat_rows(0)


def _add_notes(book: _Book, sentences: Sequence[str]) -> None:
    """Write the sheet that holds the title and the notes, a line each."""
    sheet = book.add_worksheet("notes")
    style = book.add_format({"text_wrap": True, "valign": "top"})
    for number, sentence in enumerate(filter(None, sentences)):
        _put(sheet, (number, 0), sentence, {str: style})
    sheet.set_column(0, 0, _WIDEST)


def _put(sheet: _Sheet, place: tuple[int, int], cell: Cell, styles: Mapping[type, object]) -> None:
    """Write one cell, and make sure that it was written; nothing is written for what is undefined."""
    if cell is None:
        return
    if isinstance(cell, str):
        refused = sheet.write_string(*place, _holdable(shown(cell)), styles[str])
    else:
        refused = sheet.write_number(*place, cell, styles[float if isinstance(cell, float) else int])
    if refused:
        raise InputRefused(f"The spreadsheet did not take row {place[0]}.", "Write the table with --format csv.")


def _style(column: Column, kind: type) -> dict[str, object]:
    """Choose how a column shows values of one type."""
    if not column.is_numeric:
        return {"valign": "top", "text_wrap": column.kind == "text"}
    decimals = column.decimals if column.kind == "share" or kind is float else 0
    pattern = f"{0:.{decimals}f}" + ("%" if column.kind == "share" else "")
    return {"valign": "top", "align": "right", "num_format": pattern}


def _is_long(text: str) -> bool:
    """Tell whether a text is too long for a cell."""
    return 2 * len(text) > LONGEST_TEXT and len(text.encode("utf-16-le")) > 2 * LONGEST_TEXT


def _holdable(text: str) -> str:
    """Cut a text that is too long for a cell, where a reader sees it."""
    if not _is_long(text):
        return text
    kept = text.encode("utf-16-le")[: 2 * (LONGEST_TEXT - len(CUT))]
    return kept.decode("utf-16-le", errors="ignore") + CUT


def _note_on_cuts(table: Table) -> list[str]:
    """Say how many texts were cut, if any."""
    n_cut = sum(isinstance(cell, str) and _is_long(shown(cell)) for row in table.rows for cell in row)
    if not n_cut:
        return []
    return [
        f"Texts cut because a cell holds {LONGEST_TEXT:,} characters: {n_cut}. They end in “{CUT.strip()}”; CSV has them whole."
    ]
