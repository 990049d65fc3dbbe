"""When garbage is collected: between keys, never under one.

Python's collector stops a key press for 16 to 24 ms whenever its third generation is due, which is the whole tail of the delays a
hand can feel. So it is switched off once the first screen stands, and run when the hand rests.
"""

from __future__ import annotations

import gc
from collections.abc import Callable

REST = 0.5
"""Seconds without a key that count as rest."""
FEW = 50
"""Keys that leave too little garbage to be worth a pass."""
MOST = 150_000
"""Objects after which it is collected at the latest, even under a key: some 50 MB, the garbage of a thousand keys or more."""


class Sweeper:
    """Collects garbage when the hand rests."""

    def __init__(self, later: Callable[[float, Callable[[], None]], object]) -> None:
        """Use `later(seconds, call)` to look again."""
        self._later = later
        self._keys = 0
        self._seen = 0
        self._is_looking = False
        self._is_on = False

    def begin(self) -> None:
        """Take over from Python: what stands now stays, so it need not be looked through, now (25 ms) or ever again."""
        gc.freeze()
        gc.disable()
        self._is_on = True

    def end(self) -> None:
        """Give back to Python."""
        if self._is_on:
            gc.unfreeze()
            gc.enable()
            self._is_on = False

    def key(self, worth: int = 1) -> None:
        """Note that a key was pressed; `worth` says of how many it leaves the garbage."""
        self._keys += worth
        if gc.get_count()[0] >= MOST:
            self._sweep()
        elif self._is_on and not self._is_looking:
            self._is_looking = True
            self._look()

    def _sweep(self) -> None:
        self._keys = 0
        if self._is_on:
            gc.collect()

    def _look(self) -> None:
        """Sweep if no key came since the last look, else look again later."""
        if self._seen != self._keys:
            self._seen = self._keys
            self._later(REST, self._look)
            return
        self._is_looking = False
        if self._keys >= FEW:
            self._sweep()
