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


PLAIN = re.compile(r"[ -~]+(?=[ -~\x1b\r\n]|\Z)")
"""Letters of one cell each that no mark follows."""


class Grid:
    """The cells of a screen; signs that join are as wide as the program takes them, and lines do not wrap."""

    def __init__(self, rows: int, columns: int) -> None:
        self._size = rows, columns
        self._row = self._column = 0
        self._clear()

    def _clear(self) -> None:
        rows, columns = self._size
        self._cells = [[" "] * columns for _ in range(rows)]

    @property
    def rows(self) -> list[str]:
        """What stands on the screen."""
        return ["".join(letters).rstrip() for letters in self._cells]

    def obey(self, text: str) -> None:
        """Do what a terminal does when it is sent this."""
        place = 0
        while place < len(text):
            if order := ORDER.match(text, place):
                if order["row"]:
                    self._row, self._column = int(order["row"]) - 1, int(order["column"]) - 1
                elif order["clear"]:
                    self._clear()
                place = order.end()
            elif plain := PLAIN.match(text, place):
                self._write_plain(plain[0])
                place = plain.end()
            else:
                cluster = text[place : next_cluster(text, place)]
                self._write(cluster, cells(cluster))
                place += len(cluster)

    def _write_plain(self, letters: str) -> None:
        row, column = self._cells[self._row], self._column
        room = max(len(row) - column, 0)
        assert not letters[room:].strip(), f"row {self._row + 1} is written over its edge"
        row[column : column + len(letters)] = letters[:room]
        self._column += len(letters)

    def _write(self, cluster: str, width: int) -> None:
        row, column = self._cells[self._row], self._column
        if not width:
            row[min(column, len(row)) - 1] += cluster
        elif column + width <= len(row):
            row[column : column + width] = [cluster, *[""] * (width - 1)]
        else:
            assert cluster.isspace(), f"row {self._row + 1} is written over its edge"
        self._column += width


class Terminal:
    """Plays the terminal: types, and reads what is drawn."""

    def __init__(self, process: subprocess.Popen[bytes], master: int, rows: int, columns: int) -> None:
        self.process = process
        self.master = master
        self._grid = Grid(rows, columns)
        self._drawn = 0
        """How much of what came is on the grid."""
        self.seen = b""
        """What came since something was typed last."""
        self._before = b""

    @property
    def screen(self) -> list[str]:
        """What stands on the screen now, by rows; what is still being drawn is waited for."""
        while select.select([self.master], [], [], 0.2)[0]:
            self.seen += os.read(self.master, 65536)
        self._grid.obey(self.stream[self._drawn :].decode(errors="replace"))
        self._drawn = len(self.stream)
        return self._grid.rows

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
