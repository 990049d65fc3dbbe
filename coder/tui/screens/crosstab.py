"""The cross-tab: codes against a variable, counted in people unless something else is asked for; no testimony on it."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Static
from textual.worker import Worker, WorkerState, get_current_worker

from coder.analysis.crosstab import TOTAL
from coder.errors import CoderError, fault
from coder.reports.crosstab import COUNTS, CrosstabReport, crosstab
from coder.reports.table import Column, Table
from coder.study.study import Study
from coder.tui.commands import bindings
from coder.tui.desk import Desk
from coder.tui.messages import CellAsked, CellChosen, CellShown, ShowSegments, TableMade, TableRefused
from coder.tui.say import passage, say
from coder.tui.widgets.choice import ChoiceSheet
from coder.tui.widgets.keyline import KeyLine
from coder.tui.widgets.statusline import StatusLine
from coder.tui.widgets.table import TableView

OWN_COLUMNS = ("kind", "coder", "source")


class CrosstabScreen(Screen[None]):
    """Counts codes by a variable."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("crosstab")
    PLACE = "crosstab"

    def __init__(self, desk: Desk, path: Path, cell: CellAsked | None = None) -> None:
        """Count what `desk` can see in the study at `path`, and stand on a cell; the counting thread opens the file itself."""
        super().__init__()
        self._desk = desk
        self._path = path
        self._choices = [*(variable.name for variable in desk.store.variables()), *OWN_COLUMNS]
        self._columns = cell.columns if cell else self._choices[0]
        self._count = cell.count if cell else COUNTS[0]
        self._in_shares = False
        self._cell = cell
        """Where to stand once it is counted."""
        self._report: CrosstabReport | None = None

    def compose(self) -> ComposeResult:
        """Lay the screen out."""
        yield StatusLine(id="title", classes="-title")
        yield TableView("cell")
        yield Static(id="notes", markup=False)
        yield StatusLine(id="status")
        yield KeyLine("crosstab")

    def on_screen_resume(self) -> None:
        """Count anew: another screen may have changed something."""
        self.query_one(TableView).focus()
        self._begin()

    def _begin(self) -> None:
        title = say("Cross-tab   code × {columns}", columns=self._columns)
        right = say(
            "counts {count}   {coder}   {status}",
            count=self._count,
            coder=self._desk.coder.name,
            status=self._desk.tickets.status,
        )
        self.query_one("#title", StatusLine).show(title, right)
        self._make(self._columns, self._count)

    @work(thread=True, exclusive=True, group="table", exit_on_error=False)
    def _make(self, columns: str, count: str) -> None:
        """Count, in a thread with its own connection."""
        worker = get_current_worker()
        try:
            with Study.open(self._path, readonly=True) as study:
                answer: Message = TableMade(crosstab(study.store, columns=columns, count=count), (columns, count))
        except CoderError as error:
            answer = TableRefused(error.message, error.hint, (columns, count))
        if not worker.is_cancelled:
            self.post_message(answer)

    @on(TableMade)
    def _made(self, event: TableMade) -> None:
        if event.asked != (self._columns, self._count):
            return  # a slow answer to an earlier question must not stand under the present heading
        self._report = event.report
        table = event.report.to_table(in_shares=self._in_shares)
        view = self.query_one(TableView)
        if self._cell is not None:
            view.column = (self._cell.column if self._cell.column != TOTAL else len(event.report.columns)) + 1
            view.show(table, (self._cell.row if self._cell.row != TOTAL else len(event.report.rows)) + 1)
            self._cell = None
        else:
            view.show(table, view.row or 1)
        self.query_one("#notes", Static).update(passage("  ".join(table.notes)))

    @on(TableRefused)
    def _refused(self, event: TableRefused) -> None:
        if event.asked != (self._columns, self._count):
            return
        self._report = None
        self.query_one(TableView).show(Table("", (Column("code"),), ()), 0)
        self.query_one("#notes", Static).update("")
        self._trouble(say("{message} {hint}", message=event.message, hint=event.hint))

    @on(Worker.StateChanged)
    def _worker_changed(self, event: Worker.StateChanged) -> None:
        if event.state is WorkerState.ERROR and event.worker.error is not None:
            self._trouble(say("the table could not be made: {fault}", fault=fault(event.worker.error)))

    def _trouble(self, said: Content) -> None:
        self.query_one("#status", StatusLine).show(said, is_trouble=True)

    @on(CellShown)
    def _shown(self, event: CellShown) -> None:
        """Say a cell in words."""
        if self._report is not None:
            self.query_one("#status", StatusLine).show(in_words(self._report, event.row - 1, event.column - 1), Content())

    @on(CellChosen)
    def action_segments_list(self) -> None:
        """List the passages that the cell counts."""
        report, view = self._report, self.query_one(TableView)
        if report is None or view.row == 0:
            return  # the first row says how many there are, coded or not
        row, column = view.row - 1, view.column - 1
        said = f"{[*report.rows, f'any {report.row_name}'][row]}, {[*report.columns, 'all'][column]}"
        at = (row if row < len(report.rows) else TOTAL, column if column < len(report.columns) else TOTAL)
        self.post_message(ShowSegments(CellAsked(self._columns, self._count, *at, said)))

    def action_variable_choose(self) -> None:
        """Choose the variable of the columns."""
        options = [say("{name}", name=name) for name in self._choices]
        self.app.push_screen(ChoiceSheet(say("columns"), options, self._choices.index(self._columns)), self._variable_chosen)

    def _variable_chosen(self, place: int | None) -> None:
        if place is not None:
            self._columns = self._choices[place]
            self._begin()

    def action_share_toggle(self) -> None:
        """Show shares of the column, or numbers again."""
        if self._report is None or not self._report.has_shares:
            self._trouble(say("there are no shares of {count}", count=self._count))
            return
        self._in_shares = not self._in_shares
        view = self.query_one(TableView)
        view.show(self._report.to_table(in_shares=self._in_shares), view.row)

    def action_count_change(self) -> None:
        """Count the next thing: respondents, sources, segments, characters."""
        self._count = COUNTS[(COUNTS.index(self._count) + 1) % len(COUNTS)]
        self._begin()


def in_words(report: CrosstabReport, row: int, column: int) -> Content:
    """Say one cell: what is counted, of how many."""
    counted = report.counted
    if row < 0 or (n := _n(report, row, column)) is None:
        return Content()
    base = counted.base[column] if column < len(counted.base) else counted.base_total
    of = say(" of {base} ({share:.0%})", base=base, share=n / base) if report.count == report.base_count and base else Content()
    names = {"code": [*report.rows, f"any {report.row_name}"][row], "column": [*report.columns, "all"][column]}
    return say("{code}, {column}: {n}", n=n, **names) + of + say(" {count}", count=report.count)


def _n(report: CrosstabReport, row: int, column: int) -> int | None:
    """Give what stands in a cell, behind the last row and column the totals; None where there is no number."""
    counted = report.counted
    cells = [(*cells, total) for cells, total in zip(counted.cells, counted.row_totals, strict=True)]
    return [*cells, (*counted.column_totals, counted.total)][row][column]
