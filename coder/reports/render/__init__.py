"""The forms a table can take. `render` is the one door; each family of forms has a module of its own.

Forms for people (`TALKING`) carry the title and the notes. Forms for programs hold the data and nothing else, so a command says
the notes on stderr for them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, get_args

from coder.reports.render.delimited import render_csv, render_tsv
from coder.reports.render.markdown import render_markdown
from coder.reports.render.page import render_page
from coder.reports.render.structured import render_json, render_records
from coder.reports.render.terminal import render_aligned, render_plain
from coder.reports.render.workbook import render_workbook
from coder.reports.table import Table

__all__ = ["FORMATS", "TALKING", "Format", "render", "render_json", "render_page"]

Format = Literal["table", "plain", "csv", "tsv", "json", "markdown", "html", "xlsx"]
FORMATS: tuple[Format, ...] = get_args(Format)
TALKING: frozenset[Format] = frozenset({"table", "plain", "markdown", "html", "xlsx"})


def render(table: Table, form: Format, *, width: int | None = None, raw: bool = False) -> str | bytes:
    """Write a table in one of the `FORMATS`: bytes for `xlsx`, text with its own line ends for all others.

    Args:
        table: What to write.
        form: Which form.
        width: Cells of the terminal, for `table`; None means that there is none and nothing is shortened.
        raw: Leave CSV and TSV cells as they are, for programs: no guard against formulas, no control-character map.
    """
    forms: dict[Format, Callable[[], str | bytes]] = {
        "table": lambda: render_aligned(table, width),
        "plain": lambda: render_plain(table),
        "csv": lambda: render_csv(table, raw=raw),
        "tsv": lambda: render_tsv(table, raw=raw),
        "json": lambda: render_records(table),
        "markdown": lambda: render_markdown(table),
        "html": lambda: render_page(table.title, [table], language=table.language),
        "xlsx": lambda: render_workbook(table),
    }
    return forms[form]()
