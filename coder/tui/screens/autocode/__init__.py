"""Autocode: a question, every hit it finds, a mark on each that would be coded, and one key that codes those.

Nothing is coded before somebody has seen how much it would be: programs that code at once flood a project in one stroke. It is
one action, so one key takes all of it back. `frame` shows the hits, `searching` finds them, `marking` chooses and codes them.
"""

from typing import ClassVar

from textual.binding import BindingType

from coder.tui.commands import bindings
from coder.tui.screens.autocode.marking import Marking


class AutocodeScreen(Marking):
    """Finds passages and codes those that are marked."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("autocode")
    DEFAULT_CSS = """
    AutocodeScreen #passage { height: 9; padding: 0 1; border-top: solid $panel; }
    AutocodeScreen > .autocode--coded { text-style: bold; color: $accent; }
    AutocodeScreen > .autocode--found { text-style: bold underline; color: $accent; }
    """
