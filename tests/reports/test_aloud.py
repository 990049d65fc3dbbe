"""A source as plain lines: one fact a line, every coding at the turns it touches."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from workbench import TEXTS, Desk, desk

from coder.reports.aloud import read_aloud
from coder.study import Study
from coder.study.changes import AddCoding


def lines_of(at: Desk, source: str, coder: str | None = None) -> list[str]:
    """Read a source of the study."""
    with Study.open(at.study, readonly=True) as study:
        store = study.store
        found = next(one for one in store.sources() if one.name == source)
        only = next((one.uid for one in store.coders() if one.name == coder), None)
        return list(read_aloud(store, found, only))


def code(at: Desk, source: str, start: int, end: int) -> None:
    """Let oak code a span as Lamp."""
    with Study.open(at.study) as study:
        store = study.store
        uid = {one.name: one.uid for one in store.sources()}[source]
        lamp = next(uid for uid, path in store.codebook().paths.items() if path == "Homes > Lamp")
        oak = store.coders()[0].uid
        study.act([AddCoding(uid, lamp, oak, store.main_round().uid, start, end)], oak)


def test_turns_are_read_with_speaker_and_codings_under_them(tmp_path: Path) -> None:
    assert lines_of(desk(tmp_path), "R2") == [
        "R2, interview, 4 turns, 75 characters, 2 codings",
        "turn 1, 면담자: 어디에서 살았습니까?",
        "turn 2, R2: [도시]에서 살았습니다. 손전화 검열이 있었습니다.",
        "    code Phones > Inspection, by ash, 35 to 49",
        "    code Phones > Inspection, by elm, 35 to 49",
        "turn 3, 면담자: 그다음에는요?",
        "turn 4, R2: 모르겠습니다.",
    ]


def test_codings_of_others_are_left_out_if_asked(tmp_path: Path) -> None:
    said = lines_of(desk(tmp_path), "R2", "elm")
    assert said[0].endswith("1 coding")
    assert [line for line in said if "by " in line] == ["    code Phones > Inspection, by elm, 35 to 49"]


def test_coding_over_several_turns_says_where_it_began_and_that_it_goes_on(tmp_path: Path) -> None:
    at = desk(tmp_path)
    code(at, "R10", 13, 60)
    said = [line for line in lines_of(at, "R10") if "by oak" in line]
    assert said == [
        "    code Homes > Lamp, by oak, 13 to 60, goes on",
        "    code Homes > Lamp, by oak, 13 to 60, begun before, goes on",
        "    code Homes > Lamp, by oak, 13 to 60, begun before",
    ]


def test_what_stands_before_the_first_turn_is_read_as_such(tmp_path: Path) -> None:
    at = desk(tmp_path)
    path = at.write("R5.txt", "A header, in\ntwo lines.\n\nInterviewer: What?\nR5: That.\nInterviewer: Why?\nR5: So.\n")
    at.done("import", "s.db", path.name, "--as", "oak")
    code(at, "R5", 2, 8)
    assert lines_of(at, "R5")[1:5] == [
        "before the first turn: A header, in",
        "two lines.",
        "    code Homes > Lamp, by oak, 2 to 8",
        "turn 1, Interviewer: What?",
    ]


def test_text_without_turns_is_not_read_as_a_turn(tmp_path: Path) -> None:
    at = desk(tmp_path)
    code(at, "M1", 4, 11)
    said = lines_of(at, "M1")
    assert said[0] == "M1, media, 0 turns, 67 characters, 1 coding"
    assert said[1].endswith(": The factory has new lenses. They are for safety, the manager said.")
    assert not said[1].startswith("turn")
    assert said[2] == "    code Homes > Lamp, by oak, 4 to 11"


@pytest.mark.parametrize("source", TEXTS)
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_every_coding_is_read_at_least_once(tmp_path: Path, source: str, data: st.DataObject) -> None:
    at = desk(tmp_path)
    start = data.draw(st.integers(0, len(TEXTS[source]) - 1))
    end = data.draw(st.integers(start + 1, len(TEXTS[source])))
    code(at, source, start, end)
    assert any(f"by oak, {start} to {end}" in line for line in lines_of(at, source))
