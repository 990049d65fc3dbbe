"""Strings that a terminal or a markup reader might obey, and studies in which everything that has words is made of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st
from screens import make_study

from coder.model.codebook import Code
from coder.model.respondent import Variable
from coder.model.source import Document, Turn
from coder.model.text import normalise
from coder.study import changes
from coder.study.journal.device import Installation
from coder.study.study import Study

PIECES = (
    "\x1b]0;title\x07", "\x1b]52;c;aGk=\x07", "\x1b]8;;http://x\x1b\\link\x1b]8;;\x1b\\", "\x1b[2J", "\x1b[31m", "\x1b[?1049l",
    "\x1bc", "\x1bP+q544e\x1b\\", "\x9b2J", "\x9d0;x\x9c", "\x90x", "\x07", "\x08\x08", "\x00", "\x0e", "\x7f", "\r", "\t",
    "\x85",    "\u2028", "\u200b", "\u202e", "\u202d", "\u2066", "\u2069", "\u200e", "\u061c", "\ufeff", "\u2060",
    "\u00ad", "\U000e0041",
    "[/]", "[", "]", "[red]", "[/red]", "[@click=app.quit]x[/]", "[link=http://x]", "[$primary]", "\\[", "{0}", "{name}", "%s",
    "%(x)d", "감시", "ᄒ\u1161ᆫ", "e\u0301", "👩\u200d👩\u200d👧", "\ufe0f", "=1+1", "'", '"', "<b>", "&amp;", "`", "$(x)",
    "words", "a b",
)  # fmt: skip


def strings(seed: int, n: int) -> Iterator[str]:
    """Yield a number of hostile strings, each different; there is always a letter in them to be found by."""
    dice = Random(seed)
    for number in range(n):
        yield "".join(dice.choice(PIECES) for _ in range(dice.randint(1, 4))) + f"x{number}"


ANY = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=5)
WORDS = st.lists(st.sampled_from(PIECES) | ANY, min_size=1, max_size=5).map("".join)
"""Texts of pieces that somebody might obey and of any characters there are."""


def thought_of(n: int) -> list[str]:
    """Have hypothesis think of a number of hostile strings; each ends with `zx` and a number of its own."""
    found: list[str] = []

    @settings(max_examples=n, database=None)
    @given(words=WORDS)
    def think(words: str) -> None:
        found.append(words)

    think()
    return [f"{words}zx{number}" for number, words in enumerate((found * n)[:n])]


def harmless(n: int) -> Iterator[str]:
    """Yield as many strings that nobody obeys."""
    yield from (f"words x{number}" for number in range(n))


def study_of(folder: Path, words: Sequence[str]) -> Path:
    """Make a study whose codes, sources, speakers, texts, coders, memos, variables and values are these words."""
    half = len(words) // 2
    codes = tuple(
        Code(word, None, f"{number:032x}", word, word, word, word, (word,), names=(("ko", word),))
        for number, word in enumerate(words[:half])
    )
    sources = tuple((_document(word, words), "interview") for word in words[half : half + 12])
    path = make_study(folder, codes, sources)  # type: ignore[arg-type]  # kinds are texts
    with Study.open(path, installation=Installation(folder)) as study:
        store = study.store
        oak, elm = store.coders()
        variable = Variable(words[0], "respondent", "category", tuple(words[:4]), changes.new_uid())
        people, first = store.respondents(), store.sources()[0]
        study.act(
            [
                changes.add_variable(variable),
                *(changes.set_value(one.uid, variable.uid, words[place % 4]) for place, one in enumerate(people)),
                *(changes.add_coder(word) for word in words[:2]),
                changes.add_memo("source", first.uid, oak.uid, words[1]),
            ],
            oak.uid,
        )
        at = store.turns(first.uid)[1]
        round_ = store.main_round().uid
        study.act([changes.AddCoding(first.uid, codes[3].uid, elm.uid, round_, at.start, at.end)], elm.uid)
    return path


def study_of_each(folder: Path, words: Sequence[str]) -> Path:
    """Make a study in which each of some words is the name of a code, a turn of an interview, or a memo: two fifths are codes.

    The first interview is coded with all of the codes, the others with none; each interview has 50 turns.
    """
    n = len(words) * 2 // 5
    named, told, noted = words[:n], words[n : n + (len(words) - n) // 2], words[n + (len(words) - n) // 2 :]
    codes = tuple(Code(word, None, f"{number:032x}", include=word, examples=(word,)) for number, word in enumerate(named))
    parts = [told[:50], *(told[begin : begin + 50] for begin in range(0, len(told), 50))]
    path = make_study(folder, codes, tuple((_answers(part[-number], part), "interview") for number, part in enumerate(parts)))
    with Study.open(path, installation=Installation(folder)) as study:
        store = study.store
        elm = next(coder for coder in store.coders() if coder.name == "elm")
        source = store.sources()[0].uid
        turns, round_ = store.turns(source), store.main_round().uid
        places = [turns[number % len(turns)] for number in range(n)]
        codings = [
            changes.AddCoding(source, code.uid, elm.uid, round_, at.start, at.end) for code, at in zip(codes, places, strict=True)
        ]
        memos = [changes.add_memo("code", codes[number % n].uid, elm.uid, word) for number, word in enumerate(noted)]
        study.act([*codings, *memos], elm.uid)
    return path


def _answers(name: str, words: Sequence[str]) -> Document:
    """Make an interview of answers, its text normalised as an import does."""
    text = normalise("".join(f"R: {word}\n" for word in (normalise(word).text.replace("\n", " ") for word in words))).text
    turns, begin = [], 0
    for line in text.split("\n")[:-1]:
        turns.append(Turn(begin, begin + 3, begin + len(line), name, "R"))
        begin += len(line) + 1
    return Document(name, text, tuple(turns), "en")


def _document(name: str, words: Sequence[str]) -> Document:
    """Make an interview of two turns, its text normalised as an import does."""
    question, answer = (normalise(" ".join(part)).text.replace("\n", " ") for part in (words[:6], words[6:40]))
    text = f"I: {question}\nR: {answer}.\n"
    begin = text.index("\n") + 1
    return Document(name, text, (Turn(0, 3, begin - 1, name, "I"), Turn(begin, begin + 3, len(text) - 1, name, "R")), "en")
