"""Opening a study for a command, and finding out who acts in it."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from coder.cli.options import environment
from coder.errors import UnknownName

if TYPE_CHECKING:
    from coder.model.round import Coder, Round
    from coder.model.source import Source
    from coder.study import Study
    from coder.study.store import Store

SUFFIX = ".db"


def study_path(name: str) -> Path:
    """Make the path of a study from what was typed; a missing suffix is added."""
    path = Path(name)
    return path if path.suffix or path.exists() or not path.name.strip(". ") else path.with_name(path.name + SUFFIX)


def quoted(path: Path) -> str:
    """Write a path so that it can be copied into a shell."""
    return shlex.quote(str(path))


def near(path: Path) -> Path:
    """Name a path from where the user is, if it lies below."""
    here = Path.cwd().resolve()
    return path.relative_to(here) if path.is_relative_to(here) else path


@contextmanager
def reading(name: str) -> Iterator[Store]:
    """Open a study to be read."""
    from coder.study import Study

    with Study.open(study_path(name), readonly=True) as study:
        yield study.store


@contextmanager
def writing(name: str, who: str | None) -> Iterator[tuple[Study, Coder]]:
    """Open a study to be written to by somebody."""
    from coder.study import Study

    with Study.open(study_path(name)) as study:
        yield study, who_acts(study.store, who)


@contextmanager
def importing(name: str, who: str | None) -> Iterator[tuple[Study, Coder]]:
    """Open a study that much is to be brought into at once, with a backup before the first change."""
    from coder.cli.edge import say

    with writing(name, who) as (study, coder):
        study.be_careful()
        yield study, coder
        if study.last_backup:
            say(f"A backup from before: {near(study.last_backup)}")


def who_acts(store: Store, who: str | None) -> Coder:
    """Find the coder who acts: `--as`, else `CODER_AS`, else the settings, else the study's only coder.

    Raises:
        UnknownName: nobody is named and there are several, or nobody has that name.
    """
    coders = store.coders()
    if (found := who_looks(store, who)) is not None:
        return found
    if not coders:
        raise UnknownName("The study has no coder.", "Every study begins with one: run `coder verify` on this file.")
    from coder.tui.settings import settings_file

    names = ", ".join(coder.name for coder in coders)
    hint = f'Say it with --as NAME ({names}), or write as = "NAME" into {settings_file()}'
    raise UnknownName("Who is acting? The study has several coders.", hint)


def who_looks(store: Store, who: str | None) -> Coder | None:
    """Find the coder who looks on as `who_acts` does; None where nobody is named and there are several.

    Raises:
        UnknownName: nobody has that name.
    """
    from coder.analysis.names import find
    from coder.tui.settings import read_settings, settings_file

    coders = store.coders()
    named = who or environment("AS") or read_settings(settings_file()).who()
    if named:
        return find("coder", coders, named)
    return coders[0] if len(coders) == 1 else None


def source_named(store: Store, name: str) -> Source:
    """Find a source by name."""
    from coder.analysis.names import find

    return find("source", store.sources(), name)


def passage_named(store: Store, source: str, place: str) -> tuple[Source, int, int]:
    """Give a source and the span that a place names in it."""
    from coder.model.place import find_place

    found = source_named(store, source)
    return found, *find_place(place, store.text(found.uid), store.turns(found.uid))


def round_named(store: Store, name: str) -> Round:
    """Find a round by name; the open round `main` where none is named."""
    from coder.analysis.names import find

    return find("round", store.rounds(), name) if name else store.main_round()
