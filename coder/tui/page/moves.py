"""The ways a cursor can go, each from a state to a place; a table, so that a key names a motion and nothing else.

Up, down and the pages aim at the column where the way began, so that short rows on it do not push the cursor to the left.
"""

from __future__ import annotations

from collections.abc import Callable

from coder.tui.page.layout import Layout
from coder.tui.page.state import ViewState
from coder.tui.page.units import Unit, Units

Place = tuple[int, int | None]
"""Where to stand, and the column to aim at afterwards."""


class Moves:
    """The motions of one layout."""

    def __init__(self, layout: Layout, units: Units) -> None:
        """Move over `layout`."""
        self._layout = layout
        self._units = units
        self._ways: dict[str, Callable[[ViewState, int], Place]] = {
            "left": lambda state, _: (layout.page.previous(state.cursor), None),
            "right": lambda state, _: (layout.page.next(state.cursor), None),
            "up": lambda state, _: self._rows(state, -1),
            "down": lambda state, _: self._rows(state, 1),
            "page_up": lambda state, height: self._rows(state, -height),
            "page_down": self._rows,
            "row_start": lambda state, _: (self._row_end(state, 0), None),
            "row_end": lambda state, _: (self._row_end(state, layout.width), None),
            "text_start": lambda *_: (layout.page.starts[0], None),
            "text_end": lambda *_: (layout.page.paragraphs[-1][1], None),
            "word_left": self._back("word"),
            "word_right": self._on("word"),
            "sentence_back": self._back("sentence"),
            "sentence_on": self._on("sentence"),
            "turn_back": self._back("turn"),
            "turn_on": self._on("turn"),
        }

    @property
    def names(self) -> tuple[str, ...]:
        """All motions."""
        return tuple(self._ways)

    def to(self, motion: str, state: ViewState, height: int) -> Place:
        """Find where a motion leads; `height` is a page's rows."""
        return self._ways[motion](state, height)

    def _rows(self, state: ViewState, by: int) -> Place:
        row = min(max(self._layout.row_of(state.cursor) + by, 0), len(self._layout) - 1)
        goal = self._layout.col_of(state.cursor) if state.goal is None else state.goal
        return self._layout.off_at(row, goal), goal

    def _row_end(self, state: ViewState, col: int) -> int:
        return self._layout.off_at(self._layout.row_of(state.cursor), col)

    def _back(self, unit: Unit) -> Callable[[ViewState, int], Place]:
        return lambda state, _: (self._units.previous(unit, state.cursor), None)

    def _on(self, unit: Unit) -> Callable[[ViewState, int], Place]:
        return lambda state, _: (self._units.next(unit, state.cursor), None)
