"""The terminal from outside the screens: what must hold before anything is drawn, and what may end it."""

from __future__ import annotations

import os
import re
import select
import signal
import sys
import threading
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from threading import Thread
from time import sleep

from coder.errors import CoderError
from coder.tui.page.plan import ASCII, BOX, Glyphs

ANSWER = 0.5
"""Seconds a terminal has to say where its cursor is."""
GRACE = 1.0
"""Seconds the app has to put the terminal in order once it must end."""


def refuse_without_terminal(path: Path) -> None:
    """Refuse to draw into a pipe or a file: what is on the screen would be kept there."""
    if all(stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr)) and os.environ.get("TERM") != "dumb":
        return
    hint = f"`coder status {path}` lists the sources and `coder read {path} SOURCE` prints one, both as plain lines."
    message = "The screens need a terminal to draw on, and input, output and errors must all go to it."
    raise CoderError(message, hint)


def glyphs_for(encoding: str) -> Glyphs:
    """Choose the signs of the margin that an encoding can write."""
    return BOX if encoding.casefold().startswith("utf") else ASCII


def colours(environ: Mapping[str, str]) -> str:
    """Say how many colours the screens will use, as far as the environment tells.

    >>> colours({"TERM": "xterm-256color"}), colours({"TERM": "xterm", "NO_COLOR": "1"})
    ('256', 'none')
    """
    if "NO_COLOR" in environ or environ.get("TERM") == "dumb":
        return "none"
    if environ.get("COLORTERM", "").lower() in {"truecolor", "24bit"}:
        return "16 million"
    return "256" if environ.get("TERM", "").endswith("256color") else "16"


def cells_of(sign: str) -> int | None:
    """Ask the terminal how many cells a sign takes in it: draw it, and ask where the cursor is now.

    None where there is no terminal, or one that does not answer. Never from inside the screens, whose keys it would mix with.
    """
    if not (sys.stdin.isatty() and sys.stdout.isatty()) or sys.platform == "win32":
        return None
    import termios  # noqa: PLC0415 - POSIX only
    import tty  # noqa: PLC0415 - POSIX only

    keyboard = sys.stdin.fileno()
    before = termios.tcgetattr(keyboard)
    try:
        tty.setcbreak(keyboard)
        sys.stdout.write(f"\r{sign}\x1b[6n")
        sys.stdout.flush()
        return _column(keyboard)
    finally:
        termios.tcsetattr(keyboard, termios.TCSADRAIN, before)
        sys.stdout.write("\r\x1b[K")
        sys.stdout.flush()


def _column(keyboard: int) -> int | None:
    """Read how far the cursor has moved from the left edge."""
    said = b""
    while select.select([keyboard], [], [], ANSWER)[0]:
        said += os.read(keyboard, 64)
        if place := re.search(rb"\x1b\[\d+;(\d+)R", said):
            return int(place[1]) - 1
    return None


def end_well(drain: Callable[[], object], leave: Callable[[], None], stop: Callable[[BaseException | None], None]) -> None:
    """Have a closed window, or a fault in a thread, end the program with what waits saved.

    Args:
        drain: saves what waits.
        leave: ends the app the usual way, from another thread.
        stop: the same after a fault.
    """
    for name in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), lambda *_: _end(drain, leave))
    threading.excepthook = lambda args: _end(drain, partial(stop, args.exc_value))


def _end(drain: Callable[[], object], leave: Callable[[], None]) -> None:
    """Drain, ask the app to leave, and do not wait for ever: a terminal that is gone never takes Textual's last words.

    In a thread of its own, for a signal that comes while the app sleeps would not wake it.
    """

    def end() -> None:
        drain()
        Thread(target=leave, daemon=True).start()
        sleep(GRACE)
        os._exit(1)

    Thread(target=end, daemon=True).start()
