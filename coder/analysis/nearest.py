"""The nearest name: what somebody probably meant."""

from __future__ import annotations

from collections.abc import Iterable

from rapidfuzz import fuzz, process

from coder.analysis.ranking import strokes


def nearest(name: str, names: Iterable[str], *, limit: int = 1, at_least: float = 66) -> list[str]:
    """List the `limit` names most like `name`, best first, leaving out those below `at_least` of 100.

    Names are compared by the keys that type them: case does not count, and one wrong stroke of a Hangul syllable is one letter.

    >>> nearest("Phone inpsection", ["Fences and barriers", "Phone inspection"])
    ['Phone inspection']
    """
    found = process.extract(
        name, list(dict.fromkeys(names)), scorer=fuzz.WRatio, processor=strokes, limit=limit, score_cutoff=at_least
    )
    return [match for match, _, _ in found]


def did_you_mean(name: str, names: Iterable[str], otherwise: str) -> str:
    """Write the hint for an unknown name: the nearest name if one is near enough, else `otherwise`."""
    found = nearest(name, names)
    return f"Did you mean “{found[0]}”?" if found else otherwise
