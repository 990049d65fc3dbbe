"""What a codebook's readers are warned of."""

from __future__ import annotations

import pytest

from coder.exchange.codebook_check import warnings
from coder.model.codebook import Code, Codebook, Status


def book(exclude: str) -> Codebook:
    evasion = Code("Evasion", uid="2", brief="tricks", names=(("ko", "피하기"), ("alias", "dodging")))
    return Codebook(
        (Code("Bribery", uid="1", brief="a favour", exclude=exclude), evasion, Code("Limits", uid="3", codable=False))
    )


@pytest.mark.parametrize(
    "exclude",
    [
        "",
        "a trick",
        "a trick → Evasion",
        "a trick → add evasion; power → Limits family",
        "a trick → Evasion or nothing (see the memo)",
        "a trick → 피하기를 쓴다",
        "a trick → dodging too",
        "a need → no code",
    ],
)
def test_an_arrow_that_leads_to_a_code_is_no_warning(exclude: str) -> None:
    assert warnings(book(exclude), "f") == ()


@pytest.mark.parametrize(
    ("exclude", "target", "hint"),
    [
        ("a trick → Evasoin", "Evasoin", "“Evasion”"),
        ("power → Limits; a trick → add Evasoin (code both)", "add Evasoin", "“Evasion”"),
        ("a trick → Quarks.", "Quarks", "Name a code"),
    ],
)
def test_an_arrow_that_leads_nowhere_is_told_with_the_nearest_name(exclude: str, target: str, hint: str) -> None:
    (warning,) = warnings(book(exclude), "f")
    assert warning.place == "f, Bribery"
    assert f"“{target}”" in warning.message
    assert hint in warning.hint


@pytest.mark.parametrize(
    ("status", "codable", "n"), [("active", True, 1), ("proposed", True, 0), ("retired", True, 0), ("active", False, 0)]
)
def test_only_a_code_that_can_be_used_needs_a_brief(status: Status, codable: bool, n: int) -> None:
    found = warnings(Codebook((Code("A", uid="1", status=status, codable=codable),)), "f")
    assert ["no `brief`" in warning.message for warning in found] == [True] * n
