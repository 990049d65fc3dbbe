"""Respondents and the variables that describe them (and sources): pseudonymous labels and coarse values, never a name."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal

from coder.model.text import fold

_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")
Owner = Literal["respondent", "source"]
ValueType = Literal["category", "number", "text"]


@dataclass(frozen=True, slots=True)
class Variable:
    """An attribute of respondents or sources."""

    name: str
    of: Owner = "respondent"
    type: ValueType = "category"
    values: tuple[str, ...] = ()
    """The allowed categories in their order; empty for numbers and texts."""
    uid: str = ""


@dataclass(frozen=True, slots=True)
class Respondent:
    """The person behind one or more interviews."""

    uid: str
    label: str
    sources: tuple[str, ...] = ()
    """Names of the sources."""
    values: dict[str, str] = field(default_factory=dict)
    """Variable name to value; a variable without a value is absent."""


def plain(value: str) -> str:
    """Bring a value to the form in which it is compared: blanks, case and the kind of dash do not count.

    >>> plain(" 2012–2016 ") == plain("2012-2016")
    True
    """
    return fold(value).replace("–", "-")


def is_number(value: str) -> bool:
    """Tell whether a value is written as a number: digits, perhaps with a sign and a decimal point."""
    return _NUMBER.fullmatch(value) is not None
