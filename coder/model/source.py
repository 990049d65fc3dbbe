"""Sources: what is coded, and the turns of speech in them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from coder.errors import Problem

Kind = Literal["interview", "media", "research"]
"""Three kinds of evidence: what people said they lived, what media claim, what research intends."""
KINDS: tuple[Kind, ...] = get_args(Kind)

Role = Literal["I", "R", "T", ""]
"""Interviewer, respondent, interpreter (translator), or not known."""


@dataclass(frozen=True, slots=True)
class Turn:
    """What one speaker says before another speaks.

    `label` is where the speaker's label begins, `start` the first character of the speech, `end` excludes trailing white space.
    """

    label: int
    start: int
    end: int
    speaker: str = ""
    role: Role = ""
    time_start: int | None = None
    """Milliseconds from the beginning of the recording."""
    time_end: int | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """What a reader of files returns: a normalised text with its turns, and everything worth saying about them."""

    name: str
    """The file's stem in NFC."""
    text: str
    turns: tuple[Turn, ...] = ()
    language: str = ""
    """`en`, `ko` or another ISO 639 code; empty if not known."""
    notes: tuple[Problem, ...] = ()
    """What was changed or left out while reading, none of it fatal."""


@dataclass(frozen=True, slots=True)
class Source:
    """A document of the study, without its text (which is long and asked for apart)."""

    uid: str
    name: str
    kind: Kind
    language: str
    characters: int
    n_turns: int
    respondent: str | None
    """The label of the respondent, if it is somebody's testimony."""
    imported_at: str
    """ISO 8601, UTC."""
