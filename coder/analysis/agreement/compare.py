"""Put the question of agreement to a study's codings: for each code, for all together, for each pair of coders.

Missing is not empty: a coder who counts for a source has said "no" wherever she did not code; one who does not count there has
said nothing, and what she left there is ignored.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np

from coder.analysis.agreement.arrays import BoolArray, IntArray, Spans
from coder.analysis.agreement.coefficients import Counts
from coder.analysis.agreement.result import Agreement, CodeAgreement, PairAgreement, per_code, pooled
from coder.analysis.agreement.sweep import Cells, Patterns, patterns, sweep, united
from coder.analysis.agreement.units import Units

USUAL = ("alpha", "percent", "f1")
"""The coefficients that are computed unless others are asked for."""


@dataclass(frozen=True, slots=True)
class Material:
    """What is compared: all codings of the chosen sources, and who counts where."""

    batches: Iterable[Spans]
    """The codings, a number of whole sources at a time: a large study never lies in memory as a whole."""
    counting: BoolArray
    """(sources, coders): whose values count in which source."""
    units: Units
    codes: Sequence[Sequence[int]]
    """For each code number of the spans, the compared codes it counts for: itself, those above it, or none."""
    n_codes: int
    """Codes compared, also those nobody used."""


def compare(material: Material, names: Sequence[str] = USUAL) -> Agreement:
    """Compute the named coefficients. The order of codings, sources and coders does not matter to any value.

    >>> from coder.analysis.agreement.units import Characters
    >>> spans = Spans.of([(0, 0, 0, 0, 125), (0, 0, 1, 75, 200)])
    >>> found = compare(Material([spans], np.ones((1, 2), dtype=np.bool_), Characters(np.array([1000])), [[0]], n_codes=1))
    >>> [(c.name, round(c.value, 6), c.n) for c in found.codes[0].coefficients]
    [('alpha', 0.314629, 1000), ('percent', 0.85, 1000), ('f1', 0.4, 1000)]
    """
    coders = np.flatnonzero(material.counting.any(axis=0))
    parts = [_swept(material, coders, spans) for spans in material.batches]
    cells = Cells.joined([part.cells for part in parts])
    table = patterns(cells, material.counting[:, coders], material.units.sizes, n_codes=material.n_codes)
    counts = Counts.of_patterns(table, np.arange(len(coders)))
    found = enumerate(per_code(names, counts, n_coders=len(coders)))
    segments, sources = (
        sum((part.found[of] for part in parts), start=np.zeros(material.n_codes, dtype=np.int64)) for of in (0, 1)
    )
    return Agreement(
        codes=tuple(CodeAgreement(code, values, int(segments[code]), int(sources[code])) for code, values in found),
        overall=pooled(names, counts, n=_units(material, coders), n_coders=len(coders)),
        pairs=tuple(_pairs(names, material, table, coders)),
        ignored=sum(part.ignored for part in parts),
        outside=sum(part.outside for part in parts),
    )


@dataclass(frozen=True, slots=True)
class _Part:
    """What a batch of sources holds."""

    cells: Cells
    found: tuple[IntArray, IntArray]
    """Segments of each code in sources that are compared, and such sources with one."""
    ignored: int
    outside: int


def _swept(material: Material, coders: IntArray, spans: Spans) -> _Part:
    """Sweep some sources: leave out who does not count, let codes count for those above them, lay all on the units."""
    kept = spans.only(material.counting[spans.source, spans.coder])
    kept = replace(kept, coder=np.searchsorted(coders, kept.coder))
    segments = united(kept.counted_as(material.codes))
    compared = segments.only(material.counting[segments.source].sum(axis=1) >= 2)
    laid = material.units.lay(segments)
    is_next = (np.diff(compared.source, prepend=-1) != 0) | (np.diff(compared.code, prepend=-1) != 0)
    return _Part(
        cells=sweep(laid if laid is segments else united(laid), n_coders=len(coders)),
        found=(_tally(compared.code, material.n_codes), _tally(compared.code[is_next], material.n_codes)),
        ignored=len(spans) - len(kept),
        outside=len(kept) - len(material.units.lay(kept)),
    )


def _tally(numbers: IntArray, n: int) -> IntArray:
    return np.bincount(numbers, minlength=n).astype(np.int64)


def _pairs(names: Sequence[str], material: Material, table: Patterns, coders: IntArray) -> Iterator[PairAgreement]:
    """Compare each two coders on the sources for which both count: all codes together first, then each."""
    for first, second in combinations(range(len(coders)), 2):
        counts = Counts.of_patterns(table, np.array([first, second]))
        both = int(coders[first]), int(coders[second])
        yield PairAgreement(both, None, pooled(names, counts, n=_units(material, np.array(both)), n_coders=2))
        for code, found in enumerate(per_code(names, counts, n_coders=2)):
            yield PairAgreement(both, code, found)


def _units(material: Material, among: IntArray) -> int:
    """Count the units with values from two or more of some coders; they are the same for every code."""
    return int(material.units.sizes[material.counting[:, among].sum(axis=1) >= 2].sum())
