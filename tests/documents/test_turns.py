"""Turns: who speaks where is found in a text that stays as it is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coder.documents.turns import Speaker, find_turns, turns_and_speakers
from coder.errors import InputRefused
from coder.model.source import Role
from coder.model.text import normalise


def spoken(text: str, speakers: dict[str, Role] | None = None, pattern: str | None = None) -> list[tuple[str, str]]:
    """List speakers and what they say."""
    turns = find_turns(text, speakers=speakers, pattern=pattern)
    return [(turn.speaker, text[turn.start : turn.end]) for turn in turns]


@pytest.mark.parametrize(
    ("text", "turns"),
    [
        ("Interviewer: When?\n\nR07: In spring.\n", [("Interviewer", "When?"), ("R07", "In spring.")]),
        ("면담자: 언제요?\nR35: 봄에요.\n통역: 봄.", [("면담자", "언제요?"), ("R35", "봄에요."), ("통역", "봄.")]),
        ("**Q:**\n\nHow?\n\n**A:**\n\nSo.\n\nOr so.", [("Q", "How?"), ("A", "So.\n\nOr so.")]),
        ("Anna: a\nTom: b\nAnna: c\nTom: d", [("Anna", "a"), ("Tom", "b"), ("Anna", "c"), ("Tom", "d")]),
        ("Anna:\n\none\n\ntwo\n\nAnna:\n\nthree", [("Anna", "one\n\ntwo"), ("Anna", "three")]),
        ("Anna  0:22\nHello.\n\nTom  0:30\nHi.\n\nAnna  0:31\nSo.\n\nTom  0:40\nYes.",
         [("Anna", "Hello."), ("Tom", "Hi."), ("Anna", "So."), ("Tom", "Yes.")]),
        ("Title\n\nAnna Berg\nHello.\n\nTom Ede\nHi.\n\nAnna Berg\nSo.\n\nTom Ede\nYes.",
         [("Anna Berg", "Hello."), ("Tom Ede", "Hi."), ("Anna Berg", "So."), ("Tom Ede", "Yes.")]),
        ("면담자\n\n언제요?\n\nR35\n\n봄에요.", [("면담자", "언제요?"), ("R35", "봄에요.")]),
        ("1\n\nTalk\n\n2\n\nDan: a\nb\n\n3\n\nParticipant: c\n\n4\n\nDan: d\n",
         [("Dan", "a\nb"), ("Participant", "c"), ("Dan", "d")]),
        ("2\n\nDan: a\n\n## B\n\n3\n\nDan: b\n\n4\n\n## C\n\nDan: c", [("Dan", "a"), ("Dan", "b"), ("Dan", "c")]),
        ("2 Dan: a\n3 Participant: b\n4 Dan: c", [("Dan", "a"), ("Participant", "b"), ("Dan", "c")]),
        ("R07:\n2012\n\nInterviewer: And?\n\nR07:\n2015", [("R07", "2012"), ("Interviewer", "And?"), ("R07", "2015")]),
        ("Q: a\n\n## Part two\n\n---\n\nA: b\n\n## Not the end\n\nc", [("Q", "a"), ("A", "b\n\n## Not the end\n\nc")]),
        ("interviewer: a\nINTERVIEWER: b\nR1: c", [("interviewer", "a"), ("interviewer", "b"), ("R1", "c")]),
        ("R07: a\nR07:\n\nInterviewer: b", [("R07", "a"), ("Interviewer", "b")]),
        ("Interviewer: a\nR07:", [("Interviewer", "a")]),
        ("R07: see https://a.org: it\nNote: odd\nNote: odd\n", [("R07", "see https://a.org: it\nNote: odd\nNote: odd")]),
    ],
)  # fmt: skip
def test_turns_are_found_in_every_layout(text: str, turns: list[tuple[str, str]]) -> None:
    assert spoken(text) == turns


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n\n\n",
        "A report without anybody speaking. Result: none.",
        "00:00.000 --> 00:27.640\nHello.\n\n00:28.000 --> 00:35.280\nYeah\n\n00:36.000 --> 00:37.000\nYeah\n",
        "[00:01] Yeah\n[00:02] Right\n[00:03] Yeah\n[00:04] Right\n",
        "Yeah\n\nso we went\n\nYeah\n\nRight\n\nthen home\n\nRight\n",
        "Break\n\n" + "A long paragraph of a report.\n\n" * 30 + "Break\n\nmore\n\nLunch\n\nmore\n\nLunch\n\nend",
        "Mother\n\nsaid so\n\nMother\n\nagain",
        "Anna: only once. Then all is a story.",
    ],
)
def test_text_without_speakers_has_no_turns(text: str) -> None:
    assert find_turns(text) == ()


@pytest.mark.parametrize(
    "before",
    [
        "Synthetic testimony, written for a test.\n\nInterview R07\n[a flat, afternoon]\n\n",
        "Interviewer: K.\nRespondent: R07\nDate: 4 May\n\n",
        "---\ntitle: An interview\nInterviewer: K.\n---\n\n",
        "<details>\n<summary>About</summary>\nInterviewer: K.\nR07: a miner\n</details>\n\n",
        "- [\\[00:01:36\\] Beginnings](#beginnings)\n- [[00:02:00] Ends: a](#ends)\n\n## Beginnings\n\n",
        "# Licence\n\nCC BY 4.0: see https://example.org\n\n",
    ],
)
def test_what_stands_before_the_first_turn_is_no_turn(before: str) -> None:
    text = f"{before}Interviewer: When?\nR07: In spring.\n"
    turns = find_turns(text)
    assert [text[turn.start : turn.end] for turn in turns] == ["When?", "In spring."]
    assert turns[0].label == len(before)


def test_interview_that_is_folded_as_a_whole_is_read() -> None:
    assert spoken("<details>\nInterviewer: When?\nR07: In spring.\n</details>\n") == [
        ("Interviewer", "When?"),
        ("R07", "In spring."),
    ]


def test_rule_at_the_top_is_no_front_matter() -> None:
    assert spoken("---\nQ: a\n\nA: b\n---\nQ: c") == [("Q", "a"), ("A", "b"), ("Q", "c")]


def test_label_start_and_end_stand_where_they_should() -> None:
    text = "\n[00:01:45] **Anna:** Yes. \n\nNo.\n\n[00:02:00] **Anna:** So\n \n"
    first, second = find_turns(text)
    assert text[first.label : first.start] == "[00:01:45] **Anna:** "
    assert text[first.start : first.end] == "Yes. \n\nNo."
    assert text[second.label : second.end] == "[00:02:00] **Anna:** So"
    assert (first.time_start, second.time_start, first.time_end) == (105_000, 120_000, None)


def test_time_on_the_line_above_belongs_to_the_label() -> None:
    text = "[00:00:05]\nAnna: a\n[00:00:09 --> 00:00:12]\nAnna: b"
    first, second = find_turns(text)
    assert text[first.start : first.end] == "a"
    assert (first.label, first.time_start) == (0, 5_000)
    assert (second.time_start, second.time_end) == (9_000, 12_000)


def test_roles_come_from_words_and_from_the_user() -> None:
    text = "Interviewer: a\nDan: b\nDan: c\n통역: d\nA: e"
    assert [turn.role for turn in find_turns(text)] == ["I", "", "", "T", "R"]
    assert [turn.role for turn in find_turns(text, speakers={"dan": "R", "A": ""})] == ["I", "R", "R", "T", ""]


def test_given_speakers_count_even_once_and_alone_on_a_line() -> None:
    assert spoken("Some words\nNote\nyes\n1번: 네", {"Note": "R", "1번": "R"}) == [("Note", "yes"), ("1번", "네")]


def test_pattern_replaces_the_rules() -> None:
    text = "문) 언제?\n답) 봄에.\n(그때)\nInterviewer: no"
    assert spoken(text, pattern=r"(?P<speaker>[문답])\)") == [("문", "언제?"), ("답", "봄에.\n(그때)\nInterviewer: no")]


def test_pattern_gives_times_and_needs_a_speaker_that_is_not_blank() -> None:
    text = "0:10 Anna> a\n0:20 > b\n Tom> c"
    turns = find_turns(text, pattern=r"(?P<time>[\d:]*) *(?P<speaker>\w*)> *")
    assert [(turn.speaker, turn.time_start) for turn in turns] == [("Anna", 10_000), ("Tom", None)]


def test_bad_pattern_is_refused() -> None:
    with pytest.raises(InputRefused):
        find_turns("a", pattern="(")


def test_speakers_found_says_who_counted_and_who_did_not() -> None:
    _, found = turns_and_speakers("Dan: a\nParticpant: b\nDan: c\nParticipant: d\nMother: e\nMothr: f")
    assert found.speakers == (Speaker("Dan", "", 2), Speaker("Participant", "R", 1))
    assert found.passed_over == (("Particpant", 1), ("Mother", 1), ("Mothr", 1))


WORDS = st.sampled_from(
    ["I saw it.", "네, 보았습니다.", "no: never", "line\nline", "para\n\npara", "at 3:30", "**bold**", "2012"]
)
LABELS = st.sampled_from(
    ["Interviewer:", "R07:", "**Q:**", "[00:01:45] **R07:**", "면담자:", "R35 (0:22):", "\tMODERATOR:", "3 A:"]
)


@given(st.lists(st.tuples(LABELS, WORDS), min_size=1), st.sampled_from(["", "A header.\n\n"]), st.sampled_from(["\n", "\n\n"]))
def test_turns_of_labelled_speech_are_all_found_in_order(pairs: list[tuple[str, str]], head: str, between: str) -> None:
    text = head + between.join(f"{label} {words}" for label, words in pairs)
    turns = find_turns(text)
    assert [text[turn.start : turn.end] for turn in turns] == [words for _, words in pairs]
    assert [text[turn.label : turn.start].strip() for turn in turns] == [label.strip() for label, _ in pairs]


SCRAPS = [
    "Anna", "Anna:", "R07:", "Q", "**", "[00:01]", "0:22", ":", " ", "\t", "\n", "\n\n", "##", "---", "7", "yes", "<details>",
    "</details>", "면담자", "날짜:",
]  # fmt: skip


@given(st.one_of(st.lists(st.sampled_from(SCRAPS)).map("".join), st.lists(st.sampled_from(SCRAPS)).map(" ".join), st.text()))
def test_turns_of_any_text_are_disjoint_rising_and_trimmed(raw: str) -> None:
    text = normalise(raw).text
    place = 0
    for turn in find_turns(text, speakers={"Anna": "R"}):
        assert place <= turn.label < turn.start < turn.end <= len(text)
        assert turn.speaker in " ".join(text[turn.label : turn.start].split()) or turn.speaker.casefold() == "anna"
        assert text[turn.start : turn.end] == text[turn.start : turn.end].strip()
        place = turn.end


@pytest.mark.parametrize(
    ("piece", "times", "n"),
    [
        ("x", 1_000_000, 0),
        ("R07: word ", 200_000, 1),
        ("Anna: ", 150_000, 0),
        ("a b\n", 100_000, 0),
        ("R07: x\n", 100_000, 100_000),
        ("Anna\n\nx\n\n", 30_000, 0),
        ("R07:\n## h\n7\n", 30_000, 30_000),
        ("Q: x\n\n\n\n## h\n", 30_000, 30_000),
        ("<details>\n", 100_000, 0),
        (" ", 1_000_000, 0),
        ("12 [00:00:01", 80_000, 0),
        ("((((**Anna (x) (", 50_000, 0),
        ("Anna (0:22", 8, 0),
    ],
)
def test_long_texts_of_one_kind_are_not_slow(piece: str, times: int, n: int) -> None:
    assert len(find_turns(piece * times)) == n  # anything worse than linear work would hang here
