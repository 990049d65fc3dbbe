"""The sweep: one answer whether keys fit 64 bits or not, whether the table is dense or sparse."""

from __future__ import annotations

import numpy as np
import pytest

from coder.analysis.agreement import sweep as sweeping
from coder.analysis.agreement.arrays import Spans, in_order
from coder.analysis.agreement.sweep import Cells, sweep, united
from coder.errors import CoderError


def listed(cells: Cells) -> list[tuple[int, ...]]:
    return sorted(zip(*(column.tolist() for column in (cells.source, cells.code, cells.mask, cells.extent)), strict=True))


ROWS = [(0, 0, 0, 5, 20), (0, 0, 0, 15, 30), (0, 0, 1, 10, 25), (1, 2, 2, 0, 4), (1, 2, 0, 2, 4), (1, 0, 1, 7, 9)]
EXPECTED = [(0, 0, 1, 10), (0, 0, 3, 15), (1, 0, 2, 2), (1, 2, 4, 2), (1, 2, 5, 2)]


def test_the_sweep_counts_units_under_each_set_of_coders() -> None:
    assert listed(sweep(united(Spans.of(ROWS)), n_coders=3)) == EXPECTED


def test_a_sparse_table_gives_what_a_dense_one_gives(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sweeping, "_DENSE", 0)
    assert listed(sweep(united(Spans.of(ROWS)), n_coders=3)) == EXPECTED
    assert listed(sweep(Spans.of([]), n_coders=3)) == []


def test_positions_of_very_long_texts_do_not_fit_one_integer_and_are_sorted_all_the_same() -> None:
    far = 10_000_000
    rows = [(source << 20, code << 10, coder, start + far, end + far) for source, code, coder, start, end in ROWS]
    expected = [(source << 20, code << 10, mask, extent) for source, code, mask, extent in EXPECTED]
    assert listed(sweep(united(Spans.of(rows)), n_coders=40)) == expected


def test_sorting_by_index_gives_what_the_packed_sort_gives() -> None:
    rng = np.random.Generator(np.random.PCG64(1))
    low = [rng.integers(0, 8, 200) for _ in range(3)]
    by_packing, by_index = in_order(*low), in_order(*(column << 40 for column in low))
    assert [(column << 40).tolist() for column in by_packing] == [column.tolist() for column in by_index]


def test_touching_codings_of_one_coder_stay_two_and_codes_never_meet() -> None:
    found = united(Spans.of([(0, 0, 0, 10, 40), (0, 0, 0, 40, 70), (0, 1, 0, 60, 80), (1, 1, 0, 70, 90)]))
    assert list(zip(found.source.tolist(), found.start.tolist(), found.end.tolist(), strict=True)) == [
        (0, 10, 40), (0, 40, 70), (0, 60, 80), (1, 70, 90),
    ]  # fmt: skip


def test_a_long_coding_swallows_the_short_ones_after_it() -> None:
    found = united(Spans.of([(0, 0, 0, 0, 100), (0, 0, 0, 5, 10), (0, 0, 0, 20, 30), (0, 0, 0, 99, 120)]))
    assert (found.start.tolist(), found.end.tolist()) == ([0], [120])


def test_the_last_coder_a_mask_can_hold_is_counted_and_one_more_is_refused() -> None:
    assert listed(sweep(Spans.of([(0, 0, 61, 0, 5), (0, 0, 61, 5, 9), (0, 0, 0, 4, 6)]), n_coders=62)) == [
        (0, 0, 1 << 61, 7), (0, 0, (1 << 61) + 1, 2),
    ]  # fmt: skip
    with pytest.raises(CoderError, match="63 coders are too many"):
        sweep(Spans.of([]), n_coders=63)
