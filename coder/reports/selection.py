"""Which part of a study a report works on: the common filters as a value that describes itself in words.

A `Selection` holds what a user asked for, by name; `resolve` finds those things in a study, or refuses with the nearest name, so
that a slip of the keyboard never becomes an empty table.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from coder.analysis.names import find, find_code, unknown
from coder.errors import CoderError
from coder.model.codebook import Code, Codebook
from coder.model.round import Coder, Round
from coder.model.source import KINDS, Kind, Source
from coder.model.text import fold
from coder.reports.reading import Reading
from coder.reports.where import Condition, Values

Named = TypeVar("Named", Source, Coder, Round)


@dataclass(frozen=True, slots=True)
class Selection:
    """What a report works on, by name; empty means all."""

    sources: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    coders: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    """Names or paths; each with its sub-codes."""
    exact: bool = False
    """A code stands for itself alone, without its sub-codes."""
    where: tuple[str, ...] = ()
    """Conditions on variables as they are typed; all must hold."""
    round: str = ""

    def describe(self) -> str:
        """Say in words what was selected; empty if everything was.

        >>> Selection(kinds=("interview",), codes=("Bribery",), where=("year>=2015", "left=2017|2018")).describe()
        'kind interview; code Bribery with its sub-codes; year is at least 2015; left is 2017 or 2018'
        """
        parts = [
            _listed("source", self.sources),
            _listed("kind", self.kinds),
            _listed("coder", self.coders),
            _listed("code", self.codes) + (" with its sub-codes" if self.codes and not self.exact else ""),
            "sub-codes not counted with their parents" if self.exact else "",
            *(str(Condition.of(text)) for text in self.where),
            _listed("round", (self.round,) if self.round else ()),
        ]
        return "; ".join(part for part in parts if part)


def _listed(noun: str, names: Sequence[str]) -> str:
    return f"{noun} {' or '.join(names)}" if names else ""


EVERYTHING = Selection()


@dataclass(frozen=True, slots=True)
class Chosen:
    """A selection found in a study."""

    sources: tuple[Source, ...]
    coders: tuple[Coder, ...]
    codes: tuple[Code, ...]
    """The codes a report has rows for: those named, and all codable ones under them; in the codebook's order."""
    counted: Mapping[str, tuple[int, ...]]
    """For each code's uid, the places among `codes` that a coding of it counts for: itself and those above, or itself alone."""
    round: Round | None


def resolve(store: Reading, selection: Selection) -> Chosen:
    """Find in a study what a selection names.

    Raises:
        UnknownName: there is no source, kind, coder, code, round, variable or category of that name, or it fits several codes.
        CoderError: nothing fits, or a condition cannot be understood.
    """
    codebook = store.codebook()
    codes = _codes(codebook, selection)
    sources = _sources(store, selection)
    if not sources and not store.sources():
        raise CoderError("The study has no sources.", "Import some: `coder import STUDY FILES`")
    if not sources:
        raise CoderError(
            "No source fits the selection.", "Widen --source, --kind or --where; `coder status STUDY` lists the sources."
        )
    rounds = _named("round", store.rounds(), (selection.round,) if selection.round else ())
    return Chosen(
        sources=sources,
        coders=_named("coder", store.coders(), selection.coders),
        codes=codes,
        counted=_counted(codebook, codes, exact=selection.exact),
        round=rounds[0] if selection.round else None,
    )


def _named(kind: str, things: Sequence[Named], names: Sequence[str]) -> tuple[Named, ...]:
    """Find things by name, in the study's order; all of them where none is named."""
    wanted = {find(kind, things, name).uid for name in names}
    return tuple(thing for thing in things if thing.uid in wanted or not names)


def _codes(codebook: Codebook, selection: Selection) -> tuple[Code, ...]:
    """List the codes that get rows; a family that cannot be coded only if it is named."""
    if not selection.codes:
        return tuple(code for code in codebook.codes if code.codable)
    named = {find_code(codebook, name).uid for name in selection.codes}
    under = named if selection.exact else {uid for each in named for uid in codebook.family(each)}
    return tuple(code for code in codebook.codes if code.uid in named or (code.codable and code.uid in under))


def _counted(codebook: Codebook, codes: Sequence[Code], *, exact: bool) -> dict[str, tuple[int, ...]]:
    place = {code.uid: number for number, code in enumerate(codes)}
    counted = {}
    for code in codebook.codes:
        above = () if exact else tuple(ancestor.uid for ancestor in codebook.ancestors(code.uid))
        counted[code.uid] = tuple(place[uid] for uid in (code.uid, *above) if uid in place)
    return counted


def _sources(store: Reading, selection: Selection) -> tuple[Source, ...]:
    kinds = {_kind(kind) for kind in selection.kinds} or set(KINDS)
    found = tuple(source for source in _named("source", store.sources(), selection.sources) if source.kind in kinds)
    if not selection.where:
        return found
    values = Values.of(store)
    tests = [values.test(Condition.of(text)) for text in selection.where]
    return tuple(source for source in found if all(test(source) for test in tests))


def _kind(name: str) -> Kind:
    for kind in KINDS:
        if kind == fold(name):
            return kind
    raise unknown("kind of source", name, KINDS, f"The kinds are {', '.join(KINDS)}.")
