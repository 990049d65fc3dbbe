"""Everything about one code on one page: its rules, how it is used, what it is used together with."""

from __future__ import annotations

from coder.model.codebook import Code
from coder.model.words import count
from coder.reports.codebook_effect import codings_of, reach
from coder.reports.codebook_history import FIELD_WORDS, old_codings
from coder.reports.table import Column, Table
from coder.reports.together import Together
from coder.study.store import Store

_MOST = 8
"""Codes that are named as lying on the same passages."""


def code_table(store: Store, code: Code) -> Table:
    """Write a code with its rules and its use as a table of two columns; what it does not have is left out."""
    book = store.codebook()
    rows = [("code", book.paths[code.uid])]
    rows += [(f"name ({language})", name) for language, name in code.names]
    rows += [(FIELD_WORDS[field], getattr(code, field)) for field in ("brief", "definition", "include", "exclude")]
    rows += [("example", example) for example in code.examples]
    rows += [("colour", book.colours[code.uid] or ""), ("status", code.status if code.codable else "only groups other codes")]
    rows += [("used", reach(codings_of(store, [code.uid]))), ("older than its rules", _older(store, code))]
    rows += [("together with", _together(store, code))]
    return Table(book.paths[code.uid], (Column("field"), Column("words")), tuple(row for row in rows if row[1]))


def _older(store: Store, code: Code) -> str:
    old = len(old_codings(store, code=code.uid))
    return f"{count(old, 'coding')}: `coder codebook outdated` lists them" if old else ""


def _together(store: Store, code: Code) -> str:
    paths = store.codebook().paths
    found = Together(store.spans(), store.ids("code")).of(code.uid)
    return ", ".join(f"{paths.get(other, '')} {number}" for other, number in found[:_MOST])
