"""Units: the pieces of text on which coders are compared, and spans laid on them.

The unit decides the value, so it is said in every header. A character is a unit by itself; turns, paragraphs, sentences and
sources are blocks. A coder has coded a block if she coded any character of it (`any`). A span then becomes a span of block
numbers, and everything after this module is the same for all units. Blocks without a character cannot be coded: they are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from coder.analysis.agreement.arrays import IntArray, Spans
from coder.model.text import sentence_ends

_PARAGRAPH = re.compile(r"\S[^\n]*(?:\n[^\n]*\S[^\n]*)*")
_POSITION_BITS = 40
"""Room for a place in a text, below the number of its source."""


@dataclass(frozen=True, slots=True)
class Characters:
    """Every code point of the sources' texts is a unit."""

    sizes: IntArray
    """Characters of each source."""

    def lay(self, spans: Spans) -> Spans:
        """Leave spans as they are: characters are what spans count in."""
        return spans


@dataclass(frozen=True, slots=True)
class Blocks:
    """Turns, paragraphs, sentences or whole sources: disjoint stretches in order, with or without gaps."""

    sizes: IntArray
    """Blocks of each source."""
    start: IntArray
    """Where each block begins, source after source, the source's number in the high bits."""
    end: IntArray

    @classmethod
    def of(cls, sources: Sequence[Iterable[tuple[int, int]]]) -> Blocks:
        """Number the blocks of each source; empty ones are left out."""
        blocks = [[(start, end) for start, end in source if start < end] for source in sources]
        sizes = np.array([len(source) for source in blocks], dtype=np.int64)
        table = np.array([block for source in blocks for block in source], dtype=np.int64).reshape(-1, 2)
        source = np.repeat(np.arange(len(sizes)), sizes) << _POSITION_BITS
        return cls(sizes, source + table[:, 0], source + table[:, 1])

    def lay(self, spans: Spans) -> Spans:
        """Turn spans of characters into spans of block numbers; those that touch no block are left out.

        >>> turns = Blocks.of([[(0, 10), (12, 20)]])
        >>> laid = turns.lay(Spans.of([(0, 0, 0, 8, 13), (0, 0, 0, 10, 12)]))
        >>> laid.start.tolist(), laid.end.tolist()
        ([0], [2])
        """
        source = spans.source << _POSITION_BITS
        first = np.searchsorted(self.end, source + spans.start, side="right")
        beyond = np.searchsorted(self.start, source + spans.end, side="left")
        before = (np.cumsum(self.sizes) - self.sizes)[spans.source]
        laid = Spans(spans.source, spans.code, spans.coder, first - before, beyond - before)
        return laid.only(first < beyond)


Units = Characters | Blocks


def paragraphs(text: str) -> list[tuple[int, int]]:
    r"""Find the paragraphs of a text without turns: lines of text that no blank line parts.

    >>> paragraphs("Header\n\nFirst line\nsecond line\n \nLast")
    [(0, 6), (8, 30), (33, 37)]
    """
    return [match.span() for match in _PARAGRAPH.finditer(text)]


def sentences(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Find the sentences of a stretch of text; blanks between them belong to none.

    >>> sentences("It hung there. Nobody looked.", 0, 29)
    [(0, 14), (15, 29)]
    """
    found = []
    for stop in sentence_ends(text, start, end):
        found.append((stop - len(text[start:stop].lstrip()), stop))
        start = stop
    return found
