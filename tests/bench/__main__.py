"""`python -m tests.bench`: run groups of figures, print them as a table, keep them as JSON, compare with earlier ones."""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from coder.reports.render import render
from coder.study import engine

from . import care, coding, intake, keys, reading, screen, starting
from .figure import Figure, Json, Key, to_table
from .shelf import Shelf

GROUPS: Mapping[str, Callable[[Shelf], Iterator[Figure]]] = {
    "start": starting.measure,
    "import": intake.measure,
    "code": coding.measure,
    "read": reading.measure,
    "care": care.measure,
    "screen": screen.measure,
    "keys": keys.measure,
}


def main(arguments: Sequence[str] | None = None) -> None:
    """Run what the arguments name."""
    asked = _parser().parse_args(arguments)
    before = _read(asked.against) if asked.against else {}
    machine = describe_machine()
    print(said(machine), file=sys.stderr)
    with TemporaryDirectory(prefix="coder-bench-") as folder:
        shelf = Shelf(Path(folder), asked.sizes, is_quick=asked.quick, is_full=asked.full)
        figures = list(run(shelf, asked.groups or GROUPS))
    machine["load_after"] = _load()
    if asked.json:
        asked.json.write_text(json.dumps({"machine": machine, "figures": [one.as_json() for one in figures]}, indent=1) + "\n")
    print(render(to_table(figures, before), "table"))
    print(said(machine))


def run(shelf: Shelf, groups: Iterable[str]) -> Iterator[Figure]:
    """Measure some groups."""
    for group in groups:
        print(f"measuring: {group}", file=sys.stderr)
        yield from GROUPS[group](shelf)


def describe_machine() -> Json:
    """Say what the figures were measured on, and how busy it was."""
    sqlite = engine.in_memory().execute("SELECT sqlite_version()").fetchone()[0]
    return {
        "cores": os.cpu_count(),
        "system": platform.system(),
        "python": platform.python_version(),
        "sqlite": sqlite,
        "load_before": _load(),
    }


def said(machine: Json) -> str:
    """Write the machine on one line."""
    return ", ".join(f"{name.replace('_', ' ')} {value}" for name, value in machine.items())


def _load() -> float | None:
    """Give the number of processes that wanted a core during the last minute."""
    return round(os.getloadavg()[0], 2) if hasattr(os, "getloadavg") else None


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description="Measure how fast the program is.")
    parser.add_argument("groups", nargs="*", type=_group, metavar="GROUP", help=f"of {', '.join(GROUPS)} (else all)")
    parser.add_argument("--sizes", type=_sizes, default=(40,), help="numbers of interviews, such as 40,400 (else 40)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures to FILE")
    parser.add_argument("--against", type=Path, metavar="FILE", help="compare with the figures in FILE")
    parser.add_argument("--quick", action="store_true", help="one round of everything: to see that it runs, not how fast")
    parser.add_argument("--full", action="store_true", help="press keys in texts of all lengths and windows of all sizes")
    return parser


def _group(name: str) -> str:
    if name not in GROUPS:
        raise argparse.ArgumentTypeError(f"there is no group {name}; there are {', '.join(GROUPS)}")
    return name


def _sizes(text: str) -> tuple[int, ...]:
    return tuple(sorted({int(size) for size in text.split(",")}))


def _read(file: Path) -> dict[Key, float]:
    """Read the values of an earlier run."""
    figures = json.loads(file.read_text(encoding="utf-8"))["figures"]
    return {(one["group"], one["name"], one["size"]): one["value"] for one in figures if one["value"]}


if __name__ == "__main__":
    main()
