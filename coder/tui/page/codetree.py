"""The codebook as rows: which codes show, how deep, with which signs; and a row as a line of text.

A group can be folded; a filter opens whatever it has to. The number of a code is that of its codings and of all codes under it,
so that a folded group says what it hides.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from coder.analysis.ranking import Entry, Tier, rank
from coder.model.codebook import Code, Codebook
from coder.model.display import cut, pad
from coder.model.text import shown_line

BAR = 6
"""Cells of the longest bar."""
_COUNT = 5
_SIGNS = {"proposed": "? ", "retired": "× ", "active": ""}
TOP = ""
"""Stands for the top level where a place is chosen."""


@dataclass(frozen=True, slots=True)
class Row:
    """One code as it shows."""

    uid: str
    depth: int
    name: str
    """With the sign of its status before it."""
    fold: str = " "
    """`+` hides codes under it, `-` shows them."""
    number: int | None = None
    share: float | None = None
    """Of the most used code beside it; None for a group."""


def counted(book: Codebook, counts: Mapping[str, int]) -> Counter[str]:
    """Count each code's codings with those of all codes under it."""
    totals: Counter[str] = Counter()
    for code in book.codes:
        for uid in (code.uid, *(above.uid for above in book.ancestors(code.uid))):
            totals[uid] += counts.get(code.uid, 0)
    return totals


def rows_of(book: Codebook, counts: Mapping[str, int], opened: Collection[str], kept: Collection[str] | None = None) -> list[Row]:
    """List the rows that show: under the groups that are `opened`, or of a filter those that are `kept`."""
    parents = {code.parent for code in book.codes}
    totals = counted(book, counts)
    most: dict[str | None, int] = {}
    for code in book.codes:
        most[code.parent] = max(most.get(code.parent, 0), counts.get(code.uid, 0))
    shown: dict[str | None, int] = {None: -1}
    rows = []
    for code in book.codes:
        above = shown.get(code.parent)
        if above is None or not (kept is None or code.uid in kept):
            continue
        is_open = kept is not None or code.uid in opened
        fold = ("-" if is_open else "+") if code.uid in parents else " "
        share = counts.get(code.uid, 0) / max(most[code.parent], 1) if code.codable else None
        rows.append(Row(code.uid, above + 1, _signed(code), fold, totals[code.uid], share))
        if is_open:
            shown[code.uid] = above + 1
    return rows


def _signed(code: Code) -> str:
    return _SIGNS[code.status] + code.name


def entries_of_all(book: Codebook) -> tuple[Entry, ...]:
    """Prepare all codes, groups too, for being looked for."""
    return tuple(Entry(code.uid, (code.name, *(name for _, name in code.names)), book.paths[code.uid]) for code in book.codes)


def found_by(query: str, book: Codebook, entries: tuple[Entry, ...]) -> tuple[list[str], set[str]]:
    """Find codes by a query: those that fit, best first, and with them what must show for their sake.

    What is merely like the query counts only where nothing fits.
    """
    hits = rank(query, entries)
    fitting = [hit for hit in hits if hit.tier is not Tier.ALIKE] or hits
    best = [hit.uid for hit in fitting]
    return best, {*best, *(above.uid for uid in best for above in book.ancestors(uid))}


def line(row: Row, width: int) -> tuple[str, str]:
    """Write a row: its name behind its depth with its number at the right end, and its bar; both are empty where none is due."""
    room = width - (0 if row.number is None else _COUNT + 1 + BAR)
    name = pad(cut("  " * row.depth + f"{row.fold} " + shown_line(row.name), room), room)
    if row.number is None:
        return name, ""
    return f"{name}{row.number:>{_COUNT}} ", _bar(row.share)


def _bar(share: float | None) -> str:
    """Draw a share; every code that is used at all has a piece of it."""
    if share is None:
        return ""
    full = max(round(share * BAR), 1 if share else 0)
    return "█" * full + "·" * (BAR - full)
