"""A row as runs of text with roles, before any colour: what a painter needs and what a test can read.

A role says what a run is (a lane, a name, a question, speech), its codes say whose colour it bears, innermost first, and its
flags what else is true of it. Nothing here knows a terminal.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Flag, auto
from itertools import pairwise
from typing import Literal, NamedTuple

from coder.model.display import pad
from coder.tui.page.layout import Layout
from coder.tui.page.margin import Margin, Mark, Name, Room
from coder.tui.page.spans import Span, SpanStore, innermost_first
from coder.tui.page.state import ViewState
from coder.tui.page.widths import cluster_start, crop

Role = Literal["marker", "turn", "name", "lane", "question", "text", "gap"]
SPOKEN: frozenset[Role] = frozenset(("question", "text"))
"""The roles of what stands in the text itself."""


class Flags(Flag):
    """What is true of a run besides its role."""

    NONE = 0
    SELECTED = auto()
    CURSOR = auto()


class Run(NamedTuple):
    """A stretch of one row that is drawn in one style."""

    text: str
    role: Role
    codes: tuple[str, ...] = ()
    """uids of the codes on it, the innermost coding's first."""
    flags: Flags = Flags.NONE


@dataclass(frozen=True, slots=True)
class Glyphs:
    """The signs of the margin; the second set is for terminals that draw boxes two cells wide or not at all."""

    begins: str = "╭"
    goes_on: str = "│"
    ends: str = "╰"
    whole: str = "◆"
    here: str = "▸"
    tab: str = "→"


BOX = Glyphs()
ASCII = Glyphs(",", "|", "'", "o", ">", ">")
GLYPHS = {"box": BOX, "ascii": ASCII}
"""By the names that the settings have for them."""


@dataclass(frozen=True, slots=True)
class Planner:
    """Plans the rows of one layout with its margin."""

    layout: Layout
    margin: Margin
    store: SpanStore
    room: Room
    names: Mapping[str, str]
    """Short name of each code by uid."""
    glyphs: Glyphs = BOX

    def plan(self, row: int, state: ViewState | None = None) -> tuple[Run, ...]:
        """Plan a row, with cursor and selection if a state is given."""
        return (*self._left(row, state), *self._text(row, state))

    def _left(self, row: int, state: ViewState | None) -> Iterator[Run]:
        is_here = state is not None and self.layout.row_of(state.cursor) == row
        yield Run(self.glyphs.here if is_here else " ", "marker")
        yield Run(self._turn(row).rjust(self.room.turn) + " ", "turn")
        if self.room.names:
            yield from self._name(row)
        yield from self._lanes(self.margin.marks(row))

    def _turn(self, row: int) -> str:
        """Write number and speaker of the turn that begins on a row."""
        page, start = self.layout.page, self.layout.starts[row]
        index = page.turn_at(start)
        if index is None or page.turns[index].start != start:
            return ""
        return f"{index + 1}{page.turns[index].role or ' '}"

    def _name(self, row: int) -> Iterator[Run]:
        name = self.margin.name(row)
        if name is None:
            yield Run(" " * (self.room.names + 1), "gap")
            return
        yield Run(pad(self._written(name), self.room.names, "right") + " ", "name", (name.code,))

    def _written(self, name: Name) -> str:
        """Write a coding's name, behind a `!` as long as it could not be saved."""
        sign = "!" if self.store[name.uid].state == "failed" else ""
        more = f" +{name.more}" if name.more else ""
        return crop(sign + self.names.get(name.code, "?"), self.room.names - len(more)) + more

    def _lanes(self, marks: list[Mark]) -> Iterator[Run]:
        """Draw a bracket in each lane; where lanes run out, the last one counts what it cannot show."""
        by_lane = {mark.lane: mark for mark in marks}
        is_crowded = any(lane >= self.room.lanes for lane in by_lane)
        shown = self.room.lanes - is_crowded
        for lane in range(shown):
            mark = by_lane.get(lane)
            yield Run(self._bracket(mark), "lane", (mark.code,)) if mark else Run(" ", "lane")
        if is_crowded:
            more = sum(lane >= shown for lane in by_lane)
            yield Run(str(more) if more < 10 else "*", "lane")
        yield Run(" ", "gap")

    def _bracket(self, mark: Mark) -> str:
        signs = self.glyphs
        if mark.begins and mark.ends:
            return signs.whole
        return signs.begins if mark.begins else signs.ends if mark.ends else signs.goes_on

    def _text(self, row: int, state: ViewState | None) -> Iterator[Run]:
        start, end = self.layout.span(row)
        role: Role = "question" if self._is_question(start) else "text"
        here = innermost_first(self.store.within(start, max(end, start + 1)))
        for a, b in self._pieces(row, here, state):
            text = self.layout.page.text[a:b].replace("\t", self.glyphs.tab) if a < end else " "
            codes = dict.fromkeys(span.code for span in here if span.start <= a < span.end)
            yield Run(text, role, tuple(codes), _flags(a, state))

    def _pieces(self, row: int, here: list[Span], state: ViewState | None) -> list[tuple[int, int]]:
        """Cut a row where a coding, the selection or the cursor begins or ends; a cursor behind the row gets a blank."""
        page, (start, end) = self.layout.page, self.layout.span(row)
        cuts = {start, end}
        for span in here:
            cuts |= {cluster_start(page.text, span.start), cluster_start(page.text, span.end)}
        limit = end
        if state is not None:
            cuts |= set(state.selection or ())
            if self.layout.row_of(state.cursor) == row:
                limit = max(end, state.cursor + 1)
                cuts |= {state.cursor, page.next(state.cursor) if state.cursor < end else limit}
        edges = sorted(cut for cut in cuts if start <= cut <= limit)
        return list(pairwise(edges))

    def _is_question(self, offset: int) -> bool:
        index = self.layout.page.turn_at(offset)
        return index is not None and self.layout.page.turns[index].role == "I"


def _flags(offset: int, state: ViewState | None) -> Flags:
    """Say what cursor and selection make of the character at a place."""
    if state is None:
        return Flags.NONE
    selection = state.selection or (0, 0)
    flags = Flags.SELECTED if selection[0] <= offset < selection[1] else Flags.NONE
    return flags | Flags.CURSOR if offset == state.cursor else flags
