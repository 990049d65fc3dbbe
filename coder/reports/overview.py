"""The overview: where somebody was, what is left for her, whether her work is safe, what has changed; and how far the others are.

It names sources, codes by their number and coders, and never a word of testimony, so anybody in the room may look on. How far a
source was read is known only to the device on which it was read, so that is handed in.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from coder.model.round import Coder, Progress, State
from coder.model.source import Source
from coder.model.words import count
from coder.reports.table import Cell, Column, Table
from coder.study.backup import Backup, backups
from coder.study.ledger import Coded, Ledger, Size
from coder.study.store import Store
from coder.study.study import Study

BEHIND = 2
"""Characters that may stand behind the last turn: a text ends with its line."""
ProgressOf = Mapping[tuple[str, str], Progress]
"""By source and coder."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How far somebody is with one of her sources."""

    source: Source
    codings: int
    memos: int
    """On the source and on codings in it."""
    state: State
    read: float | None
    """How much of the text she has had before her on this device, as a part of 1; None if it was coded elsewhere."""


@dataclass(frozen=True, slots=True)
class Person:
    """How far somebody is with the study."""

    coder: Coder
    codings: int
    finished: int
    sources: int
    """How many are hers: those she was given, else all."""
    coded_at: str
    """When she coded last by hand; empty for never."""

    @property
    def share(self) -> float:
        """The part of her sources that is finished."""
        return self.finished / self.sources if self.sources else 0.0


@dataclass(frozen=True, slots=True)
class Stop:
    """Where somebody stopped reading."""

    source: Source
    turn: int | None
    """From 1; None where the source has no turns, or she stood before the first."""
    at: str
    """When; empty if that was not kept."""


@dataclass(frozen=True, slots=True)
class Overview:
    """How a study stands, for one person or for nobody in particular."""

    coder: Coder | None
    sources: tuple[Source, ...]
    coders: tuple[Coder, ...]
    """The one who looks first."""
    progress: ProgressOf
    standings: tuple[Standing, ...]
    """Her sources, all of them."""
    people: tuple[Person, ...]
    """Those who have begun, the one who is furthest behind first."""
    stop: Stop | None
    journal: Size
    backups: tuple[Backup, ...]
    """The newest first."""
    changed_codes: int
    """Codes that others have made or changed since she coded last."""
    new_sources: int

    @property
    def is_for_the_team(self) -> bool:
        """Tell whether the others' work matters more than her own: she supervises and codes nothing herself."""
        return (
            self.coder is not None
            and self.coder.role == "supervisor"
            and len(self.coders) > 1
            and not any((source.uid, self.coder.uid) in self.progress for source in self.sources)
        )

    def as_json(self) -> dict[str, object]:
        """Give what `coder status --json` says beside the sources."""
        return {
            "people": [
                {"name": one.coder.name, "codings": one.codings, "finished": one.finished, "sources": one.sources}
                | {"last_coded": one.coded_at or None}
                for one in self.people
            ],
            "journal": {
                "entries": self.journal.entries,
                "devices": self.journal.devices,
                "last": self.journal.changed_at or None,
            },
            "backups": {"kept": len(self.backups), "newest": self.backups[0].made.isoformat() if self.backups else None},
            "you": self._as_her_json() if self.coder else None,
        }

    def _as_her_json(self) -> dict[str, object]:
        stop = self.stop
        return {
            "name": self.coder.name if self.coder else "",
            "stopped": {"source": stop.source.name, "turn": stop.turn, "at": stop.at or None} if stop else None,
            "sources": {one.source.name: {"read": one.read, "memos": one.memos, "state": one.state} for one in self.standings},
            "changed_codes": self.changed_codes,
            "new_sources": self.new_sources,
        }

    def beside(self, status: Table) -> Table:
        """Lay what is known beside a table of the sources: a coder's own columns, and sentences under it."""
        if self.coder is None:
            return replace(status, notes=(*status.notes, *self.sentences()))
        columns = (*status.columns, Column("read", "share"), Column("memos", "number"))
        rows = tuple((*row, one.read, one.memos) for row, one in zip(status.rows, self._all(), strict=True))
        note = f"read, memos: of {self.coder.name}; what was read on another device is not known here."
        return replace(status, columns=columns, rows=rows, notes=(*status.notes, note, *self.sentences()))

    def _all(self) -> Iterator[Standing]:
        hers = {one.source.uid: one for one in self.standings}
        for source in self.sources:
            yield hers.get(source.uid) or Standing(source, 0, 0, "to do", None)

    def sentences(self) -> Iterator[str]:
        """Say the rest in sentences."""
        if self.people:
            yield f"Finished: {', '.join(f'{one.coder.name} {one.finished} of {one.sources}' for one in self.people)}."
        size = self.journal
        yield f"Journal: {count(size.entries, 'change')} from {count(size.devices, 'device')}."
        if self.backups:
            newest = self.backups[0].made.astimezone()
            yield f"Backups beside the study: {len(self.backups)}, the newest of {newest:%Y-%m-%d %H:%M}."
        else:
            yield "Backups beside the study: none. `coder backup STUDY` makes one."
        if self.stop and self.coder:
            turn = f", turn {self.stop.turn} of {self.stop.source.n_turns}" if self.stop.turn else ""
            yield f"{self.coder.name} stopped in {self.stop.source.name}{turn}."
        yield from self._news()

    def _news(self) -> Iterator[str]:
        changed = [(self.changed_codes, "changed code"), (self.new_sources, "new source")]
        said = [count(number, noun) for number, noun in changed if number]
        if said and self.coder:
            yield f"Since {self.coder.name} coded last: {' and '.join(said)}."


def overview(study: Study, coder: Coder | None, memory: Mapping[str, str]) -> Overview:
    """See how a study stands.

    Args:
        study: the open study.
        coder: who looks; None for nobody in particular.
        memory: what this device kept for her.
    """
    store, ledger = study.store, study.ledger
    sources, coders, progress, coded = store.sources(), store.coders(), store.progress(), ledger.coded()
    people = [_person(one, sources, progress, coded.get(one.uid)) for one in coders]
    mine = coded.get(coder.uid) if coder else None
    return Overview(
        coder=coder,
        sources=tuple(sources),
        coders=tuple(sorted(coders, key=lambda one: coder is None or one.uid != coder.uid)),
        progress=progress,
        standings=tuple(_standings(coder, sources, progress, ledger, memory)) if coder else (),
        people=tuple(sorted((one for one in people if one.sources), key=lambda one: one.share)),
        stop=_stop(store, sources, memory),
        journal=ledger.size(),
        backups=tuple(backups(study.path)),
        changed_codes=len(ledger.changed_codes(mine, coder.uid)) if coder and mine else 0,
        new_sources=len(ledger.new_sources(mine, coder.uid)) if coder and mine else 0,
    )


def team_table(found: Overview) -> Table:
    """List the sources with each coder's codings, ✓ where she is finished and · where she has yet to begin."""
    columns = (
        Column("source"),
        *(Column(coder.name, "mark") for coder in found.coders),
        Column("kind"),
        Column("lang"),
        Column("turns", "number"),
        Column("length", "number"),
    )
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            source.name,
            *(_far(found.progress.get((source.uid, coder.uid))) for coder in found.coders),
            *(source.kind, source.language, source.n_turns, source.characters),
        )
        for source in found.sources
    )
    return Table("Sources", columns, rows)


def _far(progress: Progress | None) -> str:
    if progress is None:
        return ""
    return {"to do": "·", "open": f"{progress.codings}", "finished": f"{progress.codings} ✓"}[progress.state]


def _hers(coder: Coder, sources: Sequence[Source], progress: ProgressOf) -> list[Source]:
    """List the sources that are somebody's work: those she was given or has begun; all of them if she was given none."""
    found = {source.uid: progress.get((source.uid, coder.uid)) for source in sources}
    is_given_some = any(one.is_assigned for one in found.values() if one)
    return [source for source in sources if found[source.uid] or not is_given_some]


def _standings(
    coder: Coder, sources: Sequence[Source], progress: ProgressOf, ledger: Ledger, memory: Mapping[str, str]
) -> Iterator[Standing]:
    memos = ledger.memos_by(coder.uid)
    for source in _hers(coder, sources, progress):
        far = progress.get((source.uid, coder.uid), Progress(0, "to do"))
        yield Standing(source, far.codings, memos.get(source.uid, 0), far.state, _read(source, far, memory))


def _read(source: Source, far: Progress, memory: Mapping[str, str]) -> float | None:
    """Tell how much of a source was read; what somebody coded without this device knowing of it, she read elsewhere."""
    kept = memory.get(f"read:{source.uid}", "")
    if _is_number(kept) and source.characters:
        is_all = int(kept) >= source.characters - BEHIND
        return 1.0 if is_all else int(kept) / source.characters
    return None if far.codings or far.state == "finished" else 0.0


def _person(coder: Coder, sources: Sequence[Source], progress: ProgressOf, coded: Coded | None) -> Person:
    """Sum up what somebody has done; who has nothing to do with any source has none."""
    known = {source.uid for source in sources}
    hers = [one for (source, uid), one in progress.items() if uid == coder.uid and source in known]
    n_sources = len(_hers(coder, sources, progress)) if hers else 0
    done = sum(one.state == "finished" for one in hers)
    return Person(coder, sum(one.codings for one in hers), done, n_sources, coded.at if coded else "")


def _stop(store: Store, sources: Sequence[Source], memory: Mapping[str, str]) -> Stop | None:
    """Find where somebody stopped reading, by what this device kept."""
    source = next((one for one in sources if one.uid == memory.get("source")), None)
    if source is None:
        return None
    kept = memory.get(f"cursor:{source.uid}", "")
    cursor = int(kept) if _is_number(kept) else 0
    turn = bisect_right([turn.label for turn in store.turns(source.uid)], cursor)
    return Stop(source, turn or None, memory.get("left", ""))


def _is_number(kept: str) -> bool:
    return kept.isascii() and kept.isdecimal()
