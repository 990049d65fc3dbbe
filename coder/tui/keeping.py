"""An app that keeps what was done: it hears what the writer reports, waits for it before it ends, and helps when a disk fails.

While a disk does not take what was done, everything stays on the screen and is tried again. When that has gone on for half a
minute a sheet offers to write what waits to another place, as a table of codings.
"""

from __future__ import annotations

from pathlib import Path
from time import monotonic, sleep

from textual import on
from textual.content import Content
from textual.dom import DOMNode

from coder.errors import CoderError
from coder.model.round import Coder
from coder.model.words import count
from coder.study.journal.device import Installation
from coder.study.study import Study, now
from coder.study.writer import Failed, Saved, Writer
from coder.tui.desk import Desk
from coder.tui.messages import Reported, Settled
from coder.tui.page.outbox import Clock
from coder.tui.say import say
from coder.tui.typeahead import LOOK, PATIENCE, TypeaheadApp


class KeepingApp(TypeaheadApp):
    """A coder at her desk, and the writer that saves what she does."""

    def __init__(self, study: Study, coder: Coder, installation: Installation | None = None) -> None:
        """Let `coder` work on a study; `study` is open for reading, the writer opens the file for itself."""
        super().__init__()
        self.study = study
        self._writer = Writer(study.path, self._report, installation)
        memory, clock = study.remembered(coder.uid), Clock(now, self.set_timer)
        self.desk = Desk(study.store, study.past, coder, self._writer, memory, clock)
        self._is_leaving = False
        self._has_offered = False
        """Whether the present failure was spoken of in a sheet already."""

    def on_unmount(self) -> None:
        """Let the writer finish what it was given."""
        self.drain()

    def drain(self) -> None:
        """Have everything saved that was handed over; nothing can be afterwards."""
        self._writer.close()

    def drain_after_keys(self) -> None:
        """The same from another thread: what was typed before is done first."""
        end = monotonic() + PATIENCE
        while self.is_typing and monotonic() < end:
            sleep(LOOK)
        self.drain()

    def _report(self, outcome: Saved | Failed) -> None:
        """Pass on what the writer says; called from its thread."""
        self.post_message(Reported(outcome))

    @on(Reported)
    def _reported(self, event: Reported) -> None:
        """Settle it at the desk and tell the screens."""
        if not self.desk.outbox.waits_for(event.outcome.ticket):
            return
        news = self.desk.settle(event.outcome)
        for screen in self.screen_stack[1:]:  # the first is Textual's own; a message would have it, and all above, painted anew
            screen.post_message(Settled(news))
        if self._is_leaving and not self.desk.tickets.waiting:
            self.exit()
        is_stuck = self.desk.outbox.is_stuck
        if is_stuck and not self._has_offered:
            self.action_unsaved_keep()
        self._has_offered = is_stuck

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
            self.desk.outbox.retry()
            text = "saving {n}; ctrl+q again leaves without them, ctrl+r writes them to a file"
            self.notify(say(text, n=waiting).plain, markup=False)

    def action_unsaved_keep(self) -> None:
        """Offer what can be done with what waits for the disk."""
        from coder.tui.widgets.choice import ChoiceSheet

        if not self.desk.tickets.waiting:
            self.notify("everything is saved", markup=False)
            return
        title = say("NOT SAVED: {n}", n=count(self.desk.tickets.waiting, "action"))
        options = [
            say("go on; it is tried again by itself, and nothing is lost while the program runs"),
            say("try again now"),
            say("write what waits to a file, on another disk or stick"),
        ]
        self.push_screen(ChoiceSheet(title, options), self._help)

    def _help(self, chosen: int | None) -> None:
        if chosen == 1:
            self.desk.outbox.retry()
        elif chosen == 2:
            from coder.tui.widgets.asksheet import AskSheet

            name = Path.home() / f"{self.study.path.stem}-not-saved.csv"
            self.push_screen(AskSheet(say("write codings to a new file, such as one on a stick"), str(name)), self._write)

    def _write(self, name: str | None) -> None:
        """Write what waits as a table of codings, and say how it comes back in."""
        from coder.reports.render.file import typed_path, write_new
        from coder.tui.page.rescue import Rescue

        if name is None or not name.strip():
            return
        rescue = Rescue()
        rescue.take(self.desk.tickets.changes(), self.study.store)
        try:
            path = write_new(rescue.table(self.study.store, self.desk.codebook.paths), typed_path(name))
        except CoderError as error:
            said = say("{message} {hint}", message=error.message, hint=error.hint)
            self.notify(said.plain, severity="error", markup=False)
        else:
            self._wrote(rescue.left_out, len(rescue.codings), path)

    def _wrote(self, left_out: int, n: int, path: Path) -> None:
        rest = say("; {n} cannot be written so", n=count(left_out, "other change")) if left_out else Content()
        said = say("{n} written to {path}", n=count(n, "coding"), path=path) + rest
        back = say(". Later: coder codings import STUDY FILE --create")
        self.notify((said + back).plain, markup=False, timeout=20)
