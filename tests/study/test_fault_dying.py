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
        pytest.param("migrate", "statement", 30, 66, 20, marks=MIGRATION),
        pytest.param("migrate", "size", 6, 18, 10, marks=MIGRATION),
        pytest.param("backup", "statement", 14, 24, 8, marks=BACKUP),
        pytest.param("backup", "step", 0, 5, 4, marks=BACKUP),
        pytest.param("backup", "size", 4, 12, 8, marks=BACKUP),
        pytest.param("restore", "step", 0, 9, 8, marks=BACKUP),
        pytest.param("restore", "statement", 0, 80, 40, marks=[BACKUP, pytest.mark.heavy]),
        pytest.param("restore", "size", 0, 30, 20, marks=[BACKUP, pytest.mark.heavy]),
        pytest.param("backup", "statement", 0, 60, 30, marks=[BACKUP, pytest.mark.heavy]),
        pytest.param("backup", "size", 0, 40, 20, marks=[BACKUP, pytest.mark.heavy]),
        pytest.param("migrate", "statement", 0, 120, 60, marks=[MIGRATION, pytest.mark.heavy]),
        pytest.param("migrate", "size", 0, 60, 30, marks=[MIGRATION, pytest.mark.heavy]),
        pytest.param("migrate", "step", 0, 5, 4, marks=[MIGRATION, pytest.mark.heavy]),
    ],
)
def test_a_program_that_dies_on_the_way_leaves_what_was_there(
    tmp_path: Path, job: str, point: str, first: int, last: int, deaths: int
) -> None:
    assert let_die(tmp_path, job, point, first, last) >= deaths
