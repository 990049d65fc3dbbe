"""How far coders agree, code by code: the question put to a study, the answer as a table and as JSON.

Who counts where is told by one rule for the whole result: whoever finished a source, or, where nothing in the selection is marked
finished, whoever coded something in it. Consensus codings are nobody's own and are not compared. The unit decides the values, so
it stands in the title; what was left out is counted and named.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Literal, cast

import numpy as np

from coder.analysis.agreement.arrays import BoolArray, IntArray, Spans
from coder.analysis.agreement.coefficients import COEFFICIENTS, POOLED
from coder.analysis.agreement.compare import USUAL, Material, compare
from coder.analysis.agreement.result import Agreement, CodeAgreement, Coefficient
from coder.analysis.agreement.units import Blocks, Characters, Units, paragraphs, sentences
from coder.analysis.names import unknown
from coder.model.source import Source
from coder.model.words import count
from coder.reports.reading import Opened, Reading, SpanRow, store_of
from coder.reports.selection import EVERYTHING, Chosen, Selection, resolve
from coder.reports.table import Cell, Column, Table

__all__ = ["USUAL", "AgreementReport", "agreement"]

Rule = Literal["finished", "coded something"]
Unit = Literal["turn", "sentence", "character", "source"]
_UNITS: Mapping[Unit, str] = {
    "turn": "a turn is coded if any character of it is; a source without turns is compared by paragraphs",
    "sentence": "a sentence is coded if any character of it is",
    "character": "each character of the text is coded or not",
    "source": "a source is coded if any character of it is",
}
_RULES: Mapping[Rule, str] = {
    "finished": "A coder counts for the sources she finished.",
    "coded something": "No source here is marked finished, so a coder counts for the sources in which she coded something.",
}
_BATCH = 50_000
"""Codings read at a time: about twenty sources of 600 each; larger batches need more memory and gain nothing."""
_SHOWN = 10
"""Names listed in a note before the rest is only counted."""
Json = dict[str, object]


@dataclass(frozen=True, slots=True)
class AgreementReport:
    """Agreement of the coders of a study, with names in place of numbers."""

    unit: Unit
    rule: Rule
    coders: tuple[str, ...]
    """All who were chosen, in the order in which `found` numbers them."""
    counting: tuple[str, ...]
    """Who of them counts for at least one source."""
    sources: tuple[str, ...]
    """The sources for which two or more coders count."""
    alone: tuple[str, ...]
    """The sources for which fewer do; they are not compared."""
    codes: tuple[str, ...]
    """Paths."""
    names: tuple[str, ...]
    """Of the coefficients."""
    n: int
    """Units with values of two coders or more."""
    found: Agreement
    filter: str

    def as_json(self) -> Json:
        """Give the result in the shape that scripts rely on."""
        return {
            "unit": self.unit,
            "coders": list(self.counting),
            "sources": list(self.sources),
            "seed": None,
            "rule": self.rule,
            "codes": [
                {
                    "code": self.codes[each.code],
                    "coefficients": _as_json(each.coefficients),
                    "segments": each.segments,
                    "flags": list(each.flags),
                }
                for each in self.found.codes
            ],
            "overall": {"coefficients": _as_json(self.found.overall)},
            "pairs": [
                {
                    "coders": [self.coders[coder] for coder in pair.coders],
                    "code": None if pair.code is None else self.codes[pair.code],
                    "coefficients": _as_json(pair.coefficients),
                }
                for pair in self.found.pairs
            ],
            "not_compared": list(self.alone),
            "ignored": self.found.ignored,
            "outside": self.found.outside,
            "filter": self.filter or None,
        }

    def to_table(self) -> Table:
        """List the codes, worst first, those without a value at the end with the reason, and all codes together last."""
        first = self.names[0]
        ranked = sorted(self.found.codes, key=lambda code: _worst_first(_named(code.coefficients)[first]))
        columns = (Column("code"), *_columns(self.names), Column("segments", "number"), Column("note"))
        rows = [self._row(code) for code in ranked]
        overall = ("all codes", *_cells(self.found.overall, self.names), None, _reason(self.found.overall))
        return Table(f"Agreement by {self.unit}", columns, (*rows, overall), tuple(self._notes()))

    def to_pairs_table(self) -> Table:
        """List the pairs of coders, all codes together."""
        names = tuple(name for name in self.names if name in POOLED)
        rows = [
            (
                " – ".join(self.coders[coder] for coder in pair.coders),
                *_cells(pair.coefficients, names),
                _reason(pair.coefficients),
            )
            for pair in self.found.pairs
            if pair.code is None
        ]
        columns = (Column("coders"), *_columns(names), Column("note"))
        return Table(f"Agreement of pairs by {self.unit}, all codes", columns, tuple(rows), tuple(self._notes()))

    def _row(self, code: CodeAgreement) -> tuple[Cell, ...]:
        note = "; ".join(part for part in (_reason(code.coefficients), *code.flags) if part)
        return self.codes[code.code], *_cells(code.coefficients, self.names), code.segments, note

    def _notes(self) -> Iterable[str]:
        """Say what was compared, by whom, and what was not."""
        yield f"Unit: {self.unit}; {_UNITS[self.unit]}. n counts the {self.unit}s with values of two coders or more: {self.n}."
        sources, coders = count(len(self.sources), "source"), ", ".join(self.counting) or "nobody"
        yield f"Compared: {sources}. Coders: {coders}. {_RULES[self.rule]}"
        yield "A coder's own overlapping codings are one. “all codes” pools the codes somebody used; it is no mean of rows."
        if len(self.counting) > 2 and "f1" in self.names:
            yield "f1 adds up the pairs of coders on each unit before dividing."
        if self.alone:
            yield f"Not compared, for want of a second coder: {_some(self.alone)}."
        if self.found.ignored:
            yield f"Ignored, as their coder does not count for the source: {count(self.found.ignored, 'coding')}."
        if self.found.outside:
            yield f"Not counted, as they touch no {self.unit}: {count(self.found.outside, 'coding')}."
        yield f"Filter: {self.filter or 'none'}."


def agreement(
    study: Opened | Reading, unit: str = "turn", selection: Selection = EVERYTHING, coefficients: Sequence[str] = USUAL
) -> AgreementReport:
    """Compare the coders of a study.

    Raises:
        UnknownName: there is no such unit, coefficient, or nothing of a name in the selection.
        CoderError: nothing fits the selection.
    """
    for name in coefficients:
        if name not in COEFFICIENTS:
            raise unknown("coefficient", name, COEFFICIENTS, f"There are {', '.join(COEFFICIENTS)}.")
    if unit not in _UNITS:
        raise unknown("unit", unit, _UNITS, f"The units are {', '.join(_UNITS)}.")
    store = store_of(study)
    return _compared(store, resolve(store, selection), cast("Unit", unit), selection.describe(), tuple(coefficients))


def _compared(store: Reading, chosen: Chosen, unit: Unit, words: str, names: tuple[str, ...]) -> AgreementReport:
    paths = store.codebook().paths
    asked = {uid: places for uid, places in chosen.counted.items() if places}
    rule, counting = _counting(store, chosen)
    units = _units(store, chosen.sources, unit)
    batches = _batches(store, chosen, list(asked))
    is_compared = counting.sum(axis=1) >= 2
    return AgreementReport(
        unit=unit,
        rule=rule,
        coders=tuple(coder.name for coder in chosen.coders),
        counting=tuple(chosen.coders[place].name for place in np.flatnonzero(counting.any(axis=0))),
        sources=tuple(chosen.sources[place].name for place in np.flatnonzero(is_compared)),
        alone=tuple(chosen.sources[place].name for place in np.flatnonzero(~is_compared)),
        codes=tuple(paths[code.uid] for code in chosen.codes),
        names=names,
        n=int(units.sizes[is_compared].sum()),
        found=compare(Material(batches, counting, units, list(asked.values()), len(chosen.codes)), names),
        filter=words,
    )


def _batches(store: Reading, chosen: Chosen, codes: Sequence[str]) -> Iterator[Spans]:
    """Read the codings of the chosen sources, coders, codes and round, each numbered by its place among them."""
    rounds = [chosen.round] if chosen.round else store.rounds()
    tables = (
        _places(store.ids("source"), [source.uid for source in chosen.sources]),
        _places(store.ids("code"), codes),
        _places(store.ids("coder"), [coder.uid for coder in chosen.coders]),
        _places(store.ids("round"), [each.uid for each in rounds]),
    )
    for rows in _whole_sources(store.spans()):
        source, code, coder, in_round = (table[rows[:, column]] for column, table in enumerate(tables))
        is_chosen = (source >= 0) & (code >= 0) & (coder >= 0) & (in_round >= 0)
        yield Spans(source, code, coder, rows[:, 4], rows[:, 5]).only(is_chosen)


def _whole_sources(spans: Iterator[SpanRow]) -> Iterator[IntArray]:
    """Cut the rows, which come ordered by source, into batches that part no source."""
    rest = np.zeros((0, 6), dtype=np.int64)
    while batch := list(islice(spans, _BATCH)):
        rows = np.concatenate((rest, np.array(batch, dtype=np.int64)))
        last = int(np.searchsorted(rows[:, 0], rows[-1, 0]))
        yield rows[:last]
        rest = rows[last:]
    yield rest


def _places(ids: Mapping[int, str], uids: Sequence[str]) -> IntArray:
    """Make the table from the study's numbers to places among `uids`; what is not among them has place -1."""
    place = {uid: number for number, uid in enumerate(uids)}
    table = np.full(max(ids, default=0) + 1, -1, dtype=np.int64)
    for number, uid in ids.items():
        table[number] = place.get(uid, -1)
    return table


def _counting(store: Reading, chosen: Chosen) -> tuple[Rule, BoolArray]:
    """Tell who counts for which source: (sources, coders)."""
    in_round = chosen.round.uid if chosen.round else None
    finished = {(source, coder) for each, source, coder in store.finished() if in_round in {None, each}}
    counting = _marked(chosen, finished)
    if counting.any():
        return "finished", counting
    return "coded something", _marked(chosen, _coded(store, in_round))


def _coded(store: Reading, in_round: str | None) -> set[tuple[str, str]]:
    """Find who coded anything in which source, of whatever code."""
    if in_round is None:
        return {pair for pair, progress in store.progress().items() if progress.codings}
    sources, coders, rounds = store.ids("source"), store.ids("coder"), store.ids("round")
    return {(sources[row[0]], coders[row[2]]) for row in store.spans() if rounds[row[3]] == in_round}


def _marked(chosen: Chosen, pairs: set[tuple[str, str]]) -> BoolArray:
    marks = [[(source.uid, coder.uid) in pairs for coder in chosen.coders] for source in chosen.sources]
    return np.array(marks, dtype=np.bool_).reshape(len(chosen.sources), len(chosen.coders))


def _units(store: Reading, sources: Sequence[Source], unit: Unit) -> Units:
    if unit == "character":
        return Characters(np.array([source.characters for source in sources], dtype=np.int64))
    return Blocks.of([_blocks(store, source, unit) for source in sources])


def _blocks(store: Reading, source: Source, unit: Unit) -> list[tuple[int, int]]:
    if unit == "source":
        return [(0, source.characters)]
    turns = [(turn.start, turn.end) for turn in store.turns(source.uid)]
    if turns and unit == "turn":
        return turns
    text = store.text(source.uid)
    pieces = turns or paragraphs(text)
    return pieces if unit == "turn" else [sentence for start, end in pieces for sentence in sentences(text, start, end)]


def _columns(names: Sequence[str]) -> tuple[Column, ...]:
    """Give each coefficient a column; percent with a decimal, for on characters most of it lies above 99."""
    share = Column("percent", "share", 1)
    return *(share if name == share.name else Column(name, "number") for name in names), Column("n", "number")


def _named(coefficients: Sequence[Coefficient]) -> dict[str, Coefficient]:
    return {coefficient.name: coefficient for coefficient in coefficients}


def _cells(coefficients: Sequence[Coefficient], names: Sequence[str]) -> tuple[Cell, ...]:
    found = _named(coefficients)
    return *(found[name].value if name in found else None for name in names), next((each.n for each in coefficients), 0)


def _worst_first(coefficient: Coefficient) -> tuple[bool, float]:
    return coefficient.value is None, coefficient.value or 0.0


def _reason(coefficients: Sequence[Coefficient]) -> str:
    """Say why the first coefficient without a value has none."""
    return next((f"undefined: {each.undefined}" for each in coefficients if each.undefined), "")


def _some(names: Sequence[str]) -> str:
    shown = ", ".join(names[:_SHOWN])
    return shown if len(names) <= _SHOWN else f"{shown} and {len(names) - _SHOWN} more"


def _as_json(coefficients: Sequence[Coefficient]) -> list[Json]:
    return [
        {"name": each.name, "value": each.value, "low": each.low, "high": each.high, "n": each.n, "undefined": each.undefined}
        for each in coefficients
    ]
