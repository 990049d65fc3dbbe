"""Cross-tabulation: how many respondents, sources, segments or characters fall into each cell of two axes.

An axis says at which places a coding counts, by its source (any attribute of a source or of its respondent), its code, its coder
or its round; a code may count at several, its own and those above it. One pass over the study's spans, which come ordered by
source, and no library at all: a plain table is there before numpy could be loaded.

A total counts each counted thing once and is never a sum of cells. Codings of one code are united before segments or characters
are counted, to the longest runs that somebody of the chosen coders coded without a gap.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, product
from operator import itemgetter
from typing import Literal

Count = Literal["respondents", "sources", "segments", "characters"]
Field = Literal["source", "code", "coder", "round"]
Row = tuple[int, ...]
"""Numbers of source, code, coder and round, and for segments and characters start and end; rows come ordered by source."""
Spans = list[tuple[int, int]]
Cell = tuple[int, int]
TOTAL = -1
"""The place at which everything on an axis counts."""
SMALL = 2
"""So many people or fewer can be recognised in a cell (the team's threshold is 3)."""
_AT: Mapping[Field, int] = {"source": 0, "code": 1, "coder": 2, "round": 3}


@dataclass(frozen=True, slots=True)
class Axis:
    """The rows or the columns of a table."""

    labels: tuple[str, ...]
    field: Field
    """What of a coding decides where it stands."""
    places: Mapping[int, tuple[int, ...]]
    """The places for each number of that field; what has none is not in the table."""
    sources: Sequence[Collection[int]]
    """The sources that each place has in all, coded or not."""
    is_variable: bool = False
    """The places are groups of people or sources whose sizes are known."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is counted on which axes."""

    rows: Axis
    columns: Axis
    things: Mapping[int, int]
    """What each chosen source counts as: itself, or the respondent whom it may share with other sources."""
    people: Mapping[int, int]
    """The person behind a source, known by one of her sources; small cells are told by people, whatever is counted."""
    coders: Collection[int] | None = None
    """Whose codings count; None: everybody's."""
    codes: Collection[int] | None = None
    """Of which codes; None: all."""
    round: int | None = None
    is_own: bool = False
    """All codings are one coder's."""

    @property
    def needs_codings(self) -> bool:
        """Tell whether a source is in the table only through its codings."""
        fields = {self.rows.field, self.columns.field}
        return fields != {"source"} or any(chosen is not None for chosen in (self.coders, self.codes, self.round))

    @property
    def has_code_axis(self) -> bool:
        """Tell whether rows or columns are codes, which overlap."""
        return "code" in {self.rows.field, self.columns.field}

    def takes(self, key: Sequence[int]) -> bool:
        """Tell whether a coding of this source, code, coder and round counts."""
        return (
            key[0] in self.things
            and (self.codes is None or key[1] in self.codes)
            and (self.coders is None or key[2] in self.coders)
            and (self.round is None or key[3] == self.round)
        )


@dataclass(frozen=True, slots=True)
class Counted:
    """A table of counts."""

    cells: tuple[tuple[int, ...], ...]
    base: tuple[int, ...]
    """Respondents or sources that each column has in all."""
    base_total: int
    row_totals: tuple[int | None, ...]
    """None where no number of distinct things exists."""
    column_totals: tuple[int | None, ...]
    total: int | None
    small: tuple[Cell, ...]
    """Cells with one or two people behind them or, in a table of codes by a variable, left beside them."""


def tabulate(question: Question, spans: Iterable[Row], count: Count) -> Counted:
    """Count what is asked.

    >>> code = Axis(("money", "phone"), "code", {7: (0,), 8: (1,)}, [{1, 2}, {1, 2}])
    >>> region = Axis(("North", "South"), "source", {1: (0,), 2: (1,)}, [{1}, {2}])
    >>> question = Question(code, region, things={1: 1, 2: 2}, people={1: 1, 2: 2})
    >>> spans = [(1, 7, 1, 1, 0, 10), (1, 7, 2, 1, 5, 20), (1, 8, 1, 1, 60, 70), (2, 7, 1, 1, 0, 30)]
    >>> tabulate(question, spans, "respondents").cells, tabulate(question, spans, "characters").cells
    (((1, 1), (1, 0)), ((20, 30), (10, 0)))
    """
    if count in {"respondents", "sources"}:
        reached = _reached(question, spans)
        return _counted(question, reached, lambda cell: len(_those(question.things, reached[cell])))
    reached, amounts = defaultdict(set), defaultdict[Cell, int](int)
    for source, cell, amount in _measured(question, spans, count):
        amounts[cell] += amount
        reached[cell].add(source)
    return _counted(question, reached, lambda cell: None if _overlaps(question, cell) else amounts[cell])


def rows_in(question: Question, spans: Iterable[Row], cell: Cell) -> Iterator[Row]:
    """Yield the codings that a cell counts, as they come; `TOTAL` stands for a whole row or column.

    >>> code = Axis(("money", "phone"), "code", {7: (0,), 8: (1,)}, [{1, 2}, {1, 2}])
    >>> region = Axis(("North", "South"), "source", {1: (0,), 2: (1,)}, [{1}, {2}])
    >>> question = Question(code, region, things={1: 1, 2: 2}, people={1: 1, 2: 2})
    >>> list(rows_in(question, [(1, 7, 1, 1, 0, 10), (1, 8, 1, 1, 60, 70), (2, 7, 1, 1, 0, 30)], (0, TOTAL)))
    [(1, 7, 1, 1, 0, 10), (2, 7, 1, 1, 0, 30)]
    """
    rows, columns = _places(question.rows), _places(question.columns)
    at_row, at_column = _AT[question.rows.field], _AT[question.columns.field]
    for span in spans:
        if cell[0] in rows.get(span[at_row], ()) and cell[1] in columns.get(span[at_column], ()) and question.takes(span):
            yield span


def _reached(question: Question, spans: Iterable[Row]) -> dict[Cell, set[int]]:
    """Collect the sources of each cell; how often does not matter, so equal rows are looked at once."""
    reached: dict[Cell, set[int]] = defaultdict(set)
    rows, columns = _places(question.rows), _places(question.columns)
    at_row, at_column = _AT[question.rows.field], _AT[question.columns.field]
    keys: Iterable[Sequence[int]] = (
        {row[:4] for row in spans} if question.needs_codings else ((each,) for each in question.things)
    )
    for key in keys:
        if not question.needs_codings or question.takes(key):
            for cell in product(rows.get(key[at_row], ()), columns.get(key[at_column], ())):
                reached[cell].add(key[0])
    return reached


def _measured(question: Question, spans: Iterable[Row], count: Count) -> Iterator[tuple[int, Cell, int]]:
    """Yield for each source how many segments or characters it has in each cell; codes overlap, so none for all codes."""
    rows, columns = (_places(axis, with_total=axis.field != "code") for axis in (question.rows, question.columns))
    at_row, at_column = _AT[question.rows.field], _AT[question.columns.field]
    apart = count == "segments" and not question.has_code_axis  # segments of different codes are different segments
    for source, group in groupby(spans, itemgetter(0)):
        pieces: dict[tuple[Cell, int], Spans] = defaultdict(list)
        for key, like in groupby(group, itemgetter(0, 1, 2, 3)):
            if question.takes(key):
                found = [(row[4], row[5]) for row in like]
                for cell in product(rows.get(key[at_row], ()), columns.get(key[at_column], ())):
                    pieces[cell, key[1] if apart else 0].extend(found)
        for (cell, _), found in pieces.items():
            united = runs(found)
            yield source, cell, len(united) if count == "segments" else sum(end - start for start, end in united)


def _places(axis: Axis, *, with_total: bool = True) -> dict[int, tuple[int, ...]]:
    """Let everything that has a place count for the total too."""
    return {number: (*places, TOTAL) if with_total else places for number, places in axis.places.items() if places}


def runs(spans: Iterable[tuple[int, int]]) -> Spans:
    """Unite spans to the longest stretches without a gap.

    >>> runs([(20, 30), (0, 10), (10, 15)])
    [(0, 15), (20, 30)]
    """
    found: Spans = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def _overlaps(question: Question, cell: Cell) -> bool:
    """Tell whether a cell would add up codes: the same words would be counted once for each of them."""
    return any(
        axis.field == "code" and place == TOTAL for axis, place in zip((question.rows, question.columns), cell, strict=True)
    )


def _counted(question: Question, reached: Mapping[Cell, set[int]], value: Callable[[Cell], int | None]) -> Counted:
    rows, columns = range(len(question.rows.labels)), range(len(question.columns.labels))
    having = question.columns.sources
    return Counted(
        cells=tuple(tuple(value((row, column)) or 0 for column in columns) for row in rows),
        base=tuple(len(_those(question.things, sources)) for sources in having),
        base_total=len(_those(question.things, set[int]().union(*having))),
        row_totals=tuple(value((row, TOTAL)) for row in rows),
        column_totals=tuple(value((TOTAL, column)) for column in columns),
        total=value((TOTAL, TOTAL)),
        small=tuple(_small(question, reached)),
    )


def _small(question: Question, reached: Mapping[Cell, set[int]]) -> Iterator[Cell]:
    """Find the cells in which, or in whose group beside which, there are one or two people; 17 of 18 give the one away."""
    of_rows, of_columns = _groups(question, question.rows), _groups(question, question.columns)
    for row, column in product(range(len(of_rows)), range(len(of_columns))):
        n = len(_those(question.people, reached[row, column]))
        beside = [group - n for group in (of_rows[row], of_columns[column]) if group is not None]
        if any(1 <= number <= SMALL for number in (n, *beside)):
            yield row, column


def _groups(question: Question, axis: Axis) -> list[int | None]:
    """Count the people at each place, where their numbers are known to all: at values of a variable in a table of codes."""
    is_known = axis.is_variable and question.has_code_axis
    return [len(_those(question.people, sources)) if is_known else None for sources in axis.sources]


def _those(of: Mapping[int, int], sources: Iterable[int]) -> set[int]:
    """Find whom or what some sources count as."""
    return {of[source] for source in sources if source in of}
