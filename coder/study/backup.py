"""Backups: whole copies of a study beside it, each opened and proved before it takes its name.

A copy is written as a part file by `VACUUM INTO` (which needs no pause in the work and leaves out what was deleted), then read
to the end, then flushed to the disk, and only then renamed. So whatever happens on the way, the backups from before are as they
were and a file that is called a backup is one. While a backup takes the place of a study, nobody else can open it. A restored
study knows no device: its first change is made by a new one, since the journal of the old device went on elsewhere.
"""

from __future__ import annotations

import errno
import glob
import os
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal, get_args

from coder.errors import StorageFailed, StudyDamaged, StudyRefused
from coder.study import engine, schema
from coder.study.engine import Connection
from coder.study.journal.device import forget_device
from coder.study.journal.verify import Anchor, Check, heads, verify_copy
from coder.study.location import refuse_shared

KEPT = 10
"""Backups that are kept of each sort: those that somebody asked for, those before a restore, and the others; the oldest goes."""
Why = Literal["asked", "import", "migration", "restore"]
Clock = Callable[[], datetime]
_NAME = re.compile(rf"(\d{{8}}-\d{{6}}-\d{{3}})-({'|'.join(get_args(Why))})\.db")
_PART = re.compile(r"\..+\.(\d{1,10})\.part(?:-\w+)?$")
_TIME = "%Y%m%d-%H%M%S-"
_BESIDE = ("-wal", "-shm", "-journal")
"""What SQLite lays beside a file, and takes away again."""


@dataclass(frozen=True, slots=True)
class Backup:
    """One backup in a study's folder."""

    path: Path
    made: datetime
    why: Why
    """Somebody asked for it, or it was made before an import, a migration or a restore."""
    size: int
    """Bytes."""


def _now() -> datetime:
    return datetime.now(UTC)


def folder_of(study: Path) -> Path:
    """Name the folder in which the backups of a study lie: beside the file itself, also where `study` is a link to it."""
    study = study.resolve()
    return study.with_name(f"{study.name.removesuffix('.db')}.backups")


def backups(study: Path) -> list[Backup]:
    """List the backups of a study, the newest first; what is half written, or is called otherwise, is none."""
    found = filter(None, map(_backup, folder_of(study).glob("*.db")))
    return sorted(found, key=lambda one: one.path.name, reverse=True)


def _backup(path: Path) -> Backup | None:
    name = _NAME.fullmatch(path.name)
    if name is None:
        return None
    try:
        made = datetime.strptime(f"{name[1]}000", f"{_TIME}%f").replace(tzinfo=UTC)
        why: Why = name[2]  # type: ignore[assignment]  # the pattern allows no other
        return Backup(path, made, why, path.stat().st_size)
    except (ValueError, OSError):  # no such day, or a link to nowhere
        return None


def make(connection: Connection, study: Path, why: Why, clock: Clock = _now, spare: Path | None = None) -> Backup:
    """Put a proved copy of an open study into its folder of backups, and let go of those beyond the last ten of its sort.

    Args:
        connection: the study.
        study: where it lies.
        why: what the copy is made for.
        clock: gives the time; of one that goes backwards the names of backups know nothing.
        spare: a backup that must stay.

    Raises:
        StorageFailed: it could not be written. StudyDamaged: the study is not whole. The backups from before are as they were.
        StudyRefused: the folder of backups lies where a program copies it to other places.
    """
    folder = folder_of(study)
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise _no_room(folder, error) from None
    refuse_shared(folder / "any.db")
    sweep(study)
    made = _after(clock(), backups(study))
    path = folder / f"{_stamp(made)}-{why}.db"
    copy(connection, path)
    done = Backup(path, made, why, path.stat().st_size)
    _let_go(connection, study, why, {path, spare})
    return done


def _after(now: datetime, there: list[Backup]) -> datetime:
    """Let the newest backup have the latest name, whatever the clock says."""
    return max([now, *(one.made + timedelta(milliseconds=1) for one in there[:1])])


def _let_go(connection: Connection, study: Path, why: Why, stay: set[Path | None]) -> None:
    """Delete the oldest backups of a sort; those of another study that was called like this one are not ours to delete."""
    uid, sort = _uid(connection, study), _sort(why)
    same = [one.path for one in backups(study) if _sort(one.why) == sort and _uid_of(one.path) in (uid, None)]
    for old in same[KEPT:]:
        if old not in stay:
            with suppress(OSError):
                old.unlink()


def _sort(why: Why) -> str:
    return why if why in ("asked", "restore") else "automatic"


def is_up_to_date(connection: Connection, study: Path) -> bool:
    """Tell whether nothing would be lost without another backup: the study is still empty, or the newest has all of it."""
    with suppress(engine.DatabaseError):
        if not connection.execute("SELECT 1 FROM journal WHERE lamport > 1 LIMIT 1").fetchone():
            return True
    return _newest_if_whole(connection, study) is not None


def _newest_if_whole(connection: Connection, study: Path) -> Path | None:
    """Give the newest backup if it is whole and goes exactly as far as the study."""
    newest = next(iter(backups(study)), None)
    if newest is None:
        return None
    with suppress(StudyRefused, engine.DatabaseError), closing(engine.connect_copy(newest.path)) as kept:
        ends = heads(connection)
        if heads(kept) == ends and all(check.ok for check in verify_copy(kept, _uid(connection, study), ends)):
            return newest.path
    return None


def copy(connection: Connection, target: Path) -> None:
    """Write a proved copy of an open study to a file; one that is there already is replaced in one step.

    Raises:
        StorageFailed: it could not be written. StudyDamaged: the study is not whole. Nothing was replaced.
        StudyRefused: SQLite would take a file of that name away again.
    """
    if target.name.endswith(_BESIDE):
        raise StudyRefused(f"{target} is a name that SQLite uses itself.", "Choose another one.", place=str(target))
    ends = _ends(connection)  # what is saved while the copy is written may be in it or not
    with _part_of(target) as part:
        engine.copy_into(connection, part)
        _prove(part, ends)
        _flush(part)
        part.replace(target)
        _flush(target.parent)


def restore(backup: Path, study: Path, clock: Clock = _now) -> Path | None:
    """Put a backup in the place of a study; the file that was there is kept among the backups, and its path is given.

    Raises:
        StudyRefused: the backup is none, or is damaged, or is of another study. StorageFailed: another program has the study
            open, or the disk is full. Either way the study is as it was.
    """
    refuse_shared(study)
    study = study.resolve()
    _refuse_unfit(backup, study)
    uid = _prove_backup(backup)
    with _part_of(study) as part, ExitStack() as held:
        with closing(engine.connect_copy(backup)) as connection:
            engine.copy_into(connection, part)
        engine.change_at_rest(part, forget_device)
        _prove(part, [], uid)
        _flush(part)
        kept = _put_aside(backup, study, uid, held, clock) if study.exists() else _move_aside(study, clock)
        if os.name == "nt":
            held.close()  # an open file cannot be replaced there
        part.replace(study)
        _flush(study.parent)
    return kept


def sweep(study: Path) -> None:
    """Take away what a program left half written when it was killed."""
    study = study.resolve()
    _drop_dead([*folder_of(study).glob(".*.part*"), *_parts_of(study)])


def _parts_of(target: Path) -> Iterator[Path]:
    """Yield the part files that were to become a file."""
    yield from target.parent.glob(f".{glob.escape(target.name)}.*.part*")


def _drop_dead(parts: Iterable[Path]) -> None:
    """Delete part files whose writer is not at work any more."""
    for part in parts:
        writer = _PART.match(part.name)
        if writer and not _is_running(int(writer[1])):
            with suppress(OSError):
                part.unlink()


@contextmanager
def _part_of(target: Path) -> Iterator[Path]:
    """Give the name of a part file for a target; whatever happens, it is gone afterwards."""
    _drop_dead(_parts_of(target))
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        yield part
    except OSError as error:
        raise _no_room(target, error) from None
    finally:
        for suffix in ("", *_BESIDE):
            with suppress(OSError):
                part.with_name(part.name + suffix).unlink(missing_ok=True)


def _is_running(pid: int) -> bool:
    """Tell whether a process may still be at work; where that cannot be asked safely, only our own is."""
    if os.name != "posix":
        return pid == os.getpid()
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        return True
    return True


def _put_aside(backup: Path, study: Path, uid: str, held: ExitStack, clock: Clock) -> Path | None:
    """Keep the file that a backup takes the place of: as a backup, or, if it is damaged, as it lies.

    Until `held` is closed nobody else can open the study.
    """
    try:
        engine.connect(study, readonly=True).close()  # a writer would take away the log of a damaged file
        connection = held.enter_context(closing(engine.connect(study)))
        _refuse_another(connection, uid, study)
        engine.hold(connection)
        _refuse_unless_whole(verify_copy(connection, uid, ()), study)
        return _newest_if_whole(connection, study) or make(connection, study, "restore", clock, spare=backup).path
    except StudyDamaged:
        return _move_aside(study, clock)


def _move_aside(study: Path, clock: Clock) -> Path | None:
    """Move a damaged study, or the log of one that is lost, into the folder of backups; None if there is nothing to move."""
    there = [suffix for suffix in ("", *_BESIDE) if study.with_name(study.name + suffix).exists()]
    if "" not in there and engine.is_at_rest(study):
        for suffix in there:  # an empty log, and its index
            study.with_name(study.name + suffix).unlink()
        return None
    folder = folder_of(study)
    folder.mkdir(mode=0o700, exist_ok=True)
    kept = folder / f"{_stamp(clock())}-damaged.db"
    for suffix in reversed(there):
        study.with_name(study.name + suffix).rename(kept.with_name(kept.name + suffix))
    return kept


def _refuse_unfit(backup: Path, study: Path) -> None:
    """Refuse to put a study in the place of a letter or a table, also of one whose name was typed by mistake, and of itself."""
    if study.is_file() and study.suffix.lower() != ".db":
        with study.open("rb") as file:
            if file.read(16) != b"SQLite format 3\0":
                raise StudyRefused(f"{study} is no study; it was left alone.", "Name the study's file.", place=str(study))
    if backup.exists() and study.exists() and backup.samefile(study):
        raise StudyRefused(f"{backup} is the study itself.", "Name one of its backups.", place=str(backup))


def _refuse_another(connection: Connection, uid: str, study: Path) -> None:
    if _uid(connection, study) != uid:
        message = f"{study} is another study than the one in the backup."
        raise StudyRefused(message, "Restore the backup to a name of its own.", place=str(study))


def _prove_backup(backup: Path) -> str:
    """Read a backup to the end before anything is touched, and give the study's uid."""
    with closing(engine.connect_copy(backup)) as connection:
        if schema.version(connection, backup) == schema.VERSION:
            schema.check(connection, backup)
        uid = _uid(connection, backup)
        _refuse_unless_whole(verify_copy(connection, uid, ()), backup)
    return uid


def _prove(part: Path, ends: list[Anchor], uid: str | None = None) -> None:
    """Read a copy to the end; it must go at least as far as its original did."""
    with closing(engine.connect_at_rest(part)) as connection:
        _refuse_unless_whole(verify_copy(connection, uid or _uid(connection, part), ends), part)


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


def _uid_of(backup: Path) -> str | None:
    """Give the uid of the study in a backup; None if it cannot be read any more."""
    try:
        with closing(engine.connect_at_rest(backup)) as connection:
            return _uid(connection, backup)
    except StudyRefused:
        return None


def _refuse_unless_whole(checks: tuple[Check, ...], path: Path) -> None:
    problem = next((f"{check.name}: {check.problem}" for check in checks if not check.ok), "")
    if problem:
        hint = "Run `coder verify` on the study; an earlier backup may be whole."
        raise StudyDamaged(f"A copy that is not whole is no backup ({problem}).", hint, place=str(path))


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
    is_full = error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
    hint = "Free some space, then try again." if is_full else "Choose another place, or make this one writable."
    return StorageFailed(f"{place} cannot be written: {error.strerror}.", hint, place=str(place))
