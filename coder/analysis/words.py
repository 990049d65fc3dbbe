r"""Words as people look for them: whole or in part, in any case, with the particles that Korean writes onto them.

`phone` finds *Phone* and *phone's* but not *phones* or *telephone*; a `*` stands for further letters of the word, so `phone*`
finds *phones* and `*phone*` all of them. Blanks in a phrase fit any white space.

Korean hangs particles on a noun, often several: 검열 has to find 검열을, 검열에서는 and 검열이었습니다. They are known by a list,
and the sound before decides which form may follow (을 after a consonant, 를 after a vowel), so that 나 does not find 나이. What
makes another word is not found: 숙박검열 is a compound (`*검열`), 검열관 a person and 검열했다 a verb (`검열*`). No dictionary is
asked: one would add 150 MB and split northern words wrongly.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from coder.errors import InputRefused
from coder.model.text import normalise

ANY = "*"
"""Stands for letters that may follow, come before or stand between."""
_OPEN = "".join(map(chr, range(0xAC00, 0xD7A4, 28)))
"""Syllables that end in a vowel."""
_RIEUL = "".join(map(chr, range(0xAC08, 0xD7A4, 28)))
"""Syllables that end in ㄹ, after which 로 stands as after a vowel."""
_ALWAYS = (
    "들 의 에 에서 에게 에게서 께 께서 한테 한테서 더러 도 만 까지 부터 마다 처럼 같이 만큼 보다 조차 마저 밖에 뿐 대로 하고 "
    "입니다 입니까 인 인가 인가요 인데 인데요 인지 인지는 일 일까 일까요 임"
)
_AFTER_CONSONANT = (
    "이 은 을 과 으로 으로서 으로써 이나 이나마 이랑 이든 이든지 이라 이라고 이라는 이라도 이라면 이라서 이란 이며 이면 이야 "
    "이여 이다 이고 이자 이지 이지만 이죠 이네 이네요 이니 이니까 이냐 이에요 이어서 "
    "이었다 이었고 이었는데 이었던 이었습니다 이었어요 이었지만"
)
_AFTER_VOWEL = (
    "가 는 를 와 로 로서 로써 나 나마 랑 든 든지 라고 라는 라도 라면 라서 란 며 면 야 여 "
    "다 고 자 지 지만 죠 네 네요 니 니까 냐 예요 여서 였다 였고 였는데 였던 였습니다 였어요 였지만"
)
_AFTER_RIEUL = "로 로서 로써"


def _one_of(particles: str) -> str:
    return "(?:" + "|".join(sorted(particles.split(), key=len, reverse=True)) + ")"


_FOREIGN = "(?<![가-힣])"
"""Behind a letter, digit or bracket nobody knows the sound: both forms may follow."""
_PARTICLES = (
    f"(?:{_one_of(_ALWAYS)}|(?<![{_OPEN}]){_one_of(_AFTER_CONSONANT)}"
    f"|(?:(?<=[{_OPEN}])|{_FOREIGN}){_one_of(_AFTER_VOWEL)}|(?<=[{_RIEUL}]){_one_of(_AFTER_RIEUL)}){{0,4}}"
)


def words_pattern(words: Sequence[str]) -> re.Pattern[str]:
    """Make the expression that finds any of some words; particles decide whether a word fits and are not part of what is found.

    >>> words_pattern(["검열", "film*"]).findall("검열을 숙박검열 검열관 Films, a film's")
    ['검열', 'Films', 'film']

    Raises:
        InputRefused: a word is empty.
    """
    return re.compile("|".join(_wanted(words)), re.IGNORECASE)


def _wanted(words: Iterable[str]) -> Iterable[str]:
    for word in words:
        parts = normalise(word).text.split()
        if not "".join(parts).strip(ANY):
            raise InputRefused("A word to look for is empty.", f"Give a word, perhaps with {ANY}: phone, phone{ANY}, {ANY}phone.")
        body = r"\s+".join(re.escape(part).replace(re.escape(ANY), r"\w*") for part in parts)
        yield _left(parts[0][0]) + body + _right(parts[-1][-1])


def _left(first: str) -> str:
    return r"(?<!\w)" if first == ANY or _is_letter(first) else ""


def _right(last: str) -> str:
    return rf"(?={_PARTICLES}(?!\w))" if last == ANY or _is_letter(last) else ""


def _is_letter(character: str) -> bool:
    return re.match(r"\w", character) is not None
