"""How wide texts are in a terminal."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from coder.model.display import cells, cut, pad, wrap

TEXTS = st.text(st.one_of(st.characters(), st.sampled_from("a 손전화각́︎️‍👨👩🇰🇷한ᄒ\u00ad\u3000")), max_size=40)
WIDTHS = st.integers(1, 30)


@pytest.mark.parametrize(
    ("text", "width"),
    [
        ("", 0),
        ("Bribery", 7),
        ("손전화 검열", 11),
        ("감시", 4),
        ("\u1100\u1161\u11a8", 2),
        ("\u1112\u1161\u11ab\u1100\u1173\u11af", 4),
        ("cafe\u0301", 4),
        ("（가）", 6),
        ("a\u200bb", 2),
        ("📱", 2),
        ("\u2764", 1),
        ("\u2764\ufe0f", 2),
        ("\u231a\ufe0f", 2),
        ("🇰🇷", 2),
        ("soft\u00adhyphen", 11),
        ("░▒▓ – … α", 9),
    ],
)
def test_cells_are_what_a_terminal_uses(text: str, width: int) -> None:
    assert cells(text) == width


@given(st.text(st.sampled_from("abc ÄÖé감시손전화가각힣ㄱㅏ「」、。（）\u0301\u200b—…“”"), max_size=40))
def test_cells_agree_with_the_screen_on_english_and_korean(text: str) -> None:
    assert cells(text) == cell_len(text)


@given(TEXTS, WIDTHS)
def test_a_cut_text_fits_and_is_the_beginning(text: str, width: int) -> None:
    short = cut(text, width)
    assert cells(short) <= width
    assert short == text or (short.endswith("…") and text.startswith(short[:-1]))


@given(TEXTS, WIDTHS)
def test_only_what_does_not_fit_is_cut(text: str, width: int) -> None:
    assert (cut(text, width) == text) == (cells(text) <= width)


def test_a_character_keeps_its_marks_when_the_text_is_cut() -> None:
    assert cut("e\u0301tude", 2) == "e\u0301…"


def test_nothing_is_left_at_no_width() -> None:
    assert cut("a", 0) == ""


@given(TEXTS, st.integers(0, 120), st.sampled_from(["left", "right"]))
def test_a_padded_text_has_its_width_and_its_side(text: str, width: int, side: str) -> None:
    padded = pad(text, width, "right" if side == "right" else "left")
    assert cells(padded) == max(width, cells(text))
    assert padded.startswith(text) if side == "left" else padded.endswith(text)


@given(TEXTS, st.integers(2, 30))
def test_wrapped_lines_fit_and_lose_no_character(text: str, width: int) -> None:
    lines = wrap(text, width)
    assert all(cells(line) <= width for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", [""]),
        ("one two", ["one two"]),
        ("one two three", ["one two", "three"]),
        ("incomprehensible", ["incompre", "hensible"]),
        ("an incomprehensible word", ["an", "incompre", "hensible", "word"]),
        ("손전화검열 있다", ["손전화검", "열 있다"]),
    ],
)
def test_lines_break_between_words_if_they_can(text: str, lines: list[str]) -> None:
    assert wrap(text, 8) == lines
