"""The one table of commands, and what is made of it."""

from itertools import combinations
from pathlib import Path

import click
import pytest
from textual.binding import Binding, BindingsMap

from coder.cli import load
from coder.tui.app import CoderApp
from coder.tui.commands import BY_ID, COMMANDS, KEY_LINES, Command, Where, bindings, in_force, of
from coder.tui.commands.habits import habits_from
from coder.tui.page.keys import HIDE, LEAVE
from coder.tui.screens.autocode import AutocodeScreen
from coder.tui.screens.codebook import CodebookScreen
from coder.tui.screens.coding import CodingScreen
from coder.tui.screens.crosstab import CrosstabScreen
from coder.tui.screens.help import HelpScreen
from coder.tui.screens.history import HistoryScreen
from coder.tui.screens.memos import MemosScreen
from coder.tui.screens.overview import OverviewScreen
from coder.tui.screens.segments import SegmentsScreen
from coder.tui.settings import Settings
from coder.tui.widgets.asksheet import AskSheet
from coder.tui.widgets.codeform import CodeForm
from coder.tui.widgets.codesheet import CodeSheet
from coder.tui.widgets.codetree import CodeTree
from coder.tui.widgets.confirm import ConfirmSheet
from coder.tui.widgets.field import Field
from coder.tui.widgets.listsheet import ListSheet
from coder.tui.widgets.memosheet import MemoSheet
from coder.tui.widgets.readsheet import ReadSheet
from coder.tui.widgets.splitsheet import SplitSheet
from coder.tui.widgets.table import TableView
from coder.tui.widgets.transcript import TranscriptView

OWNERS: dict[Where, type] = {
    "everywhere": CoderApp,
    "overview": OverviewScreen,
    "transcript": TranscriptView,
    "coding": CodingScreen,
    "crosstab": CrosstabScreen,
    "segments": SegmentsScreen,
    "memos": MemosScreen,
    "history": HistoryScreen,
    "autocode": AutocodeScreen,
    "field": Field,
    "table": TableView,
    "sheet": CodeSheet,
    "ask": AskSheet,
    "reading": ReadSheet,
    "memo": MemoSheet,
    "help": HelpScreen,
    "codebook": CodebookScreen,
    "tree": CodeTree,
    "form": CodeForm,
    "confirm": ConfirmSheet,
    "list": ListSheet,
    "split": SplitSheet,
}
SHEETS = {"help", "sheet", "ask", "find", "reading", "form", "confirm", "list", "past", "split"}
"""What lies over a screen and has all keys to itself."""
MOVES = """
move extend select step cell neighbour node manual go uncoded find place ask reading pane field
command_palette clear blank quit sources.fold segments.leave memo.leave memos.open memos.clear history.open help.leave
hits.mark hits.all hits.none hits.invert hits.open hits.list hits.form
sheet.up sheet.down sheet.read_up sheet.read_down sheet.leave sheet.pin
book.read_up book.read_down book.leave form.leave confirm list.open list.leave split.mark split.leave
"""
"""What only goes about, selects, opens or leaves, by family or by name: the study stays as it is and nothing is answered."""
SHOWN = {
    "Enter": "enter",
    "Space": "space",
    "Esc": "escape",
    "Tab": "tab",
    "Del": "delete",
    "PgDn": "pagedown",
    "↑↓": "down",
    "-": "-",
}
"""How a key line writes what a binding calls otherwise."""


def test_every_command_has_a_name_of_its_own() -> None:
    assert len(BY_ID) == len(COMMANDS)


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.id)
def test_every_command_can_be_reached_run_and_explained(command: Command) -> None:
    assert command.all_keys
    assert hasattr(OWNERS[command.where], f"action_{command.action.partition('(')[0]}")
    assert command.help.endswith(".")
    assert bool(command.label_en) == bool(command.label_ko)


@pytest.mark.parametrize("place", KEY_LINES)
def test_no_key_does_two_things_in_one_place(place: str) -> None:
    here = [command for command in in_force(place) if command.id != "cell.choose"]  # says the same as the screen's own Enter
    if place in SHEETS:
        here = [command for command in here if command.where == place]
    for a, b in combinations(here, 2):
        assert not set(a.all_keys) & set(b.all_keys), (a.id, b.id)


@pytest.mark.parametrize(
    "command", [command for command in COMMANDS if command.where in {"coding", "transcript"}], ids=lambda command: command.id
)
def test_coding_needs_no_letter(command: Command) -> None:
    assert any(len(key) > 1 or not key.isalpha() for key in command.keys)


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.id)
def test_every_key_is_one_that_a_user_could_have_chosen(command: Command) -> None:
    """Then no terminal confuses it with another, none is reserved, and typing needs none."""
    settings = Settings(Path(), keys={command.id: command.all_keys})
    habits, problems = habits_from(settings)
    assert problems == ()
    assert habits.keymap == {command.id: command.all_keys}
    assert not any(key in {"f10", "f11", "f12", "ctrl+a", "ctrl+b", "ctrl+s"} for key in command.keys)


def test_the_keys_that_are_kept_are_those_of_the_table() -> None:
    assert BY_ID["quit"].keys == (LEAVE,)
    assert BY_ID["blank"].keys == (HIDE,)


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.id)
def test_every_command_that_does_something_has_a_twin_without_screens(command: Command) -> None:
    only_moves = bool({command.id, command.id.partition(".")[0]}.intersection(MOVES.split()))
    assert bool(command.twin) != only_moves
    if command.twin:
        program, *words = command.twin.split()
        assert program == "coder"
        options = [words.pop() for word in tuple(words) if word.startswith("-")]
        found: click.Command = load(words[0])
        for word in words[1:]:
            assert isinstance(found, click.Group)
            found = found.commands[word]
        assert set(options) <= {name for option in found.params for name in option.opts}


def test_a_letter_works_on_a_korean_keyboard_too() -> None:
    assert BY_ID["undo"].all_keys == ("ctrl+z", "u", "ㅕ")
    assert BY_ID["code.sheet"].all_keys == ("enter", "k", "ㅏ")


@pytest.mark.parametrize("place", KEY_LINES)
def test_a_key_line_names_keys_that_do_what_it_says(place: str) -> None:
    for shown, command in KEY_LINES[place]:
        first = SHOWN.get(shown, shown.split(" ")[-1].split("-")[0] if len(shown) < 4 else shown)
        assert first.lower() in BY_ID[command].all_keys, shown
        assert BY_ID[command].label("en")
        assert BY_ID[command].label("ko")


@pytest.mark.parametrize("where", OWNERS)
def test_bindings_hold_every_key_under_the_commands_name(where: Where) -> None:
    made, commands = bindings(where), of(where)
    assert [binding.id for binding in made if isinstance(binding, Binding)] == [command.id for command in commands]
    assert len(BindingsMap(made).key_to_bindings) == len({key for command in commands for key in command.all_keys})
