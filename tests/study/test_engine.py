"""The one door to SQLite: every safety setting in force, writes whole or not at all, refusals that say what to do."""

from __future__ import annotations

import os
import re
import stat
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any, NoReturn

import pytest
import sqlcipher3
from one_study import TEXT, OneStudy, one_study
from sqlcipher3 import dbapi2

import coder
from coder.errors import CoderError, StorageFailed, StudyRefused
from coder.study import engine
from coder.study.changes import add_memo
from coder.study.engine import Connection, connect, create, gather, in_memory, integrity_problems, sqlite_utils_database, writing
from coder.study.study import Study

CODE = Path(coder.__file__).parent
SETTINGS = {
    "journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 5000, "temp_store": 2, "secure_delete": 1,
    "trusted_schema": 0, "cell_size_check": 1, "mmap_size": 0,
}  # fmt: skip


@pytest.fixture
def study(tmp_path: Path) -> OneStudy:
    return one_study(tmp_path)


@pytest.fixture
def connection(study: OneStudy) -> Iterator[Connection]:
    connection = connect(study.path)
    yield connection
    connection.close()


def foreign(path: Path, application: int = 0, version: int = 0) -> Path:
    """Write another program's SQLite file."""
    other = sqlcipher3.connect(str(path))
    for statement in ("CREATE TABLE bookmark(x)", f"PRAGMA application_id={application}", f"PRAGMA user_version={version}"):
        other.execute(statement)
    other.commit()
    other.close()
    return path


# Opening


@pytest.mark.parametrize("readonly", [False, True])
def test_every_safety_setting_is_in_force(study: OneStudy, readonly: bool) -> None:
    connection = connect(study.path, readonly=readonly)
    assert {name: connection.execute(f"PRAGMA {name}").fetchone()[0] for name in SETTINGS} == SETTINGS
    connection.close()


def test_a_setting_that_does_not_hold_is_refused(study: OneStudy, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "_SETTINGS", (("synchronous", "OFF", 2),))
    with pytest.raises(StudyRefused, match="synchronous"):
        connect(study.path)


def test_a_reader_cannot_write(study: OneStudy) -> None:
    connection = connect(study.path, readonly=True)
    with pytest.raises(dbapi2.OperationalError, match="readonly"):
        connection.execute("DELETE FROM meta")
    connection.close()


@pytest.mark.parametrize("readonly", [False, True])
@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda folder: folder / "missing.db", "There is no study"),
        (lambda folder: folder, "is a folder"),
        (lambda folder: foreign(folder / "other.db"), "is no study"),
        (lambda folder: foreign(folder / "other.db", version=1), "is no study"),
        (lambda folder: foreign(folder / "other.db", application=1), "is no study"),
        (lambda folder: _written(folder, b""), "is no study"),
        (lambda folder: _written(folder, b"I: When was it?\n" * 200), "is no study"),
        (lambda folder: _written(folder, b"SQLite format 3\x00" + bytes(4_000)), "is no study"),
        (lambda folder: foreign(folder / "other.db", engine.APPLICATION_ID), "unfinished"),
        (lambda folder: foreign(folder / "other.db", engine.APPLICATION_ID, 99), "newer version"),
        (lambda folder: foreign(folder / "other.db", engine.APPLICATION_ID, 1), "did not make"),
    ],
)
def test_what_is_no_study_of_ours_is_refused_with_a_way_out(
    tmp_path: Path, make: Callable[[Path], Path], said: str, readonly: bool
) -> None:
    path = make(tmp_path)
    with pytest.raises(StudyRefused, match=said) as refused:
        Study.open(path, readonly=readonly)
    assert refused.value.place == str(path)
    assert refused.value.hint


def _written(folder: Path, data: bytes) -> Path:
    path = folder / "file.db"
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    "make",
    [
        lambda folder: foreign(folder / "other.db"),
        lambda folder: _written(folder, b""),
        lambda folder: _written(folder, b"words"),
        lambda folder: _of_version(folder, 99),
    ],
)
def test_a_file_that_is_refused_stays_as_it_was(tmp_path: Path, make: Callable[[Path], Path]) -> None:
    path = make(tmp_path)
    before, beside = path.read_bytes(), sorted(tmp_path.iterdir())
    with pytest.raises(StudyRefused):
        Study.open(path)
    assert (path.read_bytes(), sorted(tmp_path.iterdir())) == (before, beside)


def _of_version(folder: Path, version: int) -> Path:
    path = one_study(folder).path
    connection = connect(path)
    connection.execute(f"PRAGMA user_version={version}")
    gather(connection)
    connection.close()
    return path


@pytest.mark.parametrize("readonly", [False, True])
@pytest.mark.parametrize("harm", [b"TEXT NOT N\xceLL", b"TEXT NOT NURL", b"TEXT \x00OT NULL"])
def test_a_file_whose_tables_are_damaged_is_refused(study: OneStudy, harm: bytes, readonly: bool) -> None:
    """SQLite then quotes the damaged statement, which may be no text at all."""
    study.path.write_bytes(study.path.read_bytes().replace(b"TEXT NOT NULL", harm, 1))
    with pytest.raises(StudyRefused, match="damaged") as refused:
        Study.open(study.path, readonly=readonly)
    assert "NU" not in refused.value.message


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")
def test_a_file_without_write_permission_is_refused_for_writing_and_read(study: OneStudy) -> None:
    study.path.chmod(0o400)
    with pytest.raises(StudyRefused, match="cannot be written to"):
        study.open()
    with Study.open(study.path, readonly=True) as reading:
        assert reading.store.text(study.source) == TEXT


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        ("file is not a database", "is no study"),
        ("database disk image is malformed", "is no study"),
        ("file is encrypted or is not a database", "is no study"),
        ("attempt to write a readonly database", "cannot be written to|cannot be read where it lies"),
        ("database is locked", "held by another program|cannot be read where it lies"),
        ("unable to open database file", "cannot be opened|cannot be read where it lies"),
    ],
)
def test_sqlites_reasons_become_a_sentence_and_a_way_out(
    study: OneStudy, monkeypatch: pytest.MonkeyPatch, reason: str, said: str
) -> None:
    def refuse(*_: object, **__: object) -> NoReturn:
        raise dbapi2.OperationalError(reason)

    monkeypatch.setattr(sqlcipher3, "connect", refuse)
    for readonly in (False, True):
        with pytest.raises(StudyRefused, match=said) as refused:
            connect(study.path, readonly=readonly)
        assert refused.value.hint


def test_a_file_whose_folder_admits_no_log_is_read_all_the_same(study: OneStudy, monkeypatch: pytest.MonkeyPatch) -> None:
    """A write-protected stick, a full disk: a reader of a WAL file would have to write."""
    right = sqlcipher3.connect

    def protected(address: str, **more: Any) -> Connection:
        if "immutable" not in address:
            raise dbapi2.OperationalError("unable to open database file")
        connection: Connection = right(address, **more)
        return connection

    monkeypatch.setattr(sqlcipher3, "connect", protected)
    with Study.open(study.path, readonly=True) as reading:
        assert reading.store.text(study.source) == TEXT
    with pytest.raises(StudyRefused, match="cannot be opened"):
        Study.open(study.path)


def test_a_file_with_something_in_its_log_is_never_read_as_if_it_were_at_rest(
    study: OneStudy, monkeypatch: pytest.MonkeyPatch
) -> None:
    study.path.with_name(study.path.name + "-wal").write_bytes(b"something")

    def refuse(*_: object, **__: object) -> NoReturn:
        raise dbapi2.OperationalError("unable to open database file")

    monkeypatch.setattr(sqlcipher3, "connect", refuse)
    with pytest.raises(StudyRefused, match="cannot be read where it lies"):
        connect(study.path, readonly=True)


def test_a_place_where_sqlite_keeps_no_log_is_refused(study: OneStudy, monkeypatch: pytest.MonkeyPatch) -> None:
    right = sqlcipher3.connect

    class Logless:
        def __init__(self, connection: Connection) -> None:
            self.close = connection.close
            self._run = connection.execute

        def execute(self, sql: str, *more: Any) -> Any:
            return self._run("SELECT 'delete'" if "journal_mode" in sql else sql, *more)

    monkeypatch.setattr(sqlcipher3, "connect", lambda *args, **more: Logless(right(*args, **more)))
    with pytest.raises(StudyRefused, match="cannot keep its log"):
        connect(study.path)


# Making


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX's")
def test_nobody_else_may_read_a_study_nor_what_lies_beside_it(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        with one_study(tmp_path).open() as study:
            study.act([add_memo("study", "", "c", "A doubt.")], "c")
            modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in tmp_path.glob("study.db*")}
    finally:
        os.umask(before)
    assert modes == {"study.db": 0o600, "study.db-wal": 0o600, "study.db-shm": 0o600}


def test_a_study_is_not_made_over_another_file(study: OneStudy) -> None:
    before = study.path.read_bytes()
    with pytest.raises(StudyRefused, match="exists already"):
        Study.create(study.path)
    assert study.path.read_bytes() == before


def test_a_study_is_not_made_where_there_is_no_folder(tmp_path: Path) -> None:
    with pytest.raises(StudyRefused, match="no folder"):
        Study.create(tmp_path / "nowhere" / "study.db")


def test_a_folder_that_takes_no_file_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> NoReturn:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(StudyRefused, match=r"cannot be created: Permission denied"):
        create(tmp_path / "study.db")


def test_a_study_that_could_not_be_finished_leaves_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> NoReturn:
        raise StorageFailed("full", "free")

    monkeypatch.setattr("coder.study.schema.install", full)
    with pytest.raises(StorageFailed):
        Study.create(tmp_path / "study.db")
    assert list(tmp_path.iterdir()) == []


def test_a_disk_that_is_full_at_once_leaves_no_file_and_no_crash(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> NoReturn:
        raise dbapi2.OperationalError("database or disk is full")

    monkeypatch.setattr(sqlcipher3, "connect", full)
    with pytest.raises(CoderError):
        Study.create(tmp_path / "study.db")
    assert list(tmp_path.iterdir()) == []


# Writing


def test_what_is_written_is_there_and_what_fails_is_not(connection: Connection) -> None:
    with writing(connection):
        connection.execute("INSERT INTO meta VALUES ('kept', '1')")
    for error in (ValueError, KeyboardInterrupt):
        with pytest.raises(error), writing(connection):
            _write_and_raise(connection, error)
    rows = connection.execute("SELECT key FROM meta WHERE key IN ('kept', 'lost')").fetchall()
    assert (rows, connection.in_transaction) == ([("kept",)], False)


def _write_and_raise(connection: Connection, error: type[BaseException]) -> NoReturn:
    connection.execute("INSERT INTO meta VALUES ('lost', '1')")
    raise error


def test_a_writer_that_waits_too_long_is_told_who_is_in_the_way(study: OneStudy, connection: Connection) -> None:
    other = connect(study.path)
    other.execute("PRAGMA busy_timeout=0")
    with writing(connection), pytest.raises(StorageFailed, match="Another program"), writing(other):
        pass
    with writing(other):
        other.execute("INSERT INTO meta VALUES ('x', '1')")
    other.close()


def test_readers_are_never_in_the_way_of_a_writer(study: OneStudy, connection: Connection) -> None:
    reader = connect(study.path, readonly=True)
    cursor = reader.execute("SELECT * FROM journal")
    assert cursor.fetchone() is not None
    with writing(connection):
        connection.execute("INSERT INTO meta VALUES ('x', '1')")
    reader.close()


def test_a_full_disk_is_one_sentence_and_the_next_try_works(connection: Connection) -> None:
    pages = connection.execute("PRAGMA page_count").fetchone()[0]
    connection.execute(f"PRAGMA max_page_count={pages}")
    with pytest.raises(StorageFailed, match="disk is full"), writing(connection):
        connection.execute("INSERT INTO meta VALUES ('large', ?)", ("x" * 1_000_000,))
    connection.execute("PRAGMA max_page_count=100000")
    with writing(connection):
        connection.execute("INSERT INTO meta VALUES ('large', ?)", ("x" * 1_000_000,))
    assert connection.execute("SELECT length(value) FROM meta WHERE key = 'large'").fetchone() == (1_000_000,)


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (dbapi2.OperationalError("database is locked"), "Another program"),
        (dbapi2.OperationalError("disk I/O error"), "disk is full or does not answer"),
        (dbapi2.OperationalError("attempt to write a readonly database"), "cannot be written to"),
        (dbapi2.OperationalError("no such table: x"), "could not be written"),
        (dbapi2.DatabaseError("database disk image is malformed"), "could not be written"),
    ],
)
def test_sqlites_words_while_writing_become_a_sentence(connection: Connection, error: Exception, said: str) -> None:
    with pytest.raises(StorageFailed, match=said) as failed, writing(connection):
        raise error
    assert failed.value.hint


def test_a_mistake_of_this_program_stays_an_exception(connection: Connection) -> None:
    with pytest.raises(dbapi2.IntegrityError), writing(connection):
        connection.execute("INSERT INTO meta VALUES ('study', 'twice')")


def test_no_sentence_about_storage_quotes_what_stood_in_the_file(connection: Connection) -> None:
    """SQLite's binding quotes a cell that is no UTF-8, and a cell may be testimony."""
    connection.execute("INSERT INTO meta VALUES ('x', CAST(x'6d61726b6574ff' AS TEXT))")
    said = ""
    try:
        with writing(connection):
            connection.execute("SELECT value FROM meta WHERE key = 'x'").fetchone()
    except StorageFailed as error:
        said = error.message + error.hint
    assert "market" not in said


def test_no_file_is_written_to_without_begin_immediate() -> None:
    """A deferred BEGIN makes two programs refuse each other's writes; only the engine opens a transaction."""
    begin = re.compile(r"\bBEGIN\b(?! SELECT raise)|\.atomic\(|isolation_level")
    files = {path.relative_to(CODE).as_posix() for path in CODE.rglob("*.py") if begin.search(path.read_text(encoding="utf-8"))}
    assert files == {"study/engine.py"}
    said = begin.findall((CODE / "study" / "engine.py").read_text(encoding="utf-8"))
    assert "BEGIN" in said


def test_only_the_engine_opens_a_database() -> None:
    files = [path for path in CODE.rglob("*.py") if re.search(r"sqlcipher3|sqlite3\b", path.read_text(encoding="utf-8"))]
    assert {path.relative_to(CODE).as_posix() for path in files} <= {"study/engine.py", "study/schema.py"}
    assert "connect(" not in (CODE / "study" / "schema.py").read_text(encoding="utf-8")


# The rest


def test_gathering_leaves_nothing_in_the_log(study: OneStudy, connection: Connection) -> None:
    log = study.path.with_name("study.db-wal")
    with writing(connection):
        connection.execute("INSERT INTO meta VALUES ('x', '1')")
    assert log.stat().st_size > 0
    gather(connection)
    assert log.stat().st_size == 0


def test_gathering_beside_a_reader_loses_nothing(study: OneStudy, connection: Connection) -> None:
    reader = connect(study.path, readonly=True)
    cursor = reader.execute("SELECT * FROM journal")
    assert cursor.fetchone() is not None
    with writing(connection):
        connection.execute("INSERT INTO meta VALUES ('x', '1')")
    gather(connection)
    reader.close()
    assert connection.execute("SELECT value FROM meta WHERE key = 'x'").fetchone() == ("1",)


def test_a_sound_file_has_no_problems_and_a_dangling_reference_is_one(connection: Connection) -> None:
    assert integrity_problems(connection) == []
    connection.execute("PRAGMA foreign_keys=OFF")
    connection.execute("INSERT INTO coding(uid, code) VALUES ('g', 99)")
    (problem,) = integrity_problems(connection)
    assert problem.startswith("table coding, row ")
    assert problem.endswith("refers to a missing row of code")


@pytest.fixture
def without_sqlite_utils(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.partition(".")[0] in ("sqlite_utils", "pysqlite3", "numpy", "pandas")]:
        monkeypatch.delitem(sys.modules, name)


@pytest.mark.usefixtures("without_sqlite_utils")
def test_sqlite_utils_runs_on_the_same_engine_and_brings_no_numpy() -> None:
    database = sqlite_utils_database(in_memory())
    assert type(database.conn) is sqlcipher3.Connection
    assert not {"numpy", "pandas"} & sys.modules.keys()
    assert sqlite_utils_database(in_memory()).conn is not database.conn


@pytest.mark.usefixtures("without_sqlite_utils")
def test_numpy_is_there_again_where_it_was_imported_before(monkeypatch: pytest.MonkeyPatch) -> None:
    numpy = ModuleType("numpy")
    monkeypatch.setitem(sys.modules, "numpy", numpy)
    sqlite_utils_database(in_memory())
    assert sys.modules["numpy"] is numpy


@pytest.mark.usefixtures("without_sqlite_utils")
def test_sqlite_utils_on_another_engine_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    import sqlite_utils.utils

    monkeypatch.setattr(sqlite_utils.utils, "sqlite3", ModuleType("sqlite3"))
    with pytest.raises(RuntimeError, match="another SQLite"):
        sqlite_utils_database(in_memory())
