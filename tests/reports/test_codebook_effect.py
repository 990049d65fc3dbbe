"""What a change of the codebook would do, told before it is done; and the deed does what was told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from workbench import desk

from coder.analysis.names import find_code
from coder.model.codebook import Code
from coder.model.coding import Coding
from coder.model.spans import merge
from coder.reports.codebook_effect import _lying_over, codings_of, effect_of
from coder.study.changes import AddCoding, Change, Remove, SetField, content
from coder.study.codebook_changes import (
    LockCodebook,
    edit_code,
    merge_code,
    move_code,
    new_code,
    split_code,
)
from coder.study.study import Study


@pytest.fixture
def study(tmp_path: Path) -> Iterator[Study]:
    """Give the small study, in which ash and elm have coded."""
    with Study.open(desk(tmp_path).study) as study:
        yield study


def code(study: Study, name: str) -> Code:
    return find_code(study.store.codebook(), name)


def told(study: Study, *changes: Change) -> str:
    return " ".join(effect_of(study.store, changes).sentences)


def test_a_merge_tells_how_many_codings_of_whom_and_where_will_read_otherwise(study: Study) -> None:
    lamp, calls = code(study, "Lamp"), code(study, "Calls")
    book = study.store.codebook()
    said = told(study, *merge_code(book, lamp.uid, calls.uid))
    assert said.startswith("2 codings of 2 coders in 1 source will read as “Calls”.")
    assert "overlap" not in said
    assert "undo" in said


@pytest.mark.parametrize(
    ("also", "told_of"), [([], ""), (["ash"], "1 overlaps"), (["ash", "elm"], "2 overlap a coding of “Calls”")]
)
def test_a_merge_tells_which_codings_will_count_as_one(study: Study, also: list[str], told_of: str) -> None:
    lamp, calls = code(study, "Lamp"), code(study, "Calls")
    coders = {coder.name: coder.uid for coder in study.store.coders()}
    for coding in study.store.codings(code=lamp.uid):
        if coding.coder in [coders[name] for name in also]:
            study.act([AddCoding(coding.source, calls.uid, coding.coder, coding.round, coding.end - 1, coding.end)], coding.coder)
    said = told(study, *merge_code(study.store.codebook(), lamp.uid, calls.uid))
    assert told_of in said
    assert ("overlap" in said) is bool(also)


def test_a_merge_of_a_group_tells_of_the_codes_under_it(study: Study) -> None:
    phones, homes = code(study, "Phones"), code(study, "Homes")
    assert told(study, *merge_code(study.store.codebook(), homes.uid, phones.uid)) == (
        "“Homes” has no codings. 2 codes under “Homes” will stand under “Phones”."
    )


def test_a_retired_code_keeps_its_codings_and_they_are_counted(study: Study) -> None:
    lamp = code(study, "Lamp")
    said = told(study, *edit_code(lamp, replace(lamp, status="retired")))
    assert said == "2 codings of 2 coders in 1 source stay and are counted. Nobody can use “Lamp” for new passages."
    homes = code(study, "Homes")
    assert "The 2 codes under it" in told(study, *edit_code(homes, replace(homes, status="retired")))


@pytest.mark.parametrize(("status", "word"), [("active", "can be used for new"), ("proposed", "counts as proposed")])
def test_a_code_that_is_proposed_or_taken_up_again_is_told(study: Study, status: str, word: str) -> None:
    lamp = code(study, "Lamp")
    study.act(edit_code(lamp, replace(lamp, status="retired")), study.store.coders()[0].uid)
    assert word in told(study, *edit_code(code(study, "Lamp"), replace(lamp, status=status)))  # type: ignore[arg-type]  # a status


def test_other_rules_make_codings_old_and_are_told_once(study: Study) -> None:
    lamp = code(study, "Lamp")
    said = told(study, *edit_code(lamp, replace(lamp, brief="b", include="i", examples=("e",), colour="sky")))
    assert said == "2 codings of 2 coders in 1 source are older than the new rules and will be listed to be read again."


def test_a_colour_touches_no_coding(study: Study) -> None:
    lamp = code(study, "Lamp")
    assert told(study, *edit_code(lamp, replace(lamp, colour="sky"))) == "No coding is touched."


def test_another_name_is_told_with_its_codings(study: Study) -> None:
    lamp = code(study, "Lamp")
    assert "“Lamp” will read “Light” everywhere" in told(study, *edit_code(lamp, replace(lamp, name="Light")))


@pytest.mark.parametrize(("codable", "word"), [(False, "only groups"), (True, "can be used")])
def test_a_code_that_becomes_a_group_or_stops_being_one_is_told(study: Study, codable: bool, word: str) -> None:
    one = code(study, "Homes" if codable else "Lamp")
    assert word in told(study, *edit_code(one, replace(one, codable=codable)))


def test_a_move_tells_the_new_path_and_what_goes_along(study: Study) -> None:
    book, positions = study.store.codebook(), study.store.codebook_past.positions()
    homes, phones, lamp = code(study, "Homes"), code(study, "Phones"), code(study, "Lamp")
    said = told(study, *move_code(book, positions, homes.uid, phones.uid, 0))
    assert said.startswith(
        "“Homes” becomes “Phones > Homes”, with 2 codes under it. 3 codings of 2 coders in 1 source go with it."
    )
    assert told(study, *move_code(book, positions, lamp.uid, None, 0)).startswith("“Homes > Lamp” becomes “Lamp”. 2")
    assert told(study, *move_code(book, positions, lamp.uid, homes.uid, 0)) == "No coding is touched."


def test_a_split_tells_how_many_go_and_how_many_stay(study: Study) -> None:
    calls = code(study, "Calls")
    first, _ = study.store.codings(code=calls.uid)
    new = new_code(Code("Silence", calls.parent))
    assert told(study, *split_code(new, [first.uid])) == (
        "“Phones > Silence” is new. 1 of 2 codings of “Calls” will bear “Silence”; 1 stay."
    )


def test_recodings_are_told_together_by_the_code_that_they_leave(study: Study) -> None:
    new = new_code(Code("Silence"))
    taken = [coding.uid for name in ("Lamp", "Calls") for coding in study.store.codings(code=code(study, name).uid)]
    assert effect_of(study.store, split_code(new, taken)).sentences == (
        "“Silence” is new.",
        "2 of 2 codings of “Lamp” will bear “Silence”; 0 stay.",
        "2 of 2 codings of “Calls” will bear “Silence”; 0 stay.",
    )


def test_only_codings_that_the_change_has_to_do_with_are_counted(study: Study) -> None:
    lamp, homes, phones = (code(study, name) for name in ("Lamp", "Homes", "Phones"))
    book, positions = study.store.codebook(), study.store.codebook_past.positions()
    calls = study.store.codings(code=code(study, "Calls").uid)
    new = new_code(Code("Silence"))
    for changes, n in (
        (edit_code(lamp, replace(lamp, colour="sky", names=())), 0),
        (edit_code(lamp, replace(lamp, include="x", brief="y")), 2),
        (move_code(book, positions, homes.uid, phones.uid, 0), 3),
        (move_code(book, positions, lamp.uid, homes.uid, 0), 0),
        (merge_code(book, homes.uid, phones.uid), 0),
        (split_code(new, [calls[0].uid]), 1),
        ([new], 0),
    ):
        assert effect_of(study.store, changes).codings == n


def test_what_goes_and_what_is_locked_is_told(study: Study) -> None:
    by = study.store.coders()[0].uid
    assert "it goes" in told(study, Remove("code", code(study, "Lamp").uid))
    assert "can be proposed" in told(study, LockCodebook(locked=True, by=by))
    assert told(study, LockCodebook(locked=False, by=by)) == "Everybody can change the codebook."


def made(span: tuple[int, int], coder: str = "a") -> Coding:
    return Coding("", "s", "k", coder, "r", *span)


SPANS = st.lists(st.tuples(st.integers(0, 20), st.integers(1, 6)).map(lambda span: (span[0], span[0] + span[1])), max_size=6)


@given(SPANS, SPANS)
def test_what_lies_over_another_shares_a_character_with_it(some: list[tuple[int, int]], others: list[tuple[int, int]]) -> None:
    touched = {place for span in others for place in range(*span)}
    found = _lying_over([made(span) for span in some], [made(span) for span in others])
    assert found == sum(bool(touched & {*range(*span)}) for span in some)
    assert _lying_over([made(span) for span in some], [made(span, "b") for span in others]) == 0


@given(SPANS, SPANS)
def test_after_a_merge_there_are_fewer_segments_by_at_least_what_was_told(
    some: list[tuple[int, int]], others: list[tuple[int, int]]
) -> None:
    apart, beside = merge(some), merge(others)
    fewer = len(apart) + len(beside) - len(merge([*apart, *beside]))
    same = _lying_over([made(span) for span in apart], [made(span) for span in beside])
    assert same <= fewer
    assert (fewer == 0) is (same == 0)


def test_consensus_and_codings_on_an_earlier_text_are_not_told_of(study: Study) -> None:
    lamp = code(study, "Lamp")
    one = study.store.codings(code=lamp.uid)[0]
    settled = AddCoding(one.source, lamp.uid, one.coder, one.round, one.start, one.end, "consensus")
    study.act([settled], one.coder)
    assert len(codings_of(study.store, [lamp.uid])) == 2
    words = content("Other words, and many more of them than there were before.")
    study.act([SetField("source", one.source, "text", words.uid, (words,))], one.coder)
    assert codings_of(study.store, [lamp.uid]) == []
