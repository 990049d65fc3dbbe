"""Figures: what was measured, what was promised, and whether the one keeps the other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from statistics import median
from time import perf_counter
from typing import Literal

from coder.reports.table import Column, Table

Unit = Literal["ms", "s", "kB", "MB", "modules"]
Json = dict[str, object]
Key = tuple[str, str, int]
FEW = 50
"""Fewer have no tail worth naming."""
STANDARD = 40
"""Interviews in the study that goals in seconds speak of."""
_PER_BASE: Mapping[Unit, float] = {"ms": 1000.0, "s": 1.0, "kB": 0.001, "MB": 0.000_001, "modules": 1.0}
"""How many of a unit make a second, a byte or a module."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured thing."""

    group: str
    name: str
    size: int = 0
    """Interviews in the study; 0 where there is none."""
    unit: Unit = "ms"
    value: float | None = None
    """A median; None if it was skipped."""
    best: float | None = None
    """The shortest time: on a busy machine nearer to what the program itself takes."""
    goal: float | None = None
    """The most that `value` may be; None where the figure is for information."""
    tail: float | None = None
    """What one in a hundred exceeds; None where too few were measured."""
    tail_goal: float | None = None
    ratio: float | None = None
    ratio_goal: float | None = None
    note: str = ""
    """What the ratio is to, or why the figure was skipped."""
    fault: str = ""
    """Why the figure cannot hold whatever it says: a wrong result."""

    @classmethod
    def of(cls, group: str, name: str, size: int, unit: Unit, found: Sequence[float]) -> Figure:
        """Make a figure of seconds or bytes."""
        per = _PER_BASE[unit]
        tail = sorted(found)[len(found) * 99 // 100] * per if len(found) >= FEW else None
        return cls(group, name, size, unit, middle(found, unit), min(found) * per, tail=tail)

    @property
    def key(self) -> Key:
        """What tells figures apart."""
        return self.group, self.name, self.size

    @property
    def holds(self) -> bool | None:
        """Tell whether the goals are kept; None where there is none, or it was not measured."""
        if self.fault:
            return False
        kept = [
            found <= most
            for found, most in ((self.value, self.goal), (self.tail, self.tail_goal), (self.ratio, self.ratio_goal))
            if found is not None and most is not None
        ]
        return all(kept) if kept else None

    def as_json(self) -> Json:
        """Give everything, rounded to what can be meant."""
        rounded = {name: round(found, 4) if isinstance(found, float) else found for name, found in asdict(self).items()}
        return rounded | {"holds": self.holds}


def seconds(work: Callable[[], object]) -> float:
    """Run something and tell how long it took."""
    start = perf_counter()
    work()
    return perf_counter() - start


def in_turn(rounds: int, *works: Callable[[], object]) -> list[list[float]]:
    """Run several things in turn, A B A B, so that what disturbs one disturbs all; give the seconds of each."""
    found: list[list[float]] = [[] for _ in works]
    for _ in range(rounds):
        for times, work in zip(found, works, strict=True):
            times.append(seconds(work))
    return found


def middle(times: Sequence[float], unit: Unit = "s") -> float:
    """Give the median of seconds or bytes in a unit."""
    return median(times) * _PER_BASE[unit]


def with_growth(
    group: str, name: str, unit: Unit, times: Mapping[int, Sequence[float]], *, must_scale: bool = True
) -> dict[int, Figure]:
    """Make the figures of one job at several sizes, each beside the fewest; ten times as many may take twelve times as long."""
    figures = {n: Figure.of(group, name, n, unit, some) for n, some in times.items()}
    fewest = min(times)
    for n in figures.keys() - {fewest}:
        ratio, most = middle(times[n]) / middle(times[fewest]), 1.2 * n / fewest
        figures[n] = replace(figures[n], ratio=ratio, ratio_goal=most if must_scale else None, note=f"to {fewest} interviews")
    return figures


def to_table(figures: Iterable[Figure], before: Mapping[Key, float]) -> Table:
    """Lay figures out; with earlier ones beside them, if there are any."""
    names = ("group", "figure", "interviews", "value", "best", "goal", "p99", "p99 goal", "ratio", "ratio goal", "holds")
    columns = [*map(Column, names), *([Column("now ÷ before")] if before else ()), Column("note")]
    rows = []
    for one in figures:
        was = before.get(one.key)
        then = (f"{one.value / was:.2f}" if one.value is not None and was else "",) if before else ()
        said = (_in_words(one.value, one.unit), _in_words(one.best, one.unit), _in_words(one.goal, one.unit, "≤ "))
        tails = (_in_words(one.tail, one.unit), _in_words(one.tail_goal, one.unit, "≤ "))
        ratios = (_in_words(one.ratio, "×"), _in_words(one.ratio_goal, "×", "≤ "))
        holds = {True: "yes", False: "NO", None: ""}[one.holds]
        rows.append((one.group, one.name, str(one.size or ""), *said, *tails, *ratios, holds, *then, one.fault or one.note))
    return Table("Benchmark", tuple(columns), tuple(rows), ())


def _in_words(number: float | None, unit: str, sign: str = "") -> str:
    return "" if number is None else f"{sign}{number:.3g} {unit}"
