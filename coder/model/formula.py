"""Texts in spreadsheets: a cell that begins with `=` and its like runs as a formula, and speech may begin with anything.

`guarded` puts an apostrophe in front of such a text (OWASP ASVS 1.2.10, CWE-1236) and `unguarded` takes it off again, so that a
table that was written can be read back: one is the inverse of the other on every text.
"""

from __future__ import annotations

import re

_DANGEROUS = re.compile("'*[=+\\-@\t\r\n\0＝＋－＠]")
_GUARDED = re.compile("'+[=+\\-@\t\r\n\0＝＋－＠]")


def guarded(text: str) -> str:
    """Keep a text from acting as a formula.

    >>> guarded("=1+1"), guarded("it"), guarded("'-and then")
    ("'=1+1", 'it', "''-and then")
    """
    return f"'{text}" if _DANGEROUS.match(text) else text


def unguarded(text: str) -> str:
    """Take off what `guarded` put on.

    >>> unguarded("'=1+1"), unguarded("'tis")
    ('=1+1', "'tis")
    """
    return text[1:] if _GUARDED.match(text) else text
