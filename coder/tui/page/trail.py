"""A trail: a named list of places in a source that one steps through, such as the hits of a search.

Without one, the steps go from coding to coding.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass

Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Trail:
    """Places in the order of the text."""

    name: str
    """What one of them is: `hit`, `passage`."""
    places: tuple[Place, ...]

    def step(self, cursor: int, by: int) -> int | None:
        """Find the place to go to from a cursor, forward (1) or back (-1); None where there is no further one.

        >>> Trail("hit", ((5, 8), (20, 23))).step(5, 1), Trail("hit", ((5, 8), (20, 23))).step(5, -1)
        (1, None)
        """
        starts = [start for start, _ in self.places]
        index = bisect_right(starts, cursor) if by > 0 else bisect_left(starts, cursor) - 1
        return index if 0 <= index < len(starts) else None

    def nearest(self, cursor: int) -> int | None:
        """Find the first place at or behind a cursor, from the beginning again where there is none; None in an empty trail."""
        if not self.places:
            return None
        return bisect_left([start for start, _ in self.places], cursor) % len(self.places)

    def said(self, index: int) -> str:
        """Say which of how many a place is.

        >>> Trail("hit", ((5, 8), (20, 23))).said(1)
        'hit 2 of 2'
        """
        return f"{self.name} {index + 1:,} of {len(self.places):,}"
