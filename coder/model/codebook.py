"""The codebook: a tree of codes with the rules for using them.

`Code` and `Codebook` are what a YAML file, a study and a screen all speak of. A codebook lists its codes depth first, every
parent before its children; a code's path (`Cameras > Cameras in schools`) names it where its name alone is ambiguous.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal, get_args

from coder.model.respondent import Variable
from coder.model.text import fold

Status = Literal["active", "proposed", "retired"]
STATUSES: tuple[Status, ...] = get_args(Status)
RULES = ("brief", "definition", "include", "exclude", "examples")
"""The fields of a code that say when to use it: once they change, codings from before may not fit any more."""
LOCK = "codebook.locked"
"""The setting that says that nobody may change the codebook."""
SEPARATOR = " > "
ALIAS = "alias"
"""What stands in place of a language where a further name belongs to none."""
PALETTE = (
    "sky", "amber", "violet", "green", "sand", "orange", "teal", "magenta", "rose", "red", "greyblue", "lime",
)  # fmt: skip
"""Names of colours; which shade each is, only a screen or a page knows."""


@dataclass(frozen=True, slots=True)
class Code:
    """One code: its name, its rules, its place in the tree."""

    name: str
    parent: str | None = None
    """uid of the parent; None at the top."""
    uid: str = ""
    brief: str = ""
    definition: str = ""
    include: str = ""
    """Use when."""
    exclude: str = ""
    """Not when."""
    examples: tuple[str, ...] = ()
    colour: str | None = None
    """A name of `PALETTE` or `#rrggbb`; None inherits the parent's."""
    status: Status = "active"
    codable: bool = True
    names: tuple[tuple[str, str], ...] = ()
    """Further names as (language or `alias`, name) pairs."""


@dataclass(frozen=True)
class Codebook:
    """All codes of a study or a file, depth first, with title, rules for coding (`preface`) and variables."""

    codes: tuple[Code, ...] = ()
    title: str = ""
    language: str = ""
    preface: str = ""
    variables: tuple[Variable, ...] = field(default=())
    is_locked: bool = False
    """Nobody may change a rule; a new code can only be proposed."""

    @cached_property
    def by_uid(self) -> dict[str, Code]:
        """Codes by uid."""
        return {code.uid: code for code in self.codes}

    @cached_property
    def paths(self) -> dict[str, str]:
        """Path of each code by uid, names joined with ` > `."""
        paths: dict[str, str] = {}
        for code in self.codes:
            above = paths.get(code.parent or "")
            paths[code.uid] = f"{above}{SEPARATOR}{code.name}" if above else code.name
        return paths

    @cached_property
    def colours(self) -> dict[str, str | None]:
        """Colour of each code by uid, inherited from the nearest ancestor that has one."""
        colours: dict[str, str | None] = {}
        for code in self.codes:
            colours[code.uid] = code.colour or colours.get(code.parent or "")
        return colours

    def children(self, uid: str | None) -> tuple[Code, ...]:
        """List the codes directly under `uid` (None: the top level), in order."""
        return tuple(code for code in self.codes if code.parent == uid)

    def depth(self, uid: str) -> int:
        """Count the codes above a code: 0 at the top."""
        return len(list(self.ancestors(uid)))

    def ancestors(self, uid: str) -> Iterator[Code]:
        """Yield the codes above a code, nearest first."""
        parent = self.by_uid[uid].parent
        while parent is not None:
            yield self.by_uid[parent]
            parent = self.by_uid[parent].parent

    def family(self, uid: str) -> tuple[str, ...]:
        """List a code's uid and those of all codes under it, depth first."""
        members = [uid]
        for code in self.codes:
            if code.parent in members:
                members.append(code.uid)
        return tuple(members)

    def fits(self, name: str) -> tuple[Code, ...]:
        """List the codes whose path, name or further name is `name`, without regard to case; a full path beats a name."""
        wanted = fold(name)
        exact = tuple(code for code in self.codes if fold(self.paths[code.uid]) == wanted)
        return exact or tuple(code for code in self.codes if wanted in {fold(code.name), *(fold(n) for _, n in code.names)})


def is_colour(text: str) -> bool:
    """Tell whether a text names a colour of the palette or is a number such as `#8866aa`."""
    return text in PALETTE or re.fullmatch("#[0-9a-fA-F]{6}", text) is not None


def is_language(text: str) -> bool:
    """Tell whether a text can say what language a further name is in: a code such as `ko`, or `alias`."""
    return text == ALIAS or re.fullmatch("[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", text) is not None


def uid_from_path(path: str, taken: Collection[str] = ()) -> str:
    """Derive a code's uid from its path, always the same one; the next in line where `taken` has it already.

    Whoever brings the same codebook file into a study gets the same uids, so that two laptops do not make two of each code.

    >>> uid_from_path("Limits > Bribery") == uid_from_path("limits > bribery")
    True
    """
    uid = _digest(fold(path))
    while uid in taken:
        uid = _digest(uid)
    return uid


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:32]
