"""The writer: one thread with its own connection, so that no key press waits for the disk.

A screen puts changes in and paints at once; the writer takes what waits, saves each action in a transaction of its own and
reports `Saved` only after COMMIT returned, or `Failed` with the reason. It knows no screen: the report is a callback, called
from this thread.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue

from coder.errors import ChangeRefused, CoderError
from coder.study.changes import Change
from coder.study.journal.device import Installation
from coder.study.journal.turns import Turned
from coder.study.study import Study


@dataclass(frozen=True, slots=True)
class Saved:
    """An action is in the file for good."""

    ticket: int
    turned: Turned | None = None
    """What an undo or redo did; None for a plain action, and where there was nothing to take back."""


@dataclass(frozen=True, slots=True)
class Failed:
    """An action is not in the file."""

    ticket: int
    refused: bool
    """True if a rule forbids it (it will never be saved), False if storage failed (it can be tried again)."""
    problem: CoderError


Report = Callable[[Saved | Failed], None]
_Work = Callable[[Study], Turned | None]
_Job = tuple[int, _Work | None]
FOR_NOBODY = 0
"""The ticket of what nobody waits for: that it fails stops nothing."""


class Writer:
    """Saves actions one after another, in the order in which they were put in."""

    def __init__(self, path: Path, report: Report, installation: Installation | None = None) -> None:
        """Start the thread; it opens the study itself, since a connection belongs to one thread."""
        self._jobs: SimpleQueue[_Job | None] = SimpleQueue()
        self._report = report
        self._trouble: CoderError | None = None
        """Why the storage failed; nothing is tried until somebody says to go on."""
        self._opening = (path, installation)
        self._thread = threading.Thread(target=self._run, name="writer", daemon=True)
        self._thread.start()

    def put(self, ticket: int, changes: Sequence[Change], coder: str) -> None:
        """Have one action of a coder (a uid) saved."""

        def job(study: Study) -> None:
            study.act(changes, coder)

        self._jobs.put((ticket, job))

    def undo(self, ticket: int, coder: str) -> None:
        """Have the coder's newest action taken back."""
        self._jobs.put((ticket, lambda study: study.undo(coder)))

    def redo(self, ticket: int, coder: str) -> None:
        """Have what she took back last brought back."""
        self._jobs.put((ticket, lambda study: study.redo(coder)))

    def remember(self, ticket: int, coder: str, key: str, value: str) -> None:
        """Have something kept for a coder on this device."""

        def job(study: Study) -> None:
            study.remember(coder, key, value)

        self._jobs.put((ticket, job))

    def resume(self) -> None:
        """Go on after a failure of the storage: what is put in from now on is tried again."""
        self._jobs.put((FOR_NOBODY, None))

    def close(self, timeout: float | None = 10) -> bool:
        """Save what still waits and end the thread; False if that took longer than `timeout` seconds."""
        self._jobs.put(None)
        self._thread.join(timeout)
        return not self._thread.is_alive()

    def _run(self) -> None:
        path, installation = self._opening
        try:
            study = Study.open(path, installation=installation)
        except CoderError as error:
            self._refuse_all(error)
            return
        with study:
            while (job := self._jobs.get()) is not None:
                self._do(study, *job)

    def _do(self, study: Study, ticket: int, work: _Work | None) -> None:
        """Do a job, unless one before it failed: it may build on that one, and an undo would take back an older action."""
        if work is None:
            self._trouble = None
        elif self._trouble is not None and ticket != FOR_NOBODY:
            self._report(Failed(ticket, refused=False, problem=self._trouble))
        else:
            self._try(study, ticket, work)

    def _try(self, study: Study, ticket: int, work: _Work) -> None:
        try:
            turned = work(study)
        except ChangeRefused as error:
            self._report(Failed(ticket, refused=True, problem=error))
        except CoderError as error:
            self._trouble = error if ticket != FOR_NOBODY else self._trouble
            self._report(Failed(ticket, refused=False, problem=error))
        else:
            self._report(Saved(ticket, turned))

    def _refuse_all(self, error: CoderError) -> None:
        while (job := self._jobs.get()) is not None:
            self._report(Failed(job[0], refused=False, problem=error))
