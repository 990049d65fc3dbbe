"""The pattern table: on how many units of each source exactly which coders gave a code.

One sweep over the ends of all spans, a bitmask of the coders inside, no loop over characters: the cost grows with the number
of codings, not with the length of the texts. A coder's own overlapping codings are united first; a second open bit of one coder
would otherwise carry into her neighbour's. All numbers are integers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from coder.analysis.agreement.arrays import BoolArray, IntArray, Spans, in_order
from coder.errors import CoderError

MOST_CODERS = 62
"""A mask is one signed 64-bit integer."""
_NONE = np.zeros(0, dtype=np.int64)
_DENSE = 1 << 23
"""Up to so many (source, code, mask) cells are counted in one array (64 MB); beyond, only those that occur."""


@dataclass(frozen=True, slots=True)
class Cells:
    """The part of the pattern table that somebody coded: one row for each (source, code, mask) that occurs."""

    source: IntArray
    code: IntArray
    mask: IntArray
    """Bit c is set where coder c coded; never 0."""
    extent: IntArray
    """Number of units."""

    @classmethod
    def joined(cls, parts: Sequence[Cells]) -> Cells:
        """Put the tables of different sources together."""
        columns = [[part.source, part.code, part.mask, part.extent] for part in parts]
        return cls(*(np.concatenate([_NONE, *column]) for column in zip(*columns, strict=True))) if columns else cls(*[_NONE] * 4)


@dataclass(frozen=True, slots=True)
class Patterns:
    """The pattern table with like sources taken together: who looked, who coded, and on how many units of each code."""

    counting: BoolArray
    """(patterns, coders): whose values count there."""
    coded: BoolArray
    """(patterns, coders): who of them gave the code."""
    weights: IntArray
    """(codes, patterns): number of units."""


def united(spans: Spans) -> Spans:
    """Unite each coder's own codings of one code that share a character; those that only touch stay apart.

    >>> found = united(Spans.of([(0, 0, 0, 5, 20), (0, 0, 0, 0, 10), (0, 0, 0, 20, 30), (0, 0, 1, 6, 9)]))
    >>> found.coder.tolist(), found.start.tolist(), found.end.tolist()
    ([0, 0, 1], [0, 20, 6], [20, 30, 9])
    """
    if not len(spans):
        return spans
    source, code, coder, start, end = in_order(spans.source, spans.code, spans.coder, spans.start, spans.end)
    other = np.flatnonzero((np.diff(source) != 0) | (np.diff(code) != 0) | (np.diff(coder) != 0)) + 1
    track = np.zeros(len(start), dtype=np.int64)
    track[other] = 1
    shift = np.cumsum(track) * (int(end.max()) + 1)
    reach = np.maximum.accumulate(end + shift)
    first = np.concatenate(([0], np.flatnonzero(start[1:] + shift[1:] >= reach[:-1]) + 1))
    last = np.append(first[1:], len(start)) - 1
    return Spans(source[first], code[first], coder[first], start[first], (reach - shift)[last])


def sweep(spans: Spans, *, n_coders: int) -> Cells:
    """Count the units under each set of coders; the spans must be `united`."""
    if n_coders > MOST_CODERS:
        raise CoderError(f"{n_coders} coders are too many to compare at once.", f"Choose up to {MOST_CODERS} with --coder.")
    n_codes = int(spans.code.max(initial=0)) + 1
    place = np.cumsum(np.diff(spans.source, prepend=spans.source[:1]) != 0)
    group, mask, extent = _runs(spans, place * n_codes + spans.code)
    n_cells = (int(group.max(initial=0)) + 1) << n_coders
    if n_cells <= _DENSE:
        key = group << n_coders | mask
        total = np.bincount(key, weights=extent, minlength=1)  # exact: an extent stays below 2 ** 53
        cells = np.flatnonzero(total)
        group, mask, extent = cells >> n_coders, cells & ((1 << n_coders) - 1), total[cells].astype(np.int64)
    else:
        group, mask, extent = _gathered(group, mask, extent)
    sources = spans.source[np.diff(place, prepend=-1) != 0]
    return Cells(sources[group // n_codes], group % n_codes, mask, extent)


def _runs(spans: Spans, group: IntArray) -> tuple[IntArray, IntArray, IntArray]:
    """Cut each group at every end of a span: the runs on which one and the same set of coders coded."""
    opens = np.ones(len(spans), dtype=np.int64)
    group, position, coder, opening = in_order(
        np.concatenate((group, group)),
        np.concatenate((spans.start, spans.end)),
        np.concatenate((spans.coder, spans.coder)),
        np.concatenate((opens, 1 - opens)),
    )
    bit = np.left_shift(np.int64(1), coder)
    mask = np.cumsum(np.where(opening == 1, bit, -bit))[:-1]
    extent = np.diff(position)
    inside = (mask != 0) & (extent > 0)
    return group[:-1][inside], mask[inside], extent[inside]


def _gathered(group: IntArray, mask: IntArray, extent: IntArray) -> tuple[IntArray, IntArray, IntArray]:
    """Add up the runs of equal group and mask where there are too many cells for one array."""
    group, mask, extent = in_order(group, mask, extent)
    if not len(group):
        return group, mask, extent
    first = np.concatenate(([0], np.flatnonzero((np.diff(group) != 0) | (np.diff(mask) != 0)) + 1))
    return group[first], mask[first], np.add.reduceat(extent, first)


def patterns(cells: Cells, counting: BoolArray, sizes: IntArray, *, n_codes: int) -> Patterns:
    """Take sources on which the same coders count together, and add what nobody coded.

    Args:
        cells: what was coded.
        counting: (sources, coders) whose values count in which source.
        sizes: units of each source.
        n_codes: number of codes, also of those nobody used.
    """
    teams, team = np.unique(counting, axis=0, return_inverse=True)
    team = team.reshape(-1)
    masks, mask = np.unique(np.append(cells.mask, 0), return_inverse=True)
    occurring, pattern = np.unique(team[cells.source] * len(masks) + mask[:-1], return_inverse=True)
    coded = _table(cells.code, pattern, cells.extent, (n_codes, len(occurring)))
    touched = _table(cells.code, team[cells.source], cells.extent, (n_codes, len(teams)))
    whole = np.bincount(team, weights=sizes, minlength=len(teams)).astype(np.int64)
    bits = masks[occurring % len(masks)][:, np.newaxis] >> np.arange(counting.shape[1]) & 1
    return Patterns(
        counting=np.concatenate((teams[occurring // len(masks)], teams)),
        coded=np.concatenate((bits.astype(np.bool_), np.zeros_like(teams))),
        weights=np.concatenate((coded, whole - touched), axis=1),
    )


def _table(row: IntArray, column: IntArray, extent: IntArray, shape: tuple[int, int]) -> IntArray:
    n_rows, n_columns = shape
    total = np.bincount(row * n_columns + column, weights=extent, minlength=n_rows * n_columns)
    return total.astype(np.int64).reshape(shape)
