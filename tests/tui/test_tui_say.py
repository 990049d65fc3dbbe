"""The only door from data to a widget."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coder.tui.say import passage, say

HOSTILE = (
    "[/] oops", "[red]x[/red]", "[@click=app.quit]x[/]", "\x1b[31mred", "\x1b]52;c;aGk=\x07", "\x9b31m", "a\rb",
    "\u202eevil", "{code}", "%s", "\x00", "tab\tand\nline",
)  # fmt: skip
"""Names that somebody might give a code."""
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


@pytest.mark.parametrize("value", HOSTILE)
def test_a_value_is_shown_as_it_is_and_can_do_nothing(value: str) -> None:
    said = say("coded {code}.", code=value)
    assert said.plain.startswith("coded ")
    assert len(said.plain) == len(value) + len("coded .")
    assert not said.spans
    assert not CONTROL.search(said.plain)
    assert "\n" not in said.plain
    assert "\t" not in said.plain


@given(st.text())
def test_nothing_said_holds_a_control_character(value: str) -> None:
    assert not CONTROL.search(say("{value}", value=value).plain + passage(value).plain)


def test_numbers_may_be_given_a_format() -> None:
    assert say("{share:.0%} of {n:,}", share=0.25, n=4000).plain == "25% of 4,000"


def test_a_passage_keeps_its_lines() -> None:
    assert passage("one\n[b]two").plain == "one\n[b]two"
