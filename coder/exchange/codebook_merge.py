"""What an import of a codebook would change, worked out before anything is changed.

The plan is made by merging first and comparing afterwards: `plan` builds the codebook as it will be and says how it differs
from the one that is there. So an import, its preview and `coder codebook diff` cannot tell different stories. Codes are the
same if they bear the same uid, else if they have the same place and name. Nothing is ever removed: what the file does not
mention stays, and a field that the file leaves empty keeps its words.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from difflib import SequenceMatcher

from coder.errors import Problem
from coder.model.codebook import ALIAS, Code, Codebook, uid_from_path
from coder.model.respondent import Variable
from coder.model.text import fold

Place = tuple[str | None, int]
"""A parent's uid and the index among its children."""
FieldValue = str | bool | tuple[str, ...] | tuple[tuple[str, str], ...] | Place | None
_Described = Code | Codebook | Variable
_BOOK_FIELDS = ("title", "language", "preface")
_CODE_FIELDS = tuple(field.name for field in fields(Code) if field.name not in {"uid", "parent"})


@dataclass(frozen=True, slots=True)
class AddedCode:
    """A code to add; its parent is in the study or stands earlier in the plan."""

    code: Code
    path: str
    position: int
    """Its index among its siblings once the whole plan is carried out."""


@dataclass(frozen=True, slots=True)
class Update:
    """A field to change."""

    uid: str
    """Of the code; of the variable (its own uid may be empty); empty for the codebook itself."""
    path: str
    """How a person knows it: the code's path before the import, the variable's name, nothing for the codebook."""
    field: str
    """A field of `Code`, `place` for a code that moves; `values` of a variable; `title`, `language`, `preface`."""
    old: FieldValue
    new: FieldValue


@dataclass(frozen=True, slots=True)
class MergePlan:
    """All that an import would do. It is to be carried out only if there are no `problems`."""

    codebook: Codebook
    """The codebook as it will be; a writer reads the final order of siblings here."""
    add: tuple[AddedCode, ...] = ()
    update: tuple[Update, ...] = ()
    pushed: tuple[Update, ...] = ()
    """Places of codes that stay but got new neighbours; to be written too, or added and old positions would collide."""
    book: tuple[Update, ...] = ()
    add_variables: tuple[Variable, ...] = ()
    update_variables: tuple[Update, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Tell whether there is nothing to do."""
        return not (self.add or self.update or self.book or self.add_variables or self.update_variables)


def plan(current: Codebook, incoming: Codebook, given: frozenset[str]) -> MergePlan:
    """Plan the import of `incoming` into `current`; `given` are the incoming uids that stand in the file.

    >>> now = Codebook((Code("Means", uid="1"), Code("Price", "1", "2")))
    >>> file = Codebook((Code("Means", uid="x", brief="what it takes"), Code("Network", "x", "y")))
    >>> merged = plan(now, file, frozenset())
    >>> [(added.path, added.position) for added in merged.add], [(u.path, u.field, u.new) for u in merged.update]
    ([('Means > Network', 1)], [('Means', 'brief', 'what it takes')])
    """
    twins, ambiguous = match(current, incoming, given)
    merged = _merge(current, incoming, given, twins)
    moved = _moved(current, merged)
    known = merged.variables[: len(current.variables)]
    return MergePlan(
        merged,
        add=tuple(_added(current, merged)),
        update=tuple(_updates(current, merged, moved)),
        pushed=tuple(_pushed(current, merged, moved)),
        book=tuple(_differences(current, merged, "", _BOOK_FIELDS)),
        add_variables=merged.variables[len(known) :],
        update_variables=tuple(
            update
            for old, new in zip(current.variables, known, strict=True)
            for update in _differences(old, new, old.name, ("values",))
        ),
        problems=(*ambiguous, *_doubles(current, merged), *_clashes(current.variables, incoming.variables)),
    )


def match(current: Codebook, incoming: Codebook, given: frozenset[str]) -> tuple[dict[str, str], tuple[Problem, ...]]:
    """Find the code of `current` that each incoming code is, by uid, then by name under the same parent.

    Returns:
        The current uid of each incoming uid that has one, and a problem for each name that fits several codes.
    """
    twins = {code.uid: code.uid for code in incoming.codes if code.uid in given and code.uid in current.by_uid}
    claimed = set(twins)
    named: dict[tuple[str | None, str], list[str]] = defaultdict(list)
    for code in current.codes:
        if code.uid not in claimed:
            named[code.parent, fold(code.name)].append(code.uid)
    problems = []
    for code in incoming.codes:
        if code.uid in twins or (code.parent is not None and code.parent not in twins):
            continue
        fitting = named[None if code.parent is None else twins[code.parent], fold(code.name)]
        if len(fitting) > 1:
            hint = "Merge the two in the study first, or export the codebook and edit that file: it has their uids"
            problems.append(Problem(incoming.paths[code.uid], f"{len(fitting)} codes of the study have this path", hint))
        if fitting:
            twins[code.uid] = fitting[0]
    return twins, tuple(problems)


def _merge(current: Codebook, incoming: Codebook, given: frozenset[str], twins: dict[str, str]) -> Codebook:
    uids = dict(twins)
    taken = {*given, *current.by_uid}
    codes = dict(current.by_uid)
    wanted: dict[str | None, list[str]] = defaultdict(list)
    for code in incoming.codes:
        uid = uids.get(code.uid) or _new_uid(code.uid, incoming.paths[code.uid], taken, given)
        uids[code.uid] = uid
        taken.add(uid)
        parent = None if code.parent is None else uids[code.parent]
        old = current.by_uid.get(uid)
        codes[uid] = replace(code, uid=uid, parent=parent) if old is None else _merged(old, code, parent)
        wanted[parent].append(uid)
    return Codebook(
        tuple(_depth_first(None, codes, _kept(current, codes), wanted)),
        title=incoming.title or current.title,
        language=incoming.language or current.language,
        preface=incoming.preface or current.preface,
        variables=_merged_variables(current.variables, incoming.variables),
    )


def _new_uid(uid: str, path: str, taken: Collection[str], given: frozenset[str]) -> str:
    """Keep an added code's uid; a provisional one makes way for a code that had this path once and was renamed."""
    return uid if uid in given or uid not in taken else uid_from_path(path, taken)


def _merged(old: Code, new: Code, parent: str | None) -> Code:
    """Overlay a code with what the file says of it; status and codable always say something."""
    replaced = {language for language, _ in new.names} - {ALIAS}
    names = tuple(pair for pair in old.names if pair[0] not in replaced or pair in new.names)
    return Code(
        name=new.name,
        parent=parent,
        uid=old.uid,
        brief=new.brief or old.brief,
        definition=new.definition or old.definition,
        include=new.include or old.include,
        exclude=new.exclude or old.exclude,
        examples=new.examples or old.examples,
        colour=new.colour or old.colour,
        status=new.status,
        codable=new.codable,
        names=names + tuple(pair for pair in new.names if pair not in names),
    )


def _kept(current: Codebook, codes: dict[str, Code]) -> dict[str | None, list[str]]:
    """List under each parent the codes that were there before and still are, in their order."""
    kept: dict[str | None, list[str]] = defaultdict(list)
    for code in current.codes:
        if codes[code.uid].parent == code.parent:
            kept[code.parent].append(code.uid)
    return kept


def _depth_first(
    parent: str | None, codes: dict[str, Code], kept: dict[str | None, list[str]], wanted: dict[str | None, list[str]]
) -> Iterator[Code]:
    for uid in _order(kept[parent], wanted[parent]):
        yield codes[uid]
        yield from _depth_first(uid, codes, kept, wanted)


def _order(kept: Sequence[str], wanted: Sequence[str]) -> list[str]:
    """Order siblings as the file does; one that the file does not mention stays behind the one it followed.

    >>> _order(["a", "x", "b"], ["b", "new", "a"])
    ['b', 'new', 'a', 'x']
    """
    followers: dict[str | None, list[str]] = defaultdict(list)
    last = None
    for uid in kept:
        if uid in wanted:
            last = uid
        else:
            followers[last].append(uid)
    return followers[None] + [uid for mentioned in wanted for uid in (mentioned, *followers[mentioned])]


def _places(codebook: Codebook) -> dict[str, Place]:
    counts: Counter[str | None] = Counter()
    places: dict[str, Place] = {}
    for code in codebook.codes:
        places[code.uid] = (code.parent, counts[code.parent])
        counts[code.parent] += 1
    return places


def _added(current: Codebook, merged: Codebook) -> Iterator[AddedCode]:
    places = _places(merged)
    for code in merged.codes:
        if code.uid not in current.by_uid:
            yield AddedCode(code, merged.paths[code.uid], places[code.uid][1])


def _updates(current: Codebook, merged: Codebook, moved: set[str]) -> Iterator[Update]:
    before, after = _places(current), _places(merged)
    for old in current.codes:
        path = current.paths[old.uid]
        yield from _differences(old, merged.by_uid[old.uid], path, _CODE_FIELDS)
        if old.uid in moved:
            yield Update(old.uid, path, "place", before[old.uid], after[old.uid])


def _pushed(current: Codebook, merged: Codebook, moved: set[str]) -> Iterator[Update]:
    """Find the codes that stay under a parent where codes are added or moved; what positions they have nobody says here."""
    before, after = _places(current), _places(merged)
    stirred = {code.parent for code in merged.codes if code.uid in moved or code.uid not in current.by_uid}
    for code in current.codes:
        if code.uid not in moved and code.parent in stirred:
            yield Update(code.uid, current.paths[code.uid], "place", before[code.uid], after[code.uid])


def _moved(current: Codebook, merged: Codebook) -> set[str]:
    """Find the codes that got another parent or changed places with siblings; being pushed along is no move."""
    stay = _kept(current, merged.by_uid)
    moved = {code.uid for code in current.codes if merged.by_uid[code.uid].parent != code.parent}
    now: dict[str | None, list[str]] = defaultdict(list)
    for code in merged.codes:
        if code.uid in current.by_uid and code.uid not in moved:
            now[code.parent].append(code.uid)
    for parent, before in stay.items():
        blocks = SequenceMatcher(None, before, now[parent], autojunk=False).get_matching_blocks()
        moved |= set(before).difference(*(before[block.a : block.a + block.size] for block in blocks))
    return moved


def _differences(old: _Described, new: _Described, path: str, names: Sequence[str]) -> Iterator[Update]:
    for name in names:
        before, after = getattr(old, name), getattr(new, name)
        if before != after:
            yield Update(getattr(old, "uid", ""), path, name, before, after)


def _doubles(current: Codebook, merged: Codebook) -> Iterator[Problem]:
    """Find names that the import would put twice under one parent; those that are there already are not its fault."""
    counts = Counter((code.parent, fold(code.name)) for code in merged.codes)
    for code in merged.codes:
        key = (code.parent, fold(code.name))
        old = current.by_uid.get(code.uid)
        if counts[key] > 1 and (old is None or (old.parent, fold(old.name)) != key):
            yield Problem(merged.paths[code.uid], "the study would have two codes of this path", "Rename one of them first")


def _merged_variables(current: Sequence[Variable], incoming: Sequence[Variable]) -> tuple[Variable, ...]:
    merged = {(variable.of, fold(variable.name)): variable for variable in current}
    for variable in incoming:
        old = merged.setdefault((variable.of, fold(variable.name)), variable)
        known = {fold(value) for value in old.values}
        values = old.values + tuple(value for value in variable.values if fold(value) not in known)
        merged[variable.of, fold(variable.name)] = replace(old, values=values)
    return tuple(merged.values())


def _clashes(current: Sequence[Variable], incoming: Sequence[Variable]) -> Iterator[Problem]:
    types = {(variable.of, fold(variable.name)): variable.type for variable in current}
    for variable in incoming:
        known = types.get((variable.of, fold(variable.name)), variable.type)
        if known != variable.type:
            message = f"this variable is a {known} in the study and a {variable.type} in the file"
            yield Problem(variable.name, message, f"Write “type: {known}”, or give it another name")
