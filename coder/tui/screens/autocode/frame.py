"""What stands on the autocode screen: the form, the list of hits with their marks, the one under the cursor in its turn."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from coder.model.source import Turn
from coder.model.words import count
from coder.reports.autocode import Found
from coder.reports.table import Cell, Column, Table
from coder.tui.desk import Desk
from coder.tui.messages import CellShown
from coder.tui.page.question import Question
from coder.tui.say import passage, say
from coder.tui.widgets.asking import AskingScreen
from coder.tui.widgets.keyline import KeyLine
from coder.tui.widgets.questionform import QuestionForm
from coder.tui.widgets.speaking import Turner
from coder.tui.widgets.statusline import StatusLine
from coder.tui.widgets.table import TableView

MOST_BEFORE = 240
"""Characters of the turn shown before the hit in the lower part."""
COLUMNS = (Column("", "mark"), Column("source"), Column("turn", "number"), Column("what was found stands between « »"))


class Frame(AskingScreen):
    """Shows what was found."""

    PLACE = "autocode"
    COMPONENT_CLASSES: ClassVar[set[str]] = {"autocode--coded", "autocode--found"}

    def __init__(self, desk: Desk, path: Path, question: Question) -> None:
        """Ask `question` of the study at `path`; the searching thread opens the file itself."""
        super().__init__(path)
        self._desk = desk
        self._turner = Turner(desk, self._ask)
        self._question = question
        self._found: tuple[Found, ...] = ()
        self._asks = ""
        """The command whose second press does what the status line asks about."""
        self._said_at = -1
        """The row at which something was said; it stays to be read until one goes on."""
        self._read: tuple[str, str, Sequence[Turn]] = ("", "", ())
        """The source whose hit was shown last: uid, text and turns."""

    def compose(self) -> ComposeResult:
        """Lay the screen out."""
        yield StatusLine(id="title", classes="-title")
        yield QuestionForm(self._desk, self._question)
        yield TableView(is_stretched=True)
        yield Static(id="passage", markup=False)
        yield StatusLine(id="status")
        yield KeyLine("autocode")

    @property
    def _view(self) -> TableView:
        return self.query_one(TableView)

    def _list(self, found: tuple[Found, ...]) -> None:
        self._found = found
        self._view.show(self._table(), self._question.row)
        self._frame()
        if not found:
            self.query_one("#passage", Static).update(_hint(self._question))

    def _table(self) -> Table:
        return Table("Autocode", COLUMNS, tuple(map(self._row, self._found)))

    def _row(self, one: Found) -> tuple[Cell, ...]:
        sign = "=" if one.state == "here already" else "x" if self._question.is_marked(one) else ""
        return sign, one.source.name, one.turn, one.line

    def _frame(self) -> None:
        """Say how many hits there are and how many of them are marked."""
        desk, found = self._desk, self._found
        title = say("Autocode")
        if found:
            sources = len({one.source.uid for one in found})
            title += say("   {n} in {sources}", n=count(len(found), "hit"), sources=count(sources, "source"))
            title += say("   {n} marked", n=len(self._question.marked(found)))
            there = sum(one.state == "here already" for one in found)
            title += say("   {n} coded already", n=there) if there else Content()
        right = say("{coder}   {status}", coder=desk.coder.name, status=desk.tickets.status)
        self.query_one("#title", StatusLine).show(title, right)

    def _ask(self, command: str, said: Content) -> bool:
        """Ask before a command does something; tell whether this is the second press, which is the answer."""
        if self._asks == command:
            self._asks = ""
            return True
        self._say(said)
        self._asks = command
        return False

    def _say(self, said: Content, *, is_trouble: bool = False) -> None:
        self._asks = ""
        self._said_at = self._view.row
        self.query_one("#status", StatusLine).show(said, say("{warning}", warning=self._desk.warning), is_trouble=is_trouble)

    @on(CellShown)
    def _shown(self, event: CellShown) -> None:
        """Show the hit under the cursor in its turn, and say what coding it would do."""
        if event.row < len(self._found):
            self._question.row = event.row
            self.query_one("#passage", Static).update(self._in_turn(self._found[event.row]))
            if event.row != self._said_at:
                self._tell(event.row)

    def _tell(self, row: int) -> None:
        would = self._would(self._found[row])
        self._say(say("hit {row} of {n}: {would}", row=row + 1, n=len(self._found), would=would))

    def _would(self, one: Found) -> str:
        length = count(len(one.words), "character")
        if one.state == "here already":
            return "coded already, nothing to do"
        if not self._question.is_marked(one):
            return "left out, Space marks it"
        return f"marked, {length}" + (", makes your coding longer" if one.state == "wider" else "")

    def _in_turn(self, one: Found) -> Content:
        """Write a hit with what was said around it in its turn."""
        text, turns = self._text(one.source.uid)
        hit = one.hit
        turn = turns[one.turn - 1] if one.turn else None
        begin, end = (min(turn.start, hit.start), max(turn.end, hit.end)) if turn else (hit.start, hit.end)
        start = begin if hit.start - begin <= MOST_BEFORE else max(text.find(" ", hit.start - MOST_BEFORE, hit.start), begin)
        place = say("{source}", source=one.source.name)
        if turn is not None:
            place += say(", turn {turn}", turn=one.turn)
            place += say(", {speaker}", speaker=turn.speaker) if turn.speaker != one.source.name else Content()
        coded = passage(one.words).stylize(self.get_visual_style("autocode--coded"))
        for a, b in one.hit.found:
            coded = coded.stylize(self.get_visual_style("autocode--found"), a - hit.start, b - hit.start)
        before = ("…" if start > begin else "") + text[start : hit.start]
        said = Content.assemble(passage(before), "«", coded, "»", passage(text[hit.end : end]))
        return place + say("   what would be coded stands between « »") + Content("\n") + said

    def _text(self, source: str) -> tuple[str, Sequence[Turn]]:
        if self._read[0] != source:
            store = self._desk.store
            self._read = source, store.text(source), store.turns(source)
        return self._read[1:]


def _hint(question: Question) -> Content:
    """Say what the form waits for."""
    if not question.code:
        return say("Choose a code: Tab leads through the form, Enter changes a field.")
    if not question.is_complete:
        return say("Type what to look for, or choose a speaker or a code. Nothing is coded before you have seen every hit.")
    return say("Nothing is found.")
