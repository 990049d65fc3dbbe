"""Finding what a user named: exactly, without regard to case, or an error that names what was probably meant."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol, TypeVar

from coder.errors import InputRefused, UnknownName
from coder.model.codebook import Code, Codebook
from coder.model.respondent import Respondent
from coder.model.text import clean_name, fold, is_name


class Named(Protocol):
    """Anything with a name: a source, a coder, a round, a variable."""

    @property
    def name(self) -> str:
        """The name."""


T = TypeVar("T", bound=Named)
LONGEST_NAME = 200
_QUOTED = 40
_LISTED_BY = {
    "source": "coder sources list STUDY",
    "coder": "coder coders list STUDY",
    "code": "coder codebook show STUDY",
    "round": "coder status STUDY",
    "respondent": "coder respondents list STUDY",
    "variable": "coder respondents list STUDY",
}


def unknown(kind: str, name: str, names: Iterable[str], otherwise: str = "") -> UnknownName:
    """Make the error for a name that is not there, with the nearest one as its hint."""
    from coder.analysis.nearest import did_you_mean  # noqa: PLC0415 - 27 ms that only an error needs

    shown = name if len(name) <= _QUOTED else f"{name[: _QUOTED - 1]}…"  # a passage in the wrong column is no name
    fallback = otherwise or (f"`{_LISTED_BY[kind]}` lists the {kind}s." if kind in _LISTED_BY else "Check the spelling.")
    return UnknownName(f"There is no {kind} “{shown}”.", did_you_mean(name, names, fallback), place=shown)


def find(kind: str, things: Sequence[T], name: str) -> T:
    """Find the one thing of a name.

    Raises:
        UnknownName: there is none, or there are several (two laptops may both have made one).
    """
    exact = [thing for thing in things if thing.name == name]
    found = exact or [thing for thing in things if fold(thing.name) == fold(name)]
    if not found:
        raise unknown(kind, name, [thing.name for thing in things])
    if len(found) > 1:
        raise UnknownName(
            f"“{name}” is the name of {len(found)} {kind}s.",
            "Rename one of them: `coder coders rename` or `coder sources rename`.",
            place=name,
        )
    return found[0]


def find_labelled(respondents: Sequence[Respondent], label: str) -> Respondent:
    """Find the one respondent of a label.

    Raises:
        UnknownName: there is none.
    """
    found = [one for one in respondents if fold(one.label) == fold(label)]
    if not found:
        raise unknown("respondent", label, [one.label for one in respondents])
    return found[0]


def find_code(codebook: Codebook, name: str) -> Code:
    """Find the one code of a name, further name or path.

    Raises:
        UnknownName: there is none, or there are several.
    """
    found = codebook.fits(name)
    if not found:
        raise unknown("code", name, code_names(codebook))
    if len(found) > 1:
        paths = " or ".join(f"“{codebook.paths[code.uid]}”" for code in found)
        raise UnknownName(f"“{name}” is the name of {len(found)} codes.", f"Say which: {paths}.", place=name)
    return found[0]


def code_names(codebook: Codebook) -> list[str]:
    """List everything a code can be called by."""
    further = [name for code in codebook.codes for _, name in code.names]
    return [code.name for code in codebook.codes] + list(codebook.paths.values()) + further


def new_name(name: str, taken: Iterable[str] = ()) -> str:
    """Clean the name of something new.

    Raises:
        InputRefused: nothing is left of it, it is too long, or it is taken.
    """
    cleaned = clean_name(name)
    if not is_name(cleaned):
        raise InputRefused("A name needs at least one letter.", "Give another name.", place=cleaned)
    if len(cleaned) > LONGEST_NAME:
        raise InputRefused(f"A name has at most {LONGEST_NAME} characters.", "Give a shorter name.", place=cleaned[:20])
    if fold(cleaned) in {fold(other) for other in taken}:
        raise InputRefused(f"The name “{cleaned}” is taken.", "Give another name.", place=cleaned)
    return cleaned
