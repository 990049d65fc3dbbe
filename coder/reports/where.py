"""Conditions on variables: `--where "region=North Hamgyong|Ryanggang"`.

What is not known is not different: a source without a value fulfils no condition but `= missing`. A misspelt variable or category
is refused with the nearest name, since otherwise it would silently select nothing.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal, cast

from coder.analysis.names import unknown
from coder.errors import CoderError, UnknownName
from coder.model.respondent import Variable, is_number, plain
from coder.model.source import Source
from coder.model.text import fold
from coder.reports.reading import Reading

MISSING = "missing"
"""What stands for a value that a respondent or a source does not have."""
Operator = Literal["=", "!=", "<=", ">=", "<", ">"]
Test = Callable[[Source], bool]
_PROPERTIES: Mapping[str, Callable[[Source], str]] = {
    "source": lambda source: source.name,
    "kind": lambda source: source.kind,
    "respondent": lambda source: source.respondent or "",
    "language": lambda source: source.language,
}
"""What can be asked of a source beside its variables; a variable of such a name is `attribute:NAME`."""
_CONDITION = re.compile(r"\s*(?P<variable>[^=!<>]+?)\s*(?P<operator>!=|<=|>=|=|<|>)\s*(?P<values>.*?)\s*")
_IN_WORDS: Mapping[str, str] = {
    "=": "is", "!=": "is not", "<": "is below", "<=": "is at most", ">": "is above", ">=": "is at least",
}  # fmt: skip
_COMPARES: Mapping[str, Callable[[float, float], bool]] = {
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Condition:
    """One `--where`: a variable, how it is compared, and the values it may have."""

    variable: str
    operator: Operator
    values: tuple[str, ...]

    @classmethod
    def of(cls, text: str) -> Condition:
        """Read a condition as it is typed.

        >>> Condition.of("region = North Hamgyong|Ryanggang")
        Condition(variable='region', operator='=', values=('North Hamgyong', 'Ryanggang'))
        """
        match = _CONDITION.fullmatch(text)
        values = tuple(value.strip() for value in match["values"].split("|")) if match else ()
        if match is None or not all(values):
            raise CoderError(f"“{text}” is no condition.", "Write it as VARIABLE=VALUE, with = != < <= > >= and a|b for “or”.")
        if len(values) > 1 and match["operator"] not in {"=", "!="}:
            raise CoderError(f"“{text}” compares with several values at once.", "Give one value after < <= > >=.")
        return cls(match["variable"], cast("Operator", match["operator"]), values)

    def __str__(self) -> str:
        """Say the condition in words."""
        return f"{self.variable} {_IN_WORDS[self.operator]} {' or '.join(self.values)}"


@dataclass(frozen=True, slots=True)
class Values:
    """What is known about each source: its properties, its own variables and those of its respondent."""

    variables: Mapping[str, Variable]
    """By folded name."""
    of_sources: Mapping[str, Mapping[str, str]]
    of_respondents: Mapping[str, Mapping[str, str]]

    @classmethod
    def of(cls, store: Reading) -> Values:
        """Read the variables and values of a study."""
        respondents = {respondent.label: respondent.values for respondent in store.respondents()}
        return cls({fold(variable.name): variable for variable in store.variables()}, store.source_values(), respondents)

    def find(self, name: str) -> Variable:
        """Find a variable by its name, with or without `attribute:` before it.

        Raises:
            UnknownName: there is none.
        """
        bare = name.strip().removeprefix("attribute:")
        if fold(bare) not in self.variables:
            names = [*(variable.name for variable in self.variables.values()), *_PROPERTIES]
            raise unknown("variable", bare, names, f"There are: {', '.join(names)}.")
        return self.variables[fold(bare)]

    def value(self, source: Source, variable: Variable) -> str:
        """Give a source's value, or its respondent's; empty if there is none."""
        if variable.of == "source":
            return self.of_sources.get(source.uid, {}).get(variable.name, "")
        return self.of_respondents.get(source.respondent or "", {}).get(variable.name, "")

    def test(self, condition: Condition) -> Test:
        """Make the test for a condition.

        Raises:
            UnknownName: there is no such variable or category.
            CoderError: the comparison makes no sense for this variable.
        """
        name = fold(condition.variable)
        if name in _PROPERTIES:
            return _test(condition, None, _PROPERTIES[name])
        variable = self.find(condition.variable)
        return _test(condition, variable, lambda source: self.value(source, variable))


def _test(condition: Condition, variable: Variable | None, ask: Callable[[Source], str]) -> Test:
    return _comparing(condition, variable, ask) if condition.operator in _COMPARES else _matching(condition, variable, ask)


def _matching(condition: Condition, variable: Variable | None, ask: Callable[[Source], str]) -> Test:
    wanted = {plain(value) for value in condition.values}
    if variable is not None and variable.values:
        known = {MISSING, *map(plain, variable.values)}
        for value in condition.values:
            if plain(value) not in known:
                raise _no_category(value, variable)
    if condition.operator == "=":
        return lambda source: (plain(ask(source)) or MISSING) in wanted
    return lambda source: (plain(ask(source)) or MISSING) not in {MISSING, *wanted}


def _comparing(condition: Condition, variable: Variable | None, ask: Callable[[Source], str]) -> Test:
    if variable is None or not (variable.values or variable.type == "number"):
        raise CoderError(f"“{condition.variable}” has no order, so {condition.operator} cannot be asked.", "Use = or != instead.")
    position = _positions(variable)
    limit, compare = position(condition.values[0]), _COMPARES[condition.operator]
    if limit is None and variable.values:
        raise _no_category(condition.values[0], variable)
    if limit is None:
        raise CoderError(f"“{condition.values[0]}” is no number, but {variable.name} is one.", "Compare it with a number.")
    return lambda source: (at := position(ask(source))) is not None and compare(at, limit)


def _positions(variable: Variable) -> Callable[[str], float | None]:
    """Say how a variable's values are ordered: categories as they were declared, numbers by size."""
    places = {plain(value): float(place) for place, value in enumerate(variable.values)}
    return (lambda value: places.get(plain(value))) if places else number


def number(text: str) -> float | None:
    """Read a value as a number, if it is one."""
    return float(text) if is_number(text) else None


def _no_category(value: str, variable: Variable) -> UnknownName:
    return unknown(f"value of {variable.name}", value, variable.values, f"The values are {', '.join(variable.values)}.")
