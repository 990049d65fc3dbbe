"""What stands left of the text: how wide each part is, which bracket and which name on which row.

Names are placed when codings change, not while scrolling: so a row looks the same wherever it stands on the screen and can be
kept once it is drawn.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import NamedTuple

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


class _Wish(NamedTuple):
    """A coding whose name is to stand on some row, or a little below it."""

    span: Span
    is_repeat: bool
    last: int
    """The last row of the coding."""


class Margin:
    """Brackets and names of one layout, kept up to date as codings come and go.

    Names are placed from the top down, so what is placed for a row depends on the few rows above it only. After a change they
    are placed anew for the rows that it concerns, and on from there until no name moves any more; then all stand as if they had
    been placed at once.
    """

    def __init__(self, layout: Layout, store: SpanStore) -> None:
        """Place everything `store` holds."""
        self._layout = layout
        self._store = store
        spans = store.all()
        self._rows = {span.uid: layout.rows_of(span.start, span.end) for span in spans}
        self._lanes = Lanes(self._rows)
        self._begins = Counter(first for first, _ in self._rows.values())
        """How many codings begin on a row."""
        self._names: dict[int, tuple[int, Name]] = {}
        """The name on a row, and for which row it was wished."""
        self._more: Counter[int] = Counter()
        """How many codings that begin on a row found no room for their name."""
        wishes: defaultdict[int, list[_Wish]] = defaultdict(list)
        for span in spans:
            first, last = self._rows[span.uid]
            for row in range(first, last + 1, REPEAT):
                wishes[row].append(_Wish(span, row > first, last))
        for row in sorted(wishes):
            self._place(row, wishes[row])

    def update(self, before: Iterable[Span], after: Iterable[Span]) -> set[int]:
        """Follow a change that the store already holds; give the rows that look different now."""
        old = {span.uid: self._rows.pop(span.uid) for span in before if span.uid in self._rows}
        new = {span.uid: self._layout.rows_of(span.start, span.end) for span in after if span.uid in self._store}
        self._begins.subtract(first for first, _ in old.values())
        for uid in old.keys() - new.keys():
            self._lanes.drop(uid)
        for uid, rows in new.items():
            self._rows[uid] = rows
            self._begins[rows[0]] += 1
            self._lanes.add(uid, (other.uid for other in self._on(*rows)))
        touched = [*old.values(), *new.values()]
        concerned = {row for first, last in touched for row in _concerned(first, last)}
        return self._place_anew(concerned).union(*(range(first, last + 1) for first, last in touched))

    def marks(self, row: int) -> list[Mark]:
        """List the codings on a row by lane."""
        marks = []
        for span in self._on(row, row):
            first, last = self._rows[span.uid]
            marks.append(Mark(span.uid, span.code, self._lanes[span.uid], row == first, row == last))
        return sorted(marks, key=lambda mark: mark.lane)

    def name(self, row: int) -> Name | None:
        """Give the name that stands on a row."""
        if row not in self._names:
            return None
        name = self._names[row][1]
        return replace(name, more=self._more[row]) if self._more[row] else name

    def _on(self, first: int, last: int) -> list[Span]:
        """List the codings on a stretch of rows, in reading order."""
        start, end = self._layout.reach(first, last)
        spans = self._store.within(start, max(end, start + 1))
        return [span for span in spans if span.uid in self._rows and _meet(self._rows[span.uid], (first, last))]

    def _wishes(self, row: int) -> list[_Wish]:
        """List the codings that begin on a row, or are to say their name again there."""
        rows = ((span, *self._rows[span.uid]) for span in self._on(row, row))
        return [_Wish(span, row > first, last) for span, first, last in rows if (row - first) % REPEAT == 0]

    def _place(self, row: int, wishes: Iterable[_Wish]) -> None:
        """Place the names that are wished for a row, which has none of them yet; those wished for rows below give way."""
        for wish in sorted(wishes, key=attrgetter("is_repeat")):
            lowest = min(row + SEARCH, wish.last)
            place = next((place for place in range(row, lowest + 1) if self._has_room(place, row, wish)), None)
            if place is not None:
                self._names[place] = row, Name(wish.span.uid, wish.span.code)
            elif not wish.is_repeat:
                self._more[row] += 1

    def _has_room(self, place: int, row: int, wish: _Wish) -> bool:
        """Tell whether a name wished for `row` may stand at a place; where a coding begins, none is said again."""
        if wish.is_repeat and self._begins[place]:
            return False
        return place not in self._names or self._names[place][0] > row

    def _place_anew(self, concerned: Iterable[int]) -> set[int]:
        """Place the names wished for some rows anew, and further down as far as they move others; give the rows that changed."""
        changed: set[int] = set()
        row = 0
        for start in sorted(concerned):
            row, end = max(row, start), start
            while row <= end:
                moved = self._replace(row)
                changed |= moved
                end = min(row + SEARCH, len(self._layout) - 1) if moved else end
                row += 1
        return changed

    def _replace(self, row: int) -> set[int]:
        """Place the names wished for a row anew and give the rows that changed."""
        before, more = self._wished(row), self._more.pop(row, 0)
        for place in before:
            del self._names[place]
        self._place(row, self._wishes(row))
        after = self._wished(row)
        moved = {place for place in before | after if before.get(place) != after.get(place)}
        return moved if more == self._more[row] else moved | {row}

    def _wished(self, row: int) -> dict[int, Name]:
        """Give the names that stand somewhere because they were wished for a row."""
        found = ((place, self._names.get(place)) for place in range(row, row + SEARCH + 1))
        return {place: held[1] for place, held in found if held and held[0] == row}


def _concerned(first: int, last: int) -> Iterator[int]:
    """Yield the rows for which a coding's name is wished, and those from which none may be said again on its first."""
    yield from range(max(first - SEARCH, 0), first)
    yield from range(first, last + 1, REPEAT)


def _meet(a: tuple[int, int], b: tuple[int, int]) -> bool:
    return a[0] <= b[1] and b[0] <= a[1]
