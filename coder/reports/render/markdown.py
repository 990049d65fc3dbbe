"""Markdown: for notes and repositories. A user's text is escaped, for it is never markup."""

from __future__ import annotations

import re
from collections.abc import Iterable

from coder.model.display import one_line
from coder.reports.table import Table

_MARKUP = re.compile(r"[\\`*_\[\]<>|~&$]")
_OPENING = re.compile(r"^(\d*)([#+=.)-])")
"""What makes a heading, a list or a rule of a line that begins with it; in a table no line does."""


def render_markdown(table: Table) -> str:
    """Write a pipe table with its title in bold above and its notes as a list below."""
    lines = [f"**{escaped(table.title)}**", ""] if table.title else []
    lines.append(_line(escaped(column.name) for column in table.columns))
    lines.append(_line("---:" if column.is_numeric else "---" for column in table.columns))
    lines += [_line(escaped(cell) for cell in row) for row in table.written]
    if table.notes:
        lines += ["", *(f"- {opening_escaped(note)}" for note in table.notes)]
    return "\n".join(lines) + "\n"


def _line(cells: Iterable[str]) -> str:
    """Join the cells of one line."""
    return f"| {' | '.join(cells)} |"


def opening_escaped(text: str) -> str:
    """Escape a text that begins a line."""
    return _OPENING.sub(r"\1\\\2", escaped(text))


def escaped(text: str) -> str:
    """Put a backslash before everything that could be taken for markup."""
    return _MARKUP.sub(r"\\\g<0>", one_line(text).strip())
