"""The app: puts together what other modules know, and nothing else.

`closed` lets nothing out, `typeahead` loses no key, `keeping` saves and ends, `road` makes the screens; here are the theme, the
keys that work everywhere, and the start.
"""

from __future__ import annotations

import locale
import logging
import sys
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import ClassVar, Protocol, runtime_checkable

from textual import on
from textual.app import SystemCommand
from textual.binding import BindingType
from textual.screen import Screen

from coder.analysis.names import find
from coder.model.round import Coder
from coder.model.source import Source
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
from coder.tui.page.plan import BOX, GLYPHS, Glyphs
from coder.tui.page.sweeper import FEW, Sweeper
from coder.tui.page.terminal import end_well, glyphs_for, refuse_without_terminal
from coder.tui.road import PLACES, Road
from coder.tui.say import say
from coder.tui.settings import Settings, read_settings, settings_file
from coder.tui.widgets.themes import BEFORE, THEMES, themes


@runtime_checkable
class Turnable(Protocol):
    """A screen of one source that can turn to another one, which is quicker than another screen."""

    def leave(self) -> None:
        """Have it remembered where its reader stood; what is shown next may ask."""
        ...

    def turn_to(self, source: Source, asked: ShowSource) -> None:
        """Show another source."""
        ...


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
        self._theme = settings.theme or THEMES[0]
        self._sweeper = Sweeper(self.set_timer)
        self._road = Road(self.desk, study, glyphs)
        self._road.notes = note, self.habits.reminder

    def on_mount(self) -> None:
        """Show the overview."""
        self.animation_level = "none"
        for theme in themes():
            self.register_theme(theme)
        self.theme = f"{BEFORE}{self._theme}"
        self.set_keymap(self.habits.for_textual())
        self.hide_after(60 * self.habits.blank_after)
        self._road.begin(ShowPlace("overview"))
        self.push_screen(self._road.overview())
        if not self.is_headless:
            self.call_after_refresh(self._sweeper.begin)

    def on_unmount(self) -> None:
        """Give the collector back."""
        self._sweeper.end()

    @on(CursorMoved)
    def _moved(self) -> None:
        self._sweeper.key()

    @on(ShowPlace)
    @on(ShowSource)
    @on(ShowSegments)
    @on(ShowCrosstab)
    def _show(self, event: Show) -> None:
        """Show what was asked for in the place of the present screen; the coding screen itself turns to another source."""
        while len(self.screen_stack) > 2:  # Textual's own, the screen, and what lies over it: sheets, help
            self.pop_screen()
        if isinstance(self.screen, Turnable):
            self.screen.leave()
            if event == ShowPlace("coding"):
                return
        if isinstance(event, ShowSource) and isinstance(self.screen, Turnable):
            source = self._road.source(event.source)
            if source:
                self._begin(event)
                self.screen.turn_to(source, event)
        elif screen := self._road.screen(event):
            self._begin(event)
            self.switch_screen(screen)

    def _begin(self, event: Show) -> None:
        """Remember what is shown; what was shown before is garbage, for when the hand rests."""
        self._road.begin(event)
        self._sweeper.key(FEW)

    @on(PlaceLeft)
    def _left(self, event: PlaceLeft) -> None:
        self._road.left(event.back)

    def action_go_back(self) -> None:
        """Go back to what was shown before."""
        if before := self._road.back():
            self.post_message(before)

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
        end_well(app.drain_after_keys, partial(app.call_from_thread, app.exit), partial(app.call_from_thread, app.stop_on))
        app.run()
    if app.return_code:
        sys.exit(app.return_code)
