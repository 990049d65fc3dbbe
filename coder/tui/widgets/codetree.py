"""The tree of codes: rows that fold, a cursor, painted by the Line API; what a row says is made in `coder.tui.page.codetree`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.binding import BindingType
from textual.events import Click
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from coder.tui.commands import bindings
from coder.tui.page.codetree import Row, line
from coder.tui.widgets.themes import palette_of

MARKER = 2
"""Cells before the first column, for the sign of the cursor's row."""


class CodeTree(ScrollView, can_focus=True, inherit_bindings=False):
    """Shows rows of codes.

    | component class | what it styles |
    | :- | :- |
    | codetree--row | the row the cursor stands on |

    Posts `Shown`, `Folded`.
    """

    @dataclass
    class Shown(Message):
        """The cursor stands on a code."""

        uid: str
        by_hand: bool
        """Whether somebody went there, and the rows are still the same."""

        def can_replace(self, message: Message) -> bool:
            """Let the newest replace those that nobody has looked at yet."""
            return isinstance(message, CodeTree.Shown)

    @dataclass
    class Folded(Message):
        """A group is to be opened or folded."""

        uid: str
        is_open: bool

    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = bindings("tree")
    COMPONENT_CLASSES: ClassVar[set[str]] = {"codetree--row"}
    DEFAULT_CSS = """
    CodeTree { height: 1fr; overflow-x: hidden; overflow-y: auto; scrollbar-size: 0 0; }
    CodeTree > .codetree--row { background: $panel; text-style: bold; }
    """

    def __init__(self) -> None:
        """Begin without rows."""
        super().__init__()
        self.rows: Sequence[Row] = ()
        self.row = 0
        self._colours: Mapping[str, str | None] = {}

    @property
    def uid(self) -> str:
        """The code under the cursor; empty where there is none."""
        return self.rows[self.row].uid if self.rows else ""

    def show(self, rows: Sequence[Row], colours: Mapping[str, str | None], uid: str) -> None:
        """Show other rows with the cursor on a code, or where it stands if that code does not show."""
        self.rows, self._colours = rows, colours
        self.virtual_size = Size(self.size.width, len(rows))
        places = {row.uid: place for place, row in enumerate(rows)}
        self._stand(places.get(uid, self.row))
        self.refresh()

    def action_node(self, way: str) -> None:
        """Go one of the ways of a tree."""
        page = max(self.size.height - 1, 1)
        steps = {"up": -1, "down": 1, "page_up": -page, "page_down": page, "top": -len(self.rows), "bottom": len(self.rows)}
        if way in steps:
            self._stand(self.row + steps[way], by_hand=True)
        elif self.rows:
            self._fold(self.rows[self.row], is_open=way == "open")

    def _fold(self, row: Row, *, is_open: bool) -> None:
        """Open or fold the group here; folding what cannot be folded goes to the group above, opening what is open into it."""
        if row.fold == ("+" if is_open else "-"):
            self.post_message(self.Folded(row.uid, is_open))
        elif is_open and row.fold == "-":
            self._stand(self.row + 1, by_hand=True)
        elif not is_open:
            above = (place for place in range(self.row, -1, -1) if self.rows[place].depth < row.depth)
            self._stand(next(above, self.row), by_hand=True)

    def _stand(self, row: int, *, by_hand: bool = False) -> None:
        """Put the cursor on a row and have what changed painted."""
        before = self.row
        self.row = min(max(row, 0), max(len(self.rows) - 1, 0))
        top, height = self.scroll_offset.y, max(self.size.height, 1)
        if not top <= self.row < top + height:
            self.scroll_to(y=self.row if self.row < top else self.row - height + 1, animate=False, force=True)
        for place in {before, self.row}:
            self.refresh_line(place)
        self.post_message(self.Shown(self.uid, by_hand))

    def on_click(self, event: Click) -> None:
        """Go to the row that was clicked."""
        place = self.scroll_offset.y + event.y
        if place < len(self.rows):
            self._stand(place, by_hand=True)

    def on_resize(self) -> None:
        """Find room anew."""
        self.virtual_size = Size(self.size.width, len(self.rows))
        self._stand(self.row)
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """Paint a row of the window."""
        place, width = self.scroll_offset.y + y, self.size.width
        if place >= len(self.rows):
            return Strip([]).adjust_cell_length(width, self.rich_style)
        is_here = place == self.row
        style = self.get_component_rich_style("codetree--row") if is_here else self.rich_style
        text, bar = line(self.rows[place], max(width - MARKER, 1))
        segments = [Segment("▸ " if is_here else "  ", style), Segment(text, style), Segment(bar, self._ink(place, style))]
        return Strip(segments).adjust_cell_length(width, style)

    def _ink(self, place: int, style: Style) -> Style:
        """Give the style of a row's bar: the code's colour, where there is any."""
        if self.app.no_color:
            return style
        colour = self._colours.get(self.rows[place].uid)
        return style + Style(color=palette_of(self.app).shade(colour))
