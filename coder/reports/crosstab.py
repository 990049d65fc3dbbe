"""Cross-tabulation of a study: codes by region, by kind of source, by coder; as a table and as JSON.

People are counted, not codings, unless something else is asked for. The table says what it counts, of whose codings, of how many,
and marks the cells in which somebody could be recognised; hiding them in what leaves the house is the renderers' affair.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import cast, get_args

from coder.analysis.crosstab import TOTAL, Count, Counted, Question, tabulate
from coder.analysis.names import unknown
from coder.errors import CoderError
from coder.model.source import Source
from coder.model.text import fold
from coder.model.words import count as number
from coder.reports.axes import Axes
from coder.reports.reading import Opened, Reading, store_of
from coder.reports.selection import EVERYTHING, Chosen, Selection, resolve
from coder.reports.table import Cell, Column, Table

COUNTS: tuple[Count, ...] = get_args(Count)
_MEANING: Mapping[Count, str] = {
    "respondents": "each respondent once, however often and in however many sources",
    "sources": "each source once, however often",
    "segments": "segments, overlapping ones united",
    "characters": "characters of text",
}
Json = dict[str, object]
_WITH_LENGTH = ("segments", "characters")
"""What only the ends of codings tell; the rest is counted from who coded what where, a fifth of the rows."""


@dataclass(frozen=True, slots=True)
class CrosstabReport:
    """A cross-tab with the words that belong to it."""

    count: Count
    view: str
    """Whose codings: `union` (anybody's), a coder's name, or `own codings` in a table by coder."""
    row_name: str
    column_name: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    counted: Counted
    base_count: Count
    """What the base counts, respondents or sources; segments and characters have none."""
    filter: str
    remarks: tuple[str, ...]
    """What was left out or counts differently."""

    def as_json(self) -> Json:
        """Give the result in the shape that scripts rely on."""
        counted = self.counted
        return {
            "count": self.count,
            "view": self.view,
            "rows": list(self.rows),
            "columns": list(self.columns),
            "cells": [list(row) for row in counted.cells],
            "base": list(counted.base),
            "base_count": self.base_count,
            "row_totals": list(counted.row_totals),
            "column_totals": list(counted.column_totals),
            "total": counted.total,
            "filter": self.filter or None,
            "hidden": [list(cell) for cell in counted.small],
            "statistics": None,
        }

    @property
    def has_shares(self) -> bool:
        """Tell whether a cell is a part of what its column has in all: people or sources, not segments or characters."""
        return self.count == self.base_count

    @property
    def whose(self) -> str:
        """Say in words whose codings are counted."""
        return {"union": "of any coder", "own codings": "each coder's own"}.get(self.view, f"of {self.view}")

    def order(self, column: int) -> tuple[int, ...]:
        """Put the rows in order by what stands in a column (`TOTAL`: in all), the most first; equal ones stay as they are."""
        counted = self.counted
        values = counted.row_totals if column == TOTAL else [cells[column] for cells in counted.cells]
        return tuple(sorted(range(len(self.rows)), key=lambda row: -(values[row] or 0)))

    def ordered(self, order: Sequence[int]) -> CrosstabReport:
        """Give the same with its rows in another order."""
        counted, place = self.counted, {row: n for n, row in enumerate(order)}
        moved = replace(
            counted,
            cells=tuple(counted.cells[row] for row in order),
            row_totals=tuple(counted.row_totals[row] for row in order),
            small=tuple(sorted((place[row], column) for row, column in counted.small)),
        )
        return replace(self, rows=tuple(self.rows[row] for row in order), counted=moved)

    def column_named(self, name: str) -> int:
        """Find a column by its label; `all` is `TOTAL` unless a column is called so.

        Raises:
            UnknownName: there is no column of that name.
        """
        for place, label in enumerate(self.columns):
            if fold(label) == fold(name):
                return place
        if fold(name) == "all":
            return TOTAL
        raise unknown("column", name, self.columns, f"The columns are {', '.join((*self.columns, 'all'))}.")

    def to_table(self, *, in_shares: bool = False) -> Table:
        """Lay the table out: what each column has in all, the rows, and what each column has with any of them.

        In shares, each cell is the part of its column's base, which stays a number; None where the base is 0.
        """
        if in_shares and self.has_shares:
            return self._shares()
        counted = self.counted
        columns = (Column(self.row_name), *(Column(label, "number") for label in self.columns), Column("all", "number"))
        base: tuple[Cell, ...] = (f"{self.base_count} in all", *counted.base, counted.base_total)
        any_row: tuple[Cell, ...] = (f"any {self.row_name}", *counted.column_totals, counted.total)
        title = f"{self.row_name} × {self.column_name}: {self.count}"
        bracketed = frozenset((row + 1, column + 1) for row, column in counted.small)
        return Table(title, columns, (base, *self._rows(), any_row), tuple(self._notes()), bracketed=bracketed)

    def _shares(self) -> Table:
        table, bases = self.to_table(), (*self.counted.base, self.counted.base_total)
        rows: list[tuple[Cell, ...]] = [tuple(map(str, table.rows[0]))]
        for label, *cells in table.rows[1:]:
            found = zip(cells, bases, strict=True)
            rows.append((label, *(n / base if isinstance(n, int) and base else None for n, base in found)))
        columns = (table.columns[0], *(Column(column.name, "share") for column in table.columns[1:]))
        return replace(table, columns=columns, rows=tuple(rows), title=f"{table.title}, share of the column")

    def _rows(self) -> Iterable[tuple[Cell, ...]]:
        for label, cells, total in zip(self.rows, self.counted.cells, self.counted.row_totals, strict=True):
            yield label, *cells, total

    def _notes(self) -> Iterable[str]:
        yield f"Counts {self.count}: {_MEANING[self.count]}. Codings: {self.whose}."
        yield f"{number(self.counted.base_total, self.base_count[:-1])} in all. Totals count each once and are no sums of cells."
        yield from self.remarks
        if self.counted.small:
            cells = number(len(self.counted.small), "cell")
            yield f"{cells} with one or two people, or with all but one or two of their group: ( ) marks them where people read."
        yield f"Filter: {self.filter or 'none'}."


def crosstab(
    study: Opened | Reading, rows: str = "code", *, columns: str, count: str = "respondents", selection: Selection = EVERYTHING
) -> CrosstabReport:
    """Cross-tabulate a study.

    Args:
        study: an open study or its store.
        rows: `code`, `source`, `kind`, `coder`, `round`, a variable, or `attribute:NAME` for a variable of such a name.
        columns: the same.
        count: `respondents` (sources where nobody has a respondent), `sources`, `segments` or `characters`.
        selection: the part of the study that is counted.

    Raises:
        UnknownName: there is no such axis, count, or nothing of a name in the selection.
        CoderError: the two axes make no table, or nothing fits the selection.
    """
    store = store_of(study)
    chosen = resolve(store, selection)
    base_count: Count = "respondents" if any(source.respondent for source in chosen.sources) else "sources"
    asked = _count(count, base_count)
    axes = Axes(store, chosen)
    question = question_of(axes, rows, columns, selection, asked)
    return CrosstabReport(
        count=asked,
        view=_view(question, chosen),
        row_name=rows,
        column_name=columns,
        rows=question.rows.labels,
        columns=question.columns.labels,
        counted=tabulate(question, store.spans() if asked in _WITH_LENGTH else store.touched(), asked),
        base_count="sources" if asked == "sources" else base_count,
        filter=selection.describe(),
        remarks=tuple(_remarks(axes, (rows, columns), asked, selection)),
    )


def _count(name: str, base_count: Count) -> Count:
    if fold(name) not in COUNTS:
        raise unknown("count", name, COUNTS, f"There are {', '.join(COUNTS)}.")
    return base_count if fold(name) == "respondents" else cast("Count", fold(name))


def question_of(axes: Axes, rows: str, columns: str, selection: Selection, count: Count) -> Question:
    """Put what is asked, by names, in the numbers of the study.

    Raises:
        UnknownName: there is no axis of that name. CoderError: the two axes make no table.
    """
    if fold(rows) == fold(columns):
        raise CoderError(f"A table of {rows} by {columns} cannot be made.", "Choose two different ones.")
    chosen = axes.chosen
    numbers = dict(zip(axes.ids("source", (source.uid for source in chosen.sources)), chosen.sources, strict=True))
    persons = _persons(numbers)
    return Question(
        rows=axes.axis(rows),
        columns=axes.axis(columns),
        things={number: number for number in numbers} if count == "sources" else persons,
        people={number: persons[number] for number, source in numbers.items() if source.respondent or source.kind == "interview"},
        coders=frozenset(axes.ids("coder", (coder.uid for coder in chosen.coders))) if selection.coders else None,
        codes=frozenset(axes.ids("code", (uid for uid, places in chosen.counted.items() if places))) if selection.codes else None,
        round=axes.ids("round", [chosen.round.uid])[0] if chosen.round else None,
        is_own=bool(selection.coders) and len(chosen.coders) == 1,
    )


def _persons(sources: Mapping[int, Source]) -> dict[int, int]:
    """Let the first source of each respondent stand for all of hers, and a source without one for itself."""
    first: dict[str, int] = {}
    return {
        number: first.setdefault(source.respondent, number) if source.respondent else number for number, source in sources.items()
    }


def _view(question: Question, chosen: Chosen) -> str:
    if "coder" in {question.rows.field, question.columns.field}:
        return "own codings"
    return chosen.coders[0].name if question.is_own else "union"


def _remarks(axes: Axes, names: Sequence[str], count: Count, selection: Selection) -> Iterable[str]:
    sources = axes.chosen.sources
    outside = [source for source in sources if any(axes.is_outside(source, name) for name in names)]
    if outside:
        theirs = " or ".join(name for name in names if any(axes.is_outside(source, name) for source in outside))
        yield f"{len(outside)} sources are not in the table: they have no respondent, so no {theirs}."
    alone = [source for source in sources if not source.respondent and source not in outside]
    if alone and count == "respondents":
        yield f"{len(alone)} sources without a respondent count as themselves."
    if "code" in map(fold, names) and any(code.parent for code in axes.store.codebook().codes):
        yield "A code is counted without its sub-codes." if selection.exact else "A code is counted with its sub-codes."
    yield from _unlooked(axes)


def _unlooked(axes: Axes) -> Iterable[str]:
    """Say which sources nobody of the chosen coders has finished (or, where nobody marks, coded): nothing there is no zero."""
    chosen = {coder.uid for coder in axes.chosen.coders}
    in_round = axes.chosen.round and axes.chosen.round.uid
    marks = [mark for mark in axes.store.finished() if in_round in (None, mark[0])]
    done = {source for _, source, coder in marks if coder in chosen}
    if not marks:
        done = {source for (source, coder), found in axes.store.progress().items() if coder in chosen and found.codings}
    unlooked = sum(source.uid not in done for source in axes.chosen.sources)
    if unlooked:
        what = "finished" if marks else "coded in"
        yield f"{unlooked} of {len(axes.chosen.sources)} sources are not {what} by these coders; nothing there is not yet a zero."
