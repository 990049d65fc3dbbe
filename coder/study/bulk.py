"""Applying a code to many passages in one action, with the result that applying it to one after another would have.

One after another is too slow for thousands: each time all own codings would be looked through, and each would be a row of the
journal. Here one pass tells what meets what, and what is new comes in as batches.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from coder.model.coding import Coding
from coder.model.spans import meetings
from coder.study.changes import BATCH, AddCoding, Change, Entry, MoveCoding, Remove, new_uid
from coder.study.journal.fold import Fold
from coder.study.journal.rows import Content, member


@dataclass(frozen=True, slots=True)
class AddCodings:
    """Many codings come into being at once; each is checked as one that comes alone."""

    codings: Sequence[AddCoding]
    """Their own uids do not count, see `members`."""
    uid: str = field(default_factory=new_uid)

    @property
    def members(self) -> tuple[AddCoding, ...]:
        """The codings with the uids that they have in the study."""
        return tuple(replace(coding, uid=member(self.uid, place)) for place, coding in enumerate(self.codings))

    def contents(self) -> Iterable[Content]:
        """Give no words."""
        return ()

    def entry(self, now: Fold) -> Entry:
        """Check the rules of coding and write one row for all."""
        items = [coding.entry(now)[1]["fields"] for coding in self.codings]
        return "batch", {"kind": "coding", "uid": self.uid, "n": len(items), "items": items}


def apply_to_many(existing: Iterable[Coding], new: Iterable[AddCoding]) -> list[Change]:
    """Say what applying a code to many passages means: as `apply_code` of the rules for each, own codings there are widened.

    The passages are of one coder in one round, and in each source no two of them overlap.
    """
    fresh: list[AddCoding] = []
    changes: list[Change] = []
    own = defaultdict(list)
    for coding in existing:
        if not coding.stale:
            own[_same(coding)].append(coding)
    wanted = defaultdict(list)
    for one in new:
        wanted[_same(one)].append(one)
    for same, passages in wanted.items():
        added, changed = _applied(sorted(own[same], key=_span), sorted(passages, key=_span))
        fresh += added
        changes += changed
    changes += (AddCodings(fresh[first : first + BATCH]) for first in range(0, len(fresh), BATCH))
    return changes


def _same(coding: Coding | AddCoding) -> tuple[str | bool, ...]:
    return coding.source, coding.code, coding.coder, coding.round, coding.origin == "consensus"


def _span(coding: Coding | AddCoding) -> tuple[int, int]:
    return coding.start, coding.end


def _applied(own: Sequence[Coding], new: Sequence[AddCoding]) -> tuple[list[AddCoding], list[Change]]:
    """Give what is new in one source, and what becomes of the codings that are there."""
    spans = {coding.uid: _span(coding) for coding in own}
    into: dict[str, str] = {}
    """Of codings that were united: the one they became part of."""
    by_uid = {coding.uid: coding for coding in own}
    fresh = []
    for one, met in zip(new, meetings(map(_span, new), list(spans.values())), strict=True):
        touched = {_end_of(into, own[place].uid) for place in met}
        if not touched:
            fresh.append(one)
            continue
        oldest, *others = sorted(touched, key=lambda uid: (by_uid[uid].created_at, uid))
        starts, ends = zip(_span(one), *(spans[uid] for uid in touched), strict=True)
        spans[oldest] = min(starts), max(ends)
        into |= dict.fromkeys(others, oldest)
    return fresh, list(_changed(own, spans, into))


def _end_of(into: dict[str, str], uid: str) -> str:
    while uid in into:
        uid = into[uid]
    return uid


def _changed(own: Iterable[Coding], spans: dict[str, tuple[int, int]], into: dict[str, str]) -> Iterator[Change]:
    for coding in own:
        if coding.uid in into:
            yield Remove("coding", coding.uid)
        elif spans[coding.uid] != _span(coding):
            yield MoveCoding(coding.uid, *spans[coding.uid])
