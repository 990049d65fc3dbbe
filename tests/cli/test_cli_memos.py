"""Memos from the command line: written, listed, edited and removed."""

from __future__ import annotations

from pathlib import Path

import pytest
from workbench import Desk, desk

HERS = ("R1 turn 2 sentence 2, Lamp", "A doubt of hers.")


def listed(at: Desk, *asked: str) -> list[tuple[int, str]]:
    """List memos by number and words."""
    return [(memo["number"], memo["memo"]) for memo in at.done("memo", "list", "s.db", *asked, "--json").json]


def written(folder: Path) -> Desk:
    """Write memos on everything, beside the one that the study has."""
    at = desk(folder)
    for who, words, *on in (
        ("elm", "of all"),
        ("ash", "of R1", "--source", "R1"),
        ("elm", "Of Lamp", "--code", "Lamp"),
        ("oak", "of the person", "--respondent", "R1"),
        ("elm", "of calls", "--source", "R1", "--at", "4.1"),
        ("ash", "of R10", "--source", "R10"),
    ):
        at.done("memo", "add", "s.db", words, *on, "--as", who)
    return at


@pytest.mark.parametrize(
    ("on", "kind", "which"),
    [
        ((), "study", ""),
        (("--source", "R1"), "source", "R1"),
        (("--code", "Lamp"), "code", "Lamp"),
        (("--respondent", "R1"), "respondent", "R1"),
        (("--respondent", "r1"), "respondent", "R1"),
        (("--source", "R1", "--at", "2.2"), "coding", "R1 turn 2 sentence 2, Lamp"),
        (("--source", "R1", "--at", "2.2", "--code", "Lamp"), "coding", "R1 turn 2 sentence 2, Lamp"),
    ],
)
def test_memo_is_written_on_what_the_options_name(tmp_path: Path, on: tuple[str, ...], kind: str, which: str) -> None:
    at = desk(tmp_path)
    at.done("memo", "add", "s.db", "두 줄\nof doubt", *on, "--as", "ash")
    memo = at.done("memo", "list", "s.db", "--json").json[-1]
    assert (memo["on"], memo["which"], memo["coder"], memo["memo"]) == (kind, which, "ash", "두 줄\nof doubt")


def test_memo_is_read_from_stdin_where_no_text_is_given(tmp_path: Path) -> None:
    at = desk(tmp_path)
    at.done("memo", "add", "s.db", "--as", "ash", stdin="  from a pipe\n\n")
    assert at.done("memo", "list", "s.db", "--json").json[-1]["memo"] == "from a pipe"


@pytest.mark.parametrize(
    "args",
    [
        ("",),
        ("   ",),
        ("x", "--at", "2.2"),
        ("x", "--source", "R1", "--respondent", "R2"),
        ("x", "--source", "R1", "--code", "Lamp"),
        ("x", "--source", "R1", "--at", "2.1"),
        ("x", "--source", "R1", "--at", "2.2", "--code", "Calls"),
        ("x", "--respondent", "R99"),
        ("x", "--code", "inspection"),
    ],
)
def test_memo_is_refused_if_it_is_empty_or_not_on_one_thing(tmp_path: Path, args: tuple[str, ...]) -> None:
    at = desk(tmp_path)
    before = at.rows()
    ran = at.run("memo", "add", "s.db", *args, "--as", "ash")
    assert ran.code in {1, 2}
    assert ran.err
    assert at.rows() == before


def test_memo_on_a_passage_with_several_codings_asks_for_the_code(tmp_path: Path) -> None:
    at = desk(tmp_path)
    at.done("code", "s.db", "R1", "2.2", "Calls", "--as", "ash")
    on = ("memo", "add", "s.db", "x", "--source", "R1", "--at", "2.2", "--as", "ash")
    assert "--code" in at.refused(*on)
    at.done(*on, "--code", "Calls")
    assert at.done("memo", "list", "s.db", "--json").json[-1]["which"] == "R1 turn 2 sentence 2, Calls"


def test_memo_list_names_what_each_is_on(tmp_path: Path) -> None:
    memos = desk(tmp_path).done("memo", "list", "s.db", "--json").json
    assert [(memo["on"], memo["which"], memo["memo"]) for memo in memos] == [
        ("coding", "R1 turn 2 sentence 2, Lamp", "A doubt of hers.")
    ]


@pytest.mark.parametrize(
    ("asked", "numbers"),
    [
        ((), [1, 2, 3, 4, 5, 6, 7]),
        (("--source", "r1"), [1, 3, 6]),
        (("--source", "R1", "--source", "R10"), [1, 3, 6, 7]),
        (("--code", "Lamp"), [1, 4]),
        (("--code", "Homes"), [1, 4]),
        (("--code", "Homes", "--exact"), []),
        (("--code", "Calls"), [6]),
        (("--respondent", "R1"), [1, 3, 5, 6]),
        (("--coder", "elm"), [2, 4, 6]),
        (("--containing", "OF "), [1, 2, 3, 4, 5, 6, 7]),
        (("--containing", "doubt"), [1]),
        (("--on", "study", "--on", "code"), [2, 4]),
        (("--source", "R1", "--coder", "elm"), [6]),
        (("--source", "R1", "--containing", "nothing of it"), []),
    ],
)
def test_memo_list_is_narrowed_by_what_memos_are_on_who_wrote_them_and_words(
    tmp_path: Path, asked: tuple[str, ...], numbers: list[int]
) -> None:
    assert [number for number, _ in listed(written(tmp_path), *asked)] == numbers


@pytest.mark.parametrize(
    ("option", "name", "said"),
    [
        ("--source", "R99", "There is no source “R99”."),
        ("--code", "inspection", "is the name of 2 codes"),
        ("--respondent", "X", "There is no respondent “X”."),
        ("--coder", "nobody", "There is no coder “nobody”."),
    ],
)
def test_memo_list_refuses_names_that_are_not_there(tmp_path: Path, option: str, name: str, said: str) -> None:
    assert said in desk(tmp_path).refused("memo", "list", "s.db", option, name)


def test_memo_list_says_what_was_left_out(tmp_path: Path) -> None:
    ran = desk(tmp_path).done("memo", "list", "s.db", "--code", "Lamp", "--containing", "doubt")
    assert "code Lamp with its sub-codes; with the words “doubt”" in ran.out + ran.err


def test_memo_list_for_programs_names_uid_target_and_place(tmp_path: Path) -> None:
    (memo,) = desk(tmp_path).done("memo", "list", "s.db", "--json").json
    assert len(memo.pop("uid")) == len(memo.pop("target")) == 32
    assert memo.pop("at")[:2] == "20"
    assert memo == {
        "number": 1, "on": "coding", "which": HERS[0], "source": "R1", "start": 50, "end": 64, "code": "Homes > Lamp",
        "coder": "ash", "memo": HERS[1],
    }  # fmt: skip


@pytest.mark.parametrize("by", ["number", "uid"])
def test_memo_edit_gives_an_own_memo_other_words(tmp_path: Path, by: str) -> None:
    at = written(tmp_path)
    name = str(at.done("memo", "list", "s.db", "--json").json[2][by])
    ran = at.done("memo", "edit", "s.db", name, "하나\n둘", "--as", "ash")
    assert ran.err == "Saved: memo 3 on R1.\n"
    assert listed(at)[2] == (3, "하나\n둘")
    at.done("memo", "edit", "s.db", name, "--as", "ash", stdin="from a pipe\n")
    assert listed(at)[2] == (3, "from a pipe")
    at.done("undo", "s.db", "--as", "ash")
    assert listed(at)[2] == (3, "하나\n둘")


def test_memo_edit_to_the_same_words_is_no_change(tmp_path: Path) -> None:
    at = desk(tmp_path)
    before = at.rows()
    at.done("memo", "edit", "s.db", "1", f"  {HERS[1]}\n", "--as", "ash")
    assert at.rows() == before


def test_memo_remove_takes_an_own_memo_out_and_undo_brings_it_back(tmp_path: Path) -> None:
    at = written(tmp_path)
    assert at.done("memo", "remove", "s.db", "1", "--as", "ash").err == f"Removed: memo 1 on {HERS[0]}.\n"
    assert listed(at)[0] == (1, "of all")
    at.done("undo", "s.db", "--as", "ash")
    assert listed(at)[0] == (1, HERS[1])


@pytest.mark.parametrize("verb", ["edit", "remove"])
@pytest.mark.parametrize(
    ("number", "who", "said"),
    [
        ("1", "elm", "somebody else's"),
        ("1", "oak", "somebody else's"),
        ("2", "ash", "There is no memo 2."),
        ("0", "ash", "There is no memo 0."),
        ("x" * 99, "ash", "There is no memo"),
    ],
)
def test_memo_of_somebody_else_or_one_that_is_not_there_is_left(
    tmp_path: Path, verb: str, number: str, who: str, said: str
) -> None:
    at = desk(tmp_path)
    before = at.rows()
    assert said in at.refused("memo", verb, "s.db", number, *(["other words"] if verb == "edit" else []), "--as", who)
    assert at.rows() == before


def test_memo_edit_refuses_no_words(tmp_path: Path) -> None:
    assert "The memo is empty." in desk(tmp_path).refused("memo", "edit", "s.db", "1", " ", "--as", "ash")
