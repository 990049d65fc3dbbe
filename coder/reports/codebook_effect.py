"""What a change of the codebook does to what was coded already, in words and numbers, before it is done.

The sentences are made of the changes themselves and of the study as it stands, so that a dry run, the question on a screen and
the deed cannot tell different stories.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from coder.model.codebook import RULES, SEPARATOR, Code
from coder.model.coding import Coding
from coder.model.spans import overlaps
from coder.model.words import count
from coder.study.changes import Change, Recode, Remove
from coder.study.codebook_changes import AddCode, EditCode, LockCodebook, MergeCode, MoveCode
from coder.study.store import Store

_HARMLESS = ("colour", "names")
"""Fields that mean nothing to a coding."""


@dataclass(frozen=True, slots=True)
class Effect:
    """What an action would do."""

    sentences: tuple[str, ...]
    codings: int
    """How many codings would read or count otherwise, or be older than their rules."""


def effect_of(store: Store, changes: Sequence[Change]) -> Effect:
    """Say what changes of one action would do."""
    teller = _Teller(store, changes)
    sentences = tuple(sentence for change in changes for sentence in teller.of(change))
    return Effect(sentences or ("No coding is touched.",), len(teller.touched))


def codings_of(store: Store, codes: Iterable[str]) -> list[Coding]:
    """List the coders' codings of codes that count."""
    found = (coding for code in codes for coding in store.codings(code=code))
    return [coding for coding in found if not coding.stale and coding.origin != "consensus"]


def reach(codings: Sequence[Coding]) -> str:
    """Say how many codings there are, of how many people in how many places.

    >>> reach([Coding("g", "s", "c", "p", "r", 0, 9), Coding("h", "s", "c", "q", "r", 0, 9)])
    '2 codings of 2 coders in 1 source'
    """
    coders, sources = {coding.coder for coding in codings}, {coding.source for coding in codings}
    return f"{count(len(codings), 'coding')} of {count(len(coders), 'coder')} in {count(len(sources), 'source')}"


def _told(codings: Sequence[Coding], verb: str, verb_of_many: str) -> str:
    return f"{reach(codings)} {verb if len(codings) == 1 else verb_of_many}"


class _Teller:
    """Knows the study as it stands and what else belongs to the action."""

    def __init__(self, store: Store, changes: Sequence[Change]) -> None:
        self._store = store
        self._book = store.codebook()
        self._changes = changes
        self.touched: set[str] = set()
        """uids of the codings that the action has to do with."""
        self._made = {change.uid: change.code.name for change in changes if isinstance(change, AddCode)}

    def of(self, change: Change) -> Iterator[str]:
        """Say what one change does; what an earlier one has said already is not said again."""
        for kind, tell in self._telling.items():
            if isinstance(change, kind):
                yield from tell(change)

    def _codings(self, *codes: str) -> list[Coding]:
        found = codings_of(self._store, codes)
        self.touched.update(coding.uid for coding in found)
        return found

    @property
    def _telling(self) -> dict[type[Change], Callable[..., Iterator[str]]]:
        return {
            AddCode: self._added,
            EditCode: self._edited,
            MoveCode: self._moved,
            MergeCode: self._merged,
            Remove: self._removed,
            Recode: self._recoded,
            LockCodebook: self._locked,
        }

    def _name(self, uid: str | None) -> str:
        known = self._book.by_uid.get(uid or "")
        return f"“{known.name if known else self._made.get(uid or '', '')}”"

    def _added(self, change: AddCode) -> Iterator[str]:
        above = self._book.paths.get(change.code.parent or "")
        yield f"“{above + SEPARATOR if above else ''}{change.code.name}” is new."

    def _edited(self, change: EditCode) -> Iterator[str]:
        code = self._book.by_uid.get(change.uid)
        if code is None or change.field in _HARMLESS:
            return
        hers = self._codings(code.uid)
        if change.field == "name":
            yield f"“{code.name}” will read “{change.value}” everywhere{f', on {reach(hers)} as well' if hers else ''}."
        elif change.field == "status":
            yield from self._given_status(code, str(change.value), hers)
        elif change.field == "codable" and change.value:
            yield f"“{code.name}” can be used for passages."
        elif change.field == "codable":
            stay = f" {_told(hers, 'stays', 'stay')}; nobody can make more." if hers else ""
            yield f"“{code.name}” only groups other codes then.{stay}"
        elif hers and self._is_first_rule(change):
            yield f"{_told(hers, 'is', 'are')} older than the new rules and will be listed to be read again."

    def _is_first_rule(self, change: EditCode) -> bool:
        """Tell whether this is the first of the action's changes of a code's rules, which are told together."""
        rules = (one for one in self._changes if isinstance(one, EditCode) and one.uid == change.uid and one.field in RULES)
        return next(rules, None) is change

    def _given_status(self, code: Code, status: str, hers: Sequence[Coding]) -> Iterator[str]:
        if status == "retired":
            if hers:
                yield f"{_told(hers, 'stays and is', 'stay and are')} counted."
            yield f"Nobody can use “{code.name}” for new passages."
            below = len(self._book.family(code.uid)) - 1
            if below:
                yield f"The {count(below, 'code')} under it can be used as before."
        elif status == "proposed":
            yield f"“{code.name}” counts as proposed. It can still be used for passages."
        else:
            yield f"“{code.name}” can be used for new passages."

    def _moved(self, change: MoveCode) -> Iterator[str]:
        code = self._book.by_uid.get(change.uid)
        if code is None or code.parent == change.parent or self._goes_with_a_merge(code):
            return
        above = self._book.paths.get(change.parent or "", "")
        family = self._book.family(code.uid)
        along = f", with {count(len(family) - 1, 'code')} under it" if len(family) > 1 else ""
        yield f"“{self._book.paths[code.uid]}” becomes “{above + SEPARATOR if above else ''}{code.name}”{along}."
        if hers := self._codings(*family):
            yield f"{_told(hers, 'goes', 'go')} with it."

    def _goes_with_a_merge(self, code: Code) -> bool:
        return code.parent in {one.uid for one in self._changes if isinstance(one, MergeCode)}

    def _merged(self, change: MergeCode) -> Iterator[str]:
        hers, theirs = self._codings(change.uid), codings_of(self._store, [change.into])
        name, into = self._name(change.uid), self._name(change.into)
        yield f"{reach(hers)} will read as {into}." if hers else f"{name} has no codings."
        same = _lying_over(hers, theirs)
        if same:
            verb = "overlaps" if same == 1 else "overlap"
            yield f"Of them {same} {verb} a coding of {into} by the same coder and will count as one with it."
        below = len(self._book.children(change.uid))
        if below:
            yield f"{count(below, 'code')} under {name} will stand under {into}."
        if hers:
            yield f"In the file the codings keep {name}: undo brings them back as they were."

    def _removed(self, change: Remove) -> Iterator[str]:
        if change.kind == "code":
            yield f"{self._name(change.uid)} has no codings and no codes under it; it goes."

    def _recoded(self, change: Recode) -> Iterator[str]:
        """Tell all recodings of the action at its first one."""
        recodings = [one for one in self._changes if isinstance(one, Recode)]
        if change is not recodings[0]:
            return
        self.touched.update(one.uid for one in recodings)
        before = {coding.uid: coding.code for coding in self._store.codings()}
        moves = Counter((before[one.uid], one.code) for one in recodings if one.uid in before)
        for (old, new), number in moves.items():
            of = len(codings_of(self._store, [old]))
            yield f"{number} of {count(of, 'coding')} of {self._name(old)} will bear {self._name(new)}; {of - number} stay."

    def _locked(self, change: LockCodebook) -> Iterator[str]:
        if change.locked:
            yield "Nobody can change a code until a supervisor unlocks the codebook. New codes can be proposed."
        else:
            yield "Everybody can change the codebook."


def _lying_over(some: Iterable[Coding], others: Iterable[Coding]) -> int:
    """Count the codings that share a character with one of the others by the same coder in the same source and round."""
    near: dict[tuple[str, str, str], list[tuple[int, int]]] = defaultdict(list)
    for coding in others:
        near[coding.source, coding.coder, coding.round].append((coding.start, coding.end))
    return sum(
        any(overlaps((coding.start, coding.end), span) for span in near[coding.source, coding.coder, coding.round])
        for coding in some
    )
