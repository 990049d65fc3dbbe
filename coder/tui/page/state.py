"""Where the reader stands: cursor, selection, unit. One frozen value, so that what a key changed is a comparison of two.

A selection lies between the anchor, which stays, and the cursor, which moves; both are places between characters. "Here" is
the character a sentence about the cursor speaks of: behind a selection that is the last one selected.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from coder.tui.page.spans import SpanStore
from coder.tui.page.units import UNITS, Span, Unit, Units


@dataclass(frozen=True, slots=True)
class ViewState:
    """What one moment of reading consists of."""

    cursor: int = 0
    anchor: int | None = None
    goal: int | None = None
    """The column that up and down aim at."""
    unit: Unit = "sentence"
    sticky: bool = False
    """Whether plain movement extends the selection (for keyboards whose shift+arrows never arrive)."""

    @property
    def selection(self) -> Span | None:
        """What is selected; None if nothing is."""
        if self.anchor is None or self.anchor == self.cursor:
            return None
        return min(self.anchor, self.cursor), max(self.anchor, self.cursor)

    @property
    def here(self) -> int:
        """The character that the cursor stands on or, behind a selection, has just passed."""
        return self.cursor - 1 if self.selection and self.anchor != self.selection[1] else self.cursor

    def moved(self, place: int, *, goal: int | None = None, extend: bool = False) -> ViewState:
        """Stand at another place; extending keeps the anchor or drops it where the cursor stood."""
        keeps = extend or self.sticky
        anchor = self.anchor if self.anchor is not None else self.cursor
        return replace(self, cursor=place, goal=goal, anchor=anchor if keeps else None)

    def selecting(self, span: Span) -> ViewState:
        """Select a span and stand behind it."""
        return replace(self, anchor=span[0], cursor=span[1], goal=None)

    def swapped(self) -> ViewState:
        """Move the other end of the selection from now on."""
        return self if self.anchor is None else replace(self, anchor=self.cursor, cursor=self.anchor, goal=None)

    def cleared(self) -> ViewState:
        """Select nothing."""
        return replace(self, anchor=None, sticky=False)

    def with_next_unit(self) -> ViewState:
        """Change to the next larger unit, after the largest to the smallest."""
        return replace(self, unit=UNITS[(UNITS.index(self.unit) + 1) % len(UNITS)])

    def with_sticky(self) -> ViewState:
        """Let plain movement extend the selection, or no longer."""
        return replace(self, sticky=not self.sticky, anchor=self.cursor if self.anchor is None else self.anchor)


def added(state: ViewState, units: Units) -> ViewState:
    """Select the unit under the cursor; if something is selected, add the next unit at the moving end.

    Words and sentences are added up to the end of a turn: what one speaker says is not run into the next one's label.
    """
    if state.selection is None:
        span = units.at(state.unit, state.cursor)
        return state.selecting(span) if span[0] < span[1] else state
    if state.cursor == state.selection[0]:
        return state.moved(units.previous(state.unit, state.cursor), extend=True)
    end = min(units.at(state.unit, state.cursor)[1], units.limit(state.unit, state.cursor - 1))
    return state.moved(max(end, state.cursor), extend=True)


def given_back(state: ViewState, units: Units) -> ViewState:
    """Give back the unit at the moving end; with the last one the selection ends."""
    if state.selection is None:
        return state
    start, end = state.selection
    if state.cursor == start:
        place = units.next(state.unit, start)
        return state.moved(place, extend=True) if place < end else state.cleared()
    place = units.end_before(state.unit, end)
    return state.moved(place, extend=True) if place > start else replace(state.cleared(), cursor=start)


def whole(state: ViewState, spans: SpanStore) -> ViewState:
    """Select the whole coding here; if that is selected, the next one around it."""
    start, end = state.selection or (state.here, state.here)
    around = (span for span in spans.at(state.here) if span.start <= start and end <= span.end)
    wider = next((span for span in around if span.end - span.start > end - start), None)
    return state.selecting((wider.start, wider.end)) if wider else state


WAYS_TO_SELECT: Mapping[str, Callable[[ViewState, Units, SpanStore], ViewState]] = {
    "add": lambda state, units, _: added(state, units),
    "give_back": lambda state, units, _: given_back(state, units),
    "unit": lambda state, *_: state.with_next_unit(),
    "sticky": lambda state, *_: state.with_sticky(),
    "swap": lambda state, *_: state.swapped(),
    "whole": lambda state, _, spans: whole(state, spans),
    "clear": lambda state, *_: state.cleared(),
}
"""What the selecting keys do, by the verb of their command."""


def differences(before: Span | None, after: Span | None) -> list[Span]:
    """List the stretches that only one of two selections covers.

    >>> differences((0, 10), (0, 14)), differences(None, (3, 5)), differences((0, 4), (8, 9))
    ([(10, 14)], [(3, 5)], [(0, 4), (8, 9)])
    """
    if before is None or after is None or before[1] <= after[0] or after[1] <= before[0]:
        return [span for span in (before, after) if span is not None]
    edges = sorted([*before, *after])
    return [span for span in ((edges[0], edges[1]), (edges[2], edges[3])) if span[0] < span[1]]
