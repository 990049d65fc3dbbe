"""Presses: what came of one kind of key, and the figures that are made of it: time to the frame, work, bytes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from statistics import median

from .figure import Figure
from .terminal import Press


@dataclass(frozen=True, slots=True)
class Goals:
    """The most that a key may take; None where nothing is promised."""

    frame: float | None = None
    """Milliseconds to the first frame, median."""
    frame_tail: float | None = None
    """The same, of 99 in 100 presses."""
    work_tail: float | None = None
    """Milliseconds of work, of 99 in 100 presses."""
    settled: float | None = None
    """Milliseconds to the last frame, median."""
    written: tuple[float, float] | None = None
    """Kilobytes to the terminal, median, in a small and a large window."""


@dataclass
class Presses:
    """All presses of one kind in one cell."""

    name: str
    cell: str
    goals: Goals = Goals()
    is_large: bool = False
    found: list[Press] = field(default_factory=list)

    def figures(self) -> Iterator[Figure]:
        """Make the figures; a miss is a fault of all of them."""
        shown = [one for one in self.found if one.first is not None]
        missed = len(self.found) - len(shown)
        fault = f"{missed} of {len(self.found)} brought no frame" if missed or not shown else ""
        goals = self.goals
        if not shown:
            yield Figure("keys", self._called("frame"), goal=goals.frame, fault=fault)
            return
        settled = [one.settled or 0.0 for one in shown]
        frame = Figure.of("keys", self._called("frame"), 0, "ms", [one.first or 0.0 for one in shown])
        note = f"of {len(shown)}; settled after {median(settled) * 1000:.3g} ms"
        yield replace(frame, goal=goals.frame, tail_goal=goals.frame_tail, note=note, fault=fault)
        if goals.settled is not None:
            yield replace(Figure.of("keys", self._called("settled"), 0, "ms", settled), goal=goals.settled, fault=fault)
        work = Figure.of("keys", self._called("work"), 0, "ms", [one.cpu for one in shown])
        yield replace(work, tail_goal=goals.work_tail, fault=fault)
        written = Figure.of("keys", self._called("written"), 0, "kB", [float(len(one.drawn)) for one in shown])
        yield replace(written, goal=goals.written and goals.written[self.is_large], fault=fault)

    def _called(self, what: str) -> str:
        return f"{self.name}, {what}: {self.cell}"
