"""What a journal means, spelled out the long way, to hold the program against.

Here the meaning is a function of the set of rows and contents and of nothing else: there is no order of arrival, no table and no
memory. Every question is answered by looking at all rows again, which nobody could wait for and everybody can check.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple, NoReturn

from coder.study.journal.rows import Action, Content, Owner, Row, Stamp, member
from coder.study.kinds import FIELDS, Json

Fields = dict[str, Json]
TurnRow = tuple[int, int, int, str, str, int | None, int | None]
PARTS = {"value": 2, "mark": 3, "setting": 1, "turns": 2}
"""Kinds known by their key, and of how many parts the key is."""
MASK = "█"


@dataclass(frozen=True)
class World:
    """All that a study says, by uid; what two files with the same rows and contents must agree on."""

    things: dict[str, dict[str, Fields]]
    """Kind, uid, field; a coding's `live` and a code's place in the tree stand among the fields."""
    tree: dict[str, tuple[str | None, str]]
    """Each code's parent and the code that it counts as."""
    added: dict[tuple[str, str], Stamp]
    stamps: dict[tuple[str, str, str], tuple[Stamp, Owner | None]]
    """When each field was set for the last time, and which row owns what it says."""
    turned: dict[Action, tuple[Stamp, str]]
    """The newest undo or redo of each action."""
    purges: set[tuple[str, str]]
    """(content, replacement); the replacement is empty where the content reads as nothing."""
    reveals: set[str]
    masks: dict[str, str | None]
    bodies: dict[str, str]
    texts: dict[str, str | None]
    turns: dict[str, list[TurnRow]]
    """Of each source's present text."""

    @property
    def undone(self) -> set[Action]:
        """Name the actions whose newest turn is an undo."""
        return {action for action, (_, way) in self.turned.items() if way == "undo"}


class Claim(NamedTuple):
    """One thing that one row says; `value` is an add's fields or a set's value."""

    what: str
    stamp: Stamp
    place: tuple[str, ...]
    value: Json = None
    by: Owner | None = None


def fold(rows: Iterable[Row], contents: Mapping[str, Content]) -> World:
    """Say what a set of rows and contents means."""
    claims = [claim for row in {row.hash: row for row in sorted(rows, key=_has_body)}.values() for claim in read_row(row)]
    purges = {(claim.place[0], claim.place[1]) for claim in claims if claim.what == "purge"}
    bodies = {uid: content.body for uid, content in contents.items() if uid not in {erased for erased, _ in purges}}
    added = {place: min(rivals, key=_stamp) for place, rivals in _rivals("add", claims).items()}
    stamped = {place: max(rivals, key=_stamp) for place, rivals in _rivals("set", claims).items()}
    turned = {place: max(rivals, key=_stamp) for place, rivals in _rivals("turn", claims).items()}

    def read(uid: str | None, seen: tuple[str | None, ...] = ()) -> str | None:
        masks = sorted(mask for content, mask in purges if content == uid)
        if not masks:
            return bodies.get(uid or "")
        return None if uid in seen or "" in masks else overlay([read(mask, (*seen, uid)) for mask in masks])

    things = _things(added, stamped)
    tree = _grow(things["code"], read)
    for coding in things["coding"].values():
        coding["live"] = int(_is_live(coding, things))
    return World(
        things=things,
        tree=tree,
        added={(kind, uid): claim.stamp for (kind, uid), claim in added.items()},
        stamps={(kind, uid, field): (claim.stamp, claim.by) for (kind, uid, field), claim in stamped.items()},
        turned={(device, int(seq)): (claim.stamp, str(claim.value)) for (device, seq), claim in turned.items()},
        purges=purges,
        reveals={claim.place[0] for claim in claims if claim.what == "reveal"},
        masks={content: read(content) for content, _ in purges},
        bodies=bodies,
        texts={uid: read(_word(source["text"])) for uid, source in things["source"].items()},
        turns={uid: turns_in(read(_turns_of(uid, source, things))) for uid, source in things["source"].items()},
    )


def read_row(row: Row) -> list[Claim]:
    """Say what one row claims: nothing if it is sealed or not understood."""
    try:
        body = json.loads(row.body or "null", parse_constant=_refuse)
        json.dumps(body, ensure_ascii=False).encode()  # half a surrogate pair is no text
        match body:
            case {"op": str(op), "payload": dict(payload), "at": str(), "actor": str(), "action": action, "turn": turn}:
                _number(action)
                return [*filter(_is_understood, _payload(op, payload, row)), *_turn(turn, row)]
    except (ValueError, RecursionError, _MalformedError):
        pass
    return []


def overlay(texts: list[str | None]) -> str | None:
    """Lay masks of the same length over one another; without all of them nothing can be read."""
    whole = [text for text in texts if text is not None]
    if len(whole) < len(texts) or len({len(text) for text in whole}) > 1:
        return None
    return "".join(MASK if MASK in signs else signs[0] for signs in zip(*whole, strict=True))


def turns_in(body: str | None) -> list[TurnRow]:
    """Read a list of turns; one that is damaged or masked has none."""
    try:
        found = json.loads(body or "[]")
    except ValueError:
        return []
    turns: list[TurnRow] = []
    for turn in found:
        match turn:
            case [int(label), int(start), int(end), str(who), str(role), (int() | None) as begin, (int() | None) as until]:
                turns.append((label, start, end, who, role, begin, until))
            case _:
                return []
    return turns


class _MalformedError(Exception):
    pass


def _refuse(constant: str) -> NoReturn:
    """NaN and the infinities are no JSON."""
    raise ValueError(constant)


def _payload(op: str, payload: Fields, row: Row) -> Iterator[Claim]:
    mine = (row.device, row.seq)
    match op, payload:
        case "add", {"kind": str(kind), "uid": str(uid), "fields": dict(fields)}:
            yield Claim("add", row.stamp, (kind, uid), fields)
        case "set", {"kind": str(kind), "uid": str(uid), "field": str(field), "value": value}:
            yield Claim("set", row.stamp, (kind, uid, field), value, _owner(payload["by"]) if "by" in payload else mine)
        case "batch", {"kind": str(kind), "uid": str(uid), "items": list(items)}:
            for index, item in enumerate(items):
                yield Claim("add", row.stamp, (kind, member(uid, index)), _object(item))
        case "batch.set", {"kind": str(kind), "uid": str(uid), "field": str(field), "values": dict(values)}:
            for key, entry in values.items():
                value, by = _entry(entry, mine)
                yield Claim("set", row.stamp, (kind, member(uid, _index(key)), field), value, by)
        case "purge", {"contents": dict(contents)}:
            for content, replacement in contents.items():
                yield Claim("purge", row.stamp, (content, _word(replacement) or ""))
        case "reveal", {"round": str(revealed)}:
            yield Claim("reveal", row.stamp, (revealed,))
        case (("add" | "set" | "batch" | "batch.set" | "purge" | "reveal"), _):
            raise _MalformedError


def _turn(turn: Json, row: Row) -> Iterator[Claim]:
    match turn:
        case None:
            pass
        case [str(way), str(device), seq, *_]:
            yield Claim("turn", row.stamp, (device, str(_number(seq))), way)
        case _:
            raise _MalformedError


def _entry(entry: Json, mine: Owner) -> tuple[Json, Owner | None]:
    match entry:
        case [value, _, _, by, *_]:
            return value, _owner(by)
        case [value, *_]:
            return value, mine
    raise _MalformedError


def _owner(by: Json) -> Owner | None:
    match by:
        case None:
            return None
        case [str(device), seq]:
            return device, _number(seq)
    raise _MalformedError


def _index(key: str) -> int:
    try:
        index = int(key)
    except ValueError:
        raise _MalformedError from None
    if not 0 <= index < 2**64:
        raise _MalformedError
    return index


def _number(value: Json) -> int:
    if isinstance(value, int) and _is_number(value):
        return value
    raise _MalformedError


def _object(value: Json) -> Fields:
    if isinstance(value, dict):
        return value
    raise _MalformedError


def _word(value: Json) -> str | None:
    if value is None or isinstance(value, str):
        return value
    raise _MalformedError


def _is_understood(claim: Claim) -> bool:
    kind, uid, field = (*claim.place, "", "")[:3]
    if claim.what == "add":
        shapes = FIELDS.get(kind, {})
        fields = _object(claim.value)
        return _is_uid(uid) and kind not in PARTS and kind in FIELDS and all(_fits(shapes[f], fields.get(f)) for f in shapes)
    if claim.what == "set":
        is_key = kind not in PARTS or uid.count("/") + 1 == PARTS[kind]
        return _is_uid(uid) and is_key and field in FIELDS.get(kind, {}) and _fits(FIELDS[kind][field], claim.value)
    return True


def _fits(shape: str, value: Json) -> bool:
    return value is None or SHAPED[shape](value)


def _is_uid(value: Json) -> bool:
    return isinstance(value, str) and 1 <= len(value) <= 200


def _is_number(value: Json) -> bool:
    return type(value) is int and 0 <= value < 2**62


def _is_text(value: Json) -> bool:
    return type(value) is str


def _are_texts(value: Json) -> bool:
    return type(value) is list and all(map(_is_text, value))


def _are_pairs(value: Json) -> bool:
    return type(value) is list and all(type(pair) is list and len(pair) == 2 and _are_texts(pair) for pair in value)


def _is_name(value: Json) -> bool:
    match value:
        case str():
            return True
        case {"content": content, **more}:
            return _is_uid(content) and not more
    return False


def _is_anchor(value: Json) -> bool:
    match value:
        case {"text": text, "start": int(start), "end": int(end), **more}:
            return _is_uid(text) and _is_number(start) and _is_number(end) and start <= end and not more
    return False


def _is_place(value: Json) -> bool:
    match value:
        case {"parent": parent, "position": position, **more}:
            return (parent is None or _is_uid(parent)) and _is_number(position) and not more
    return False


def _is_target(value: Json) -> bool:
    match value:
        case {"kind": str(), "uid": str(), **more}:
            return not more
    return False


SHAPED: dict[str, Callable[[Json], bool]] = {
    "text": _is_text,
    "flag": lambda value: isinstance(value, bool),
    "json": lambda _: True,
    "texts": _are_texts,
    "pairs": _are_pairs,
    "name": _is_name,
    "anchor": _is_anchor,
    "place": _is_place,
    "target": _is_target,
    **dict.fromkeys(("uid", "content", "source", "code", "coder", "round"), _is_uid),
}


def _things(added: Mapping[tuple[str, ...], Claim], stamped: Mapping[tuple[str, ...], Claim]) -> dict[str, dict[str, Fields]]:
    things: dict[str, dict[str, Fields]] = {kind: {} for kind in FIELDS}
    for kind, uid in {*added, *((kind, uid) for kind, uid, _ in stamped if kind in PARTS)}:
        first = _object(added[kind, uid].value) if (kind, uid) in added else {}
        fields = {f: stamped[kind, uid, f].value if (kind, uid, f) in stamped else first.get(f) for f in FIELDS[kind]}
        if kind not in PARTS or any(value is not None for value in fields.values()):
            things[kind][uid] = fields
    return things


def _is_live(coding: Fields, things: Mapping[str, dict[str, Fields]]) -> bool:
    source = things["source"].get(str(coding["source"]))
    others = all(coding[kind] in things[kind] for kind in ("code", "coder", "round"))
    anchor = coding["anchor"]
    if source is None or not others or coding["removed"] or source["removed"] or not isinstance(anchor, dict):
        return False
    return anchor["text"] == source["text"]


def _grow(codes: dict[str, Fields], read: Callable[[str], str | None]) -> dict[str, tuple[str | None, str]]:
    """Put every code in its place in the tree, and name its parent and the code that it counts as."""
    places = {uid: _place(code) for uid, code in codes.items()}
    up = {uid: parent for uid, (parent, _) in places.items() if parent in codes}
    into = {uid: _word(code["merged_into"]) for uid, code in codes.items() if code["merged_into"] in codes}
    loose, apart = _cut(up), _cut(into)

    def above(uid: str) -> str | None:
        return None if uid in loose else up.get(uid)

    def effective(uid: str) -> str:
        target = None if uid in apart else into.get(uid)
        return uid if target is None else effective(target)

    def path(uid: str) -> str:
        name, parent = codes[uid]["name"], above(uid)
        words = read(str(name["content"])) if isinstance(name, dict) else name
        return (path(parent) + " > " if parent else "") + str(words or "")

    def under(parent: str | None) -> Iterator[str]:
        for uid in sorted(codes, key=lambda uid: (places[uid][1], uid)):
            if above(uid) == parent:
                yield uid
                yield from under(uid)

    order = list(under(None))
    for uid, code in codes.items():
        code |= {"path": path(uid), "ordinal": order.index(uid), "conflict": (uid in loose) + 2 * (uid in apart)}
    return {uid: (above(uid), effective(uid)) for uid in codes}


def _place(code: Fields) -> tuple[str | None, int]:
    match code["place"]:
        case {"parent": (str() | None) as parent, "position": int(position)}:
            return parent, position
    return None, 0


def _cut(edges: Mapping[str, str | None]) -> set[str]:
    """Name the codes with the smallest uid of the circle they are on."""
    cut = set()
    for uid in edges:
        met: list[str] = []
        at = edges[uid]
        while at is not None and at not in met:
            met.append(at)
            at = edges.get(at)
        if uid in met and uid == min(met):
            cut.add(uid)
    return cut


def _turns_of(uid: str, source: Fields, things: Mapping[str, dict[str, Fields]]) -> str | None:
    return _word(things["turns"].get(f"{uid}/{source['text']}", {}).get("turns"))


def _rivals(what: str, claims: list[Claim]) -> dict[tuple[str, ...], list[Claim]]:
    """List what is claimed of each place."""
    rivals: dict[tuple[str, ...], list[Claim]] = defaultdict(list)
    for claim in claims:
        if claim.what == what:
            rivals[claim.place].append(claim)
    return rivals


def _stamp(claim: Claim) -> Stamp:
    return claim.stamp


def _has_body(row: Row) -> bool:
    return row.body is not None
