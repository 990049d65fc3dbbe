"""The source that lies on the desk: its page, the coder's own codings on it, and the spans that the screen paints.

Codings are what the study file says with the changes laid over it that are still on their way; spans are what is painted of them.
`show` brings the second to the first and works in proportion to what has changed, however many codings there are.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace

from coder.model.coding import Coding
from coder.model.source import Source
from coder.model.text import shown
from coder.study.changes import AddCoding, Change, MoveCoding, Recode, Remove
from coder.study.store import Store
from coder.tui.page.page import Page
from coder.tui.page.spans import Span, SpanStore
from coder.tui.page.steps import Codings, Step

Repaint = tuple[tuple[Span, ...], tuple[Span, ...]]
"""The spans that are gone or look different, as they were; those that are new or look different, as they are."""


NO_SOURCE = Source("", "", "interview", "", 0, 0, None, "")
NO_PAGE = Page("")


@dataclass(slots=True)
class OpenSource:
    """One source with one coder's codings."""

    source: Source = NO_SOURCE
    page: Page = NO_PAGE
    spans: SpanStore = field(default_factory=SpanStore)
    codings: dict[str, Coding] = field(default_factory=dict)
    """By uid."""
    furthest: int = 0
    """The end of the furthest turn that was read to its end, as an offset."""
    _touched: set[str] = field(default_factory=set)
    _unsaved: frozenset[str] = frozenset()

    def read(self, codings: Iterable[Coding], among: Collection[str] | None = None) -> None:
        """Take the codings that the file holds, all or those `among` some uids; those on an earlier text cannot be painted."""
        held = {coding.uid: coding for coding in codings if not coding.stale}
        self._touched |= held.keys() | (self.codings.keys() if among is None else among)
        others = {} if among is None else self.codings
        for uid in among or ():
            others.pop(uid, None)
        self.codings = others | held

    def lay(self, changes: Iterable[Change], at: str) -> Step:
        """Lay changes over the codings that may not be in the file yet, and give the way back.

        `at` is the time that new ones are made at.
        """
        was: dict[str, Coding | None] = {}
        for change in changes:
            was = {**self._put(self._laid(change, at)), **was}
        return Step(self.source.uid, was)

    def as_shown(self, uids: Iterable[str]) -> Step:
        """Give the way to codings (uids) as they are now, from wherever they will be."""
        return Step(self.source.uid, {uid: self.codings.get(uid) for uid in uids})

    def take(self, step: Step) -> Step:
        """Go a way back, and give the way from there."""
        return Step(self.source.uid, self._put(step.codings), step.said)

    def _laid(self, change: Change, at: str) -> Codings:
        """Say what a change makes of a coding."""
        if isinstance(change, AddCoding):
            who = (change.uid, change.source, change.code, change.coder, change.round)
            is_here = change.source == self.source.uid
            return {change.uid: Coding(*who, change.start, change.end, change.origin, at)} if is_here else {}
        if isinstance(change, MoveCoding) and change.uid in self.codings:
            return {change.uid: replace(self.codings[change.uid], start=change.start, end=change.end)}
        if isinstance(change, Recode) and change.uid in self.codings:
            return {change.uid: replace(self.codings[change.uid], code=change.code)}
        if isinstance(change, Remove) and change.uid in self.codings:
            return {change.uid: None}
        return {}

    def _put(self, codings: Codings) -> Codings:
        """Put codings in the place of those that have their uids, and give these."""
        was = {uid: self.codings.pop(uid, None) for uid in codings}
        self.codings.update((uid, coding) for uid, coding in codings.items() if coding is not None)
        self._touched |= was.keys()
        return was

    def read_to(self, offset: int) -> None:
        """Note how far the text was read."""
        self.furthest = max(self.furthest, offset)

    @property
    def unread(self) -> tuple[int, int]:
        """Count the turns that were never read to their end, and all; paragraphs where there are no turns."""
        ends = [turn.end for turn in self.page.turns] or [end for start, end in self.page.paragraphs if start < end]
        return sum(end > self.furthest for end in ends), len(ends)

    def touching(self, start: int, end: int) -> list[Coding]:
        """List the codings that share a character with `[start, end)`."""
        return [self.codings[span.uid] for span in self.spans.within(start, end) if span.uid in self.codings]

    def show(self, unsaved: Collection[str]) -> Repaint:
        """Bring the spans to what the codings say; `unsaved` are the uids of those that a failing disk did not take."""
        uids = self._touched | (self._unsaved ^ frozenset(unsaved))
        self._touched, self._unsaved = set(), frozenset(unsaved)
        before, after = [], []
        for uid in uids:
            old, new = self.spans.get(uid), self._wanted(uid)
            if old != new:
                before += [old] if old else []
                after += [new] if new else []
        for span in before:
            self.spans.drop(span.uid)
        for span in after:
            self.spans.put(span)
        return _in_order(before), _in_order(after)

    def _wanted(self, uid: str) -> Span | None:
        coding = self.codings.get(uid)
        if coding is None:
            return None
        return Span(uid, coding.start, coding.end, coding.code, "failed" if uid in self._unsaved else "saved")


def lay_open(source: Source, store: Store, furthest: int = 0) -> OpenSource:
    """Open a source, with no coding on it yet."""
    return OpenSource(source, Page(shown(store.text(source.uid)), store.turns(source.uid)), furthest=furthest)


def _in_order(spans: list[Span]) -> tuple[Span, ...]:
    return tuple(sorted(spans, key=lambda span: span.order))
