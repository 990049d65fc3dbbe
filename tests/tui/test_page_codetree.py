"""The codebook as rows: folding, filtering, counts of families, and a row as a line that never runs over."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coder.model.codebook import Code, Codebook
from coder.model.display import cells
from coder.tui.page.codetree import BAR, Row, counted, entries_of_all, found_by, line, rows_of

BOOK = Codebook(
    (
        Code("Phones", uid="p", codable=False),
        Code("Inspection", "p", "i", names=(("ko", "검열"),)),
        Code("Calls", "p", "c", status="retired"),
        Code("Homes", uid="h", codable=False),
        Code("Rooms", "h", "r", codable=False),
        Code("Search", "r", "s", status="proposed"),
    )
)
COUNTS = {"i": 6, "c": 3, "s": 1}
ALL = frozenset("pihcrs")


def test_a_group_counts_what_stands_under_it() -> None:
    assert dict(counted(BOOK, COUNTS)) == {"p": 9, "i": 6, "c": 3, "h": 1, "r": 1, "s": 1}


def test_a_folded_group_hides_all_under_it_and_says_so() -> None:
    rows = rows_of(BOOK, COUNTS, opened={"h"})
    assert [(row.uid, row.depth, row.fold, row.number) for row in rows] == [("p", 0, "+", 9), ("h", 0, "-", 1), ("r", 1, "+", 1)]
    assert [row.uid for row in rows_of(BOOK, COUNTS, opened={"r"})] == ["p", "h"]


def test_proposed_and_retired_codes_bear_a_sign() -> None:
    assert [row.name for row in rows_of(BOOK, COUNTS, ALL)] == ["Phones", "Inspection", "× Calls", "Homes", "Rooms", "? Search"]


def test_a_bar_is_a_share_of_the_most_used_code_beside() -> None:
    assert [row.share for row in rows_of(BOOK, COUNTS, ALL)] == [None, 1.0, 0.5, None, None, 1.0]
    assert [row.share for row in rows_of(BOOK, {}, ALL)] == [None, 0.0, 0.0, None, None, 0.0]


def test_a_filter_keeps_what_fits_with_what_stands_above_it_and_opens_it() -> None:
    best, kept = found_by("검", BOOK, entries_of_all(BOOK))
    assert (best, kept) == (["i"], {"i", "p"})
    assert [row.uid for row in rows_of(BOOK, COUNTS, (), kept)] == ["p", "i"]


def test_what_is_merely_alike_is_found_only_where_nothing_fits() -> None:
    entries = entries_of_all(BOOK)
    assert found_by("sear", BOOK, entries)[0] == ["s"]
    assert found_by("inpsection", BOOK, entries)[0] == ["i"]
    assert found_by("zzz", BOOK, entries) == ([], set())


@pytest.mark.parametrize(
    ("row", "text", "bar"),
    [
        (Row("i", 1, "Inspection", " ", 6, 1.0), "    Inspection                   6 ", "██████"),
        (Row("c", 0, "Calls", " ", 0, 0.0), "  Calls                          0 ", "······"),
        (Row("c", 0, "Calls", " ", 1, 0.01), "  Calls                          1 ", "█·····"),
        (Row("p", 0, "Phones", "+", 9), "+ Phones                         9 ", ""),
        (Row("", 0, "(top level)"), "  (top level)                             ", ""),
    ],
)
def test_a_row_is_written_with_its_number_and_its_bar(row: Row, text: str, bar: str) -> None:
    assert line(row, 42 - 1)[0].rstrip() == text.rstrip()
    assert line(row, 41)[1] == bar


@given(st.text(max_size=80), st.integers(0, 9), st.integers(24, 80), st.integers(0, 99_999))
def test_a_row_never_runs_over_its_width(name: str, depth: int, width: int, number: int) -> None:
    row = Row("u", depth, name, "-", number, 0.5)
    for each in (row, replace(row, number=None), replace(row, share=None)):
        text, bar = line(each, width)
        assert cells(text) + cells(bar) <= width
        assert len(bar) in (0, BAR)
