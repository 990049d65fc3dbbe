"""The manual's Markdown, laid out for a width."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coder.model.display import cells
from coder.tui.page.markdown import Line, Piece, hang, lay_out

PAGES = {page.name: page.read_text("utf-8") for page in (files("coder") / "help").iterdir() if page.name.endswith(".md")}


def plain(lines: list[Line]) -> list[str]:
    return ["".join(piece.text for piece in line) for line in lines]


def test_a_paragraph_is_filled_anew() -> None:
    assert plain(lay_out("one two\nthree four\n\nfive", 13)) == ["one two three", "four", "", "five"]


def test_titles_emphasis_code_and_links_lose_their_marks_and_keep_a_style() -> None:
    assert lay_out("# A *b*", 40) == [(Piece("A *b*", "title"),)]
    assert lay_out("## C", 40) == [(Piece("C", "heading"),)]
    (line,) = lay_out("**s** *e*, `a  *b*` and [page](page.md)", 60)
    assert [piece for piece in line if piece.style] == [
        Piece("s", "strong"),
        Piece("e", "emphasis"),
        Piece("a", "code"),
        Piece("*b*", "code"),
        Piece("page", "emphasis"),
    ]


def test_what_no_blank_parts_stays_on_one_line() -> None:
    assert plain(lay_out("aaa **bbb**, ccc", 7)) == ["aaa", "bbb,", "ccc"]


def test_items_hang_behind_their_sign() -> None:
    text = "- one two three\n  four\n- five\n10. six seven eight"
    assert plain(lay_out(text, 13)) == ["  • one two", "    three", "    four", "  • five", "10. six seven", "    eight"]


def test_code_and_tables_stay_as_they_are_written() -> None:
    text = "a\n\n```console\n$ coder   read\n\n- no item\n# no title\n```\nb\n| x | y |\n|---|---|"
    shown = ["a", "", "  $ coder   read", "  ", "  - no item", "  # no title", "b", "  | x | y |", "  |---|---|"]
    assert plain(lay_out(text, 30)) == shown


def test_a_key_stands_before_what_it_does_and_nothing_comes_below_it() -> None:
    assert plain(hang(Piece("F1   "), "Show what the keys do.", 16)) == ["F1   Show what", "     the keys", "     do."]


def test_korean_is_measured_in_cells() -> None:
    assert plain(lay_out("손전화 검열이 있었습니다", 14)) == ["손전화 검열이", "있었습니다"]


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("width", [40, 78, 120])
def test_every_page_loses_no_word_and_keeps_to_the_width(page: str, width: int) -> None:
    lines = lay_out(PAGES[page], width)
    letters = re.findall(r"\w", re.sub(r"```\w.*|\]\([^)]*\)", "", PAGES[page]))
    assert re.findall(r"\w", " ".join(plain(lines))) == letters
    for line in lines:
        if not any(piece.style in {"code", "title", "heading"} for piece in line):
            assert sum(cells(piece.text) for piece in line) <= width


@given(st.text(st.sampled_from("ab*-#|\n 가1."), max_size=80), st.integers(8, 40))
def test_no_letter_of_any_text_is_lost(text: str, width: int) -> None:
    assert re.findall("[ab가]", "".join(plain(lay_out(text, width)))) == re.findall("[ab가]", text)


@given(st.text(max_size=80), st.integers(1, 40))
def test_any_text_can_be_laid_out(text: str, width: int) -> None:
    assert lay_out(text, width) is not None
