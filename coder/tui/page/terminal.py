"""The terminal from outside the screens: what must hold before anything is drawn, and what may end it."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path
from threading import Thread
from time import sleep

from coder.errors import CoderError
from coder.tui.page.plan import ASCII, BOX, Glyphs

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
