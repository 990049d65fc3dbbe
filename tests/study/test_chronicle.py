"""Writing to the journal: all of an action or nothing; taking in: any order, with repeats, never by halves."""

from __future__ import annotations

import json
from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from laptops import STUDY, Raw, all_of, begin
from scripts import play, scripts

from coder.errors import ChangeRefused
from coder.study.changes import Add, AddCoding, SetField
from coder.study.journal.chronicle import Received, read_rows
from coder.study.journal.fold import Fold
from coder.study.journal.rows import Content, check_chains, seal
from coder.study.kinds import Json


class Refusing:
    """A change that a rule forbids, whatever stands."""

    def contents(self) -> Iterable[Content]:
        return ()

    def entry(self, now: Fold) -> tuple[str, dict[str, Json]]:
        del now
        raise ChangeRefused("no", "never")


# Writing


@settings(max_examples=40)
@given(scripts())
def test_every_action_has_one_time_and_every_row_comes_after_all_that_was_seen(script: list[tuple[int, str, int]]) -> None:
    laptops = play(script)
    rows, _ = all_of(laptops)
    written = [row for row in rows if "*" not in row.device]
    times = {((row.device, json.loads(row.body or "")["action"]), row.lamport) for row in written}
    assert len(times) == len({action for action, _ in times})
    assert check_chains(STUDY, rows) == []
    for laptop in laptops:
        seen = 0
        for row in read_rows(laptop.connection):
            if row.device == laptop.device:
                assert row.lamport > seen or json.loads(row.body or "")["action"] != row.seq
            seen = max(seen, row.lamport)


def test_an_action_of_which_one_change_is_refused_leaves_nothing() -> None:
    laptop = begin()[0]
    before, rows = laptop.world(), laptop.rows()
    words = laptop.content("never said")
    with pytest.raises(ChangeRefused):
        laptop.chronicle.append([Add("coder", {"name": words.uid}, (words,)), Refusing()], "oak")
    assert (laptop.world(), laptop.rows()) == (before, rows)


def test_ids_learned_in_an_action_that_failed_are_forgotten() -> None:
    """A code that came into being with the failed action must not be taken for known afterwards."""
    laptop = begin()[0]
    with pytest.raises(ChangeRefused):
        laptop.chronicle.append([SetField("code", "k", "name", "never"), Refusing()], "oak")
    laptop.act(SetField("code", "k", "name", "later"))
    laptop.act(Add("code", {}, uid="k"))
    assert laptop.value("code", "k", "name") == "later"


@pytest.mark.parametrize(
    "change",
    [
        SetField("code", "k", "codable", "yes"),
        Add("coding", {"anchor": {"text": "t", "start": 5, "end": 2}}),
        Add("opinion", {}),
        Raw("set", {"kind": "code", "uid": "k", "field": "mood", "value": 1}),
        Raw("set", {"kind": "mark", "uid": "k", "field": "finished", "value": True}),
    ],
)
def test_a_change_that_would_say_nothing_is_never_saved(change: Add | SetField | Raw) -> None:
    laptop = begin()[0]
    rows = laptop.rows()
    with pytest.raises(ValueError, match="malformed"):
        laptop.act(change)
    assert laptop.rows() == rows


def test_an_action_without_changes_is_a_mark() -> None:
    laptop = begin()[0]
    before = laptop.world()
    row = laptop.chronicle.append([], "oak")
    assert '"op":"mark"' in (row.body or "")
    assert laptop.world() == before


def test_the_same_word_twice_is_two_contents() -> None:
    laptop = begin()[0]
    first, second = laptop.content("Oak"), laptop.content("Oak")
    laptop.act(Add("coder", {"name": first.uid}, (first,)), Add("coder", {"name": second.uid}, (second,)))
    assert {first.uid, second.uid} <= laptop.contents().keys()


# Taking in


def test_what_is_known_changes_nothing_and_what_was_sealed_is_filled() -> None:
    one, other, _ = begin()
    one.act(SetField("code", one.known("code")[0], "name", "A"))
    row = one.own()[-1]
    assert other.chronicle.receive([seal(row)], {}) == Received(1, 0, ())
    assert other.chronicle.receive([seal(row)], {}) == Received(0, 0, ())
    assert other.value("code", one.known("code")[0], "name") != "A"
    assert other.chronicle.receive([row], {}) == Received(0, 1, ())
    assert other.value("code", one.known("code")[0], "name") == "A"
    assert other.chronicle.receive([seal(row), row], {}) == Received(0, 0, ())
    assert other.rows()[-1] == row


def test_a_row_that_was_touched_is_left_out_and_given_back() -> None:
    one, other, _ = begin()
    one.act(SetField("code", one.known("code")[0], "name", "A"))
    row = one.own()[-1]
    touched = row._replace(body=(row.body or "").replace('"A"', '"B"'))
    rows = other.rows()
    assert other.chronicle.receive([touched, row], {}) == Received(1, 0, (touched,))
    assert other.rows() == [*rows, row]


def test_a_content_that_is_not_what_its_uid_says_is_left_out() -> None:
    one, other, _ = begin()
    words = one.content("Oak")
    other.chronicle.receive([], {words.uid: words._replace(body="Elm"), "0" * 64: words})
    assert not {words.uid, "0" * 64} & other.contents().keys()
    other.chronicle.receive([], {words.uid: words})
    assert other.contents()[words.uid] == words


def test_a_parcel_that_breaks_off_leaves_nothing() -> None:
    one, other, _ = begin()
    one.act(SetField("code", one.known("code")[0], "name", "A"))
    before = other.world()

    def breaking_off() -> Iterable[object]:
        yield one.own()[-1]
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        other.chronicle.receive(breaking_off(), {})  # type: ignore[arg-type]  # rows, as far as they come
    assert other.world() == before


def test_a_gap_holds_nothing_back() -> None:
    one, other, _ = begin()
    code = one.known("code")[0]
    one.act(SetField("code", code, "name", "A"))
    one.act(SetField("code", code, "name", "B"))
    other.chronicle.receive(one.own()[-1:], {})
    assert other.value("code", code, "name") == "B"
    other.chronicle.receive(one.own()[-2:], {})
    assert other.value("code", code, "name") == "B"


def test_sealed_rows_raise_the_time_of_what_is_written_next() -> None:
    one, other, _ = begin()
    for number in range(5):
        one.act(SetField("setting", "x", "value", number))
    other.chronicle.receive([seal(row) for row in one.own()], {})
    other.act(SetField("setting", "x", "value", "last"))
    one.learn(other)
    assert one.value("setting", "x", "value") == "last"


# Reading how things stand


def test_a_value_is_read_as_it_was_written() -> None:
    laptop = begin()[0]
    written: list[tuple[str, str, str, Json]] = [
        ("code", "k", "place", {"parent": None, "position": 2}),
        ("code", "k", "names", [["ko", "뇌물"]]),
        ("code", "k", "name", {"content": "c" * 64}),
        ("code", "k", "codable", False),
        ("coding", "g", "anchor", {"text": "t", "start": 1, "end": 2}),
        ("memo", "m", "target", {"kind": "study", "uid": ""}),
        ("setting", "s", "value", {"a": [1, 2.5, None]}),
        ("source", "s", "respondent", "r"),
    ]
    for kind, uid, field, value in written:
        laptop.act(SetField(kind, uid, field, value))
        assert laptop.value(kind, uid, field) == value
        laptop.act(SetField(kind, uid, field, None))
        assert laptop.value(kind, uid, field) is None


def test_a_field_belongs_to_the_row_that_set_it_and_else_to_the_one_that_made_the_thing() -> None:
    laptop = begin()[0]
    now = Fold(laptop.connection)
    code = laptop.known("code")[0]
    made = now.owner("code", code, "name")
    assert made is not None
    assert made == now.owner("code", code, "removed")
    laptop.act(SetField("code", code, "name", "A"))
    assert now.owner("code", code, "name") == ("a", laptop.own()[-1].seq)
    assert now.owner("code", code, "brief") == made
    assert now.owner("code", "nobody's", "name") is None
    assert now.owner("setting", "x", "value") is None


def test_what_a_new_coding_must_fit_is_read_in_one_look() -> None:
    laptop = begin()[0]
    source, code, coder, in_round = (laptop.known(kind)[0] for kind in ("source", "code", "coder", "round"))
    facts = Fold(laptop.connection).facts_for_coding(source, code, coder, in_round)
    assert facts == (laptop.value("source", source, "text"), 23, True)
    assert Fold(laptop.connection).facts_for_coding(source, "nobody's", coder, in_round) is None
    assert Fold(laptop.connection).length("not here") == 0


def test_a_coding_on_words_that_have_not_arrived_is_refused() -> None:
    one, other, _ = begin()
    source = Add("source", {"text": "t" * 64, "kind": "interview"}, uid="s")
    one.act(source)
    other.learn(one)
    code, coder, in_round = (other.known(kind)[0] for kind in ("code", "coder", "round"))
    with pytest.raises(ChangeRefused, match="0 characters"):
        other.chronicle.append([AddCoding("s", code, coder, in_round, 0, 1)], "oak")
