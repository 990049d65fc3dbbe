"""What happened at the desk, for a screen to repaint and to say."""

from __future__ import annotations

from dataclasses import dataclass

from coder.tui.page.spans import Span


@dataclass(frozen=True, slots=True)
class News:
    """One thing that happened: in words, and as codings before and after."""

    text: str = ""
    """What to say; may name codes and sources, never testimony."""
    before: tuple[Span, ...] = ()
    """The codings that are gone or look different now, as they were."""
    after: tuple[Span, ...] = ()
    """Those that are new or look different, as they are."""
    place: int | None = None
    """Where to go, if the reader should be shown."""
    is_trouble: bool = False
    """Whether it needs more attention than a line at the edge gets."""
    has_new_codebook: bool = False
    """Whether codes have changed: their names, rules or colours."""


@dataclass(frozen=True, slots=True)
class Away:
    """An action that an undo or redo would turn although nothing of it lies on the open source."""

    said: str
    """The action in words."""
    source: str = ""
    """uid of a source in which it did something; empty if it did so in none."""
    place: int | None = None
    """Where in that source."""
