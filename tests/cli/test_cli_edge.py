"""What holds for every command: exit codes, what is said where, and that a path alone opens a study."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from workbench import desk, run

from coder.cli import LINES, load

COMMANDS = [
    ("status", "s.db"),
    ("sources", "list", "s.db"),
    ("sources", "export", "s.db", "R1"),
    ("turns", "s.db", "R1"),
    ("read", "s.db", "R1"),
    ("respondents", "list", "s.db"),
    ("values", "export", "s.db"),
    ("coders", "list", "s.db"),
    ("codebook", "show", "s.db"),
    ("codebook", "export", "s.db"),
    ("memo", "list", "s.db"),
    ("codings", "export", "s.db"),
    ("crosstab", "s.db", "--columns", "left"),
    ("agreement", "s.db"),
    ("log", "s.db"),
    ("verify", "s.db"),
]
"""Every command that only reads."""


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_command_that_reads_prints_to_stdout_and_changes_nothing(tmp_path: Path, command: tuple[str, ...]) -> None:
    at = desk(tmp_path)
    before = at.study.read_bytes()
    assert at.done(*command).out
    assert at.study.read_bytes() == before


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_command_refuses_a_missing_study_with_code_1_and_two_lines(tmp_path: Path, command: tuple[str, ...]) -> None:
    at = desk(tmp_path)
    said = at.refused(*(word.replace("s.db", "nowhere.db") for word in command))
    assert "There is no study nowhere.db." in said
    assert len(said.strip().split("\n")) == 2
    assert not (tmp_path / "nowhere.db").exists()


@pytest.mark.parametrize("name", LINES)
def test_help_of_every_command_begins_with_its_line_in_the_list(tmp_path: Path, name: str) -> None:
    ran = desk(tmp_path).run(name, "--help")
    assert ran.code == 0
    assert (load(name).help or "").startswith(LINES[name].removesuffix(".").split(" (")[0])


def test_help_names_all_commands(tmp_path: Path) -> None:
    ran = desk(tmp_path).run("--help")
    assert ran.code == 0
    assert ran.err == ""
    assert all(f"  {name} " in ran.out for name in LINES)


def test_version_is_printed(tmp_path: Path) -> None:
    assert desk(tmp_path).run("--version").out.startswith("coder ")


@pytest.mark.parametrize(
    "args",
    [
        ("crosstab", "s.db"),
        ("status",),
        ("status", "s.db", "more"),
        ("status", "s.db", "--format", "yaml"),
        ("agreement", "s.db", "--unit", "word"),
        ("codings", "nothing", "s.db"),
        ("code", "s.db", "R1"),
        ("-x",),
        ("nosuch",),
    ],
    ids=" ".join,
)
def test_wrong_usage_ends_with_code_2_and_shows_the_usage(tmp_path: Path, args: tuple[str, ...]) -> None:
    ran = desk(tmp_path).run(*args)
    assert (ran.code, ran.out) == (2, "")
    assert "Usage: coder" in ran.err
    assert "Error: " in ran.err


def test_unknown_command_is_told_the_nearest(tmp_path: Path) -> None:
    assert "Did you mean `coder crosstab`?" in desk(tmp_path).run("crosstb", "s.db").err


@pytest.mark.parametrize("path", ["s.db", "./s.db", "s"])
def test_path_alone_opens_the_study_which_needs_a_terminal(tmp_path: Path, path: str) -> None:
    said = desk(tmp_path).refused(path, "--as", "ash")
    assert "The screens need a terminal" in said
    assert "coder status" in said


def test_open_without_a_terminal_names_the_commands_that_need_none(tmp_path: Path) -> None:
    said = desk(tmp_path).refused("open", "s.db", "--as", "ash")
    assert "coder read s.db" in said


@pytest.mark.parametrize("path", ["other.db", "folder/other", "./other"])
def test_path_of_no_file_is_refused_as_a_missing_study(tmp_path: Path, path: str) -> None:
    assert "There is no study" in desk(tmp_path).refused(path)


def test_command_before_the_path_wins_over_a_file_of_that_name(tmp_path: Path) -> None:
    at = desk(tmp_path)
    at.write("status", "a file that is called like a command")
    assert "Missing argument 'STUDY'" in at.run("status").err


@pytest.mark.parametrize("asked", [("--json",), ("--format", "json"), ("--format=json",), ("-o", "x.json")], ids=" ".join)
def test_error_is_json_on_stderr_where_json_was_asked_for(tmp_path: Path, asked: tuple[str, ...]) -> None:
    ran = desk(tmp_path).run("codings", "export", "s.db", "--source", "R11", *asked)
    assert (ran.code, ran.out) == (1, "")
    said = json.loads(ran.err)
    assert said.keys() == {"error", "hint", "place"}
    assert said["error"] == "There is no source “R11”."
    assert said["hint"].startswith("Did you mean “R1")


def test_error_is_words_where_json_is_only_a_word_of_the_arguments(tmp_path: Path) -> None:
    said = desk(tmp_path).refused("memo", "add", "s.db", "json", "--code", "Nothing like it", "--as", "ash")
    assert said.startswith("There is no code")


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        (("code", "s.db", "R1", "2.1", "Lmap", "--as", "ash"), "Did you mean “Lamp”?"),
        (("read", "s.db", "R1", "--coder", "ahs"), "Did you mean “ash”?"),
        (("codings", "export", "s.db", "--round", "mian"), "Did you mean “main”?"),
        (("crosstab", "s.db", "--columns", "lefd"), "Did you mean “left”?"),
        (("crosstab", "s.db", "--columns", "left", "--where", "left=erly"), "Did you mean “early”?"),
        (("turns", "s.db", "Q77"), "`coder sources list STUDY` lists the sources."),
    ],
)
def test_unknown_name_is_refused_with_the_nearest_or_with_where_to_look(tmp_path: Path, name: tuple[str, ...], hint: str) -> None:
    assert desk(tmp_path).refused(*name).rstrip("\n").endswith(hint)


def test_problems_of_many_places_are_said_once_with_their_number(tmp_path: Path) -> None:
    at = desk(tmp_path)
    rows = "".join(f"R1,nobody,Lamp,{number},{number + 1}\n" for number in range(50))
    table = at.write("c.csv", f"source,coder,code,start,end\n{rows}")
    said = at.refused("codings", "import", "s.db", table.name, "--as", "oak")
    assert said.count("There is no coder “nobody”") == 1
    assert "line 2 and 49 more" in said


def test_more_than_twenty_different_problems_are_counted_and_not_listed(tmp_path: Path) -> None:
    at = desk(tmp_path)
    rows = "".join(f"R1,nobody{number},Lamp,0,1\n" for number in range(30))
    table = at.write("c.csv", f"source,coder,code,start,end\n{rows}")
    said = at.refused("codings", "import", "s.db", table.name, "--as", "oak")
    assert said.count("There is no coder") == 20
    assert "… and 10 more" in said


@pytest.mark.parametrize(
    "args",
    [
        ("status", "{}"),
        ("status", "./{}.db"),
        ("new", "{}"),
        ("{}.db",),
        ("./{}",),
        ("import", "s.db", "{}", "--as", "oak"),
        ("codings", "import", "s.db", "{}", "--as", "oak"),
        ("values", "import", "s.db", "{}", "--as", "oak"),
        ("codebook", "check", "{}"),
        ("codebook", "export", "s.db", "{}"),
        ("codings", "export", "s.db", "-o", "{}"),
        ("demo", "{}"),
        ("read", "s.db", "{}"),
        ("coders", "add", "s.db", "{}", "--as", "oak"),
        ("sources", "rename", "s.db", "R1", "{}", "--as", "oak"),
    ],
    ids=" ".join,
)
def test_name_that_is_too_long_for_a_file_is_refused_by_what_it_is(tmp_path: Path, args: tuple[str, ...]) -> None:
    at = desk(tmp_path)
    before = at.rows()
    said = at.refused(*(word.format("x" * 300) for word in args))
    assert "output could not be written" not in said
    assert len(said.strip().split("\n")) == 2
    assert at.rows() == before


def test_study_before_the_command_is_told_the_right_order(tmp_path: Path) -> None:
    ran = desk(tmp_path).run("s.db", "status")
    assert ran.code == 2
    assert "coder status s.db" in ran.err


@pytest.mark.parametrize(("typed", "offered"), [("coder cro", ["crosstab"]), ("coder codings ex", ["export"])])
def test_shell_completes_commands(tmp_path: Path, typed: str, offered: list[str]) -> None:
    words = {"COMP_WORDS": typed, "COMP_CWORD": str(typed.count(" ")), "_CODER_COMPLETE": "bash_complete"}
    ran = run(folder=tmp_path, env=words)
    assert [line.partition(",")[2] for line in ran.out.split()] == offered


def test_coder_alone_shows_its_help(tmp_path: Path) -> None:
    ran = run(folder=tmp_path)
    assert (ran.code, ran.err) == (0, "")
    assert "Commands:" in ran.out
