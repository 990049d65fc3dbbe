"""CSV and TSV: nothing that a spreadsheet would run."""

from __future__ import annotations

import pytest

from coder.reports.render.delimited import render_csv, render_tsv
from coder.reports.table import Cell, Column, Table


def one(cell: Cell) -> Table:
    """Make a table of one cell."""
    return Table("", (Column("c"),), ((cell,),))


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("=1+1", "'=1+1"),
        ("+82", "'+82"),
        ("-2", "'-2"),
        ("@sum", "'@sum"),
        ("\t=1", "'\t=1"),
        ("\n=1", "'\n=1"),
        ("＝1", "'＝1"),
        ("＋1", "'＋1"),
        ("－1", "'－1"),
        ("＠1", "'＠1"),
        ("\r=1", "␍=1"),
        ("\0=1", "␀=1"),
        ("a=1", "a=1"),
        ("–", "–"),
        ('"quoted"', '""quoted""'),
        ("손전화", "손전화"),
    ],
)
def test_a_text_that_begins_like_a_formula_gets_an_apostrophe(cell: str, written: str) -> None:
    assert render_csv(one(cell)) == f'"c"\r\n"{written}"\r\n'


@pytest.mark.parametrize(
    ("cell", "written"), [(-2, "-2"), (-0.25, "-0.25"), (0.1, "0.1"), (3 / 7, "0.42857142857142855"), (None, '""')]
)
def test_a_number_is_written_as_a_number(cell: Cell, written: str) -> None:
    assert render_csv(one(cell)) == f'"c"\r\n{written}\r\n'


@pytest.mark.parametrize("cell", ["=1+1", "\x1b]0;title\x07", "\u202eabc"])
def test_raw_leaves_texts_alone(cell: str) -> None:
    assert render_csv(one(cell), raw=True) == f'"c"\r\n"{cell}"\r\n'
    assert render_tsv(one(cell), raw=True) == f"c\n{cell}\n"


def test_a_name_of_a_column_is_guarded_as_well() -> None:
    table = Table("", (Column("=cmd"), Column("=cmd")), ())
    assert render_csv(table) == '"\'=cmd","\'=cmd (2)"\r\n'
    assert render_tsv(table) == "'=cmd\t'=cmd (2)\n"


@pytest.mark.parametrize(
    ("cell", "written"), [("a\tb", "a b"), ("a\nb", "a b"), ("=1", "'=1"), (-2, "-2"), (None, ""), (0.1, "0.1")]
)
def test_a_field_of_tsv_stays_one_field(cell: Cell, written: str) -> None:
    assert render_tsv(one(cell)) == f"c\n{written}\n"


def test_a_windows_line_end_is_one_blank_in_raw_tsv() -> None:
    assert render_tsv(one("a\r\nb\rc"), raw=True) == "c\na b c\n"
