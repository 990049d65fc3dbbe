"""The second pane of a wide window: how far everybody is, and the codes by the first variable at a glance."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from coder.study.study import Study
from coder.tui.messages import CellAsked
from coder.tui.page.bars import Blocks
from coder.tui.page.crossed import glance
from coder.tui.say import say
from coder.tui.widgets.statusline import StatusLine
from coder.tui.widgets.table import TableView

if TYPE_CHECKING:  # what counts is imported when something is to be counted: in a wide window
    from coder.reports.crosstab import CrosstabReport


class GlancePane(Vertical):
    """Shows people and numbers; the table posts its messages under the name `glance`."""

    DEFAULT_CSS = """
    GlancePane {
        width: 68; border-left: solid $panel;
        #team { height: auto; padding: 0 1; margin-bottom: 1; }
        #crossing { text-style: bold; }
    }
    """

    def __init__(self, blocks: Blocks) -> None:
        """Draw shades with `blocks`."""
        super().__init__()
        self._blocks = blocks
        self.report: CrosstabReport | None = None

    def compose(self) -> ComposeResult:
        """Lay the pane out."""
        yield Static(id="team", markup=False)
        yield StatusLine(id="crossing")
        yield TableView("cell", name="glance", is_second=True)

    def say_people(self, lines: Content) -> None:
        """Say how far everybody is; nothing where that stands elsewhere."""
        team = self.query_one("#team", Static)
        team.display = bool(lines)
        team.update(lines)

    def show(self, report: CrosstabReport | None) -> None:
        """Show what was counted."""
        self.report = report
        if report is not None:
            line = say("CODE × {columns}   {count} with the code", columns=report.column_name.upper(), count=report.count)
            self.query_one("#crossing", StatusLine).show(line)
            self.query_one(TableView).show(glance(report, self._blocks), 1)

    def asked(self, row: int, column: int) -> CellAsked | None:
        """Name the cell of the cross-tab that stands in a row and column of the table; the first row is none."""
        from coder.analysis.crosstab import TOTAL  # noqa: PLC0415 - see above

        report = self.report
        if report is None or row == 0:
            return None
        at = (row - 1 if row <= len(report.rows) else TOTAL, column - 1 if column <= len(report.columns) else TOTAL)
        return CellAsked(report.column_name, report.count, *at)


def first_crosstab(study: Study) -> CrosstabReport | None:
    """Count codes by the first variable; None where there is none."""
    from coder.reports.crosstab import crosstab  # noqa: PLC0415 - see above

    variables = study.store.variables()
    return crosstab(study.store, columns=variables[0].name) if variables else None
