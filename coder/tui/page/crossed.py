"""A cross-tab as a screen shows it: in each cell the number, the share of the column and its shade, in brackets what is small.

The report's own table has one value in a cell, for programs; a person compares shares and wants the number beside.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from coder.model.display import cut
from coder.reports.table import UNDEFINED, Cell, Table
from coder.tui.page.bars import FINE, Blocks, shade

if TYPE_CHECKING:  # the overview shows one only in a wide window
    from coder.reports.crosstab import CrosstabReport

LABEL = 9
"""Cells of a column's name in a glance."""


def crossed(report: CrosstabReport, blocks: Blocks = FINE) -> Table:
    """Lay a cross-tab out with shares; in plain numbers where there are no shares of what is counted."""
    return _laid_out(report, lambda share: f"{share:>5.0%} {shade(share, blocks)}", f"{UNDEFINED:>5}  ")


def glance(report: CrosstabReport, blocks: Blocks = FINE) -> Table:
    """Lay a cross-tab out for a narrow place: numbers with their shades under short names."""
    table = _laid_out(report, lambda share: f" {shade(share, blocks)}", "  ")
    return replace(table, columns=tuple(replace(column, name=cut(column.name, LABEL)) for column in table.columns))


def _laid_out(report: CrosstabReport, draw: Callable[[float], str], otherwise: str) -> Table:
    """Draw each cell's share behind its number.

    The last column, all, stays a number: it is there to be compared with the base above it.
    """
    table = report.to_table()
    if not report.has_shares:
        return table
    room = max(len(_written(cell)) for row in table.rows for cell in row[1:]) + len("()")
    (label, *bases, base_total), *rows = table.rows
    shown = [(label, *(_number(base, room) + " " * len(otherwise) for base in bases), base_total)]
    for number, (name, *cells, total) in enumerate(rows, 1):
        small = {column - 1 for row, column in table.bracketed if row == number}
        drawn = [
            _number(n, room, is_small=place in small) + (draw(n / base) if isinstance(n, int) and base else otherwise)
            for place, (n, base) in enumerate(zip(cells, report.counted.base, strict=True))
        ]
        shown.append((name, *drawn, total))
    return replace(table, rows=tuple(shown), bracketed=frozenset())


def _number(cell: Cell, room: int, *, is_small: bool = False) -> str:
    """Write a number so that numbers stand under each other, with and without brackets."""
    return (f"({_written(cell)})" if is_small else f"{_written(cell)} ").rjust(room)


def _written(cell: Cell) -> str:
    return UNDEFINED if cell is None else str(cell)
