"""Memos from the coding screen, and the ways from here to other screens that go on from the words under the cursor."""

from __future__ import annotations

from coder.tui.messages import ShowPlace
from coder.tui.page.news import News
from coder.tui.screens.coding.applying import Applying
from coder.tui.widgets.memosheet import MemoTarget, memo_sheet


class Noting(Applying):
    """The keys that write about codings instead of making them."""

    def action_memo_write(self) -> None:
        """Write a memo on the coding that is selected or lies here, else on the source."""
        uid = self._lying()
        if uid is None:
            self._write(MemoTarget("source", self._source.uid, self._source.name))
        else:
            self._write_on(uid)

    def _note(self, code: str, start: int, end: int) -> None:
        """Write a memo on the coding that a passage has just got."""
        found = [span.uid for span in self._desk.spans.within(start, end) if span.code == code]
        if found:
            self._write_on(found[0])

    def _write_on(self, uid: str) -> None:
        span = self._desk.spans[uid]
        self._write(MemoTarget("coding", uid, f"{self._desk.name(span.code)}, {self._place(span.start)}"))

    def _write(self, target: MemoTarget) -> None:
        def closed(news: News | None) -> None:
            self._view.lift(0)
            if news is not None:
                self._report(news)

        sheet = memo_sheet(self._desk, target)
        self._view.lift(sheet.ROWS - 3)
        self.app.push_screen(sheet, closed)

    def action_autocode_ask(self) -> None:
        """Look for the selected words, else for the word here, in all sources, to code them at once."""
        start, end = self._state.selection or self._view.unit("word")
        self.post_message(ShowPlace("autocode", self._desk.page.text[start:end]))
