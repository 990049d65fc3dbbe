"""One row with something at each end: the title of a screen, and the line that says what just happened."""

from __future__ import annotations

from textual.content import Content
from textual.widget import Widget


class StatusLine(Widget):
    """Shows one thing on the left and another on the right, if there is room for both.

    In a title the left is cut and the right stays whole, elsewhere the right gives way.
    """

    DEFAULT_CSS = """
    StatusLine { height: 1; padding: 0 1; }
    StatusLine.-title { background: $panel; text-style: bold; }
    StatusLine.-title:ansi { text-style: bold reverse; }
    StatusLine.-trouble { color: $error; }
    """

    ALLOW_SELECT = False

    _left = Content()
    _right = Content()

    def show(self, left: Content, right: Content | None = None, *, is_trouble: bool = False) -> None:
        """Show other things; the right end stays as it is if none is given."""
        before = self._left, self._right
        self._left = left
        self._right = self._right if right is None else right
        self.set_class(is_trouble, "-trouble")
        if before != (self._left, self._right):
            self.refresh()

    def render(self) -> Content:
        """Lay both ends out over the row."""
        right = self._right
        if not self.has_class("-title") and self._left.cell_length + right.cell_length + 2 > self.content_size.width:
            right = Content()  # what just happened is worth more than what stands there always
        room = max(self.content_size.width - right.cell_length, 0)
        left = self._left.truncate(max(room - 2, 0), ellipsis=True)
        return Content.assemble(left, " " * (room - left.cell_length), right)
