"""Places as people write them: START:END, or TURN.SENTENCE as a reader counts."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coder.errors import InputRefused
from coder.model.place import find_place, name_place, sentences, turn_at
from coder.model.source import Turn

TEXT = "A: One lamp. Two lamps!  Three?\nB: 하나입니다. 둘입니다.\n\nA: \nB: no stop"
TURNS = (
    Turn(0, 3, 31, "A"),
    Turn(32, 35, 47, "B"),
    Turn(49, 52, 52, "A"),
    Turn(53, 56, 63, "B"),
)


def passage(place: str) -> str:
    """Give the words at a place."""
    start, end = find_place(place, TEXT, TURNS)
    return TEXT[start:end]


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ("1.1", "One lamp."),
        ("1.2", "Two lamps!"),
        ("1.3", "Three?"),
        ("2.1", "하나입니다."),
        ("2.2", "둘입니다."),
        ("4.1", "no stop"),
        ("3:6", "One"),
        ("0:1", "A"),
        (f"0:{len(TEXT)}", TEXT),
        ("003:006", "One"),
    ],
)
def test_place_gives_its_words(place: str, words: str) -> None:
    assert passage(place) == words


@pytest.mark.parametrize(
    ("place", "said"),
    [
        (f"0:{len(TEXT) + 1}", f"which has {len(TEXT)} characters"),
        ("999999999999999:1000000000000000", "has 63 characters|no place"),
        ("6:3", "START must come before END"),
        ("3:3", "START must come before END"),
        ("0.1", "There is no turn 0"),
        ("5.1", "There is no turn 5: the source has 4"),
        ("3.1", "Turn 3 has 0 sentences|Turn 3 has no sentence"),
        ("1.4", "Turn 1 has 3 sentences, not 4"),
        ("1.0", "Turn 1 has 3 sentences, not 0"),
        *(
            (odd, "is no place")
            for odd in ("", "1", "1.", ".1", "1:", ":1", "-1:3", "1,2", "1.2.3", "a.b", " 1.1", "1.1\n", "1 : 2")
        ),
    ],
)
def test_place_that_is_none_is_refused_with_the_way_out(place: str, said: str) -> None:
    with pytest.raises(InputRefused) as refused:
        find_place(place, TEXT, TURNS)
    assert any(words in refused.value.message + refused.value.hint for words in said.split("|"))
    assert refused.value.hint
    assert refused.value.place == place


def test_place_by_turn_in_a_text_without_turns_says_that_there_are_none() -> None:
    with pytest.raises(InputRefused) as refused:
        find_place("1.1", TEXT, ())
    assert "no turn" in refused.value.message
    assert "START:END" in refused.value.message + refused.value.hint


def test_refusal_never_quotes_the_text() -> None:
    for place in ("0:999", "9.9", "1.9", "x"):
        with pytest.raises(InputRefused) as refused:
            find_place(place, TEXT, TURNS)
        assert "lamp" not in refused.value.message + refused.value.hint


@pytest.mark.parametrize(
    ("offset", "turn", "said"),
    [
        (0, 1, "turn 1 sentence 1"),
        (3, 1, "turn 1 sentence 1"),
        (13, 1, "turn 1 sentence 2"),
        (31, 1, "turn 1 sentence 3"),
        (35, 2, "turn 2 sentence 1"),
        (52, 3, "turn 3 sentence 1"),
        (63, 4, "turn 4 sentence 1"),
    ],
)
def test_place_is_said_by_the_turn_and_the_sentence_it_is_in(offset: int, turn: int, said: str) -> None:
    assert (turn_at(offset, TURNS), name_place(offset, TEXT, TURNS)) == (turn, said)


@pytest.mark.parametrize(("offset", "turns"), [(12_345, ()), (12_345, (Turn(20_000, 20_003, 20_009, "A"),))])
def test_place_outside_turns_is_said_by_its_character(offset: int, turns: tuple[Turn, ...]) -> None:
    assert turn_at(offset, turns) is None
    assert name_place(offset, "", turns) == "character 12,345"


@pytest.mark.parametrize("place", ["1.1", "1.2", "1.3", "2.1", "2.2", "4.1"])
def test_place_that_was_found_is_said_as_it_was_asked_for(place: str) -> None:
    turn, sentence = place.split(".")
    assert name_place(find_place(place, TEXT, TURNS)[0], TEXT, TURNS) == f"turn {turn} sentence {sentence}"


@given(start=st.integers(0, 70), end=st.integers(0, 70))
def test_span_is_taken_exactly_if_it_lies_in_the_text(start: int, end: int) -> None:
    place = f"{start}:{end}"
    if start < end <= len(TEXT):
        assert find_place(place, TEXT, TURNS) == (start, end)
    else:
        with pytest.raises(InputRefused):
            find_place(place, TEXT, TURNS)


@given(text=st.text(st.sampled_from("ab. ?!\n한다”\"'0"), max_size=40), data=st.data())
def test_sentences_of_a_stretch_hold_all_its_words_in_order_without_blanks_at_their_ends(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    cut = sentences(text, start, end)
    assert all(start <= a < b <= end for a, b in cut)
    assert all(b <= c for (_, b), (c, _) in pairwise(cut))
    assert all(text[a:b] == text[a:b].strip() for a, b in cut)
    assert "".join("".join(text[a:b].split()) for a, b in cut) == "".join(text[start:end].split())
