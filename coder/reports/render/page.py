"""HTML: one file that opens anywhere, asks no network for anything and runs nothing.

The templates are the package's own and escape every value; no value ever stands in an attribute that a browser follows or runs.
A content security policy repeats the promise to the browser. The same page serves one table and a report of several.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

from coder.model.text import shown
from coder.reports.table import Table

if TYPE_CHECKING:
    from jinja2 import Template


def render_page(title: str, tables: Sequence[Table], *, language: str = "en") -> str:
    """Write tables as a complete page; `title` is the window's, each table has its own as a caption."""
    return template("page.html").render(title=title, tables=tables, language=language)


@cache
def template(name: str) -> Template:
    """Read a page's template and what it includes; every page stands in the same frame."""
    from jinja2 import Environment, PackageLoader, StrictUndefined  # noqa: PLC0415 - only this form should pay for it

    environment = Environment(
        loader=PackageLoader("coder.reports.render"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["shown"] = shown
    return environment.get_template(name)
