"""Tables: values, and how a person reads them."""

from __future__ import annotations

import math
from typing import cast

import pytest

from coder.reports.table import Cell, Column, ColumnKind, Table


@pytest.mark.parametrize(
    ("kind", "digits", "cell", "written"),
    [
        ("number", None, 12, "12"),
        ("number", None, 0.8149, "0.81"),
        ("number", 3, 0.8149, "0.815"),
        ("number", 0, 6.8, "7"),
        ("number", None, -0.001, "0.00"),
        ("number", None, None, "–"),
        ("number", None, "(2)", "(2)"),
        ("share", None, 3 / 7, "43%"),
        ("share", 1, 3 / 7, "42.9%"),
        ("share", None, 1, "100%"),
        ("share", None, -0.0001, "0%"),
        ("share", None, None, "–"),
        ("text", None, "손전화 검열", "손전화 검열"),
        ("text", None, 7, "7"),
        ("text", None, None, ""),
        ("mark", None, "▓+", "▓+"),
        ("mark", None, None, ""),
    ],
)
def test_a_value_is_written_as_people_read_it(kind: ColumnKind, digits: int | None, cell: Cell, written: str) -> None:
    assert Column("c", kind, digits).written(cell) == written


@pytest.mark.parametrize(
    ("names", "keys"),
    [
        (["code", "n"], ("code", "n")),
        (["all", "all", "all"], ("all", "all (2)", "all (3)")),
        (["all (2)", "all", "all"], ("all (2)", "all", "all (3)")),
        (["", ""], ("text", "text (2)")),
    ],
)
def test_each_column_has_a_key_of_its_own(names: list[str], keys: tuple[str, ...]) -> None:
    assert Table("", tuple(Column(name) for name in names), ()).keys == keys


@pytest.mark.parametrize("undefined", [math.nan, math.inf, -math.inf])
def test_a_number_that_is_not_finite_is_refused(undefined: float) -> None:
    with pytest.raises(ValueError, match="'alpha'"):
        Table("", (Column("alpha", "number"),), ((undefined,),))


def test_a_truth_value_is_no_cell() -> None:
    with pytest.raises(TypeError, match="bool is no kind of cell"):
        Table("", (Column("blind"),), ((True,),))


def test_a_row_has_a_cell_for_each_column() -> None:
    with pytest.raises(ValueError, match="1 cells for 2 columns"):
        Table("", (Column("code"), Column("n", "number")), (("Bribery",),))


def test_a_table_has_a_column() -> None:
    with pytest.raises(ValueError, match="needs a column"):
        Table("", (), ())


def test_a_refused_value_is_not_quoted() -> None:
    with pytest.raises(TypeError) as refusal:
        Table("", (Column("text"),), ((cast("str", b"what she said"),),))
    assert "she said" not in str(refusal.value)
