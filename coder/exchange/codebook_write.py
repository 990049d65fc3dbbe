"""Codebooks written as YAML, also into a file that people keep, without loss of their comments and of their order of fields.

ruamel.yaml writes. Where there is a file already, both it and the new text are cut into pieces (`coder.exchange.yaml_pieces`):
a piece whose value is as before is taken over to the letter, another one comes from the new text, under the old comments.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from io import StringIO

from ruamel.yaml import YAML
from ruamel.yaml.scalarstring import DoubleQuotedScalarString, LiteralScalarString

from coder.errors import InputRefused
from coder.exchange.codebook_merge import match
from coder.exchange.codebook_yaml import BOOK_FIELDS, CODE_FIELDS, FORMAT, read_codebook, unify
from coder.exchange.yaml_nodes import MAX_CHARACTERS
from coder.exchange.yaml_pieces import Piece, Section, cut, moved
from coder.model.codebook import Code, Codebook
from coder.model.respondent import Variable

Plain = str | bool | int | list["Plain"] | dict[str, "Plain"]
"""What YAML is made of."""


def write_codebook(codebook: Codebook, existing: str | None = None) -> str:
    r"""Write a codebook as YAML, with its uids; into the text of an existing file without losing its comments.

    The result holds exactly `codebook`: a code that only the file has is gone, with the comments above it. What would be lost
    so is `codebook_merge.plan(codebook, …).add` for the file. A file with faults is refused (`InputRefused`).

    >>> book = Codebook((Code("Bribery", uid="5" * 32, brief="a favour"),))
    >>> print(write_codebook(book, "# ours\ncodebook: 1\ncodes:\n- name: Bribery # trained in May\n"))
    # ours
    codebook: 1
    codes:
      - name: Bribery # trained in May
        brief: a favour
        uid: '55555555555555555555555555555555'
    <BLANKLINE>
    """
    if existing is None:
        return _dumped(codebook)
    existing = unify(existing)
    read = read_codebook(existing, "existing file")
    if read.problems:
        hint = "Mend them, or write to a new file."
        raise InputRefused("The existing codebook file has faults, so nothing was written into it.", hint, problems=read.problems)
    twins, _ = match(codebook, read.codebook, read.given)
    return _joined(codebook, existing, read.codebook, twins)


def _dumped(codebook: Codebook) -> str:
    yaml = YAML()
    yaml.width = MAX_CHARACTERS  # no text is folded: a changed word is a changed line, not a changed paragraph
    yaml.indent(mapping=2, sequence=4, offset=2)
    stream = StringIO()
    yaml.dump(_book(codebook), stream)
    return stream.getvalue()


def _book(codebook: Codebook) -> dict[str, Plain]:
    under: dict[str | None, list[Code]] = defaultdict(list)
    for code in codebook.codes:
        under[code.parent].append(code)
    book: dict[str, Plain] = {
        "title": _text(codebook.title),
        "language": _text(codebook.language),
        "preface": _text(codebook.preface),
        "variables": [_variable(variable) for variable in codebook.variables],
    }
    return {"codebook": FORMAT, **_said(book), "codes": _codes(None, under)}


def _codes(parent: str | None, under: dict[str | None, list[Code]]) -> list[Plain]:
    return [_code(code, _codes(code.uid, under)) for code in under[parent]]


def _code(code: Code, children: list[Plain]) -> dict[str, Plain]:
    values: dict[str, Plain] = {
        "name": _text(code.name),
        "names": _names(code.names),
        "brief": _text(code.brief),
        "definition": _text(code.definition),
        "include": _text(code.include),
        "exclude": _text(code.exclude),
        "examples": [_text(example) for example in code.examples],
        "colour": code.colour or "",
        "status": "" if code.status == "active" else code.status,
        "codable": "" if code.codable else False,
        "uid": code.uid,
        "codes": children,
    }
    return _said(values)


def _said(values: dict[str, Plain]) -> dict[str, Plain]:
    """Leave out what says nothing."""
    return {name: value for name, value in values.items() if value is False or value}


def _names(names: Sequence[tuple[str, str]]) -> dict[str, Plain]:
    """Group further names by language, a single one as a text and several as a list."""
    grouped: dict[str, list[Plain]] = defaultdict(list)
    for language, name in names:
        grouped[language].append(_text(name))
    return {language: each[0] if len(each) == 1 else each for language, each in grouped.items()}


def _variable(variable: Variable) -> dict[str, Plain]:
    values: dict[str, Plain] = {
        "name": _text(variable.name),
        "of": variable.of,
        "type": variable.type,
        "values": [_text(value) for value in variable.values],
    }
    return _said(values)


def _text(value: str) -> str:
    """Write several lines as a block, which people can edit, and odd characters as escapes.

    Left to itself ruamel.yaml loses U+0085 in single quotes, and blanks at the edges of a block.
    """
    written: str = value
    if not all(character.isprintable() or character == "\n" for character in value):
        written = DoubleQuotedScalarString(value)
    elif "\n" in value:
        written = LiteralScalarString(value) if value == value.strip() else DoubleQuotedScalarString(value)
    return written


@dataclass(frozen=True, slots=True)
class _Part:
    """The codebook or one of its codes: what it says and how that stands in a text."""

    value: Code | Codebook
    section: Section
    has_codes: bool


def _parts(codebook: Codebook, sections: Sequence[Section]) -> dict[str | None, _Part]:
    """Pair the codebook (None) and its codes (by uid) with the sections of a text that holds just them."""
    parents = {code.parent for code in codebook.codes}
    root, *rest = sections
    parts: dict[str | None, _Part] = {None: _Part(codebook, root, None in parents)}
    for code, section in zip(codebook.codes, rest, strict=True):
        parts[code.uid] = _Part(code, section, code.uid in parents)
    return parts


def _joined(codebook: Codebook, existing: str, old: Codebook, twins: dict[str, str]) -> str:
    """Write a codebook into a text that holds the codebook `old`; `twins` leads from old uids to new ones."""
    sections, _ = cut(_dumped(codebook))
    old_sections, end = cut(existing)
    new = _parts(codebook, sections)
    parts = _parts(old, old_sections)
    known = {twins[uid] if uid else None: part for uid, part in parts.items() if uid is None or uid in twins}
    lines = [*_Joiner(codebook, new, known).lines(None, 0), *end]
    return "\n".join(lines if lines[-1] == "" else [*lines, ""])


@dataclass(frozen=True, slots=True)
class _Joiner:
    """Joins a new text and an existing one, part by part; the parts of both go by the new uids."""

    codebook: Codebook
    new: dict[str | None, _Part]
    old: dict[str | None, _Part]

    def lines(self, uid: str | None, column: int) -> Iterator[str]:
        """Write a part and the codes under it, its fields beginning at a column."""
        spare, fields = self._fields(uid, column)
        yield from (" " * (column - 2) + comment for comment in spare)
        dash = "" if uid is None else " " * (column - 2) + "- "
        for name, piece in fields.items():
            yield from piece.before
            yield dash + piece.lines[0][len(dash) :]
            yield from piece.lines[1:]
            dash = ""
            for child in self.codebook.children(uid) if name == "codes" else ():
                yield from self.lines(child.uid, column + 4)

    def _fields(self, uid: str | None, column: int) -> tuple[list[str], dict[str, Piece]]:
        """Choose for each field between old and new, in the old order; comments whose field is gone are spare."""
        new = self.new[uid]
        old = self.old.get(uid, _Part(new.value, Section(), has_codes=False))
        spare = list(old.section.loose)
        fields: dict[str, Piece] = {}
        for name, piece in old.section.fields.items():
            here = moved(piece, column)
            if _is_same(name, old, new):
                fields[name] = here
            elif name in new.section.fields:
                fields[name] = replace(new.section.fields[name], before=here.before + here.inside)
            else:
                spare += [line.strip() for line in here.before + here.inside if line.strip()]
        rest = {name: piece for name, piece in new.section.fields.items() if name not in fields}
        return spare, _inserted(fields, rest, BOOK_FIELDS if uid is None else CODE_FIELDS)


def _is_same(name: str, old: _Part, new: _Part) -> bool:
    if name == "codebook":
        return True
    if name == "codes":
        return old.has_codes == new.has_codes
    if isinstance(old.value, Codebook) and isinstance(new.value, Codebook) and name == "variables":
        return [replace(each, uid="") for each in new.value.variables] == list(old.value.variables)
    return bool(getattr(old.value, name) == getattr(new.value, name))


def _inserted(fields: dict[str, Piece], more: dict[str, Piece], order: Sequence[str]) -> dict[str, Piece]:
    """Add fields, each behind the last of those that usually precede it."""
    names = list(fields)
    for name in more:
        usual = order[: order.index(name)]
        names.insert(1 + max((index for index, each in enumerate(names) if each in usual), default=-1), name)
    return {name: fields.get(name) or more[name] for name in names}
