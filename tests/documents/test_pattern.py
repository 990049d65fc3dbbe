"""Patterns: a user's expression is compiled, or refused before it can do harm."""

import pytest

from coder.documents.pattern import compile_pattern
from coder.errors import InputRefused


@pytest.mark.parametrize(
    "pattern",
    [
        r"(?P<speaker>\w+):",
        r"\[(?P<time>[\d:]+)\] (?P<speaker>[^:]+):",
        r"(?P<speaker>[A-Z]\w+(?: \w+)*):",
        r"(?P<speaker>[A-Z][a-z]+(?:\s[A-Z][a-z]*)*)\s*:",
        r"(?P<time>(?:\d+:)*\d+) (?P<speaker>R\d+)",
        r"(?P<time>(?:\d{1,2}:){1,2}\d\d)? ?(?P<speaker>문|답)\)",
        r"(?P<speaker>(?:Q|A)\d*)[.)]",
        r"\((?P<speaker>[^()]+)\)",
        r"(?P<speaker>[*+]{2}\w+)",
        r"(?i:(?P<speaker>interviewer|r\d+))\s*[:：]",
        r"(?:\w+ ?)?(?P<speaker>\w)",
        r"(?P<speaker>[[A-Z]\w+)",
        r"(?P<speaker>[A-Za-z]+(?:-[A-Za-z가-힣]+)*):",
    ],
)
def test_ordinary_pattern_is_taken(pattern: str) -> None:
    assert compile_pattern(pattern).pattern == pattern


@pytest.mark.parametrize(
    ("pattern", "message"),
    [
        (r"(?P<speaker>\w+", "not a regular expression"),
        (r"(?P<speaker>a{99999999999999999999})", "not a regular expression"),
        ("(" * 5000 + "(?P<speaker>a)" + ")" * 5000, "longer than"),
        ("(" * 490 + "(?P<speaker>a)", "not a regular expression"),
        (r"(\w+):", "no group named speaker"),
        (r"", "no group named speaker"),
        (r"(?P<speaker>(a+)+)$", "may never end"),
        (r"(?P<speaker>(?:a*)*)$", "may never end"),
        (r"(?P<speaker>.*)*x", "may never end"),
        (r"(?P<speaker>(?:a|a)+)$", "may never end"),
        (r"(?P<speaker>(?:(?:\w+)-?)+):", "may never end"),
        (r"(?P<speaker>(?: .+)*):", "may never end"),
        (r"(?P<speaker>(?:\w+){2,}):", "may never end"),
        (r"(?P<speaker>(?:\w+){30}):", "may never end"),
        (r"(?P<speaker>(?:a{1,2})+)$", "may never end"),
        (r"(?P<speaker>(?:(?: \w+)*)*):", "may never end"),
        (r"(?P<speaker>(?:-[a-z-]+)*):", "may never end"),
    ],
)
def test_pattern_that_is_wrong_or_dangerous_is_refused_with_a_hint(pattern: str, message: str) -> None:
    with pytest.raises(InputRefused, match=message) as refused:
        compile_pattern(pattern)
    assert refused.value.hint
