"""The passages behind a number: what a cell of a cross-tab counts, or all that bears some codes, as segments with their words.

Codings that overlap or touch in one source are one segment, as the counts have it; it names every code and every coder that made
it, and which other codes lie on the same words.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

from coder.analysis.crosstab import TOTAL, Row, rows_in, runs
from coder.model.display import one_line
from coder.model.source import Source, Turn
from coder.model.text import fold
from coder.reports.axes import Axes, labels
from coder.reports.crosstab import question_of
from coder.reports.reading import Opened, Reading, store_of
from coder.reports.selection import EVERYTHING, Selection, resolve
from coder.reports.table import Column, Table

BEFORE = 16
"""Characters shown before a segment in a list, at most."""
AFTER = 60
"""Characters shown behind it."""
EVERYWHERE = (TOTAL, TOTAL)
"""The cell in which everything that was selected counts."""


@dataclass(frozen=True, slots=True)
class Segment:
    """One passage that bears codes."""

    source: Source
    turn: int | None
    """The number of its turn, from 1; None where the source has none there."""
    speaker: str
    start: int
    end: int
    before: str
    """What precedes, from the beginning of a word."""
    words: str
    after: str
    """What follows, a line's worth."""
    codes: tuple[str, ...]
    coders: tuple[str, ...]
    others: tuple[str, ...]
    """The codes of other codings that share a character with it."""


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
    found = _by_source(rows_in(question, store.spans(), cell))
    lying_there = _by_source(row for row in store.spans() if row[0] in found)
    maker = _Maker(store)
    numbers = axes.ids("source", (source.uid for source in chosen.sources))
    return tuple(
        each for number in numbers if number in found for each in maker.segments(number, found[number], lying_there[number])
    )


def code_segments(study: Opened | Reading, selection: Selection = EVERYTHING) -> tuple[Segment, ...]:
    """List all passages that bear what is selected: with `codes`, any of these.

    Raises:
        UnknownName: there is nothing of a name in the selection. CoderError: nothing fits it.
    """
    return cell_segments(study, "code", "source", EVERYWHERE, selection)


def containing(found: Iterable[Segment], words: str) -> tuple[Segment, ...]:
    """Keep the segments in whose own words some words stand, without regard to case."""
    wanted = fold(words)
    return tuple(one for one in found if wanted in fold(one.words))


def segments_json(found: Iterable[Segment]) -> list[dict[str, object]]:
    """Give segments in the shape that scripts rely on."""
    return [
        {
            "source": one.source.name,
            "start": one.start,
            "end": one.end,
            "text": one.words,
            "speaker": one.speaker,
            "codes": list(one.codes),
            "coders": list(one.coders),
            "turn": one.turn,
            "other_codes": list(one.others),
        }
        for one in found
    ]


def segments_table(found: Sequence[Segment]) -> Table:
    """List segments, one row each, with all of their words."""
    columns = (
        Column("source"),
        Column("turn", "number"),
        Column("speaker"),
        Column("start", "number"),
        Column("end", "number"),
        Column("codes"),
        Column("coders"),
        Column("words"),
    )
    rows = tuple(
        (
            *(one.source.name, one.turn, one.speaker, one.start, one.end),
            *("; ".join(one.codes), "; ".join(one.coders), one_line(one.words)),
        )
        for one in found
    )
    notes = ("A segment is what one or more coders coded without a gap. It may quote people: keep it as you keep the study.",)
    return Table("Segments", columns, rows, notes)


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

    def segments(self, number: int, rows: Sequence[Row], lying_there: Sequence[Row]) -> Iterator[Segment]:
        """Yield the segments of one source; `lying_there` are all codings in it."""
        source = self._sources[number]
        text, turns = self._store.text(source.uid), self._store.turns(source.uid)
        for start, end in runs((row[4], row[5]) for row in rows):
            those = [row for row in rows if start <= row[4] and row[5] <= end]
            codes = {row[1] for row in those}
            turn = _turn(turns, start)
            yield Segment(
                source=source,
                turn=turn,
                speaker=turns[turn - 1].speaker if turn else "",
                start=start,
                end=end,
                before=_before(text, turns[turn - 1].start if turn else 0, start),
                words=text[start:end],
                after=text[end : end + AFTER],
                codes=_names(self._codes, codes),
                coders=_names(self._coders, (row[2] for row in those)),
                others=_names(self._codes, {row[1] for row in lying_there if row[4] < end and row[5] > start} - codes),
            )


def _by_source(rows: Iterable[Row]) -> Mapping[int, list[Row]]:
    found: dict[int, list[Row]] = defaultdict(list)
    for source, group in groupby(rows, itemgetter(0)):
        found[source] += group
    return found


def _turn(turns: Sequence[Turn], place: int) -> int | None:
    number = bisect_right([turn.label for turn in turns], place)
    return number or None


def _before(text: str, first: int, start: int) -> str:
    """Give what precedes a passage, no further back than `first`, from the beginning of a word."""
    begin = max(first, start - BEFORE)
    if begin == first:
        return text[begin:start]
    blank = text.find(" ", begin, start)
    return f"…{text[blank + 1 if blank >= 0 else begin : start]}"


def _names(known: Mapping[int, str], numbers: Iterable[int]) -> tuple[str, ...]:
    return tuple(sorted({known[number] for number in numbers if number in known}))
