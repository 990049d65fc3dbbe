"""Choosing among the hits, reading them in their texts, and coding those that are marked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from textual import on

from coder.model.words import count
from coder.reports.autocode import coding_changes
from coder.reports.hits import describe_changes
from coder.tui.messages import CellChosen, ShowSource
from coder.tui.page.news import News
from coder.tui.page.trail import Trail
from coder.tui.say import say
from coder.tui.screens.autocode.searching import Searching
from coder.tui.widgets.questionform import QuestionForm
from coder.tui.widgets.speaking import gone


class Marking(Searching):
    """The keys of the list."""

    def action_hits_mark(self) -> None:
        """Mark the hit under the cursor, or leave it out."""
        if self._found:
            row = self._view.row
            self._question.invert([self._found[row]])
            self._view.rewrite(row, self._row(self._found[row]))
            self._frame()
            self._tell(row)

    def action_hits_all(self) -> None:
        """Mark all hits."""
        self._mark(lambda: self._question.mark(self._found, marked=True))

    def action_hits_none(self) -> None:
        """Leave all hits out."""
        self._mark(lambda: self._question.mark(self._found, marked=False))

    def action_hits_invert(self) -> None:
        """Mark those that are left out, and leave out those that are marked."""
        self._mark(lambda: self._question.invert(self._found))

    def _mark(self, change: Callable[[], None]) -> None:
        if self._found:
            change()
            self._list(self._found)
            self._tell(self._view.row)

    @on(CellChosen)
    def action_hits_open(self) -> None:
        """Open the source at the hit under the cursor."""
        if self._found:
            one = self._found[self._view.row]
            if said := gone(self._desk, one.source.uid, one.source.name):
                self._say(said, is_trouble=True)
                return
            there = tuple((other.hit.start, other.hit.end) for other in self._found if other.source.uid == one.source.uid)
            note = "[ ] next hit   ctrl+o all hits"
            self.post_message(ShowSource(one.source.uid, (one.hit.start, one.hit.end), note, trail=Trail("hit", there)))

    def action_hits_code(self) -> None:
        """Ask, and at the second press code the marked hits."""
        task, marked = self._undertaking, self._question.marked(self._found)
        if task is None or not marked or self._is_searching:
            self._say(say("the hits are being looked for") if self._is_searching else say("no hit is marked"))
            return
        changes = coding_changes(self._desk.store, task, marked)
        name, would = task.code.name, describe_changes(changes)
        asked = say("code {n} as {name}: {would}? F9 again", n=count(len(marked), "hit"), name=name, would=would)
        if self._ask("hits.code", asked):
            self._report(self._desk.change(changes, f"{name}: {would}; ctrl+z takes all of it back"))

    def action_hits_list(self) -> None:
        """Go from the form to the list of hits."""
        self._view.focus()

    def action_hits_form(self) -> None:
        """Go to the next field of the form."""
        self.focus_next()

    def action_hits_undo(self) -> None:
        """Take back what was done last; what was not done in the open source only after a question."""
        self._turn("undo", "ctrl+z")

    def action_hits_redo(self) -> None:
        """Bring back what was undone, as carefully."""
        self._turn("redo", "ctrl+y")

    def _turn(self, way: Literal["undo", "redo"], key: str) -> None:
        if self.query_one(QuestionForm).is_typed_into:  # meant for the letters, perhaps
            self._say(say("Esc leads to the list; there {key} works", key=key))
            return
        if (news := self._turner.turn(way)) is not None:
            self._report(news)

    def _report(self, news: News) -> None:
        """Say what came of an action, as far as it is known before it is saved."""
        self._say(say("{text}", text=news.text), is_trouble=news.is_trouble)
        self._frame()
