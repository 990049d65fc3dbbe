"""The codings of the open source, ready for painting: what lies here, what begins next, without asking the study file.

Codings are put into buckets of some hundred characters; a question about a row looks into one or two of them. What the store
holds is what the screen shows: codings already saved and those still on their way.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

BUCKET = 256
"""Characters; with 2,000 codings in 60,000 characters a row still looks through a dozen instead of fifty."""

Saving = Literal["saved", "failed"]


@dataclass(frozen=True, slots=True)
class Span:
    """A coding as the screen knows it."""

    uid: str
    start: int
    end: int
    code: str
    """uid of the code."""
    state: Saving = "saved"

    @property
    def order(self) -> tuple[int, int, str]:
        """Where it stands in reading order: by start, the longest first."""
        return self.start, -self.end, self.uid


class SpanStore:
    """Codings by uid, by place and in reading order."""

    def __init__(self, spans: Iterable[Span] = ()) -> None:
        """Hold `spans`."""
        self._spans = {span.uid: span for span in spans}
        self._order = sorted(span.order for span in self._spans.values())
        self._buckets: dict[int, set[str]] = {}
        for span in self._spans.values():
            self._sort_in(span)

    def __len__(self) -> int:
        """Count the codings."""
        return len(self._spans)

    def __contains__(self, uid: str) -> bool:
        """Tell whether a coding is held."""
        return uid in self._spans

    def __getitem__(self, uid: str) -> Span:
        """Give a coding by its uid."""
        return self._spans[uid]

    def get(self, uid: str) -> Span | None:
        """Give a coding by its uid, None if it is not held."""
        return self._spans.get(uid)

    def all(self) -> list[Span]:
        """List the codings in reading order."""
        return [self._spans[uid] for _, _, uid in self._order]

    def put(self, span: Span) -> None:
        """Add a coding, or put it in the place of the one with its uid."""
        self.drop(span.uid)
        self._spans[span.uid] = span
        insort(self._order, span.order)
        self._sort_in(span)

    def drop(self, uid: str) -> None:
        """Take a coding out, if it is there."""
        span = self._spans.pop(uid, None)
        if span is not None:
            del self._order[bisect_left(self._order, span.order)]
            for bucket in _buckets(span.start, span.end):
                self._buckets[bucket].discard(uid)

    def _sort_in(self, span: Span) -> None:
        for bucket in _buckets(span.start, span.end):
            self._buckets.setdefault(bucket, set()).add(span.uid)

    def within(self, start: int, end: int) -> list[Span]:
        """List the codings that share a character with `[start, end)`, in reading order."""
        found = {uid for bucket in _buckets(start, end) for uid in self._buckets.get(bucket, ())}
        spans = (self._spans[uid] for uid in found)
        return sorted((span for span in spans if span.start < end and start < span.end), key=lambda span: span.order)

    def at(self, offset: int) -> list[Span]:
        """List the codings on a place, the shortest (innermost) first."""
        return innermost_first(self.within(offset, offset + 1))

    def after(self, offset: int) -> Span | None:
        """Find the first coding that begins behind a place."""
        index = bisect_left(self._order, (offset + 1,))
        return self._spans[self._order[index][2]] if index < len(self._order) else None

    def before(self, offset: int) -> Span | None:
        """Find the last coding that begins before a place."""
        index = bisect_left(self._order, (offset,)) - 1
        return self._spans[self._order[index][2]] if index >= 0 else None

    def neighbour(self, uid: str, by: int) -> Span | None:
        """Find the coding next to one in reading order, or before it."""
        index = self.number(uid) - 1 + by
        return self._spans[self._order[index][2]] if 0 <= index < len(self._order) else None

    def number(self, uid: str) -> int:
        """Count a coding's place in reading order, from 1."""
        return bisect_left(self._order, self._spans[uid].order) + 1


def innermost_first(spans: Iterable[Span]) -> list[Span]:
    """Put codings in order, the shortest first: its colour is the one that shows."""
    return sorted(spans, key=lambda span: (span.end - span.start, span.order))


def _buckets(start: int, end: int) -> range:
    return range(start // BUCKET, max(end - 1, start) // BUCKET + 1)
