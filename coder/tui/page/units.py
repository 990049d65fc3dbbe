"""Units of reading: character, word, sentence, turn, paragraph; what Space selects and where the jumping keys land.

A unit is a span. Words and sentences are looked for inside one turn (outside turns: one paragraph), when first asked for.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import Literal, get_args

from coder.model.spans import trim
from coder.model.text import WORD, sentence_ends
from coder.tui.page.page import Page

Unit = Literal["character", "word", "sentence", "turn", "paragraph"]
UNITS: tuple[Unit, ...] = get_args(Unit)

Span = tuple[int, int]


class Units:
    """The units of one page."""

    def __init__(self, page: Page) -> None:
        """Read units from `page`, each block once."""
        self._page = page
        self._inside = lru_cache(maxsize=64)(self._read)

    def at(self, unit: Unit, offset: int) -> Span:
        """Find the unit under a place, else the next one; an empty span if there is none."""
        return next(self._from(unit, offset), (offset, offset))

    def reading(self, unit: Unit, offset: int) -> Span:
        """Find the unit that is being read at a place: at the very end of one still that one, not the next speaker's."""
        here = self.at(unit, offset)
        before = self.at(unit, max(offset - 1, 0))
        return before if before[1] == offset and not here[0] <= offset < here[1] else here

    def next(self, unit: Unit, offset: int) -> int:
        """Find where the next unit begins; the text's last place if there is none."""
        starts = (start for start, _ in self._from(unit, offset) if start > offset)
        return next(starts, self._page.paragraphs[-1][1])

    def previous(self, unit: Unit, offset: int) -> int:
        """Find where this unit begins, or from its very start the one before."""
        if unit == "character":
            return self._page.previous(offset)
        starts = (start for start, _ in self._until(unit, offset) if start < offset)
        return next(starts, self._page.starts[0])

    def end_before(self, unit: Unit, offset: int) -> int:
        """Find where the last unit ends that ends before a place; the text's first place if there is none."""
        if unit == "character":
            return self._page.previous(offset)
        return next((end for _, end in self._until(unit, offset) if end < offset), self._page.starts[0])

    def limit(self, unit: Unit, offset: int) -> int:
        """Find how far words and sentences are added one after another: to the end of the turn or paragraph they stand in."""
        blocks = self._page.blocks
        index = bisect_right(blocks, (offset, self._page.paragraphs[-1][1])) - 1
        if unit not in ("word", "sentence") or index < 0 or offset >= blocks[index][1]:
            return self._page.paragraphs[-1][1]
        return blocks[index][1]

    def _from(self, unit: Unit, offset: int) -> Iterator[Span]:
        """Yield the units that end behind a place, in order."""
        if unit == "character":
            yield from self._characters(offset)
            return
        blocks = self._blocks(unit)
        for index in range(max(bisect_right(blocks, (offset, offset)) - 1, 0), len(blocks)):
            yield from (span for span in self._inside(unit, index) if span[1] > offset)

    def _until(self, unit: Unit, offset: int) -> Iterator[Span]:
        """Yield the units that begin before a place, last first."""
        blocks = self._blocks(unit)
        for index in range(bisect_right(blocks, (offset, offset)) - 1, -1, -1):
            yield from (span for span in reversed(self._inside(unit, index)) if span[0] < offset)

    def _characters(self, offset: int) -> Iterator[Span]:
        last = self._page.paragraphs[-1][1]
        while offset < last:
            following = self._page.next(offset)
            yield offset, following
            offset = following

    def _blocks(self, unit: Unit) -> tuple[Span, ...]:
        return self._page.paragraphs if unit == "paragraph" else self._page.blocks

    def _read(self, unit: Unit, index: int) -> tuple[Span, ...]:
        start, end = self._blocks(unit)[index]
        text = self._page.text
        if unit == "word":
            return tuple(match.span() for match in WORD.finditer(text, start, end))
        ends = sentence_ends(text, start, end) if unit == "sentence" else ()
        edges = (start, *ends, end)
        spans = (trim(text, a, b) for a, b in pairwise(edges))
        return tuple(span for span in spans if span[0] < span[1])
