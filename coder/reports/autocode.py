"""Autocode: what a search would code, hit by hit, before anything is coded.

A coder works with her own codings only: where the code is already, and what lies within another code, is asked of hers in one
round, so a preview tells a blind coder nothing about the others. The numbers of the hits stay the same when some of them are
coded, for those are listed on, marked as here already.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from coder.analysis.autocode import Extent, Hit, Query, Span, find_hits, patterns_for
from coder.analysis.names import find_code, unknown
from coder.errors import InputRefused
from coder.model.codebook import Code, Codebook
from coder.model.coding import Coding
from coder.model.display import cells, one_line
from coder.model.round import Coder, Round
from coder.model.source import Source, Turn
from coder.model.spans import meetings
from coder.model.text import fold
from coder.model.words import count
from coder.reports.selection import EVERYTHING, Selection, resolve
from coder.study.bulk import apply_to_many
from coder.study.changes import AddCoding, Change
from coder.study.store import Store

State = Literal["new", "wider", "here already"]
"""What coding a hit would do: make a coding, make an own one longer, or nothing."""
BEFORE = 24
AFTER = 60
"""Characters shown around what was found, those before in cells."""
_ROLES = {"I": "interviewer", "R": "respondent", "T": "interpreter"}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for, as it is typed; empty does not narrow."""

    words: tuple[str, ...] = ()
    """Any of them; see `analysis.words`."""
    expression: str = ""
    """A regular expression; it or one of the words."""
    speakers: tuple[str, ...] = ()
    """Names, or I, R and T for the roles."""
    within: str = ""
    """A code, with its sub-codes, that the coder has put there."""
    extent: Extent = "sentence"

    def describe(self) -> str:
        """Say what was looked for, without the words.

        >>> Wanted(words=("phone*", "cable"), speakers=("R",), within="Bribery").describe()
        '2 words; said by R; within Bribery with its sub-codes; coded as sentence'
        """
        parts = [
            count(len(self.words), "word") if self.words else "",
            "an expression" if self.expression else "",
            f"said by {' or '.join(self.speakers)}" if self.speakers else "",
            f"within {self.within} with its sub-codes" if self.within else "",
            f"coded as {self.extent}",
        ]
        return "; ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class Found:
    """One hit with what a person needs to judge it."""

    source: Source
    turn: int | None
    """The number of its turn, from 1; None where the source has none there."""
    speaker: str
    hit: Hit
    words: str
    """The words that would be coded."""
    line: str
    """What was found, between « », and a line's worth around it."""
    state: State


@dataclass(frozen=True, slots=True)
class Task:
    """Who would code what where."""

    code: Code
    coder: Coder
    round: Round


def find_passages(
    store: Store,
    task: Task,
    wanted: Wanted,
    selection: Selection = EVERYTHING,
    go_on: Callable[[], None] = lambda: None,
) -> tuple[Found, ...]:
    """List every passage that would be coded, source by source; `go_on` is called all the time and may raise to stop it.

    Raises:
        UnknownName: there is no such code, speaker, source, kind or variable.
        InputRefused: nothing is looked for, or an expression cannot be used. CoderError: no source fits the selection.
    """
    if not (wanted.words or wanted.expression or wanted.speakers or wanted.within):
        raise InputRefused("Nothing is looked for.", "Give words, an expression, a speaker, or a code to look within.")
    sources = resolve(store, selection).sources
    turns = {source.uid: store.turns(source.uid) for source in sources}
    query = Query(patterns_for(wanted.words, wanted.expression), _said_by(wanted.speakers, turns.values()), wanted.extent)
    own = _Own(store, task)
    within = own.passages(wanted.within) if wanted.within else None
    found: list[Found] = []
    for source in sources:
        passages = None if within is None else within.get(source.uid, [])
        if passages is None or passages:
            text = store.text(source.uid)
            hits = find_hits(text, turns[source.uid], query, passages, go_on)
            found += _described(source, text, turns[source.uid], hits, own.here.get(source.uid, []))
    return tuple(found)


class _Own:
    """The coder's own codings in the round, as spans by source."""

    def __init__(self, store: Store, task: Task) -> None:
        self._store = store
        self._task = task
        self.here = self._spans([task.code.uid])

    def passages(self, name: str) -> dict[str, list[Span]]:
        """List where she has a code or one under it."""
        codebook = self._store.codebook()
        return self._spans(codebook.family(find_code(codebook, name).uid))

    def _spans(self, codes: Iterable[str]) -> dict[str, list[Span]]:
        spans: dict[str, list[Span]] = {}
        for code in codes:
            for coding in own_codings(self._store, self._task, code):
                spans.setdefault(coding.source, []).append((coding.start, coding.end))
        return {source: sorted(some) for source, some in spans.items()}


def own_codings(store: Store, task: Task, code: str) -> list[Coding]:
    """List the coder's codings of a code (a uid) in the round that stand on the present text."""
    codings = store.codings(coder=task.coder.uid, code=code, round=task.round.uid)
    return [coding for coding in codings if not coding.stale and coding.origin != "consensus"]


def usable_code(codebook: Codebook, name: str) -> Code:
    """Find a code that passages can be given.

    Raises:
        UnknownName: there is none of that name. InputRefused: it only groups others, or is retired.
    """
    code = find_code(codebook, name)
    if code.codable and code.status != "retired":
        return code
    family = codebook.family(code.uid)
    under = ", ".join(one.name for one in codebook.codes if one.codable and one.uid in family and one is not code)
    why = "only groups other codes" if not code.codable else "was retired"
    raise InputRefused(
        f"{codebook.paths[code.uid]} {why}.", f"Give one of: {under}." if under else "Give another code.", place=name
    )


def _said_by(names: Sequence[str], turns: Iterable[Sequence[Turn]]) -> Callable[[Turn], bool] | None:
    """Make the test for whose turns count; a name that nobody has is refused."""
    if not names:
        return None
    speakers = {fold(turn.speaker): turn.speaker for some in turns for turn in some}
    roles = {name.upper() for name in names} & _ROLES.keys()
    wanted = {fold(name) for name in names if name.upper() not in _ROLES}
    for name in names:
        if fold(name) in wanted - speakers.keys():
            letters = ", ".join(f"{letter} ({role})" for letter, role in _ROLES.items())
            raise unknown("speaker", name, speakers.values(), f"Give a name as `coder turns` shows it, or {letters}.")
    return lambda turn: turn.role in roles or fold(turn.speaker) in wanted


def _described(source: Source, text: str, turns: Sequence[Turn], hits: Sequence[Hit], here: Sequence[Span]) -> Iterator[Found]:
    """Say of each hit of a source where it stands and what coding it would do."""
    labels = [turn.label for turn in turns]
    met = meetings(((hit.start, hit.end) for hit in hits), here)
    for hit, places in zip(hits, met, strict=True):
        number = bisect_right(labels, hit.start)
        turn = turns[number - 1] if number else None
        is_here = any(here[place][0] <= hit.start and hit.end <= here[place][1] for place in places)
        yield Found(
            source,
            number or None,
            turn.speaker if turn else "",
            hit,
            text[hit.start : hit.end],
            _line(text, hit, turn),
            "here already" if is_here else "wider" if places else "new",
        )


def _line(text: str, hit: Hit, turn: Turn | None) -> str:
    """Show what was found first in a hit with some words around it, none of another turn."""
    start, end = hit.found[0]
    low, high = (turn.start, turn.end) if turn else (text.rfind("\n", 0, start) + 1, _line_end(text, end))
    begin = max(start - BEFORE, min(low, start))
    begin += max(cells(text[begin:start]) - BEFORE + 1, 0) // 2  # what is found stays in sight behind wide letters too
    before = text[begin:start] if begin <= low else "…" + text[text.find(" ", begin, start) + 1 or begin : start]
    if end - start > AFTER:
        return one_line(f"{before}«{text[start : start + AFTER]}…»")
    return one_line(f"{before}«{text[start:end]}»{text[end : min(high, end + AFTER)]}")


def _line_end(text: str, place: int) -> int:
    found = text.find("\n", place)
    return len(text) if found < 0 else found


def coding_changes(store: Store, task: Task, chosen: Iterable[Found]) -> list[Change]:
    """Give what coding the chosen hits changes, as one action; those that are here already change nothing."""
    who = (task.code.uid, task.coder.uid, task.round.uid)
    wanted = [one for one in chosen if one.state != "here already"]
    new = [AddCoding(one.source.uid, *who, one.hit.start, one.hit.end, "auto") for one in wanted]
    return apply_to_many(own_codings(store, task, task.code.uid), new)
