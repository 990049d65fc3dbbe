"""The settings file: what can be used is used, what cannot is said with what was probably meant."""

from __future__ import annotations

from pathlib import Path

import pytest

from coder.errors import CoderError
from coder.tui.settings import SETTINGS, Settings, read_settings

FULL = """\
as = "elm"
theme = "contrast"
language = "ko"
glyphs = "ascii"
blank_after = 0.5

[keys]
undo = "f6"
code.sheet = ["enter", "k"]
"code.again" = "."
slot.1 = "f7"
"""


def read(folder: Path, text: str, encoding: str = "utf-8") -> Settings:
    """Read settings that say `text`."""
    file = folder / "settings.toml"
    file.write_text(text, encoding=encoding)
    return read_settings(file)


def test_everything_that_can_be_chosen_is_read(tmp_path: Path) -> None:
    assert read(tmp_path, FULL) == Settings(
        tmp_path / "settings.toml",
        "elm",
        "contrast",
        "ko",
        "ascii",
        0.5,
        {"undo": ("f6",), "code.sheet": ("enter", "k"), "code.again": (".",), "slot.1": ("f7",)},
        frozenset(setting.name for setting in SETTINGS),
    )


def test_an_absent_file_chooses_nothing(tmp_path: Path) -> None:
    assert read_settings(tmp_path / "settings.toml") == Settings(tmp_path / "settings.toml")


def test_a_file_from_windows_is_read(tmp_path: Path) -> None:
    assert read(tmp_path, 'as = "elm"\n', "utf-8-sig").coder == "elm"


@pytest.mark.parametrize(
    ("line", "place", "message", "hint"),
    [
        ('them = "dark"', "them", "no setting “them”", "“theme”"),
        ("zzzzz = 1", "zzzzz", "no setting", "as, theme, language"),
        ('theme = "darc"', "theme", "cannot be “darc”", "“dark”"),
        ('theme = "qqq"', "theme", "cannot be", "dark, light, ansi or contrast"),
        ("theme = true", "theme", "a text in quotes", 'theme = "dark"'),
        ('language = "korean"', "language", "cannot be “korean”", "“ko”"),
        ('glyphs = "Box"', "glyphs", "cannot be “Box”", "“box”"),
        ("as = 3", "as", "a text in quotes", 'as = "NAME"'),
        ('as = ""', "as", "a text in quotes", ""),
        ('blank_after = "5"', "blank_after", "without quotes", "0 to 1440"),
        ("blank_after = true", "blank_after", "minutes", "0 to 1440"),
        ("blank_after = -1", "blank_after", "minutes", "0 to 1440"),
        ("blank_after = inf", "blank_after", "minutes", "0 to 1440"),
        ("blank_after = nan", "blank_after", "minutes", "0 to 1440"),
        ('keys = "f6"', "keys", "a part of the file", "[keys]"),
        ("keys.undo = 6", "keys, undo", "a key in quotes", 'undo = "f6"'),
        ("keys.undo = [6]", "keys, undo", "a key in quotes", "undo"),
    ],
)
def test_what_cannot_be_used_is_said_and_the_rest_is_used(tmp_path: Path, line: str, place: str, message: str, hint: str) -> None:
    other = 'glyphs = "ascii"' if "glyphs" not in line else 'theme = "ansi"'
    settings = read(tmp_path, f"{line}\n{other}\n")
    (problem,) = settings.problems
    assert problem.place == f"settings.toml, {place}"
    assert message in problem.message
    assert hint in problem.hint
    assert settings.chosen == {other.partition(" ")[0]}
    assert settings.blank_after == 5


def test_all_that_is_wrong_is_said_at_once(tmp_path: Path) -> None:
    assert len(read(tmp_path, 'a = 1\ntheme = "b"\nblank_after = "c"\nkeys.undo = 4\nlanguage = "d"').problems) == 5


@pytest.mark.parametrize("body", [b"as = ", b"\xff\xfe", b"as = " + b"[" * 2000], ids=["no TOML", "no UTF-8", "too deep"])
def test_a_file_that_cannot_be_read_is_one_problem(tmp_path: Path, body: bytes) -> None:
    (tmp_path / "settings.toml").write_bytes(body)
    settings = read_settings(tmp_path / "settings.toml")
    assert [problem.place for problem in settings.problems] == [str(tmp_path / "settings.toml")]
    with pytest.raises(CoderError, match="cannot be used"):
        settings.who()


def test_who_acts_is_known_in_spite_of_other_faults(tmp_path: Path) -> None:
    assert read(tmp_path, 'as = "elm"\ntheme = 3').who() == "elm"
    with pytest.raises(CoderError, match="as must be a text in quotes"):
        read(tmp_path, "as = 3").who()
