"""A hand that codes a source from its first turn to its last by keys alone, and knows what must be in the file then.

What must be there is worked out from the text, its turns and its sentences, without the code of the screens.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from itertools import pairwise

from real_terminal import Terminal

from coder.model.source import Turn
from coder.model.spans import trim
from coder.model.text import WORD, sentence_ends
from coder.model.words import count

DOWN, TOP, WORD_LEFT, DELETE = "\x1b[B", "\x1b[1;5H", "\x1b[1;5D", "\x1b[3~"
F4, F5, F8, F9 = "\x1bOS", "\x1b[15~", "\x1b[19~", "\x1b[20~"
UNDO, REDO, QUIT = "\x1a", "\x19", "\x11"
CODES = {
    "Informants": "informa",
    "Home search": "home s",
    "Bribery": "brib",
    "Phone inspection": "phone insp",
    "Foreign media": "foreign m",
    "Private trade": "private t",
}
"""Codes of the shipped codebook, each with what is typed to find it."""
SURE = 38
"""Characters that the status line says in any window, however much stands at its right end."""
AT_ONCE = 4
"""Ways after which the hand looks up."""

Span = tuple[int, int]


class Material:
    """A text as a reader goes through it: its turns, else its lines, and the sentences in them."""

    def __init__(self, text: str, turns: Sequence[Turn]) -> None:
        self.text = text
        self.turns = turns
        first = turns[0].label if turns else len(text)
        lines = [(start, end) for start, end in pairwise([0, *_line_ends(text, first)]) if text[start:end].strip()]
        self.blocks = [trim(text, *span) for span in [*lines, *((turn.start, turn.end) for turn in turns)]]
        self.blocks = [(start, end) for start, end in self.blocks if start < end]
        self.sentences = [span for block in self.blocks for span in _sentences(text, *block)]

    @property
    def first(self) -> int:
        """Where the first turn begins."""
        return self.turns[0].start if self.turns else self.blocks[0][0]

    def block(self, offset: int) -> Span:
        """Find the turn or line around a place."""
        return self.blocks[bisect_right(self.blocks, (offset, len(self.text))) - 1]

    def sentence(self, offset: int) -> Span:
        """Find the sentence around a place."""
        return self.sentences[bisect_right(self.sentences, (offset, len(self.text))) - 1]

    def next(self, spans: Sequence[Span], offset: int) -> int | None:
        """Find where the next of some spans begins."""
        place = bisect_right(spans, (offset, len(self.text)))
        return spans[place][0] if place < len(spans) else None

    def where(self, offset: int) -> str:
        """Say where a place is, as the status line says it."""
        turn = sum(turn.label <= offset for turn in self.turns)
        return f"turn {turn}" if turn else f"character {offset:,}"


def _line_ends(text: str, end: int) -> list[int]:
    return [*(place + 1 for place, letter in enumerate(text[:end]) if letter == "\n"), end]


def _sentences(text: str, start: int, end: int) -> list[Span]:
    spans = [trim(text, a, b) for a, b in pairwise([start, *sentence_ends(text, start, end)])]
    return [(a, b) for a, b in spans if a < b]


class Walker:
    """Types into the coding screen and keeps, beside it, what must come of it."""

    def __init__(self, terminal: Terminal, material: Material) -> None:
        self._terminal = terminal
        self._material = material
        self._cursor = material.first
        self.codings: dict[int, tuple[int, str]] = {}
        """Where each coding ends and its code, by where it begins."""
        self._digits: list[str] = []
        self._last = ""
        self._keys = ""
        self._number = 0
        self._ways: tuple[Callable[[], None], ...] = (
            self._by_digit, self._again, self._two_sentences, self._next_sentence, self._undone_and_redone, self._undone,
            self._removed, self._recoded, self._with_other_end, self._whole_turn,
        )  # fmt: skip

    def go_to_the_first_turn(self) -> None:
        """Stand at the first turn; in a text without turns one stands there."""
        if self._material.turns:
            self._terminal.type("#", until="go to: a turn")
            self._terminal.type("1\r", until="turn 1 of")

    def walk(self) -> None:
        """Code something in every turn, each time in another way; the first ones from the sheet."""
        at: int | None = self._cursor
        while at is not None:
            self._cursor = at
            if len(self._digits) < len(CODES):
                self._from_the_sheet([*CODES][len(self._digits)])
            else:
                self._ways[self._number % len(self._ways)]()
                self._number += 1
            at = self._material.next(self._material.blocks, self._cursor)
            self._keys += "}" if at is not None else ""
        self._look()

    def come_back_to_what_is_left(self) -> None:
        """From the top go to the first answer in which nothing is coded, and code it."""
        spans = [(start, end) for start, (end, _) in self.codings.items()]
        answers = [(t.start, t.end) for t in self._material.turns if t.role != "I" and t.start < t.end] or self._material.blocks
        self._cursor = next(a for a, b in answers if not any(a < end and start < b for start, end in spans))
        self._press(f"{TOP}{F8}", until="Enter codes")
        self._by_digit()
        self._look()

    def _press(self, keys: str, *, until: str) -> None:
        self._terminal.type(self._keys + keys, until=until)
        self._keys = ""

    def _said(self, verb: str, code: str, offset: int) -> str:
        return f"{verb} {code}, {self._material.where(offset)}"[:SURE]

    def _code(self, keys: str, code: str, start: int, end: int) -> None:
        """Code a passage; the hand looks up only now and then."""
        self._keys += keys
        self.codings[start] = end, code
        self._last = code
        self._until = self._said("coded", code, start)
        if self._number % AT_ONCE == 0:
            self._look()

    def _look(self) -> None:
        """Read what came of the keys that were typed blindly."""
        if self._keys:
            self._press("", until=self._until)

    @property
    def _sentence(self) -> Span:
        return self._material.sentence(self._cursor)

    @property
    def _digit(self) -> tuple[str, str]:
        """The digit that is pressed next, and its code."""
        place = self._number % len(self._digits)
        return str(place + 1), self._digits[place]

    def _from_the_sheet(self, code: str) -> None:
        start, end = self._sentence
        self._press("\r", until=f"code {count(end - start, 'character')} of")
        self._digits.append(code)
        self._code(f"{CODES[code]}\r", code, start, end)
        self._look()

    def _by_digit(self) -> None:
        self._code(*self._digit, *self._sentence)

    def _again(self) -> None:
        self._code(".", self._last, *self._sentence)

    def _two_sentences(self) -> None:
        start, end = self._sentence
        following = self._material.next(self._material.sentences, start)
        if following is not None and self._material.block(following) == self._material.block(start):
            end = self._material.sentence(following)[1]
        digit, code = self._digit
        self._code(f"  {digit}", code, start, end)

    def _next_sentence(self) -> None:
        self._cursor = self._material.next(self._material.sentences, self._cursor) or self._cursor
        digit, code = self._digit
        self._code(f"){digit}", code, *self._sentence)

    def _undone(self) -> None:
        self._by_digit()
        self._look()
        self._press(UNDO, until=self._said("undone: coded", self._last, self._cursor))
        del self.codings[self._sentence[0]]

    def _undone_and_redone(self) -> None:
        coding = self._sentence
        self._undone()
        self._press(REDO, until=self._said("redone: coded", self._last, self._cursor))
        self.codings[coding[0]] = coding[1], self._last

    def _removed(self) -> None:
        self._by_digit()
        self._press(DELETE, until=self._said("removed", self._last, self._cursor))
        del self.codings[self._sentence[0]]

    def _recoded(self) -> None:
        """Code, step back to the coding before, give it another code, and come back."""
        self._by_digit()
        before = max(start for start in self.codings if start < self._cursor)
        end, was = self.codings[before]
        code = next(code for code in self._digits if code != was)
        self._press("[", until=f"selected: {count(end - before, 'character')} ")
        self._press(F5, until=f"instead of {was}, ")
        self._press(f"{CODES[code]}\r", until=self._said(f"changed {was} to", code, before))
        self.codings[before] = end, code
        self._last = code
        self._press("]", until=f"selected: {count(self._sentence[1] - self._cursor, 'character')} ")

    def _with_other_end(self) -> None:
        """Code a sentence, then leave its last word out."""
        self._by_digit()
        start, end = self._sentence
        words = [match.start() for match in WORD.finditer(self._material.text, start, end) if match.start() > start]
        if not words:
            return
        self._press(f"{F4}{WORD_LEFT}\r", until=self._said("moved the ends of", self._last, start))
        self.codings[start] = trim(self._material.text, start, words[-1])[1], self._last

    def _whole_turn(self) -> None:
        """Select by turns, and go back to sentences."""
        digit, code = self._digit
        self._code(f", {digit}", code, *self._material.block(self._cursor))
        self._keys += ",,,,"
        self._until = "selected: "
