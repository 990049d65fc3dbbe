"""Labels: a line's beginning is a speaker's label, or it is not."""

import pytest

from coder.documents.labels import Label, is_known, label_at, lone_time, role_of, times
from coder.model.source import Role


def read(line: str, given: dict[str, Role] | None = None) -> Label | None:
    return label_at(line, 0, len(line), given or {})


@pytest.mark.parametrize(
    ("line", "speaker", "label"),
    [
        ("Interviewer: When?", "Interviewer", "Interviewer:"),
        ("R07: In spring.", "R07", "R07:"),
        ("면담자: 언제요?", "면담자", "면담자:"),
        ("면담자：언제요?", "면담자", "면담자："),
        ("R35:2012년에", "R35", "R35:"),
        ("통역: 물었습니다", "통역", "통역:"),
        ("**Anna Berg:** Yes", "Anna Berg", "**Anna Berg:**"),
        ("**Anna Berg**: Yes", "Anna Berg", "**Anna Berg**:"),
        ("**Q:** How?", "Q", "**Q:**"),
        ("**Q: How?**", "Q", "**Q:"),
        ("__Anna__: Yes", "Anna", "__Anna__:"),
        ("[00:01:45] **Anna:** Yes", "Anna", "[00:01:45] **Anna:**"),
        ("[00:04:10] R07: Yes", "R07", "[00:04:10] R07:"),
        ("00:04:10 - R07: Yes", "R07", "00:04:10 - R07:"),
        ("R07 (00:01): Yes", "R07", "R07 (00:01):"),
        ("R07: [00:01] Yes", "R07", "R07: [00:01]"),
        ("R07 (laughs): Yes", "R07", "R07 (laughs):"),
        ("\tMODERATOR:\tNow", "MODERATOR", "MODERATOR:"),
        ("12 Dan: Okay", "Dan", "12 Dan:"),
        ("- Interviewer: Now", "Interviewer", "- Interviewer:"),
        ("В.Д.: Да", "В.Д.", "В.Д.:"),
        ("Инт.: Нет", "Инт.", "Инт.:"),
        ("[Name 1]: Yes", "[Name 1]", "[Name 1]:"),
        ("Ludwig van der Meer: Yes", "Ludwig van der Meer", "Ludwig van der Meer:"),
        ("Speaker   1: Yes", "Speaker 1", "Speaker   1:"),
        ("interviewer:", "interviewer", "interviewer:"),
    ],
)
def test_label_with_a_colon_is_read_with_all_that_belongs_to_it(line: str, speaker: str, label: str) -> None:
    found = read(line)
    assert found is not None
    assert (found.speaker, line[found.start : found.end], found.form) == (speaker, label, "colon")


@pytest.mark.parametrize(
    ("line", "speaker", "form"),
    [
        ("Anna Berg", "Anna Berg", "bare"),
        ("Anna Berg  ", "Anna Berg", "bare"),
        ("**Anna Berg**", "Anna Berg", "mark"),
        ("Anna Berg  0:22", "Anna Berg", "mark"),
        ("Anna Berg  1:37:47  ", "Anna Berg", "mark"),
        ("[00:01] Anna", "Anna", "mark"),
        ("참석자 1 00:12", "참석자 1", "mark"),
        ("면담자", "면담자", "bare"),
    ],
)
def test_label_alone_on_its_line_is_read(line: str, speaker: str, form: str) -> None:
    found = read(line)
    assert found is not None
    assert (found.speaker, found.form) == (speaker, form)


@pytest.mark.parametrize(
    "line",
    [
        "",
        "just some words",
        "and then he said: go away",
        "They Told Me This And Then That: no",
        "He left at 3:30 in the morning",
        "at 3:30",
        "Genesis 2:4 says",
        "https://example.org/a",
        "Note: recorded in a kitchen",
        "Date: 4 May",
        "날짜: 2019년",
        "Yes: I did",
        "그 사람이 이렇게 말했다: 가라",
        "우리는 그때 다 알고 있었습니다: 네",
        "00:00.000 --> 00:27.640",
        "[00:01:45]",
        "- [[00:00:31] Episode introduction](#episode-introduction)",
        "## Interviewer: about the method",
        "[laughs]",
        "[pause: long]",
        "yeah",
        "Have you seen one?",
        "And so on.",
        "1234: five",
        "x" * 200 + ": y",
        "(Anna: Yes)",
    ],
)
def test_line_that_is_no_label_is_left_alone(line: str) -> None:
    assert read(line) is None


@pytest.mark.parametrize("line", ["note: yes", "the woman in the red coat: yes", "(2): 네", "그때 온 그 여자: 네", "yes"])
def test_label_that_was_given_may_look_like_anything(line: str) -> None:
    name = line.partition(":")[0]
    assert read(line) is None
    found = read(line, {name: "R"})
    assert found is not None
    assert found.speaker == name


def test_label_lies_at_the_beginning_of_its_line_only() -> None:
    text = "Anna: one two"
    assert label_at(text, 6, len(text), {}) is None


@pytest.mark.parametrize(
    ("label", "role"),
    [
        ("Interviewer", "I"), ("INTERVIEWER 2", "I"), ("I", "I"), ("Q", "I"), ("Q12", "I"), ("Moderator", "I"), ("면담자", "I"),
        ("질문", "I"), ("조사자", "I"), ("Int.", "I"), ("Respondent", "R"), ("participant 3", "R"), ("Interviewee", "R"),
        ("A", "R"), ("R07", "R"), ("응답자", "R"), ("대답", "R"), ("응답자 2", "R"), ("Interpreter", "T"), ("translator", "T"),
        ("통역", "T"), ("통역사", "T"), ("[Interpreter]", "T"), ("Dan", ""), ("a", ""), ("r7", ""), ("Speaker 1", ""), ("", ""),
    ],
)  # fmt: skip
def test_role_is_told_by_known_words(label: str, role: str) -> None:
    assert role_of(label) == role


def test_role_words_and_numbered_speakers_are_known_but_a_lone_letter_of_a_table_is_not() -> None:
    assert all(map(is_known, ["Interviewer", "R07", "P3", "Q", "Speaker 2", "참석자 1"]))
    assert not any(map(is_known, ["Dan", "R", "P", "Speaker", "a", "D2"]))


@pytest.mark.parametrize(
    ("stamp", "start", "end"),
    [
        ("[00:01:45]", 105_000, None),
        ("0:22", 22_000, None),
        ("1:37:47", 5_867_000, None),
        ("(75:30)", 4_530_000, None),
        ("<00:43.81>", 43_810, None),
        ("00:00:01,5", 1_500, None),
        ("[00:43.810 --> 00:47.850]", 43_810, 47_850),
        ("0:10 - 0:12", 10_000, 12_000),
        ("", None, None),
        (None, None, None),
        ("half past", None, None),
    ],
)
def test_times_are_milliseconds(stamp: str | None, start: int | None, end: int | None) -> None:
    assert times(stamp) == (start, end)


def test_lone_time_is_a_line_of_nothing_else() -> None:
    assert lone_time("  [00:00:10] ") == (10_000, None)
    assert lone_time("[00:00:10] and") is None
    assert lone_time("x" * 100) is None
