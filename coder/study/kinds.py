"""The study file's format: every kind of thing, its fields, and the shape of their values.

`FIELDS` is the one place where the format is written. The tables (`schema`), what a journal row may say (`journal.effects`) and
how values stand in columns (`journal.references`) all follow from it, so that they cannot drift apart.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]
LIMIT = 1 << 62
"""No number reaches it: SQLite's integers end at 2⁶³, and there must be room for what comes after."""


def is_uid(value: Json) -> bool:
    """Tell whether a value can be the uid of something."""
    return isinstance(value, str) and 0 < len(value) <= 200


def is_count(value: Json) -> bool:
    """Tell whether a value is a whole number from 0 to where a row's numbers end."""
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < LIMIT


def _is_text(value: Json) -> bool:
    return isinstance(value, str)


def _is_flag(value: Json) -> bool:
    return isinstance(value, bool)


def _is_json(value: Json) -> bool:
    return value is not None


def _is_texts(value: Json) -> bool:
    return isinstance(value, list) and all(isinstance(text, str) for text in value)


def _is_pairs(value: Json) -> bool:
    return isinstance(value, list) and all(isinstance(pair, list) and _is_texts(pair) and len(pair) == 2 for pair in value)


def _is_name(value: Json) -> bool:
    return isinstance(value, str) or (isinstance(value, dict) and set(value) == {"content"} and is_uid(value["content"]))


def _is_anchor(value: Json) -> bool:
    if not isinstance(value, dict) or set(value) != {"text", "start", "end"}:
        return False
    start, end = value["start"], value["end"]
    return is_uid(value["text"]) and is_count(start) and is_count(end) and start <= end  # type: ignore[operator]  # counts


def _is_place(value: Json) -> bool:
    if not isinstance(value, dict) or set(value) != {"parent", "position"}:
        return False
    return (value["parent"] is None or is_uid(value["parent"])) and is_count(value["position"])


def _is_target(value: Json) -> bool:
    return (
        isinstance(value, dict)
        and set(value) == {"kind", "uid"}
        and isinstance(value["kind"], str)
        and isinstance(value["uid"], str)
    )


SHAPES: dict[str, Callable[[Json], bool]] = {
    "text": _is_text,  # words of the codebook and closed vocabularies
    "flag": _is_flag,
    "json": _is_json,
    "texts": _is_texts,
    "pairs": _is_pairs,
    "uid": is_uid,  # of something that may not be known here
    "content": is_uid,
    "name": _is_name,  # codebook text, or {"content": uid} for a name made of somebody's words
    "source": is_uid, "code": is_uid, "coder": is_uid, "round": is_uid,
    "anchor": _is_anchor,  # {text, start, end}
    "place": _is_place,  # {parent, position}
    "target": _is_target,  # {kind, uid}
}  # fmt: skip
FIELDS: dict[str, dict[str, str]] = {
    "source": {"name": "content", "kind": "text", "respondent": "uid", "text": "content", "language": "text", "removed": "flag"},
    "respondent": {"label": "content", "removed": "flag"},
    "variable": {"name": "text", "owner": "text", "type": "text", "categories": "texts", "removed": "flag"},
    "code": {
        "name": "name", "place": "place", "brief": "text", "definition": "text", "include": "text", "exclude": "text",
        "examples": "texts", "colour": "text", "status": "text", "codable": "flag", "names": "pairs", "merged_into": "uid",
        "removed": "flag",
    },
    "coder": {"name": "content", "role": "text", "removed": "flag"},
    "round": {"name": "content", "blind": "flag", "removed": "flag"},
    "coding": {
        "source": "source", "code": "code", "coder": "coder", "round": "round", "anchor": "anchor", "origin": "text",
        "removed": "flag",
    },
    "memo": {"target": "target", "coder": "uid", "body": "content", "removed": "flag"},
    "decision": {"round": "uid", "why": "content", "removed": "flag"},
    "value": {"value": "content"},
    "mark": {"assigned": "flag", "started": "flag", "finished": "flag"},
    "setting": {"value": "json"},
    "turns": {"turns": "content"},
}  # fmt: skip
KEYED = {"value": ("owner", "variable"), "mark": ("round", "source", "coder"), "setting": ("name",), "turns": ("source", "text")}
"""Kinds without an `add`, known by their key: uid = the parts joined with `/`. One whose fields are all null does not exist."""


def key(*parts: str) -> str:
    """Join the parts of a keyed kind's uid."""
    return "/".join(parts)


def fits(kind: str, field: str, value: Json) -> bool:
    """Tell whether a value has the shape of its field; null fits every field."""
    shape = FIELDS.get(kind, {}).get(field)
    return shape is not None and (value is None or SHAPES[shape](value))


REFERENCES = ("source", "code", "coder", "round")
"""Kinds that a coding names; they stand in its columns as integer ids."""
PARTS = {
    "name": ("{}", "{}_content"),
    "anchor": ("text", "start", "end"),
    "place": ("place_parent", "position"),
    "target": ("target_kind", "target"),
}
"""Shapes whose values take several columns, and the names of these."""


@cache
def columns(kind: str, field: str) -> tuple[str, ...]:
    """Name the columns that hold a field of a kind."""
    return tuple(part.format(field) for part in PARTS.get(FIELDS[kind][field], ("{}",)))


@cache
def all_columns(kind: str) -> tuple[str, ...]:
    """Name the columns of all fields of a kind, in the order of `FIELDS`."""
    return tuple(column for field in FIELDS[kind] for column in columns(kind, field))
