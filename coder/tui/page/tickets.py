"""What is on its way to the disk: each action under a ticket until the writer has reported on it.

"Saved" is said only after a report; a ticket that failed stays and can be sent again, one that was refused is gone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from coder.study.changes import AddCoding, Change, MoveCoding, Recode
from coder.study.writer import FOR_NOBODY

FOR_MEMORY = FOR_NOBODY
"""The ticket of what is only remembered on this device."""


@dataclass(frozen=True, slots=True)
class Job:
    """One action that was handed to the writer."""

    send: Callable[[int], None]
    """Hands it over (again) under its ticket."""
    changes: tuple[Change, ...] = ()
    """Its changes; none for an undo or redo."""
    rereads: bool = False
    """Whether all must be read anew when it is saved: only the file knows what an undo did."""
    said: str = ""
    """What to say then."""
    shown: frozenset[str] = frozenset()
    """The codings (uids) that an undo or redo was shown to turn before anybody knew whether it does."""


class Tickets:
    """The jobs not yet settled, in the order in which they were issued."""

    def __init__(self) -> None:
        """Begin with none."""
        self._jobs: dict[int, Job] = {}
        self._failing: set[int] = set()
        self._sent: set[int] = set()
        """Those that the writer has and has not reported on."""
        self._issued = 0
        self._has_saved = False

    def issue(self, job: Job) -> None:
        """Number a job and send it; while older ones fail it waits behind them, for an action may build on the one before."""
        self._issued += 1
        self._jobs[self._issued] = job
        if self._failing - self._sent:
            self._failing.add(self._issued)
        else:
            self._send(self._issued)

    def _send(self, ticket: int) -> None:
        self._sent.add(ticket)
        self._jobs[ticket].send(ticket)

    def saved(self, ticket: int) -> Job | None:
        """Settle a ticket that is on the disk."""
        self._has_saved = self._has_saved or ticket in self._jobs
        return self.forget(ticket)

    def forget(self, ticket: int) -> Job | None:
        """Forget a ticket that is saved, or will never be."""
        self._failing.discard(ticket)
        self._sent.discard(ticket)
        return self._jobs.pop(ticket, None)

    def failed(self, ticket: int) -> None:
        """Note that a ticket could not be saved for now; none behind it was tried."""
        self._sent.discard(ticket)
        if ticket in self._jobs:
            self._failing.add(ticket)

    def retry(self, resume: Callable[[], None]) -> None:
        """Send again what failed, in order, once the writer has reported on everything; `resume` tells it to go on."""
        if self._failing and not self._sent:
            resume()
            for ticket in sorted(self._failing):
                self._send(ticket)

    @property
    def failing(self) -> int:
        """Count what could not be saved for now."""
        return len(self._failing)

    @property
    def waiting(self) -> int:
        """Count what is not on the disk."""
        return len(self._jobs)

    def changes(self) -> Iterator[Change]:
        """Yield the changes of all open tickets, in order."""
        for job in self._jobs.values():
            yield from job.changes

    def unsaved(self) -> set[str]:
        """List the uids of codings that a failing ticket made or changed."""
        changes = (change for ticket in self._failing for change in self._jobs[ticket].changes)
        return {change.uid for change in changes if isinstance(change, AddCoding | MoveCoding | Recode)}

    def turning(self) -> frozenset[str]:
        """List the uids of codings that an open undo or redo was shown to turn."""
        return frozenset().union(*(job.shown for job in self._jobs.values()))

    @property
    def status(self) -> str:
        """Say in a word or two how safe the work is."""
        if self._failing:
            return f"NOT SAVED {self.waiting}"
        if self._jobs:
            return f"saving {self.waiting}"
        return "✓ saved" if self._has_saved else ""
