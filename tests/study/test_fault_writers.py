"""Many programs write to one study at once: nothing is lost and nobody is refused."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = [pytest.mark.goal("G5"), pytest.mark.skipif(not hasattr(os, "fork"), reason="needs a system that forks")]
CROWD = Path(__file__).with_name("crowd.py")


def crowd(folder: Path, programs: int, changes: int, *begin: str) -> str:
    """Let a crowd write and give what came of it."""
    command = [sys.executable, str(CROWD), str(folder), str(programs), str(changes), *begin]
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=600).stdout


def test_sixteen_programs_that_write_at_once_lose_nothing(tmp_path: Path) -> None:
    assert crowd(tmp_path, 16, 60) == "960 there, 0 refused, 0 problems\n"


def test_the_same_test_finds_transactions_that_begin_too_late(tmp_path: Path) -> None:
    assert " 0 refused" not in crowd(tmp_path, 16, 60, "BEGIN")


@pytest.mark.heavy
@pytest.mark.parametrize("_time", range(4))
def test_sixteen_programs_that_write_five_hundred_times_lose_nothing(tmp_path: Path, _time: int) -> None:
    assert crowd(tmp_path, 16, 500) == "8000 there, 0 refused, 0 problems\n"
