"""Places in a source as people write them: `START:END` in code points, or `TURN.SENTENCE` as a reader counts; and say them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from coder.errors import InputRefused
from coder.model.source import Turn
from coder.model.text import sentence_ends


def find_place(place: str, text: str, turns: Sequence[Turn]) -> tuple[int, int]:
    r"""Give the span of a place.

    >>> find_place("2.1", "A: One. Two.\nB: Three.", (Turn(0, 3, 12), Turn(13, 16, 22)))
    (16, 22)

    Raises:
        InputRefused: the place is written otherwise, or lies outside the text.
    """
    if found := re.fullmatch(r"(\d{1,15}):(\d{1,15})", place):
        start, end = int(found[1]), int(found[2])
        if start >= end:
            raise InputRefused(f"The span {place} has no characters.", "START must come before END.", place=place)
        if end > len(text):
            message = f"The span {place} lies outside the source, which has {len(text)} characters."
            raise InputRefused(message, "Count code points from 0, in what `coder sources export` prints.", place=place)
        return start, end
    if found := re.fullmatch(r"(\d{1,9})\.(\d{1,9})", place):
        return _sentence(int(found[1]), int(found[2]), text, turns)
    raise InputRefused(
        f"“{place}” is no place in a source.", "Write START:END (like 120:158) or TURN.SENTENCE (like 23.2).", place=place
    )


def name_place(offset: int, text: str, turns: Sequence[Turn]) -> str:
    r"""Say where a place is, as `find_place` reads it: which turn, and which sentence of it.

    >>> name_place(16, "A: One. Two.\nB: Three.", (Turn(0, 3, 12), Turn(13, 16, 22)))
    'turn 2 sentence 1'
    """
    number = turn_at(offset, turns)
    if number is None:
        return f"character {offset:,}"
    turn = turns[number - 1]
    begun = sum(start <= offset for start, _ in sentences(text, turn.start, turn.end))
    return f"turn {number} sentence {max(begun, 1)}"


def turn_at(offset: int, turns: Sequence[Turn]) -> int | None:
    """Give the number, from 1, of the turn that a place belongs to, its label included; None before the first."""
    return bisect_right(turns, offset, key=lambda turn: turn.label) or None


def sentences(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Cut a turn (or any stretch) into sentences, without the blanks between them."""
    cut: list[tuple[int, int]] = []
    for stop in sentence_ends(text, start, end):
        while start < stop and text[start].isspace():
            start += 1
        if start < stop:
            cut.append((start, stop))
        start = stop
    return cut


def _sentence(turn: int, sentence: int, text: str, turns: Sequence[Turn]) -> tuple[int, int]:
    place = f"{turn}.{sentence}"
    if not turns:
        raise InputRefused("The source has no turns.", "Give START:END in code points.", place=place)
    if not 1 <= turn <= len(turns):
        raise InputRefused(
            f"There is no turn {turn}: the source has {len(turns)}.", "`coder turns STUDY SOURCE` lists them.", place=place
        )
    found = sentences(text, turns[turn - 1].start, turns[turn - 1].end)
    if not 1 <= sentence <= len(found):
        raise InputRefused(
            f"Turn {turn} has {len(found)} sentences, not {sentence}.", "Sentences are counted from 1.", place=place
        )
    return found[sentence - 1]
