"""Whole transcripts, coded from the first turn to the last by keys alone in a real terminal; the file says what came of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from random import Random

import pytest
from real_terminal import PATIENCE, terminal
from walker import F9, QUIT, Material, Walker
from workbench import run

from coder.study.study import Study

pytest.importorskip("pty", reason="a pseudo-terminal is needed")

DATA = Path(__file__).parents[3] / "shared" / "data"
REASON = "the real transcripts lie beside the repository, not in it"
SIZES = {"80x24": (24, 80), "140x40": (40, 140)}
FILES = sorted(file for file in DATA.glob("t*/*/*") if file.suffix in {".md", ".txt"})
LONGEST = "10-hungry-for-innovation-is.md"
"""145,770 characters in 466 turns."""
COLOURS: dict[str, Mapping[str, str]] = {"256": {"TERM": "screen-256color"}, "none": {"TERM": "screen-256color", "NO_COLOR": "1"}}
INK = re.compile(rb"[34]8;5;(\d+)")
GREYS = {0, 7, 8, 15, 16, 59, 102, 145, 188, 231, *range(232, 256)}
LONG = 1_000_000
SAID = (
    "They came at night, three of them, and asked for the papers.",
    "기계가 다 기억한다고 했습니다.",
    "Nobody knew why.",
    "She wrote q\u0323x\u0301 beside each name\tand a number\tand a day.",
    "손전화 검열이 있었습니다, 두 번.",
    "We waited. 👩\u200d👩\u200d👧",
    "The cafe\u0301 at the corner had a camera above its door, a new one.",
    "ᄒ\u1161ᆫ 글자씩 읽었습니다.",
    "“Who was it?” Nobody said.",
    "My aunt hid the radio under the rice and told no one, not even my mother, who asked for it every evening.",
)
"""What is said in the long text: Korean, tabs, marks that combine, joined signs."""


def study_of(folder: Path, *files: Path) -> Path:
    """Make a study of elm with the shipped codebook and some files, as its user does."""
    new = ("new", "walk.db", "--as", "elm", "--codebook", "dprk-digital-surveillance")
    for command in (new, ("import", "walk.db", *map(str, files))):
        ran = run(*command, folder=folder)
        assert ran.code == 0, ran
    return folder / "walk.db"


def long_text(characters: int) -> str:
    """Write an interview in which every second answer is one line of 9,000 characters."""
    dice, told, turn = Random(7), 0, 0
    parts = []
    while told < characters:
        answer, joint = "", " " if turn % 2 else "\n"
        while len(answer) < 9_000:
            answer += joint + dice.choice(SAID)
        parts.append(f"Interviewer: What came after that, the {turn + 1}. time?\nR1: {answer.strip()}\n")
        told += len(parts[-1])
        turn += 1
    return "\n".join(parts)


def walk(path: Path, size: str, colours: str) -> None:
    """Code the first source from start to end, say that it is finished, leave, and hold the file against what must be in it."""
    with Study.open(path, readonly=True) as study:
        source, *_ = study.store.sources()
        material = Material(study.store.text(source.uid), study.store.turns(source.uid))
    rows, columns = SIZES[size]
    with terminal(path, env=COLOURS[colours], rows=rows, columns=columns) as shown:
        shown.type("\r", until="Enter codes")
        walker = Walker(shown, material)
        walker.go_to_the_first_turn()
        walker.walk()
        walker.come_back_to_what_is_left()
        shown.type(F9, until=f"finished with {source.name}, {len(walker.codings)} codings")
        shown.type(F9, until=f"{source.name} is finished")
        shown.type(QUIT, until="\x1b[?1049l")
        assert shown.process.wait(PATIENCE) == 0
        stream = shown.stream
    with Study.open(path, readonly=True) as study:
        names = {code.uid: code.name for code in study.store.codebook().codes}
        found = sorted((coding.start, coding.end, names[coding.code]) for coding in study.store.codings())
        assert found == sorted((start, end, code) for start, (end, code) in walker.codings.items())
        assert {one for _, one, _ in study.store.finished()} == {source.uid}
        assert not [check for check in study.verify() if not check.ok]
    inks = {int(ink) for ink in INK.findall(stream)}
    assert inks
    assert (inks <= GREYS) == (colours == "none"), "without colours there are greys"


def test_a_text_is_coded_from_start_to_end(tmp_path: Path) -> None:
    (tmp_path / "R1.txt").write_bytes(long_text(150_000).encode())
    walk(study_of(tmp_path, tmp_path / "R1.txt"), "80x24", "none")


@pytest.mark.parametrize("size", SIZES)
def test_a_million_characters_are_coded_from_start_to_end(tmp_path: Path, size: str) -> None:
    (tmp_path / "R1.txt").write_bytes(long_text(LONG).encode())
    walk(study_of(tmp_path, tmp_path / "R1.txt"), size, "256")


@pytest.mark.skipif(not FILES, reason=REASON)
@pytest.mark.parametrize(
    ("name", "size", "colours"),
    [("P1.txt", "80x24", "none"), ("P6.txt", "140x40", "none"), (LONGEST, "80x24", "256")],
)
def test_a_real_transcript_is_coded_from_start_to_end(tmp_path: Path, name: str, size: str, colours: str) -> None:
    walk(study_of(tmp_path, next(file for file in FILES if file.name == name)), size, colours)


@pytest.mark.heavy
@pytest.mark.skipif(not FILES, reason=REASON)
@pytest.mark.parametrize("colours", COLOURS)
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_every_real_transcript_is_coded_from_start_to_end(tmp_path: Path, file: Path, size: str, colours: str) -> None:
    walk(study_of(tmp_path, file), size, colours)
