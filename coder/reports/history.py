"""The history of a study: what was done, by whom, when and on which device, newest first, a page at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from coder.reports.places import moment
from coder.reports.table import Column, Table
from coder.reports.telling import Teller
from coder.study.journal.past import Deed, Key, Past
from coder.study.journal.rows import Action
from coder.study.store import Store


@dataclass(frozen=True, slots=True)
class Told:
    """One action in words."""

    key: Key
    """Where it stands in the order of all: the next page begins behind it."""
    action: Action
    at: str
    """ISO 8601, UTC."""
    coder: str
    what: str
    is_undone: bool
    is_here: bool
    """Whether this device did it, so that its coder can take it back."""


class History:
    """Tells what was done in one study; names are those of the moment at which it was made."""

    def __init__(self, store: Store, past: Past) -> None:
        """Ask `past` what was done and `store` how things are called."""
        self._past = past
        self._teller = Teller(store)
        self._here = past.device()

    def page(self, limit: int, before: Told | None = None, coder: str = "") -> list[Told]:
        """Tell the newest `limit` actions, or the newest before one; perhaps only those of a coder (a uid)."""
        return [self._told(deed) for deed in self._past.deeds(limit, before.key if before else None, coder)]

    def _told(self, deed: Deed) -> Told:
        what = self._teller.tell(deed.rows, deed.actor)
        who = self._teller.coder(deed.actor)
        return Told(deed.key, deed.action, deed.at, who, what, deed.is_undone, deed.action[0] == self._here)


def history_table(told: Sequence[Told], notes: Sequence[str] = ()) -> Table:
    """List actions, newest first."""
    columns = (Column("at"), Column("coder"), Column("what"), Column("undone"), Column("device"))
    rows = tuple(
        (moment(one.at), one.coder, one.what, "undone" if one.is_undone else "", "here" if one.is_here else one.action[0][:6])
        for one in told
    )
    return Table("History", columns, rows, tuple(notes))
