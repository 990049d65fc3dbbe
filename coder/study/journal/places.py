"""Where in the sources an action did something: what a screen must show before it takes the action back.

Only what a reader sees in a text has a place: codings, memos on them, and what is said of a source as a whole (a memo on it, a
finish mark). A source's own fields, codes and names of people show in lists.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from coder.study.engine import Connection
from coder.study.journal.effects import Add, Effect, Set, effects, read_body
from coder.study.journal.rows import Row
from coder.study.kinds import Json

_SOURCES_SQL = """SELECT s.uid, t.uid FROM source s LEFT JOIN content t ON t.id = s.text
                  WHERE s.known AND s.removed IS NOT 1"""
_CODING_SQL = """SELECT s.uid, t.uid, g.start FROM coding g JOIN source s ON s.id = g.source
                 LEFT JOIN content t ON t.id = g.text WHERE g.uid = ?"""
_MEMO_SQL = "SELECT target_kind, target FROM memo WHERE uid = ?"


class _Spot(NamedTuple):
    """A source, and perhaps a place in one of its texts."""

    source: str
    text: str = ""
    start: int = 0


def places(connection: Connection, rows: Iterable[Row]) -> dict[str, int | None]:
    """Give the sources (uids) in which rows did something, each with where it begins; None means the source as a whole.

    Removed sources are left out: nobody can go there. A coding on an earlier text of its source stands nowhere in particular.
    """
    texts: dict[str, str] = dict(connection.execute(_SOURCES_SQL).fetchall())
    found: dict[str, int | None] = {}
    for row in rows:
        for spot in _read(connection, row):
            if spot.source in texts:
                start = spot.start if spot.text and spot.text == texts[spot.source] else None
                known = found.get(spot.source)
                found[spot.source] = start if known is None else known if start is None else min(known, start)
    return found


def _read(connection: Connection, row: Row) -> Iterator[_Spot]:
    """Yield where a row did something; of a batch without the uids of its members, which take longest to work out."""
    body = read_body(row)
    payload = body["payload"] if body else None
    if body and isinstance(payload, dict) and (body["op"], payload.get("kind")) == ("batch", "coding"):
        items = payload.get("items")
        for item in items if isinstance(items, list) else ():
            yield from _made(item)
    else:
        for effect in effects(row):
            yield from _spots(connection, effect)


def _spots(connection: Connection, effect: Effect) -> Iterator[_Spot]:
    if isinstance(effect, Add) and effect.kind == "coding":
        yield from _made(effect.fields)
    elif isinstance(effect, Add) and effect.kind == "memo":
        target = effect.fields.get("target")
        yield from _target(connection, *((target["kind"], target["uid"]) if isinstance(target, dict) else (None, None)))
    elif isinstance(effect, Set) and effect.kind == "coding":
        yield from _coding(connection, effect.uid)
    elif isinstance(effect, Set) and effect.kind == "memo":
        yield from _target(connection, *(connection.execute(_MEMO_SQL, (effect.uid,)).fetchone() or (None, None)))
    elif isinstance(effect, Set) and effect.kind == "mark":
        yield _Spot(effect.uid.split("/")[1])


def _made(fields: Json) -> Iterator[_Spot]:
    """Read from what a coding was made with: one import makes thousands, and to look up each would take long."""
    source, anchor = (fields.get(name) for name in ("source", "anchor")) if isinstance(fields, dict) else (None, None)
    if isinstance(source, str) and isinstance(anchor, dict):
        text, start = anchor.get("text"), anchor.get("start")
        if isinstance(text, str) and isinstance(start, int):
            yield _Spot(source, text, start)


def _coding(connection: Connection, uid: str) -> Iterator[_Spot]:
    found = connection.execute(_CODING_SQL, (uid,)).fetchone()
    if found:
        source, text, start = found
        yield _Spot(source, text or "", start or 0)


def _target(connection: Connection, kind: Json, uid: Json) -> Iterator[_Spot]:
    if kind == "coding":
        yield from _coding(connection, str(uid))
    elif kind == "source":
        yield _Spot(str(uid))
