"""Changes of the codebook: the rules of the tree, what a lock forbids, and that undo takes every one of them back."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from laptops import STUDY, Laptop, begin, empty_study
from one_study import BRIBERY, LIMITS, PAPERS, OneStudy, one_study

from coder.errors import ChangeRefused
from coder.model.codebook import RULES, STATUSES, Code, Codebook
from coder.model.coding import Coding
from coder.study.changes import AddCoding, Change, Recode, Rehearsal, Rehearsed, Remove, SetField, add_code, add_coder
from coder.study.codebook_changes import (
    AddCode,
    EditCode,
    LockCodebook,
    MergeCode,
    MoveCode,
    edit_code,
    merge_code,
    move_code,
    new_code,
    split_code,
)
from coder.study.journal.verify import heads, verify
from coder.study.store import Store
from coder.study.study import Study

NIGHT = "0" * 31 + "4"


@pytest.fixture
def place(tmp_path: Path) -> OneStudy:
    """Give a study with `Limits` and under it `Bribery` and `Papers`."""
    return one_study(tmp_path)


@pytest.fixture
def study(place: OneStudy) -> Iterator[Study]:
    with place.open() as study:
        yield study


def names(study: Study) -> list[str]:
    return [*study.store.codebook().paths.values()]


def do(study: Study, *changes: Change) -> None:
    study.act(changes, study.store.coders()[0].uid)


def moved(study: Study, uid: str, parent: str | None, index: int) -> list[Change]:
    return move_code(study.store.codebook(), study.store.codebook_past.positions(), uid, parent, index)


# Adding


def test_a_new_code_stands_behind_its_siblings(study: Study) -> None:
    do(study, new_code(Code("  Night\nwork ", LIMITS, brief=" after dark ")), new_code(Code("Borders")))
    assert names(study) == ["Limits", "Limits > Bribery", "Limits > Papers", "Limits > Night work", "Borders"]
    assert study.store.codebook().codes[3].brief == "after dark"


def test_two_codes_made_in_one_action_stand_one_behind_the_other(study: Study) -> None:
    do(study, new_code(Code("A", LIMITS)), new_code(Code("B", LIMITS)))
    assert names(study)[-2:] == ["Limits > A", "Limits > B"]


@pytest.mark.parametrize(
    ("code", "said"),
    [
        (Code("bribery", LIMITS), "in the same place already"),
        (Code("Limits > Night"), "divides the names"),
        (Code(" \u200b"), "at least one letter"),
        (Code("n" * 201), "at most 200"),
        (Code("Night", "nobody's"), "not in the codebook"),
        (Code("Night", colour="blackish"), "no colour"),
        (Code("Night", names=(("Korean", "밤"),)), "needs a language"),
        (Code("Night", names=(("ko", "밤 > 낮"),)), "needs a language"),
    ],
)
def test_a_code_that_would_break_the_codebook_is_refused(study: Study, code: Code, said: str) -> None:
    before = study.store.codebook()
    with pytest.raises(ChangeRefused, match=said):
        do(study, new_code(code))
    assert study.store.codebook() == before


def test_a_name_may_stand_twice_in_different_places(study: Study) -> None:
    do(study, new_code(Code("Bribery")))
    assert names(study)[-1] == "Bribery"


# Fields


def test_only_the_fields_that_differ_are_written_and_in_their_clean_form(study: Study) -> None:
    old = study.store.codebook().by_uid[BRIBERY]
    changes = edit_code(old, replace(old, name="Bribes ", brief="paid\x07", examples=(" ", "I paid. "), colour="sky"))
    assert changes == [
        EditCode(BRIBERY, "name", "Bribes"),
        EditCode(BRIBERY, "brief", "paid␇"),
        EditCode(BRIBERY, "examples", ["I paid."]),
        EditCode(BRIBERY, "colour", "sky"),
    ]
    do(study, *changes)
    assert study.store.codebook().by_uid[BRIBERY] == replace(
        old, name="Bribes", brief="paid␇", examples=("I paid.",), colour="sky"
    )


def test_what_only_looks_different_is_no_change() -> None:
    code = Code("Bribery", brief="paid")
    assert edit_code(code, replace(code, brief="paid\n", names=(("ko", " "),))) == []


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("name", "PAPERS", "in the same place already"),
        ("name", "a > b", "divides"),
        ("status", "asleep", "this status"),
        ("colour", "#12345", "no colour"),
        ("names", [["ko"]], "needs a language"),
    ],
)
def test_a_value_that_a_field_cannot_have_is_refused(study: Study, field: str, value: str, said: str) -> None:
    with pytest.raises(ChangeRefused, match=said):
        do(study, EditCode(BRIBERY, field, value))


def test_a_code_may_keep_its_name_in_another_case(study: Study) -> None:
    do(study, EditCode(BRIBERY, "name", "BRIBERY"))
    assert names(study)[1] == "Limits > BRIBERY"


@pytest.mark.parametrize("uid", ["nobody's", PAPERS])
def test_a_code_that_is_gone_is_not_changed(study: Study, uid: str) -> None:
    do(study, Remove("code", PAPERS))
    for change in (EditCode(uid, "brief", "x"), MergeCode(uid, BRIBERY), MergeCode(BRIBERY, uid), MoveCode(BRIBERY, uid)):
        with pytest.raises(ChangeRefused, match="not in the codebook"):
            do(study, change)


def test_a_code_that_was_removed_elsewhere_while_in_use_can_still_be_merged(study: Study, place: OneStudy) -> None:
    do(study, place.coding())
    do(study, SetField("code", BRIBERY, "removed", value=True))
    do(study, *merge_code(study.store.codebook(), BRIBERY, PAPERS))
    assert [coding.code for coding in study.store.codings()] == [PAPERS]


def test_a_merged_code_is_not_changed_and_the_one_it_counts_as_is_named(study: Study) -> None:
    do(study, MergeCode(BRIBERY, PAPERS))
    for change in (EditCode(BRIBERY, "brief", "x"), MergeCode(PAPERS, BRIBERY)):
        with pytest.raises(ChangeRefused, match="merged into “Papers”"):
            do(study, change)


# Moving


def test_a_code_moves_up_and_down_among_its_siblings(study: Study) -> None:
    do(study, new_code(Code("Night", LIMITS)))
    do(study, *moved(study, PAPERS, LIMITS, 0))
    assert names(study)[1:] == ["Limits > Papers", "Limits > Bribery", "Limits > Night"]
    do(study, *moved(study, PAPERS, LIMITS, 2))
    assert names(study)[1:] == ["Limits > Bribery", "Limits > Night", "Limits > Papers"]


def test_a_code_that_moves_leaves_the_siblings_alone_that_need_not_move(study: Study) -> None:
    assert moved(study, PAPERS, LIMITS, 0) == [MoveCode(PAPERS, LIMITS, 0)]
    do(study, *moved(study, PAPERS, LIMITS, 0))
    assert moved(study, BRIBERY, LIMITS, 0) == [MoveCode(BRIBERY, LIMITS, 0), MoveCode(PAPERS, LIMITS, 1)]
    assert moved(study, BRIBERY, LIMITS, 1) == []
    assert moved(study, PAPERS, None, 1) == [MoveCode(PAPERS, None, 1)]
    assert moved(study, PAPERS, None, 0) == [MoveCode(PAPERS, None, 0), MoveCode(LIMITS, None, 1)]


@given(st.lists(st.integers(0, 3), min_size=1, max_size=6), st.data())
def test_a_code_stands_where_it_was_put_whatever_the_positions_were(positions: list[int], data: st.DataObject) -> None:
    """Positions come with gaps and doubles, for two laptops may each have added a code."""
    laptop = Laptop("a")
    order = [f"code {number}" for number in range(len(positions))]
    laptop.act(*(add_code(Code(uid, uid=uid), position) for uid, position in zip(order, positions, strict=True)))
    store = Store(laptop.connection)
    before = [code.uid for code in store.codebook().codes]
    uid, index = data.draw(st.sampled_from(order)), data.draw(st.integers(0, len(order) - 1))
    changes = move_code(store.codebook(), store.codebook_past.positions(), uid, None, index)
    if changes:
        laptop.act(*changes)
    expected = [other for other in before if other != uid]
    expected.insert(index, uid)
    assert [code.uid for code in store.codebook().codes] == expected


@pytest.mark.parametrize("parent", [LIMITS, BRIBERY, NIGHT])
def test_a_code_is_not_moved_under_itself(study: Study, parent: str) -> None:
    do(study, AddCode(Code("Night", BRIBERY, NIGHT)))
    before = names(study)
    with pytest.raises(ChangeRefused, match="under itself"):
        do(study, MoveCode(LIMITS, parent))
    assert names(study) == before


def test_a_code_is_not_moved_beside_one_of_its_name(study: Study) -> None:
    do(study, AddCode(Code("papers", None, NIGHT)))
    with pytest.raises(ChangeRefused, match="in the same place"):
        do(study, MoveCode(NIGHT, LIMITS))


def test_a_merged_code_keeps_no_name_from_others(study: Study) -> None:
    do(study, MergeCode(PAPERS, BRIBERY))
    do(study, new_code(Code("Papers", LIMITS)))
    assert names(study) == ["Limits", "Limits > Bribery", "Limits > Papers"]


def test_a_code_that_nobody_has_is_not_moved(study: Study) -> None:
    with pytest.raises(ChangeRefused, match="not in the codebook"):
        do(study, MoveCode("nobody's", None))


# Merging and splitting


def test_codings_of_a_merged_code_read_as_the_other_and_its_sub_codes_go_along(study: Study, place: OneStudy) -> None:
    do(study, AddCode(Code("Night", BRIBERY, NIGHT)), place.coding(), place.coding(code=NIGHT))
    do(study, *merge_code(study.store.codebook(), BRIBERY, PAPERS))
    assert names(study) == ["Limits", "Limits > Papers", "Limits > Papers > Night"]
    assert {coding.code for coding in study.store.codings()} == {PAPERS, NIGHT}


@pytest.mark.parametrize(("uid", "into"), [(BRIBERY, BRIBERY), (LIMITS, BRIBERY), (LIMITS, NIGHT)])
def test_a_code_is_not_merged_into_itself_or_what_stands_under_it(study: Study, uid: str, into: str) -> None:
    do(study, AddCode(Code("Night", BRIBERY, NIGHT)))
    before = names(study)
    with pytest.raises(ChangeRefused, match="merged into itself"):
        do(study, *merge_code(study.store.codebook(), uid, into))
    assert names(study) == before


def test_a_code_is_merged_only_into_one_that_can_be_applied(study: Study) -> None:
    with pytest.raises(ChangeRefused, match="only groups"):
        do(study, MergeCode(BRIBERY, LIMITS))
    do(study, EditCode(PAPERS, "status", "retired"))
    with pytest.raises(ChangeRefused, match="is retired"):
        do(study, MergeCode(BRIBERY, PAPERS))


def test_two_groups_can_be_merged(study: Study) -> None:
    do(study, AddCode(Code("Barriers", None, NIGHT, codable=False)))
    do(study, *merge_code(study.store.codebook(), LIMITS, NIGHT))
    assert names(study) == ["Barriers", "Barriers > Bribery", "Barriers > Papers"]


def test_a_merge_that_would_put_two_codes_of_one_name_side_by_side_is_refused_whole(study: Study) -> None:
    do(study, AddCode(Code("Night", None, NIGHT)), AddCode(Code("Old", BRIBERY, "5" * 32)), AddCode(Code("old", NIGHT, "6" * 32)))
    before = names(study)
    with pytest.raises(ChangeRefused, match="“Old” in the same place"):
        do(study, *merge_code(study.store.codebook(), BRIBERY, NIGHT))
    assert names(study) == before


def test_a_split_makes_a_code_and_recodes_what_was_chosen_in_one_action(study: Study, place: OneStudy) -> None:
    kept, chosen = place.coding(20, 25), place.coding(26, 33)
    do(study, kept, chosen)
    before = study.store.codings()
    new = new_code(Code("Cigarettes", LIMITS))
    do(study, *split_code(new, [chosen.uid]))
    assert {coding.uid: coding.code for coding in study.store.codings()} == {kept.uid: BRIBERY, chosen.uid: new.uid}
    assert study.undo(place.coder) is not None
    assert (study.store.codings(), names(study)) == (before, ["Limits", "Limits > Bribery", "Limits > Papers"])


# The lock


def lock(study: Study) -> None:
    do(study, LockCodebook(locked=True, by=study.store.coders()[0].uid))


@pytest.mark.parametrize(
    "change",
    [
        lambda _: EditCode(BRIBERY, "brief", "x"),
        lambda _: EditCode(BRIBERY, "status", "retired"),
        lambda _: MoveCode(BRIBERY, None),
        lambda _: MergeCode(BRIBERY, PAPERS),
        lambda _: MergeCode(NIGHT, PAPERS),
        lambda _: EditCode(NIGHT, "status", "active"),
        lambda _: Remove("code", PAPERS),
        lambda _: new_code(Code("New")),
        lambda _: SetField("code", BRIBERY, "include", "x"),
        lambda _: SetField("setting", "codebook.preface", "value", "x"),
        lambda _: add_code(Code("New"), 0),
    ],
)
def test_a_locked_codebook_stays_as_it_is(study: Study, change: Callable[[Study], Change]) -> None:
    do(study, AddCode(Code("Night", None, NIGHT, status="proposed")))
    lock(study)
    before = study.store.codebook()
    with pytest.raises(ChangeRefused, match="locked"):
        do(study, change(study))
    assert study.store.codebook() == before
    assert before.is_locked


def test_in_a_locked_codebook_codes_are_proposed_used_reworded_moved_and_taken_out_again(study: Study, place: OneStudy) -> None:
    lock(study)
    new, kept = new_code(Code("Night", status="proposed")), place.coding()
    do(study, new, place.coding(code=new.uid), kept)
    do(study, EditCode(new.uid, "brief", "after dark"), MoveCode(new.uid, LIMITS))
    do(study, Recode(kept.uid, new.uid))
    assert {coding.code for coding in study.store.codings()} == {new.uid}
    do(study, *(Recode(coding.uid, BRIBERY) for coding in study.store.codings()))
    do(study, Remove("code", new.uid))
    assert names(study) == ["Limits", "Limits > Bribery", "Limits > Papers"]


def test_what_is_no_codebook_can_be_set_while_it_is_locked(study: Study) -> None:
    lock(study)
    do(study, SetField("setting", "blanking", "value", 5))
    assert study.store.settings()["blanking"] == 5


def test_only_a_supervisor_locks_and_unlocks(study: Study) -> None:
    elm = add_coder("elm")
    do(study, elm)
    with pytest.raises(ChangeRefused, match="Only a supervisor can lock"):
        study.act([LockCodebook(locked=True, by=elm.uid)], elm.uid)
    lock(study)
    with pytest.raises(ChangeRefused, match="Only a supervisor can unlock"):
        study.act([LockCodebook(locked=False, by=elm.uid)], elm.uid)
    with pytest.raises(ChangeRefused, match="locked already"):
        lock(study)
    do(study, LockCodebook(locked=False, by=study.store.coders()[0].uid))
    assert not study.store.codebook().is_locked
    do(study, EditCode(BRIBERY, "brief", "x"))


def test_an_older_change_is_not_undone_through_a_lock(study: Study) -> None:
    """Else a coder would put an old rule back that everybody believes settled."""
    elm = add_coder("elm")
    do(study, elm)
    study.act([EditCode(BRIBERY, "brief", "hers")], elm.uid)
    lock(study)
    with pytest.raises(ChangeRefused, match="cannot be undone") as caught:
        study.undo(elm.uid)
    assert "locked" in caught.value.hint
    do(study, LockCodebook(locked=False, by=study.store.coders()[0].uid))
    assert study.undo(elm.uid) is not None
    lock(study)
    with pytest.raises(ChangeRefused, match="cannot be redone"):
        study.redo(elm.uid)


def test_a_proposal_is_undone_and_redone_while_the_codebook_is_locked(study: Study) -> None:
    lock(study)
    do(study, new_code(Code("Night", status="proposed")))
    for turn, there in ((study.undo, False), (study.redo, True), (study.undo, False)):
        assert turn(study.store.coders()[0].uid) is not None
        assert ("Night" in names(study)) is there


def test_a_rehearsal_knows_the_rules_and_saves_nothing(study: Study, place: OneStudy) -> None:
    before = list(study.log())
    with pytest.raises(Rehearsed):
        do(study, new_code(Code("Night")), place.coding(), Rehearsal())
    with pytest.raises(ChangeRefused, match="merged into itself"):
        do(study, *merge_code(study.store.codebook(), LIMITS, BRIBERY), Rehearsal())
    assert list(study.log()) == before
    do(study, new_code(Code("Night")))
    assert names(study)[-1] == "Night"
    assert all(check.ok for check in study.verify())


# Any sequence of changes, and back


class Desk:
    """Somebody who changes a codebook at random, in a study in memory; what the rules forbid is left undone."""

    def __init__(self) -> None:
        self.laptop = begin()[0]
        self.store = Store(self.laptop.connection)
        supervisor = add_coder("oak", "supervisor")
        self.laptop.act(supervisor)
        self.by = supervisor.uid

    @property
    def state(self) -> tuple[Codebook, list[Coding]]:
        return self.store.codebook(), self.store.codings()

    def draw(self, dice: Random) -> Sequence[Change]:
        book = self.store.codebook()
        codings = [coding.uid for coding in self.store.codings()]
        codes = [code.uid for code in book.codes] or ["nobody's"]
        one, other = dice.choice(codes), dice.choice(codes)
        under, name = dice.choice([None, other]), dice.choice("ABC")
        index = dice.randrange(3)
        code = Code(name, under, status=dice.choice(STATUSES), codable=dice.random() < 0.8)
        field = dice.choice(RULES[:-1])
        source, coder, in_round = (self.laptop.known(kind)[0] for kind in ("source", "coder", "round"))
        start = dice.randrange(8)
        makers: Sequence[Callable[[], Sequence[Change]]] = (
            lambda: [new_code(code)],
            lambda: [AddCoding(source, one, coder, in_round, start, start + dice.randint(1, 8))],
            lambda: [EditCode(one, field, name), EditCode(one, "status", code.status)],
            lambda: [EditCode(one, "name", name)],
            lambda: move_code(book, self.store.codebook_past.positions(), one, under, index) if one in book.by_uid else [],
            lambda: merge_code(book, one, other),
            lambda: split_code(new_code(code), dice.sample(codings, min(len(codings), index))),
            lambda: [Remove("code", one)],
            lambda: [LockCodebook(not book.is_locked, self.by)],
            lambda: [Recode(coding, one) for coding in codings[:1]],
        )
        return dice.choice(makers)()


@settings(max_examples=60)
@given(st.randoms(use_true_random=False), st.integers(1, 14))
def test_any_changes_of_a_codebook_undone_one_after_another_give_the_first_state(dice: Random, size: int) -> None:
    desk = Desk()
    seen = [desk.state]
    for _ in range(size):
        changes = desk.draw(dice)
        if changes and desk.laptop.act(*changes):
            seen.append(desk.state)
    for earlier in seen[-2::-1]:
        assert desk.laptop.undo() is not None
        assert desk.state == earlier
    for later in seen[1:]:
        assert desk.laptop.redo() is not None
        assert desk.state == later
    found = verify(desk.laptop.connection, STUDY, "a", heads(desk.laptop.connection), empty_study)
    assert [check.problem for check in found if not check.ok] == []


@settings(max_examples=60)
@given(st.randoms(use_true_random=False), st.integers(1, 14))
def test_after_any_changes_the_tree_has_no_circle_and_no_two_names_side_by_side(dice: Random, size: int) -> None:
    desk = Desk()
    for _ in range(size):
        if changes := desk.draw(dice):
            desk.laptop.act(*changes)
    book = desk.store.codebook()
    places = [(code.parent, code.name.casefold()) for code in book.codes if code.codable]
    assert len(places) == len({*places})
    assert desk.laptop.connection.execute("SELECT count(*) FROM code WHERE conflict").fetchone()[0] == 0
