"""Several lines to type in: no sign comes into them that a terminal could obey, and no syllable stays in pieces."""

from __future__ import annotations

import unicodedata

from textual import on
from textual.widgets import TextArea
from textual.widgets.text_area import Edit, EditResult

from coder.model.text import normalise


class Lines(TextArea, inherit_bindings=True):
    """A field for several lines."""

    DEFAULT_CSS = """
    Lines, Lines:focus { border: none; padding: 0 1; background: $surface; height: 1fr; scrollbar-size-vertical: 1; }
    """

    def __init__(self, text: str = "", id: str | None = None) -> None:  # noqa: A002 - Textual's word
        """Begin with `text`, which must be safe to show; Tab leads out."""
        super().__init__(text, id=id, soft_wrap=True, tab_behavior="focus", highlight_cursor_line=False)

    def edit(self, edit: Edit) -> EditResult:
        """Make safe what comes in, typed or pasted."""
        edit.text = normalise(edit.text).text
        return super().edit(edit)

    @on(TextArea.Changed)
    def _compose_syllables(self) -> None:
        """Put together what came in two pieces, so that backspace takes all of it."""
        text = self.text
        if unicodedata.is_normalized("NFC", text):
            return
        row, column = self.cursor_location
        before = unicodedata.normalize("NFC", self.document.get_line(row)[:column])
        self.replace(text, (0, 0), self.document.end, maintain_selection_offset=False)
        self.move_cursor((row, len(before)))
