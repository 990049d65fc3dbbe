"""What a machine has and its user has chosen, said by `coder settings` and `coder doctor`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from workbench import desk, run

GOOD = 'as = "elm"\ntheme = "contrast"\n[keys]\nundo = "ctrl+e"\n'
BAD = 'them = "dark"\nglyphs = "ascii"\nblank_after = "5"\n'


@pytest.fixture
def settings() -> Path:
    """Give the file of this test's settings, in a folder that exists."""
    folder = Path(os.environ["CODER_SETTINGS"])
    folder.mkdir(parents=True, exist_ok=True)
    return folder / "settings.toml"


def shown(folder: Path, **env: str) -> dict[str, tuple[str, str]]:
    """Give value and source of each setting."""
    rows = run("settings", "--json", folder=folder, env=env).json
    return {row["setting"]: (row["value"], row["from"]) for row in rows}


def facts(*args: str, folder: Path, **env: str) -> dict[str, tuple[Any, str]]:
    """Give what the doctor found, with the remark on it."""
    rows = run("doctor", "--json", *args, folder=folder, env=env).json
    return {row["what"]: (row["found"], row["remark"]) for row in rows}


def test_settings_are_shown_with_where_they_come_from(tmp_path: Path, settings: Path) -> None:
    assert shown(tmp_path)["theme"] == ("dark", "usual")
    settings.write_text(GOOD, encoding="utf-8")
    found = shown(tmp_path)
    assert found["theme"] == ("contrast", "the file")
    assert found["as"] == ("elm", "the file")
    assert found["blank_after"] == ("5", "usual")
    assert found["keys, undo"] == ("ctrl+e", "the file")
    assert shown(tmp_path, CODER_AS="ash")["as"] == ("ash", "CODER_AS")


def test_settings_name_their_file_and_whether_it_is_there(tmp_path: Path, settings: Path) -> None:
    assert f"The file: {settings} (not there yet" in run("settings", folder=tmp_path).out
    settings.write_text(GOOD, encoding="utf-8")
    assert f"The file: {settings}\n" in run("settings", folder=tmp_path).out


def test_what_is_wrong_is_said_beside_what_is_used(tmp_path: Path, settings: Path) -> None:
    settings.write_text(BAD, encoding="utf-8")
    ran = run("settings", "--json", folder=tmp_path)
    assert ran.code == 0
    assert ran.err.count("settings.toml, ") == 2
    assert "Did you mean “theme”?" in ran.err
    assert shown(tmp_path)["glyphs"] == ("ascii", "the file")


def test_a_check_ends_with_1_only_if_anything_is_wrong(tmp_path: Path, settings: Path) -> None:
    assert run("settings", "--check", folder=tmp_path).code == 0
    settings.write_text(GOOD, encoding="utf-8")
    assert run("settings", "--check", folder=tmp_path).code == 0
    settings.write_text(BAD, encoding="utf-8")
    ran = run("settings", "--check", folder=tmp_path)
    assert (ran.code, ran.out) == (1, "")
    assert f"2 problems in {settings}" in ran.err


def test_doctor_names_versions_and_terminal(tmp_path: Path) -> None:
    found = facts(folder=tmp_path, TERM="xterm-256color", NO_COLOR="")
    assert {"coder", "Python", "SQLite", "Textual"} < found.keys()
    assert found["terminal"] == ("xterm-256color", "input or output goes elsewhere: no screens here")
    assert found["colours"] == ("none", "codings are underlined")
    assert facts(folder=tmp_path, TERM="xterm-256color")["colours"][0] == "256"
    assert facts(folder=tmp_path, TERM="xterm", COLORTERM="truecolor")["colours"][0] == "16 million"


def test_doctor_counts_what_is_wrong_with_the_settings(tmp_path: Path, settings: Path) -> None:
    assert facts(folder=tmp_path)["settings"] == ("none", "")
    settings.write_text(BAD, encoding="utf-8")
    assert facts(folder=tmp_path)["settings"] == (str(settings), "2 problems")


def test_doctor_asks_nothing_where_no_terminal_answers(tmp_path: Path) -> None:
    assert "width of │" not in facts(folder=tmp_path)
    assert facts("--ask", folder=tmp_path)["width of │"] == ("", "the terminal does not say")


def test_settings_that_name_nobody_for_sure_let_nobody_act(tmp_path: Path, settings: Path) -> None:
    settings.write_text("as = 3\n", encoding="utf-8")
    at = desk(tmp_path)
    assert "as must be a text in quotes" in at.refused("code", "s.db", "R10", "2.1", "Lamp")
    at.done("code", "s.db", "R10", "2.1", "Lamp", "--as", "elm")
