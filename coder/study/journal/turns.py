"""Undo and redo: actions like any other, which put fields back as far as nobody else has touched them since.

A row is a step of one field, from (was, owner then) to (value, the row itself). Undo takes a step back only while the row still
owns the field, and redo forward only while the owner from before does; any other field is skipped and its owner named. The
original action is always named by the turn, and the newest turn that names it decides whether it is undone.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from coder.errors import ChangeRefused
from coder.study.engine import Connection
from coder.study.journal.chronicle import Chronicle, Draft, Turn, read_rows
from coder.study.journal.effects import Acted, Add, Set, effects, effects_of, is_understood, owner, read_body
from coder.study.journal.fold import Fold
from coder.study.journal.places import places
from coder.study.journal.rows import Action, Content, Owner, Row, member
from coder.study.kinds import Json


class Skipped(NamedTuple):
    """A field that was left as it is, because somebody else owns it now."""

    kind: str
    uid: str
    field: str
    owner: Owner | None


@dataclass(frozen=True, slots=True)
class Turned:
    """What an undo or redo did."""

    way: str
    action: Action
    """The action that was put back or forward."""
    rows: tuple[Row, ...]
    """Its rows, so that a screen can say what it was."""
    skipped: tuple[Skipped, ...]

    @property
    def codings(self) -> frozenset[str] | None:
        """The codings (uids) it did something to; None if it also did something that other codings may depend on."""
        done = [effect for row in self.rows for effect in effects(row) if not isinstance(effect, Acted)]
        known = [effect for effect in done if isinstance(effect, Add | Set) and effect.kind in _OF_ONE_CODING]
        return frozenset(effect.uid for effect in known if effect.kind == "coding") if len(known) == len(done) else None


_OF_ONE_CODING = frozenset(("coding", "memo", "mark"))
"""Kinds whose change changes no coding but that which it names, if any."""


@dataclass(frozen=True, slots=True)
class Coming:
    """What the next undo or redo would do."""

    way: str
    action: Action
    """The action that would be put back or forward."""
    rows: tuple[Row, ...]
    """Its rows, so that a screen can say what it was."""
    places: Mapping[str, int | None]
    """The sources (uids) in which it did something and where in each, as in `places`."""


class _Step(NamedTuple):
    """One field's way through one row: from (was, was_by) to (value, by)."""

    kind: str
    uid: str
    field: str
    was: Json
    was_by: Owner | None
    value: Json
    by: Owner


@dataclass(frozen=True, slots=True)
class _PutBack:
    """A row that sets one field, owned by whoever owned the value that comes back."""

    step: _Step
    redo: bool

    def contents(self) -> Iterable[Content]:
        return ()

    def entry(self, now: Fold) -> tuple[str, dict[str, Json]]:
        kind, uid, field = self.step[:3]
        value, by = (self.step.value, self.step.by) if self.redo else (self.step.was, self.step.was_by)
        payload: dict[str, Json] = {"kind": kind, "uid": uid, "field": field, "value": value, "was": now.value(kind, uid, field)}
        return "set", payload | {"was_by": pair(now.owner(kind, uid, field)), "by": pair(by)}


@dataclass(frozen=True, slots=True)
class _PutBackMany:
    """The same for members of one batch."""

    batch: str
    steps: dict[int, _Step]
    redo: bool

    def contents(self) -> Iterable[Content]:
        return ()

    def entry(self, now: Fold) -> tuple[str, dict[str, Json]]:
        first = next(iter(self.steps.values()))
        values: dict[str, Json] = {}
        for index, step in self.steps.items():
            value, by = (step.value, step.by) if self.redo else (step.was, step.was_by)
            have, have_by = now.value(*step[:3]), now.owner(*step[:3])
            values[str(index)] = [value, have, pair(have_by), pair(by)]
        return "batch.set", {"kind": first.kind, "uid": self.batch, "field": first.field, "values": values}


def undo(chronicle: Chronicle, actor: str) -> Turned | None:
    """Undo the newest action of a coder on this device that is not undone; None where there is nothing left."""
    return _turn_newest(chronicle, actor, redo=False)


def redo(chronicle: Chronicle, actor: str) -> Turned | None:
    """Redo what this coder undid last, unless she has done something new since."""
    return _turn_newest(chronicle, actor, redo=True)


def coming(connection: Connection, device: str, actor: str, *, redo: bool) -> Coming | None:
    """Say what `undo` or `redo` would try to do next; None where there is nothing left."""
    action = _newest(connection, device, actor, redo=redo)
    if action is None:
        return None
    rows = rows_of(connection, action)
    return Coming("redo" if redo else "undo", action, tuple(rows), places(connection, rows))


def _turn_newest(chronicle: Chronicle, actor: str, *, redo: bool) -> Turned | None:
    """Turn the newest action there is; one that cannot be turned is never passed over in favour of an older one.

    Raises:
        ChangeRefused: it cannot be turned.
    """
    with chronicle.writing():
        action = _newest(chronicle.connection, chronicle.device(), actor, redo=redo)
        return None if action is None else turn(chronicle, action, actor, redo=redo)


def turn(chronicle: Chronicle, action: Action, actor: str, *, redo: bool) -> Turned:
    """Put an action back or forward inside an open transaction.

    Raises:
        ChangeRefused: it is sealed or forked, a purge, a reveal or the beginning of the study, it made a code, coder or round
            that something still uses afterwards, it changed a codebook that is locked by now, or it is undone already. The
            transaction must be taken back.
    """
    connection = chronicle.connection
    rows = rows_of(connection, action)
    is_whole = sum(row.seq == action[1] for row in rows) == 1
    if is_undone(connection, action) != redo or not is_whole or not all(map(_is_turnable, rows)):
        raise _refusal(redo=redo)
    now, drafts, skipped = Fold(connection), list[Draft](), list[Skipped]()
    if any(now.is_barred(*step[:3]) for row in rows for _, step in _steps(row)):
        raise _refusal(redo=redo)
    for row in rows:
        steps = dict(_steps(row))
        free = {index: step for index, step in steps.items() if now.owner(*step[:3]) == (step.was_by if redo else step.by)}
        skipped += [Skipped(*step[:3], now.owner(*step[:3])) for index, step in steps.items() if index not in free]
        if free:
            batch = _payload(row)["uid"] if _op(row).startswith("batch") else None
            drafts.append(_PutBackMany(str(batch), free, redo) if batch else _PutBack(free[0], redo))
    way = "redo" if redo else "undo"
    chronicle.append_within(drafts, actor, Turn(way, action))
    if not redo and any(_is_missed(Fold(connection), row) for row in rows):
        raise _refusal(redo=redo)
    return Turned(way, action, tuple(rows), tuple(skipped))


def _refusal(*, redo: bool) -> ChangeRefused:
    reason = (
        "It made a code that others have used since, changed a codebook that is locked by now, began the study, or erased or "
        "revealed something."
    )
    return ChangeRefused(f"The newest action cannot be {'redone' if redo else 'undone'}.", reason)


def is_undone(connection: Connection, action: Action) -> bool:
    """Tell whether the newest turn that names an action is an undo."""
    found = connection.execute("SELECT turn FROM reversal WHERE device = ? AND action = ?", action).fetchone()
    return found is not None and found[0] == "undo"


def rows_of(connection: Connection, action: Action) -> list[Row]:
    """Give the rows of one action, in order; sealed ones and those that nobody can read are left out."""
    device, first = action
    rows = []
    for row in read_rows_from(connection, device, first):
        body = read_body(row)
        if body is None:
            continue
        if body["action"] != first:
            break
        rows.append(row)
    return rows


def read_rows_from(connection: Connection, device: str, first: int) -> Iterator[Row]:
    """Yield a device's rows from number `first` on, a hundred at a time."""
    while True:
        rows = list(read_rows(connection, "WHERE device = ? AND seq >= ? ORDER BY seq LIMIT 100", (device, first)))
        yield from rows
        if len(rows) < 100:
            return
        first = rows[-1].seq + 1


def pair(owner: Owner | None) -> Json:
    """Write an owner as the journal does."""
    return None if owner is None else [*owner]


_NEWEST_SQL = """WHERE device = ?1 AND CASE WHEN instr(body, ?2) AND json_valid(body)
  THEN body ->> '$.action' = seq AND body ->> '$.actor' = ?2 AND ({what}) END ORDER BY seq DESC LIMIT 1"""
"""The first row of a coder's newest action; others who work on the same device may have done thousands since."""
_IS_UNDONE_SQL = "EXISTS (SELECT 1 FROM reversal r WHERE r.device = {} AND r.action = {} AND r.turn = 'undo')"
_TURNED_SQL = _IS_UNDONE_SQL.format("body ->> '$.turn[1]'", "body ->> '$.turn[2]'")
_STANDING_SQL = _NEWEST_SQL.format(what=f"body ->> '$.turn' IS NULL AND NOT {_IS_UNDONE_SQL.format('journal.device', 'seq')}")
"""The newest action that is not undone."""
_UNDONE_SQL = _NEWEST_SQL.format(what=f"body ->> '$.turn' IS NULL OR (body ->> '$.turn[0]' = 'undo' AND {_TURNED_SQL})")
"""The newest undo that still holds, unless something was done since that is no undo or redo: then that."""


def _newest(connection: Connection, device: str, actor: str, *, redo: bool) -> Action | None:
    """Find what a coder may take back next, or bring back; SQLite passes over the rest, be it hundreds of undos."""
    row = next(read_rows(connection, _UNDONE_SQL if redo else _STANDING_SQL, (device, actor)), None)
    if row is None:
        return None
    if not redo:
        return device, row.seq
    turn_of = json.loads(row.body or "")["turn"]
    return (turn_of[1], turn_of[2]) if turn_of else None


def _is_turnable(row: Row) -> bool:
    """Tell whether a row is of a kind that can be taken back, and one that this version of the program understands."""
    if not effects(row) or not all(map(is_understood, effects_of(json.loads(row.body or ""), (row.device, row.seq)))):
        return False
    return _op(row) not in ("purge", "reveal") and not json.loads(row.body or "")["turn"]


def _is_missed(now: Fold, row: Row) -> bool:
    """Tell whether something cannot do without what a row made, now that it is taken back.

    Asked afterwards: what the same action made or changed (a split code's codings) has gone back by then and needs it no more.
    """
    kind, uid = str(_payload(row).get("kind")), str(_payload(row).get("uid"))
    if _op(row) != "add":
        return False
    if kind == "round" and now.is_last_round(uid):  # without one nothing can be coded
        return True
    return now.is_named(kind, uid) if kind in ("coder", "round") else kind == "code" and now.code_is_in_use(uid)


def _op(row: Row) -> str:
    return str(json.loads(row.body or "")["op"])


def _payload(row: Row) -> dict[str, Json]:
    payload: dict[str, Json] = json.loads(row.body or "")["payload"]
    return payload


def _steps(row: Row) -> Iterator[tuple[int, _Step]]:
    """Yield the steps of a row, numbered as in its batch.

    An `add` is the step of `removed` from (true, nobody) to (null, the row).
    """
    reader = _READERS.get(_op(row))
    if reader:
        yield from reader(_payload(row), (row.device, row.seq))


def _added(payload: dict[str, Json], me: Owner) -> Iterator[tuple[int, _Step]]:
    yield 0, _Step(str(payload["kind"]), str(payload["uid"]), "removed", was=True, was_by=None, value=None, by=me)


def _was_set(payload: dict[str, Json], me: Owner) -> Iterator[tuple[int, _Step]]:
    place = (str(payload["kind"]), str(payload["uid"]), str(payload["field"]))
    yield 0, _Step(*place, payload["was"], owner(payload["was_by"]), payload["value"], me)


def _batch_added(payload: dict[str, Json], me: Owner) -> Iterator[tuple[int, _Step]]:
    for index in range(int(payload["n"])):  # type: ignore[arg-type]  # a row of this device
        uid = member(str(payload["uid"]), index)
        yield index, _Step(str(payload["kind"]), uid, "removed", was=True, was_by=None, value=None, by=me)


def _batch_was_set(payload: dict[str, Json], me: Owner) -> Iterator[tuple[int, _Step]]:
    values: dict[str, list[Json]] = payload["values"]  # type: ignore[assignment]  # a row of this device
    for index, (value, was, was_by, *_) in values.items():
        uid = member(str(payload["uid"]), int(index))
        yield int(index), _Step(str(payload["kind"]), uid, str(payload["field"]), was, owner(was_by), value, me)


_READERS: dict[str, Callable[[dict[str, Json], Owner], Iterator[tuple[int, _Step]]]] = {
    "add": _added,
    "set": _was_set,
    "batch": _batch_added,
    "batch.set": _batch_was_set,
}
