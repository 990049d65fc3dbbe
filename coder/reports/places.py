"""Names for what memos and the history speak of: codes, people, sources, and places in these as a reader counts them.

What has been removed since is named too. Texts and turns are read when they are first asked for, source by source.
"""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from functools import cache, cached_property

from coder.model.codebook import SEPARATOR
from coder.model.coding import Coding, Memo
from coder.model.place import name_place, turn_at
from coder.study.store import Kind, Store

IN_VIVO = "a code in vivo"
"""Said of a code whose name is what somebody said, where nothing of that may be shown."""
UNKNOWN = "something not known here"


class Places:
    """Names everything of one study."""

    def __init__(self, store: Store, *, is_discreet: bool = False) -> None:
        """Name what `store` holds; a discreet one says of a code made of somebody's words only that it is one."""
        self._store = store
        self._is_discreet = is_discreet
        self._names = cache(store.ever.names)
        self._turns = cache(store.turns)
        self._text = cache(store.text)

    def name(self, kind: Kind, uid: str) -> str:
        """Give the name of a source, coder, round, respondent, variable or code."""
        return self._codes.get(uid, UNKNOWN) if kind == "code" else self._names(kind).get(uid, UNKNOWN)

    def turn(self, source: str, start: int | None) -> str:
        """Say where a place is: in which turn of which source; None is the source as a whole."""
        name = self.name("source", source)
        if start is None:
            return name
        number = turn_at(start, self._turns(source))
        return f"{name} character {start:,}" if number is None else f"{name} turn {number}"

    def coding(self, coding: Coding, *, is_brief: bool = False) -> str:
        """Name a coding by where it begins and its code; briefly by its turn only, else by the sentence as well."""
        source, code = self.name("source", coding.source), self.name("code", coding.code)
        if coding.stale:
            return f"{source}, an earlier text, {code}"
        if is_brief:
            return f"{self.turn(coding.source, coding.start)}, {code}"
        return f"{source} {name_place(coding.start, self._text(coding.source), self._turns(coding.source))}, {code}"

    def target(self, memo: Memo) -> str:
        """Name what a memo is on; empty for the study."""
        if memo.target_kind == "study":
            return ""
        if memo.target_kind == "coding":
            coding = self._store.ever.coding(memo.target)
            return self.coding(coding) if coding else UNKNOWN
        return self.name(memo.target_kind, memo.target)

    @cached_property
    def _codes(self) -> dict[str, str]:
        """Name codes as a table does: by name, and with the one above where several codes have that name."""
        hidden = self._store.ever.codes_in_vivo() if self._is_discreet else set()
        names = {uid: IN_VIVO if uid in hidden else name for uid, name in self._names("code").items()}
        codes = self._store.codebook().codes
        bearers = Counter(code.name for code in codes)
        alike = [code for code in codes if bearers[code.name] > 1 and code.parent and code.uid not in hidden]
        return names | {code.uid: f"{names[code.parent]}{SEPARATOR}{code.name}" for code in alike if code.parent}


def moment(at: str) -> str:
    """Write a time of the journal as a clock here shows it; what is no time stays as it is."""
    try:
        return f"{datetime.fromisoformat(at).astimezone():%Y-%m-%d %H:%M}"
    except (ValueError, OverflowError):
        return at
