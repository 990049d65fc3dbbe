"""Programs that die at a named point: `python dying.py FOLDER JOB POINT FIRST LAST`.

JOB is `migrate`, `backup` or `restore`. POINT says how a program dies, for each number n from FIRST to LAST: at its n-th
`statement`, at its n-th `step` (a file is flushed, renamed or deleted), or in the middle of a write, at a `size` of n times 7,001
bytes beyond which the system ends it. Each program is forked from this one, with a study of its own; afterwards its files are
looked at by a program that lives. What is wrong is printed, one line each; then how many died.
"""

from __future__ import annotations

import os
import resource
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any, NoReturn

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from one_study import OneStudy, one_study

from coder.errors import CoderError
from coder.study import engine, schema
from coder.study.backup import backups, folder_of, restore
from coder.study.changes import add_memo
from coder.study.study import Study

SIZE = 7_001


def die() -> NoReturn:
    """End at once, as by SIGKILL."""
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError("still alive")


class Dying:
    """A connection that ends the program at one of its statements."""

    def __init__(self, connection: Any, left: Iterator[int]) -> None:
        self._connection, self._left = connection, left

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)

    def execute(self, sql: str, parameters: Any = ()) -> Any:
        if next(self._left) == 0:
            die()
        return self._connection.execute(sql, parameters)


def at_statement(n: int) -> None:
    """Die at the n-th statement."""
    right, left = engine._open, count(n, -1)
    engine._open = lambda path, mode: Dying(right(path, mode), left)


def at_step(n: int) -> None:
    """Die at the n-th time that a file is flushed, renamed or deleted."""
    left = count(n, -1)
    for owner, name in ((os, "fsync"), (Path, "replace"), (Path, "rename"), (Path, "unlink")):
        setattr(owner, name, _dying(getattr(owner, name), left))


def _dying(right: Callable[..., Any], left: Iterator[int]) -> Callable[..., Any]:
    def step(*args: Any, **kwargs: Any) -> Any:
        if next(left) == 0:
            die()
        return right(*args, **kwargs)

    return step


def at_size(n: int) -> None:
    """Die in the middle of a write that makes a file too long."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (33_000 + n * SIZE, resource.RLIM_INFINITY))
    signal.signal(signal.SIGXFSZ, signal.SIG_DFL)  # Python ignores it


POINTS = {"statement": at_statement, "step": at_step, "size": at_size}


# The jobs


def newer_version() -> None:
    """Have a version whose migration rebuilds two tables, one of them under a trigger."""
    right = schema._migrations

    def migrations() -> Any:
        found = right()

        @found()
        def m002_rebuilt(db: Any) -> None:
            for table in ("journal", "coding"):
                schema.rebuild(db, table)
            db.conn.execute("CREATE TABLE more(x)")

        return found

    schema._migrations, schema.VERSION = migrations, 2


def migrate(place: OneStudy) -> None:
    """Open a study that the newer version must bring up to date."""
    newer_version()
    place.open().close()


def back_up(place: OneStudy) -> None:
    """Make a second backup."""
    with Study.open(place.path, installation=place.installation) as study:
        study.back_up()


def put_back(place: OneStudy) -> None:
    """Restore the first backup."""
    restore(backups(place.path)[0].path, place.path)


JOBS = {"migrate": migrate, "backup": back_up, "restore": put_back}


def prepared(folder: Path) -> OneStudy:
    """Make a study with two memos, between which it was backed up."""
    place = one_study(folder)
    with place.open() as study:
        study.act([add_memo("study", "", place.coder, "first"), place.coding()], place.coder)
        study.back_up()
        study.act([add_memo("study", "", place.coder, "second" * 9000)], place.coder)
    return place


def died(place: OneStudy, job: str, point: str, n: int) -> bool:
    """Let a forked program do a job and die at a point; tell whether it came so far."""
    child = os.fork()
    if child == 0:
        POINTS[point](n)
        JOBS[job](place)
        os._exit(0)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


def problems_in(place: OneStudy, job: str) -> list[str]:
    """Look at what a dead program left, as the next program does."""
    wrong = []
    for one in backups(place.path):
        try:
            with Study.open(one.path, readonly=True) as copy:
                wrong += [f"{one.path.name}: {check.problem}" for check in copy.verify() if not check.ok]
        except CoderError as error:
            wrong.append(f"{one.path.name}: {error.message}")
    wrong += [] if backups(place.path) else ["the backup from before is gone"]
    with place.open() as study:
        wrong += [check.problem for check in study.verify() if not check.ok]
        memos = [memo.body[:6] for memo in study.store.memos()]
        study.act([place.coding(0, 5)], place.coder)
        sql = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        triggers = [name for (name,) in study._db.execute(sql).fetchall()]
    wrong += [] if memos == ["first", "second"] or (job == "restore" and _is_kept(place)) else [f"memos: {memos}"]
    wrong += [] if triggers == ["journal_is_append_only"] else [f"triggers: {triggers}"]
    parts = [*folder_of(place.path).glob(".*"), *place.path.parent.glob(".*.part*")]
    return wrong + [f"{part.name} is left" for part in parts]


def _is_kept(place: OneStudy) -> bool:
    """Tell whether what was there before a restore is among the backups."""
    for one in backups(place.path):
        with Study.open(one.path, readonly=True) as copy:
            if [memo.body[:6] for memo in copy.store.memos()] == ["first", "second"]:
                return True
    return False


@contextmanager
def version_of(place: OneStudy, job: str) -> Iterator[None]:
    """Look with the eyes of the version that was at work: old and new files must both open."""
    right = schema._migrations, schema.VERSION
    if job == "migrate":
        newer_version()
        place.open().close()
        for one in backups(place.path):
            Study.open(one.path, installation=place.installation).close()
    yield
    schema._migrations, schema.VERSION = right


def main(folder: str, job: str, point: str, first: str, last: str) -> None:
    """Let a number of programs die."""
    deaths = 0
    for n in range(int(first), int(last)):
        home = Path(folder) / str(n)
        home.mkdir()
        place = prepared(home)
        deaths += died(place, job, point, n)
        with version_of(place, job):
            for problem in problems_in(place, job):
                print(f"{job}, {point} {n}: {problem}")
    print(f"{deaths} died")


if __name__ == "__main__":
    main(*sys.argv[1:])
