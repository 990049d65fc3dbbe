"""The fold: the meaning of rows, brought into the tables as rows arrive in any order.

Every effect is idempotent and commutes with every other: an add counts if its stamp is the lowest, a field keeps the value with
the highest stamp, purges and reveals stick. What is derived (which codings are live, the tree of codes, the lists of turns,
masks) is not journalled; it is noted as dirty while effects come in and recomputed once, in `settle`.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from coder.model.codebook import LOCK
from coder.study.engine import Connection
from coder.study.journal import derived
from coder.study.journal.codetree import Node
from coder.study.journal.effects import Acted, Add, Effect, Purge, Reveal, Set
from coder.study.journal.references import Cell, References
from coder.study.journal.rows import Content, Owner, Stamp
from coder.study.kinds import FIELDS, KEYED, Json, all_columns, columns

_STAMP_OF = "(SELECT lamport, device, seq, hash FROM journal WHERE id = {})"
_IS_LATER = f"{_STAMP_OF} > {_STAMP_OF}"
_STAMP_SQL = """
INSERT INTO stamp(kind, uid, field, lamport, device, seq, hash, by_device, by_seq) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT(kind, uid, field) DO UPDATE SET lamport = excluded.lamport, device = excluded.device, seq = excluded.seq,
  hash = excluded.hash, by_device = excluded.by_device, by_seq = excluded.by_seq
WHERE (excluded.lamport, excluded.device, excluded.seq, excluded.hash) > (stamp.lamport, stamp.device, stamp.seq, stamp.hash)"""
_REVERSAL_SQL = """
INSERT INTO reversal(device, action, turn, lamport, by_device, by_seq, hash) VALUES (?, ?, ?, ?, ?, ?, ?)
ON CONFLICT(device, action) DO UPDATE SET turn = excluded.turn, lamport = excluded.lamport, by_device = excluded.by_device,
  by_seq = excluded.by_seq, hash = excluded.hash
WHERE (excluded.lamport, excluded.by_device, excluded.by_seq, excluded.hash) > (lamport, by_device, by_seq, hash)"""
_CONTENT_SQL = """
INSERT INTO content(uid, salt, body, length) VALUES (?, ?, ?, ?)
ON CONFLICT(uid) DO UPDATE SET salt = excluded.salt, body = excluded.body, length = excluded.length WHERE body IS NULL"""
_IN_USE_SQL = """
SELECT EXISTS (SELECT 1 FROM coding g JOIN code k ON k.id = g.code JOIN code c ON c.uid = ?1
    WHERE g.live = 1 AND c.id IN (k.id, k.effective))
  OR EXISTS (SELECT 1 FROM code child JOIN code c ON c.id = child.parent
    WHERE c.uid = ?1 AND child.known AND child.removed IS NOT 1)"""
_FACTS_SQL = {
    "source": """SELECT t.uid, coalesce(t.length, 0) FROM source s JOIN content t ON t.id = s.text
                 WHERE s.uid = ? AND s.known AND s.removed IS NOT 1""",
    "code": """SELECT codable IS NOT 0 AND removed IS NOT 1 AND coalesce(effective, id) = id AND status IS NOT 'retired'
               FROM code WHERE uid = ? AND known""",
    "coder": "SELECT 1 FROM coder WHERE uid = ? AND known",
    "round": "SELECT 1 FROM round WHERE uid = ? AND known",
}
_BY_SQL = "SELECT by_device, by_seq FROM stamp WHERE kind = ? AND uid = ? AND field = ?"


class CodingFacts(NamedTuple):
    """What a new coding must fit."""

    text: str
    """uid of the source's present text."""
    length: int
    codable: bool


class Fold:
    """Applies effects to the tables of one open transaction."""

    def __init__(self, connection: Connection, references: References | None = None) -> None:
        """Begin with nothing dirty; one `Fold` serves one transaction."""
        self._db = connection
        self._references = references or References(connection)
        self.dirty = derived.Dirty()

    def apply(self, row_id: int, stamp: Stamp, found: Iterable[Effect]) -> None:
        """Bring the effects of one row (of the table `journal`) into the tables."""
        adds: list[Add] = []
        for effect in found:
            if isinstance(effect, Add):
                adds.append(effect)
            elif isinstance(effect, Set):
                self._set(stamp, effect)
            elif isinstance(effect, Purge):
                self._purge(effect)
            elif isinstance(effect, Reveal):
                self._db.execute("INSERT OR IGNORE INTO reveal(round) VALUES (?)", (effect.round,))
            else:
                self._acted(stamp, effect)
        if adds:
            self._add(row_id, adds[0].kind, adds)  # a row adds things of one kind

    def take_content(self, uid: str, content: Content) -> None:
        """Keep a body under its uid, unless it does not fit, is there already, or was purged."""
        if not content.is_named(uid) or self._db.execute("SELECT 1 FROM purge WHERE content = ?", (uid,)).fetchone():
            return
        if self._db.execute(_CONTENT_SQL, (uid, content.salt, content.body, len(content.body))).rowcount:
            self.dirty.contents.add(uid)

    def value(self, kind: str, uid: str, field: str) -> Json:
        """Read a field's value as the journal writes it; null for what is not there."""
        names = ", ".join(f'"{column}"' for column in columns(kind, field))
        cells = self._db.execute(f'SELECT {names} FROM "{kind}" WHERE uid = ?', (uid,)).fetchone()
        return self._references.decode(FIELDS[kind][field], tuple(cells)) if cells else None

    def owner(self, kind: str, uid: str, field: str) -> Owner | None:
        """Name the row (device, seq) that owns a field's value; nobody for what is not there."""
        found = self._db.execute(_BY_SQL, (kind, uid, field)).fetchone()
        if found is None and kind not in KEYED:
            sql = f'SELECT j.device, j.seq FROM "{kind}" e JOIN journal j ON j.id = e.added WHERE e.uid = ?'
            found = self._db.execute(sql, (uid,)).fetchone()
        return (found[0], found[1]) if found and found[0] is not None else None

    def is_known(self, kind: str, uid: str) -> bool:
        """Tell whether a thing has been added; a stub has not."""
        return self._db.execute(f'SELECT 1 FROM "{kind}" WHERE uid = ? AND known = 1', (uid,)).fetchone() is not None

    def codes(self) -> dict[str, Node]:
        """Give the known codes as they stand in this transaction, removed and merged ones too."""
        return derived.read_codes(self._db)

    def is_barred(self, kind: str, uid: str, field: str) -> bool:
        """Tell whether a locked codebook forbids to set a field.

        Of a code that was only proposed the words and the place may still change, and it may go; whether it is accepted or
        merged is settled when the codebook is open again.
        """
        if kind not in ("code", "setting") or self.value("setting", LOCK, "value") is not True:
            return False
        if kind == "setting":
            return uid.startswith("codebook.") and uid != LOCK
        return field in ("status", "merged_into") or self.value("code", uid, "status") != "proposed"

    def code_is_in_use(self, uid: str) -> bool:
        """Tell whether a code has live codings (its own or of codes merged into it) or children."""
        return bool(self._db.execute(_IN_USE_SQL, (uid,)).fetchone()[0])

    def is_named(self, kind: str, uid: str) -> bool:
        """Tell whether a live coding names a coder or a round."""
        sql = f'SELECT 1 FROM coding g JOIN "{kind}" e ON e.id = g."{kind}" WHERE g.live = 1 AND e.uid = ?'
        return self._db.execute(sql, (uid,)).fetchone() is not None

    def is_last_round(self, uid: str) -> bool:
        """Tell whether there is no round besides this one."""
        sql = "SELECT 1 FROM round WHERE known = 1 AND removed IS NOT 1 AND uid <> ?"
        return self._db.execute(sql, (uid,)).fetchone() is None

    def facts_for_coding(self, source: str, code: str, coder: str, round_uid: str) -> CodingFacts | None:
        """Say what the rules of coding ask about; None if one of the four is not (any more) in the study."""
        text, rules = self._fact("source", source), self._fact("code", code)
        if not (text and rules and self._fact("coder", coder) and self._fact("round", round_uid)):
            return None
        return CodingFacts(str(text[0]), int(text[1] or 0), bool(rules[0]))

    def _fact(self, kind: str, uid: str) -> tuple[Cell, ...] | None:
        found = self._references.facts.get((kind, uid))
        if found is None:
            found = self._db.execute(_FACTS_SQL[kind], (uid,)).fetchone()
            if found is not None and not self.dirty.reaches_beyond_codings:
                self._references.facts[kind, uid] = found
        return found

    def length(self, content: str) -> int:
        """Count the characters of a content; 0 if it is not here."""
        found = self._db.execute("SELECT length FROM content WHERE uid = ?", (content,)).fetchone()
        return int(found[0] or 0) if found else 0

    def settle(self) -> None:
        """Recompute what is derived from what has changed."""
        if self.dirty.reaches_beyond_codings:
            self._references.facts.clear()
        derived.settle(self._db, self.dirty)
        self.dirty = derived.Dirty()

    def _add(self, row_id: int, kind: str, adds: list[Add]) -> None:
        shapes, encode = FIELDS[kind].items(), self._references.encode
        rows = []
        for add in adds:
            cells: list[Cell] = []
            for field, shape in shapes:
                cells += encode(shape, add.fields.get(field))
            rows.append((add.uid, row_id, *cells))
        insert = self._db.executemany(_insert_sql(kind), rows) if len(rows) > 1 else self._db.execute(_insert_sql(kind), rows[0])
        all_new = insert.rowcount == len(rows)
        if not all_new:
            self._db.executemany(_upsert_sql(kind), rows)
        if kind != "coding" or not all_new:  # a new coding is born live or not
            self.dirty.touch(kind, (add.uid for add in adds))

    def _set(self, stamp: Stamp, effect: Set) -> None:
        kind, uid, field = effect.kind, effect.uid, effect.field
        if kind in KEYED:
            names = ", ".join(f'"{part}"' for part in KEYED[kind])
            marks = ", ".join("?" for _ in KEYED[kind])
            self._db.execute(f'INSERT OR IGNORE INTO "{kind}"(uid, {names}) VALUES (?, {marks})', (uid, *uid.split("/")))
        else:
            self._references.id_of(kind, uid)
        if not self._db.execute(_STAMP_SQL, (kind, uid, field, *_cells(stamp), *(effect.by or (None, None)))).rowcount:
            return
        names = ", ".join(f'"{column}" = ?' for column in columns(kind, field))
        self._db.execute(
            f'UPDATE "{kind}" SET {names} WHERE uid = ?', (*self._references.encode(FIELDS[kind][field], effect.value), uid)
        )
        self.dirty.touch(kind, (uid,))

    def _purge(self, effect: Purge) -> None:
        self._db.execute(
            "INSERT OR IGNORE INTO purge(content, replacement) VALUES (?, ?)", (effect.content, effect.replacement or "")
        )
        self._references.id_of("content", effect.content)
        self._db.execute("UPDATE content SET salt = NULL, body = NULL WHERE uid = ?", (effect.content,))
        self.dirty.masks = True

    def _acted(self, stamp: Stamp, effect: Acted) -> None:
        if effect.turn:
            turn, (device, action) = effect.turn
            self._db.execute(_REVERSAL_SQL, (device, action, turn, *_cells(stamp)))


def _cells(stamp: Stamp) -> tuple[int, str, int, bytes]:
    lamport, device, seq, row_hash = stamp
    return lamport, device, seq, bytes.fromhex(row_hash)


@cache
def _insert_sql(kind: str) -> str:
    """Insert things that are not there yet, not even as stubs."""
    names = all_columns(kind)
    marks = {name: f"?{number}" for number, name in enumerate(names, start=3)}
    live = ("live", derived.is_live(marks.__getitem__)) if kind == "coding" else None
    columns_sql = ", ".join(["uid, known, added", *(f'"{name}"' for name in names), *([live[0]] if live else [])])
    values_sql = ", ".join(["?1, 1, ?2", *marks.values(), *([live[1]] if live else [])])
    return f'INSERT OR IGNORE INTO "{kind}"({columns_sql}) VALUES ({values_sql})'


@cache
def _upsert_sql(kind: str) -> str:
    """Give stubs their fields, and what was added twice those of the lower stamp; fields that were `set` stay as they are."""
    names = all_columns(kind)
    keep = []
    for field in FIELDS[kind]:
        was_set = f"EXISTS (SELECT 1 FROM stamp WHERE kind = '{kind}' AND uid = excluded.uid AND field = '{field}')"
        keep += [
            f'"{column}" = CASE WHEN {was_set} THEN "{column}" ELSE excluded."{column}" END' for column in columns(kind, field)
        ]
    quoted, marks = ", ".join(f'"{name}"' for name in names), ", ".join("?" for _ in names)
    return (
        f'INSERT INTO "{kind}"(uid, known, added, {quoted}) VALUES (?, 1, ?, {marks}) '
        f"ON CONFLICT(uid) DO UPDATE SET known = 1, added = excluded.added, {', '.join(keep)} "
        f"WHERE known = 0 OR {_IS_LATER.format(f'{kind}.added', 'excluded.added')}"
    )


def snapshot(connection: Connection) -> dict[str, dict[str, dict[str, Json]]]:
    """Write all tables of kinds as plain values by uid: what replay, merge and verification compare.

    Leaves out integer ids, stubs, and keyed things whose fields are all null.
    """
    references = References(connection)
    tables: dict[str, dict[str, dict[str, Json]]] = {}
    for kind, shapes in FIELDS.items():
        extra = derived.COMPARED.get(kind, ())
        names = ["uid", *(f'"{name}"' for name in all_columns(kind)), *extra]
        where = "" if kind in KEYED else "WHERE known = 1"
        tables[kind] = {}
        for uid, *found in connection.execute(f'SELECT {", ".join(names)} FROM "{kind}" {where}').fetchall():
            cells = iter(found)
            fields = {
                field: references.decode(shape, tuple(next(cells) for _ in columns(kind, field)))
                for field, shape in shapes.items()
            }
            if kind not in KEYED or any(value is not None for value in fields.values()):
                tables[kind][uid] = fields | dict(zip(extra, cells, strict=True))
    return tables
