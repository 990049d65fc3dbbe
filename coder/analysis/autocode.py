"""Finding the passages that an autocode would code: by words, by an expression, by speaker, within other passages.

Looked for is only in what people said, turn by turn (outside turns line by line), never in labels; so no hit goes over the end of
a turn unless a passage that was given does. What is found is widened to whole words, sentences, turns or paragraphs, and hits
that then share a character are one: nobody codes a sentence twice because two of the words stand in it.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Literal, get_args

from coder.analysis.words import words_pattern
from coder.errors import InputRefused
from coder.model.expression import compile_expression, far_repeats
from coder.model.place import sentences
from coder.model.source import Turn
from coder.model.spans import merge, trim
from coder.model.text import WORD

Span = tuple[int, int]
Extent = Literal["match", "word", "sentence", "turn", "paragraph"]
"""What of a text is coded where something was found."""
EXTENTS: tuple[Extent, ...] = get_args(Extent)
REACH = 1_000
"""Characters an expression sees at once. Two far repeats in a row take a second on so many, and an hour on a long turn."""
MOST_FAR = 2
_WHAT = "The expression to look for"
_HINT = r"Write it like phone.{0,40}cable, (took|taken) away or \d+ won; most words need none, see --word."


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that would be coded."""

    start: int
    end: int
    found: tuple[Span, ...]
    """What was looked for, as it stands in the passage."""


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked for; any of the patterns fits, and what is given beside them narrows."""

    patterns: tuple[re.Pattern[str], ...] = ()
    """Without any, turns and passages themselves are found."""
    said_by: Callable[[Turn], bool] | None = None
    """Whose turns count; None: everybody's, and what stands outside turns."""
    extent: Extent = "sentence"


def patterns_for(words: Sequence[str], expression: str) -> tuple[re.Pattern[str], ...]:
    """Make the patterns of a query from what a person typed; neither case nor composition counts.

    Raises:
        InputRefused: a word is empty, or the expression cannot be used or would take too long.
    """
    found = [words_pattern(words)] if words else []
    if expression:
        found.append(compile_expression(expression, _WHAT, _HINT, re.IGNORECASE | re.MULTILINE))
        if far_repeats(expression) > MOST_FAR:
            raise InputRefused(
                f"{_WHAT} has more than {MOST_FAR} repeats that may run over whole sentences, which may take for ever",
                "Write .{0,40} instead of .* to say how far each of them goes.",
            )
    return tuple(found)


def find_hits(
    text: str,
    turns: Sequence[Turn],
    query: Query,
    passages: Iterable[Span] | None = None,
    go_on: Callable[[], None] = lambda: None,
) -> list[Hit]:
    """List the passages of a text that a query finds, in order; no two share a character.

    Args:
        text: The text.
        turns: Its turns.
        query: What is looked for.
        passages: Where it must lie; None: anywhere. Widening may go beyond.
        go_on: Called again and again; what it raises ends the search.

    >>> query = Query(patterns_for(["film*"], ""))
    >>> [(hit.start, hit.end, hit.found) for hit in find_hits("They came. Films, a film, were found. We paid.", (), query)]
    [(11, 37, ((11, 16), (20, 24)))]
    """
    blocks = _Blocks(text, turns, query.extent)
    spans = (trim(text, *span) for span in _found(blocks, query, passages if passages is None else merge(passages), go_on))
    found = sorted(span for span in spans if span[0] < span[1])
    hits = merge(trim(text, *blocks.widened(span)) for span in found)
    return [Hit(*hit, tuple(found[bisect_left(found, hit[:1]) : bisect_left(found, hit[1:])])) for hit in hits]


def _found(blocks: _Blocks, query: Query, passages: list[Span] | None, go_on: Callable[[], None]) -> Iterator[Span]:
    """Yield what is found before it is widened; in one block nothing twice."""
    if passages is not None and not query.patterns and query.said_by is None:
        yield from passages
        return
    for block, turn in zip(blocks.spans, blocks.turns, strict=True):
        go_on()
        if query.said_by is not None and (turn is None or not query.said_by(turn)):
            continue
        parts = [block] if passages is None else _common(block, passages)
        if not query.patterns:
            yield from parts
        elif parts:
            spans = chain.from_iterable(_matches(pattern, blocks.text, block, go_on) for pattern in query.patterns)
            yield from merge(span for span in spans if any(a <= span[0] and span[1] <= b for a, b in parts))


def _common(block: Span, passages: Sequence[Span]) -> list[Span]:
    """Cut out of passages (in order, none in another) what lies in a block."""
    first = max(bisect_right(passages, block) - 1, 0)
    found = []
    for start, end in (passages[place] for place in range(first, len(passages))):
        if start >= block[1]:
            break
        if end > block[0]:
            found.append((max(start, block[0]), min(end, block[1])))
    return found


def _matches(pattern: re.Pattern[str], text: str, block: Span, go_on: Callable[[], None]) -> Iterator[Span]:
    """Yield where a pattern matches in a block that it takes for a whole text, a window at a time.

    Windows overlap. What touches the end of one is left to the next: it might go on there, or match only because of the end.
    """
    said = text[slice(*block)]
    for start, end in _windows(said):
        go_on()
        for match in pattern.finditer(said, start, end):
            if match.start() < match.end() and (match.end() < end or end == len(said)):
                yield block[0] + match.start(), block[0] + match.end()


def _windows(text: str) -> Iterator[Span]:
    """Cut a text into overlapping pieces between words, none longer than `REACH`."""
    start = 0
    while len(text) - start > REACH:
        yield start, _blank(text, start + REACH * 4 // 5, start + REACH)
        start = _blank(text, start + REACH // 4, start + REACH // 2)
    yield start, len(text)


def _blank(text: str, first: int, last: int) -> int:
    """Find the last blank between two places, else the second of them."""
    found = text.rfind(" ", first, last)
    return last if found < 0 else found


class _Blocks:
    """The turns of a text and the lines outside them, and the units in each, read when first asked for."""

    def __init__(self, text: str, turns: Sequence[Turn], extent: Extent) -> None:
        self.text = text
        self._extent = extent
        outside = _lines(text, 0, turns[0].label if turns else len(text))
        self.spans = [*outside, *((turn.start, turn.end) for turn in turns)]
        self.turns = [*(None for _ in outside), *turns]
        self._starts = [start for start, _ in self.spans]
        self._read: dict[int, list[Span]] = {}

    def widened(self, span: Span) -> Span:
        """Widen a span to the units at both its ends."""
        if self._extent == "match":
            return span
        return self._unit(span[0])[0], self._unit(span[1] - 1)[1]

    def _unit(self, place: int) -> Span:
        """Find the unit at a place; between units the place alone."""
        index = bisect_right(self._starts, place) - 1
        if index not in self._read:
            self._read[index] = list(_units(self.text, self.spans[index], self._extent)) if index >= 0 else []
        units = self._read[index]
        at = bisect_right(units, (place, len(self.text))) - 1
        return units[at] if at >= 0 and place < units[at][1] else (place, place + 1)


def _units(text: str, block: Span, extent: Extent) -> Iterable[Span]:
    if extent == "word":
        return (match.span() for match in WORD.finditer(text, *block))
    if extent == "sentence":
        return sentences(text, *block)
    return _lines(text, *block) if extent == "paragraph" else [block]


def _lines(text: str, start: int, end: int) -> list[Span]:
    """Cut a stretch into lines, blank ones left out."""
    spans = []
    for line in text[start:end].split("\n"):
        if line.strip():
            spans.append((start, start + len(line)))
        start += len(line) + 1
    return spans
