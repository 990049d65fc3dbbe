"""Strings that a terminal or a markup reader might obey, and studies in which everything that has words is made of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random

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


def _document(name: str, words: Sequence[str]) -> Document:
    """Make an interview of two turns, its text normalised as an import does."""
    question, answer = (normalise(" ".join(part)).text.replace("\n", " ") for part in (words[:6], words[6:40]))
    text = f"I: {question}\nR: {answer}.\n"
    begin = text.index("\n") + 1
    return Document(name, text, (Turn(0, 3, begin - 1, name, "I"), Turn(begin, begin + 3, len(text) - 1, name, "R")), "en")
