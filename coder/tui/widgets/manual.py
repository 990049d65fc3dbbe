"""A page of the manual on the screen, below the keys of the place it explains; it scrolls and does nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from coder.model.display import cells
from coder.tui.page.markdown import Line, Piece, hang, lay_out
from coder.tui.say import passage

KEYS = 20
"""Cells of the column of keys."""


class ManualPage(Widget):
    """Lays its words out anew for each width; nothing in it can be followed or chosen."""

    DEFAULT_CSS = """
    ManualPage { height: auto; }
    ManualPage > .manual--title { text-style: bold reverse; }
    ManualPage > .manual--heading { text-style: bold; color: $primary; }
    ManualPage > .manual--strong { text-style: bold; }
    ManualPage > .manual--emphasis { text-style: italic; }
    ManualPage > .manual--code { color: $accent; }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "manual--title", "manual--heading", "manual--strong", "manual--emphasis", "manual--code",
    }  # fmt: skip
    ALLOW_SELECT = False

    def __init__(self, keys: Sequence[tuple[str, str]], text: str) -> None:
        """Show keys with what each does, then a page in the manual's Markdown."""
        super().__init__()
        self._keys = keys
        self._text = text
        self._made: tuple[int, list[Line]] = (0, [])

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Say how many lines there are."""
        del container, viewport
        return len(self._lines(width))

    def render(self) -> Content:
        """Colour the lines."""
        styles = {name.partition("--")[2]: self.get_visual_style(name) for name in self.COMPONENT_CLASSES}
        rows = [
            Content.assemble(*(passage(text).stylize(styles[style]) if style else passage(text) for text, style in line))
            for line in self._lines(self.content_size.width)
        ]
        return Content("\n").join(rows)

    def _lines(self, width: int) -> list[Line]:
        if self._made[0] != width:
            keys = [line for key, does in self._keys for line in hang(Piece(f"{key:<{KEYS - 1}} ", "strong"), does, width - 2)]
            lines = [*keys, (), *lay_out(self._text, width - 2)]
            self._made = width, [(Piece(" "), *line) if length(line) < width else line for line in lines]
        return self._made[1]


def length(line: Line) -> int:
    """Count the cells of a line; code that needs the whole width does without a margin."""
    return sum(cells(piece.text) for piece in line)
