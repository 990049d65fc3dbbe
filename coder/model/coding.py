"""Codings and memos: what coders did."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Origin = Literal["manual", "auto", "import", "consensus"]
"""How a coding came to be; `consensus` codings are what a round settled on and stand beside the originals."""

TargetKind = Literal["study", "source", "code", "coding", "respondent"]


@dataclass(frozen=True, slots=True)
class Coding:
    """Coder C says: the span `[start, end)` of source S bears code K."""

    uid: str
    source: str
    """uid of the source, as the next three are of code, coder and round."""
    code: str
    coder: str
    round: str
    start: int
    end: int
    origin: Origin = "manual"
    created_at: str = ""
    """ISO 8601, UTC."""
    stale: bool = False
    """Made on an earlier text of the source and not yet re-anchored: kept, not counted."""


@dataclass(frozen=True, slots=True)
class Memo:
    """A note somebody wrote on something."""

    uid: str
    target_kind: TargetKind
    target: str
    """uid of what the note is on; empty for the study."""
    coder: str
    body: str
    created_at: str = ""
