"""The screen: how long a person looks at nothing after she has opened a study.

The real program runs in a terminal of 24 rows and 80 columns that answers no question, like a slow line; what it writes is read
until the study's name stands in it, which is in the first frame. POSIX only: elsewhere there is no such terminal to be had.
"""

from __future__ import annotations

import importlib.util
import os
import re
import select
import struct
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from time import perf_counter

from .figure import STANDARD, Figure
from .generator import CODERS
from .shelf import COPY, PROGRAM, Shelf

_PATIENCE = 20.0
"""Seconds after which no frame is expected any more."""
_QUIT = b"\x11"
_SEQUENCES = re.compile(rb"\x1b(?:\][^\x07\x1b]*(?:\x07|\x1b\\)|P[^\x1b]*\x1b\\|\[[0-?]*[ -/]*[@-~]|[()][0-9A-Z]|[=>78])")
"""Escape sequences; without them a window's title is no frame."""
_TITLE = re.compile(rf"{COPY}(?!\.db)".encode())
"""The study's name as the screen shows it; a refusal would name the file."""


def measure(shelf: Shelf) -> Iterator[Figure]:
    """Open the study of each size several times."""
    for n in shelf.sizes:
        name, goal = "opening a study, to the first frame", 0.6 if n == STANDARD else None
        reason = _reason_to_skip()
        if reason:
            yield Figure("screen", name, n, "s", goal=goal, note=f"skipped: {reason}")
            continue
        path = shelf.copy(n)
        times = [_first_frame(shelf, path) for _ in range(shelf.rounds(9))]
        shown = [time for time in times if time is not None]
        if len(shown) < len(times):
            yield Figure(
                "screen", name, n, "s", goal=goal, fault="it ended, or showed nothing, before the study's name was there"
            )
        else:
            yield replace(Figure.of("screen", name, n, "s", shown), goal=goal, note="80×24, from starting the process")


def _reason_to_skip() -> str:
    if os.name != "posix":
        return "needs a POSIX terminal"
    return "" if importlib.util.find_spec("coder.tui.app") else "there are no screens yet"


def _first_frame(shelf: Shelf, path: Path) -> float | None:
    """Start the program in a terminal of its own and tell when the study's name is on it; None if it never is."""
    import pty

    master, terminal = pty.openpty()
    _set_size(terminal, rows=24, columns=80)
    environment = shelf.environment() | {"TERM": "xterm-256color", "CODER_AS": CODERS[0], "COLUMNS": "", "LINES": ""}
    command = [sys.executable, "-c", PROGRAM, str(path)]
    start = perf_counter()
    program = subprocess.Popen(
        command, stdin=terminal, stdout=terminal, stderr=terminal, env=environment, cwd=shelf.folder, start_new_session=True
    )
    os.close(terminal)
    try:
        return perf_counter() - start if _has_shown(master, _TITLE, _PATIENCE) else None
    finally:
        _leave(program, master)


def _set_size(terminal: int, rows: int, columns: int) -> None:
    import fcntl
    import termios

    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))


def _has_shown(master: int, wanted: re.Pattern[bytes] | None, patience: float) -> bool:
    """Read until something stands on the screen; with nothing wanted, until the program has closed it."""
    end, written = perf_counter() + patience, b""
    while (left := end - perf_counter()) > 0:
        if not select.select([master], [], [], left)[0]:
            continue
        try:
            written += os.read(master, 65_536)
        except OSError:  # how Linux says that nobody has the terminal open any more
            return False
        if wanted and wanted.search(_SEQUENCES.sub(b"", written)):
            return True
    return False


def _leave(program: subprocess.Popen[bytes], master: int) -> None:
    """Press the key that leaves, and end the program if that does not."""
    try:
        if program.poll() is None:
            os.write(master, _QUIT)
            _has_shown(master, None, 5)
            program.wait(5)
    except (OSError, subprocess.TimeoutExpired):
        program.kill()
    finally:
        program.wait()
        os.close(master)
