"""What can be known of a terminal from outside the screens."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from coder.tui.page.terminal import colours

ASK = "from coder.tui.page.terminal import cells_of; print('=', cells_of('│'))"


@pytest.mark.parametrize(
    ("environ", "found"),
    [
        ({"TERM": "xterm"}, "16"),
        ({"TERM": "tmux-256color"}, "256"),
        ({"TERM": "xterm", "COLORTERM": "truecolor"}, "16 million"),
        ({"TERM": "xterm-256color", "NO_COLOR": "1"}, "none"),
        ({"TERM": "dumb"}, "none"),
        ({}, "16"),
    ],
)
def test_colours_are_known_from_the_environment(environ: dict[str, str], found: str) -> None:
    assert colours(environ) == found


@pytest.mark.parametrize(("answer", "said"), [(b"\x1b[1;2R", b"= 1"), (b"\x1b[24;3R", b"= 2"), (b"", b"= None")])
def test_a_terminal_is_asked_how_wide_it_draws_a_sign(answer: bytes, said: bytes, tmp_path: Path) -> None:
    pty = pytest.importorskip("pty", reason="a pseudo-terminal is needed")
    master, slave = pty.openpty()
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen([sys.executable, "-c", ASK], stdin=slave, stdout=slave, env=environment, cwd=tmp_path) as asking:
        os.close(slave)
        seen = b""
        while b"\x1b[6n" not in seen:
            seen += os.read(master, 4096)
        os.write(master, answer)
        while said not in seen:
            seen += os.read(master, 4096)
        assert asking.wait(20) == 0
    os.close(master)
    assert "\r│".encode() in seen
    assert b"\r\x1b[K" in seen
