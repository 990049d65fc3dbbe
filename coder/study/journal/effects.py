"""What one journal row means, as elementary effects; pure.

An effect that names an unknown kind or field, or a value of the wrong shape, is left out; the row itself is kept, and a later
version understands it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from coder.study.journal.rows import Action, Owner, Row, canonical, member
from coder.study.kinds import FIELDS, KEYED, SHAPES, Json, fits, is_count, is_uid


class Add(NamedTuple):
    """A thing comes into being; of several adds of one uid the one with the lowest stamp counts."""

    kind: str
    uid: str
    fields: dict[str, Json]


class Set(NamedTuple):
    """A field takes a value; the highest stamp wins. `by` is the row that owns the value."""

    kind: str
    uid: str
    field: str
    value: Json
    by: Owner | None


class Purge(NamedTuple):
    """A content is erased for good and reads as its replacement (None: as nothing)."""

    content: str
    replacement: str | None


class Reveal(NamedTuple):
    """A blind round is opened, for good."""

    round: str


class Acted(NamedTuple):
    """A row belongs to an action; `turn` tells whether that action undid or redid another."""

    action: Action
    turn: tuple[str, Action] | None


_MALFORMED = (KeyError, TypeError, ValueError, AttributeError, IndexError, RecursionError, OverflowError)
"""What reading a malformed body raises; a UnicodeEncodeError is a ValueError."""
Effect = Add | Set | Purge | Reveal | Acted


def effects(row: Row) -> list[Effect]:
    """List what a row does; a sealed row, or one that is not understood, does nothing."""
    body = read_body(row)
    if body is None:
        return []
    try:
        return [effect for effect in effects_of(body, (row.device, row.seq)) if is_understood(effect)]
    except _MALFORMED:
        return []


def read_body(row: Row) -> dict[str, Json] | None:
    """Read a row's body; None if it is sealed or is not what a row's body must be.

    Text that cannot be written as UTF-8 (a lone half of a surrogate pair) would break the file, so a body with it is malformed.
    """
    try:
        body: dict[str, Json] = json.loads(row.body or "null", parse_constant=_refuse_constant)
        if "\\ud" in (row.body or "").casefold():
            canonical(body).encode()
        is_body = isinstance(body["at"], str) and isinstance(body["actor"], str) and is_count(body["action"])
        return body if is_body and isinstance(body["op"], str) and isinstance(body["payload"], dict) else None
    except _MALFORMED:
        return None


def _refuse_constant(name: str) -> None:
    """NaN and infinities are no JSON, and NaN is not even equal to itself."""
    raise ValueError(name)


def effects_of(body: dict[str, Json], me: Owner) -> list[Effect]:
    """List what a body says that is written as row `me`, understood or not; raises what Python raises where it is malformed."""
    turn = body.get("turn")
    way, *action = [None] if turn is None else _list(turn)
    acted = Acted(
        (me[0], _count(body["action"])), (_text(way), (_text(action[0]), _count(action[1]))) if turn is not None else None
    )
    return [*_payload(_text(body["op"]), _object(body["payload"]), me), acted]


def _payload(op: str, payload: Mapping[str, Json], me: Owner) -> Iterator[Effect]:
    reader = _READERS.get(op)
    return reader(payload, me) if reader else iter(())


def _add(payload: Mapping[str, Json], _: Owner) -> Iterator[Effect]:
    yield Add(_text(payload["kind"]), _text(payload["uid"]), _object(payload["fields"]))


def _set(payload: Mapping[str, Json], me: Owner) -> Iterator[Effect]:
    by = owner(payload["by"]) if "by" in payload else me
    yield Set(_text(payload["kind"]), _text(payload["uid"]), _text(payload["field"]), payload["value"], by)


def _batch(payload: Mapping[str, Json], _: Owner) -> Iterator[Effect]:
    kind, batch = _text(payload["kind"]), _text(payload["uid"])
    for index, fields in enumerate(_list(payload["items"])):
        yield Add(kind, member(batch, index), _object(fields))


def _batch_set(payload: Mapping[str, Json], me: Owner) -> Iterator[Effect]:
    kind, batch, field = _text(payload["kind"]), _text(payload["uid"]), _text(payload["field"])
    for index, entry in _object(payload["values"]).items():
        value, *rest = _list(entry)
        yield Set(kind, member(batch, int(index)), field, value, owner(rest[2]) if len(rest) > 2 else me)


def _purge(payload: Mapping[str, Json], _: Owner) -> Iterator[Effect]:
    for content, replacement in _object(payload["contents"]).items():
        yield Purge(content, None if replacement is None else _text(replacement))


def _reveal(payload: Mapping[str, Json], _: Owner) -> Iterator[Effect]:
    yield Reveal(_text(payload["round"]))


_READERS: dict[str, Callable[[Mapping[str, Json], Owner], Iterator[Effect]]] = {
    "add": _add,
    "set": _set,
    "batch": _batch,
    "batch.set": _batch_set,
    "purge": _purge,
    "reveal": _reveal,
}  # a `mark` row (an undo that had nothing left to change) says only that its action happened


_CHECKS = {kind: {field: SHAPES[shape] for field, shape in shapes.items()} for kind, shapes in FIELDS.items()}
"""Looked up for every field of every row: of an import of 24,000 codings a tenth of the time."""


def is_understood(effect: Effect) -> bool:
    """Tell whether an effect names a kind and field that this version knows, with a value of the field's shape."""
    if isinstance(effect, Add):
        checks = None if effect.kind in KEYED else _CHECKS.get(effect.kind)
        if checks is None or not is_uid(effect.uid):
            return False
        for field, value in effect.fields.items():
            if value is not None and field in checks and not checks[field](value):
                return False
        return True
    if isinstance(effect, Set):
        slashes = len(KEYED.get(effect.kind, ("",))) - 1
        is_key = effect.kind not in KEYED or effect.uid.count("/") == slashes
        return fits(effect.kind, effect.field, effect.value) and is_uid(effect.uid) and is_key
    return True


def owner(value: Json) -> Owner | None:
    """Read the (device, seq) of a row; null is nobody."""
    if value is None:
        return None
    device, seq = _list(value)
    return _text(device), _count(seq)


def _count(value: Json) -> int:
    if not isinstance(value, int) or not is_count(value):
        raise TypeError
    return value


def _text(value: Json) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _list(value: Json) -> list[Json]:
    if not isinstance(value, list):
        raise TypeError
    return value


def _object(value: Json) -> dict[str, Json]:
    if not isinstance(value, dict):
        raise TypeError
    return value
