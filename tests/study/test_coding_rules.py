"""What coding means: one coder and one code make a set of passages, whatever key is pressed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from one_study import BRIBERY, PAPERS, OneStudy, one_study

from coder.errors import ChangeRefused
from coder.model.coding import Coding
from coder.model.spans import merge
from coder.study.changes import AddCoding, Change, MoveCoding, Recode, Remove
from coder.study.coding_rules import apply_code, move_ends, recode, split
from coder.study.study import Study


@pytest.fixture
def place(tmp_path: Path) -> OneStudy:
    return one_study(tmp_path)


@pytest.fixture
def study(place: OneStudy) -> Iterator[Study]:
    with place.open() as study:
        yield study


def made(uid: str, start: int, end: int, **more: str) -> Coding:
    fields = {"source": "s", "code": "k", "coder": "c", "round": "r", "created_at": uid} | more
    return Coding(uid=uid, start=start, end=end, **fields)  # type: ignore[arg-type]  # texts


NEW = AddCoding("s", "k", "c", "r", 10, 20, uid="new")


@pytest.mark.parametrize(
    ("existing", "changes"),
    [
        ([], [NEW]),
        ([made("a", 0, 10), made("b", 20, 30)], [NEW]),
        ([made("a", 10, 20)], []),
        ([made("a", 5, 25)], []),
        ([made("a", 12, 15)], [MoveCoding("a", 10, 20)]),
        ([made("a", 0, 11)], [MoveCoding("a", 0, 20)]),
        ([made("b", 0, 11), made("a", 19, 30)], [MoveCoding("a", 0, 30), Remove("coding", "b")]),
        ([made("a", 0, 30), made("b", 12, 15)], [Remove("coding", "b")]),
        ([made("a", 12, 15, source="other")], [NEW]),
        ([made("a", 12, 15, code="other")], [NEW]),
        ([made("a", 12, 15, coder="other")], [NEW]),
        ([made("a", 12, 15, round="other")], [NEW]),
        ([made("a", 10, 20, origin="consensus")], [NEW]),
        ([replace(made("a", 10, 20), stale=True)], [NEW]),
    ],
)
def test_applying_a_code_widens_the_oldest_and_removes_the_others(existing: list[Coding], changes: list[Change]) -> None:
    assert apply_code(existing, NEW) == changes


SPANS = st.tuples(st.integers(0, 30), st.integers(1, 12)).map(lambda span: (span[0], span[0] + span[1]))


Passages = dict[str, list[tuple[int, int]]]


def after(existing: list[Coding], changes: list[Change]) -> Passages:
    """Give the passages of each code once the changes are made."""
    codings = {coding.uid: coding for coding in existing}
    for change in changes:
        if isinstance(change, AddCoding):
            codings[change.uid] = made(change.uid, change.start, change.end, code=change.code)
        elif isinstance(change, MoveCoding):
            codings[change.uid] = replace(codings[change.uid], start=change.start, end=change.end)
        elif isinstance(change, Recode):
            codings[change.uid] = replace(codings[change.uid], code=change.code)
        else:
            assert isinstance(change, Remove)
            del codings[change.uid]
    codes = {coding.code for coding in codings.values()}
    return {code: sorted((c.start, c.end) for c in codings.values() if c.code == code) for code in codes}


def applied(existing: list[Coding], new: AddCoding) -> list[tuple[int, int]]:
    """Give the spans after applying a code."""
    return after(existing, apply_code(existing, new))["k"]


def covered(spans: list[tuple[int, int]]) -> set[int]:
    return {place for span in spans for place in range(*span)}


@given(st.lists(SPANS, max_size=6), SPANS)
def test_what_bears_the_code_afterwards_is_what_bore_it_before_and_the_new_passage(
    spans: list[tuple[int, int]], new: tuple[int, int]
) -> None:
    existing = [made(str(number), *span) for number, span in enumerate(spans)]
    there = applied(existing, replace(NEW, start=new[0], end=new[1]))
    assert {n for span in there for n in range(*span)} == {n for span in [*spans, new] for n in range(*span)}


@given(st.lists(SPANS, max_size=6), SPANS)
def test_no_two_own_codings_of_a_code_overlap_where_none_did_before(spans: list[tuple[int, int]], new: tuple[int, int]) -> None:
    apart = merge(spans)
    there = applied([made(str(number), *span) for number, span in enumerate(apart)], replace(NEW, start=new[0], end=new[1]))
    assert there == merge(there)


@given(st.lists(SPANS, max_size=6), SPANS)
def test_applying_a_code_twice_is_applying_it_once(spans: list[tuple[int, int]], new: tuple[int, int]) -> None:
    existing = [made(str(number), *span) for number, span in enumerate(merge(spans))]
    once = applied(existing, replace(NEW, start=new[0], end=new[1]))
    assume(once)
    again = applied([made(str(number), *span) for number, span in enumerate(once)], replace(NEW, start=new[0], end=new[1]))
    assert again == once


def test_applying_in_a_study_is_one_action_and_one_undo(study: Study, place: OneStudy) -> None:
    for span in ((16, 25), (30, 40)):
        study.act([place.coding(*span)], place.coder)
    before = study.store.codings()
    study.act(apply_code(before, place.coding(20, 35)), place.coder)
    assert [(coding.start, coding.end, coding.uid == before[0].uid) for coding in study.store.codings()] == [(16, 40, True)]
    study.undo(place.coder)
    assert study.store.codings() == before


@given(st.lists(SPANS, max_size=4), st.lists(SPANS, min_size=1, max_size=4))
def test_giving_another_code_moves_the_words_from_one_set_to_the_other(
    spans: list[tuple[int, int]], others: list[tuple[int, int]]
) -> None:
    theirs = [made(f"o{number}", *span, code="other") for number, span in enumerate(merge(others))]
    own = [made(str(number), *span) for number, span in enumerate(merge(spans))]
    coding = theirs[0]
    there = after([*own, *theirs], recode([*own, *theirs], coding, "k"))
    assert covered(there["k"]) == covered([*spans, (coding.start, coding.end)])
    assert there["k"] == merge(there["k"])
    assert there.get("other", []) == [(one.start, one.end) for one in theirs[1:]]


@given(st.lists(SPANS, min_size=1, max_size=5), SPANS)
def test_moved_ends_leave_no_two_codings_of_a_code_over_each_other(spans: list[tuple[int, int]], to: tuple[int, int]) -> None:
    own = [made(str(number), *span) for number, span in enumerate(merge(spans))]
    there = after(own, move_ends(own, own[0], *to))["k"]
    assert there == merge(there)
    assert covered(there) == covered([to, *((one.start, one.end) for one in own[1:])])


def test_a_coding_that_stays_as_it_is_needs_no_change() -> None:
    coding = made("a", 5, 9)
    assert move_ends([coding], coding, 5, 9) == []
    assert recode([coding], coding, "k") == []


def test_a_coding_keeps_its_name_so_that_memos_on_it_stay() -> None:
    coding, other = made("a", 5, 9, code="other"), made("b", 8, 20)
    assert recode([coding, other], coding, "k") == [Recode("a", "k"), MoveCoding("a", 5, 20), Remove("coding", "b")]


def test_splitting_makes_two_of_one_with_the_gap_left_out() -> None:
    first, second = split(made("a", 5, 20), 10, 11)
    assert first == MoveCoding("a", 5, 10)
    assert isinstance(second, AddCoding)
    assert (second.start, second.end, second.code, second.coder, second.round) == (11, 20, "k", "c", "r")


@pytest.mark.parametrize("cut", [(5, 5), (20, 20), (4, 6), (19, 20), (12, 11)])
def test_a_split_that_leaves_one_part_without_words_is_refused(cut: tuple[int, int]) -> None:
    with pytest.raises(ChangeRefused, match="cannot be split there"):
        split(made("a", 5, 20), *cut)


def test_each_is_one_action_in_a_study_and_one_undo(study: Study, place: OneStudy) -> None:
    study.act([place.coding(16, 30), place.coding(28, 40, PAPERS)], place.coder)
    before = study.store.codings()
    for changes in (recode(before, before[1], BRIBERY), move_ends(before, before[0], 18, 33), split(before[0], 20, 22)):
        study.act(changes, place.coder)
        assert study.store.codings() != before
        study.undo(place.coder)
        assert study.store.codings() == before
