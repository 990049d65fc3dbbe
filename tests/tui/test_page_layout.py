"""Wrapping, and the way between places in the text and places on the screen."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pages import page_of, pages
from rich.cells import cell_len

from coder.model.source import Turn
from coder.tui.page.layout import Layout
from coder.tui.page.page import Page
from coder.tui.page.widths import cells, cluster_start

WIDTHS = st.integers(8, 60)


def rows(layout: Layout) -> list[str]:
    return [layout.text(row) for row in range(len(layout))]


@given(pages(), WIDTHS)
def test_rows_join_to_the_paragraphs(page: Page, width: int) -> None:
    assert "".join(rows(Layout(page, width))) == "".join(page.text[start:end] for start, end in page.paragraphs)


@given(pages(), WIDTHS)
def test_no_row_is_wider_than_the_room(page: Page, width: int) -> None:
    assert all(cells(row) <= width for row in rows(Layout(page, width)))


@given(pages(), WIDTHS)
def test_a_row_leaves_a_cell_for_the_cursor_behind_its_last_word(page: Page, width: int) -> None:
    assert all(cells(row.removesuffix(" ")) < width for row in rows(Layout(page, width)))


@given(pages(), WIDTHS, st.integers(0, 400))
def test_a_place_survives_the_way_to_the_screen_and_back(page: Page, width: int, offset: int) -> None:
    layout = Layout(page, width)
    place = page.settle(offset)
    if place < len(page.text) and cell_len(page.text[place : page.next(place)]) == 0 and page.text[place] not in "\t\n":
        return  # a mark that stands alone has no cell of its own
    row = layout.row_of(place)
    start, end = layout.span(row)
    assert start <= place <= end
    assert layout.off_at(row, layout.col_of(place)) == place


@given(pages(), WIDTHS, st.integers(0, 30), st.integers(-2, 70))
def test_every_cell_leads_to_a_cluster_of_its_row(page: Page, width: int, row: int, col: int) -> None:
    layout = Layout(page, width)
    row = min(row, len(layout) - 1)
    place = layout.off_at(row, col)
    assert layout.row_of(place) == row
    assert cluster_start(page.text, place) == place


@pytest.mark.parametrize("width", [-3, 0, 1, 2, 3])
def test_a_width_too_small_for_anything_still_gives_rows(width: int) -> None:
    assert "".join(rows(Layout(Page("감시 cameras"), width))) == "감시 cameras"


def test_an_empty_text_has_one_empty_row() -> None:
    layout = Layout(Page(""), 20)
    assert rows(layout) == [""]
    assert layout.off_at(0, 5) == 0


def test_words_are_kept_whole_and_long_ones_cut() -> None:
    assert rows(Layout(Page("we hid it in the flour abcdefghijklmno"), 11)) == [
        "we hid it ",
        "in the ",
        "flour ",
        "abcdefghij",
        "klmno",
    ]


def test_labels_and_blank_lines_between_turns_have_no_row() -> None:
    page = Page(
        "Header.\n\nI: Who came?\n\n\nR: Three men.\nThey sat.\n\n", (Turn(9, 12, 21, "I", "I"), Turn(24, 27, 47, "R", "R"))
    )
    assert rows(Layout(page, 30)) == ["Header.", "Who came?", "Three men.", "They sat."]


def test_a_turn_in_which_nothing_was_said_keeps_its_row() -> None:
    assert rows(Layout(page_of("And then?", "", "Yes?"), 30)) == ["And then?", "", "Yes?"]


def test_blank_lines_of_a_text_without_turns_stay() -> None:
    assert rows(Layout(Page("One.\n\nTwo.\n"), 30)) == ["One.", "", "Two."]


def test_stepping_passes_over_labels() -> None:
    page = page_of("Hm?", "No.")
    end_of_first = page.paragraphs[0][1]
    assert page.next(end_of_first) == page.turns[1].start
    assert page.previous(page.turns[1].start) == end_of_first


def test_a_coding_that_begins_in_a_label_is_shown_from_the_speech_on() -> None:
    page = page_of("Who came?", "Three men.")
    layout = Layout(page, 40)
    assert layout.rows_of(page.turns[1].label, page.turns[1].end) == (1, 1)


@given(pages())
def test_stepping_on_reaches_the_end_and_back_the_start(page: Page) -> None:
    place, steps = page.starts[0], [page.starts[0]]
    while (following := page.next(place)) != place:
        assert following > place
        steps.append(place := following)
    back = [place]
    while (before := page.previous(place)) != place:
        back.append(place := before)
    assert steps == back[::-1]
