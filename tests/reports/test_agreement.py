"""Agreement of a study's coders: who counts, what the JSON holds, how the table is ordered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from small_study import FIXTURE, OpenedStudy, SmallStore, book

from coder.errors import UnknownName
from coder.model.source import Turn
from coder.reports import agreement as reporting
from coder.reports.agreement import AgreementReport, agreement
from coder.reports.selection import Selection

TEXT = "R1: " + "a" * 96
STUDY = SmallStore(
    said=(
        ("S1", "A", "good", 4, 10), ("S1", "B", "good", 5, 9),
        ("S1", "A", "bad", 60, 70), ("S1", "B", "bad", 4, 10),
        ("S2", "A", "good", 4, 50), ("S2", "B", "good", 4, 50),
        ("S2", "C", "bad", 4, 50),
    ),
    texts={"S1": TEXT, "S2": TEXT, "S3": TEXT},
    found_turns={name: (Turn(0, 4, 50), Turn(50, 54, 100)) for name in ("S1", "S2", "S3")},
    book=book("good", "bad", "unused"),
    coder_names=("A", "B", "C"),
)  # fmt: skip


def marks(**coders: str) -> frozenset[tuple[str, str, str]]:
    return frozenset(("main", source, coder) for source, names in coders.items() for coder in names)


def alpha(report: AgreementReport) -> list[float | None]:
    return [code.coefficients[0].value for code in report.found.codes]


def test_finish_marks_decide_who_counts() -> None:
    report = agreement(replace(STUDY, marks=marks(S1="AB", S2="AB", S3="A")))
    assert (report.rule, report.counting, report.sources, report.alone) == ("finished", ("A", "B"), ("S1", "S2"), ("S3",))
    assert (report.n, report.found.ignored) == (4, 1)


def test_without_any_mark_whoever_coded_anything_counts() -> None:
    report = agreement(STUDY)
    assert (report.rule, report.counting, report.sources) == ("coded something", ("A", "B", "C"), ("S1", "S2"))
    assert agreement(STUDY, selection=Selection(codes=("good",))).counting == ("A", "B", "C")


def test_a_mark_outside_the_selection_leaves_the_rule_as_it_is() -> None:
    store = replace(STUDY, marks=marks(S3="AB"), round_names=("main", "second"))
    assert agreement(store, selection=Selection(sources=("S1",))).rule == "coded something"
    assert agreement(store, selection=Selection(round="second")).rule == "coded something"
    assert agreement(store, selection=Selection(coders=("C",))).rule == "coded something"
    assert agreement(store, selection=Selection(round="main")).rule == "finished"


def test_the_json_has_the_promised_shape() -> None:
    finished = OpenedStudy(replace(STUDY, marks=marks(S1="AB", S2="AB")))
    report: dict[str, Any] = agreement(finished, coefficients=("alpha", "f1")).as_json()
    assert {key: report[key] for key in ("unit", "coders", "sources", "seed", "rule", "not_compared", "filter")} == {
        "unit": "turn",
        "coders": ["A", "B"],
        "sources": ["S1", "S2"],
        "seed": None,
        "rule": "finished",
        "not_compared": ["S3"],
        "filter": None,
    }
    good, _, unused = report["codes"]
    assert good == {
        "code": "good",
        "coefficients": [
            {"name": "alpha", "value": 1.0, "low": None, "high": None, "n": 4, "undefined": None},
            {"name": "f1", "value": 1.0, "low": None, "high": None, "n": 4, "undefined": None},
        ],
        "segments": 4,
        "flags": ["few data"],
    }
    assert [each["undefined"] for each in unused["coefficients"]] == ["not used", "not used"]
    overall = {"name": "alpha", "value": pytest.approx(0.5), "low": None, "high": None, "n": 4, "undefined": None}
    assert report["overall"] == {"coefficients": [overall]}
    codes = [None, "good", "bad", "unused"]
    assert [(pair["coders"], pair["code"]) for pair in report["pairs"]] == [(["A", "B"], code) for code in codes]


def test_the_unit_decides_the_value_and_stands_in_the_title() -> None:
    by_unit = {unit: agreement(STUDY, unit, Selection(coders=("A", "B"))) for unit in ("turn", "character", "source", "sentence")}
    assert [report.n for report in by_unit.values()] == [4, 200, 2, 4]
    assert alpha(by_unit["turn"])[0] == 1.0
    assert alpha(by_unit["character"])[0] == pytest.approx(1 - 399 * 4 / (2 * 102 * 298))
    assert by_unit["character"].to_table().title == "Agreement by character"


def test_a_source_without_turns_is_compared_by_paragraphs() -> None:
    store = replace(STUDY, texts=dict.fromkeys(STUDY.texts, "one two\n\nthree\n\nfour" + " " * 80), found_turns={})
    assert agreement(store, "turn", Selection(coders=("A", "B"))).n == 6


def test_codings_in_a_header_are_counted_as_outside() -> None:
    store = replace(STUDY, said=(*STUDY.said, ("S1", "A", "good", 0, 3)))
    assert agreement(store).found.outside == 1
    assert any("Not counted, as they touch no turn: 1 coding." in note for note in agreement(store).to_table().notes)


def test_the_table_lists_the_worst_code_first_and_the_undefined_last() -> None:
    table = agreement(replace(STUDY, marks=marks(S1="AB", S2="AB"))).to_table()
    assert [column.name for column in table.columns] == ["code", "alpha", "percent", "f1", "n", "segments", "note"]
    assert [row[0] for row in table.rows] == ["bad", "good", "unused", "all codes"]
    assert [row[-1] for row in table.rows] == ["few data", "few data", "undefined: not used", ""]
    assert table.rows[2][1:5] == (None, 1.0, None, 4)


def test_notes_say_unit_n_who_and_what_was_left_out() -> None:
    notes = " ".join(agreement(replace(STUDY, marks=marks(S1="ABC", S2="AB"))).to_table().notes)
    for words in (
        "Unit: turn",
        "two coders or more: 4",
        "A, B, C",
        "finished",
        "f1 adds up the pairs",
        "second coder: S3",
        "Ignored, as their coder does not count for the source: 1 coding.",
        "Filter: none",
    ):
        assert words in notes


def test_notes_say_nothing_of_what_did_not_happen() -> None:
    notes = " ".join(
        agreement(replace(STUDY, marks=marks(S1="AB", S2="AB", S3="AB")), selection=Selection(codes=("good",))).to_table().notes
    )
    assert not any(words in notes for words in ("f1 adds up", "second coder", "Ignored", "touch no"))


def test_many_sources_left_out_are_counted_not_all_listed() -> None:
    many = replace(STUDY, texts={**STUDY.texts, **{f"T{n}": TEXT for n in range(12)}})
    assert any(note.endswith("T8 and 3 more.") for note in agreement(many).to_table().notes)


def test_pairs_have_a_table_of_their_own() -> None:
    table = agreement(STUDY).to_pairs_table()
    assert [row[0] for row in table.rows] == ["A – B", "A – C", "B – C"]
    assert [row[3] for row in table.rows] == [4, 2, 2]


def test_one_coder_alone_is_told_what_is_missing() -> None:
    report = agreement(STUDY, selection=Selection(coders=("A",)))
    assert {each.undefined for code in report.found.codes for each in code.coefficients} == {"needs two coders"}
    assert report.to_table().rows[-1][-1] == "undefined: needs two coders"


def test_parents_are_compared_as_unions_unless_exact() -> None:
    tree = book("top", "top > one", "top > two")
    said = (("S1", "A", "top > one", 4, 50), ("S1", "B", "top > two", 4, 50))
    store = replace(STUDY, said=said, book=tree)
    assert [code.coefficients[2].value for code in agreement(store).found.codes] == [1.0, 0.0, 0.0]
    exact = agreement(store, selection=Selection(exact=True))
    assert [code.coefficients[2].undefined for code in exact.found.codes] == ["not used", None, None]


def test_a_round_is_compared_alone() -> None:
    store = replace(STUDY, round_names=("main", "second"), rounds_of={0: "second", 1: "second"})
    report = agreement(store, "character", Selection(round="second"))
    assert (report.sources, [code.segments for code in report.found.codes]) == (("S1",), [2, 0, 0])


@pytest.mark.parametrize(
    ("unit", "coefficients", "hint"),
    [("trun", ["alpha"], "Did you mean “turn”?"), ("turn", ["alhpa"], "Did you mean “alpha”?")],
)
def test_an_unknown_unit_or_coefficient_is_refused_with_the_nearest(unit: str, coefficients: Sequence[str], hint: str) -> None:
    with pytest.raises(UnknownName) as refused:
        agreement(STUDY, unit, coefficients=coefficients)
    assert refused.value.hint == hint


@pytest.mark.parametrize("batch", [1, 2, 5])
def test_reading_a_few_codings_at_a_time_changes_nothing(batch: int, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = agreement(STUDY, "character")
    monkeypatch.setattr(reporting, "_BATCH", batch)
    assert agreement(STUDY, "character") == whole


def test_a_study_of_the_cross_tabs_fixture_is_read_too() -> None:
    report = agreement(FIXTURE, "character")
    assert (report.sources, report.alone) == (("S1",), ("S2", "S3", "S4"))
