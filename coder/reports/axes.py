"""The axes of a cross-tab, found in a study by their names.

`code`, `source`, `kind`, `coder` and `round` are the program's own; every other name is a variable, and `attribute:NAME` is one
even if its name is among these. Places come in the codebook's order, in the order in which categories were declared, or by size,
never by accident. Declared categories are kept where nobody has them: a column of zeros under a base of zero is a finding too;
a coder or a round without codings is none.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

from coder.analysis.crosstab import Axis
from coder.errors import CoderError
from coder.model.codebook import Codebook
from coder.model.respondent import Variable, plain
from coder.model.round import Coder, Round
from coder.model.source import KINDS, Source
from coder.model.text import fold, natural_key
from coder.reports.reading import Identified, Reading
from coder.reports.selection import Chosen
from coder.reports.where import MISSING, Values, number

OWN_AXES = ("code", "source", "kind", "coder", "round")
"""Axes that are no variables."""


@dataclass(frozen=True)
class Axes:
    """Makes the axes of one study and selection."""

    store: Reading
    chosen: Chosen

    def axis(self, name: str) -> Axis:
        """Find an axis by its name.

        Raises:
            UnknownName: there is no variable of that name.
            CoderError: there are no tables by speaker yet.
        """
        makers: Mapping[str, Callable[[], Axis]] = {
            "code": self._codes, "source": self._sources, "kind": self._kinds, "coder": self._coders, "round": self._rounds,
        }  # fmt: skip
        if fold(name) in makers:
            return makers[fold(name)]()
        if fold(name) == "speaker":
            names = ", ".join([*OWN_AXES, *(variable.name for variable in self.values.variables.values())])
            raise CoderError("There are no tables by speaker yet.", f"Rows and columns can be {names}.")
        return self._variable(self.values.find(name))

    def ids(self, kind: Identified, uids: Iterable[str]) -> list[int]:
        """Give the numbers that the study's spans use for some uids."""
        return [self._numbers[kind][uid] for uid in uids]

    def is_outside(self, source: Source, name: str) -> bool:
        """Tell whether a source has no place on an axis: it has no respondent who could have such a value."""
        return not source.respondent and fold(name) not in OWN_AXES and self.values.find(name).of == "respondent"

    @cached_property
    def values(self) -> Values:
        """The values of sources and respondents."""
        return Values.of(self.store)

    @cached_property
    def _numbers(self) -> dict[Identified, dict[str, int]]:
        kinds: tuple[Identified, ...] = ("source", "code", "coder", "round")
        return {kind: {uid: number for number, uid in self.store.ids(kind).items()} for kind in kinds}

    @cached_property
    def _all(self) -> frozenset[int]:
        return frozenset(self.ids("source", (source.uid for source in self.chosen.sources)))

    def _codes(self) -> Axis:
        codebook = self.store.codebook()
        known = self._numbers["code"]
        places = {known[uid]: at for uid, at in self.chosen.counted.items() if uid in known}
        return Axis(
            tuple(labels(codebook, [code.uid for code in self.chosen.codes])),
            "code",
            places,
            [self._all] * len(self.chosen.codes),
        )

    def _sources(self) -> Axis:
        axis = self._by_source([source.uid for source in self.chosen.sources], lambda source: source.uid)
        return replace(axis, labels=tuple(source.name for source in self.chosen.sources))

    def _kinds(self) -> Axis:
        occurring = {source.kind for source in self.chosen.sources}
        return self._by_source([kind for kind in KINDS if kind in occurring], lambda source: source.kind)

    def _coders(self) -> Axis:
        """Give a place to each coder who coded something or finished a source; those are the sources she has."""
        worked: dict[int, set[int]] = defaultdict(set)
        coders, sources = self._numbers["coder"], self._numbers["source"]
        for (source, coder), progress in self.store.progress().items():
            if (progress.codings or progress.state == "finished") and source in sources and coder in coders:
                worked[coders[coder]].add(sources[source])
        return self._one_each("coder", self.chosen.coders, worked)

    def _rounds(self) -> Axis:
        """Give a place to each round in which something was coded; the sources of those codings are what it has."""
        worked: dict[int, set[int]] = defaultdict(set)
        for source, _, _, in_round, _, _ in self.store.spans():
            worked[in_round].add(source)
        return self._one_each("round", [self.chosen.round] if self.chosen.round else self.store.rounds(), worked)

    def _one_each(
        self, field: Literal["coder", "round"], things: Iterable[Coder | Round], worked: Mapping[int, set[int]]
    ) -> Axis:
        found = {self._numbers[field][thing.uid]: thing.name for thing in things}
        having = {number: self._all & worked[number] for number in found if number in worked}
        busy = [number for number, sources in having.items() if sources]
        places = {number: (place,) for place, number in enumerate(busy)}
        return Axis(tuple(found[number] for number in busy), field, places, [having[number] for number in busy])

    def _variable(self, variable: Variable) -> Axis:
        sources = [source for source in self.chosen.sources if not self.is_outside(source, f"attribute:{variable.name}")]
        found = {source.uid: self.values.value(source, variable) for source in sources}
        names = _categories(variable, found.values())
        shown = {plain(name): name for name in names}
        axis = self._by_source(
            names, lambda source: shown[plain(found[source.uid])] if found.get(source.uid) else MISSING, sources
        )
        return replace(axis, is_variable=True)

    def _by_source(self, names: Sequence[str], name: Callable[[Source], str], sources: Sequence[Source] | None = None) -> Axis:
        place = {each: number for number, each in enumerate(names)}
        chosen = self.chosen.sources if sources is None else sources
        numbers = self.ids("source", (source.uid for source in chosen))
        places = {key: (place[name(source)],) for key, source in zip(numbers, chosen, strict=True)}
        having: list[set[int]] = [set() for _ in names]
        for key, (at,) in places.items():
            having[at].add(key)
        return Axis(tuple(names), "source", places, having)


def labels(codebook: Codebook, uids: Iterable[str]) -> list[str]:
    """Name codes as a table does: by name, and by path where several codes have that name."""
    bearers = Counter(code.name for code in codebook.codes)
    return [codebook.paths[uid] if bearers[name := codebook.by_uid[uid].name] > 1 else name for uid in uids]


def _categories(variable: Variable, found: Iterable[str]) -> list[str]:
    """List a variable's values: the declared ones in their order, others by size, and `missing` last if somebody has none."""
    values = list(found)
    declared = {plain(value) for value in variable.values}
    others = {plain(value): value for value in values if value and plain(value) not in declared}
    missing = [MISSING] if not all(values) else []
    return [*variable.values, *sorted(others.values(), key=_size), *missing]


def _size(value: str) -> tuple[bool, float, tuple[tuple[int, str], ...]]:
    """Put numbers first, by size, and texts after them, R2 before R10."""
    size = number(value)
    return size is None, size or 0.0, natural_key(value)
