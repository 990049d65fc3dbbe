"""The disk is full: one clear sentence, nothing acknowledged lost, and the change is saved once there is space."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = [pytest.mark.goal("G3"), pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no such limits")]
FULL_DISK = Path(__file__).with_name("full_disk.py")


def fill(*arguments: str) -> str:
    """Try a number of limits and give what was wrong, and their number."""
    command = [*arguments[:-4], sys.executable, str(FULL_DISK), *arguments[-4:]]
    ran = subprocess.run(command, capture_output=True, text=True, check=False, timeout=600)
    assert ran.stderr == ""
    return ran.stdout


def test_a_full_disk_loses_nothing_and_is_overcome(tmp_path: Path) -> None:
    assert fill(str(tmp_path), "0", "20", "") == "20 limits\n"


@pytest.mark.heavy
def test_seventy_nine_limits_lose_nothing(tmp_path: Path) -> None:
    assert fill(str(tmp_path), "0", "79", "") == "79 limits\n"


@pytest.mark.heavy
def test_a_small_disk_that_is_really_full_loses_nothing(tmp_path: Path) -> None:
    mount = f"mount -t tmpfs -o size=4m tmpfs {tmp_path}"
    if (
        sys.platform != "linux"
        or subprocess.run(["unshare", "-m", "sh", "-c", mount], capture_output=True, check=False).returncode
    ):
        pytest.skip("a disk of its own needs Linux and root")
    assert fill("unshare", "-m", "sh", "-c", f'{mount} && "$@"', "sh", str(tmp_path), "0", "40", "small") == "40 limits\n"
