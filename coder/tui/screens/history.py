"""The history: what was done, newest first, and the way back.

It is told in the journal's own words for things, without a word of what anybody said or noted, so anybody may look on. Older
pages are read when one comes to the end of those that are there.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import Static

from coder.model.display import cut
from coder.reports.history import History, Told
from coder.reports.places import moment
from coder.reports.table import Column, Table
from coder.study.journal.past import Past
from coder.tui.commands import bindings
from coder.tui.desk import Desk
from coder.tui.messages import CellChosen, CellShown, PlaceLeft, Settled, ShowPlace, ShowSource
from coder.tui.say import say
from coder.tui.widgets.keyline import KeyLine
from coder.tui.widgets.speaking import SpeakingScreen, gone
from coder.tui.widgets.statusline import StatusLine
from coder.tui.widgets.table import TableView

PAGE = 100
"""Actions that are read at once."""


class HistoryScreen(SpeakingScreen):
    """Lists what was done; Enter goes to where."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("history")
    PLACE = "history"
    DEFAULT_CSS = """
    HistoryScreen #one { height: 3; padding: 0 1; border-top: solid $panel; }
    """

    def __init__(self, desk: Desk, past: Past, at: str = "") -> None:
        """Tell what `past` knows to who sits at `desk`, the cursor where `at` says (see `_here`)."""
        super().__init__(desk)
        self._past = past
        self._at = at
        self._is_mine = not at.endswith(" all")
        self._told: list[Told] = []
        self._has_more = False

    def compose(self) -> ComposeResult:
        """Lay the screen out."""
        yield StatusLine(id="title", classes="-title")
        yield TableView(is_stretched=True)
        yield Static(id="one", markup=False)
        yield StatusLine(id="status")
        yield KeyLine("history")

    def on_screen_resume(self) -> None:
        """Read everything anew: another screen may have changed it."""
        self.query_one(TableView).focus()
        self._read()

    @on(Settled)
    def _settled(self, event: Settled) -> None:
        self._read()
        self._tell(event.news)

    def _read(self) -> None:
        """Tell as far back as was told before, in the names of now."""
        self._history = History(self._desk.store, self._past)
        self._told = self._page(max(len(self._told), PAGE))
        while self._at and self._has_more and self._row_of(self._at) is None:
            self._told += self._page(PAGE, self._told[-1])
        self._show(self._row_of(self._at))
        self._at = ""

    def _page(self, limit: int, before: Told | None = None) -> list[Told]:
        """Tell some actions, and note whether there are more behind them."""
        told = self._history.page(limit + 1, before, self._desk.coder.uid if self._is_mine else "")
        self._has_more = len(told) > limit
        return told[:limit]

    def _here(self, one: Told) -> str:
        """Write down where one stands, so that one can come back to it."""
        return f"{one.action[0]} {one.action[1]} {'mine' if self._is_mine else 'all'}"

    def _row_of(self, at: str) -> int | None:
        return next((row for row, one in enumerate(self._told) if self._here(one) == at), None)

    def _show(self, row: int | None = None) -> None:
        table = self.query_one(TableView)
        table.show(told_table(self._told), table.row if row is None else row)
        whose = say("what I did") if self._is_mine else say("what everybody did")
        who = say("{coder}   {status}", coder=self._desk.coder.name, status=self._desk.tickets.status)
        self.query_one("#title", StatusLine).show(say("History   ") + whose, who)

    @on(CellShown)
    def _shown(self, event: CellShown) -> None:
        """Say where one stands, and read on at the end."""
        if self._told and event.row >= len(self._told):
            return  # a row of the list before this one
        if self._has_more and event.row >= len(self._told) - 1:
            self._told += self._page(PAGE, self._told[-1])
            self._show()
        self.query_one("#one", Static).update(whole(self._told[event.row]) if self._told else Content())
        if self._gone_on(event.row):
            self._show_status(self._standing(event.row))

    def _standing(self, row: int) -> Content:
        if not self._told:
            return say("nothing has been done yet")
        one = self._told[row]
        where = Content("done here") if one.is_here else say("done on another device, {device}", device=one.action[0][:6])
        more = Content(" or more") if self._has_more else Content()
        return say("{row} of {n}", row=row + 1, n=len(self._told)) + more + Content("   ") + where

    @on(CellChosen)
    def action_history_open(self) -> None:
        """Go to where it was done, if that is in a source."""
        row = self.query_one(TableView).row
        if row >= len(self._told):
            return
        found = self._past.places(self._told[row].action)
        if not found:
            self._say(say("this was not done in a text"))
            return
        source, start = next(iter(found.items()))
        if said := gone(self._desk, source):
            self._say(said, is_trouble=True)
            return
        self.post_message(PlaceLeft(ShowPlace("history", self._here(self._told[row]))))
        self.post_message(ShowSource(source, None if start is None else (start, start), self._told[row].what))

    def action_history_whose(self) -> None:
        """Tell what the coder did, or what everybody did."""
        self._is_mine = not self._is_mine
        self._told = []
        self.query_one(TableView).row = 0
        self._read()

    def action_history_undo(self) -> None:
        """Take back what the coder did last; it stands here to be read, so nothing is asked."""
        self._tell(self._desk.undo())

    def action_history_redo(self) -> None:
        """Bring back what was undone."""
        self._tell(self._desk.redo())


def whole(one: Told) -> Content:
    """Write one action in full; in the table its end may be cut."""
    return say("{what}{undone}", what=one.what, undone="   undone" if one.is_undone else "")


def told_table(told: Sequence[Told]) -> Table:
    """List actions; what was undone says so before it is told."""
    columns = (Column("when"), Column("coder"), Column("undone"), Column("what"))
    rows = tuple((moment(one.at), cut(one.coder, 10), "undone" if one.is_undone else "", one.what) for one in told)
    return Table("History", columns, rows)
