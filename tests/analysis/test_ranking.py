"""Finding codes from keystrokes."""

from __future__ import annotations

import subprocess
import sys
import unicodedata
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coder.analysis.ranking import ENOUGH, Entry, Hit, Tier, initials, rank, strokes

BOOK = [
    Entry("phone", ("Phone inspection", "손전화 검열"), "Digital surveillance > Phones > Phone inspection"),
    Entry("built", ("Built-in phone controls",), "Digital surveillance > Phones > Built-in phone controls"),
    Entry("watch", ("Neighbourhood watch", "감시", "inminban"), "Human surveillance > Neighbourhood watch"),
    Entry("bribe", ("Bribery", "뢰물"), "Limits > Bribery"),
    Entry("bridge", ("Cameras on the bridge", "다리 카메라"), "Digital surveillance > Cameras > Cameras on the bridge"),
    Entry("family", ("Family bribes",), "Limits > Family bribes"),
    Entry("border", ("Border",), "Border"),
]


def found(query: str, **more: Any) -> list[tuple[str, Tier]]:
    return [(hit.uid, hit.tier) for hit in rank(query, BOOK, **more)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("감시", "rkatl"),
        ("감ㅅ", "rkat"),
        ("ㅠ갸ㅠㄷ", "bribe"),
        ("ㄳ", "rt"),
        ("값", "rkqt"),
        ("꽈", "rhk"),
        ("쭹", "wnjd"),
        ("ㅢ", "ml"),
        (unicodedata.normalize("NFD", "감시"), "rkatl"),
        ("Phone Ärger", "phone ärger"),
    ],
)
def test_strokes_are_the_keys_that_type_a_text(text: str, expected: str) -> None:
    assert strokes(text) == expected


@pytest.mark.parametrize(
    ("query", "uid", "tier", "name"),
    [
        pytest.param("border", "border", Tier.EQUAL, "Border", id="equal"),
        pytest.param("  BORDER ", "border", Tier.EQUAL, "Border", id="case and blanks do not count"),
        pytest.param("감시", "watch", Tier.EQUAL, "감시", id="equal in Korean"),
        pytest.param("감ㅅ", "watch", Tier.BEGINS, "감시", id="half a syllable"),
        pytest.param("rkatl", "watch", Tier.EQUAL, "감시", id="Korean typed on the Latin layout"),
        pytest.param("ㅠ갸ㅠㄷ", "bribe", Tier.BEGINS, "Bribery", id="Latin typed on the Korean layout"),
        pytest.param("inm", "watch", Tier.BEGINS, "inminban", id="an alias"),
        pytest.param("insp", "phone", Tier.WORD_BEGINS, "Phone inspection", id="a later word"),
        pytest.param("phone insp", "phone", Tier.BEGINS, "Phone inspection", id="over a blank"),
        pytest.param("insp ph", "phone", Tier.WORD_BEGINS, "Phone inspection", id="words in any order"),
        pytest.param("limits bri", "bribe", Tier.WORD_BEGINS, "Bribery", id="a word of the path and one of the name"),
        pytest.param("human", "watch", Tier.WORD_BEGINS, "Neighbourhood watch", id="a part of the path"),
        pytest.param("nw", "watch", Tier.INITIALS, "Neighbourhood watch", id="Latin initials"),
        pytest.param("ㄱㅅ", "watch", Tier.INITIALS, "감시", id="initial consonants"),
        pytest.param("ㅈㅎㄱ", "phone", Tier.INITIALS, "손전화 검열", id="consonants in the middle"),
        pytest.param("spec", "phone", Tier.CONTAINS, "Phone inspection", id="in the middle of a word"),
        pytest.param("inpsection", "phone", Tier.ALIKE, "Phone inspection", id="two letters changed places"),
    ],
)
def test_a_code_is_found_in_its_tier(query: str, uid: str, tier: Tier, name: str) -> None:
    hit = next(hit for hit in rank(query, BOOK) if hit.uid == uid)
    assert (hit.tier, hit.name) == (tier, name)


def test_what_begins_with_the_query_comes_before_what_merely_contains_it() -> None:
    assert [uid for uid, _ in found("bri")] == ["bribe", "family", "bridge"]


def test_recent_codes_come_first_in_their_tier_then_frequent_then_short_then_early_ones() -> None:
    assert [uid for uid, _ in found("b")][:3] == ["border", "bribe", "built"]
    assert [uid for uid, _ in found("b", counts={"built": 3, "bribe": 1})][:3] == ["built", "bribe", "border"]
    assert [uid for uid, _ in found("b", counts={"built": 3}, recent=["bribe", "border"])][:3] == ["bribe", "border", "built"]
    assert found("b", recent=["family"])[0] == ("border", Tier.BEGINS)


def test_a_query_like_nothing_finds_nothing() -> None:
    assert rank("ㅋㅌㅊㅍ", BOOK) == []


def test_nothing_typed_lists_everything_recent_first_then_in_the_codebooks_order() -> None:
    assert [uid for uid, _ in found("", recent=["border"])] == ["border", "phone", "built", "watch", "bribe", "bridge", "family"]


def test_likeness_is_asked_only_when_little_else_fits_and_three_strokes_are_there() -> None:
    many = [Entry(str(n), (f"inspection {n}",)) for n in range(ENOUGH)]
    slip = Entry("slip", ("Phone inpsection",))
    assert [hit.uid for hit in rank("inspection", [*many[1:], slip])][-1] == "slip"
    assert "slip" not in [hit.uid for hit in rank("inspection", [*many, slip])]
    assert rank("xq", BOOK) == []


def test_of_names_that_are_alike_the_most_alike_comes_first() -> None:
    hits = rank("electrcity", [Entry("a", ("Eclectic cities",)), Entry("b", ("Electricity",))])
    assert hits[0].uid == "b"
    assert all(hit.likeness < 100 for hit in hits)


def test_a_very_short_name_is_not_found_inside_a_long_query() -> None:
    assert rank("inspections of phones", [Entry("of", ("of",))]) == []


names = st.lists(st.text(alphabet="ab 가나ㄱ", min_size=1, max_size=8).filter(str.strip), min_size=1, max_size=8)


@given(names, st.text(alphabet="ab 가ㄱ", max_size=5))
def test_hits_come_tier_by_tier_and_each_code_once(given_names: list[str], query: str) -> None:
    entries = [Entry(str(place), (name,)) for place, name in enumerate(given_names)]
    hits: list[Hit] = rank(query, entries)
    assert [hit.tier for hit in hits] == sorted(hit.tier for hit in hits)
    assert len({hit.uid for hit in hits}) == len(hits)


@given(names)
def test_typing_a_name_key_by_key_never_loses_it(given_names: list[str]) -> None:
    entries = [Entry(str(place), (name,)) for place, name in enumerate(given_names)]
    typed = strokes(" ".join(given_names[0].split()))
    for length in range(len(typed) + 1):
        hit = next(hit for hit in rank(typed[:length].rstrip(), entries) if hit.uid == "0")
        assert hit.tier <= Tier.BEGINS


@pytest.mark.parametrize(
    ("name", "expected"), [("Built-in phone controls", "bipc"), ("감시카메라", "rtzaf"), ("2012–2016 검열", "22rd"), ("", "")]
)
def test_initials_are_those_of_words_and_of_syllables(name: str, expected: str) -> None:
    assert initials(name) == expected


def test_likeness_is_loaded_only_when_it_is_needed() -> None:
    program = """
import sys
from coder.analysis.ranking import Entry, rank
rank("bo", [Entry("a", ("Border",))])
print("rapidfuzz" in sys.modules)
"""
    assert subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout == "False\n"
