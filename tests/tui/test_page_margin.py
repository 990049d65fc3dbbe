"""Brackets and names beside the rows."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coder.tui.page.lanes import Lanes
from coder.tui.page.layout import Layout
from coder.tui.page.margin import Margin, Name, Room, room_for, short_names
from coder.tui.page.page import Page
from coder.tui.page.spans import Span, SpanStore

PAGE = Page("\n".join("0123456789" for _ in range(60)))
LAYOUT = Layout(PAGE, 20)


def rows(first: int, last: int, uid: str = "a", code: str = "K") -> Span:
    """Make a coding that shows on rows `first` to `last` of the page."""
    return Span(uid, first * 11, last * 11 + 10, code)


@st.composite
def spans(draw: st.DrawFn) -> list[Span]:
    made = []
    for uid in "abcdefgh"[: draw(st.integers(0, 8))]:
        first = draw(st.integers(0, 59))
        made.append(rows(first, min(first + draw(st.integers(0, 25)), 59), uid, uid.upper()))
    return made


def lanes_of(margin: Margin) -> dict[str, int]:
    return {mark.uid: mark.lane for row in range(60) for mark in margin.marks(row)}


@given(spans())
def test_no_two_codings_on_one_row_share_a_lane(made: list[Span]) -> None:
    margin = Margin(LAYOUT, SpanStore(made))
    for row in range(60):
        lanes = [mark.lane for mark in margin.marks(row)]
        assert len(lanes) == len(set(lanes))


@given(spans(), spans())
def test_a_change_moves_no_other_bracket_and_keeps_lanes_apart(made: list[Span], later: list[Span]) -> None:
    store = SpanStore(made)
    margin = Margin(LAYOUT, store)
    for span in later:
        before = [store[span.uid]] if span.uid in store else []
        lanes = lanes_of(margin)
        store.put(span)
        margin.update(before, [span])
        after = lanes_of(margin)
        assert {uid: lane for uid, lane in after.items() if uid != span.uid} == {u: n for u, n in lanes.items() if u != span.uid}
        assert all(len(marks) == len({m.lane for m in marks}) for marks in (margin.marks(row) for row in range(60)))


@given(spans(), spans())
def test_names_after_any_changes_stand_as_if_placed_at_once(made: list[Span], later: list[Span]) -> None:
    store = SpanStore(made)
    margin = Margin(LAYOUT, store)
    for span in [*later, *made[:3]]:
        if span.uid in store:
            before = [store[span.uid]]
            store.drop(span.uid)
            margin.update(before, [])
        else:
            store.put(span)
            margin.update([], [span])
    fresh = Margin(LAYOUT, store)
    assert [margin.name(row) for row in range(60)] == [fresh.name(row) for row in range(60)]


@given(spans(), spans())
def test_a_change_names_every_row_that_looks_different(made: list[Span], later: list[Span]) -> None:
    store = SpanStore(made)
    margin = Margin(LAYOUT, store)
    for span in later:
        before = [store[span.uid]] if span.uid in store else []
        looked = [(margin.name(row), margin.marks(row)) for row in range(60)]
        store.put(span)
        told = margin.update(before, [span])
        looks = [(margin.name(row), margin.marks(row)) for row in range(60)]
        assert {row for row in range(60) if looked[row] != looks[row]} <= told


def test_a_removed_bracket_leaves_its_lane_empty() -> None:
    lanes = Lanes({"a": (0, 9), "b": (2, 9), "c": (4, 9)})
    lanes.drop("b")
    assert (lanes["a"], lanes["c"]) == (0, 2)
    assert lanes.add("d", ["a", "c"]) == 1


def test_a_name_goes_to_the_next_free_row_of_its_coding_and_else_becomes_a_number() -> None:
    margin = Margin(LAYOUT, SpanStore([rows(0, 5, "a", "K"), rows(0, 0, "b", "L"), rows(0, 3, "c", "M")]))
    assert [margin.name(row) for row in range(3)] == [Name("a", "K", 1), Name("c", "M"), None]


def test_a_long_coding_repeats_its_name_every_sixteen_rows() -> None:
    margin = Margin(LAYOUT, SpanStore([rows(0, 40)]))
    assert [row for row in range(60) if margin.name(row)] == [0, 16, 32]


def test_marks_tell_where_a_coding_begins_and_ends() -> None:
    margin = Margin(LAYOUT, SpanStore([rows(0, 2)]))
    assert [(mark.begins, mark.ends) for row in range(3) for mark in margin.marks(row)] == [
        (True, False),
        (False, False),
        (False, True),
    ]


@pytest.mark.parametrize(
    ("width", "room"),
    [
        (140, Room(5, 20, 8, 84)),
        (120, Room(5, 20, 8, 83)),
        (100, Room(4, 14, 5, 73)),
        (80, Room(4, 10, 3, 59)),
        (60, Room(4, 0, 3, 50)),
        (50, Room(3, 0, 1, 43)),
    ],
)
def test_the_width_is_shared_out_as_designed(width: int, room: Room) -> None:
    assert room_for(width, 34) == room
    assert room.is_enough


def test_a_window_too_narrow_to_read_says_so() -> None:
    assert not room_for(46, 34).is_enough
    assert room_for(3, 34).text == 0


def test_a_thousand_turns_widen_their_column() -> None:
    assert room_for(80, 1200).turn == 5


def test_names_that_begin_alike_stay_apart() -> None:
    names = ["Cameras in schools", "Cameras in public places", "Phone inspection", "감시카메라 교실", "감시카메라 공장"]
    assert list(short_names(names, 10).values()) == ["Cam school", "Cam places", "Phone insp", "감시카 교", "감시카 공"]
