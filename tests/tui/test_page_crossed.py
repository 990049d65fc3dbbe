"""A cross-tab as a screen shows it."""

from __future__ import annotations

from coder.analysis.crosstab import Counted
from coder.model.display import cells
from coder.reports.crosstab import CrosstabReport
from coder.tui.page.crossed import LABEL, crossed, glance


def report(base: tuple[int, ...] = (8, 14)) -> CrosstabReport:
    counted = Counted(((8, 13), (0, 6)), base, sum(base), (21, 6), (8, 13), 21, ((0, 1),))
    return CrosstabReport(
        "respondents",
        "union",
        "code",
        "left",
        ("Lamp", "Phones"),
        ("before 2012", "2020 or later"),
        counted,
        "respondents",
        "",
        (),
    )


def test_a_cell_has_its_number_its_share_and_its_shade() -> None:
    base, lamp, phones, anything = crossed(report()).rows
    assert base == ("respondents in all", "  8        ", " 14        ", 22)
    assert lamp == ("Lamp", "  8  100% ▓", "(13)  93% ▓", 21)
    assert phones == ("Phones", "  0    0% ·", "  6   43% ▒", 6)
    assert anything == ("any code", "  8  100% ▓", " 13   93% ▓", 21)


def test_numbers_stand_under_each_other() -> None:
    rows = crossed(report()).rows
    assert {cells(str(cell)) for row in rows for cell in row[1:-1]} == {11}


def test_a_share_of_nobody_is_undefined() -> None:
    assert crossed(report((0, 14))).rows[1][1] == "  8     –  "


def test_a_glance_is_short() -> None:
    table = glance(report())
    assert [column.name for column in table.columns] == ["code", "before 2…", "2020 or …", "all"]
    assert all(cells(column.name) <= LABEL for column in table.columns)
    assert table.rows[1] == ("Lamp", "  8  ▓", "(13) ▓", 21)
