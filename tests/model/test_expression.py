"""A user's expression: it is compiled, or refused before it can do harm; how far it runs is told beforehand."""

from __future__ import annotations

import re

import pytest

from coder.errors import InputRefused
from coder.model.expression import LONGEST, compile_expression, far_repeats


def compiled(pattern: str) -> re.Pattern[str]:
    return compile_expression(pattern, "The expression", "Write it otherwise.", re.IGNORECASE)


@pytest.mark.parametrize(
    "pattern",
    [
        "phone",
        r"phone.{0,40}cable",
        "(took|taken) away",
        r"\d+ won",
        r"[[a]phone",
        r"(?:\w+ )+away",
        "검열|단속",
        "",
        "x" * LONGEST,
    ],
)
def test_an_ordinary_expression_is_taken_with_its_flags(pattern: str) -> None:
    found = compiled(pattern)
    assert (found.pattern, bool(found.flags & re.IGNORECASE)) == (pattern, True)


@pytest.mark.parametrize(
    ("pattern", "message"),
    [
        ("x" * (LONGEST + 1), f"longer than {LONGEST} characters"),
        ("(took", "not a regular expression"),
        ("a{99999999999999999999}", "not a regular expression"),
        (r"(\w+)+x", "may never end"),
        (r"(a|a)*x", "may never end"),
        (r"(?:(?: \w+)*)*x", "may never end"),
        (r"(?:-[\w-]+)*x", "may never end"),
        (r"(?:-[a-z-]+)*x", "may never end"),
    ],
)
def test_an_expression_that_is_wrong_or_may_never_end_is_refused(pattern: str, message: str) -> None:
    with pytest.raises(InputRefused, match=message) as refused:
        compiled(pattern)
    assert refused.value.message.startswith("The expression ")
    assert refused.value.hint
    assert "xxx" not in str(refused.value)


@pytest.mark.parametrize(
    ("pattern", "n"),
    [
        ("phone", 0),
        (r"\w+\s*\d{2}", 0),
        (r"\.+ \\*", 0),
        (r"\S+ \W*", 0),
        ("[a-z.]*", 0),
        (".?", 0),
        (".{0,9}", 0),
        (".{0,40}", 1),
        (".{3,}", 1),
        (".*", 1),
        ("[^.]+", 1),
        (r"[\w\s]+[\s\S]*", 2),
        (r"\D*", 1),
        ("(?: \\w+)*", 1),
        ("(?=.*phone)(?=.*cable).*", 3),
    ],
)
def test_repeats_that_run_over_sentences_are_counted(pattern: str, n: int) -> None:
    assert far_repeats(pattern) == n
