"""A table over the screen: what was done to a code, or codings that ask to be read again."""

from __future__ import annotations

from typing import ClassVar, Literal

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen

from coder.reports.table import Table
from coder.tui.commands import bindings
from coder.tui.messages import CellChosen
from coder.tui.widgets.keyline import KeyLine
from coder.tui.widgets.statusline import StatusLine
from coder.tui.widgets.table import TableView

Answer = tuple[Literal["open", "keep", "keep all"], int]
"""What is to be done, and on which row."""


class ListSheet(ModalScreen[Answer | None]):
    """Answers with what is to be done on a row; a history can only be read."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("list")
    DEFAULT_CSS = """
    ListSheet {
        align: center bottom;
        background: transparent;
        & > Vertical { height: 80%; background: $surface; }
    }
    """

    def __init__(self, title: Content, table: Table, place: Literal["list", "past"], row: int = 0) -> None:
        """Show a table with the cursor on a row; `place` says whether its rows are codings or history."""
        super().__init__()
        self._title = title
        self._table = table
        self._place = place
        self._row = row

    def compose(self) -> ComposeResult:
        """Lay the sheet out."""
        with Vertical():
            yield StatusLine(classes="-title")
            yield TableView(is_stretched=True)
            yield KeyLine(self._place)

    def on_mount(self) -> None:
        """Show the table."""
        self.query_one(StatusLine).show(self._title)
        self.query_one(TableView).show(self._table, self._row)
        self.query_one(TableView).focus()

    @on(CellChosen)
    def _chosen(self, event: CellChosen) -> None:
        event.stop()
        self.action_list_open()

    def action_list_open(self) -> None:
        """Open the passage of the row."""
        self._answer("open")

    def action_list_keep(self) -> None:
        """Say that the coding of the row fits."""
        self._answer("keep")

    def action_list_keep_all(self) -> None:
        """Say that all codings fit."""
        self._answer("keep all")

    def _answer(self, what: Literal["open", "keep", "keep all"]) -> None:
        if self._place == "list" and self._table.rows and self.is_current:
            self.dismiss((what, self.query_one(TableView).row))

    def action_list_leave(self) -> None:
        """Close the list."""
        self.dismiss(None)
