"""Passages: those behind a number of the cross-tab, or all that bear a code; Enter opens one in its text.

Below the list stands the passage under the cursor in its turn, with what is known of who speaks, the other codes on the same
words and the memos on them. The only screen beside the coding screen that shows testimony.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.style import Style
from textual.widgets import Static

from coder.model.display import cut, one_line
from coder.model.words import count
from coder.reports.segments import Segment, cell_segments, code_segments, containing, segments_table
from coder.reports.surroundings import InTurn, Surroundings, surroundings
from coder.reports.table import Column, Table
from coder.study.study import Study
from coder.tui.commands import bindings
from coder.tui.desk import Desk
from coder.tui.messages import CellChosen, CellShown, PlaceLeft, SegmentsAsked, Settled, ShowSegments, ShowSource
from coder.tui.page.trail import Trail
from coder.tui.say import passage, say
from coder.tui.widgets.asking import AskingScreen
from coder.tui.widgets.keyline import KeyLine
from coder.tui.widgets.statusline import StatusLine
from coder.tui.widgets.table import TableView

CODES = 18
"""Cells of a list's column of codes."""
LOW = 24
"""Rows of a window below which the passage gets fewer."""
SHOWN = 200
"""Characters of a passage that a list can have room for."""


class SegmentsScreen(AskingScreen):
    """Lists passages."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("segments")
    PLACE = "segments"
    COMPONENT_CLASSES: ClassVar[set[str]] = {"segments--words", "segments--code"}
    DEFAULT_CSS = """
    SegmentsScreen {
        #reading { height: 9; border-top: solid $panel; }
        #where { color: $text-muted; }
        #passage { width: 1fr; height: 1fr; padding: 0 1; }
        #beside { width: 26; height: 1fr; padding: 0 1; border-left: solid $panel; }
        & > .segments--words { text-style: bold; color: $accent; }
        & > .segments--code { text-style: bold; }
    }
    SegmentsScreen.-low #reading { height: 6; }
    """

    def __init__(self, desk: Desk, path: Path, asked: SegmentsAsked) -> None:
        """List what is `asked` for in the study at `path`."""
        super().__init__(path)
        self._desk = desk
        self._for = asked
        self._all: tuple[Segment, ...] | None = None
        """What was found; None until it is."""
        self._found: tuple[Segment, ...] = ()
        self._is_answered = False
        self._around: Surroundings | None = None

    def compose(self) -> ComposeResult:
        """Lay the screen out."""
        yield StatusLine(id="title", classes="-title")
        yield TableView(is_stretched=True)
        with Vertical(id="reading"):
            yield StatusLine(id="where")
            with Horizontal():
                yield Static(id="passage", markup=False)
                yield Static(id="beside", markup=False)
        yield StatusLine(id="status")
        yield KeyLine("segments")

    def on_mount(self) -> None:
        """Search."""
        self.query_one(TableView).focus()
        self.begin()

    def on_resize(self) -> None:
        """Leave the list most of a low window."""
        self.set_class(self.size.height < LOW, "-low")

    @on(Settled)
    def begin(self) -> None:
        """Find the passages."""
        self.ask("segments", partial(_find, self._for), self._made)

    def _made(self, found: tuple[Segment, ...]) -> None:
        self._all, self._around, self._is_answered = found, None, True
        self._show(self._for.row)

    def _show(self, row: int) -> None:
        """List those of the passages in which the words stand."""
        desk, asked = self._desk, self._for
        words = say("   with “{words}”", words=asked.words) if asked.words else Content()
        right = say("{coder}   {status}", coder=desk.coder.name, status=desk.tickets.status)
        self.query_one("#title", StatusLine).show(say("Segments   {said}", said=asked.said) + words, right)
        found = self._all or ()
        self._found = containing(found, asked.words) if asked.words else found
        self.query_one(TableView).show(listed(self._found), row)

    @on(CellShown)
    def _shown(self, event: CellShown) -> None:
        """Show the passage under the cursor in its turn, and say where one stands."""
        if not self._is_answered:
            return
        if not self._found:
            self._show_none(self._all)
            return
        if event.row >= len(self._found):
            return  # a row of the list before this one
        self._for = replace(self._for, row=event.row)
        segment = self._found[event.row]
        around = self._surroundings(segment)
        self.query_one("#where", StatusLine).show(where(segment, around), say("by {coders}", coders=", ".join(segment.coders)))
        self.query_one("#passage", Static).update(marked(around.in_turn(segment), self.get_visual_style("segments--words")))
        self.query_one("#beside", Static).update(beside(segment, around, self.get_visual_style("segments--code")))
        line = say("segment {row} of {n}   {of_whom}", row=event.row + 1, n=len(self._found), of_whom=of_whom(self._found))
        self.query_one("#status", StatusLine).show(line, say("{warning}", warning=self._desk.warning))

    def _show_none(self, found: tuple[Segment, ...] | None) -> None:
        self.query_one("#where", StatusLine).show(Content(), Content())
        for name in ("#passage", "#beside"):
            self.query_one(name, Static).update("")
        if found:
            self.trouble(say("no passage with these words; {n} without them", n=len(found)))
        elif found is not None:
            self.trouble(say("no passage: nobody has this code here"))

    def _surroundings(self, segment: Segment) -> Surroundings:
        """Read a source when the first of its passages is shown."""
        if self._around is None or self._around.source.uid != segment.source.uid:
            self._around = surroundings(self._desk.store, segment.source)
        return self._around

    @on(CellChosen)
    def action_segment_open(self) -> None:
        """Open the source at the passage under the cursor."""
        if self._found:
            segment = self._found[self.query_one(TableView).row]
            if self.is_gone(self._desk, segment.source):
                return
            place, note = (segment.start, segment.end), whose(segment, self._desk.coder.name)
            there = Trail("passage", tuple((one.start, one.end) for one in self._found if one.source.uid == segment.source.uid))
            self.post_message(PlaceLeft(ShowSegments(self._for)))
            self.post_message(ShowSource(segment.source.uid, place, note, trail=there))

    def action_segments_filter(self) -> None:
        """Type words; only passages in which they stand are listed."""
        self.narrow(say("only passages in which these words stand"), self._for.words, self._filter)

    def _filter(self, words: str) -> Content:
        if words != self._for.words:
            self._for = replace(self._for, words=words, row=0)
            self._show(0)
        return say("{n} of {n_all}", n=len(self._found), n_all=len(self._all or ()))

    def action_segments_export(self) -> None:
        """Write the list with its words to a file, as the command does."""
        if self._found:
            self.export(segments_table(self._found), "segments.xlsx")

    async def action_segments_leave(self) -> None:
        """Go back to where the list was asked for."""
        await self.run_action("app.go_back")


def _find(asked: SegmentsAsked, study: Study) -> tuple[Segment, ...]:
    if (cell := asked.cell) is not None:
        return cell_segments(study.store, "code", cell.columns, (cell.row, cell.column))
    return code_segments(study.store, asked.selection) if asked.selection else code_segments(study.store)


def listed(found: Sequence[Segment]) -> Table:
    """List segments so that they can be told apart: codes and how many others lie there, the words with a little before them."""
    columns = (Column("source"), Column("turn", "number"), Column("codes"), Column("the coded words stand between « »"))
    return Table("Segments", columns, tuple((one.source.name, one.turn, _codes(one), _line(one)) for one in found))


def _codes(segment: Segment) -> str:
    first, *more = segment.codes or ("",)
    others = len(more) + len(segment.others)
    plus = f" +{others}" if others else ""
    return cut(one_line(first), CODES - len(plus)) + plus


def _line(segment: Segment) -> str:
    before, words = one_line(segment.before), one_line(segment.words[:SHOWN])
    return f"{before}«{words}» {one_line(segment.after)}" if len(segment.words) <= SHOWN else f"{before}«{words}…"


def where(segment: Segment, around: Surroundings) -> Content:
    """Say where a passage stands, who speaks, and what is known of her."""
    place = say("{source}", source=segment.source.name)
    if (turn := around.turn_of(segment)) is not None:
        place += say(" turn {turn} {role}", turn=segment.turn, role=turn.role)
        place += say(" {speaker}", speaker=turn.speaker) if turn.speaker != segment.source.name else Content()
    return place + say("   {attributes}", attributes=", ".join(around.attributes))


def marked(told: InTurn, style: Style) -> Content:
    """Write a passage in its turn, its own words in a style."""
    return Content.assemble(passage(told.before), "«", passage(told.words).stylize(style), "»", passage(told.after))


def beside(segment: Segment, around: Surroundings, style: Style) -> Content:
    """List what lies on a passage: the codes that were asked for in a style, the others, the memos."""
    codes = [say("{code}", code=code).stylize(style) for code in segment.codes]
    others = [say("{code}", code=code) for code in segment.others]
    return Content("\n").join([*codes, *others, *(passage(f"memo {memo}") for memo in around.memos_on(segment))])


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
    >>> whose(Segment(source, 1, "R07", 0, 8, "", "We paid.", "", ("Bribery",), ("yew",), ()), "ash")
    'Bribery by yew; the text shows your own codings'
    """
    if coder in segment.coders:
        return ""
    return f"{', '.join(segment.codes)} by {', '.join(segment.coders)}; the text shows your own codings"
