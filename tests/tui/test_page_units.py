"""Units of reading."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pages import page_of, pages

from coder.tui.page.page import Page
from coder.tui.page.units import UNITS, Unit, Units

SPEECH = "They came at night. My sister's phone, [Name 2]에게서 온, was gone! “Why?” 아무도 몰랐습니다."
PAGE = page_of("Who came?", SPEECH)
START = PAGE.turns[1].start


def words_at(unit: Unit, needle: str) -> str:
    start, end = Units(PAGE).at(unit, PAGE.text.index(needle))
    return PAGE.text[start:end]


@pytest.mark.parametrize(
    ("unit", "needle", "expected"),
    [
        ("character", "night", "n"),
        ("word", "ister", "sister's"),
        ("word", "Name", "[Name 2]에게서"),
        ("word", "무도", "아무도"),
        ("word", ", [", "[Name 2]에게서"),
        ("sentence", "sister", "My sister's phone, [Name 2]에게서 온, was gone!"),
        ("sentence", " My", "My sister's phone, [Name 2]에게서 온, was gone!"),
        ("sentence", "Why", "“Why?”"),
        ("sentence", "came?", "Who came?"),
        ("turn", "night", SPEECH),
        ("paragraph", "night", SPEECH),
    ],
)
def test_the_unit_under_a_place(unit: Unit, needle: str, expected: str) -> None:
    assert words_at(unit, needle) == expected


def test_a_unit_that_lies_in_no_turn_is_looked_for_in_its_paragraph() -> None:
    page = Page("One here. Two here.\nThree.")
    assert Units(page).at("turn", 3) == (0, 19)
    assert Units(page).at("sentence", 12) == (10, 19)


def test_behind_the_last_unit_there_is_none() -> None:
    assert Units(Page("One.")).at("word", 4) == (4, 4)


@given(pages(), st.sampled_from(UNITS), st.integers(0, 300))
def test_going_on_moves_on_and_going_back_moves_back(page: Page, unit: Unit, offset: int) -> None:
    units, place, last = Units(page), page.settle(offset), page.paragraphs[-1][1]
    assert units.next(unit, place) > place or units.next(unit, place) == last
    assert units.previous(unit, place) < place or units.previous(unit, place) == page.starts[0]


@given(pages(), st.sampled_from(UNITS))
def test_units_come_in_order_and_do_not_overlap(page: Page, unit: Unit) -> None:
    units, place, seen = Units(page), page.starts[0], [(0, 0)]
    for _ in range(200):
        span = units.at(unit, place)
        if span[0] == span[1]:
            break
        assert span[0] >= seen[-1][1]
        seen.append(span)
        place = span[1]
    assert units.end_before(unit, page.paragraphs[-1][1] + 1) == (seen[-1][1] or page.starts[0]) or unit == "character"
