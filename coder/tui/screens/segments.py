"""The passages behind a number of the cross-tab: a list, and the one under the cursor with its turn; Enter opens it in its text.

The only screen beside the coding screen that shows testimony.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Static
from textual.worker import Worker, WorkerState, get_current_worker

from coder.errors import CoderError, fault
from coder.model.words import count
from coder.reports.segments import Segment, cell_segments, segments_table
from coder.study.study import Study
from coder.tui.commands import bindings
from coder.tui.desk import Desk
from coder.tui.messages import (
    CellAsked,
    CellChosen,
    CellShown,
    PlaceLeft,
    SegmentsFound,
    ShowCrosstab,
    ShowSegments,
    ShowSource,
    TableRefused,
)
from coder.tui.say import passage, say
from coder.tui.widgets.keyline import KeyLine
from coder.tui.widgets.statusline import StatusLine
from coder.tui.widgets.table import TableView

MOST_BEFORE = 240
"""Characters of the turn shown before the passage in the lower part."""


class SegmentsScreen(Screen[None]):
    """Lists the passages that one cell counts."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("segments")
    PLACE = "segments"
    COMPONENT_CLASSES: ClassVar[set[str]] = {"segments--words"}
    DEFAULT_CSS = """
    SegmentsScreen #passage { height: auto; min-height: 8; max-height: 13; padding: 0 1; border-top: solid $panel; }
    SegmentsScreen > .segments--words { text-style: bold; color: $accent; }
    """

    def __init__(self, desk: Desk, path: Path, cell: CellAsked) -> None:
        """List what `cell` counts in the study at `path`; the searching thread opens the file itself."""
        super().__init__()
        self._desk = desk
        self._path = path
        self._cell = cell
        self._found: tuple[Segment, ...] = ()

    def compose(self) -> ComposeResult:
        """Lay the screen out."""
        yield StatusLine(id="title", classes="-title")
        yield TableView(is_stretched=True)
        yield Static(id="passage", markup=False)
        yield StatusLine(id="status")
        yield KeyLine("segments")

    def on_screen_resume(self) -> None:
        """Search anew: another screen may have changed something."""
        self.query_one(TableView).focus()
        title = say("Segments   {cell}", cell=self._cell.said)
        self.query_one("#title", StatusLine).show(title, say("{coder}", coder=self._desk.coder.name))
        self._search()

    @work(thread=True, exclusive=True, group="segments", exit_on_error=False)
    def _search(self) -> None:
        """Find the passages, in a thread with its own connection."""
        worker = get_current_worker()
        cell = self._cell
        try:
            with Study.open(self._path, readonly=True) as study:
                answer: Message = SegmentsFound(cell_segments(study.store, "code", cell.columns, (cell.row, cell.column)))
        except CoderError as error:
            answer = TableRefused(error.message, error.hint, (cell.columns, cell.count))
        if not worker.is_cancelled:
            self.post_message(answer)

    @on(SegmentsFound)
    def _made(self, event: SegmentsFound) -> None:
        view = self.query_one(TableView)
        self._found = event.found
        view.show(segments_table(event.found), self._cell.segment)

    @on(TableRefused)
    def _refused(self, event: TableRefused) -> None:
        self._trouble(say("{message} {hint}", message=event.message, hint=event.hint))

    @on(Worker.StateChanged)
    def _worker_changed(self, event: Worker.StateChanged) -> None:
        if event.state is WorkerState.ERROR and event.worker.error is not None:
            self._trouble(say("the passages could not be found: {fault}", fault=fault(event.worker.error)))

    def _trouble(self, said: Content) -> None:
        self.query_one("#status", StatusLine).show(said, is_trouble=True)

    @on(CellShown)
    def _shown(self, event: CellShown) -> None:
        """Show the passage under the cursor in its turn, and say where one stands."""
        if not self._found:
            self._trouble(say("no passage: nobody has this code here"))
            return
        segment = self._found[event.row]
        line = say("segment {row} of {n}, {of_whom}", row=event.row + 1, n=len(self._found), of_whom=of_whom(self._found))
        self.query_one("#status", StatusLine).show(line, say("{warning}", warning=self._desk.warning))
        self.query_one("#passage", Static).update(self._in_turn(segment))

    def _in_turn(self, segment: Segment) -> Content:
        """Write a passage with what was said around it in its turn."""
        store, source = self._desk.store, segment.source
        text, turns = store.text(source.uid), store.turns(source.uid)
        turn = turns[segment.turn - 1] if segment.turn else None
        begin, end = (turn.start, max(turn.end, segment.end)) if turn else (segment.start, segment.end)
        start = begin
        if segment.start - begin > MOST_BEFORE:
            start = max(text.find(" ", segment.start - MOST_BEFORE, segment.start), segment.start - MOST_BEFORE)
        before = ("…" if start > begin else "") + text[start : segment.start]
        place = say("{source}", source=source.name)
        if turn is not None:
            place += say(", turn {turn}", turn=segment.turn)
            place += say(", {speaker}", speaker=turn.speaker) if turn.speaker != source.name else say("")
        head = say("   {codes}   by {coders}", codes=", ".join(segment.codes), coders=", ".join(segment.coders))
        style = self.get_visual_style("segments--words")
        words = Content.assemble(
            passage(before),
            "«",
            passage(segment.words).stylize(style),
            "»",
            passage(text[segment.end : end]),
        )
        return place + head + Content("\n") + words

    @on(CellChosen)
    def action_segment_open(self) -> None:
        """Open the source at the passage under the cursor."""
        if self._found:
            row = self.query_one(TableView).row
            segment = self._found[row]
            place, note = (segment.start, segment.end), whose(segment, self._desk.coder.name)
            self.post_message(PlaceLeft(ShowSegments(replace(self._cell, segment=row))))
            self.post_message(ShowSource(segment.source.uid, place, note))

    def action_segments_leave(self) -> None:
        """Go back to the cell."""
        self.post_message(ShowCrosstab(self._cell))


def of_whom(found: Sequence[Segment]) -> str:
    """Say how many people a list of segments is of, and how many sources that are nobody's testimony.

    >>> of_whom(())
    'nobody'
    """
    people = {one.source.respondent for one in found if one.source.respondent}
    others = {one.source.uid for one in found if not one.source.respondent}
    parts = [count(len(people), "respondent")] if people else []
    return ", ".join([*parts, count(len(others), "other source")] if others else parts) or "nobody"


def whose(segment: Segment, coder: str) -> str:
    """Say whose codings a passage bears, where they are not the reader's, for she will not see them in the text.

    >>> from coder.model.source import Source
    >>> source = Source("s", "R07", "interview", "en", 100, 2, "R07", "")
    >>> whose(Segment(source, 1, 0, 8, "We paid.", "", ("Bribery",), ("yew",)), "ash")
    'Bribery by yew; the text shows your own codings'
    """
    if coder in segment.coders:
        return ""
    return f"{', '.join(segment.codes)} by {', '.join(segment.coders)}; the text shows your own codings"
