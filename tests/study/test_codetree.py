"""The tree of codes is a function of the codes' values: whatever laptops wrote, it has no circle and every code a place."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coder.study.journal.codetree import Node, Placed, cut_circles, place

CODES = "abcdefg"


def node(name: str, parent: str | None = None, position: int = 0, merged_into: str | None = None) -> Node:
    return Node(name, parent, position, merged_into)


def test_codes_stand_under_their_parents_in_the_order_of_their_positions() -> None:
    placed = place(
        {
            "limits": node("Limits", position=1),
            "work": node("Work", position=0),
            "bribery": node("Bribery", "limits", position=1),
            "papers": node("Papers", "limits", position=0),
            "permits": node("Permits", "papers"),
        }
    )
    assert [placed[uid].path for uid in sorted(placed, key=lambda uid: placed[uid].ordinal)] == [
        "Work", "Limits", "Limits > Papers", "Limits > Papers > Permits", "Limits > Bribery",
    ]  # fmt: skip
    assert placed["permits"] == Placed("papers", "permits", "Limits > Papers > Permits", 3, 0)


def test_of_codes_at_one_position_the_smaller_uid_comes_first() -> None:
    placed = place({"b": node("Same"), "a": node("Same"), "c": node("Other", "a")})
    assert [(uid, placed[uid].ordinal) for uid in "acb"] == [("a", 0), ("c", 1), ("b", 2)]


def test_a_code_under_a_nameless_one_has_a_path_still() -> None:
    assert place({"a": node(""), "b": node("B", "a")})["b"].path == " > B"


def test_a_code_whose_parent_is_not_known_stands_at_the_top() -> None:
    assert place({"a": node("A", parent="nobody")})["a"] == Placed(None, "a", "A", 0, 0)


def test_merged_codes_count_as_the_last_known_one() -> None:
    placed = place({"a": node("A", merged_into="b"), "b": node("B", merged_into="c"), "c": node("C", merged_into="nobody")})
    assert {uid: placed[uid].effective for uid in placed} == {"a": "c", "b": "c", "c": "c"}


def test_children_of_a_merged_code_stay_under_it() -> None:
    placed = place({"a": node("A", merged_into="b"), "b": node("B"), "c": node("C", "a")})
    assert (placed["c"].parent, placed["c"].path) == ("a", "A > C")


@pytest.mark.parametrize(
    ("codes", "conflicts", "parents"),
    [
        ({"a": node("A", "b"), "b": node("B", "a")}, {"a": 1, "b": 0}, {"a": None, "b": "a"}),
        ({"a": node("A", "a")}, {"a": 1}, {"a": None}),
        ({"a": node("A", merged_into="b"), "b": node("B", merged_into="a")}, {"a": 2, "b": 0}, {"a": None, "b": None}),
        ({"a": node("A", "b", 0, "b"), "b": node("B", "a", 0, "a")}, {"a": 3, "b": 0}, {"a": None, "b": "a"}),
        ({"z": node("", "a"), "a": node("", "b"), "b": node("", "a")}, {"z": 0, "a": 1, "b": 0}, {"z": "a", "a": None, "b": "a"}),
    ],
)  # fmt: skip
def test_a_circle_is_cut_at_its_smallest_uid_and_listed(
    codes: dict[str, Node], conflicts: dict[str, int], parents: dict[str, str | None]
) -> None:
    placed = place(codes)
    assert {uid: placed[uid].conflict for uid in codes} == conflicts
    assert {uid: placed[uid].parent for uid in codes} == parents


LINKS = st.sampled_from([*CODES, "nobody", None])
NODES = st.builds(Node, st.just("N"), LINKS, st.integers(0, 2), LINKS)


@given(st.dictionaries(st.sampled_from(CODES), LINKS))
def test_cutting_leaves_no_circle_and_cuts_no_more_than_one_code_of_each(edges: dict[str, str | None]) -> None:
    cut = cut_circles(edges)
    for uid, target in edges.items():
        met, at = [uid], target
        while at is not None and at not in met:
            met.append(at)
            at = edges.get(at)
        circle = set() if at is None else {*met[met.index(at) :]}
        assert cut & circle == ({min(circle)} if circle else set())


@given(st.dictionaries(st.sampled_from(CODES), NODES))
def test_every_code_has_a_place_and_every_parent_comes_before_its_children(codes: dict[str, Node]) -> None:
    placed = place(codes)
    assert sorted(placed) == sorted(codes)
    assert sorted(found.ordinal for found in placed.values()) == list(range(len(codes)))
    for found in placed.values():
        assert placed[found.effective].effective == found.effective
        if found.parent is not None:
            assert placed[found.parent].ordinal < found.ordinal
            assert found.path == f"{placed[found.parent].path} > N"


@given(st.permutations(CODES))
def test_the_order_in_which_codes_came_means_nothing(order: list[str]) -> None:
    ring = dict(zip(CODES, CODES[1:] + CODES[:1], strict=True))
    codes = {uid: node(uid, ring[uid], 0, ring[ring[uid]]) for uid in order}
    assert place(codes) == place({uid: codes[uid] for uid in CODES})
