"""Keys of the user's own: what can be had is had, all the rest is said and falls back.

The commands here: `code` (enter, k), `undo` (ctrl+z, u) and `redo` on a screen, `cell` (enter) and `down` on a table that may lie
on it, `go` (f2, g) and `quit` (ctrl+q, urgent) everywhere, `leave` (escape) and `apply` (enter, urgent) on a sheet.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coder.errors import Problem
from coder.tui.page.keymap import Keymap, check


@dataclass(frozen=True, slots=True)
class Command:
    """A command for these tests."""

    id: str
    where: str
    all_keys: tuple[str, ...]
    urgent: bool = False


COMMANDS = (
    Command("code", "screen", ("enter", "k", "ㅏ")),
    Command("undo", "screen", ("ctrl+z", "u", "ㅕ")),
    Command("redo", "screen", ("ctrl+y",)),
    Command("cell", "table", ("enter",)),
    Command("down", "table", ("down",)),
    Command("other", "elsewhere", ("f5",)),
    Command("go", "everywhere", ("f2", "g", "ㅎ")),
    Command("quit", "everywhere", ("ctrl+q",), urgent=True),
    Command("leave", "sheet", ("escape",), urgent=True),
    Command("apply", "sheet", ("enter",), urgent=True),
)
TOGETHER = ({"screen", "table", "everywhere"}, {"elsewhere", "everywhere"}, {"sheet"})
KEYS = ["enter", "k", "ctrl+z", "ctrl+y", "f5", "f2", "f6", "g", "u", "ctrl+q", "escape", "K", "down", "ctrl+i", "x"]


def checked(**asked: str | tuple[str, ...]) -> tuple[Keymap, tuple[Problem, ...]]:
    """Check entries; one key may be written alone."""
    entries = {name: (keys,) if isinstance(keys, str) else keys for name, keys in asked.items()}
    return check(entries, COMMANDS, TOGETHER, "settings.toml")


def effective(keymap: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """Give the keys of all commands."""
    return {command.id: keymap.get(command.id, command.all_keys) for command in COMMANDS}


def test_a_key_of_ones_own_takes_the_place_of_all_that_came_with_a_command() -> None:
    assert checked(undo=("f6", "r")) == ({"undo": ("f6", "r", "ㄱ")}, ())


def test_two_commands_may_change_places() -> None:
    assert checked(undo="ctrl+y", redo="ctrl+z") == ({"undo": ("ctrl+y",), "redo": ("ctrl+z",)}, ())


def test_one_key_may_mean_two_things_in_places_that_are_never_together() -> None:
    assert checked(undo="f5") == ({"undo": ("f5",)}, ())


def test_two_commands_that_came_with_the_same_key_may_keep_it() -> None:
    assert checked(cell=("enter", "o")) == ({"cell": ("enter", "o", "ㅐ")}, ())


@pytest.mark.parametrize(
    ("asked", "message", "hint"),
    [
        ({"udno": "f6"}, "there is no such command", "“undo”"),
        ({"zzz": "f6"}, "there is no such command", "coder help keys"),
        ({"undo": "f66"}, "There is no key “f66”", "Did you mean"),
        ({"undo": "ctrl+m"}, "same as “enter”", "another"),
        ({"undo": "U"}, "Shift alone", "Write “u”"),
        ({"undo": ()}, "left without a key", "take the line out"),
        ({"undo": "ctrl+l"}, "ctrl+l is kept", "another"),
        ({"undo": "escape"}, "Esc is kept", "another"),
        ({"quit": "f6"}, "keeps ctrl+q", '["ctrl+q", …]'),
        ({"leave": "f6"}, "keeps Esc", '["escape", …]'),
        ({"leave": ("escape", "x")}, "x could not be typed", "F4"),
        ({"quit": ("ctrl+q", "tab")}, "Tab could not be typed", "F4"),
        ({"undo": "f2"}, "F2 is the key of go", "give go another"),
        ({"undo": "down"}, "Down is the key of down", "another"),
        ({"undo": "k"}, "k is the key of code", "another"),
        ({"undo": "ㅏ"}, "k is the key of code", "another"),
        ({"undo": "f6", "redo": "f6"}, "F6 is the key of undo", "another"),
        ({"go": "f5"}, "F5 is the key of other", "another"),
    ],
)
def test_what_cannot_be_had_is_said_and_falls_back(asked: dict[str, str], message: str, hint: str) -> None:
    keymap, (problem,) = checked(**asked)
    assert message in problem.message
    assert hint in problem.hint
    assert problem.place == f"settings.toml, keys, {list(asked)[-1]}"
    assert problem.place.rpartition(" ")[2] not in keymap


def test_all_that_is_wrong_is_said_at_once() -> None:
    keymap, problems = checked(undo=("ctrl+i", "nokey"), quit="f7", nothing="f6", redo="f8")
    assert len(problems) == 4
    assert keymap == {"redo": ("f8",)}


def test_an_entry_that_needs_the_place_of_a_refused_one_falls_with_it() -> None:
    keymap, problems = checked(undo="ctrl+y", redo="ctrl+i")
    assert keymap == {}
    assert [problem.place[21:] for problem in problems] == ["redo", "undo"]


@given(
    st.dictionaries(
        st.sampled_from([*(command.id for command in COMMANDS), "none"]), st.lists(st.sampled_from(KEYS), max_size=3).map(tuple)
    )
)
def test_whatever_is_asked_no_key_does_two_things_and_every_command_keeps_one(asked: dict[str, tuple[str, ...]]) -> None:
    keymap, problems = check(asked, COMMANDS, TOGETHER, "settings.toml")
    keys = effective(keymap)
    assert all(keys.values())
    assert {problem.place.rpartition(" ")[2] for problem in problems} == set(asked) - set(keymap)
    came_with = effective({})
    for places in TOGETHER:
        here = [command.id for command in COMMANDS if command.where in places]
        for a in here:
            for b in here:
                assert a == b or not set(keys[a]) & set(keys[b]) - set(came_with[a]) & set(came_with[b])
