"""Agreement from spans: equal to counting character by character, and unmoved by what must not matter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

import brute_force
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coder.analysis.agreement.arrays import Spans
from coder.analysis.agreement.compare import Material, compare
from coder.analysis.agreement.result import Agreement, Coefficient
from coder.analysis.agreement.units import Blocks, Characters

Row = tuple[int, int, int, int, int]


@dataclass(frozen=True)
class Study:
    """Spans of up to three sources, two codes and four coders, and who counts where."""

    rows: list[Row]
    counting: list[list[bool]]
    sizes: list[int]
    n_codes: int = 2

    def compare(self) -> Agreement:
        return compare(self.material(Characters(np.array(self.sizes, dtype=np.int64))))

    def material(self, units: Characters | Blocks) -> Material:
        own = [(code,) for code in range(self.n_codes)]
        return Material([Spans.of(self.rows)], np.array(self.counting, dtype=np.bool_), units, own, self.n_codes)


@st.composite
def studies(draw: st.DrawFn) -> Study:
    n_coders = draw(st.integers(2, 4))
    sizes = draw(st.lists(st.integers(1, 30), min_size=1, max_size=3))
    counting = [draw(st.lists(st.booleans(), min_size=n_coders, max_size=n_coders)) for _ in sizes]
    rows = []
    for _ in range(draw(st.integers(0, 12))):
        source = draw(st.integers(0, len(sizes) - 1))
        start = draw(st.integers(0, sizes[source] - 1))
        end = draw(st.integers(start + 1, sizes[source]))
        rows.append((source, draw(st.integers(0, 1)), draw(st.integers(0, n_coders - 1)), start, end))
    return Study(rows, counting, sizes)


def value(coefficients: Sequence[Coefficient], name: str) -> float | None:
    return next(each.value for each in coefficients if each.name == name)


def close(found: float | None, expected: Fraction | float | None) -> bool:
    return found is None if expected is None else found is not None and abs(found - float(expected)) < 1e-12


def same(one: Agreement, other: Agreement) -> bool:
    """Tell whether all values of all codes, of all together and of the pairs are the same to rounding."""
    both = [[*(each.coefficients for each in found.codes), found.overall] for found in (one, other)]
    return all(
        a.undefined == b.undefined and a.n == b.n and close(a.value, b.value)
        for left, right in zip(*both, strict=True)
        for a, b in zip(left, right, strict=True)
    )


@given(studies())
@settings(max_examples=150, deadline=None)
def test_every_coefficient_equals_the_count_by_characters(study: Study) -> None:
    found = study.compare()
    blocks = brute_force.characters(study.sizes)
    units = [brute_force.units(study.rows, study.counting, blocks, code) for code in range(2)]
    for code in range(2):
        for name, slow in (("alpha", brute_force.alpha), ("percent", brute_force.percent), ("f1", brute_force.f1)):
            assert close(value(found.codes[code].coefficients, name), slow(units[code]))
    used = [unit for unit in units if any(any(each) for each in unit if len(each) > 1)]
    assert close(value(found.overall, "alpha"), brute_force.pooled_alpha(used))
    assert close(value(found.overall, "percent"), brute_force.percent([each for unit in used for each in unit]))


@given(studies(), st.data())
@settings(max_examples=100, deadline=None)
def test_turns_equal_the_count_by_turns(study: Study, data: st.DataObject) -> None:
    blocks = []
    for size in study.sizes:
        cuts = sorted(data.draw(st.sets(st.integers(0, size), max_size=6)))
        blocks.append([pair for pair in pairwise(cuts) if data.draw(st.booleans())])
    found = compare(study.material(Blocks.of(blocks)))
    for code in range(2):
        units = brute_force.units(study.rows, study.counting, blocks, code)
        assert close(value(found.codes[code].coefficients, "alpha"), brute_force.alpha(units))
        assert close(value(found.codes[code].coefficients, "percent"), brute_force.percent(units))


@given(studies())
@settings(max_examples=40, deadline=None)
def test_source_by_source_gives_what_all_at_once_gives(study: Study) -> None:
    whole = study.material(Characters(np.array(study.sizes, dtype=np.int64)))
    order = [*range(1, len(study.sizes)), 0]
    batches = [Spans.of(row for row in study.rows if row[0] == source) for source in order]
    parts = Material([Spans.of([]), *batches], whole.counting, whole.units, whole.codes, whole.n_codes)
    assert compare(parts) == compare(whole)


@given(studies())
@settings(max_examples=80, deadline=None)
def test_pairs_are_what_two_coders_alone_would_get(study: Study) -> None:
    for pair in study.compare().pairs:
        counting = [[counts and coder in pair.coders for coder, counts in enumerate(row)] for row in study.counting]
        alone = Study(study.rows, counting, study.sizes).compare()
        expected = alone.overall if pair.code is None else alone.codes[pair.code].coefficients
        for mine, other in zip(pair.coefficients, expected, strict=True):
            assert (mine.n, close(mine.value, other.value)) == (other.n, True)


@given(studies(), st.data())
@settings(max_examples=60, deadline=None)
def test_the_order_of_coders_sources_and_codings_does_not_matter(study: Study, data: st.DataObject) -> None:
    sources = data.draw(st.permutations(range(len(study.sizes))))
    coders = data.draw(st.permutations(range(len(study.counting[0]))))
    rows = [(sources.index(row[0]), row[1], coders.index(row[2]), *row[3:]) for row in reversed(study.rows)]
    counting = [[study.counting[source][coder] for coder in coders] for source in sources]
    assert same(study.compare(), Study(rows, counting, [study.sizes[source] for source in sources]).compare())


@given(studies())
@settings(max_examples=60, deadline=None)
def test_repeating_or_splitting_own_codings_changes_no_character(study: Study) -> None:
    halves = [
        (*row[:3], *span) for row in study.rows for span in ((row[3], (row[3] + row[4]) // 2), ((row[3] + row[4]) // 2, row[4]))
    ]
    split = [row for row in halves if row[3] < row[4]]
    assert same(study.compare(), Study([*study.rows, *study.rows[::2]], study.counting, study.sizes).compare())
    assert same(study.compare(), Study(split, study.counting, study.sizes).compare())


@given(studies(), st.integers(0, 29))
@settings(max_examples=60, deadline=None)
def test_splitting_a_source_in_a_gap_changes_nothing(study: Study, place: int) -> None:
    place %= study.sizes[0] + 1
    if any(row[0] == 0 and row[3] < place < row[4] for row in study.rows):
        return
    last = len(study.sizes)
    rows = [(last, *row[1:3], row[3] - place, row[4] - place) if row[0] == 0 and row[3] >= place else row for row in study.rows]
    sizes = [place, *study.sizes[1:], study.sizes[0] - place]
    assert same(study.compare(), Study(rows, [*study.counting, study.counting[0]], sizes).compare())


@given(studies())
@settings(max_examples=60, deadline=None)
def test_a_coder_who_finished_nothing_changes_nothing(study: Study) -> None:
    new = len(study.counting[0])
    rows = [*study.rows, (0, 0, new, 0, study.sizes[0])]
    more = Study(rows, [[*row, False] for row in study.counting], study.sizes).compare()
    assert same(study.compare(), more)
    assert more.ignored == study.compare().ignored + 1


def test_a_coder_who_finished_and_coded_nothing_changes_the_value() -> None:
    rows = [(0, 0, 0, 0, 10), (0, 0, 1, 2, 10)]
    two = Study(rows, [[True, True]], [40]).compare()
    three = Study(rows, [[True, True, True]], [40]).compare()
    assert (value(two.codes[0].coefficients, "percent"), value(three.codes[0].coefficients, "percent")) == (0.95, 5 / 6)


PEERS = [
    (1000, [(0, 125)], [(75, 200)], 0.85, 0.314629, 0.4),
    (10000, [(0, 200)], [(100, 300)], 0.98, 0.489821, 0.5),
    (10000, [(0, 200)], [(300, 500)], 0.96, -0.020357, 0.0),
    (1000, [(0, 1000)], [(0, 500)], 0.5, -0.332667, 0.666667),
    (1000, [(0, 100), (0, 99)], [(200, 300)], 0.8, -0.110556, 0.0),
    (1000, [(0, 100), (50, 100)], [(0, 100)], 1.0, 1.0, 1.0),
    (1000, [(0, 500)], [(250, 750)], 0.5, 0.0005, 0.5),
    (1000, [(0, 900)], [(90, 990)], 0.82, 0.0005, 0.9),
    (1000, [(0, 200)], [(0, 50)], 0.85, 0.314629, 0.4),
]


@pytest.mark.parametrize(("length", "one", "other", "percent", "alpha", "f1"), PEERS)
def test_two_coders_on_characters_get_the_values_counted_by_hand(
    length: int, one: list[tuple[int, int]], other: list[tuple[int, int]], percent: float, alpha: float, f1: float
) -> None:
    rows = [(0, 0, coder, *span) for coder, spans in enumerate((one, other)) for span in spans]
    found = Study(rows, [[True, True]], [length], n_codes=1).compare().codes[0].coefficients
    assert [value(found, name) for name in ("percent", "alpha", "f1")] == pytest.approx([percent, alpha, f1], abs=5e-7)


def test_alpha_equals_the_library_that_the_field_uses() -> None:
    krippendorff = pytest.importorskip("krippendorff")
    rng = np.random.Generator(np.random.PCG64(7))
    starts = rng.integers(0, 180, 60)
    rows = [(int(i % 2), 0, int(i % 3), int(start), int(start) + 15) for i, start in enumerate(starts)]
    found = Study(rows, [[True, True, True], [True, False, True]], [200, 200], n_codes=1).compare()
    table = np.full((3, 400), np.nan)
    for source, coder in ((0, 0), (0, 1), (0, 2), (1, 0), (1, 2)):
        table[coder, 200 * source : 200 * (source + 1)] = 0
    for source, _, coder, start, end in rows:
        if (source, coder) != (1, 1):
            table[coder, 200 * source + start : 200 * source + end] = 1
    expected = krippendorff.alpha(reliability_data=table, level_of_measurement="nominal")
    assert value(found.codes[0].coefficients, "alpha") == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize(
    ("rows", "counting", "reasons"),
    [
        pytest.param([(0, 0, 0, 0, 5)], [[True, False]], ["needs two coders"] * 3, id="one coder"),
        pytest.param([], [[False, False]], ["needs two coders"] * 3, id="nobody"),
        pytest.param([(0, 0, 0, 0, 5)], [[True, False], [False, True]], ["no pairable units"] * 3, id="each alone"),
        pytest.param([], [[True, True]], ["not used", None, "not used"], id="nobody used it"),
        pytest.param([(0, 0, 0, 0, 20), (0, 0, 1, 0, 20)], [[True, True]], ["no variation", None, None], id="all coded"),
        pytest.param([(0, 0, 0, 0, 20)], [[True, True]], [None, None, None], id="one coder all, the other nothing"),
    ],
)
def test_what_is_not_defined_says_why(rows: list[Row], counting: list[list[bool]], reasons: list[str | None]) -> None:
    found = Study(rows, counting, [20] * len(counting), n_codes=1).compare().codes[0].coefficients
    assert [(each.undefined, each.value is None) for each in found] == [(reason, reason is not None) for reason in reasons]


def test_all_codes_together_leave_out_what_nobody_used() -> None:
    rows = [(0, 0, 0, 0, 5), (0, 0, 1, 0, 5)]
    assert value(Study(rows, [[True, True]], [20], n_codes=3).compare().overall, "percent") == 1.0
    unused = Study([], [[True, True]], [20], n_codes=3).compare().overall
    assert [(each.undefined, each.n) for each in unused] == [("not used", 20)] * 2


def test_nothing_to_compare_is_no_crash() -> None:
    nothing = Study([], [[], []], [5, 0], n_codes=0).compare()
    assert (nothing.codes, nothing.pairs) == ((), ())
    assert [each.undefined for each in nothing.overall] == ["needs two coders"] * 2


def test_a_parent_is_the_union_of_its_sub_codes() -> None:
    rows = [(0, 0, 0, 0, 10), (0, 1, 0, 5, 20), (0, 0, 1, 0, 20)]
    spans, counting = Spans.of(rows), np.ones((1, 2), dtype=np.bool_)
    found = compare(Material([spans], counting, Characters(np.array([40])), [(0, 2), (1, 2)], n_codes=3))
    assert value(found.codes[2].coefficients, "percent") == 1.0
    assert [code.segments for code in found.codes] == [2, 1, 2]


def test_the_few_data_flag_looks_at_segments_and_sources() -> None:
    enough = [(source, 0, coder, 10 * i, 10 * i + 5) for source in range(5) for coder in range(2) for i in range(2)]
    one_place = [(0, 0, coder, 10 * i, 10 * i + 5) for coder in range(2) for i in range(8)]
    flags = [Study(rows, [[True, True]] * 5, [100] * 5, n_codes=1).compare().codes[0].flags for rows in (enough, one_place, [])]
    assert flags == [(), ("few data",), ()]


def test_codings_outside_all_units_are_counted_not_forgotten() -> None:
    study = Study([(0, 0, 0, 0, 5), (0, 0, 1, 12, 14), (0, 0, 0, 11, 30)], [[True, True]], [40])
    found = compare(study.material(Blocks.of([[(10, 20), (20, 20)]])))
    assert (found.outside, value(found.codes[0].coefficients, "percent")) == (1, 1.0)
