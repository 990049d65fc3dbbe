"""The road between screens: how each is made of what it was asked to show, and the way back.

A screen knows no other. It posts what is to be shown (`ShowPlace`, `ShowSource` …); the app has the screen made here and puts it
in the place of the present one. A screen's module is imported when it is first shown.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from textual.screen import Screen

from coder.model.source import Source
from coder.study.study import Study
from coder.tui.desk import Desk
from coder.tui.messages import Show, ShowCrosstab, ShowPlace, ShowSegments, ShowSource
from coder.tui.page.bars import COARSE, FINE
from coder.tui.page.plan import BOX, Glyphs

if TYPE_CHECKING:
    from coder.tui.page.question import Question

MOST_BACK = 50
"""Steps that one can go back."""


class Road:
    """The screens of one person on one study."""

    def __init__(self, desk: Desk, study: Study, glyphs: Glyphs = BOX) -> None:
        """Make screens for who sits at `desk`, drawn with some signs."""
        self._desk = desk
        self._study = study
        self._glyphs = glyphs
        self._blocks = FINE if glyphs is BOX else COARSE
        self.notes: tuple[str, str] = ("", "")
        """What the overview says besides: how the study came to be opened, and what is wrong with the settings."""
        self._question: Question | None = None
        """What autocode was asked last."""
        self._way: list[Show] = []
        """What was shown, the present screen last."""

    def begin(self, event: Show) -> None:
        """Remember what is shown now."""
        is_about = isinstance(event, ShowPlace) and event.place == "autocode"
        kept = ShowPlace("autocode") if is_about else event  # on the way back the question is as it was left
        self._way = [*self._way[-MOST_BACK:], kept]

    def left(self, back: Show) -> None:
        """Remember how to come back to just this point of the present screen."""
        self._way[-1:] = [back]

    def back(self) -> Show | None:
        """Give what was shown before, to be asked for again; None at the beginning of the way."""
        if len(self._way) < 2:
            return None
        del self._way[-1]
        return replace(self._way.pop())

    def source(self, uid: str) -> Source | None:
        """Find a source."""
        return next((source for source in self._desk.store.sources() if source.uid == uid), None)

    def screen(self, event: Show) -> Screen[None] | None:
        """Make the screen that was asked for; None for a source that is gone."""
        if isinstance(event, ShowPlace):
            return PLACES[event.place].make(self, event.at)
        if isinstance(event, ShowSource):
            source = self.source(event.source)
            return self._coding(source, event) if source else None
        return self._segments(event) if isinstance(event, ShowSegments) else self._crosstab(event)

    def overview(self, _: str = "") -> Screen[None]:
        """Make the overview."""
        from coder.tui.screens.overview import OverviewScreen

        note, reminder = self.notes
        return OverviewScreen(self._desk, self._study, note, self._blocks, reminder)

    def coding(self, _: str = "") -> Screen[None]:
        """Make the coding screen with the source one was in last; the overview where there is none."""
        last = self.source(self._desk.last_source)
        return self._coding(last, ShowSource(last.uid)) if last else self.overview()

    def _coding(self, source: Source, event: ShowSource) -> Screen[None]:
        from coder.tui.screens.coding import CodingScreen

        return CodingScreen(self._desk, source, event, self._glyphs)

    def codebook(self, at: str) -> Screen[None]:
        """Make the codebook screen, standing on a code (a uid)."""
        from coder.tui.screens.codebook import CodebookScreen

        return CodebookScreen(self._desk, self._study.path, at)

    def crosstab(self, _: str = "") -> Screen[None]:
        """Make the cross-tab at the cell that was looked at last."""
        return self._crosstab(next((event for event in reversed(self._way) if isinstance(event, ShowCrosstab)), None))

    def _crosstab(self, event: ShowCrosstab | None) -> Screen[None]:
        from coder.tui.screens.crosstab import CrosstabScreen

        return CrosstabScreen(self._desk, self._study.path, event.cell if event else None, self._blocks)

    def _segments(self, event: ShowSegments) -> Screen[None]:
        from coder.tui.screens.segments import SegmentsScreen

        return SegmentsScreen(self._desk, self._study.path, event.asked)

    def memos(self, at: str) -> Screen[None]:
        """Make the list of memos, standing on one (a uid)."""
        from coder.tui.screens.memos import MemosScreen

        return MemosScreen(self._desk, at)

    def history(self, at: str) -> Screen[None]:
        """Make the history, standing on an action."""
        from coder.tui.screens.history import HistoryScreen

        return HistoryScreen(self._desk, self._study.past, at)

    def autocode(self, words: str) -> Screen[None]:
        """Make the autocode screen: about words of a text, else with the question that was asked last, its hits and marks."""
        from coder.tui.page.question import Question, question_about
        from coder.tui.screens.autocode import AutocodeScreen

        self._question = question_about(words) if words else self._question or Question()
        return AutocodeScreen(self._desk, self._study.path, self._question)


@dataclass(frozen=True, slots=True)
class Place:
    """A screen that can be gone to from anywhere."""

    label: str
    make: Callable[[Road, str], Screen[None]]
    """Makes it, to stand at a place on it (see `ShowPlace`)."""


PLACES: dict[str, Place] = {
    "overview": Place("Overview", Road.overview),
    "coding": Place("Coding, the source you were in last", Road.coding),
    "crosstab": Place("Cross-tab", Road.crosstab),
    "memos": Place("Memos", Road.memos),
    "history": Place("History", Road.history),
    "autocode": Place("Autocode", Road.autocode),
    "codebook": Place("Codebook", Road.codebook),
}
"""What F2 offers, in its order."""
