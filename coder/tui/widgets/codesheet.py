"""The code sheet: find a code by a few strokes, read its rules, apply it; the passage stays in view above.

It lies at the bottom instead of in the middle, for a code is chosen by looking at the words. It knows nothing of a study: it is
given the codebook and a function that applies a code and answers in a sentence.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import ClassVar

from textual import on
from textual.app import App, ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input

from coder.analysis.ranking import Entry, Hit, Tier, rank
from coder.model.codebook import SEPARATOR, Code, Codebook
from coder.model.display import cut, pad
from coder.tui.commands import bindings
from coder.tui.page.slots import Slots
from coder.tui.say import passage, say
from coder.tui.widgets.hitlist import HitList
from coder.tui.widgets.keyline import KeyLine
from coder.tui.widgets.line import Line
from coder.tui.widgets.prose import Prose
from coder.tui.widgets.statusline import StatusLine

ROWS = 15
"""Rows the sheet covers."""
MOST = 100
"""Hits worth listing."""
_NAME = 22
_INSTALLED = "code-sheet"


@dataclass(frozen=True, slots=True)
class Choice:
    """What a sheet chooses from, and what it shows beside each code."""

    codebook: Codebook
    entries: tuple[Entry, ...]
    slots: Slots
    counts: Mapping[str, int] = field(default_factory=dict)
    """How often the coder has used each code, by uid."""
    make: Callable[[str], Content] | None = None
    """Makes a code of a name, applies it, and says what came of it; None where no new code is wanted."""

    def hits(self, query: str) -> list[Hit]:
        """Find codes, best first."""
        return rank(query, self.entries, self.slots.by_recency, self.counts)[:MOST]

    def line(self, hit: Hit) -> Content:
        """Write one code of the list: its name (what is merely alike behind a ~), its digit, how often it was used."""
        name = ("~" if hit.tier is Tier.ALIKE else "") + self.codebook.by_uid[hit.uid].name
        count = self.counts.get(hit.uid) or ""
        slot = ("*" if hit.uid in self.slots.pinned else "") + self.slots.digit(hit.uid)
        return say("{name} {slot:>2} {count:>5}", name=pad(cut(name, _NAME), _NAME), slot=slot, count=count)


@dataclass(frozen=True, slots=True)
class Question:
    """What a code is looked for."""

    title: Content
    """Names the passage."""
    choice: Choice
    apply: Callable[[str], Content]
    """Takes a code's uid and says what came of it."""
    here: Content
    """What lies on the passage already."""
    note: Callable[[str], None] | None = None
    """Takes a code that was just applied, to write a memo on the coding; None where none is wanted."""


class CodeSheet(ModalScreen[None]):
    """Chooses a code and applies it."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("sheet")
    DEFAULT_CSS = """
    CodeSheet {
        align: center bottom;
        background: transparent;
        & > #sheet { height: 15; background: $surface; }
        #codes { width: 35; }
        #codes Input { height: 1; border: none; padding: 0 1; background: $panel; }
        #rules { padding: 0 1; border-left: solid $panel; }
    }
    """

    def __init__(self) -> None:
        """Make a sheet that asks nothing yet."""
        super().__init__()
        self._question = Question(Content(), Choice(Codebook(), (), Slots()), lambda _: Content(), Content())
        self._hits: list[Hit] = []
        self._query = ""

    def ask(self, question: Question) -> None:
        """Ask something else."""
        self._question = question
        if self.is_mounted:
            self._begin()

    def compose(self) -> ComposeResult:
        """Lay the sheet out."""
        with Vertical(id="sheet"):
            yield StatusLine(id="sheet-title", classes="-title")
            with Horizontal():
                with Vertical(id="codes"):
                    yield Line(placeholder="type a few letters of a code", left=";")
                    yield HitList()
                yield Prose(id="rules")
            yield StatusLine(id="sheet-status")
            yield KeyLine("sheet")

    def on_mount(self) -> None:
        """Begin with what was asked before the sheet was there."""
        self._begin()

    def _begin(self) -> None:
        """List all codes, those used last first."""
        asked = self._question
        self.query_one("#sheet-title", StatusLine).show(asked.title, say("{n} codes", n=len(asked.choice.entries)))
        self.query_one("#sheet-status", StatusLine).show(asked.here, say("beside each code: its slot, your codings"))
        self.query_one(Input).value = ""
        self._list("")

    @on(Input.Changed)
    def _query_changed(self, event: Input.Changed) -> None:
        """List what fits; a decomposed syllable is put together first, so that backspace takes all of it."""
        event.stop()
        whole = unicodedata.normalize("NFC", event.value)
        if whole != event.value:
            event.input.value = whole
        elif whole != self._query:
            self._list(whole)

    def _after_typing(self, act: Callable[[], object]) -> None:
        """Act when the letters typed before this key are in the input and listed.

        Keys of the sheet are seen before those of the input; in a burst (a paste, a slow line) they would overtake its letters.
        """
        self.query_one(Input).call_later(self._caught_up, act)

    def _caught_up(self, act: Callable[[], object]) -> None:
        typed = unicodedata.normalize("NFC", self.query_one(Input).value)
        if typed != self._query:
            self._list(typed)
        act()

    def _list(self, query: str) -> None:
        self._query = query
        self._hits = self._question.choice.hits(query)
        is_meant = bool(self._hits) and self._hits[0].tier is not Tier.ALIKE  # what is merely alike is for her to choose
        line = self._question.choice.line
        self.query_one(HitList).show(len(self._hits), lambda place: line(self._hits[place]), is_chosen=is_meant)
        self._show_rules()

    def _walk(self, by: int) -> None:
        self.query_one(HitList).go(by)
        self._show_rules()

    @on(HitList.Clicked)
    def _clicked(self, event: HitList.Clicked) -> None:
        event.stop()
        self._apply_and_close()

    def _show_rules(self) -> None:
        code = self._code
        self.query_one(Prose).show(rules(code, self._question.choice.codebook) if code else none(self._hits))

    @property
    def _code(self) -> Code | None:
        """The highlighted code."""
        place = self.query_one(HitList).place
        return self._question.choice.codebook.by_uid[self._hits[place].uid] if 0 <= place < len(self._hits) else None

    def action_sheet_up(self) -> None:
        """Go to the code above."""
        self._after_typing(partial(self._walk, -1))

    def action_sheet_down(self) -> None:
        """Go to the code below."""
        self._after_typing(partial(self._walk, 1))

    def action_sheet_read_up(self) -> None:
        """Read the rules further up."""
        self.query_one(Prose).page(-1)

    def action_sheet_read_down(self) -> None:
        """Read the rules further down."""
        self.query_one(Prose).page(1)

    def action_sheet_apply(self) -> None:
        """Apply the code and close."""
        self._after_typing(self._apply_and_close)

    def action_sheet_apply_on(self) -> None:
        """Apply the code and stay for another."""
        self._after_typing(self._apply_and_stay)

    def _apply_and_close(self) -> None:
        if self._code is not None and self.is_current:
            self._question.apply(self._code.uid)
            self.dismiss()

    def _apply_and_stay(self) -> None:
        if self._code is not None and self.is_current:
            self.query_one("#sheet-status", StatusLine).show(self._question.apply(self._code.uid))
            self.query_one(Input).value = ""
            self._list("")

    def action_sheet_make(self) -> None:
        """Make a code of what was typed, and apply it."""
        self._after_typing(self._make_and_close)

    def _make_and_close(self) -> None:
        if self._question.choice.make is None or not self._query.strip():
            self.query_one("#sheet-status", StatusLine).show(say("type the new code's name first"))
        elif self.is_current:
            self._question.choice.make(self._query)
            self.dismiss()

    def action_sheet_note(self) -> None:
        """Apply the code and write a memo on the coding."""
        self._after_typing(self._apply_and_note)

    def _apply_and_note(self) -> None:
        code, asked = self._code, self._question
        if code is not None and asked.note is not None and self.is_current:
            asked.apply(code.uid)
            self.app.call_later(asked.note, code.uid)  # the sheet closes first
            self.dismiss()

    def action_sheet_pin(self) -> None:
        """Keep the highlighted code on its digit, or no longer."""
        if self._code is not None:
            is_kept = self._question.choice.slots.pin(self._code.uid)
            self.query_one(HitList).refresh()
            what = "keeps its digit" if is_kept else "gives its digit up when another code needs it"
            said = say("{name} {what}", name=self._code.name, what=what)
            self.query_one("#sheet-status", StatusLine).show(said)

    def action_sheet_leave(self) -> None:
        """Close without applying."""
        self.dismiss()


def sheet_for(app: App[None], question: Question) -> CodeSheet:
    """Give the app's one code sheet, about to ask: making another takes longer than all that it does (25 ms)."""
    if not app.is_screen_installed(_INSTALLED):
        app.install_screen(CodeSheet(), _INSTALLED)
    sheet = app.get_screen(_INSTALLED, CodeSheet)
    sheet.ask(question)
    return sheet


def none(hits: Sequence[Hit]) -> Content:
    """Say why no code is highlighted."""
    return say("no code has these letters; ↓ chooses one that is alike") if hits else say("no code fits; Esc leaves")


def rules(code: Code, codebook: Codebook) -> Content:
    """Write a code's rules: name, place in the tree, what it means, when to use it and when not, examples."""
    return Content("\n").join([*heading(code, codebook), *meaning(code)])


def heading(code: Code, codebook: Codebook) -> list[Content]:
    """Write a code's name and, in a line of its own, what it stands under."""
    path = codebook.paths[code.uid].rpartition(SEPARATOR)[0]
    return [Content.assemble((say("{name}", name=code.name).plain, "bold")), *([say("{path}", path=path)] if path else [])]


def meaning(code: Code) -> list[Content]:
    """Write what a code means, when to use it and when not, examples."""
    parts = [passage(text) for text in (code.brief, code.definition) if text]
    titled = (("USE WHEN", code.include), ("NOT WHEN", code.exclude), ("EXAMPLE", "\n".join(code.examples)))
    parts += [Content.assemble((title, "bold"), "  ", passage(text)) for title, text in titled if text]
    return parts
