"""Words as people look for them: a table of what each finds and does not find."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coder.analysis.words import words_pattern
from coder.errors import InputRefused
from coder.model.text import normalise


def finds(word: str, text: str) -> list[str]:
    return words_pattern([word]).findall(text)


@pytest.mark.parametrize(
    ("word", "text", "found"),
    [
        ("phone", "Phone, phones. My PHONE’s cable; telephone", ["Phone", "PHONE"]),
        ("phone*", "Phone, phones. telephone", ["Phone", "phones"]),
        ("*phone", "Phone, phones. telephone", ["Phone", "telephone"]),
        ("*phone*", "phones, telephones, xylophone", ["phones", "telephones", "xylophone"]),
        ("in*tion", "Inspection, intention, in the station", ["Inspection", "intention"]),
        ("two  cartons", "two cartons, two\ncartons, twocartons", ["two cartons", "two\ncartons"]),
        ("a.c", "abc a.c", ["a.c"]),
        ("[town]", "in [town], [town]에서, in[Town]", ["[town]", "[town]", "[Town]"]),
        ("town", "in [town]", ["town"]),
        ("café", "CAFÉ", ["CAFÉ"]),
        ("3", "3, 33 and 3.", ["3", "3"]),
    ],
)
def test_a_word_is_found_whole_unless_a_star_stands_for_more(word: str, text: str, found: list[str]) -> None:
    assert finds(word, text) == found


@pytest.mark.parametrize(
    "form",
    [
        *(
            "검열",
            "검열이",
            "검열을",
            "검열은",
            "검열과",
            "검열의",
            "검열에",
            "검열에서",
            "검열에서는",
            "검열로",
            "검열도",
            "검열만",
        ),
        *(
            "검열까지도",
            "검열들",
            "검열들이",
            "검열만이라도",
            "검열이라고",
            "검열이라는",
            "검열이었습니다",
            "검열입니다",
            "검열인데",
        ),
        *("검열이다", "검열하고", "검열마다", "검열이나", "검열부터가", "검열보다는", "검열조차"),
    ],
)
def test_a_korean_noun_is_found_with_its_particles_which_are_not_part_of_it(form: str) -> None:
    assert finds("검열", f"그때 {form} 있었어요.") == ["검열"]


@pytest.mark.parametrize("other", ["숙박검열", "숙박검열을", "검열관", "검열했습니다", "검열하러", "검열를", "검열가", "재검열"])
def test_another_korean_word_or_a_form_that_cannot_follow_is_not_found(other: str) -> None:
    assert finds("검열", f"그때 {other} 있었어요.") == []


@pytest.mark.parametrize(
    ("word", "text", "found"),
    [
        ("*검열", "숙박검열을 검열관", ["숙박검열"]),
        ("검열*", "검열했습니다, 검열관이, 숙박검열", ["검열했습니다", "검열관이"]),
        ("나", "나는 나를 나이 나라 나로", ["나", "나", "나"]),
        ("손전화", "손전화를 손전화을 손전화였습니다 손전화가", ["손전화", "손전화", "손전화"]),
        ("서울", "서울로 서울에서 서울은", ["서울", "서울", "서울"]),
        ("집", "집으로 집로", ["집"]),
        ("CCTV", "CCTV를 CCTV을 cctv가", ["CCTV", "CCTV", "cctv"]),
        ("손전화 검열", "손전화 검열이 손전화검열", ["손전화 검열"]),
    ],
)
def test_the_sound_before_decides_which_particle_may_follow(word: str, text: str, found: list[str]) -> None:
    assert finds(word, text) == found


def test_several_words_are_looked_for_at_once_and_composition_does_not_count() -> None:
    decomposed = unicodedata.normalize("NFD", "검열")
    assert words_pattern([decomposed, "film*"]).findall("검열을 Films") == ["검열", "Films"]


@pytest.mark.parametrize("word", ["", "  ", "*", "* *", "\u200b"])
def test_an_empty_word_is_refused(word: str) -> None:
    with pytest.raises(InputRefused, match="empty"):
        words_pattern(["phone", word])


@given(st.text(alphabet="ab[](.+\\\\ 검열을\u0301|{^$?-#", min_size=1).filter(str.strip))
def test_whatever_is_typed_is_no_expression_and_finds_itself(word: str) -> None:
    (found,) = words_pattern([word]).findall(normalise(word).text)
    assert found.split() == normalise(word).text.split()
