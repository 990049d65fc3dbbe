"""The keys that change codes: add, edit, colour, move, merge, retire, remove, lock, and back again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Literal

from textual.content import Content

from coder.model.codebook import PALETTE, STATUSES, Code, Status
from coder.reports.codebook_effect import codings_of
from coder.study.changes import Remove
from coder.study.codebook_changes import LockCodebook, edit_code, merge_code, move_code, new_code
from coder.tui.page.steps import Way
from coder.tui.say import say
from coder.tui.screens.codebook.asking import Draft
from coder.tui.screens.codebook.passages import Passages
from coder.tui.screens.codebook.showing import Choosing
from coder.tui.widgets.choice import ChoiceSheet
from coder.tui.widgets.codeform import CodeForm
from coder.tui.widgets.themes import patch


class Changing(Passages):
    """Turns keys into changes of the codebook."""

    def action_book_passages(self) -> None:
        """List the passages of the code; where a code is to be chosen, choose it."""
        code = self.code
        if self.choosing:
            self._chosen(self.choosing)
        elif code:
            self.list_passages(code)

    def action_book_add(self) -> None:
        """Add a code: under the group here, or beside the code here."""
        here = self.code
        if self.may_begin():
            parent = (here.parent if here.codable else here.uid) if here else None
            self._open_form(Draft(Code("", parent, status="proposed" if self.book.is_locked else "active")))

    def action_book_edit(self) -> None:
        """Change the name, the rules, the colour or the status of the code."""
        if code := self.code_to_change():
            self._open_form(Draft(code, code))

    def reopen(self, draft: Draft, why: Content) -> None:
        """Show a form again with what was typed into it."""
        self._open_form(draft, why)

    def _open_form(self, draft: Draft, trouble: Content | None = None) -> None:
        statuses: Sequence[Status] = ("proposed",) if self.book.is_locked else STATUSES
        title = say("new code") if draft.old is None else say("{path}", path=self.book.paths.get(draft.code.uid, ""))
        places = self._places(draft.code) if draft.old is None else ()
        self.app.push_screen(CodeForm(title, draft.code, places, statuses, trouble), partial(self._filled, draft))

    def _places(self, code: Code) -> list[tuple[str | None, Content]]:
        """List where a new code can stand: where it was meant to, under the code here, beside it, at the top."""
        here = self.code
        parents = [code.parent, *((here.uid, here.parent) if here else ()), None]
        return [
            (uid, say("{path}", path=self.book.paths[uid]) if uid else say("(top level)"))
            for uid in dict.fromkeys(parents)
            if uid is None or uid in self.book.by_uid
        ]

    def _filled(self, draft: Draft, filled: Code | None) -> None:
        if filled is None:
            return
        kept = replace(draft, code=filled)
        if draft.old is None:
            new = new_code(filled)
            self.carry_out([new], f"added {new.code.name}", goal=new.uid, draft=kept)
            return
        changes = edit_code(draft.old, filled)  # only what she changed: others may have changed the rest meanwhile
        self.propose(say("change “{name}”?", name=draft.old.name), changes, f"changed {filled.name}", goal=filled.uid, draft=kept)

    def action_book_colour(self) -> None:
        """Give the code a colour."""
        if code := self.code_to_change():
            colours = [None, *PALETTE]
            lines = [self._swatch(colour) for colour in colours]
            place = colours.index(code.colour) if code.colour in colours else 0
            title = say("colour of “{name}”", name=code.name)
            self.app.push_screen(ChoiceSheet(title, lines, place), partial(self._coloured, code, colours))

    def _swatch(self, colour: str | None) -> Content:
        square = patch(self.app, colour) if colour else ("  ", "")
        return Content.assemble(square, say("{name}", name=colour or "as the code above"))

    def _coloured(self, code: Code, colours: Sequence[str | None], place: int | None) -> None:
        if place is not None:
            self.propose(Content(), edit_code(code, replace(code, colour=colours[place])), f"{code.name} has another colour")

    def action_book_up(self) -> None:
        """Move the code up among its neighbours."""
        self._shift(-1)

    def action_book_down(self) -> None:
        """Move the code down among its neighbours."""
        self._shift(1)

    def _shift(self, by: int) -> None:
        if code := self.code_to_change():
            order = [sibling.uid for sibling in self.book.children(code.parent)]
            self._move(code, code.parent, min(max(order.index(code.uid) + by, 0), len(order) - 1))

    def _move(self, code: Code, parent: str | None, index: int) -> None:
        changes = move_code(self.book, self.desk.store.codebook_past.positions(), code.uid, parent, index)
        self.propose(say("move “{name}”?", name=code.name), changes, f"moved {code.name}", goal=code.uid)

    def action_book_move(self) -> None:
        """Choose the code that this one is to stand under."""
        self._choose("move")

    def action_book_merge(self) -> None:
        """Choose the code that this one is to be merged into."""
        self._choose("merge")

    def _choose(self, what: Literal["move", "merge"]) -> None:
        if code := self.code_to_change():
            self.choosing = Choosing(what, code.uid)
            self.tell(Content())
            self.show(code.uid)

    def _chosen(self, choosing: Choosing) -> None:
        """Ask about moving or merging a code into the one under the cursor."""
        code, into, is_there = self.book.by_uid.get(choosing.uid), self.code, bool(self.nodes.rows)
        if code is None or not is_there:
            return
        if into and into.uid in self.book.family(code.uid):
            self.tell(say("choose a code that is neither “{name}” nor under it", name=code.name), is_trouble=True)
            return
        self.action_book_leave()
        if choosing.what == "move":
            parent = into.uid if into else None
            self._move(code, parent, len(self.book.children(parent)))
        elif into:
            title = say("merge “{name}” into “{into}”?", name=code.name, into=into.name)
            self.propose(title, merge_code(self.book, code.uid, into.uid), f"merged {code.name} into {into.name}", goal=into.uid)

    def action_book_retire(self) -> None:
        """Retire the code, or let it be used again."""
        if code := self.code_to_change():
            status: Status = "retired" if code.status == "active" else "active"
            title = say("retire “{name}”?", name=code.name) if status == "retired" else say("activate “{name}”?", name=code.name)
            self.propose(title, edit_code(code, replace(code, status=status)), f"{code.name} is {status}", goal=code.uid)

    def action_book_remove(self) -> None:
        """Take out a code that has no codings and no codes under it."""
        if code := self.code_to_change():
            if self.book.children(code.uid) or codings_of(self.desk.store, [code.uid]):
                self.tell(say("“{name}” is in use: m merges it into another, r retires it", name=code.name), is_trouble=True)
                return
            self.propose(say("remove “{name}”?", name=code.name), [Remove("code", code.uid)], f"removed {code.name}")

    def action_book_lock(self) -> None:
        """Lock the codebook, or open it again."""
        locked = not self.book.is_locked
        title = say("lock the codebook?") if locked else say("open the codebook?")
        if self.desk.coder.role != "supervisor":
            self.tell(say("only a supervisor locks and unlocks the codebook"), is_trouble=True)
        elif self.may_begin():
            changes = [LockCodebook(locked, self.desk.coder.uid)]
            self.propose(title, changes, f"the codebook is {'locked' if locked else 'open'}", goal=self.code_uid)

    def action_book_undo(self) -> None:
        """Take back what was done last; what was not done here only after a question."""
        self._turn("undo")

    def action_book_redo(self) -> None:
        """Bring back what was undone, as carefully."""
        self._turn("redo")

    def _turn(self, way: Way) -> None:
        news = self.turner.turn(way)
        if news is not None and news.text:
            self.tell(say("{text}", text=news.text), is_trouble=True)
