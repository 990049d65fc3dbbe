"""What is drawn when nothing may be seen, and when: on a key of its own, or when nobody has touched the keyboard for a while.

The curtain is drawn in place of whatever the screens would draw, and is no screen itself: a list that was just about to open, or
a message that comes late, cannot come to lie over it, and behind it everything stays as it was left.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from rich.cells import set_cell_size
from rich.console import Console, ConsoleOptions
from rich.control import Control
from rich.segment import Segment

LOOK = 10.0
"""Seconds between two looks at the clock: a computer that slept must not show for minutes what it showed before."""


class Idle:
    """Notices that nobody has touched the keyboard for a while."""

    def __init__(
        self,
        patience: float,
        clock: Callable[[], float],
        later: Callable[[float, Callable[[], None]], object],
        call: Callable[[], None],
    ) -> None:
        """Call `call` after `patience` seconds of `clock` without a touch, 0 for never; `later(seconds, look)` looks again."""
        self._patience = patience
        self._clock = clock
        self._later = later
        self._call = call
        self._touched = clock()

    def begin(self) -> None:
        """Watch from now on."""
        self.touch()
        if self._patience:
            self._again(self._patience)

    def touch(self) -> None:
        """Note that somebody is there."""
        self._touched = self._clock()

    def _look(self) -> None:
        """Look how long ago that was; a clock that was put back starts anew."""
        now = self._clock()
        self._touched = min(self._touched, now)
        rest = self._touched + self._patience - now
        if rest <= 0:
            self._call()
            self.touch()
        self._again(rest if rest > 0 else self._patience)

    def _again(self, seconds: float) -> None:
        self._later(min(seconds, LOOK), self._look)


@dataclass(frozen=True, slots=True)
class Curtain:
    """A screen of blanks with one line of words, in the terminal's own colours."""

    is_firm: bool
    """Enter alone draws it back: the next key after that of a fright may well be another one."""
    width: int
    height: int

    @property
    def rows(self) -> list[str]:
        """Give what stands in each row."""
        words = "Enter" if self.is_firm else "Any key"
        said = f" {words} brings your place back. What you did goes on being saved."
        return [set_cell_size(said if row == self.height - 1 else "", self.width) for row in range(self.height)]

    def __rich_console__(self, _console: Console, _options: ConsoleOptions) -> Iterator[Control | Segment]:
        """Cover every cell."""
        for row, line in enumerate(self.rows):
            yield Control.move_to(0, row)
            yield Segment(line)
