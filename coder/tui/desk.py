"""The desk: one coder at work, the open source, what lies on it, and what of it is on its way to the disk.

An action (`acts`) is shown in the span store at once and handed to the writer; what the writer reports settles it. A refused
action is taken back by the simplest means that cannot be wrong: read the source anew and lay the open tickets over it. Nothing
here knows a screen.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Literal

from coder.model.codebook import Codebook
from coder.model.round import Coder
from coder.model.source import Source
from coder.reports.telling import Teller
from coder.study.changes import Change, SetField, mark
from coder.study.journal.past import Past
from coder.study.store import Store
from coder.study.writer import Failed, Saved
from coder.tui.page.book import Book
from coder.tui.page.news import Away, News
from coder.tui.page.opened import OpenSource, Repaint, lay_open
from coder.tui.page.outbox import Clock, Outbox, Queue
from coder.tui.page.page import Page
from coder.tui.page.slots import Slots
from coder.tui.page.spans import SpanStore

_TURNED = {"undo": ("undone", "ctrl+y brings it back"), "redo": ("redone", "ctrl+z takes it back")}
FULL = News("nothing new is begun until the disk takes what waits", is_trouble=True)


class Desk:
    """One coder at work on one study."""

    def __init__(self, store: Store, past: Past, coder: Coder, queue: Queue, memory: dict[str, str], clock: Clock) -> None:
        """Sit down; `memory` is what this device kept for the coder."""
        self.store = store
        self._past = past
        self.coder = coder
        self.round = store.main_round()
        self.book = Book(store.codebook())
        self.memory = memory
        self.outbox = Outbox(queue, coder.uid, clock)
        self.tickets = self.outbox.tickets
        self._clock = clock
        used = store.codes_used_by(coder.uid)
        self.counts = Counter(dict(used))
        """How often the coder has used each code, by uid."""
        places = [uid if uid in self.codebook.by_uid else "" for uid in _listed(memory.get("slots", ""))]
        self.slots = Slots((code for code, _ in used if code in self.codebook.by_uid), places, _listed(memory.get("pinned", "")))
        is_testimony = any(source.kind == "interview" for source in store.sources())
        self.warning = "NOT ENCRYPTED" if is_testimony else ""
        """What must stay in sight: interviews in a file that whoever takes it can read."""
        self.opened = OpenSource()
        self.is_finished = False
        self._steps = self.outbox.steps

    def open(self, source: Source) -> int:
        """Lay a source on the desk and say where its reader stood last."""
        self.opened = lay_open(source, self.store, _counted(self.memory.get(f"read:{source.uid}", "")))
        self._read_codings()
        return self.page.settle(_counted(self.memory.get(f"cursor:{source.uid}", "")))

    def leave(self, opened: OpenSource, cursor: int) -> None:
        """Have this device remember where the reader stood in a source and when, how far she has read, and the slots."""
        uid = opened.source.uid
        self.remember(f"cursor:{uid}", str(cursor))
        self.remember(f"read:{uid}", str(opened.furthest))
        self.remember("source", uid)
        self.remember("left", self.now)
        self.remember("slots", json.dumps(self.slots.places))
        self.remember("pinned", json.dumps(sorted(self.slots.pinned)))

    def remember(self, key: str, value: str) -> None:
        """Have this device keep something for the coder."""
        if self.memory.get(key) != value:
            self.memory[key] = value
            self.outbox.remember(key, value)

    @property
    def now(self) -> str:
        """The time, as the journal writes it."""
        return self._clock.now()

    @property
    def codebook(self) -> Codebook:
        """The codes, with those that are on their way to the file."""
        return self.book.codebook

    @property
    def source(self) -> Source:
        """The open source; one without a uid before the first."""
        return self.opened.source

    @property
    def page(self) -> Page:
        """The text of the open source."""
        return self.opened.page

    @property
    def spans(self) -> SpanStore:
        """What is painted on it."""
        return self.opened.spans

    @property
    def last_source(self) -> str:
        """The source that was read last, else the first one; empty if there is none."""
        uids = [source.uid for source in self.store.sources()]
        last = self.source.uid or self.memory.get("source", "")
        return last if last in uids else next(iter(uids), "")

    def do(self, changes: Sequence[Change], said: str, *, has_new_codebook: bool = False) -> News:
        """Show an action on the open source at once, and have it saved."""
        if self.outbox.is_full:
            return FULL
        step = self.opened.lay(self.outbox.put(changes, rereads=has_new_codebook, said=said), self._clock.now())
        self._steps.did(step._replace(said=said))
        return News(said, *self._show(), has_new_codebook=has_new_codebook)

    def change(self, changes: Sequence[Change], said: str) -> News:
        """Have any screen's changes saved as one action.

        Nothing is shown beforehand: when they are in the file all is read anew, and `said` is the news.
        """
        if self.outbox.is_full:
            return FULL
        self.outbox.put(changes, rereads=True, said=said)
        self._steps.did(None)
        return News()

    def undo(self) -> News:
        """Have the coder's newest action taken back."""
        return self._turn("undo")

    def redo(self) -> News:
        """Have what was taken back last brought back."""
        return self._turn("redo")

    def away(self, way: Literal["undo", "redo"]) -> Away | None:
        """Say what an undo or redo would turn, if nothing of it lies on the open source: it is gone to, or asked about, first."""
        if self._steps.next(way, self.source.uid):
            return None  # it is known, and one of those seen here
        if self.tickets.waiting:
            return Away("what you did last, which is being saved")
        coming = (self._past.next_undo if way == "undo" else self._past.next_redo)(self.coder.uid)
        if coming is None or self.source.uid in coming.places:
            return None
        said = Teller(self.store).tell(coming.rows, self.coder.uid)
        return Away(said, *next(iter(coming.places.items()), ("", None)))

    def settle(self, outcome: Saved | Failed) -> News:
        """Take in what the writer reports."""
        if not self.outbox.waits_for(outcome.ticket):
            return News()
        if isinstance(outcome, Saved):
            return self._saved(outcome)
        if outcome.refused:
            self.tickets.forget(outcome.ticket)
            self._steps.forget()
            said, had_book = f"taken back: {outcome.problem.message} {outcome.problem.hint}", self.codebook
            repaint = self._reread()
            return News(said, *repaint, is_trouble=True, has_new_codebook=self.codebook is not had_book)
        self.outbox.failed(outcome.ticket)
        return News(f"not saved yet: {outcome.problem.message} {outcome.problem.hint}", *self._show(), is_trouble=True)

    def name(self, code: str) -> str:
        """Give a code's name."""
        return self.book.name(code)

    def where(self, offset: int) -> str:
        """Say where a place is: in which turn, or where there are none at which character."""
        turn = self.page.turn_at(offset)
        if turn is None:
            return "before turn 1" if self.page.turns else f"character {offset:,}"
        return f"turn {turn + 1}"

    def _turn(self, way: Literal["undo", "redo"]) -> News:
        """Have the newest action turned, and show it at once if it is known; `_turned` tells whether it was that."""
        if self.tickets.failing:
            return News("undo waits until everything is saved", is_trouble=True)
        step = self._steps.next(way, self.source.uid)
        if step is None:
            self._steps.took(way, None)
            self.outbox.turn(way)
            return News()
        self._steps.took(way, self.opened.take(step))
        self.outbox.turn(way, step.codings)
        return self._tell(way, step.said, self._show())

    def _tell(self, way: str, what: str, repaint: Repaint) -> News:
        """Say what an undo or redo took back or brought back, and where that lies on the open source."""
        done, key = _TURNED[way]
        starts = [span.start for spans in repaint for span in spans]
        return News(f"{done}: {what}; {key}", *repaint, min(starts, default=None))

    def _saved(self, outcome: Saved) -> News:
        was_failing = self.tickets.failing
        job = self.outbox.saved(outcome.ticket)
        if job is None or not job.rereads:
            return News("", *(self._show() if was_failing else ((), ())))
        had_book = self.codebook
        news = News(job.said, *self._reread()) if job.changes else self._turned(outcome, job.shown)
        return replace(news, has_new_codebook=self.codebook is not had_book)

    def _turned(self, outcome: Saved, shown: frozenset[str]) -> News:
        """Take in what an undo or a redo did, and say it unless just that is shown already."""
        turned = outcome.turned
        if turned is None:
            self._steps.forget()
            return News("there is nothing to undo or redo", *self._reread())
        among = turned.codings
        if among is not None and not shown <= among:
            self._steps.forget()
            among = None
        repaint = self._reread(among)
        if shown and not any(repaint):
            return News()
        return self._tell(turned.way, Teller(self.store).tell(turned.rows, self.coder.uid), repaint)

    def _reread(self, among: Collection[str] | None = None) -> Repaint:
        """Read the codebook and the source's codings anew, and lay the open tickets over them.

        Where only codings have changed, `among` some uids, only those are read.
        """
        if among is None:
            self.book.take(self.store.codebook())
            self.slots.keep(self.codebook.by_uid)
        return self._read_codings(among) if self.source.uid else ((), ())

    def _read_codings(self, among: Collection[str] | None = None) -> Repaint:
        """Read codings anew, but leave those as they are shown of which an undo or redo is still to be reported."""
        turning = self.opened.as_shown(self.tickets.turning())
        self.opened.read(self.store.codings(source=self.source.uid, coder=self.coder.uid, among=among), among)
        place = (self.round.uid, self.source.uid, self.coder.uid)
        self.is_finished = place in self.store.finished()
        own = mark(*place, "finished", value=True)
        for change in self.tickets.changes():
            if isinstance(change, SetField) and (change.kind, change.uid, change.field) == (own.kind, own.uid, own.field):
                self.is_finished = bool(change.value)
        self.opened.lay(self.tickets.changes(), self._clock.now())
        self.opened.take(turning)
        return self._show()

    def _show(self) -> Repaint:
        return self.opened.show(self.tickets.unsaved())


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
