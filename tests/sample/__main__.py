"""`python -m tests.sample`: print every target of the sample study and how far it is."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from coder.cli.demo import build
from coder.reports.render import render
from coder.reports.table import Column, Table
from coder.study import Study

from .targets import Target, targets

COLUMNS = (
    Column("target"),
    Column("from", "number"),
    Column("to", "number"),
    Column("found", "number"),
    Column("distance", "number"),
)


def main() -> None:
    """Build the sample study and look at it."""
    with TemporaryDirectory() as folder:
        os.environ["CODER_SETTINGS"] = folder
        build(Path(folder) / "demo.db")
        with Study.open(Path(folder) / "demo.db", readonly=True) as study:
            found = list(targets(study.store))
    missed = [one for one in found if one.distance]
    print(render(to_table(found), "table"))
    sys.exit(1 if missed else 0)


def to_table(found: list[Target]) -> Table:
    """Lay targets out, those that are missed last."""
    rows = tuple(
        (one.name, one.low, one.high, one.found, one.distance) for one in sorted(found, key=lambda one: one.distance > 0)
    )
    missed = sum(one.distance > 0 for one in found)
    return Table("Targets of the sample study", COLUMNS, rows, (f"{len(found)} targets, {missed} missed.",))


if __name__ == "__main__":
    main()
