"""Changes of the codebook: each is checked against the tree of codes as it stands in the transaction that saves it.

A code that is merged or retired stays in the file, and so do its codings; nothing here touches them but a split, which recodes
the ones that were chosen. What belongs to one decision of a person (a merge and the codes that move along with it) is a list of
changes for one action. That a locked codebook stays as it is, every change of a code checks by itself, in `changes`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from coder.errors import ChangeRefused
from coder.model.codebook import ALIAS, LOCK, PALETTE, SEPARATOR, STATUSES, Code, Codebook, is_colour, is_language
from coder.model.coding import Coding
from coder.model.text import clean_name, fold, is_name, normalise
from coder.study.changes import CODE_FIELDS, Change, Entry, MoveCoding, Recode, SetField, add_code, content, new_uid
from coder.study.journal import codetree
from coder.study.journal.fold import Fold
from coder.study.journal.rows import Content
from coder.study.kinds import Json

LONGEST_NAME = 200


class _Tree:
    """The codes as they stand in a transaction."""

    def __init__(self, now: Fold) -> None:
        self._now = now
        self.codes = now.codes()
        self.placed = codetree.place(self.codes)

    def name(self, uid: str) -> str:
        return self.codes[uid].name

    def require(self, uid: str, *, to_stand_on: bool = False) -> None:
        """Refuse a code that is not in the codebook any more.

        One that was removed elsewhere while it was in use can still be changed, but nothing new may come to stand on it.
        """
        placed = self.placed.get(uid)
        is_removed = placed is None or self._now.value("code", uid, "removed")
        if is_removed and (to_stand_on or placed is None or not self._now.code_is_in_use(uid)):
            raise ChangeRefused("This code is not in the codebook any more.", "Reload the codebook and try again.")
        if placed is not None and placed.effective != uid:
            merged = f"“{self.name(uid)}” was merged into “{self.name(placed.effective)}”."
            raise ChangeRefused(merged, "Use that one.")

    def is_under(self, uid: str | None, above: str) -> bool:
        """Tell whether a code is another one or stands somewhere under it."""
        while uid is not None:
            if uid == above:
                return True
            uid = self.placed[uid].parent
        return False

    def siblings(self, parent: str | None, besides: str) -> list[str]:
        """List the codes that show directly under a parent."""
        under = (uid for uid, placed in self.placed.items() if placed.parent == parent and uid != besides)
        return [uid for uid in under if self.placed[uid].effective == uid and not self._now.value("code", uid, "removed")]

    def refuse_name(self, name: str, parent: str | None, uid: str) -> None:
        """Refuse a name that no path could hold, or that a neighbour bears."""
        if name != clean_name(name) or not is_name(name):
            raise ChangeRefused("A code needs a name with at least one letter, on one line.", "Give another name.")
        if SEPARATOR in name:
            raise ChangeRefused(f"A name cannot contain “{SEPARATOR}”, which divides the names of a path.", "Use another sign.")
        if len(name) > LONGEST_NAME:
            raise ChangeRefused(f"A name has at most {LONGEST_NAME} characters.", "Put the rest into its definition.")
        if fold(name) in {fold(self.name(other)) for other in self.siblings(parent, uid)}:
            raise ChangeRefused(f"There is a code “{name}” in the same place already.", "Give another name, or merge the two.")

    def end(self, parent: str | None, uid: str) -> int:
        """Give the position behind all codes under a parent."""
        return max((self.codes[other].position + 1 for other in self.placed if self._is_beside(other, parent, uid)), default=0)

    def _is_beside(self, other: str, parent: str | None, uid: str) -> bool:
        return other != uid and self.placed[other].parent == parent


@dataclass(frozen=True, slots=True)
class AddCode:
    """A code comes into being, behind its siblings."""

    code: Code
    """With its uid."""
    is_quoted: bool = False
    """Whether the name is words that somebody said: it is kept as a content then, and can be purged like one."""
    words: tuple[Content, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Wrap a quoted name once, so that it is the same when the change is tried again."""
        object.__setattr__(self, "words", (content(self.code.name),) if self.is_quoted else ())

    @property
    def uid(self) -> str:
        """The code's uid."""
        return self.code.uid

    def contents(self) -> Iterable[Content]:
        """Give the name if it is quoted; one that somebody typed is part of the row."""
        return self.words

    def entry(self, now: Fold) -> Entry:
        """Check name and parent and write the row."""
        tree, code = _Tree(now), self.code
        if code.parent is not None:
            tree.require(code.parent, to_stand_on=True)
        tree.refuse_name(code.name, code.parent, code.uid)
        for name, write in CODE_FIELDS.items():
            if name in _CHECKS:
                _check(name, write(code))
        made = add_code(code, tree.end(code.parent, code.uid))
        if self.words:
            made = replace(made, fields={**made.fields, "name": {"content": self.words[0].uid}})
        return made.entry(now)


@dataclass(frozen=True, slots=True)
class EditCode:
    """A field of a code (not its place) takes another value, written as the journal writes it."""

    uid: str
    field: str
    value: Json

    def contents(self) -> Iterable[Content]:
        """Give no words: what people write into a codebook is part of the row."""
        return ()

    def entry(self, now: Fold) -> Entry:
        """Check the code and the value and write the row."""
        tree = _Tree(now)
        tree.require(self.uid)
        if self.field == "name":
            tree.refuse_name(str(self.value), tree.placed[self.uid].parent, self.uid)
        _check(self.field, self.value)
        return SetField("code", self.uid, self.field, self.value).entry(now)


@dataclass(frozen=True, slots=True)
class MoveCode:
    """A code goes to another place in the tree."""

    uid: str
    parent: str | None
    position: int | None = None
    """None: behind its new siblings."""

    def contents(self) -> Iterable[Content]:
        """Give no words."""
        return ()

    def entry(self, now: Fold) -> Entry:
        """Check the code and where it goes and write the row."""
        tree = _Tree(now)
        if self.uid not in tree.placed:  # else it may even be a merged one, that makes room for another
            tree.require(self.uid)
        if self.parent is not None:
            tree.require(self.parent, to_stand_on=True)
        if tree.is_under(self.parent, self.uid):
            raise ChangeRefused(f"“{tree.name(self.uid)}” cannot stand under itself.", "Choose a code outside of it.")
        if self.parent != tree.placed[self.uid].parent:
            tree.refuse_name(tree.name(self.uid), self.parent, self.uid)
        position = tree.end(self.parent, self.uid) if self.position is None else self.position
        place: dict[str, Json] = {"parent": self.parent, "position": position}
        return SetField("code", self.uid, "place", place).entry(now)


@dataclass(frozen=True, slots=True)
class MergeCode:
    """All codings of a code read as another one, those too that are still being made elsewhere."""

    uid: str
    into: str

    def contents(self) -> Iterable[Content]:
        """Give no words."""
        return ()

    def entry(self, now: Fold) -> Entry:
        """Check both codes and write the row."""
        tree = _Tree(now)
        tree.require(self.uid)
        tree.require(self.into, to_stand_on=True)
        if tree.is_under(self.into, self.uid):
            message = f"“{tree.name(self.uid)}” cannot be merged into itself or a code under it."
            raise ChangeRefused(message, "Choose another code, or move that one first.")
        only_groups = now.value("code", self.into, "codable") is False
        if only_groups and now.value("code", self.uid, "codable") is not False:
            raise ChangeRefused(f"“{tree.name(self.into)}” only groups other codes.", "Choose a code that can be applied.")
        if now.value("code", self.into, "status") == "retired":
            raise ChangeRefused(f"“{tree.name(self.into)}” is retired.", "Activate it first, or choose another code.")
        return SetField("code", self.uid, "merged_into", self.into).entry(now)


@dataclass(frozen=True, slots=True)
class LockCodebook:
    """Nobody may change the codebook from now on, or everybody may again."""

    locked: bool
    by: str
    """uid of the coder who asks for it."""

    def contents(self) -> Iterable[Content]:
        """Give no words."""
        return ()

    def entry(self, now: Fold) -> Entry:
        """Check that a supervisor asks for a change, and write the row."""
        verb = "lock" if self.locked else "unlock"
        if now.value("coder", self.by, "role") != "supervisor":
            raise ChangeRefused(f"Only a supervisor can {verb} the codebook.", "`coder coders list STUDY` says who is one.")
        if (now.value("setting", LOCK, "value") is True) is self.locked:
            raise ChangeRefused(f"The codebook is {verb}ed already.", "Nothing is to be done.")
        return SetField("setting", LOCK, "value", True if self.locked else None).entry(now)


_CHECKS: dict[str, tuple[Callable[[Json], bool], str, str]] = {
    "status": (lambda value: value in STATUSES, "A code cannot have this status.", f"The words are {', '.join(STATUSES)}."),
    "colour": (
        lambda value: value is None or is_colour(str(value)),
        "This is no colour of the palette.",
        f"Choose one of {', '.join(PALETTE)}, or a number such as #8866aa.",
    ),
    "names": (
        lambda value: isinstance(value, list) and all(map(_is_further_name, value)),
        f"A further name needs a language such as ko, or {ALIAS}, and cannot contain “{SEPARATOR}”.",
        "Write it as ko=NAME.",
    ),
}
"""Fields that do not take every text: what they take, and what is said of anything else."""


def _check(field: str, value: Json) -> None:
    fits, message, hint = _CHECKS.get(field, (_anything, "", ""))
    if not fits(value):
        raise ChangeRefused(message, hint)


def _anything(value: Json) -> bool:
    del value
    return True


def _is_further_name(pair: Json) -> bool:
    return isinstance(pair, list) and len(pair) == 2 and is_language(str(pair[0])) and SEPARATOR not in str(pair[1])


def cleaned(code: Code) -> Code:
    """Bring what somebody typed to the form in which it is kept."""

    def text(words: str) -> str:
        return normalise(words).text.strip()

    return replace(
        code,
        name=clean_name(code.name),
        brief=text(code.brief),
        definition=text(code.definition),
        include=text(code.include),
        exclude=text(code.exclude),
        examples=tuple(filter(None, map(text, code.examples))),
        names=tuple((language, clean_name(name)) for language, name in code.names if clean_name(name)),
    )


def new_code(code: Code) -> AddCode:
    """Make a code of what somebody typed."""
    return AddCode(replace(cleaned(code), uid=new_uid()))


def edit_code(old: Code, new: Code) -> list[Change]:
    """Bring a code to what somebody typed, field by field; its place is no field."""
    kept = cleaned(new)
    return [
        EditCode(old.uid, name, write(kept)) for name, write in CODE_FIELDS.items() if write(old) not in (write(new), write(kept))
    ]


def move_code(book: Codebook, positions: Mapping[str, int], uid: str, parent: str | None, index: int) -> list[Change]:
    """Put a code at an index among the codes under `parent`; siblings behind it move along as far as they must."""
    there = [code.uid for code in book.children(parent)]
    order = [other for other in there if other != uid]
    if there == [*order[:index], uid, *order[index:]]:
        return []
    before, behind = order[:index], order[index:]
    last = positions.get(before[-1], 0) + 1 if before else 0
    changes: list[Change] = [MoveCode(uid, parent, last)]
    for other in behind:
        if positions.get(other, 0) > last:
            break
        last += 1
        changes.append(MoveCode(other, parent, last))
    return changes


def merge_code(book: Codebook, uid: str, into: str) -> list[Change]:
    """Merge a code into another; the codes under it move under that one."""
    return [MergeCode(uid, into), *(MoveCode(child.uid, into) for child in book.children(uid))]


def split_code(new: AddCode, codings: Sequence[str]) -> list[Change]:
    """Make a code and have codings (uids) bear it."""
    return [new, *(Recode(coding, new.uid) for coding in codings)]


def confirm_codings(codings: Iterable[Coding]) -> list[Change]:
    """Say that codings fit the rules of their code as they are now: each is put where it is, and so made anew."""
    return [MoveCoding(coding.uid, coding.start, coding.end) for coding in codings]
