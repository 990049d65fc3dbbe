"""How a table falls into a window."""

from hypothesis import given
from hypothesis import strategies as st

from coder.tui.page.columns import GAP, MARKER, first_for, last_first, places

NEEDS = st.lists(st.integers(1, 30), min_size=2, max_size=12)


@given(NEEDS, st.integers(1, 12), st.integers(40, 140))
def test_what_is_shown_fits_and_the_first_column_stays(needs: list[int], first: int, room: int) -> None:
    shown = places(needs, first, room)
    assert shown[0].index == 0
    assert MARKER + sum(place.width for place in shown) + GAP * (len(shown) - 1) <= max(room, MARKER + needs[0])
    assert [place.index for place in shown[1:]] == list(range(first, first + len(shown) - 1))


@given(NEEDS, st.integers(40, 140), st.data())
def test_the_column_of_the_cursor_is_always_in_the_window(needs: list[int], room: int, data: st.DataObject) -> None:
    first = 1
    for column in data.draw(st.lists(st.integers(1, len(needs) - 1), max_size=6)):
        first = first_for(column, needs, first, room)
        assert column in {place.index for place in places(needs, first, room)}


@given(NEEDS, st.integers(40, 140))
def test_the_last_columns_can_be_reached_and_nothing_lies_beyond(needs: list[int], room: int) -> None:
    first = last_first(needs, room)
    assert places(needs, first, room)[-1].index == len(needs) - 1
    assert first == 1 or places(needs, first - 1, room)[-1].index < len(needs) - 1
