"""Coefficients on tables of units × values: published examples, and the library of the field as a second opinion."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pytest

from coder.analysis.agreement.arrays import FloatArray
from coder.analysis.agreement.coefficients import Counts, alpha, disagreement, percent


def counts(ratings: Sequence[Sequence[int | None]], n_values: int) -> Counts:
    """Make the table of how many coders gave each value from a table units × coders."""
    return Counts.of_units([[unit.count(value) for value in range(n_values)] for unit in map(list, ratings)])


TWO_BY_TEN = [(1, 0), (1, 1), (0, 1), (0, 0), (0, 0), (0, 1), (0, 0), (0, 1), (0, 0), (0, 0)]
"""Krippendorff 2011, example A: two observers, ten units, two values."""
ONE_ODD = [(1, 1, 1, 1, 1), (1, 1, 1, 1, None), (1, 1, None, 1, 1), (1, 1, None, 1, 1), (1, 1, 1, 0, 1)]
"""21 of 22 values are equal."""
WITH_GAPS = [(0, 0, None), (0, 0, 0), (1, None, 1)]


@pytest.mark.parametrize(
    ("ratings", "coefficient", "expected", "tolerance"),
    [
        pytest.param(TWO_BY_TEN, alpha, 0.095, 6e-4, id="alpha of two observers and ten units"),
        pytest.param(TWO_BY_TEN, percent, 0.6, 1e-12, id="their percent agreement"),
        pytest.param(ONE_ODD, alpha, 0.0, 0.0, id="one disagreement in small data is exactly 0"),
        pytest.param(WITH_GAPS, alpha, 1.0, 0.0, id="missing values are no category of their own"),
        pytest.param([(0, 1)], alpha, 0.0, 0.0, id="one unit, two values"),
    ],
)
def test_published_values_are_reproduced(
    ratings: Sequence[Sequence[int | None]], coefficient: Callable[[Counts], FloatArray], expected: float, tolerance: float
) -> None:
    assert abs(coefficient(counts(ratings, 2))[0] - expected) <= tolerance


def test_expected_agreement_is_the_published_one() -> None:
    assert 1 - disagreement(counts(TWO_BY_TEN, 2))[1][0] == pytest.approx(0.56, abs=3e-3)


@pytest.mark.parametrize("seed", range(5))
def test_alpha_of_many_values_equals_the_library(seed: int) -> None:
    krippendorff = pytest.importorskip("krippendorff")
    rng = np.random.Generator(np.random.PCG64(seed))
    ratings = rng.integers(-1, 4, (30, 4))
    table = np.where(ratings < 0, np.nan, ratings).T
    expected = krippendorff.alpha(reliability_data=table, level_of_measurement="nominal")
    found = alpha(Counts.of_units([[int((unit == value).sum()) for value in range(4)] for unit in ratings]))
    assert found[0] == pytest.approx(expected, abs=1e-12)


def test_a_rare_code_in_240_million_characters_is_exact() -> None:
    big = Counts(np.array([[2, 0], [1, 1], [0, 2]]), np.array([[239_999_990, 4, 6]]))
    n, coded = 480_000_000, 16
    assert alpha(big)[0] == pytest.approx(1 - (n - 1) * 8 / (2 * coded * (n - coded)), abs=1e-15)
    assert percent(big)[0] == pytest.approx(239_999_996 / 240_000_000, abs=1e-15)
