"""The codebook in time: what was done to a code and by whom, and which codings are older than the rules of their code."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass

from coder.model.codebook import Code
from coder.model.coding import Coding
from coder.model.source import Source
from coder.model.words import count
from coder.reports.table import Column, Table
from coder.study.codebook_past import CodeChange
from coder.study.kinds import Json
from coder.study.store import Store

TOP = "(top level)"
FIELD_WORDS = {
    "": "made",
    "place": "place",
    "merged_into": "merged into",
    "removed": "removed",
    "name": "name",
    "names": "other names",
    "brief": "what it is",
    "definition": "definition",
    "include": "use when",
    "exclude": "not when",
    "examples": "examples",
    "colour": "colour",
    "status": "status",
    "codable": "can be applied",
}
"""How people call the fields of a code."""
_TURNS = {"": "", "undo": "undone: ", "redo": "done again: "}


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that was done to a code, in words."""

    uid: str
    """Of the code."""
    at: str
    coder: str
    code: str
    """The code's path, or its name if it is not in the codebook any more."""
    what: str
    before: str
    after: str


def history(store: Store, code: Code | None = None) -> list[Event]:
    """Tell what was done to a code (or to all of them), the oldest first."""
    names = store.ever.names("code") | store.codebook().paths
    coders = {coder.uid: coder.name for coder in store.coders()}
    return [_event(change, names, coders) for change in store.codebook_past.changes(code.uid if code else None)]


def _event(change: CodeChange, names: Mapping[str, str], coders: Mapping[str, str]) -> Event:
    what = _TURNS[change.turn] + FIELD_WORDS.get(change.field, change.field)
    before, after = (_said(change.field, value, names) for value in (change.was, change.value))
    if change.field == "place" and before == after:
        what, before, after = what.replace("place", "order"), "", ""
    return Event(change.code, change.at, coders.get(change.coder, ""), names.get(change.code, ""), what, before, after)


def _said(field: str, value: Json, names: Mapping[str, str]) -> str:
    """Write the value of a field as a person reads it."""
    if field == "place" and isinstance(value, dict):
        return names.get(str(value["parent"]), "") if value["parent"] else TOP
    if value is None:
        return ""
    if field == "merged_into":
        return names.get(str(value), "")
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return "; ".join(": ".join(map(str, one)) if isinstance(one, list) else str(one) for one in value)
    return str(value)


def history_table(store: Store, code: Code | None = None) -> Table:
    """List what was done to a code, or to all codes."""
    found = history(store, code)
    columns = [Column("at"), Column("coder"), Column("code"), Column("what"), Column("from"), Column("to")]
    rows = [(one.at, one.coder, one.code, one.what, one.before, one.after) for one in found]
    title = f"History of {store.codebook().paths[code.uid]}" if code else "History of the codebook"
    return Table(title, tuple(columns), tuple(rows))


def lock_line(store: Store) -> str:
    """Say whether the codebook is locked, since when and by whom."""
    if not store.codebook().is_locked:
        return "open"
    found = store.codebook_past.locked()
    names = {coder.uid: coder.name for coder in store.coders()}
    return f"locked by {names.get(found[1], '')} on {found[0][:10]}" if found else "locked"


@dataclass(frozen=True, slots=True)
class OldCoding:
    """A coding that was made before the rules of its code became what they are."""

    coding: Coding
    source: Source
    turn: int | None
    """The number of its turn, from 1; None where the source has none there."""
    made: str
    changed: str
    rule: str
    """The rule that changed last, as people call it."""


def old_codings(store: Store, coder: str | None = None, code: str | None = None) -> list[OldCoding]:
    """List codings that should be read again, of one coder or code (uids) or of all, source by source."""
    outdated = {one.coding: one for one in store.codebook_past.outdated(coder)}
    codings = [coding for coding in store.codings(coder=coder, code=code) if coding.uid in outdated] if outdated else []
    sources = store.sources()
    places = {source.uid: place for place, source in enumerate(sources)}
    starts = {uid: [turn.label for turn in store.turns(uid)] for uid in {coding.source for coding in codings}}
    found = [
        OldCoding(
            coding,
            sources[places[coding.source]],
            bisect_right(starts[coding.source], coding.start) or None,
            outdated[coding.uid].made,
            outdated[coding.uid].changed,
            FIELD_WORDS[outdated[coding.uid].field],
        )
        for coding in codings
    ]
    return sorted(found, key=lambda old: (places[old.coding.source], old.coding.start, old.coding.end))


def outdated_table(store: Store, coder: str | None = None, code: str | None = None) -> Table:
    """List codings that are older than the last change of their code's rules."""
    found = old_codings(store, coder, code)
    coders, paths = {one.uid: one.name for one in store.coders()}, store.codebook().paths
    columns = (
        *(Column("source"), Column("turn", "number"), Column("start", "number"), Column("end", "number"), Column("code")),
        *(Column("coder"), Column("made"), Column("rule"), Column("changed"), Column("coding")),
    )
    rows = tuple(
        (
            *(old.source.name, old.turn, old.coding.start, old.coding.end, paths.get(old.coding.code, "")),
            *(coders.get(old.coding.coder, ""), old.made, old.rule, old.changed, old.coding.uid),
        )
        for old in found
    )
    note = f"{count(len(rows), 'coding')} made before a rule of the code changed; read them again."
    return Table("Codings older than their rules", columns, rows, (note,))
