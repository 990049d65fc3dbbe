"""The form of an autocode: which code, what is looked for and how, what of the text is coded, said by whom, within what, where.

Only one field is typed into; the others are chosen from lists that say what each choice means.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Static

from coder.analysis.autocode import Extent
from coder.model.codebook import SEPARATOR
from coder.model.source import KINDS
from coder.reports.selection import EVERYTHING, Selection
from coder.tui.desk import Desk
from coder.tui.page.question import Question
from coder.tui.say import say
from coder.tui.widgets.choice import ChoiceSheet
from coder.tui.widgets.codesheet import Choice, sheet_for
from coder.tui.widgets.codesheet import Question as CodeQuestion
from coder.tui.widgets.field import Field

_EXTENTS: dict[Extent, Content] = {
    "match": say("match: just what is found"),
    "word": say("word: the whole word, with its particle or ending"),
    "sentence": say("sentence"),
    "turn": say("turn: all that the speaker says until another speaks"),
    "paragraph": say("paragraph: the line it stands in"),
}
_ROLES = {"R": say("respondents"), "I": say("interviewers"), "T": say("interpreters")}


@dataclass(frozen=True, slots=True)
class Offer:
    """One value that a field can be given."""

    label: Content
    set: Callable[[Question], None]
    is_now: bool


class QuestionForm(Vertical):
    """Shows a question and changes it.

    Posts `QuestionForm.Changed` when something else is asked.
    """

    class Changed(Message):
        """Something else is asked."""

    DEFAULT_CSS = """
    QuestionForm {
        height: 3;
        background: $surface;
        & > Horizontal { height: 1; }
        Static { width: 11; padding: 0 1; color: $text-muted; }
        Input, Input:focus { height: 1; border: none; padding: 0 1 0 0; background: $panel; }
    }
    """

    def __init__(self, desk: Desk, question: Question) -> None:
        """Show `question`, which belongs to whoever asks, and change it."""
        super().__init__()
        self._desk = desk
        self._question = question
        self._said = question.typed

    def compose(self) -> ComposeResult:
        """Lay the form out."""
        with Horizontal():
            yield Static(say("look for"), markup=False)
            yield Input(self._question.typed, select_on_focus=False)
        with Horizontal():
            yield Field(say("code   "), "code")
            yield Field(say("as     "), "as")
            yield Field(say("extent "), "extent")
        with Horizontal():
            yield Field(say("said by"), "speaker")
            yield Field(say("within "), "within")
            yield Field(say("in     "), "selection")

    def on_mount(self) -> None:
        """Show what is asked."""
        self.show()

    def begin(self) -> None:
        """Stand on the first field that waits for something."""
        self.query_one("#code" if not self._question.code else "Input").focus()

    @property
    def is_typed_into(self) -> bool:
        """Whether keys are letters now."""
        return self.query_one(Input).has_focus

    def show(self) -> None:
        """Bring all fields to what the question says."""
        asked = self._question
        typing = self.query_one(Input)
        typing.placeholder = (
            "a regular expression, such as phone.{0,40}cable"
            if asked.is_expression
            else "words with commas between; * stands for letters: phone*, 검열"
        )
        values = {
            "code": say("{name}", name=self._desk.name(asked.code) if asked.code else "which?"),
            "as": say("expression") if asked.is_expression else say("words"),
            "extent": say("{extent}", extent=asked.extent),
            "speaker": _ROLES.get(asked.speaker) or say("{name}", name=asked.speaker or "anybody"),
            "within": say("{name}", name=asked.within.rpartition(SEPARATOR)[2] or "anything"),
            "selection": say("{what}", what=asked.selection.describe() or "all sources"),
        }
        for name, value in values.items():
            self.query_one(f"#{name}", Field).show(value)

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        """Ask anew at each stroke; a decomposed syllable is put together first, so that backspace takes all of it."""
        event.stop()
        whole = unicodedata.normalize("NFC", event.value)
        if whole != event.value:
            event.input.value = whole
        elif whole != self._said:
            self._said = self._question.typed = whole
            self._change()

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.screen.focus_next("TableView")

    def _change(self) -> None:
        self._question.renew()
        self.show()
        self.post_message(self.Changed())

    @on(Field.Asked)
    def _asked(self, event: Field.Asked) -> None:
        """Offer the values of a field."""
        event.stop()
        if event.field == "code":
            self._choose_code()
            return
        offers = self._offers(event.field)
        now = next((place for place, offer in enumerate(offers) if offer.is_now), 0)

        def take(place: int | None) -> None:
            if place is not None:
                offers[place].set(self._question)
                self._change()

        self.app.push_screen(ChoiceSheet(_TITLES[event.field], [offer.label for offer in offers], now), take)

    def _choose_code(self) -> None:
        desk = self._desk

        def take(code: str) -> Content:
            self._question.code = code
            self._change()
            return say("{name} would be given", name=desk.name(code))

        choice = Choice(desk.codebook, desk.book.entries, desk.slots, desk.counts)
        self.app.push_screen(sheet_for(self.app, CodeQuestion(_TITLES["code"], choice, take, Content())))

    def _offers(self, field: str) -> Sequence[Offer]:
        asked = self._question
        if field == "as":
            labels = {False: say("words, whole or with a *"), True: say("a regular expression")}
            return [_offer("is_expression", value, label, asked) for value, label in labels.items()]
        if field == "extent":
            return [_offer("extent", value, label, asked) for value, label in _EXTENTS.items()]
        if field == "speaker":
            named = {name: say("{name}", name=name) for name in self._speakers()}
            return [_offer("speaker", value, label, asked) for value, label in ({"": say("anybody")} | _ROLES | named).items()]
        if field == "within":
            paths = {path: say("{path}", path=path) for path in self._own_codes()}
            return [_offer("within", value, label, asked) for value, label in ({"": say("anything")} | paths).items()]
        return [
            Offer(say("{what}", what=one.describe() or "all sources"), _setter("selection", one), one == asked.selection)
            for one in self._selections()
        ]

    def _speakers(self) -> list[str]:
        """List all speakers in the order in which they first speak."""
        store = self._desk.store
        return list(dict.fromkeys(turn.speaker for source in store.sources() for turn in store.turns(source.uid) if turn.speaker))

    def _own_codes(self) -> list[str]:
        """List the codes that the coder has used, and those above them."""
        book, store = self._desk.codebook, self._desk.store
        used = {uid for uid, _ in store.codes_used_by(self._desk.coder.uid) if uid in book.by_uid}
        used |= {above.uid for uid in used for above in book.ancestors(uid)}
        return [book.paths[code.uid] for code in book.codes if code.uid in used]

    def _selections(self) -> list[Selection]:
        sources = self._desk.store.sources()
        kinds = [kind for kind in KINDS if any(source.kind == kind for source in sources)]
        by_kind = [Selection(kinds=(kind,)) for kind in kinds] if len(kinds) > 1 else []
        return [EVERYTHING, *by_kind, *(Selection(sources=(source.name,)) for source in sources)]


_TITLES = {
    "code": say("the code that is given"),
    "as": say("what is typed is"),
    "extent": say("what is coded where something is found"),
    "speaker": say("said by"),
    "within": say("only where you have coded"),
    "selection": say("in which sources"),
}


def _offer(name: str, value: str | bool, label: Content, asked: Question) -> Offer:
    return Offer(label, _setter(name, value), getattr(asked, name) == value)


def _setter(name: str, value: object) -> Callable[[Question], None]:
    return lambda question: setattr(question, name, value)
