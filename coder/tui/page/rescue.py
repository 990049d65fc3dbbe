"""What waits for a disk that does not take it, as a table that `coder codings import` reads.

Codings are in it as they would be once everything were saved, each with the words of its memo; a table of codings cannot say that
something was removed, finished or changed otherwise, so that is counted. No words of a text are in it, only where they stand.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from coder.model.coding import Coding
from coder.reports.table import Column, Table
from coder.study.bulk import AddCodings
from coder.study.changes import Add, AddCoding, Change, MoveCoding, Recode, Remove
from coder.study.codebook_changes import AddCode
from coder.study.store import Store

COLUMNS = ("source", "coder", "code", "round", "start", "end", "memo")


@dataclass(slots=True)
class Rescue:
    """Changes on their way, gathered."""

    codings: dict[str, Coding] = field(default_factory=dict)
    """The codings that were made or changed, by uid."""
    memos: dict[str, str] = field(default_factory=dict)
    """Words of new memos, by the uid of the coding."""
    left_out: int = 0
    """Changes that a table of codings cannot hold."""

    def take(self, changes: Iterable[Change], store: Store) -> None:
        """Take changes in, in order; codings that are changed are looked up in the file."""
        for change in changes:
            if isinstance(change, AddCoding):
                who = (change.uid, change.source, change.code, change.coder, change.round)
                self.codings[change.uid] = Coding(*who, change.start, change.end)
            elif isinstance(change, AddCodings):
                self.take(change.members, store)
            elif isinstance(change, MoveCoding | Recode):
                self._alter(change, store)
            elif isinstance(change, Remove) and change.uid in self.codings:
                del self.codings[change.uid]
            elif not isinstance(change, AddCode):  # a new code comes with its coding
                self._note(change, store)

    def _alter(self, change: MoveCoding | Recode, store: Store) -> None:
        known = self._known(change.uid, store)
        if known is None:
            self.left_out += 1
        elif isinstance(change, MoveCoding):
            self.codings[change.uid] = replace(known, start=change.start, end=change.end)
        else:
            self.codings[change.uid] = replace(known, code=change.code)

    def _known(self, uid: str, store: Store) -> Coding | None:
        return self.codings.get(uid) or next(iter(store.codings(among=[uid])), None)

    def _note(self, change: Change, store: Store) -> None:
        target = change.fields.get("target") if isinstance(change, Add) and change.kind == "memo" else None
        uid = str(target["uid"]) if isinstance(target, dict) and target.get("kind") == "coding" else ""
        known = self._known(uid, store) if uid else None
        if isinstance(change, Add) and known is not None:
            self.codings[uid] = known
            self.memos[uid] = "\n\n".join(filter(None, (self.memos.get(uid), change.words[0].body)))
        else:
            self.left_out += 1

    def table(self, store: Store, paths: Mapping[str, str]) -> Table:
        """Write the codings with names instead of uids; `paths` names the codes, those not yet saved among them."""
        sources = {source.uid: source.name for source in store.sources()}
        coders = {coder.uid: coder.name for coder in store.coders()}
        rounds = {one.uid: one.name for one in store.rounds()}
        rows = tuple(
            (
                sources.get(one.source, ""),
                coders.get(one.coder, ""),
                paths.get(one.code, ""),
                rounds.get(one.round, ""),
                one.start,
                one.end,
                self.memos.get(one.uid, ""),
            )
            for one in self.codings.values()
        )
        return Table("Not saved", tuple(Column(name, "number" if name in ("start", "end") else "text") for name in COLUMNS), rows)
