"""Putting codes on words and taking them away; each key is an action at the desk, and the desk decides what it means."""

from __future__ import annotations

from textual.content import Content

from coder.model.words import count
from coder.tui.say import say
from coder.tui.screens.coding.frame import here
from coder.tui.screens.coding.going import Going
from coder.tui.widgets.codesheet import ROWS, Choice, CodeSheet


class Applying(Going):
    """The keys that change codings."""

    def action_code_sheet(self) -> None:
        """Choose a code for the selection, else for the sentence under the cursor."""
        start, end = self._view.passage
        if start == end:
            self._say(say("there is nothing to code here"))
            return
        self._view.lift(ROWS - 3)
        desk = self._desk
        what = say(
            "code {n} of {source}, {place}", n=count(end - start, "character"), source=self._source.name, place=desk.where(start)
        )
        choice = Choice(desk.codebook, desk.entries, desk.slots, desk.counts)
        sheet = CodeSheet(what, choice, lambda code: self._code(code, start, end), here(desk, self._state))
        self.app.push_screen(sheet, lambda _: self._view.lift(0))

    def action_code_again(self) -> None:
        """Apply the code used last."""
        self._apply(self._desk.slots.last, say("no code has been used yet"))

    def action_slot(self, digit: str) -> None:
        """Apply the code in a slot."""
        self._apply(self._desk.slots.code(digit), say("slot {digit} is empty", digit=digit))

    def _apply(self, code: str | None, otherwise: Content) -> None:
        if code is None:
            self._say(otherwise)
        else:
            self._code(code, *self._view.passage)

    def _code(self, code: str, start: int, end: int) -> Content:
        """Apply a code to a passage; from then on movement extends nothing any more."""
        if self._state.sticky:
            self._view.show(self._state.cleared())
        return self._report(self._desk.apply(code, start, end))

    def action_coding_remove(self) -> None:
        """Remove the coding that is selected, else the innermost one here."""
        here = self._desk.spans.at(self._state.here)
        if not here:
            self._say(say("no coding here"))
            return
        chosen = [span for span in here if span.uid == self._visited or (span.start, span.end) == self._state.selection]
        self._report(self._desk.remove((chosen or here)[0].uid))

    def action_undo(self) -> None:
        """Take back what was done last."""
        self._report(self._desk.undo())

    def action_redo(self) -> None:
        """Bring back what was undone."""
        self._report(self._desk.redo())

    def action_source_finish(self) -> None:
        """Ask, and at the second press say that the source is finished, or take it back."""
        text = (
            "take back that {source} is finished? F9 again"
            if self._desk.is_finished
            else "finished with {source}, {n} codings? F9 again"
        )
        if self._ask("source.finish", say(text, source=self._source.name, n=len(self._desk.spans))):
            self._report(self._desk.finish(finished=not self._desk.is_finished))
