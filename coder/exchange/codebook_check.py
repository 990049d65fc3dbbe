"""What is no fault in a codebook and will trouble coders all the same.

A reader refuses what it cannot take; this module says what a supervisor would say on reading the codebook before a training.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from coder.analysis.nearest import did_you_mean
from coder.errors import Problem
from coder.model.codebook import Code, Codebook
from coder.model.text import fold

_NO_CODE = "no code"


def warnings(codebook: Codebook, place: str) -> tuple[Problem, ...]:
    """List active codes without `brief` and arrows in `exclude` that lead to no code of the codebook.

    An arrow leads to the codes that are named between it and the next `;`, `(`, `→` or line end; “→ no code” is a rule too.

    >>> book = Codebook((Code("Bribery", uid="1", brief="a favour", exclude="a trick → Evasoin; need → no code"),))
    >>> print(*warnings(book, "my.yaml"))
    my.yaml, Bribery: `exclude` points to “Evasoin”, which is no code here (Name a code of this codebook)
    """
    names = {fold(name): name for code in codebook.codes for name in (code.name, *(name for _, name in code.names))}
    found: list[Problem] = []
    for code in codebook.codes:
        here = f"{place}, {codebook.paths[code.uid]}"
        if code.codable and code.status == "active" and not code.brief:
            found.append(Problem(here, "the code has no `brief`", "Say in a few words what it means"))
        for target in _lost(code, names):
            hint = did_you_mean(target, names.values(), "Name a code of this codebook")
            found.append(Problem(here, f"`exclude` points to “{target}”, which is no code here", hint))
    return tuple(found)


def _lost(code: Code, names: dict[str, str]) -> Iterator[str]:
    for target in re.findall(r"→([^→;(\n]+)", code.exclude):
        folded = fold(target)
        if folded.startswith(_NO_CODE) or any(name in folded for name in names):
            continue
        yield target.strip(" .,")
