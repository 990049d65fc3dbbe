"""Programs die while they migrate, back up or restore: the study and every backup from before are whole."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs a system that forks")
DYING = Path(__file__).with_name("dying.py")
MIGRATION, BACKUP = pytest.mark.goal("G6"), pytest.mark.goal("G20")


def let_die(folder: Path, job: str, point: str, first: int, last: int) -> int:
    """Let programs die, each at a point of its own; give how many came so far. What is wrong would stand above their number."""
    command = [sys.executable, str(DYING), str(folder), job, point, str(first), str(last)]
    ran = subprocess.run(command, capture_output=True, text=True, check=False, timeout=600)
    assert (ran.stderr, ran.stdout.count("\n")) == ("", 1), ran
    found = re.fullmatch(r"(\d+) died\n", ran.stdout)
    assert found is not None, ran.stdout
    return int(found[1])


@pytest.mark.parametrize(
    ("job", "point", "first", "last", "deaths"),
    [
        pytest.param("migrate", "statement", 196, 236, 30, marks=MIGRATION),
        pytest.param("migrate", "size", 6, 18, 10, marks=MIGRATION),
        pytest.param("backup", "statement", 14, 24, 8, marks=BACKUP),
        pytest.param("backup", "step", 0, 5, 4, marks=BACKUP),
        pytest.param("backup", "size", 4, 12, 8, marks=BACKUP),
        pytest.param("restore", "step", 0, 9, 8, marks=BACKUP),
    ],
)
def test_a_program_that_dies_on_the_way_leaves_what_was_there(
    tmp_path: Path, job: str, point: str, first: int, last: int, deaths: int
) -> None:
    assert let_die(tmp_path, job, point, first, last) >= deaths


@pytest.mark.heavy
@pytest.mark.parametrize("point", ["statement", "step", "size"])
@pytest.mark.parametrize(
    "job", [pytest.param("migrate", marks=MIGRATION), pytest.param("backup", marks=BACKUP), pytest.param("restore", marks=BACKUP)]
)
def test_a_program_may_die_at_any_point_until_it_comes_through(tmp_path: Path, job: str, point: str) -> None:
    """Go on until programs survive; each batch of forty is a folder of its own."""
    for batch in range(20):
        folder = tmp_path / str(batch)
        folder.mkdir()
        if let_die(folder, job, point, batch * 40, batch * 40 + 40) < 40:
            return
    raise AssertionError("no program came through")
