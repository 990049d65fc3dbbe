"""The manual's page on keys, made from the table of commands, so that no key can be without its sentence there."""

from __future__ import annotations

from typing import get_args

from coder.model.display import cells, pad, wrap
from coder.tui.commands import COMMANDS, Command, Where, of
from coder.tui.commands.habits import USUAL, Habits

TITLE = "Keys"
TITLES: dict[str, str] = {
    "everywhere": "On every screen",
    "transcript": "Reading and selecting",
    "crosstab": "Cross-tab",
    "segments": "Passages behind a number",
    "table": "In every table",
    "sheet": "List of codes",
    "tree": "The codebook's tree",
    "form": "The form of a code",
    "confirm": "Before a change is done",
    "list": "The list of older codings",
    "split": "Passages for a new code",
}
"""What a place is called to its readers, where its own name does not say it."""
_WIDTH = 80
_KEYS = 19
_NAME = 20
_INTRODUCTION = """\
Every key of every screen. Several keys on one line do the same. A letter also
works with the Korean letter on it. On a screen, F1 shows its own keys first.
"""
_CHANGED = """\
Keys that you have chosen in your settings are shown as you have them.
"""
_NAMES = """\
In your settings a command has a name (page [settings](settings.md)). Behind
the name stand its keys, and the command that does the same without the screens.

"""


def keys_page(habits: Habits = USUAL) -> str:
    """Write the page as this person's hands know it."""
    introduction = _INTRODUCTION + (_CHANGED if habits.keymap else "")
    parts = [f"# {TITLE}\n\n{introduction}"]
    for place in get_args(Where):
        lines = [line for keys, does in habits.lines(of(place)) for line in _hung(keys, does)]
        parts.append(_section(TITLES.get(place, place.capitalize()), lines))
    return "\n".join([*parts, _section("Names of the commands", [_named(habits, command) for command in COMMANDS], _NAMES)])


def _section(title: str, lines: list[str], before: str = "") -> str:
    listed = "\n".join(lines)
    return f"## {title}\n\n{before}```text\n{listed}\n```\n"


def _named(habits: Habits, command: Command) -> str:
    """Write a command's name, its keys, and what does the same without the screens."""
    return f"{pad(command.id, _NAME)} {pad(' '.join(habits.keys(command)), _KEYS)} {command.twin}".rstrip()


def _hung(first: str, text: str) -> list[str]:
    """Write two columns; what is too long goes on under the second."""
    begin = f"{pad(first, _KEYS)} "
    return [
        f"{begin if number == 0 else ' ' * cells(begin)}{line}" for number, line in enumerate(wrap(text, _WIDTH - cells(begin)))
    ]
