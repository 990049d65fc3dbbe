"""Rows as runs with roles."""

from hypothesis import given
from hypothesis import strategies as st
from pages import page_of, pages

from coder.model.display import cells as wide
from coder.tui.page.layout import Layout
from coder.tui.page.margin import Margin, Room, room_for
from coder.tui.page.page import Page
from coder.tui.page.plan import ASCII, BOX, Flags, Glyphs, Planner, Run
from coder.tui.page.spans import Span, SpanStore
from coder.tui.page.state import ViewState

NAMES = {"K": "Phone insp", "L": "Bribery", "M": "감시카메라", "N": "Home searc"}


def planner(page: Page, spans: list[Span], width: int = 80, glyphs: Glyphs = BOX) -> Planner:
    room = room_for(width, len(page.turns))
    layout, store = Layout(page, room.text), SpanStore(spans)
    return Planner(layout, Margin(layout, store), store, room, NAMES, glyphs)


def drawn(runs: tuple[Run, ...]) -> str:
    return "".join(run.text for run in runs).rstrip()


PAGE = page_of("Who came?", "Three men. They sat down on the step and asked for the telephone, and then for the other one, too.")
START = PAGE.turns[1].start


def test_a_row_shows_turn_speaker_name_bracket_and_text() -> None:
    plans = planner(PAGE, [Span("a", START, START + 80, "K"), Span("b", START + 3, START + 10, "L")])
    assert [drawn(plans.plan(row, ViewState(START))) for row in range(3)] == [
        "   1I                Who came?",
        "▸  2R Phone i +1 ╭◆  Three men. They sat down on the step and asked for the",
        "                 ╰   telephone, and then for the other one, too.",
    ]


def test_the_ascii_glyphs_need_no_box_characters() -> None:
    plans = planner(PAGE, [Span("a", START, START + 80, "K"), Span("b", START + 3, START + 10, "L")], glyphs=ASCII)
    assert all(drawn(plans.plan(row, ViewState(START))).isascii() for row in range(3))


def test_where_lanes_run_out_the_last_one_counts() -> None:
    spans = [Span(uid, START, START + 90, "K") for uid in "abcde"]
    assert drawn(planner(PAGE, spans).plan(1))[17:20] == "╭╭3"
    assert drawn(planner(PAGE, spans, 50).plan(1))[5] == "5"


def test_the_inner_coding_gives_its_colour_first() -> None:
    plans = planner(PAGE, [Span("a", START, START + 80, "K"), Span("b", START + 3, START + 10, "L")])
    texts = [(run.text, run.codes) for run in plans.plan(1) if run.role == "text"]
    assert texts[0] == ("Thr", ("K",))
    assert texts[1] == ("ee men.", ("L", "K"))


def test_selection_and_cursor_are_flags() -> None:
    runs = planner(PAGE, []).plan(1, ViewState(cursor=START + 5, anchor=START))
    flagged = [(run.text, run.flags) for run in runs if run.flags]
    assert flagged == [("Three", Flags.SELECTED), (" ", Flags.CURSOR)]


def test_a_cursor_behind_the_last_word_stands_on_a_blank_of_its_own() -> None:
    runs = planner(PAGE, []).plan(2, ViewState(PAGE.turns[1].end))
    assert runs[-1] == Run(" ", "text", (), Flags.CURSOR)


def test_questions_are_told_from_speech() -> None:
    plans = planner(PAGE, [])
    assert [plans.plan(row)[-1].role for row in range(2)] == ["question", "text"]


@st.composite
def coded(draw: st.DrawFn) -> tuple[Page, list[Span], ViewState]:
    page = draw(pages())
    place = st.integers(0, len(page.text))
    spans = []
    for uid in "abcdef"[: draw(st.integers(0, 6))]:
        start = draw(place)
        spans.append(Span(uid, start, start + draw(st.integers(1, 60)), draw(st.sampled_from("KLMN"))))
    anchor = draw(st.none() | place.map(page.settle))
    return page, spans, ViewState(page.settle(draw(place)), anchor)


@given(coded(), st.sampled_from([50, 60, 80, 100, 140]))
def test_text_runs_join_to_the_row_whatever_lies_on_it(case: tuple[Page, list[Span], ViewState], width: int) -> None:
    page, spans, state = case
    plans = planner(page, spans, width)
    for row in range(len(plans.layout)):
        text = "".join(run.text for run in plans.plan(row, state) if run.role in {"text", "question"})
        assert text.removesuffix(" ").replace("→", "\t") == plans.layout.text(row).removesuffix(" ")


@given(coded(), st.sampled_from([50, 60, 80, 100, 140]))
def test_the_margin_has_the_same_width_on_every_row(case: tuple[Page, list[Span], ViewState], width: int) -> None:
    page, spans, state = case
    plans = planner(page, spans, width)
    for row in range(len(plans.layout)):
        margin = "".join(run.text for run in plans.plan(row, state) if run.role not in {"text", "question"})
        assert wide(margin) == plans.room.left


def test_a_room_counts_its_left() -> None:
    assert Room(4, 10, 3, 59).left == 21
