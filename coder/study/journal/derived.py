"""What follows from the journalled fields: live codings, the tree of codes, turns as rows, masks over purged words.

None of it is journalled; each is a function of the other tables and is recomputed for what has changed, once per transaction.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from coder.study.engine import Connection
from coder.study.journal import codetree
from coder.study.journal.rows import canonical
from coder.study.kinds import Json, is_count

COMPARED = {"coding": ("live",), "code": ("path", "ordinal", "conflict")}
"""Derived columns that replay and merge must reproduce."""
MASK = "█"
_THESE = "(SELECT value FROM json_each(?))"
_WHICH = {
    "coding": f"uid IN {_THESE}",
    "source": f"source IN (SELECT id FROM source WHERE uid IN {_THESE})",
    "code": f"code IN (SELECT id FROM code WHERE uid IN {_THESE})",
    "coder": f"coder IN (SELECT id FROM coder WHERE uid IN {_THESE})",
    "round": f"round IN (SELECT id FROM round WHERE uid IN {_THESE})",
}
_TURN_LISTS_SQL = """
SELECT t.uid, s.id, x.id, coalesce(c.body, c.mask) FROM turns t JOIN source s ON s.uid = t.source JOIN content x ON x.uid = t.text
LEFT JOIN content c ON c.id = t.turns WHERE """


def is_live(column: Callable[[str], str]) -> str:
    """Write the condition under which a coding counts; `column` says where its fields stand in the statement.

    It is known and not removed, and so are its source, code, coder and round; and it was made on the source's present text.
    """
    source = f"s.id = {column('source')} AND s.known AND s.removed IS NOT 1 AND s.text = {column('text')}"
    others = "".join(
        f" AND EXISTS (SELECT 1 FROM {kind} e WHERE e.id = {column(kind)} AND e.known)" for kind in ("code", "coder", "round")
    )
    return f"({column('removed')} IS NOT 1 AND EXISTS (SELECT 1 FROM source s WHERE {source}){others})"


_REFRESH_SQL = "UPDATE coding SET live = 1 - live WHERE {which} AND live <> (known AND " + is_live("coding.{}".format) + ")"


@dataclass
class Dirty:
    """What has changed in this transaction, so that only that is recomputed."""

    things: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    contents: set[str] = field(default_factory=set)
    masks: bool = False

    @property
    def reaches_beyond_codings(self) -> bool:
        """Tell whether more than codings has changed."""
        return bool(self.masks or self.contents or self.things.keys() - {"coding"})

    def touch(self, kind: str, uids: Iterable[str]) -> None:
        """Note that things of a kind have changed."""
        self.things[kind].update(uids)


def settle(connection: Connection, dirty: Dirty) -> None:
    """Recompute everything that follows from what has changed."""
    if not (dirty.things or dirty.contents or dirty.masks):
        return
    masked = dirty.masks or (bool(dirty.contents) and connection.execute("SELECT 1 FROM purge LIMIT 1").fetchone() is not None)
    if masked:
        _lay_masks(connection)
    if masked or dirty.things.get("code") or (dirty.contents and _names_a_code(connection, dirty.contents)):
        _place_codes(connection)
    for kind, which in _WHICH.items():
        if dirty.things.get(kind):
            connection.execute(_REFRESH_SQL.format(which=which), (json.dumps(sorted(dirty.things[kind])),))
    _list_turns(connection, dirty, masked=masked)


def _names_a_code(connection: Connection, contents: set[str]) -> bool:
    sql = f"SELECT 1 FROM code JOIN content c ON c.id = name_content WHERE c.uid IN {_THESE} LIMIT 1"
    return connection.execute(sql, (json.dumps(sorted(contents)),)).fetchone() is not None


def read_codes(connection: Connection) -> dict[str, codetree.Node]:
    """Give the known codes as they stand, removed and merged ones too."""
    sql = """SELECT code.uid, coalesce(code.name, c.body, c.mask, ''), place_parent, coalesce(position, 0), merged_into
             FROM code LEFT JOIN content c ON c.id = name_content WHERE known = 1"""
    return {uid: codetree.Node(*rest) for uid, *rest in connection.execute(sql).fetchall()}


def _place_codes(connection: Connection) -> None:
    placed = codetree.place(read_codes(connection))
    connection.executemany(
        """UPDATE code SET parent = (SELECT id FROM code WHERE uid = ?1), effective = (SELECT id FROM code WHERE uid = ?2),
           path = ?3, ordinal = ?4, conflict = ?5 WHERE uid = ?6""",
        [(*found, uid) for uid, found in placed.items()],
    )


def _list_turns(connection: Connection, dirty: Dirty, *, masked: bool) -> None:
    """Write the lists of turns that have changed, or whose list has arrived only now, as rows."""
    found: dict[str, tuple[int, int, str | None]] = {}
    things = dirty.things
    wanted = [
        ("t.uid", things.get("turns")),
        ("s.uid", things.get("source")),
        ("c.uid", dirty.contents),
        ("x.uid", dirty.contents),
    ]
    for column, uids in wanted:
        if uids:
            rows = connection.execute(f"{_TURN_LISTS_SQL} {column} IN {_THESE}", (json.dumps(sorted(uids)),)).fetchall()
            found |= {uid: (source, text, body) for uid, source, text, body in rows}
    if masked:
        rows = connection.execute(_TURN_LISTS_SQL + "c.uid IN (SELECT content FROM purge)").fetchall()
        found |= {uid: (source, text, body) for uid, source, text, body in rows}
    for source, text, body in found.values():
        connection.execute("DELETE FROM turn WHERE source = ? AND text = ?", (source, text))
        rows = [(source, text, position, *turn) for position, turn in enumerate(_turns_of(body))]
        connection.executemany("INSERT INTO turn VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)


def _turns_of(body: str | None) -> list[tuple[int | str | None, ...]]:
    """Read a list of turns `[label, start, end, speaker, role, time_start, time_end]`; one that is damaged or masked has none."""
    try:
        turns = [tuple(turn) for turn in json.loads(body or "[]")]
        canonical(turns).encode()  # a lone half of a surrogate pair cannot be stored
    except (ValueError, TypeError, RecursionError):
        return []
    return turns if all(_is_turn(turn) for turn in turns) else []


def _is_turn(turn: tuple[Json, ...]) -> bool:
    if len(turn) != 7:
        return False
    offsets, words, times = turn[:3], turn[3:5], turn[5:]
    numbers_fit = all(map(is_count, offsets)) and all(time is None or is_count(time) for time in times)
    return numbers_fit and all(isinstance(word, str) for word in words)


def _lay_masks(connection: Connection) -> None:
    """Give every purged content what is read in its place: the union of its replacements' masks; none is strongest."""
    replacements: dict[str, set[str]] = defaultdict(set)
    for content, replacement in connection.execute("SELECT content, replacement FROM purge").fetchall():
        replacements[content].add(replacement)
    bodies = dict(connection.execute("SELECT uid, body FROM content WHERE uid IN (SELECT replacement FROM purge)").fetchall())
    rows = [(read_masked(uid, bodies, replacements), uid) for uid in replacements]
    connection.executemany("UPDATE content SET mask = ?1, length = length(?1) WHERE uid = ?2", rows)


def read_masked(
    uid: str, bodies: dict[str, str | None], replacements: dict[str, set[str]], seen: frozenset[str] = frozenset()
) -> str | None:
    """Read a content as a reader may see it; a replacement can itself have been purged."""
    if uid not in replacements:
        return bodies.get(uid)
    if uid in seen or "" in replacements[uid]:
        return None
    read = [read_masked(other, bodies, replacements, seen | {uid}) for other in replacements[uid]]
    texts = [text for text in read if text is not None]
    if len(texts) < len(read) or len({len(text) for text in texts}) != 1:
        return None
    return "".join(MASK if MASK in letters else letters[0] for letters in zip(*texts, strict=True))
