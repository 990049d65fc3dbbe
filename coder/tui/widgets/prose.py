"""A text of several lines in a window of its own, read from outside while the keys go to an input.

Unlike a `Static` in a scrolling container it takes the room it is given and never asks for another layout of the screen, which
would cost more than all the rest of a key.
"""

from __future__ import annotations

from textual.content import Content
from textual.geometry import Region
from textual.strip import Strip
from textual.visual import Visual
from textual.widget import Widget


class Prose(Widget):
    """Shows a text, wrapped to its width."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    Prose { width: 1fr; height: 1fr; }
    """

    def __init__(self, id: str | None = None) -> None:  # noqa: A002 - Textual's word
        """Begin without text."""
        super().__init__(id=id)
        self._said = Content()
        self._rows: list[Strip] | None = None
        self._below = Strip([])
        self._top = 0

    def show(self, said: Content) -> None:
        """Show another text from its beginning; rows that look the same are not painted again."""
        before = self._window()
        self._said, self._rows, self._top = said, None, 0
        for y, (old, new) in enumerate(zip(before, self._window(), strict=True)):
            if old != new:
                self.refresh(Region(0, y, self.size.width, 1))

    def page(self, by: int) -> None:
        """Read on or back by pages, one row of the last page staying in view."""
        most = max(len(self._wrapped()) - self.size.height, 0)
        self._top = min(max(self._top + by * max(self.size.height - 1, 1), 0), most)
        self.refresh()

    def on_resize(self) -> None:
        """Wrap anew."""
        self._rows = None

    def notify_style_update(self) -> None:
        """Forget what was drawn in other colours."""
        super().notify_style_update()
        self._rows = None

    def _wrapped(self) -> list[Strip]:
        if self._rows is None:
            width, ground = max(self.size.width, 1), self.rich_style
            rows = Visual.to_strips(self, self._said, width, None, self.visual_style)
            self._rows = [row.adjust_cell_length(width, ground) for row in rows]
            self._below = Strip([]).adjust_cell_length(width, ground)
        return self._rows

    def _window(self) -> list[Strip]:
        return [self.render_line(y) for y in range(self.size.height)]

    def render_line(self, y: int) -> Strip:
        """Paint a row of the window."""
        row, rows = self._top + y, self._wrapped()
        return rows[row] if row < len(rows) else self._below
