"""Codings chosen by the common filters, as a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, fields

from coder.exchange.codings_table import ExportedCoding
from coder.model.coding import Coding
from coder.reports.selection import Selection, resolve
from coder.reports.table import Column, Table
from coder.study.store import Store


def chosen_codings(store: Store, selection: Selection) -> list[Coding]:
    """List the codings that a selection names, in the order of their places."""
    chosen = resolve(store, selection)
    sources, coders = {one.uid for one in chosen.sources}, {one.uid for one in chosen.coders}
    codes = {uid for uid, places in chosen.counted.items() if places}
    return [
        coding
        for coding in store.codings(round=chosen.round.uid if chosen.round else None)
        if coding.source in sources and coding.coder in coders and coding.code in codes
    ]


def codings_to_table(codings: Sequence[ExportedCoding]) -> Table:
    """Write exported codings as a table, one row each."""
    names = [field.name for field in fields(ExportedCoding)]
    columns = tuple(Column(name, "number" if name in ("start", "end") else "text") for name in names)
    return Table("Codings", columns, tuple(tuple(asdict(coding).values()) for coding in codings))
