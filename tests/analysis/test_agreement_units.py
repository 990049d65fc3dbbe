"""Units: where spans come to lie on turns, paragraphs and sentences."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coder.analysis.agreement.arrays import Spans
from coder.analysis.agreement.units import Blocks, paragraphs, sentences


@pytest.mark.parametrize(
    ("span", "expected"),
    [
        pytest.param((0, 5), None, id="before the first turn"),
        pytest.param((5, 11), (0, 1), id="one character of a turn is enough"),
        pytest.param((5, 10), None, id="touching is not inside"),
        pytest.param((20, 30), None, id="in the gap"),
        pytest.param((19, 31), (0, 2), id="over the gap"),
        pytest.param((39, 99), (1, 3), id="to the end"),
    ],
)
def test_a_span_covers_the_turns_it_shares_a_character_with(span: tuple[int, int], expected: tuple[int, int] | None) -> None:
    turns = Blocks.of([[(0, 1)], [(10, 20), (30, 40), (40, 50)]])
    laid = turns.lay(Spans.of([(1, 0, 0, *span)]))
    assert list(zip(laid.start.tolist(), laid.end.tolist(), strict=True)) == ([expected] if expected else [])


def test_turns_of_other_sources_are_never_reached() -> None:
    turns = Blocks.of([[(0, 100)], [], [(0, 5), (5, 5), (5, 9)]])
    laid = turns.lay(Spans.of([(0, 0, 0, 90, 100), (1, 0, 0, 0, 9), (2, 0, 0, 6, 9)]))
    assert (turns.sizes.tolist(), laid.source.tolist(), laid.start.tolist(), laid.end.tolist()) == (
        [1, 0, 2],
        [0, 2],
        [0, 1],
        [1, 2],
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("\n \n", []),
        ("one", ["one"]),
        ("a\nb\n\n\nc\n", ["a\nb", "c"]),
        ("  indented\nline\n \t\n  next", ["indented\nline", "next"]),
        ("감시가\n심했다.\n\n그래도", ["감시가\n심했다.", "그래도"]),
    ],
)
def test_paragraphs_end_at_blank_lines(text: str, expected: list[str]) -> None:
    assert [text[start:end].rstrip() for start, end in paragraphs(text)] == expected


@given(st.text(alphabet="a \n\t.", max_size=40))
def test_paragraphs_hold_every_written_character_once(text: str) -> None:
    inside = [place for start, end in paragraphs(text) for place in range(start, end)]
    written = [place for place, character in enumerate(text) if not character.isspace()]
    assert len(inside) == len(set(inside))
    assert set(written) <= set(inside)


def test_sentences_begin_where_their_first_word_does() -> None:
    text = "R07: It hung there.  Nobody looked! 그랬다."
    assert [text[start:end] for start, end in sentences(text, 5, len(text))] == ["It hung there.", "Nobody looked!", "그랬다."]
