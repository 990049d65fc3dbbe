"""The one door to all forms."""

from __future__ import annotations

import subprocess
import sys

import pytest

from coder.reports.render import FORMATS, Format, render
from coder.reports.table import Column, Table

TABLE = Table("Codes", (Column("code"), Column("n", "number")), (("Bribery", 28),))


@pytest.mark.parametrize("form", FORMATS)
def test_every_form_holds_the_data(form: Format) -> None:
    written = render(TABLE, form)
    if isinstance(written, bytes):
        assert written.startswith(b"PK")
    else:
        assert "Bribery" in written
        assert "28" in written


@pytest.mark.parametrize("form", sorted(set(FORMATS) - {"xlsx"}))
def test_every_text_ends_with_a_line_end(form: Format) -> None:
    written = render(TABLE, form)
    assert isinstance(written, str)
    assert written.endswith("\n")
    assert not written.endswith("\n\n")


def test_a_form_loads_only_its_own_library() -> None:
    code = """
import sys
from coder.reports.render import FORMATS, render
from coder.reports.table import Column, Table
for form in set(FORMATS) - {"html", "xlsx"}:
    render(Table("t", (Column("c"),), (("x",),)), form)
print(*{"jinja2", "xlsxwriter", "numpy", "rich", "textual"} & set(sys.modules))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []
