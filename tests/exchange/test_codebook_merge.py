"""Planning the import of a codebook: what is the same code, what changes, and that nothing is ever lost."""

from __future__ import annotations

import random
from collections import defaultdict
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coder.exchange.codebook_merge import MergePlan, Update, plan
from coder.exchange.codebook_yaml import read_codebook
from coder.model.codebook import Code, Codebook, Status, uid_from_path
from coder.model.respondent import Variable
from coder.model.text import fold

MEANS = Code("Means", uid="m", brief="what it takes", include="devices", colour="sand")
PRICE = Code("Price", "m", "p", brief="cost")
NETWORK = Code("Network", "m", "n", brief="lines")
LIMITS = Code("Limits", uid="l")
STUDY = Codebook((MEANS, PRICE, NETWORK, LIMITS), title="Ours", language="en")


def planned(yaml: str, current: Codebook = STUDY) -> MergePlan:
    """Plan the import of the codes of a file, given as the lines under `codes:`."""
    read = read_codebook("codebook: 1\ncodes:\n" + yaml, "f")
    assert read.problems == ()
    return plan(current, read.codebook, read.given)


def said(merged: MergePlan) -> list[tuple[str, str, object]]:
    return [(update.path, update.field, update.new) for update in merged.update]


def test_the_same_codebook_changes_nothing() -> None:
    assert plan(STUDY, STUDY, frozenset(STUDY.by_uid)).is_empty
    assert plan(STUDY, STUDY, frozenset()).is_empty


def test_a_file_without_uids_meets_codes_by_path_without_regard_to_case() -> None:
    merged = planned("  - name: means\n    codes:\n      - name: PRICE\n        brief: what it costs\n")
    assert merged.add == ()
    assert said(merged) == [
        ("Means", "name", "means"),
        ("Means > Price", "name", "PRICE"),
        ("Means > Price", "brief", "what it costs"),
    ]
    assert [update.uid for update in merged.update] == ["m", "p", "p"]


def test_a_uid_counts_more_than_a_path() -> None:
    renamed = Codebook((replace(MEANS, name="Limits"), replace(LIMITS, name="Means")))
    merged = plan(STUDY, renamed, frozenset("ml"))
    assert said(merged) == [("Means", "name", "Limits"), ("Limits", "name", "Means")]


def test_an_unknown_uid_meets_by_path() -> None:
    merged = plan(STUDY, Codebook((Code("Means", uid="z", brief="other"),)), frozenset("z"))
    assert [(update.uid, update.field) for update in merged.update] == [("m", "brief")]


def test_children_are_sought_under_a_parent_that_was_renamed() -> None:
    file = Codebook((replace(MEANS, name="Resources"), Code("Price", "m", "q", brief="new")))
    merged = plan(STUDY, file, frozenset("m"))
    assert merged.add == ()
    assert [(update.uid, update.field) for update in merged.update] == [("m", "name"), ("p", "brief")]


def test_new_codes_come_with_parent_and_position_parents_first() -> None:
    aims = "  - name: Aims\n    codes:\n      - name: Order\n"
    merged = planned(aims + "  - name: Means\n    codes:\n      - name: Research\n      - name: Price\n")
    assert [(added.path, added.position) for added in merged.add] == [("Aims", 0), ("Aims > Order", 0), ("Means > Research", 0)]
    assert merged.add[1].code.parent == merged.add[0].code.uid
    assert merged.add[2].code.parent == "m"
    assert merged.update == ()
    assert [code.name for code in merged.codebook.codes] == ["Aims", "Order", "Means", "Research", "Price", "Network", "Limits"]


def test_an_added_code_never_takes_the_uid_of_a_code_that_was_renamed() -> None:
    study = Codebook((Code("New name", uid=uid_from_path("Old name")),))
    merged = planned("  - name: Old name\n", study)
    (added,) = merged.add
    assert added.code.uid not in study.by_uid
    assert merged.update == ()


def test_what_a_file_leaves_empty_keeps_its_words() -> None:
    merged = planned("  - name: Means\n  - name: Limits\n")
    assert merged.is_empty


def test_status_and_codable_are_what_the_file_says() -> None:
    study = Codebook((Code("A", uid="a", status="proposed", codable=False),))
    assert said(planned("  - name: A\n", study)) == [("A", "status", "active"), ("A", "codable", True)]


def test_further_names_are_added_and_replaced_by_language_never_removed() -> None:
    study = Codebook((Code("A", uid="a", names=(("ko", "ᄀ"), ("fr", "un"), ("alias", "first"))),))
    (update,) = planned("  - name: A\n    names: {ko: 가, alias: second}\n", study).update
    assert update.new == (("fr", "un"), ("alias", "first"), ("ko", "가"), ("alias", "second"))


def test_a_code_moves_with_its_uid_and_only_what_moved_is_told() -> None:
    file = Codebook((MEANS, NETWORK, LIMITS, replace(PRICE, parent="l")))
    merged = plan(STUDY, file, frozenset(STUDY.by_uid))
    assert merged.update == (Update("p", "Means > Price", "place", ("m", 0), ("l", 0)),)


def test_siblings_that_change_places_are_told_and_the_pushed_ones_not() -> None:
    study = Codebook(tuple(Code(name, uid=name) for name in "abcd"))
    file = Codebook(tuple(Code(name, uid=name) for name in "dxabc"))
    merged = plan(study, file, frozenset("abcdx"))
    assert [(update.uid, update.field, update.new) for update in merged.update] == [("d", "place", (None, 0))]
    assert [(added.code.uid, added.position) for added in merged.add] == [("x", 1)]
    assert [(update.uid, update.new) for update in merged.pushed] == [("a", (None, 2)), ("b", (None, 3)), ("c", (None, 4))]


def test_a_path_that_fits_two_codes_is_a_problem() -> None:
    study = Codebook((Code("Bribery", uid="a"), Code("bribery", uid="b")))
    (problem,) = planned("  - name: Bribery\n    brief: x\n", study).problems
    assert (problem.place, problem.message) == ("Bribery", "2 codes of the study have this path")
    assert "uids" in problem.hint
    assert plan(study, Codebook((Code("Bribery", uid="b", brief="x"),)), frozenset("b")).problems == ()


def test_a_name_that_would_stand_twice_is_a_problem_and_one_that_does_already_is_not() -> None:
    merged = plan(STUDY, Codebook((MEANS, replace(PRICE, name="network"))), frozenset("mp"))
    assert [problem.place for problem in merged.problems] == ["Means > network"]
    double = Codebook((Code("A", uid="1"), Code("A", uid="2"), Code("B", uid="3")))
    assert plan(double, Codebook((Code("B", uid="3", brief="x"),)), frozenset("3")).problems == ()


def test_title_language_and_preface_are_updated_and_never_emptied() -> None:
    merged = plan(STUDY, Codebook(title="Theirs", preface="Rules"), frozenset())
    assert [(update.field, update.old, update.new) for update in merged.book] == [
        ("title", "Ours", "Theirs"),
        ("preface", "", "Rules"),
    ]
    assert merged.codebook.language == "en"


def test_variables_are_added_and_their_values_appended() -> None:
    left = Variable("left", values=("before", "after"), uid="v")
    file = Codebook(variables=(Variable("LEFT", values=("After", "never")), Variable("left", "source", values=("x",))))
    merged = plan(Codebook(variables=(left,)), file, frozenset())
    assert merged.update_variables == (Update("v", "left", "values", ("before", "after"), ("before", "after", "never")),)
    assert merged.add_variables == (Variable("left", "source", values=("x",)),)
    assert merged.codebook.variables == (replace(left, values=("before", "after", "never")), *merged.add_variables)


def test_a_variable_of_another_type_is_a_problem() -> None:
    study, file = Codebook(variables=(Variable("age"),)), Codebook(variables=(Variable("age", type="number"),))
    (problem,) = plan(study, file, frozenset()).problems
    assert problem.place == "age"
    assert "category" in problem.message
    assert "type: category" in problem.hint


@st.composite
def books(draw: st.DrawFn) -> Codebook:
    """Draw codebooks of few names and few uids, so that two of them meet often."""
    codes: list[Code] = []
    names: set[tuple[str | None, str]] = set()
    for uid in draw(st.permutations("abcdefgh"))[: draw(st.integers(0, 8))]:
        parent = draw(st.sampled_from([None, *(code.uid for code in codes)]))
        name = draw(st.sampled_from("ABCD"))
        if (parent, name) not in names:
            names.add((parent, name))
            status: Status = draw(st.sampled_from(("active", "retired")))
            codes.append(Code(name, parent, uid, brief=draw(st.sampled_from(["", "x", "y"])), status=status))
    return depth_first(codes)


def depth_first(codes: list[Code]) -> Codebook:
    under: dict[str | None, list[Code]] = defaultdict(list)
    for code in codes:
        under[code.parent].append(code)

    def below(parent: str | None) -> list[Code]:
        return [each for code in under[parent] for each in (code, *below(code.uid))]

    return Codebook(tuple(below(None)))


GIVEN = st.frozensets(st.sampled_from("abcdefgh"))


def carried_out(current: Codebook, merged: MergePlan, dice: random.Random) -> Codebook:
    """Carry out a plan as a writer would, change by change, on positions that rise but have gaps."""
    codes = dict(current.by_uid)
    positions = dict(zip(codes, sorted(dice.sample(range(20), len(codes))), strict=True))
    for added in merged.add:
        assert added.code.uid not in codes
        assert added.code.parent is None or added.code.parent in codes
        codes[added.code.uid] = added.code
        positions[added.code.uid] = added.position
    for update in (*merged.update, *merged.pushed):
        changes: dict[str, Any] = {update.field: update.new}
        if update.field == "place":
            assert isinstance(update.new, tuple)
            changes["parent"], positions[update.uid] = changes.pop("place")
        else:
            assert getattr(codes[update.uid], update.field) == update.old
        codes[update.uid] = replace(codes[update.uid], **changes)
    return depth_first(sorted(codes.values(), key=lambda code: positions[code.uid]))


@given(books(), books(), GIVEN, st.randoms(use_true_random=False))
def test_carrying_out_a_plan_gives_the_codebook_it_promises(
    current: Codebook, incoming: Codebook, named: frozenset[str], dice: random.Random
) -> None:
    merged = plan(current, incoming, named)
    assert carried_out(current, merged, dice).codes == merged.codebook.codes
    assert len(merged.codebook.by_uid) == len(merged.codebook.codes)


@given(books(), books(), GIVEN)
def test_no_code_is_ever_removed_and_no_words_are_lost(current: Codebook, incoming: Codebook, named: frozenset[str]) -> None:
    merged = plan(current, incoming, named)
    assert set(current.by_uid) <= set(merged.codebook.by_uid)
    assert not [update for update in merged.update if update.field == "brief" and not update.new]


@given(books(), books(), GIVEN)
def test_a_second_import_changes_nothing(current: Codebook, incoming: Codebook, named: frozenset[str]) -> None:
    merged = plan(current, incoming, named)
    if not merged.problems:
        again = plan(merged.codebook, incoming, named)
        assert (again.is_empty, again.problems) == (True, ())


@given(books(), books(), GIVEN)
def test_without_problems_every_path_names_one_code(current: Codebook, incoming: Codebook, named: frozenset[str]) -> None:
    merged = plan(current, incoming, named)
    if not merged.problems:
        assert len({fold(path) for path in merged.codebook.paths.values()}) == len(merged.codebook.codes)


@given(books(), books(), GIVEN)
def test_codes_come_depth_first_and_siblings_in_the_order_of_the_file(
    current: Codebook, incoming: Codebook, named: frozenset[str]
) -> None:
    merged = plan(current, incoming, named)
    assert merged.codebook == depth_first(list(merged.codebook.codes))
    if not merged.problems:
        wanted = [fold(code.name) for code in incoming.children(None)]
        there = [fold(code.name) for code in merged.codebook.children(None)]
        assert [name for name in there if name in wanted] == wanted


@pytest.mark.parametrize("seed", range(20))
def test_added_positions_are_those_of_the_promised_codebook(seed: int) -> None:
    dice = random.Random(seed)
    study = Codebook(tuple(Code(name, uid=name) for name in dice.sample("abcdef", 4)))
    file = Codebook(tuple(Code(name, uid=name) for name in dice.sample("abcdefgh", 6)))
    merged = plan(study, file, frozenset("abcdefgh"))
    for added in merged.add:
        assert merged.codebook.children(None)[added.position] == added.code
