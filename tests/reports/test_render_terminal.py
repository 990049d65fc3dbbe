"""Tables on a terminal: what gives way when room is short, and how rows are said."""

from __future__ import annotations

import pytest

from coder.model.display import cells
from coder.reports.render.terminal import render_aligned, render_plain
from coder.reports.table import Cell, Column, Table

CODES = Table("", (Column("code"), Column("n", "number")), (("Phone inspection", 21), ("손전화 검열", 4)))


def test_korean_and_english_stand_in_the_same_columns() -> None:
    assert render_aligned(CODES) == (
        "code               n\n"
        "----------------  --\n"
        "Phone inspection  21\n"
        "손전화 검열        4\n"
    )  # fmt: skip


def test_the_widest_text_gives_way_first() -> None:
    table = Table("", (Column("code"), Column("memo")), (("Bribery", "she had to pay twice before the guard let them go"),))
    assert render_aligned(table, 40).split("\n")[2] == "Bribery  she had to pay twice before th…"


def test_a_number_stays_whole_however_many_columns_there_are() -> None:
    numbers = tuple(100_000 + n for n in range(12))
    table = Table("", (Column("code"), *(Column(f"{n}", "number") for n in numbers)), (("Neighbourhood watch", *numbers),))
    written = render_aligned(table, 30)
    assert max(map(cells, written.split("\n"))) <= 30
    assert all(written.count(str(number)) == 2 for number in numbers)
    assert written.count("Neighbourho") == 6


def test_a_mark_stays_beside_its_value() -> None:
    columns = (Column("code"), Column("north", "share"), Column("", "mark"), Column("south", "share"), Column("", "mark"))
    table = Table("", columns, (("Neighbourhood watch", 0.2, "░-", 0.9, "▓+"),))
    rows = [line for line in render_aligned(table, 22).split("\n") if "%" in line]
    assert [row.split()[-2:] for row in rows] == [["20%", "░-"], ["90%", "▓+"]]


@pytest.mark.parametrize("width", [-5, 0, 1, 19])
def test_a_terminal_is_not_believed_to_be_tiny(width: int) -> None:
    assert render_aligned(CODES, width) == render_aligned(CODES, 20)


def test_a_number_too_wide_for_any_terminal_is_cut_where_one_sees_it() -> None:
    table = Table("", (Column("code"), Column("n", "number")), (("Bribery", 10**40),))
    assert render_aligned(table, 20).split("\n")[2].endswith("…")


def test_an_empty_table_still_says_what_it_is() -> None:
    empty = Table("Segments", (Column("source"), Column("text")), (), ("Segments with “Bribery”; none of 40 interviews.",))
    assert render_aligned(empty) == "Segments\n\nsource  text\n------  ----\n\nSegments with “Bribery”; none of 40 interviews.\n"
    assert render_plain(empty) == "Segments\nSegments with “Bribery”; none of 40 interviews.\n"


@pytest.mark.parametrize(
    ("columns", "row", "said"),
    [
        ((Column("code"), Column("n", "number")), ("Bribery", 28), "code: Bribery, n: 28"),
        ((Column("code"), Column("alpha", "number")), ("Bribery", None), "code: Bribery, alpha: undefined"),
        ((Column("code"), Column("memo")), ("Bribery", None), "code: Bribery"),
        ((Column("n", "number"), Column("", "mark")), (3, "▓+"), "n: 3 +"),
        ((Column("n", "number"), Column("", "mark")), (3, "░·"), "n: 3"),
        ((Column("n", "number"), Column("residual", "mark")), (3, "+"), "n: 3, residual: +"),
        ((Column("", "mark"), Column("code")), ("*", "Bribery"), "*, code: Bribery"),
        ((Column("text"),), ("one\n\ttwo",), "text: one  two"),
    ],
)
def test_plain_says_facts(columns: tuple[Column, ...], row: tuple[Cell, ...], said: str) -> None:
    assert render_plain(Table("", columns, (row,))) == said + "\n"
