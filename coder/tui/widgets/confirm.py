"""A question before something is done: what it would do, in sentences; Enter does it, Esc leaves everything as it is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from coder.tui.commands import bindings
from coder.tui.widgets.keyline import KeyLine
from coder.tui.widgets.statusline import StatusLine


class ConfirmSheet(ModalScreen[bool]):
    """Answers with whether it is to be done."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("confirm")
    DEFAULT_CSS = """
    ConfirmSheet {
        align: center bottom;
        background: transparent;
        & > Vertical { height: auto; max-height: 80%; background: $surface; }
        VerticalScroll { height: auto; max-height: 12; padding: 0 1; }
        Static { width: 1fr; }
    }
    """

    def __init__(self, title: Content, sentences: Sequence[Content]) -> None:
        """Ask about what `title` names and `sentences` explain."""
        super().__init__()
        self._title = title
        self._sentences = sentences

    def compose(self) -> ComposeResult:
        """Lay the sheet out."""
        with Vertical():
            yield StatusLine(classes="-title")
            with VerticalScroll():
                yield Static(Content("\n").join(self._sentences), markup=False)
            yield KeyLine("confirm")

    def on_mount(self) -> None:
        """Say what it is about."""
        self.query_one(StatusLine).show(self._title)

    def action_confirm_do(self) -> None:
        """Answer yes."""
        if self.is_current:
            self.dismiss(True)

    def action_confirm_leave(self) -> None:
        """Answer no."""
        if self.is_current:
            self.dismiss(False)
