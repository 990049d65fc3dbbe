"""The program in a real terminal: what a kill, a closed window and hostile names do to it."""

from __future__ import annotations

import os
import re
import select
import signal
import struct
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hostile import harmless, strings, study_of
from screens import make_study
from test_tui_hostile import hostile_study

from coder.study.study import Study

pty = pytest.importorskip("pty", reason="a pseudo-terminal is needed")
fcntl = pytest.importorskip("fcntl")
termios = pytest.importorskip("termios")

PROGRAM = "import sys; from pathlib import Path; from coder.tui.app import run; run(Path(sys.argv[1]), 'elm')"
PATIENCE = 20
"""Seconds until a test gives up; nothing takes nearly as long."""


class Terminal:
    """Plays the terminal: types, and reads what is drawn."""

    def __init__(self, process: subprocess.Popen[bytes], master: int) -> None:
        self.process = process
        self.master = master
        self.seen = b""

    def wait_for(self, words: str) -> None:
        """Read until some words are drawn."""
        end = time.monotonic() + PATIENCE
        while words.encode() not in self.seen:
            assert time.monotonic() < end, f"{words!r} was never drawn"
            if select.select([self.master], [], [], 0.1)[0]:
                self.seen += os.read(self.master, 65536)

    def type(self, keys: str, *, until: str) -> None:
        """Type keys and wait for what they bring."""
        self.seen = b""
        os.write(self.master, keys.encode())
        self.wait_for(until)


@contextmanager
def terminal(path: Path) -> Iterator[Terminal]:
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    env = {**os.environ, "TERM": "xterm-256color", "LC_ALL": "C.UTF-8", "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-c", PROGRAM, str(path)]
    process = subprocess.Popen(command, stdin=slave, stdout=slave, stderr=slave, env=env, start_new_session=True)
    os.close(slave)
    try:
        shown = Terminal(process, master)
        shown.wait_for("ctrl+q")
        yield shown
    finally:
        process.kill()
        process.wait(PATIENCE)
        os.close(master)


def count(path: Path) -> int:
    with Study.open(path, readonly=True) as study:
        return len(study.store.codings())


def test_what_is_shown_as_saved_survives_a_kill(tmp_path: Path) -> None:
    path = make_study(tmp_path)
    with terminal(path) as shown:
        shown.type("\x1b[B\r", until="looked at")
        shown.type("2", until="✓ saved")
        shown.process.kill()
        shown.process.wait(PATIENCE)
    assert count(path) == 5


def test_a_closed_window_ends_the_program_with_everything_saved(tmp_path: Path) -> None:
    path = make_study(tmp_path)
    with terminal(path) as shown:
        shown.type("\x1b[B\r", until="looked at")
        shown.type("21", until="coded")
        shown.process.send_signal(signal.SIGHUP)
        assert shown.process.wait(PATIENCE) in {0, 1}
    assert count(path) == 6


def test_quitting_gives_the_terminal_back(tmp_path: Path) -> None:
    with terminal(make_study(tmp_path)) as shown:
        shown.type("\x11", until="\x1b[?1049l")
        assert shown.process.wait(PATIENCE) == 0


@pytest.mark.parametrize(
    ("payload", "forbidden"), [("\x1b]52;c;aGk=\x07x", b"\x1b]52"), ("\x9b31mx", b"\xc2\x9b"), ("\x1b]0;x\x07x", b"\x1b]0;")]
)
def test_no_byte_of_a_hostile_name_reaches_the_terminal_as_it_is(tmp_path: Path, payload: str, forbidden: bytes) -> None:
    with terminal(hostile_study(tmp_path, payload)) as shown:
        stream = shown.seen
        for keys, until in (("\r", "Enter codes"), (" \r", "Use when".upper()), ("\x1b", "step"), ("\x1bOQ", "go to")):
            shown.type(keys, until=until)
            stream += shown.seen
    assert forbidden not in stream


SEQUENCE = re.compile(
    rb"\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[P^_X][^\x1b]*\x1b\\|\x1b\[[0-?]*[ -/]*[@-~]|\x1b[ -/]*[0-~]"
    rb"|[\x00-\x09\x0b\x0c\x0e-\x1f\x7f]|\xc2[\x80-\x9f]"
)
"""Everything in a stream that a terminal obeys, C1 controls as UTF-8 among it."""


def orders(stream: bytes) -> set[bytes]:
    """List the kinds of orders in a stream: without colours and places, which differ with what is shown."""
    kinds = set()
    for found in SEQUENCE.findall(stream):
        is_csi = found.startswith(b"\x1b[")
        kinds.add(re.sub(rb"[0-9;:]+", b"", found) if is_csi and b"?" not in found else found)
    return kinds


def walked(path: Path) -> bytes:
    """Walk through every screen in a real terminal and give all that it was sent."""
    with terminal(path) as shown:
        stream = shown.seen
        for keys, until in (
            ("\x1b[6~", "sources"),
            ("\r", "Enter codes"),
            (" \r", "USE WHEN"),
            ("x", "of"),
            ("\x1b", "step"),
            ("\x1bOQ", "go to"),
            ("3", "Counts"),
            ("\x1b[B\x1b[B", "of"),
            ("\r", "Esc"),
            ("\x1b", "Counts"),
            ("\x11", "\x1b[?1049l"),
        ):
            shown.type(keys, until=until)
            stream += shown.seen
    return stream


@pytest.mark.goal("G9")
@pytest.mark.parametrize("seed", [0, *(pytest.param(seed, marks=pytest.mark.heavy) for seed in range(1, 6))])
def test_a_terminal_gets_no_order_that_a_harmless_study_does_not_give(tmp_path: Path, seed: int) -> None:
    (tmp_path / "harmless").mkdir()
    (tmp_path / "hostile").mkdir()
    allowed = orders(walked(study_of(tmp_path / "harmless", list(harmless(100)))))
    assert allowed, "the walk was seen"
    found = orders(walked(study_of(tmp_path / "hostile", list(strings(seed, 100)))))
    assert found - allowed == set()
