"""Reference values handed down with the methods: published examples and real codings, where the files are at hand."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from coder.analysis.agreement.arrays import FloatArray, Spans
from coder.analysis.agreement.coefficients import Counts, alpha, disagreement, f1, percent
from coder.analysis.agreement.compare import Material, compare
from coder.analysis.agreement.result import Agreement, Coefficient
from coder.analysis.agreement.units import Blocks, Characters

SHARED = Path(__file__).parents[3] / "shared"
pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason="the reference files lie beside the repository, not in it")
CASES = SHARED / "agreement_cases.json"
Case = dict[str, Any]
"""An object of the file, whose shapes are many."""
ON_TABLES: dict[str, Callable[[Counts], FloatArray]] = {
    "krippendorff_alpha_nominal": alpha,
    "percent_agreement": percent,
    "percent_agreement_unit_mean": percent,
    "observed_agreement": percent,
    "percent_agreement_pairable": lambda counts: 1 - disagreement(counts)[0],
    "krippendorff_expected_agreement": lambda counts: 1 - disagreement(counts)[1],
    "f1_dice": f1,
}
ON_SPANS = {
    "krippendorff_alpha_nominal": "alpha",
    "percent_agreement": "percent",
    "percent_agreement_unit_mean": "percent",
    "f1_dice": "f1",
}


def cases(types: set[str], coefficients: set[str]) -> Iterator[object]:
    """List the cases of some types of data and coefficients that are in force."""
    for case in json.loads(CASES.read_text("utf-8")) if CASES.exists() else []:
        if (
            case["scope"] == "core"
            and case["data"]["type"] in types
            and case["coefficient"] in coefficients
            and case.get("turn_rule") != "half"
        ):
            yield pytest.param(
                case, id="-".join([case["name"], case["coefficient"], *([case["unit"]] if "unit" in case else [])])
            )


def counts(data: Case) -> Counts:
    """Bring a table of any layout to the number of coders who gave each value."""
    kind = data["type"]
    if kind == "abcd_chars":
        both, neither = data["both"], data["neither"]
        one = data["one_only"] if "one_only" in data else data["a_only"] + data["b_only"]
        return Counts(np.array([[0, 2], [1, 1], [2, 0]]), np.array([[both, one, neither]]))
    if kind == "counts":
        return Counts.of_units(data["counts"])
    if kind == "contingency":
        size = range(len(data["table"]))
        values = np.array([[(a == value) + (b == value) for value in size] for a in size for b in size], dtype=np.int64)
        return Counts(values, np.array(data["table"], dtype=np.int64).reshape(1, -1))
    values_seen = sorted({value for unit in data["ratings"] for value in unit if value is not None}, key=str)
    return Counts.of_units([[unit.count(value) for value in values_seen] for unit in data["ratings"]])


@pytest.mark.parametrize("case", cases({"ratings", "counts", "contingency", "abcd_chars"}, set(ON_TABLES)))
def test_tables_give_the_reference_values(case: Case) -> None:
    found = float(ON_TABLES[case["coefficient"]](counts(case["data"]))[0])
    if case["value"] is None:
        assert np.isnan(found)
    else:
        assert abs(found - case["value"]) <= max(case["tolerance"], 1e-12)


@pytest.mark.parametrize("case", cases({"codings"}, set(ON_SPANS)))
def test_codings_give_the_reference_values(case: Case) -> None:
    found = value(agreement(case["data"], case["unit"], case.get("pair")), case["code"], ON_SPANS[case["coefficient"]])
    assert found == pytest.approx(case["value"], abs=case["tolerance"])


CODES = ["K", "K1", "K2"]


def agreement(data: Case, unit: str, pair: list[str] | None) -> Agreement:
    """Compare the coders of a case, or two of them."""
    sources = list(data["sources"])
    coders = sorted({coder for finished in data["finished"].values() for coder in finished})
    rows = [
        (sources.index(source), CODES.index(code), coders.index(coder), start, end)
        for source, coder, code, start, end in data["codings"]
        if coder in coders
    ]
    counting = [[coder in data["finished"][source] and (not pair or coder in pair) for coder in coders] for source in sources]
    lengths = [data["sources"][source]["length"] for source in sources]
    blocks = {
        "turn": [[(start, end) for start, end in data["sources"][source]["turns"]] for source in sources],
        "source": [[(0, length)] for length in lengths],
    }
    units = Characters(np.array(lengths)) if unit == "character" else Blocks.of(blocks[unit])
    return compare(Material([Spans.of(rows)], np.array(counting), units, [(0,), (1,), (2,)], 3))


def value(found: Agreement, code: str, name: str) -> float | None:
    """Look up one coefficient of one code."""
    coefficients: tuple[Coefficient, ...] = found.codes[CODES.index(code)].coefficients
    return next(each.value for each in coefficients if each.name == name)


def read(path: Path) -> list[dict[str, str]]:
    """Read a table of codings."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize(("code", "expected"), [("Person", 0.7049), ("Age", 0.7870), ("Firearm", 0.8533), ("Drugs", 0.3708)])
def test_sixty_reports_with_a_coder_missing_from_twenty_give_the_reference_alphas(code: str, expected: float) -> None:
    folder = SHARED / "data" / "multicoder" / "leoka-60"
    texts = {path.stem: path.read_text("utf-8") for path in sorted((folder / "sources").glob("*.txt"))}
    codings = read(folder / "codings.csv")
    sources, coders = list(texts), ["alder", "birch", "cedar"]
    names = sorted({row["code"] for row in codings})
    counting = np.zeros((len(sources), 3), dtype=np.bool_)
    for row in read(folder / "assignments.csv"):
        counting[sources.index(row["source"]), coders.index(row["coder"])] = True
    spans = Spans.of(
        (sources.index(row["source"]), names.index(row["code"]), coders.index(row["coder"]), int(row["start"]), int(row["end"]))
        for row in codings
    )
    sizes = Characters(np.array([len(text) for text in texts.values()]))
    found = compare(Material([spans], counting, sizes, [(place,) for place in range(len(names))], len(names)), ["alpha"])
    assert found.codes[names.index(code)].coefficients[0].value == pytest.approx(expected, abs=5e-5)
