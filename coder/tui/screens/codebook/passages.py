"""From a code to its passages: to list them, to split some off, to read again what is older than the rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from textual.content import Content

from coder.model.codebook import Code
from coder.model.coding import Coding
from coder.model.display import one_line
from coder.model.words import count
from coder.reports.codebook_effect import codings_of
from coder.reports.codebook_history import OldCoding, history_table
from coder.reports.selection import Selection
from coder.reports.table import Column, Table
from coder.study.codebook_changes import confirm_codings, new_code, split_code
from coder.tui.messages import PlaceLeft, SegmentsAsked, ShowPlace, ShowSegments, ShowSource
from coder.tui.page.trail import Trail
from coder.tui.say import say
from coder.tui.screens.codebook.asking import Asking
from coder.tui.widgets import listsheet, splitsheet


class Passages(Asking):
    """Leads to passages."""

    _lists_on = False
    """Whether the list of older codings is to open again."""

    def list_passages(self, code: Code) -> None:
        """List the passages that the number beside a code counts: of the code and of all codes under it."""
        coders = (self.desk.coder.name,) if self.whose else ()
        self.leave()
        self.post_message(ShowSegments(SegmentsAsked(code.name, Selection(codes=(self.book.paths[code.uid],), coders=coders))))

    def leave(self) -> None:
        """Have it remembered where one stands."""
        self.post_message(PlaceLeft(ShowPlace("codebook", self.code_uid)))

    def action_book_split(self) -> None:
        """Make a new code of some of the code's passages."""
        code = self.code
        if code is None or not self.may_begin():
            return
        hers = [coding for coding in codings_of(self.desk.store, [code.uid]) if self.whose in (None, coding.coder)]
        if not hers:
            self.tell(say("“{name}” has no passages to split", name=code.name), is_trouble=True)
            return
        sources = self.desk.store.sources()
        order = {source.uid: place for place, source in enumerate(sources)}
        hers.sort(key=lambda coding: (order[coding.source], coding.start))
        lines = self._lines(hers, {source.uid: source.name for source in sources})
        sheet = splitsheet.SplitSheet(say("split “{name}”", name=code.name), lines)
        self.app.push_screen(sheet, partial(self._split, code, [one.uid for one in hers]))

    def _lines(self, codings: Sequence[Coding], names: Mapping[str, str]) -> list[Content]:
        """Write a line for each coding: its source and its words."""
        texts = {uid: self.desk.store.text(uid) for uid in {coding.source for coding in codings}}
        return [
            say("{source}  {words}", source=names[one.source], words=one_line(texts[one.source][one.start : one.end]))
            for one in codings
        ]

    def _split(self, code: Code, codings: Sequence[str], answer: splitsheet.Answer | None) -> None:
        if answer is None:
            return
        name, marked = answer
        new = new_code(Code(name, code.parent, status="proposed" if self.book.is_locked else "active"))
        changes = split_code(new, [codings[place] for place in marked])
        title = say("split “{name}”?", name=code.name)
        self.propose(title, changes, f"{new.code.name} is split off {code.name}", goal=new.uid)

    def action_book_history(self) -> None:
        """List what was done to the code."""
        code = self.code
        if code and self.is_current:
            table = _brief(history_table(self.desk.store, code))
            title = say("history of “{name}”", name=code.name)
            self.app.push_screen(listsheet.ListSheet(title, table, "past", len(table.rows) - 1))

    def action_book_older(self) -> None:
        """List codings that are older than their rules: those of the code here, or if it has none all."""
        hers = [old for old in self.past.old if old.coding.code == self.code_uid] or self.past.old
        if not self.is_current:
            return
        if not hers:
            self.tell(say("no coding is older than the rules of its code"))
            return
        names = {code.uid: code.name for code in self.book.codes}
        coders = {coder.uid: coder.name for coder in self.desk.store.coders()}
        more = tuple(map(Column, ("coder", "code", "rule", "changed")))
        columns = (Column("source"), Column("turn", "number"), *more)
        rows = tuple(
            (one.source.name, one.turn, coders[one.coding.coder], names.get(one.coding.code, ""), one.rule, one.changed[:10])
            for one in hers
        )
        title = say("made before a rule changed: read again")
        self.app.push_screen(listsheet.ListSheet(title, Table("", columns, rows), "list"), partial(self._reread, hers))

    def _reread(self, listed: Sequence[OldCoding], answer: listsheet.Answer | None) -> None:
        if answer is None:
            return
        what, row = answer
        one = listed[row]
        if what == "open":
            places = ((old.coding.start, old.coding.end) for old in listed if old.source.uid == one.source.uid)
            trail = Trail("older coding", tuple(places))
            self.leave()
            self.post_message(ShowSource(one.source.uid, (one.coding.start, one.coding.end), coding=one.coding.uid, trail=trail))
            return
        self._confirm(listed if what == "keep all" else [one], len(listed))

    def _confirm(self, meant: Sequence[OldCoding], listed: int) -> None:
        """Say that codings fit, of those that are meant only one's own: what others coded is for them to read again."""
        own = [old.coding for old in meant if old.coding.coder == self.desk.coder.uid]
        others = len(meant) - len(own)
        if not own:
            self.tell(say("only who made a coding says that it fits; this is for you to read"), is_trouble=True)
            return
        self._lists_on = len(meant) < listed
        rest = f"; {others} of other coders left to them" if others else ""
        self.carry_out(confirm_codings(own), f"{count(len(own), 'coding')} confirmed{rest}", goal=self.code_uid)

    def past_read(self) -> None:
        """Open the list again for the coding that is next."""
        if self._lists_on and self.is_current and not self.desk.tickets.waiting:
            self._lists_on = False
            self.action_book_older()


def _brief(table: Table) -> Table:
    """Write a history of one code without the column of codes, times to the minute."""
    at, coder, _, *columns = table.columns
    rows = tuple((str(time)[:16].replace("T", " "), who, *rest) for time, who, _, *rest in table.rows)
    return Table(table.title, (at, coder, *columns), rows)
