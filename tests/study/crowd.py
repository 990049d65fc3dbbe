"""Many programs that write to one study at once: `python crowd.py FOLDER PROGRAMS CHANGES`.

All are forked from this one and begin together. Each saves its changes one after another and tells how many were refused. At the
end the file is opened: everything is there once, in whole chains. What was counted is printed.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from typing import Any, NoReturn

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from one_study import OneStudy, one_study

from coder.errors import StorageFailed
from coder.study import engine


def work(place: OneStudy, number: int, start: int, changes: int) -> NoReturn:
    """Wait for the start, save a number of codings, and end with the number of refusals."""
    refused = 0
    with place.open() as study:
        os.read(start, 1)
        for n in range(changes):
            try:
                study.act([place.coding(number, 20 + n % 20)], place.coder)
            except StorageFailed:
                refused += 1
    os._exit(min(refused, 255))


def main(folder: str, programs: str, changes: str, begin: str = "BEGIN IMMEDIATE") -> None:
    """Let a crowd write, and count what came of it."""
    place = one_study(Path(folder))
    if begin != "BEGIN IMMEDIATE":
        _begin_with(begin)
    waiting, starting = os.pipe()
    children = []
    for number in range(int(programs)):
        child = os.fork()
        if child == 0:
            work(place, number, waiting, int(changes))
        children.append(child)
    began = time.perf_counter()
    os.write(starting, b"." * int(programs))
    refused = sum(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children)
    seconds = time.perf_counter() - began
    with place.open() as study:
        problems = [check.problem for check in study.verify() if not check.ok]
        there = len(study.store.codings())
    print(f"{there} there, {refused} refused, {len(problems)} problems")
    print(f"{seconds:.1f} s", file=sys.stderr)


def _begin_with(words: str) -> None:
    """Make the engine begin its transactions in another way, to show that this is found."""
    right = engine._open
    engine._open = lambda path, mode: _Otherwise(right(path, mode), words)


class _Otherwise:
    """A connection that hears other words for BEGIN IMMEDIATE."""

    def __init__(self, connection: Any, words: str) -> None:
        self._connection, self._words = connection, words

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)

    def execute(self, sql: str, parameters: Any = ()) -> Any:
        return self._connection.execute(self._words if sql == "BEGIN IMMEDIATE" else sql, parameters)


if __name__ == "__main__":
    main(*sys.argv[1:])
