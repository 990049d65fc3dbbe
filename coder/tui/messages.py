"""What parts of the screen tell each other: facts in the past tense, and requests to the app to show something.

A widget knows nobody above it and a screen no other screen; they post these, and whoever is concerned listens.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.message import Message

from coder.study.writer import Failed, Saved
from coder.tui.page.news import News
from coder.tui.page.trail import Trail

if TYPE_CHECKING:  # what counts is imported when something is to be counted
    from coder.reports.selection import Selection


class CursorMoved(Message):
    """The reader stands elsewhere in the transcript, or has selected something else; where, the transcript knows."""

    def can_replace(self, message: Message) -> bool:
        """Let the newest replace those that nobody has looked at yet."""
        return isinstance(message, CursorMoved)


@dataclass
class CellShown(Message):
    """A table's cursor stands on another cell."""

    row: int
    column: int
    table: str = ""
    """The table's id, where a screen has several."""

    def can_replace(self, message: Message) -> bool:
        """Let the newest replace those that nobody has looked at yet."""
        return isinstance(message, CellShown) and message.table == self.table


@dataclass
class CellChosen(Message):
    """Enter was pressed on a table's cell."""

    row: int
    column: int
    table: str = ""
    """As in `CellShown`."""


@dataclass
class Reported(Message):
    """The writer has saved an action, or has not."""

    outcome: Saved | Failed


@dataclass
class Settled(Message, bubble=False):
    """The desk has taken a report in; what is on the screen may have changed."""

    news: News


@dataclass
class Answered(Message, bubble=False):
    """A worker is through with what it was asked."""

    show: Callable[[], None]
    """Shows what it found, or why nothing."""
    kind: str
    asked: object
    """Which question of its kind it was: a slow answer to an earlier one must not stand under the present heading."""


@dataclass(frozen=True)
class CellAsked:
    """A cell of a cross-tab of codes, so that it can be found again."""

    columns: str
    count: str
    row: int
    column: int
    """Places among rows and columns, from 0 and in the codebook's order; `TOTAL` for all of them."""
    order: int | None = None
    """The column by which the rows were put in order; None for the codebook's order."""
    in_shares: bool = True
    """Whether shares stood beside the numbers."""


@dataclass(frozen=True)
class SegmentsAsked:
    """Which passages are listed, so that they can be listed again: those of a cell, or of all codes that are selected."""

    said: str
    """What they are, in words."""
    selection: Selection | None = None
    """All passages that bear one of its codes; None for those of a cell."""
    cell: CellAsked | None = None
    words: str = ""
    """Only those in which these words stand."""
    row: int = 0
    """Which of them was read last."""


@dataclass
class ShowPlace(Message):
    """Go to one of the screens that can be gone to from anywhere."""

    place: str
    """Its name in the app's table of places."""
    at: str = ""
    """Where on it to stand, as the screen itself writes it; empty for where one usually begins."""


@dataclass
class ShowSource(Message):
    """Open a source for coding, perhaps at a passage."""

    source: str
    """Its uid."""
    passage: tuple[int, int] | None = None
    note: str = ""
    """What to say there."""
    coding: str = ""
    """uid of the coding that is meant, where several lie on the passage."""
    trail: Trail | None = None
    """The places to step through there; the codings if none."""


@dataclass
class ShowSegments(Message):
    """List passages."""

    asked: SegmentsAsked


@dataclass
class ShowCrosstab(Message):
    """Go back to a cell."""

    cell: CellAsked


Show = ShowPlace | ShowSource | ShowSegments | ShowCrosstab
"""What the app can be asked to show."""


@dataclass
class PlaceLeft(Message):
    """A screen is being left; what it was asked to show has moved on meanwhile."""

    back: Show
    """Shows it again as it is now."""
