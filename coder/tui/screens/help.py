"""Help: the keys of the screen one came from, then its page of the manual."""

from __future__ import annotations

import re
from importlib import resources
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.screen import Screen

from coder.tui.commands import PAGES, bindings, in_force
from coder.tui.commands.habits import habits_of
from coder.tui.say import say
from coder.tui.widgets.keyline import KeyLine
from coder.tui.widgets.manual import ManualPage
from coder.tui.widgets.statusline import StatusLine

_KEYS_SECTION = re.compile(r"^## Keys\n.*?(?=^## |\Z)", re.MULTILINE | re.DOTALL)


class HelpScreen(Screen[None]):
    """Shows what can be done on a screen."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("help")
    PLACE = "help"

    def __init__(self, place: str) -> None:
        """Explain the screen `place`."""
        super().__init__()
        self._place = place

    def compose(self) -> ComposeResult:
        """Lay the screen out."""
        yield StatusLine(id="title", classes="-title")
        with VerticalScroll(can_focus=False):
            yield ManualPage(habits_of(self).lines(in_force(self._place)), manual(PAGES[self._place]))
        yield KeyLine("help")

    def on_mount(self) -> None:
        """Begin above."""
        self._view = self.query_one(VerticalScroll)
        self.watch(self._view, "scroll_y", self._tell)

    def _tell(self) -> None:
        """Name the screen that is explained, and how far down one is."""
        percent = round(100 * self._view.scroll_y / (self._view.max_scroll_y or 1))
        title = say("Help   {place}   page {page} of the manual", place=self._place, page=PAGES[self._place])
        self.query_one("#title", StatusLine).show(title, say("{percent} %", percent=percent))

    def action_manual(self, way: str) -> None:
        """Go up or down."""
        view = self._view
        ways = {
            "up": view.scroll_up, "down": view.scroll_down, "page_up": view.scroll_page_up,
            "page_down": view.scroll_page_down, "top": view.scroll_home, "bottom": view.scroll_end,
        }  # fmt: skip
        ways[way]()

    def action_help_leave(self) -> None:
        """Go back."""
        self.dismiss()


def manual(page: str) -> str:
    """Give a page of the manual without its section on keys, since those of the screen stand above."""
    return _KEYS_SECTION.sub("", resources.files("coder").joinpath("help", f"{page}.md").read_text("utf-8"))
