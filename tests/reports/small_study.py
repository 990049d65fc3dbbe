"""A study in a few lines: what a store answers, from plain values, without a file."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from coder.model.codebook import Code, Codebook
from coder.model.respondent import Respondent, Variable
from coder.model.round import Coder, Progress, Round
from coder.model.source import Kind, Source, Turn
from coder.reports.reading import Identified, SpanRow

Said = tuple[str, str, str, int, int]
"""Source, coder, code, start, end: uids are names here."""


@dataclass(frozen=True)
class SmallStore:
    """Answers what `coder.study.store.Store` answers. Row numbers leave gaps and run against the order of names."""

    said: tuple[Said, ...] = ()
    texts: dict[str, str] = field(default_factory=dict)
    found_turns: dict[str, tuple[Turn, ...]] = field(default_factory=dict)
    book: Codebook = field(default_factory=Codebook)
    coder_names: tuple[str, ...] = ("A", "B")
    round_names: tuple[str, ...] = ("main",)
    people: tuple[Respondent, ...] = ()
    kinds: dict[str, Kind] = field(default_factory=dict)
    asked: tuple[Variable, ...] = ()
    values_of_sources: dict[str, dict[str, str]] = field(default_factory=dict)
    marks: frozenset[tuple[str, str, str]] = frozenset()
    rounds_of: dict[int, str] = field(default_factory=dict)
    """The round of a coding by its place in `said`; `main` where it says nothing."""

    def sources(self) -> list[Source]:
        of = {name: respondent.label for respondent in self.people for name in respondent.sources}
        return [
            Source(name, name, self.kinds.get(name, "interview"), "en", len(text), len(self.turns(name)), of.get(name), "")
            for name, text in self.texts.items()
        ]

    def text(self, source: str) -> str:
        return self.texts[source]

    def turns(self, source: str) -> tuple[Turn, ...]:
        return self.found_turns.get(source, ())

    def codebook(self) -> Codebook:
        return self.book

    def coders(self) -> list[Coder]:
        return [Coder(name, name) for name in self.coder_names]

    def rounds(self) -> list[Round]:
        return [Round(name, name) for name in self.round_names]

    def respondents(self) -> list[Respondent]:
        return list(self.people)

    def variables(self) -> list[Variable]:
        return list(self.asked)

    def source_values(self) -> dict[str, dict[str, str]]:
        return self.values_of_sources

    def finished(self) -> set[tuple[str, str, str]]:
        return set(self.marks)

    def progress(self) -> dict[tuple[str, str], Progress]:
        found: dict[tuple[str, str], int] = defaultdict(int)
        for source, coder, *_ in self.said:
            found[source, coder] += 1
        done = {(source, coder) for _, source, coder in self.marks}
        return {pair: Progress(found[pair], "finished" if pair in done else "open") for pair in {*found, *done}}

    def ids(self, kind: Identified, /) -> dict[int, str]:
        return self._ids[kind]

    @cached_property
    def _ids(self) -> dict[str, dict[int, str]]:
        names: dict[str, list[str]] = {
            "source": list(self.texts),
            "code": [code.uid for code in self.book.codes],
            "coder": list(self.coder_names),
            "round": list(self.round_names),
        }
        return {kind: {3 * place + 2: name for place, name in enumerate(reversed(known))} for kind, known in names.items()}

    def touched(self) -> Iterator[tuple[int, int, int, int]]:
        """Yield what was coded by whom where."""
        yield from sorted({row[:4] for row in self.spans()})

    def spans(self) -> Iterator[SpanRow]:
        number = {kind: {name: row for row, name in known.items()} for kind, known in self._ids.items()}
        rows = [
            (
                number["source"][source],
                number["code"][code],
                number["coder"][coder],
                number["round"][self.rounds_of.get(at, "main")],
                start,
                end,
            )
            for at, (source, coder, code, start, end) in enumerate(self.said)
        ]
        yield from sorted(rows)


@dataclass(frozen=True)
class OpenedStudy:
    """An open study, as far as a report looks at it."""

    store: SmallStore


def book(*paths: str, families: tuple[str, ...] = ()) -> Codebook:
    """Make a codebook of paths; a code's uid is its path. `families` cannot be coded."""
    return Codebook(
        tuple(
            Code(path.rpartition(" > ")[2], path.rpartition(" > ")[0] or None, path, codable=path not in families)
            for path in paths
        )
    )


def of_regions(**region_of: str) -> tuple[Respondent, ...]:
    """Make respondents, one for each source, with or without a region: `S1="R1 North"`."""
    people = []
    for source, words in region_of.items():
        label, _, region = words.partition(" ")
        people.append(Respondent(label, label, (source,), {"region": region} if region else {}))
    return tuple(people)


REGION = Variable("region", "respondent", "category", ("North", "South"))
FIXTURE = SmallStore(
    said=(
        ("S1", "A", "money", 0, 10), ("S1", "A", "money", 5, 20), ("S1", "A", "phone", 60, 70), ("S1", "B", "phone", 0, 10),
        ("S2", "A", "money", 0, 10), ("S2", "A", "phone", 10, 20),
        ("S3", "A", "money", 0, 30), ("S3", "A", "phone", 10, 20), ("S3", "A", "border", 40, 50),
        ("S4", "A", "border", 0, 10),
    ),
    texts=dict.fromkeys(("S1", "S2", "S3", "S4"), "x" * 100),
    found_turns={"S1": (Turn(0, 0, 50), Turn(50, 50, 100))},
    book=book("money", "phone", "border"),
    people=of_regions(S1="R1 North", S2="R2 North", S3="R3 South", S4="R4"),
    asked=(REGION,),
)  # fmt: skip
"""Four sources of 100 characters by four respondents, two from the North, one from the South, one from nobody knows where."""
