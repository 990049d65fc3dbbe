"""Changes: what a person does to a study, each knowing its uid before it is saved.

A change is checked and becomes a journal row only inside the transaction that saves it (`entry`), when it can see how things
stand; a rule it breaks raises `ChangeRefused` and takes the whole action back. Changes that belong to one key press or one
import are given to `Study.act` together and are one action: one undo.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from coder.errors import ChangeRefused
from coder.model.codebook import Code
from coder.model.coding import Origin, TargetKind
from coder.model.respondent import Variable
from coder.model.round import CoderRole
from coder.model.source import Document, Kind
from coder.model.text import normalise
from coder.study.journal.chronicle import Draft
from coder.study.journal.fold import CodingFacts, Fold
from coder.study.journal.rows import Content, canonical, member
from coder.study.journal.turns import pair
from coder.study.kinds import Json, key

Change = Draft
Entry = tuple[str, dict[str, Json]]
BATCH = 2_000
"""Things in one row of an import: a row stays well under a megabyte, which is what a pack takes."""


def new_uid() -> str:
    """Draw a uid: 16 random bytes in hexadecimal."""
    return secrets.token_hex(16)


def content(body: str) -> Content:
    """Wrap words in a content with a fresh salt."""
    return Content(secrets.token_bytes(16), body)


@dataclass(frozen=True, slots=True)
class Add:
    """Something of a kind comes into being."""

    kind: str
    fields: Mapping[str, Json]
    words: tuple[Content, ...] = ()
    """The contents that the fields name."""
    uid: str = field(default_factory=new_uid)

    def contents(self) -> Iterable[Content]:
        """Give the words."""
        return self.words

    def entry(self, now: Fold) -> Entry:
        """Write the row; into a locked codebook a code only comes as a proposal."""
        if self.kind == "code" and self.fields.get("status") != "proposed" and now.is_barred("code", self.uid, "place"):
            raise locked()
        return "add", {"kind": self.kind, "uid": self.uid, "fields": dict(self.fields)}


@dataclass(frozen=True, slots=True)
class Batch:
    """Many things of a kind come into being at once; their uids follow from the batch's."""

    kind: str
    items: Sequence[Mapping[str, Json]]
    words: tuple[Content, ...] = ()
    uid: str = field(default_factory=new_uid)

    def contents(self) -> Iterable[Content]:
        """Give the words."""
        return self.words

    def entry(self, now: Fold) -> Entry:
        """Write the row."""
        del now
        return "batch", {"kind": self.kind, "uid": self.uid, "n": len(self.items), "items": [dict(item) for item in self.items]}


@dataclass(frozen=True, slots=True)
class SetField:
    """A field of something takes another value."""

    kind: str
    uid: str
    field: str
    value: Json
    words: tuple[Content, ...] = ()

    def contents(self) -> Iterable[Content]:
        """Give the words."""
        return self.words

    def entry(self, now: Fold) -> Entry:
        """Write the row with what the person saw before; a locked codebook stays as it is."""
        if now.is_barred(self.kind, self.uid, self.field):
            raise locked()
        place: dict[str, Json] = {"kind": self.kind, "uid": self.uid, "field": self.field, "value": self.value}
        was = now.value(self.kind, self.uid, self.field)
        return "set", place | {"was": was, "was_by": pair(now.owner(self.kind, self.uid, self.field))}


@dataclass(frozen=True, slots=True)
class AddCoding:
    """Coder C says: the span `[start, end)` of source S bears code K."""

    source: str
    code: str
    coder: str
    round: str
    start: int
    end: int
    origin: Origin = "manual"
    uid: str = field(default_factory=new_uid)

    def contents(self) -> Iterable[Content]:
        """Give no words: a coding has none."""
        return ()

    def entry(self, now: Fold) -> Entry:
        """Check the rules of coding and write the row."""
        facts = _facts(now, self.source, self.code, self.coder, self.round)
        _refuse_outside(self.start, self.end, facts.length)
        return "add", {"kind": "coding", "uid": self.uid, "fields": self.fields(facts.text)}

    def fields(self, text: str) -> dict[str, Json]:
        """Write the coding's fields; `text` is the uid of the text it is made on."""
        anchor: dict[str, Json] = {"text": text, "start": self.start, "end": self.end}
        who: dict[str, Json] = {"source": self.source, "code": self.code, "coder": self.coder, "round": self.round}
        return who | {"anchor": anchor, "origin": self.origin}


@dataclass(frozen=True, slots=True)
class MoveCoding:
    """The ends of a coding move."""

    uid: str
    start: int
    end: int

    def contents(self) -> Iterable[Content]:
        """Give no words."""
        return ()

    def entry(self, now: Fold) -> Entry:
        """Keep the text the coding stands on, change its ends."""
        anchor = now.value("coding", self.uid, "anchor")
        if not isinstance(anchor, dict) or now.value("coding", self.uid, "removed"):
            raise _gone()
        _refuse_outside(self.start, self.end, now.length(str(anchor["text"])))
        return SetField("coding", self.uid, "anchor", anchor | {"start": self.start, "end": self.end}).entry(now)


@dataclass(frozen=True, slots=True)
class Recode:
    """A coding bears another code."""

    uid: str
    code: str

    def contents(self) -> Iterable[Content]:
        """Give no words."""
        return ()

    def entry(self, now: Fold) -> Entry:
        """Check that the coding is there and that its passage could be given the code anew."""
        source, coder, in_round = (str(now.value("coding", self.uid, kind)) for kind in ("source", "coder", "round"))
        if not now.is_known("coding", self.uid) or now.value("coding", self.uid, "removed"):
            raise _gone()
        _facts(now, source, self.code, coder, in_round)
        return SetField("coding", self.uid, "code", self.code).entry(now)


@dataclass(frozen=True, slots=True)
class Remove:
    """Something is taken out; nothing is ever deleted, and undo brings it back."""

    kind: Literal["source", "code", "coding", "memo", "respondent", "variable"]
    uid: str

    def contents(self) -> Iterable[Content]:
        """Give no words."""
        return ()

    def entry(self, now: Fold) -> Entry:
        """Check that it is there and, for a code, that nothing uses it."""
        if now.value(self.kind, self.uid, "removed") or not now.is_known(self.kind, self.uid):
            raise ChangeRefused(f"This {self.kind} is not in the study any more.", "Reload the study and try again.")
        if self.kind == "code" and now.code_is_in_use(self.uid):
            raise ChangeRefused("This code has codings or sub-codes.", "Merge it into another code, or retire it.")
        return SetField(self.kind, self.uid, "removed", value=True).entry(now)


@dataclass(frozen=True, slots=True)
class ChangeMemo:
    """A coder gives a memo of her own other words, or takes it out; nobody changes what another has written."""

    uid: str
    coder: str
    words: Content | None
    """None takes it out."""

    def contents(self) -> Iterable[Content]:
        """Give the words."""
        return (self.words,) if self.words else ()

    def entry(self, now: Fold) -> Entry:
        """Check that it is there and hers."""
        if not now.is_known("memo", self.uid) or now.value("memo", self.uid, "removed"):
            raise ChangeRefused("This memo is not in the study any more.", "Reload the list of memos.")
        if now.value("memo", self.uid, "coder") != self.coder:
            raise ChangeRefused("This memo is somebody else's.", "Write one of your own beside it.")
        if self.words is None:
            return SetField("memo", self.uid, "removed", value=True).entry(now)
        return SetField("memo", self.uid, "body", self.words.uid).entry(now)


class Rehearsed(Exception):
    """An action was only tried; nothing of it is saved."""


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """The end of an action that is only tried: all rules before it are checked, then everything is taken back."""

    def contents(self) -> Iterable[Content]:
        """Give no words."""
        return ()

    def entry(self, now: Fold) -> Entry:
        """Take the action back."""
        del now
        raise Rehearsed


def _facts(now: Fold, source: str, code: str, coder: str, in_round: str) -> CodingFacts:
    """Say what a coding must fit, and refuse one that nobody may make."""
    facts = now.facts_for_coding(source, code, coder, in_round)
    if facts is None:
        message = "The source, code, coder or round of this coding is not in the study."
        raise ChangeRefused(message, "Reload the study and try again.")
    if not facts.codable:
        message = "This code only groups other codes, or was retired or removed."
        raise ChangeRefused(message, "Choose an active code under it.")
    return facts


def locked() -> ChangeRefused:
    """Say that the codebook is locked, and what can be done all the same."""
    hint = "A new code can be proposed (--status proposed); a supervisor opens the codebook: `coder codebook unlock STUDY`."
    return ChangeRefused("The codebook is locked.", hint)


def _gone() -> ChangeRefused:
    return ChangeRefused("This coding is not in the study any more.", "Reload the source and try again.")


def _refuse_outside(start: int, end: int, length: int) -> None:
    if not 0 <= start < end <= length:
        message = f"The span {start}:{end} lies outside the source, which has {length} characters."
        raise ChangeRefused(message, "Give START:END within it.", place=f"{start}:{end}")


def mark(round_uid: str, source: str, coder: str, name: Literal["assigned", "started", "finished"], *, value: bool) -> SetField:
    """Note that a coder was given a source, began or finished it (or, with False, take that back)."""
    return SetField("mark", key(round_uid, source, coder), name, True if value else None)


def add_memo(target_kind: TargetKind, target: str, coder: str, body: str) -> Add:
    """Write a memo on something."""
    words = content(normalise(body).text)
    return Add("memo", {"target": {"kind": target_kind, "uid": target}, "coder": coder, "body": words.uid}, (words,))


def edit_memo(uid: str, coder: str, body: str) -> ChangeMemo:
    """Give a memo of one's own other words."""
    return ChangeMemo(uid, coder, content(normalise(body).text))


def remove_memo(uid: str, coder: str) -> ChangeMemo:
    """Take a memo of one's own out."""
    return ChangeMemo(uid, coder, None)


def add_coder(name: str, role: CoderRole = "coder") -> Add:
    """Add a person who codes."""
    words = content(name)
    return Add("coder", {"name": words.uid, "role": role}, (words,))


def add_round(name: str, *, blind: bool = False) -> Add:
    """Add a round of coding."""
    words = content(name)
    return Add("round", {"name": words.uid, "blind": blind}, (words,))


def add_respondent(label: str) -> Add:
    """Add the person behind an interview."""
    words = content(label)
    return Add("respondent", {"label": words.uid}, (words,))


def add_source(document: Document, kind: Kind, respondent: str | None) -> list[Change]:
    """Add a document with its turns; `respondent` is a uid."""
    name, text = content(document.name), content(document.text)
    fields: dict[str, Json] = {
        "name": name.uid,
        "kind": kind,
        "respondent": respondent,
        "text": text.uid,
        "language": document.language,
    }
    source = Add("source", fields, (name, text))
    rows = [[t.label, t.start, t.end, t.speaker, t.role, t.time_start, t.time_end] for t in document.turns]
    turns = content(canonical(rows))
    return [source, SetField("turns", key(source.uid, text.uid), "turns", turns.uid, (turns,))]


def add_variable(variable: Variable) -> Add:
    """Add an attribute of respondents or sources."""
    fields: dict[str, Json] = {
        "name": variable.name,
        "owner": variable.of,
        "type": variable.type,
        "categories": [*variable.values],
    }
    return Add("variable", fields, uid=variable.uid or new_uid())


def set_value(owner: str, variable: str, value: str | None) -> SetField:
    """Say what one respondent or source has for a variable; None takes it away."""
    words = None if value is None else content(normalise(value).text)
    return SetField("value", key(owner, variable), "value", words and words.uid, (words,) if words else ())


def set_words(kind: str, uid: str, name: str, body: str) -> SetField:
    """Give a field that holds words (a name, a memo's body) other words."""
    words = content(body)
    return SetField(kind, uid, name, words.uid, (words,))


CODE_FIELDS: dict[str, Callable[[Code], Json]] = {
    "name": lambda code: code.name,
    "brief": lambda code: code.brief,
    "definition": lambda code: code.definition,
    "include": lambda code: code.include,
    "exclude": lambda code: code.exclude,
    "examples": lambda code: [*code.examples],
    "colour": lambda code: code.colour,
    "status": lambda code: code.status,
    "codable": lambda code: code.codable,
    "names": lambda code: [[language, name] for language, name in code.names],
}
"""How each field of a code is written; what a codebook import may update."""


def add_code(code: Code, position: int, *, is_quoted: bool = False) -> Add:
    """Add a code under its parent at a position among its siblings.

    A name that quotes what somebody said (`is_quoted`) is kept as a content is, so that it can be purged like one.
    """
    fields = {name: write(code) for name, write in CODE_FIELDS.items()}
    fields["place"] = {"parent": code.parent, "position": position}
    words = (content(code.name),) if is_quoted else ()
    if words:
        fields["name"] = {"content": words[0].uid}
    return Add("code", fields, words, code.uid or new_uid())


def set_code_field(code: Code, name: str) -> SetField:
    """Bring one field of a code to what `code` says."""
    return SetField("code", code.uid, name, CODE_FIELDS[name](code))


def add_codings(codings: Sequence[AddCoding], texts: Mapping[str, str]) -> list[Batch]:
    """Bring many codings in as few rows; `texts` gives the text's uid of each source.

    Spans, codes and names are the caller's to check; the codings' own uids do not count, see `coding_uid`.
    """
    return [
        Batch("coding", [coding.fields(texts[coding.source]) for coding in codings[first : first + BATCH]])
        for first in range(0, len(codings), BATCH)
    ]


def coding_uid(batches: Sequence[Batch], place: int) -> str:
    """Give the uid that the coding at a place of `add_codings` has."""
    return member(batches[place // BATCH].uid, place % BATCH)
