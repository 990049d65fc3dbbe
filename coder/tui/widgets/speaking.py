"""How a screen with a list speaks: it says what came of things, asks before it does them, and takes back what was done.

What was said at a row stays to be read until one goes on. Whoever reads a list does not see the text, so an undo that would turn
something that was not done on this very screen is asked about first.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from textual.content import Content
from textual.screen import Screen

from coder.tui.desk import Desk
from coder.tui.page.news import News
from coder.tui.page.steps import Way
from coder.tui.say import say
from coder.tui.widgets.statusline import StatusLine
from coder.tui.widgets.table import TableView

_KEYS: dict[Way, str] = {"undo": "ctrl+z", "redo": "ctrl+y"}
_DONE: dict[Way, str] = {"undo": "what you did last in {source}", "redo": "what you undid last in {source}"}


def gone(desk: Desk, source: str, name: str = "this source") -> Content:
    """Say that a source (a uid) that is still listed has been taken out meanwhile; nothing if it is there."""
    is_there = any(one.uid == source for one in desk.store.sources())
    return Content() if is_there else say("{name} is not in the study any more", name=name)


class Turner:
    """Undo and redo on a screen: at once for what was done there, for anything else after a question."""

    def __init__(self, desk: Desk, ask: Callable[[str, Content], bool]) -> None:
        """Turn at `desk`; `ask` takes the name of what is asked about and the question, and tells whether it is the answer."""
        self._desk = desk
        self._ask = ask
        self._known: Counter[Way] = Counter()
        """How many actions the person has seen here and can mean."""

    def did(self, news: News) -> News:
        """Note that something was done here, unless the news is that it was not; give the news back."""
        if not news.is_trouble:
            self._known = Counter({"undo": self._known["undo"] + 1})
        return news

    def forget(self) -> None:
        """Ask again: something was not done after all."""
        self._known.clear()

    def turn(self, way: Way) -> News | None:
        """Have the newest action taken back, or brought back; None if it is asked about first."""
        tickets = self._desk.tickets
        if not self._known[way]:
            if tickets.waiting > tickets.failing:
                return News(f"one moment: {tickets.status}", is_trouble=True)  # nobody can say yet what would be turned
            what = self._unseen(way)
            if what and not self._ask(way, say("{way} {what}? {key} again", way=way, what=what, key=_KEYS[way])):
                return None
        news = self._desk.undo() if way == "undo" else self._desk.redo()
        if not news.is_trouble:
            self._known[way] = max(self._known[way] - 1, 0)
            self._known["redo" if way == "undo" else "undo"] += 1
        return news

    def _unseen(self, way: Way) -> str:
        """Say what would be turned; nothing if there is nothing, or a failing disk lets nothing be turned."""
        if self._desk.tickets.waiting:
            return ""
        away, source = self._desk.away(way), self._desk.source
        if away is not None:
            return away.said
        return _DONE[way].format(source=source.name) if source.uid else ""


class SpeakingScreen(Screen[None]):
    """A screen with a table, a status line `#status` and a desk."""

    def __init__(self, desk: Desk) -> None:
        """Speak to who sits at `desk`."""
        super().__init__()
        self._desk = desk
        self._turner = Turner(desk, self._sure)
        self._asks = ""
        """The command whose second press does what the status line asks about."""
        self._said_at: int | None = None
        """The row at which something was said."""

    def _say(self, said: Content, *, is_trouble: bool = False) -> None:
        """Say something until one goes to another row."""
        self._asks, self._said_at = "", self.query_one(TableView).row
        self._show_status(said, is_trouble=is_trouble)

    def _show_status(self, said: Content, *, is_trouble: bool = False) -> None:
        warning = say("{warning}", warning=self._desk.warning)
        self.query_one("#status", StatusLine).show(said, warning, is_trouble=is_trouble)

    def _gone_on(self, row: int) -> bool:
        """Tell whether one stands at another row than the one at which something was said; then it is forgotten."""
        if row == self._said_at:
            return False
        self._asks, self._said_at = "", None
        return True

    def _sure(self, command: str, said: Content) -> bool:
        """Ask before a command does something; tell whether this is the second press, which is the answer."""
        if self._asks == command:
            self._asks = ""
            return True
        self._say(said)
        self._asks = command
        return False

    def _tell(self, news: News | None) -> None:
        """Say what came of something, if there is anything to say."""
        if news is not None and news.text:
            self._say(say("{text}", text=news.text), is_trouble=news.is_trouble)

    def _turn(self, way: Way) -> None:
        """Undo or redo."""
        self._tell(self._turner.turn(way))
