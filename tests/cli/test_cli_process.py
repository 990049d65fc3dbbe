"""The program as a process: what only shows there, such as pipes that close, streams that are full, and what start-up loads."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from workbench import Desk, desk

ROOT = Path(__file__).parents[2]


def start(at: Desk, *args: str, **how: object) -> subprocess.Popen[str]:
    """Start the program in the folder."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1", "PYTHONIOENCODING": "utf-8"}
    command = [sys.executable, "-m", "coder", *args]
    return subprocess.Popen(command, cwd=at.folder, env=environment, text=True, encoding="utf-8", **how)  # type: ignore[call-overload,no-any-return]  # passed on as they are


def test_module_can_be_run(tmp_path: Path) -> None:
    with start(desk(tmp_path), "status", "s.db", stdout=subprocess.PIPE) as program:
        assert "4 codes, 7 codings" in program.communicate()[0]
    assert program.returncode == 0


def test_refusal_of_a_process_has_code_1_and_no_traceback(tmp_path: Path) -> None:
    with start(desk(tmp_path), "status", "nowhere", stdout=subprocess.PIPE, stderr=subprocess.PIPE) as program:
        out, err = program.communicate()
    assert (program.returncode, out) == (1, "")
    assert err.startswith("There is no study nowhere.db.")


@pytest.mark.skipif(not hasattr(os, "fork"), reason="Windows has other pipes")
@pytest.mark.parametrize(
    "command", [("log", "s.db", "--json"), ("codings", "export", "s.db"), ("sources", "export", "s.db", "long")]
)
def test_pipe_that_closes_early_is_no_error(tmp_path: Path, command: tuple[str, ...]) -> None:
    at = desk(tmp_path)
    at.write("long.txt", "R5: We went on and on.\n" * 20_000)
    at.done("import", "s.db", "long.txt", "--as", "oak")
    reading, writing = os.pipe()
    os.close(reading)
    with start(at, *command, stdout=writing, stderr=subprocess.PIPE) as program:
        os.close(writing)
        err = program.communicate()[1]
    assert (program.returncode, err) == (0, "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
@pytest.mark.parametrize(
    "command", [("status", "s.db"), ("status", "s.db", "--json"), ("sources", "export", "s.db", "R1"), ("help",), ("--help",)]
)
def test_output_that_is_full_is_said_in_words_with_code_1(tmp_path: Path, command: tuple[str, ...]) -> None:
    with Path("/dev/full").open("w") as full, start(desk(tmp_path), *command, stdout=full, stderr=subprocess.PIPE) as program:
        err = program.communicate()[1]
    assert program.returncode == 1
    assert "could not be written: No space left on device" in err
    assert "Traceback" not in err


@pytest.mark.skipif(not Path("/dev/full").is_char_device(), reason="there is no such device here")
@pytest.mark.parametrize(("device", "code"), [("/dev/null", 0), ("/dev/full", 1)])
def test_device_as_output_is_written_to_and_stays_a_device(tmp_path: Path, device: str, code: int) -> None:
    link = tmp_path / "device"
    link.symlink_to(device)
    ran = desk(tmp_path).run("status", "s.db", "-o", "device")
    assert ran.code == code
    assert Path(device).is_char_device()
    assert link.is_symlink()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="Windows has other streams")
@pytest.mark.parametrize("command", [("sources", "export", "s.db", "R1"), ("status", "s.db"), ("status", "nowhere")])
@pytest.mark.parametrize("closed", [1, 2])
def test_stream_that_is_closed_gives_no_traceback(tmp_path: Path, command: tuple[str, ...], closed: int) -> None:
    at = desk(tmp_path)
    script = f'exec "$0" -m coder "$@" {closed}>&-'
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
    shell = ["/bin/sh", "-c", script, sys.executable, *command]
    ran = subprocess.run(shell, cwd=at.folder, env=environment, capture_output=True, text=True, check=False)
    assert ran.returncode in {0, 1}
    assert "Traceback" not in ran.stderr
    assert "Exception" not in ran.stderr


@pytest.mark.parametrize("encoding", ["ascii", "cp949", "latin-1"])
def test_output_is_utf_8_whatever_the_system_says(tmp_path: Path, encoding: str) -> None:
    at = desk(tmp_path)
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": encoding, "LC_ALL": "C"}
    command = [sys.executable, "-m", "coder", "read", "s.db", "R2"]
    ran = subprocess.run(command, cwd=at.folder, env=environment, capture_output=True, check=False)
    assert ran.returncode == 0
    assert "손전화 검열이 있었습니다." in ran.stdout.decode()


def test_keyboard_interrupt_ends_in_words_and_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    at = desk(tmp_path)
    before = at.rows()
    monkeypatch.setattr("coder.study.study.Study.act", interrupted)
    ran = at.run("memo", "add", "s.db", "a memo", "--as", "ash")
    assert (ran.code, ran.out) == (130, "")
    assert ran.err.strip() == "Stopped; what was saved before stays."
    assert at.rows() == before
