"""One line to type in: composed syllables, no blinking cursor, and no letter that was meant for another screen."""

from __future__ import annotations

import unicodedata

from textual import events
from textual.widgets import Input


class Line(Input):
    """An input line for a sheet."""

    def __init__(self, value: str = "", placeholder: str = "", *, is_selected: bool = False, left: str = "") -> None:
        """Begin with `value`, selected or not; keys in `left` are left to the sheet although they are letters.

        A blinking cursor would be drawn twice a second over slow lines for nothing.
        """
        super().__init__(value, placeholder, select_on_focus=is_selected)
        self.cursor_blink = False
        self._left = left

    @property
    def words(self) -> str:
        """What is typed, decomposed syllables put together."""
        return unicodedata.normalize("NFC", self.value)

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Leave the sheet its own keys."""
        return not (character and character in self._left) and super().check_consume_key(key, character)

    async def _on_key(self, event: events.Key) -> None:
        """Let a key pass that comes when the sheet has closed: it goes up to the app, which gives it to whom it was meant for."""
        if not self.screen.is_current:
            event.prevent_default()
