"""One row, read: what it does, and that a row which is not understood does nothing."""

from __future__ import annotations

import json
import sys

import pytest
from brute_fold import fold, read_row
from hypothesis import given
from hypothesis import strategies as st
from laptops import STUDY, TEXT, Laptop, begin
from scripts import MISSHAPEN, STRANGE, body

from coder.study.changes import AddCoding
from coder.study.journal.effects import Acted, Add, Effect, Purge, Reveal, Set, effects, read_body
from coder.study.journal.rows import Content, Row, genesis, make_row, member, seal
from coder.study.kinds import FIELDS, Json
from coder.study.store import Store

ME = ("a", 1)
NAME: dict[str, Json] = {"kind": "code", "uid": "u", "field": "name"}


def row(text: str, device: str = "a") -> Row:
    return make_row(device, 1, 5, genesis(STUDY, device), Content(bytes(16), text))


def done(op: str, payload: Json, **more: Json) -> list[Effect]:
    """Give what a row does besides belonging to its action."""
    return [effect for effect in effects(row(body(op, payload, **more))) if not isinstance(effect, Acted)]


@pytest.mark.parametrize(
    ("op", "payload", "found"),
    [
        ("add", {"kind": "code", "uid": "u", "fields": {"name": "K"}}, [Add("code", "u", {"name": "K"})]),
        ("set", NAME | {"value": "K"}, [Set("code", "u", "name", "K", ME)]),
        ("set", NAME | {"value": None, "by": None}, [Set("code", "u", "name", None, None)]),
        ("set", NAME | {"value": "K", "by": ["b", 7]}, [Set("code", "u", "name", "K", ("b", 7))]),
        ("set", {"kind": "mark", "uid": "r/s/c", "field": "started", "value": True}, [Set("mark", "r/s/c", "started", True, ME)]),
        ("batch", {"kind": "code", "uid": "b", "n": 2, "items": [{"name": "K"}, {}]},
         [Add("code", member("b", 0), {"name": "K"}), Add("code", member("b", 1), {})]),
        ("batch.set", NAME | {"uid": "b", "values": {"1": ["K", None, None], "0": ["L", None, None, None]}},
         [Set("code", member("b", 0), "name", "L", None), Set("code", member("b", 1), "name", "K", ME)]),
        ("purge", {"contents": {"c": "mask", "d": None}, "reason": None}, [Purge("c", "mask"), Purge("d", None)]),
        ("reveal", {"round": "r"}, [Reveal("r")]),
        ("mark", {}, []),
        ("later", {"what": "nobody knows"}, []),
    ],
)  # fmt: skip
def test_an_operation_does_what_the_format_says(op: str, payload: Json, found: list[Effect]) -> None:
    assert done(op, payload) == found


def test_a_row_names_its_action_and_the_action_it_turns() -> None:
    assert effects(row(body("mark", {}, action=4))) == [Acted(("a", 4), None)]
    assert effects(row(body("mark", {}, action=4, turn=["undo", "b", 2]))) == [Acted(("a", 4), ("undo", ("b", 2)))]


def test_a_sealed_row_does_nothing() -> None:
    assert effects(seal(row(body("reveal", {"round": "r"})))) == []


@pytest.mark.parametrize("text", STRANGE + MISSHAPEN)
def test_a_row_that_is_not_understood_does_only_what_is(text: str) -> None:
    understood = {(claim.what, claim.place) for claim in read_row(row(text))}
    found = {_place(effect) for effect in effects(row(text))} - {None}
    assert found == understood


@pytest.mark.parametrize("text", STRANGE + MISSHAPEN)
def test_a_row_that_is_not_understood_never_stops_a_merge(text: str) -> None:
    one, other, _ = begin()
    good = {laptop: laptop.own()[-1:] for laptop in (one, other)}
    received = other.chronicle.receive([row(text, "stranger"), *good[one]], {})
    assert (received.added, received.rejected) == (1, ())
    assert other.act() is not None


@pytest.mark.parametrize(
    "numbers",
    [
        "[[0,0,3,null,null,null]]", f'[[0,0,{10**30},"A","",null,null]]', '[[0,0,3,"\\ud800","",null,null]]', "[7]", "{}", "[",
        '[[0,0,true,"A","",null,null]]', '[[0,0,3,"A",1,null,null]]', '[[0,0,3,"A","",-1,null]]', "[[]]", "7", "null",
        "[" * 5_000,
    ],
)  # fmt: skip
def test_a_list_of_turns_that_is_no_list_of_turns_never_stops_a_merge(numbers: str) -> None:
    laptop = begin()[0]
    said, source = Content(bytes(16), numbers), laptop.known("source")[0]
    text = laptop.value("source", source, "text")
    change = body(
        "set", {"kind": "turns", "uid": f"{source}/{text}", "field": "turns", "value": said.uid, "was": None, "was_by": None}
    )
    late = make_row("z", 1, 99, genesis(STUDY, "z"), Content(bytes(16), change))
    laptop.chronicle.receive([late], {said.uid: said})
    assert laptop.world().turns[source] == []
    assert laptop.world().texts[source] == TEXT


def test_a_row_nested_deeper_than_sqlite_reads_never_makes_a_study_unreadable() -> None:
    """Python 3.12 and later read 1,100 levels; SQLite ends at 1,000."""
    laptop, limit = begin()[0], sys.getrecursionlimit()
    source, code, coder, in_round = (laptop.known(kind)[0] for kind in ("source", "code", "coder", "round"))
    coding = AddCoding(source, code, coder, in_round, 2, 8).fields(str(laptop.value("source", source, "text")))
    deep = body("add", {"kind": "coding", "uid": "g", "fields": coding})[:-1] + ',"x":' + "[" * 1_100 + "]" * 1_100 + "}"
    sys.setrecursionlimit(100_000)
    try:
        received = laptop.chronicle.receive([make_row("z", 1, 99, genesis(STUDY, "z"), Content(bytes(16), deep))], {})
    finally:
        sys.setrecursionlimit(limit)
    assert received.added == 1
    store = Store(laptop.connection)
    assert {coding.uid for coding in store.codings()} <= {"g"}
    assert store.sources()
    assert laptop.undo() is None


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
WORDS = st.sampled_from(["code", "coding", "mark", "turns", "name", "anchor", "finished", "u", "a/b/c", "x/y"]) | JSON
PARTS = st.sampled_from([*FIELDS["coding"], *FIELDS["code"], "0", "1"])
NAMES = st.sampled_from(["kind", "uid", "field", "value", "by", "fields", "items", "values", "contents", "round", "n"])
PAYLOADS = st.dictionaries(NAMES, WORDS | st.dictionaries(PARTS, JSON | st.lists(JSON, max_size=4), max_size=3))


@given(st.sampled_from(["add", "set", "batch", "batch.set", "purge", "reveal", "mark"]), PAYLOADS, JSON)
def test_whatever_a_stranger_writes_is_kept_and_read_as_the_rules_say(op: str, payload: dict[str, Json], turn: Json) -> None:
    text = json.dumps({"at": "", "actor": "", "action": 1, "op": op, "payload": payload, "turn": turn})
    written = row(text, "stranger")
    assert {_place(effect) for effect in effects(written)} - {None} == {(claim.what, claim.place) for claim in read_row(written)}
    reader = Laptop("reader")
    assert reader.chronicle.receive([written], {}).added == 1
    assert reader.world() == fold([written], {})


def test_the_body_of_a_row_is_read_whole_or_not_at_all() -> None:
    assert read_body(row(body("later", {"x": 1}))) == json.loads(body("later", {"x": 1}))
    assert read_body(seal(row(body("later", {})))) is None
    assert read_body(row('{"at":"","actor":"","action":1,"op":"add"}')) is None


def _place(effect: Effect) -> tuple[str, tuple[str, ...]] | None:
    """Name an effect as the brute fold names a claim."""
    match effect:
        case Add(kind, uid, _):
            return "add", (kind, uid)
        case Set(kind, uid, field, _, _):
            return "set", (kind, uid, field)
        case Purge(content, replacement):
            return "purge", (content, replacement or "")
        case Reveal(revealed):
            return "reveal", (revealed,)
        case Acted(_, (_, (device, action))):
            return "turn", (device, str(action))
    return None
