"""A table that was written against formulas can be read back as it was."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from coder.model.formula import guarded, unguarded

BEGINNINGS = st.text(alphabet="'=+-@\t\r\n\0＝＋－＠a 한", max_size=6)


@given(BEGINNINGS | st.text(max_size=20))
def test_unguarded_is_the_inverse_of_guarded(text: str) -> None:
    assert unguarded(guarded(text)) == text


@given(BEGINNINGS)
def test_guarded_never_begins_like_a_formula(text: str) -> None:
    assert not guarded(text).startswith(tuple("=+-@\t\r\n\0＝＋－＠"))


def test_plain_words_are_left_alone() -> None:
    assert guarded("it was 'there'") == "it was 'there'"
