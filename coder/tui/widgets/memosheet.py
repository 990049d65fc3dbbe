"""The memo sheet: a few lines of one's own on something, over what was noted on it before.

It lies at the bottom, so that the passage stays in view. Nothing that was typed is lost: what is not saved stays on this device
as a draft, however the sheet is closed, and what is saved stays too until it has been read back (`drafts`). The sheet knows
nothing of a study; `memo_sheet` makes one for something at a desk.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from coder.model.coding import TargetKind
from coder.model.text import shown
from coder.reports.places import moment
from coder.study.changes import add_memo, edit_memo
from coder.tui.commands import bindings
from coder.tui.desk import Desk
from coder.tui.page.news import News
from coder.tui.say import passage, say
from coder.tui.widgets.drafts import draft_key, hand_over, read_back
from coder.tui.widgets.keyline import KeyLine
from coder.tui.widgets.lines import Lines
from coder.tui.widgets.statusline import StatusLine

NEW = ""
"""Stands for the memo that is not there yet, where others have a uid."""
PAUSE = 3
"""Seconds after which what was typed is kept as a draft."""


@dataclass(frozen=True, slots=True)
class Noted:
    """A memo that is there already."""

    uid: str
    head: Content
    """Who wrote it and when."""
    body: str
    is_own: bool


class MemoSheet(ModalScreen[News]):
    """Writes one memo; answers with what there is to say of it."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("memo")
    PLACE = "memo"
    ROWS = 15
    """Rows the sheet covers."""
    DEFAULT_CSS = """
    MemoSheet {
        align: center bottom;
        background: transparent;
        & > #memo { height: 15; background: $surface; }
        #there { height: auto; max-height: 5; padding: 0 1; scrollbar-size: 0 0; color: $text-muted; }
        #there { border-bottom: solid $panel; }
    }
    """

    def __init__(
        self,
        title: Content,
        noted: Sequence[Noted],
        drafts: Mapping[str, str],
        save: Callable[[str, str], News],
        keep: Callable[[str, str], None],
        uid: str = NEW,
    ) -> None:
        """Write on what `title` names, where `noted` is there already; begin with the memo `uid`, or a new one.

        `save` and `keep` take the uid of a memo (or `NEW`) and its words. `keep` keeps a draft, no words forget it; `drafts`
        are those of an earlier time.
        """
        super().__init__()
        self._title = title
        self._noted = noted
        self._saved = {NEW: "", **{memo.uid: shown(memo.body) for memo in noted if memo.is_own}}
        """The own memos, and the new one, as they are in the study."""
        self._kept = {memo: shown(words) for memo, words in drafts.items() if memo in self._saved}
        """The drafts as this device has them."""
        self._written = self._saved | self._kept
        self._save = save
        self._keep = keep
        self._uid = uid if uid in self._saved else NEW

    def compose(self) -> ComposeResult:
        """Lay the sheet out."""
        with Vertical(id="memo"):
            yield StatusLine(id="memo-title", classes="-title")
            if self._noted:
                with VerticalScroll(id="there"):
                    yield Static(
                        Content("\n").join(memo.head + Content("  ") + passage(memo.body) for memo in self._noted), markup=False
                    )
            self._field = Lines()  # still asked for its words when it is no part of the screen any more
            yield self._field
            yield StatusLine(id="memo-status")
            yield KeyLine("memo")

    def on_mount(self) -> None:
        """Begin to write."""
        self._turn_to(self._uid)
        self.set_interval(PAUSE, self._keep_drafts)

    def on_unmount(self) -> None:
        """Keep what was not saved."""
        self._keep_drafts()

    @property
    def _words(self) -> str:
        return self._field.text

    def _turn_to(self, uid: str) -> None:
        """Show one of the memos to be written."""
        self._uid = uid
        self._field.load_text(self._written[uid])
        self._field.move_cursor(self._field.document.end)
        self._field.focus()
        own = [memo for memo in self._saved if memo != NEW]
        which = say("memo {n} of {all}", n=own.index(uid) + 1, all=len(own)) if uid != NEW else say("a new memo")
        self.query_one("#memo-title", StatusLine).show(self._title, which)
        is_draft = self._written[uid] != self._saved[uid]
        self._say(say("this is your draft from before; it is not saved yet") if is_draft else Content())

    def _say(self, said: Content, *, is_trouble: bool = False) -> None:
        self.query_one("#memo-status", StatusLine).show(said, is_trouble=is_trouble)

    def _keep_drafts(self) -> None:
        """Keep on this device whatever differs from what the study has."""
        self._written[self._uid] = self._words
        for memo, words in self._written.items():
            draft = "" if words == self._saved[memo] else words
            if draft != self._kept.get(memo, ""):
                self._kept[memo] = draft
                self._keep(memo, draft)

    def action_memo_turn(self) -> None:
        """Go on to the next own memo, after the last one to a new one."""
        self._written[self._uid] = self._words
        memos = list(self._saved)
        if len(memos) == 1:
            self._say(say("you have no other memo on this"))
        else:
            self._turn_to(memos[(memos.index(self._uid) + 1) % len(memos)])

    def action_memo_save(self) -> None:
        """Save and close."""
        words = self._words.strip()
        if not words:
            self._say(say("there are no words to save; Esc leaves"), is_trouble=True)
            return
        news = self._save(self._uid, words) if words != self._saved[self._uid].strip() else News("nothing was changed")
        if news.is_trouble:
            self._say(say("{text}", text=news.text), is_trouble=True)
            return
        self._saved[self._uid] = self._written[self._uid] = self._words
        self._close(news)

    def action_memo_leave(self) -> None:
        """Close without saving."""
        self._written[self._uid] = self._words
        is_draft = self._written != self._saved
        self._close(News("the draft of your memo stays on this computer") if is_draft else News())

    def _close(self, news: News) -> None:
        self._keep_drafts()
        self.dismiss(news)


@dataclass(frozen=True, slots=True)
class MemoTarget:
    """What a memo is to be written on."""

    kind: TargetKind
    uid: str
    said: str
    """In words, as "R07 turn 23, Bribery"."""


def memo_sheet(desk: Desk, target: MemoTarget, uid: str = NEW) -> MemoSheet:
    """Make the sheet for memos on something; begin with one of the coder's memos (a uid), or a new one."""
    read_back(desk)
    there = [memo for memo in desk.store.memos() if (memo.target_kind, memo.target) == (target.kind, target.uid)]
    names = {coder.uid: coder.name for coder in desk.store.coders()}
    noted = [
        Noted(
            memo.uid,
            say("{coder}, {at}", coder=names.get(memo.coder, ""), at=moment(memo.created_at)),
            memo.body,
            memo.coder == desk.coder.uid,
        )
        for memo in there
    ]

    def key(memo: str) -> str:
        return draft_key(target.kind, target.uid, memo)

    def save(memo: str, words: str) -> News:
        is_new, who = memo == NEW, desk.coder.uid
        change = add_memo(target.kind, target.uid, who, words) if is_new else edit_memo(memo, who, words)
        news = desk.change([change], f"memo on {target.said} {'saved' if is_new else 'changed'}")
        if not news.is_trouble:
            hand_over(desk, target.kind, target.uid, change.uid, words)
        return news

    def keep(memo: str, words: str) -> None:
        desk.remember(key(memo), words)

    drafts = {memo: words for memo in (NEW, *(one.uid for one in there)) if (words := desk.memory.get(key(memo), ""))}
    return MemoSheet(say("memo on {what}", what=target.said), noted, drafts, save, keep, uid)
