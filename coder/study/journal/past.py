"""Questions to the journal as people see it: which action an undo would take back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from coder.errors import StorageFailed
from coder.study.engine import Connection, DatabaseError
from coder.study.journal import turns
from coder.study.journal.device import Installation, known_device, read_binding
from coder.study.journal.turns import Coming


class Past:
    """What was done in a study, read through one connection; nothing is changed by asking."""

    def __init__(self, connection: Connection, path: Path, installation: Callable[[], Installation]) -> None:
        """Read through `connection`; path and installation say which device this is."""
        self._db = connection
        self._path = path
        self._installation = installation
        self._device: str | None = None

    def next_undo(self, coder: str) -> Coming | None:
        """Say what `Study.undo` would take back for a coder (a uid); None where there is nothing.

        Only what is in the file counts: ask when everything is saved.
        """
        return self._coming(coder, redo=False)

    def next_redo(self, coder: str) -> Coming | None:
        """Say what `Study.redo` would bring back; None once she has done something new."""
        return self._coming(coder, redo=True)

    def _coming(self, coder: str, *, redo: bool) -> Coming | None:
        try:
            device = self._this_device()
            return turns.coming(self._db, device, coder, redo=redo) if device else None
        except DatabaseError:
            raise unreadable() from None

    def _this_device(self) -> str | None:
        """Give the id under which this device has written here, worked out anew only if the file names another one."""
        if self._device is None or read_binding(self._db)[0] != self._device:
            self._device = known_device(self._db, self._path, self._installation())
        return self._device


def unreadable() -> StorageFailed:
    """Say that a file is too damaged to answer."""
    message = "The study is damaged and cannot be read to the end."
    return StorageFailed(message, "Run `coder verify` on it; `coder restore` puts a backup in its place.")
