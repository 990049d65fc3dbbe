"""What holds in every run: nobody else reads what is written, and a fault of the program quotes nothing."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import coder

CANARY = "two-cartons-of-cigarettes"
STANDING = "from coder.cli.guard import stand; stand(); "


def run(code: str, folder: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(Path(coder.__file__).parents[1])}
    command = [sys.executable, "-c", STANDING + code]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.goal("G10")
@pytest.mark.parametrize(
    "code",
    [
        f"{{}}['{CANARY}']",
        f"int('{CANARY}')",
        f"raise ExceptionGroup('{CANARY}', [ValueError('{CANARY}')])",
        f"import threading; t = threading.Thread(target=int, args=('{CANARY}',)); t.start(); t.join()",
        f"import types; gone = type('Gone', (), {{'__del__': lambda self: int('{CANARY}')}}); gone()",
    ],
    ids=["KeyError", "ValueError", "group", "thread", "in a destructor"],
)
def test_a_fault_says_its_kind_and_place_and_never_what_it_choked_on(code: str, tmp_path: Path) -> None:
    ran = run(code, tmp_path)
    assert "coder had to stop: " in ran.stderr
    assert CANARY not in ran.stdout + ran.stderr
    assert "Traceback" not in ran.stderr


@pytest.mark.skipif(os.name != "posix", reason="rights and memory images of this kind are POSIX's")
def test_files_are_their_owners_alone(tmp_path: Path) -> None:
    assert run("open('f', 'w').close()", tmp_path).returncode == 0
    assert (tmp_path / "f").stat().st_mode & 0o777 == 0o600
