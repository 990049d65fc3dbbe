"""Help: the keys of the screen one came from, then its page of the manual."""

from __future__ import annotations

import re
from importlib import resources
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from coder.tui.commands import Command, bindings, in_force
from coder.tui.say import passage, say
from coder.tui.widgets.keyline import KeyLine
from coder.tui.widgets.statusline import StatusLine

_KEYS_SECTION = re.compile(r"^## Keys\n.*?(?=^## |\Z)", re.MULTILINE | re.DOTALL)
_KEYS = 18
"""Cells of the column of keys."""
_PAGES = {"overview": "start", "crosstab": "counting", "segments": "counting", "history": "study-file", "memo": "memos"}
"""Pages of the manual that are named otherwise than the screen they explain."""


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
        with VerticalScroll():
            yield Static(key_list(self._place) + manual(self._place), markup=False)
        yield KeyLine("help")

    def on_mount(self) -> None:
        """Name the screen that is explained."""
        self.query_one("#title", StatusLine).show(say("Help   {place}", place=self._place))
        self.query_one(VerticalScroll).focus()

    def action_help_leave(self) -> None:
        """Go back."""
        self.dismiss()


def key_list(place: str) -> Content:
    """List the keys of a screen, those of what is in it, and those that work everywhere."""
    return Content("\n").join(_line(command) for command in in_force(place))


def _line(command: Command) -> Content:
    keys = " ".join((*command.keys, command.letter)).strip()
    return Content.assemble((f"{keys:<{_KEYS}} ", "bold"), command.help)


def manual(place: str) -> Content:
    """Give the manual's page of a screen without its section on keys, which stand above; nothing if it has none."""
    page = resources.files("coder").joinpath("help", f"{_PAGES.get(place, place)}.md")
    text = _KEYS_SECTION.sub("", page.read_text("utf-8")) if page.is_file() else ""
    return Content("\n\n") + passage(text) if text else Content()
