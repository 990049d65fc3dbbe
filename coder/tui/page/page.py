"""One source as it is read: its text, its turns, and the paragraphs that remain when speakers' labels are taken out.

Labels, and the white space around them, stand in the text (offsets count them) but not in the lines: the view draws the
speaker in the margin. So a page knows which places a cursor can stand on and how to step from one to the next.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from coder.model.source import Turn
from coder.tui.page import widths


@dataclass(frozen=True)
class Page:
    """A text with its turns; everything else follows from the two and is worked out once."""

    text: str
    turns: tuple[Turn, ...] = ()

    @cached_property
    def paragraphs(self) -> tuple[tuple[int, int], ...]:
        """Lines of the text without labels, as (start, end); at least one, which may be empty."""
        return tuple(_paragraphs(self.text, self.turns)) or ((0, 0),)

    @cached_property
    def starts(self) -> array[int]:
        """Where each paragraph begins."""
        return array("I", (start for start, _ in self.paragraphs))

    @cached_property
    def sums(self) -> tuple[array[int] | None, ...]:
        """Prefix sums of cells of each paragraph: they outlive every change of the window's width."""
        return tuple(widths.sums(self.text[start:end]) for start, end in self.paragraphs)

    @cached_property
    def labels(self) -> array[int]:
        """Where each turn's label begins."""
        return array("I", (turn.label for turn in self.turns))

    @cached_property
    def blocks(self) -> tuple[tuple[int, int], ...]:
        """Turns of speech and, outside turns, paragraphs: inside these stand words and sentences."""
        outside = (p for p in self.paragraphs if p[0] < p[1] and self.turn_at(p[0]) is None)
        return tuple(sorted([*outside, *((turn.start, turn.end) for turn in self.turns)]))

    def paragraph_at(self, offset: int) -> int:
        """Find the paragraph a place belongs to, by index; a place in a label belongs to the paragraph before."""
        return max(bisect_right(self.starts, offset) - 1, 0)

    def turn_at(self, offset: int) -> int | None:
        """Find the turn a place belongs to, by index; None before the first."""
        index = bisect_right(self.labels, offset) - 1
        return index if index >= 0 else None

    def settle(self, offset: int) -> int:
        """Find the nearest place at or before `offset` that a cursor can stand on."""
        start, end = self.paragraphs[self.paragraph_at(offset)]
        return widths.cluster_start(self.text, min(max(offset, start), end))

    def next(self, offset: int) -> int:
        """Step one cluster on; after a paragraph's end comes the next paragraph's start."""
        index = self.paragraph_at(offset)
        end = self.paragraphs[index][1]
        if offset < end:
            return min(widths.next_cluster(self.text, offset), end)
        return self.starts[index + 1] if index + 1 < len(self.starts) else end

    def previous(self, offset: int) -> int:
        """Step one cluster back; before a paragraph's start comes the end of the one before."""
        index = self.paragraph_at(offset)
        start, _ = self.paragraphs[index]
        if offset > start:
            return max(widths.previous_cluster(self.text, offset), start)
        return self.paragraphs[index - 1][1] if index else start


def _paragraphs(text: str, turns: tuple[Turn, ...]) -> Iterator[tuple[int, int]]:
    for start, end, spoken in _stretches(text, turns):
        last = start + len(text[start:end].rstrip())
        if last > start or spoken:
            yield from _lines(text, start, last)


def _stretches(text: str, turns: tuple[Turn, ...]) -> Iterator[tuple[int, int, bool]]:
    """Yield what lies between labels, and whether it is a turn's speech (which has a line even if nothing was said)."""
    start = 0
    for turn in turns:
        yield start, turn.label, start > 0
        start = turn.start
    yield start, len(text), bool(turns)


def _lines(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while (line_end := text.find("\n", start, end)) >= 0:
        yield start, line_end
        start = line_end + 1
    yield start, end
