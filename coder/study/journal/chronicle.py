"""Writing to the journal and taking in rows of other devices: the only ways in which a study changes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple, Protocol

from coder.study.engine import Connection, DatabaseError, writing
from coder.study.journal.effects import Effect, effects, effects_of, is_understood
from coder.study.journal.fold import Fold
from coder.study.journal.references import References
from coder.study.journal.rows import Action, Content, Owner, Row, canonical, genesis, is_intact, make_row
from coder.study.kinds import Json

_COLUMNS = "device, seq, lamport, inner, prev, hash, body, salt"


class Draft(Protocol):
    """A change that is about to become a row."""

    def contents(self) -> Iterable[Content]:
        """Give the texts that the row refers to."""

    def entry(self, now: Fold) -> tuple[str, dict[str, Json]]:
        """Give operation and payload, having looked at how things stand."""


class Turn(NamedTuple):
    """An action that puts another one back (`undo`) or forward again (`redo`)."""

    way: str
    action: Action


@dataclass(frozen=True, slots=True)
class Received:
    """What came of taking in rows."""

    added: int
    filled: int
    """Rows known as sealed whose body came now."""
    rejected: tuple[Row, ...]
    """Rows whose hash does not fit: left out."""


class _Tail(NamedTuple):
    """The end of the journal as a connection left it."""

    version: int
    """SQLite's `data_version`: another number means that another connection has written."""
    device: str
    seq: int
    head: str
    lamport: int
    """The highest of all rows."""


@dataclass(frozen=True)
class Chronicle:
    """The journal of one open study file, written by one device."""

    connection: Connection
    study: str
    device: Callable[[], str]
    """Gives the device id; asked inside a transaction."""
    clock: Callable[[], str]
    draw: Callable[[int], bytes]
    """Gives random bytes: salts and uids."""

    @cached_property
    def _references(self) -> References:
        return References(self.connection)

    @cached_property
    def _known(self) -> list[_Tail]:
        """Where this connection stopped writing, or nothing."""
        return []

    def append(self, drafts: Sequence[Draft], actor: str, turn: Turn | None = None) -> Row:
        """Save one action of a person, all of it or nothing, and return its last row."""
        with self.writing():
            return self.append_within(drafts, actor, turn)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the file's write transaction; ids that were learned in one that failed are forgotten."""
        try:
            with writing(self.connection):
                yield
        except BaseException:
            self._references.forget()
            self._known.clear()
            raise

    def append_within(self, drafts: Sequence[Draft], actor: str, turn: Turn | None = None) -> Row:
        """Do what `append` does inside a transaction that is open already."""
        version, device, seq, head, latest = self._tail()
        lamport = latest + 1
        fold, first = Fold(self.connection, self._references), seq + 1
        shared: dict[str, Json] = {
            "at": self.clock(),
            "actor": actor,
            "action": first,
            "turn": [turn.way, *turn.action] if turn else None,
        }
        for draft in drafts or (_Mark(),):
            for content in draft.contents():
                fold.take_content(content.uid, content)
            op, payload = draft.entry(fold)
            body = shared | {"op": op, "payload": payload}
            row = make_row(device, seq + 1, lamport, head, Content(self.draw(16), canonical(body)))
            fold.apply(self._insert(row), row.stamp, _understood(body, (device, row.seq)))
            seq, head = row.seq, row.hash
        fold.settle()
        self._known[:] = [_Tail(version, device, seq, head, lamport)]
        return row

    def receive(self, rows: Iterable[Row], contents: Mapping[str, Content]) -> Received:
        """Take in rows and contents of other devices, in any order, with repeats; known ones change nothing."""
        with self.writing():
            self._known.clear()
            fold, added, filled, rejected = Fold(self.connection, self._references), 0, 0, []
            for uid, content in contents.items():
                fold.take_content(uid, content)
            for row in rows:
                if not is_intact(row):
                    rejected.append(row)
                    continue
                is_new, is_filled = self._take(row, fold)
                added, filled = added + is_new, filled + is_filled
            fold.settle()
        return Received(added, filled, tuple(rejected))

    def _take(self, row: Row, fold: Fold) -> tuple[bool, bool]:
        known = self.connection.execute(
            "SELECT id, body IS NOT NULL FROM journal WHERE hash = ?", (bytes.fromhex(row.hash),)
        ).fetchone()
        if known and (known[1] or row.body is None):
            return False, False
        if known:
            self.connection.execute("UPDATE journal SET body = ?, salt = ? WHERE id = ?", (row.body, row.salt, known[0]))
        row_id = known[0] if known else self._insert(row)
        if self._is_json(row):
            fold.apply(row_id, row.stamp, effects(row))
        return not known, bool(known)

    def _is_json(self, row: Row) -> bool:
        """Tell whether SQLite reads a body too; it stops at a depth that Python may go beyond."""
        return row.body is None or bool(self.connection.execute("SELECT json_valid(?)", (row.body,)).fetchone()[0])

    def _insert(self, row: Row) -> int:
        inner, prev, row_hash = (bytes.fromhex(part) for part in (row.D, row.prev, row.hash))
        values = (row.device, row.seq, row.lamport, inner, prev, row_hash, row.body, row.salt)
        sql = f"INSERT INTO journal({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
        return int(self.connection.execute(sql, values).lastrowid)

    def _tail(self) -> _Tail:
        """Say where the journal ends; looked up only if another connection has written since this one did (15 µs of a coding)."""
        version = int(self.connection.execute("PRAGMA data_version").fetchone()[0])
        if self._known and self._known[0].version == version:
            return self._known[0]
        self._references.facts.clear()
        device = self.device()
        return _Tail(version, device, *self._head(device), self._latest())

    def _head(self, device: str) -> tuple[int, str]:
        found = self.connection.execute(
            "SELECT seq, hash FROM journal WHERE device = ? ORDER BY seq DESC LIMIT 1", (device,)
        ).fetchone()
        return (found[0], found[1].hex()) if found else (0, genesis(self.study, device))

    def _latest(self) -> int:
        """Give the highest Lamport time of all rows here, sealed ones too: what is written next comes after all that was seen."""
        return int(self.connection.execute("SELECT coalesce(max(lamport), 0) FROM journal").fetchone()[0])


def read_rows(connection: Connection, where: str = "", parameters: Sequence[object] = ()) -> Iterator[Row]:
    """Yield journal rows in the order in which they were stored.

    Raises:
        DatabaseError: the table holds what cannot have been written there.
    """
    for device, seq, lamport, inner, prev, row_hash, body, salt in connection.execute(
        f"SELECT {_COLUMNS} FROM journal {where or 'ORDER BY id'}", tuple(parameters)
    ).fetchall():
        try:
            yield Row(device, seq, lamport, inner.hex(), prev.hex(), row_hash.hex(), body, salt)
        except AttributeError:  # one flipped bit makes a text of a hash
            raise DatabaseError("a row of the journal is malformed") from None


def read_contents(connection: Connection) -> dict[str, Content]:
    """Give all contents that have a body."""
    rows = connection.execute("SELECT uid, salt, body FROM content WHERE body IS NOT NULL").fetchall()
    return {uid: Content(salt, body) for uid, salt, body in rows}


def _understood(body: dict[str, Json], me: Owner) -> list[Effect]:
    """List what a body of our own says; one that says what we would not understand ourselves must not be saved."""
    found = effects_of(body, me)
    if not all(map(is_understood, found)):
        raise ValueError(f"a change of this program is malformed: {body['op']}")
    return found


@dataclass(frozen=True, slots=True)
class _Mark:
    """An undo that had nothing left to change still leaves the stack."""

    def contents(self) -> Iterable[Content]:
        return ()

    def entry(self, now: Fold) -> tuple[str, dict[str, Json]]:
        del now
        return "mark", {}
