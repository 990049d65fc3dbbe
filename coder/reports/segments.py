"""The passages behind a number: what a cell of a cross-tab counts, as segments with their words.

Codings of a cell that overlap or touch in one source are one segment, as the counts have it; it names every code and every coder
that made it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

from coder.analysis.crosstab import Row, rows_in, runs
from coder.model.display import one_line
from coder.model.source import Source, Turn
from coder.reports.axes import Axes, labels
from coder.reports.crosstab import question_of
from coder.reports.reading import Opened, Reading, store_of
from coder.reports.selection import EVERYTHING, Selection, resolve
from coder.reports.table import Column, Table

AFTER = 60
"""Characters shown behind a segment in a list."""


@dataclass(frozen=True, slots=True)
class Segment:
    """One passage that bears codes."""

    source: Source
    turn: int | None
    """The number of its turn, from 1; None where the source has none there."""
    start: int
    end: int
    words: str
    after: str
    """What follows, a line's worth."""
    codes: tuple[str, ...]
    coders: tuple[str, ...]


def cell_segments(
    study: Opened | Reading, rows: str, columns: str, cell: tuple[int, int], selection: Selection = EVERYTHING
) -> tuple[Segment, ...]:
    """List what a cell of a cross-tab counts, source by source; the axes are named as for `crosstab`.

    Raises:
        UnknownName: there is no such axis. CoderError: the axes make no table, or nothing fits the selection.
    """
    store = store_of(study)
    chosen = resolve(store, selection)
    axes = Axes(store, chosen)
    question = question_of(axes, rows, columns, selection, "sources")
    found = rows_in(question, store.spans(), cell)
    maker = _Maker(store)
    by_source = {source: tuple(group) for source, group in groupby(found, itemgetter(0))}
    order = {number: place for place, number in enumerate(axes.ids("source", (source.uid for source in chosen.sources)))}
    return tuple(
        each for source in sorted(by_source, key=order.__getitem__) for each in maker.segments(source, by_source[source])
    )


class _Maker:
    """Knows the names and texts of a study while its segments are made."""

    def __init__(self, store: Reading) -> None:
        self._store = store
        uids = store.ids("code")
        book = store.codebook()
        self._codes = {number: labels(book, [uid])[0] for number, uid in uids.items() if uid in book.by_uid}
        coders = {coder.uid: coder.name for coder in store.coders()}
        self._coders = {number: coders.get(uid, "") for number, uid in store.ids("coder").items()}
        sources = {source.uid: source for source in store.sources()}
        self._sources = {number: sources[uid] for number, uid in store.ids("source").items() if uid in sources}

    def segments(self, number: int, rows: Sequence[Row]) -> Iterator[Segment]:
        """Yield the segments of one source."""
        source = self._sources[number]
        text, turns = self._store.text(source.uid), self._store.turns(source.uid)
        for start, end in runs((row[4], row[5]) for row in rows):
            those = [row for row in rows if start <= row[4] and row[5] <= end]
            yield Segment(
                source,
                _turn(turns, start),
                start,
                end,
                text[start:end],
                text[end : end + AFTER],
                _names(self._codes, (row[1] for row in those)),
                _names(self._coders, (row[2] for row in those)),
            )


def _turn(turns: Sequence[Turn], place: int) -> int | None:
    number = bisect_right([turn.label for turn in turns], place)
    return number or None


def _names(known: dict[int, str], numbers: Iterable[int]) -> tuple[str, ...]:
    return tuple(sorted({known[number] for number in numbers if number in known}))


def segments_table(found: Sequence[Segment]) -> Table:
    """List segments, one row each; the coded words stand between « »."""
    rows = tuple(
        (
            one.source.name,
            one.turn,
            " ".join(one.coders),
            f"«{one_line(one.words)}» {one_line(one.after)}",
        )
        for one in found
    )
    columns = (Column("source"), Column("turn", "number"), Column("coders"), Column("the coded words stand between « »"))
    return Table("Segments", columns, rows)
