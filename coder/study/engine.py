"""The one place that opens an SQLite file, and the one way to write to it.

Every study, plain or encrypted, goes through `sqlcipher3`: one engine and one SQLite version on every machine (older ones give
silently wrong answers on Korean text). A write is always a `BEGIN IMMEDIATE` transaction with `synchronous=FULL`: with a
deferred `BEGIN` two programs on one file refuse each other's writes, and without FULL a power cut takes what was shown as saved.
sqlite-utils gets its engine from here as well, and only schema work needs it.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import sqlcipher3
from sqlcipher3 import dbapi2

from coder.errors import StorageFailed, StudyDamaged, StudyRefused
from coder.study import memory
from coder.study.location import keep_private, refuse_shared

if TYPE_CHECKING:
    from sqlite_utils import Database

DatabaseError = dbapi2.DatabaseError
DRIVER = "sqlcipher3"
"""The package that the engine comes in."""
SQLITE: str = dbapi2.sqlite_version
"""The version of SQLite that reads and writes all studies."""
_UNREADABLE = (dbapi2.Error, UnicodeDecodeError)  # of a damaged file not even the error message is always UTF-8
APPLICATION_ID = 0x636F6465  # "code"
_STATEMENTS = 256
"""Kept ready: by default so few that each action prepares its statements anew, 0.3 ms of a 0.6 ms coding."""
_ANOTHER = "Name a file that `coder new` made; `coder restore` puts a backup in the place of a damaged one."
_SETTINGS = (  # pragma, what is asked for, what SQLite answers when it holds
    ("synchronous", "FULL", 2),
    ("foreign_keys", "ON", 1),
    ("busy_timeout", "5000", 5000),
    ("temp_store", "MEMORY", 2),
    ("secure_delete", "ON", 1),  # off by default on a plain file
    ("trusted_schema", "OFF", 0),
    ("cell_size_check", "ON", 1),
    ("mmap_size", "0", 0),
)


class Cursor(Protocol):
    """What a statement answers; sqlcipher3 comes without types."""

    lastrowid: int
    rowcount: int

    def fetchone(self) -> Any:
        """Give the next row, or None."""

    def fetchall(self) -> list[Any]:
        """Give all rows that are left."""

    def __iter__(self) -> Iterator[Any]:
        """Yield the rows."""


class Connection(Protocol):
    """The part of a database connection that this room uses."""

    @property
    def in_transaction(self) -> bool:
        """Tell whether a transaction is open."""

    def execute(self, sql: str, parameters: Sequence[object] = (), /) -> Cursor:
        """Run one statement."""

    def executemany(self, sql: str, parameters: Iterable[Sequence[object]], /) -> Cursor:
        """Run one statement for each row of parameters."""

    def close(self) -> None:
        """Close the connection."""


def connect(path: Path, *, readonly: bool = False) -> Connection:
    """Open an SQLite file with every safety setting in force.

    Raises:
        StudyRefused: the file is missing, a folder, unreadable, no SQLite file, does not accept a setting, or lies on a network
            drive or in a folder that is copied all the time.
    """
    _refuse_what_is_no_file(path)
    refuse_shared(path)
    if not readonly:
        keep_private(path)
    try:
        return _connect(path, "ro" if readonly else "rw")
    except _UNREADABLE as error:
        if not (readonly and _cannot_lay_beside(error) and is_at_rest(path)):
            raise refusal(path, error, readonly=readonly) from None
    return connect_at_rest(path)


def connect_copy(path: Path) -> Connection:
    """Open a copy of a study to be read: at rest, or with what lies in a log beside it.

    Raises:
        StudyRefused: missing, or no study, or damaged.
    """
    return connect_at_rest(path) if is_at_rest(path) else connect(path, readonly=True)


def connect_at_rest(path: Path) -> Connection:
    """Open a file that nobody writes to, a backup for instance: without a lock and without a log beside it, so anywhere.

    Raises:
        StudyRefused: missing, or no study, or damaged.
    """
    _refuse_what_is_no_file(path)
    try:
        return _connect(path, "ro&immutable=1")
    except _UNREADABLE as error:
        raise refusal(path, error, readonly=True) from None


def _connect(path: Path, mode: str) -> Connection:
    before = path.stat().st_ino
    connection = _open(path, mode)
    try:
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        _refuse_what_is_no_study(connection, path)  # before anything is set: a foreign file stays as it is
        _configure(connection, path, readonly=mode != "rw")
        _refuse_replaced(path, before)
    except BaseException:
        connection.close()
        raise
    return connection


def _refuse_replaced(path: Path, before: int) -> None:
    """Refuse a file that a restore replaced while it was opened: what is written to it would have no name any more."""
    if not path.exists() or path.stat().st_ino != before:
        raise StudyRefused(f"{path} was replaced by another file just now.", "Open it again.", place=str(path))


def _open(path: Path, mode: str) -> Connection:
    memory.keep()
    address = f"{path.absolute().as_uri()}?mode={mode}"
    connection = sqlcipher3.connect(address, uri=True, isolation_level=None, cached_statements=_STATEMENTS)
    connection.text_factory = _decode
    connection.execute("PRAGMA cipher_log_level=NONE")  # else a damaged file writes to stderr, into the screen
    opened: Connection = connection
    return opened


def _decode(text: bytes) -> str:
    """Read a text of the file; one that was damaged must not raise, since Python's error would quote it."""
    return text.decode("utf-8", "replace")


def _cannot_lay_beside(error: Exception) -> bool:
    """Tell whether SQLite could not make or write the files that a reader needs beside a study."""
    return any(words in str(error) for words in ("unable to open", "readonly", "disk I/O", "disk is full"))


def is_at_rest(path: Path) -> bool:
    """Tell whether nothing of a file lies in a log beside it; then it can be read where not even a reader may write.

    A reader in WAL mode makes a shared-memory file, which a write-protected stick or a full disk does not allow.
    """
    log = path.with_name(path.name + "-wal")
    return not log.exists() or log.stat().st_size == 0


def create(path: Path) -> Connection:
    """Make a new, empty file that says it is a study, and open it; nobody else may read it."""
    folder = path.parent
    if not folder.is_dir():
        message = f"There is no folder {folder}."
        raise StudyRefused(message, "Create the folder first, or choose another place.", place=str(path))
    refuse_shared(path)
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        _stamp(path)
    except FileExistsError:
        raise StudyRefused(
            f"{path} exists already.", "Choose another name, or open it with `coder open`.", place=str(path)
        ) from None
    except OSError as error:
        raise StudyRefused(
            f"{path} cannot be created: {error.strerror}.", "Choose a folder you can write to.", place=str(path)
        ) from None
    return connect(path)


def in_memory() -> Connection:
    """Open an empty database that lives only as long as its connection."""
    connection: Connection = sqlcipher3.connect(":memory:", isolation_level=None, cached_statements=_STATEMENTS)
    connection.execute("PRAGMA foreign_keys=ON")
    return connection


def _stamp(path: Path) -> None:
    """Make an empty file say that it is a study."""
    try:
        connection = sqlcipher3.connect(str(path), isolation_level=None)
        try:
            connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
        finally:
            connection.close()
    except dbapi2.Error as error:
        remove(path)
        raise _storage_failure(error) from None


def remove(path: Path) -> None:
    """Take a file that was only just made away again, with what SQLite lays beside it."""
    for suffix in ("", "-wal", "-shm", "-journal"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


@contextmanager
def writing(connection: Connection) -> Iterator[Connection]:
    """Hold the one write transaction of the file: all of the block is saved, or nothing.

    Raises:
        StorageFailed: the disk is full, another program holds the file too long, or the medium fails.
    """
    try:
        connection.execute("BEGIN IMMEDIATE")
    except dbapi2.OperationalError as error:
        raise _storage_failure(error) from None
    try:
        yield connection
        connection.execute("COMMIT")
    except BaseException as error:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        if isinstance(error, dbapi2.DatabaseError) and not isinstance(error, dbapi2.IntegrityError):
            raise _storage_failure(error) from None
        raise


def read(connection: Connection, sql: str, parameters: Sequence[object] = ()) -> Iterator[Any]:
    """Yield the rows of a query; whatever keeps the file from being read becomes one sentence.

    Raises:
        StorageFailed: the file is damaged, or cannot be reached.
    """
    try:
        yield from connection.execute(sql, tuple(parameters))
    except dbapi2.DatabaseError:
        raise StorageFailed("The study cannot be read to the end; it may be damaged.", "Run `coder verify` on it.") from None


def copy_into(connection: Connection, target: Path) -> None:
    """Write all that is saved, and nothing that was deleted, into a new file, while others go on working.

    Raises:
        StorageFailed: the disk is full or does not answer. StudyDamaged: the original cannot be read to the end. What was written
            is taken away again. OSError: the target cannot be made.
    """
    os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    try:
        connection.execute("VACUUM INTO ?", (target.absolute().as_uri(),))  # as an address: a name need not be UTF-8
    except dbapi2.Error as error:
        with suppress(OSError):
            target.unlink(missing_ok=True)
        if "malformed" in str(error) or "not a database" in str(error):
            message, hint = (
                "The study is damaged and cannot be copied.",
                "Run `coder verify` on it; `coder restore` brings a backup.",
            )
            raise StudyDamaged(message, hint) from None
        raise _storage_failure(error) from None


def change_at_rest(path: Path, change: Callable[[Connection], None]) -> None:
    """Change a file that nobody else knows of yet, leaving nothing beside it."""
    connection = _open(path, "rw")
    try:
        for name, value, _ in _SETTINGS:
            connection.execute(f"PRAGMA {name}={value}")
        with writing(connection):
            change(connection)
    finally:
        connection.close()


def hold(connection: Connection) -> None:
    """Bring a file into one piece and keep everybody else out until the connection is closed, so that another can take its place.

    Raises:
        StorageFailed: another program has the file open, or the medium fails.
    """
    try:
        for statement in (
            "PRAGMA busy_timeout=100", "PRAGMA journal_mode=DELETE", "PRAGMA locking_mode=EXCLUSIVE", "BEGIN EXCLUSIVE", "COMMIT",
        ):  # fmt: skip
            connection.execute(statement).fetchall()
    except dbapi2.OperationalError as error:
        if "locked" not in str(error):
            raise _storage_failure(error) from None
        message = "The study is open in another window or program."
        raise StorageFailed(message, "Close it there, then try again.") from None


def gather(connection: Connection) -> None:
    """Bring everything that lies in the log beside a file into the file itself, so that a copy of the file is a whole copy.

    A reader in another program can keep part of it in the log for a while; that loses nothing.
    """
    connection.execute("PRAGMA busy_timeout=100")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


def sqlite_utils_database(connection: Connection) -> Database:
    """Wrap a connection for sqlite-utils, which then runs on the same engine.

    numpy and pandas are hidden while it is imported: it would load them (0.1 to 0.3 s) to know their number types, which
    nothing here hands to it. A later registration would be without effect and without error, hence the check.
    """
    if "sqlite_utils" not in sys.modules:
        hidden = {name: sys.modules.get(name) for name in ("numpy", "pandas")}
        sys.modules["pysqlite3"], sys.modules["pysqlite3.dbapi2"] = sqlcipher3, dbapi2
        sys.modules.update(dict.fromkeys(hidden))  # type: ignore[arg-type]  # None means "not importable"
        try:
            import sqlite_utils  # noqa: F401, PLC0415 - only schema work pays for it
        finally:
            for name, module in hidden.items():
                sys.modules.pop(name)
                if module is not None:
                    sys.modules[name] = module
    from sqlite_utils import Database, utils  # noqa: PLC0415 - as above

    if getattr(utils, "sqlite3", None) is not sqlcipher3:
        raise RuntimeError("sqlite-utils was imported before coder.study.engine and runs on another SQLite")
    return Database(connection, execute_plugins=False)  # type: ignore[arg-type]  # it only knows the standard library's connection


def integrity_problems(connection: Connection) -> list[str]:
    """List what SQLite itself finds wrong with the file: pages, indexes, references."""
    try:
        found = [row[0] for row in connection.execute("PRAGMA integrity_check(20)").fetchall() if row[0] != "ok"]
        broken = connection.execute("PRAGMA foreign_key_check").fetchall()
    except DatabaseError:
        return ["pages of the file are damaged"]
    return found + [f"table {table}, row {row}: refers to a missing row of {parent}" for table, row, parent, _ in broken[:20]]


def _configure(connection: Connection, path: Path, *, readonly: bool) -> None:
    if not readonly and connection.execute("PRAGMA journal_mode=WAL").fetchone()[0] != "wal":
        raise StudyRefused(f"{path} lies where SQLite cannot keep its log.", "Move it to a folder on this computer's own disk.")
    for name, value, expected in _SETTINGS:
        connection.execute(f"PRAGMA {name}={value}")
        if connection.execute(f"PRAGMA {name}").fetchone()[0] != expected:
            raise StudyRefused(f"{path} does not accept the setting {name}={value}.", "Report this; the file was not changed.")


def _refuse_what_is_no_file(path: Path) -> None:
    if path.is_dir():
        raise StudyRefused(f"{path} is a folder, not a study.", "Name the study's file, which ends in .db.", place=str(path))
    if not path.exists():
        message, hint = f"There is no study {path}.", f"Check the name, or make one: `coder new {path}`"
        raise StudyRefused(message, hint, place=str(path))


def _refuse_what_is_no_study(connection: Connection, path: Path) -> None:
    if path.stat().st_size == 0:
        raise StudyDamaged(f"{path} is no study: it is empty.", _ANOTHER, place=str(path))
    if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
        raise StudyRefused(f"{path} is no study.", "Name a file that `coder new` made.", place=str(path))


def refusal(path: Path, error: Exception, *, readonly: bool) -> StudyRefused:
    """Translate what SQLite says of a file that cannot be opened; its words are never passed on."""
    reason = str(error)
    if isinstance(error, UnicodeDecodeError) or "not a database" in reason or "malformed" in reason or "encrypted" in reason:
        return StudyDamaged(f"{path} is no study, or it is damaged.", _ANOTHER, place=str(path))
    if readonly:
        message = f"{path} cannot be read where it lies."
        return StudyRefused(message, "Copy it to a folder of your own and open the copy.", place=str(path))
    if "readonly" in reason or not os.access(path, os.W_OK):
        return StudyRefused(
            f"{path} cannot be written to.", "Ask for write permission, or copy it to your own folder.", place=str(path)
        )
    if "locked" in reason:
        return StudyRefused(f"{path} is held by another program.", "Close the other program and try again.", place=str(path))
    return StudyRefused(f"{path} cannot be opened.", "Check the disk and the file's permissions.", place=str(path))


def _storage_failure(error: Exception) -> StorageFailed:
    """Translate SQLite's words; they are never passed on, since some quote what stands in the file."""
    reason = str(error)
    if "locked" in reason or "busy" in reason:
        return StorageFailed("Another program is writing to the study.", "Wait until it has finished, then try again.")
    if "full" in reason or "disk I/O" in reason or "unable to open" in reason:
        return StorageFailed("The disk is full or does not answer; nothing was saved.", "Free some space, then try again.")
    if "readonly" in reason:
        return StorageFailed("The study cannot be written to.", "Ask for write permission, or copy it to your own folder.")
    return StorageFailed("The study's file could not be written; it may be damaged.", "Run `coder verify` on it.")
