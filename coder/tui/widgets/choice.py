"""A short list at the bottom of the screen to choose one thing from: a screen, a variable."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from coder.tui.say import say
from coder.tui.widgets.statusline import StatusLine


class ChoiceSheet(ModalScreen[int | None]):
    """Answers with the place of what was chosen, None if nothing was; the digits choose at once."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Close without choosing.", show=False),
        *(Binding(str(digit), f"choose({digit})", f"Choose line {digit}.", show=False) for digit in range(1, 10)),
    ]
    DEFAULT_CSS = """
    ChoiceSheet {
        align: center bottom;
        background: transparent;
        & > Vertical { height: auto; max-height: 60%; background: $surface; }
        OptionList, OptionList:focus { height: auto; border: none; padding: 0 1; background: $surface; scrollbar-size: 0 0; }
    }
    """

    def __init__(self, title: Content, options: Sequence[Content], chosen: int = 0) -> None:
        """Offer `options`, the cursor on the one at place `chosen`."""
        super().__init__()
        self._title = title
        self._options = options
        self._chosen = chosen

    def compose(self) -> ComposeResult:
        """Lay the sheet out."""
        with Vertical():
            yield StatusLine(classes="-title")
            options = (Option(_numbered(n, option)) for n, option in enumerate(self._options, 1))
            yield OptionList(*options, markup=False)

    def on_mount(self) -> None:
        """Point at what is chosen now."""
        self.query_one(StatusLine).show(self._title, say("Enter or a digit chooses, Esc leaves"))
        self.query_one(OptionList).highlighted = self._chosen
        self.query_one(OptionList).focus()

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.dismiss(event.option_index)

    def action_choose(self, digit: int) -> None:
        """Choose the line with a digit."""
        if digit <= len(self._options):
            self.dismiss(digit - 1)

    def action_leave(self) -> None:
        """Choose nothing."""
        self.dismiss(None)


def _numbered(n: int, option: Content) -> Content:
    """Write an option behind the digit that chooses it."""
    return Content.assemble(f"{n}  " if n < 10 else "   ", option)
