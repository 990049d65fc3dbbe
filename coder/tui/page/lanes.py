"""Which lane of the margin each coding's bracket stands in.

Two codings that show on one row never share a lane. A bracket that stands somewhere stays there: a new coding takes a lane
that is free beside it, a removed one leaves its lane empty, and nothing moves up, for eyes that have learnt the place.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from heapq import heappop, heappush

Rows = tuple[int, int]
"""First and last row of a coding."""


class Lanes:
    """Lane of each coding by uid, counted from 0."""

    def __init__(self, rows: Mapping[str, Rows] | None = None) -> None:
        """Give lanes to all codings of a source at once, in order of (first row, longest first)."""
        self._lanes: dict[str, int] = {}
        free: list[int] = []
        taken: list[tuple[int, int]] = []
        for uid, (first, last) in sorted((rows or {}).items(), key=lambda item: (item[1][0], -item[1][1], item[0])):
            while taken and taken[0][0] < first:
                heappush(free, heappop(taken)[1])
            lane = heappop(free) if free else len(taken)
            heappush(taken, (last, lane))
            self._lanes[uid] = lane

    def __getitem__(self, uid: str) -> int:
        """Give a coding's lane."""
        return self._lanes[uid]

    def add(self, uid: str, beside: Iterable[str]) -> int:
        """Give a coding the first lane that none of the codings `beside` it has; one that has a lane keeps it if it can."""
        taken = {self._lanes[other] for other in beside if other != uid and other in self._lanes}
        if self._lanes.get(uid, -1) not in {-1, *taken}:
            return self._lanes[uid]
        self._lanes[uid] = lane = next(lane for lane in range(len(taken) + 1) if lane not in taken)
        return lane

    def drop(self, uid: str) -> None:
        """Leave a coding's lane empty."""
        self._lanes.pop(uid, None)
