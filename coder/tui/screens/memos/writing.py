"""Writing, changing and removing memos from their list.

A memo on a coding is written where one reads, and here only beside one that is there already.
"""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from coder.analysis.ranking import Entry
from coder.model.coding import TargetKind
from coder.reports.memos import ListedMemo
from coder.study.changes import remove_memo
from coder.tui.page.news import News
from coder.tui.say import say
from coder.tui.screens.memos.listing import IN_WORDS, MemoList, on_what
from coder.tui.widgets.choice import ChoiceSheet
from coder.tui.widgets.codesheet import Choice, Question, sheet_for
from coder.tui.widgets.memosheet import NEW, MemoTarget, memo_sheet

_WRITTEN: tuple[TargetKind, ...] = ("study", "source", "code", "respondent")


class Writing(MemoList):
    """What a coder does with memos."""

    def action_memos_write(self) -> None:
        """Choose what a new memo is to be on."""
        one = self._memo
        same = [on_what(one)] if one else []
        options = [say("the same: {which}", which=which) for which in same]
        options += [say("{kind}", kind=IN_WORDS[kind]) for kind in _WRITTEN]

        def chosen(place: int | None) -> None:
            if place is not None and place < len(same) and one:
                self._write(MemoTarget(one.memo.target_kind, one.memo.target, on_what(one)))
            elif place is not None:
                self._choose(_WRITTEN[place - len(same)])

        self.app.push_screen(ChoiceSheet(say("a memo on"), options), chosen)

    def _choose(self, kind: TargetKind) -> None:
        """Choose one thing of a kind to write a memo on."""
        store = self._desk.store
        if kind == "study":
            self._write(MemoTarget("study", "", IN_WORDS["study"]))
        elif kind == "code":
            self._choose_code()
        elif kind == "source":
            self._choose_named(kind, [(source.uid, source.name) for source in store.sources()])
        else:
            self._choose_named(kind, [(one.uid, one.label) for one in store.respondents()])

    def _choose_named(self, kind: TargetKind, named: Sequence[tuple[str, str]]) -> None:
        def chosen(place: int | None) -> None:
            if place is not None:
                self._write(MemoTarget(kind, *named[place]))

        if named:
            options = [say("{name}", name=name) for _, name in named]
            self.app.push_screen(ChoiceSheet(say("a memo on {kind}", kind=IN_WORDS[kind]), options), chosen)
        else:
            self._say(say("there is none yet"))

    def _choose_code(self) -> None:
        book = self._desk.codebook
        entries = tuple(
            Entry(code.uid, (code.name, *(name for _, name in code.names)), book.paths[code.uid]) for code in book.codes
        )

        def chosen(uid: str) -> Content:
            self.call_later(self._write, MemoTarget("code", uid, book.by_uid[uid].name))  # the sheet closes first
            return Content()

        question = Question(say("a memo on a code"), Choice(book, entries, self._desk.slots), chosen, Content())
        self.app.push_screen(sheet_for(self.app, question))

    def _write(self, target: MemoTarget, uid: str = NEW) -> None:
        self.app.push_screen(memo_sheet(self._desk, target, uid), self._written)

    def _written(self, news: News | None) -> None:
        if self._desk.tickets.waiting:  # the sheet has handed a memo over, and no draft alone
            self._turner.did(News())
        self._tell(news)

    def _own(self) -> ListedMemo | None:
        """Give the memo under the cursor if it is the coder's; what others wrote stays as it is."""
        one = self._memo
        if one and one.memo.coder != self._desk.coder.uid:
            self._say(say("this memo is {coder}'s; write one of your own beside it with ;", coder=one.coder), is_trouble=True)
            return None
        return one

    def action_memos_edit(self) -> None:
        """Change the memo under the cursor."""
        if one := self._own():
            self._write(MemoTarget(one.memo.target_kind, one.memo.target, on_what(one)), one.memo.uid)

    def action_memos_remove(self) -> None:
        """Remove the memo under the cursor, on the second press."""
        one = self._own()
        if one and self._sure(f"remove {one.memo.uid}", say("{memo}: Delete again removes it", memo=one.said)):
            changes = [remove_memo(one.memo.uid, self._desk.coder.uid)]
            self._tell(self._turner.did(self._desk.change(changes, f"{one.said} removed; ctrl+z brings it back")))
