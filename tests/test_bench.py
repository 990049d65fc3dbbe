"""The benchmark itself: that its interviews are the same wherever they are made, and that every figure can be measured."""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from bench.__main__ import GROUPS, main
from bench.figure import Figure
from bench.generator import CODERS, CODINGS, PATHS, interviews, write
from bench.pages import MARK, Page, draw
from bench.presses import Goals, Presses
from bench.terminal import Press, Terminal, reason_to_skip, started

from coder.documents.turns import find_turns
from coder.tui.page.page import Page as Shown

SHORT = 3_000
KNOWN = "synchronised updates are known"
PROGRAM = f"""
import os, time, tty
tty.setraw(0)
os.write(1, b"\x1b[?2026$p")
os.write(1, b"{KNOWN}" if os.read(0, 99) == b"\x1b[?2026;2$y" else b"not known")
while (key := os.read(0, 1)) != b"\x11":
    end = time.process_time() + 0.02
    if key == b"s":
        time.sleep(0.02)
    while key == b"w" and time.process_time() < end:
        pass
    if key == b"2":
        os.write(1, b"first\x1b[?2026l")
        time.sleep(0.01)
    if key != b"d":
        os.write(1, b"pressed \x1b[1m" + key + b"\x1b[?2026l")
"""
"""A program that sleeps at s, works at w, paints two frames at 2, and does nothing at d."""


def test_a_few_interviews_are_the_first_of_many() -> None:
    assert list(interviews(3, characters=SHORT)) == list(interviews(5, characters=SHORT))[:3]


def test_another_seed_makes_other_interviews() -> None:
    (one,), (other,) = interviews(1, characters=SHORT), interviews(1, seed=8, characters=SHORT)
    assert one.text != other.text


def test_files_of_a_few_are_the_beginning_of_the_files_of_many(tmp_path: Path) -> None:
    few, many = (write(tmp_path / str(n), interviews(n, characters=SHORT)) for n in (2, 4))
    for name in ("codings", "values"):
        assert getattr(many, name).read_text("utf-8").startswith(getattr(few, name).read_text("utf-8"))
    assert (few.sources / "R02.txt").read_bytes() == (many.sources / "R02.txt").read_bytes()


@pytest.mark.parametrize(("number", "language", "letters"), [(0, "en", "[A-Za-z]"), (2, "ko", "[가-힣]")])
def test_an_interview_is_of_one_language_and_has_the_turns_that_a_reader_finds(number: int, language: str, letters: str) -> None:
    interview = list(interviews(number + 1))[number]
    assert interview.language == language
    assert len(re.findall(letters, interview.text)) > len(interview.text) / 2
    assert 60_000 <= len(interview.text) < 62_000
    assert interview.document().turns == find_turns(interview.text)


def test_each_coder_codes_as_many_passages_and_none_twice() -> None:
    (interview,) = interviews(1)
    assert [sum(said.coder == coder for said in interview.codings) for coder in CODERS] == [CODINGS] * len(CODERS)
    assert len(set(interview.codings)) == len(interview.codings)
    assert all(said.code in PATHS and 0 <= said.start < said.end <= len(interview.text) for said in interview.codings)


@pytest.mark.parametrize(
    ("figure", "holds"),
    [
        (Figure("g", "for information", value=9), None),
        (Figure("g", "skipped", goal=5), None),
        (Figure("g", "kept", value=5, goal=5), True),
        (Figure("g", "missed", value=6, goal=5), False),
        (Figure("g", "none at all", value=1, goal=0), False),
        (Figure("g", "fast, but out of proportion", value=4, goal=5, ratio=2, ratio_goal=1.5), False),
        (Figure("g", "mostly fast", value=4, goal=5, tail=30, tail_goal=16), False),
        (Figure("g", "fast at its slowest", value=4, tail=9, tail_goal=16), True),
        (Figure("g", "fast, but wrong", value=4, goal=5, fault="other counts"), False),
    ],
)
def test_a_figure_holds_if_all_its_goals_are_kept(figure: Figure, holds: bool | None) -> None:
    assert figure.holds is holds


@pytest.mark.parametrize(
    ("figure", "holds"),
    [
        (Figure("g", "quick, but not always", value=4, goal=5, tail=30, tail_goal=16), False),
        (Figure("g", "", tail=9, tail_goal=16), True),
    ],
)
def test_a_figure_holds_only_if_its_tail_does(figure: Figure, holds: bool) -> None:
    assert figure.holds is holds


def test_only_many_measurements_have_a_tail() -> None:
    assert Figure.of("g", "few", 0, "ms", [0.001] * 9).tail is None
    assert Figure.of("g", "many", 0, "ms", [0.001] * 98 + [0.5] * 2).tail == 500


@pytest.mark.parametrize("page", [Page(SHORT, 40), Page(SHORT, 40, is_mixed=True), Page(SHORT, 40, paragraphs=3)])
def test_a_page_is_as_long_as_it_says_and_its_turns_and_sentences_lie_in_it(page: Page) -> None:
    drawn = draw(page)
    assert SHORT <= len(drawn.text) < SHORT + 1_100
    assert drawn.text.count(MARK.decode()) == 1
    assert [drawn.text[start - 1] in " \n" and drawn.text[end] in " \n" for start, end in drawn.sentences].count(False) == 0
    assert len(Shown(drawn.text, tuple(drawn.turns)).paragraphs) == 1 + (page.paragraphs or len(drawn.turns))


@pytest.fixture
def program() -> Iterator[Terminal]:
    if reason := reason_to_skip():
        pytest.skip(reason)
    with started([sys.executable, "-c", PROGRAM], os.environ, Path.cwd()) as terminal:
        assert terminal.until(re.compile(KNOWN.encode())), "the terminal does not answer"
        yield terminal


def test_time_that_a_key_takes_is_seen_and_told_from_work(program: Terminal) -> None:
    slept, worked = program.press(b"s"), program.press(b"w")
    assert slept.first is not None
    assert slept.first >= 0.02 > slept.cpu
    assert worked.cpu >= 0.015, "the scheduler counts less finely than the clock"


def test_a_key_without_a_frame_is_a_miss_and_a_fault_of_its_figures(program: Terminal) -> None:
    dead = program.press(b"d", patience=0.1)
    assert (dead.first, dead.settled) == (None, None)
    figures = list(Presses("dead", "", Goals(frame=4), found=[program.press(b"x"), dead]).figures())
    assert {figure.holds for figure in figures} == {False}
    assert figures[0].fault == "1 of 2 brought no frame"


def test_frames_are_read_to_the_last_and_words_are_looked_for_in_them(program: Terminal) -> None:
    both, second = program.press(b"2"), program.press(b"2", b"pressed 2")
    assert (both.first or 1) + 0.01 <= (both.settled or 0)
    assert second.first == second.settled
    assert program.press(b"x", b"pressed y", patience=0.1).first is None


def test_a_program_that_has_ended_misses_everything(program: Terminal) -> None:
    program.press(b"\x11", patience=0.5)
    assert program.press(b"x", patience=0.1) == Press(drawn=b"")
    assert program.memory() is None


def test_every_figure_can_be_measured_and_compared_with_an_earlier_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    kept = tmp_path / "figures.json"
    main(["--quick", "--sizes", "2", "--json", str(kept)])
    found = json.loads(kept.read_text("utf-8"))
    assert {one["group"] for one in found["figures"]} == set(GROUPS)
    assert [one["name"] for one in found["figures"] if one["fault"]] == []
    assert all(one["value"] is not None or one["note"].startswith("skipped: ") for one in found["figures"])
    assert found["machine"]["sqlite"]
    main(["--quick", "--sizes", "2", "--against", str(kept), "import"])
    assert "now ÷ before" in capsys.readouterr().out
    assert [path.name for path in tmp_path.iterdir()] == [kept.name], "the scratch folder is left behind"
