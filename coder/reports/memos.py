"""The memos of a study: which there are, what each is on, and the question that chooses among them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from coder.analysis.names import find, find_code, find_labelled
from coder.errors import InputRefused
from coder.model.coding import Coding, Memo
from coder.model.text import fold
from coder.reports.places import Places, moment
from coder.reports.table import Column, Table
from coder.study.store import Store

KINDS = ("study", "source", "code", "coding", "respondent")
"""What a memo can be on."""


@dataclass(frozen=True, slots=True)
class MemoQuestion:
    """Which memos to list, by name; empty means all. Of several names any, of several kinds of names all must hold."""

    on: tuple[str, ...] = ()
    """Kinds of what a memo is on."""
    sources: tuple[str, ...] = ()
    """On these, and on codings in them."""
    codes: tuple[str, ...] = ()
    """On these and those under them, and on their codings."""
    exact: bool = False
    """A code stands for itself alone."""
    respondents: tuple[str, ...] = ()
    """On these, on their sources, and on codings in these."""
    coders: tuple[str, ...] = ()
    """Written by these."""
    containing: str = ""
    """Words of the memo, without regard to case."""

    def describe(self) -> str:
        """Say in words what was asked for; empty if everything was.

        >>> MemoQuestion(on=("coding",), codes=("Bribery",), containing="why").describe()
        'on coding; code Bribery with its sub-codes; with the words “why”'
        """
        below = "" if self.exact else " with its sub-codes"
        parts = [_listed("on", self.on), _listed("source", self.sources), _listed("code", self.codes, below)]
        parts += [_listed("respondent", self.respondents), _listed("coder", self.coders)]
        return "; ".join(part for part in (*parts, f"with the words “{self.containing}”" if self.containing else "") if part)


def _listed(noun: str, names: Sequence[str], after: str = "") -> str:
    return f"{noun} {' or '.join(names)}{after}" if names else ""


@dataclass(frozen=True, slots=True)
class ListedMemo:
    """A memo with what there is to say about it."""

    number: int
    """Its place among all memos of the study, from 1: what a command calls it by."""
    memo: Memo
    which: str
    """What it is on, in words; empty for the study."""
    brief: str
    """The same without the sentence of a coding."""
    coder: str
    coding: Coding | None = None
    """The coding it is on."""

    @property
    def source(self) -> str:
        """The uid of the source it is on or in; empty if it is in none."""
        if self.memo.target_kind == "source":
            return self.memo.target
        return self.coding.source if self.coding else ""

    @property
    def code(self) -> str:
        """The uid of the code that it is on, or that its coding bears; empty if there is none."""
        if self.memo.target_kind == "code":
            return self.memo.target
        return self.coding.code if self.coding else ""

    @property
    def said(self) -> str:
        """Say which memo it is, without a word of it."""
        return f"memo {self.number} on {self.which or 'the study'}"


def list_memos(store: Store, question: MemoQuestion | None = None) -> list[ListedMemo]:
    """List the memos that a question asks for, in the order in which they were written.

    Raises:
        UnknownName: it names a source, code, respondent or coder that is not there.
    """
    places, ever = Places(store), store.ever

    def told(number: int, memo: Memo) -> ListedMemo:
        coder = places.name("coder", memo.coder)
        coding = ever.coding(memo.target) if memo.target_kind == "coding" else None
        if coding is None:
            which = places.target(memo)
            return ListedMemo(number, memo, which, which, coder)
        return ListedMemo(number, memo, places.coding(coding), places.coding(coding, is_brief=True), coder, coding)

    listed = [told(number, memo) for number, memo in enumerate(store.memos(), start=1)]
    if question is None:
        return listed
    asked = _Asked.of(store, question)
    return [one for one in listed if asked.fits(one)]


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question found in a study: uids, and None where everything fits."""

    on: frozenset[str] | None
    sources: frozenset[str] | None
    codes: frozenset[str] | None
    respondents: frozenset[str] | None
    """Of respondents and of their sources."""
    coders: frozenset[str] | None
    containing: str
    merged: dict[str, str]
    """The code that each merged one counts as."""

    @classmethod
    def of(cls, store: Store, question: MemoQuestion) -> _Asked:
        """Find what a question names."""
        book, people = store.codebook(), store.respondents()
        named = [find_code(book, name).uid for name in question.codes]
        chosen = [find_labelled(people, label) for label in question.respondents]
        theirs = {one.label for one in chosen}
        return cls(
            _some(question.on),
            _some(find("source", store.sources(), name).uid for name in question.sources),
            _some(uid for each in named for uid in ([each] if question.exact else book.family(each))),
            _some([*(one.uid for one in chosen), *(one.uid for one in store.sources() if one.respondent in theirs)]),
            _some(find("coder", store.coders(), name).uid for name in question.coders),
            fold(question.containing),
            store.ever.merged(),
        )

    def fits(self, listed: ListedMemo) -> bool:
        """Tell whether a memo is asked for."""
        memo = listed.memo
        tests = (
            (self.on, {memo.target_kind}),
            (self.sources, {listed.source}),
            (self.codes, {self.merged.get(listed.code, listed.code)}),
            (self.respondents, {memo.target, listed.source}),
            (self.coders, {memo.coder}),
        )
        return all(wanted is None or wanted & has for wanted, has in tests) and self.containing in fold(memo.body)


def _some(uids: Iterable[str]) -> frozenset[str] | None:
    return frozenset(uids) or None


def find_memo(memos: Sequence[ListedMemo], name: str) -> ListedMemo:
    """Find a memo by its number or its uid.

    Raises:
        InputRefused: there is none.
    """
    found = next((one for one in memos if name in (str(one.number), one.memo.uid)), None)
    if found is None:
        raise InputRefused(f"There is no memo {name[:40]}.", "`coder memo list STUDY` numbers the memos.", place=name[:40])
    return found


def memos_table(memos: Iterable[ListedMemo], question: MemoQuestion | None = None) -> Table:
    """List memos with what they are on."""
    columns = (Column("number", "number"), Column("on"), Column("which"), Column("coder"), Column("at"), Column("memo"))
    rows = tuple(
        (one.number, one.memo.target_kind, one.which, one.coder, moment(one.memo.created_at), one.memo.body) for one in memos
    )
    asked = question.describe() if question else ""
    return Table("Memos", columns, rows, (f"Filter: {asked}.",) if asked else ())


def memos_value(store: Store, memos: Iterable[ListedMemo]) -> list[dict[str, object]]:
    """List memos for programs: by uid, and with names of what they are on."""
    places, paths = Places(store), store.codebook().paths
    return [
        {
            "number": one.number,
            "uid": one.memo.uid,
            "on": one.memo.target_kind,
            "which": one.which,
            "target": one.memo.target,
            "source": places.name("source", one.source) if one.source else None,
            "start": one.coding.start if one.coding and not one.coding.stale else None,
            "end": one.coding.end if one.coding and not one.coding.stale else None,
            "code": paths.get(one.code, places.name("code", one.code)) if one.code else None,
            "coder": one.coder,
            "at": one.memo.created_at,
            "memo": one.memo.body,
        }
        for one in memos
    ]
