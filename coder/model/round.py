"""Coders, rounds and progress: who codes what, and who has finished."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

CoderRole = Literal["coder", "supervisor"]
State = Literal["to do", "open", "finished"]
MAIN = "main"
"""The open round that every study begins with."""


@dataclass(frozen=True, slots=True)
class Coder:
    """The person who codes (not the program)."""

    uid: str
    name: str
    role: CoderRole = "coder"


@dataclass(frozen=True, slots=True)
class Round:
    """Which coders code which sources, blind or open."""

    uid: str
    name: str
    blind: bool = False


@dataclass(frozen=True, slots=True)
class Progress:
    """How far one coder is with one source."""

    codings: int
    state: State
    is_assigned: bool = False
    """Somebody gave her this source to code."""
