"""How text falls into cells: the clusters a cursor must not split, and the room a terminal gives them.

A cluster is what a reader takes for one character. The rules are those of Unicode's annex 29 as far as testimony needs them:
marks, joiners, skin tones, flags, keycaps and old Hangul. Prefix sums of cells make a row one bisection, however long the
paragraph; plain ASCII needs no sums at all.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from collections.abc import Iterator
from itertools import accumulate

from rich.cells import cell_len

_BY_CLUSTER = re.compile("[\u200d\ufe0f\u20e3\U0001f1e6-\U0001f1ff\U0001f3fb-\U0001f3ff]")
"""Code points whose cells depend on their neighbours: such a paragraph is measured cluster by cluster."""

_FIRST_JOINER = "\u0300"
"""Below it only the letters of emoji (©, ®) ever continue a cluster."""

_RANGES = (
    ("mark", 0x1F3FB, 0x1F3FF),
    ("mark", 0xFF9E, 0xFF9F),
    ("flag", 0x1F1E6, 0x1F1FF),
    ("L", 0x1100, 0x115F),
    ("L", 0xA960, 0xA97C),
    ("V", 0x1160, 0x11A7),
    ("V", 0xD7B0, 0xD7C6),
    ("T", 0x11A8, 0x11FF),
    ("T", 0xD7CB, 0xD7FB),
    ("emoji", 0x203C, 0x203C),
    ("emoji", 0x2049, 0x2049),
    ("emoji", 0x2122, 0x2122),
    ("emoji", 0x2139, 0x2139),
    ("emoji", 0x2194, 0x21AA),
    ("emoji", 0x231A, 0x23FF),
    ("emoji", 0x25AA, 0x27BF),
    ("emoji", 0x2934, 0x2935),
    ("emoji", 0x2B05, 0x2B55),
    ("emoji", 0x1F000, 0x1FAFF),
)
_HANGUL = {"L": {"L", "V", "LV", "LVT"}, "LV": {"V", "T"}, "V": {"V", "T"}, "LVT": {"T"}, "T": {"T"}}
"""Which part of a Hangul syllable may follow which."""


class _Kinds(dict[str, str]):
    """What a character is to the cluster rules, worked out once for each that occurs."""

    def __missing__(self, character: str) -> str:
        self[character] = kind = _kind(character)
        return kind


class _Widths(dict[str, int]):
    """Cells of a character standing alone; a tab is drawn as one arrow."""

    def __missing__(self, character: str) -> int:
        self[character] = width = 1 if character == "\t" else cell_len(character)
        return width


def _kind(character: str) -> str:
    point = ord(character)
    if 0xAC00 <= point <= 0xD7A3:
        return "LV" if (point - 0xAC00) % 28 == 0 else "LVT"
    for kind, first, last in _RANGES:
        if first <= point <= last:
            return kind
    if point in {0xA9, 0xAE}:
        return "emoji"
    if point == 0x200D:
        return "joiner"
    if point == 0x200C or unicodedata.category(character) in {"Mn", "Me", "Mc"}:
        return "mark"
    return ""


_KINDS = _Kinds()
_WIDTHS = _Widths()


def joins(text: str, at: int) -> bool:
    """Tell whether the character at `at` continues the cluster before it."""
    if not 0 < at < len(text) or (text[at] < _FIRST_JOINER and text[at] not in "©®"):
        return False
    before, after = _KINDS[text[at - 1]], _KINDS[text[at]]
    if text[at - 1] == "\n":
        return False
    if after in {"mark", "joiner"} or after in _HANGUL.get(before, ()):
        return True
    if before == after == "flag":
        return _flags_before(text, at) % 2 == 1
    return before == "joiner" and after == "emoji" and _joins_emoji(text, at - 1)


def _flags_before(text: str, at: int) -> int:
    start = at
    while start > 0 and _KINDS[text[start - 1]] == "flag":
        start -= 1
    return at - start


def _joins_emoji(text: str, joiner: int) -> bool:
    at = joiner - 1
    while at >= 0 and _KINDS[text[at]] == "mark":
        at -= 1
    return at >= 0 and _KINDS[text[at]] == "emoji"


def cluster_start(text: str, at: int) -> int:
    """Go back to where the cluster begins that holds `at`."""
    while joins(text, at):
        at -= 1
    return at


def next_cluster(text: str, at: int) -> int:
    """Go to where the next cluster begins; at the text's end stay there."""
    if at >= len(text):
        return len(text)
    at += 1
    while joins(text, at):
        at += 1
    return at


def previous_cluster(text: str, at: int) -> int:
    """Go to where the cluster before begins; at the text's start stay there."""
    return cluster_start(text, max(at - 1, 0))


def clusters(text: str) -> Iterator[str]:
    """Yield the text cluster by cluster.

    >>> list(clusters("감시🇰🇷"))
    ['감', '시', '🇰🇷']
    """
    start = 0
    while start < len(text):
        end = next_cluster(text, start)
        yield text[start:end]
        start = end


def cells(text: str) -> int:
    """Measure a text in cells, as it is drawn: a tab is one cell."""
    return cell_len(text) + text.count("\t")


def crop(text: str, room: int) -> str:
    """Cut a text to a room of cells without a sign, never through a cluster.

    >>> crop("감시카메라", 5)
    '감시'
    """
    if text.isascii():
        return text[: max(room, 0)]
    kept, used = [], 0
    for cluster in clusters(text):
        used += cells(cluster)
        if used > room:
            break
        kept.append(cluster)
    return "".join(kept)


def sums(paragraph: str) -> array[int] | None:
    """Sum up the cells before each place of a paragraph; None where every character is one cell."""
    if paragraph.isascii():
        return None
    if _BY_CLUSTER.search(paragraph) is None:
        return array("I", accumulate(map(_WIDTHS.__getitem__, paragraph), initial=0))
    return array("I", accumulate(_cells_by_cluster(paragraph), initial=0))


def _cells_by_cluster(paragraph: str) -> Iterator[int]:
    """Give each cluster's cells to its last code point: what fits before a place then never counts half a cluster."""
    for cluster in clusters(paragraph):
        yield from (0 for _ in cluster[1:])
        yield cells(cluster)
