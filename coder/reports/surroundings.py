"""What surrounds a passage: its turn, who speaks and what is known of her, and the memos on the codings that lie there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from coder.model.coding import Coding
from coder.model.source import Source, Turn
from coder.reports.segments import Segment
from coder.study.store import Store

BEFORE = 120
"""Characters of the turn given before a passage, at most."""


@dataclass(frozen=True, slots=True)
class InTurn:
    """A passage with what was said around it."""

    before: str
    words: str
    after: str


@dataclass(frozen=True, slots=True)
class Surroundings:
    """One source, read once for all passages in it."""

    source: Source
    text: str
    turns: tuple[Turn, ...]
    attributes: tuple[str, ...]
    """What is known of the source and its respondent, as `region Ryanggang`, in the order of the variables."""
    codings: tuple[Coding, ...]
    memos: Mapping[str, tuple[str, ...]]
    """By uid of the coding; each begins with its coder's name."""

    def turn_of(self, segment: Segment) -> Turn | None:
        """Find the turn that a passage begins in."""
        return self.turns[segment.turn - 1] if segment.turn else None

    def in_turn(self, segment: Segment) -> InTurn:
        """Give a passage with its turn; a long way before it is left out."""
        turn = self.turn_of(segment)
        begin, end = (turn.start, max(turn.end, segment.end)) if turn else (segment.start, segment.end)
        start = begin = min(begin, segment.start)
        if segment.start - begin > BEFORE:
            far = segment.start - BEFORE
            start = max(self.text.find(" ", far, segment.start), far)
        before = ("…" if start > begin else "") + self.text[start : segment.start]
        return InTurn(before, self.text[segment.start : segment.end], self.text[segment.end : end])

    def memos_on(self, segment: Segment) -> tuple[str, ...]:
        """List the memos on codings that share a character with a passage."""
        here = (coding.uid for coding in self.codings if coding.start < segment.end and coding.end > segment.start)
        return tuple(memo for uid in here for memo in self.memos.get(uid, ()))


def surroundings(store: Store, source: Source) -> Surroundings:
    """Read what surrounds the passages of a source."""
    codings = tuple(coding for coding in store.codings(source=source.uid) if not coding.stale)
    return Surroundings(
        source=source,
        text=store.text(source.uid),
        turns=store.turns(source.uid),
        attributes=tuple(_attributes(store, source)),
        codings=codings,
        memos=_memos(store, {coding.uid for coding in codings}),
    )


def _attributes(store: Store, source: Source) -> list[str]:
    values = dict(store.source_values().get(source.uid, {}))
    if source.respondent:
        for person in store.respondents():
            if person.label == source.respondent:
                values |= person.values
    return [f"{one.name} {values[one.name]}" for one in store.variables() if values.get(one.name)]


def _memos(store: Store, codings: set[str]) -> Mapping[str, tuple[str, ...]]:
    names = {coder.uid: coder.name for coder in store.coders()}
    found: dict[str, list[str]] = defaultdict(list)
    for memo in store.memos():
        if memo.target_kind == "coding" and memo.target in codings:
            found[memo.target].append(f"{names.get(memo.coder, '')}: {memo.body}")
    return {uid: tuple(memos) for uid, memos in found.items()}
