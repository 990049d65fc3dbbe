"""Plain text and Markdown: a file becomes a document whose text is what stands in the file.

Nothing is cut out or laid out anew, so that offsets mean the same to every program that has the file; what normalisation
changed is counted and said.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from coder.documents.content import load
from coder.documents.encoding import decode
from coder.documents.turns import SpeakersFound, turns_and_speakers
from coder.errors import ImportRefused, Problem
from coder.model.source import Document, Role
from coder.model.text import Normalised, clean_name, normalise

_MOST_NAMED = 8
_HANGUL = re.compile("[가-힣ㄱ-ㆎ]+")
_LATIN = re.compile("[A-Za-z\u00c0-\u024f]+")
_LETTERS = re.compile(r"[^\W\d_]+")
_KOREAN_SHARE = 0.3


def read(
    path: Path,
    *,
    encoding: str | None = None,
    speakers: Mapping[str, Role] | None = None,
    pattern: str | None = None,
) -> Document:
    """Read a file of plain text or Markdown, or refuse it; `speakers` and `pattern` are those of `find_turns`."""
    return document(path, load(path), encoding=encoding, speakers=speakers, pattern=pattern)


def document(
    path: Path,
    data: bytes,
    *,
    encoding: str | None = None,
    speakers: Mapping[str, Role] | None = None,
    pattern: str | None = None,
) -> Document:
    """Make a document of a file's bytes, or refuse them; `path` names it."""
    place = str(path)
    normalised = normalise(decode(data, place, encoding))
    if not normalised.text.strip():
        raise ImportRefused(f"{path} holds no text.", "Is this the right file?", place=place)
    name = clean_name(path.stem)
    known: Mapping[str, Role] = {name: "R", **(speakers or {})}  # an interview is called like its respondent
    turns, found = turns_and_speakers(normalised.text, speakers=known, pattern=pattern)
    notes = (*_changes(normalised, place), *_speakers(found, place))
    return Document(name, normalised.text, turns, language_of(normalised.text), notes)


def language_of(text: str) -> str:
    """Tell the language by the script: `ko` if three letters of ten are Hangul, else `en` if most are Latin, else empty.

    >>> language_of("손전화를 was taken"), language_of("They took the 손전화 away"), language_of("Нет")
    ('ko', 'en', '')
    """
    letters, hangul, latin = (sum(map(len, kind.findall(text))) for kind in (_LETTERS, _HANGUL, _LATIN))
    if hangul > letters * _KOREAN_SHARE:
        return "ko"
    return "en" if latin * 2 > letters else ""


def _changes(normalised: Normalised, place: str) -> list[Problem]:
    """Say what normalisation changed."""
    told = (
        (normalised.line_ends, "line end", "changed to the usual one", ""),
        (normalised.dropped, "character without width", "left out", "such characters hide words from a search"),
        (normalised.replaced, "control character", "made visible", "look for ␦, � and other signs nobody typed"),
    )
    return [Problem(place, f"{_counted(n, what)} {done}", hint) for n, what, done, hint in told if n]


def _speakers(found: SpeakersFound, place: str) -> list[Problem]:
    """Say who was taken for a speaker and which labels were not."""
    names = [f"{speaker.name} ({_role(speaker.role)}{_counted(speaker.turns, 'turn')})" for speaker in found.speakers]
    message = f"speakers: {_listed(names)}" if names else "no speakers found, so there are paragraphs and no turns"
    hint = "" if names else "name them with --speakers, or their form with --turns"
    unknown = next((speaker.name for speaker in found.speakers if not speaker.role), "")
    if unknown:
        hint = f"who asks and who answers can be said, such as --speakers '{unknown}=I'"
    notes = [Problem(place, message, hint)]
    if found.passed_over:
        others = [f"{name} ({n})" for name, n in found.passed_over]
        notes.append(Problem(place, f"not taken for speakers: {_listed(others)}", "name those who are with --speakers"))
    return notes


def _role(role: Role) -> str:
    return f"{role}, " if role else ""


def _listed(items: list[str]) -> str:
    more = len(items) - _MOST_NAMED
    return ", ".join(items[:_MOST_NAMED]) + (f" and {more} more" if more > 0 else "")


def _counted(n: int, what: str) -> str:
    """Write a number with what it counts; only “character without width” has its plural inside."""
    if n == 1:
        return f"1 {what}"
    head, space, tail = what.partition(" without")
    return f"{n:,} {head}s{space}{tail}"
