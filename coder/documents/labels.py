"""Labels: which lines of a transcript look like the name of a speaker, and who speaks in what role.

Here one line is looked at alone, and generously. A colon alone does not make a speaker: which of the labels count is decided
over the whole text, in `coder.documents.turns`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from coder.model.source import Role
from coder.model.text import fold

Form = Literal["colon", "mark", "bare"]
"""How a label stands out: by a colon, by bold type or a time on a line of its own, or only by being alone on its line."""

WINDOW = 120
"""Characters at the beginning of a line in which a label must lie: work per line is bounded, whatever its length."""
_LONGEST_ALONE = 60


@dataclass(frozen=True, slots=True)
class Label:
    """A line's beginning that may be a speaker's label."""

    start: int
    """Where it begins, a time in front included."""
    end: int
    """The first character after it."""
    speaker: str
    form: Form
    time_start: int | None = None
    time_end: int | None = None


_TIME = r"(?:\d{1,2}:)?\d{1,3}:[0-5]\d(?:[.,]\d{1,3})?"
_TIMES = rf"{_TIME}(?:[ ]*(?:-->|[-–])[ ]*{_TIME})?"
_STAMP = rf"(?:[\[(<{{][ ]*{_TIMES}[ ]*[\])>}}]|{_TIMES})"
_LABEL = re.compile(
    rf"""[ \t\u00a0\u3000]*
    (?P<label>
      (?:(?:[-•>]|\d{{1,4}}[.)]?)[ \t]+)?                # a list's mark, the number of a turn
      (?:(?P<before>{_STAMP})[ \t]*(?:[-–][ \t]*)?)?
      (?P<open>[*_]{{1,3}})?
      (?P<name>[^\s:：*_][^\n:：]{{0,47}}?)(?=[\s:：*_(（\[<{{]|\Z)
      (?P<shut>[*_]{{1,3}})?
      (?:[ \t\u00a0]*(?:(?P<after>{_STAMP})|[(（][^()（）\n]{{1,40}}[)）])){{0,2}}
      [ \t]*(?:[*_]{{1,3}})?[ \t]*
      (?: (?P<colon>[:：])(?!//)(?:[*_]{{1,3}})?(?:[ \t]*(?P<inside>[\[(<]{_TIMES}[\])>]))?
        | \Z )
    )""",
    re.VERBOSE,
)
_STAMPED = re.compile(rf"[ \t]*({_STAMP})[ \t]*")
_NUMBERS = re.compile(_TIME)
_LETTERS = re.compile(r"[^\W\d_]")
_HANGUL = re.compile(r"[가-힣]")
_NAME = re.compile(r"[\[\w][\w .'’·&/#\[\]-]*")
_INITIALS = re.compile(r"(?:.*\s)?(?:[^\W\d_]\.){1,4}")
_NUMBERED = re.compile(r"(.*?)[ _#-]*([0-9]{1,4})")
_PARTICLES = frozenset({"van", "von", "de", "der", "den", "di", "da", "del", "la", "le", "bin", "al", "and", "of"})

_FORM_WORDS = """note notes nb example date time place location duration length title subject topic source file url http https
    link phone tel email warning summary keywords language version details part chapter section age sex gender recorded
    transcribed transcript transcription recording setting
    날짜 일시 일자 장소 시간 제목 주제 출처 참고 주 비고 예 예시 언어 나이 연령 성별 요약 녹취 녹음 기록 면담일 면담일시"""
_SHORT_ANSWERS = """yes yeah yep no nope okay ok right sure exactly hello hi bye thanks well so and but mhm mm hmm uh um oh wow
    네 아니 아니요 아뇨 음 어 아 그래요 그렇죠 맞아요"""
FORM_WORDS = frozenset(_FORM_WORDS.split())
"""What stands before a colon in headers and remarks; never a speaker unless the user says so."""
_NO_SPEAKERS = FORM_WORDS | frozenset(_SHORT_ANSWERS.split())
_ROLE_WORDS: dict[Role, str] = {
    "I": """i q int interviewer question questioner moderator facilitator researcher
        면담자 면접자 조사자 연구자 질문 질문자 문 진행자 사회자 인터뷰어""",
    "R": """r a p respondent participant interviewee informant answer narrator witness
        응답자 답변자 대답 답변 답 구술자 증언자 제보자 참가자 참여자 피면담자 피면접자 연구참여자 인터뷰이""",
    "T": "interpreter translator interp 통역 통역사 통역자 통역원 통역인 번역 번역자 번역사",
}
_ANYBODY = frozenset({"speaker", "화자", "참석자", "발언자"})
_ROLES: dict[str, Role] = {word: role for role, words in _ROLE_WORDS.items() for word in words.split()}


def role_of(speaker: str) -> Role:
    """Tell the role that a label names by itself, empty if it names none; single letters count as capitals only.

    >>> role_of("INTERVIEWER 2"), role_of("R07"), role_of("통역"), role_of("q"), role_of("Dan")
    ('I', 'R', 'T', '', '')
    """
    word, _ = _word_and_number(speaker)
    return "" if len(word) == 1 and word.islower() else _ROLES.get(fold(word), "")


def is_known(speaker: str) -> bool:
    """Tell whether a label counts even if it occurs once: a word for a role, or a numbered speaker."""
    word, number = _word_and_number(speaker)
    if number:
        return bool(role_of(speaker)) or fold(word) in _ANYBODY
    return bool(role_of(speaker)) and word not in {"P", "R"}


def _word_and_number(speaker: str) -> tuple[str, str]:
    """Part a label's word from its number: `R07`, `Speaker #2`, `[Interviewer 1]`, `Int.`."""
    bare = speaker.strip("[].")
    numbered = _NUMBERED.fullmatch(bare)
    return (numbered[1], numbered[2]) if numbered and numbered[1] else (bare, "")


def label_at(text: str, start: int, end: int, given: Mapping[str, Role]) -> Label | None:
    """Read the label at the beginning of the line `[start, end)`; labels in `given` (folded) may look like anything."""
    stop = min(end, start + WINDOW)
    if end - start > _LONGEST_ALONE and ":" not in text[start:stop] and "：" not in text[start:stop]:
        return None
    match = _LABEL.match(text, start, stop)
    if match is None or (match["colon"] is None and match.end() < end):
        return None
    speaker = " ".join(match["name"].rstrip("*_").split())
    if fold(speaker) not in given and not _is_speaker(speaker, match):
        return None
    return _label(speaker, match)


def lone_time(line: str) -> tuple[int | None, int | None] | None:
    """Read the times of a line that holds nothing else; None if it is no such line."""
    match = _STAMPED.fullmatch(line) if len(line) <= _LONGEST_ALONE else None
    return times(match[1]) if match else None


def is_timed(text: str, start: int) -> bool:
    """Tell whether the line that begins at `start` begins with a time."""
    return _STAMPED.match(text, start, start + _LONGEST_ALONE) is not None


def times(stamp: str | None) -> tuple[int | None, int | None]:
    """Read the one or two times of a stamp, in milliseconds.

    >>> times("[00:01:45]"), times("0:22"), times("(00:43.5 --> 00:47,850)"), times("later")
    ((105000, None), (22000, None), (43500, 47850), (None, None))
    """
    found = [_milliseconds(number) for number in _NUMBERS.findall(stamp or "")]
    return (found[0] if found else None), (found[1] if len(found) > 1 else None)


def _milliseconds(time: str) -> int:
    whole, _, fraction = time.replace(",", ".").partition(".")
    seconds = 0
    for part in whole.split(":"):
        seconds = seconds * 60 + int(part)
    return seconds * 1000 + int(fraction.ljust(3, "0") or 0)


def _label(speaker: str, match: re.Match[str]) -> Label:
    stamp = match["before"] or match["after"] or match["inside"]
    marked = stamp or (match["open"] and match["shut"])
    form: Form = "colon" if match["colon"] else "mark" if marked else "bare"
    return Label(match.start("label"), match.end(), speaker, form, *times(stamp))


def _is_speaker(name: str, match: re.Match[str]) -> bool:
    """Tell whether a name that nobody announced looks like one: few words, capitals, no sentence, no heading of a form."""
    if is_known(name):
        return True
    if fold(name) in _NO_SPEAKERS or not _LETTERS.search(name) or not _NAME.fullmatch(name):
        return False
    if name.count("[") != name.count("]") or _is_clock(match):
        return False
    if not match["colon"] and (name[0] == "[" or name[0].islower() or name[-1] == "."):
        return False
    return _is_written_like_a_name(name)


def _is_written_like_a_name(name: str) -> bool:
    words = [word for word in name.split() if not word.isdigit()]
    if _HANGUL.search(name):
        return len(words) <= 2 and len(name) <= 14
    if len(words) == 1:
        return True
    return (
        len(words) <= 5
        and (name[-1] != "." or bool(_INITIALS.fullmatch(name)))
        and not any(word[0].islower() and word not in _PARTICLES for word in words)
    )


def _is_clock(match: re.Match[str]) -> bool:
    """Tell whether the colon stands between numbers, as in “at 3:30” and “verse 2:4”."""
    behind = match.string[match.end() : match.end() + 1]
    return bool(match["colon"]) and behind.isdigit() and match["name"].split()[-1].isdigit()
