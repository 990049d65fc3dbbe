"""A real terminal for the tests: it types into a program and reads what the program draws. POSIX only."""

from __future__ import annotations

import os
import select
import struct
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

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

    def read_to_the_end(self) -> None:
        """Read all that comes until the program has ended."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            if select.select([self.master], [], [], 0.1)[0]:
                try:
                    self.seen += os.read(self.master, 65536)
                except OSError:  # how Linux says that nobody has the terminal open any more
                    return
            elif self.process.poll() is not None:
                return

    def type(self, keys: str, *, until: str) -> None:
        """Type keys and wait for what they bring."""
        self.seen = b""
        os.write(self.master, keys.encode())
        self.wait_for(until)


@contextmanager
def terminal(path: Path, before: str = "", env: Mapping[str, str] | None = None) -> Iterator[Terminal]:
    """Open a study in a terminal of 24 rows and 80 columns; `before` is Python that is run first."""
    import fcntl
    import pty
    import termios

    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    environment = {
        **os.environ,
        "TERM": "xterm-256color",
        "LC_ALL": "C.UTF-8",
        "PYTHONPATH": os.pathsep.join(sys.path),
        **(env or {}),
    }
    command = [sys.executable, "-c", f"{before}\n{PROGRAM}", str(path)]
    process = subprocess.Popen(command, stdin=slave, stdout=slave, stderr=slave, env=environment, start_new_session=True)
    os.close(slave)
    try:
        shown = Terminal(process, master)
        shown.wait_for("ctrl+q")
        yield shown
    finally:
        process.kill()
        process.wait(PATIENCE)
        os.close(master)
