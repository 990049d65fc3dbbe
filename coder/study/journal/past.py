"""Questions to the journal as people ask them: what was done, newest first, and what an undo would take back.

An action is found by its first row, without reading the others, so that the newest page of a long journal costs no more than
that of a short one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from coder.errors import StorageFailed
from coder.study.engine import Connection, DatabaseError
from coder.study.journal import turns
from coder.study.journal.device import Installation, known_device, read_binding
from coder.study.journal.places import places
from coder.study.journal.rows import Action, Row
from coder.study.journal.turns import Coming
from coder.study.kinds import LIMIT

_DEEDS_SQL = """
SELECT device, seq, lamport, coalesce(body ->> '$.at', ''), coalesce(body ->> '$.actor', '') FROM journal
WHERE (lamport, device, seq) < (?1, ?2, ?3) AND CASE WHEN instr(body, ?4) AND json_valid(body)
  THEN body ->> '$.action' = seq AND body ->> '$.turn' IS NULL AND ?4 IN ('', body ->> '$.actor') END
ORDER BY lamport DESC, device DESC, seq DESC LIMIT ?5"""
"""A row that does not hold a coder's uid is none of hers, and to see that is a tenth of the work of reading it as JSON."""


Key = tuple[int, str, int]
"""An action's place in the order of all: its Lamport time, its device, the number of its first row."""


@dataclass(frozen=True, slots=True)
class Deed:
    """One action of a person, as it stands in the journal."""

    key: Key
    action: Action
    at: str
    actor: str
    """uid of the coder."""
    rows: tuple[Row, ...]
    is_undone: bool


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

    def deeds(self, limit: int, before: Key | None = None, coder: str = "") -> list[Deed]:
        """List what was done, newest first: `limit` actions older than `before`, perhaps only those of a coder (a uid).

        Undoing and redoing are no deeds of their own; what was undone says so. An action whose first row is sealed is not told.
        """
        try:
            firsts = self._db.execute(_DEEDS_SQL, (*(before or (LIMIT, "", 0)), coder, limit)).fetchall()
            return [self._deed(*first) for first in dict.fromkeys(firsts)]  # after a fork two rows begin one action
        except DatabaseError:
            raise unreadable() from None

    def places(self, action: Action) -> dict[str, int | None]:
        """Give the sources (uids) in which an action did something, each with where it begins; None is the whole source."""
        try:
            return places(self._db, turns.rows_of(self._db, action))
        except DatabaseError:
            raise unreadable() from None

    def device(self) -> str | None:
        """Give the id under which this device goes on writing here; None where it would take a new one."""
        try:
            return self._this_device()
        except DatabaseError:
            raise unreadable() from None

    def _deed(self, device: str, seq: int, lamport: int, at: str, actor: str) -> Deed:
        rows, is_undone = turns.rows_of(self._db, (device, seq)), turns.is_undone(self._db, (device, seq))
        return Deed((lamport, device, seq), (device, seq), at, actor, tuple(rows), is_undone)

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
