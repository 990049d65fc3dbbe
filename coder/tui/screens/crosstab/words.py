"""What is said around a cross-tab: what is counted, what the signs mean, what is left out, a cell in a sentence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from textual.content import Content

from coder.analysis.crosstab import Count
from coder.model.words import count
from coder.reports.crosstab import CrosstabReport
from coder.tui.say import say

_HOW: Mapping[Count, str] = {
    "respondents": "each respondent once",
    "sources": "each source once",
    "segments": "segments, overlapping ones united",
    "characters": "characters of text",
}
BASE = -2
"""The row of what each column has in all; what is counted comes behind it."""


def unit(report: CrosstabReport) -> Content:
    """Say what is counted, whose codings, of how many."""
    total = report.counted.base_total
    return say("counts {how}; codings {whose}; {total} in all", how=_HOW[report.count], whose=report.whose, total=total)


def notes(report: CrosstabReport, *, in_shares: bool) -> Iterator[str]:
    """Say what the signs in the table mean, and what it leaves out or counts differently."""
    if small := len(report.counted.small):
        yield f"( ) one or two people with the code, or without it: {count(small, 'cell')} not to publish"
    shades = ["░▒▓ share of the column."] if in_shares and report.has_shares else []
    if said := "  ".join([*shades, *report.remarks]):
        yield said


def in_words(report: CrosstabReport, row: int, column: int) -> Content:
    """Say one cell: what is counted, of how many; `TOTAL` stands for a whole row or column."""
    counted = report.counted
    cells = [(*cells, total) for cells, total in zip(counted.cells, counted.row_totals, strict=True)]
    if row == BASE or (n := [*cells, (*counted.column_totals, counted.total)][row][column]) is None:
        return Content()
    base = (*counted.base, counted.base_total)[column]
    of = say(" of {base} ({share:.0%})", base=base, share=n / base) if report.has_shares and base else Content()
    names = {"code": [*report.rows, f"any {report.row_name}"][row], "column": [*report.columns, "all"][column]}
    return say("{code}, {column}: {n}", n=n, **names) + of + say(" {count}", count=report.count)
