r"""Patterns: a user's own regular expression for speakers' labels, checked before it meets a text.

It needs a group for the speaker, and like every user's expression it must not run away. It meets only the beginning of each line.
"""

from __future__ import annotations

import re

from coder.errors import InputRefused
from coder.model.expression import compile_expression

_WHAT = "The expression for turns"
_HINT = r"Write it like (?P<speaker>\w+): or \[(?P<time>[\d:]+)\] (?P<speaker>[^:]+):"


def compile_pattern(pattern: str) -> re.Pattern[str]:
    """Compile an expression for labels or refuse it; its groups are `speaker` and, if wanted, `time`.

    Raises:
        InputRefused: it cannot be used; the hint says how one looks.
    """
    compiled = compile_expression(pattern, _WHAT, _HINT)
    if "speaker" not in compiled.groupindex:
        raise InputRefused(f"{_WHAT} has no group named speaker", _HINT)
    return compiled
