"""Going about in a source and from source to source."""

from __future__ import annotations

from coder.tui.messages import ShowSource
from coder.tui.page.state import ViewState
from coder.tui.say import say
from coder.tui.screens.coding.frame import Frame


class Going(Frame):
    """The keys that lead somewhere."""

    _visited = ""
    """uid of the coding that a jump led to; the next jump goes on from it."""

    def action_clear(self) -> None:
        """Select nothing."""
        self._view.action_select("clear")

    def action_step(self, way: str) -> None:
        """Go to the next coding, or to the one before."""
        spans, cursor = self._desk.spans, self._state.cursor
        by = 1 if way == "next" else -1
        visited = self._visited if self._visited in spans and spans[self._visited].start == cursor else ""
        span = spans.neighbour(visited, by) if visited else spans.after(cursor) if by > 0 else spans.before(cursor)
        if span is None:
            self._say(say("no further coding in this source"))
            return
        self._view.show(ViewState(span.start, span.end, unit=self._state.unit), upper=True)
        self._visited = span.uid

    def action_neighbour(self, way: str) -> None:
        """Open the next source, or the one before."""
        uids = [source.uid for source in self._desk.store.sources()]
        place = uids.index(self._source.uid) + (1 if way == "next" else -1)
        if 0 <= place < len(uids):
            self.post_message(ShowSource(uids[place]))
        else:
            self._say(say("this is the {which} source", which="last" if way == "next" else "first"))
