"""JSON: for scripts. Korean stays Korean, and no character that could steer a terminal leaves unescaped."""

from __future__ import annotations

import json

from coder.model.text import shown
from coder.reports.table import Table


def render_json(value: object) -> str:
    r"""Write a value made of dicts, lists, texts, numbers and None as JSON, without loss.

    What `shown` would replace is escaped instead, which any reader of JSON undoes. Only a text can hold such a character, so
    escaping the finished document is the same as escaping each text.

    >>> print(render_json(["손전화", "\x9b31m"]), end="")
    [
      "손전화",
      "\u009b31m"
    ]
    """
    document = json.dumps(value, ensure_ascii=False, allow_nan=False, indent=2)
    safe = shown(document)
    if safe != document:
        pairs = zip(document, safe, strict=True)
        document = "".join(ours if ours == theirs else json.dumps(ours)[1:-1] for ours, theirs in pairs)
    return document + "\n"


def render_records(table: Table) -> str:
    """Write the rows as a list of objects, a column's name being the key, with all digits and null for what is undefined."""
    return render_json([dict(zip(table.keys, row, strict=True)) for row in table.rows])
