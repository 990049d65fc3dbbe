"""Starting: what a person waits for before the program does anything, and what the first command of all takes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from .figure import Figure, in_turn, middle
from .shelf import PROGRAM, ROOT, Shelf

_HEAVY = frozenset(("textual", "sqlite_utils", "numpy"))
_CLICK = """
import click
group = click.Group("other", help="A program with as many commands.")
for number in range(26):
    group.add_command(click.Command(f"command{number}", help="Do what this command does, and say so in a sentence."))
group.main()
"""
_MODULES = f"""
import sys
try:
    exec({PROGRAM!r})
finally:
    print(*sorted(sys.modules), file=sys.stderr)
"""


def measure(shelf: Shelf) -> Iterator[Figure]:
    """Measure the help page beside a bare interpreter and a program of click alone, then the demo."""
    rounds = shelf.rounds(21)
    times = in_turn(rounds, lambda: shelf.run("pass"), lambda: shelf.run(_CLICK, "--help"), lambda: shelf.run(PROGRAM, "--help"))
    bare, click, ours = times
    yield Figure.of("start", "python -c pass", 0, "ms", bare)
    of_click = middle(click) / middle(bare)
    yield replace(Figure.of("start", "click alone, 26 commands, --help", 0, "ms", click), ratio=of_click, note="to python")
    ratio = middle(ours) / middle(click)
    yield replace(Figure.of("start", "coder --help", 0, "ms", ours), goal=60, ratio=ratio, note="to click alone")
    yield _modules(shelf)
    yield _demo(shelf)


def _modules(shelf: Shelf) -> Figure:
    loaded = shelf.run(_MODULES, "--help").stderr.split()
    heavy = _HEAVY.intersection(loaded)
    note = f"of {len(loaded)} modules; heavy are {', '.join(sorted(_HEAVY))}"
    return Figure("start", "heavy modules of coder --help", unit="modules", value=len(heavy), goal=0, note=note)


def _demo(shelf: Shelf) -> Figure:
    sample = ROOT / "coder" / "sample"
    missing = [name for name in ("codings.csv", "memos.csv", "respondents.csv") if not (sample / name).exists()]
    if missing:
        return Figure("start", "coder demo", unit="s", goal=3, note=f"skipped: the sample has no {missing[0]}")
    (times,) = in_turn(shelf.rounds(5), lambda: shelf.run(PROGRAM, "demo", str(shelf.new_folder() / "demo")))
    return replace(Figure.of("start", "coder demo", 0, "s", times), goal=3, note="as a process, without a terminal")
