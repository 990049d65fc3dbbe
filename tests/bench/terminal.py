"""A terminal for the benchmark: it types into a program, answers what programs ask a terminal, and times what is drawn.

Textual closes every frame with the end of a synchronised update, once the terminal has said that it knows these. So a key's way
to the eye ends where that mark has been read. The program's own work is read from Linux' scheduler, which counts nanoseconds
of every thread, because on a machine that others use too the clock on the wall says little.
"""

from __future__ import annotations

import os
import re
import select
import struct
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

FRAME = b"\x1b[?2026l"
"""What ends a frame."""
ANSWERS: Mapping[bytes, bytes] = {b"\x1b[?2026$p": b"\x1b[?2026;2$y", b"\x1b[?2048$p": b"\x1b[?2048;0$y"}
"""What a terminal says that knows synchronised updates, and nothing of its size changing by itself."""
SILENCE = 0.03
"""Seconds without a byte after which nothing more is expected of a key."""
PATIENCE = 1.0
"""Seconds without a frame after which a key has missed."""
_LONGEST = 20.0
"""Seconds after which no program that starts or ends is waited for any more."""
_TAIL = 65_536
"""Bytes: two windows full."""
_QUIT = b"\x11"
_SEQUENCES = re.compile(rb"\x1b(?:\][^\x07\x1b]*(?:\x07|\x1b\\)|P[^\x1b]*\x1b\\|\[[0-?]*[ -/]*[@-~]|[()][0-9A-Z]|[=>78])")
"""Escape sequences; without them a window's title is no frame."""


def plain(drawn: bytes) -> bytes:
    """Leave escape sequences out, so that words can be found."""
    return _SEQUENCES.sub(b"", drawn)


@dataclass(frozen=True, slots=True)
class Press:
    """What came of a key."""

    first: float | None = None
    """Seconds to the first frame that showed what was waited for; None if there was none: a miss."""
    settled: float | None = None
    """Seconds to the last frame before a silence."""
    cpu: float = 0.0
    """Seconds that all threads of the program worked."""
    drawn: bytes = b""


class Terminal:
    """Plays the terminal of one running program."""

    def __init__(self, program: subprocess.Popen[bytes], master: int, answers: Mapping[bytes, bytes] = ANSWERS) -> None:
        """Read from and write to `master` as the terminal of `program`, which was started just now."""
        self._program = program
        self._master = master
        self._answers = answers
        self._started = perf_counter()
        self.tail = b""
        """What was written last, also by frames that came too late for their key."""

    def until(self, words: re.Pattern[bytes], silence: float = 0.0) -> float | None:
        """Tell how many seconds after its start the program had written some words; None if it ended or never did.

        Then wait until it has been silent for a while.
        """
        end, drawn = perf_counter() + _LONGEST, b""
        while not words.search(plain(drawn)):
            got = self._read(end - perf_counter())
            if not got:
                return None
            drawn += got
        found = perf_counter() - self._started
        while silence and self._read(silence):
            pass
        return found

    def type(self, keys: bytes) -> None:
        """Type keys and go on."""
        os.write(self._master, keys)

    def press(self, keys: bytes, words: bytes = b"", silence: float = SILENCE, patience: float = PATIENCE) -> Press:
        """Type keys at once and watch what comes of them, up to a silence; `words` must be in the frame if any are given."""
        while self._read(0.001):
            pass
        before, start = self.cpu(), perf_counter()
        os.write(self._master, keys)
        found = self._watch(start, words, silence, patience)
        return Press(found.first, found.settled, max(self.cpu() - before, 0.0), found.drawn)

    def _watch(self, start: float, words: bytes, silence: float, patience: float) -> Press:
        drawn, looked = bytearray(), 0
        first = settled = None
        end = start + patience
        while got := self._read(end - perf_counter()):
            at = perf_counter()
            drawn += got
            if FRAME in drawn[looked:]:
                settled = at - start
                first = settled if first is None and words in plain(bytes(drawn)) else first
            looked = max(len(drawn) - len(FRAME) + 1, 0)
            end = end if first is None else at + silence
        return Press(first, settled, 0.0, bytes(drawn))

    def _read(self, patience: float) -> bytes:
        """Read what is there, answering what is asked; nothing if nothing comes in time, or nobody writes any more."""
        if patience <= 0 or not select.select([self._master], [], [], patience)[0]:
            return b""
        try:
            got = os.read(self._master, 65_536)
        except OSError:  # how Linux says that nobody has the terminal open any more
            return b""
        self.tail = (self.tail + got)[-_TAIL:]
        for question, answer in self._answers.items():
            if question in got:
                os.write(self._master, answer)
        return got

    def cpu(self) -> float:
        """Tell how many seconds the program's threads have worked so far; 0 where no /proc counts them."""
        nanoseconds = 0
        for task in Path(f"/proc/{self._program.pid}/task").glob("*/schedstat"):
            try:
                nanoseconds += int(task.read_text("ascii").split()[0])
            except OSError:  # a thread that ended just now
                continue
        return nanoseconds / 1e9

    def memory(self) -> float | None:
        """Tell how many megabytes of memory the program holds; None if it has ended."""
        try:
            status = Path(f"/proc/{self._program.pid}/status").read_text("ascii")
        except OSError:
            return None
        found = re.search(r"VmRSS:\s*(\d+) kB", status)
        return int(found[1]) / 1024 if found else None

    @property
    def has_ended(self) -> bool:
        """Tell whether the program has ended."""
        return self._program.poll() is not None

    def leave(self) -> None:
        """Press the key that leaves, and end the program if that does not."""
        try:
            if not self.has_ended:
                os.write(self._master, _QUIT)
                end = perf_counter() + 5
                while self._read(end - perf_counter()):
                    pass
                self._program.wait(5)
        except (OSError, subprocess.TimeoutExpired):
            self._program.kill()
        finally:
            self._program.wait()
            os.close(self._master)


@contextmanager
def started(
    command: Sequence[str],
    environment: Mapping[str, str],
    folder: Path,
    size: tuple[int, int] = (80, 24),
    answers: Mapping[bytes, bytes] = ANSWERS,
) -> Iterator[Terminal]:
    """Start a program in a terminal of `size` (columns, rows), which it leaves at the end."""
    import pty

    master, slave = pty.openpty()
    _set_size(slave, *size)
    kept = {name: value for name, value in environment.items() if name not in {"NO_COLOR", "TEXTUAL_FPS"}}
    said = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "TEXTUAL_ANIMATIONS": "none", "LC_ALL": "C.UTF-8"}
    sizeless = {"COLUMNS": "", "LINES": ""}
    program = subprocess.Popen(
        command, stdin=slave, stdout=slave, stderr=slave, env=kept | said | sizeless, cwd=folder, start_new_session=True
    )
    os.close(slave)
    terminal = Terminal(program, master, answers)
    try:
        yield terminal
    finally:
        terminal.leave()


def _set_size(terminal: int, columns: int, rows: int) -> None:
    import fcntl
    import termios

    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))


def reason_to_skip() -> str:
    """Say why nothing can be measured here; empty if it can."""
    if os.name != "posix":
        return "needs a POSIX terminal"
    if not sys.platform.startswith("linux"):
        return "needs the threads' times that only Linux writes down"
    return ""
