"""The cross-tab: codes against a variable, counted in people unless something else is asked for; no testimony on it."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import Static

from coder.analysis.crosstab import TOTAL
from coder.errors import CoderError
from coder.reports.crosstab import COUNTS, CrosstabReport, crosstab
from coder.tui.commands import bindings
from coder.tui.desk import Desk
from coder.tui.messages import CellAsked, CellChosen, CellShown, PlaceLeft, SegmentsAsked, Settled, ShowCrosstab, ShowSegments
from coder.tui.page.bars import FINE, Blocks
from coder.tui.page.crossed import crossed
from coder.tui.say import passage, say
from coder.tui.screens.crosstab.words import BASE, in_words, notes, unit
from coder.tui.widgets.asking import AskingScreen
from coder.tui.widgets.choice import ChoiceSheet
from coder.tui.widgets.keyline import KeyLine
from coder.tui.widgets.statusline import StatusLine
from coder.tui.widgets.table import TableView

OWN_COLUMNS = ("kind", "coder", "source")


class CrosstabScreen(AskingScreen):
    """Counts codes by a variable."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("crosstab")
    PLACE = "crosstab"

    def __init__(self, desk: Desk, path: Path, cell: CellAsked | None = None, blocks: Blocks = FINE) -> None:
        """Count what `desk` can see in the study at `path`, and stand on a cell."""
        super().__init__(path)
        self._desk = desk
        self._blocks = blocks
        self._choices = [*(variable.name for variable in desk.store.variables()), *OWN_COLUMNS]
        self._columns = cell.columns if cell else self._choices[0]
        self._count = cell.count if cell else COUNTS[0]
        self._in_shares = cell.in_shares if cell else True
        self._by = cell.order if cell else None
        """The column by which the rows are put in order; None for the codebook's order."""
        self._cell = cell
        """Where to stand once it is counted."""
        self._report: CrosstabReport | None = None
        self._order: tuple[int, ...] = ()
        """The places that the rows shown have in the report."""

    def compose(self) -> ComposeResult:
        """Lay the screen out."""
        yield StatusLine(id="title", classes="-title")
        yield StatusLine(id="unit")
        yield TableView("cell")
        yield Static(id="notes", markup=False)
        yield StatusLine(id="status")
        yield KeyLine("crosstab")

    def on_mount(self) -> None:
        """Count."""
        self.query_one(TableView).focus()
        self.begin()

    @on(Settled)
    def begin(self) -> None:
        """Count."""
        title = say("Cross-tab   code × {columns}", columns=self._columns)
        who = say("{coder}   {status}", coder=self._desk.coder.name, status=self._desk.tickets.status)
        self.query_one("#title", StatusLine).show(title, who)
        columns, count = self._columns, self._count
        self.ask("table", lambda study: crosstab(study.store, columns=columns, count=count), self._made)

    def _made(self, report: CrosstabReport) -> None:
        self._report = report
        self._by = self._by if self._by is not None and self._by < len(report.columns) else None
        self._put_in_order()
        cell, self._cell = self._cell, None
        if cell is not None:
            self.query_one(TableView).column = (len(report.columns) if cell.column == TOTAL else cell.column) + 1
        self._show(None if cell is None else cell.row)

    def _put_in_order(self) -> None:
        if self._report is not None:
            self._order = tuple(range(len(self._report.rows))) if self._by is None else self._report.order(self._by)

    def _show(self, row: int | None = None) -> None:
        """Show the table, with the cursor on a row of the report, or where it is."""
        if self._report is None:
            return
        report, view = self._report.ordered(self._order), self.query_one(TableView)
        at = view.row or 1 if row is None else self._order.index(row) + 1 if row in self._order else len(report.rows) - row
        view.show(crossed(report, self._blocks) if self._in_shares else report.to_table(), at)
        by = "codebook" if self._by is None else [*report.columns, "all"][self._by]
        self.query_one("#unit", StatusLine).show(unit(report), say("order: {by}", by=by))
        self.query_one("#notes", Static).update(passage("\n".join(notes(report, in_shares=self._in_shares))))

    def refused(self, kind: str, error: CoderError) -> None:
        """Show no table where none could be made."""
        if kind == "table":
            self._report = None
            self.query_one(TableView).clear()
            self.query_one("#notes", Static).update("")
        super().refused(kind, error)

    @property
    def _at(self) -> tuple[int, int]:
        """Where the cursor stands in the report, on one of its places, on `TOTAL` or on `BASE`."""
        view = self.query_one(TableView)
        row, column, n_columns = view.row - 1, view.column - 1, len(self._report.columns) if self._report else 0
        place = self._order[row] if 0 <= row < len(self._order) else TOTAL if row >= 0 else BASE
        return place, column if column < n_columns else TOTAL

    @on(CellShown)
    def _shown(self) -> None:
        """Say a cell in words."""
        if self._report is not None:
            self.query_one("#status", StatusLine).show(in_words(self._report, *self._at), Content())

    @on(CellChosen)
    def action_segments_list(self) -> None:
        """List the passages that the cell counts."""
        report, (row, column) = self._report, self._at
        if report is None or row == BASE:
            return  # the first row says how many there are, coded or not
        said = f"{[*report.rows, f'any {report.row_name}'][row]}, {[*report.columns, 'all'][column]}"
        cell = CellAsked(self._columns, self._count, row, column, self._by, self._in_shares)
        self.post_message(PlaceLeft(ShowCrosstab(cell)))
        self.post_message(ShowSegments(SegmentsAsked(said, cell=cell)))

    def action_variable_choose(self) -> None:
        """Choose the variable of the columns."""
        options = [say("{name}", name=name) for name in self._choices]
        chosen = self._choices.index(self._columns) if self._columns in self._choices else 0
        self.app.push_screen(ChoiceSheet(say("columns"), options, chosen), self._variable_chosen)

    def _variable_chosen(self, place: int | None) -> None:
        if place is not None:
            self._columns, self._by = self._choices[place], None
            self.begin()

    def action_share_toggle(self) -> None:
        """Show shares beside the numbers, or numbers alone."""
        if self._report is None or not self._report.has_shares:
            self.trouble(say("there are no shares of {count}", count=self._count))
            return
        self._in_shares = not self._in_shares
        self._show()

    def action_order_change(self) -> None:
        """Put the rows in another order: by the column of the cursor, by all, as in the codebook."""
        row, column = self._at
        ways = [None, *dict.fromkeys((column, TOTAL))]
        self._by = ways[(ways.index(self._by) + 1) % len(ways)] if self._by in ways else None
        self._put_in_order()
        self._show(row)

    def action_count_change(self) -> None:
        """Count the next thing: respondents, sources, segments, characters."""
        self._count = COUNTS[(COUNTS.index(self._count) + 1) % len(COUNTS)]
        self.begin()

    def action_crosstab_export(self) -> None:
        """Write the table to a file, as the command does."""
        if self._report is not None:
            self.export(self._report.ordered(self._order).to_table(), "crosstab.xlsx")
