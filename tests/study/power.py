"""A disk that can lose power, and one that fails at the n-th write: SQLite's own files, watched through apsw.

A run of the real study on this disk is recorded: every write, truncation, deletion and flush, with a mark wherever a change was
acknowledged. A power loss is then a moment in that record and a throw of dice. What was flushed before the moment is there; of
what was written since the last flush, each sector of 512 bytes is there or not, since a disk may keep any of them. Names of files
are taken to be kept at once: SQLite flushes the folder itself where it counts. What comes out is opened by the program.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

import apsw
from one_study import OneStudy
from sqlcipher3 import dbapi2

from coder.study import engine
from coder.study.study import Study

SECTOR = 512


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that reached the disk: `write`, `truncate`, `delete`, `flush`, or `said` for an acknowledged change."""

    what: str
    name: str
    """The file's name, or the uid of what was acknowledged."""
    at: int = 0
    data: bytes = b""


@dataclass
class Record:
    """What happened on a disk, and whether it is to fail."""

    events: list[Event] = field(default_factory=list)
    left: int | None = None
    """The n-th write or flush from now on fails; None: none does."""

    def note(self, what: str, name: str, at: int = 0, data: bytes = b"") -> None:
        """Take a write or flush down, or fail it."""
        if self.left is not None:
            self.left -= 1
            if self.left <= 0:
                raise apsw.IOError("the medium failed")
        self.events.append(Event(what, name, at, data))


class _File(apsw.VFSFile):
    def __init__(self, record: Record, name: Any, flags: list[int]) -> None:
        self._record = record
        self._name = Path(name.filename() if isinstance(name, apsw.URIFilename) else name or "temporary").name
        super().__init__("", name, flags)

    def xWrite(self, data: bytes, offset: int) -> None:  # noqa: N802 - a name of SQLite's
        self._record.note("write", self._name, offset, bytes(data))
        super().xWrite(data, offset)

    def xTruncate(self, size: int) -> None:  # noqa: N802 - a name of SQLite's
        self._record.note("truncate", self._name, size)
        super().xTruncate(size)

    def xSync(self, flags: int) -> None:  # noqa: N802 - a name of SQLite's
        self._record.note("flush", self._name)
        super().xSync(flags)


class Disk(apsw.VFS):
    """A disk under a name of its own, which writes through to the real one and takes everything down."""

    def __init__(self, name: str, record: Record) -> None:
        self.name = name
        self._record = record
        super().__init__(name, base="")

    def xOpen(self, name: Any, flags: list[int]) -> _File:  # noqa: N802 - a name of SQLite's
        return _File(self._record, name, flags)

    def xDelete(self, filename: str, syncdir: bool) -> None:  # noqa: N802 - a name of SQLite's
        self._record.note("delete", Path(filename).name)
        super().xDelete(filename, syncdir)


class Cursor:
    """What a statement answers, in the words of the program's engine."""

    def __init__(self, rows: Iterator[Any], lastrowid: int, rowcount: int) -> None:
        self._rows = rows
        self.lastrowid = lastrowid
        self.rowcount = rowcount

    def fetchone(self) -> Any:
        return next(self._rows, None)

    def fetchall(self) -> list[Any]:
        return list(self._rows)

    def __iter__(self) -> Iterator[Any]:
        return self._rows


class Connection:
    """apsw's connection in the words of the program's engine; its errors are the engine's."""

    def __init__(self, path: Path, disk: str) -> None:
        flags = apsw.SQLITE_OPEN_READWRITE | apsw.SQLITE_OPEN_URI
        self._connection = apsw.Connection(str(path), flags=flags, vfs=disk)

    @property
    def in_transaction(self) -> bool:
        return self._connection.in_transaction

    def execute(self, sql: str, parameters: Sequence[object] = (), /) -> Cursor:
        try:
            rows = list(self._connection.execute(sql, tuple(parameters)))
        except apsw.Error:
            raise dbapi2.OperationalError("disk I/O error") from None
        return Cursor(iter(rows), self._connection.last_insert_rowid(), self._connection.changes())

    def executemany(self, sql: str, parameters: Iterable[Sequence[object]], /) -> Cursor:
        try:
            self._connection.executemany(sql, [tuple(each) for each in parameters])
        except apsw.Error:
            raise dbapi2.OperationalError("disk I/O error") from None
        return Cursor(iter(()), self._connection.last_insert_rowid(), self._connection.changes())

    def close(self) -> None:
        self._connection.close()


def study_on(place: OneStudy, disk: str, *, synchronous: str = "") -> Study:
    """Open a study for writing on a watched disk, with every setting of the engine but the one that is named."""
    connection = Connection(place.path, disk)
    engine._configure(connection, place.path, readonly=False)
    if synchronous:
        connection.execute(f"PRAGMA synchronous={synchronous}")
    return Study(place.path, connection, installation=place.installation)


def after_power_loss(events: Sequence[Event], moment: int, dice: Random, before: dict[str, bytes]) -> dict[str, bytes]:
    """Say what is on the disk when power is lost just before event number `moment`."""
    disk = {name: bytearray(data) for name, data in before.items()}
    waiting: dict[str, list[Event]] = {}
    for event in events[:moment]:
        if event.what == "flush":
            for each in waiting.pop(event.name, ()):
                _apply(disk, each)
        elif event.what == "delete":
            disk.pop(event.name, None)
            waiting.pop(event.name, None)
        elif event.what != "said":
            disk.setdefault(event.name, bytearray())
            waiting.setdefault(event.name, []).append(event)
    for each in (event for events in waiting.values() for event in events):
        for part in _sectors(each):
            if dice.random() < 0.5:
                _apply(disk, part)
    return {name: bytes(data) for name, data in disk.items()}


def _sectors(event: Event) -> Iterator[Event]:
    """Cut a write at the borders of sectors: each arrives or does not."""
    if event.what == "truncate":
        yield event
        return
    start, end = event.at, event.at + len(event.data)
    while start < end:
        border = min((start // SECTOR + 1) * SECTOR, end)
        yield Event("write", event.name, start, event.data[start - event.at : border - event.at])
        start = border


def _apply(disk: dict[str, bytearray], event: Event) -> None:
    data = disk[event.name]
    if event.what == "truncate":
        del data[event.at :]
        return
    data.extend(bytes(max(event.at - len(data), 0)))
    data[event.at : event.at + len(event.data)] = event.data
