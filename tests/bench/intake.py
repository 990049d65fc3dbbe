"""Intake: transcripts and tables of codings brought in from files, as `coder import` and `coder codings import` do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from .figure import STANDARD, Figure, with_growth
from .shelf import Shelf


def measure(shelf: Shelf) -> Iterator[Figure]:
    """Build studies of each size; the smallest also after the others, because their ratios stand on it."""
    smallest = shelf.sizes[0]
    runs = {n: [shelf.built(n)] for n in shelf.sizes}
    runs[smallest] += [shelf.build(smallest) for _ in range(shelf.rounds(5) - 1)]
    jobs = (
        ("transcripts of 60,000 characters", 3, {n: [one.texts for one in built] for n, built in runs.items()}),
        ("codings, 600 an interview", 0.8, {n: [one.codings for one in built] for n, built in runs.items()}),
    )
    for name, goal, times in jobs:
        for n, figure in with_growth("import", name, "s", times).items():
            yield replace(figure, goal=goal if n == STANDARD else None, fault=shelf.built(n).fault)
