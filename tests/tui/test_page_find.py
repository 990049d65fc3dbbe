"""Finding words while they are typed, and stepping through what was found."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coder.tui.page.find import find
from coder.tui.page.trail import Trail

TEXT = "They came at night for 숙박검열.\n숙박검열을 했다. The inspectors\ncame  back; an inspection followed."


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("NIGHT", ["night"]),
        ("came back", ["came  back"]),
        ("inspectors came", ["inspectors\ncame"]),
        ("숙박검열", ["숙박검열", "숙박검열"]),
        ("숙박검열이", ["숙박검열", "숙박검열"]),
        ("검", ["검", "검"]),
        ("~inpsection", ["inspection"]),
        ("~inspectors", ["inspectors", "inspection"]),
        ("a", []),
        ("  ", []),
        ("~", []),
        ("dog", []),
        (".*", []),
        ("(", []),
    ],
)
def test_words_are_found_without_regard_to_case_blanks_and_particles(query: str, found: list[str]) -> None:
    assert [TEXT[start:end] for start, end in find(TEXT, query)] == found


@given(st.text(), st.text(min_size=2, max_size=6))
def test_what_is_found_is_what_was_typed(text: str, query: str) -> None:
    for start, end in find(text, query):
        if not query.strip().startswith("~") and not re.search("[가-힣]", query):
            assert " ".join(text[start:end].split()).casefold() == " ".join(query.split()).casefold() or not query.isascii()


def test_a_letter_whose_small_form_is_longer_moves_no_place() -> None:
    assert find("İİ and CAME", "came") == [(7, 11)]


def test_words_that_are_alike_are_found_as_wholes_and_in_order() -> None:
    text = "inspection, counter-intelligence_inspection; inspections, inspection"
    assert [text[start:end] for start, end in find(text, "~inspectoin")] == ["inspection", "inspections", "inspection"]


def test_a_decomposed_query_finds_a_composed_text() -> None:
    assert len(find(TEXT, "숙박")) == 2


PLACES = st.lists(st.integers(0, 50), unique=True, max_size=8).map(lambda starts: tuple((n, n + 2) for n in sorted(starts)))


@given(PLACES, st.integers(0, 50))
def test_steps_lead_to_the_nearest_place_on_each_side(places: tuple[tuple[int, int], ...], cursor: int) -> None:
    trail = Trail("hit", places)
    on, back = trail.step(cursor, 1), trail.step(cursor, -1)
    behind, before = [p for p in places if p[0] > cursor], [p for p in places if p[0] < cursor]
    assert (on is None) == (not behind)
    assert on is None or places[on] == behind[0]
    assert (back is None) == (not before)
    assert back is None or places[back] == before[-1]


def test_the_search_begins_again_at_the_top_when_nothing_follows() -> None:
    trail = Trail("hit", ((5, 8), (20, 23)))
    assert (trail.nearest(0), trail.nearest(6), trail.nearest(30)) == (0, 1, 0)
    assert Trail("hit", ()).nearest(3) is None
