"""Pages: a study of single sources as long and as densely coded as the coding screen promises to stand, and 500 codes.

Drawn like the interviews, from the same lists of words, but one answer is one paragraph, as most transcripts have it. Some pages
are drawn otherwise, because painting depends on it: in twelve endless paragraphs, or in two scripts with emoji in between.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import product
from pathlib import Path
from random import Random

from coder.model.codebook import PALETTE, Code
from coder.model.source import Document, Turn
from coder.study.changes import AddCoding, add_code, add_coder, add_codings, add_source
from coder.study.study import Study

from .generator import ENGLISH, KOREAN, SEED, sentence
from .shelf import Shelf

CODER = "ash"
MARK = b"marigold"
"""A word of each page's first line, which stands nowhere else on any screen."""
CODES = 500
FAMILIES = 20
_EMOJI = ("🙂", "👨‍👩‍👧", "❤️", "🇰🇷", "👍🏽")
_HEADER = f"A recording called {MARK.decode()}.\n"


@dataclass(frozen=True, slots=True)
class Page:
    """One source."""

    characters: int
    codings: int = 0
    is_mixed: bool = False
    """Whether sentences are Korean and English by turns, with emoji."""
    paragraphs: int = 0
    """Lines of the whole text; 0 for one an answer."""

    @property
    def name(self) -> str:
        """What it is called in the figures."""
        kind = " mixed" * self.is_mixed + f" in {self.paragraphs}" * (self.paragraphs > 0)
        length = f"{self.characters // 1_000_000}M" if self.characters >= 1_000_000 else f"{self.characters // 1000}k"
        return f"{length}{kind}, {self.codings} codings"


@dataclass
class Drawn:
    """A page while it is drawn."""

    text: str = _HEADER
    turns: list[Turn] = field(default_factory=list)
    sentences: list[tuple[int, int]] = field(default_factory=list)

    def say(self, said: Iterable[str], speaker: str = "") -> None:
        """Add a line of sentences, spoken by somebody if a name is given."""
        label = len(self.text)
        parts, at = [], label + (len(speaker) + 2 if speaker else 0)
        start = at
        for one in said:
            parts.append(one)
            self.sentences.append((at, at + len(one)))
            at += len(one) + 1
        self.text += (f"{speaker}: " if speaker else "") + " ".join(parts) + "\n"
        if speaker:
            self.turns.append(Turn(label, start, at - 1, speaker, "I" if speaker == "Interviewer" else "R"))


def draw(page: Page) -> Drawn:
    """Draw a page's text, turns and sentences."""
    dice, drawn = Random(f"{SEED}/{page.name}"), Drawn()
    while len(drawn.text) < page.characters:
        if page.paragraphs:
            drawn.say(_told(dice, page, page.characters // page.paragraphs))
        else:
            drawn.say([_sentence(dice, page, asks=True)], "Interviewer")
            drawn.say(_told(dice, page, dice.randint(150, 900)), "R01")
    return drawn


def _told(dice: Random, page: Page, characters: int) -> Iterator[str]:
    while characters > 0:
        one = _sentence(dice, page)
        characters -= len(one) + 1
        yield one


def _sentence(dice: Random, page: Page, *, asks: bool = False) -> str:
    words = dice.choice((ENGLISH, KOREAN)) if page.is_mixed else ENGLISH
    said = sentence(dice, words, words.asking if asks else words.telling)
    return f"{said} {dice.choice(_EMOJI)}" if page.is_mixed and dice.random() < 0.2 else said


def codes() -> list[Code]:
    """Make the codebook, each family before its codes."""
    dice = Random(SEED)
    names = dice.sample([" ".join(parts) for parts in product(ENGLISH.did, ENGLISH.what, ENGLISH.where)], CODES)
    korean = dice.sample([" ".join(parts) for parts in product(KOREAN.where, KOREAN.what, KOREAN.who)], CODES)
    made: list[Code] = []
    for number, (name, other) in enumerate(zip(names, korean, strict=True)):
        family = number // (CODES // FAMILIES) * (CODES // FAMILIES)
        brief, definition, include, exclude, example = (sentence(dice, ENGLISH, ENGLISH.telling) for _ in range(5))
        above, colour = _uid(family) if number > family else None, PALETTE[number % len(PALETTE)]
        code = Code(name.capitalize(), above, _uid(number), brief, definition, include, exclude, (example,), colour)
        made.append(replace(code, names=(("ko", other),)))
    return made


def _uid(number: int) -> str:
    return f"{number:032x}"


def build(shelf: Shelf, pages: Sequence[Page]) -> Path:
    """Make a study of some pages, listed in their order, all coded by one coder; she stands nowhere yet."""
    path, book = shelf.new_folder() / "pages.db", codes()
    with Study.create(path, supervisor="oak", installation=shelf.installation) as study:
        oak, coder = study.store.coders()[0], add_coder(CODER)
        study.act([coder, *(add_code(code, place) for place, code in enumerate(book))], oak.uid)
        for number, page in enumerate(pages, start=1):
            drawn = draw(page)
            document = Document(f"P{number} {page.name}", drawn.text, tuple(drawn.turns), "en")
            study.act(add_source(document, "media", None), oak.uid)
            source = next(one for one in study.store.sources() if one.name == document.name)
            codings = list(_codings(page, drawn, source.uid, coder.uid, study.store.main_round().uid))
            if codings:
                study.act(add_codings(codings, study.store.text_uids()), coder.uid)
    return path


def _codings(page: Page, drawn: Drawn, source: str, coder: str, in_round: str) -> Iterator[AddCoding]:
    """Code passages of one to three sentences with all codes but the first ten, which are for the slots."""
    dice = Random(f"{SEED}/{page.name}/codings")
    for _ in range(page.codings):
        first = dice.randrange(len(drawn.sentences))
        last = min(first + dice.randrange(3), len(drawn.sentences) - 1)
        code = _uid(dice.randrange(10, CODES))
        yield AddCoding(source, code, coder, in_round, drawn.sentences[first][0], drawn.sentences[last][1])


def stand_in(shelf: Shelf, path: Path, place: int) -> None:
    """Let this device remember that the coder was in one of the pages, with the first ten codes on the digits."""
    with Study.open(path, installation=shelf.installation) as study:
        ash = next(coder for coder in study.store.coders() if coder.name == CODER)
        study.remember(ash.uid, "source", study.store.sources()[place].uid)
        study.remember(ash.uid, "slots", json.dumps([_uid(number) for number in range(10)]))
