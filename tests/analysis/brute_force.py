"""Agreement the slow way: every unit of every source looked at by itself, in exact fractions.

The twin of `coder.analysis.agreement`: it knows no sweep, no masks and no floating point, so that both cannot be wrong alike.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations

Row = tuple[int, int, int, int, int]
Unit = list[bool]
"""What the coders who count said, each yes or no."""


def units(
    rows: Sequence[Row], counting: Sequence[Sequence[bool]], blocks: Sequence[Sequence[tuple[int, int]]], code: int
) -> list[Unit]:
    """List the values of every unit of every source for one code."""
    return [
        [
            any(row[:3] == (source, code, coder) and row[3] < end and start < row[4] for row in rows)
            for coder, counts in enumerate(counting[source])
            if counts
        ]
        for source, pieces in enumerate(blocks)
        for start, end in pieces
    ]


def characters(sizes: Sequence[int]) -> list[list[tuple[int, int]]]:
    """Make every character a unit."""
    return [[(place, place + 1) for place in range(size)] for size in sizes]


def percent(found: Sequence[Unit]) -> Fraction | None:
    """Mean over units of the share of agreeing pairs of coders."""
    shares = [
        Fraction(sum(a == b for a, b in combinations(unit, 2)), len(unit) * (len(unit) - 1) // 2)
        for unit in found
        if len(unit) > 1
    ]
    return sum(shares, Fraction()) / len(shares) if shares else None


def f1(found: Sequence[Unit]) -> Fraction | None:
    """2a / (2a + b + c), a, b and c added up over all pairs of coders."""
    pairs = [pair for unit in found for pair in combinations(unit, 2)]
    both = sum(a and b for a, b in pairs)
    one = sum(a != b for a, b in pairs)
    return Fraction(2 * both, 2 * both + one) if both + one else None


def disagreement(found: Sequence[Unit]) -> tuple[Fraction, Fraction]:
    """Observed and expected disagreement from the matrix of coincidences, pair by pair."""
    weights: dict[tuple[bool, bool], Fraction] = {}
    for unit in found:
        if len(unit) > 1:
            for place, a in enumerate(unit):
                for other, b in enumerate(unit):
                    if place != other:
                        weights[a, b] = weights.get((a, b), Fraction()) + Fraction(1, len(unit) - 1)
    margins = {value: sum((w for (a, _), w in weights.items() if a == value), Fraction()) for value in (False, True)}
    n = margins[False] + margins[True]
    if n == 0:
        return Fraction(), Fraction()
    observed = sum((w for (a, b), w in weights.items() if a != b), Fraction()) / n
    return observed, 2 * margins[False] * margins[True] / (n * (n - 1))


def alpha(found: Sequence[Unit]) -> Fraction | None:
    """Krippendorff's alpha."""
    observed, expected = disagreement(found)
    return 1 - observed / expected if expected else None


def pooled_alpha(each: Sequence[Sequence[Unit]]) -> Fraction | None:
    """Alpha over several codes."""
    both = [disagreement(found) for found in each]
    expected = sum((e for _, e in both), Fraction())
    return 1 - sum((o for o, _ in both), Fraction()) / expected if expected else None
