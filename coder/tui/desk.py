"""The desk: one coder at work, the open source, what lies on it, and what of it is on its way to the disk.

A key becomes an action here. The action is shown in the span store at once and handed to the writer; what the writer reports
settles it. A refused action is taken back by the simplest means that cannot be wrong: read the source anew and lay the open
tickets over it. Nothing here knows a screen.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from coder.model.coding import Coding
from coder.model.round import Coder
from coder.model.source import Source
from coder.model.spans import trim
from coder.model.text import shown
from coder.reports.listings import describe_rows
from coder.study.changes import AddCoding, Change, MoveCoding, Remove, apply_code, mark
from coder.study.store import Store
from coder.study.writer import Failed, Saved
from coder.tui.page.news import News
from coder.tui.page.page import Page
from coder.tui.page.slots import Slots
from coder.tui.page.spans import Span, SpanStore
from coder.tui.page.tickets import FOR_MEMORY, Job, Tickets

MOST_UNSAVED = 50
"""Actions that may wait for a disk that fails; beyond them nothing is begun that could be lost."""


LONGEST_PAUSE = 30
"""Seconds between two tries to save what a disk did not take."""


class Queue(Protocol):
    """What the desk asks of the writer."""

    def put(self, ticket: int, changes: Sequence[Change], coder: str) -> None:
        """Have an action saved."""
        ...

    def undo(self, ticket: int, coder: str) -> None:
        """Have the newest action taken back."""
        ...

    def redo(self, ticket: int, coder: str) -> None:
        """Have what was taken back last brought back."""
        ...

    def remember(self, ticket: int, coder: str, key: str, value: str) -> None:
        """Have something kept on this device."""
        ...


@dataclass(frozen=True, slots=True)
class Clock:
    """What the desk knows of time."""

    now: Callable[[], str]
    """Gives the time as the journal writes it."""
    later: Callable[[float, Callable[[], None]], object]
    """Calls something after some seconds."""


class Desk:
    """One coder at work on one study."""

    def __init__(self, store: Store, coder: Coder, queue: Queue, memory: dict[str, str], clock: Clock) -> None:
        """Sit down; `memory` is what this device kept for the coder."""
        self.store = store
        self.coder = coder
        self.round = store.main_round()
        self.codebook = store.codebook()
        self.memory = memory
        self.tickets = Tickets()
        self._queue = queue
        self._clock = clock
        used = store.codes_used_by(coder.uid)
        self.counts = Counter(dict(used))
        """How often the coder has used each code, by uid."""
        places = [uid for uid in _listed(memory.get("slots", "")) if uid in self.codebook.by_uid]
        self.slots = Slots((code for code, _ in used if code in self.codebook.by_uid), places)
        is_testimony = any(source.kind == "interview" for source in store.sources())
        self.warning = "NOT ENCRYPTED" if is_testimony else ""
        """What must stay in sight: interviews in a file that whoever takes it can read."""
        self.source: Source | None = None
        self.page = Page("")
        self.spans = SpanStore()
        self.is_finished = False
        self._codings: dict[str, Coding] = {}
        self._pause = 0
        self._is_pausing = False

    def open(self, source: Source) -> int:
        """Lay a source on the desk and say where its reader stood last."""
        self.source = source
        self.page = Page(shown(self.store.text(source.uid)), self.store.turns(source.uid))
        self.spans = SpanStore()
        self._reread()
        return self.page.settle(_counted(self.memory.get(f"cursor:{source.uid}", "")))

    def leave(self, source: Source, cursor: int) -> None:
        """Have this device remember where the reader stood, and the slots."""
        places = {f"cursor:{source.uid}": str(cursor), "source": source.uid, "slots": json.dumps(self.slots.places)}
        for key, value in places.items():
            if self.memory.get(key) != value:
                self.memory[key] = value
                self._queue.remember(FOR_MEMORY, self.coder.uid, key, value)

    @property
    def last_source(self) -> str:
        """The source that was read last, else the first one; empty if there is none."""
        uids = [source.uid for source in self.store.sources()]
        last = self.source.uid if self.source else self.memory.get("source", "")
        return last if last in uids else next(iter(uids), "")

    def apply(self, code: str, start: int, end: int) -> News:
        """Apply a code to a passage, white space at its ends left out."""
        if self.source is None or not self.is_usable(code):
            return News("this code is not in use any more")
        start, end = trim(self.page.text, start, end)
        if start == end:
            return News("there is nothing to code here")
        new = AddCoding(self.source.uid, code, self.coder.uid, self.round.uid, start, end)
        changes = apply_code(self._codings.values(), new)
        self.slots.use(code)
        if not changes:
            return News(f"{self.name(code)} is here already")
        verb = "coded" if changes[0] is new else "widened"
        self.counts[code] += verb == "coded"
        return self._do(changes, f"{verb} {self.name(code)}, {self.where(start)}")

    def remove(self, uid: str) -> News:
        """Take a coding away."""
        span = self.spans[uid]
        return self._do([Remove("coding", uid)], f"removed {self.name(span.code)}, {self.where(span.start)}")

    def finish(self, *, finished: bool) -> News:
        """Say that the coder is finished with the open source, or take it back."""
        if self.source is None:
            return News()
        change = mark(self.round.uid, self.source.uid, self.coder.uid, "finished", value=finished)
        news = self._do([change], f"{self.source.name} is {'finished' if finished else 'open again'}")
        self.is_finished = finished if not news.is_trouble else self.is_finished
        return news

    def undo(self) -> News:
        """Have the coder's newest action taken back."""
        return self._turn(self._queue.undo)

    def redo(self) -> News:
        """Have what was taken back last brought back."""
        return self._turn(self._queue.redo)

    def settle(self, outcome: Saved | Failed) -> News:
        """Take in what the writer reports."""
        if outcome.ticket == FOR_MEMORY:
            return News()
        if isinstance(outcome, Saved):
            return self._saved(outcome)
        if outcome.refused:
            self.tickets.refused(outcome.ticket)
            before, after = self._reread()
            return News(f"taken back: {outcome.problem.message} {outcome.problem.hint}", before, after, is_trouble=True)
        self.tickets.failed(outcome.ticket)
        self._try_again()
        before, after = self._show()
        return News(f"not saved yet: {outcome.problem.message} {outcome.problem.hint}", before, after, is_trouble=True)

    def _try_again(self) -> None:
        """Send what failed once more, after a pause that grows."""
        if not self._is_pausing:
            self._is_pausing = True
            self._pause = min(self._pause * 2 or 1, LONGEST_PAUSE)
            self._clock.later(self._pause, self._send_again)

    def _send_again(self) -> None:
        self._is_pausing = False
        self.tickets.retry()

    def is_usable(self, code: str) -> bool:
        """Tell whether a passage can be given a code."""
        found = self.codebook.by_uid.get(code)
        return found is not None and found.codable and found.status != "retired"

    def name(self, code: str) -> str:
        """Give a code's name."""
        found = self.codebook.by_uid.get(code)
        return found.name if found else "a code that is gone"

    def where(self, offset: int) -> str:
        """Say where a place is: in which turn, or where there are none at which character."""
        turn = self.page.turn_at(offset)
        return f"character {offset:,}" if turn is None else f"turn {turn + 1}"

    def _do(self, changes: Sequence[Change], text: str) -> News:
        """Show an action and have it saved."""
        if self.tickets.failing and self.tickets.waiting >= MOST_UNSAVED:
            return News("nothing new is begun until the disk takes what waits", is_trouble=True)
        held = tuple(changes)
        self.tickets.issue(Job(lambda ticket: self._queue.put(ticket, held, self.coder.uid), held))
        self._replay(held)
        before, after = self._show()
        return News(text, before, after)

    def _turn(self, send: Callable[[int, str], None]) -> News:
        if self.tickets.failing:
            return News("undo waits until everything is saved", is_trouble=True)
        self.tickets.issue(Job(lambda ticket: send(ticket, self.coder.uid), rereads=True))
        return News()

    def _saved(self, outcome: Saved) -> News:
        was_failing = self.tickets.failing
        job = self.tickets.saved(outcome.ticket)
        self._pause = self._pause if self.tickets.failing else 0
        if job is None or not job.rereads:
            before, after = self._show() if was_failing else ((), ())
            return News("", before, after)
        if outcome.turned is None:
            return News("there is nothing to undo or redo")
        done, key = ("undone", "ctrl+y brings it back") if outcome.turned.way == "undo" else ("redone", "ctrl+z takes it back")
        was_finished = self.is_finished
        before, after = self._reread()
        spans = sorted((*before, *after), key=lambda span: span.order)
        if not spans:
            what = "finished or not" if was_finished != self.is_finished else f"elsewhere, {describe_rows(outcome.turned.rows)}"
            return News(f"{done}: {what}; {key}")
        return News(f"{done}: {self.name(spans[0].code)}, {self.where(spans[0].start)}; {key}", before, after, spans[0].start)

    def _reread(self) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
        """Read the source's codings anew and lay the open tickets over them."""
        if self.source is None:
            return (), ()
        codings = self.store.codings(source=self.source.uid, coder=self.coder.uid)
        self._codings = {coding.uid: coding for coding in codings if not coding.stale}
        self.is_finished = (self.round.uid, self.source.uid, self.coder.uid) in self.store.finished()
        self._replay(self.tickets.changes())
        return self._show()

    def _replay(self, changes: Iterable[Change]) -> None:
        for change in changes:
            if isinstance(change, AddCoding):
                self._add(change)
            elif isinstance(change, MoveCoding) and change.uid in self._codings:
                self._codings[change.uid] = replace(self._codings[change.uid], start=change.start, end=change.end)
            elif isinstance(change, Remove):
                self._codings.pop(change.uid, None)

    def _add(self, new: AddCoding) -> None:
        if self.source is not None and new.source == self.source.uid:
            who = (new.uid, new.source, new.code, new.coder, new.round)
            self._codings[new.uid] = Coding(*who, new.start, new.end, new.origin, self._clock.now())

    def _show(self) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
        """Bring the span store to what the codings say; give what changed, as it was and as it is."""
        unsaved = self.tickets.unsaved()
        wanted = {
            uid: Span(uid, coding.start, coding.end, coding.code, "failed" if uid in unsaved else "saved")
            for uid, coding in self._codings.items()
        }
        before = tuple(span for span in self.spans.all() if wanted.get(span.uid) != span)
        after = tuple(span for uid, span in wanted.items() if uid not in self.spans or self.spans[uid] != span)
        for span in before:
            self.spans.drop(span.uid)
        for span in after:
            self.spans.put(span)
        return before, after


def _listed(text: str) -> list[str]:
    """Read a list that this device kept; a damaged one is none."""
    try:
        found = json.loads(text or "[]")
    except ValueError:
        return []
    return [one for one in found if isinstance(one, str)] if isinstance(found, list) else []


def _counted(text: str) -> int:
    """Read a number that this device kept; a damaged one is 0."""
    return int(text) if text.isascii() and text.isdecimal() else 0
