"""How a table falls into a window: how wide each column is, and which columns there is room for.

The first column names the rows and always stays; it gives room first. The others keep their width and are shown from a first
one on, so that a table with many coders or categories is walked through column by column and never cut inside a number.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from coder.model.display import cells

GAP = 2
LEAST = 14
"""Cells the first column keeps."""
MARKER = 2
"""Cells before the first column, for the sign of the cursor's row."""


@dataclass(frozen=True, slots=True)
class Place:
    """One column as it is drawn."""

    index: int
    width: int


def widths(names: Sequence[str], rows: Iterable[Sequence[str]]) -> tuple[int, ...]:
    """Measure what each column would need.

    >>> widths(("code", "n"), [("감시", "5"), ("Bribery", "1234")])
    (7, 4)
    """
    return tuple(max(map(cells, texts)) for texts in zip(names, *rows, strict=True))


def stretched(needs: Sequence[int], room: int) -> tuple[int, ...]:
    """Let the last column have just the room that the others leave, so that all are in the window.

    >>> stretched((5, 4, 300), 40), stretched((5, 4, 3), 40)
    ((5, 4, 25), (5, 4, 25))
    """
    *others, _ = needs
    taken = MARKER + sum(others) + GAP * len(others)
    return (*others, max(room - taken, LEAST))


def places(needs: Sequence[int], first: int, room: int) -> list[Place]:
    """Lay columns out: the first one, then those from `first` on that fit; what is left over goes to nobody.

    >>> places([20, 5, 5, 5], 1, 35)
    [Place(index=0, width=19), Place(index=1, width=5), Place(index=2, width=5)]
    """
    shown: list[Place] = []
    used = MARKER + min(needs[0], LEAST)
    for index in range(max(first, 1), len(needs)):
        used += GAP + needs[index]
        if used > room and shown:
            break
        shown.append(Place(index, needs[index]))
    taken = MARKER + sum(GAP + place.width for place in shown)
    return [Place(0, max(min(needs[0], room - taken), 1)), *shown]


def last_first(needs: Sequence[int], room: int) -> int:
    """Find the first column to show beyond which nothing more would come into the window.

    >>> last_first([20, 5, 5, 5], 35), last_first([20, 5, 5, 5], 80)
    (2, 1)
    """
    first = len(needs) - 1
    while first > 1 and places(needs, first - 1, room)[-1].index == len(needs) - 1:
        first -= 1
    return max(first, 1)


def first_for(column: int, needs: Sequence[int], first: int, room: int) -> int:
    """Find the first column to show so that `column` is in the window, moving as little as possible."""
    first = min(first, max(column, 1))
    while first < column and column not in {place.index for place in places(needs, first, room)}:
        first += 1
    return first
