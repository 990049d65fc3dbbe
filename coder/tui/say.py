"""The only door from data to a widget.

Names, memos and messages may hold anything: square brackets that Textual would read as markup, escape sequences that a terminal
would obey. A widget is given `Content` made here and never a plain `str`, so that neither can happen.
"""

from __future__ import annotations

from typing import LiteralString

from textual.content import Content

from coder.model.text import shown, shown_line


def say(template: LiteralString, /, **values: object) -> Content:
    """Fill our own words with values from outside, each made safe and kept on one line; numbers may be given a format.

    >>> say("coded {code} in {source}", code="[/] Bribery", source="R07").plain
    'coded [/] Bribery in R07'
    """
    safe = {name: value if isinstance(value, int | float) else shown_line(str(value)) for name, value in values.items()}
    return Content(template.format(**safe))


def passage(text: str) -> Content:
    """Make a text of several lines (a code's rules, a manual page) safe to show as it stands."""
    return Content(shown(text))
