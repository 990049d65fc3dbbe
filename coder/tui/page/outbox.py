"""What leaves the desk for the disk: actions under tickets, sent to the writer, sent again when a disk did not take them.

The desk asks whether anything may be begun, hands an action over and goes on; nothing here waits.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from coder.study.changes import Change
from coder.tui.page.steps import Steps, Way
from coder.tui.page.tickets import FOR_MEMORY, Job, Tickets

MOST_UNSAVED = 50
"""Actions that may wait for a disk that fails; beyond them nothing is begun that could be lost."""
LONGEST_PAUSE = 30
"""Seconds between two tries to save what a disk did not take."""
STUCK = 16
"""The pause, in seconds, that follows pauses of 1, 2, 4 and 8: by then half a minute has gone."""


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

    def resume(self) -> None:
        """Have things tried again after one could not be saved."""
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


class Outbox:
    """Hands one coder's actions to the writer."""

    def __init__(self, queue: Queue, coder: str, clock: Clock) -> None:
        """Send to `queue` for a coder (a uid)."""
        self.tickets = Tickets()
        self.steps = Steps()
        self._queue = queue
        self._coder = coder
        self._clock = clock
        self._pause = 0
        self._is_pausing = False

    @property
    def is_full(self) -> bool:
        """Whether so much waits for a failing disk that nothing new may be begun."""
        return bool(self.tickets.failing) and self.tickets.waiting >= MOST_UNSAVED

    @property
    def is_stuck(self) -> bool:
        """Whether a disk has failed for half a minute, or so much waits that nothing new may be begun."""
        return self.is_full or (bool(self.tickets.failing) and self._pause >= STUCK)

    def put(self, changes: Sequence[Change], *, rereads: bool = False, said: str = "") -> tuple[Change, ...]:
        """Have an action saved, and give its changes; `rereads` and `said` are for when it is (see `Job`)."""
        held = tuple(changes)
        self.tickets.issue(Job(partial(self._queue.put, changes=held, coder=self._coder), held, rereads, said))
        return held

    def turn(self, way: Way, shown: Iterable[str] = ()) -> None:
        """Have the newest action taken back, or brought back; `shown` are the codings for which that is shown already."""
        send = self._queue.undo if way == "undo" else self._queue.redo
        self.tickets.issue(Job(partial(send, coder=self._coder), rereads=True, shown=frozenset(shown)))

    def remember(self, key: str, value: str) -> None:
        """Have something kept on this device."""
        self._queue.remember(FOR_MEMORY, self._coder, key, value)

    def waits_for(self, ticket: int) -> bool:
        """Tell whether anybody waits for a ticket; nobody does for what is only remembered."""
        return ticket != FOR_MEMORY

    def saved(self, ticket: int) -> Job | None:
        """Settle a ticket that is on the disk."""
        job = self.tickets.saved(ticket)
        self._pause = self._pause if self.tickets.failing else 0
        return job

    def failed(self, ticket: int) -> None:
        """Send a ticket that the disk did not take once more, after a pause that grows."""
        self.tickets.failed(ticket)
        if not self._is_pausing:
            self._is_pausing = True
            self._pause = min(self._pause * 2 or 1, LONGEST_PAUSE)
            self._clock.later(self._pause, self._send_again)

    def _send_again(self) -> None:
        self._is_pausing = False
        self.retry()

    def retry(self) -> None:
        """Try now what failed."""
        self.tickets.retry(self._queue.resume)
