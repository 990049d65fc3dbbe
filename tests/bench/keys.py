"""Keys: how long it takes from a key to the painted frame, in the real program on a real terminal.

Every key is pressed when the screen has been silent for a moment and a random while longer, so that presses fall anywhere on the
clock that Textual repaints by. A key that brings no frame is a miss, and a figure with a miss does not hold. The clock on the
wall is what the goals speak of, but a busy machine doubles it: the program's own work stands beside it.
"""

from __future__ import annotations

import re
import shutil
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from itertools import cycle, islice
from pathlib import Path
from random import Random
from time import sleep

from .figure import Figure
from .generator import ENGLISH, SEED
from .pages import CODER, MARK, Page, build, codes, stand_in
from .presses import Goals, Presses
from .shelf import PROGRAM, Shelf
from .terminal import PATIENCE, SILENCE, Press, Terminal, plain, reason_to_skip, started

_RIGHT, _LEFT, _DOWN = b"\x1b[C", b"\x1b[D", b"\x1b[B"
_EXTEND_DOWN, _EXTEND_UP = b"\x1b[1;2B", b"\x1b[1;2A"
_PAGE_UP, _PAGE_DOWN = b"\x1b[5~", b"\x1b[6~"
_TOP, _NEXT_SENTENCE, _UNDO, _ENTER, _ESCAPE = b"\x1b[1;5H", b")", b"\x1a", b"\r", b"\x1b"
_SPREAD = 0.016
"""Seconds over which presses are spread: one beat of the repaint clock."""
_ESCAPED = 0.15
"""Seconds after which a terminal's escape is taken for a key."""
_SETTLED = 0.06
"""Seconds of silence after which the code sheet, which is painted in several frames, is complete."""
_IDLE = 1.0
"""Seconds of silence after which nothing more comes of many keys at once, however busy the machine."""
_REST = 1.3
"""Seconds in which the hand rests, and garbage is collected."""
_MANY = 120
_LETTERS = 6
_TITLE = re.compile(rb"keys +Overview")
_PAGE = re.compile(MARK)
_PLACE = re.compile(rb"(?:turn [\d,]+ of [\d,]+\s+)?\d+ %")


@dataclass(frozen=True, slots=True)
class Cell:
    """One page in a window of one size."""

    page: Page
    columns: int = 80
    rows: int = 24

    @property
    def name(self) -> str:
        """What it is called in the figures."""
        return f"{self.page.name}, {self.columns}×{self.rows}"


@dataclass(frozen=True, slots=True)
class Row:
    """One kind of key."""

    name: str
    keys: tuple[bytes, ...]
    """Pressed in turn and measured."""
    goals: Goals
    before: tuple[bytes, ...] = (_TOP,)
    """Pressed once, unmeasured."""
    between: bytes = b""
    """Pressed at once after each measured key, unmeasured."""
    shows: bytes = b""
    """Words that its frame must hold."""
    needs_codings: bool = False


_STEP = Goals(frame=4, frame_tail=16, written=(1.5, 1.5))
_JUMP = Goals(frame=8, work_tail=16, written=(9, 26))
_CHANGE = Goals(frame=8)
_SHEET = Goals(frame=16, settled=33)
_ROWS = (
    Row("cursor", (_RIGHT,) * 40 + (_LEFT,) * 40, _STEP),
    Row("extend", (_EXTEND_DOWN,) * 8 + (_EXTEND_UP,) * 8, _STEP, (_TOP, *[_DOWN] * 4)),
    Row("one row on", (_DOWN,), _JUMP, (_TOP, _PAGE_DOWN)),
    Row("page", (_PAGE_DOWN,) * 10 + (_PAGE_UP,) * 10, _JUMP),
    Row("coding to coding", (b"]",) * 10 + (b"[",) * 10, _JUMP, (_TOP, *[_PAGE_DOWN] * 8), needs_codings=True),
    Row("apply", (b"1",), _CHANGE, (_TOP, _DOWN), between=_NEXT_SENTENCE * 3),
    Row("undo", (_UNDO,), _CHANGE, (), shows=b"undone"),
)
_QUICK = (Cell(Page(20_000, 200)),)
_USUAL = (Cell(Page(60_000, 2000)), Cell(Page(1_000_000, 2000), 140, 48))
_FULL = (
    *(
        Cell(Page(length, codings), *size)
        for length in (60_000, 300_000, 1_000_000)
        for codings in (0, 200, 2000)
        for size in ((80, 24), (140, 48))
    ),
    *(
        Cell(Page(300_000, 2000, is_mixed=mixed, paragraphs=lines), 140, 48)
        for mixed, lines in ((False, 12), (True, 0), (True, 12))
    ),
)
Reached = tuple[float | None, float]
"""Seconds from the program's start until something was drawn, and seconds of work."""
_OPENED = {Page(60_000, 2000): 50.0, Page(300_000, 2000): 100.0, Page(1_000_000, 2000): 250.0}
"""Milliseconds in which a page is to be there."""
_STARTED = 350.0
"""Milliseconds in which anything is to be there after a cold start."""
_HELD = {60_000: 60.0, 1_000_000: 100.0}
"""Megabytes that the program may hold with a page of so many characters."""


def measure(shelf: Shelf) -> Iterator[Figure]:
    """Press keys in each cell, then open pages and start the program several times."""
    reason = reason_to_skip()
    if reason:
        yield Figure("keys", "from key to frame", note=f"skipped: {reason}")
        return
    cells = _QUICK if shelf.is_quick else _FULL if shelf.is_full else _USUAL
    opened = dict.fromkeys([Page(20_000), Page(20_000, 200)]) if shelf.is_quick else _OPENED
    every = list(dict.fromkeys([*opened, *(cell.page for cell in cells)]))
    study = build(shelf, every)
    for cell in cells:
        with _running(shelf, _copy(shelf, study, every.index(cell.page)), cell) as terminal:
            yield from _Hand(terminal, shelf, cell).measure()
    yield from _opening(shelf, study, opened)
    yield from _starting(shelf, study, next(iter(opened)))


def _copy(shelf: Shelf, study: Path, place: int) -> Path:
    """Copy the study for somebody who stands in the page at a place."""
    path = Path(shutil.copyfile(study, shelf.new_folder() / "keys.db"))
    stand_in(shelf, path, place)
    return path


def _running(shelf: Shelf, path: Path, cell: Cell) -> AbstractContextManager[Terminal]:
    command = [sys.executable, "-c", PROGRAM, str(path)]
    return started(command, shelf.environment() | {"CODER_AS": CODER}, shelf.folder, (cell.columns, cell.rows))


class _Hand:
    """Presses keys in one cell."""

    def __init__(self, terminal: Terminal, shelf: Shelf, cell: Cell) -> None:
        """Press in `terminal`, where the program has just been started."""
        self._terminal = terminal
        self._cell = cell
        self._rounds = shelf.rounds(_MANY)
        self._patience = 20.0 if shelf.is_quick else PATIENCE
        self._dice = Random(f"{SEED}/{cell.name}")

    def measure(self) -> Iterator[Figure]:
        """Open the page and press everything."""
        self._terminal.until(_TITLE, silence=0.3)
        if self._press(_ENTER, MARK, silence=0.3, patience=20).first is None:
            yield Figure("keys", f"opening: {self._cell.name}", fault="the page was never drawn")
            return
        yield self._memory("memory with the page open", _HELD.get(self._cell.page.characters))
        for row in _ROWS:
            if self._cell.page.codings or not row.needs_codings:
                yield from self._row(row)
        yield from self._typing(_ENTER, "sheet of 500 codes", [code.name for code in codes()])
        yield from self._typing(b"/", "search", ENGLISH.what)
        yield self._flood()
        yield self._memory("memory after all keys", None)

    def _row(self, row: Row) -> Iterator[Figure]:
        for key in row.before:
            self._press(key)
        presses = self._presses(row.name, row.goals)
        for key in islice(cycle(row.keys), self._rounds):
            presses.found.append(self._press(key, row.shows))
            if row.between:
                self._press(row.between)
        yield from presses.figures()

    def _typing(self, key: bytes, sheet: str, words: Sequence[str]) -> Iterator[Figure]:
        """Open a sheet, type the first letters of some words, close it."""
        opened, typed = self._presses(sheet, _SHEET), self._presses(f"letter in the {sheet}", _SHEET)
        while len(typed.found) < self._rounds:
            opened.found.append(self._press(key, silence=_SETTLED))
            letters = self._dice.choice(words)[:_LETTERS]
            typed.found += [self._press(letter.encode(), silence=_SETTLED) for letter in letters]
            self._press(_ESCAPE, silence=_ESCAPED)
        yield from opened.figures()
        yield from typed.figures()

    def _flood(self) -> Figure:
        """Press PgDn faster than anybody can, and compare the place with that of the same keys pressed in peace."""
        self._press(_TOP)
        flood = self._press(_PAGE_DOWN * 200, silence=_IDLE)
        there = self._place()
        self._press(_TOP)
        for _ in range(20):
            self._press(_PAGE_DOWN * 10)
        self._press(b"", silence=_IDLE, patience=_IDLE)
        figure = Figure.of("keys", f"200 pages in one write: {self._cell.name}", 0, "s", [flood.settled or 0.0])
        note = f"{flood.cpu:.2g} s of work, {len(flood.drawn) / 1000:.0f} kB"
        return replace(figure, goal=1, note=note, fault="" if there == self._place() else "keys were lost")

    def _place(self) -> bytes:
        """Find the place in the text that the title named last."""
        return next(reversed(_PLACE.findall(plain(self._terminal.tail))), b"")

    def _memory(self, name: str, goal: float | None) -> Figure:
        """Read what the program holds once the hand rests, after some keys, and garbage is collected."""
        self._press((_RIGHT + _LEFT) * 30)
        sleep(_REST)
        held = self._terminal.memory()
        fault = "" if held is not None else "the program has ended"
        return Figure("keys", f"{name}: {self._cell.name}", unit="MB", value=held, goal=goal, fault=fault)

    def _presses(self, name: str, goals: Goals) -> Presses:
        return Presses(name, self._cell.name, goals, is_large=self._cell.columns > 100)

    def _press(self, keys: bytes, words: bytes = b"", silence: float = SILENCE, patience: float = 0.0) -> Press:
        sleep(self._dice.random() * _SPREAD)
        return self._terminal.press(keys, words, silence, patience or self._patience)


def _opening(shelf: Shelf, study: Path, opened: dict[Page, float] | dict[Page, None]) -> Iterator[Figure]:
    """Go from one page to the next and back again."""
    found: dict[Page, list[Press]] = defaultdict(list)
    on, last = list(opened), len(opened) - 1
    way = [(b">", page) for page in on[1:]] + [(b"<", page) for page in on[last - 1 :: -1]]
    with _running(shelf, _copy(shelf, study, 0), Cell(on[0])) as terminal:
        terminal.until(_TITLE, silence=0.3)
        terminal.press(_ENTER, MARK, silence=0.3, patience=20)
        for key, page in way * shelf.rounds(6):
            found[page].append(terminal.press(key, MARK, silence=0.2, patience=20))
    for page, goal in opened.items():
        yield from Presses("opening", page.name, Goals(frame=goal), found=found[page]).figures()


def _starting(shelf: Shelf, study: Path, page: Page) -> Iterator[Figure]:
    """Start the program, and go on to the page as soon as anything stands on the screen."""
    shelf.run("import coder.cli.study, coder.tui.app, coder.tui.screens.coding")  # compiled once, as an installed program is
    first, there = list[Reached](), list[Reached]()
    for _ in range(shelf.rounds(9)):
        with _running(shelf, _copy(shelf, study, 0), Cell(page)) as terminal:
            first.append((terminal.until(_TITLE), terminal.cpu()))
            terminal.type(_ENTER)
            there.append((terminal.until(_PAGE), terminal.cpu()))
    yield from _reached("cold start to the overview", first, _STARTED)
    yield from _reached(f"cold start and on to the page: {page.name}", there, None)


def _reached(name: str, found: list[Reached], goal: float | None) -> Iterator[Figure]:
    shown = [time for time, _ in found if time is not None]
    if len(shown) < len(found):
        yield Figure("keys", name, goal=goal, fault="it was not always drawn")
        return
    yield replace(Figure.of("keys", name, 0, "ms", shown), goal=goal)
    yield Figure.of("keys", f"{name}, work", 0, "ms", [work for _, work in found])
