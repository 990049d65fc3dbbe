"""A field of a form that is chosen and not typed: its name, its value, and a sign where one stands."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import BindingType
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from coder.tui.commands import bindings


class Field(Widget, can_focus=True):
    """Shows one value in one row; the arrows lead to the other fields.

    Posts `Field.Asked` when another value is wanted.
    """

    class Asked(Message):
        """Another value is wanted for a field."""

        def __init__(self, field: str) -> None:
            """Name the field by its id."""
            super().__init__()
            self.field = field

    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = bindings("field")
    COMPONENT_CLASSES: ClassVar[set[str]] = {"field--label"}
    DEFAULT_CSS = """
    Field { height: 1; width: 1fr; }
    Field:focus { background: $primary; color: $background; text-style: bold; }
    Field > .field--label { color: $text-muted; }
    """

    def __init__(self, label: Content, name: str) -> None:
        """Begin without a value."""
        super().__init__(id=name)
        self._label = label
        self._value = Content()

    def show(self, value: Content) -> None:
        """Show another value."""
        self._value = value
        self.refresh()

    def render(self) -> Content:
        """Write label and value."""
        label = self._label if self.has_focus else self._label.stylize(self.get_visual_style("field--label"))
        said = Content.assemble("▸" if self.has_focus else " ", label, " ", self._value)
        return said.truncate(self.content_size.width, ellipsis=True)

    def on_click(self) -> None:
        """Take a click for a wish to change."""
        self.action_field_choose()

    def action_field_choose(self) -> None:
        """Ask for another value."""
        self.post_message(self.Asked(self.id or ""))

    def action_field_next(self) -> None:
        """Go to the next field."""
        self.screen.focus_next()

    def action_field_previous(self) -> None:
        """Go to the field before."""
        self.screen.focus_previous()
