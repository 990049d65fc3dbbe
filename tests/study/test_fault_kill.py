"""Programs are killed at work: everything they had acknowledged is there, and nothing half."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = [pytest.mark.goal("G1"), pytest.mark.skipif(not hasattr(os, "fork"), reason="needs a system that forks")]
NURSERY = Path(__file__).with_name("nursery.py")


def kill(folder: Path, first: int, last: int, *mode: str) -> str:
    """Kill a worker for each seed and give the closing line; losses would stand above it."""
    command = [sys.executable, str(NURSERY), str(folder), str(first), str(last), *mode]
    ran = subprocess.run(command, capture_output=True, text=True, check=False, timeout=600)
    assert ran.stderr == ""
    return ran.stdout


def test_killed_programs_have_lost_nothing_acknowledged(tmp_path: Path) -> None:
    said = kill(tmp_path, 0, 60)
    assert said.startswith("60 kills, "), said
    assert said.endswith(" 0 with a loss\n")


def test_the_same_test_finds_a_program_that_acknowledges_before_it_has_saved(tmp_path: Path) -> None:
    assert not kill(tmp_path, 0, 40, "early").endswith(" 0 with a loss\n")


@pytest.mark.heavy
@pytest.mark.parametrize("first", range(0, 1000, 100))
def test_a_thousand_killed_programs_have_lost_nothing_acknowledged(tmp_path: Path, first: int) -> None:
    said = kill(tmp_path, first, first + 100)
    assert said.startswith("100 kills, "), said
    assert said.endswith(" 0 with a loss\n")
