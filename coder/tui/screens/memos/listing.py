"""All memos: a list, the whole of the one under the cursor, and the way to what it is on.

The list is of what everybody wrote, as far as it is in the file. Memos can quote, so this screen is not one to show around.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from typing import get_args

from textual import on
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Input, Static

from coder.model.coding import TargetKind
from coder.model.display import cut, one_line
from coder.model.text import fold
from coder.model.words import count
from coder.reports.memos import ListedMemo, list_memos
from coder.reports.places import moment
from coder.reports.table import Column, Table
from coder.tui.desk import Desk
from coder.tui.messages import CellChosen, CellShown, PlaceLeft, Settled, ShowPlace, ShowSource
from coder.tui.say import passage, say
from coder.tui.widgets.drafts import read_back
from coder.tui.widgets.keyline import KeyLine
from coder.tui.widgets.speaking import SpeakingScreen, gone
from coder.tui.widgets.statusline import StatusLine
from coder.tui.widgets.table import TableView

KINDS: tuple[TargetKind, ...] = get_args(TargetKind)
IN_WORDS: dict[TargetKind, str] = {
    "study": "the study", "source": "a source", "code": "a code", "coding": "a coding", "respondent": "a respondent",
}  # fmt: skip


class MemoList(SpeakingScreen):
    """Lists the memos; Enter goes to what one is on."""

    PLACE = "memos"
    DEFAULT_CSS = """
    MemoList {
        #words { height: 1; border: none; padding: 0 1; background: $panel; display: none; }
        #words.-shown { display: block; }
        #whole { height: 9; padding: 0 1; border-top: solid $panel; scrollbar-size-vertical: 1; }
    }
    """

    def __init__(self, desk: Desk, at: str = "") -> None:
        """List what `desk` can read, the cursor on a memo (a uid)."""
        super().__init__(desk)
        self._at = at
        self._all: Sequence[ListedMemo] = ()
        self._listed: Sequence[ListedMemo] = ()
        self._kind: TargetKind | None = None

    def compose(self) -> ComposeResult:
        """Lay the screen out."""
        yield StatusLine(id="title", classes="-title")
        yield Input(id="words", placeholder="words of a memo", select_on_focus=False)
        yield TableView(is_stretched=True)
        with VerticalScroll(id="whole"):
            yield Static(markup=False)
        yield StatusLine(id="status")
        yield KeyLine("memos")

    def on_screen_resume(self) -> None:
        """Read everything anew: another screen may have changed it."""
        self.query_one(TableView).focus()
        self._read()

    @on(Settled)
    def _settled(self, event: Settled) -> None:
        if event.news.is_trouble:
            self._turner.forget()
        self._read()
        kept = "your words stay as a draft; " if read_back(self._desk) and event.news.text else ""
        self._tell(replace(event.news, text=kept + event.news.text))

    def on_resize(self) -> None:
        """Find room anew."""
        self._show()

    def _read(self) -> None:
        self._all = list_memos(self._desk.store)
        self._show()

    def _show(self) -> None:
        """List what is asked for."""
        words = fold(self.query_one(Input).value)
        self._listed = [one for one in self._all if self._kind in (None, one.memo.target_kind) and words in _searched(one)]
        table = self.query_one(TableView)
        row = next((row for row, one in enumerate(self._listed) if one.memo.uid == self._at), table.row)
        self._at = ""
        table.show(memo_table(self._listed, self.size.width), row)
        kind = say("on {kind}   ", kind=IN_WORDS[self._kind]) if self._kind else Content()
        who = say("{coder}   {status}", coder=self._desk.coder.name, status=self._desk.tickets.status)
        self.query_one("#title", StatusLine).show(say("Memos   ") + kind + say("{n}", n=count(len(self._listed), "memo")), who)

    @property
    def _memo(self) -> ListedMemo | None:
        """The memo under the cursor."""
        row = self.query_one(TableView).row
        return self._listed[row] if row < len(self._listed) else None

    @on(CellShown)
    def _shown(self, event: CellShown) -> None:
        """Show the whole memo under the cursor."""
        one = self._memo
        self.query_one("#whole Static", Static).update(whole(one) if one else nothing(bool(self._all)))
        self.query_one("#whole").scroll_home(animate=False)
        if self._gone_on(event.row):
            self._show_status(say("{row} of {n}", row=event.row + 1, n=len(self._listed)) if one else Content())

    @on(CellChosen)
    def action_memos_open(self) -> None:
        """Go to what the memo is on, if that is a code or has a place in a source."""
        one = self._memo
        if one is None:
            return
        if one.memo.target_kind == "code" and one.memo.target in self._desk.codebook.by_uid:
            self.post_message(PlaceLeft(ShowPlace("memos", one.memo.uid)))
            self.post_message(ShowPlace("codebook", one.memo.target))
            return
        if not one.source:
            self._say(say("a memo on {kind} has no place in a text", kind=IN_WORDS[one.memo.target_kind]))
            return
        if said := gone(self._desk, one.source, one.brief):
            self._say(said, is_trouble=True)
            return
        coding = one.coding if one.coding and not one.coding.stale else None
        is_hers = one.coding is None or one.coding.coder == self._desk.coder.uid
        note = one.which if is_hers else f"somebody else's coding: {one.brief}"
        self.post_message(PlaceLeft(ShowPlace("memos", one.memo.uid)))
        self.post_message(
            ShowSource(one.source, (coding.start, coding.end) if coding else None, note, coding.uid if coding else "")
        )

    def action_memos_kind(self) -> None:
        """List only memos on one kind of thing, then on the next."""
        kinds = (None, *KINDS)
        self._kind = kinds[(kinds.index(self._kind) + 1) % len(kinds)]
        self._show()

    def action_memos_find(self) -> None:
        """Type words that a memo must have."""
        words = self.query_one(Input)
        words.add_class("-shown")
        words.focus()

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        """List what fits; a decomposed syllable is put together first, so that backspace takes all of it."""
        composed = unicodedata.normalize("NFC", event.value)
        if composed == event.value:
            self._show()
        else:
            event.input.value = composed

    @on(Input.Submitted)
    def _found(self) -> None:
        self.query_one(TableView).focus()

    def action_memos_clear(self) -> None:
        """List all memos."""
        words = self.query_one(Input)
        words.value = ""
        words.remove_class("-shown")
        self._kind = None
        self.query_one(TableView).focus()
        self._show()

    def action_memos_undo(self) -> None:
        """Take back what the coder did last; what was not done here only after a question."""
        self._turn("undo")

    def action_memos_redo(self) -> None:
        """Bring back what was undone, as carefully."""
        self._turn("redo")


def on_what(memo: ListedMemo) -> str:
    """Name what a memo is on."""
    return memo.which or IN_WORDS["study"]


def whole(memo: ListedMemo) -> Content:
    """Write one memo with what it is on, who wrote it and when."""
    head = say("{which}   {coder}, {at}", which=on_what(memo), coder=memo.coder, at=moment(memo.memo.created_at))
    return head + Content("\n") + passage(memo.memo.body)


def nothing(are_others: bool) -> Content:
    """Say why nothing is listed."""
    return say("no memo fits; Esc lists all") if are_others else say("no memo yet; ; writes one")


def _searched(memo: ListedMemo) -> str:
    """Give the words that a memo is found by."""
    return fold(f"{memo.memo.body}\n{memo.which}\n{memo.coder}")


def memo_table(memos: Sequence[ListedMemo], width: int) -> Table:
    """Make the table for a window: what a memo is on gets a third of it, the first words the rest."""
    columns = (Column("on"), Column("which"), Column("coder"), Column("when"), Column("memo"))
    rows = tuple(
        (
            one.memo.target_kind,
            cut(one_line(one.brief), max(width // 3, 16)),
            cut(one.coder, 8),
            moment(one.memo.created_at)[:10],
            _begin(one),
        )
        for one in memos
    )
    return Table("Memos", columns, rows)


def _begin(memo: ListedMemo) -> str:
    return one_line(memo.memo.body[:300])
