"""A source as plain lines, for screen readers and pipes: every turn with what was coded in it, one fact a line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from coder.model.coding import Coding
from coder.model.source import Source, Turn
from coder.model.words import count
from coder.study.store import Store


def read_aloud(store: Store, source: Source, coder: str | None = None) -> Iterator[str]:
    """Yield the lines of a source; `coder` (a uid) leaves out the codings of others.

    A coding is read under each turn that it touches; one between two turns under the turn before it.
    """
    text, turns = store.text(source.uid), store.turns(source.uid)
    codings = store.codings(source=source.uid, coder=coder)
    say = _Sayer({one.uid: one.name for one in store.coders()}, store.codebook().paths)
    sizes = (count(len(turns), "turn"), count(source.characters, "character"), count(len(codings), "coding"))
    yield ", ".join((source.name, source.kind, *sizes))
    parts = list(_parts(turns, text))
    ends = [label for _, label, _, _ in parts[1:]] + [len(text)]
    for (name, label, start, end), after in zip(parts, ends, strict=True):
        lines = [line for line in text[start:end].split("\n") if line.strip()]
        yield f"{name}: {lines[0] if lines else ''}"
        yield from lines[1:]
        yield from (say.coding(coding, label, after) for coding in codings if coding.start < after and coding.end > label)


def _parts(turns: tuple[Turn, ...], text: str) -> Iterator[tuple[str, int, int, int]]:
    """Yield (what it is called, label, start, end) of what stands before the first turn, and of the turns."""
    if not turns or turns[0].label > 0:
        yield "before the first turn" if turns else "text", 0, 0, turns[0].label if turns else len(text)
    for number, turn in enumerate(turns, start=1):
        yield f"turn {number}, {turn.speaker}" if turn.speaker else f"turn {number}", turn.label, turn.start, turn.end


@dataclass(frozen=True, slots=True)
class _Sayer:
    """Says codings in words."""

    coders: dict[str, str]
    paths: dict[str, str]

    def coding(self, coding: Coding, start: int, end: int) -> str:
        """Say one coding as seen from a part of the text."""
        begun = "" if coding.start >= start else ", begun before"
        goes_on = "" if coding.end <= end else ", goes on"
        name, coder = self.paths.get(coding.code, ""), self.coders.get(coding.coder, "")
        return f"    code {name}, by {coder}, {coding.start} to {coding.end}{begun}{goes_on}"
