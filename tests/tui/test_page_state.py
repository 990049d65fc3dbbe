"""Cursor and selection."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pages import page_of, pages

from coder.tui.page.layout import Layout
from coder.tui.page.moves import Moves
from coder.tui.page.page import Page
from coder.tui.page.slots import Slots
from coder.tui.page.state import ViewState, added, differences, given_back
from coder.tui.page.units import UNITS, Units

PAGE = page_of("Who came?", "Three men. They sat down. Nobody spoke.", "And then?")
UNITS_OF_PAGE = Units(PAGE)
START = PAGE.turns[1].start


def words(state: ViewState) -> str:
    start, end = state.selection or (0, 0)
    return PAGE.text[start:end]


def test_space_selects_the_sentence_and_then_adds_the_next() -> None:
    state = added(ViewState(START + 14), UNITS_OF_PAGE)
    assert words(state) == "They sat down."
    assert words(added(state, UNITS_OF_PAGE)) == "They sat down. Nobody spoke."


def test_space_stops_at_the_end_of_the_turn() -> None:
    state = ViewState(START)
    for _ in range(5):
        state = added(state, UNITS_OF_PAGE)
    assert words(state) == "Three men. They sat down. Nobody spoke."


def test_at_the_end_of_a_turn_its_last_sentence_is_still_read() -> None:
    end = PAGE.turns[1].end
    start, stop = UNITS_OF_PAGE.reading("sentence", end)
    assert PAGE.text[start:stop] == "Nobody spoke."


def test_space_goes_on_over_turns_when_the_unit_is_the_turn() -> None:
    two = added(added(ViewState(START, unit="turn"), UNITS_OF_PAGE), UNITS_OF_PAGE)
    assert words(two).endswith("And then?")


def test_after_changing_ends_space_adds_the_sentence_before() -> None:
    state = added(ViewState(START + 14), UNITS_OF_PAGE).swapped()
    assert words(added(state, UNITS_OF_PAGE)) == "Three men. They sat down."


def test_giving_back_takes_the_last_sentence_and_at_last_the_selection() -> None:
    two = added(added(ViewState(START), UNITS_OF_PAGE), UNITS_OF_PAGE)
    one = given_back(two, UNITS_OF_PAGE)
    assert words(one) == "Three men."
    none = given_back(one, UNITS_OF_PAGE)
    assert (none.selection, none.cursor) == (None, START)


@given(pages(), st.sampled_from(UNITS), st.integers(0, 200), st.booleans())
def test_what_space_adds_is_given_back(page: Page, unit: str, offset: int, swap: bool) -> None:
    units = Units(page)
    one = added(ViewState(page.settle(offset), unit=unit), units)  # type: ignore[arg-type]  # drawn from UNITS
    one = one.swapped() if swap else one
    two = added(one, units)
    if one.selection and two.selection != one.selection:
        assert given_back(two, units).selection == one.selection


def test_here_is_the_last_character_selected() -> None:
    assert ViewState(cursor=10, anchor=4).here == 9
    assert ViewState(cursor=4, anchor=10).here == 4
    assert ViewState(cursor=4).here == 4


def test_moving_selects_only_when_extending_or_sticky() -> None:
    state = ViewState(5)
    assert state.moved(8).selection is None
    assert state.moved(8, extend=True).selection == (5, 8)
    assert state.with_sticky().moved(8).moved(2).selection == (2, 5)
    assert state.with_sticky().moved(8).cleared() == replace(state, cursor=8)


def test_the_unit_changes_round_and_round() -> None:
    state = ViewState()
    seen = [state.unit]
    for _ in UNITS:
        state = state.with_next_unit()
        seen.append(state.unit)
    assert seen[0] == seen[-1]
    assert set(seen) == set(UNITS)


SELECTION = st.none() | st.tuples(st.integers(0, 30), st.integers(1, 30)).map(lambda pair: (pair[0], pair[0] + pair[1]))


@given(SELECTION, SELECTION)
def test_differences_cover_exactly_what_only_one_selection_holds(a: tuple[int, int] | None, b: tuple[int, int] | None) -> None:
    changed = set(range(*a)) ^ set(range(*b)) if a and b else set(range(*(a or b or (0, 0))))
    assert {place for span in differences(a, b) for place in range(*span)} == changed


@given(pages(), st.integers(9, 60), st.data())
def test_every_way_ends_at_a_place_a_cursor_can_stand_on(page: Page, width: int, data: st.DataObject) -> None:
    layout = Layout(page, width)
    moves = Moves(layout, Units(page))
    state = ViewState(page.settle(data.draw(st.integers(0, 200))))
    for motion in data.draw(st.lists(st.sampled_from(moves.names), max_size=8)):
        place, goal = moves.to(motion, state, 10)
        state = state.moved(place, goal=goal)
        assert page.settle(place) == place


@pytest.mark.parametrize(
    ("motion", "start", "expected"),
    [
        ("down", START, PAGE.turns[2].start),
        ("up", START + 3, 6),
        ("row_end", START, START + 39),
        ("row_start", START + 20, START),
        ("text_end", START, PAGE.turns[2].end),
        ("text_start", START, PAGE.turns[0].start),
        ("sentence_on", START + 2, START + 11),
        ("sentence_back", START + 12, START + 11),
        ("sentence_back", START + 11, START),
        ("turn_on", 5, START),
        ("turn_back", START, PAGE.turns[0].start),
        ("word_right", START, START + 6),
        ("word_left", START + 6, START),
        ("page_down", START, PAGE.turns[2].start),
    ],
)
def test_where_the_ways_lead(motion: str, start: int, expected: int) -> None:
    moves = Moves(Layout(PAGE, 60), UNITS_OF_PAGE)
    assert moves.to(motion, ViewState(start), 10)[0] == expected


def test_down_and_up_aim_at_the_column_where_the_way_began() -> None:
    page = page_of("A long line of words.", "Short", "A long line of words.")
    moves = Moves(Layout(page, 60), Units(page))
    state = ViewState(page.turns[0].start + 15)
    for _ in range(2):
        place, goal = moves.to("down", state, 10)
        state = state.moved(place, goal=goal)
    assert state.cursor == page.turns[2].start + 15


def test_a_pinned_code_keeps_its_digit_when_all_others_go() -> None:
    slots = Slots(map(str, range(10)))
    assert slots.pin("9")
    for code in map(str, range(10, 40)):
        slots.use(code)
    assert slots.digit("9") == "0"
    assert not slots.pin("9")
    for code in map(str, range(40, 60)):
        slots.use(code)
    assert slots.digit("9") == ""


def test_where_every_digit_is_pinned_a_new_code_gets_none() -> None:
    slots = Slots(map(str, range(10)), (), ())
    assert all(slots.pin(str(n)) for n in range(10))
    slots.use("new")
    assert slots.digit("new") == ""
    assert slots.last == "new"
    assert not slots.pin("other")
