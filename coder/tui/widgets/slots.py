"""The row of the ten digits and the codes they apply."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.content import Content
from textual.widget import Widget

from coder.tui.page.slots import DIGITS
from coder.tui.page.widths import crop
from coder.tui.say import say


class SlotLine(Widget):
    """Shows each code's digit in a place of fixed width, so that the eye finds it where the hand does."""

    DEFAULT_CSS = """
    SlotLine { height: 1; padding: 0 1; color: $text-muted; }
    SlotLine > .slotline--digit { color: $foreground; text-style: bold; }
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {"slotline--digit"}
    ALLOW_SELECT = False

    _names: Sequence[tuple[str, bool]] = ()

    def show(self, names: Sequence[tuple[str, bool]]) -> None:
        """Show the names of the codes, that of digit 1 first, and whether each keeps its digit (a `*` says so)."""
        if names != self._names:
            self._names = names
            self.refresh()

    def render(self) -> Content:
        """Share the row out evenly."""
        room = self.content_size.width // len(DIGITS)
        digit = self.get_visual_style("slotline--digit")
        parts = []
        for sign, (name, is_pinned) in zip(DIGITS, self._names, strict=False):
            short = say("{star}{name}", star="*" if is_pinned else "", name=crop(name, room - 2 - is_pinned))
            parts.append(Content.assemble((sign, digit), short, " " * (room - 1 - short.cell_length)))
        return Content("").join(parts)
