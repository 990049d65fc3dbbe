"""Finding what the form asks for: in a thread with its own connection, which a newer question ends."""

from __future__ import annotations

from functools import partial
from time import monotonic

from textual import on
from textual.content import Content
from textual.worker import get_current_worker

from coder.errors import InputRefused
from coder.reports.autocode import Found, Task, Wanted, find_passages
from coder.reports.selection import Selection
from coder.study.study import Study
from coder.tui.messages import Settled
from coder.tui.say import say
from coder.tui.screens.autocode.frame import Frame
from coder.tui.widgets.questionform import QuestionForm

PATIENCE = 20
"""Seconds after which a search is given up."""


class Searching(Frame):
    """Asks the study what the form says."""

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
        task, question = self._undertaking, self._question
        self._asks = ""
        self._is_searching = task is not None and question.is_complete
        if task is not None and question.is_complete:
            self.ask("hits", partial(_find, task, question.wanted, question.selection), self._made)
        else:
            self.do("hits", tuple, self._made)  # what is still being looked for must not come after this

    def _made(self, found: tuple[Found, ...]) -> None:
        self._is_searching = False
        self._list(found)

    def trouble(self, said: Content) -> None:
        """Say why nothing is found."""
        self._made(())
        self._say(said, is_trouble=True)


def _find(task: Task, wanted: Wanted, selection: Selection, study: Study) -> tuple[Found, ...]:
    """Find the hits, unless something else is asked meanwhile or it takes too long."""
    worker, end = get_current_worker(), monotonic() + PATIENCE

    def go_on() -> None:
        if worker.is_cancelled or monotonic() > end:
            raise InputRefused(f"The search was given up after {PATIENCE} seconds.", "Write {0,40} instead of *.")

    return find_passages(study.store, task, wanted, selection, go_on)
