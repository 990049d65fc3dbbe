"""The study file's tables, indexes and readable views, and the numbered migrations that bring an older file up to date.

The tables of kinds are written from the journal's `FIELDS`, so that format and file cannot drift apart. Migrations run in one
transaction with foreign keys off (a table that others refer to cannot be rebuilt otherwise), only here; one that was released
is never edited. A file of a newer version is refused and left alone.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from coder.errors import StudyRefused
from coder.study.engine import Connection, sqlite_utils_database, writing
from coder.study.kinds import FIELDS, KEYED, REFERENCES, columns

if TYPE_CHECKING:
    from sqlite_utils import Database, Migrations

VERSION = 1
"""Kept in `PRAGMA user_version`: the number of migrations."""

_FINGERPRINT = "8d296647a100e66f17dbadc086e6e9fa65477527edfc1c1bbff0e735dfe558e8"
"""Of today's triggers and views; a test says what it must be."""
_PLUMBING_SQL = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
CREATE TABLE desk (device TEXT NOT NULL, coder TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL,
  PRIMARY KEY (device, coder, key)) STRICT, WITHOUT ROWID;
CREATE TABLE journal (id INTEGER PRIMARY KEY, device TEXT NOT NULL, seq INTEGER NOT NULL, lamport INTEGER NOT NULL,
  inner BLOB NOT NULL, prev BLOB NOT NULL, hash BLOB NOT NULL UNIQUE, body TEXT, salt BLOB) STRICT;
CREATE INDEX journal_chain ON journal(device, seq);
CREATE INDEX journal_time ON journal(lamport);
CREATE TABLE content (id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, length INTEGER, salt BLOB, mask TEXT,
  body TEXT) STRICT;
CREATE TABLE stamp (kind TEXT NOT NULL, uid TEXT NOT NULL, field TEXT NOT NULL, lamport INTEGER NOT NULL, device TEXT NOT NULL,
  seq INTEGER NOT NULL, hash BLOB NOT NULL, by_device TEXT, by_seq INTEGER, PRIMARY KEY (kind, uid, field)) STRICT, WITHOUT ROWID;
CREATE TABLE reversal (device TEXT NOT NULL, action INTEGER NOT NULL, turn TEXT NOT NULL, lamport INTEGER NOT NULL,
  by_device TEXT NOT NULL, by_seq INTEGER NOT NULL, hash BLOB NOT NULL, PRIMARY KEY (device, action)) STRICT, WITHOUT ROWID;
CREATE TABLE purge (content TEXT NOT NULL, replacement TEXT NOT NULL, PRIMARY KEY (content, replacement)) STRICT, WITHOUT ROWID;
CREATE TABLE reveal (round TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
CREATE TABLE turn (source INTEGER NOT NULL REFERENCES source(id), text INTEGER NOT NULL REFERENCES content(id),
  position INTEGER NOT NULL, label INTEGER NOT NULL, start INTEGER NOT NULL, end INTEGER NOT NULL, speaker TEXT NOT NULL,
  role TEXT NOT NULL, time_start INTEGER, time_end INTEGER, PRIMARY KEY (source, text, position)) STRICT, WITHOUT ROWID;
"""
_INDEXES_SQL = """
CREATE INDEX coding_live ON coding(source, code, coder, round, start, end, origin) WHERE live = 1;
CREATE INDEX coding_source ON coding(source);
CREATE INDEX coding_code ON coding(code);
CREATE TRIGGER journal_is_append_only BEFORE DELETE ON journal BEGIN SELECT raise(ABORT, 'the journal is append-only'); END;
"""
_VIEWS = {
    "codings": """
SELECT g.uid, n.body AS source, s.kind, r.label AS respondent, c.path AS code, p.name AS coder, q.name AS round,
  g.start, g.end, g.origin, json_extract(j.body, '$.at') AS created_at
FROM coding g JOIN source s ON s.id = g.source JOIN content n ON n.id = s.name
JOIN code raw ON raw.id = g.code JOIN code c ON c.id = coalesce(raw.effective, raw.id)
LEFT JOIN respondent_label r ON r.uid = s.respondent
JOIN coder_name p ON p.id = g.coder JOIN round_name q ON q.id = g.round LEFT JOIN journal j ON j.id = g.added
WHERE g.live = 1 ORDER BY g.source, g.start, g.end""",
    "segments": """
SELECT codings.*, substr(coalesce(x.body, x.mask), codings.start + 1, codings.end - codings.start) AS text
FROM codings JOIN coding g ON g.uid = codings.uid JOIN content x ON x.id = g.text""",
    "respondents": """
SELECT r.label AS respondent, w.name AS variable, coalesce(v.body, v.mask) AS value,
  (SELECT each.key + 1 FROM json_each(w.categories) each WHERE each.value = v.body) AS position
FROM respondent_label r LEFT JOIN (value a JOIN content v ON v.id = a.value
  JOIN variable w ON w.uid = a.variable AND w.known = 1 AND w.removed IS NOT 1) ON a.owner = r.uid
ORDER BY r.label, w.id""",
}
_NAMED_SQL = (
    'CREATE VIEW {kind}_name AS SELECT e.id, e.uid, coalesce(c.body, c.mask) AS name FROM "{kind}" e '
    "JOIN content c ON c.id = e.name WHERE e.known = 1"
)
_LABEL_SQL = (
    "CREATE VIEW respondent_label AS SELECT e.id, e.uid, coalesce(c.body, c.mask) AS label FROM respondent e "
    "JOIN content c ON c.id = e.label WHERE e.known = 1 AND e.removed IS NOT 1"
)


def table_sql(kind: str) -> str:
    """Write the CREATE TABLE of a kind after `FIELDS`; what is derived is added by the schema."""
    parts = KEYED.get(kind, ())
    lines = ["id INTEGER PRIMARY KEY", "uid TEXT NOT NULL UNIQUE"]
    lines += (
        [f'"{part}" TEXT NOT NULL' for part in parts]
        if parts
        else ["known INTEGER NOT NULL DEFAULT 0", "added INTEGER REFERENCES journal(id)"]
    )
    for field, shape in FIELDS[kind].items():
        for column in columns(kind, field):
            check = f' CHECK ("{column}" IN (0, 1))' if shape == "flag" else ""
            lines.append(f'"{column}" {_column_type(shape, column)}{check}')
    lines += _DERIVED.get(kind, ())
    return f'CREATE TABLE "{kind}" (\n  ' + ",\n  ".join(lines) + "\n) STRICT"


_DERIVED = {
    "coding": ("live INTEGER NOT NULL DEFAULT 0",),
    "code": (
        "parent INTEGER", "effective INTEGER", "path TEXT", "ordinal INTEGER", "conflict INTEGER NOT NULL DEFAULT 0",
    ),
}  # fmt: skip


def _column_type(shape: str, column: str) -> str:
    if shape == "content" or column in ("name_content", "label_content") or (shape == "anchor" and column == "text"):
        return "INTEGER REFERENCES content(id)"
    if shape in REFERENCES:
        return f'INTEGER REFERENCES "{shape}"(id)'
    return "INTEGER" if shape == "flag" or column in ("start", "end", "position") else "TEXT"


def install(connection: Connection) -> None:
    """Give a new, empty file the tables of today's version."""
    _apply_migrations(connection, Path())


def migrate(connection: Connection, path: Path, back_up: Callable[[], object]) -> None:
    """Bring a study up to today's version, after a backup; all pending migrations hold or none does.

    Raises:
        StudyRefused: a newer version of the program wrote it, or it holds machinery that is not ours.
        StorageFailed: there is no room for the backup or the change.
    """
    if version(connection, path) < VERSION:
        back_up()
        _apply_migrations(connection, path)
    check(connection, path)


def check(connection: Connection, path: Path) -> None:
    """Make sure that a file is a study of today's version with nothing in it that runs by itself but what is ours.

    Raises:
        StudyRefused: it is not.
    """
    if version(connection, path) < VERSION:
        raise StudyRefused(
            f"{path} is of an older version.", "Open it once for writing, which brings it up to date.", place=str(path)
        )
    if _fingerprint(connection) != _FINGERPRINT:
        message = f"{path} holds triggers or views that this program did not make, or lacks some of its own."
        hint = f"If you made one of {_machinery(connection)} with another program, drop it there; else ask whom the file is from."
        raise StudyRefused(message, hint, place=str(path))


def version(connection: Connection, path: Path) -> int:
    """Tell which version wrote a study.

    Raises:
        StudyRefused: it was never finished, or a newer version of the program wrote it.
    """
    found = int(connection.execute("PRAGMA user_version").fetchone()[0])
    if found == 0:
        raise StudyRefused(
            f"{path} is an unfinished study without anything in it.", "Delete it and make it again.", place=str(path)
        )
    if found > VERSION:
        message = f"{path} was written by a newer version of this program (format {found}, this one knows {VERSION})."
        raise StudyRefused(message, "Update the program: `pip install --upgrade testimony-coder`", place=str(path))
    return found


def _apply_migrations(connection: Connection, path: Path) -> None:
    connection.execute("PRAGMA foreign_keys=OFF")  # has no effect inside a transaction
    try:
        with writing(connection):
            if int(connection.execute("PRAGMA user_version").fetchone()[0]) == VERSION:
                return  # another program was quicker
            database = sqlite_utils_database(connection)
            _migrations().apply(database)
            if connection.execute("PRAGMA foreign_key_check").fetchone() or _fingerprint(connection) != _FINGERPRINT:
                raise StudyRefused(f"{path} could not be brought up to date.", "Run `coder verify` on it; it was left as it is.")
            connection.execute(f"PRAGMA user_version={VERSION}")
    finally:
        connection.execute("PRAGMA foreign_keys=ON")


def rebuild(db: Database, table: str, **changes: object) -> None:
    """Give a table another shape, inside a migration: `transform` of sqlite-utils, and the triggers that it drops put back."""
    sql = "SELECT sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ?"
    triggers = db.conn.execute(sql, (table,)).fetchall()
    db.table(table).transform(**changes)  # type: ignore[arg-type]  # whatever it takes
    for (trigger,) in triggers:
        db.conn.execute(trigger)


def _machinery(connection: Connection) -> str:
    rows = connection.execute("SELECT name FROM sqlite_master WHERE type IN ('trigger', 'view') ORDER BY name").fetchall()
    return ", ".join(name for (name,) in rows)


def _fingerprint(connection: Connection) -> str:
    """Hash the SQL of all triggers and views: code that would run when a file from somebody else is opened."""
    rows = connection.execute(
        "SELECT type, name, sql FROM sqlite_master WHERE type IN ('trigger', 'view') ORDER BY name"
    ).fetchall()
    return hashlib.sha256(repr(rows).encode()).hexdigest()


def _migrations() -> Migrations:
    from sqlite_utils import Migrations  # noqa: PLC0415 - only schema work pays for it, after the engine prepared it

    migrations = Migrations("coder")

    @migrations()
    def m001_tables(db: Database) -> None:
        for script in (_PLUMBING_SQL, *map(table_sql, FIELDS), _INDEXES_SQL):
            for statement in script.split(";\n"):
                db.conn.execute(statement)
        for kind in ("coder", "round"):
            db.conn.execute(_NAMED_SQL.format(kind=kind))
        db.conn.execute(_LABEL_SQL)
        for name, sql in _VIEWS.items():
            db.create_view(name, sql)

    return migrations
