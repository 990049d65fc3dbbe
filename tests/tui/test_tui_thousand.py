"""A thousand strings that hypothesis thinks of, in a real terminal: none is obeyed, and what is shown is what is stored.

The window is so high that a whole list stands in it; each list is then read off the screen and held against the study.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from hostile import study_of_each, thought_of
from real_terminal import PATIENCE, Terminal, terminal
from test_tui_terminal import orders

from coder.model.display import cut, one_line
from coder.model.text import shown, shown_line
from coder.study.study import Study
from coder.tui.page.margin import room_for

pytest.importorskip("pty", reason="a pseudo-terminal is needed")

MANY = 1000
COLUMNS = 118
"""Of the window: below 120 nothing stands beside a transcript."""
F1, F2, DOWN, ESCAPE, QUIT = "\x1bOP", "\x1bOQ", "\x1b[B", "\x1b", "\x11"


class Shown:
    """What stood on the screens, one after the other."""

    def __init__(self) -> None:
        self.sheet: list[str] = []
        self.lists: dict[str, list[str]] = {}
        """By the digit that leads there."""
        self.texts: list[list[str]] = []
        self.stream = b""


def walked(path: Path, rows: int) -> Shown:
    """Go through every screen, in a window of so many rows, and read what is on it."""
    found = Shown()
    with Study.open(path, readonly=True) as study:
        sources = len(study.store.sources())
    with terminal(path, rows=rows, columns=COLUMNS) as shown:
        shown.type("\r", until="Enter codes")
        through_the_coding_screen(shown, found)
        for _ in range(sources - 1):
            shown.type(">", until="turn 1 of ")
            found.texts.append(shown.screen)
        through_the_lists(shown, found)
        shown.type(QUIT, until="\x1b[?1049l")
        shown.process.wait(PATIENCE)
        shown.read_to_the_end()
        found.stream = shown.stream
    return found


def through_the_coding_screen(shown: Terminal, found: Shown) -> None:
    """Look at the sheets of the coding screen."""
    shown.type("\r", until="apply, another")
    found.sheet = shown.screen
    shown.type(DOWN * 5, until="USE WHEN")
    shown.type("x1", until="USE WHEN")
    shown.type(ESCAPE, until="step")
    shown.type("]", until="selected")
    shown.type("\x1bOR", until="rules")
    shown.type(ESCAPE, until="step")
    shown.type(";", until="leave, keep a draft")
    shown.type(ESCAPE, until="step")
    shown.type("/", until="find, in this source")
    shown.type("zx", until=" of ")
    shown.type("\r", until="back to the codings")


def through_the_lists(shown: Terminal, found: Shown) -> None:
    """Look at the screens that F2 offers, and at what lies over them."""
    for place, until in (("5", "mine or all"), ("3", "percent"), ("6", "others"), ("4", "write"), ("7", "passages")):
        shown.type(F2, until="Codebook")
        shown.type(place, until=until)
        found.lists[place] = shown.screen
    shown.type("e", until="as the code above")
    shown.type(ESCAPE, until="passages")
    shown.type("h", until="back")
    shown.type(ESCAPE, until="passages")
    shown.type("\r", until="open in text")


def text_of(rows: Sequence[str], turns: int) -> str:
    """Read the words of a source off the screen; white space says nothing there."""
    left = room_for(COLUMNS, turns).left
    return bare("".join(row[left:] for row in rows[1:-3]))


def bare(text: str) -> str:
    """Leave white space out, and the arrows that stand for tabs."""
    return re.sub(r"[\s→]", "", text)


def begin(text: str) -> str:
    """Give the beginning of a text that stands on one line of a list, as far as it must be there."""
    return bare(cut(text, 14).removesuffix("…"))


def assert_listed(texts: Sequence[str], rows: Sequence[str]) -> None:
    """Hold a list, in which the cursor stands on the first row, against what it lists."""
    first = next(place for place, row in enumerate(rows) if row.lstrip().startswith("▸"))
    for text, row in zip(texts, rows[first : first + len(texts)], strict=True):
        assert begin(text) in bare(row)


@pytest.mark.goal("G9")
def test_a_thousand_hostile_strings_are_shown_as_they_are_stored_and_none_is_obeyed(tmp_path: Path) -> None:
    (tmp_path / "harmless").mkdir()
    (tmp_path / "hostile").mkdir()
    path = study_of_each(tmp_path / "hostile", thought_of(MANY))
    found = walked(path, 450)
    with Study.open(path, readonly=True) as study:
        store = study.store
        names = [shown_line(code.name) for code in store.codebook().codes]
        assert_listed(names, found.lists["7"])
        assert sum(any(begin(name) in bare(row) for row in found.sheet[-15:]) for name in names) >= 10, "rows of the code sheet"
        assert_listed([one_line(memo.body) for memo in store.memos()], found.lists["4"])
        for source, rows in zip(store.sources()[1:], found.texts, strict=True):
            text, turns = store.text(source.uid), store.turns(source.uid)
            assert text_of(rows, len(turns)) == bare(shown("".join(text[turn.start : turn.end] for turn in turns)))
    harmless = study_of_each(tmp_path / "harmless", [f"words zx{number}" for number in range(100)])
    assert orders(found.stream) - orders(walked(harmless, 70).stream) == set()
