"""Rows form chains: whatever is done to a chain shows, except at its very end, and there an anchor shows it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from laptops import STUDY, Laptop, begin
from scripts import play, scripts

from coder.study.journal.rows import (
    Content,
    Fault,
    Row,
    canonical,
    check_anchors,
    check_chains,
    check_contents,
    digest,
    genesis,
    is_intact,
    make_row,
    member,
    row_hash,
    seal,
)

SALT = bytes(16)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)


def chain(length: int = 6, device: str = "a") -> list[Row]:
    """Give a whole chain; each row's body says its number."""
    rows: list[Row] = []
    for seq in range(1, length + 1):
        prev = rows[-1].hash if rows else genesis(STUDY, device)
        rows.append(make_row(device, seq, 10 + seq, prev, Content(SALT, canonical({"row": seq}))))
    return rows


def problems(rows: list[Row], own: str | None = None) -> set[str]:
    return {fault.problem for fault in check_chains(STUDY, rows, own)}


# The bytes that are hashed


def test_a_row_is_hashed_as_the_format_says() -> None:
    def prefixed(part: bytes) -> bytes:
        return len(part).to_bytes(8, "big") + part

    inner = hashlib.sha256(prefixed(SALT) + prefixed("몸".encode())).hexdigest()
    parts = prefixed(b"before") + prefixed(b"a") + bytes([0] * 7 + [3]) + bytes([0] * 6 + [1, 0]) + prefixed(inner.encode())
    row = make_row("a", 3, 256, "before", Content(SALT, "몸"))
    assert (row.D, row.hash) == (inner, hashlib.sha256(parts).hexdigest())
    assert genesis(STUDY, "a") == hashlib.sha256(prefixed(STUDY.encode()) + prefixed(b"a")).hexdigest()
    assert member("batch", 2) == hashlib.sha256(prefixed(b"batch") + bytes([0] * 7 + [2])).hexdigest()[:32]


@given(TEXTS, TEXTS, TEXTS, TEXTS)
def test_parts_never_run_into_one_another(first: str, second: str, third: str, fourth: str) -> None:
    same = (first, second) == (third, fourth)
    assert (digest(first.encode(), second) == digest(third.encode(), fourth)) is same
    assert (row_hash(first, second, 1, 2, "") == row_hash(third, fourth, 1, 2, "")) is same


def test_json_is_written_in_one_way() -> None:
    assert canonical({"b": [1, None], "a": "감시"}) == '{"a":"감시","b":[1,null]}'


def test_a_salt_keeps_two_contents_of_the_same_words_apart() -> None:
    assert Content(SALT, "Oak").uid != Content(b"1" * 16, "Oak").uid


# One row


@pytest.mark.parametrize(
    "harm",
    [
        lambda row: row._replace(body='{"row":7}'),
        lambda row: row._replace(body=None),
        lambda row: row._replace(salt=None),
        lambda row: row._replace(salt=b"another salt"),
        lambda row: row._replace(device="b"),
        lambda row: row._replace(seq=4),
        lambda row: row._replace(lamport=99),
        lambda row: row._replace(prev=row.hash),
        lambda row: row._replace(D=row.hash),
        lambda row: row._replace(hash=row.prev),
    ],
)
def test_a_row_that_was_touched_is_not_intact(harm: Callable[[Row], Row]) -> None:
    row = chain()[2]
    assert is_intact(row)
    assert is_intact(seal(row))
    assert not is_intact(harm(row))


@pytest.mark.parametrize(
    ("device", "seq", "lamport", "prev"),
    [
        ("a", 0, 1, "0" * 64),
        ("a", -1, 1, "0" * 64),
        ("a", 1, -1, "0" * 64),
        ("a", 2**62, 1, "0" * 64),
        ("a", 1, 2**62, "0" * 64),
        ("a", 2**64, 1, "0" * 64),
        ("a", 1, 1, "no hash"),
        ("a", 1, 1, "AB" * 32),
        ("a", 1, 1, ""),
    ],
)
def test_a_row_out_of_range_is_not_intact_however_well_it_is_hashed(device: str, seq: int, lamport: int, prev: str) -> None:
    row = Row(device, seq, lamport, digest(SALT, "{}"), prev, "", "{}", SALT)
    if 0 <= seq < 2**64 and 0 <= lamport < 2**64:
        row = row._replace(hash=row_hash(prev, device, seq, lamport, row.D))
    assert not is_intact(row)


@pytest.mark.parametrize("half", ["\ud800", "a\udfff"])
def test_half_a_surrogate_pair_makes_no_row_and_no_content(half: str) -> None:
    row = chain()[0]
    assert not is_intact(row._replace(body=half))
    assert not is_intact(row._replace(device=half))
    reader = Laptop("reader")
    received = reader.chronicle.receive([row._replace(body=half), row._replace(device=half)], {"0" * 64: Content(SALT, half)})
    assert (received.added, len(received.rejected), reader.contents()) == (0, 2, {})


# The chain


@pytest.mark.parametrize(
    ("harm", "found"),
    [
        (lambda rows: rows[:2] + rows[3:], {"gap"}),
        (lambda rows: rows[1:], {"gap"}),
        (lambda rows: [rows[0], rows[1]._replace(body="{}"), *rows[2:]], {"edited"}),
        (lambda rows: [rows[0], rows[2]._replace(seq=2), rows[1]._replace(seq=3), *rows[3:]], {"edited", "broken"}),
        (lambda rows: [*rows, make_row("a", 3, 12, rows[1].hash, Content(SALT, "{}"))], {"fork"}),
        (lambda rows: [*rows[:2], make_row("a", 3, 12, rows[1].hash, Content(SALT, "{}")), *rows[3:]], {"broken"}),
        (lambda _: [make_row("a", 1, 12, genesis("another study", "a"), Content(SALT, "{}"))], {"genesis"}),
        (lambda rows: [*rows, make_row("a", 7, 1, rows[5].hash, Content(SALT, "{}"))], {"lamport"}),
        (lambda rows: [*rows, make_row("a", 9, 20, rows[5].hash, Content(SALT, "{}"))], {"gap"}),
    ],
)  # fmt: skip
def test_harm_to_a_chain_is_found_and_named(harm: Callable[[list[Row]], list[Row]], found: set[str]) -> None:
    assert problems(chain()) == set()
    assert problems(harm(chain())) == found


@settings(max_examples=40)
@given(
    scripts(), st.integers(0, 99), st.sampled_from(["edit", "time", "delete", "swap", "insert", "bodies", "device", "rewrite"])
)
def test_any_harm_before_the_last_row_is_found_without_an_anchor(script: list[tuple[int, str, int]], seed: int, how: str) -> None:
    laptop, dice = play(script)[0], Random(seed)
    rows = [seal(row) if dice.random() < 0.3 else row for row in laptop.own() if row.device == "a"]
    assert problems(rows) == set()
    at = dice.randrange(len(rows) - 1)
    row, after = rows[at], rows[at + 1]
    if how == "edit":
        rows[at] = row._replace(body="{}", salt=row.salt or SALT)
    elif how == "time":
        rows[at] = row._replace(lamport=row.lamport + 1)
    elif how == "delete":
        del rows[at]
    elif how == "swap":
        rows[at : at + 2] = [after._replace(seq=row.seq), row._replace(seq=after.seq)]
    elif how == "insert":
        rows.insert(at, make_row("a", row.seq + 1, row.lamport, row.hash, Content(SALT, "{}")))
    elif how == "bodies":
        rows[at] = row._replace(D=after.D, body=after.body, salt=after.salt)
    elif how == "device":
        rows[at] = row._replace(device="b")
    else:
        rows[at] = make_row("a", row.seq, row.lamport, row.prev, Content(SALT, "{}"))
    assert problems(rows) != set()


def test_the_order_of_storage_and_repeats_mean_nothing() -> None:
    rows = chain()
    assert problems([*reversed(rows), *rows]) == set()


def test_chains_of_several_devices_are_looked_at_apart() -> None:
    assert check_chains(STUDY, [*chain(), *chain(device="b")[1:]]) == [Fault("gap", "b", 2)]


def test_a_sealed_row_continues_the_chain_but_an_own_row_cannot_be_sealed() -> None:
    rows = chain()
    rows[2] = seal(rows[2])
    assert problems(rows) == set()
    assert problems(rows, own="b") == set()
    assert check_chains(STUDY, rows, own="a") == [Fault("own row sealed", "a", 3)]


# The end of a chain


@pytest.mark.parametrize(
    "harm",
    [lambda rows: rows[:4], lambda rows: [*rows[:5], make_row("a", 6, 16, rows[4].hash, Content(SALT, "{}"))], lambda _: []],
)
def test_a_tail_that_was_cut_or_rewritten_shows_only_against_an_anchor(harm: Callable[[list[Row]], list[Row]]) -> None:
    rows = chain()
    noted = [("a", 6, rows[-1].hash)]
    assert check_anchors(STUDY, rows, noted) == []
    assert problems(harm(rows)) == set()
    assert check_anchors(STUDY, harm(rows), noted) == [Fault("anchor", "a", 6)]


def test_a_row_appended_after_the_anchor_shows_nowhere() -> None:
    rows = chain()
    longer = [*rows, make_row("a", 7, 20, rows[-1].hash, Content(SALT, "{}"))]
    assert problems(longer) == set()
    assert check_anchors(STUDY, longer, [("a", 6, rows[-1].hash)]) == []


def test_an_anchor_of_nothing_holds_for_a_device_that_has_written_nothing() -> None:
    assert check_anchors(STUDY, [], [("a", 0, genesis(STUDY, "a"))]) == []
    assert check_anchors(STUDY, [], [("a", 0, genesis(STUDY, "b"))]) == [Fault("anchor", "a", 0)]


def test_a_content_whose_words_were_changed_is_found() -> None:
    contents = begin()[0].contents()
    assert check_contents(contents) == []
    uid, content = min(contents.items())
    assert check_contents(contents | {uid: content._replace(body="other words")}) == [Fault("content", uid, 0)]
