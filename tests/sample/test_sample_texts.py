"""The sample's texts: invented and said to be, in the form of real anonymised transcripts, no two alike."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict

import pytest

from coder.model.place import sentences

from .sample import FIRST_LINES, KINDS, KOREAN, REPORTS, SAMPLE, TESTIMONIES, document

MARK = re.compile(r"\[[^\[\]\n]+\]")
NUMBERED = re.compile(r"\[([^\[\]\d]+?) ?(\d+)\]")
IDENTIFIERS = re.compile(
    r"\b\d{5,}\b|\d{2,4}-\d{3,4}|\b(?:19|20)\d\d\b|@|\b(?:Chongjin|Hyesan|Musan|Hoeryong|Sinuiju|Hamhung|Wonsan|Kaesong|Tumen|Yalu)\b"
    r"|청진|혜산|무산|회령|신의주|함흥|원산|개성|두만강|압록강"
)
"""Numbers that could be somebody's, years, and towns; Pyongyang and provinces may stand."""
LONG = 5
"""Words of a sentence that nobody else may have said."""


def test_there_are_forty_testimonies_three_reports_and_two_abstracts() -> None:
    assert Counter(KINDS.values()) == {"interview": 40, "media": 3, "research": 2}
    assert sorted(path.stem for path in (SAMPLE / "sources").glob("*.txt")) == sorted(KINDS)
    assert Counter(document(source).language for source in TESTIMONIES) == {"en": 34, "ko": 6}


@pytest.mark.parametrize("source", TESTIMONIES)
def test_a_testimony_says_first_that_it_is_invented_in_its_language(source: str) -> None:
    found = document(source)
    first = FIRST_LINES["ko" if source in KOREAN else "en"]
    assert found.text.split("\n")[0] == first
    assert found.turns[0].label > len(first), "the header is no turn"


@pytest.mark.parametrize("source", REPORTS)
def test_a_report_says_first_that_it_is_invented_and_has_no_turns(source: str) -> None:
    found = document(source)
    assert found.text.split("\n")[0] == FIRST_LINES[source[0]]
    assert found.turns == ()
    assert 150 <= len(found.text.split()) <= 400


@pytest.mark.parametrize("source", TESTIMONIES)
def test_a_testimony_has_the_length_and_the_turns_of_an_interview(source: str) -> None:
    found = document(source)
    assert 500 <= len(found.text.split()) <= 1200
    assert 14 <= len(found.turns) <= 40
    speakers = Counter(turn.role for turn in found.turns)
    assert speakers["R"] >= 6
    assert speakers["I"] >= 6
    assert speakers[""] == 0


@pytest.mark.parametrize("source", KINDS)
def test_a_text_is_stored_as_it_is_written(source: str) -> None:
    found = document(source)
    raw = (SAMPLE / "sources" / f"{source}.txt").read_bytes()
    assert found.text.encode() == raw
    assert unicodedata.is_normalized("NFC", found.text)
    assert raw.endswith(b"\n")
    assert not re.search(rb"[ \t]\n|\t|\r", raw)
    assert not [note for note in found.notes if "speakers" not in note.message]


@pytest.mark.parametrize("source", KINDS)
def test_names_and_places_stand_in_brackets_that_are_closed_and_numbered_in_order(source: str) -> None:
    text = document(source).text
    bare = MARK.sub("", text)
    assert "[" not in bare
    assert "]" not in bare
    numbers: dict[str, list[int]] = defaultdict(list)
    for noun, number in NUMBERED.findall(text):
        numbers[noun].append(int(number))
    for noun, found in numbers.items():
        assert list(dict.fromkeys(found)) == list(range(1, len(set(found)) + 1)), noun
        assert f"[{noun}]" not in text, f"{noun} stands with and without a number"


@pytest.mark.parametrize("source", KINDS)
def test_nobody_can_be_found_by_a_number_or_a_town(source: str) -> None:
    assert IDENTIFIERS.findall(document(source).text) == []


@pytest.mark.parametrize("source", sorted(KOREAN))
def test_korean_particles_stand_right_behind_a_bracket(source: str) -> None:
    text = document(source).text
    assert re.search(r"\](?:에서|에|이|가|은|는|을|를|의|도|로|하고|한테|네|까지)", text)
    assert not re.search(r"\] (?:에서|에게|을|를|은|는|이|가|의)(?=[ .,])", text)


def test_some_testimonies_have_times_and_some_an_interpreter() -> None:
    timed = [source for source in TESTIMONIES if any(turn.time_start is not None for turn in document(source).turns)]
    translated = [source for source in TESTIMONIES if any(turn.role == "T" for turn in document(source).turns)]
    assert (len(timed), len(translated)) == (6, 4)


def test_times_of_a_testimony_never_go_back() -> None:
    for source in TESTIMONIES:
        times = [turn.time_start for turn in document(source).turns if turn.time_start is not None]
        assert times == sorted(times), source


def test_no_two_texts_share_a_sentence() -> None:
    said: dict[str, set[str]] = defaultdict(set)
    for source in KINDS:
        found = document(source)
        spans = [(turn.start, turn.end) for turn in found.turns] or [(len(FIRST_LINES["M"]), len(found.text))]
        for start, end in (cut for span in spans for cut in sentences(found.text, *span)):
            words = re.findall(r"\w+", found.text[start:end].casefold())
            if len(words) >= LONG:
                said[" ".join(words)].add(source)
    assert {sentence: sources for sentence, sources in said.items() if len(sources) > 1} == {}


@pytest.mark.parametrize(
    ("name", "first", "mark"),
    [
        ("names-en", "Invented for practice: every name, number and date on this page is made up.", "(invented) "),
        ("names-ko", "연습용: 이 글의 이름, 번호, 날짜는 모두 지어낸 것입니다.", "(지어냄) "),
    ],
)
def test_every_line_of_a_practice_page_says_that_it_is_invented(name: str, first: str, mark: str) -> None:
    lines = (SAMPLE / "practice" / f"{name}.txt").read_text("utf-8").rstrip("\n").split("\n")
    assert lines[0] == first
    assert all(line.startswith(mark) for line in lines[1:] if line)
    assert len([line for line in lines if line]) >= 8
