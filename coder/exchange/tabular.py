"""Reading tables that people hand in: CSV with whatever separator their spreadsheet writes, and JSON lists of objects."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from coder.errors import InputRefused, Problem
from coder.model.formula import unguarded
from coder.model.text import fold

_LARGEST_FIELD = 10_000_000
_SEPARATORS = ",;\t"


@dataclass(frozen=True, slots=True)
class Record:
    """One row: where it stands, and what it says by column name (folded, see `fold`)."""

    place: str
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        """Give a cell without the blanks around it; empty if there is none."""
        return self.cells.get(column, "").strip()

    def problem(self, message: str, hint: str = "") -> Problem:
        """Name a fault of this row."""
        return Problem(self.place, message, hint)


class Rows(NamedTuple):
    """A table as it was handed in."""

    columns: tuple[str, ...]
    """The names of the columns as they are spelt."""
    records: list[Record]


def read_rows(path: Path, required: Collection[str] = ()) -> Rows:
    """Read a table whose first row names the columns.

    Raises:
        InputRefused: it cannot be read, lacks a required column, or has a column twice.
    """
    text = read_text(path)
    columns, records = _from_json(text, path) if path.suffix.lower() == ".json" else _from_csv(text, path)
    folded = [fold(column) for column in columns]
    missing = [column for column in required if column not in folded]
    if not columns or missing:
        what = f"no column {' and no column '.join(missing)}" if columns else "nothing in it"
        wanted = f": {', '.join(required)}" if required else ""
        raise InputRefused(f"{path} has {what}.", f"Its first row must name the columns{wanted}.", place=str(path))
    twice = [column for column in columns if folded.count(fold(column)) > 1]
    if twice:
        raise InputRefused(f"{path} has the column {twice[0]} twice.", "Take one of them out, or rename it.", place=str(path))
    return Rows(tuple(columns), records)


def read_text(path: Path) -> str:
    """Read a UTF-8 file, with or without a byte order mark.

    Raises:
        InputRefused: it is missing, a folder, unreadable or not UTF-8.
    """
    try:
        return path.read_bytes().decode("utf-8-sig")
    except IsADirectoryError:
        raise InputRefused(f"{path} is a folder.", "Name a file.", place=str(path)) from None
    except FileNotFoundError:
        raise InputRefused(f"There is no file {path}.", "Check the name.", place=str(path)) from None
    except OSError as error:
        raise InputRefused(f"{path} cannot be read: {error.strerror}.", "Check its permissions.", place=str(path)) from None
    except UnicodeDecodeError:
        raise InputRefused(
            f"{path} is not UTF-8 text.", "Save it as CSV UTF-8 (or JSON) and try again.", place=str(path)
        ) from None


def _from_csv(text: str, path: Path) -> tuple[list[str], list[Record]]:
    csv.field_size_limit(_LARGEST_FIELD)
    first = text.split("\n", 1)[0]
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=max(_SEPARATORS, key=first.count))
    try:
        header = [unguarded(name.strip()) for name in next(rows, [])]
        names = [fold(name) for name in header]
        records = [
            _record(f"{path}, line {rows.line_num}", names, row, path) for row in rows if any(cell.strip() for cell in row)
        ]
    except csv.Error as error:
        raise InputRefused(f"{path}, line {rows.line_num}: {error}.", "Save the table as CSV again.", place=str(path)) from None
    return [name for name in header if name], records


def _record(place: str, names: list[str], row: list[str], path: Path) -> Record:
    """Name the cells of a row; one with more cells than columns would lose what is in them."""
    if any(cell.strip() for cell in row[len(names) :]):
        raise InputRefused(
            f"{place}: the row has more cells than the header.", "Put quotes round cells with commas.", place=str(path)
        )
    return Record(place, {name: unguarded(cell) for name, cell in zip(names, row, strict=False)})


def _from_json(text: str, path: Path) -> tuple[list[str], list[Record]]:
    try:
        items = json.loads(text)
    except (ValueError, RecursionError):
        raise InputRefused(f"{path} is not valid JSON.", "Export it again.", place=str(path)) from None
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise InputRefused(f"{path} is no list of objects.", "Give a JSON list with one object a row.", place=str(path))
    records = []
    for number, item in enumerate(items, start=1):
        cells = {fold(str(name)): "" if cell is None else str(cell) for name, cell in item.items()}
        records.append(Record(f"{path}, item {number}", cells))
    return list(dict.fromkeys(str(name) for item in items for name in item)), records
