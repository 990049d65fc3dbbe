r"""A user's own regular expression, compiled or refused before it meets a text.

Python's engine cannot be given a time limit, and while it runs nothing else does. A repeated group that itself repeats or chooses
may take longer than the universe on one line, so such groups are refused, except those that a separator keeps apart
(`(?: \w+)*`, `(?:\d+:)*`), which people write for names and times. What is left takes at worst a power of the text's length, so
whoever searches with it also bounds how much text it sees at once and how many parts of it may run far (`far_repeats`).
"""

from __future__ import annotations

import re
import warnings

from coder.errors import InputRefused

LONGEST = 1000
_COUNT = r"(?:[+*?]|\{\d+(?:,\d*)?\})"
_LETTER = rf"(?:\\[wd]|\[(?:\w(?:-\w)?)+\]){_COUNT}?"
_SEPARATED = re.compile(rf"\((?:\?:)?(?:(?: |\\s|\\?[-.'’,])(?:{_LETTER})+|(?:{_LETTER})+\\?[:., -])\){_COUNT}")
"""A repeated group that reads words, each behind or before a separator that no word holds."""
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_CLASS = re.compile(r"\[(\^?\]?[^\]]*)\]")
_SPACED = {"s": " ", "W": " ", "D": " ."}
"""Escapes that match white space; those of a class with a blank in it may match all of a text, as `\\D` does alone."""
_OPENING = re.compile(r"\((?:\?(?:P<\w+>|<?[=!]|>|[a-zA-Z-]*:))?")
_MANY = r"(?:[*+]|\{\d*,\}|\{\d*,?\d\d+\})"
"""Without end or ten times and more."""
_REPEATED = re.compile(_MANY)
_FAR = re.compile(rf"\.{_MANY}")


def compile_expression(pattern: str, what: str, hint: str, flags: re.RegexFlag = re.NOFLAG) -> re.Pattern[str]:
    """Compile an expression; `what` it is and a `hint` how one looks are for the refusal.

    Raises:
        InputRefused: it is too long, no regular expression, or may never end.
    """
    if len(pattern) > LONGEST:
        raise InputRefused(f"{what} is longer than {LONGEST} characters", hint)
    try:
        with warnings.catch_warnings(action="ignore"):  # they quote the expression, and what they warn of works
            compiled = re.compile(pattern, flags)
    except (re.error, RecursionError, OverflowError):
        raise InputRefused(f"{what} is not a regular expression", hint) from None
    if _can_run_away(pattern):
        raise InputRefused(
            f"{what} repeats a group that repeats or chooses inside, which may never end",
            "Take the repetition away either inside the group or behind it.",
        )
    return compiled


def far_repeats(pattern: str) -> int:
    r"""Count the repeats that may run over whole sentences: of a dot, of all but something, of a class with white space in it.

    >>> far_repeats(r"phone.*(took|\w+ed)"), far_repeats(r"[^.]+ \d+ [\w ]*\."), far_repeats(r"(?: \w+)+")
    (1, 2, 1)
    """
    return len(_FAR.findall(_plain(pattern)))


def _can_run_away(pattern: str) -> bool:
    """Tell whether a repeated group has a repetition or a choice in it."""
    plain = _OPENING.sub("(", _plain(pattern))
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


def _plain(pattern: str) -> str:
    """Leave of an expression its groups, choices and repeats; what may match words and the blanks between them becomes a dot."""
    plain = _ESCAPED.sub(lambda found: _SPACED.get(found[1], "x"), _SEPARATED.sub(".+", pattern))
    return _CLASS.sub(lambda found: "." if found[1].startswith("^") or " " in found[1] else "x", plain)
