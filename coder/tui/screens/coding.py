"""The coding screen: the transcript, a cursor and a selection, and the keys that put codes on words.

The screen turns keys into actions at the desk and shows what came of them; it decides nothing itself. What a key would code is
said beforehand in the status line, what it has coded afterwards.
"""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.screen import Screen

from coder.model.source import Source
from coder.model.words import count
from coder.tui.commands import bindings
from coder.tui.desk import Desk
from coder.tui.messages import CursorMoved, Settled, ShowSource
from coder.tui.page.news import News
from coder.tui.page.plan import BOX, Glyphs
from coder.tui.page.state import ViewState
from coder.tui.say import say
from coder.tui.widgets.codesheet import ROWS, Choice, CodeSheet, entries_of
from coder.tui.widgets.keyline import KeyLine
from coder.tui.widgets.slots import SlotLine
from coder.tui.widgets.statusline import StatusLine
from coder.tui.widgets.transcript import TranscriptView


class CodingScreen(Screen[None]):
    """Codes one source."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("coding")
    PLACE = "coding"

    def __init__(
        self, desk: Desk, source: Source, glyphs: Glyphs = BOX, passage: tuple[int, int] | None = None, note: str = ""
    ) -> None:
        """Code `source` at `desk`, beginning at a passage, with a note on it, or where its reader stood last."""
        super().__init__()
        self._desk = desk
        self._source = source
        self._glyphs = glyphs
        self._passage = passage
        self._note = note
        self._entries = entries_of(desk.codebook)
        self._visited = ""
        """uid of the coding that a jump led to; the next jump goes on from it."""
        self._asks = False
        """Whether the status line asks if the source is finished."""
        self._said_at: ViewState | None = None
        """Where the reader stood when something was said; it stays to be read until she goes on."""

    def compose(self) -> ComposeResult:
        """Lay the screen out."""
        yield StatusLine(id="title", classes="-title")
        yield TranscriptView(self._glyphs)
        yield SlotLine()
        yield StatusLine(id="status")
        yield KeyLine("coding")

    def on_mount(self) -> None:
        """Open the source."""
        self._view = self.query_one(TranscriptView)
        cursor = self._desk.open(self._source)
        self._view.open(self._desk.page, self._desk.spans, self._desk.codebook, cursor)
        if self._passage is not None:
            self._view.show(ViewState(*self._passage), upper=True)
        if self._note:
            self._say(say("{note}", note=self._note))
        self._view.focus()

    def on_unmount(self) -> None:
        """Have the place remembered."""
        self._desk.leave(self._source, self._view.state.cursor)

    def action_move(self, motion: str) -> None:
        """Move the cursor."""
        self._view.move(motion)
        self._tell()

    def action_extend(self, motion: str) -> None:
        """Move the cursor and take the selection along."""
        self._view.move(motion, extend=True)
        self._tell()

    def action_select(self, way: str) -> None:
        """Change the selection."""
        self._view.select(way)
        self._tell()

    def action_step(self, way: str) -> None:
        """Go to the next coding, or to the one before."""
        spans, cursor = self._desk.spans, self._state.cursor
        by = 1 if way == "next" else -1
        visited = self._visited if self._visited in spans and spans[self._visited].start == cursor else ""
        span = spans.neighbour(visited, by) if visited else spans.after(cursor) if by > 0 else spans.before(cursor)
        if span is None:
            self._say(say("no further coding in this source"))
            return
        self._view.show(ViewState(span.start, span.end, unit=self._state.unit), upper=True)
        self._tell()
        self._visited = span.uid

    def action_code_sheet(self) -> None:
        """Choose a code for the selection, else for the sentence under the cursor."""
        start, end = self._view.passage
        if start == end:
            self._say(say("there is nothing to code here"))
            return
        self._view.lift(ROWS - 3)
        desk = self._desk
        what = say(
            "code {n} of {source}, {place}", n=count(end - start, "character"), source=self._source.name, place=desk.where(start)
        )
        choice = Choice(desk.codebook, self._entries, desk.slots, desk.counts)
        sheet = CodeSheet(what, choice, lambda code: self._code(code, start, end), here(desk, self._state))
        self.app.push_screen(sheet, lambda _: self._view.lift(0))

    def action_code_again(self) -> None:
        """Apply the code used last."""
        self._apply(self._desk.slots.last, say("no code has been used yet"))

    def action_slot(self, digit: str) -> None:
        """Apply the code in a slot."""
        self._apply(self._desk.slots.code(digit), say("slot {digit} is empty", digit=digit))

    def _apply(self, code: str | None, otherwise: Content) -> None:
        if code is None:
            self._say(otherwise)
        else:
            self._code(code, *self._view.passage)

    def _code(self, code: str, start: int, end: int) -> Content:
        """Apply a code to a passage; from then on movement extends nothing any more."""
        if self._state.sticky:
            self._view.show(self._state.cleared())
        return self._report(self._desk.apply(code, start, end))

    def action_coding_remove(self) -> None:
        """Remove the coding that is selected, else the innermost one here."""
        here = self._desk.spans.at(self._state.here)
        if not here:
            self._say(say("no coding here"))
            return
        chosen = [span for span in here if span.uid == self._visited or (span.start, span.end) == self._state.selection]
        self._report(self._desk.remove((chosen or here)[0].uid))

    def action_undo(self) -> None:
        """Take back what was done last."""
        self._report(self._desk.undo())

    def action_redo(self) -> None:
        """Bring back what was undone."""
        self._report(self._desk.redo())

    def action_neighbour(self, way: str) -> None:
        """Open the next source, or the one before."""
        uids = [source.uid for source in self._desk.store.sources()]
        place = uids.index(self._source.uid) + (1 if way == "next" else -1)
        if 0 <= place < len(uids):
            self.post_message(ShowSource(uids[place]))
        else:
            self._say(say("this is the {which} source", which="last" if way == "next" else "first"))

    def action_source_finish(self) -> None:
        """Ask, and at the second press say that the source is finished, or take it back."""
        if self._asks:
            self._report(self._desk.finish(finished=not self._desk.is_finished))
            return
        text = (
            "take back that {source} is finished? F9 again"
            if self._desk.is_finished
            else "finished with {source}, {n} codings? F9 again"
        )
        self._say(say(text, source=self._source.name, n=len(self._desk.spans)))
        self._asks = True

    @on(CursorMoved)
    def _moved(self, event: CursorMoved) -> None:
        """Say where the reader stands now, unless something was said for just this place."""
        if event.state != self._said_at:
            self._tell()
        self._frame()

    @on(Settled)
    def _settled(self, event: Settled) -> None:
        news = event.news
        if news.place is not None:
            self._view.show(self._state.cleared().moved(self._view.page.settle(news.place)), upper=True)
        self._report(news)

    def _report(self, news: News) -> Content:
        """Show what came of an action."""
        self._view.repaint(news.before, news.after)
        said = say("{text}", text=news.text)
        if news.text:
            self._say(said, is_trouble=news.is_trouble)
        if news.is_trouble:
            self.notify(said.plain, severity="error", markup=False)
        self._frame()
        return said

    def _tell(self) -> None:
        """Say what Enter would code and what lies here; at once, so that the message which follows finds it said."""
        self._say(intent(self._state, self._view.passage) + here(self._desk, self._state))
        self._frame()

    def _say(self, said: Content, *, is_trouble: bool = False) -> None:
        self._asks = False
        self._said_at = self._state
        self.query_one("#status", StatusLine).show(said, tally(self._desk, self._state), is_trouble=is_trouble)

    def _frame(self) -> None:
        """Bring title and slots up to date."""
        desk = self._desk
        title = where(desk, self._source, self._state) + say("{percent} %", percent=self._view.percent)
        who = say("{warning}   {coder}   {status}", warning=desk.warning, coder=desk.coder.name, status=desk.tickets.status)
        self.query_one("#title", StatusLine).show(title, who)
        self.query_one(SlotLine).show([desk.name(code) for code in desk.slots.places])

    @property
    def _state(self) -> ViewState:
        return self._view.state


def intent(state: ViewState, passage: tuple[int, int]) -> Content:
    """Say what would be coded."""
    what = "selected" if state.selection else "Enter codes this sentence"
    extending = "extending   " if state.sticky else ""
    return say("{extending}{what}: {n}   ", extending=extending, what=what, n=count(passage[1] - passage[0], "character"))


def here(desk: Desk, state: ViewState) -> Content:
    """Say what lies here already."""
    names = dict.fromkeys(desk.name(span.code) for span in desk.spans.at(state.here))
    return say("here: {names}", names=", ".join(names)) if names else Content()


def tally(desk: Desk, state: ViewState) -> Content:
    """Say the unit, and which of how many codings this is."""
    found = desk.spans.at(state.here)
    number = f"coding {desk.spans.number(found[0].uid)} of " if found else "codings "
    return say("unit: {unit}   {number}{n}", unit=state.unit, number=number, n=len(desk.spans))


def where(desk: Desk, source: Source, state: ViewState) -> Content:
    """Say where in the source the reader stands."""
    turn = desk.page.turn_at(state.cursor)
    place = say("turn {turn} of {n}  ", turn=turn + 1, n=len(desk.page.turns)) if turn is not None else Content()
    done = say("finished  ") if desk.is_finished else Content()
    return say("{source}  ", source=source.name) + done + place
