r"""Patterns: a user's own regular expression for speakers' labels, checked before it meets a text.

Python's engine cannot be given a time limit, and a repeated group that itself repeats or chooses may take longer than the
universe on one line. So such groups are refused, except those that a separator keeps apart (`(?: \w+)*`, `(?:\d+:)*`), which
people write for names and times. An expression meets only the beginning of each line.
"""

from __future__ import annotations

import re

from coder.errors import InputRefused

_LONGEST = 1000
_HINT = r"Write it like (?P<speaker>\w+): or \[(?P<time>[\d:]+)\] (?P<speaker>[^:]+):"
_COUNT = r"(?:[+*?]|\{\d+(?:,\d*)?\})"
_LETTER = rf"(?:\\[wd]|\[[\w가-힣-]+\]){_COUNT}?"
_SEPARATED = re.compile(rf"\((?:\?:)?(?:(?: |\\s|\\?[-.'’,])(?:{_LETTER})+|(?:{_LETTER})+\\?[:., -])\){_COUNT}")
"""A repeated group that reads words, each behind or before a separator that no word holds."""
_ESCAPED = re.compile(r"\\.", re.DOTALL)
_CLASS = re.compile(r"\[\^?\]?[^\]]*\]")
_OPENING = re.compile(r"\((?:\?(?:P<\w+>|<?[=!]|>|[a-zA-Z-]*:))?")
_REPEATED = re.compile(r"[*+]|\{\d*,\}|\{\d*,?\d\d+\}")
"""Without end or ten times and more."""


def compile_pattern(pattern: str) -> re.Pattern[str]:
    """Compile an expression for labels or refuse it; its groups are `speaker` and, if wanted, `time`."""
    if len(pattern) > _LONGEST:
        raise InputRefused(f"The expression for turns is longer than {_LONGEST} characters", _HINT)
    try:
        compiled = re.compile(pattern)
    except (re.error, RecursionError, OverflowError):
        raise InputRefused("The expression for turns is not a regular expression", _HINT) from None
    if "speaker" not in compiled.groupindex:
        raise InputRefused("The expression for turns has no group named speaker", _HINT)
    if _can_run_away(pattern):
        raise InputRefused(
            "The expression for turns repeats a group that repeats or chooses inside, which may never end",
            "Take the repetition away either inside the group or behind it.",
        )
    return compiled


def _can_run_away(pattern: str) -> bool:
    """Tell whether a repeated group has a repetition or a choice in it."""
    plain = _CLASS.sub("x", _ESCAPED.sub("x", _SEPARATED.sub("x", pattern)))
    plain = _OPENING.sub("(", plain)
    risky = [False]
    for place, character in enumerate(plain):
        if character == "(":
            risky.append(False)
        elif character == ")":
            inner = risky.pop()
            if inner and _REPEATED.match(plain, place + 1):
                return True
            risky[-1] |= inner
        elif character in "*+{|":
            risky[-1] = True
    return False
