"""What stands around the transcript: the title, the line that says what just happened, the digits, the keys.

What a key would code is said beforehand in the status line, what it has coded afterwards. What was said stays to be read until
the reader goes on.
"""

from __future__ import annotations

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.screen import Screen

from coder.model.codebook import Codebook
from coder.model.source import Source
from coder.model.words import count
from coder.tui.desk import Desk
from coder.tui.messages import CursorMoved, Settled, ShowSource
from coder.tui.page.news import News
from coder.tui.page.plan import BOX, Glyphs
from coder.tui.page.state import ViewState
from coder.tui.say import say
from coder.tui.screens.coding.panel import WIDE, codes_here, lying, panel
from coder.tui.widgets.keyline import KeyLine
from coder.tui.widgets.prose import Prose
from coder.tui.widgets.slots import SlotLine
from coder.tui.widgets.statusline import StatusLine
from coder.tui.widgets.transcript import TranscriptView


class Frame(Screen[None]):
    """One source laid open, and everything said about it."""

    PLACE = "coding"
    _visited = ""
    """uid of the coding that a jump led to: of several on the same words it is the one that is meant, and the next jump goes on
    from it."""
    DEFAULT_CSS = """
    Frame #panel { width: 28; padding: 0 1; border-right: solid $panel; display: none; }
    Frame.-wide #panel { display: block; }
    """

    def __init__(self, desk: Desk, source: Source, asked: ShowSource, glyphs: Glyphs = BOX) -> None:
        """Show `source` at `desk`, beginning at the passage that was asked for, or where its reader stood last."""
        super().__init__()
        self._desk = desk
        self._source = source
        self._glyphs = glyphs
        self._asked = asked
        self._trail = asked.trail
        """The places to step through; the codings if none."""
        self._asks = ""
        """The command whose second press does what the status line asks about."""
        self._in_panel: tuple[list[str], list[str], Codebook] | None = None
        self._said_at: ViewState | None = None
        """Where the reader stood when something was said; it stays to be read until she goes on."""

    def compose(self) -> ComposeResult:
        """Lay the screen out."""
        yield StatusLine(id="title", classes="-title")
        with Horizontal():
            yield Prose(id="panel")
            yield TranscriptView(self._glyphs)
        yield SlotLine()
        yield StatusLine(id="status")
        yield KeyLine("coding")

    def on_mount(self) -> None:
        """Open the source."""
        self._view = self.query_one(TranscriptView)
        self._open()
        self.watch(self._view, "state", self._stands, init=False)
        self._view.focus()

    def on_unmount(self) -> None:
        """Have the place remembered."""
        self.leave()

    def turn_to(self, source: Source, asked: ShowSource) -> None:
        """Show another source: making another screen for it would take longer than all the rest."""
        self.leave()
        self._source, self._asked, self._trail = source, asked, asked.trail
        self._asks, self._said_at = "", None
        self._open()

    def _open(self) -> None:
        """Lay the source open where it is to be read."""
        cursor = self._desk.open(self._source)
        self._opened = self._desk.opened
        self._view.open(self._desk.page, self._desk.spans, self._desk.codebook, cursor)
        if self._asked.passage is not None:
            self._view.show(ViewState(*self._asked.passage), upper=True)
        self._visited = self._asked.coding
        if self._asked.note:
            self._say(say("{note}", note=self._asked.note))

    def leave(self) -> None:
        """Have the place remembered."""
        self._desk.leave(self._opened, self._view.state.cursor)

    @property
    def _state(self) -> ViewState:
        return self._view.state

    def _stands(self) -> None:
        """Say where the reader stands in the frame in which the cursor moves; the message that follows comes a frame later."""
        self._tell()
        self._frame()

    @on(CursorMoved)
    def _moved(self) -> None:
        """Say where the reader stands now, unless something was said for just this place.

        When keys come faster than they are drawn, the message may be of a place she has left before that was said.
        """
        if self._state != self._said_at:
            self._tell()
        end = self._view.read_end
        if end is not None:
            self._opened.read_to(end)
        self._frame()

    @on(Settled)
    def _settled(self, event: Settled) -> None:
        news = event.news
        if news.place is not None:
            self._view.show(self._state.cleared().moved(self._view.page.settle(news.place)), upper=True)
        self._report(news)

    def _report(self, news: News) -> Content:
        """Show what came of an action."""
        if news.has_new_codebook:
            self._view.follow(self._desk.codebook)
        else:
            self._view.repaint(news.before, news.after)
        said = say("{text}", text=news.text)
        if news.text:
            self._say(said, is_trouble=news.is_trouble)
        if news.is_trouble:
            self.notify(said.plain, severity="error", markup=False)
        self._frame()
        return said

    def _tell(self) -> None:
        """Say what Enter would code and what lies here."""
        self._say(intent(self._state, self._view.passage) + self._here)

    @property
    def _here(self) -> Content:
        """What lies here already, the coding that is meant first."""
        names = [self._desk.name(code) for code in codes_here(self._desk, self._state, self._visited)]
        return say("here: {names}", names=", ".join(names)) if names else Content()

    def _ask(self, command: str, said: Content) -> bool:
        """Ask before a command does something; tell whether this is the second press, which is the answer."""
        if self._asks == command:
            self._asks = ""
            return True
        self._say(said, is_alone=True)
        self._asks = command
        return False

    def _say(self, said: Content, *, is_trouble: bool = False, is_alone: bool = False) -> None:
        """Say something in the status line; what matters most is given the whole of it."""
        self._asks = ""
        self._said_at = self._state
        right = Content() if is_trouble or is_alone else tally(self._desk, self._state, self._visited)
        self.query_one("#status", StatusLine).show(said, right, is_trouble=is_trouble)

    def _frame(self) -> None:
        """Bring title and slots up to date."""
        desk = self._desk
        title = where(desk, self._state) + say("{percent} %", percent=self._view.percent)
        who = say("{warning}   {coder}   {status}", warning=desk.warning, coder=desk.coder.name, status=desk.tickets.status)
        self.query_one("#title", StatusLine).show(title, who)
        self.query_one(SlotLine).show(
            [(desk.name(code) if code else "", code in desk.slots.pinned) for code in desk.slots.places]
        )
        if self.has_class("-wide"):
            self._frame_panel()

    def _frame_panel(self) -> None:
        """Bring the panel up to date if what it says has changed: to write and wrap it takes longer than the rest of a key."""
        desk = self._desk
        facts = codes_here(desk, self._state, self._visited), [*desk.slots.places], desk.codebook
        if facts != self._in_panel:
            self._in_panel = facts
            self.query_one(Prose).show(panel(desk, facts[0]))

    def on_resize(self, event: events.Resize) -> None:
        """Show the panel where there is room for it."""
        self.set_class(event.size.width >= WIDE, "-wide")


def intent(state: ViewState, passage: tuple[int, int]) -> Content:
    """Say what would be coded."""
    what = "selected" if state.selection else "Enter codes this sentence"
    unit = f"unit: {state.unit}   " if state.unit != "sentence" else ""
    extending = "extending   " if state.sticky else ""
    return say(
        "{unit}{extending}{what}: {n}   ",
        unit=unit,
        extending=extending,
        what=what,
        n=count(passage[1] - passage[0], "character"),
    )


def tally(desk: Desk, state: ViewState, visited: str) -> Content:
    """Say which of how many codings this is."""
    found = lying(desk, state, visited)
    number = f"coding {desk.spans.number(found[0].uid)} of " if found else "codings "
    return say("{number}{n}", number=number, n=len(desk.spans))


def where(desk: Desk, state: ViewState) -> Content:
    """Say where in the source the reader stands."""
    turn = desk.page.turn_at(state.cursor)
    place = say("turn {turn} of {n}  ", turn=turn + 1, n=len(desk.page.turns)) if turn is not None else Content()
    done = say("finished  ") if desk.is_finished else Content()
    return say("{source}  ", source=desk.source.name) + done + place
