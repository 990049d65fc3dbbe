"""One line to type at the bottom of the screen: words to find, a place to go to, a name.

It answers with what was typed, or None. What it is for can be told of every key, and says what it would do.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input

from coder.tui.commands import bindings
from coder.tui.widgets.keyline import KeyLine
from coder.tui.widgets.line import Line
from coder.tui.widgets.statusline import StatusLine

ROWS = 3
"""Rows the sheet covers."""


def _nothing(_: str) -> Content:
    return Content()


class AskSheet(ModalScreen[str | None]):
    """Asks for one line."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("ask")
    DEFAULT_CSS = """
    AskSheet {
        align: center bottom;
        background: transparent;
        & > Vertical { height: 3; background: $surface; }
        Input, Input:focus { height: 1; border: none; padding: 0 1; background: $panel; }
    }
    """

    def __init__(
        self,
        title: Content,
        value: str = "",
        typed: Callable[[str], Content] = _nothing,
        step: Callable[[int], Content] | None = None,
    ) -> None:
        """Ask for what `title` says, beginning with `value`.

        `typed` is told of each change and answers with what it comes to; `step` goes to the next (1) or the one before (-1) of
        what was found.
        """
        super().__init__()
        self._title = title
        self._value = value
        self._typed = typed
        self._step = step

    def compose(self) -> ComposeResult:
        """Lay the sheet out."""
        with Vertical():
            yield StatusLine(classes="-title")
            yield Line(self._value, is_selected=True)
            yield KeyLine("find" if self._step else "ask")

    def on_mount(self) -> None:
        """Begin with what is there."""
        self.query_one(StatusLine).show(self._title, self._typed(self._value))

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        """Tell of it; a decomposed syllable is put together first, so that backspace takes all of it."""
        event.stop()
        whole = unicodedata.normalize("NFC", event.value)
        if whole != event.value:
            event.input.value = whole
        else:
            self.query_one(StatusLine).show(self._title, self._typed(whole))

    def action_ask_next(self) -> None:
        """Go to the next that was found."""
        self._go(1)

    def action_ask_previous(self) -> None:
        """Go to the one before."""
        self._go(-1)

    def _go(self, by: int) -> None:
        if self._step is not None:
            self.query_one(StatusLine).show(self._title, self._step(by))

    def action_ask_accept(self) -> None:
        """Answer, once the letters typed before this key are in the line."""
        self.query_one(Input).call_later(self._accept)

    def _accept(self) -> None:
        self.dismiss(unicodedata.normalize("NFC", self.query_one(Input).value))

    def action_ask_leave(self) -> None:
        """Answer nothing."""
        self.dismiss(None)
