"""An action of the journal told in words: "coded Bribery, R07 turn 23", "merged A into B", "imported R01, R02 and R03".

What it was done to is named, and places by their turn. Nothing is told of what anybody said or noted: no words of a source or a
memo, no values, and of a code whose name is what somebody said only that it is one. So the history can lie open on a table.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from coder.model.coding import Coding
from coder.model.words import count
from coder.reports.phrases import RULES, Fact, Phrases, read_facts
from coder.reports.places import Places
from coder.study.journal.rows import Row
from coder.study.kinds import Json
from coder.study.store import Store

MOST = 3
"""Things of one sort that are named one by one; of more only the number is told, and of more sorts than these nothing."""
LOOKED_UP = 50
"""Codings that are looked up to be named; of more that were changed at once only the number is told."""
_MADE = {"manual": "coded", "auto": "autocoded", "import": "imported codings:", "consensus": "settled on"}


def listed(names: Sequence[str]) -> str:
    """Join names as people do.

    >>> listed(["R1", "R2", "R3"])
    'R1, R2 and R3'
    """
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


class Teller:
    """Tells what actions did in one study."""

    def __init__(self, store: Store) -> None:
        """Take names from `store`."""
        self._ever = store.ever
        self._texts = store.text_uids()
        self._places = Places(store, is_discreet=True)
        self._phrases = Phrases(self._places, store.ever)

    def coder(self, uid: str) -> str:
        """Name who did something."""
        return self._places.name("coder", uid)

    def tell(self, rows: Iterable[Row], actor: str) -> str:
        """Tell what the rows of an action of a coder (a uid) did."""
        facts = list(read_facts(rows))
        codings = [fact for fact in facts if fact.kind == "coding"]
        others = [fact for fact in _worth_telling(facts) if fact.kind != "coding"]
        said = [*self._codings(codings), *self._rules(others), *self._others(others, actor)]
        if len(said) > MOST:
            said[MOST:] = ["and more"]
        return "; ".join(said) or "nothing that shows"

    def _others(self, facts: Sequence[Fact], actor: str) -> Iterator[str]:
        """Tell all but codings and rules of codes, things of one sort together."""
        sorts: dict[tuple[str, str], list[str]] = {}
        for fact in _worth_telling(facts):
            if phrase := self._phrases.of(fact, actor):
                sorts.setdefault(phrase[:2], []).append(phrase.what)
        for (one, many), things in sorts.items():
            are_named = len(things) == 1 or (len({*things}) == len(things) <= MOST and ", " not in "".join(things))
            yield one.format(listed(things)) if are_named else many.format(len(things))

    def _rules(self, facts: Sequence[Fact]) -> Iterator[str]:
        """Tell which fields of codes have changed."""
        changed: dict[str, list[str]] = {}
        for fact in facts:
            if fact.kind == "code" and fact.did in RULES:
                changed.setdefault(fact.uid, []).append(RULES[fact.did])
        if len(changed) > 1:
            yield f"changed the rules of {len(changed)} codes"
        else:
            yield from (f"changed {listed(fields)} of {self._places.name('code', uid)}" for uid, fields in changed.items())

    def _codings(self, facts: Sequence[Fact]) -> Iterator[str]:
        """Tell what was done to codings, things of one sort together."""
        sorts: dict[str, list[Fact]] = {}
        for fact in facts:
            sorts.setdefault(_verb(fact), []).append(fact)
        if said := self._as_one(sorts):
            yield said
            return
        for verb, those in sorts.items():
            yield self._recoded(those) if verb == "recoded" else f"{verb} {self._spots(those)}"

    def _as_one(self, sorts: Mapping[str, Sequence[Fact]]) -> str:
        """Tell of an act that does several things at once: one coding takes others in, or is split; empty if it is none."""
        gone = len(sorts.get("removed", ()))
        kept = [facts for verb, facts in sorts.items() if verb != "removed"]
        if gone and kept and len({fact.uid for facts in kept for fact in facts}) == 1:
            if "recoded" in sorts:
                return f"{self._recoded(sorts['recoded'])}, joined with {count(gone, 'coding')} there"
            return f"joined {gone + 1} codings: {self._spots(kept[0])}"
        if {verb: len(facts) for verb, facts in sorts.items()} == {"shortened": 1, "coded": 1}:
            parts = [self._coding(facts[0]) for facts in sorts.values()]
            if len({(part.source, part.code) for part in parts if part}) == 1:
                return f"split {self._spots(sorts['shortened'])}"
        return ""

    def _recoded(self, facts: Sequence[Fact]) -> str:
        news = {str(fact.value) for fact in facts}
        new = self._places.name("code", news.pop()) if len(news) == 1 else "other codes"
        coding = self._coding(facts[0])
        if len(facts) > 1 or coding is None:
            return f"changed {count(len(facts), 'coding')} to {new}"
        return f"changed {self._places.name('code', str(facts[0].was))} to {new}, {self._phrases.where(coding)}"

    def _spots(self, facts: Sequence[Fact]) -> str:
        """Say which codings: by code and turn, or if there are many by their number."""
        if len(facts) > LOOKED_UP:
            of = [(fact.part("code"), fact.part("source")) for fact in facts if fact.did == "add"]
            return self._passages(len(facts), [str(code) for code, _ in of], [str(source) for _, source in of])
        found = [coding for fact in facts if (coding := self._coding(fact))]
        if len(found) < len(facts):
            return count(len(facts), "coding")
        names = list(dict.fromkeys(self._places.name("code", coding.code) for coding in found))
        if len({(coding.source, coding.start, coding.end) for coding in found}) == 1 and len(names) <= MOST:
            return f"{listed(names)}, {self._phrases.where(found[0])}"
        return self._passages(len(found), [coding.code for coding in found], [coding.source for coding in found])

    def _passages(self, n: int, codes: Sequence[str], sources: Sequence[str]) -> str:
        """Count passages; what is the same for all is named."""
        if not codes:
            return count(n, "coding")
        code, *more = dict.fromkeys(codes)
        source, *others = dict.fromkeys(sources)
        what = count(len(more) + 1, "code") if more else self._places.name("code", code)
        where = count(len(others) + 1, "source") if others else self._places.name("source", source)
        return f"{what}, {count(n, 'passage')} in {where}"

    def _coding(self, fact: Fact) -> Coding | None:
        """Give the coding that a fact is about: as it was made, or as it stands now."""
        if fact.did != "add":
            return self._ever.coding(fact.uid)
        anchor, (source, code) = fact.part("anchor"), (fact.part(name) for name in ("source", "code"))
        if not isinstance(anchor, dict) or not isinstance(source, str) or not isinstance(code, str):
            return None
        start, end = (int(str(anchor[name])) for name in ("start", "end"))
        return Coding("", source, code, "", "", start, end, stale=anchor["text"] != self._texts.get(source))


def _worth_telling(facts: Sequence[Fact]) -> Iterator[Fact]:
    """Give facts in the order in which people tell them, without what goes without saying.

    That is: fields of what is new, the turns of a new text, whom a new source is of, the order where codes have moved.
    """
    new = {(fact.kind, fact.uid) for fact in facts if fact.did == "add"}
    texts = {fact.uid for fact in facts if fact.kind == "source" and fact.did in ("add", "text")}
    has_source, has_moved = any(kind == "source" for kind, _ in new), any(fact.is_moved for fact in facts)
    for fact in sorted(facts, key=lambda fact: fact.kind == "setting"):
        is_of_new = fact.did != "add" and (fact.kind, fact.uid) in new
        is_of_text = fact.kind == "turns" and fact.uid.partition("/")[0] in texts
        is_of_source = (fact.kind, fact.did) == ("respondent", "add") and has_source
        is_order = fact.did == "place" and has_moved and not fact.is_moved
        if not (is_of_new or is_of_text or is_of_source or is_order):
            yield fact


def _verb(fact: Fact) -> str:
    """Say what was done to a coding."""
    if fact.did == "add":
        return _MADE.get(str(fact.part("origin")), "coded")
    if fact.did == "removed":
        return "removed" if fact.value else "brought back"
    if fact.did == "code":
        return "recoded"
    was = _span(fact.was)
    now = _span(fact.value)
    if fact.did != "anchor" or not was or not now:
        return "changed"
    widened, narrowed = now[0] <= was[0] and now[1] >= was[1], now[0] >= was[0] and now[1] <= was[1]
    return "widened" if widened else "shortened" if narrowed else "moved the ends of"


def _span(anchor: Json) -> tuple[int, int] | None:
    return (int(str(anchor["start"])), int(str(anchor["end"]))) if isinstance(anchor, dict) else None
