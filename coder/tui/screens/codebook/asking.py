"""Before a change of the codebook: what it would do is shown and asked about; what was typed is kept until it is saved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from textual.content import Content

from coder.model.codebook import Code
from coder.reports.codebook_effect import effect_of
from coder.study.changes import Change
from coder.study.codebook_changes import LockCodebook
from coder.tui.desk import Desk
from coder.tui.messages import Settled
from coder.tui.say import say
from coder.tui.screens.codebook.showing import Showing
from coder.tui.widgets.confirm import ConfirmSheet
from coder.tui.widgets.speaking import Turner


@dataclass(frozen=True, slots=True)
class Draft:
    """What stands in a form that has not been saved yet."""

    code: Code
    old: Code | None = None
    """The code as it was when its form was opened; None if it is a new one."""


class Asking(Showing):
    """Asks, and hands changes to the desk."""

    def __init__(self, desk: Desk, path: Path, at: str = "") -> None:
        """Ask about nothing yet."""
        super().__init__(desk, path, at)
        self.turner = Turner(desk, self.sure)
        self._draft: Draft | None = None
        self._goal = ""
        """The code to stand on once the change is in the file."""

    def settled(self, event: Settled) -> None:
        """Show how things stand; a draft that was refused comes back, one that was saved is done with."""
        super().settled(event)
        if self.desk.tickets.waiting:
            return
        draft, self._draft = self._draft, None
        if event.news.is_trouble:
            self.turner.forget()
        if draft and event.news.is_trouble:
            self.reopen(draft, say("{news}", news=event.news.text))
        elif self._goal in self.book.by_uid:
            self.show(self._goal)
        self._goal = ""

    def reopen(self, draft: Draft, why: Content) -> None:
        """Show a form again with what was typed into it."""

    def propose(
        self, title: Content, changes: Sequence[Change], said: str, *, goal: str = "", draft: Draft | None = None
    ) -> None:
        """Do a change at once if it has to do with no coding, else say what it would do and ask."""
        if not changes:
            self.tell(say("nothing is to be changed"))
            return
        effect = effect_of(self.desk.store, changes)
        do = partial(self.carry_out, changes, said, goal=goal, draft=draft)
        if not effect.codings and not any(isinstance(change, LockCodebook) for change in changes):
            do()
            return

        def answered(is_wanted: bool | None) -> None:
            if is_wanted:
                do()
            elif draft:
                self.reopen(draft, say("not saved yet"))

        self.app.push_screen(ConfirmSheet(title, [say("{sentence}", sentence=one) for one in effect.sentences]), answered)

    def carry_out(self, changes: Sequence[Change], said: str, *, goal: str = "", draft: Draft | None = None) -> None:
        """Hand a change to the desk; nothing is shown before it is in the file."""
        self._goal, self._draft = goal, draft
        news = self.turner.did(self.desk.change(changes, said))
        if news.text:
            self.tell(say("{news}", news=news.text), is_trouble=news.is_trouble)

    def may_begin(self) -> bool:
        """Tell whether something can be begun now, and say why not; a late key that reaches a covered screen begins nothing."""
        if not self.is_current:
            return False
        if self.choosing:
            self.tell(say("choose a code with Enter, or leave with Esc"), is_trouble=True)
        elif self.desk.tickets.waiting:
            self.tell(say("one moment: {status}", status=self.desk.tickets.status), is_trouble=True)
        return not (self.choosing or self.desk.tickets.waiting)

    def code_to_change(self) -> Code | None:
        """Give the code under the cursor if it can be changed now; else say why not."""
        code = self.code
        if not self.may_begin():
            return None
        if code is None:
            self.tell(say("there is no code here; + adds one"), is_trouble=True)
        elif self.book.is_locked and code.status != "proposed":
            self.tell(say("the codebook is locked: + proposes a code; a supervisor opens it with l"), is_trouble=True)
            return None
        return code
