"""The user's settings: one TOML file, read by commands and screens alike and written by nobody but the user.

What cannot be used is said, all of it at once and with what was probably meant, and the rest is used: a slip in the choice of
colours must not keep anybody from her work. Keys are only taken down here; `page/keymap.py` looks whether they fit the commands.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from coder.errors import CoderError, Problem
from coder.study.journal.device import Installation

Language = Literal["en", "ko"]
FILE = "settings.toml"
USUAL_BLANK = 5
LONGEST_BLANK = 1440
"""Minutes until the screen is blank; the longest is a day."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One thing a user can choose."""

    name: str
    values: tuple[str, ...]
    """What can be chosen, the usual first; empty where anything can."""
    help: str


SETTINGS = (
    Setting("as", (), "who acts, where a study has several coders"),
    Setting("theme", ("dark", "light", "ansi", "contrast"), "colours of the screens"),
    Setting("language", ("en", "ko"), "language of the labels on the screens"),
    Setting("glyphs", ("box", "ascii"), "signs that brackets are drawn with"),
    Setting("blank_after", (), "minutes without a key until the screen is blank, 0 for never"),
    Setting("keys", (), "a command's own keys, one line each"),
)
_BY_NAME = {setting.name: setting for setting in SETTINGS}


@dataclass(frozen=True, slots=True)
class Settings:
    """What the user has chosen, or left as it is."""

    file: Path
    coder: str = ""
    """The name under `as`; empty for none."""
    theme: str = ""
    """Empty where nothing was chosen, as for `glyphs`: then the terminal decides."""
    language: Language = "en"
    glyphs: str = ""
    blank_after: float = USUAL_BLANK
    keys: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """What is written for each command, not yet looked at."""
    chosen: frozenset[str] = frozenset()
    """Names of the settings that come from the file."""
    problems: tuple[Problem, ...] = ()

    def who(self) -> str:
        """Give the coder named under `as`, empty for none.

        Raises:
            CoderError: nobody can tell, because the file or just this setting cannot be read.
        """
        for problem in self.problems:
            if problem.place in {str(self.file), _place("as")}:
                message = f"The settings file {self.file} cannot be used: {problem.message}."
                raise CoderError(message, f"{problem.hint}.", place=str(self.file))
        return self.coder


def settings_file() -> Path:
    """Say where the user's settings lie."""
    return Installation.default().folder / FILE


def read_settings(file: Path) -> Settings:
    """Read a settings file; an absent one is empty."""
    try:
        text = file.read_text(encoding="utf-8-sig")  # Windows puts a mark before the first letter
    except FileNotFoundError:
        return Settings(file)
    except UnicodeDecodeError:
        return _unreadable(file, "it is not UTF-8")
    except OSError as error:
        return _unreadable(file, str(error.strerror))
    return _parsed(file, text)


def _parsed(file: Path, text: str) -> Settings:
    import tomllib  # noqa: PLC0415 - 8 ms that only who has a file pays

    try:
        return _settings(file, tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        return _unreadable(file, str(error))
    except RecursionError:
        return _unreadable(file, "too many brackets stand in one another")


def _unreadable(file: Path, why: str) -> Settings:
    return Settings(file, problems=(Problem(str(file), why, "Mend it or delete it"),))


def _place(name: str) -> str:
    return f"{FILE}, {name}"


def _settings(file: Path, found: Mapping[str, object]) -> Settings:
    """Take what is right, and list what is not."""
    reading = _Reading(found)
    return Settings(
        file,
        reading.text("as"),
        reading.text("theme"),
        "ko" if reading.text("language") == "ko" else "en",
        reading.text("glyphs"),
        reading.minutes("blank_after"),
        reading.keys("keys"),
        frozenset(reading.chosen),
        tuple(reading.problems),
    )


class _Reading:
    """Takes one value after the other out of a file, and notes what is wrong with it."""

    def __init__(self, found: Mapping[str, object]) -> None:
        self._found = found
        self.chosen: set[str] = set()
        self.problems = [_unknown(name) for name in found if name not in _BY_NAME]

    def text(self, name: str) -> str:
        """Give one of the values of a setting; empty if there is none that can be used."""
        if name not in self._found:
            return ""
        text, values = self._found[name], _BY_NAME[name].values
        if not isinstance(text, str) or not text:
            return self._refuse(name, f"{name} must be a text in quotes", f'Write {name} = "{values[0] if values else "NAME"}"')
        if values and text not in values:
            return self._refuse(name, f"it cannot be “{text}”", _nearest(text, values, f"It can be {_either(values)}"))
        self.chosen.add(name)
        return text

    def minutes(self, name: str) -> float:
        """Give a number of minutes."""
        minutes = self._found.get(name)
        if isinstance(minutes, int | float) and not isinstance(minutes, bool) and 0 <= minutes <= LONGEST_BLANK:
            self.chosen.add(name)
            return minutes
        if name in self._found:
            self._refuse(name, "it must be a number of minutes, without quotes", f"It can be 0 to {LONGEST_BLANK}")
        return USUAL_BLANK

    def keys(self, name: str) -> dict[str, tuple[str, ...]]:
        """Give what is written for each command; `code.sheet = …` is a table in a table to TOML."""
        table = self._found.get(name, {})
        if not isinstance(table, dict):
            self._refuse(name, "it must be a part of the file", 'Write a line [keys], and under it lines such as undo = "f6"')
            return {}
        keys = {}
        for command, entry in _entries(table):
            listed = [entry] if isinstance(entry, str) else entry
            if isinstance(listed, list) and all(isinstance(key, str) for key in listed):
                keys[command] = tuple(listed)
            else:
                self._refuse(f"{name}, {command}", "it must be a key in quotes, or a list of keys", f'Write {command} = "f6"')
        if keys:
            self.chosen.add(name)
        return keys

    def _refuse(self, name: str, message: str, hint: str) -> str:
        self.problems.append(Problem(_place(name), message, hint))
        return ""


def _entries(table: Mapping[str, object], before: str = "") -> Iterator[tuple[str, object]]:
    """List what tables in tables hold, the names joined by dots."""
    for name, value in table.items():
        if isinstance(value, dict):
            yield from _entries(value, f"{before}{name}.")
        else:
            yield f"{before}{name}", value


def _unknown(name: str) -> Problem:
    return Problem(_place(name), f"there is no setting “{name}”", _nearest(name, _BY_NAME, f"There are {', '.join(_BY_NAME)}"))


def _nearest(name: str, names: Iterable[str], otherwise: str) -> str:
    from coder.analysis.nearest import did_you_mean  # noqa: PLC0415 - 27 ms that only a slip needs

    return did_you_mean(name, names, otherwise)


def _either(values: tuple[str, ...]) -> str:
    return f"{', '.join(values[:-1])} or {values[-1]}"
