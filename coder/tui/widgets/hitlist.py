"""A list of lines, one of them chosen, that is walked from outside while the keys go to an input.

It paints the rows in its window and asks for no others, so a list of a hundred codes that changes with every letter costs what
eleven rows cost.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.content import Content
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget


class HitList(Widget):
    """Shows lines.

    | component class | what it styles |
    | :- | :- |
    | hitlist--here | the chosen line |

    Posts `Clicked`.
    """

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {"hitlist--here"}
    DEFAULT_CSS = """
    HitList { height: 1fr; padding: 0 1; }
    HitList > .hitlist--here { background: $block-cursor-blurred-background; color: $block-cursor-blurred-foreground; }
    """

    @dataclass
    class Clicked(Message):
        """A line was clicked on."""

        place: int

    def __init__(self) -> None:
        """Begin without lines."""
        super().__init__()
        self.place = 0
        """The chosen line, from 0; -1 for none."""
        self._n = 0
        self._line: Callable[[int], Content] = lambda _: Content()
        self._top = 0
        self._styles: tuple[Style, Style] | None = None

    def show(self, n: int, line: Callable[[int], Content], *, is_chosen: bool = True) -> None:
        """Show `n` lines, which `line` writes one by one when they come into the window; the first is chosen, or none."""
        self._n, self._line = n, line
        self.place, self._top = 0 if is_chosen else -1, 0
        self.refresh()

    def go(self, by: int) -> None:
        """Choose another line; behind the last one comes the first."""
        if self._n:
            self.place = (max(self.place, -1 if by > 0 else 0) + by) % self._n
            self._top = min(max(self._top, self.place - self.size.height + 1), max(self.place, 0))
            self.refresh()

    def notify_style_update(self) -> None:
        """Forget the colours."""
        super().notify_style_update()
        self._styles = None

    def render_line(self, y: int) -> Strip:
        """Paint a row of the window."""
        if self._styles is None:  # working them out takes longer than painting the row
            self._styles = self.rich_style, self.get_component_rich_style("hitlist--here")
        row = self._top + y
        style = self._styles[row == self.place < self._n]
        text = self._line(row).plain if row < self._n else ""
        return Strip([Segment(text, style)]).adjust_cell_length(self.size.width, style)

    def on_click(self, event: events.Click) -> None:
        """Choose the line under the mouse and say so."""
        row = self._top + event.get_content_offset_capture(self).y
        if row < self._n:
            self.place = row
            self.refresh()
            self.post_message(self.Clicked(row))
