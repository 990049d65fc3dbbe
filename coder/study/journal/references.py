"""How a field's value stands in the columns of its table, and comes back as it was written in the journal.

Outside the file everything has a uid; inside, contents and the four things a coding names are integers, so that the index that
feeds every count stays small. What is referred to but not yet known becomes a stub: a row that nobody sees.
"""

from __future__ import annotations

import json

from coder.study.engine import Connection
from coder.study.journal.rows import canonical
from coder.study.kinds import PARTS, REFERENCES, Json

Cell = None | int | str
_WITH_ID = frozenset({"content", *REFERENCES})
_AS_JSON = ("json", "texts", "pairs")


class References:
    """Integer ids of uids, and back; makes stubs. An id never changes once its row is committed."""

    def __init__(self, connection: Connection) -> None:
        """Start without any id remembered."""
        self._db = connection
        self._ids: dict[tuple[str, str], int] = {}
        self._uids: dict[tuple[str, Cell], str] = {}
        self.facts: dict[tuple[str, str], tuple[Cell, ...]] = {}
        """What the rules of coding asked of a source, code, coder or round, until something but codings changes."""

    def forget(self) -> None:
        """Forget all ids: the transaction in which some of them were made was taken back."""
        self._ids.clear()
        self._uids.clear()
        self.facts.clear()

    def id_of(self, table: str, uid: str) -> int:
        """Give the row id of a content or a thing, making a stub if it is not there."""
        found = self._ids.get((table, uid))
        if found is None:
            row = self._db.execute(f'SELECT id FROM "{table}" WHERE uid = ?', (uid,)).fetchone()
            found = row[0] if row else self._db.execute(f'INSERT INTO "{table}"(uid) VALUES (?)', (uid,)).lastrowid
            self._ids[table, uid] = found
        return found

    def encode(self, shape: str, value: Json) -> tuple[Cell, ...]:
        """Turn a value of a shape into the cells of its columns."""
        if value is None:
            return (None,) * len(PARTS.get(shape, ("",)))
        if shape in _WITH_ID:
            return (self._ids.get((shape, str(value))) or self.id_of(shape, str(value)),)
        if shape in _AS_JSON:
            return (canonical(value),)
        if isinstance(value, dict):
            return self._encode_parts(shape, value)
        return (str(value), None) if shape == "name" else (value,)  # type: ignore[return-value]  # texts, flags, uids

    def _encode_parts(self, shape: str, value: dict[str, Json]) -> tuple[Cell, ...]:
        if shape == "name":
            return None, self.id_of("content", str(value["content"]))
        if shape == "anchor":
            return self.id_of("content", str(value["text"])), value["start"], value["end"]  # type: ignore[return-value]  # counts
        first, second = ("parent", "position") if shape == "place" else ("kind", "uid")
        return value[first], value[second]  # type: ignore[return-value]  # checked by `effects.fits`

    def decode(self, shape: str, cells: tuple[Cell, ...]) -> Json:
        """Turn cells back into the value that was written."""
        if all(cell is None for cell in cells):
            return None
        if shape in _WITH_ID:
            return self._uid(shape, cells[0])
        if shape == "flag":
            return bool(cells[0])
        if shape in _AS_JSON:
            return json.loads(str(cells[0]))  # type: ignore[no-any-return]  # written by `encode`
        if shape in PARTS:
            return self._decode_parts(shape, cells)
        return cells[0]

    def _decode_parts(self, shape: str, cells: tuple[Cell, ...]) -> Json:
        if shape == "name":
            return cells[0] if cells[1] is None else {"content": self._uid("content", cells[1])}
        if shape == "anchor":
            return {"text": self._uid("content", cells[0]), "start": cells[1], "end": cells[2]}
        first, second = ("parent", "position") if shape == "place" else ("kind", "uid")
        return {first: cells[0], second: cells[1]}

    def _uid(self, table: str, row_id: Cell) -> str:
        known = self._uids.get((table, row_id))
        if known is None:
            found = self._db.execute(f'SELECT uid FROM "{table}" WHERE id = ?', (row_id,)).fetchone()
            known = str(found[0]) if found else f"missing {table} {row_id}"  # only in a damaged file
            self._uids[table, row_id] = known
        return known
