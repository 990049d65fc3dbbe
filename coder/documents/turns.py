"""Turns: who speaks where, found in a text that stays as it was written.

Labels, times and Markdown marks are not cut out; a turn is a span, and where its label begins is remembered. A label counts
if it occurs twice, is a known word for a role, or was named by the user. Everything before the first of them (headers, tables
of contents, licences) belongs to no turn, and the last turn goes on to the end. `Found` says what was taken and what not, so
that a person can judge the split.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from coder.documents.labels import FORM_WORDS, WINDOW, Label, is_known, is_timed, label_at, lone_time, role_of, times
from coder.documents.pattern import compile_pattern
from coder.model.source import Role, Turn
from coder.model.text import fold

_DETAILS = re.compile(r"<(/?)details\b[^>\n]{0,200}>", re.IGNORECASE)
_FORM_LINE = re.compile(r"[ \t]*[*_]*([^\n:：]{1,40}?)[*_]*[:：][^\n]{0,80}")
_BETWEEN = re.compile(r"[ \t]*(?:#{1,6}[ \t].*|[-*_=—]{3,}|<[^<>]*>)")
_NUMBER = re.compile(r"[ \t]*([0-9]{1,5})[.)]?[ \t]*")
_SPACE = re.compile(r"\s*")


@dataclass(frozen=True, slots=True)
class Speaker:
    """One speaker as the labels name them."""

    name: str
    role: Role
    turns: int


@dataclass(frozen=True, slots=True)
class SpeakersFound:
    """Who was taken for a speaker and what was not, for the report of an import."""

    speakers: tuple[Speaker, ...] = ()
    """In the order in which they first speak."""
    passed_over: tuple[tuple[str, int], ...] = ()
    """Labels that might name a speaker and did not count, with how often they occur, most frequent first."""


def find_turns(
    text: str,
    *,
    speakers: Mapping[str, Role] | None = None,
    pattern: str | None = None,
) -> tuple[Turn, ...]:
    r"""Find the turns of a normalised text.

    Args:
        text: The text as it is stored.
        speakers: Labels that count whatever they look like, with their roles.
        pattern: A regular expression for a label at the beginning of a line, instead of the built-in rules.

    >>> text = "Interviewer: When was that?\n\nR07: In spring.\nOr later."
    >>> [(turn.speaker, turn.role, text[turn.start : turn.end]) for turn in find_turns(text)]
    [('Interviewer', 'I', 'When was that?'), ('R07', 'R', 'In spring.\nOr later.')]
    """
    return turns_and_speakers(text, speakers=speakers, pattern=pattern)[0]


def turns_and_speakers(
    text: str,
    *,
    speakers: Mapping[str, Role] | None = None,
    pattern: str | None = None,
) -> tuple[tuple[Turn, ...], SpeakersFound]:
    """Find the turns of a normalised text as `find_turns` does, and say whose labels counted."""
    given = {fold(label): role for label, role in (speakers or {}).items()}
    lines = _lines(text)
    if pattern is None:
        candidates = _candidates(text, lines, given)
        labels = _that_count(text, candidates, given)
    else:
        candidates = labels = _matches(text, lines, compile_pattern(pattern))
    turns = _turns(text, labels, given)
    return turns, SpeakersFound(_speakers(turns), _passed_over(candidates, labels))


def _lines(text: str) -> list[tuple[int, int]]:
    """List the spans of the lines, without their ends."""
    spans, start = [], 0
    for line in text.split("\n"):
        spans.append((start, start + len(line)))
        start += len(line) + 1
    return spans


def _candidates(text: str, lines: Sequence[tuple[int, int]], given: Mapping[str, Role]) -> list[Label]:
    """List what looks like a label, leaving out what is no part of the interview unless all labels stand there."""
    found: list[Label] = []
    for index, (start, end) in enumerate(lines):
        label = label_at(text, start, end, given) if start < end else None
        if label is None:
            continue
        if label.form == "colon" or fold(label.speaker) in given or _begins_speech(text, lines, index, label):
            found.append(_with_time_above(text, lines, index, label))
    outside = _outside_asides(text, found)
    return outside or found


def _begins_speech(text: str, lines: Sequence[tuple[int, int]], index: int, label: Label) -> bool:
    """Tell whether a label alone on its line stands like one: above a bare one is a blank line, and below is speech."""
    if label.form == "bare" and index and text[slice(*lines[index - 1])].strip():
        return False
    below = next((start for start, end in lines[index + 1 : index + 4] if text[start:end].strip()), None)
    return below is not None and (label.form == "bare" or not is_timed(text, below))


def _with_time_above(text: str, lines: Sequence[tuple[int, int]], index: int, label: Label) -> Label:
    """Let a label begin on the line above it, if a time stands alone there and the label has none."""
    if not index or label.time_start is not None:
        return label
    start, end = lines[index - 1]
    found = lone_time(text[start:end]) if start < end else None
    return Label(start, label.end, label.speaker, label.form, *found) if found else label


def _outside_asides(text: str, labels: Sequence[Label]) -> list[Label]:
    """Leave out labels in what tells about the interview and is not part of it: front matter, forms, folded blocks."""
    top = max(_front_matter_end(text), _form_end(text))
    folded = _folded(text)
    opened = [start for start, _ in folded]
    outside = []
    for label in labels:
        block = bisect_right(opened, label.start) - 1
        if label.start >= top and (block < 0 or label.start >= folded[block][1]):
            outside.append(label)
    return outside


def _folded(text: str) -> list[tuple[int, int]]:
    """List the spans between `<details>` and `</details>`."""
    spans = []
    opened = None
    for tag in _DETAILS.finditer(text):
        if not tag[1] and opened is None:
            opened = tag.start()
        elif tag[1] and opened is not None:
            spans.append((opened, tag.end()))
            opened = None
    return spans


def _front_matter_end(text: str) -> int:
    """Find the end of a block between lines of three hyphens at the very top; with a blank line in it, it is none."""
    end = text.find("\n---", 3) if text.startswith("---\n") else 0
    return end + 1 if end > 0 and "\n\n" not in text[:end] else 0


def _form_end(text: str) -> int:
    """Find the end of a form at the top (“Interviewer: K.”, “Date: …”): short lines none twice, at least one no speaker's."""
    end = text.find("\n\n")
    matches = [_FORM_LINE.fullmatch(line) for line in text[: max(end, 0)].split("\n")]
    keys = {fold(match[1]) for match in matches if match}
    return end if len(keys) == len(matches) and FORM_WORDS & keys else 0


def _that_count(text: str, candidates: Sequence[Label], given: Mapping[str, Role]) -> list[Label]:
    """Choose the labels that count; those that are only alone on their line must carry the whole text to be believed."""
    times_seen = Counter(fold(label.speaker) for label in candidates if label.form != "bare")
    names = {fold(label.speaker) for label in candidates if label.form != "bare" and is_known(label.speaker)}
    names |= {name for name, n in times_seen.items() if n >= 2} | given.keys()
    if any(role_of(label.speaker) == "I" and fold(label.speaker) in names for label in candidates):
        names |= {fold(label.speaker) for label in candidates if label.form != "bare" and role_of(label.speaker) == "R"}
    if not names.intersection(times_seen):
        names |= _bare_names(text, candidates)
    return [label for label in candidates if fold(label.speaker) in names]


def _bare_names(text: str, candidates: Sequence[Label]) -> set[str]:
    """Believe labels that are only alone on their line if there are two speakers and they head a sixth of the paragraphs."""
    bare = [label.speaker for label in candidates if label.form == "bare"]
    seen = Counter(map(fold, bare))
    names = {fold(name) for name in bare if seen[fold(name)] >= 2 or is_known(name)}
    paragraphs = sum(bool(paragraph.strip()) for paragraph in text.split("\n\n"))
    return names if len(names) >= 2 and sum(seen[name] for name in names) * 6 >= paragraphs else set()


def _matches(text: str, lines: Iterable[tuple[int, int]], pattern: re.Pattern[str]) -> list[Label]:
    """List the labels that a user's expression matches at the beginning of lines."""
    found = []
    for start, end in lines:
        match = pattern.match(text[start : min(end, start + WINDOW)])
        speaker = " ".join((match["speaker"] or "").split()) if match else ""
        if match and speaker:
            stamp = match["time"] if "time" in pattern.groupindex else None
            found.append(Label(start, start + match.end(), speaker, "colon", *times(stamp)))
    return found


def _turns(text: str, labels: Sequence[Label], given: Mapping[str, Role]) -> tuple[Turn, ...]:
    """Make turns of labels: each goes on to the next label; one without a word is none."""
    edges = [*(label.start for label in labels), len(text)][1:]
    ends = _ends(text, labels, edges)
    spelling: dict[str, str] = {}
    turns = []
    for label, edge, end in zip(labels, edges, ends, strict=True):
        start = min(_after_space(text, label.end), edge)
        speaker = spelling.setdefault(fold(label.speaker), label.speaker)
        role = given.get(fold(speaker), role_of(speaker))
        if start < end:
            turns.append(Turn(label.start, start, end, speaker, role, label.time_start, label.time_end))
    return tuple(turns)


def _ends(text: str, labels: Sequence[Label], edges: Sequence[int]) -> list[int]:
    """Find where each turn ends: white space, headings and the next turn's number are not said by anybody."""
    pieces = [_without_headings(text, label.end, edge) for label, edge in zip(labels, edges, strict=True)]
    numbers = [_number_at_end(text, label.end, end) for label, end in zip(labels, pieces, strict=True)]
    ends = []
    for index, (number, end) in enumerate(zip(numbers, pieces, strict=True)):
        near = numbers[max(index - 1, 0) : index] + numbers[index + 1 : index + 2]
        counted = number is not None and any(other is not None and abs(other[0] - number[0]) == 1 for other in near)
        ends.append(number[1] if number is not None and counted else end)
    return ends


def _without_headings(text: str, start: int, end: int) -> int:
    """Move the end of a turn before headings, rules and white space, but never before its first line."""
    while True:
        end = _before_space(text, start, end)
        above = text.rfind("\n", start, end)
        if above < 0 or not _BETWEEN.fullmatch(text, above + 1, end):
            return end
        end = above


def _number_at_end(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Read a number alone on the last line of a turn, and where the turn ends without it."""
    above = text.rfind("\n", start, end)
    match = _NUMBER.fullmatch(text, above + 1, end) if above >= 0 else None
    return (int(match[1]), _without_headings(text, start, above)) if match else None


def _after_space(text: str, position: int) -> int:
    match = _SPACE.match(text, position)
    return match.end() if match else position


def _before_space(text: str, start: int, end: int) -> int:
    while end > start and text[end - 1].isspace():
        end -= 1
    return end


def _speakers(turns: Iterable[Turn]) -> tuple[Speaker, ...]:
    counts = Counter((turn.speaker, turn.role) for turn in turns)
    return tuple(Speaker(name, role, n) for (name, role), n in counts.items())


def _passed_over(candidates: Iterable[Label], labels: Iterable[Label]) -> tuple[tuple[str, int], ...]:
    taken = {fold(label.speaker) for label in labels}
    left: Iterator[str] = (label.speaker for label in candidates if label.form != "bare")
    return tuple((name, n) for name, n in Counter(left).most_common() if fold(name) not in taken)
