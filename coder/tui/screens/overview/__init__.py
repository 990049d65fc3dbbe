"""The overview: where was I, what is left, is my work safe, what has changed; for who supervises also: who is behind.

It shows no testimony, so anybody in the room may look on.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static

from coder.errors import CoderError
from coder.model.source import Source
from coder.reports.overview import Overview, overview
from coder.study.study import Study
from coder.tui.commands import bindings
from coder.tui.desk import Desk
from coder.tui.messages import CellChosen, CellShown, Settled, ShowCrosstab, ShowSource
from coder.tui.page.bars import FINE, Blocks
from coder.tui.say import say
from coder.tui.screens.overview.glance import GlancePane, first_crosstab
from coder.tui.screens.overview.standing import (
    first_steps,
    listing,
    local,
    next_line,
    next_up,
    people_lines,
    safe_lines,
    work_line,
)
from coder.tui.widgets.asking import AskingScreen
from coder.tui.widgets.keyline import KeyLine
from coder.tui.widgets.statusline import StatusLine
from coder.tui.widgets.table import TableView

WIDE = 120
"""Columns from which on there are two panes."""
NOWHERE = -1


class OverviewScreen(AskingScreen):
    """Lists the sources; Enter opens one."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("overview")
    PLACE = "overview"
    DEFAULT_CSS = """
    OverviewScreen {
        #left { width: 1fr; }
        GlancePane { display: none; }
        #people, #safe, #steps { height: auto; padding: 0 1; }
        #people { margin-bottom: 1; }
        #safe { margin: 1 0 0 0; }
        #steps { display: none; }
        #work { text-style: bold; }
        &.-wide GlancePane { display: block; }
        &.-empty #sources, &.-empty #work, &.-empty #safe { display: none; }
        &.-empty #steps { display: block; }
    }
    """

    def __init__(self, desk: Desk, study: Study, note: str = "", blocks: Blocks = FINE, reminder: str = "") -> None:
        """Show how a study stands for who sits at `desk`, with a note on it in the title and a reminder below."""
        super().__init__(study.path)
        self._desk = desk
        self._study = study
        self._note = note
        self._blocks = blocks
        self._reminder = reminder
        self._report: Overview | None = None
        self._sources: tuple[Source, ...] = ()
        """Those that are listed."""
        self._suggested: Source | None = None
        """The one that the cursor was put on."""
        self._is_unfolded = False
        self._words = ""
        self._is_backing_up = False
        self._news = Content(), NOWHERE
        """What was said, and the row on which it stays to be read."""

    def compose(self) -> ComposeResult:
        """Lay the screen out."""
        yield StatusLine(id="title", classes="-title")
        yield StatusLine(id="next")
        with Horizontal():
            with Vertical(id="left"):
                yield Static(id="people", markup=False)
                yield StatusLine(id="work")
                yield TableView(name="sources")
                yield Static(id="steps", markup=False)
                yield Static(id="safe", markup=False)
            yield GlancePane(self._blocks)
        yield StatusLine(id="status")
        yield KeyLine("overview")

    def on_mount(self) -> None:
        """Read everything, before the first key."""
        self.query_one("#sources").focus()
        self._frame()
        self.ask_now("overview", self._study, self._overview, self._made)

    def on_resize(self) -> None:
        """Show in one pane or in two."""
        is_wide = self.size.width >= WIDE
        if is_wide != self.has_class("-wide") and self._report is not None:
            self.set_class(is_wide, "-wide")
            self._made(self._report)

    @on(Settled)
    def read(self) -> None:
        """Ask how things stand now."""
        self._frame()
        self.ask("overview", self._overview, self._made)

    def _overview(self, study: Study) -> Overview:
        return overview(study, self._desk.coder, dict(self._desk.memory))

    def _frame(self) -> None:
        title = say("{study}   Overview", study=self._path.stem)
        note = say("   {note}", note=self._note) if self._note else Content()
        who = say(
            "round {round}   {coder}, {role}   {status}",
            round=self._desk.round.name,
            coder=self._desk.coder.name,
            role=self._desk.coder.role,
            status=self._desk.tickets.status,
        )
        self.query_one("#title", StatusLine).show(title + note, who)

    def _made(self, report: Overview) -> None:
        """Show how things stand, with the cursor on the source to go on with until it is moved."""
        up, here = next_up(report), self._here
        keep = here if here != self._suggested else up.source if up else None
        self._suggested = up.source if up else None
        self._report = report
        self.set_class(not report.sources, "-empty")
        self._say(report)
        self._list(keep)
        if self.size.width >= WIDE and report.sources:
            self.ask("glance", first_crosstab, self.query_one(GlancePane).show)

    def _say(self, report: Overview) -> None:
        """Say everything that stands around the list."""
        is_wide, is_team = self.size.width >= WIDE, report.is_for_the_team
        self.query_one("#people").display = is_team and bool(report.people)
        self.query_one("#people", Static).update(people_lines(report, self._now, self._blocks))
        self.query_one(GlancePane).say_people(Content() if is_team else people_lines(report, self._now, self._blocks))
        with_team = not is_wide and not is_team
        self.query_one("#safe", Static).update(safe_lines(report, self._desk.tickets, self._now, with_team=with_team))
        self.query_one("#next").display = bool(report.stop) or not is_team
        self.query_one("#steps", Static).update(first_steps(self._path, has_codes=bool(self._desk.codebook.codes)))

    def _list(self, keep: Source | None) -> None:
        """List the sources, with the cursor on the one to keep."""
        if self._report is not None:
            found = listing(self._report, self._blocks, is_unfolded=self._is_unfolded, words=self._words)
            self._sources = found.sources
            uids = [source.uid for source in found.sources]
            self.query_one("#work", StatusLine).show(work_line(self._report, found, self._words))
            self.query_one("#sources", TableView).show(found.table, uids.index(keep.uid) if keep and keep.uid in uids else 0)

    @property
    def _now(self) -> datetime:
        return local(self._desk.now)

    @property
    def _here(self) -> Source | None:
        """The source under the cursor."""
        row = self.query_one("#sources", TableView).row
        return self._sources[row] if row < len(self._sources) else None

    @on(CellShown)
    def _shown(self, event: CellShown) -> None:
        """Say where the cursor stands, and if that is where Enter goes on."""
        if event.table != "sources" or self._report is None:
            return
        line, when = next_line(self._report, self._now)
        up, here = next_up(self._report), self._here
        self.query_one("#next", StatusLine).show(
            line, when + say("Enter" if up and here and up.source.uid == here.uid else "     ")
        )
        news, row = self._news
        if row != event.row:
            row_of = say("row {row} of {n}   ", row=event.row + 1, n=len(self._sources)) if here else Content()
            news = row_of + say("{reminder}", reminder=self._reminder)
            self._news = Content(), NOWHERE
        self.query_one("#status", StatusLine).show(news, say("{warning}", warning=self._desk.warning))

    @on(CellChosen)
    def _chosen(self, event: CellChosen) -> None:
        """Open the source under the cursor, or the cross-tab at the cell."""
        if event.table == "sources":
            self.action_source_open()
        elif (cell := self.query_one(GlancePane).asked(event.row, event.column)) is not None:
            self.post_message(ShowCrosstab(cell))

    def action_source_open(self) -> None:
        """Open the source under the cursor."""
        source = self._here
        if source is not None and not self.is_gone(self._desk, source):
            self.post_message(ShowSource(source.uid))

    def action_sources_fold(self) -> None:
        """Show the finished sources too, or fold them away."""
        self._is_unfolded = not self._is_unfolded
        self._list(self._here)

    def action_sources_filter(self) -> None:
        """Type a part of a source's name."""
        self.narrow(say("only sources in whose name this stands"), self._words, self._filter)

    def _filter(self, words: str) -> Content:
        if words != self._words:
            self._words = words
            self._list(self._here)
        return say("{n} found", n=len(self._sources))

    def action_backup_make(self) -> None:
        """Make a backup beside the study, in a thread: saving goes on meanwhile."""
        if not self._is_backing_up:
            self._is_backing_up = True
            self.query_one("#status", StatusLine).show(say("a backup is being made and checked…"))
            self.ask("backup", lambda study: study.back_up(), self._backed_up)

    def _backed_up(self, path: Path) -> None:
        self._is_backing_up = False
        self._news = say("backup made and checked: {name}", name=path.name), self.query_one("#sources", TableView).row
        self.read()

    def refused(self, kind: str, error: CoderError) -> None:
        """Say why there is no backup or no overview; a glance that cannot be had is not missed."""
        self._is_backing_up = self._is_backing_up and kind != "backup"
        if kind != "glance":
            super().refused(kind, error)

    def action_pane_next(self) -> None:
        """Go to the other pane, where there are two."""
        self.focus_next(TableView)
