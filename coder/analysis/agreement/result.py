"""Answers about agreement: a number with its n, or the reason why there is none.

A coefficient that is not defined is never 0, 1 or NaN: two coders who both left a code unused have not agreed about it. The
reasons are words of the reports, and where several hold the first of them is given.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from coder.analysis.agreement.coefficients import COEFFICIENTS, POOLED, Counts

Undefined = Literal["needs two coders", "no pairable units", "not used", "no variation"]
"""Why there is no number; the first that holds."""

FEW_DATA = "few data"
"""Flag of a code with fewer than ten segments over all coders, or found in fewer than five sources."""


@dataclass(frozen=True, slots=True)
class Coefficient:
    """One coefficient of one code, of all codes, or of one pair of coders."""

    name: str
    value: float | None
    """None when undefined."""
    n: int
    """Units with two values or more."""
    undefined: Undefined | None = None
    low: float | None = None
    """Ends of the interval; None where none was computed."""
    high: float | None = None


@dataclass(frozen=True, slots=True)
class CodeAgreement:
    """Agreement on one code."""

    code: int
    """Its number among the codes compared."""
    coefficients: tuple[Coefficient, ...]
    segments: int
    """Segments of the counting coders, each coder's own overlaps united."""
    sources: int
    """Sources with at least one of these segments."""

    @property
    def flags(self) -> tuple[str, ...]:
        """Say what makes the numbers weak."""
        return (FEW_DATA,) if 0 < self.segments < 10 or 0 < self.sources < 5 else ()


@dataclass(frozen=True, slots=True)
class PairAgreement:
    """Agreement of two coders on one code, or on all codes together."""

    coders: tuple[int, int]
    code: int | None
    coefficients: tuple[Coefficient, ...]


@dataclass(frozen=True, slots=True)
class Agreement:
    """All that was asked: each code, all codes together, each pair of coders."""

    codes: tuple[CodeAgreement, ...]
    overall: tuple[Coefficient, ...]
    """All codes that somebody used, pooled."""
    pairs: tuple[PairAgreement, ...]
    ignored: int
    """Codings of coders who do not count for the source."""
    outside: int
    """Codings that touch no unit, such as those of a header."""


def per_code(names: Sequence[str], counts: Counts, *, n_coders: int) -> list[tuple[Coefficient, ...]]:
    """Compute the named coefficients of each code (each table of `counts`)."""
    values = [COEFFICIENTS[name](counts).tolist() for name in names]
    n, used = counts.n.tolist(), counts.used.tolist()
    return [
        tuple(
            _coefficient(name, value[code], n[code], n_coders=n_coders, is_used=used[code] > 0)
            for name, value in zip(names, values, strict=True)
        )
        for code in range(len(n))
    ]


def pooled(names: Sequence[str], counts: Counts, *, n: int, n_coders: int) -> tuple[Coefficient, ...]:
    """Compute those of the named coefficients that are defined over several codes, over the codes that somebody used."""
    is_used = counts.used > 0
    used = Counts(counts.values, counts.weights[is_used])
    return tuple(
        _coefficient(name, POOLED[name](used), n, n_coders=n_coders, is_used=bool(is_used.any()))
        for name in names
        if name in POOLED
    )


def _coefficient(name: str, value: float, n: int, *, n_coders: int, is_used: bool) -> Coefficient:
    reason = _reason(value, n, n_coders=n_coders, is_used=is_used)
    return Coefficient(name, None if reason else value, n, reason)


def _reason(value: float, n: int, *, n_coders: int, is_used: bool) -> Undefined | None:
    if not math.isnan(value):
        return None
    if n_coders < 2:
        return "needs two coders"
    if n == 0:
        return "no pairable units"
    return "no variation" if is_used else "not used"
