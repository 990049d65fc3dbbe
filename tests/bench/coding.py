"""Coding: one coding, durable, beside the least that any program could do for it.

The least is two inserts, of the journal's row and the coding's, and a commit: by the same connection under the same settings,
into the same file with the same indexes, of values that were made beforehand. Both are run in turn with the same source, code
and span, so what the disk and other people's programs cost is in both, and the ratio is what our own work costs.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from random import Random
from statistics import median
from typing import NamedTuple

from coder.study import engine
from coder.study.changes import AddCoding, new_uid
from coder.study.study import Study

from .figure import Figure, in_turn
from .generator import SEED
from .shelf import Shelf

_JOURNAL_SQL = "INSERT INTO journal(device, seq, lamport, inner, prev, hash, body, salt) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
_CODING_SQL = """
INSERT INTO coding(uid, known, added, source, code, coder, round, text, start, end, origin, removed, live)
VALUES (?, 1, ?, ?, ?, ?, ?, ?, ?, ?, 'manual', NULL, 1)"""
_NEWEST_SQL = "SELECT lamport, body FROM journal ORDER BY id DESC LIMIT 1"
_PLACES_SQL = """
SELECT s.uid, c.uid, p.uid, r.uid, s.id, c.id, p.id, r.id, s.text, t.length
FROM source s JOIN content t ON t.id = s.text, code c, round r, (SELECT id, uid FROM coder ORDER BY id DESC LIMIT 1) p"""


class _Passage(NamedTuple):
    """What is to be coded."""

    names: tuple[str, str, str, str]
    """uids of source, code, coder and round."""
    numbers: tuple[int, ...]
    """Row numbers of the same, and of the text."""
    span: tuple[int, int]


class _Bare(NamedTuple):
    """The two rows of a coding; the number of the first one stands in the second and is known only then."""

    uid: str
    coding: tuple[int, ...]
    journal: tuple[object, ...]


def measure(shelf: Shelf) -> Iterator[Figure]:
    """Measure codings, then their undoing, in the study of each size."""
    rounds = shelf.rounds(600)
    for n in shelf.sizes:
        path = shelf.copy(n)
        connection = engine.connect(path)
        with closing(Study(path, connection, installation=shelf.installation)) as study:
            first, *passages = _drawn(connection, rounds + 1)
            coder = first.names[2]
            study.act([AddCoding(*first.names, *first.span)], coder)  # gives the copy its device, and the bare rows their form
            rows = _bare(connection, passages)
            yield from _figures(n, *in_turn(rounds, *_works(study, connection, passages, rows)))
            (undone,) = in_turn(shelf.rounds(20), lambda: study.undo(coder))  # noqa: B023 - runs at once
            yield Figure.of("code", "undo of a coding", n, "ms", undone)


def _works(
    study: Study, connection: engine.Connection, passages: Sequence[_Passage], rows: Sequence[_Bare]
) -> tuple[Callable[[], None], Callable[[], None]]:
    ours, bare = iter(passages), iter(rows)

    def save() -> None:
        names, _, span = next(ours)
        study.act([AddCoding(*names, *span)], names[2])

    def insert() -> None:
        row = next(bare)
        connection.execute("BEGIN IMMEDIATE")
        number = connection.execute(_JOURNAL_SQL, row.journal).lastrowid
        connection.execute(_CODING_SQL, (row.uid, number, *row.coding))
        connection.execute("COMMIT")

    return save, insert


def _figures(n: int, ours: list[float], bare: list[float]) -> Iterator[Figure]:
    pairs = median(a / b for a, b in zip(ours, bare, strict=True))
    yield Figure.of("code", "two bare inserts and a commit", n, "ms", bare)
    figure = Figure.of("code", "one coding with its journal row", n, "ms", ours)
    others = f"of medians {median(ours) / median(bare):.2f}, of the quickest {min(ours) / min(bare):.2f}"
    note = f"median of {len(ours)} ratios to the bare inserts; {others}; a slow commit hides our own work"
    yield replace(figure, ratio=pairs, ratio_goal=1.5, note=note)


def _drawn(connection: engine.Connection, n: int) -> list[_Passage]:
    """Draw passages from the whole study."""
    dice = Random(SEED)
    places = connection.execute(_PLACES_SQL).fetchall()
    passages = []
    for *found, length in (dice.choice(places) for _ in range(n)):
        start = dice.randrange(length - 300)
        source, code, coder, in_round, *numbers = found
        passages.append(_Passage((source, code, coder, in_round), tuple(numbers), (start, start + dice.randrange(20, 300))))
    return passages


def _bare(connection: engine.Connection, passages: Sequence[_Passage]) -> list[_Bare]:
    """Make rows as long as ours and as random, of another device, each a step later than the coding before it."""
    lamport, body = connection.execute(_NEWEST_SQL).fetchone()
    device, draw = secrets.token_hex(8), secrets.token_bytes
    rows = []
    for step, passage in enumerate(passages, start=1):
        chain = (device, step, lamport + 2 * step, draw(32), draw(32), draw(32), body, draw(16))
        rows.append(_Bare(new_uid(), (*passage.numbers, *passage.span), chain))
    return rows
