"""What reports ask of a study: anything that answers these questions can be reported on.

`coder.study.store.Store` does. Reports name the questions and not the class, so that they never load the database engine by
themselves and a test can answer from a few lines of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, Protocol, runtime_checkable

from coder.model.codebook import Codebook
from coder.model.respondent import Respondent, Variable
from coder.model.round import Coder, Progress, Round
from coder.model.source import Source, Turn

Identified = Literal["source", "code", "coder", "round"]
SpanRow = tuple[int, int, int, int, int, int]
"""Numbers of source, code, coder and round, start and end."""


class Reading(Protocol):
    """What reports read of a study; `coder.study.store.Store` answers it."""

    def sources(self) -> list[Source]:
        """List the sources in the natural order of their names."""
        ...

    def text(self, source: str) -> str:
        """Give a source's text."""
        ...

    def turns(self, source: str) -> tuple[Turn, ...]:
        """Give a source's turns."""
        ...

    def codebook(self) -> Codebook:
        """Give the codebook."""
        ...

    def coders(self) -> list[Coder]:
        """List the coders."""
        ...

    def rounds(self) -> list[Round]:
        """List the rounds."""
        ...

    def respondents(self) -> list[Respondent]:
        """List the respondents with their values."""
        ...

    def variables(self) -> list[Variable]:
        """List the variables of respondents and sources."""
        ...

    def source_values(self) -> dict[str, dict[str, str]]:
        """Give the values of sources, by the source's uid and the variable's name."""
        ...

    def progress(self) -> dict[tuple[str, str], Progress]:
        """Tell how far each coder is with each source, by their uids."""
        ...

    def finished(self) -> set[tuple[str, str, str]]:
        """Give the finish marks: uids of round, source and coder."""
        ...

    def ids(self, kind: Identified, /) -> dict[int, str]:
        """Give the uids behind the numbers in `spans`."""
        ...

    def touched(self) -> Iterator[tuple[int, int, int, int]]:
        """Give the distinct numbers of source, code, coder and round that have a coding."""
        ...

    def spans(self) -> Iterator[SpanRow]:
        """Yield the coders' own codings as numbers of source, code, coder and round, start and end, in that order."""
        ...


@runtime_checkable
class Opened(Protocol):
    """An open study, which has a store to read."""

    @property
    def store(self) -> Reading:
        """What is read."""
        ...


def store_of(study: Opened | Reading) -> Reading:
    """Take an open study or its store."""
    return study.store if isinstance(study, Opened) else study
