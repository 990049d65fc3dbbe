"""The codebook changed from the command line: what is told before, what is done, what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from workbench import Desk, desk


def paths(at: Desk) -> list[str]:
    """List the codes with their depth as blanks before them."""
    return [str(code["code"]) for code in at.done("codebook", "show", "s.db", "--json").json]


def page(at: Desk, code: str) -> dict[str, str]:
    return {row["field"]: row["words"] for row in at.done("codebook", "show", "s.db", code, "--json").json}


def test_a_code_is_added_with_all_its_fields(tmp_path: Path) -> None:
    at = desk(tmp_path)
    rules = ("--brief", "b", "--definition", "d", "--include", "i", "--exclude", "e", "--example", "x", "--example", "y")
    said = at.done(
        *("codebook", "add", "s.db", "Torch", "--under", "Homes", *rules),
        *("--also", "ko=횃불", "--also", "alias=flare", "--colour", "sky", "--status", "proposed", "--as", "ash"),
    )
    assert said.out == "added Homes > Torch\n"
    assert at.done("codebook", "show", "s.db", "flare", "--json").json == [
        {"field": field, "words": words}
        for field, words in (
            *(("code", "Homes > Torch"), ("name (ko)", "횃불"), ("name (alias)", "flare"), ("what it is", "b")),
            *(("definition", "d"), ("use when", "i"), ("not when", "e"), ("example", "x"), ("example", "y")),
            *(("colour", "sky"), ("status", "proposed"), ("used", "0 codings of 0 coders in 0 sources")),
        )
    ]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("add", "s.db", "lamp", "--under", "Homes"), "in the same place already"),
        (("add", "s.db", "New", "--under", "Nowhere"), "There is no code “Nowhere”"),
        (("add", "s.db", "New", "--also", "등불"), "does not say the language"),
        (("edit", "s.db", "Lamp", "--colour", "blackish"), "no colour of the palette"),
        (("edit", "s.db", "Inspection", "--name", "X"), "is the name of 2 codes"),
        (("move", "s.db", "Lamp"), "One place is needed"),
        (("move", "s.db", "Lamp", "--top", "--under", "Phones"), "One place is needed"),
        (("move", "s.db", "Lamp", "--before", "Lamp"), "before or behind itself"),
        (("move", "s.db", "Homes", "--under", "Lamp"), "cannot stand under itself"),
        (("merge", "s.db", "Homes", "Lamp"), "merged into itself"),
        (("merge", "s.db", "Lamp", "Phones"), "only groups other codes"),
        (("remove", "s.db", "Lamp"), "has codings or sub-codes"),
        (("split", "s.db", "Lamp", "Torch", "--containing", "nothing"), "None of the codings"),
        (("split", "s.db", "Lamp", "Torch", "--coder", "elm"), "Only a supervisor"),
        (("split", "s.db", "Lamp", "Torch", "--code", "Calls"), "A split is of one code"),
        (("lock", "s.db"), "Only a supervisor can lock"),
        (("history", "s.db", "Nowhere"), "There is no code"),
        (("outdated", "s.db", "--coder", "fir"), "There is no coder"),
    ],
)
def test_what_the_rules_forbid_is_refused_and_nothing_is_changed(tmp_path: Path, arguments: tuple[str, ...], said: str) -> None:
    at = desk(tmp_path)
    before = at.rows()
    as_whom = () if arguments[0] in ("history", "outdated") else ("--as", "ash")
    assert said in at.refused("codebook", *arguments, *as_whom)
    assert at.rows() == before


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("edit", "s.db", "Lamp", "--include", "i"), "older than the new rules"),
        (("edit", "s.db", "Lamp", "--colour", "sky"), "No coding is touched"),
        (("move", "s.db", "Lamp", "--top"), "“Homes > Lamp” becomes “Lamp”"),
        (("merge", "s.db", "Lamp", "Calls"), "2 codings of 2 coders in 1 source will read as “Calls”"),
        (("split", "s.db", "Lamp", "Torch"), "1 of 2 codings of “Lamp” will bear “Torch”; 1 stay"),
        (("retire", "s.db", "Lamp"), "Nobody can use “Lamp”"),
        (("activate", "s.db", "Lamp"), ""),
    ],
)
def test_a_dry_run_tells_what_would_come_of_it_and_changes_nothing(tmp_path: Path, arguments: tuple[str, ...], said: str) -> None:
    at = desk(tmp_path)
    before = at.rows()
    ran = at.done("codebook", *arguments, "--dry-run", "--as", "ash")
    assert said in ran.out
    assert ("dry run" in ran.err) is bool(said)
    assert at.rows() == before


def test_a_dry_run_is_refused_where_the_deed_would_be(tmp_path: Path) -> None:
    at = desk(tmp_path)
    assert "merged into itself" in at.refused("codebook", "merge", "s.db", "Homes", "Lamp", "--dry-run", "--as", "ash")


def test_the_deed_says_on_stderr_what_the_dry_run_said(tmp_path: Path) -> None:
    at = desk(tmp_path)
    told = at.done("codebook", "merge", "s.db", "Lamp", "Calls", "--dry-run", "--as", "ash").out
    ran = at.done("codebook", "merge", "s.db", "Lamp", "Calls", "--as", "ash")
    assert (ran.out, ran.err) == ("merged Homes > Lamp into Phones > Calls\n", told)
    assert "  Lamp" not in paths(at)


def test_fields_that_are_not_named_stay_and_an_empty_text_empties(tmp_path: Path) -> None:
    at = desk(tmp_path)
    at.done("codebook", "edit", "s.db", "Lamp", "--include", "i", "--colour", "sky", "--group", "--as", "ash")
    assert page(at, "Lamp") | {"used": ""} == {
        "code": "Homes > Lamp",
        "name (ko)": "등불",
        "what it is": "light at night",
        "use when": "i",
        "colour": "sky",
        "status": "only groups other codes",
        "used": "",
        "older than its rules": page(at, "Lamp")["older than its rules"],
    }
    at.done("codebook", "edit", "s.db", "Lamp", "--include", "", "--colour", "none", "--codable", "--as", "ash")
    assert "use when" not in page(at, "Lamp")
    assert "colour" not in page(at, "Lamp")
    assert "Nothing is to be changed" in at.done("codebook", "edit", "s.db", "Lamp", "--codable", "--as", "ash").err


@pytest.mark.parametrize(
    ("where", "order"),
    [
        (("--under", "Phones"), ["Phones", "  Inspection", "  Calls", "  Lamp", "Homes", "  Inspection"]),
        (("--top",), ["Phones", "  Inspection", "  Calls", "Homes", "  Inspection", "Lamp"]),
        (("--before", "Phones"), ["Lamp", "Phones", "  Inspection", "  Calls", "Homes", "  Inspection"]),
        (("--after", "Phones > Inspection"), ["Phones", "  Inspection", "  Lamp", "  Calls", "Homes", "  Inspection"]),
        (("--before", "Homes > Inspection"), ["Phones", "  Inspection", "  Calls", "Homes", "  Lamp", "  Inspection"]),
    ],
)
def test_a_code_is_moved_to_where_it_was_said(tmp_path: Path, where: tuple[str, ...], order: list[str]) -> None:
    at = desk(tmp_path)
    at.done("codebook", "move", "s.db", "Lamp", *where, "--as", "ash")
    assert paths(at) == order
    at.done("undo", "s.db", "--as", "ash")
    assert paths(at) == ["Phones", "  Inspection", "  Calls", "Homes", "  Inspection", "  Lamp"]


def codings(at: Desk) -> set[tuple[str, str]]:
    return {(one["coder"], one["code"]) for one in at.done("codings", "export", "s.db", "--json").json}


def test_a_split_takes_ones_own_codings_and_a_supervisor_those_of_others(tmp_path: Path) -> None:
    at = desk(tmp_path)
    at.done("codebook", "split", "s.db", "Lamp", "Torch", "--containing", "A LAMP", "--brief", "b", "--as", "ash")
    assert {("ash", "Homes > Torch"), ("elm", "Homes > Lamp")} <= codings(at)
    assert page(at, "Torch")["what it is"] == "b"
    at.done("undo", "s.db", "--as", "ash")
    at.done("codebook", "split", "s.db", "Lamp", "Torch", "--coder", "elm", "--source", "R1", "--as", "oak")
    assert {("ash", "Homes > Lamp"), ("elm", "Homes > Torch")} <= codings(at)


def test_a_split_takes_the_codings_that_are_named(tmp_path: Path) -> None:
    at = desk(tmp_path)
    uids = {one["coder"]: one["uid"] for one in at.done("codings", "export", "s.db", "--code", "Lamp", "--json").json}
    assert "None of" in at.refused("codebook", "split", "s.db", "Lamp", "Torch", "--coding", uids["elm"], "--as", "ash")
    at.done("codebook", "split", "s.db", "Lamp", "Torch", "--coding", uids["ash"], "--as", "ash")
    assert ("ash", "Homes > Torch") in codings(at)


def test_a_code_is_retired_and_taken_up_again(tmp_path: Path) -> None:
    at = desk(tmp_path)
    at.done("codebook", "retire", "s.db", "Lamp", "--as", "ash")
    assert "retired or removed" in at.refused("code", "s.db", "R1", "0:5", "Lamp", "--as", "ash")
    assert at.done("codebook", "activate", "s.db", "Lamp", "--as", "ash").out == "Homes > Lamp is active\n"
    at.done("code", "s.db", "R1", "0:5", "Lamp", "--as", "ash")


def test_a_code_without_codings_is_removed(tmp_path: Path) -> None:
    at = desk(tmp_path)
    at.done("codebook", "add", "s.db", "Roads", "--as", "ash")
    assert at.done("codebook", "remove", "s.db", "Roads", "--as", "ash").out == "removed Roads\n"
    assert "Roads" not in paths(at)


def test_a_locked_codebook_takes_proposals_and_is_opened_by_a_supervisor(tmp_path: Path) -> None:
    at = desk(tmp_path)
    assert at.done("codebook", "lock", "s.db", "--as", "oak").out == "the codebook is locked\n"
    for change in (("add", "s.db", "Roads"), ("edit", "s.db", "Lamp", "--name", "X"), ("merge", "s.db", "Lamp", "Calls")):
        assert "locked" in at.refused("codebook", *change, "--as", "oak")
    at.done("codebook", "add", "s.db", "Roads", "--status", "proposed", "--as", "ash")
    assert "Only a supervisor can unlock" in at.refused("codebook", "unlock", "s.db", "--as", "ash")
    at.done("codebook", "unlock", "s.db", "--as", "oak")
    at.done("codebook", "activate", "s.db", "Roads", "--as", "ash")


def test_the_history_says_who_when_what_from_and_to(tmp_path: Path) -> None:
    at = desk(tmp_path)
    at.done("codebook", "edit", "s.db", "Lamp", "--brief", "light", "--as", "ash")
    first, last = at.done("codebook", "history", "s.db", "Lamp", "--json").json
    assert (first["coder"], first["what"]) == ("oak", "made")
    assert last | {"at": ""} == {
        "at": "",
        "coder": "ash",
        "code": "Homes > Lamp",
        "what": "what it is",
        "from": "light at night",
        "to": "light",
    }
    assert len(at.done("codebook", "history", "s.db", "--json").json) == 7


def test_older_codings_are_listed_until_their_coder_confirms_them(tmp_path: Path) -> None:
    at = desk(tmp_path)
    assert at.done("codebook", "outdated", "s.db", "--json").json == []
    for name in ("Lamp", "Calls"):
        at.done("codebook", "edit", "s.db", name, "--include", "other", "--as", "oak")
    listed = at.done("codebook", "outdated", "s.db", "--json").json
    assert [(one["source"], one["turn"], one["code"], one["coder"], one["rule"]) for one in listed] == [
        ("R1", 2, "Homes > Lamp", "ash", "use when"),
        ("R1", 2, "Homes > Lamp", "elm", "use when"),
        ("R1", 4, "Phones > Calls", "elm", "use when"),
        ("R10", 2, "Phones > Calls", "ash", "use when"),
    ]
    assert len(at.done("codebook", "outdated", "s.db", "Lamp", "--coder", "ash", "--json").json) == 1
    assert at.done("codebook", "confirm", "s.db", "Calls", "--source", "R1", "--as", "ash").out.startswith("0 codings")
    assert at.done("codebook", "confirm", "s.db", "Lamp", "--as", "ash").out == "1 coding of Homes > Lamp confirmed\n"
    assert [one["coder"] for one in at.done("codebook", "outdated", "s.db", "Lamp", "--json").json] == ["elm"]
