"""A table to walk through: rows under a head that stays, a cursor on a row or on a cell.

It takes the `Table` that reports answer with and paints it by the Line API, as the transcript does: cells are never read as
markup, and a table of 40 by 20 costs a key press no more than a small one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import ClassVar, Literal

from rich.segment import Segment
from rich.style import Style
from textual.binding import BindingType
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from coder.model.display import cut, pad
from coder.model.text import shown_line
from coder.reports.table import Cell, Column, Table
from coder.tui.commands import bindings
from coder.tui.messages import CellChosen, CellShown
from coder.tui.page.columns import GAP, first_for, last_first, places, stretched, widths

HEAD = 1
"""Rows of the head, which scrolling does not move."""
NOTHING = Table("", (Column(""),), ())


class TableView(ScrollView, can_focus=True, inherit_bindings=False):
    """Shows a table.

    | component class | what it styles |
    | :- | :- |
    | table--head | the names of the columns |
    | table--row | the row the cursor stands on |
    | table--cell | the cell the cursor stands on |

    Posts `CellShown` and `CellChosen`.
    """

    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = bindings("table")
    COMPONENT_CLASSES: ClassVar[set[str]] = {"table--head", "table--row", "table--cell"}
    DEFAULT_CSS = """
    TableView { overflow-x: hidden; overflow-y: auto; scrollbar-size: 0 0; }
    TableView > .table--head { color: $text-muted; text-style: bold; }
    TableView > .table--row { background: $panel; }
    TableView > .table--cell { background: $primary; color: $background; }
    TableView:ansi > .table--row { text-style: bold; }
    TableView:ansi > .table--cell { text-style: bold reverse; background: $background; color: $foreground; }
    """

    def __init__(
        self, by: Literal["row", "cell"] = "row", *, is_stretched: bool = False, name: str | None = None, is_second: bool = False
    ) -> None:
        """Begin without a table.

        Args:
            by: the cursor goes by rows or by cells.
            is_stretched: the last column takes all room that is left.
            name: the table's id, which its messages bear.
            is_second: it lies beside another table, and shows its cursor only while it has the keys.
        """
        super().__init__(id=name)
        self._is_second = is_second
        self.table = NOTHING
        self._written = self.table.written
        self.row = 0
        self.column = 1 if by == "cell" else 0
        self._by = by
        self._is_stretched = is_stretched
        self._needs: tuple[int, ...] = (0,)
        self._first = 1

    def show(self, table: Table, row: int = 0) -> None:
        """Show another table, with the cursor on a row."""
        self.table = table
        self._written = table.written
        self._fit()
        self._stand(row, self.column)
        self.refresh()

    def clear(self) -> None:
        """Show no table."""
        self.show(NOTHING)

    def rewrite(self, row: int, cells: Sequence[Cell]) -> None:
        """Let one row say something else; the columns stay as wide as they are."""
        written = tuple(column.written(cell) for column, cell in zip(self.table.columns, cells, strict=True))
        self._written = (*self._written[:row], written, *self._written[row + 1 :])
        self.refresh_line(row + HEAD)

    def _fit(self) -> None:
        """Measure the columns for the window as it is."""
        needs = widths([column.name for column in self.table.columns], self._written)
        self._needs = stretched(needs, self.size.width) if self._is_stretched else needs
        self.virtual_size = Size(self.size.width, len(self.table.rows) + HEAD)

    def action_cell(self, way: str) -> None:
        """Go one of the ways of a table, or choose."""
        page = max(self.size.height - HEAD - 1, 1)
        steps = {
            "up": -1,
            "down": 1,
            "page_up": -page,
            "page_down": page,
            "top": -len(self.table.rows),
            "bottom": len(self.table.rows),
        }
        if way == "choose":
            self.post_message(CellChosen(self.row, self.column, self.id or ""))
        elif way in steps:
            self._stand(self.row + steps[way], self.column)
        elif self._by == "cell":
            self._stand(self.row, self.column + (1 if way == "right" else -1))
        else:
            self._shift(1 if way == "right" else -1)

    def _shift(self, by: int) -> None:
        """Show other columns beside the first."""
        self._first = min(max(self._first + by, 1), last_first(self._needs, self.size.width))
        self.refresh()

    def _stand(self, row: int, column: int) -> None:
        """Put the cursor on a cell of the table and have what changed painted."""
        before, first = self.row, self._first
        self.row = min(max(row, 0), max(len(self.table.rows) - 1, 0))
        if self._by == "cell":
            self.column = min(max(column, 1), max(len(self.table.columns) - 1, 1))
            self._first = first_for(self.column, self._needs, self._first, self.size.width)
        self._bring_into_view()
        if self._first != first:
            self.refresh()
        for line in {before, self.row}:
            self.refresh_line(line + HEAD)
        self.post_message(CellShown(self.row, self.column, self.id or ""))

    @property
    def _shown_row(self) -> int:
        """The row that is marked as the cursor's; -1 for none."""
        return -1 if self._is_second and not self.has_focus else self.row

    def on_focus(self) -> None:
        """Show the cursor."""
        self.refresh()

    def on_blur(self) -> None:
        """Hide it in a second table."""
        self.refresh()

    def _bring_into_view(self) -> None:
        top, height = self.scroll_offset.y, max(self.size.height - HEAD, 1)
        if not top <= self.row < top + height:
            self.scroll_to(y=self.row if self.row < top else self.row - height + 1, animate=False, force=True)

    def on_resize(self) -> None:
        """Find room anew."""
        self._fit()
        self._stand(self.row, self.column)
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """Paint a row of the window; the head is always the first."""
        base, row = self.rich_style, self.scroll_offset.y + y - HEAD
        if y == 0:
            return self._head()
        if row >= len(self.table.rows):
            return Strip([]).adjust_cell_length(self.size.width, base)
        style = self.get_component_rich_style("table--row") if row == self._shown_row else base
        return self._strip(self._marker(y, row), self._cells(row, style), style)

    def _marker(self, y: int, row: int) -> str:
        """Mark the row of the cursor, and the first and the last row in the window where there are more beyond them."""
        if row == self._shown_row:
            return "▸ "
        is_last = y == self.size.height - 1 and row < len(self.table.rows) - 1
        return "▾ " if is_last else "▴ " if y == HEAD and row > 0 else "  "

    def _head(self) -> Strip:
        """Paint the names of the columns, with a sign at each end where there are more."""
        style = self.get_component_rich_style("table--head")
        shown = list(self._places())
        names = [(pad(cut(shown_line(self.table.columns[i].name), width), width, self._side(i)), style) for i, width in shown]
        head = self._strip("‹ " if self._first > 1 else "  ", names, style)
        if shown[-1][0] == len(self.table.columns) - 1:
            return head
        return Strip.join([head.crop(0, self.size.width - 1), Strip([Segment("›", style)])])

    def _cells(self, row: int, style: Style) -> Iterator[tuple[str, Style]]:
        for index, width in self._places():
            text = pad(cut(shown_line(self._written[row][index]), width), width, self._side(index))
            is_cursor = self._by == "cell" and (row, index) == (self._shown_row, self.column)
            yield text, self.get_component_rich_style("table--cell") if is_cursor else style

    def _places(self) -> Iterator[tuple[int, int]]:
        yield from ((place.index, place.width) for place in places(self._needs, self._first, self.size.width))

    def _side(self, index: int) -> Literal["left", "right"]:
        return "right" if self.table.columns[index].is_numeric else "left"

    def _strip(self, marker: str, cells: Iterable[tuple[str, Style]], style: Style) -> Strip:
        segments = [Segment(marker, style)]
        for text, cell_style in cells:
            segments += [Segment(text, cell_style), Segment(" " * GAP, style)]
        return Strip(segments).adjust_cell_length(self.size.width, style)
