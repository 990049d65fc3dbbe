"""Finding a code from a few keystrokes, whichever keyboard was on.

Names and queries are compared as strokes: the keys that type them on a two-set Korean keyboard. So a half-typed syllable finds
its word (감ㅅ → 감시), and so does a word typed with the keyboard left in the other language (`rkatl` → 감시, ㅠ갸ㅠㄷ → bribe).
Hits come in tiers, a beginning before a middle; likeness is last, and asked only if little else fits: rated by likeness alone, a
code that begins with the query can stand behind one that does not.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from functools import cache
from operator import itemgetter

from coder.model.codebook import SEPARATOR, Codebook

ENOUGH = 12
"""With so many hits nothing merely alike is looked for."""
SHORTEST = 3
"""Fewer strokes are like too much."""
ALIKE = 75
"""Least likeness, of 100."""
_INITIALS = ("r", "r", "s", "e", "e", "f", "a", "q", "q", "t", "t", "d", "w", "w", "c", "z", "x", "v", "g")
_VOWELS = (
    "k", "o", "i", "o", "j", "p", "u", "p", "h", "hk", "ho", "hl", "y", "n", "nj", "np", "nl", "b", "m", "ml", "l",
)  # fmt: skip
_FINALS = (
    "", "r", "r", "rt", "s", "sw", "sg", "e", "f", "fr", "fa", "fq", "ft", "fx", "fv", "fg",
    "a", "q", "qt", "t", "t", "d", "w", "c", "z", "x", "v", "g",
)  # fmt: skip
_ALONE = {
    **dict(zip("ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ", _FINALS[1:], strict=True)),
    **dict(zip("ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ", _INITIALS, strict=True)),
    **dict(zip("ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ", _VOWELS, strict=True)),
}
"""Letters that stand alone, as they do in a half-typed word."""
_FIRST, _LAST = ord("가"), ord("힣")
_WORDS = re.compile(r"\w+")
_BEGIN = "\n"
"""Stands before each word in a key; no name holds it."""


class Tier(IntEnum):
    """How well a name fits, best first."""

    EQUAL = 0
    BEGINS = 1
    WORD_BEGINS = 2
    INITIALS = 3
    CONTAINS = 4
    ALIKE = 5


@dataclass(frozen=True, slots=True)
class Entry:
    """A code as it is looked for: prepared once for a codebook, asked at every key."""

    uid: str
    names: tuple[str, ...]
    """Its name, then its names in other languages and its aliases."""
    path: str = ""
    """Its path; the parts above it are looked through as well."""
    keys: tuple[tuple[str, str, str], ...] = field(init=False, repr=False)
    """Of each name: its strokes, its initials, and its words with those of the path."""

    def __post_init__(self) -> None:
        """Work the strokes out."""
        parts = [_spaced(part) for part in self.path.split(SEPARATOR) if part]
        above = [*parts, *(word for part in parts for word in _WORDS.findall(part))]
        names = [_spaced(name) for name in self.names]
        words = [_BEGIN + _BEGIN.join((*_WORDS.findall(name), *above)) for name in names]
        object.__setattr__(self, "keys", tuple(zip(names, map(initials, self.names), words, strict=True)))


@dataclass(frozen=True, slots=True)
class Hit:
    """A code that was found."""

    uid: str
    tier: Tier
    name: str
    """The name that fits best."""
    likeness: float = 100.0
    """Of 100; below it only in the last tier."""


def entries_of(codebook: Codebook) -> tuple[Entry, ...]:
    """Prepare the codes that can be applied for being looked for."""
    return tuple(
        Entry(code.uid, (code.name, *(name for _, name in code.names)), codebook.paths[code.uid])
        for code in codebook.codes
        if code.codable and code.status != "retired"
    )


def strokes(text: str) -> str:
    """Write a text as the keys that type it, without shift; what is not Hangul stays as it is, in lower case.

    >>> strokes("감시"), strokes("감ㅅ"), strokes("ㅠ갸ㅠㄷ"), strokes("Phone")
    ('rkatl', 'rkat', 'bribe', 'phone')
    """
    if text.isascii():
        return text.lower()
    return "".join(map(_keys, unicodedata.normalize("NFC", text).casefold()))


def initials(name: str) -> str:
    """Write the first stroke of each word, and of each syllable in Hangul.

    >>> initials("Phone inspection"), initials("손전화 검열")
    ('pi', 'twgrd')
    """
    words = _WORDS.findall(unicodedata.normalize("NFC", name).casefold())
    return "".join(word[0] if word.isascii() else _initials_of(word) for word in words)


def _initials_of(word: str) -> str:
    return "".join(_keys(c)[0] for c in word if _is_syllable(c)) or _keys(word[0])[0]


def rank(query: str, entries: Sequence[Entry], recent: Sequence[str] = (), counts: Mapping[str, int] | None = None) -> list[Hit]:
    """List the codes that fit a query, best first.

    Args:
        query: what was typed; nothing finds everything.
        entries: the codes in the codebook's order.
        recent: uids of the codes used lately, the latest first.
        counts: how often this coder used each code, by uid.
    """
    wanted = _spaced(query)
    age = {uid: place for place, uid in enumerate(recent)}
    used = counts or {}
    hits: list[tuple[tuple[float, ...], Hit]] = []
    missed: list[tuple[int, Entry]] = []
    begins = [_BEGIN + part for part in (wanted.split(" ") if " " in wanted else ())]
    for order, entry in enumerate(entries):
        found = _best(wanted, begins, entry)
        if found is None:
            missed.append((order, entry))
        else:
            tier, name = found
            place = (tier, age.get(entry.uid, len(age)), -used.get(entry.uid, 0), len(name) if wanted else 0, order)
            hits.append((place, Hit(entry.uid, tier, name)))
    if len(hits) < ENOUGH and len(wanted) >= SHORTEST:
        hits.extend(_alike(wanted, missed))
    return [hit for _, hit in sorted(hits, key=itemgetter(0))]


def _best(wanted: str, begins: Sequence[str], entry: Entry) -> tuple[Tier, str] | None:
    """Find the name that fits best; of several that fit equally well the first."""
    best: tuple[Tier, str] | None = None
    for key, name in zip(entry.keys, entry.names, strict=True):
        tier = _tier(wanted, begins, *key)
        if tier is not None and (best is None or tier < best[0]):
            best = tier, name
    return best


def _tier(wanted: str, begins: Sequence[str], name: str, first: str, words: str) -> Tier | None:
    """Say how well one name fits."""
    if name.startswith(wanted):
        return Tier.EQUAL if name == wanted else Tier.BEGINS
    if _BEGIN + wanted in words or (begins and all(map(words.__contains__, begins))):
        return Tier.WORD_BEGINS
    if len(wanted) >= 2 and wanted in first:
        return Tier.INITIALS
    return Tier.CONTAINS if wanted in name else None


def _alike(wanted: str, entries: Iterable[tuple[int, Entry]]) -> Iterator[tuple[tuple[float, ...], Hit]]:
    """Find names that are merely like the query: a slip of the finger."""
    from rapidfuzz import fuzz  # noqa: PLC0415 - 27 ms that the first mistyped name pays, not every start

    for order, entry in entries:
        likeness = [
            fuzz.partial_ratio(wanted, name, score_cutoff=ALIKE) if len(name) >= SHORTEST else 0 for name, _, _ in entry.keys
        ]
        best = max(likeness, default=0.0)
        if best:
            yield (Tier.ALIKE, -best, order), Hit(entry.uid, Tier.ALIKE, entry.names[likeness.index(best)], best)


def alike_words(query: str, words: Collection[str], at_least: float = ALIKE) -> set[str]:
    """Find the words that are like a query as wholes, of 100, typed on whichever keyboard.

    >>> alike_words("inpsection", {"inspection", "search", "the"})
    {'inspection'}
    """
    from rapidfuzz import fuzz  # noqa: PLC0415 - 27 ms that only the first fuzzy search pays

    wanted = strokes(query)
    if len(wanted) < SHORTEST:
        return set()
    return {word for word in words if fuzz.ratio(wanted, strokes(word), score_cutoff=at_least)}


def _spaced(text: str) -> str:
    return strokes(" ".join(text.split()))


@cache
def _keys(character: str) -> str:
    if _is_syllable(character):
        rest, final = divmod(ord(character) - _FIRST, len(_FINALS))
        initial, vowel = divmod(rest, len(_VOWELS))
        return _INITIALS[initial] + _VOWELS[vowel] + _FINALS[final]
    return _ALONE.get(character, character)


def _is_syllable(character: str) -> bool:
    return _FIRST <= ord(character) <= _LAST
