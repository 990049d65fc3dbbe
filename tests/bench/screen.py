"""The screen: how long a person looks at nothing after she has opened a study.

The real program runs in a terminal of 24 rows and 80 columns that answers no question, like a slow line; what it writes is read
until the study's name stands in it, which is in the first frame. POSIX only: elsewhere there is no such terminal to be had.
"""

from __future__ import annotations

import importlib.util
import os
import re
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from .figure import STANDARD, Figure
from .generator import CODERS
from .shelf import COPY, PROGRAM, Shelf
from .terminal import started

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
    command = [sys.executable, "-c", PROGRAM, str(path)]
    with started(command, shelf.environment() | {"CODER_AS": CODERS[0]}, shelf.folder, answers={}) as terminal:
        return terminal.until(_TITLE)
