"""A table: what every question to a study is answered with, whatever form it is then shown in.

Cells are values, not words: a share stays 0.4286 until somebody looks at it, and a number that is not defined is `None`, never
0 and never NaN. So a program that reads the CSV gets the full value, a person gets `43%` or `–`, and both are the same table.
"""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass
from typing import Literal

Cell = str | int | float | None
"""A number column may hold a text as well (`hidden`); it stays a text in every form."""

ColumnKind = Literal["text", "number", "share", "mark"]
"""A share is a part of 1, shown in percent. A mark is a short sign (`▓`, `+`) on the value of the column before it."""

UNDEFINED = "–"
_USUAL_DIGITS: dict[ColumnKind, int] = {"text": 2, "number": 2, "share": 0, "mark": 2}


@dataclass(frozen=True, slots=True)
class Column:
    """What one column is called and how its values are shown."""

    name: str
    """A mark may do without."""
    kind: ColumnKind = "text"
    digits: int | None = None
    """Decimals shown to people (a share's: of its percent); None: 2, or 0 for a share. JSON, CSV and TSV always have all."""

    @property
    def decimals(self) -> int:
        """Say how many decimals a person sees."""
        return _USUAL_DIGITS[self.kind] if self.digits is None else self.digits

    @property
    def is_numeric(self) -> bool:
        """Tell whether the values are quantities, which stand right-aligned and are undefined when absent."""
        return self.kind in {"number", "share"}

    def written(self, cell: Cell) -> str:
        """Write a value as a person reads it.

        >>> Column("phones", "share").written(3 / 7), Column("alpha", "number").written(None), Column("n").written(12)
        ('43%', '–', '12')
        """
        if cell is None:
            return UNDEFINED if self.is_numeric else ""
        if isinstance(cell, str):
            return cell
        if self.kind == "share":
            return f"{cell:z.{self.decimals}%}"
        return f"{cell:z.{self.decimals}f}" if isinstance(cell, float) else str(cell)


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under named columns, with the words that must go along with them."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    notes: tuple[str, ...] = ()
    """What is counted (the unit), of how many (n), what the marks mean: a sentence each."""
    language: str = "en"
    """Of the title, the names and the notes."""
    bracketed: frozenset[tuple[int, int]] = frozenset()
    """(row, column) of numbers that a person sees in brackets; to a program they are numbers like others."""

    def __post_init__(self) -> None:
        """Refuse what no form could show: that would be a fault of the program, not of its user."""
        if not self.columns:
            raise ValueError("a table needs a column")
        for row in self.rows:
            if len(row) != len(self.columns):
                raise ValueError(f"a row has {len(row)} cells for {len(self.columns)} columns")
            for column, cell in zip(self.columns, row, strict=True):
                _check(column, cell)

    @property
    def keys(self) -> tuple[str, ...]:
        """The columns' names for programs: none is empty and none comes twice (a category may be called as a column is).

        >>> Table("", (Column("all"), Column("all"), Column("", "mark")), ()).keys
        ('all', 'all (2)', 'mark')
        """
        keys: list[str] = []
        for column in self.columns:
            name = column.name or column.kind
            names = itertools.chain([name], (f"{name} ({time})" for time in itertools.count(2)))
            keys.append(next(key for key in names if key not in keys))
        return tuple(keys)

    @property
    def written(self) -> tuple[tuple[str, ...], ...]:
        """All rows as a person reads them."""
        return tuple(
            tuple(
                f"({column.written(cell)})" if (number, place) in self.bracketed else column.written(cell)
                for place, (column, cell) in enumerate(zip(self.columns, row, strict=True))
            )
            for number, row in enumerate(self.rows)
        )


def _check(column: Column, cell: Cell) -> None:
    """Refuse a value that is no cell; its column is named, the value is not."""
    if isinstance(cell, bool) or not isinstance(cell, str | int | float | None):
        raise TypeError(f"column {column.name!r}: {type(cell).__name__} is no kind of cell")
    if isinstance(cell, float) and not math.isfinite(cell):
        raise ValueError(f"column {column.name!r}: a number is undefined (None) or finite")
