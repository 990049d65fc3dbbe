"""The hits of an autocode as a list, for people and for programs, and in a sentence what coding them does."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from coder.model.words import count
from coder.reports.autocode import Found, Wanted
from coder.reports.table import Column, Table
from coder.study.bulk import AddCodings
from coder.study.changes import Change, MoveCoding, Remove


def describe_changes(changes: Sequence[Change]) -> str:
    """Say what the changes of an autocode do.

    >>> describe_changes([MoveCoding("c", 0, 10)])
    '1 coding made longer'
    """
    n = sum(len(change.codings) for change in changes if isinstance(change, AddCodings))
    longer = sum(isinstance(change, MoveCoding) for change in changes)
    joined = sum(isinstance(change, Remove) for change in changes)
    parts = [
        f"{count(n, 'new coding')}" if n else "",
        f"{count(longer, 'coding')} made longer" if longer else "",
        f"{count(joined, 'coding')} joined to another" if joined else "",
    ]
    return ", ".join(part for part in parts if part) or "nothing to code"


def describe_found(found: Sequence[Found]) -> str:
    """Say how many hits there are, in how many sources, and how many of them would be coded.

    >>> describe_found(())
    'nothing found'
    """
    if not found:
        return "nothing found"
    there = sum(one.state == "here already" for one in found)
    sources = len({one.source.uid for one in found})
    said = f"{count(len(found), 'hit')} in {count(sources, 'source')}"
    return f"{said}, {there} of them coded already" if there else said


def passages_table(found: Iterable[tuple[int, Found]], wanted: Wanted) -> Table:
    """List numbered hits, one row each."""
    rows = tuple((number, one.source.name, one.turn, one.speaker, len(one.words), one.state, one.line) for number, one in found)
    places = (Column("hit", "number"), Column("source"), Column("turn", "number"), Column("speaker"))
    what = (Column("characters", "number"), Column("coding"), Column("what was found stands between « »"))
    notes = (f"{wanted.describe()[0].upper()}{wanted.describe()[1:]}.", "Characters: the length of what would be coded.")
    return Table("Autocode", (*places, *what), rows, notes)


def passages_as_json(found: Iterable[tuple[int, Found]]) -> list[dict[str, object]]:
    """Write numbered hits for programs."""
    return [
        {
            "hit": number,
            "source": one.source.name,
            "turn": one.turn,
            "speaker": one.speaker,
            "start": one.hit.start,
            "end": one.hit.end,
            "text": one.words,
            "found": one.hit.found,
            "coding": one.state,
        }
        for number, one in found
    ]
