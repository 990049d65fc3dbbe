"""Codebooks from YAML files that people write by hand, with all their faults at once.

A reader answers with what it could read, every fault with its line, and which codes bear a uid of their own. A hand-written
file has none: such codes get a uid derived from their path, the same in every study and on every laptop, and the importer
matches them by path instead (`coder.exchange.codebook_merge`). Where there are faults the codebook is only as good as the
file; callers show the faults and import nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple, cast, get_args

from ruamel.yaml.nodes import MappingNode, Node, ScalarNode

from coder.analysis.nearest import did_you_mean
from coder.errors import InputRefused, Problem
from coder.exchange.yaml_nodes import (
    MAX_CHARACTERS,
    Faults,
    choice_of,
    compose,
    fields,
    flag_of,
    is_empty,
    items,
    named,
    text_of,
    texts_of,
)
from coder.model.codebook import (
    ALIAS,
    PALETTE,
    SEPARATOR,
    STATUSES,
    Code,
    Codebook,
    Status,
    is_colour,
    is_language,
    uid_from_path,
)
from coder.model.respondent import Owner, ValueType, Variable
from coder.model.text import fold

FORMAT = 1
BOOK_FIELDS = ("codebook", "title", "language", "preface", "variables", "codes")
CODE_FIELDS = (
    "name", "names", "brief", "definition", "include", "exclude", "examples", "colour", "status", "codable", "uid", "codes",
)  # fmt: skip
"""The fields of a code in the order in which they are written."""
VARIABLE_FIELDS = ("name", "of", "type", "values")
_UTF8_HINT = "Save it as plain text in UTF-8 and try again."
_NEWER_HINT = f"This program reads the format {FORMAT}: use a newer version of the program"
_JOINERS = "\u200c\u200d"
"""Invisible, but part of how some scripts are spelled."""


class CodebookRead(NamedTuple):
    """What a codebook file holds."""

    codebook: Codebook
    problems: tuple[Problem, ...]
    """All faults in the order of their lines; empty means that the file may be imported."""
    given: frozenset[str]
    """The uids that stand in the file; every other code's uid is provisional, derived from its path."""


def read_codebook(text: str, place: str) -> CodebookRead:
    r"""Read a codebook from the text of a file called `place`.

    >>> read = read_codebook("codebook: 1\ncodes:\n  - name: Bribery\n    brief: a favour buys a way round", "my.yaml")
    >>> [code.name for code in read.codebook.codes], read.problems
    (['Bribery'], ())
    >>> print(*read_codebook("codebook: 1\ncodes:\n  - name: 2012\n    color: red", "my.yaml").problems, sep="\n")
    my.yaml:3: `name` of a code must be a text, and YAML reads a number (put quotes round it)
    my.yaml:4: “color” is not a field of a code (Did you mean “colour”?)
    """
    text = unify(text)
    faults = Faults(place, text)
    reader = _Reader(faults)
    root = compose(text, faults)
    if root is None and not faults.problems:
        faults.at(0, "The file is empty", "A codebook begins with the line “codebook: 1”")
    known = root is not None and not _is_newer(root, faults)
    book = reader.book(root) if root is not None and known else Codebook()
    return CodebookRead(book, faults.problems, frozenset(reader.given))


def read_codebook_file(path: Path) -> CodebookRead:
    """Read a codebook file; one that is missing, too large or not UTF-8 text is refused (`InputRefused`)."""
    place = str(path)
    try:
        if path.exists() and not path.is_file():
            raise InputRefused(f"{path} is a folder or a device, not a codebook.", "Name the YAML file.", place=place)
        if path.stat().st_size > 4 * MAX_CHARACTERS:
            raise InputRefused(f"{path} is too large for a codebook.", "Is this the right file?", place=place)
        body = path.read_bytes()
    except FileNotFoundError:
        raise InputRefused(f"There is no file {path}.", "Look at its spelling and its folder.", place=place) from None
    except OSError as error:
        raise InputRefused(f"{path} cannot be read: {error.strerror}.", "Look at its permissions.", place=place) from None
    return read_codebook(_decoded(body, place), path.name)


def _decoded(body: bytes, place: str) -> str:
    """Decode UTF-8; a wrong encoding is refused, never guessed, because a wrong guess looks right."""
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = body.count(b"\n", 0, error.start) + 1
        raise InputRefused(f"{place} is not UTF-8 (line {line}).", _UTF8_HINT, place=f"{place}:{line}") from None
    if "\x00" in text:
        raise InputRefused(f"{place} is not a text in UTF-8.", _UTF8_HINT, place=place)
    return text


def unify(text: str) -> str:
    r"""Take off a byte order mark and end lines with \n, so that an offset is an offset in what is parsed."""
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def _is_newer(root: Node, faults: Faults) -> bool:
    """Look at the format before anything else: in a newer one all the rest may be right and look wrong."""
    value = next((v for k, v in root.value if k.value == "codebook"), None) if isinstance(root, MappingNode) else None
    number = value.value if isinstance(value, ScalarNode) else ""
    if re.fullmatch(r"[2-9]|[1-9]\d{1,5}", number):
        faults.at(root if value is None else value, f"This codebook has the format {number}", _NEWER_HINT)
        return True
    if number != str(FORMAT):
        faults.at(root if value is None else value, "`codebook: 1` is missing, which tells the format", "Make it the first line")
    return False


@dataclass(frozen=True, slots=True)
class _Draft:
    """A code as it stands in the file, before every code has a uid."""

    code: Code
    path: str
    parent: int | None
    """Where the parent stands in the list of drafts."""


class _Reader:
    """Takes nodes and makes a codebook of them; what is wrong goes to `faults`."""

    def __init__(self, faults: Faults) -> None:
        self.faults = faults
        self.given: set[str] = set()
        self.drafts: list[_Draft] = []

    def book(self, root: Node) -> Codebook:
        found = fields(root, BOOK_FIELDS, "the codebook", self.faults)
        self._codes(found.get("codes"), None)
        return Codebook(
            codes=tuple(self._finished()),
            title=text_of(found.get("title"), "`title`", self.faults),
            language=text_of(found.get("language"), "`language`", self.faults),
            preface=text_of(found.get("preface"), "`preface`", self.faults),
            variables=self._variables(found.get("variables")),
        )

    def _finished(self) -> Iterator[Code]:
        """Give uids to codes and parents to children; a provisional uid makes room for one that stands in the file."""
        uids: list[str] = []
        for draft in self.drafts:
            uids.append(draft.code.uid or uid_from_path(draft.path, self.given))
            yield replace(draft.code, uid=uids[-1], parent=None if draft.parent is None else uids[draft.parent])

    def _codes(self, node: Node | None, parent: int | None) -> None:
        siblings: set[str] = set()
        for item in items(node, "`codes`", self.faults):
            name = self._code(item, parent)
            if name and fold(name) in siblings:
                self.faults.at(item, f"There are two codes “{name}” side by side", "Rename one, or make one of them")
            siblings.add(fold(name))

    def _code(self, node: Node, parent: int | None) -> str:
        found = fields(node, CODE_FIELDS, "a code", self.faults)
        if not found:
            return ""
        name = self._name(node, found.get("name"), "a code")
        of = f"of “{name}”" if name else "of a code"
        code = Code(
            name=name,
            uid=self._uid(found.get("uid"), of),
            brief=text_of(found.get("brief"), f"`brief` {of}", self.faults),
            definition=text_of(found.get("definition"), f"`definition` {of}", self.faults),
            include=text_of(found.get("include"), f"`include` {of}", self.faults),
            exclude=text_of(found.get("exclude"), f"`exclude` {of}", self.faults),
            examples=texts_of(found.get("examples"), f"`examples` {of}", self.faults),
            colour=self._colour(found.get("colour"), of),
            status=cast("Status", choice_of(found.get("status"), f"`status` {of}", STATUSES, self.faults)),
            codable=flag_of(found.get("codable"), f"`codable` {of}", self.faults, default=True),
            names=tuple(self._names(found.get("names"), of)),
        )
        path = name if parent is None else self.drafts[parent].path + SEPARATOR + name
        self.drafts.append(_Draft(code, path, parent))
        self._codes(found.get("codes"), len(self.drafts) - 1)
        return name

    def _name(self, owner: Node, node: Node | None, of: str) -> str:
        name = text_of(node, f"`name` of {of}", self.faults).strip()
        if not name and (node is None or isinstance(node, ScalarNode)):
            self.faults.at(node or owner, f"{of} has no name", "Write one; in quotes if it begins with #")
        return self._checked(name, node or owner, f"`name` of {of}")

    def _checked(self, name: str, node: Node, what: str) -> str:
        """Let a name pass that can stand in a path and in a line on the screen; another one is a fault and empty."""
        if any(_is_invisible(character) for character in name):
            self.faults.at(node, f"{what} contains a line end or an invisible character", "Type it anew on one line")
            return ""
        if SEPARATOR in name:
            self.faults.at(node, f"{what} contains “{SEPARATOR}”, which divides the names of a path", "Use another sign")
            return ""
        return name

    def _names(self, node: Node | None, of: str) -> Iterator[tuple[str, str]]:
        """Take further names, one text or a list for each language and for `alias`."""
        if node is None or is_empty(node):
            return
        if not isinstance(node, MappingNode):
            self.faults.at(node, f"`names` {of} must say the language of each", "Write “names: {ko: …, alias: [… , …]}”")
            return
        seen: set[str] = set()
        for key, value in node.value:
            if not isinstance(key, ScalarNode) or not is_language(key.value):
                self.faults.at(key, f"`names` {of} has a key that is no language", f"Write a code such as ko or en, or {ALIAS}")
                continue
            if key.value in seen:
                self.faults.at(key, f"`names` {of} has {key.value} twice", "Make a list of its names")
            seen.add(key.value)
            for name in self._names_in(value, f"`names: {key.value}` {of}"):
                yield key.value, name

    def _names_in(self, node: Node, what: str) -> Iterator[str]:
        names = (text_of(node, what, self.faults),) if isinstance(node, ScalarNode) else texts_of(node, what, self.faults)
        yield from filter(None, (self._checked(name.strip(), node, what) for name in names))

    def _uid(self, node: Node | None, of: str) -> str:
        value = text_of(node, f"`uid` {of}", self.faults)
        if node is None or not value:
            return ""
        uid = value.replace("-", "").lower()
        if not re.fullmatch(r"[0-9a-f]{32}", uid):
            self.faults.at(node, f"`uid` {of} is not one that the program wrote", "Leave the line out")
        elif uid in self.given:
            self.faults.at(node, f"`uid` {of} stands at another code too", "Leave the line out of the copy")
        else:
            self.given.add(uid)
            return uid
        return ""

    def _colour(self, node: Node | None, of: str) -> str | None:
        if node is None:
            return None
        if node is None or is_empty(node):
            self.faults.at(node, f"`colour` {of} is empty", "Without quotes # begins a comment: write “#rrggbb” in quotes")
            return None
        value = text_of(node, f"`colour` {of}", self.faults)
        if is_colour(value):
            return value.lower()
        if isinstance(node, ScalarNode):
            hint = did_you_mean(value, PALETTE, "Write “#rrggbb” in quotes or one of " + ", ".join(PALETTE))
            self.faults.at(node, f"`colour` {of} cannot be {named(value)}", hint)
        return None

    def _variables(self, node: Node | None) -> tuple[Variable, ...]:
        found: dict[tuple[str, str], Variable] = {}
        for item in items(node, "`variables`", self.faults):
            variable = self._variable(item)
            if variable is None:
                continue
            if (key := (variable.of, fold(variable.name))) in found:
                self.faults.at(item, f"There are two variables “{variable.name}” of a {variable.of}", "Leave one of them out")
            found[key] = variable
        return tuple(found.values())

    def _variable(self, node: Node) -> Variable | None:
        found = fields(node, VARIABLE_FIELDS, "a variable", self.faults)
        if not found:
            return None
        name = self._name(node, found.get("name"), "a variable")
        of = f"of the variable “{name}”" if name else "of a variable"
        variable = Variable(
            name=name,
            of=cast("Owner", choice_of(found.get("of"), f"`of` {of}", get_args(Owner), self.faults)),
            type=cast("ValueType", choice_of(found.get("type"), f"`type` {of}", get_args(ValueType), self.faults)),
            values=texts_of(found.get("values"), f"`values` {of}", self.faults),
        )
        self._check_values(variable, found.get("values"), of)
        return variable

    def _check_values(self, variable: Variable, node: Node | None, of: str) -> None:
        if node is None or not variable.values:
            return
        if variable.type != "category":
            self.faults.at(node, f"`values` {of} belong to a category, not to a {variable.type}", "Leave out type or values")
        if len({fold(value) for value in variable.values}) < len(variable.values):
            self.faults.at(node, f"`values` {of} has a value twice", "Leave one of them out")


def _is_invisible(character: str) -> bool:
    return unicodedata.category(character) in {"Cc", "Cf", "Cs", "Zl", "Zp"} and character not in _JOINERS
