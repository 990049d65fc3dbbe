"""A sheet to read at the bottom of the screen: the full rules of codes, above them still the words they lie on."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen

from coder.tui.commands import bindings
from coder.tui.widgets.keyline import KeyLine
from coder.tui.widgets.prose import Prose
from coder.tui.widgets.statusline import StatusLine


class ReadSheet(ModalScreen[None]):
    """Shows a text until it is closed."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("reading")
    DEFAULT_CSS = """
    ReadSheet {
        align: center bottom;
        background: transparent;
        & > Vertical { height: 60%; background: $surface; }
        Prose { height: 1fr; padding: 0 1; }
    }
    """

    def __init__(self, title: Content, text: Content) -> None:
        """Show `text` under `title`."""
        super().__init__()
        self._title = title
        self._text = text

    def compose(self) -> ComposeResult:
        """Lay the sheet out."""
        with Vertical():
            yield StatusLine(classes="-title")
            yield Prose()
            yield KeyLine("reading")

    def on_mount(self) -> None:
        """Show the beginning."""
        self.query_one(StatusLine).show(self._title, Content())
        self.query_one(Prose).show(self._text)

    def action_reading_up(self) -> None:
        """Read further up."""
        self.query_one(Prose).page(-1)

    def action_reading_down(self) -> None:
        """Read further down."""
        self.query_one(Prose).page(1)

    def action_reading_leave(self) -> None:
        """Close."""
        self.dismiss()
