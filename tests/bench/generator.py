"""Interviews for the benchmark: as many as are asked for, each always the same.

Interview number i depends on the seed and on i alone, so that 40 interviews are the first 40 of 400 and of 4,000 and a growing
study can be compared with itself. Sentences come from templates and short lists of words; nobody said them. One stands on each
line, every third interview is Korean, and three coders agree about as far as trained people do.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import NamedTuple

from coder.model.codebook import SEPARATOR
from coder.model.source import Document, Turn

SEED = 7
CHARACTERS = 60_000
CODINGS = 200
"""By each coder in each interview."""
CODERS = ("ash", "elm", "yew")
CODES = 28
"""Of the codes, so many occur in an interview: a table in which everybody has said everything would prove nothing."""
REGIONS = ("North", "East", "South", "West")
FAMILIES = {
    "Telephones": ("Inspection", "Hiding", "Repair", "Calls abroad"),
    "Cameras": ("In schools", "In streets", "At work", "Broken ones"),
    "Neighbours": ("Watching", "Warning", "Borrowing", "Quarrels"),
    "Papers": ("Permits", "Registers", "Ration slips", "Forgeries"),
    "Market": ("Stalls", "Prices", "Fines", "Carriers"),
    "Travel": ("Trains", "Checkpoints", "Lodging", "On foot"),
    "Work": ("Foremen", "Absence", "Meetings", "Pay"),
    "Feelings": ("Fear", "Habit", "Anger", "Hope"),
}
PATHS = tuple(path for family, codes in FAMILIES.items() for path in (family, *(f"{family}{SEPARATOR}{code}" for code in codes)))
"""All codes; a family can be applied like the codes under it."""


class Words(NamedTuple):
    """What sentences of one language are made of."""

    telling: str
    asking: str
    when: tuple[str, ...]
    who: tuple[str, ...]
    did: tuple[str, ...]
    what: tuple[str, ...]
    where: tuple[str, ...]


ENGLISH = Words(
    "{when}, {who} {did} {what} {where}.",
    "Who {did} {what} {where}?",
    ("In the spring", "That winter", "On market days", "Late at night", "Before the harvest", "After the census",
     "Every other week", "On the ninth", "While it rained", "Once the trains ran again", "In the dry year", "A week later"),
    ("my aunt", "the head of our unit", "a clerk", "the woman across the yard", "a driver", "my brother-in-law",
     "someone from the post office", "the teacher", "a girl from the next building", "the man with the bicycle", "our foreman",
     "my mother"),
    ("asked about", "hid", "carried away", "counted", "paid for", "wrote down", "passed on", "looked through", "sold", "repaired",
     "kept quiet about", "spoke of"),
    ("the radio", "two telephones", "a card with songs", "the visitors' book", "the battery", "a letter", "the ration slips",
     "the new camera", "a bag of rice", "the travel permit", "the wire to the roof", "an old photograph"),
    ("behind the station", "in the yard", "at the stall", "near the river", "in the stairwell", "at the checkpoint",
     "on the second floor", "by the school gate", "in the lane", "in front of everybody", "outside the town", "at the office"),
)  # fmt: skip
KOREAN = Words(
    "{when} {who} {where} {what} {did}다.",
    "누가 {where} {what} {did}까?",
    ("봄에", "그해 겨울에", "장날마다", "한밤중에", "추수 전에", "인구 조사 뒤에", "두 주에 한 번", "초아흐렛날",
     "비가 오는 동안", "기차가 다시 다니자", "가물던 해에", "한 주 뒤에"),
    ("이모가", "반장이", "사무원이", "건넛집 아주머니가", "운전수가", "매부가", "우체국 사람이", "선생이", "옆 동 처녀가",
     "자전거 탄 남자가", "작업반장이", "어머니가"),
    ("물어봤습니", "숨겼습니", "가져갔습니", "세어 봤습니", "샀습니", "적어 갔습니", "넘겨줬습니",
     "들여다봤습니", "팔았습니", "고쳤습니", "모른 척했습니", "이야기했습니"),
    ("라디오를", "전화기 두 대를", "노래 담긴 카드를", "숙박부를", "배터리를", "편지를", "배급표를", "새 사진기를",
     "쌀 한 자루를", "통행증을", "지붕 쪽 전선을", "낡은 사진을"),
    ("역 뒤에서", "마당에서", "매대 앞에서", "강가에서", "계단에서", "초소에서", "이 층에서", "학교 앞에서", "골목에서",
     "모두 앞에서", "읍내 밖에서", "사무실에서"),
)  # fmt: skip


class Said(NamedTuple):
    """One coding: who says that which passage bears which code (a path)."""

    coder: str
    code: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Interview:
    """One interview with everything that three coders made of it."""

    name: str
    """Also the respondent's label."""
    language: str
    text: str
    turns: tuple[Turn, ...]
    region: str
    codings: tuple[Said, ...]

    def document(self) -> Document:
        """Give what a reader of files would make of it."""
        return Document(self.name, self.text, self.turns, self.language)


def interviews(n: int, *, seed: int = SEED, characters: int = CHARACTERS) -> Iterator[Interview]:
    """Yield the first `n` interviews."""
    for number in range(n):
        yield _interview(seed, number, characters)


def _interview(seed: int, number: int, characters: int) -> Interview:
    dice = Random(f"{seed}/{number}")
    name = f"R{number + 1:02}"
    words, language = (KOREAN, "ko") if number % 3 == 2 else (ENGLISH, "en")
    text, turns, sentences = _talk(dice, words, name, characters)
    region = dice.choice(REGIONS)
    return Interview(name, language, text, turns, region, tuple(_codings(dice, sentences)))


def _talk(dice: Random, words: Words, name: str, characters: int) -> tuple[str, tuple[Turn, ...], list[tuple[int, int]]]:
    """Let questions and answers follow each other; also give the spans of the respondent's sentences."""
    lines: list[str] = []
    turns: list[Turn] = []
    sentences: list[tuple[int, int]] = []
    at = 0
    while at < characters:
        for speaker, role, said in (("Interviewer", "I", [_asked(dice, words)]), (name, "R", _told(dice, words))):
            label, start = at, at + len(speaker) + 2
            lines.append(f"{speaker}: {said[0]}")
            lines += said[1:]
            at = start
            for sentence in said:
                if role == "R":
                    sentences.append((at, at + len(sentence)))
                at += len(sentence) + 1
            turns.append(Turn(label, start, at - 1, speaker, "I" if role == "I" else "R"))
    return "\n".join(lines) + "\n", tuple(turns), sentences


def _told(dice: Random, words: Words) -> list[str]:
    return [sentence(dice, words, words.telling) for _ in range(dice.randint(3, 12))]


def _asked(dice: Random, words: Words) -> str:
    return sentence(dice, words, words.asking)


def sentence(dice: Random, words: Words, template: str) -> str:
    """Fill a template."""
    choose = dice.choice
    return template.format(
        when=choose(words.when), who=choose(words.who), did=choose(words.did), what=choose(words.what), where=choose(words.where)
    )


def _codings(dice: Random, sentences: list[tuple[int, int]]) -> Iterator[Said]:
    """Let each coder take four of five passages that are there to be seen, some of them cut otherwise, and add her own."""
    codes = dice.sample(PATHS, CODES)
    seen = [_passage(dice, codes, sentences) for _ in range(CODINGS)]
    for coder in CODERS:
        hers: dict[Said, None] = {}
        for code, first, last in seen:
            if dice.random() < 0.8:
                end = min(last + (dice.random() < 0.2), len(sentences) - 1)
                hers[Said(coder, code, sentences[first][0], sentences[end][1])] = None
        while len(hers) < CODINGS:
            code, first, last = _passage(dice, codes, sentences)
            hers[Said(coder, code, sentences[first][0], sentences[last][1])] = None
        yield from hers


def _passage(dice: Random, codes: Sequence[str], sentences: list[tuple[int, int]]) -> tuple[str, int, int]:
    first = dice.randrange(len(sentences))
    return dice.choice(codes), first, min(first + dice.randrange(3), len(sentences) - 1)


@dataclass(frozen=True, slots=True)
class Files:
    """Where the interviews lie as files, as a team would bring them."""

    sources: Path
    codebook: Path
    codings: Path
    values: Path


def write(folder: Path, found: Iterable[Interview]) -> Files:
    """Write interviews as transcripts and tables, one at a time."""
    files = Files(folder / "sources", folder / "codebook.yaml", folder / "codings.csv", folder / "values.csv")
    files.sources.mkdir(parents=True)
    files.codebook.write_text(_codebook(), encoding="utf-8")
    with files.codings.open("w", encoding="utf-8", newline="") as codings, files.values.open("w", encoding="utf-8") as values:
        rows = csv.writer(codings)
        rows.writerow(("source", "coder", "code", "start", "end"))
        values.write("respondent,region\n")
        for interview in found:
            (files.sources / f"{interview.name}.txt").write_text(interview.text, encoding="utf-8", newline="\n")
            rows.writerows((interview.name, *said) for said in interview.codings)
            values.write(f"{interview.name},{interview.region}\n")
    return files


def _codebook() -> str:
    lines = ["codebook: 1", "title: Benchmark", "codes:"]
    for family, codes in FAMILIES.items():
        lines += [f"  - name: {family}", "    codes:", *(f"      - name: {code}" for code in codes)]
    return "\n".join(lines) + "\n"
