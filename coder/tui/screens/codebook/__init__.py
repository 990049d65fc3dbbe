"""The codebook: the tree of codes with counts, the rules of the code under the cursor, and the keys that change it.

`showing` reads and shows, `changing` changes; what a change would do to codings that are there is always asked about first.
"""

from typing import ClassVar

from textual.binding import BindingType

from coder.tui.commands import bindings
from coder.tui.screens.codebook.changing import Changing


class CodebookScreen(Changing):
    """Shows and changes the codebook."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("codebook")
