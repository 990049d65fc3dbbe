"""Finding what the form asks for: in a thread with its own connection, which a newer question ends."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic

from textual import on, work
from textual.message import Message
from textual.worker import Worker, WorkerState, get_current_worker

from coder.errors import CoderError, InputRefused, fault
from coder.reports.autocode import Task, Wanted, find_passages
from coder.reports.selection import Selection
from coder.study.study import Study
from coder.tui.messages import HitsFound, HitsRefused, Settled
from coder.tui.say import say
from coder.tui.screens.autocode.frame import Frame
from coder.tui.widgets.questionform import QuestionForm

PATIENCE = 20
"""Seconds after which a search is given up."""


class _Overtaken(Exception):
    """Ends a search whose answer nobody waits for."""


class Searching(Frame):
    """Asks the study what the form says."""

    _asked = 0
    """The number of the question."""
    _is_searching = False
    """Whether the list is still of an earlier question."""

    def on_mount(self) -> None:
        """Propose the code used last."""
        last = self._desk.slots.last
        if not self._desk.book.is_usable(self._question.code):
            self._question.code = last if last and self._desk.book.is_usable(last) else ""
        form = self.query_one(QuestionForm)
        form.show()
        if self._question.is_complete:
            self._view.focus()
        else:
            form.begin()
        self._search()

    @property
    def _undertaking(self) -> Task | None:
        """Who would code with which code; None until there is one that can be used."""
        desk, code = self._desk, self._question.code
        return Task(desk.codebook.by_uid[code], desk.coder, desk.round) if desk.book.is_usable(code) else None

    @on(QuestionForm.Changed)
    def _changed(self) -> None:
        self._say(say(""))
        self._said_at = -1
        self._search()

    @on(Settled)
    def _settled(self, event: Settled) -> None:
        """Say what happened, and find anew: hits may be coded now, or no longer."""
        if event.news.text:
            self._say(say("{text}", text=event.news.text), is_trouble=event.news.is_trouble)
        self._frame()
        self._search()

    def _search(self) -> None:
        """Look for what is asked; what is not complete finds nothing."""
        self._asked += 1
        task, question = self._undertaking, self._question
        self._is_searching = bool(task) and question.is_complete
        self._asks = ""
        if task and question.is_complete:
            self._find(self._asked, task, question.wanted, question.selection)
        else:
            self.workers.cancel_group(self, "autocode")
            self._list(())

    @work(thread=True, exclusive=True, group="autocode", exit_on_error=False)
    def _find(self, asked: int, task: Task, wanted: Wanted, selection: Selection) -> None:
        """Find the hits, in a thread with its own connection."""
        worker = get_current_worker()
        try:
            with Study.open(self._path, readonly=True) as study:
                answer: Message = HitsFound(find_passages(study.store, task, wanted, selection, _patience(worker)), asked)
        except CoderError as error:
            answer = HitsRefused(error.message, error.hint, asked)
        except _Overtaken:
            return
        if not worker.is_cancelled:
            self.post_message(answer)

    @on(HitsFound)
    def _made(self, event: HitsFound) -> None:
        if event.asked == self._asked:
            self._is_searching = False
            self._list(event.found)

    @on(HitsRefused)
    def _refused(self, event: HitsRefused) -> None:
        if event.asked == self._asked:
            self._is_searching = False
            self._list(())
            self._say(say("{message} {hint}", message=event.message, hint=event.hint), is_trouble=True)

    @on(Worker.StateChanged)
    def _worker_changed(self, event: Worker.StateChanged) -> None:
        if event.state is WorkerState.ERROR and event.worker.error is not None:
            self._is_searching = False
            self._list(())
            self._say(say("the search ended: {fault}", fault=fault(event.worker.error)), is_trouble=True)


def _patience(worker: Worker[None]) -> Callable[[], None]:
    """Make a search end when something else is asked, or when it takes too long."""
    end = monotonic() + PATIENCE

    def go_on() -> None:
        if worker.is_cancelled:
            raise _Overtaken
        if monotonic() > end:
            raise InputRefused(f"The search was given up after {PATIENCE} seconds.", "Write {0,40} instead of *.")

    return go_on
