"""The targets of the sample study: who speaks in it, the pattern that was planted, and how far its coders agree.

A target is a range; its distance is what is missing to it, 0 inside. The study is built from its files and always the same, so
each figure is too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from coder.model.round import Progress
from coder.reports.agreement import agreement
from coder.reports.crosstab import crosstab
from coder.reports.selection import Selection
from coder.study.store import Store

BANDS = ("before 2012", "2012–2016", "2017–2019", "2020 or later")
QUOTAS: Mapping[str, Mapping[str, int]] = {
    "left": {"before 2012": 8, "2012–2016": 14, "2017–2019": 13, "2020 or later": 5},
    "region": {
        "North Hamgyong": 14, "Ryanggang": 9, "Other border province": 6, "Pyongyang": 5, "Interior and south": 6,
    },
    "gender": {"woman": 27, "man": 13},
    "age": {"18–29": 9, "30–44": 15, "45–59": 11, "60 or older": 5},
    "occupation": {"worker or farmer": 12, "trader": 11, "professional": 7, "student": 5, "official or soldier": 5},
    "phone": {"none": 10, "basic": 14, "smartphone": 16},
}  # fmt: skip
"""Respondents with each value; 40 in each variable."""
PLANTED: Mapping[str, tuple[int, int, int, int]] = {
    "Neighbourhood watch": (8, 13, 12, 4),
    "Bribery": (6, 11, 9, 2),
    "Electricity": (7, 11, 9, 4),
    "Foreign media": (5, 11, 10, 3),
    "Phone inspection": (0, 6, 10, 5),
    "Built-in phone controls": (0, 2, 8, 4),
    "Cameras in schools": (0, 2, 5, 3),
    "Cameras in workplaces": (0, 4, 6, 3),
    "Fingerprints": (2, 5, 8, 4),
    "Fences and barriers": (0, 0, 2, 5),
    "Unawareness": (3, 8, 8, 2),
}
"""Respondents with the code at least once, by when they left."""
PAIRS = {
    frozenset(("ash", "elm")): {"R01", "R06", "R07", "R33"},
    frozenset(("ash", "yew")): {"R03", "R18", "R21", "R38"},
    frozenset(("elm", "yew")): {"R02", "R13", "R26", "R35"},
}
"""The interviews that two coders have coded without looking at each other's work."""
DOUBLE = tuple(sorted(set().union(*PAIRS.values())))


@dataclass(frozen=True, slots=True)
class Target:
    """One figure of the sample and the range it is meant to lie in."""

    name: str
    low: float
    high: float
    found: float

    @property
    def distance(self) -> float:
        """How much is missing to the range; 0 inside."""
        return max(self.low - self.found, self.found - self.high, 0)


def targets(store: Store) -> Iterator[Target]:
    """Yield every target with what is found."""
    yield from quotas(store)
    yield from planted(store)
    yield from amounts(store)
    yield from agreed(store)


def quotas(store: Store) -> Iterator[Target]:
    """Yield the respondents with each value."""
    people = store.respondents()
    for variable, wanted in QUOTAS.items():
        found = Counter(person.values.get(variable, "") for person in people)
        for value, n in wanted.items():
            yield Target(f"{variable} {value}", n, n, found[value])


def planted(store: Store) -> Iterator[Target]:
    """Yield the cells of the planted table, each with one respondent to either side; by any coder."""
    table = crosstab(store, columns="left", selection=Selection(codes=tuple(PLANTED), kinds=("interview",)))
    rows = dict(zip(table.rows, table.counted.cells, strict=True))
    columns = [table.columns.index(band) for band in BANDS]
    for code, wanted in PLANTED.items():
        for band, column, n in zip(BANDS, columns, wanted, strict=True):
            yield Target(f"{code}, {band}", max(n - 1, 0), n + 1, rows[code][column])


def amounts(store: Store) -> Iterator[Target]:
    """Yield how much was coded: in all, and the least and the most of a coder in an interview."""
    interviews = {source.uid for source in store.sources() if source.kind == "interview"}
    progress = store.progress()
    found = [each.codings for (source, _), each in progress.items() if source in interviews]
    yield Target("codings", 1_100, 1_300, sum(each.codings for each in progress.values()))
    yield Target("fewest in an interview", 12, 30, min(found))
    yield Target("most in an interview", 12, 30, max(found))
    yield Target("memos", 8, 10, len(store.memos()))
    yield Target("finished", len(progress), len(progress), _finished(progress))


def _finished(progress: Mapping[tuple[str, str], Progress]) -> int:
    return sum(each.state == "finished" for each in progress.values())


def agreed(store: Store) -> Iterator[Target]:
    """Yield how far the coders agree over the interviews that two of them coded."""
    by_turn: Any = agreement(store).as_json()
    overall = _alpha(by_turn["overall"])
    yield Target("alpha, all codes, by turn", 0.70, 0.78, overall)
    by_character: Any = agreement(store, unit="character").as_json()
    yield Target("alpha by turn less by character", 0.05, 0.15, overall - _alpha(by_character["overall"]))
    codes = {one["code"]: one["coefficients"][0] for one in by_turn["codes"]}
    values = {name: one["value"] for name, one in codes.items() if one["value"] is not None}
    yield Target("codes above .80", 5, 50, sum(value > 0.80 for value in values.values()))
    yield Target("codes below .667", 3, 50, sum(value < 0.667 for value in values.values()))
    used = _used(store)
    often = [value for name, value in values.items() if used[name] > 10]
    yield Target("lowest of a code with more than ten codings", -0.1, 1, min(often))
    yield Target("Fences and barriers", 1, 1, values["Border > Fences and barriers"])
    for pair in by_turn["pairs"]:
        if pair["code"] is None:
            yield Target(f"alpha of {' and '.join(pair['coders'])}", 0.65, 0.82, _alpha(pair))


def _used(store: Store) -> Counter[str]:
    """Count the codings of each code in the interviews that two coded."""
    names = {source.uid: source.name for source in store.sources()}
    paths = store.codebook().paths
    return Counter(paths[coding.code] for coding in store.codings() if names[coding.source] in DOUBLE)


def _alpha(said: Any) -> float:
    """Take alpha out of a part of the report."""
    return float(next(one["value"] for one in said["coefficients"] if one["name"] == "alpha"))
