"""The coding screen: the transcript, a cursor and a selection, and the keys that put codes on words.

The screen turns keys into actions at the desk and shows what came of them; it decides nothing itself. `frame` is what stands
around the transcript, `going` leads about in it, `applying` changes codings.
"""

from typing import ClassVar

from textual.binding import BindingType

from coder.tui.commands import bindings
from coder.tui.screens.coding.applying import Applying


class CodingScreen(Applying):
    """Codes one source."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("coding")
