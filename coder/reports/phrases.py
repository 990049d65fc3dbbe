"""What can be done to each kind of thing, as phrases: one for a single thing, one for many of its sort."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from coder.model.coding import Coding, Memo
from coder.reports.places import IN_VIVO, UNKNOWN, Places
from coder.study.journal.effects import Add, Purge, Reveal, Set, effects, read_body
from coder.study.journal.rows import Row
from coder.study.kinds import Json
from coder.study.store import Ever, Kind

RULES = {
    "brief": "brief", "definition": "definition", "include": "“use when”", "exclude": "“not when”", "examples": "examples",
    "colour": "colour", "codable": "whether it is applied", "names": "further names",
}  # fmt: skip
"""The fields of a code that are told together, as "changed brief and examples of Bribery"."""
_VERBS = {"name": "renamed", "label": "renamed", "reveal": "revealed", "text": "corrected the text of"}
_MARKS = {
    ("assigned", True): "assigned", ("assigned", False): "no longer assigned:", ("started", True): "began",
    ("started", False): "not begun after all:", ("finished", True): "finished", ("finished", False): "reopened",
}  # fmt: skip
_NAMED: tuple[Kind, ...] = ("source", "respondent", "variable", "coder", "round")


class Fact(NamedTuple):
    """One thing that was done to one thing."""

    kind: str
    uid: str
    """Empty for a member of a batch."""
    did: str
    """`add`, a field that was set, `purge` or `reveal`."""
    value: Json
    """What the field was set to; of an `add` its fields."""
    was: Json = None

    def part(self, name: str) -> Json:
        """Give one part of a value that has several."""
        return self.value.get(name) if isinstance(self.value, dict) else None

    @property
    def is_moved(self) -> bool:
        """Whether a code has come under another one, and not only to another place among its siblings."""
        was = self.was.get("parent") if isinstance(self.was, dict) else None
        return (self.kind, self.did) == ("code", "place") and self.part("parent") != was


class Phrase(NamedTuple):
    """How to tell a fact, and several like it."""

    one: str
    many: str
    what: str = ""


def read_facts(rows: Iterable[Row]) -> Iterator[Fact]:
    """Read what rows did; to work out the uids of a batch would take longest, and nobody asks for them here."""
    for row in rows:
        body = read_body(row) or {}
        payload = body.get("payload")
        if isinstance(payload, dict) and body["op"] == "batch":
            items = payload.get("items")
            yield from (Fact(str(payload.get("kind")), "", "add", item) for item in (items if isinstance(items, list) else ()))
        elif isinstance(payload, dict):
            yield from _read_effects(row, payload.get("was"))


def _read_effects(row: Row, was: Json) -> Iterator[Fact]:
    for effect in effects(row):
        if isinstance(effect, Add):
            yield Fact(effect.kind, effect.uid, "add", effect.fields)
        elif isinstance(effect, Set):
            yield Fact(effect.kind, effect.uid, effect.field, effect.value, was)
        elif isinstance(effect, Purge):
            yield Fact("content", effect.content, "purge", None)
        elif isinstance(effect, Reveal):
            yield Fact("round", effect.round, "reveal", None)


class Phrases:
    """Finds the phrase for everything but codings."""

    def __init__(self, places: Places, ever: Ever) -> None:
        """Take names from `places`, and what memos are on from `ever`."""
        self._places = places
        self._ever = ever
        self._of: dict[str, Callable[[Fact], Phrase | None]] = {
            "code": self._code, "memo": self._memo, "value": self._value, "setting": _setting, "turns": self._turns,
            "content": _purge, "decision": _decision, **dict.fromkeys(_NAMED, self._usual),
        }  # fmt: skip

    def of(self, fact: Fact, actor: str) -> Phrase | None:
        """Give the phrase for something that a coder (a uid) did; None for what is told otherwise or not known here."""
        if fact.kind == "mark":
            return self._mark(fact, actor)
        return self._of[fact.kind](fact) if fact.kind in self._of else None

    def where(self, coding: Coding) -> str:
        """Say in which turn a coding begins."""
        if coding.stale:
            return f"{self._places.name('source', coding.source)}, an earlier text"
        return self._places.turn(coding.source, coding.start)

    def _usual(self, fact: Fact) -> Phrase:
        """Tell what can be done to anything that has a name."""
        verb = _VERBS.get(fact.did, "changed")
        if fact.did == "removed":
            verb = "removed" if fact.value else "brought back"
        elif fact.did == "add":
            verb = {"source": "imported", "code": "new"}.get(fact.kind, "added")
        name = self._places.name(fact.kind, fact.uid)  # type: ignore[arg-type]  # asked only for kinds that have names
        noun = "" if verb == "imported" else f"{fact.kind} "
        many = "{} new codes" if verb == "new" else f"{verb} {{}} {fact.kind}s"
        return Phrase(f"{verb} {noun}{{}}", many, name)

    def _code(self, fact: Fact) -> Phrase | None:
        name = self._places.name("code", fact.uid)
        if fact.did == "name":
            return Phrase("renamed code {}", "renamed {} codes", f"{_told(fact.was)} to {_told(fact.value)}")
        if fact.did == "merged_into":
            into = fact.value and f"{name} into {self._places.name('code', str(fact.value))}"
            verb = "merged" if into else "took out of a merger:"
            return Phrase(f"{verb} {{}}", f"{verb} {{}} codes", str(into or name))
        if fact.did == "status":
            verb = {"retired": "retired", "proposed": "proposed"}.get(str(fact.value), "put into use")
            return Phrase(f"{verb} {{}}", f"{verb} {{}} codes", name)
        if fact.did == "place":
            return self._moved(fact, name)
        return None if fact.did in RULES else self._usual(fact)

    def _moved(self, fact: Fact, name: str) -> Phrase:
        if not fact.is_moved:
            return Phrase("changed the order of codes", "changed the order of codes")
        above = fact.part("parent")
        to = f"under {self._places.name('code', str(above))}" if above else "to the top"
        return Phrase("moved {}", "moved {} codes", f"{name} {to}")

    def _memo(self, fact: Fact) -> Phrase:
        target = fact.part("target")
        if isinstance(target, dict):
            memo: Memo | None = Memo("", target["kind"], str(target["uid"]), "", "")  # type: ignore[arg-type]  # the shape of a target
        else:
            memo = self._ever.memo(fact.uid)
        what = self._target(memo) if memo else UNKNOWN
        if fact.did == "add":
            return Phrase("memo on {}", "{} memos", what)
        verb = "changed" if fact.did != "removed" else "removed" if fact.value else "brought back"
        return Phrase(f"{verb} a memo on {{}}", f"{verb} {{}} memos", what)

    def _target(self, memo: Memo) -> str:
        coding = self._ever.coding(memo.target) if memo.target_kind == "coding" else None
        if coding:
            return f"{self._places.name('code', coding.code)}, {self.where(coding)}"
        return self._places.target(memo) or "the study"

    def _value(self, fact: Fact) -> Phrase:
        owner, _, variable = fact.uid.partition("/")
        names = (self._places.name(kind, owner) for kind in _NAMED[:2])
        what = f"{self._places.name('variable', variable)} of {next((name for name in names if name != UNKNOWN), UNKNOWN)}"
        verb = "cleared" if fact.value is None else "set"
        return Phrase(f"{verb} {{}}", f"{verb} {{}} values", what)

    def _turns(self, fact: Fact) -> Phrase:
        name = self._places.name("source", fact.uid.partition("/")[0])
        return Phrase("changed the turns of {}", "changed the turns of {} sources", name)

    def _mark(self, fact: Fact, actor: str) -> Phrase:
        _, source, coder = fact.uid.split("/")
        verb, what = _MARKS[fact.did, bool(fact.value)], self._places.name("source", source)
        if coder != actor or fact.did == "assigned":
            what += f" {'to' if fact.did == 'assigned' else 'for'} {self._places.name('coder', coder)}"
        return Phrase(f"{verb} {{}}", f"{verb} {{}} sources", what)


def _setting(fact: Fact) -> Phrase:
    group, _, name = fact.uid.partition(".")
    if name == "locked":
        said = "locked the codebook" if fact.value else "unlocked the codebook"
        return Phrase(said, said)
    if group == "codebook" and name in ("title", "language", "preface"):
        return Phrase("changed the codebook's {}", "changed {} settings", name)
    return Phrase("changed a setting", "changed {} settings")


def _purge(_: Fact) -> Phrase:
    return Phrase("erased a text or a name for good", "erased {} texts or names for good")


def _decision(_: Fact) -> Phrase:
    return Phrase("decided on a disagreement", "decided on {} disagreements")


def _told(name: Json) -> str:
    """Give a code's name as a row says it, unless it is what somebody said."""
    return name if isinstance(name, str) else IN_VIVO
