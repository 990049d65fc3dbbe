"""Finding what a user named, and making names for what is new."""

from __future__ import annotations

from typing import Literal
from unicodedata import normalize

import pytest

from coder.analysis.names import LONGEST_NAME, code_names, find, find_code, find_labelled, new_name, unknown
from coder.errors import InputRefused, UnknownName
from coder.model.codebook import Code, Codebook
from coder.model.respondent import Respondent
from coder.model.round import Coder

CODERS = [Coder("1", "ash"), Coder("2", "Elm tree"), Coder("3", "버들")]
BOOK = Codebook(
    (
        Code("Phones", None, "p", codable=False),
        Code("Inspection", "p", "pi", names=(("ko", "손전화 검열"),)),
        Code("Homes", None, "h", codable=False),
        Code("Inspection", "h", "hi"),
        Code("Lamp", "h", "l", names=(("ko", "등불"), ("alias", "Light"))),
    )
)


@pytest.mark.parametrize(("name", "uid"), [("ash", "1"), ("ASH", "1"), ("elm  tree", "2"), (" Elm Tree ", "2"), ("버들", "3")])
def test_thing_is_found_without_regard_to_case_and_blanks(name: str, uid: str) -> None:
    assert find("coder", CODERS, name).uid == uid


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_name_is_found_however_its_hangul_is_composed(form: Literal["NFC", "NFD"]) -> None:
    assert find("coder", CODERS, normalize(form, "버들")).uid == "3"
    assert find_code(BOOK, normalize(form, "손전화 검열")).uid == "pi"
    assert new_name(normalize(form, "버드나무")) == normalize("NFC", "버드나무")
    with pytest.raises(InputRefused, match="taken"):
        new_name(normalize(form, "버들"), ["버들"])


def test_exact_name_wins_over_one_that_differs_in_case() -> None:
    assert find("coder", [*CODERS, Coder("4", "Ash")], "Ash").uid == "4"


def test_name_of_several_is_refused_with_the_command_that_mends_it() -> None:
    with pytest.raises(UnknownName) as refused:
        find("coder", [*CODERS, Coder("4", "ash")], "ash")
    assert "“ash” is the name of 2 coders" in refused.value.message
    assert "coder coders rename" in refused.value.hint


def test_unknown_thing_is_refused_with_the_nearest_or_the_command_that_lists() -> None:
    with pytest.raises(UnknownName) as refused:
        find("coder", CODERS, "elmtree")
    assert (refused.value.message, refused.value.hint) == ("There is no coder “elmtree”.", "Did you mean “Elm tree”?")
    with pytest.raises(UnknownName) as refused:
        find("coder", CODERS, "")
    assert refused.value.hint == "`coder coders list STUDY` lists the coders."


def test_unknown_thing_of_a_kind_that_no_command_lists_has_a_hint_too() -> None:
    assert unknown("colour", "x", []).hint
    assert unknown("colour", "x", [], "Look there.").hint == "Look there."


@pytest.mark.parametrize(
    ("name", "uid"),
    [
        ("Lamp", "l"),
        ("lamp", "l"),
        ("등불", "l"),
        ("light", "l"),
        ("Homes > Lamp", "l"),
        ("homes >  LAMP", "l"),
        ("Phones > Inspection", "pi"),
        ("손전화  검열", "pi"),
        ("homes > inspection", "hi"),
        ("Homes", "h"),
    ],
)
def test_code_is_found_by_name_further_name_or_path(name: str, uid: str) -> None:
    assert find_code(BOOK, name).uid == uid


def test_ambiguous_code_is_refused_with_its_paths() -> None:
    with pytest.raises(UnknownName) as refused:
        find_code(BOOK, "inspection")
    assert "“inspection” is the name of 2 codes." in refused.value.message
    assert refused.value.hint == "Say which: “Phones > Inspection” or “Homes > Inspection”."


@pytest.mark.parametrize(
    ("name", "hint"), [("Lmap", "“Lamp”"), ("Homes > Lmap", "“Homes > Lamp”"), ("등뿔", "“등불”"), ("", "codebook show")]
)
def test_unknown_code_is_refused_with_the_nearest(name: str, hint: str) -> None:
    with pytest.raises(UnknownName) as refused:
        find_code(BOOK, name)
    assert hint in refused.value.hint


def test_code_names_are_names_paths_and_further_names() -> None:
    assert {"Lamp", "Homes > Lamp", "등불", "Light", "Phones"} <= set(code_names(BOOK))


def test_respondent_is_found_by_label_without_regard_to_case() -> None:
    people = [Respondent("1", "R1"), Respondent("2", "R2")]
    assert find_labelled(people, "r2").uid == "2"
    with pytest.raises(UnknownName, match="There is no respondent “R9”"):
        find_labelled(people, "R9")


@pytest.mark.parametrize(
    ("name", "cleaned"),
    [
        ("yew", "yew"),
        ("  two   words ", "two words"),
        ("버드나무", "버드나무"),
        ("a\u200bb", "ab"),
        ("a\x1b[31mb", "a␛[31mb"),
        ("7", "7"),
    ],
)
def test_new_name_is_cleaned(name: str, cleaned: str) -> None:
    assert new_name(name) == cleaned


@pytest.mark.parametrize("name", ["", " ", "\t\n", "\u200b", "x" * (LONGEST_NAME + 1), "ash", "ASH", " ash "])
def test_new_name_that_is_none_too_long_or_taken_is_refused(name: str) -> None:
    with pytest.raises(InputRefused) as refused:
        new_name(name, ["ash", "elm"])
    assert refused.value.hint
    assert len(refused.value.message) < 100
