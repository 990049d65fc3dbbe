"""What was done at this desk since it was opened, so that taking it back can be shown before the disk has it.

Only the study knows what an undo takes back: it may be an action of another day or of another program on this device. So what is
held here is a good guess, shown at once; the report of the writer has the last word.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple

from coder.model.coding import Coding

Way = Literal["undo", "redo"]
Codings = Mapping[str, Coding | None]
"""Codings by uid; None where there is none."""


class Step(NamedTuple):
    """The way back from one action."""

    source: str
    """uid of the source it was done in."""
    codings: Codings
    """What it changed, as that was before."""
    said: str = ""
    """What was said of it."""


class Steps:
    """The actions of one coder at one desk, each with its way back; None where that is not known."""

    def __init__(self) -> None:
        """Begin with none."""
        self._steps: dict[Way, list[Step | None]] = {"undo": [], "redo": []}

    def did(self, step: Step | None) -> None:
        """Note an action; what was undone before cannot be brought back any more."""
        self._steps["undo"].append(step)
        self._steps["redo"].clear()

    def next(self, way: Way, source: str) -> Step | None:
        """Give the step that an undo or redo would take next, if it is known and one in a source (a uid)."""
        step = self._steps[way][-1] if self._steps[way] else None
        return step if step and step.source == source else None

    def took(self, way: Way, back: Step | None) -> None:
        """Note that a step was taken, with the way `back` from it."""
        if self._steps[way]:
            self._steps[way].pop()
        self._steps["redo" if way == "undo" else "undo"].append(back)

    def forget(self) -> None:
        """Guess nothing more: the study did otherwise."""
        for steps in self._steps.values():
            steps.clear()
