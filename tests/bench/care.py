"""Care: what a backup costs beside the bare copy that SQLite itself makes, and what it costs to find that none is needed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import count
from pathlib import Path

from coder.study import engine
from coder.study.backup import backups, is_up_to_date, restore
from coder.study.study import Study

from .figure import Figure, in_turn, middle
from .shelf import Shelf


def measure(shelf: Shelf) -> Iterator[Figure]:
    """Back up, look whether another backup is needed, and restore, in the study of each size."""
    for n in shelf.sizes:
        path, bare, numbers = shelf.copy(n), shelf.new_folder(), count()
        with Study.open(path, installation=shelf.installation) as study:
            rounds = shelf.rounds(5 if n <= 400 else 2)
            ours, copied = in_turn(rounds, study.back_up, lambda: _copied(study, bare / f"{next(numbers)}.db"))  # noqa: B023 - runs at once
            (looked,) = in_turn(rounds, lambda: is_up_to_date(study._db, path))  # noqa: B023 - as above
        (restored,) = in_turn(1, lambda: restore(backups(path)[0].path, path))  # noqa: B023 - as above
        yield Figure.of("care", "VACUUM INTO alone", n, "s", copied)
        ratio, note = middle(ours) / middle(copied), "to VACUUM INTO alone; also reads the copy to the end and flushes it"
        yield replace(Figure.of("care", "backup, proved", n, "s", ours), ratio=ratio, note=note, fault=_fault(path))
        yield Figure.of("care", "finding that no backup is needed", n, "ms", looked)
        yield Figure.of("care", "restore, with a backup of what was there", n, "s", restored)


def _copied(study: Study, target: Path) -> None:
    engine.copy_into(study._db, target)


def _fault(path: Path) -> str:
    with Study.open(path, readonly=True) as study, Study.open(backups(path)[0].path, readonly=True) as copy:
        same = study.store.progress() == copy.store.progress() and copy.uid == study.uid
    return "" if same else "the backup holds something else"
