"""Putting codes on words and taking them away; each key is an action at the desk, and the desk decides what it means."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Literal

from textual.content import Content

from coder.analysis.ranking import alike_words
from coder.model.text import fold
from coder.model.words import count
from coder.tui import acts
from coder.tui.messages import ShowSource
from coder.tui.say import say
from coder.tui.screens.coding.going import Going
from coder.tui.screens.coding.panel import codes_here, lying, rules_of
from coder.tui.widgets.codesheet import ROWS, Choice, Question, sheet_for
from coder.tui.widgets.readsheet import ReadSheet

Say = Callable[[str], Content]
Note = Callable[[str], None]
NEARLY = 90
"""Likeness, of 100, from which a new name is probably an old one."""


class Applying(Going):
    """The keys that change codings."""

    _adjusted = ""
    """uid of the coding whose ends are being moved."""

    def _open(self) -> None:
        """Lay the source open; in another one no ends are being moved."""
        self._adjusted = ""
        super()._open()

    def action_code_sheet(self) -> None:
        """Choose a code for the selection, else for the sentence under the cursor; while ends are moved, keep them."""
        if self._is_adjusting:
            self._keep_ends()
            return
        start, end = self._view.passage
        if start == end:
            self._say(say("there is nothing to code here"))
            return
        what = say("code {n} of {place}", n=count(end - start, "character"), place=self._place(start))
        self._choose(
            what,
            lambda code: self._code(code, start, end),
            lambda name: self._report(acts.make_code(self._desk, name, start, end)),
            lambda code: self._note(code, start, end),
        )

    def _note(self, code: str, start: int, end: int) -> None:
        """Write a memo on the coding that a passage has just got; `Noting` can."""
        raise NotImplementedError

    def _choose(self, what: Content, apply: Say, make: Say | None = None, note: Note | None = None) -> None:
        """Open the sheet that codes are chosen from, the passage above it."""
        self._view.lift(ROWS - 3)
        desk = self._desk
        choice = Choice(desk.codebook, desk.book.entries, desk.slots, desk.counts, make)
        question = Question(what, choice, apply, self._here, note)
        self.app.push_screen(sheet_for(self.app, question), lambda _: self._chose())

    def _chose(self) -> None:
        """Come back from the sheet, which may have pinned a digit."""
        self._view.lift(0)
        self._frame()

    def _place(self, offset: int) -> str:
        return f"{self._source.name}, {self._desk.where(offset)}"

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
        return self._report(acts.code_passage(self._desk, code, start, end))

    def action_code_quote(self) -> None:
        """Make the selected words, else the word under the cursor, a code, and code them with it."""
        start, end = self._state.selection or self._view.unit("word")
        words = " ".join(self._desk.page.text[start:end].split())
        known = {code.name for code in self._desk.codebook.codes if self._desk.book.is_usable(code.uid)}
        alike = alike_words(words, known, at_least=NEARLY)
        if alike and fold(words) not in map(fold, alike):
            said = say("nearly the same as {code}: Enter finds that, ' again makes a new code", code=min(alike))
            if not self._ask("code.quote", said):
                return
        if self._state.sticky:
            self._view.show(self._state.cleared())
        self._report(acts.make_code(self._desk, words, start, end, is_quoted=True))

    def action_code_rules(self) -> None:
        """Read the full rules of the codes here, else of the one that was used last."""
        codes = codes_here(self._desk, self._state, self._visited) or [code for code in (self._desk.slots.last,) if code]
        if codes:
            self.app.push_screen(ReadSheet(say("rules"), rules_of(self._desk, codes)))
        else:
            self._say(say("no code lies here, and none has been used yet"))

    def action_coding_remove(self) -> None:
        """Remove the coding that is selected, else the innermost one here."""
        if (uid := self._chosen()) is not None:
            self._report(acts.remove(self._desk, uid))

    def action_coding_recode(self) -> None:
        """Give the coding here another code."""
        uid = self._chosen()
        if uid is None:
            return
        span = self._desk.spans[uid]
        self._stand(span.start, span.end)
        what = say("instead of {code}, {place}", code=self._desk.name(span.code), place=self._place(span.start))
        self._choose(what, lambda code: self._report(acts.give_code(self._desk, uid, code)))

    def action_coding_split(self) -> None:
        """Make two codings of the one here, the second from the cursor on."""
        if (uid := self._chosen()) is not None:
            self._report(acts.cut(self._desk, uid, self._state.cursor))

    def action_coding_adjust(self) -> None:
        """Let the movement keys move an end of the coding here, until Enter keeps it."""
        if self._is_adjusting:
            self._keep_ends()
            return
        if (uid := self._chosen()) is None:
            return
        span = self._desk.spans[uid]
        self._view.show(replace(self._state, anchor=span.start, cursor=span.end, goal=None, sticky=True))
        self._adjusted = uid
        self._tell()

    @property
    def _is_adjusting(self) -> bool:
        """Whether an end of a coding is being moved: as long as movement extends, which everything but movement ends."""
        return bool(self._adjusted) and self._state.sticky

    def _keep_ends(self) -> None:
        uid, passage = self._adjusted, self._view.passage
        self._adjusted = ""
        self._view.show(self._state.cleared())
        if uid in self._desk.spans:
            self._report(acts.give_ends(self._desk, uid, *passage))

    def action_clear(self) -> None:
        """Leave the ends as they were; else select nothing, and after that leave the trail."""
        self._adjusted = ""
        super().action_clear()

    def _tell(self) -> None:
        """Say what the keys do to the coding whose ends are being moved."""
        span = self._desk.spans.get(self._adjusted)
        if span is None or not self._is_adjusting:
            super()._tell()
            return
        text = "{code}: arrows move this end, = the other; Enter keeps, Esc leaves"
        self._say(say(text, code=self._desk.name(span.code)))

    def _chosen(self) -> str | None:
        """Find the coding that is selected, else the innermost one here; say so if there is none."""
        uid = self._lying()
        if uid is None:
            self._say(say("no coding here"))
        return uid

    def _lying(self) -> str | None:
        """Find the coding that is meant here: the one that was gone to, the one that is selected, or the innermost one."""
        return next((span.uid for span in lying(self._desk, self._state, self._visited)), None)

    def action_undo(self) -> None:
        """Take back what was done last; if it was done elsewhere, go there or ask first."""
        self._turn("undo", "ctrl+z")

    def action_redo(self) -> None:
        """Bring back what was undone, as carefully."""
        self._turn("redo", "ctrl+y")

    def _turn(self, way: Literal["undo", "redo"], key: str) -> None:
        if self._is_adjusting:
            self._view.show(self._state.cleared())
        away = self._desk.away(way)
        if away is not None and away.source:
            note = f"{key} here {'takes back' if way == 'undo' else 'brings back'}: {away.said}"
            passage = None if away.place is None else (away.place, away.place)
            self.post_message(ShowSource(away.source, passage, note))
        elif away is None or self._ask(way, say("{way} {what}? {key} again", way=way, what=away.said, key=key)):
            self._report(self._desk.undo() if way == "undo" else self._desk.redo())

    def action_source_finish(self) -> None:
        """Ask, and at the second press say that the source is finished, or take it back."""
        desk = self._desk
        if desk.is_finished:
            said = say("take back that {source} is finished? F9 again", source=self._source.name)
        else:
            unread, n = desk.opened.unread
            rest = f", {unread} of {n} turns not read to their end" if unread else ""
            text = "finished with {source}, {n} codings{rest}? F9 again"
            said = say(text, source=self._source.name, n=len(desk.spans), rest=rest)
        if self._ask("source.finish", said):
            self._report(acts.finish(desk, finished=not desk.is_finished))
