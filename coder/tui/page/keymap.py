"""The keys a user has chosen for commands: which of them can be had, and why the others cannot.

Textual takes an unknown command, a key that does not exist and one key for two commands without a word, and then a hand presses
in vain or does what it did not mean. So all of that is found here, before any screen is drawn. An entry that cannot be had is
said, and the command keeps the keys it came with.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Protocol

from coder.errors import InputRefused, Problem
from coder.tui.page.keys import RESERVED, read_key, with_jamo, written

Keymap = Mapping[str, tuple[str, ...]]
"""All keys of each command that was given others than it came with, jamo among them."""

_TYPING = frozenset(
    ("enter", "tab", "shift+tab", "space", "backspace", "delete", "insert", "left", "right", "up", "down", "home", "end")
)
"""What an input line needs besides signs."""


class Keyed(Protocol):
    """A command as far as its keys go."""

    @property
    def id(self) -> str:
        """Its name."""

    @property
    def where(self) -> str:
        """The place whose keys it belongs to."""

    @property
    def urgent(self) -> bool:
        """Whether it is asked before an input line sees the key."""

    @property
    def all_keys(self) -> tuple[str, ...]:
        """The keys it came with."""


def check(
    asked: Keymap, commands: Sequence[Keyed], together: Iterable[AbstractSet[str]], file: str
) -> tuple[Keymap, tuple[Problem, ...]]:
    """Find out which keys commands can have.

    Args:
        asked: what the user wrote for each command.
        commands: all there are.
        together: sets of places whose keys work at the same time.
        file: where it is written, for the places of problems.
    """
    known = {command.id: command for command in commands}
    keymap: dict[str, tuple[str, ...]] = {}
    problems: list[Problem] = []
    for name, typed in asked.items():
        place = f"{file}, keys, {name}"
        if name not in known:
            problems.append(_unknown(place, name, known))
            continue
        keys, refused = _read(typed)
        refused += () if refused else _refusals(known[name], keys)
        problems += [Problem(place, error.message.rstrip("."), error.hint.rstrip(".")) for error in refused]
        if not refused:
            keymap[name] = with_jamo(keys)
    groups = [[command for command in commands if command.where in places] for places in together]
    for name, message, hint in _drop_clashes(keymap, groups):
        problems.append(Problem(f"{file}, keys, {name}", message, hint))
    return keymap, tuple(problems)


def _unknown(place: str, name: str, known: Iterable[str]) -> Problem:
    from coder.analysis.nearest import did_you_mean  # noqa: PLC0415 - 27 ms that only a slip needs

    return Problem(place, "there is no such command", did_you_mean(name, known, "`coder help keys` lists them"))


def _read(typed: tuple[str, ...]) -> tuple[tuple[str, ...], list[InputRefused]]:
    """Find out which keys are meant."""
    keys, refused = [], []
    for each in typed:
        try:
            keys.append(read_key(each))
        except InputRefused as error:
            refused.append(error)
    return tuple(keys), refused


def _refusals(command: Keyed, keys: tuple[str, ...]) -> Iterator[InputRefused]:
    """Say why a command cannot have just these keys, whatever the others have."""
    came_with = command.all_keys
    if not keys:
        yield InputRefused("It would be left without a key.", "Give it one, or take the line out.")
    for key in keys:
        if key in RESERVED and key not in came_with:
            yield InputRefused(f"{written(key)} is kept for getting out, leaving and hiding the screen.", "Take another key.")
        elif command.urgent and key not in came_with and (len(key) == 1 or key in _TYPING):
            yield InputRefused(f"{written(key)} could not be typed any more.", "Take F4 to F9, or ctrl with a letter.")
    for key in came_with:
        if key in RESERVED and key not in keys:
            yield InputRefused(f"It keeps {written(key)} in any case.", f'Write ["{key}", …] and your own keys behind it.')


def _drop_clashes(keymap: dict[str, tuple[str, ...]], groups: Sequence[Sequence[Keyed]]) -> Iterator[tuple[str, str, str]]:
    """Take the entries out whose key another command has, the last one first; one that goes may free others or clash anew."""
    while clash := _clash(keymap, groups):
        name, key, other = clash
        del keymap[name]
        message = f"{written(key)} is the key of {other}, which works at the same time"
        yield name, message, f"Take another key, or give {other} another one"


def _clash(keymap: Keymap, groups: Sequence[Sequence[Keyed]]) -> tuple[str, str, str] | None:
    """Find a command of the user's whose key another one has too; two that came with the same key were meant to."""
    for name in reversed(list(keymap)):
        for group in groups:
            by_id = {command.id: command for command in group}
            for other in group if name in by_id else ():
                shared = set(keymap[name]) & set(keymap.get(other.id, other.all_keys))
                shared -= set(by_id[name].all_keys) & set(other.all_keys)
                if other.id != name and shared:
                    return name, next(key for key in keymap[name] if key in shared), other.id
    return None
