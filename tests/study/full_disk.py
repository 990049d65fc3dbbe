"""A disk that is full at a drawn moment: `python full_disk.py FOLDER FIRST LAST [small]`.

The system's limit on the size of a file stands in for the disk: at the limit, a write fails as on a full one. With `small` the
folder lies on a small disk of its own, which is really filled. For each limit a program works on a study until a change is
refused, makes sure that the refusal is one clear sentence and that nothing acknowledged is gone, goes on reading, is given space,
and saves the refused change after all. What is wrong is printed, one line each.
"""

from __future__ import annotations

import resource
import shutil
import signal
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from one_study import OneStudy, one_study

from coder.errors import StorageFailed
from coder.study.backup import folder_of
from coder.study.changes import AddCoding
from coder.study.study import Study

STEP = 6_151
"""Bytes from one limit to the next; no multiple of a page."""
SENTENCE = "The disk is full or does not answer; nothing was saved."


class Limit:
    """No file grows beyond a size, until space is freed."""

    def fill(self, size: int) -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.getrlimit(resource.RLIMIT_FSIZE)[1]))

    def free(self) -> None:
        self.fill(-1)


class Small:
    """The disk has so much room left, until what fills it is deleted."""

    def __init__(self, folder: Path) -> None:
        self._ballast = folder / "ballast"

    def fill(self, size: int) -> None:
        left = shutil.disk_usage(self._ballast.parent).free
        self._ballast.write_bytes(bytes(max(left - size, 0)))

    def free(self) -> None:
        self._ballast.unlink()


def fill(study: Study, place: OneStudy) -> tuple[list[str], AddCoding | None, str]:
    """Code until it is refused; give what was acknowledged, what was refused, and the words."""
    saved: list[str] = []
    for n in range(2_000):
        coding = place.coding(n % 20, 20 + n % 20)
        try:
            study.act([coding], place.coder)
        except StorageFailed as error:
            return saved, coding, error.message
        saved.append(coding.uid)
    return saved, None, ""


def problems_at(place: OneStudy, disk: Limit | Small, size: int) -> list[str]:
    """Work until the disk is full, then go on; list what is not as it should be."""
    with place.open() as study:
        disk.fill(size)
        saved, refused, said = fill(study, place)
        there = {coding.uid for coding in study.store.codings()}
        backup = _refused_backup(study)
        disk.free()
        if refused is None:
            return [f"at {size} the disk never was full"]
        wrong = [] if said == SENTENCE else [f"at {size} it said: {said}"]
        wrong += [f"at {size} {uid} is gone" for uid in saved if uid not in there]
        wrong += [f"at {size} {refused.uid} was saved all the same"] if refused.uid in there else []
        study.act([refused], place.coder)
    with place.open() as study:
        after = {coding.uid for coding in study.store.codings()}
        wrong += [check.problem for check in study.verify() if not check.ok]
    wrong += [] if {*saved, refused.uid} == after else [f"at {size} the retry did not bring all"]
    return wrong + backup


def _refused_backup(study: Study) -> list[str]:
    """Ask for a backup that has no room; nothing of it may stay."""
    try:
        study.back_up()
    except StorageFailed:
        left = list(folder_of(study.path).iterdir())
        return [f"a part of a backup is left: {left}"] if left else []
    return []


def main(folder: str, first: str, last: str, kind: str = "") -> None:
    """Try a number of limits."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    disk = Small(Path(folder)) if kind == "small" else Limit()
    for n in range(int(first), int(last)):
        home = Path(folder) / str(n)
        home.mkdir()
        place = one_study(home)
        for problem in problems_at(place, disk, 33_000 + n * STEP):
            print(problem)
        shutil.rmtree(home)
    print(f"{int(last) - int(first)} limits")


if __name__ == "__main__":
    main(*sys.argv[1:])
