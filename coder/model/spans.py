"""Spans: half-open stretches `[start, end)` of a text, counted in code points.

Two spans overlap when they share a character; spans that only touch (`[10,40)` and `[40,70)`) stay two. One coder's own
overlapping codings of one code are one segment for every count, so merging stands here, once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence


def merge(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Unite spans that share a character; touching spans stay apart.

    >>> merge([(0, 10), (5, 20), (20, 30), (0, 10)])
    [(0, 20), (20, 30)]
    """
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def overlaps(a: tuple[int, int], b: tuple[int, int]) -> bool:
    """Tell whether two spans share at least one character."""
    return a[0] < b[1] and b[0] < a[1]


def meetings(spans: Iterable[tuple[int, int]], others: Sequence[tuple[int, int]]) -> Iterator[list[int]]:
    """For each of some spans list the places of the others that share a character with it; in one pass over both.

    Both come in order, and no two of the first overlap.

    >>> list(meetings([(0, 10), (10, 20), (50, 60)], [(5, 12), (8, 9), (20, 30)]))
    [[0, 1], [0], []]
    """
    near: list[int] = []
    following = 0
    for start, end in spans:
        first = following
        while following < len(others) and others[following][0] < end:
            following += 1
        near = [place for place in (*near, *range(first, following)) if others[place][1] > start]
        yield near


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """Leave white space at both ends out of a span; a span of white space alone becomes empty at its start.

    >>> trim("  I saw it. ", 0, 12)
    (2, 11)
    """
    passage = text[start:end]
    inner = passage.strip()
    if not inner:
        return start, start
    left = start + len(passage) - len(passage.lstrip())
    return left, left + len(inner)
