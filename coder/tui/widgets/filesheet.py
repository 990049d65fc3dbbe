"""A sheet that asks for the name of a new file; it closes with a name under which a file can be written."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input

from coder.errors import CoderError
from coder.tui.say import say
from coder.tui.widgets.statusline import StatusLine


class FileSheet(ModalScreen[Path | None]):
    """Answers with a path, None if nothing is to be written."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", "Close without writing.", show=False)]
    DEFAULT_CSS = """
    FileSheet {
        align: center bottom;
        background: transparent;
        & > Vertical { height: auto; background: $surface; }
        Input, Input:focus { height: 1; border: none; padding: 0 1; background: $panel; }
    }
    """

    def __init__(self, title: Content, suggested: str, check: Callable[[Path], None]) -> None:
        """Ask under a title; `check` refuses, as a `CoderError`, a path under which nothing can be written."""
        super().__init__()
        self._title = title
        self._suggested = suggested
        self._check = check

    def compose(self) -> ComposeResult:
        """Lay the sheet out."""
        with Vertical():
            yield StatusLine(id="file-title", classes="-title")
            yield Input(self._suggested, select_on_focus=False)
            yield StatusLine(id="file-status")

    def on_mount(self) -> None:
        """Say where a name without a folder leads."""
        self.query_one("#file-title", StatusLine).show(self._title, say("Enter writes it, Esc leaves"))
        self.query_one("#file-status", StatusLine).show(say("in {folder}", folder=Path.cwd()))
        self.query_one(Input).focus()

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        """Close if the name will do, else say why not."""
        event.stop()
        path = Path(event.value.strip()).expanduser() if event.value.strip(" .") else None
        if path is None:
            return
        try:
            self._check(path)
        except CoderError as error:
            line = say("{message} {hint}", message=error.message, hint=error.hint)
            self.query_one("#file-status", StatusLine).show(line, is_trouble=True)
        else:
            self.dismiss(path)

    def action_leave(self) -> None:
        """Write nothing."""
        self.dismiss(None)
