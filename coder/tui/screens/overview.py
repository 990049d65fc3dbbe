"""The overview: which sources there are and how far everybody is with them. It shows no testimony, so anybody may look on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.screen import Screen

from coder.model.round import Coder, Progress
from coder.model.source import Source
from coder.reports.table import Cell, Column, Table
from coder.tui.commands import bindings
from coder.tui.desk import Desk
from coder.tui.messages import CellChosen, CellShown, Settled, ShowSource
from coder.tui.say import say
from coder.tui.widgets.keyline import KeyLine
from coder.tui.widgets.statusline import StatusLine
from coder.tui.widgets.table import TableView

ProgressOf = dict[tuple[str, str], Progress]
"""By source and coder."""


class OverviewScreen(Screen[None]):
    """Lists the sources; Enter opens one."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("overview")
    PLACE = "overview"

    def __init__(self, desk: Desk, study_name: str, note: str = "") -> None:
        """Show what `desk` can read, and a note on it."""
        super().__init__()
        self._desk = desk
        self._study_name = study_name
        self._note = note
        self._sources: list[Source] = []

    def compose(self) -> ComposeResult:
        """Lay the screen out."""
        yield StatusLine(id="title", classes="-title")
        yield StatusLine(id="summary")
        yield TableView()
        yield StatusLine(id="status")
        yield KeyLine("overview")

    def on_screen_resume(self) -> None:
        """Read everything anew: another screen may have changed it."""
        self.read()
        self.query_one(TableView).focus()

    @on(Settled)
    def read(self) -> None:
        """Show how things stand."""
        store = self._desk.store
        self._sources, coders, progress = store.sources(), _own_first(store.coders(), self._desk.coder), store.progress()
        last = next((row for row, source in enumerate(self._sources) if source.uid == self._desk.memory.get("source")), None)
        table = self.query_one(TableView)
        table.show(overview(self._sources, coders, progress), table.row if table.table.rows else last or 0)
        self.query_one("#summary", StatusLine).show(self._continue(last), finished(coders, progress))
        who = say(
            "round {round}   {coder}, {role}   ",
            round=self._desk.round.name,
            coder=self._desk.coder.name,
            role=self._desk.coder.role,
        )
        title = say("{study}   Overview", study=self._study_name)
        self.query_one("#title", StatusLine).show(title, who + say("{status}", status=self._desk.tickets.status))

    def _continue(self, last: int | None) -> Content:
        if not self._sources:
            return say("no sources yet: leave with ctrl+q and run coder import STUDY FOLDER")
        parts = [say("{note}", note=self._note)] if self._note else []
        if last is not None:
            parts.append(say("you were in {source}", source=self._sources[last].name))
        return Content("   ").join(parts)

    @on(CellShown)
    def _shown(self, event: CellShown) -> None:
        if self._sources:
            line = say("{row} of {n} sources", row=event.row + 1, n=len(self._sources))
            self.query_one("#status", StatusLine).show(line, say("{warning}", warning=self._desk.warning))

    @on(CellChosen)
    def action_source_open(self) -> None:
        """Open the source under the cursor."""
        if self._sources:
            self.post_message(ShowSource(self._sources[self.query_one(TableView).row].uid))


def _own_first(coders: Sequence[Coder], own: Coder) -> list[Coder]:
    return sorted(coders, key=lambda coder: coder.uid != own.uid)


def overview(sources: Sequence[Source], coders: Sequence[Coder], progress: ProgressOf) -> Table:
    """Make the table of sources; a coder's column tells her codings, ✓ where she is finished, · where she has yet to begin."""
    columns = (
        Column("source"),
        *(Column(coder.name, "mark") for coder in coders),
        Column("kind"),
        Column("lang"),
        Column("turns", "number"),
        Column("length", "number"),
    )
    rows = tuple(
        (source.name, *(_far(progress.get((source.uid, coder.uid))) for coder in coders), *_facts(source)) for source in sources
    )
    return Table("Sources", columns, rows)


def _facts(source: Source) -> tuple[Cell, ...]:
    return source.kind, source.language, source.n_turns, source.characters


def _far(progress: Progress | None) -> str:
    if progress is None:
        return ""
    return {"to do": "·", "open": f"{progress.codings}", "finished": f"{progress.codings} ✓"}[progress.state]


def finished(coders: Sequence[Coder], progress: ProgressOf) -> Content:
    """Say how many of her sources each coder has finished."""
    parts = []
    for coder in coders:
        states = [each.state for (_, uid), each in progress.items() if uid == coder.uid]
        if states:
            parts.append(say("{coder} {done}/{n}", coder=coder.name, done=states.count("finished"), n=len(states)))
    return Content("  ").join([say("finished:"), *parts]) if parts else say("nobody has coded yet")
