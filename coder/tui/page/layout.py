"""A page wrapped to a width: where each row begins, and the way between places in the text and places on the screen.

Wrapping is by paragraph and costs per row, not per word: one bisection on the prefix sums finds how much fits, one search
finds the blank before it. A row keeps one cell free for the blank it ends with, or for the cursor behind its last word.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterator

from coder.tui.page.page import Page
from coder.tui.page.widths import cluster_start, next_cluster

NARROWEST = 4
"""Cells below which a double-width character and a cursor no longer fit side by side."""


class Layout:
    """The rows of a page at one width; built anew for another width, which is cheap."""

    def __init__(self, page: Page, width: int) -> None:
        """Wrap `page` to rows of at most `width` cells."""
        self.page = page
        self.width = max(width, NARROWEST)
        self.starts = array("I")
        self.paragraph = array("I")
        """The paragraph of each row, by index."""
        for index in range(len(page.paragraphs)):
            self.starts.extend(self._wrap(index))
            self.paragraph.extend([index] * (len(self.starts) - len(self.paragraph)))

    def __len__(self) -> int:
        """Count the rows."""
        return len(self.starts)

    def _wrap(self, index: int) -> Iterator[int]:
        """Yield where the rows of a paragraph begin."""
        start, end = self.page.paragraphs[index]
        yield start
        while (fits := self._fitting(index, start, self.width - 1)) < end:
            start = self._break(start, fits)
            yield start

    def _fitting(self, index: int, start: int, room: int) -> int:
        """Find how far the text from `start` fits into `room` cells, at most to the paragraph's end."""
        first, end = self.page.paragraphs[index]
        sums = self.page.sums[index]
        if sums is None:
            return min(start + room, end)
        return first + bisect_right(sums, sums[start - first] + room, start - first) - 1

    def _break(self, start: int, fits: int) -> int:
        """Break behind a blank if there is one, else between two clusters."""
        text = self.page.text
        blank = text.rfind(" ", start, fits + 1)
        cut = cluster_start(text, blank + 1 if blank >= 0 else fits)
        return cut if cut > start else next_cluster(text, start)

    def span(self, row: int) -> tuple[int, int]:
        """Tell where a row begins and ends in the text."""
        end = self.page.paragraphs[self.paragraph[row]][1]
        return self.starts[row], self.starts[row + 1] if self._wraps(row) else end

    def text(self, row: int) -> str:
        """Give a row's text."""
        start, end = self.span(row)
        return self.page.text[start:end]

    def _wraps(self, row: int) -> bool:
        """Tell whether a row's paragraph goes on in the next row."""
        return row + 1 < len(self.starts) and self.paragraph[row + 1] == self.paragraph[row]

    def row_of(self, offset: int) -> int:
        """Find the row that shows a place."""
        return max(bisect_right(self.starts, offset) - 1, 0)

    def col_of(self, offset: int) -> int:
        """Find a place's column in its row."""
        row = self.row_of(offset)
        index, start = self.paragraph[row], self.starts[row]
        first, end = self.page.paragraphs[index]
        at, sums = min(offset, end), self.page.sums[index]
        return at - start if sums is None else sums[at - first] - sums[start - first]

    def off_at(self, row: int, col: int) -> int:
        """Find the place at a column, or the row's last place if it is shorter."""
        start, end = self.span(row)
        fits = min(self._fitting(self.paragraph[row], start, max(col, 0)), end)
        if fits == end and self._wraps(row):
            fits = end - 1
        return max(cluster_start(self.page.text, fits), start)

    def rows_of(self, start: int, end: int) -> tuple[int, int]:
        """Find the first and the last row that show a span; one that begins in a speaker's label begins with the speech."""
        index = self.page.paragraph_at(start)
        if start >= self.page.paragraphs[index][1] and index + 1 < len(self.page.starts):
            start = min(self.page.starts[index + 1], end - 1)
        return self.row_of(start), self.row_of(max(end - 1, start))

    def reach(self, first: int, last: int) -> tuple[int, int]:
        """Give the stretch of text from the start of row `first` to the end of row `last`."""
        return self.starts[first], self.span(last)[1]
