"""What a study remembers of its codebook: positions, the lock, what was done to a code, and codings older than their rules."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from laptops import Laptop, begin
from one_study import BRIBERY, LIMITS, PAPERS, OneStudy, one_study

from coder.model.codebook import RULES, Code
from coder.study.changes import AddCoding, Change, MoveCoding, Recode, Remove, SetField, add_code, add_codings, coding_uid
from coder.study.codebook_changes import AddCode, EditCode, LockCodebook, MergeCode, MoveCode
from coder.study.kinds import Json
from coder.study.store import Store
from coder.study.study import Study


@pytest.fixture
def place(tmp_path: Path) -> OneStudy:
    return one_study(tmp_path)


@pytest.fixture
def study(place: OneStudy) -> Iterator[Study]:
    with place.open() as study:
        yield study


def do(study: Study, *changes: Change) -> None:
    study.act(changes, study.store.coders()[0].uid)


def outdated(study: Study) -> list[tuple[str, str]]:
    return [(found.coding, found.field) for found in study.store.codebook_past.outdated()]


def test_the_lock_remembers_who_closed_or_opened_the_codebook(study: Study, place: OneStudy) -> None:
    past = study.store.codebook_past
    assert past.locked() is None
    for locked in (True, False):
        do(study, LockCodebook(locked, place.coder))
        assert past.locked() == (list(study.log())[-1].at, place.coder)


def test_positions_are_those_of_the_codes(study: Study) -> None:
    do(study, MoveCode(PAPERS, None, 7))
    assert study.store.codebook_past.positions() == {LIMITS: 0, BRIBERY: 1, PAPERS: 7}


# What was done


def test_the_history_of_a_code_says_what_it_was_and_what_it_became(study: Study, place: OneStudy) -> None:
    do(study, EditCode(BRIBERY, "brief", "paid"), EditCode(PAPERS, "brief", "shown"))
    do(study, EditCode(BRIBERY, "brief", "paid or given"))
    study.undo(place.coder)
    found = study.store.codebook_past.changes(BRIBERY)
    assert [(one.field, one.was, one.value, one.turn) for one in found] == [
        ("", None, "Bribery", ""),
        ("brief", "", "paid", ""),
        ("brief", "paid", "paid or given", ""),
        ("brief", "paid or given", "paid", "undo"),
    ]
    assert {one.coder for one in found} == {place.coder}
    assert [one.at for one in found] == sorted(one.at for one in found)


def test_the_history_of_all_codes_names_each(study: Study) -> None:
    do(study, MergeCode(PAPERS, BRIBERY))
    found = study.store.codebook_past.changes()
    assert [(one.code, one.field, one.value) for one in found] == [
        (LIMITS, "", "Limits"),
        (BRIBERY, "", "Bribery"),
        (PAPERS, "", "Papers"),
        (PAPERS, "merged_into", BRIBERY),
    ]


def test_a_name_that_a_respondent_said_is_read_from_its_content(study: Study) -> None:
    do(study, new := add_code(Code("it turned"), 3, is_quoted=True))
    do(study, EditCode(new.uid, "name", "Turning camera"))
    assert [(one.field, one.was, one.value) for one in study.store.codebook_past.changes(new.uid)] == [
        ("", None, "it turned"),
        ("name", "it turned", "Turning camera"),
    ]


def test_rows_that_nobody_understands_are_no_history() -> None:
    laptop = begin()[0]
    code = laptop.known("code")[0]
    for body in ('{"code": "K"', '["code", "K"]', '{"kind":"code","uid":"K"}'):
        laptop.forge(body.replace("K", code))
    assert len(Store(laptop.connection).codebook_past.changes(code)) == 1


# Codings older than their rules


@pytest.mark.parametrize("field", RULES)
def test_codings_made_before_a_rule_changed_are_listed(study: Study, place: OneStudy, field: str) -> None:
    do(study, old := place.coding())
    do(study, EditCode(BRIBERY, field, ["x"] if field == "examples" else "x"))
    do(study, place.coding(), place.coding(code=PAPERS))
    (found,) = study.store.codebook_past.outdated()
    assert (found.coding, found.field) == (old.uid, field)
    assert found.made <= found.changed


@pytest.mark.parametrize(
    ("field", "value"), [("name", "Bribes"), ("colour", "sky"), ("status", "retired"), ("codable", False), ("names", [])]
)
def test_what_is_no_rule_makes_no_coding_old(study: Study, place: OneStudy, field: str, value: Json) -> None:
    do(study, place.coding())
    do(study, EditCode(BRIBERY, field, value))
    assert outdated(study) == []


@pytest.mark.parametrize(
    "renew",
    [
        lambda uid: MoveCoding(uid, 21, 33),
        lambda uid: MoveCoding(uid, 20, 33),
        lambda uid: Recode(uid, BRIBERY),
        lambda uid: Remove("coding", uid),
    ],
    ids=["moved", "moved to where it is", "recoded", "removed"],
)
def test_a_coding_that_was_touched_since_is_not_listed(study: Study, place: OneStudy, renew: Callable[[str], Change]) -> None:
    do(study, old := place.coding())
    do(study, EditCode(BRIBERY, "include", "x"))
    assert outdated(study) == [(old.uid, "include")]
    do(study, renew(old.uid))
    assert outdated(study) == []
    study.undo(place.coder)
    assert outdated(study) == [(old.uid, "include")]


def test_a_rule_that_was_put_back_makes_no_coding_old(study: Study, place: OneStudy) -> None:
    do(study, EditCode(BRIBERY, "include", "first"))
    do(study, place.coding())
    do(study, EditCode(BRIBERY, "include", "second"))
    study.undo(place.coder)
    assert outdated(study) == []


def test_a_coding_goes_by_the_rules_of_the_code_it_counts_as(study: Study, place: OneStudy) -> None:
    do(study, old := place.coding())
    do(study, EditCode(PAPERS, "include", "x"))
    assert outdated(study) == []
    do(study, MergeCode(BRIBERY, PAPERS))
    assert outdated(study) == [(old.uid, "include")]


def test_an_imported_coding_and_one_recoded_to_a_changed_code_are_told_apart(study: Study, place: OneStudy) -> None:
    batches = add_codings([place.coding(), place.coding(code=PAPERS)], study.store.text_uids())
    do(study, *batches)
    do(study, EditCode(BRIBERY, "include", "x"))
    do(study, Recode(coding_uid(batches, 1), BRIBERY))
    assert outdated(study) == [(coding_uid(batches, 0), "include")]


def test_the_newest_of_several_rules_is_named(study: Study, place: OneStudy) -> None:
    do(study, place.coding())
    for field in ("include", "brief", "exclude", "brief"):
        do(study, EditCode(BRIBERY, field, f"x {len(list(study.log()))}"))
    assert [field for _, field in outdated(study)] == ["brief"]


def test_a_code_that_came_later_with_its_rules_makes_no_coding_old(study: Study, place: OneStudy) -> None:
    do(study, new := AddCode(Code("Night", uid="4" * 32, include="x")))
    do(study, place.coding(code=new.uid))
    assert outdated(study) == []


def coded(laptop: Laptop) -> AddCoding:
    source, code, coder, in_round = (laptop.known(kind)[0] for kind in ("source", "code", "coder", "round"))
    return AddCoding(source, code, coder, in_round, 2, 8, uid=laptop.uid())


def listed(laptop: Laptop) -> list[str]:
    """List the outdated codings as they are told on this laptop."""
    laptop.connection.execute(
        "INSERT OR REPLACE INTO meta VALUES ('device', ?)", (f'{{"device":"{laptop.device}","binding":""}}',)
    )
    return [found.coding for found in Store(laptop.connection).codebook_past.outdated()]


def test_what_was_coded_before_another_laptops_rule_arrived_is_listed_here_though_it_was_coded_later() -> None:
    one, other, _ = begin()
    other.act(SetField("code", other.known("code")[0], "include", "x"))
    for _ in range(3):
        one.act(before := coded(one))
    one.learn(other)
    one.act(after := coded(one))
    assert before.uid in listed(one)
    assert after.uid not in listed(one)


def test_a_coding_whose_maker_cannot_have_known_the_rule_is_listed_everywhere() -> None:
    one, other, third = begin()
    one.act(old := coded(one))
    for _ in range(3):
        other.act(SetField("code", other.known("code")[0], "include", "x"))
    third.learn(other)
    third.learn(one)
    assert listed(third) == [old.uid]
