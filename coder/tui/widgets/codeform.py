"""The form of a code: name, rules, colour, status, each in a field; nothing is saved until F9, nothing thrown away by one key.

A field that nobody touched keeps its words exactly, also where they hold signs that a screen shows otherwise.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from coder.model.codebook import PALETTE, STATUSES, Code, Status
from coder.model.text import shown, shown_line
from coder.tui.commands import bindings
from coder.tui.say import say
from coder.tui.widgets.keyline import KeyLine
from coder.tui.widgets.lines import Lines
from coder.tui.widgets.statusline import StatusLine
from coder.tui.widgets.themes import patch

_TEXTS = (
    ("brief", "what it is", 2),
    ("definition", "in full", 2),
    ("include", "use when", 3),
    ("exclude", "not when", 3),
    ("examples", "examples", 3),
)
"""Fields of several lines, how they are called, and the rows they get."""
_BETWEEN = "\n\n"
"""A blank line parts two examples."""


class Pick(Static, can_focus=True):
    """One of a few values; the arrows go through them."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "pick(-1)", "Choose the value before.", show=False),
        Binding("right,space", "pick(1)", "Choose the next value.", show=False),
    ]
    DEFAULT_CSS = """
    Pick { width: auto; height: 1; padding: 0 1; }
    Pick:focus { background: $panel; text-style: bold; }
    """

    def __init__(self, options: Sequence[Content], place: int, id: str) -> None:  # noqa: A002 - Textual's word
        """Offer `options`, the one at `place` chosen."""
        super().__init__("", markup=False, id=id)
        self._options = options
        self.place = place

    def on_mount(self) -> None:
        """Show what is chosen."""
        self.action_pick(0)

    def action_pick(self, by: int) -> None:
        """Choose another value."""
        self.place = (self.place + by) % len(self._options)
        self.update(Content.assemble("‹ ", self._options[self.place], " ›"))


class CodeForm(ModalScreen[Code | None]):
    """Answers with the code as it is to be, None if nothing is to be changed."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("form")
    DEFAULT_CSS = """
    CodeForm {
        align: center bottom;
        background: transparent;
        & > Vertical { height: 100%; background: $surface; }
        VerticalScroll { height: 1fr; scrollbar-size: 0 0; }
        VerticalScroll > Horizontal { height: auto; padding: 0 1; }
        .gap { margin: 1 0 0 0; }
        .label { width: 12; color: $text-muted; }
        Input { height: 1; border: none; padding: 0 1; background: $panel; }
        Lines { background: $panel; scrollbar-size: 0 0; }
        Input:focus, Lines:focus { background: $primary 20%; border: none; }
    }
    """

    def __init__(
        self,
        title: Content,
        code: Code,
        places: Sequence[tuple[str | None, Content]] = (),
        statuses: Sequence[Status] = STATUSES,
        trouble: Content | None = None,
    ) -> None:
        """Fill the form with `code`.

        `places` are the parents that a new code can stand under; `statuses` are those that it may have; `trouble` says why it
        comes back.
        """
        super().__init__()
        self._title = title
        self._code = code
        self._places = places
        self._statuses = statuses
        self._trouble = trouble
        self._colours: list[str | None] = [None, *PALETTE]
        if code.colour not in self._colours:
            self._colours.append(code.colour)
        self._is_warned = False

    def compose(self) -> ComposeResult:
        """Lay the form out."""
        with Vertical():
            yield StatusLine(id="form-title", classes="-title")
            with VerticalScroll(can_focus=False):
                yield from self._one_line("name", "name", shown_line(self._code.name))
                yield from self._one_line("names", "other names", _names_written(self._code))
                yield from self._picks()
                for field, label, rows in _TEXTS:
                    with Horizontal(classes="" if field == "brief" else "gap"):
                        yield Static(label, markup=False, classes="label")
                        area = Lines(self._shown(field), id=field)
                        area.styles.height = rows
                        yield area
            yield StatusLine(id="form-status")
            yield KeyLine("form")

    def _one_line(self, field: str, label: str, value: str) -> ComposeResult:
        with Horizontal():
            yield Static(label, markup=False, classes="label")
            yield Input(value, id=field, select_on_focus=False)

    def _picks(self) -> ComposeResult:
        """Offer what has only a few values."""
        if self._places:
            parents = [parent for parent, _ in self._places]
            at = parents.index(self._code.parent) if self._code.parent in parents else 0  # it can be gone meanwhile
            with Horizontal():
                yield Static("under", classes="label")
                yield Pick([label for _, label in self._places], at, "place")
        with Horizontal():
            yield Static("colour", classes="label")
            yield Pick([self._swatch(colour) for colour in self._colours], self._colours.index(self._code.colour), "colour")
            yield Pick([say("{status}", status=one) for one in self._statuses], self._status_place, "status")
            yield Pick([say("can be applied"), say("only groups others")], 0 if self._code.codable else 1, "codable")

    @property
    def _status_place(self) -> int:
        return self._statuses.index(self._code.status) if self._code.status in self._statuses else 0

    def _swatch(self, colour: str | None) -> Content:
        """Write a colour as a patch and as a word."""
        if colour is None:
            return say("as the code above")
        return Content.assemble(patch(self.app, colour), say("{colour}", colour=colour))

    def on_mount(self) -> None:
        """Begin at the name."""
        self.query_one("#form-title", StatusLine).show(self._title)
        hint = say("Tab next field   ← → choose a value   a blank line parts two examples")
        self._say(self._trouble or hint, is_trouble=self._trouble is not None)
        for area in self.query(Lines):
            area.move_cursor(area.document.end)
        self.query_one("#name", Input).focus()

    def _say(self, said: Content, *, is_trouble: bool = False) -> None:
        self.query_one("#form-status", StatusLine).show(said, is_trouble=is_trouble)

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        """Go on to the next field."""
        event.stop()
        self.focus_next()

    def _shown(self, field: str) -> str:
        value = getattr(self._code, field)
        return shown(_BETWEEN.join(value) if field == "examples" else value)

    @property
    def _filled(self) -> Code:
        """The code as the form says it."""
        name, names = self.query_one("#name", Input).value, self.query_one("#names", Input).value
        examples = self.query_one("#examples", Lines).text
        return replace(
            self._code,
            name=self._code.name if name == shown_line(self._code.name) else name,
            names=self._code.names if names == _names_written(self._code) else _names_read(names),
            brief=self._text("brief"),
            definition=self._text("definition"),
            include=self._text("include"),
            exclude=self._text("exclude"),
            examples=self._code.examples if examples == self._shown("examples") else tuple(examples.split(_BETWEEN)),
            colour=self._colours[self.query_one("#colour", Pick).place],
            status=self._statuses[self.query_one("#status", Pick).place],
            codable=self.query_one("#codable", Pick).place == 0,
            parent=self._places[self.query_one("#place", Pick).place][0] if self._places else self._code.parent,
        )

    def _text(self, field: str) -> str:
        """Give what stands in a field; what nobody touched as it was."""
        text = self.query_one(f"#{field}", Lines).text
        return str(getattr(self._code, field)) if text == self._shown(field) else text

    def _after_typing(self, act: Callable[[], object]) -> None:
        """Act when the letters typed before this key are in their field; in a burst this key would overtake them."""
        (self.focused or self).call_later(act)

    def action_form_save(self) -> None:
        """Answer with the code, if it has a name."""
        self._after_typing(self._save)

    def _save(self) -> None:
        filled = self._filled
        if not filled.name.strip():
            self._say(say("a code needs a name"), is_trouble=True)
            self.query_one("#name", Input).focus()
        elif self.is_current:
            self.dismiss(filled)

    def action_form_leave(self) -> None:
        """Close; what was typed is only thrown away at the second time."""
        self._after_typing(self._leave)

    def _leave(self) -> None:
        if not self.is_current:
            return
        if self._is_warned or (self._filled == self._code and self._trouble is None):
            self.dismiss(None)
            return
        self._is_warned = True
        self._say(say("not saved yet: F9 saves, Esc once more throws it away"), is_trouble=True)


def _names_written(code: Code) -> str:
    return shown_line("; ".join(f"{language}={name}" for language, name in code.names))


def _names_read(text: str) -> tuple[tuple[str, str], ...]:
    """Read further names as they are typed; one without a language is refused where it is saved."""
    parts = (part.partition("=") for part in text.split(";") if part.strip())
    return tuple((language.strip(), name) if equals else ("", language) for language, equals, name in parts)
