"""Every command once: a table from which bindings, key lines, the palette and the help page are made.

So none of them can promise what another does not keep. Each place has a module of its own; here they are put together.
"""

from __future__ import annotations

from textual.binding import Binding, BindingType

from coder.tui.commands import autocode, codebook, coding, everywhere, history, memos, sheets, tables, transcript
from coder.tui.commands.command import Command, Where
from coder.tui.page.keys import bindable

__all__ = ["BY_ID", "COMMANDS", "KEY_LINES", "PAGES", "Command", "Where", "bindings", "in_force", "of"]

COMMANDS: tuple[Command, ...] = (
    *everywhere.COMMANDS,
    *transcript.COMMANDS,
    *coding.COMMANDS,
    *memos.COMMANDS,
    *history.COMMANDS,
    *tables.COMMANDS,
    *autocode.COMMANDS,
    *sheets.COMMANDS,
    *codebook.COMMANDS,
)
BY_ID = {command.id: command for command in COMMANDS}

KeyLine = tuple[tuple[str, str], ...]
KEY_LINES: dict[str, KeyLine] = {
    "coding": coding.KEY_LINE,
    "autocode": autocode.KEY_LINE,
    **memos.KEY_LINES,
    **history.KEY_LINES,
    **tables.KEY_LINES,
    **sheets.KEY_LINES,
    **codebook.KEY_LINES,
}
"""Which keys each screen's last line names, as shown, with the command whose label stands beside."""

PAGES = {
    "overview": "start",
    "coding": "coding",
    "crosstab": "counting",
    "segments": "counting",
    "memos": "memos",
    "history": "study-file",
    "autocode": "autocode",
    "codebook": "codebook",
}
"""The page of the manual that explains each screen."""

_TABLES = ("overview", "crosstab", "segments", "memos", "history", "autocode")
_UNDER = {"coding": "transcript", "codebook": "tree"} | dict.fromkeys(_TABLES, "table")
"""The place of the widget that has the keys first, by screen."""


def in_force(place: str) -> tuple[Command, ...]:
    """List the commands that can be reached on a screen: its own, those of the widget in it, those that work everywhere."""
    return tuple(command for where in (place, _UNDER.get(place), "everywhere") for command in COMMANDS if command.where == where)


def of(where: Where) -> tuple[Command, ...]:
    """List the commands of one place."""
    return tuple(command for command in COMMANDS if command.where == where)


def bindings(where: Where) -> list[BindingType]:
    """Make the bindings of one place."""
    return [
        Binding(
            bindable(command.all_keys),
            command.action,
            command.help,
            show=False,
            priority=command.urgent,
            id=command.id,
        )
        for command in of(where)
    ]
