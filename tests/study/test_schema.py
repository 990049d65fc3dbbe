"""Tables, indexes and views: as the format says, brought up to date whole or not at all, and nothing in them that is not ours."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from laptops import empty_study
from one_study import BRIBERY, OneStudy, one_study
from sqlcipher3 import dbapi2

from coder.errors import StudyRefused
from coder.model.respondent import Variable
from coder.study import engine, schema
from coder.study.backup import backups
from coder.study.changes import SetField, add_respondent, add_variable, set_value
from coder.study.engine import Connection, connect
from coder.study.kinds import FIELDS, KEYED, all_columns
from coder.study.study import Study


@pytest.fixture
def study(tmp_path: Path) -> OneStudy:
    return one_study(tmp_path)


def change(study: OneStudy, *statements: str) -> None:
    """Change a study's file behind the program's back."""
    connection = connect(study.path)
    for statement in statements:
        connection.execute(statement)
    connection.close()


def columns_of(connection: Connection, table: str) -> set[str]:
    return {row[1] for row in connection.execute(f'PRAGMA table_info("{table}")').fetchall()}


# As the format says


def test_triggers_and_views_are_those_of_this_version() -> None:
    """Changed on purpose? Then this is what stands in `_FINGERPRINT` from now on, and an older file needs a migration."""
    assert schema._fingerprint(empty_study()) == schema._FINGERPRINT


@pytest.mark.parametrize("kind", FIELDS)
def test_each_kind_has_a_table_with_a_column_for_every_part_of_every_field(kind: str) -> None:
    own = {*KEYED[kind]} if kind in KEYED else {"known", "added"}
    derived = {"coding": {"live"}, "code": {"parent", "effective", "path", "ordinal", "conflict"}}.get(kind, set())
    assert columns_of(empty_study(), kind) == {"id", "uid", *own, *all_columns(kind), *derived}


def test_every_table_of_ours_holds_to_its_types() -> None:
    loose = (
        "SELECT name FROM pragma_table_list WHERE type = 'table' AND NOT strict AND name NOT LIKE 'sqlite%' AND schema = 'main'"
    )
    assert empty_study().execute(loose).fetchall() == [("_sqlite_migrations",)]


def test_the_counts_are_fed_from_a_covering_index_in_order() -> None:
    connection = empty_study()
    sql = (
        "SELECT source, code, coder, round, start, end FROM coding WHERE live = 1 ORDER BY source, code, coder, round, start, end"
    )
    plan = " / ".join(row[3] for row in connection.execute("EXPLAIN QUERY PLAN " + sql).fetchall())
    assert plan == "SCAN coding USING COVERING INDEX coding_live"


@pytest.mark.parametrize(
    ("sql", "index"),
    [
        ("SELECT 1 FROM journal WHERE hash = ?", "sqlite_autoindex_journal_1"),
        ("SELECT 1 FROM journal WHERE device = ? AND seq >= 5 ORDER BY seq", "journal_chain"),
        ("SELECT max(lamport) FROM journal", "journal_time"),
        ("SELECT 1 FROM coding WHERE source = ?", "coding_source"),
        ("SELECT 1 FROM coding WHERE code = ?", "coding_code"),
        ("SELECT 1 FROM content WHERE uid = ?", "sqlite_autoindex_content_1"),
        ("SELECT 1 FROM coding WHERE uid = ?", "sqlite_autoindex_coding_1"),
    ],
)
def test_what_is_asked_for_each_row_is_found_by_an_index(sql: str, index: str) -> None:
    plan = empty_study().execute("EXPLAIN QUERY PLAN " + sql, (1,) * sql.count("?")).fetchall()
    assert index in " ".join(row[3] for row in plan)


def test_nothing_is_deleted_from_the_journal(study: OneStudy) -> None:
    connection = connect(study.path)
    with pytest.raises(dbapi2.IntegrityError, match="append-only"):
        connection.execute("DELETE FROM journal")
    connection.close()


def test_a_flag_is_yes_no_or_unknown() -> None:
    with pytest.raises(dbapi2.IntegrityError, match="CHECK"):
        empty_study().execute("INSERT INTO code(uid, codable) VALUES ('k', 7)")


# Views for other programs


def test_the_views_say_in_words_what_was_coded_and_who_spoke(study: OneStudy) -> None:
    with study.open() as opened:
        respondent, variable = add_respondent("R1"), add_variable(Variable("age", values=("40", "50")))
        opened.act([respondent, variable, SetField("source", study.source, "respondent", respondent.uid)], study.coder)
        opened.act([set_value(respondent.uid, variable.uid, "50"), study.coding()], study.coder)
    connection = connect(study.path, readonly=True)
    sql = "SELECT source, kind, respondent, code, coder, round, start, end, origin, text FROM segments"
    assert connection.execute(sql).fetchall() == [
        ("R1", "interview", "R1", "Limits > Bribery", "oak", "main", 20, 33, "manual", "In the spring")
    ]
    assert connection.execute("SELECT code, created_at LIKE '20__-__-__T%Z' FROM codings").fetchall() == [("Limits > Bribery", 1)]
    assert connection.execute("SELECT respondent, variable, value, position FROM respondents").fetchall() == [
        ("R1", "age", "50", 2)
    ]
    connection.close()


def test_a_merged_code_shows_in_the_views_as_what_it_counts_as(study: OneStudy) -> None:
    with study.open() as opened:
        opened.act([study.coding()], study.coder)
        opened.act([SetField("code", BRIBERY, "merged_into", "0" * 31 + "3")], study.coder)
    connection = connect(study.path, readonly=True)
    assert connection.execute("SELECT code FROM codings").fetchall() == [("Limits > Papers",)]
    connection.close()


# Nothing that is not ours


@pytest.mark.parametrize("readonly", [False, True])
@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TRIGGER spy AFTER INSERT ON coding BEGIN UPDATE meta SET value = 'seen'; END",
        "CREATE VIEW everything AS SELECT body FROM content",
        "DROP VIEW segments",
        "DROP TRIGGER journal_is_append_only",
    ],
)
def test_a_file_with_machinery_that_is_not_ours_is_refused(study: OneStudy, statement: str, readonly: bool) -> None:
    change(study, statement)
    with pytest.raises(StudyRefused, match="did not make"):
        Study.open(study.path, readonly=readonly)


# Migrations


def raise_version(patch: pytest.MonkeyPatch, *statements: str) -> None:
    """Pretend that this program is of a version whose migration runs some statements."""
    right = schema._migrations

    def migrations() -> Any:
        found = right()

        @found()
        def m002_more(db: Any) -> None:
            for statement in statements:
                db.conn.execute(statement)

        return found

    patch.setattr(schema, "_migrations", migrations)
    patch.setattr(schema, "VERSION", 2)


def version(study: OneStudy) -> int:
    connection = connect(study.path)
    found = int(connection.execute("PRAGMA user_version").fetchone()[0])
    connection.close()
    return found


def test_an_older_study_is_brought_up_to_date_when_it_is_opened_for_writing(
    study: OneStudy, monkeypatch: pytest.MonkeyPatch
) -> None:
    raise_version(monkeypatch, "CREATE TABLE more(x)")
    with pytest.raises(StudyRefused, match="older version"):
        Study.open(study.path, readonly=True)
    assert version(study) == 1
    with study.open() as opened:
        opened.act([study.coding()], study.coder)
        assert all(check.ok for check in opened.verify())
    assert version(study) == 2
    with Study.open(study.path, readonly=True) as opened:
        assert len(opened.store.codings()) == 1
    (before,) = backups(study.path)
    assert before.why == "migration"
    assert version(replace(study, path=before.path)) == 1


@pytest.mark.parametrize(
    ("statements", "error"),
    [
        (("CREATE TABLE more(x)", "no SQL at all"), "could not be written"),
        (("INSERT INTO coding(uid, code) VALUES ('g', 99)",), "could not be brought up to date"),
    ],
)
def test_a_migration_that_fails_leaves_the_study_as_it_was(
    study: OneStudy, monkeypatch: pytest.MonkeyPatch, statements: tuple[str, ...], error: str
) -> None:
    before = _tables(study)
    with monkeypatch.context() as patch:
        raise_version(patch, *statements)
        with pytest.raises(Exception, match=error):
            Study.open(study.path)
    assert (version(study), _tables(study)) == (1, before)
    with study.open() as opened:
        opened.act([study.coding()], study.coder)


def _tables(study: OneStudy) -> list[tuple[str, str]]:
    connection = connect(study.path)
    found = connection.execute("SELECT name, sql FROM sqlite_schema ORDER BY name").fetchall()
    connection.close()
    return found


def test_references_are_kept_again_after_a_migration() -> None:
    connection = empty_study()
    assert connection.execute("PRAGMA foreign_keys").fetchone() == (1,)
    with pytest.raises(dbapi2.IntegrityError, match="FOREIGN KEY"):
        connection.execute("INSERT INTO coding(uid, code) VALUES ('g', 99)")


def test_two_programs_that_migrate_at_once_do_it_once(study: OneStudy, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second one looked at the version before the first had finished."""
    raise_version(monkeypatch, "CREATE TABLE more(x)")
    first, second = connect(study.path), connect(study.path)
    schema.migrate(first, study.path, list)
    schema._apply_migrations(second, study.path)
    schema.check(second, study.path)
    first.close()
    second.close()


def test_a_study_says_what_it_is_to_programs_that_look_at_files(study: OneStudy) -> None:
    data = study.path.read_bytes()
    assert int.from_bytes(data[68:72], "big") == engine.APPLICATION_ID
    assert data[68:72] == b"code"
    assert int.from_bytes(data[60:64], "big") == schema.VERSION
