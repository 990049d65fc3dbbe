"""Many passages at once: the same as one after another, one action, one undo, and not slower the more there are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from one_study import BRIBERY, LIMITS, TEXT, OneStudy, one_study

from coder.errors import ChangeRefused
from coder.model.coding import Coding
from coder.model.spans import merge
from coder.study.bulk import AddCodings, apply_to_many
from coder.study.changes import BATCH, AddCoding, Change, MoveCoding, Remove, SetField
from coder.study.coding_rules import apply_code
from coder.study.journal.fold import snapshot
from coder.study.study import Study


@pytest.fixture
def place(tmp_path: Path) -> OneStudy:
    return one_study(tmp_path)


@pytest.fixture
def study(place: OneStudy) -> Iterator[Study]:
    with place.open() as study:
        yield study


def made(uid: str, span: tuple[int, int], **more: str) -> Coding:
    fields = {"source": "s", "code": "k", "coder": "c", "round": "r", "created_at": uid} | more
    return Coding(uid=uid, start=span[0], end=span[1], **fields)  # type: ignore[arg-type]  # texts


def new(span: tuple[int, int], source: str = "s") -> AddCoding:
    return AddCoding(source, "k", "c", "r", *span, "auto")


SPAN = st.tuples(st.integers(0, 40), st.integers(1, 9)).map(lambda span: (span[0], sum(span)))
SPANS = st.lists(SPAN, max_size=10)


def after(codings: dict[str, Coding], changes: list[Change]) -> dict[str, Coding]:
    """Give the codings once changes are made."""
    codings = dict(codings)
    for change in changes:
        if isinstance(change, AddCoding | AddCodings):
            for one in change.members if isinstance(change, AddCodings) else (change,):
                codings[one.uid] = made(one.uid, (one.start, one.end), created_at="later", origin=one.origin)
        elif isinstance(change, MoveCoding):
            codings[change.uid] = replace(codings[change.uid], start=change.start, end=change.end)
        else:
            assert isinstance(change, Remove)
            del codings[change.uid]
    return codings


def told(codings: dict[str, Coding]) -> list[tuple[int, int, str, str]]:
    """List codings by place; a new one's uid does not count."""
    kept = ((one.start, one.end, one.origin, one.uid if one.created_at != "later" else "new") for one in codings.values())
    return sorted(kept)


@given(SPANS, SPANS, st.randoms())
def test_many_at_once_are_what_one_after_another_would_be(
    before: list[tuple[int, int]], wanted: list[tuple[int, int]], random: Random
) -> None:
    """The codings that are there may overlap, as imported ones do, and be of any age."""
    ages = [*range(len(before))]
    random.shuffle(ages)
    existing = {f"{age:02}": made(f"{age:02}", span) for age, span in zip(ages, before, strict=True)}
    passages = merge(wanted)
    slowly = existing
    for span in passages:
        slowly = after(slowly, apply_code(slowly.values(), new(span)))
    assert told(after(existing, apply_to_many(existing.values(), map(new, passages)))) == told(slowly)


@pytest.mark.parametrize(
    "other",
    [
        made("a", (0, 30), source="other"),
        made("a", (0, 30), code="other"),
        made("a", (0, 30), coder="other"),
        made("a", (0, 30), round="other"),
        made("a", (0, 30), origin="consensus"),
        replace(made("a", (0, 30)), stale=True),
    ],
)
def test_codings_of_others_or_elsewhere_are_left_alone(other: Coding) -> None:
    (added,) = apply_to_many([other], [new((10, 20))])
    assert isinstance(added, AddCodings)


def test_passages_of_several_sources_come_in_together_and_in_few_rows() -> None:
    wanted = [new((2 * n, 2 * n + 1), source) for source in "ab" for n in range(BATCH)]
    changes = apply_to_many([], wanted)
    assert [len(change.codings) for change in changes if isinstance(change, AddCodings)] == [BATCH, BATCH]
    assert apply_to_many([], []) == []


def test_a_coding_that_many_touch_moves_once() -> None:
    passages = [(0, 12), (14, 16), (18, 30)]
    assert apply_to_many([made("a", (10, 20))], map(new, passages)) == [MoveCoding("a", 0, 30)]


@settings(max_examples=25)
@given(SPANS, SPANS)
def test_undo_gives_the_study_as_it_was_and_redo_as_it_had_become(
    before: list[tuple[int, int]], wanted: list[tuple[int, int]]
) -> None:
    with TemporaryDirectory() as folder:
        place = one_study(Path(folder))
        with place.open() as study:
            study.act([place.coding(), *(place.coding(*span) for span in before)], place.coder)
            was = snapshot(study._db)
            changes = apply_to_many(
                study.store.codings(), [replace(place.coding(*span), origin="auto") for span in merge(wanted)]
            )
            if not changes:
                return
            study.act(changes, place.coder)
            became = snapshot(study._db)
            study.undo(place.coder)
            undone = snapshot(study._db)
            for table in (was, undone):
                table["coding"] = {uid: one for uid, one in table["coding"].items() if not one["removed"]}
            assert undone == was
            study.redo(place.coder)
            assert snapshot(study._db) == became
            assert all(not check.problem for check in study.verify())


def test_what_came_at_once_has_its_origin_and_the_uids_that_were_foretold(study: Study, place: OneStudy) -> None:
    many = AddCodings([replace(place.coding(start, start + 5), origin="auto") for start in (20, 30)])
    study.act([many], place.coder)
    codings = study.store.codings()
    assert [(one.start, one.end, one.origin) for one in codings] == [(20, 25, "auto"), (30, 35, "auto")]
    assert {one.uid for one in codings} == {one.uid for one in many.members}


@pytest.mark.parametrize(
    ("wrong", "message"),
    [({"code": LIMITS}, "groups other codes"), ({"end": len(TEXT) + 1}, "outside"), ({"source": "nobody's"}, "not in the study")],
)
def test_each_is_checked_as_if_it_came_alone_and_one_that_is_wrong_takes_all_back(
    study: Study, place: OneStudy, wrong: dict[str, object], message: str
) -> None:
    bad = replace(place.coding(), **wrong)  # type: ignore[arg-type]  # fields of a coding
    with pytest.raises(ChangeRefused, match=message):
        study.act([AddCodings([place.coding(0, 5), bad])], place.coder)
    assert study.store.codings() == []


def test_a_code_that_was_retired_meanwhile_is_refused(study: Study, place: OneStudy) -> None:
    changes = apply_to_many([], [place.coding()])
    study.act([SetField("code", BRIBERY, "status", "retired")], place.coder)
    with pytest.raises(ChangeRefused, match="retired"):
        study.act(changes, place.coder)


def test_thousands_over_thousands_take_no_more_than_their_share() -> None:
    """One after another these would be four hundred million comparisons."""
    existing = [made(f"{n:05}", (10 * n, 10 * n + 6)) for n in range(20_000)]
    began = process_time()
    changes = apply_to_many(existing, [new((10 * n + 4, 10 * n + 8)) for n in range(20_000)])
    assert process_time() - began < 5
    assert changes[-1] == MoveCoding("19999", 199_990, 199_998)
