"""Backups: whole copies of a study beside it, each opened and proved before it takes its name.

A copy is written as a part file by `VACUUM INTO` (which needs no pause in the work and leaves out what was deleted), then read
to the end, then flushed to the disk, and only then renamed. So whatever happens on the way, the backups from before are as they
were and a file that is called a backup is one. A restored study knows no device: its first change is made by a new one, since
the journal of the old device went on elsewhere.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal, get_args

from coder.errors import StorageFailed, StudyDamaged, StudyRefused
from coder.study import engine, schema
from coder.study.engine import Connection
from coder.study.journal.device import forget_device
from coder.study.journal.verify import Anchor, Check, heads, verify_copy
from coder.study.location import refuse_shared

KEPT = 10
"""Backups that are kept: so many that somebody asked for, and so many that were made by themselves; the oldest goes first."""
Why = Literal["asked", "import", "migration", "restore"]
_NAME = re.compile(rf"(\d{{8}}-\d{{6}}-\d{{3}})-({'|'.join(get_args(Why))})\.db")
_PART = re.compile(r"\..+\.(\d+)\.part(?:-\w+)?$")
_TIME = "%Y%m%d-%H%M%S-"


@dataclass(frozen=True, slots=True)
class Backup:
    """One backup in a study's folder."""

    path: Path
    made: datetime
    why: Why
    """Somebody asked for it, or it was made before an import, a migration or a restore."""
    size: int
    """Bytes."""


def folder_of(study: Path) -> Path:
    """Name the folder in which the backups of a study lie."""
    return study.with_name(f"{study.name.removesuffix('.db')}.backups")


def backups(study: Path) -> list[Backup]:
    """List the backups of a study, the newest first; what is half written, or is called otherwise, is none."""
    found = []
    for path in folder_of(study).glob("*.db"):
        if name := _NAME.fullmatch(path.name):
            made = datetime.strptime(f"{name[1]}000", f"{_TIME}%f").replace(tzinfo=UTC)
            why: Why = name[2]  # type: ignore[assignment]  # the pattern allows no other
            found.append(Backup(path, made, why, path.stat().st_size))
    return sorted(found, key=lambda one: one.path.name, reverse=True)


def make(connection: Connection, study: Path, why: Why, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> Backup:
    """Put a proved copy of an open study into its folder of backups, and let go of those beyond the last ten.

    Raises:
        StorageFailed: it could not be written, or the study is damaged; the backups from before are as they were.
    """
    folder = folder_of(study)
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise _no_room(folder, error) from None
    sweep(study)
    made = clock()
    while list(folder.glob(f"{_stamp(made)}-*.db")):
        made = datetime.fromtimestamp(made.timestamp() + 0.001, UTC)
    path = folder / f"{_stamp(made)}-{why}.db"
    copy(connection, path)
    for old in [one for one in backups(study) if (one.why == "asked") is (why == "asked")][KEPT:]:
        with suppress(OSError):
            old.path.unlink()
    return Backup(path, made, why, path.stat().st_size)


def is_up_to_date(connection: Connection, study: Path) -> bool:
    """Tell whether nothing would be lost without another backup: the study is still empty, or the newest goes as far."""
    if not connection.execute("SELECT 1 FROM journal WHERE lamport > 1 LIMIT 1").fetchone():
        return True
    newest = next(iter(backups(study)), None)
    if newest is None:
        return False
    try:
        with closing(engine.connect_at_rest(newest.path)) as kept:
            return heads(kept) == heads(connection)
    except (StudyRefused, engine.DatabaseError):
        return False


def copy(connection: Connection, target: Path) -> None:
    """Write a proved copy of an open study to a file; one that is there already is replaced in one step.

    Raises:
        StorageFailed: it could not be written, or the study is damaged; nothing was replaced.
    """
    part = _part(target)
    try:
        engine.copy_into(connection, part)
        _prove(part, connection)
        _flush(part)
        part.replace(target)
        _flush(target.parent)
    except OSError as error:
        raise _no_room(target, error) from None
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def restore(backup: Path, study: Path, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> Path | None:
    """Put a backup in the place of a study; the file that was there is kept among the backups, and its path is given.

    Raises:
        StudyRefused: the backup is none, or is damaged. StorageFailed: another program has the study open, or the disk is full.
            Either way the study is as it was.
    """
    refuse_shared(study)
    _refuse_what_is_no_database(study)
    uid = _prove_backup(backup)
    part = _part(study)
    try:
        with closing(engine.connect_at_rest(backup)) as connection:
            engine.copy_into(connection, part)
        engine.change_at_rest(part, forget_device)
        with closing(engine.connect_at_rest(part)) as connection:
            _refuse_unless_whole(verify_copy(connection, uid, ()), backup)
        _flush(part)
        kept = _put_aside(study, uid, clock) if study.exists() else None
        part.replace(study)
        _flush(study.parent)
    except OSError as error:
        raise _no_room(study, error) from None
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)
    return kept


def sweep(study: Path) -> None:
    """Take away what a program left half written when it was killed."""
    for part in (*folder_of(study).glob(".*.part*"), *study.parent.glob(f".{study.name}.*.part*")):
        writer = _PART.match(part.name)
        if writer and not _is_running(int(writer[1])):
            with suppress(OSError):
                part.unlink()


def _is_running(pid: int) -> bool:
    """Tell whether a process may still be at work; where that cannot be asked safely, only our own is."""
    if os.name != "posix":
        return pid == os.getpid()
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _put_aside(study: Path, uid: str, clock: Callable[[], datetime]) -> Path:
    """Keep the file that a backup takes the place of: as a backup, or, if it is damaged, as it lies."""
    try:
        engine.connect(study, readonly=True).close()  # a writer would take away the log of a damaged file
        with closing(engine.connect(study)) as connection:
            _refuse_another(connection, uid, study)
            engine.leave_log(connection)
            return make(connection, study, "restore", clock).path
    except StudyDamaged:
        return _move_aside(study, clock)


def _move_aside(study: Path, clock: Callable[[], datetime]) -> Path:
    folder = folder_of(study)
    folder.mkdir(mode=0o700, exist_ok=True)
    kept = folder / f"{_stamp(clock())}-damaged.db"
    for suffix in ("-wal", "-shm", ""):
        beside = study.with_name(study.name + suffix)
        if beside.exists():
            beside.rename(kept.with_name(kept.name + suffix))
    return kept


def _refuse_what_is_no_database(study: Path) -> None:
    """Refuse to put a study in the place of a letter or a table, also of one whose name was typed by mistake."""
    if study.is_file() and study.suffix.lower() != ".db":
        with study.open("rb") as file:
            if file.read(16) != b"SQLite format 3\0":
                raise StudyRefused(f"{study} is no study; it was left alone.", "Name the study's file.", place=str(study))


def _refuse_another(connection: Connection, uid: str, study: Path) -> None:
    if _uid(connection, study) != uid:
        message = f"{study} is another study than the one in the backup."
        raise StudyRefused(message, "Restore the backup to a name of its own.", place=str(study))


def _prove_backup(backup: Path) -> str:
    """Read a backup to the end before anything is touched, and give the study's uid."""
    with closing(engine.connect_at_rest(backup)) as connection:
        schema.version(connection, backup)
        uid = _uid(connection, backup)
        _refuse_unless_whole(verify_copy(connection, uid, ()), backup)
    return uid


def _prove(part: Path, original: Connection) -> None:
    """Read a copy to the end; it must go at least as far as its original."""
    with closing(engine.connect_at_rest(part)) as connection:
        uid = _uid(connection, part)
        _refuse_unless_whole(verify_copy(connection, uid, _ends(original)), part)


def _ends(connection: Connection) -> list[Anchor]:
    """Give where each device's chain ends; a damaged table is a finding of the copy, not of this question."""
    try:
        return heads(connection)
    except engine.DatabaseError:
        return []


def _uid(connection: Connection, path: Path) -> str:
    try:
        return str(connection.execute("SELECT value FROM meta WHERE key = 'study'").fetchone()[0])
    except (engine.DatabaseError, TypeError):
        raise StudyDamaged(f"{path} is damaged.", "Use another backup.", place=str(path)) from None


def _refuse_unless_whole(checks: tuple[Check, ...], path: Path) -> None:
    problem = next((f"{check.name}: {check.problem}" for check in checks if not check.ok), "")
    if problem:
        hint = "Run `coder verify` on the study; an earlier backup may be whole."
        raise StudyDamaged(f"A copy that is not whole is no backup ({problem}).", hint, place=str(path))


def _part(target: Path) -> Path:
    return target.with_name(f".{target.name}.{os.getpid()}.part")


def _stamp(made: datetime) -> str:
    return made.strftime(f"{_TIME}%f")[:-3]


def _flush(path: Path) -> None:
    """Have a file, or the names in a folder, written to the disk itself; Windows knows this for files only."""
    if path.is_dir() and os.name != "posix":
        return
    handle = os.open(path, os.O_RDONLY if os.name == "posix" else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _no_room(place: Path, error: OSError) -> StorageFailed:
    return StorageFailed(
        f"{place} cannot be written: {error.strerror}.", "Free some space, or choose another place.", place=str(place)
    )
