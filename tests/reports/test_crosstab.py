"""Cross-tabs of a study: the golden counts, the shape of the JSON, the words around the table."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_study import FIXTURE, REGION, OpenedStudy, SmallStore, book, of_regions

from coder.analysis.crosstab import TOTAL, Counted
from coder.errors import CoderError, UnknownName
from coder.model.respondent import Respondent, Variable
from coder.reports.crosstab import CrosstabReport, crosstab
from coder.reports.selection import EVERYTHING, Selection

A = Selection(coders=("A",))


@pytest.mark.parametrize(
    ("count", "selection", "cells"),
    [
        ("respondents", Selection(), [[2, 1, 0], [2, 1, 0], [0, 1, 1]]),
        ("respondents", A, [[2, 1, 0], [2, 1, 0], [0, 1, 1]]),
        ("sources", Selection(), [[2, 1, 0], [2, 1, 0], [0, 1, 1]]),
        ("segments", A, [[2, 1, 0], [2, 1, 0], [0, 1, 1]]),
        ("segments", Selection(), [[2, 1, 0], [3, 1, 0], [0, 1, 1]]),
        ("characters", A, [[30, 30, 0], [20, 10, 0], [0, 10, 10]]),
        ("characters", Selection(), [[30, 30, 0], [30, 10, 0], [0, 10, 10]]),
    ],
)
def test_the_fixture_gives_the_golden_counts(count: str, selection: Selection, cells: list[list[int]]) -> None:
    found = crosstab(FIXTURE, columns="region", count=count, selection=selection).as_json()
    assert (found["cells"], found["base"]) == (cells, [2, 1, 1])
    assert found["view"] == ("A" if selection.coders else "union")


def test_the_json_has_the_promised_shape() -> None:
    assert crosstab(OpenedStudy(FIXTURE), columns="region").as_json() == {
        "count": "respondents",
        "view": "union",
        "rows": ["money", "phone", "border"],
        "columns": ["North", "South", "missing"],
        "cells": [[2, 1, 0], [2, 1, 0], [0, 1, 1]],
        "base": [2, 1, 1],
        "base_count": "respondents",
        "row_totals": [3, 3, 2],
        "column_totals": [2, 1, 1],
        "total": 4,
        "filter": None,
        "hidden": [[row, column] for row in range(3) for column in range(3)],
        "statistics": None,
    }


def test_a_filter_changes_the_table_and_is_named() -> None:
    found = crosstab(FIXTURE, columns="region", selection=Selection(sources=("S1",))).as_json()
    assert (found["cells"], found["base"], found["columns"]) == ([[1, 0], [1, 0], [0, 0]], [1, 0], ["North", "South"])
    assert found["filter"] == "source S1"


@pytest.mark.parametrize(
    ("rows", "columns", "cells", "base"),
    [
        ("code", "source", [[1, 1, 1, 0], [1, 1, 1, 0], [0, 0, 1, 1]], [1, 1, 1, 1]),
        ("code", "coder", [[3, 0], [3, 1], [2, 0]], [4, 1]),
        ("code", "round", [[3], [3], [2]], [4]),
        ("code", "kind", [[3], [3], [2]], [4]),
        ("region", "code", [[2, 2, 0], [1, 1, 1], [0, 0, 1]], [4, 4, 4]),
        ("Kind", "region", [[2, 1, 1]], [2, 1, 1]),
        ("coder", "attribute:region", [[2, 1, 1], [1, 0, 0]], [2, 1, 1]),
    ],
)
def test_every_axis_can_stand_on_either_side(rows: str, columns: str, cells: list[list[int]], base: list[int]) -> None:
    found = crosstab(FIXTURE, rows, columns=columns).as_json()
    assert (found["cells"], found["base"]) == (cells, base)


@pytest.mark.parametrize(
    ("rows", "columns", "words"),
    [
        ("code", "Code", "two different"),
        ("region", "region", "two different"),
        ("code", "speaker", "kind, coder, round, region"),
        ("code", "regoin", "Did you mean “region”?"),
    ],
)
def test_axes_that_make_no_table_are_refused_with_a_way_out(rows: str, columns: str, words: str) -> None:
    with pytest.raises(CoderError) as refused:
        crosstab(FIXTURE, rows, columns=columns)
    assert words in refused.value.hint


def test_an_unknown_count_is_refused_with_the_nearest() -> None:
    with pytest.raises(UnknownName) as refused:
        crosstab(FIXTURE, columns="region", count="respondent")
    assert refused.value.hint == "Did you mean “respondents”?"


def test_without_respondents_sources_are_counted() -> None:
    store = replace(FIXTURE, people=(), asked=(replace(REGION, of="source"),), values_of_sources={"S1": {"region": "North"}})
    found = crosstab(store, columns="region")
    assert (found.count, found.base_count, found.counted.base) == ("sources", "sources", (1, 0, 3))
    assert crosstab(store, columns="region", count="segments").base_count == "sources"


def test_a_source_without_a_respondent_counts_as_itself_but_has_no_region() -> None:
    store = replace(FIXTURE, people=FIXTURE.people[:3], kinds={"S4": "media"})
    by_kind, by_region = crosstab(store, columns="kind"), crosstab(store, columns="region")
    assert by_kind.as_json()["cells"] == [[3, 0], [3, 0], [1, 1]]
    assert by_region.as_json()["columns"] == ["North", "South"]
    assert any("1 sources without a respondent count as themselves" in note for note in by_kind.to_table().notes)
    assert any("1 sources are not in the table: they have no respondent" in note for note in by_region.to_table().notes)


def test_a_respondent_with_two_interviews_counts_once() -> None:
    one = Respondent("R1", "R1", ("S1", "S2"), {"region": "North"})
    found = crosstab(replace(FIXTURE, people=(one, *FIXTURE.people[2:])), columns="region")
    assert (found.counted.cells[0], found.counted.base) == ((1, 1, 0), (1, 1, 1))


def test_declared_categories_stay_and_undeclared_values_come_by_size() -> None:
    year = Variable("year", "source", "number")
    values = {"S1": {"year": "2015"}, "S2": {"year": "998"}, "S3": {"year": "2015"}}
    store = replace(FIXTURE, asked=(*FIXTURE.asked, year), values_of_sources=values)
    assert crosstab(store, columns="year").columns == ("998", "2015", "missing")
    only_south = Selection(where=("region=South",))
    assert crosstab(store, columns="region", selection=only_south).columns == ("North", "South")


def test_a_parent_counts_its_sub_codes_unless_exact_and_equal_names_are_told_apart() -> None:
    tree = book("Cameras", "Cameras > Schools", "Phones", "Phones > Schools", families=("Phones",))
    said = (("S1", "A", "Cameras > Schools", 0, 5), ("S2", "A", "Phones > Schools", 0, 5))
    store = SmallStore(
        said, {"S1": "x" * 9, "S2": "x" * 9}, book=tree, people=of_regions(S1="R1 North", S2="R2 North"), asked=(REGION,)
    )
    found = crosstab(store, columns="region")
    assert found.rows == ("Cameras", "Cameras > Schools", "Phones > Schools")
    assert [row[0] for row in found.counted.cells] == [1, 1, 1]
    assert crosstab(store, columns="region", selection=Selection(exact=True)).counted.cells[0] == (0, 0)
    family = crosstab(store, columns="region", selection=Selection(codes=("Phones",)))
    assert (family.rows, family.counted.cells[0]) == (("Phones", "Phones > Schools"), (1, 0))


def test_the_table_shows_base_marks_and_totals() -> None:
    table = crosstab(FIXTURE, columns="region").to_table()
    assert table.title == "code × region: respondents"
    assert [column.name for column in table.columns] == ["code", "North", "South", "missing", "all"]
    assert table.rows[1] == ("money", 2, 1, 0, 3)
    assert table.written == (
        ("respondents in all", "2", "1", "1", "4"),
        ("money", "(2)", "(1)", "(0)", "3"),
        ("phone", "(2)", "(1)", "(0)", "3"),
        ("border", "(0)", "(1)", "(1)", "2"),
        ("any code", "2", "1", "1", "4"),
    )


def test_notes_say_unit_view_n_and_filter() -> None:
    notes = " ".join(crosstab(FIXTURE, columns="region", count="segments", selection=A).to_table().notes)
    for words in (
        "Counts segments",
        "Codings: of A",
        "4 respondents in all",
        "9 cells with one or two people",
        "Filter: coder A",
    ):
        assert words in notes


def test_a_table_without_small_cells_has_no_note_on_them() -> None:
    table = crosstab(FIXTURE, columns="kind", selection=Selection(codes=("money",))).to_table()
    assert (table.rows[1], any("( )" in note for note in table.notes)) == (("money", 3, 3), False)


def test_sources_that_the_chosen_coders_have_not_looked_at_are_said() -> None:
    def notes(store: SmallStore, selection: Selection = EVERYTHING) -> str:
        return " ".join(crosstab(store, columns="region", selection=selection).to_table().notes)

    assert "are not" not in notes(FIXTURE)
    assert "3 of 4 sources are not coded in by these coders" in notes(FIXTURE, Selection(coders=("B",)))
    some = replace(FIXTURE, marks=frozenset({("main", "S1", "A")}))
    assert "3 of 4 sources are not finished by these coders" in notes(some)
    assert "4 of 4 sources are not finished by these coders" in notes(some, Selection(coders=("B",)))


def test_a_round_counts_its_own_codings() -> None:
    store = replace(FIXTURE, round_names=("main", "calibration"), rounds_of={0: "calibration", 4: "calibration"})
    assert crosstab(store, columns="round").as_json()["cells"] == [[2, 2], [3, 0], [2, 0]]
    found = crosstab(store, columns="region", selection=Selection(round="calibration"))
    assert found.as_json()["cells"] == [[2, 0, 0], [0, 0, 0], [0, 0, 0]]


def test_coders_and_rounds_without_codings_get_no_column() -> None:
    store = replace(FIXTURE, coder_names=("A", "B", "oak"), round_names=("main", "next"), marks=frozenset({("main", "S2", "B")}))
    found = crosstab(store, columns="coder")
    assert (found.columns, found.counted.base) == (("A", "B"), (4, 2))
    assert crosstab(store, columns="round").columns == ("main",)
    only = Selection(sources=("S3",))
    assert crosstab(store, columns="coder", selection=only).columns == ("A",)


def test_a_cross_tab_loads_no_array_library() -> None:
    program = """
import sys
import coder.reports.crosstab
print([name for name in ("numpy", "scipy", "rapidfuzz", "sqlite_utils") if name in sys.modules])
"""
    assert subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout == "[]\n"


def test_shares_are_of_what_a_column_has_in_all_and_the_base_stays_a_number() -> None:
    table = crosstab(FIXTURE, columns="region").to_table(in_shares=True)
    assert table.written[0][1:] == ("2", "1", "1", "4")
    assert table.written[1][:3] == ("money", "(100%)", "(100%)")
    assert {column.kind for column in table.columns[1:]} == {"share"}
    numbers = crosstab(FIXTURE, columns="region").to_table()
    assert table.bracketed == numbers.bracketed


def test_a_share_of_nobody_is_undefined() -> None:
    empty = replace(FIXTURE, asked=(replace(REGION, values=("North", "South", "West")),))
    table = crosstab(empty, columns="region").to_table(in_shares=True)
    place = [column.name for column in table.columns].index("West")
    assert [row[place] for row in table.rows] == ["0", None, None, None, None]


@pytest.mark.parametrize("count", ["segments", "characters"])
def test_there_are_no_shares_of_what_has_no_base(count: str) -> None:
    report = crosstab(FIXTURE, columns="region", count=count)
    assert not report.has_shares
    assert report.to_table(in_shares=True) == report.to_table()


@given(st.lists(st.lists(st.integers(0, 9), min_size=3, max_size=3), min_size=1, max_size=8), st.integers(-1, 2))
def test_rows_in_another_order_are_the_same_rows(cells: list[list[int]], column: int) -> None:
    totals = tuple(map(sum, cells))
    small = tuple((row, 0) for row, found in enumerate(cells) if found[0] in (1, 2))
    counted = Counted(tuple(map(tuple, cells)), (9, 9, 9), 27, totals, (9, 9, 9), 27, small)
    names = tuple(f"code {number}" for number in range(len(cells)))
    report = CrosstabReport("sources", "union", "code", "kind", names, ("a", "b", "c"), counted, "sources", "", ())
    order = report.order(column)
    moved = report.ordered(order)
    by_name = dict(zip(moved.rows, zip(moved.counted.cells, moved.counted.row_totals, strict=True), strict=True))
    assert by_name == dict(zip(names, zip(counted.cells, totals, strict=True), strict=True))
    assert {(moved.rows[row], at) for row, at in moved.counted.small} == {(names[row], at) for row, at in small}
    values = [sum(row) if column == TOTAL else row[column] for row in moved.counted.cells]
    assert values == sorted(values, reverse=True)
    assert moved.ordered(moved.order(column)) == moved, "equal rows stay as they are"


def test_a_column_is_found_by_its_label_and_all_is_the_total() -> None:
    found = crosstab(FIXTURE, columns="region")
    assert [found.column_named(name) for name in ("south", "all")] == [1, TOTAL]
    with pytest.raises(UnknownName, match="There is no column"):
        found.column_named("west of here")
