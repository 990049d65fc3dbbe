"""Spans: half-open, merged where they share a character, trimmed of white space."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coder.model.spans import meetings, merge, overlaps, trim

SPANS = st.lists(st.tuples(st.integers(0, 30), st.integers(1, 10)).map(lambda pair: (pair[0], sum(pair))), max_size=12)


def characters(spans: list[tuple[int, int]]) -> set[int]:
    """List the characters that spans cover."""
    return {place for start, end in spans for place in range(start, end)}


@pytest.mark.parametrize(
    ("spans", "merged"),
    [
        ([], []),
        ([(5, 9)], [(5, 9)]),
        ([(10, 40), (40, 70)], [(10, 40), (40, 70)]),
        ([(10, 41), (40, 70)], [(10, 70)]),
        ([(0, 50), (10, 20), (60, 70)], [(0, 50), (60, 70)]),
        ([(20, 30), (0, 10), (5, 25)], [(0, 30)]),
        ([(0, 10), (0, 10)], [(0, 10)]),
    ],
)
def test_merge_unites_what_overlaps_and_leaves_apart_what_touches(
    spans: list[tuple[int, int]], merged: list[tuple[int, int]]
) -> None:
    assert merge(spans) == merged


@given(spans=SPANS)
def test_merged_spans_cover_the_same_characters_and_share_none(spans: list[tuple[int, int]]) -> None:
    merged = merge(spans)
    assert characters(merged) == characters(spans)
    assert sum(end - start for start, end in merged) == len(characters(spans))
    assert merged == sorted(merged)


@given(spans=SPANS, data=st.data())
def test_merge_minds_no_order_and_once_is_enough(spans: list[tuple[int, int]], data: st.DataObject) -> None:
    assert merge(data.draw(st.permutations(spans))) == merge(spans)
    assert merge(merge(spans)) == merge(spans)


@given(a=st.tuples(st.integers(0, 9), st.integers(1, 9)), b=st.tuples(st.integers(0, 9), st.integers(1, 9)))
def test_overlaps_means_a_common_character(a: tuple[int, int], b: tuple[int, int]) -> None:
    one, other = (a[0], sum(a)), (b[0], sum(b))
    assert overlaps(one, other) == overlaps(other, one) == bool(characters([one]) & characters([other]))


@pytest.mark.parametrize(
    ("text", "span", "trimmed"),
    [
        ("  I saw it. ", (0, 12), (2, 11)),
        ("abc", (0, 3), (0, 3)),
        ("a \n\t b", (1, 5), (1, 1)),
        ("", (0, 0), (0, 0)),
        ("한 글", (1, 3), (2, 3)),
    ],
)
def test_trim_leaves_white_space_out(text: str, span: tuple[int, int], trimmed: tuple[int, int]) -> None:
    assert trim(text, *span) == trimmed


@given(text=st.text(st.sampled_from("a \n\t한\u3000"), max_size=15), data=st.data())
def test_trimmed_span_holds_the_same_words(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    left, right = trim(text, start, end)
    assert start <= left <= right <= end
    assert text[left:right] == text[start:end].strip()


@given(spans=SPANS, others=SPANS)
def test_meetings_are_all_that_overlap(spans: list[tuple[int, int]], others: list[tuple[int, int]]) -> None:
    mine, theirs = merge(spans), sorted(others)
    assert list(meetings(mine, theirs)) == [[place for place, other in enumerate(theirs) if overlaps(one, other)] for one in mine]
