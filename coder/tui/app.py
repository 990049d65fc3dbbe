"""The app: who sits at the desk, which screen is shown, what the writer reports, how it ends; nothing else.

There is one road between screens. A screen posts what is to be shown (`ShowPlace`, `ShowSource` …); the app puts it in the place
of the present one and remembers the way, so that one key leads back.
"""

from __future__ import annotations

import locale
import logging
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import SystemCommand
from textual.binding import BindingType
from textual.screen import Screen

from coder.analysis.names import find
from coder.model.round import Coder
from coder.study.journal.device import Installation
from coder.study.study import Study
from coder.tui.commands import PAGES, bindings, in_force
from coder.tui.commands.habits import habits_from
from coder.tui.keeping import KeepingApp
from coder.tui.messages import (
    CursorMoved,
    PlaceLeft,
    Show,
    ShowCrosstab,
    ShowPlace,
    ShowSegments,
    ShowSource,
)
from coder.tui.page.bars import COARSE, FINE
from coder.tui.page.plan import BOX, GLYPHS, Glyphs
from coder.tui.page.sweeper import FEW, Sweeper
from coder.tui.page.terminal import end_well, glyphs_for, refuse_without_terminal
from coder.tui.say import say
from coder.tui.screens.overview import OverviewScreen
from coder.tui.settings import Settings, read_settings, settings_file
from coder.tui.widgets.themes import BEFORE, THEMES, themes

if TYPE_CHECKING:
    from coder.tui.page.question import Question

MOST_BACK = 50
"""Steps that one can go back."""


class CoderApp(KeepingApp):
    """The program on a screen."""

    TITLE = "coder"
    CSS_PATH = "coder.tcss"
    BINDINGS: ClassVar[list[BindingType]] = bindings("everywhere")

    def __init__(
        self,
        study: Study,
        coder: Coder,
        installation: Installation | None = None,
        glyphs: Glyphs = BOX,
        note: str = "",
        settings: Settings | None = None,
    ) -> None:
        """Let `coder` work on a study; `study` is open for reading, the writer opens the file for itself."""
        super().__init__(study, coder, installation)
        settings = settings or Settings(Path())
        self.habits, _ = habits_from(settings)
        self._glyphs = glyphs
        self._blocks = FINE if glyphs is BOX else COARSE
        self._theme = settings.theme or THEMES[0]
        self._note = note
        self._sweeper = Sweeper(self.set_timer)
        self._question: Question | None = None
        """What autocode was asked last."""
        self._way: list[Show] = []
        """What was shown, the present screen last."""

    def on_mount(self) -> None:
        """Show the overview."""
        self.animation_level = "none"
        for theme in themes():
            self.register_theme(theme)
        self.theme = f"{BEFORE}{self._theme}"
        self.set_keymap(self.habits.for_textual())
        self.hide_after(60 * self.habits.blank_after)
        self._way.append(ShowPlace("overview"))
        self.push_screen(self._overview())
        if not self.is_headless:
            self.call_after_refresh(self._sweeper.begin)

    def on_unmount(self) -> None:
        """Give the collector back."""
        self._sweeper.end()

    @on(CursorMoved)
    def _moved(self) -> None:
        self._sweeper.key()

    @on(ShowPlace)
    def _show_place(self, event: ShowPlace) -> None:
        if event.place == "autocode" and event.at:
            from coder.tui.page.question import question_about

            self._question = question_about(event.at)
            event = ShowPlace("autocode")  # on the way back the question is as it was left
        self._switch(event, PLACES[event.place].make(self, event.at))

    @on(ShowSource)
    def _show_source(self, event: ShowSource) -> None:
        sources = {source.uid: source for source in self.desk.store.sources()}
        if event.source in sources:
            from coder.tui.screens.coding import CodingScreen

            if isinstance(self.screen, CodingScreen):
                self._begin(event)
                self.screen.turn_to(sources[event.source], event)
            else:
                self._switch(event, CodingScreen(self.desk, sources[event.source], event, self._glyphs))

    @on(ShowSegments)
    def _show_segments(self, event: ShowSegments) -> None:
        from coder.tui.screens.segments import SegmentsScreen

        self._switch(event, SegmentsScreen(self.desk, self.study.path, event.asked))

    @on(ShowCrosstab)
    def _show_crosstab(self, event: ShowCrosstab) -> None:
        from coder.tui.screens.crosstab import CrosstabScreen

        self._switch(event, CrosstabScreen(self.desk, self.study.path, event.cell, self._blocks))

    def _switch(self, event: Show, screen: Screen[None]) -> None:
        """Show a screen in the place of the present one."""
        self._begin(event)
        self.switch_screen(screen)

    def _begin(self, event: Show) -> None:
        """Remember what is shown; what was shown before is garbage, for when the hand rests."""
        self._way = [*self._way[-MOST_BACK:], event]
        self._sweeper.key(FEW)

    @on(PlaceLeft)
    def _left(self, event: PlaceLeft) -> None:
        """Remember how to come back to just this point of the present screen."""
        self._way[-1:] = [event.back]

    def action_go_back(self) -> None:
        """Go back to what was shown before."""
        if len(self._way) > 1:
            del self._way[-1]
            self.post_message(replace(self._way.pop()))

    def _overview(self) -> OverviewScreen:
        return OverviewScreen(self.desk, self.study, self._note, self._blocks, self.habits.reminder)

    def _coding(self) -> Screen[None]:
        from coder.tui.screens.coding import CodingScreen

        sources = {source.uid: source for source in self.desk.store.sources()}
        last = sources.get(self.desk.last_source)
        return CodingScreen(self.desk, last, ShowSource(last.uid), self._glyphs) if last else self._overview()

    def _codebook(self, at: str) -> Screen[None]:
        from coder.tui.screens.codebook import CodebookScreen

        return CodebookScreen(self.desk, self.study.path, at)

    def _crosstab(self) -> Screen[None]:
        """Show the cross-tab at the cell that was looked at last."""
        from coder.tui.screens.crosstab import CrosstabScreen

        cells = (event.cell for event in reversed(self._way) if isinstance(event, ShowCrosstab))
        return CrosstabScreen(self.desk, self.study.path, next(cells, None), self._blocks)

    def _memos(self, at: str) -> Screen[None]:
        from coder.tui.screens.memos import MemosScreen

        return MemosScreen(self.desk, at)

    def _history(self, at: str) -> Screen[None]:
        from coder.tui.screens.history import HistoryScreen

        return HistoryScreen(self.desk, self.study.past, at)

    def _autocode(self) -> Screen[None]:
        """Show the question that was asked last, with its hits and their marks."""
        from coder.tui.page.question import Question
        from coder.tui.screens.autocode import AutocodeScreen

        self._question = self._question or Question()
        return AutocodeScreen(self.desk, self.study.path, self._question)

    def action_go(self) -> None:
        """Choose a screen."""
        from coder.tui.widgets.choice import ChoiceSheet

        self.push_screen(ChoiceSheet(say("go to"), [say("{label}", label=place.label) for place in PLACES.values()]), self._go)

    def _go(self, chosen: int | None) -> None:
        if chosen is not None:
            self.post_message(ShowPlace([*PLACES][chosen]))

    def action_theme_next(self) -> None:
        """Show the next theme until the program ends."""
        self._theme = THEMES[(THEMES.index(self._theme) + 1) % len(THEMES)]
        self.theme = f"{BEFORE}{self._theme}"
        self.notify(say("theme {name}; the settings keep one", name=self._theme).plain, markup=False)

    def action_help(self) -> None:
        """Explain the screen."""
        place = getattr(self.screen, "PLACE", "")
        if place in PAGES:
            from coder.tui.screens.help import HelpScreen

            self.push_screen(HelpScreen(place))

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """Offer the commands of the screen; Textual's own would save what it shows."""
        place = getattr(screen, "PLACE", "")
        nodes = {"everywhere": self, place: screen}
        for command in in_force(place):
            if label := self.habits.label(command):
                node = nodes.get(command.where, screen.focused or screen)
                keys = " ".join(self.habits.keys(command))
                does = say("{keys}   {help}", keys=keys, help=command.help).plain
                yield SystemCommand(label, does, partial(self.run_action, command.action, node))


@dataclass(frozen=True, slots=True)
class Place:
    """A screen that can be gone to from anywhere."""

    label: str
    make: Callable[[CoderApp, str], Screen[None]]
    """Makes it for the app, to stand at a place on it (see `ShowPlace`)."""


PLACES: dict[str, Place] = {
    "overview": Place("Overview", lambda app, _: app._overview()),  # noqa: SLF001 - the app's own table
    "coding": Place("Coding, the source you were in last", lambda app, _: app._coding()),  # noqa: SLF001 - the app's own table
    "crosstab": Place("Cross-tab", lambda app, _: app._crosstab()),  # noqa: SLF001 - the app's own table
    "memos": Place("Memos", lambda app, at: app._memos(at)),  # noqa: SLF001 - the app's own table
    "history": Place("History", lambda app, at: app._history(at)),  # noqa: SLF001 - the app's own table
    "autocode": Place("Autocode", lambda app, _: app._autocode()),  # noqa: SLF001 - the app's own table
    "codebook": Place("Codebook", lambda app, at: app._codebook(at)),  # noqa: SLF001 - the app's own table
}
"""What F2 offers, in its order."""


def run(path: Path, coder: str, note: str = "", settings: Settings | None = None) -> None:
    """Open the screens for a coder as she has set them, with a note on the overview, and come back when they are closed.

    Raises:
        CoderError: there is no terminal to draw on. StudyRefused: the file cannot be opened. UnknownName: no such coder.
    """
    refuse_without_terminal(path)
    settings = settings or read_settings(settings_file())
    logging.disable()  # a library's words would be drawn over the screen, and may quote what stands on it
    Study.open(path).close()  # brings an older file up to date, and refuses one that cannot be written, before anything is drawn
    with Study.open(path, readonly=True) as study:
        glyphs = GLYPHS[settings.glyphs] if settings.glyphs else glyphs_for(locale.getencoding())
        app = CoderApp(study, find("coder", study.store.coders(), coder), None, glyphs, note, settings)
        end_well(app.drain, partial(app.call_from_thread, app.exit), partial(app.call_from_thread, app.stop_on))
        app.run()
    if app.return_code:
        sys.exit(app.return_code)
