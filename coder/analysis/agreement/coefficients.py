"""The coefficients, each a sum over units that look alike.

A `Counts` says how many coders gave each value on a unit of a certain kind and how many such units there are; many tables (one
for each code, later one for each bootstrap sample) share the kinds of units and are computed at once. So the same functions
serve spans and plain tables of units × coders. A number that is not defined is NaN here and becomes a reason in `result`.

Krippendorff's example of four coders, twelve units and values that are missing (2011, example D), as how many coders gave which
of five values. There are several "percent agreements": the mean over units, and the agreement behind alpha, 1 − D_o.

>>> example = Counts.of_units([
...     [3, 0, 0, 0, 0], [0, 3, 1, 0, 0], [0, 0, 4, 0, 0], [0, 0, 4, 0, 0], [0, 4, 0, 0, 0], [1, 1, 1, 1, 0],
...     [0, 0, 0, 4, 0], [3, 1, 0, 0, 0], [0, 4, 0, 0, 0], [0, 0, 0, 0, 3], [2, 0, 0, 0, 0], [0, 0, 1, 0, 0]])
>>> observed, expected = disagreement(example)
>>> [round(float(table[0]), 3) for table in (alpha(example), percent(example), 1 - observed)]
[0.743, 0.818, 0.8]
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from coder.analysis.agreement.arrays import BoolArray, FloatArray, IntArray
from coder.analysis.agreement.sweep import Patterns


@dataclass(frozen=True, slots=True)
class Counts:
    """Kinds of units by the values they got, and how often each kind occurs.

    Written r_uk, r_u in the formulas: coders who gave value k to unit u, and all values on u.
    """

    values: IntArray
    """(kinds, values) coders who gave each value; of a code: not coded, coded."""
    weights: IntArray
    """(tables, kinds) number of units."""

    @classmethod
    def of_units(cls, units: Iterable[Iterable[int]]) -> Counts:
        """Take one table of units × values as it stands: each row a unit."""
        values = np.array([list(unit) for unit in units], dtype=np.int64)
        return cls(values, np.ones((1, len(values)), dtype=np.int64))

    @classmethod
    def of_patterns(cls, patterns: Patterns, among: IntArray) -> Counts:
        """Count who coded and who did not, among some of the coders."""
        given = patterns.counting[:, among].sum(axis=1)
        coded = patterns.coded[:, among].sum(axis=1)
        return cls(np.stack((given - coded, coded), axis=1), patterns.weights)

    @property
    def given(self) -> IntArray:
        """Values on each kind of unit (r_u)."""
        given: IntArray = self.values.sum(axis=1)
        return given

    @property
    def is_pairable(self) -> BoolArray:
        """Kinds of units with two values or more."""
        return self.given >= 2

    @property
    def n(self) -> IntArray:
        """Units with two values or more, of each table."""
        return self.total(np.ones(len(self.values))).astype(np.int64)

    @property
    def used(self) -> IntArray:
        """How often the last value (coded) was given on units with two values or more, of each table."""
        return self.total(self.values[:, -1]).astype(np.int64)

    def total(self, of_each_kind: FloatArray | IntArray) -> FloatArray:
        """Add a quantity up over the units with two values or more, for each table."""
        totals: FloatArray = self.weights.astype(np.float64) @ np.where(self.is_pairable, of_each_kind, 0.0)
        return totals


def agreeing(counts: Counts) -> FloatArray:
    """Add up the share of pairs of values that are equal, over units with two values or more."""
    r = counts.given
    equal = (counts.values * (counts.values - 1)).sum(axis=1)
    return counts.total(equal / np.maximum(r * (r - 1), 1))


def percent(counts: Counts) -> FloatArray:
    """Mean over units of the share of pairs of coders who agree: Σ_k r_uk(r_uk − 1) / (r_u(r_u − 1))."""
    return _ratio(agreeing(counts), counts.n)


def f1(counts: Counts) -> FloatArray:
    """Agreement on the code alone, without what all left uncoded: Σ r_u1(r_u1 − 1) / Σ r_u1(r_u − 1).

    For two coders this is 2a / (2a + b + c). For more it is the same with the pairs of coders on each unit added up before
    dividing (the proportion of specific agreement), so that a pair who used the code often weighs more than one who did not.

    >>> both, one, neither = [0, 2], [1, 1], [2, 0]
    >>> float(f1(Counts.of_units([both] * 50 + [one] * 150 + [neither] * 800))[0])
    0.4
    """
    coded = counts.values[:, -1]
    return _ratio(counts.total(coded * (coded - 1)), counts.total(coded * (counts.given - 1)))


def alpha(counts: Counts) -> FloatArray:
    """Krippendorff's alpha for nominal values: 1 − D_o / D_e; units with fewer than two values drop out.

    >>> float(alpha(Counts.of_units([[1, 1]]))[0])  # one unit, two coders, two values
    0.0
    >>> float(alpha(Counts.of_units([[0, 3], [0, 3]]))[0])  # no variation: not 0 and not 1
    nan
    """
    observed, expected, n = _unlike(counts)
    return 1 - _ratio(observed * (n - 1), expected)


def disagreement(counts: Counts) -> tuple[FloatArray, FloatArray]:
    """Observed and expected disagreement, D_o and D_e of alpha: shares of unlike pairs of values."""
    observed, expected, n = _unlike(counts)
    return _ratio(observed, n), _ratio(expected, n * (n - 1))


def _unlike(counts: Counts) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Add up unlike pairs within units, unlike pairs of all values, and the values themselves.

    All are sums of products of unlike counts, never 1 minus something near 1, so that rare codes in long texts stay exact.
    """
    r = counts.given
    unlike = (counts.values * (r[:, np.newaxis] - counts.values)).sum(axis=1)
    margins = np.stack([counts.total(value) for value in counts.values.T], axis=1)
    n = margins.sum(axis=1)
    return counts.total(unlike / np.maximum(r - 1, 1)), (margins * (n[:, np.newaxis] - margins)).sum(axis=1), n


def pooled_alpha(counts: Counts) -> float:
    """Alpha over several codes: 1 − Σ_k D_o,k / Σ_k D_e,k, each table one code.

    Stacking all units of all codes into one table instead would inflate it by the codes' differing prevalence.
    """
    observed, expected = disagreement(counts)
    return float(1 - _ratio(np.nansum(observed), np.nansum(expected)))


def pooled_percent(counts: Counts) -> float:
    """Percent agreement over unit × code cells, each table one code."""
    return float(_ratio(agreeing(counts).sum(), counts.n.sum()))


def _ratio(part: FloatArray | IntArray | np.float64, whole: FloatArray | IntArray | np.float64) -> FloatArray:
    """Divide; what has nothing to be divided by is NaN."""
    return np.divide(part, np.where(np.asarray(whole) > 0, whole, np.nan))


COEFFICIENTS: Mapping[str, Callable[[Counts], FloatArray]] = {"alpha": alpha, "percent": percent, "f1": f1}
"""What can be asked for each code, by its name in a report."""
POOLED: Mapping[str, Callable[[Counts], float]] = {"alpha": pooled_alpha, "percent": pooled_percent}
"""What can be asked for all codes together."""
