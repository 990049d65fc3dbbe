"""Bars and shades: as long as the share, never empty for something, never full for less than all."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coder.model.display import cells
from coder.tui.page.bars import COARSE, FINE, Blocks, bar, shade

SHARES = st.floats(0, 1)
BLOCKS = st.sampled_from((FINE, COARSE))


@given(SHARES, st.integers(2, 40), BLOCKS)
def test_a_bar_takes_its_cells_and_tells_nothing_from_something_and_all_from_less(share: float, n: int, blocks: Blocks) -> None:
    drawn = bar(share, n, blocks)
    assert len(drawn) == cells(drawn) == n
    assert (drawn == blocks.rest * n) == (share == 0)
    assert (drawn == blocks.steps[-1] * n) == (share == 1)


@given(SHARES, SHARES, st.integers(2, 40), BLOCKS)
def test_more_is_never_drawn_shorter(a: float, b: float, n: int, blocks: Blocks) -> None:
    def length(share: float) -> int:
        return sum((blocks.rest + blocks.steps).index(sign) for sign in bar(share, n, blocks))

    assert length(min(a, b)) <= length(max(a, b))


@pytest.mark.parametrize("share", [-0.5, 1.5])
def test_what_is_no_share_is_drawn_as_none_or_all(share: float) -> None:
    assert bar(share, 3, COARSE) == ("..." if share < 0 else "###")


def test_shades_go_by_thirds() -> None:
    assert [shade(share) for share in (0, 0.001, 0.333, 0.334, 0.66, 0.67, 1)] == ["·", "░", "░", "▒", "▒", "▓", "▓"]
    assert [shade(share, COARSE) for share in (0, 0.2, 0.5, 0.9)] == [".", ":", "*", "#"]
