"""The app: who sits at the desk, which screen is shown, what the writer reports, how it ends; nothing else.

It gives up some of Textual's comforts on purpose. No screenshot, no clipboard, no variables in a crash report: all of them
would carry testimony out of the study.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import ClassVar

from rich.text import Text
from textual import on
from textual.app import App, SystemCommand
from textual.binding import BindingType
from textual.dom import DOMNode
from textual.screen import Screen

from coder.analysis.names import find
from coder.errors import fault
from coder.model.round import Coder
from coder.study.journal.device import Installation
from coder.study.study import Study, now
from coder.study.writer import Failed, Saved, Writer
from coder.tui.commands import COMMANDS, KEY_LINES, bindings
from coder.tui.desk import Clock, Desk
from coder.tui.messages import CellAsked, CursorMoved, Reported, Settled, ShowCrosstab, ShowSegments, ShowSource
from coder.tui.page.plan import BOX, Glyphs
from coder.tui.page.sweeper import Sweeper
from coder.tui.page.terminal import end_well, glyphs_for, refuse_without_terminal
from coder.tui.say import say
from coder.tui.screens.coding import CodingScreen
from coder.tui.screens.crosstab import CrosstabScreen
from coder.tui.screens.help import HelpScreen
from coder.tui.screens.overview import OverviewScreen
from coder.tui.screens.segments import SegmentsScreen
from coder.tui.widgets.choice import ChoiceSheet
from coder.tui.widgets.ink import theme


class CoderApp(App[None]):
    """The program on a screen."""

    TITLE = "coder"
    CSS_PATH = "coder.tcss"
    BINDINGS: ClassVar[list[BindingType]] = bindings("everywhere")

    def __init__(
        self, study: Study, coder: Coder, installation: Installation | None = None, glyphs: Glyphs = BOX, note: str = ""
    ) -> None:
        """Let `coder` work on a study; `study` is open for reading, the writer opens the file for itself."""
        super().__init__()
        self._study = study
        self._writer = Writer(study.path, self._report, installation)
        self.desk = Desk(study.store, coder, self._writer, study.remembered(coder.uid), Clock(now, self.set_timer))
        self._glyphs = glyphs
        self._note = note
        self._sweeper = Sweeper(self.set_timer)
        self._is_leaving = False
        self._cell: CellAsked | None = None
        """The cell of the cross-tab that was looked into last."""

    def on_mount(self) -> None:
        """Show the overview."""
        if self._loop is not None:
            self._loop.set_exception_handler(lambda _loop, found: self.stop_on(found.get("exception")))
        self.animation_level = "none"
        for dark in (True, False):
            self.register_theme(theme(dark=dark))
        self.theme = "coder-light" if self.theme.endswith("light") else "coder-dark"
        self.push_screen(self._overview())
        if not self.is_headless:
            self.call_after_refresh(self._sweeper.begin)

    def on_unmount(self) -> None:
        """Let the writer finish what it was given."""
        self._sweeper.end()
        self.drain()

    def drain(self) -> None:
        """Have everything saved that was handed over; nothing can be afterwards."""
        self._writer.close()

    def _report(self, outcome: Saved | Failed) -> None:
        """Pass on what the writer says; called from its thread."""
        self.post_message(Reported(outcome))

    @on(Reported)
    def _reported(self, event: Reported) -> None:
        """Settle it at the desk and tell the screens."""
        news = self.desk.settle(event.outcome)
        for screen in self.screen_stack[1:]:  # the first is Textual's own; a message would have it, and all above, painted anew
            screen.post_message(Settled(news))
        if self._is_leaving and not self.desk.tickets.waiting:
            self.exit()

    @on(CursorMoved)
    def _moved(self) -> None:
        self._sweeper.key()

    @on(ShowSource)
    def _show_source(self, event: ShowSource) -> None:
        sources = {source.uid: source for source in self.desk.store.sources()}
        if event.source in sources:
            self._cell = event.cell or self._cell
            self._switch(CodingScreen(self.desk, sources[event.source], self._glyphs, event.passage, event.note))

    @on(ShowSegments)
    def _show_segments(self, event: ShowSegments) -> None:
        self._cell = event.cell
        self._switch(SegmentsScreen(self.desk, self._study.path, event.cell))

    @on(ShowCrosstab)
    def _show_crosstab(self, event: ShowCrosstab) -> None:
        self._cell = event.cell
        self._switch(CrosstabScreen(self.desk, self._study.path, event.cell))

    def _switch(self, screen: Screen[None]) -> None:
        self._sweeper.sweep()
        self.switch_screen(screen)

    def _overview(self) -> OverviewScreen:
        return OverviewScreen(self.desk, self._study.path.stem, self._note)

    def action_go(self) -> None:
        """Choose a screen."""
        places = [say("Overview"), say("Coding, the source you were in last"), say("Cross-tab")]
        if self._cell is not None:
            places.append(say("Passages: {cell}", cell=self._cell.said))
        self.push_screen(ChoiceSheet(say("go to"), places), self._go)

    def _go(self, place: int | None) -> None:
        if place == 0:
            self._switch(self._overview())
        elif place == 1:
            self.post_message(ShowSource(self.desk.last_source))
        elif place == 2:
            self._switch(CrosstabScreen(self.desk, self._study.path, self._cell))
        elif place == 3 and self._cell is not None:
            self._switch(SegmentsScreen(self.desk, self._study.path, self._cell))

    def action_help(self) -> None:
        """Explain the screen."""
        place = getattr(self.screen, "PLACE", None)
        if place in KEY_LINES:
            self.push_screen(HelpScreen(place))

    async def action_quit(self) -> None:
        """Leave once everything is saved; a second press leaves without what the disk does not take.

        Keys typed before this one may still be on their way from the focused widget up to the app: leaving walks behind them.
        """
        self._walk(tuple((self.focused or self.screen).ancestors_with_self))

    def _walk(self, way: tuple[DOMNode, ...]) -> None:
        """Pass through the queue of each node, then leave."""
        if way:
            way[0].call_later(self._walk, way[1:])
        else:
            self._leave()

    def _leave(self) -> None:
        waiting = self.desk.tickets.waiting
        if self._is_leaving or not waiting:
            self.exit()
        else:
            self._is_leaving = True
            self.desk.tickets.retry()
            self.notify(say("saving {n}; ctrl+q again leaves without them", n=waiting).plain, markup=False)

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """Offer the commands of the screen; Textual's own would save what it shows."""
        place = getattr(screen, "PLACE", "")
        for command in COMMANDS:
            if command.label_en and command.where in {"everywhere", place}:
                node = self if command.where == "everywhere" else screen
                yield SystemCommand(command.label_en, command.help, partial(self.run_action, command.action, node))

    def copy_to_clipboard(self, text: str) -> None:
        """Copy nothing: any program can read a clipboard, and terminals pass it on."""

    def deliver_screenshot(self, *_: object, **__: object) -> None:
        """Save nothing of the screen."""

    def save_screenshot(self, *_: object, **__: object) -> str:
        """Save nothing of the screen."""
        return ""

    def open_url(self, *_: object, **__: object) -> None:
        """Open nothing: what stands in a text is not ours to follow."""

    def stop_on(self, error: BaseException | None) -> None:
        """End on a fault that happened in another thread."""
        self._handle_exception(error if isinstance(error, Exception) else RuntimeError())

    def _fatal_error(self) -> None:
        """Print no report of Textual's: it shows variables."""
        self._close_messages_no_wait()

    def _handle_exception(self, error: Exception) -> None:
        """End on a fault of the program, and say what it was without a word of testimony."""
        self._return_code = 1
        if self._exception is None:
            self._exception = error
            self._exception_event.set()
        said = f"coder had to stop: {fault(error)}. What was shown as saved is saved."
        self._exit_renderables.append(Text(said))
        self._close_messages_no_wait()


def run(path: Path, coder: str, note: str = "") -> None:
    """Open the screens for a coder, with a note on the overview, and come back when they are closed.

    Raises:
        CoderError: there is no terminal to draw on. StudyRefused: the file cannot be opened. UnknownName: no such coder.
    """
    refuse_without_terminal(path)
    logging.disable()  # a library's words would be drawn over the screen, and may quote what stands on it
    Study.open(path).close()  # brings an older file up to date, and refuses one that cannot be written, before anything is drawn
    with Study.open(path, readonly=True) as study:
        app = CoderApp(study, find("coder", study.store.coders(), coder), glyphs=glyphs_for(sys.stdout.encoding), note=note)
        end_well(app.drain, partial(app.call_from_thread, app.exit), partial(app.call_from_thread, app.stop_on))
        app.run()
    if app.return_code:
        sys.exit(app.return_code)
