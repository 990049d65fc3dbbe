"""The passages behind a number: as many as the table counts, of the same people, with the words as they stand."""

from __future__ import annotations

from itertools import product

import pytest
from small_study import FIXTURE, SmallStore, book, of_regions

from coder.analysis.crosstab import TOTAL
from coder.errors import CoderError, UnknownName
from coder.model.source import Turn
from coder.reports.crosstab import crosstab
from coder.reports.segments import BEFORE, cell_segments, code_segments, containing, segments_json, segments_table
from coder.reports.selection import EVERYTHING, Selection

A = Selection(coders=("A",))


@pytest.mark.parametrize("columns", ["region", "coder", "kind", "source", "round"])
@pytest.mark.parametrize("selection", [EVERYTHING, A])
def test_every_cell_lists_what_it_counts(columns: str, selection: Selection) -> None:
    segments = crosstab(FIXTURE, columns=columns, count="segments", selection=selection)
    people = crosstab(FIXTURE, columns=columns, selection=selection)
    for row, column in product(range(len(segments.rows)), range(len(segments.columns))):
        found = cell_segments(FIXTURE, "code", columns, (row, column), selection)
        assert len(found) == segments.counted.cells[row][column]
        assert len({one.source.respondent for one in found}) == people.counted.cells[row][column]


def test_totals_list_each_passage_once() -> None:
    people = crosstab(FIXTURE, columns="region").counted
    for row in range(3):
        found = cell_segments(FIXTURE, "code", "region", (row, TOTAL))
        assert len({one.source.respondent for one in found}) == people.row_totals[row]
    everything = cell_segments(FIXTURE, "code", "region", (TOTAL, TOTAL))
    assert len({one.source.respondent for one in everything}) == people.total
    assert [(one.source.name, one.start, one.end) for one in everything] == [
        ("S1", 0, 20), ("S1", 60, 70), ("S2", 0, 20), ("S3", 0, 30), ("S3", 40, 50), ("S4", 0, 10),
    ]  # fmt: skip


def test_a_segment_names_its_turn_its_codes_and_everybody_who_made_it() -> None:
    first, second, *_ = cell_segments(FIXTURE, "code", "region", (TOTAL, TOTAL))
    assert (first.turn, first.codes, first.coders) == (1, ("money", "phone"), ("A", "B"))
    assert (second.turn, second.codes, second.coders) == (2, ("phone",), ("A",))


def test_words_stand_with_what_was_said_behind_them() -> None:
    text = "R1: They came. We paid.\nThey left."
    store = SmallStore(
        said=(("S1", "A", "money", 15, 23),),
        texts={"S1": text},
        found_turns={"S1": (Turn(0, 4, len(text), "S1"),)},
        book=book("money"),
        people=of_regions(S1="R1 North"),
    )
    (found,) = cell_segments(store, "code", "source", (0, 0))
    assert (found.before, found.words, found.after) == ("They came. ", "We paid.", "\nThey left.")
    assert segments_table((found,)).rows == (("S1", 1, "S1", 15, 23, "money", "A", "We paid."),)


def test_a_code_is_listed_with_its_sub_codes_as_it_is_counted() -> None:
    store = SmallStore(
        said=(("S1", "A", "phones > calls", 0, 5), ("S1", "A", "phones", 20, 25)),
        texts={"S1": "x" * 50},
        book=book("phones", "phones > calls"),
        people=of_regions(S1="R1 North"),
    )
    assert len(cell_segments(store, "code", "source", (0, 0))) == 2
    assert len(cell_segments(store, "code", "source", (1, 0))) == 1


@pytest.mark.parametrize(("columns", "error"), [("code", CoderError), ("nothing", UnknownName)])
def test_what_makes_no_table_has_no_cells(columns: str, error: type[CoderError]) -> None:
    with pytest.raises(error):
        cell_segments(FIXTURE, "code", columns, (0, 0))


def test_all_passages_of_a_code_are_listed_with_its_sub_codes_or_alone() -> None:
    store = SmallStore(
        said=(("S1", "A", "phones > calls", 0, 5), ("S1", "B", "phones", 20, 25), ("S1", "B", "border", 22, 30)),
        texts={"S1": "x" * 50},
        book=book("phones", "phones > calls", "border"),
        people=of_regions(S1="R1 North"),
    )
    found = code_segments(store, Selection(codes=("phones",)))
    assert [(one.start, one.codes, one.coders) for one in found] == [(0, ("calls",), ("A",)), (20, ("phones",), ("B",))]
    assert [one.others for one in found] == [(), ("border",)]
    assert [one.start for one in code_segments(store, Selection(codes=("phones",), exact=True))] == [20]
    assert code_segments(store, Selection(codes=("phones > calls",), coders=("B",))) == ()


def test_touching_codings_lie_beside_a_passage_and_not_on_it() -> None:
    store = SmallStore(
        said=(("S1", "A", "money", 10, 20), ("S1", "A", "phone", 20, 30)), texts={"S1": "x" * 50}, book=book("money", "phone")
    )
    (found,) = code_segments(store, Selection(codes=("money",)))
    assert found.others == ()


@pytest.mark.parametrize("text", ["one two three four five six seven eight", "o" * 40])
def test_a_little_stands_before_a_passage_from_the_beginning_of_a_word(text: str) -> None:
    store = SmallStore(said=(("S1", "A", "money", 34, 39),), texts={"S1": text}, book=book("money"))
    (found,) = code_segments(store, Selection())
    assert found.before.startswith("…")
    assert len(found.before) <= BEFORE + 1
    assert text[:34].endswith(found.before[1:])
    assert " " not in found.before or f" {found.before[1:]}" in text


def test_words_are_looked_for_in_the_coded_words_alone_and_in_any_case() -> None:
    store = SmallStore(
        said=(("S1", "A", "money", 0, 8), ("S1", "A", "money", 20, 28)),
        texts={"S1": "We PAID.  They asked We ran. "},
        book=book("money"),
    )
    found = code_segments(store, EVERYTHING)
    assert [one.start for one in containing(found, "paid")] == [0]
    assert containing(found, "asked") == ()
    assert containing(found, "") == found


def test_the_json_of_segments_is_what_scripts_rely_on() -> None:
    first, *_ = segments_json(code_segments(FIXTURE, EVERYTHING))
    assert first.keys() >= {"source", "start", "end", "text", "speaker", "codes", "coders"}
    assert (first["codes"], first["coders"], first["turn"]) == (["money", "phone"], ["A", "B"], 1)
