"""Cross-tabs from spans: the counts of a small study worked out by hand, and a slow twin for any other.

The study: 100 characters each. S1 of R1, North: A money [0,10), A money [5,20), A phone [60,70), B phone [0,10). S2 of R2, North:
A money [0,10), A phone [10,20). S3 of R3, South: A money [0,30), A phone [10,20), A border [40,50). S4 of R4, no region: A border
[0,10).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coder.analysis.crosstab import Axis, Count, Question, Row, tabulate

A, B, MONEY, PHONE, BORDER = 1, 2, 11, 12, 13
EVERY = {1, 2, 3, 4}
SPANS: list[Row] = [
    (1, MONEY, A, 1, 0, 10), (1, MONEY, A, 1, 5, 20), (1, PHONE, A, 1, 60, 70), (1, PHONE, B, 1, 0, 10),
    (2, MONEY, A, 1, 0, 10), (2, PHONE, A, 1, 10, 20),
    (3, MONEY, A, 1, 0, 30), (3, PHONE, A, 1, 10, 20), (3, BORDER, A, 1, 40, 50),
    (4, BORDER, A, 1, 0, 10),
]  # fmt: skip
CODES = Axis(("money", "phone", "border"), "code", {MONEY: (0,), PHONE: (1,), BORDER: (2,)}, [EVERY] * 3)
REGIONS = Axis(
    ("North", "South", "missing"), "source", {1: (0,), 2: (0,), 3: (1,), 4: (2,)}, [{1, 2}, {3}, {4}], is_variable=True
)
CODERS = Axis(("A", "B"), "coder", {A: (0,), B: (1,)}, [EVERY, {1}])
ROUNDS = Axis(("main",), "round", {1: (0,)}, [EVERY])
SELF = {source: source for source in EVERY}


def ask(rows: Axis = CODES, columns: Axis = REGIONS, things: Mapping[int, int] = SELF, **more: Any) -> Question:
    return Question(rows, columns, things, people=things, **more)


def only_a(question: Question) -> Question:
    return Question(question.rows, question.columns, question.things, question.people, coders={A}, is_own=True)


@pytest.mark.parametrize(
    ("question", "count", "expected"),
    [
        pytest.param(ask(), "respondents", ((2, 1, 0), (2, 1, 0), (0, 1, 1)), id="respondents, any coder"),
        pytest.param(only_a(ask()), "respondents", ((2, 1, 0), (2, 1, 0), (0, 1, 1)), id="respondents, A"),
        pytest.param(ask(), "sources", ((2, 1, 0), (2, 1, 0), (0, 1, 1)), id="sources"),
        pytest.param(only_a(ask()), "segments", ((2, 1, 0), (2, 1, 0), (0, 1, 1)), id="segments, A"),
        pytest.param(ask(), "segments", ((2, 1, 0), (3, 1, 0), (0, 1, 1)), id="segments, any coder"),
        pytest.param(only_a(ask()), "characters", ((30, 30, 0), (20, 10, 0), (0, 10, 10)), id="characters, A"),
        pytest.param(ask(), "characters", ((30, 30, 0), (30, 10, 0), (0, 10, 10)), id="characters, any coder"),
    ],
)
def test_the_small_study_gives_the_counts_made_by_hand(
    question: Question, count: Count, expected: tuple[tuple[int, ...], ...]
) -> None:
    found = tabulate(question, SPANS, count)
    assert (found.cells, found.base, found.base_total) == (expected, (2, 1, 1), 4)


def test_totals_count_each_respondent_once_and_are_no_sums() -> None:
    found = tabulate(ask(), SPANS, "respondents")
    assert (found.row_totals, found.column_totals, found.total) == ((3, 3, 2), (2, 1, 1), 4)


@pytest.mark.parametrize(("count", "row_totals"), [("segments", (3, 4, 2)), ("characters", (60, 40, 20))])
def test_segments_and_characters_have_no_total_over_codes(count: Count, row_totals: tuple[int, ...]) -> None:
    found = tabulate(ask(), SPANS, count)
    assert (found.row_totals, found.column_totals, found.total) == (row_totals, (None, None, None), None)
    turned = tabulate(ask(REGIONS, CODES), SPANS, count)
    assert (turned.row_totals, turned.column_totals, turned.total) == ((None, None, None), row_totals, None)


def test_a_respondent_with_two_interviews_is_one() -> None:
    found = tabulate(ask(things={1: 1, 2: 1, 3: 3, 4: 4}), SPANS, "respondents")
    assert (found.cells[0], found.base, found.row_totals[0]) == ((1, 1, 0), (1, 1, 1), 2)


def test_a_parent_is_the_union_of_its_codes() -> None:
    family = Axis(("goods", "phone"), "code", {MONEY: (0,), PHONE: (1, 0)}, [EVERY] * 2)
    assert tabulate(ask(family), SPANS, "characters").cells[0] == (50, 30, 0)
    assert tabulate(ask(family), SPANS, "segments").cells[0] == (3, 1, 0)


def test_coders_are_counted_with_their_own_codings_and_once_in_the_total() -> None:
    found = tabulate(ask(columns=CODERS), SPANS, "characters")
    assert (found.cells[1], found.row_totals[1], found.base) == ((30, 10), 40, (4, 1))
    both = [(1, PHONE, A, 1, 0, 10), (1, PHONE, B, 1, 5, 12), (1, PHONE, B, 1, 12, 15)]
    assert tabulate(ask(columns=CODERS), both, "segments").cells[1] == (1, 1)
    assert tabulate(ask(columns=CODERS), both, "segments").row_totals[1] == 1


def test_segments_of_any_view_are_the_longest_runs() -> None:
    spans = [(1, MONEY, A, 1, 0, 10), (1, MONEY, A, 1, 10, 20)]
    assert tabulate(only_a(ask()), spans, "segments").cells[0][0] == 1
    assert tabulate(ask(), spans, "segments").cells[0][0] == 1


def test_two_variables_count_respondents_with_or_without_codings() -> None:
    kinds = Axis(("interview", "media"), "source", {1: (0,), 2: (1,), 3: (0,), 4: (0,)}, [{1, 3, 4}, {2}])
    assert tabulate(ask(kinds), [], "respondents").cells == ((1, 1, 1), (1, 0, 0))
    with_border = tabulate(ask(kinds, codes={BORDER}), SPANS, "respondents")
    assert with_border.cells == ((0, 1, 1), (0, 0, 0))


def test_without_a_code_axis_segments_of_each_code_count_but_characters_once() -> None:
    assert tabulate(ask(columns=ROUNDS, rows=REGIONS), SPANS, "segments").cells == ((5,), (3,), (1,))
    assert tabulate(ask(columns=ROUNDS, rows=REGIONS), SPANS, "characters").cells == ((50,), (40,), (10,))


@pytest.mark.parametrize(
    ("more", "cells"),
    [
        ({"coders": {B}}, ((0, 0, 0), (1, 0, 0), (0, 0, 0))),
        ({"codes": {MONEY}}, ((2, 1, 0), (0, 0, 0), (0, 0, 0))),
        ({"round": 2}, ((0, 0, 0),) * 3),
        ({"things": {1: 1}}, ((1, 0, 0), (1, 0, 0), (0, 0, 0))),
    ],
)
def test_a_filter_changes_the_table(more: dict[str, Any], cells: tuple[tuple[int, ...], ...]) -> None:
    assert tabulate(ask(**more), SPANS, "respondents").cells == cells


def people(n: int, having: int) -> tuple[Question, list[Row]]:
    """Make one group of n respondents, of whom some have the one code."""
    every = set(range(n))
    codes = Axis(("money",), "code", {MONEY: (0,)}, [every])
    group = Axis(("all",), "source", dict.fromkeys(every, (0,)), [every], is_variable=True)
    things = {each: each for each in every}
    return Question(codes, group, things, things), [(each, MONEY, A, 1, 0, 5) for each in range(having)]


@pytest.mark.parametrize(
    ("n", "having", "is_small"),
    [
        (18, 1, True),
        (18, 2, True),
        (18, 3, False),
        (18, 15, False),
        (18, 16, True),
        (18, 17, True),
        (18, 18, False),
        (18, 0, False),
    ],
)
@pytest.mark.parametrize("count", ["respondents", "segments", "characters"])
def test_cells_of_one_or_two_people_with_or_without_the_code_are_marked(
    n: int, having: int, is_small: bool, count: Count
) -> None:
    question, spans = people(n, having)
    assert tabulate(question, spans, count).small == (((0, 0),) if is_small else ())


def test_only_people_make_a_cell_small() -> None:
    question, spans = people(18, 2)
    reports = Question(question.rows, question.columns, question.things, people={})
    assert tabulate(reports, spans, "sources").small == ()


def test_three_sources_of_one_person_are_a_small_cell() -> None:
    question, spans = people(18, 3)
    one_person = Question(question.rows, question.columns, question.things, people=dict(question.people) | {0: 0, 1: 0, 2: 0})
    assert tabulate(one_person, spans, "sources").small == ((0, 0),)


rows_of_spans = st.lists(
    st.tuples(
        st.integers(1, 4),
        st.sampled_from([MONEY, PHONE, BORDER]),
        st.sampled_from([A, B]),
        st.just(1),
        st.integers(0, 15),
        st.integers(1, 8),
    ),
    max_size=25,
).map(lambda rows: sorted((*row[:5], row[4] + row[5]) for row in rows))


@given(rows_of_spans)
@settings(max_examples=150, deadline=None)
def test_counts_equal_those_of_sets_of_characters(spans: list[Row]) -> None:
    regions = [{1, 2}, {3}, {4}]
    for row, code in enumerate((MONEY, PHONE, BORDER)):
        for column, sources in enumerate(regions):
            marked = {(s, at) for s, k, _, _, start, end in spans if k == code and s in sources for at in range(start, end)}
            assert tabulate(ask(), spans, "characters").cells[row][column] == len(marked)
            assert tabulate(ask(), spans, "segments").cells[row][column] == len(
                [1 for s, at in marked if (s, at - 1) not in marked]
            )
            assert tabulate(ask(), spans, "sources").cells[row][column] == len({s for s, _ in marked})


@given(rows_of_spans)
@settings(max_examples=60, deadline=None)
def test_repeating_codings_changes_nothing(spans: list[Row]) -> None:
    twice = sorted([*spans, *spans])
    for count in get_args(Count):
        assert tabulate(ask(), twice, count) == tabulate(ask(), spans, count)
