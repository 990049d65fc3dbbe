"""A real terminal for the tests: it types into a program and reads what the program draws. POSIX only."""

from __future__ import annotations

import os
import re
import select
import struct
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from coder.tui.page.widths import cells, next_cluster

PROGRAM = "import sys; from pathlib import Path; from coder.tui.app import run; run(Path(sys.argv[1]), 'elm')"
PATIENCE = 20
"""Seconds until a test gives up; nothing takes nearly as long."""


ROWS, COLUMNS = 24, 80
ORDER = re.compile(
    r"\x1b\[(?P<row>\d+);(?P<column>\d+)H|(?P<clear>\x1b\[2J|\x1b\[\?1049[hl])"
    r"|\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07]*\x07|\x1b.|[\r\n]"
)
"""What a terminal does not write but obeys, as far as Textual uses it."""


def screen_of(stream: bytes, rows: int = ROWS, columns: int = COLUMNS) -> list[str]:
    """Give the rows of a screen that was sent all this; signs that join are as wide as the program takes them."""
    grid, row, column, place = blank(rows, columns), 0, 0, 0
    text = stream.decode(errors="replace")
    while place < len(text):
        if order := ORDER.match(text, place):
            if order["row"]:
                row, column = int(order["row"]) - 1, int(order["column"]) - 1
            elif order["clear"]:
                grid = blank(rows, columns)
            place = order.end()
            continue
        cluster = text[place : next_cluster(text, place)]
        width = cells(cluster)
        assert column + width <= columns, f"row {row + 1} is written over its edge"
        if row < rows:
            grid[row][column : column + width] = [cluster, *[""] * (width - 1)]
        column += width
        place += len(cluster)
    return ["".join(letters).rstrip() for letters in grid]


def blank(rows: int, columns: int) -> list[list[str]]:
    """Make an empty screen."""
    return [[" "] * columns for _ in range(rows)]


class Terminal:
    """Plays the terminal: types, and reads what is drawn."""

    def __init__(self, process: subprocess.Popen[bytes], master: int, rows: int, columns: int) -> None:
        self.process = process
        self.master = master
        self.rows, self.columns = rows, columns
        self.seen = b""
        """What came since something was typed last."""
        self._before = b""

    @property
    def screen(self) -> list[str]:
        """What stands on the screen now, by rows; what is still being drawn is waited for."""
        while select.select([self.master], [], [], 0.2)[0]:
            self.seen += os.read(self.master, 65536)
        return screen_of(self.stream, self.rows, self.columns)

    @property
    def stream(self) -> bytes:
        """All that came."""
        return self._before + self.seen

    def wait_for(self, words: str) -> None:
        """Read until some words are drawn."""
        end = time.monotonic() + PATIENCE
        while words.encode() not in self.seen:
            assert time.monotonic() < end, f"{words!r} was never drawn, but\n" + "\n".join(self.screen)
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
        self._before += self.seen
        self.seen = b""
        os.write(self.master, keys.encode())
        self.wait_for(until)


@contextmanager
def terminal(
    path: Path, before: str = "", env: Mapping[str, str] | None = None, rows: int = ROWS, columns: int = COLUMNS
) -> Iterator[Terminal]:
    """Open a study in a terminal of 256 colours; `before` is Python that is run first."""
    import fcntl
    import pty
    import termios

    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
    environment = {
        **{name: value for name, value in os.environ.items() if name not in {"COLORTERM", "NO_COLOR", "LINES", "COLUMNS"}},
        "TERM": "xterm-256color",
        "LC_ALL": "C.UTF-8",
        "PYTHONPATH": os.pathsep.join(sys.path),
        **(env or {}),
    }
    command = [sys.executable, "-c", f"{before}\n{PROGRAM}", str(path)]
    process = subprocess.Popen(command, stdin=slave, stdout=slave, stderr=slave, env=environment, start_new_session=True)
    os.close(slave)
    try:
        shown = Terminal(process, master, rows, columns)
        shown.wait_for("ctrl+q")
        yield shown
    finally:
        process.kill()
        process.wait(PATIENCE)
        os.close(master)
