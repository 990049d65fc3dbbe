"""The coding screen: the transcript, a cursor and a selection, and the keys that put codes on words.

The screen turns keys into actions at the desk and shows what came of them; it decides nothing itself. `frame` is what stands
around the transcript, `going` leads about in it, `applying` changes codings, `noting` writes about them.
"""

from typing import ClassVar

from textual.binding import BindingType

from coder.tui.commands import bindings
from coder.tui.screens.coding.noting import Noting


class CodingScreen(Noting):
    """Codes one source."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("coding")
