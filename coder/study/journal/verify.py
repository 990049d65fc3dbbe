"""Proof that a study is whole: the file, the chains, the contents, and that replaying the journal gives the same tables."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from coder.study.engine import Connection, DatabaseError, integrity_problems
from coder.study.journal.chronicle import Chronicle, read_contents, read_rows
from coder.study.journal.fold import snapshot
from coder.study.journal.rows import Content, Fault, Row, check_anchors, check_chains, check_contents
from coder.study.kinds import FIELDS, KEYED, Json

Anchor = tuple[str, int, str]
"""(device, number of rows, hash of the last): noted elsewhere, it shows a tail that was cut or rewritten."""
_MALFORMED = (DatabaseError, AttributeError, TypeError, ValueError)
"""What comes of reading a damaged file: one flipped bit makes a text of a number or of a hash."""
_SAID = {
    "edited": "row {seq} of device {place} was edited",
    "gap": "rows of device {place} before row {seq} are missing",
    "fork": "device {place} has two rows number {seq}",
    "broken": "row {seq} of device {place} does not continue the one before it",
    "genesis": "the first row of device {place} belongs to another study",
    "lamport": "row {seq} of device {place} is older than the one before it",
    "own row sealed": "row {seq} of this device has lost its body",
    "content": "the words of content {place} were changed",
    "anchor": "device {place} does not have the noted row {seq}",
}


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at; an empty problem is good news."""

    name: str
    problem: str = ""

    @property
    def ok(self) -> bool:
        """Tell whether nothing was found."""
        return not self.problem


def verify(
    connection: Connection, study: str, device: str | None, anchors: Sequence[Anchor], replay: Callable[[], Connection]
) -> tuple[Check, ...]:
    """Look at everything; `replay` opens an empty study file in memory to replay the journal into."""
    found = [_check("file", integrity_problems(connection))]
    try:
        rows, contents = list(read_rows(connection)), read_contents(connection)
        found.append(_check("journal", _say(check_chains(study, rows, device))))
        found.append(_check("anchors", _say(check_anchors(study, rows, anchors))))
        found.append(_check("contents", _say(check_contents(contents))))
        found.append(_check("replay", _replayed(connection, study, rows, contents, replay)))
    except _MALFORMED:
        found.append(Check("tables", "the file is so damaged that it cannot be read to the end"))
    return tuple(found)


def verify_copy(connection: Connection, study: str, anchors: Sequence[Anchor]) -> tuple[Check, ...]:
    """Look whether a copy can be worked on: pages, chains, words, and that it goes as far as it should; no replay, so quick."""
    found = [_check("file", integrity_problems(connection))]
    try:
        rows = list(read_rows(connection))
        found.append(_check("journal", _say(check_chains(study, rows))))
        found.append(_check("anchors", _say(check_anchors(study, rows, anchors))))
        found.append(_check("contents", _say(check_contents(read_contents(connection)))))
    except _MALFORMED:
        found.append(Check("tables", "the file is so damaged that it cannot be read to the end"))
    return tuple(found)


def _replayed(
    connection: Connection, study: str, rows: list[Row], contents: dict[str, Content], replay: Callable[[], Connection]
) -> list[str]:
    empty = replay()
    try:
        _nobody(empty, study).receive(rows, contents)
        try:
            here = snapshot(connection), _side_tables(connection)
        except (ValueError, TypeError):
            return ["the tables hold a value that the program cannot have written"]
        return _compare(here[0], snapshot(empty)) + _compare(here[1], _side_tables(empty))
    finally:
        empty.close()


def heads(connection: Connection) -> list[Anchor]:
    """Give each device's anchor as it stands.

    Raises:
        DatabaseError: the journal holds what cannot have been written there.
    """
    sql = "SELECT device, max(seq), hash FROM journal GROUP BY device ORDER BY device"
    try:
        return [(device, seq, row_hash.hex()) for device, seq, row_hash in connection.execute(sql).fetchall()]
    except AttributeError:
        raise DatabaseError("a row of the journal is malformed") from None


def _nobody(connection: Connection, study: str) -> Chronicle:
    """Make a chronicle that only takes in."""
    return Chronicle(connection, study, device=str, clock=str, draw=bytes)


def _check(name: str, problems: Iterable[str]) -> Check:
    found = list(problems)
    more = f" (and {len(found) - 3} more)" if len(found) > 3 else ""
    return Check(name, "; ".join(found[:3]) + more)


def _say(faults: Iterable[Fault]) -> list[str]:
    return [_SAID[fault.problem].format(place=fault.place, seq=fault.seq) for fault in faults]


def _compare(tables: dict[str, dict[str, dict[str, Json]]], replayed: dict[str, dict[str, dict[str, Json]]]) -> list[str]:
    return [
        f"{kind} {uid} differs from what the journal says"
        for kind in tables
        for uid in sorted(tables[kind].keys() | replayed[kind].keys(), key=str)
        if tables[kind].get(uid) != replayed[kind].get(uid)
    ]


def _side_tables(connection: Connection) -> dict[str, dict[str, dict[str, Json]]]:
    """Write what stands beside the kinds' fields as lines without integer ids: what sticks, who owns what, what is derived."""
    queries = dict(_SIDE_SQL)
    for kind in FIELDS:
        if kind in KEYED:
            parts = "".join(f""" || ' ' || "{part}\"""" for part in KEYED[kind])
            queries[f"key of {kind}"] = f'SELECT uid{parts} FROM "{kind}"'
        else:
            queries[f"adding of {kind}"] = f'SELECT e.uid || hex(j.hash) FROM "{kind}" e JOIN journal j ON j.id = e.added'
    return {name: {str(row[0]): {} for row in connection.execute(sql).fetchall()} for name, sql in queries.items()}


_SIDE_SQL = {
    "purge": "SELECT content || '/' || replacement FROM purge",
    "reveal": "SELECT round FROM reveal",
    "reversal": "SELECT json_array(device, action, turn, lamport, by_device, by_seq, hex(hash)) FROM reversal",
    "stamp": "SELECT json_array(kind, uid, field, lamport, device, seq, hex(hash), by_device, by_seq) FROM stamp",
    "content": "SELECT json_array(uid, length, mask) FROM content WHERE body IS NOT NULL OR mask IS NOT NULL",
    "place of code": """SELECT json_array(c.uid, p.uid, e.uid) FROM code c LEFT JOIN code p ON p.id = c.parent
                        LEFT JOIN code e ON e.id = c.effective WHERE c.known""",
    "turn": """SELECT json_array(s.uid, c.uid, position, label, start, end, speaker, role, time_start, time_end)
               FROM turn JOIN source s ON s.id = source JOIN content c ON c.id = turn.text""",
}
