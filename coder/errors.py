"""What goes wrong, said so that a researcher can mend it.

An error is raised where it is noticed, with what and where (`message`) and the way out (`hint`); it becomes text and an exit
code only at the edge (`coder.cli`, `coder.tui`). Faults that are found in numbers (a codebook file, a table of codings) are
values, `Problem`, so that all of them can be shown at once. Neither ever quotes testimony.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault of an input that has many: where it is, what it is, how to mend it."""

    place: str
    """A file's name with a line, a row, a field: whatever leads a person there."""
    message: str
    hint: str = ""

    def __str__(self) -> str:
        """Say the fault on one line."""
        return f"{self.place}: {self.message}" + (f" ({self.hint})" if self.hint else "")


class CoderError(Exception):
    """A mistake or a mishap that a user can do something about."""

    def __init__(self, message: str, hint: str, *, place: str = "", problems: Sequence[Problem] = ()) -> None:
        """Say what happened and where (`message`, one sentence) and what to do now (`hint`, one sentence)."""
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.place = place
        self.problems = tuple(problems)


class InputRefused(CoderError):
    """A file, a table or a value that was handed in cannot be taken; nothing of it was."""


class ImportRefused(InputRefused):
    """A document or another program's file cannot be read."""


class UnknownName(CoderError):
    """A source, code, coder or variable of that name does not exist, or the name fits several."""


class StudyRefused(CoderError):
    """A file cannot be opened as a study, or cannot be written to."""


class StudyDamaged(StudyRefused):
    """A file that was a study, or should be one, is not whole."""


class ChangeRefused(CoderError):
    """A rule of the study forbids the change; the study is as it was."""


class StorageFailed(CoderError):
    """The disk, the file system or another program kept a change from being saved."""


def fault(error: BaseException) -> str:
    """Say where a mistake of the program itself showed, in words that can be sent to anybody: never its message or a variable.

    >>> try:
    ...     {}["a name"]
    ... except KeyError as error:
    ...     fault(error)
    'KeyError in <doctest coder.errors.fault[0]>, line 2'
    """
    from traceback import extract_tb  # noqa: PLC0415 - only a fault pays for it

    inner = getattr(error, "error", error)
    frames = extract_tb(inner.__traceback__) if isinstance(inner, BaseException) else []
    places = [(frame.filename.replace("\\", "/").split("/"), frame.lineno) for frame in frames]
    ours = [place for place in places if "coder" in place[0]] or places
    where = f" in {'/'.join(ours[-1][0][-3:])}, line {ours[-1][1]}" if ours else ""
    return f"{type(inner).__name__}{where}"
