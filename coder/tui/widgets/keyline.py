"""The last row of a screen: the keys that lead on, from the command table."""

from __future__ import annotations

from typing import ClassVar

from textual.content import Content
from textual.widget import Widget

from coder.tui.commands.habits import habits_of


class KeyLine(Widget):
    """Names as many keys of one place as there is room for; help always stays."""

    DEFAULT_CSS = """
    KeyLine { height: 1; padding: 0 1; color: $text-muted; background: $panel; }
    KeyLine > .keyline--key { color: $foreground; text-style: bold; background: $panel; }
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {"keyline--key"}
    ALLOW_SELECT = False

    def __init__(self, place: str) -> None:
        """Name the keys of `place`."""
        super().__init__()
        self._place = place

    def render(self) -> Content:
        """Lay the keys out, the last one first in line for room."""
        *keys, last = [self._entry(key, label) for key, label in habits_of(self).shown(self._place)]
        shown, room = [], self.content_size.width - last.cell_length
        for entry in keys:
            room -= entry.cell_length + 2
            if room < 0:
                break
            shown.append(entry)
        return Content("  ").join([*shown, last])

    def _entry(self, key: str, label: str) -> Content:
        return Content.assemble((key, self.get_visual_style("keyline--key")), " ", label)
