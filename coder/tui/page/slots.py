"""The ten recent codes on the digit keys, each in a place of its own.

A code keeps its digit until a new code needs a place and this one has gone unused for longest. Digits that re-sorted themselves
under the hand would be the surest way to wrong codings.
"""

from __future__ import annotations

from collections.abc import Container, Iterable

DIGITS = "1234567890"


class Slots:
    """Codes by digit."""

    def __init__(self, recent: Iterable[str] = (), places: Iterable[str] = (), pinned: Iterable[str] = ()) -> None:
        """Take the places as they were left, or lay out `recent` codes (newest first) from 1 on; `pinned` ones stay."""
        self.places: list[str] = [*places][: len(DIGITS)] or list(dict.fromkeys(recent))[: len(DIGITS)]
        """uid of the code at each digit, 1 first; empty for a digit whose code is gone."""
        self._used = [code for code in reversed(self.places) if code]
        """The same codes, the longest unused first."""
        self.pinned = {code for code in pinned if code in self.places}
        """Codes that keep their digit whatever happens."""

    def use(self, code: str) -> str:
        """Note that a code was applied; a new one takes the first free place or that of the longest unused.

        The code that had to make room is given; empty if none had to.
        """
        before = list(self.places)
        if code not in self.places:
            self._seat(code)
        if code in self._used:
            self._used.remove(code)
        self._used.append(code)
        return next((old for old in before if old and old not in self.places), "")

    def pin(self, code: str) -> bool:
        """Keep a code on its digit, or no longer; tell whether it is kept now. One that has no digit takes one first."""
        if code not in self.places:
            self._seat(code)
        if code in self.places and code not in self._used:
            self._used.insert(0, code)
        if code in self.pinned or code not in self.places:
            self.pinned.discard(code)
            return False
        self.pinned.add(code)
        return True

    def _seat(self, code: str) -> None:
        free = [old for old in self._used if old in self.places and old not in self.pinned]
        if "" in self.places:
            self.places[self.places.index("")] = code
        elif len(self.places) < len(DIGITS):
            self.places.append(code)
        elif free:
            self._used.remove(free[0])
            self.places[self.places.index(free[0])] = code

    def keep(self, codes: Container[str]) -> None:
        """Free the digits of codes that are not among some; the others stay where they are."""
        self.places = [code if code in codes else "" for code in self.places]
        self._used = [code for code in self._used if code in codes]
        self.pinned = {code for code in self.pinned if code in codes}

    @property
    def last(self) -> str | None:
        """The code used last."""
        return self._used[-1] if self._used else None

    @property
    def by_recency(self) -> list[str]:
        """The codes, the one used last first."""
        return self._used[::-1]

    def code(self, digit: str) -> str | None:
        """Find the code on a digit key."""
        place = DIGITS.index(digit)
        return self.places[place] or None if place < len(self.places) else None

    def digit(self, code: str) -> str:
        """Find the digit of a code; empty if it has none."""
        return DIGITS[self.places.index(code)] if code in self.places else ""
