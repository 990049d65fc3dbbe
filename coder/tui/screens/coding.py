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
from coder.model.spans import trim
from coder.tui.commands import bindings
from coder.tui.desk import Desk
from coder.tui.messages import CursorMoved, Settled, ShowSource
from coder.tui.page.news import News
from coder.tui.page.plan import BOX, Glyphs
from coder.tui.page.spans import Span
from coder.tui.page.state import ViewState, added, given_back
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

    def __init__(self, desk: Desk, source: Source, glyphs: Glyphs = BOX) -> None:
        """Code `source` at `desk`."""
        super().__init__()
        self._desk = desk
        self._source = source
        self._glyphs = glyphs
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
        """Open the source where its reader stood last."""
        self._view = self.query_one(TranscriptView)
        cursor = self._desk.open(self._source)
        self._view.open(self._desk.page, self._desk.spans, self._desk.codebook, cursor)
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

    def action_unit_add(self) -> None:
        """Select the unit under the cursor, or add the next one."""
        self._show(added(self._state, self._view.units))

    def action_unit_give_back(self) -> None:
        """Give the last unit back."""
        self._show(given_back(self._state, self._view.units))

    def action_unit_change(self) -> None:
        """Change to the next larger unit."""
        self._show(self._state.with_next_unit())

    def action_selection_sticky(self) -> None:
        """Let movement extend the selection, or stop it."""
        self._show(self._state.with_sticky())

    def action_selection_swap(self) -> None:
        """Move the other end from now on."""
        self._show(self._state.swapped())

    def action_selection_whole(self) -> None:
        """Select the coding here, then the one around it."""
        start, end = self._state.selection or (self._state.here, self._state.here)
        around = [
            s
            for s in self._desk.spans.at(self._state.here)
            if s.start <= start and end <= s.end and s.end - s.start > end - start
        ]
        if around:
            self._show(self._state.selecting((around[0].start, around[0].end)))

    def action_selection_clear(self) -> None:
        """Select nothing."""
        self._show(self._state.cleared())

    def action_coding_next(self) -> None:
        """Go to the next coding."""
        self._jump(1)

    def action_coding_previous(self) -> None:
        """Go to the coding before."""
        self._jump(-1)

    def _jump(self, by: int) -> None:
        spans, cursor = self._desk.spans, self._state.cursor
        visited = self._visited if self._visited in spans and spans[self._visited].start == cursor else ""
        span = spans.neighbour(visited, by) if visited else spans.after(cursor) if by > 0 else spans.before(cursor)
        if span is None:
            self._say(say("no further coding in this source"))
            return
        self._show(ViewState(span.start, span.end, unit=self._state.unit), upper=True)
        self._visited = span.uid

    def _show(self, state: ViewState, *, upper: bool = False) -> None:
        """Stand elsewhere and say so in the same frame; the message that follows then finds it said."""
        self._view.show(state, upper=upper)
        self._tell()

    def action_code_sheet(self) -> None:
        """Choose a code for the selection, else for the sentence under the cursor."""
        start, end = self._passage()
        if start == end:
            self._say(say("there is nothing to code here"))
            return
        self._view.lift(ROWS - 3)
        desk = self._desk
        what = say("code {n} characters of {source}, {place}", n=end - start, source=self._source.name, place=desk.where(start))
        choice = Choice(desk.codebook, self._entries, desk.slots, desk.counts)
        sheet = CodeSheet(what, choice, lambda code: self._report(desk.apply(code, start, end)), self._here())
        self.app.push_screen(sheet, lambda _: self._view.lower())

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
            self._report(self._desk.apply(code, *self._passage()))

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

    def action_source_next(self) -> None:
        """Open the next source."""
        self._neighbour(1)

    def action_source_previous(self) -> None:
        """Open the source before."""
        self._neighbour(-1)

    def _neighbour(self, by: int) -> None:
        uids = [source.uid for source in self._desk.store.sources()]
        place = uids.index(self._source.uid) + by
        if 0 <= place < len(uids):
            self.post_message(ShowSource(uids[place]))
        else:
            self._say(say("this is the {which} source", which="last" if by > 0 else "first"))

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
        self._show_title()

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
        self._show_title()
        self._show_slots()
        return said

    def _tell(self) -> None:
        """Say what Enter would code and what lies here."""
        self._say(self._intent() + self._here())
        self._show_title()
        self._show_slots()

    def _say(self, said: Content, *, is_trouble: bool = False) -> None:
        self._asks = False
        self._said_at = self._state
        self.query_one("#status", StatusLine).show(said, self._count(), is_trouble=is_trouble)

    def _intent(self) -> Content:
        start, end = self._passage()
        what = "selected" if self._state.selection else "Enter codes this sentence"
        extending = "extending   " if self._state.sticky else ""
        return say("{extending}{what}: {n} characters   ", extending=extending, what=what, n=end - start)

    def _here(self) -> Content:
        names = dict.fromkeys(self._desk.name(span.code) for span in self._desk.spans.at(self._state.here))
        return say("here: {names}", names=", ".join(names)) if names else Content()

    def _count(self) -> Content:
        spans = self._desk.spans
        here: list[Span] = spans.at(self._state.here)
        number = f"{spans.number(here[0].uid)} of " if here else ""
        return say("Space: {unit}   codings {number}{n}", unit=self._state.unit, number=number, n=len(spans))

    def _show_title(self) -> None:
        desk, page = self._desk, self._view.page
        turn = page.turn_at(self._state.cursor)
        place = say("turn {turn} of {n}  ", turn=turn + 1, n=len(page.turns)) if turn is not None else Content()
        state = say("  finished") if desk.is_finished else Content()
        left = say("{source}  ", source=self._source.name) + place + say("{percent} %", percent=self._view.percent) + state
        right = say(
            "round {round}   {coder}   {status}", round=desk.round.name, coder=desk.coder.name, status=desk.tickets.status
        )
        self.query_one("#title", StatusLine).show(left, right)

    def _show_slots(self) -> None:
        self.query_one(SlotLine).show([self._desk.name(code) for code in self._desk.slots.places])

    @property
    def _state(self) -> ViewState:
        return self._view.state

    def _passage(self) -> tuple[int, int]:
        """Say what would be coded now: the selection, else the sentence under the cursor, without white space at its ends."""
        start, end = self._state.selection or self._view.units.at("sentence", self._state.cursor)
        return trim(self._view.page.text, start, end)
