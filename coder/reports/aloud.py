"""A source as plain lines, for screen readers and pipes: every turn with what was coded in it, one fact a line."""

from __future__ import annotations

from collections.abc import Iterator

from coder.model.coding import Coding
from coder.model.source import Source, Turn
from coder.model.words import count
from coder.study.store import Store


def read_aloud(store: Store, source: Source, coder: str | None = None) -> Iterator[str]:
    """Yield the lines of a source; `coder` (a uid) leaves out the codings of others."""
    text, turns = store.text(source.uid), store.turns(source.uid)
    codings = store.codings(source=source.uid, coder=coder)
    names = {one.uid: one.name for one in store.coders()}
    paths = store.codebook().paths
    sizes = (count(len(turns), "turn"), count(source.characters, "character"), count(len(codings), "coding"))
    yield ", ".join((source.name, source.kind, *sizes))
    for number, turn in enumerate(_parts(turns, text), start=1 - (bool(turns) and turns[0].label > 0)):
        yield from _turn(number, turn, text)
        for coding in codings:
            if turn.label <= coding.start < turn.end or (
                coding.start < turn.end and coding.end > turn.label and coding.start < turn.label
            ):
                yield _coding(coding, turn, paths, names)


def _parts(turns: tuple[Turn, ...], text: str) -> Iterator[Turn]:
    """Yield the turns, with what stands before the first as turn 0; a text without turns is one part."""
    if not turns or turns[0].label > 0:
        yield Turn(0, 0, turns[0].label if turns else len(text))
    yield from turns


def _turn(number: int, turn: Turn, text: str) -> Iterator[str]:
    speaker = f", {turn.speaker}" if turn.speaker else ""
    lines = [line for line in text[turn.start : turn.end].split("\n") if line.strip()]
    name = f"turn {number}" if number else "before the first turn"
    yield f"{name}{speaker}: {lines[0] if lines else ''}"
    yield from lines[1:]


def _coding(coding: Coding, turn: Turn, paths: dict[str, str], names: dict[str, str]) -> str:
    begun = "" if coding.start >= turn.label else ", begun before"
    goes_on = "" if coding.end <= turn.end else ", goes on"
    return (
        f"    code {paths.get(coding.code, '')}, by {names.get(coding.coder, '')}, {coding.start} to {coding.end}{begun}{goes_on}"
    )
