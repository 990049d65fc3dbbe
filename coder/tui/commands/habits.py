"""How one person works: her own keys, her language, her patience. The table of commands, as she has it.

Whatever names a key or a label asks here, so that a key line, the help and the manual's page of keys show what her hands know.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from textual.dom import DOMNode

from coder.errors import Problem
from coder.model.words import count
from coder.tui.commands import BY_ID, COMMANDS, KEY_LINES, Command, in_force
from coder.tui.page.keymap import Keymap, check
from coder.tui.page.keys import JAMO, bindable, written
from coder.tui.settings import FILE, USUAL_BLANK, Language, Settings

_JAMO = frozenset(JAMO.values())


@dataclass(frozen=True, slots=True)
class Habits:
    """What a person has made of the table of commands."""

    keymap: Keymap = field(default_factory=dict)
    """Her own keys, by command."""
    language: Language = "en"
    blank_after: float = USUAL_BLANK
    """Minutes without a key until the screen is blank; 0 for never."""
    faults: int = 0
    """How much of her settings cannot be used."""

    def keys(self, command: Command) -> tuple[str, ...]:
        """List the keys of a command as they are written, without the jamo that come by rule."""
        keys = self.keymap.get(command.id, command.all_keys)
        return tuple(written(key) for key in keys if key not in _JAMO)

    def label(self, command: Command) -> str:
        """Give the label of a command."""
        return command.label(self.language)

    def shown(self, place: str) -> list[tuple[str, str]]:
        """List what a place's key line names, as key and label; a short form gives way to keys of her own."""
        changed = {command.partition(".")[0] for command in self.keymap}
        return [
            (self.keys(BY_ID[name])[0] if name.partition(".")[0] in changed else short, self.label(BY_ID[name]))
            for short, name in KEY_LINES[place]
        ]

    def lines(self, commands: Iterable[Command]) -> list[tuple[str, str]]:
        """List commands as keys and what they do; neighbours that do the same share a line."""
        lines: list[tuple[str, str]] = []
        for command in commands:
            keys = " ".join(self.keys(command))
            if lines and lines[-1][1] == command.help:
                keys = f"{lines.pop()[0]} {keys}"
            lines.append((keys, command.help))
        return lines

    def for_textual(self) -> dict[str, str]:
        """Give her keys as Textual wants them."""
        return {command: bindable(keys) for command, keys in self.keymap.items()}

    @property
    def reminder(self) -> str:
        """Say when the screen goes blank, or that something is wrong with the settings."""
        if self.faults:
            return f"settings: {count(self.faults, 'problem')}, see coder settings"
        minutes = f"{self.blank_after:g} minute{'' if self.blank_after == 1 else 's'}"
        return f"blanks after {minutes} without a key" if self.blank_after else "never blanks by itself"


USUAL = Habits()


def habits_from(settings: Settings) -> tuple[Habits, tuple[Problem, ...]]:
    """Take a person's habits from her settings, with all that is wrong with these."""
    together = [{command.where for command in in_force(place)} for place in KEY_LINES]
    keymap, refused = check(settings.keys, COMMANDS, together, FILE)
    problems = (*settings.problems, *refused)
    return Habits(keymap, settings.language, settings.blank_after, len(problems)), problems


def habits_of(node: DOMNode) -> Habits:
    """Give the habits of the person at the keyboard."""
    found: Habits = getattr(node.app, "habits", USUAL)
    return found
