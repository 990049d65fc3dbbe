"""Codings as tables: one row a coding, in and out.

An import takes all rows or none. It works out everything first (names, spans, quotations), so that every fault is told at once
with its row; codings that the study has already are skipped and counted.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from coder.analysis.names import find, find_code, new_name
from coder.errors import CoderError, InputRefused, Problem
from coder.exchange.tabular import Record, read_rows
from coder.model.codebook import SEPARATOR, Code, Codebook, Status
from coder.model.coding import Coding
from coder.model.round import Coder, Round
from coder.model.source import Source
from coder.model.text import fold, normalise
from coder.model.words import count
from coder.study.changes import AddCoding, Change, add_coder, add_codings, add_memo, coding_uid, new_uid
from coder.study.codebook_changes import AddCode
from coder.study.store import Store
from coder.study.study import Study

_COLUMNS = ("source", "coder", "code", "start", "end")
_NUMBER = re.compile("[0-9]{1,15}")


@dataclass(frozen=True, slots=True)
class ExportedCoding:
    """One coding in words."""

    uid: str
    source: str
    coder: str
    code: str
    """Path."""
    round: str
    start: int
    end: int
    text: str
    memo: str
    origin: str


@dataclass(frozen=True, slots=True)
class CodingsImported:
    """What came of an import."""

    added: int
    skipped: int
    """Equal codings that the study had already, or that stood twice in the file."""
    new_codes: tuple[str, ...]
    new_coders: tuple[str, ...]
    ignored_columns: tuple[str, ...]


def export_codings(store: Store, codings: Sequence[Coding]) -> list[ExportedCoding]:
    """Write codings in words, with the text they stand on and their memos."""
    names = {source.uid: source.name for source in store.sources()}
    coders = {coder.uid: coder.name for coder in store.coders()}
    rounds = {one.uid: one.name for one in store.rounds()}
    paths = store.codebook().paths
    memos: dict[str, list[str]] = {}
    for memo in store.memos():
        if memo.target_kind == "coding":
            memos.setdefault(memo.target, []).append(memo.body)
    texts = {uid: store.text(uid) for uid in {coding.source for coding in codings}}
    exported = []
    for coding in codings:
        words = (names[coding.source], coders.get(coding.coder, ""), paths.get(coding.code, ""), rounds.get(coding.round, ""))
        span = (coding.start, coding.end, texts[coding.source][coding.start : coding.end])
        exported.append(ExportedCoding(coding.uid, *words, *span, "\n".join(memos.get(coding.uid, [])), coding.origin))
    order = {name: place for place, name in enumerate(names.values())}
    return sorted(exported, key=lambda one: (order[one.source], one.start, one.end, one.code, one.coder))


def import_codings(study: Study, path: Path, actor: Coder, round_: Round, *, create: bool = False) -> CodingsImported:
    """Bring a table of codings in, all of it or nothing, as one action.

    `round_` is where a row without a round goes; `create` adds unknown codes and coders instead of refusing them.

    Raises:
        InputRefused: a file that cannot be read, or rows that do not fit; nothing was changed.
    """
    columns, records = read_rows(path, _COLUMNS)
    plan = _Plan(study.store, round_, create=create)
    for record in records:
        plan.take(record)
    if plan.problems:
        message = f"{path} was not imported: {len(plan.problems)} of {count(len(records), 'row')} do not fit."
        raise InputRefused(message, "Mend these rows and import again.", place=str(path), problems=plan.problems)
    if plan.codings or plan.changes:
        batches = add_codings(plan.codings, study.store.text_uids())
        memos = [
            add_memo("coding", coding_uid(batches, place), plan.codings[place].coder, memo)
            for place, memo in enumerate(plan.memos)
            if memo
        ]
        study.act([*plan.changes, *batches, *memos], actor.uid)
    known = {*_COLUMNS, "round", "memo", "text"}
    ignored = tuple(column for column in columns if fold(column) not in known)
    return CodingsImported(len(plan.codings), plan.skipped, tuple(plan.new_codes), tuple(plan.new_coders), ignored)


@dataclass
class _Plan:
    """What an import will do, row by row."""

    store: Store
    round: Round
    create: bool = field(kw_only=True)
    codings: list[AddCoding] = field(default_factory=list)
    memos: list[str] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    new_codes: list[str] = field(default_factory=list)
    new_coders: list[str] = field(default_factory=list)
    skipped: int = 0

    def __post_init__(self) -> None:
        """Look at the study once."""
        self._sources = self.store.sources()
        self._coders = self.store.coders()
        self._rounds = self.store.rounds()
        self._codebook = self.store.codebook()
        self._texts: dict[str, str] = {}
        self._found: dict[tuple[str, str], Source | Coder | Round | Code] = {}
        there = [coding for coding in self.store.codings() if not coding.stale]
        self._there = {(c.source, c.coder, c.code, c.round, c.start, c.end): c.uid for c in there}
        self._told = {(memo.target, memo.body) for memo in self.store.memos()}

    def take(self, record: Record) -> None:
        """Work out one row, or note what is wrong with it."""
        try:
            source = self._source(record["source"])
            coder, code = self._coder(record["coder"]), self._code(record["code"])
            round_ = self._round(record["round"])
        except CoderError as error:
            self.problems.append(record.problem(error.message.rstrip("."), error.hint))
            return
        span = self._span(record, source)
        if span is None:
            return
        key = (source.uid, coder.uid, code.uid, round_.uid, *span)
        if key in self._there:
            self._skip(self._there[key], coder, record["memo"])
            return
        self._there[key] = ""
        self.codings.append(AddCoding(source.uid, code.uid, coder.uid, round_.uid, *span, "import"))
        self.memos.append(record["memo"])

    def _skip(self, coding: str, coder: Coder, memo: str) -> None:
        """Leave out a coding that is there already, but not a memo that is not."""
        self.skipped += 1
        if coding and memo and (coding, normalise(memo).text) not in self._told:
            self.changes.append(add_memo("coding", coding, coder.uid, memo))

    def _span(self, record: Record, source: Source) -> tuple[int, int] | None:
        if not all(_NUMBER.fullmatch(record[name]) for name in ("start", "end")):
            self.problems.append(record.problem("start and end must be whole numbers", "Count code points from 0."))
            return None
        start, end = int(record["start"]), int(record["end"])
        if not 0 <= start < end <= source.characters:
            message = f"the span {start}:{end} lies outside {source.name}, which has {source.characters} characters"
            self.problems.append(record.problem(message, "Was the source changed since the table was made?"))
            return None
        if record["text"] and fold(self._text(source)[start:end]) != fold(record["text"]):
            message = f"the text at {start}:{end} of {source.name} is not the one in the table"
            self.problems.append(record.problem(message, "Offsets count code points of what `coder sources export` prints."))
            return None
        return start, end

    def _text(self, source: Source) -> str:
        if source.uid not in self._texts:
            self._texts[source.uid] = self.store.text(source.uid)
        return self._texts[source.uid]

    def _source(self, name: str) -> Source:
        found = self._found.get(("source", name)) or find("source", self._sources, name)
        self._found["source", name] = found
        return found  # type: ignore[return-value]  # keyed by kind

    def _round(self, name: str) -> Round:
        if not name:
            return self.round
        found = self._found.get(("round", name)) or find("round", self._rounds, name)
        self._found["round", name] = found
        return found  # type: ignore[return-value]  # keyed by kind

    def _coder(self, name: str) -> Coder:
        found = self._found.get(("coder", name))
        if found is None:
            found = (
                self._new_coder(name) if self.create and self._is_new(name, self._coders) else find("coder", self._coders, name)
            )
            self._found["coder", name] = found
        return found  # type: ignore[return-value]  # keyed by kind

    def _code(self, name: str) -> Code:
        found = self._found.get(("code", name))
        if found is None:
            found = (
                self._new_code(name)
                if self.create and name and not self._codebook.fits(name)
                else find_code(self._codebook, name)
            )
            if not found.codable:
                raise InputRefused(f"“{name}” only groups other codes.", "Give one of the codes under it.")
            self._found["code", name] = found
        return found  # type: ignore[return-value]  # keyed by kind

    @staticmethod
    def _is_new(name: str, things: Sequence[Coder]) -> bool:
        return bool(name) and fold(name) not in {fold(thing.name) for thing in things}

    def _new_coder(self, name: str) -> Coder:
        name = new_name(name)
        added = add_coder(name)
        coder = Coder(added.uid, name)
        self.changes.append(added)
        self._coders.append(coder)
        self.new_coders.append(name)
        return coder

    def _new_code(self, path: str) -> Code:
        """Add a code with the groups above it that are missing; to a locked codebook they are proposed."""
        status: Status = "proposed" if self._codebook.is_locked else "active"
        parent: str | None = None
        if any(not name.strip(" >") for name in f" {path} ".split(SEPARATOR)):
            raise InputRefused(f"“{path}” is no path of a code: a name in it is empty.", "Write GROUP > CODE.", place=path)
        names = [new_name(name) for name in path.split(SEPARATOR)]
        for depth, name in enumerate(names, start=1):
            siblings = self._codebook.children(parent)
            fitting = [one for one in siblings if fold(one.name) == fold(name)]
            code = fitting[0] if fitting else Code(name, parent, new_uid(), status=status, codable=depth == len(names))
            if not fitting:
                self.changes.append(AddCode(code))
                self._codebook = replace(self._codebook, codes=_inserted(self._codebook.codes, code))
            parent = code.uid
        self.new_codes.append(self._codebook.paths[code.uid])
        return code


def _inserted(codes: tuple[Code, ...], code: Code) -> tuple[Code, ...]:
    """Put a code behind the last one under its parent, keeping depth-first order."""
    family = set(Codebook(codes).family(code.parent)) if code.parent else {one.uid for one in codes}
    last = max((place for place, one in enumerate(codes) if one.uid in family), default=-1)
    return (*codes[: last + 1], code, *codes[last + 1 :])
