"""Reading what the file remembers of its codebook: what was changed by whom, and which codings are older than their rules.

The tables of the study say how things stand; how they came to stand so is in the journal and in the stamps of fields.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from coder.model.codebook import LOCK, RULES
from coder.study.engine import Connection, read
from coder.study.journal.chronicle import read_rows
from coder.study.journal.derived import read_codes
from coder.study.journal.device import read_binding
from coder.study.journal.effects import Acted, Add, Set, effects, read_body
from coder.study.journal.rows import Row
from coder.study.kinds import Json

_RULES_SQL = f"""
SELECT c.uid, s.field, o.lamport, o.id, o.device, json_extract(o.body, '$.at')
FROM stamp s JOIN code c ON c.uid = s.uid AND c.known JOIN journal o ON o.device = s.by_device AND o.seq = s.by_seq
WHERE s.kind = 'code' AND s.field IN ({", ".join(f"'{field}'" for field in RULES)}) AND o.id IS NOT c.added
ORDER BY o.lamport, o.device, o.seq"""
_AGES_SQL = """
SELECT g.uid, e.uid, coalesce(
  (SELECT o.id FROM stamp s JOIN journal o ON o.device = s.by_device AND o.seq = s.by_seq
   WHERE s.kind = 'coding' AND s.uid = g.uid AND s.field IN ('anchor', 'code') ORDER BY o.lamport DESC, o.seq DESC LIMIT 1),
  g.added)
FROM coding g JOIN code c ON c.id = g.code JOIN code e ON e.id = coalesce(c.effective, c.id) JOIN coder p ON p.id = g.coder
WHERE g.live = 1 AND g.origin IS NOT 'consensus' AND e.uid IN (SELECT value FROM json_each(?1)) AND p.uid = coalesce(?2, p.uid)
ORDER BY g.source, g.start, g.end, g.id"""
_ROWS_SQL = """
SELECT id, lamport, device, json_extract(body, '$.at') FROM journal WHERE id IN (SELECT value FROM json_each(?))"""
"""Asked once for each row: an import's is long, and a thousand codings stand in it."""
_LOCKED_SQL = """
SELECT json_extract(o.body, '$.at'), json_extract(o.body, '$.actor')
FROM stamp s JOIN journal o ON o.device = s.by_device AND o.seq = s.by_seq
WHERE s.kind = 'setting' AND s.uid = ? AND s.field = 'value'"""


@dataclass(frozen=True, slots=True)
class CodeChange:
    """What somebody did to one field of a code."""

    code: str
    at: str
    coder: str
    """uid of who did it."""
    field: str
    """Empty: the code was made."""
    was: Json
    value: Json
    turn: str
    """`undo` or `redo` if the change took another back or forward."""


@dataclass(frozen=True, slots=True)
class Outdated:
    """A coding that was made before the rules of its code became what they are."""

    coding: str
    made: str
    """When it was made, or last moved or recoded."""
    changed: str
    """When the rules last changed."""
    field: str
    """The rule that changed last."""


class _Row(NamedTuple):
    """Where a row of the journal stands in time."""

    lamport: int
    id: int
    device: str
    at: str

    def is_before(self, other: _Row, here: str | None) -> bool:
        """Tell whether this was written before the other, or by somebody who cannot have known of it.

        The Lamport time proves that the other was unknown; on this device so does the order in which rows came in. For rows of
        other devices there is only their clock besides.
        """
        return self.lamport < other.lamport or self.at < other.at or (self.device == here and self.id < other.id)


class CodebookPast:
    """What a study file remembers of its codebook."""

    def __init__(self, connection: Connection) -> None:
        """Read through `connection`."""
        self._db = connection

    def positions(self) -> dict[str, int]:
        """Give each code's position among its siblings: a number to order them by, with gaps and perhaps doubles."""
        return {uid: code.position for uid, code in read_codes(self._db).items()}

    def locked(self) -> tuple[str, str] | None:
        """Say when and by whom (a uid) the codebook was locked or unlocked last."""
        found = list(read(self._db, _LOCKED_SQL, (LOCK,)))
        return (str(found[0][0]), str(found[0][1])) if found else None

    def changes(self, code: str | None = None) -> list[CodeChange]:
        """List what was done to a code (or to all of them), the oldest first."""
        known: dict[tuple[str, str], Json] = {}
        where = """WHERE instr(body, '"kind":"code"') AND instr(body, ?) ORDER BY lamport, device, seq"""
        rows = read_rows(self._db, where, (code or "",))
        return [change for row in rows for change in self._changes(row, known) if code in (None, change.code)]

    def _changes(self, row: Row, known: dict[tuple[str, str], Json]) -> Iterator[CodeChange]:
        body, did = read_body(row), effects(row)
        if body is None:
            return
        said = str(body["at"]), str(body["actor"])
        turn = next((each.turn[0] for each in did if isinstance(each, Acted) and each.turn), "")
        for each in did:
            if isinstance(each, Add) and each.kind == "code":
                known |= {(each.uid, field): self._words(value) for field, value in each.fields.items()}
                yield CodeChange(each.uid, *said, "", None, known.get((each.uid, "name")), turn)
            elif isinstance(each, Set) and each.kind == "code":
                was, value = known.get((each.uid, each.field)), self._words(each.value)
                known[each.uid, each.field] = value
                yield CodeChange(each.uid, *said, each.field, was, value, turn)

    def _words(self, value: Json) -> Json:
        """Read a name that was made of somebody's words."""
        if not isinstance(value, dict) or "content" not in value:
            return value
        found = list(read(self._db, "SELECT coalesce(body, mask, '') FROM content WHERE uid = ?", (value["content"],)))
        return str(found[0][0]) if found else ""

    def outdated(self, coder: str | None = None) -> list[Outdated]:
        """List the codings, of one coder (a uid) or of all, that are older than the last change of their code's rules.

        They come by source and place. A change that was undone is none. To move a coding, even to where it is, or to recode it
        makes it new.
        """
        changed: dict[str, list[tuple[_Row, str]]] = defaultdict(list)
        for code, field, *row in read(self._db, _RULES_SQL):
            changed[code].append((_Row(*row), field))
        codings = list(read(self._db, _AGES_SQL, (json.dumps([*changed]), coder))) if changed else []
        ages = self._rows({row for *_, row in codings})
        found, here = [], read_binding(self._db)[0]
        for coding, code, row in codings:
            newer = [(rule, field) for rule, field in changed[code] if ages[row].is_before(rule, here)]
            if newer:
                rule, field = newer[-1]
                found.append(Outdated(coding, ages[row].at, rule.at, field))
        return found

    def _rows(self, ids: set[int]) -> dict[int, _Row]:
        rows = read(self._db, _ROWS_SQL, (json.dumps(sorted(ids)),))
        return {number: _Row(lamport, number, device, at) for number, lamport, device, at in rows}
