"""A line to type words into, above a list that then shows only what fits them."""

from __future__ import annotations

import unicodedata
from typing import ClassVar

from textual import on
from textual.binding import BindingType
from textual.widgets import Input

from coder.tui.commands import bindings
from coder.tui.messages import Filtered


class FilterLine(Input):
    """Is out of sight until it is opened, and as long as nothing stands in it.

    Posts `Filtered` at each stroke. Enter keeps what was typed, Esc takes it away; both lead back to where one was before.
    """

    BINDINGS: ClassVar[list[BindingType]] = bindings("filter")
    DEFAULT_CSS = """
    FilterLine, FilterLine:focus { height: 1; border: none; padding: 0 1; background: $panel; }
    FilterLine { display: none; }
    FilterLine.-open { display: block; }
    """

    def __init__(self, placeholder: str) -> None:
        """Say what can be typed."""
        super().__init__(placeholder=placeholder, select_on_focus=False)
        self._said = ""

    def open(self, words: str = "") -> None:
        """Show the line with words in it; without any, be ready for some."""
        self._said = words
        self.value = words
        self.add_class("-open")

    def begin(self) -> None:
        """Open the line and type into it."""
        self.add_class("-open")
        self.focus()

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        """Tell the words; a decomposed syllable is put together first, so that backspace takes all of it."""
        event.stop()
        whole = unicodedata.normalize("NFC", event.value)
        if whole != event.value:
            self.value = whole
        elif whole != self._said:
            self._said = whole
            self.post_message(Filtered(whole))

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()

    def action_filter_keep(self) -> None:
        """Go back to the list with what was typed."""
        self.set_class(bool(self.value), "-open")
        self.screen.focus_next()

    def action_filter_leave(self) -> None:
        """Take away what was typed and go back to the list."""
        self.value = ""
        self.action_filter_keep()
