"""Undo and redo: what is put back, what is left to somebody else, what is refused."""

from __future__ import annotations

from dataclasses import replace

import checks
import pytest
from laptops import Laptop, Raw, SetMany, begin, purge

from coder.errors import ChangeRefused
from coder.study.changes import Add, AddCoding, Batch, Recode, SetField, add_memo
from coder.study.journal import turns
from coder.study.journal.rows import Action, Content, canonical, make_row, member, seal
from coder.study.journal.turns import Skipped, Turned
from coder.study.kinds import Json


def pair() -> tuple[Laptop, Laptop, str]:
    """Give two laptops and a code that both know."""
    one, other, _ = begin()
    return one, other, one.known("code")[0]


def name_of(laptop: Laptop, code: str) -> Json:
    return laptop.value("code", code, "name")


def did(action: Action | None) -> Action:
    assert action is not None
    return action


def coding(laptop: Laptop, uid: str, code: str | None = None) -> AddCoding:
    source, coder, in_round = (laptop.known(kind)[0] for kind in ("source", "coder", "round"))
    return AddCoding(source, code or laptop.known("code")[0], coder, in_round, 2, 8, uid=uid)


# The newest action of a coder


def test_undo_takes_actions_back_newest_first_and_redo_brings_them_back_in_turn() -> None:
    one, _, code = pair()
    old = name_of(one, code)
    first, second = did(one.act(SetField("code", code, "name", "A"))), did(one.act(SetField("code", code, "name", "B")))
    for press, action, name in ((one.undo, second, "A"), (one.undo, first, old), (one.redo, first, "A"), (one.redo, second, "B")):
        turned = press()
        assert turned is not None
        assert (turned.action, name_of(one, code)) == (action, name)
    assert one.redo() is None


def test_an_undo_says_what_it_took_back() -> None:
    one, _, code = pair()
    one.act(SetField("code", code, "name", "A"), SetField("code", code, "brief", "b"))
    turned = one.undo()
    assert turned is not None
    assert [row.seq for row in turned.rows] == [turned.action[1], turned.action[1] + 1]
    assert (turned.way, turned.skipped) == ("undo", ())


def test_an_undo_names_the_codings_it_touched_unless_others_may_depend_on_what_it_did() -> None:
    one, _, code = pair()
    one.act(coding(one, "made"), coding(one, "too"))
    assert did_to(one.undo()) == ["made", "too"]
    one.act(add_memo("code", code, one.known("coder")[0], "why"))
    assert did_to(one.undo()) == []
    one.act(coding(one, "more"), SetField("code", code, "name", "A"))
    assert did_to(one.undo()) is None


def did_to(turned: Turned | None) -> list[str] | None:
    assert turned is not None
    return None if turned.codings is None else sorted(turned.codings)


def test_a_new_act_ends_what_can_be_redone() -> None:
    one, _, code = pair()
    one.act(SetField("code", code, "name", "A"))
    one.undo()
    one.act(SetField("code", code, "brief", "b"))
    assert one.redo() is None


def test_each_coder_takes_back_only_her_own_actions() -> None:
    one, _, code = pair()
    one.chronicle.append([SetField("code", code, "name", "A")], "ash")
    one.chronicle.append([SetField("code", code, "brief", "b")], "elm")
    turns.undo(one.chronicle, "ash")
    assert (one.value("code", code, "brief"), name_of(one, code) == "A") == ("b", False)
    assert turns.undo(one.chronicle, "oak") is None
    assert turns.redo(one.chronicle, "elm") is None
    assert turns.redo(one.chronicle, "ash") is not None
    assert name_of(one, code) == "A"


def test_nobody_takes_back_what_was_done_on_another_device() -> None:
    one, other, code = pair()
    other.chronicle.append([SetField("code", code, "name", "A")], "a")
    one.learn(other)
    assert one.undo() is None
    assert name_of(one, code) == "A"


def test_an_action_that_nothing_is_left_of_still_leaves_the_stack() -> None:
    one, other, code = pair()
    below = did(one.act(SetField("code", code, "brief", "b")))
    action = did(one.act(SetField("code", code, "name", "A")))
    other.learn(one)
    other.act(SetField("code", code, "name", "B"))
    one.learn(other)
    turned = one.undo()
    assert turned is not None
    assert turned.skipped == (Skipped("code", code, "name", ("b", 1)),)
    assert one.world().undone == {action}
    again = one.undo()
    assert again is not None
    assert again.action == below


# What the rules of ownership say


def test_a_field_that_somebody_else_has_set_since_is_left_and_its_owner_named() -> None:
    one, other, code = pair()
    one.act(SetField("code", code, "name", "A"), SetField("code", code, "status", "retired"))
    other.learn(one)
    other.act(SetField("code", code, "name", "B"))
    one.learn(other)
    turned = one.undo()
    assert turned is not None
    assert turned.skipped == (Skipped("code", code, "name", ("b", 1)),)
    other.learn(one)
    for laptop in (one, other):
        assert (name_of(laptop, code), laptop.value("code", code, "status")) == ("B", None)


def test_an_undo_by_somebody_else_gives_the_field_back_to_whom_it_belonged() -> None:
    one, other, code = pair()
    one.act(SetField("code", code, "name", "A"))
    other.learn(one)
    other.act(SetField("code", code, "name", "B"))
    other.undo()
    one.learn(other)
    assert name_of(one, code) == "A"
    one.undo()
    assert name_of(one, code) in ("Bribery", "Papers")


def test_undo_and_redo_agree_with_the_field_whoever_presses_first() -> None:
    one, other, code = pair()
    old = name_of(one, code)
    action = did(one.act(SetField("code", code, "name", "new")))
    other.learn(one)
    for laptop, redo in ((one, False), (other, False), (one, True), (other, False), (other, True), (one, False)):
        laptop.turn(action, redo=redo)
        one.learn(other)
        other.learn(one)
        for each in (one, other):
            assert (name_of(each, code) == old) is (action in each.world().undone)


def test_undo_of_an_import_takes_every_member_that_others_left_alone() -> None:
    one, other, _ = pair()
    fields = coding(one, "").fields(str(one.value("source", one.known("source")[0], "text")))
    one.act(Batch("coding", [fields, fields, fields], uid="batch"))
    other.learn(one)
    other.act(SetMany("batch", "removed", {1: True}))
    one.learn(other)
    turned = one.undo()
    assert turned is not None
    assert turned.skipped == (Skipped("coding", member("batch", 1), "removed", ("b", 1)),)
    assert [one.world().things["coding"][member("batch", n)]["live"] for n in range(3)] == [0, 0, 0]
    one.redo()
    assert [one.world().things["coding"][member("batch", n)]["live"] for n in range(3)] == [1, 0, 1]


def test_a_change_of_many_is_taken_back_member_by_member() -> None:
    one, other, _ = pair()
    fields = coding(one, "").fields(str(one.value("source", one.known("source")[0], "text")))
    one.act(Batch("coding", [fields, fields], uid="batch"))
    one.act(SetMany("batch", "origin", {0: "auto", 1: "auto"}))
    other.learn(one)
    other.act(SetField("coding", member("batch", 1), "origin", "import"))
    one.learn(other)
    one.undo()
    assert [one.value("coding", member("batch", n), "origin") for n in range(2)] == ["manual", "import"]
    one.redo()
    assert [one.value("coding", member("batch", n), "origin") for n in range(2)] == ["auto", "import"]


# What is refused


@pytest.mark.parametrize(
    "refused",
    [
        lambda laptop: purge({str(laptop.value("source", laptop.known("source")[0], "text")): None}),
        lambda laptop: Raw("reveal", {"round": laptop.known("round")[0]}),
    ],
)
def test_a_purge_and_a_reveal_are_for_good_and_nothing_older_is_taken_back_instead(refused: object) -> None:
    one, _, code = pair()
    one.act(SetField("code", code, "name", "A"))
    one.act(refused(one))  # type: ignore[operator]  # a maker of changes
    before = one.world()
    with pytest.raises(ChangeRefused):
        turns.undo(one.chronicle, one.device)
    assert one.world() == before


def test_a_code_that_others_use_is_not_taken_back() -> None:
    one, other, _ = pair()
    action = did(one.act(Add("code", {"name": "K"}, uid="k")))
    other.learn(one)
    other.act(coding(other, "g", "k"))
    one.learn(other)
    with pytest.raises(ChangeRefused):
        turns.undo(one.chronicle, one.device)
    assert action not in one.world().undone
    other.undo()
    one.learn(other)
    assert one.undo() is not None


def test_a_code_with_a_child_that_another_action_made_is_not_taken_back() -> None:
    one, _, _ = pair()
    parent = did(one.act(Add("code", {"name": "K"}, uid="k")))
    child = did(one.act(Add("code", {"name": "L", "place": {"parent": "k", "position": 0}}, uid="l")))
    assert one.turn(parent, redo=False) is None
    assert one.turn(child, redo=False) is not None
    assert one.turn(parent, redo=False) is not None
    assert one.turn(parent, redo=True) is not None


@pytest.mark.parametrize("kind", ["coder", "round"])
def test_a_coder_or_round_that_codings_name_is_not_taken_back(kind: str) -> None:
    """Else the codings would stay and count, and be in no table by coder or round."""
    one, other, _ = pair()
    action = did(one.act(Add(kind, {}, uid="new")))
    other.learn(one)
    other.act(replace(coding(other, "g"), **{kind: "new"}))  # type: ignore[arg-type]  # a uid
    one.learn(other)
    assert one.turn(action, redo=False) is None
    other.undo()
    one.learn(other)
    assert one.turn(action, redo=False) is not None


def test_a_code_and_what_came_with_it_in_one_action_are_taken_back_together() -> None:
    one, _, _ = pair()
    child = Add("code", {"name": "L", "place": {"parent": "k", "position": 0}}, uid="l")
    one.act(Add("code", {"name": "K"}, uid="k"), child, coding(one, "g", "k"))
    assert one.undo() is not None
    world = one.world()
    assert [world.things[kind][uid]["removed"] for kind, uid in (("code", "k"), ("code", "l"), ("coding", "g"))] == [True] * 3


def test_a_code_goes_back_with_what_the_same_action_recoded_or_moved_to_it() -> None:
    one, _, code = pair()
    other_code = one.known("code")[1]
    one.act(coding(one, "g", code))
    one.act(
        Add("code", {"name": "K"}, uid="k"),
        Recode("g", "k"),
        SetField("code", other_code, "place", {"parent": "k", "position": 0}),
    )
    before = one.world()
    assert one.undo() is not None
    assert (one.value("coding", "g", "code"), one.value("code", "k", "removed")) == (code, True)
    assert one.world().tree[other_code][0] is None
    assert one.redo() is not None
    assert checks.visible(one.world()) == checks.visible(before)


@pytest.mark.parametrize("use", ["recoded", "moved"])
def test_a_code_that_another_action_recoded_or_moved_to_is_not_taken_back(use: str) -> None:
    one, _, code = pair()
    one.act(coding(one, "g", code))
    action = did(one.act(Add("code", {"name": "K"}, uid="k")))
    place: Json = {"parent": "k", "position": 0}
    one.act(Recode("g", "k") if use == "recoded" else SetField("code", one.known("code")[1], "place", place))
    assert one.turn(action, redo=False) is None
    assert one.undo() is not None
    assert one.turn(action, redo=False) is not None


def test_the_first_round_of_a_study_is_not_taken_back() -> None:
    one = begin()[0]
    assert one.undo() is None
    assert one.world().things["round"][one.known("round")[0]]["removed"] is None


def test_a_further_round_is_taken_back_also_where_it_is_the_first_thing_a_device_did() -> None:
    _, other, _ = pair()
    other.act(Add("round", {"blind": True}, uid="second"))
    assert other.undo() is not None
    assert other.value("round", "second", "removed") is True


def test_an_undo_is_not_itself_undone() -> None:
    one, _, code = pair()
    one.act(SetField("code", code, "name", "A"))
    one.undo()
    newest = one.own()[-1]
    assert one.turn((newest.device, newest.seq), redo=False) is None


def test_what_is_undone_is_not_undone_twice_and_what_stands_is_not_redone() -> None:
    one, _, code = pair()
    action = did(one.act(SetField("code", code, "name", "A")))
    assert one.turn(action, redo=True) is None
    assert one.turn(action, redo=False) is not None
    assert one.turn(action, redo=False) is None


def test_a_sealed_action_is_not_taken_back() -> None:
    one, other, code = pair()
    action = did(other.act(SetField("code", code, "name", "A")))
    one.chronicle.receive([seal(row) for row in other.own()], {})
    assert one.turn(action, redo=False) is None


def test_a_forked_action_is_not_taken_back() -> None:
    one, _, code = pair()
    action = did(one.act(SetField("code", code, "name", "A")))
    row = one.own()[-1]
    assert row.body is not None
    twin = make_row(row.device, row.seq, row.lamport, row.prev, Content(bytes(16), row.body.replace('"A"', '"B"')))
    one.chronicle.receive([twin], {})
    assert one.turn(action, redo=False) is None


@pytest.mark.parametrize(
    "strange",
    [
        Raw("set", {"kind": "opinion", "uid": "u", "field": "mood", "value": 1, "was": None, "was_by": None}),
        Raw("set", {"kind": "code", "uid": "u", "field": "mood", "value": 1, "was": None, "was_by": None}),
        Raw("add", {"kind": "opinion", "uid": "u", "fields": {}}),
        Raw("later", {"what": "nobody knows"}),
    ],
)
def test_what_a_newer_version_wrote_here_never_breaks_undo(strange: Raw) -> None:
    """The newer version ran on this installation; then the older one was put back."""
    one, _, code = pair()
    before = one.own()[-1]
    text = '{"action":%d,"actor":"a","at":"","op":"%s","payload":%s,"turn":null}'
    body = text % (before.seq + 1, strange.op, canonical(strange.payload))
    one.chronicle.receive([make_row("a", before.seq + 1, before.lamport + 1, before.hash, Content(bytes(16), body))], {})
    known = name_of(one, code)
    one.undo()
    assert name_of(one, code) == known


def test_an_action_of_many_rows_is_read_to_its_end() -> None:
    one, _, code = pair()
    one.act(*(SetField("code", f"unknown {number}", "name", "x") for number in range(230)))
    one.act(SetField("code", code, "name", "A"))
    one.undo()
    turned = one.undo()
    assert turned is not None
    assert len(turned.rows) == 230


def test_an_empty_study_has_nothing_to_undo_or_redo() -> None:
    laptop = Laptop("a")
    assert laptop.undo() is None
    assert laptop.redo() is None
