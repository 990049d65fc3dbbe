"""Clusters and cells."""

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st
from pages import PARAGRAPHS
from rich.cells import cell_len

from coder.tui.page.widths import cells, cluster_start, clusters, crop, next_cluster, previous_cluster, sums

MIXED = st.lists(st.sampled_from("a감각ᄒ\u1161\u11ab\u0301\u200d\ufe0f\u20e3🇰🇷👩👧🏽❤1 \n"), max_size=12).map("".join)


@given(MIXED)
def test_clusters_are_those_of_unicode(text: str) -> None:
    assert list(clusters(text)) == regex.findall(r"\X", text)


@given(PARAGRAPHS)
def test_stepping_on_and_back_visits_the_same_places(text: str) -> None:
    places = [0]
    while places[-1] < len(text):
        places.append(next_cluster(text, places[-1]))
    back = [len(text)]
    while back[-1] > 0:
        back.append(previous_cluster(text, back[-1]))
    assert places == back[::-1]


@given(PARAGRAPHS, st.integers(0, 80))
def test_a_cluster_starts_at_or_before_each_of_its_places(text: str, offset: int) -> None:
    at = min(offset, len(text))
    start = cluster_start(text, at)
    assert start <= at
    assert at == start or at < next_cluster(text, start)


@given(PARAGRAPHS.map(lambda text: text.replace("\n", " ")))
def test_sums_end_with_the_cells_of_the_whole_and_never_fall(text: str) -> None:
    found = sums(text)
    if found is None:
        assert text.isascii()
    else:
        assert found[-1] == cells(text)
        assert list(found) == sorted(found)


@pytest.mark.parametrize(
    ("text", "room", "expected"),
    [
        ("감시카메라", 5, "감시"),
        ("감시", 4, "감시"),
        ("cafe\u0301s", 4, "cafe\u0301"),
        ("🇰🇷🇰🇷", 3, "🇰🇷"),
        ("abc", 0, ""),
        ("", 5, ""),
    ],
)
def test_crop_cuts_between_clusters(text: str, room: int, expected: str) -> None:
    assert crop(text, room) == expected


@given(PARAGRAPHS, st.integers(0, 30))
def test_crop_never_takes_more_room_than_given(text: str, room: int) -> None:
    assert cell_len(crop(text, room)) <= room
