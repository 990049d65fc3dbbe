"""How wide a text is in a terminal, and how to cut, pad and break it by that measure.

A Hangul syllable takes two cells and a combining mark none, so columns that are counted in characters do not line up and a
row that is cut by characters runs over the edge. Where terminals disagree (joined emoji, a heart that asks for its colour),
the larger width is taken: a gap in a row is a blemish, a row that wraps is illegible.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import cache
from itertools import accumulate
from typing import Literal

from coder.model.text import shown_line

Side = Literal["left", "right"]
ELLIPSIS = "…"
_WHITE = str.maketrans("\t\n", "  ")
_EMOJI_STYLE = "\ufe0f"
_SOFT_HYPHEN = "\u00ad"


def one_line(text: str) -> str:
    r"""Make a text safe to show on one line, tabs and line ends being blanks.

    >>> one_line("two\nlines\x07")
    'two lines␇'
    """
    return shown_line(text.translate(_WHITE))


def cells(text: str) -> int:
    """Count the terminal cells that a text takes; control characters are expected to have been replaced.

    >>> cells("keyword"), cells("손전화"), cells("cafe\u0301")
    (7, 6, 4)
    """
    return len(text) if text.isascii() else sum(_steps(text))


def cut(text: str, width: int) -> str:
    """Shorten a text to `width` cells; what was cut shows as `…`, and a character keeps its combining marks.

    >>> cut("손전화 검열", 8), cut("손전화", 6)
    ('손전화 …', '손전화')
    """
    if cells(text) <= width:
        return text
    room = width - len(ELLIPSIS)
    if room < 0:
        return ""
    kept = sum(1 for used in accumulate(_steps(text)) if used <= room)
    return text[:kept] + ELLIPSIS


def pad(text: str, width: int, side: Side = "left") -> str:
    """Fill a text with blanks to `width` cells; it stands at that `side`."""
    blanks = " " * (width - cells(text))
    return blanks + text if side == "right" else text + blanks


def wrap(text: str, width: int) -> list[str]:
    """Break a text into lines of at most `width` cells, between words if it can; no text is one empty line.

    >>> wrap("40 interviews of 40", 14)
    ['40 interviews', 'of 40']
    """
    lines = [""]
    for word in _words(text, width):
        longer = f"{lines[-1]} {word}" if lines[-1] else word
        if cells(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _words(text: str, width: int) -> Iterator[str]:
    """Yield the words of a text; one that is wider than a line comes in pieces."""
    for word in text.split():
        start, room = 0, width
        for position, step in enumerate(_steps(word)):
            if step > room and position > start:
                yield word[start:position]
                start, room = position, width
            room -= step
        yield word[start:]


def _steps(text: str) -> Iterator[int]:
    """Yield how many cells each character adds to those before it."""
    return _styled_steps(text) if _EMOJI_STYLE in text else map(_cells_of, text)


def _styled_steps(text: str) -> Iterator[int]:
    """Yield the same for a text in which a narrow character is asked to show as an emoji, which is wide."""
    before = 0
    for character in text:
        step = int(before == 1) if character == _EMOJI_STYLE else _cells_of(character)
        yield step
        before = step or before


@cache
def _cells_of(character: str) -> int:
    """Look up one character: marks, joiners and the later parts of a composed Hangul syllable add nothing."""
    if character == _SOFT_HYPHEN:
        return 1
    is_later_part = "\u1160" <= character <= "\u11ff" or "\ud7b0" <= character <= "\ud7fb"
    if is_later_part or unicodedata.category(character) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in {"W", "F"} else 1
