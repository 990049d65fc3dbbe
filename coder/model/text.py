"""Safe text: what is stored, what may reach a screen, where sentences end, what can be a name.

A text is normalised once, when it is read and before any offset exists; from then on every span counts code points of that
text. A control character of a hostile file could write to the clipboard, retitle the window or turn lines round, so each
becomes one visible character. One for one, because then the same map may also be laid over anything that is shown later
(names, file names, other people's packs) without moving an offset.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

TEXT_RULES = 1
"""Version of `normalise` and `sentence_ends`. A study remembers it: other rules would move offsets and units."""

_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_HIDDEN = "\u200b\u2060\ufeff\u00ad"
_HIDING = re.compile(f"[{_HIDDEN}]")
"""Characters without width: they hide a name from a search."""
_SHORTENED = re.compile(f"\r\n|[{_HIDDEN}]")
_UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\U000e0000-\U000e007f]",
)
_PICTURES = {
    **{chr(code): chr(0x2400 + code) for code in range(0x20)},
    "\x7f": "\u2421",
    **dict.fromkeys("\u2028\u2029", "\u2424"),
    **dict.fromkeys("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069", "\u2426"),
}
"""Pictures of control characters; whatever else is unsafe (C1, lone surrogates, tags) has none and becomes U+FFFD."""
_ONE_LINE = str.maketrans({"\n": _PICTURES["\n"], "\t": _PICTURES["\t"]})


@dataclass(frozen=True)
class Normalised:
    """A text as it is stored, and what was done to it; neither text shows in its `repr`."""

    text: str = field(repr=False)
    original: str = field(repr=False)
    line_ends: int
    """Line ends that were not a line feed."""
    dropped: int
    """Characters without width that were left out."""
    replaced: int
    """Control characters that became visible."""

    def map(self, offset: int) -> int:
        r"""Find the place in `text` of a place in the original; never falls, and what lies outside is brought to the ends.

        >>> normalised = normalise("a\r\nb\u200bc")
        >>> [normalised.map(offset) for offset in range(7)]
        [0, 1, 2, 2, 3, 3, 4]
        """
        return self._composed.at(self._shortened.at(offset))

    @cached_property
    def _shortened(self) -> _Shift:
        changes = ((*match.span(), int(match[0] == "\r\n")) for match in _SHORTENED.finditer(self.original))
        return _shift(changes, len(self.original))

    @cached_property
    def _composed(self) -> _Shift:
        text = _with_plain_lines(self.original)
        return _shift(_recomposed(text), len(text))


@dataclass(frozen=True, slots=True)
class _Shift:
    """A rising map between two texts: a place lies as far behind its anchor as before, but never beyond the next one."""

    old: tuple[int, ...]
    new: tuple[int, ...]

    def at(self, offset: int) -> int:
        inside = min(max(offset, 0), self.old[-1])
        anchor = bisect_right(self.old, inside) - 1
        return min(self.new[anchor] + inside - self.old[anchor], self.new[min(anchor + 1, len(self.new) - 1)])


def normalise(text: str) -> Normalised:
    r"""Bring a text to the form that is stored: LF line ends, nothing hidden, NFC, control characters visible.

    >>> normalise("\ufeffone\r\ntwo\x07").text
    'one\ntwo␇'
    """
    plain, line_ends = _LINE_ENDS.subn("\n", text.removeprefix("\ufeff"))
    whole, dropped = _HIDING.subn("", plain)
    safe, replaced = _UNSAFE.subn(_visible, unicodedata.normalize("NFC", whole))
    return Normalised(safe, text, line_ends, dropped, replaced)


def shown(text: str) -> str:
    """Make a text safe to show, character for character; tabs and line feeds stay."""
    return _UNSAFE.sub(_visible, text)


def shown_line(text: str) -> str:
    r"""Make a text safe to show on one line, character for character.

    >>> shown_line("two\nlines")
    'two␊lines'
    """
    return shown(text).translate(_ONE_LINE)


def is_name(text: str) -> bool:
    """Tell whether a text can name a code, a coder or a source: one line, not blank, nothing hidden in it."""
    return bool(text.strip()) and "\n" not in text and "\t" not in text and normalise(text).text == text


def clean_name(text: str) -> str:
    r"""Make a name of a text: normalised, on one line, single blanks; empty if nothing is left.

    >>> clean_name("  Phone\n inspection\u200b ")
    'Phone inspection'
    """
    return " ".join(normalise(text).text.split())


def fold(name: str) -> str:
    """Bring a name to the form in which names are compared: case, composition and surrounding or repeated blanks do not count."""
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())


def natural_key(name: str) -> tuple[tuple[int, str], ...]:
    """Give the key by which names are put in order, so that R2 comes before R10.

    >>> sorted(["R10", "R2", "r1"], key=natural_key)
    ['r1', 'R2', 'R10']
    """
    parts = re.split(r"([0-9]+)", name.casefold())
    return tuple((len(part.lstrip("0")), part.lstrip("0")) if place % 2 else (0, part) for place, part in enumerate(parts))


WORD = re.compile(r"\[[^\[\]\n]{1,40}\]\w*|\w+(?:['’]\w+)*")
"""A word keeps its apostrophe, and a bracketed pseudonym its particle: `sister's`, `[Name 2]`, `[도시]에서`."""

_SENTENCE_BREAK = re.compile(r"(?P<stop>[.?!…。？！]+)(?P<close>[\"'”’»›)\]）」』】〉》*_]*)|\n[^\S\n]*\n")
_FULL_WIDTH = "。？！"
_QUOTES = "\"'”’»›」』"
_ABBREVIATIONS = frozenset(
    {"mr", "mrs", "ms", "dr", "prof", "st", "rev", "hon", "gen", "col", "capt", "lt", "sgt", "maj", "vs", "cf", "ca", "approx"},
)
_DOTTED = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]")
"""An abbreviation with stops inside, its last one left out: `e.g`, `U.S`, `p.m`."""
_LIST_NUMBER = re.compile(r"\s*[0-9]{1,2}")
_WRITTEN = re.compile(r"\w")
_FOLLOWING = re.compile(r"\s*(\S?)")


def sentence_ends(text: str, start: int, end: int) -> tuple[int, ...]:
    """Find where the sentences of a span end, behind closing quotes; the last ends with the span, white space left out.

    A span without stops is one sentence. A blank line ends a sentence too, a single line end does not: transcripts are
    often cut into short lines.

    >>> sentence_ends("He said 3.5 p.m. to Dr. Kim. “Really?” 네. 봤습니다", 0, 46)
    (28, 38, 41, 46)
    """
    ends: list[int] = []
    begin = blank = start  # nothing is written between the two
    for match in _SENTENCE_BREAK.finditer(text, start, end):
        if not _WRITTEN.search(text, blank, match.start()):
            blank = match.end()
        elif match["stop"] is None or _is_end(text, begin, end, match):
            begin = blank = match.end() if match["stop"] else match.start()
            ends.append(begin)
    rest = text[begin:end].rstrip()
    if rest and (not ends or _WRITTEN.search(rest)):
        ends.append(begin + len(rest))
    elif rest:
        ends[-1] = begin + len(rest)
    return tuple(ends)


def _is_end(text: str, begin: int, end: int, match: re.Match[str]) -> bool:
    """Tell whether stops really end the sentence that began at `begin`."""
    following = _next_character(text, match.end(), end)
    if not following:
        return True
    if not text[match.end()].isspace():
        return match["stop"][-1] in _FULL_WIDTH
    stop = match["stop"]
    if following.islower() and ("…" in stop or ".." in stop or any(mark in _QUOTES for mark in match["close"])):
        return False
    return stop != "." or not _is_abbreviated(text[max(begin, match.start() - 16) : match.start()], following)


def _next_character(text: str, position: int, end: int) -> str:
    match = _FOLLOWING.match(text, position, end)
    return match[1] if match else ""


def _is_abbreviated(before: str, following: str) -> bool:
    """Tell whether a single stop belongs to the word or number before it."""
    word = before.rpartition(" ")[2].rpartition("\n")[2].lstrip("([“‘\"'*_")
    return bool(
        word.casefold() in _ABBREVIATIONS
        or (word.casefold() == "no" and following.isdigit())
        or (len(word) == 1 and word.isupper() and word != "I")
        or _DOTTED.fullmatch(word)
        or _LIST_NUMBER.fullmatch(before),
    )


def _visible(match: re.Match[str]) -> str:
    return _PICTURES.get(match[0], "\ufffd")


def _with_plain_lines(original: str) -> str:
    """Give the text between dropping and composing, in which only NFC is still to come."""
    return _HIDING.sub("", _LINE_ENDS.sub("\n", original))


def _recomposed(text: str) -> Iterator[tuple[int, int, int]]:
    """Yield the stretches whose length NFC changes, as start, end and new length; line by line, for most need nothing."""
    start = 0
    for line in text.split("\n"):
        if not unicodedata.is_normalized("NFC", line):
            yield from ((start + a, start + b, length) for a, b, length in _recomposed_line(line))
        start += len(line) + 1


def _recomposed_line(line: str) -> Iterator[tuple[int, int, int]]:
    starts = [place for place, character in enumerate(line) if not place or not _joins(character)]
    pieces = [(a, b, unicodedata.normalize("NFC", line[a:b])) for a, b in zip(starts, [*starts[1:], len(line)], strict=True)]
    whole = unicodedata.normalize("NFC", line)
    if "".join(piece for _, _, piece in pieces) != whole:  # letters that join without being marks, as in Kirat Rai
        pieces = [(0, len(line), whole)]
    return ((a, b, len(piece)) for a, b, piece in pieces if piece != line[a:b])


def _joins(character: str) -> bool:
    """Tell whether a character may melt into the one before: a mark, a Hangul vowel, a Hangul final consonant."""
    return "\u1160" <= character <= "\u11ff" or unicodedata.category(character)[0] == "M"


def _shift(changes: Iterator[tuple[int, int, int]], length: int) -> _Shift:
    """Turn changes (start, end, new length) of a text of `length` characters into a map."""
    old, new = [0], [0]
    for start, end, n in changes:
        at = new[-1] + start - old[-1]
        old += start, end
        new += at, at + n
    return _Shift((*old, length), (*new, new[-1] + length - old[-1]))
