"""All memos: a list, the whole of the one under the cursor, the way to what it is on, and the sheet to write one."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import BindingType

from coder.tui.commands import bindings
from coder.tui.screens.memos.writing import Writing


class MemosScreen(Writing):
    """Lists the memos of everybody; a coder changes her own."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("memos")
