"""What it means to code, to code otherwise, to move and to split: the rules behind the keys.

In one round the passages that one coder gives one code are a set: a second coding of it on the same words says nothing new. So
wherever two of them would come to lie over each other, one takes the others in, and the memos on that one stay where they are.
Codings that only touch stay apart.

Each rule is given the coder's codings near the passage (others do no harm) and answers with the changes of one action.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from coder.errors import ChangeRefused
from coder.model.coding import Coding
from coder.model.spans import overlaps
from coder.study.changes import AddCoding, Change, MoveCoding, Recode, Remove


def apply_code(existing: Iterable[Coding], new: AddCoding) -> list[Change]:
    """Code a passage: the oldest coding of the code there is widened, the others are removed.

    An empty list means that the passage bears the code already.
    """
    wanted = Coding(new.uid, new.source, new.code, new.coder, new.round, new.start, new.end, new.origin)
    touched = sorted(_rivals(existing, wanted), key=lambda coding: (coding.created_at, coding.uid))
    if not touched:
        return [new]
    oldest, *others = touched
    return _taken_in(oldest, _spread(oldest, wanted, touched), others)


def recode(existing: Iterable[Coding], coding: Coding, code: str) -> list[Change]:
    """Give a coding another code (a uid); own codings of that code that it lies over become part of it."""
    wanted = replace(coding, code=code)
    touched = _rivals(existing, wanted)
    changes: list[Change] = [Recode(coding.uid, code)] if coding.code != code else []
    return changes + _taken_in(coding, _spread(wanted, wanted, touched), touched)


def move_ends(existing: Iterable[Coding], coding: Coding, start: int, end: int) -> list[Change]:
    """Let a coding begin and end elsewhere; own codings of its code that it comes to lie over become part of it."""
    wanted = replace(coding, start=start, end=end)
    touched = _rivals(existing, wanted)
    return _taken_in(coding, _spread(wanted, wanted, touched), touched)


def split(coding: Coding, first_end: int, second_start: int) -> list[Change]:
    """Make two codings of one: up to `first_end`, and from `second_start` on; memos stay on the first.

    Raises:
        ChangeRefused: one of them would have no words.
    """
    if not coding.start < first_end <= second_start < coding.end:
        message = f"A coding {coding.start}:{coding.end} cannot be split there: both parts need words."
        raise ChangeRefused(message, "Choose a place inside it.", place=f"{first_end}:{second_start}")
    who = (coding.source, coding.code, coding.coder, coding.round)
    return [MoveCoding(coding.uid, coding.start, first_end), AddCoding(*who, second_start, coding.end, coding.origin)]


def _rivals(existing: Iterable[Coding], wanted: Coding) -> list[Coding]:
    """List the codings that may not lie over one: same coder, code, round and source, on the present text."""
    return [
        coding
        for coding in existing
        if _set_of(coding) == _set_of(wanted)
        and coding.uid != wanted.uid
        and not coding.stale
        and overlaps((coding.start, coding.end), (wanted.start, wanted.end))
    ]


def _set_of(coding: Coding) -> tuple[str, str, str, str, bool]:
    return coding.source, coding.code, coding.coder, coding.round, coding.origin == "consensus"


def _spread(coding: Coding, wanted: Coding, touched: Iterable[Coding]) -> Coding:
    """Let a coding reach over all that it takes in."""
    spans = [(wanted.start, wanted.end), *((other.start, other.end) for other in touched)]
    return replace(coding, start=min(start for start, _ in spans), end=max(end for _, end in spans))


def _taken_in(before: Coding, after: Coding, others: Iterable[Coding]) -> list[Change]:
    moves: list[Change] = (
        [] if (before.start, before.end) == (after.start, after.end) else [MoveCoding(after.uid, after.start, after.end)]
    )
    return moves + [Remove("coding", coding.uid) for coding in others]
