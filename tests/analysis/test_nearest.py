"""The nearest name: the usual slips are forgiven, what is no slip is not guessed at."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coder.analysis.nearest import did_you_mean, nearest

CODES = ["Phone inspection", "Fences and barriers", "Bribery", "Punishment", "손전화 검열", "인민반장"]


@pytest.mark.parametrize(
    ("name", "names", "found"),
    [
        ("ahs", ["ash", "elm", "yew", "oak"], "ash"),
        ("asg", ["ash", "elm", "yew", "oak"], "ash"),
        ("aash", ["ash", "elm", "yew", "oak"], "ash"),
        ("mian", ["main", "calibration"], "main"),
        ("lefd", ["left", "region", "age"], "left"),
        ("crosstb", ["crosstab", "codings", "code"], "crosstab"),
        ("Phone inpsection", CODES, "Phone inspection"),
        ("phone INSPECTION", CODES, "Phone inspection"),
        ("phone inpsection", [name.upper() for name in CODES], "PHONE INSPECTION"),
        ("fences", CODES, "Fences and barriers"),
        ("Bribry", CODES, "Bribery"),
        ("손전화 겸열", CODES, "손전화 검열"),
        ("인민반짱", CODES, "인민반장"),
    ],
)
def test_slip_of_the_keyboard_finds_what_was_meant(name: str, names: list[str], found: str) -> None:
    assert nearest(name, names) == [found]


@pytest.mark.parametrize(
    ("name", "names"),
    [
        ("foo", ["percent", "f1", "alpha"]),
        ("RX", ["R01", "R02"]),
        ("weather", CODES),
        ("고양이", CODES),
        ("", CODES),
        ("anything", []),
        ("anything", [""]),
    ],
)
def test_what_is_like_nothing_finds_nothing(name: str, names: list[str]) -> None:
    assert nearest(name, names) == []
    assert did_you_mean(name, names, "Look here.") == "Look here."


def test_several_are_listed_best_first_and_none_twice() -> None:
    assert nearest("R12", ["R12b", "R12", "R12", "R21x"], limit=2) == ["R12", "R12b"]


def test_hint_asks() -> None:
    assert did_you_mean("Bribary", CODES, "Look here.") == "Did you mean “Bribery”?"


@given(name=st.text(max_size=20), names=st.lists(st.text(max_size=20), max_size=6))
def test_nearest_is_one_of_the_names_and_never_fails(name: str, names: list[str]) -> None:
    assert set(nearest(name, names, limit=3)) <= set(names)
