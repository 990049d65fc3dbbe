"""What stands left of the text: how wide each part is, which bracket and which name on which row.

Names are placed for a whole cluster of overlapping codings when the cluster changes, not while scrolling: so a row looks the
same wherever it stands on the screen and can be kept once it is drawn.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from coder.tui.page.lanes import Lanes
from coder.tui.page.layout import Layout
from coder.tui.page.spans import Span, SpanStore
from coder.tui.page.widths import crop

WIDEST_TEXT = 84
NARROWEST_TEXT = 40
REPEAT = 16
"""Rows after which a long coding says its name again: one is always in view on 24 rows."""
SEARCH = 3
"""Rows a name may stand below the row where it belongs."""

_ROOMS = ((120, 5, 20, 8), (100, 4, 14, 5), (80, 4, 10, 3), (60, 4, 0, 3), (0, 3, 0, 1))


@dataclass(frozen=True, slots=True)
class Room:
    """Cells of each part of a row: turn with speaker, names, lanes, text."""

    turn: int
    names: int
    lanes: int
    text: int

    @property
    def left(self) -> int:
        """Cells before the text: the cursor's marker, the parts, a blank behind each."""
        return 1 + self.turn + 1 + (self.names + 1 if self.names else 0) + self.lanes + 1

    @property
    def is_enough(self) -> bool:
        """Tell whether a line of text can be read."""
        return self.text >= NARROWEST_TEXT


def room_for(width: int, turns: int) -> Room:
    """Share out a terminal's width; more than 999 turns widen the turn's column."""
    turn, names, lanes = next(rest for least, *rest in _ROOMS if width >= least)
    turn = max(turn, len(str(turns)) + 1)
    left = Room(turn, names, lanes, 0).left
    return Room(turn, names, lanes, max(min(width - left, WIDEST_TEXT), 0))


def short_names(names: Collection[str], room: int) -> dict[str, str]:
    """Cut names to a room so that they stay apart: where the beginnings are alike, first word to 3 and last word.

    >>> short_names(["Cameras in schools", "Cameras in workplaces", "Bribery"], 10)
    {'Cameras in schools': 'Cam school', 'Cameras in workplaces': 'Cam workpl', 'Bribery': 'Bribery'}
    """
    alike = Counter(crop(name, room) for name in names)
    return {name: _first_and_last(name, room) if alike[crop(name, room)] > 1 else crop(name, room) for name in names}


def _first_and_last(name: str, room: int) -> str:
    first, *rest = name.split()
    return crop(f"{first[:3]} {rest[-1]}" if rest else first, room)


@dataclass(frozen=True, slots=True)
class Name:
    """The name that stands on a row, and how many others found no row."""

    uid: str
    """uid of the coding."""
    code: str
    more: int = 0


@dataclass(frozen=True, slots=True)
class Mark:
    """One coding on one row: its lane, and whether it begins and ends here."""

    uid: str
    code: str
    lane: int
    begins: bool
    ends: bool


class Margin:
    """Brackets and names of one layout, kept up to date as codings come and go."""

    def __init__(self, layout: Layout, store: SpanStore) -> None:
        """Place everything `store` holds."""
        self._layout = layout
        self._store = store
        self._rows = {span.uid: layout.rows_of(span.start, span.end) for span in store.all()}
        self._lanes = Lanes(self._rows)
        self._names: dict[int, Name] = {}
        for first, last in _clusters(self._rows.values()):
            self._place(first, last)

    def update(self, before: Iterable[Span], after: Iterable[Span]) -> set[int]:
        """Follow a change that the store already holds; give the rows that look different now."""
        touched = [self._layout.rows_of(span.start, span.end) for span in before]
        for span in before:
            self._lanes.drop(span.uid)
            self._rows.pop(span.uid, None)
        for span in after:
            self._rows[span.uid] = rows = self._layout.rows_of(span.start, span.end)
            self._lanes.add(span.uid, (other.uid for other in self._on(*rows)))
            touched.append(rows)
        clusters = [self._cluster(*rows) for rows in touched]
        for first, last in clusters:
            self._place(first, last)
        return {row for first, last in clusters for row in range(first, last + 1)}

    def marks(self, row: int) -> list[Mark]:
        """List the codings on a row by lane."""
        marks = []
        for span in self._on(row, row):
            first, last = self._rows[span.uid]
            marks.append(Mark(span.uid, span.code, self._lanes[span.uid], row == first, row == last))
        return sorted(marks, key=lambda mark: mark.lane)

    def name(self, row: int) -> Name | None:
        """Give the name that stands on a row."""
        return self._names.get(row)

    def _on(self, first: int, last: int) -> list[Span]:
        """List the codings on a stretch of rows, in reading order."""
        start, end = self._layout.reach(first, last)
        spans = self._store.within(start, max(end, start + 1))
        return [span for span in spans if span.uid in self._rows and _meet(self._rows[span.uid], (first, last))]

    def _cluster(self, first: int, last: int) -> tuple[int, int]:
        """Widen a stretch of rows until no coding reaches over its edge."""
        while True:
            rows = [(first, last), *(self._rows[span.uid] for span in self._on(first, last))]
            wider = min(row for row, _ in rows), max(row for _, row in rows)
            if wider == (first, last):
                return wider
            first, last = wider

    def _place(self, first: int, last: int) -> None:
        """Place the names of one cluster anew."""
        for row in range(first, last + 1):
            self._names.pop(row, None)
        spans = self._on(first, last)
        for span in spans:
            self._name_once(span)
        for span in spans:
            self._repeat(span)

    def _name_once(self, span: Span) -> None:
        first, last = self._rows[span.uid]
        row = self._free(first, last)
        if row is not None:
            self._names[row] = Name(span.uid, span.code)
        else:
            held = self._names[first]
            self._names[first] = replace(held, more=held.more + 1)

    def _repeat(self, span: Span) -> None:
        first, last = self._rows[span.uid]
        for wanted in range(first + REPEAT, last + 1, REPEAT):
            row = self._free(wanted, last)
            if row is not None:
                self._names[row] = Name(span.uid, span.code)

    def _free(self, first: int, last: int) -> int | None:
        return next((row for row in range(first, min(first + SEARCH, last) + 1) if row not in self._names), None)


def _meet(a: tuple[int, int], b: tuple[int, int]) -> bool:
    return a[0] <= b[1] and b[0] <= a[1]


def _clusters(rows: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Unite stretches of rows that share a row."""
    united: list[tuple[int, int]] = []
    for first, last in sorted(rows):
        if united and first <= united[-1][1]:
            united[-1] = (united[-1][0], max(last, united[-1][1]))
        else:
            united.append((first, last))
    return united
