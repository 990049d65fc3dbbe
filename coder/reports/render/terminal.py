"""Tables on a terminal: aligned for the eye, plain for reading aloud.

The aligned form keeps to the width of the terminal. Long texts give way first and are cut with `…`; a number stays whole, so a
table with too many columns is continued below, with its first column repeated. Rules are hyphens: box characters are two cells
wide in terminals that are set up for Korean.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from coder.model.display import Side, cells, cut, one_line, pad, wrap
from coder.reports.table import Cell, Column, Table

NARROWEST = 20
"""A terminal that says it is narrower is not believed."""
_GAP = "  "
_TEXT_KEEPS = 12
"""Cells below which a text, a column's name too, is not shortened while another way is left."""
_DRAWN = re.compile("[\u2500-\u25ff·]")


def render_aligned(table: Table, width: int | None = None) -> str:
    """Write a table in columns, its title above, a rule under the column names and its notes below."""
    room = None if width is None else max(width, NARROWEST)
    parts = [_talk([table.title] if table.title else [], room), *_blocks(table, room), _talk(table.notes, room)]
    return "\n\n".join("\n".join(part) for part in parts if part) + "\n"


def render_plain(table: Table) -> str:
    """Write each row as one line of facts (`code: Bribery, respondents: 28`), without box, bar or shade."""
    facts = [_facts(table, number) for number in range(len(table.rows))]
    return "".join(f"{one_line(line)}\n" for line in [table.title, *facts, *table.notes] if line)


def _facts(table: Table, number: int) -> str:
    """Say one row, column by column."""
    cells = zip(table.columns, table.rows[number], table.written[number], strict=True)
    said = [_said(column, cell, written) for column, cell, written in cells]
    named = [(f", {column.name}: " if column.name else " ", value) for column, value in zip(table.columns, said, strict=True)]
    return "".join(name + value for name, value in named if value).removeprefix(", ").strip()


def _said(column: Column, cell: Cell, said: str) -> str:
    """Write a value for the ear: a missing number is said to be undefined, a missing text and a drawn shade are left out."""
    if cell is None:
        return "undefined" if column.is_numeric else ""
    return _DRAWN.sub("", said).strip() if column.kind == "mark" else said


def _talk(sentences: Sequence[str], room: int | None) -> list[str]:
    """Break sentences into lines that fit."""
    safe = [one_line(sentence) for sentence in sentences]
    return safe if room is None else [line for sentence in safe for line in wrap(sentence, room)]


def _blocks(table: Table, room: int | None) -> Iterator[list[str]]:
    """Yield the table's lines; if its columns do not fit side by side, in several blocks."""
    grid = [[one_line(text) for text in line] for line in ([column.name for column in table.columns], *table.written)]
    widths = [max(cells(text) for text in texts) for texts in zip(*grid, strict=True)]
    least = _least(table, grid)
    for members in _shared_out(_units(table.columns), least, room):
        fitted = _fitted([widths[m] for m in members], [least[m] for m in members], room)
        sides: list[Side] = ["right" if table.columns[m].is_numeric else "left" for m in members]
        header, *rows = ([line[m] for m in members] for line in grid)
        yield [_line(line, fitted, sides) for line in (header, ["-" * width for width in fitted], *rows)]


def _least(table: Table, grid: list[list[str]]) -> list[int]:
    """Find how narrow each column may become before another way must be found: a number stays whole, a text keeps a little."""
    least = [min(cells(name), _TEXT_KEEPS) for name in grid[0]]
    for row, texts in zip(table.rows, grid[1:], strict=True):
        for place, (cell, text) in enumerate(zip(row, texts, strict=True)):
            needs = min(cells(text), _TEXT_KEEPS) if isinstance(cell, str) else cells(text)
            least[place] = max(least[place], needs)
    return least


def _units(columns: Sequence[Column]) -> list[list[int]]:
    """Put a mark together with the column before it; no block may part them."""
    units: list[list[int]] = []
    for place, column in enumerate(columns):
        if column.kind == "mark" and units and len(units[-1]) == 1:
            units[-1].append(place)
        else:
            units.append([place])
    return units


def _shared_out(units: list[list[int]], least: list[int], room: int | None) -> list[list[int]]:
    """Share the columns out among blocks that fit, the first column being in each."""
    first, *others = units
    blocks = [list(first)]
    for unit in others:
        needed = sum(least[place] + len(_GAP) for place in (*blocks[-1], *unit)) - len(_GAP)
        if room is not None and needed > room and len(blocks[-1]) > len(first):
            blocks.append(list(first))
        blocks[-1] += unit
    return blocks


def _fitted(widths: list[int], least: list[int], room: int | None) -> list[int]:
    """Take cells from the widest column until all fit, below what they should keep only if nothing else helps."""
    if room is None:
        return widths
    fitted = [min(width, room) for width in widths]
    space = room - len(_GAP) * (len(widths) - 1)
    for floors in (least, [1] * len(widths)):
        while sum(fitted) > space and (wide := [place for place, width in enumerate(fitted) if width > floors[place]]):
            fitted[max(wide, key=fitted.__getitem__)] -= 1
    return fitted


def _line(texts: Sequence[str], widths: Sequence[int], sides: Sequence[Side]) -> str:
    """Put one line's texts into their columns."""
    columns = zip(texts, widths, sides, strict=True)
    return _GAP.join(pad(cut(text, width), width, side) for text, width, side in columns).rstrip()
