"""The transcript: text with the speakers and the codings in a margin on its left, a cursor and a selection.

It paints rows itself (Textual's Line API), because a widget for each turn or a text editor is ten times slower at this size and
neither can draw overlapping codings. What a row consists of is planned in `coder.tui.page.plan`; here it gets colours. Rows
without cursor and selection are kept once drawn, and one method, `show`, works out which rows a key has changed.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import BindingType
from textual.geometry import Offset, Size
from textual.reactive import var
from textual.scroll_view import ScrollView
from textual.strip import Strip

from coder.model.codebook import Codebook
from coder.model.spans import trim
from coder.model.text import shown_line
from coder.tui.commands import bindings
from coder.tui.messages import CursorMoved
from coder.tui.page.layout import Layout
from coder.tui.page.margin import Margin, room_for, short_names
from coder.tui.page.moves import Moves
from coder.tui.page.page import Page
from coder.tui.page.plan import BOX, SPOKEN, Glyphs, Planner, Run
from coder.tui.page.spans import Span, SpanStore
from coder.tui.page.state import WAYS_TO_SELECT, ViewState, differences
from coder.tui.page.units import Unit, Units
from coder.tui.widgets.ink import Ink

NO_PAGE = Page("")
MOST_ROWS = 500
"""Rows that are kept once drawn: some windows full; a long text read to its end would hold 30 MB."""
_UNIT_OF_CLICKS: dict[int, Unit] = {2: "word", 3: "sentence"}


class TranscriptView(ScrollView, can_focus=True, inherit_bindings=False):
    """Shows one source.

    | component class | what it styles |
    | :- | :- |
    | transcript--margin | numbers, speakers, empty lanes |
    | transcript--question | what the interviewer says |
    | transcript--selection | what is selected |
    | transcript--cursor | the cluster under the cursor |

    Posts `CursorMoved`.
    """

    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = bindings("transcript")
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "transcript--margin",
        "transcript--question",
        "transcript--selection",
        "transcript--cursor",
    }
    DEFAULT_CSS = """
    TranscriptView { overflow-x: hidden; overflow-y: auto; scrollbar-size: 0 0; }
    TranscriptView > .transcript--margin { color: $text-muted; }
    TranscriptView > .transcript--question { color: $text-muted; }
    TranscriptView > .transcript--selection { background: $primary; color: $background; }
    TranscriptView > .transcript--cursor { background: $accent; color: $background; }
    """

    state: var[ViewState] = var(ViewState())
    """Where the reader stands; whoever watches it hears of it in the same frame."""

    def __init__(self, glyphs: Glyphs = BOX) -> None:
        """Begin with an empty page."""
        super().__init__()
        self._is_new = True
        """Whether the page has not been in a window yet."""
        self._glyphs = glyphs
        self._codebook = Codebook()
        self._rows: dict[int, Strip] = {}
        self._covered = 0
        """Rows at the bottom that something lies over; so many more can be scrolled."""
        self._ink = Ink(self)
        self._lay_out(NO_PAGE, SpanStore(), 0)

    @property
    def page(self) -> Page:
        """The source that is shown."""
        return self._plans.layout.page

    @property
    def passage(self) -> tuple[int, int]:
        """What would be coded now: the selection, else the sentence under the cursor, without white space at its ends."""
        start, end = self.state.selection or self._units.reading("sentence", self.state.cursor)
        return trim(self.page.text, start, end)

    def unit(self, unit: Unit) -> tuple[int, int]:
        """Give the unit under the cursor."""
        return self._units.reading(unit, self.state.cursor)

    @property
    def percent(self) -> int:
        """How far the cursor's row lies in the text."""
        return round(100 * (self._row(self.state.cursor) + 1) / len(self._plans.layout))

    @property
    def read_end(self) -> int | None:
        """The end of the turn (else paragraph) the cursor stands in, if it is in the window; None if not."""
        turn = self.page.turn_at(self.state.cursor)
        end = self.page.paragraphs[self.page.paragraph_at(self.state.cursor)][1] if turn is None else self.page.turns[turn].end
        return end if self._row(max(end - 1, 0)) < self.scroll_offset.y + self.size.height else None

    def open(self, page: Page, spans: SpanStore, codebook: Codebook, cursor: int = 0) -> None:
        """Show a source with the codings that lie on it; `spans` belongs to the caller, who tells of its changes by `repaint`."""
        self._codebook = codebook
        self._lay_out(page, spans, self.size.width or self.app.size.width)  # before the first frame the app's is a good guess
        self._scroll(0)
        self._is_new = True
        self.state = ViewState(page.settle(cursor), unit=self.state.unit)
        self.show(self.state, upper=True)
        self.refresh()

    def follow(self, codebook: Codebook) -> None:
        """Follow a change of the codes' names and colours."""
        self._codebook = codebook
        self._ink.clear()
        self._lay_out(self.page, self._plans.store, self._width)
        self.refresh()

    def _lay_out(self, page: Page, spans: SpanStore, width: int) -> None:
        """Wrap and plan for a width."""
        self._width = width
        room = room_for(width, len(page.turns))
        layout = Layout(page, room.text)
        names = {code.uid: shown_line(code.name) for code in self._codebook.codes}
        short = short_names(list(names.values()), room.names)
        self._units = Units(page)
        self._moves = Moves(layout, self._units)
        self._plans = Planner(layout, Margin(layout, spans), spans, room, {u: short[n] for u, n in names.items()}, self._glyphs)
        self._rows.clear()
        self._ink.colours = self._codebook.colours
        self.virtual_size = Size(width, len(layout))

    def on_resize(self) -> None:
        """Wrap anew if the width is another, and keep the text at the top at the top, unless it was in no window yet."""
        layout = self._plans.layout
        top = layout.starts[min(self.scroll_offset.y, len(layout) - 1)]
        if self.size.width != self._width:
            self._lay_out(self.page, self._plans.store, self.size.width)
        self._scroll(0 if self._is_new else self._row(top))
        self._is_new = False
        self.show(self.state, upper=True)

    def notify_style_update(self) -> None:
        """Forget what was drawn in other colours."""
        super().notify_style_update()
        self._rows.clear()
        self._ink.clear()

    def show(self, new: ViewState, *, upper: bool = False) -> None:
        """Stand at another place: the one method that changes the state, and that works out the rows to paint.

        `upper` brings a far place to the upper third of the page instead of to its nearest edge.
        """
        old, self.state = self.state, new
        for start, end in differences(old.selection, new.selection):
            self._refresh_rows(self._row(start), self._row(end - 1))
        for cursor in {old.cursor, new.cursor}:
            self._refresh_rows(self._row(cursor), self._row(cursor))
        self._bring_into_view(self._row(new.cursor), upper=upper)
        layout, row = self._plans.layout, self._row(new.cursor)
        place = Offset(self._plans.room.left + layout.col_of(new.cursor), row - self.scroll_offset.y)
        self.app.cursor_position = self.content_region.offset + place  # magnifiers, screen readers and Korean input follow it
        self.post_message(CursorMoved())

    def action_move(self, motion: str) -> None:
        """Go one of the ways of `Moves`."""
        self._move(motion)

    def action_extend(self, motion: str) -> None:
        """Go and take the selection along."""
        self._move(motion, extend=True)

    def _move(self, motion: str, *, extend: bool = False) -> None:
        place, goal = self._moves.to(motion, self.state, max(self.size.height - 1, 1))
        self.show(self.state.moved(place, goal=goal, extend=extend))

    def repaint(self, before: Iterable[Span], after: Iterable[Span]) -> None:
        """Follow a change of codings that the span store already holds."""
        for row in self._plans.margin.update(before, after):
            self._rows.pop(row, None)
            self._refresh_rows(row, row)

    def action_select(self, way: str) -> None:
        """Select in one of the `WAYS_TO_SELECT`."""
        self.show(WAYS_TO_SELECT[way](self.state, self._units, self._plans.store))

    def lift(self, rows: int) -> None:
        """Scroll so that the passage stands above the lowest `rows` rows, which something covers; 0 when it has gone.

        Of a passage that is taller than what is left its beginning stays in view.
        """
        self._covered = rows
        start, end = self.passage
        lowest = self._row(max(end - 1, start)) - (self.size.height - rows) + 1
        self._scroll(max(self.scroll_offset.y, min(lowest, self._row(start))))

    @property
    def max_scroll_y(self) -> int:
        """The row that may stand at the top at most."""
        return super().max_scroll_y + self._covered

    def _refresh_rows(self, first: int, last: int) -> None:
        """Have rows painted anew, those outside the window left out."""
        top = self.scroll_offset.y
        first, last = max(first, top), min(last, top + self.size.height - 1)
        if first <= last:
            self.refresh_lines(first, last - first + 1)

    def _bring_into_view(self, row: int, *, upper: bool) -> None:
        top, height = self.scroll_offset.y, max(self.size.height, 1)
        if top <= row < top + height:
            return
        wanted = row - height // 3 if upper else row if row < top else row - height + 1
        self._scroll(max(wanted, 0))

    def _scroll(self, top: int) -> None:
        """Put a row at the top of the window, also where there is too little text for a scrollbar."""
        self.scroll_to(y=top, animate=False, force=True)

    def _row(self, offset: int) -> int:
        return self._plans.layout.row_of(offset)

    def render_line(self, y: int) -> Strip:
        """Paint a row of the window."""
        row = self.scroll_offset.y + y
        if row >= len(self._plans.layout) or not self._plans.room.is_enough:
            return self._ink.blank(self.size.width, "make the window wider" if y == 0 and not self._plans.room.is_enough else "")
        if self._is_touched(row):
            return self._strip(self._plans.plan(row, self.state))
        if row not in self._rows:
            if len(self._rows) >= MOST_ROWS:
                self._rows.clear()
            self._rows[row] = self._strip(self._plans.plan(row))
        return self._rows[row]

    def _is_touched(self, row: int) -> bool:
        """Tell whether cursor or selection stand on a row; such rows are drawn fresh."""
        first, last = self._row(self.state.cursor), self._row(self.state.cursor)
        if self.state.selection:
            first, last = (self._row(place) for place in self.state.selection)
        return first <= row <= last or row == self._row(self.state.cursor)

    def _strip(self, runs: Iterable[Run]) -> Strip:
        """Give runs their colours; neighbours that look the same are one segment, which saves a fifth of what is written."""
        segments = Segment.simplify(Segment(run.text, self._style(run)) for run in runs)
        return Strip(segments).adjust_cell_length(self.size.width, self._ink.base)

    def _style(self, run: Run) -> Style:
        is_blank = run.role not in SPOKEN and run.text.isspace()
        return self._ink.base if is_blank else self._ink.style(run)

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Stand where the mouse points, and select as long as it is held; in the margin, select the coding there."""
        uid = self._in_margin(event)
        if uid is not None:
            span = self._plans.store[uid]
            self.show(self.state.selecting((span.start, span.end)))
            return
        self.show(self.state.cleared().moved(self._under(event)))
        self.capture_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Select up to where the mouse points."""
        if self.app.mouse_captured is self:
            self.show(self.state.moved(self._under(event), extend=True))

    def on_mouse_up(self) -> None:
        """Let go."""
        self.release_mouse()

    def on_click(self, event: events.Click) -> None:
        """Select a word at the second click, a sentence at the third."""
        unit = _UNIT_OF_CLICKS.get(event.chain)
        if unit is not None:
            self.show(self.state.selecting(self._units.at(unit, self._under(event))))

    def _in_margin(self, event: events.MouseEvent) -> str | None:
        """Find the coding whose name or bracket the mouse points at."""
        room, row = self._plans.room, self.scroll_offset.y + event.y
        names = 1 + room.turn + 1
        if not names <= event.x < room.left - 1 or row >= len(self._plans.layout):
            return None
        lane = event.x - (room.left - 1 - room.lanes)
        if lane < 0:
            name = self._plans.margin.name(row)
            return name.uid if name else None
        return next((mark.uid for mark in self._plans.margin.marks(row) if mark.lane == lane), None)

    def _under(self, event: events.MouseEvent) -> int:
        layout = self._plans.layout
        row = min(max(self.scroll_offset.y + event.y, 0), len(layout) - 1)
        return layout.off_at(row, event.x - self._plans.room.left)
