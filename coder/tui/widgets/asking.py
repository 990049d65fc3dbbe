"""A screen that asks the study what may take a while: in a thread, through a connection of its own, while keys go on working.

An answer is shown if nothing else of its kind was asked meanwhile. What could not be answered stands in the status line: why, and
the way out; of a fault of the program its kind and place, and no word of what it was about.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeVar

from textual import on
from textual.content import Content
from textual.screen import Screen
from textual.worker import Worker, WorkerState, get_current_worker

from coder.errors import CoderError, fault
from coder.model.source import Source
from coder.reports.table import Table
from coder.study.location import copied_folder
from coder.study.study import Study
from coder.tui.desk import Desk
from coder.tui.messages import Answered
from coder.tui.say import say
from coder.tui.widgets.asksheet import AskSheet
from coder.tui.widgets.speaking import gone
from coder.tui.widgets.statusline import StatusLine

Answer = TypeVar("Answer")


class AskingScreen(Screen[None]):
    """Has questions answered by threads, and says in the line `#status` what came of those that were not."""

    AUTO_FOCUS = ""
    """The first widget may be a filter that is not open yet."""

    def __init__(self, path: Path) -> None:
        """Ask the study at `path`."""
        super().__init__()
        self._path = path
        self._asked: dict[str, object] = {}

    def ask(self, kind: str, question: Callable[[Study], Answer], show: Callable[[Answer], None]) -> None:
        """Put a question to the study, which is opened for reading, and show the answer."""
        self.do(kind, partial(self._put, question), show)

    def ask_now(self, kind: str, study: Study, question: Callable[[Study], Answer], show: Callable[[Answer], None]) -> None:
        """Put a question to a study that is open, and let everything wait for it: keys must find what they are meant for."""
        try:
            show(question(study))
        except CoderError as error:
            self.refused(kind, error)

    def _put(self, question: Callable[[Study], Answer]) -> Answer:
        with Study.open(self._path, readonly=True) as study:
            return question(study)

    def do(self, kind: str, work: Callable[[], Answer], show: Callable[[Answer], None]) -> None:
        """Do something in a thread and show what came of it; of each kind only what was begun last counts."""
        asked = self._asked[kind] = object()
        self.run_worker(
            partial(self._work, kind, asked, work, show), group=kind, exclusive=True, thread=True, exit_on_error=False
        )

    def _work(self, kind: str, asked: object, work: Callable[[], Answer], show: Callable[[Answer], None]) -> None:
        worker = get_current_worker()
        try:
            found = partial(show, work())
        except CoderError as error:
            found = partial(self.refused, kind, error)
        if not worker.is_cancelled:
            self.post_message(Answered(found, kind, asked))

    def narrow(self, title: Content, words: str, show: Callable[[str], Content]) -> None:
        """Ask for words to narrow a list to.

        `show` is called while they are typed, and says what they come to; Esc shows again what was there before.
        """

        def closed(typed: str | None) -> None:
            if typed is None:
                show(words)

        self.app.push_screen(AskSheet(title, words, show), closed)

    def export(self, table: Table, suggested: str) -> None:
        """Ask for a file's name and write a table, in the forms that the commands write, never over a file."""
        from coder.reports.render.file import check_new, typed_path, write_new  # noqa: PLC0415 - 40 ms that only an export needs

        def typed(name: str) -> Content:
            try:
                check_new(typed_path(name))
            except CoderError as error:
                return say("{message} {hint}", message=error.message, hint=error.hint)
            return Content()

        def chosen(name: str | None) -> None:
            if name is not None and name.strip():
                self.do("export", lambda: write_new(table, typed_path(name)), self._written)

        title = say("write {n} rows to a new file in {folder}", n=len(table.rows), folder=Path.cwd())
        self.app.push_screen(AskSheet(title, suggested, typed), chosen)

    def _written(self, path: Path) -> None:
        copied = copied_folder(path)
        mind = say("; mind that a program copies {folder} to other places", folder=copied) if copied else Content()
        self.query_one("#status", StatusLine).show(say("written to {path}", path=path) + mind, is_trouble=bool(copied))

    @on(Answered)
    def _answered(self, event: Answered) -> None:
        if self._asked.get(event.kind) is event.asked:
            event.show()

    def is_gone(self, desk: Desk, source: Source) -> bool:
        """Tell whether a source that is still listed has been taken out meanwhile, and say so."""
        said = gone(desk, source.uid, source.name)
        if said:
            self.trouble(said)
        return bool(said)

    def refused(self, kind: str, error: CoderError) -> None:
        """Say why there is no answer to a question of a kind."""
        del kind
        self.trouble(say("{message} {hint}", message=error.message, hint=error.hint))

    @on(Worker.StateChanged)
    def _worker_changed(self, event: Worker.StateChanged) -> None:
        if event.state is WorkerState.ERROR and event.worker.error is not None:
            self.trouble(say("that did not work: {fault}", fault=fault(event.worker.error)))

    def trouble(self, said: Content) -> None:
        """Say what went wrong."""
        self.query_one("#status", StatusLine).show(said, is_trouble=True)
