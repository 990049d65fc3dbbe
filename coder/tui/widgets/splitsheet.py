"""Making a new code of some passages of another: a name, and the passages to mark."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

from coder.model.words import count
from coder.tui.commands import bindings
from coder.tui.say import say
from coder.tui.widgets.keyline import KeyLine
from coder.tui.widgets.statusline import StatusLine

Answer = tuple[str, tuple[int, ...]]
"""The new code's name, and the places of the passages that it gets."""


class SplitSheet(ModalScreen[Answer | None]):
    """Answers with what is to be split off."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("split")
    DEFAULT_CSS = """
    SplitSheet {
        align: center bottom;
        background: transparent;
        & > Vertical { height: 80%; background: $surface; }
        Input, Input:focus { height: 1; border: none; padding: 0 1; background: $panel; }
        OptionList, OptionList:focus { height: 1fr; border: none; padding: 0 1; background: $surface; scrollbar-size: 0 0; }
    }
    """

    def __init__(self, title: Content, passages: Sequence[Content]) -> None:
        """Split what `title` names; one line for each passage."""
        super().__init__()
        self._title = title
        self._passages = passages
        self._marked: set[int] = set()

    def compose(self) -> ComposeResult:
        """Lay the sheet out."""
        with Vertical():
            yield StatusLine(id="split-title", classes="-title")
            yield Input(placeholder="name of the new code")
            yield OptionList(*(Option(self._line(place)) for place in range(len(self._passages))), markup=False)
            yield StatusLine(id="split-status")
            yield KeyLine("split")

    def on_mount(self) -> None:
        """Say what to do."""
        self.query_one("#split-title", StatusLine).show(self._title, say("{n}", n=count(len(self._passages), "passage")))
        self._say(say("type a name, then Tab; Space marks what the new code gets"))
        self.query_one(Input).focus()

    def _line(self, place: int) -> Content:
        return Content.assemble("✓ " if place in self._marked else "· ", self._passages[place])

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        """Mark a passage, or take its mark away."""
        event.stop()
        self._marked ^= {event.option_index}
        event.option_list.replace_option_prompt_at_index(event.option_index, self._line(event.option_index))
        self._say(say("{n} marked; F9 goes on", n=len(self._marked)))

    def action_split_mark(self) -> None:
        """Mark the passage here, or take its mark away."""
        self.query_one(OptionList).action_select()

    def _say(self, said: Content, *, is_trouble: bool = False) -> None:
        self.query_one("#split-status", StatusLine).show(said, is_trouble=is_trouble)

    def action_split_do(self) -> None:
        """Answer, if there is a name and something is marked, once the letters typed before this key are in."""
        (self.focused or self).call_later(self._answer)

    def _answer(self) -> None:
        name, marked = self.query_one(Input).value, tuple(sorted(self._marked))
        if not name.strip():
            self._say(say("the new code needs a name"), is_trouble=True)
        elif not marked:
            self._say(say("mark the passages that the new code gets: Tab, then Space on each"), is_trouble=True)
        elif self.is_current:
            self.dismiss((name, marked))

    def action_split_leave(self) -> None:
        """Split nothing."""
        self.dismiss(None)
