"""A study: the file of one research project, opened for reading or for writing.

>>> from pathlib import Path
>>> import tempfile
>>> with tempfile.TemporaryDirectory() as folder:
...     with Study.create(Path(folder) / "demo.db", supervisor="oak", installation=Installation(Path(folder))) as study:
...         [coder.name for coder in study.store.coders()]
['oak']
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from coder.errors import StorageFailed
from coder.model.round import MAIN
from coder.model.text import TEXT_RULES
from coder.study import backup, changes, engine, schema
from coder.study.changes import Change
from coder.study.journal import turns
from coder.study.journal.chronicle import Chronicle, Received, read_rows
from coder.study.journal.device import Installation, device_for, read_binding
from coder.study.journal.effects import read_body
from coder.study.journal.past import Past, unreadable
from coder.study.journal.rows import Action, Content, Row
from coder.study.journal.turns import Turned
from coder.study.journal.verify import Anchor, Check, heads, verify
from coder.study.ledger import Ledger
from coder.study.store import Store


def now() -> str:
    """Give the time as the journal writes it: ISO 8601, UTC, to the millisecond."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").removesuffix("+00:00") + "Z"


@dataclass(frozen=True, slots=True)
class Entry:
    """One journal row as `coder log` shows it."""

    device: str
    seq: int
    at: str
    actor: str
    action: int
    op: str
    payload: dict[str, object]
    undone: bool


class Study:
    """One study file; use it as a context manager."""

    def __init__(
        self,
        path: Path,
        connection: engine.Connection,
        *,
        installation: Installation | None = None,
        clock: Callable[[], str] = now,
        draw: Callable[[int], bytes] = secrets.token_bytes,
    ) -> None:
        """Take over an open connection; `create` and `open` are the ways in."""
        self.path = path
        self.store = Store(connection)
        self.ledger = Ledger(connection)
        self._db = connection
        self._installation = installation
        self._clock = clock
        self._draw = draw
        self._device: str | None = None
        self._is_careful = False
        self.last_backup: Path | None = None
        """The backup that `be_careful` brought about."""

    @classmethod
    def create(cls, path: Path, *, supervisor: str = "supervisor", installation: Installation | None = None) -> Self:
        """Make a new study with its first coder and the open round `main`.

        Raises:
            StudyRefused: the file exists, or its folder is missing or not writable.
        """
        connection = engine.create(path)
        try:
            schema.install(connection)
            with engine.writing(connection):
                values = (("study", secrets.token_hex(16)), ("created_at", now()), ("text_rules", str(TEXT_RULES)))
                connection.executemany("INSERT INTO meta(key, value) VALUES (?, ?)", values)
            study = cls(path, connection, installation=installation)
            first = changes.add_coder(supervisor, "supervisor")
            study.act([first, changes.add_round(MAIN)], first.uid)
        except BaseException:
            connection.close()
            engine.remove(path)
            raise
        return study

    @classmethod
    def open(cls, path: Path | str, *, readonly: bool = False, installation: Installation | None = None) -> Self:
        """Open a study, bringing an older one up to date unless it is only read.

        Raises:
            StudyRefused: missing, no study, of a newer version, damaged or not writable.
        """
        path = Path(path)
        connection = engine.connect(path, readonly=readonly)
        try:
            if readonly:
                schema.check(connection, path)
            else:
                backup.sweep(path)
                schema.migrate(connection, path, lambda: backup.make(connection, path, "migration"))
        except (engine.DatabaseError, UnicodeDecodeError) as error:
            connection.close()
            raise engine.refusal(path, error, readonly=readonly) from None
        except BaseException:
            connection.close()
            raise
        return cls(path, connection, installation=installation)

    def __enter__(self) -> Self:
        """Give the study."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Close the file."""
        self.close()

    def close(self) -> None:
        """Note where this device stopped writing, and close the file."""
        try:
            if self._device:
                engine.gather(self._db)
                self._note_head(self._device)
        except (StorageFailed, engine.DatabaseError):
            pass  # all is saved; only a restored backup would be taken for this file
        finally:
            self._db.close()

    def discard(self) -> None:
        """Close a study that was only just made, and take its file away again."""
        self._device = None
        self._db.close()
        engine.remove(self.path)

    @cached_property
    def past(self) -> Past:
        """What was done here, for undo to be announced before it happens."""
        return Past(self._db, self.path, lambda: self._where)

    @cached_property
    def uid(self) -> str:
        """The study's own uid, which every chain begins with."""
        try:
            return str(self._db.execute("SELECT value FROM meta WHERE key = 'study'").fetchone()[0])
        except (engine.DatabaseError, TypeError):
            message = "The study has lost its own number; the file is damaged."
            raise StorageFailed(message, "Keep it as it is and work on with a copy from before.") from None

    def act(self, drafts: Sequence[Change], coder: str) -> Action:
        """Save one action of a coder (a uid), all of it or nothing, and give its name.

        Raises:
            ChangeRefused: a rule forbids it. StorageFailed: it could not be saved. Either way nothing has changed.
        """
        if self._is_careful:
            self._is_careful = False
            if not backup.is_up_to_date(self._db, self.path):
                self.last_backup = backup.make(self._db, self.path, "import").path
        row = self._chronicle.append(drafts, coder)
        return row.device, row.seq - max(len(drafts), 1) + 1

    def back_up(self) -> Path:
        """Put a proved copy into the study's folder of backups and give its path.

        Raises:
            StorageFailed: the disk is full or does not answer. StudyDamaged: the study is not whole.
        """
        return backup.make(self._db, self.path, "asked").path

    def be_careful(self) -> None:
        """Have a backup made before the next change, for much is to come in at once, if the newest does not go as far already.

        What is refused before it comes to a change needs none.
        """
        self._is_careful = True

    def copy_to(self, target: Path) -> None:
        """Write a proved copy of the study to a file; it may be worked on there, by a new device.

        Raises:
            StorageFailed: the disk is full or does not answer. StudyDamaged: the study is not whole.
        """
        backup.copy(self._db, target)

    def undo(self, coder: str) -> Turned | None:
        """Take back the coder's newest action on this device; None where there is nothing to take back."""
        return turns.undo(self._chronicle, coder)

    def redo(self, coder: str) -> Turned | None:
        """Bring back what the coder undid last; None once she has done something new."""
        return turns.redo(self._chronicle, coder)

    def receive(self, rows: Iterable[Row], contents: Mapping[str, Content]) -> Received:
        """Take in rows and contents of other devices."""
        return self._chronicle.receive(rows, contents)

    def log(self) -> Iterator[Entry]:
        """Yield the journal in the order in which it came, without sealed rows and those that are not understood."""
        try:
            undone = set(self._db.execute("SELECT device, action FROM reversal WHERE turn = 'undo'").fetchall())
            rows = list(read_rows(self._db))
        except engine.DatabaseError:
            raise unreadable() from None
        for row in rows:
            body: dict[str, Any] | None = read_body(row)
            if body is not None:
                said = (body["at"], body["actor"], body["action"], body["op"], body["payload"])
                yield Entry(row.device, row.seq, *said, undone=(row.device, body["action"]) in undone)

    def verify(self, noted_anchors: Sequence[Anchor] = ()) -> tuple[Check, ...]:
        """Prove that the file is whole, that its journal gives its tables, and that it goes on from anchors noted elsewhere."""
        try:
            uid, device = self.uid, read_binding(self._db)[0]
        except (engine.DatabaseError, StorageFailed):
            return (Check("file", "the file is so damaged that not even its own notes can be read"),)
        noted = self._where.last_written(device) if device else None
        anchors = [*noted_anchors, *([(device, *noted)] if device and noted else [])]
        return verify(self._db, uid, device, anchors, _empty)

    def anchors(self) -> list[Anchor]:
        """Give each device's anchor: write one down, and nobody can cut the journal's tail unseen.

        Raises:
            StorageFailed: the file is too damaged to be read.
        """
        try:
            return heads(self._db)
        except engine.DatabaseError:
            raise unreadable() from None

    def remember(self, coder: str, key: str, value: str) -> None:
        """Keep something for this coder on this device only; it is not part of the journal."""
        with engine.writing(self._db):
            sql = """INSERT INTO desk(device, coder, key, value) VALUES (?, ?, ?, ?)
                     ON CONFLICT(device, coder, key) DO UPDATE SET value = excluded.value"""
            self._db.execute(sql, (self._this_device(), coder, key, value))

    def remembered(self, coder: str) -> dict[str, str]:
        """Give what `remember` kept for a coder."""
        device = read_binding(self._db)[0]
        rows = self._db.execute("SELECT key, value FROM desk WHERE device = ? AND coder = ?", (device, coder)).fetchall()
        return dict(rows)

    @cached_property
    def _chronicle(self) -> Chronicle:
        return Chronicle(self._db, self.uid, self._this_device, self._clock, self._draw)

    @property
    def _where(self) -> Installation:
        if self._installation is None:
            self._installation = Installation.default()
        return self._installation

    def _this_device(self) -> str:
        """Give this device's id for the file, asked inside a transaction.

        Looked up anew when the file names another device than before: another installation wrote meanwhile, or the transaction
        in which the id was made was taken back.
        """
        if self._device is None or read_binding(self._db)[0] != self._device:
            self._device = device_for(self._db, self.path, self._where, self._draw)
        return self._device

    def _note_head(self, device: str) -> None:
        for name, seq, row_hash in heads(self._db):
            if name == device:
                self._where.note_written(device, seq, row_hash)


def _empty() -> engine.Connection:
    """Open an empty study in memory."""
    connection = engine.in_memory()
    schema.install(connection)
    return connection
