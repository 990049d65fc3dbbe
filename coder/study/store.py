"""Reading a study: every question that screens, commands and reports put to the file, answered with values of the model.

A store reads through whatever connection it is given; a worker opens a read-only one of its own. Queries are fetched whole, since
a half-read one would hold an old state of the file. The one exception is `spans`, which feeds counts over millions of codings.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any, Literal

from coder.errors import UnknownName
from coder.model.codebook import LOCK, Code, Codebook
from coder.model.coding import Coding, Memo
from coder.model.respondent import Respondent, Variable
from coder.model.round import MAIN, Coder, Progress, Round, State
from coder.model.source import Source, Turn
from coder.model.text import natural_key
from coder.study.codebook_past import CodebookPast
from coder.study.engine import Connection, read

_SOURCES_SQL = """
SELECT s.uid, coalesce(n.body, n.mask, ''), s.kind, coalesce(s.language, ''), coalesce(t.length, 0),
  (SELECT count(*) FROM turn WHERE turn.source = s.id AND turn.text = s.text), r.label, coalesce(json_extract(j.body, '$.at'), '')
FROM source s LEFT JOIN content n ON n.id = s.name LEFT JOIN content t ON t.id = s.text
LEFT JOIN respondent_label r ON r.uid = s.respondent LEFT JOIN journal j ON j.id = s.added
WHERE s.known AND s.removed IS NOT 1"""
_TURNS_SQL = """
SELECT label, start, end, speaker, role, time_start, time_end FROM turn JOIN source s ON s.id = turn.source AND s.text = turn.text
WHERE s.uid = ? ORDER BY position"""
_CODES_SQL = """
SELECT c.uid, p.uid, coalesce(c.name, n.body, n.mask, ''), c.brief, c.definition, c.include, c.exclude, c.examples, c.colour,
  c.status, c.codable AND c.effective = c.id, c.names,
  c.effective = c.id AND (c.removed IS NOT 1
    OR EXISTS (SELECT 1 FROM code raw JOIN coding g ON g.code = raw.id AND g.live = 1 WHERE raw.effective = c.id))
FROM code c LEFT JOIN code p ON p.id = c.parent LEFT JOIN content n ON n.id = c.name_content
WHERE c.known ORDER BY c.ordinal"""
_CODINGS_SQL = """
SELECT g.uid, s.uid, e.uid, p.uid, r.uid, g.start, g.end, g.origin, coalesce(json_extract(j.body, '$.at'), ''), g.live
FROM coding g JOIN source s ON s.id = g.source AND s.known JOIN code c ON c.id = g.code
JOIN code e ON e.id = coalesce(c.effective, c.id)
JOIN coder p ON p.id = g.coder AND p.known JOIN round r ON r.id = g.round AND r.known LEFT JOIN journal j ON j.id = g.added
WHERE c.known AND (g.live = 1 OR (g.known AND g.removed IS NOT 1 AND s.removed IS NOT 1 AND g.start IS NOT NULL)) {where}
ORDER BY g.start, g.end, g.id"""
_SPANS_SQL = """
 source, {code}, coder, round{ends} FROM coding{join}
WHERE live = 1 AND origin IS NOT 'consensus' ORDER BY source, 2, coder, round{ends}"""
_MARKS_SQL = """
SELECT m.source, m.coder, max(m.finished), max(m.started), max(m.assigned) FROM mark m
JOIN source s ON s.uid = m.source AND s.known AND s.removed IS NOT 1 GROUP BY m.source, m.coder"""
_COUNTS_SQL = """
SELECT s.uid, p.uid, sum(counted.n) FROM (
  SELECT source, coder, count(*) AS n FROM coding WHERE live = 1 AND origin IS NOT 'consensus' GROUP BY source, code, coder
) counted JOIN source s ON s.id = counted.source JOIN coder p ON p.id = counted.coder GROUP BY counted.source, counted.coder"""
_MEMOS_SQL = """
SELECT m.uid, m.target_kind, m.target, coalesce(m.coder, ''), coalesce(c.body, c.mask), coalesce(json_extract(j.body, '$.at'), '')
FROM memo m JOIN content c ON c.id = m.body LEFT JOIN journal j ON j.id = m.added
WHERE m.known AND m.removed IS NOT 1 AND coalesce(c.body, c.mask) IS NOT NULL ORDER BY m.id"""
_USED_SQL = """
SELECT e.uid, sum(used.n), max(used.newest) FROM (
  SELECT code, count(*) AS n, max(id) AS newest FROM coding
  WHERE live = 1 AND origin IS NOT 'consensus' AND coder = (SELECT id FROM coder WHERE uid = ?) GROUP BY source, code
) used JOIN code c ON c.id = used.code JOIN code e ON e.id = coalesce(c.effective, c.id) GROUP BY e.uid ORDER BY 3 DESC"""
_VALUES_SQL = """
SELECT v.owner, w.name, coalesce(c.body, c.mask) FROM value v JOIN content c ON c.id = v.value
JOIN variable w ON w.uid = v.variable AND w.known AND w.removed IS NOT 1 AND w.owner = ?"""
_ONE_CODING_SQL = """
SELECT g.uid, s.uid, e.uid, p.uid, coalesce(r.uid, ''), g.start, g.end, g.origin, g.text IS NOT s.text
FROM coding g JOIN source s ON s.id = g.source JOIN code c ON c.id = g.code JOIN code e ON e.id = coalesce(c.effective, c.id)
JOIN coder p ON p.id = g.coder LEFT JOIN round r ON r.id = g.round WHERE g.uid = ? AND g.start IS NOT NULL"""
"""Without its time: that stands in the row which made it, and if that is an import, to read it takes twenty times as long."""
_Query = Callable[[str, Sequence[object]], list[Any]]
Table = Literal["source", "code", "coder", "round"]
Kind = Literal["source", "code", "coder", "round", "respondent", "variable"]
_NAME_OF: dict[Kind, tuple[str, str]] = {
    "source": ("NULL", "name"), "coder": ("NULL", "name"), "round": ("NULL", "name"), "respondent": ("NULL", "label"),
    "code": ("e.name", "name_content"), "variable": ("e.name", ""),
}  # fmt: skip
"""Where the name of each kind stands: in a column of its own, or in a content."""


class Store:
    """The readable side of a study."""

    def __init__(self, connection: Connection) -> None:
        """Read through `connection`."""
        self._db = connection
        self.codebook_past = CodebookPast(connection)
        """What the file remembers of its codebook."""

    @cached_property
    def ever(self) -> Ever:
        """What was ever in the study, for those who speak of the past."""
        return Ever(self._all)

    def sources(self) -> list[Source]:
        """List the sources, R2 before R10."""
        return sorted((Source(*row) for row in self._all(_SOURCES_SQL)), key=lambda source: natural_key(source.name))

    def text(self, source: str) -> str:
        """Give the present text of a source; purged words read as `█`."""
        sql = "SELECT coalesce(c.body, c.mask, '') FROM source s JOIN content c ON c.id = s.text WHERE s.uid = ? AND s.known"
        found = self._all(sql, (source,))
        if not found:
            raise UnknownName(f"There is no source {source} in the study.", "`coder sources list STUDY` lists them.")
        return str(found[0][0])

    def text_uids(self) -> dict[str, str]:
        """Give the uid of each source's present text."""
        return dict(self._all("SELECT s.uid, c.uid FROM source s JOIN content c ON c.id = s.text WHERE s.known"))

    def turns(self, source: str) -> tuple[Turn, ...]:
        """Give the turns of a source in order."""
        return tuple(Turn(*row) for row in self._all(_TURNS_SQL, (source,)))

    def codebook(self) -> Codebook:
        """Give the tree of codes as it stands, with title, preface and variables.

        Codes merged into others are left out, and removed ones unless something still uses them; but a code that others stand
        under stays, so that nothing is hidden.
        """
        kept: list[Code] = []
        above: set[str | None] = set()
        for row in reversed(self._all(_CODES_SQL)):
            if row[-1] or row[0] in above:
                kept.append(_code(row))
                above.add(row[1])
        codes = kept[::-1]
        said = self.settings()
        title, language, preface = (str(said.get(f"codebook.{name}", "")) for name in ("title", "language", "preface"))
        return Codebook(tuple(codes), title, language, preface, tuple(self.variables()), said.get(LOCK) is True)

    def coders(self) -> list[Coder]:
        """List the coders in the order in which they came."""
        sql = """SELECT n.uid, n.name, e.role FROM coder_name n JOIN coder e ON e.id = n.id
                 WHERE e.removed IS NOT 1 AND n.name IS NOT NULL ORDER BY n.id"""
        return [Coder(*row) for row in self._all(sql)]

    def rounds(self) -> list[Round]:
        """List the rounds in the order in which they came; the first is `main`."""
        sql = """SELECT n.uid, n.name, coalesce(e.blind, 0) FROM round_name n JOIN round e ON e.id = n.id
                 WHERE e.removed IS NOT 1 AND n.name IS NOT NULL ORDER BY n.id"""
        return [Round(uid, name, bool(blind)) for uid, name, blind in self._all(sql)]

    def main_round(self) -> Round:
        """Give the round in which codings are made unless another is named: `main`, or the first if that was renamed."""
        rounds = self.rounds()
        return next((one for one in rounds if one.name == MAIN), rounds[0])

    def respondents(self) -> list[Respondent]:
        """List the respondents with their sources and values."""
        names: dict[str, list[str]] = defaultdict(list)
        for respondent, name in self._all(
            """SELECT s.respondent, coalesce(c.body, c.mask, '') FROM source s JOIN content c ON c.id = s.name
               WHERE s.known AND s.removed IS NOT 1 AND s.respondent IS NOT NULL"""
        ):
            names[respondent].append(name)
        values = self._values("respondent")
        rows = self._all("SELECT uid, label FROM respondent_label WHERE label IS NOT NULL")
        found = [Respondent(uid, label, tuple(sorted(names[uid], key=natural_key)), values.get(uid, {})) for uid, label in rows]
        return sorted(found, key=lambda respondent: natural_key(respondent.label))

    def variables(self) -> list[Variable]:
        """List the variables in the order in which they came."""
        sql = "SELECT name, owner, type, categories, uid FROM variable WHERE known AND removed IS NOT 1 ORDER BY id"
        return [
            Variable(name, of, kind, tuple(json.loads(values or "[]")), uid) for name, of, kind, values, uid in self._all(sql)
        ]

    def source_values(self) -> dict[str, dict[str, str]]:
        """Give the values of sources: uid to {variable: value}."""
        return self._values("source")

    def codings(
        self,
        *,
        source: str | None = None,
        coder: str | None = None,
        code: str | None = None,
        round: str | None = None,  # noqa: A002 - the field's word
        among: Collection[str] | None = None,
    ) -> list[Coding]:
        """List codings by place, those on an earlier text marked stale.

        Each argument is a uid that narrows the list; `among` gives uids of codings, and the others are not even looked at.
        """
        wanted = {"s.uid": source, "p.uid": coder, "e.uid": code, "r.uid": round}
        where = "".join(f" AND {column} = ?" for column, uid in wanted.items() if uid is not None)
        given = [uid for uid in wanted.values() if uid is not None]
        if among is not None:
            where, given = f"{where} AND g.uid IN (SELECT value FROM json_each(?))", [*given, json.dumps([*among])]
        rows = self._all(_CODINGS_SQL.format(where=where), given)
        return [Coding(*fields) if live else replace(Coding(*fields), stale=True) for *fields, live in rows]

    def codes_used_by(self, coder: str) -> list[tuple[str, int]]:
        """List the codes that a coder (a uid) has used with how often, the one used last first."""
        return [(code, n) for code, n, _ in self._all(_USED_SQL, (coder,))]

    def memos(self) -> list[Memo]:
        """List the memos in the order in which they were written."""
        return [Memo(*row) for row in self._all(_MEMOS_SQL)]

    def progress(self) -> dict[tuple[str, str], Progress]:
        """Say how far each coder is with each source she has anything to do with: (source uid, coder uid)."""
        counts = {(source, coder): n for source, coder, n in self._all(_COUNTS_SQL)}
        found = {pair: Progress(n, "open") for pair, n in counts.items()}
        for source, coder, finished, started, assigned in self._all(_MARKS_SQL):
            if finished or started or assigned or (source, coder) in counts:
                n = counts.get((source, coder), 0)
                state: State = "finished" if finished else "open" if started or n else "to do"
                found[source, coder] = Progress(n, state, bool(assigned))
        return found

    def finished(self) -> set[tuple[str, str, str]]:
        """Give the finish marks: (round uid, source uid, coder uid)."""
        sql = """SELECT m.round, m.source, m.coder FROM mark m JOIN source s ON s.uid = m.source
                 WHERE m.finished = 1 AND s.known AND s.removed IS NOT 1"""
        return set(self._all(sql))

    def settings(self) -> dict[str, object]:
        """Give the study's own settings, which travel with it."""
        return {name: json.loads(value) for name, value in self._all("SELECT name, value FROM setting WHERE value IS NOT NULL")}

    def ids(self, table: Table) -> dict[int, str]:
        """Give the uid of each integer id that `spans` speaks in."""
        return dict(self._all(f'SELECT id, uid FROM "{table}"'))

    def spans(self) -> Iterator[tuple[int, int, int, int, int, int]]:
        """Yield the coders' live codings as (source, code, coder, round, start, end) in integer ids, in that order.

        A code that was merged into another reads as that one. Comes straight from the covering index where nothing is merged.
        """
        yield from read(self._db, "SELECT" + _spans_sql(self._all, ", start, end"))

    def touched(self) -> Iterator[tuple[int, int, int, int]]:
        """Yield which (source, code, coder, round) have a live coding: all that counting people or sources needs."""
        yield from read(self._db, "SELECT DISTINCT" + _spans_sql(self._all, ""))

    def _values(self, of: Literal["respondent", "source"]) -> dict[str, dict[str, str]]:
        values: dict[str, dict[str, str]] = defaultdict(dict)
        for owner, variable, value in self._all(_VALUES_SQL, (of,)):
            if value is not None:
                values[owner][variable] = value
        return dict(values)

    def _all(self, sql: str, parameters: Sequence[object] = ()) -> list[Any]:
        return list(read(self._db, sql, parameters))


def _spans_sql(query: _Query, ends: str) -> str:
    merged = query("SELECT 1 FROM code WHERE effective <> id LIMIT 1", ())
    code, join = ("code.effective", " JOIN code ON code.id = coding.code") if merged else ("code", "")
    return _SPANS_SQL.format(code=code, join=join, ends=ends)


class Ever:
    """What was ever in a study, also what has been removed or merged since: memos and the history still speak of it."""

    def __init__(self, query: _Query) -> None:
        """Ask through `query`."""
        self._query = query

    def names(self, kind: Kind) -> dict[str, str]:
        """Give the present name of everything of a kind, by uid."""
        own, there = _NAME_OF[kind]
        join = f'LEFT JOIN content c ON c.id = e."{there}"' if there else "LEFT JOIN content c ON 0"
        sql = f'SELECT e.uid, coalesce({own}, c.body, c.mask) FROM "{kind}" e {join} WHERE e.known'
        return {uid: str(name) for uid, name in self._query(sql, ()) if name is not None}

    def codes_in_vivo(self) -> set[str]:
        """List the codes (uids) whose name is made of somebody's words."""
        return {uid for (uid,) in self._query("SELECT uid FROM code WHERE known AND name_content IS NOT NULL", ())}

    def merged(self) -> dict[str, str]:
        """Give the code that each merged one counts as."""
        sql = "SELECT c.uid, e.uid FROM code c JOIN code e ON e.id = c.effective WHERE c.known AND e.id <> c.id"
        return dict(self._query(sql, ()))

    def coding(self, uid: str) -> Coding | None:
        """Give one coding as it stands, without its time, removed or not; None for one that is not known."""
        for *fields, stale in self._query(_ONE_CODING_SQL, (uid,)):
            return replace(Coding(*fields), stale=bool(stale))
        return None

    def memo(self, uid: str) -> Memo | None:
        """Give one memo, removed or not."""
        sql = _MEMOS_SQL.replace("m.removed IS NOT 1", "m.uid = ?")
        return next((Memo(*row) for row in self._query(sql, (uid,))), None)


def _code(row: Sequence[Any]) -> Code:
    uid, parent, name, brief, definition, include, exclude, examples, colour, status, codable, names, _ = row
    words = (brief or "", definition or "", include or "", exclude or "")
    listed = tuple(json.loads(examples)) if examples else ()
    others = tuple((language, other) for language, other in json.loads(names)) if names else ()
    is_codable = codable is None or bool(codable)
    return Code(name, parent, uid, *words, listed, colour, status or "active", is_codable, others)
