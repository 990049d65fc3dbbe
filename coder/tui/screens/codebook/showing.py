"""The codebook as it stands: its tree with counts on the left, on the right the rules of one code and what is known of it."""

from __future__ import annotations

import unicodedata
from collections import Counter
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Literal

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Input, Static

from coder.analysis.ranking import Entry
from coder.model.codebook import SEPARATOR, Code, Codebook
from coder.model.words import count
from coder.reports.codebook_history import lock_line
from coder.tui.desk import Desk
from coder.tui.messages import Settled
from coder.tui.page.codetree import TOP, Row, entries_of_all, found_by, rows_of
from coder.tui.say import say
from coder.tui.screens.codebook.past import Past, past_of
from coder.tui.widgets.asking import AskingScreen
from coder.tui.widgets.codesheet import heading, meaning
from coder.tui.widgets.codetree import CodeTree
from coder.tui.widgets.keyline import KeyLine
from coder.tui.widgets.statusline import StatusLine
from coder.tui.widgets.themes import patch

WIDE = 110
"""Cells from which on the tree gets more room."""
_EVENTS = 2
"""The newest things done to a code that are named beside it."""
_COMPANY = 6
"""Codes that are named as lying on the same passages."""


@dataclass(frozen=True, slots=True)
class Choosing:
    """A code of the tree is being chosen for something."""

    what: Literal["move", "merge"]
    uid: str
    """The code that is to be moved or merged."""


class Showing(AskingScreen):
    """Shows the codebook and lets one walk through it."""

    PLACE = "codebook"
    DEFAULT_CSS = """
    Showing #codes { width: 40; }
    Showing.-wide #codes { width: 56; }
    Showing #codes Input { height: 1; border: none; padding: 0 1; background: $panel; }
    Showing #code { padding: 0 1; border-left: solid $panel; }
    Showing #rules { height: 1fr; scrollbar-size: 0 0; }
    Showing #past { height: auto; max-height: 7; color: $text-muted; }
    """

    def __init__(self, desk: Desk, path: Path, at: str = "") -> None:
        """Show the codebook of the study at `path`, the cursor on a code (a uid) or where it stood last."""
        super().__init__(path)
        self.HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WIDE, "-wide")]
        self.desk = desk
        self.book = Codebook()
        self.choosing: Choosing | None = None
        self._asks = ""
        """Undo or redo, where the last line asks whether that is meant."""
        self._at = at
        self._counts: Counter[str] = Counter()
        self._entries: tuple[Entry, ...] = ()
        self._opened: set[str] | None = None
        self._query = ""
        self.past = Past()
        """What takes longer to know."""
        self._news = Content()
        self._is_trouble = False

    def compose(self) -> ComposeResult:
        """Lay the screen out."""
        yield StatusLine(id="title", classes="-title")
        with Horizontal():
            with Vertical(id="codes"):
                yield Input(placeholder="/ finds a code", select_on_focus=False)
                yield CodeTree()
            with Vertical(id="code"):
                with VerticalScroll(id="rules", can_focus=False):
                    yield Static(markup=False)
                yield Static(id="past", markup=False)
        yield StatusLine(id="status")
        yield KeyLine("codebook")

    def on_screen_resume(self) -> None:
        """Read everything anew: another screen may have changed it."""
        self.query_one(CodeTree).focus()
        self.read(self.desk.memory.get("code", "") if self._opened else self._at or self.desk.memory.get("code", ""))

    @on(Settled)
    def _settled(self, event: Settled) -> None:
        """Read anew, and say what happened."""
        self.settled(event)

    def settled(self, event: Settled) -> None:
        """Show how things stand after an action."""
        self.read(self.code_uid)
        if event.news.text:
            self.tell(say("{news}", news=event.news.text), is_trouble=event.news.is_trouble)

    @property
    def nodes(self) -> CodeTree:
        """The tree."""
        return self.query_one(CodeTree)

    @property
    def code_uid(self) -> str:
        """The code under the cursor; empty where there is none."""
        return self.nodes.uid

    @property
    def code(self) -> Code | None:
        """The code under the cursor."""
        return self.book.by_uid.get(self.code_uid)

    @property
    def whose(self) -> str | None:
        """Whose codings are counted: one's own; a supervisor, who codes little herself, sees those of all."""
        return None if self.desk.coder.role == "supervisor" else self.desk.coder.uid

    def read(self, uid: str) -> None:
        """Read the codebook and show it, the cursor on a code."""
        store = self.desk.store
        self.book = store.codebook()
        self._entries = entries_of_all(self.book)
        coders = [self.whose] if self.whose else [coder.uid for coder in store.coders()]
        self._counts = Counter()
        for coder in coders:
            self._counts.update(dict(store.codes_used_by(coder)))
        codes, families = count(len(self.book.codes), "code"), len(self.book.children(None))
        title = say("Codebook   {lock}   {codes}, {n} at the top", lock=lock_line(store), codes=codes, n=families)
        right = say("{coder}   {status}", coder=self.desk.coder.name, status=self.desk.tickets.status)
        self.query_one("#title", StatusLine).show(title, right)
        self.show(uid)
        self.ask("past", partial(past_of, self.whose), self._past_found)

    def show(self, uid: str) -> None:
        """Show the rows that are to be seen, the cursor on a code; what it stands under is opened."""
        if self._opened is None:
            self._opened = self._opened_at_first()
        if uid in self.book.by_uid:
            self._opened |= {above.uid for above in self.book.ancestors(uid)}
        best, kept = found_by(self._query, self.book, self._entries) if self._query else ([], None)
        rows = rows_of(self.book, self._counts, self._opened, kept)
        if self.choosing and self.choosing.what == "move" and not self._query:
            rows.insert(0, Row(TOP, 0, "(top level)"))
        self.nodes.show(rows, self.book.colours, uid if not best or uid in best else best[0])

    def _opened_at_first(self) -> set[str]:
        """Show all codes if there is room for them, else the groups alone."""
        everything = {code.uid for code in self.book.codes}
        return everything if len(everything) <= max(self.size.height - 4, 1) else set()

    @on(CodeTree.Folded)
    def _folded(self, event: CodeTree.Folded) -> None:
        if self._opened is not None:
            self._opened = self._opened | {event.uid} if event.is_open else self._opened - {event.uid}
        self.show(event.uid)

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        """Show what fits; a decomposed syllable is put together first."""
        event.stop()
        whole = unicodedata.normalize("NFC", event.value)
        if whole != event.value:
            event.input.value = whole
        elif whole != self._query:
            self._query = whole
            self.show(self.code_uid)

    @on(Input.Submitted)
    def _searched(self, event: Input.Submitted) -> None:
        event.stop()
        self.nodes.focus()

    def action_book_find(self) -> None:
        """Go to the line in which codes are looked for."""
        self.query_one(Input).focus()
        self.query_one(Input).select_all()

    def action_book_leave(self) -> None:
        """Leave the choice of a code and go back to the one it was for; else leave the filter."""
        self._news, here = Content(), self.code_uid
        if self.choosing:
            here, self.choosing = self.choosing.uid, None
        else:
            self.query_one(Input).value = self._query = ""
        self.nodes.focus()
        self.show(here)

    def action_book_read_up(self) -> None:
        """Read the rules further up."""
        self.query_one("#rules").scroll_page_up(animate=False)

    def action_book_read_down(self) -> None:
        """Read the rules further down."""
        self.query_one("#rules").scroll_page_down(animate=False)

    @on(CodeTree.Shown)
    def _shown(self, event: CodeTree.Shown) -> None:
        """Show the code under the cursor."""
        code = self.code
        if event.by_hand:
            self._news = Content()
        if code is not None:
            self.desk.memory["code"] = code.uid
        self.query_one("#rules Static", Static).update(self._rules(code) if code else say("the codes that stand at the top"))
        self.query_one("#rules").scroll_home(animate=False)
        self._show_past()
        self._show_status()

    def trouble(self, said: Content) -> None:
        """Say what could not be read."""
        self.tell(said, is_trouble=True)

    def tell(self, said: Content, *, is_trouble: bool = False) -> None:
        """Say something until the cursor moves."""
        self._news, self._is_trouble, self._asks = said, is_trouble, ""
        self._show_status()

    def sure(self, command: str, said: Content) -> bool:
        """Ask before something is done; tell whether this is the second press, which is the answer."""
        if self._asks == command and self._news:
            self._news, self._asks = Content(), ""
            return True
        self.tell(said)
        self._asks = command
        return False

    def _show_status(self) -> None:
        uids = [code.uid for code in self.book.codes]
        never = sum(code.codable and not self._counts.get(code.uid) for code in self.book.codes)
        place = uids.index(self.code_uid) + 1 if self.code_uid in uids else 0
        right = say("code {place} of {n}, {never} never used", place=place, n=len(uids), never=never)
        of = say("counts: my codings") if self.whose else say("counts: codings of all coders")
        said = self._asking if self.choosing and not self._is_trouble else self._news or self._asking
        is_trouble = bool(self._news) and self._is_trouble
        self.query_one("#status", StatusLine).show(said or of, Content() if said else right, is_trouble=is_trouble)

    @property
    def _asking(self) -> Content:
        """What is to be chosen."""
        if self.choosing is None:
            return Content()
        name = self.book.by_uid[self.choosing.uid].name if self.choosing.uid in self.book.by_uid else ""
        ways = {
            "move": say("move “{name}” under …  Enter chooses, Esc leaves", name=name),
            "merge": say("merge “{name}” into …  Enter chooses, Esc leaves", name=name),
        }
        return ways[self.choosing.what]

    def _rules(self, code: Code) -> Content:
        """Write a code's name and place, a line with its colour, its status and its digit, and its rules."""
        colour = self.book.colours[code.uid]
        parts = [Content.assemble(patch(self.app, colour))]
        words = [colour or "no colour", *([code.status] if code.status != "active" else [])]
        words += [] if code.codable else ["only groups other codes"]
        digit = self.desk.slots.digit(code.uid)
        words += [f"slot {digit}"] if digit else []
        head = Content.assemble(*parts, say("{words}", words="  ".join(words)))
        others = say("also: {names}", names=", ".join(name for _, name in code.names)) if code.names else None
        return Content("\n").join([*heading(code, self.book), head, *([others] if others else []), *meaning(code)])

    def _past_found(self, past: Past) -> None:
        self.past = past
        self._show_past()
        self.past_read()

    def past_read(self) -> None:
        """Do what waited for it."""

    def _show_past(self) -> None:
        """Show what was done to the code, which codings are older than its rules, and what it is used together with."""
        uid = self.code_uid
        old = sum(one.coding.code == uid for one in self.past.old)
        lines = [say("! {n} older than the rules: o lists them", n=count(old, "coding")).stylize("bold")] if old else []
        events = self.past.events.get(uid, [])[: -_EVENTS - 1 : -1]
        lines += [say("{day} {coder}: {what}", day=event.at[:10], coder=event.coder, what=event.what) for event in events]
        company = [(self.book.paths[other], n) for other, n in self.past.together.of(uid) if other in self.book.by_uid]
        if company:
            named = ", ".join(f"{path.rpartition(SEPARATOR)[2]} {n}" for path, n in company[:_COMPANY])
            lines.append(say("TOGETHER WITH  {codes}", codes=named))
        self.query_one("#past", Static).update(Content("\n").join(lines))
