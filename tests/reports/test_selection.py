"""Selections: found by name, said in words, refused with the nearest name."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from small_study import FIXTURE, SmallStore, book, of_regions

from coder.errors import CoderError, UnknownName
from coder.model.respondent import Respondent, Variable
from coder.reports.selection import Chosen, Selection, resolve
from coder.reports.where import Condition

YEAR = Variable("year", "source", "number")
JOB = Variable("occupation", "respondent", "text")
LEFT = Variable("left", "respondent", "category", ("before 2012", "2012–2016", "2017 or later"))
STUDY = replace(
    FIXTURE,
    asked=(*FIXTURE.asked, YEAR, JOB, LEFT),
    people=(
        Respondent("R1", "R1", ("S1",), {"region": "North", "left": "before 2012", "occupation": "clerk"}),
        Respondent("R2", "R2", ("S2",), {"region": "North", "left": "2012–2016"}),
        Respondent("R3", "R3", ("S3",), {"region": "South", "left": "2017 or later", "occupation": "trader"}),
        Respondent("R4", "R4", ("S4",), {}),
    ),
    values_of_sources={"S1": {"year": "2009"}, "S2": {"year": "2015.5"}, "S3": {"year": "2020"}},
    kinds={"S4": "media"},
    round_names=("main", "calibration"),
)


def chosen(**fields: Any) -> Chosen:
    return resolve(STUDY, Selection(**fields))


def sources(*where: str) -> list[str]:
    return [source.name for source in chosen(where=where).sources]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("region=North", Condition("region", "=", ("North",))),
        (" region  !=  North Hamgyong ", Condition("region", "!=", ("North Hamgyong",))),
        ("year>=2015", Condition("year", ">=", ("2015",))),
        ("year<2015", Condition("year", "<", ("2015",))),
        ("left = before 2012 | 2012–2016", Condition("left", "=", ("before 2012", "2012–2016"))),
        ("motto=a=b", Condition("motto", "=", ("a=b",))),
    ],
)
def test_a_condition_is_read_as_it_is_typed(text: str, expected: Condition) -> None:
    assert Condition.of(text) == expected


@pytest.mark.parametrize("text", ["", "region", "=North", "region=", "region=North|", "year<2015|2016", "a\nb"])
def test_what_is_no_condition_is_refused_with_a_way_out(text: str) -> None:
    with pytest.raises(CoderError) as refused:
        Condition.of(text)
    assert refused.value.hint


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        (["region=North"], ["S1", "S2"]),
        (["region=north"], ["S1", "S2"]),
        (["region!=North"], ["S3"]),
        (["region=North|South"], ["S1", "S2", "S3"]),
        (["region=missing"], ["S4"]),
        (["region=North|missing"], ["S1", "S2", "S4"]),
        (["region!=missing"], ["S1", "S2", "S3"]),
        (["region=North", "year>2010"], ["S2"]),
        (["year>=2015.5"], ["S2", "S3"]),
        (["year<2015.5"], ["S1"]),
        (["left>=2012-2016"], ["S2", "S3"]),
        (["left < 2012–2016"], ["S1"]),
        (["occupation=CLERK"], ["S1"]),
        (["occupation!=clerk"], ["S3"]),
        (["attribute:region=South"], ["S3"]),
        (["kind=media"], ["S4"]),
        (["respondent=R2|R3"], ["S2", "S3"]),
        (["language=en", "source!=S1"], ["S2", "S3", "S4"]),
    ],
)
def test_conditions_choose_sources_by_their_own_values_and_their_respondents(where: list[str], expected: list[str]) -> None:
    assert sources(*where) == expected


@pytest.mark.parametrize(
    ("fields", "hint"),
    [
        ({"where": ("regoin=North",)}, "Did you mean “region”?"),
        ({"where": ("region=Nroth",)}, "Did you mean “North”?"),
        ({"where": ("region=zzz",)}, "The values are North, South."),
        ({"where": ("left>2012–2017",)}, "Did you mean “2012–2016”?"),
        ({"kinds": ("intervew",)}, "Did you mean “interview”?"),
        ({"codes": ("mony",)}, "Did you mean “money”?"),
        ({"coders": ("Zoe",)}, "`coder coders list STUDY` lists the coders."),
        ({"round": "calibraton"}, "Did you mean “calibration”?"),
        ({"sources": ("S12",)}, "Did you mean “S1”?"),
    ],
)
def test_an_unknown_name_is_refused_with_the_nearest_one(fields: dict[str, Any], hint: str) -> None:
    with pytest.raises(UnknownName) as refused:
        chosen(**fields)
    assert refused.value.hint == hint


@pytest.mark.parametrize("where", ["occupation>clerk", "kind<media", "year>=soon"])
def test_a_comparison_that_makes_no_sense_is_refused(where: str) -> None:
    with pytest.raises(CoderError, match=r"order|number"):
        chosen(where=(where,))


def test_a_selection_that_fits_no_source_is_refused_not_answered_with_nothing() -> None:
    with pytest.raises(CoderError, match="No source fits"):
        chosen(kinds=("media",), where=("region=North",))


def test_things_come_in_the_studys_order_not_in_that_of_the_options() -> None:
    found = chosen(sources=("s3", "S1"), coders=("B", "a"), codes=("border", "MONEY"))
    assert [source.name for source in found.sources] == ["S1", "S3"]
    assert [coder.name for coder in found.coders] == ["A", "B"]
    assert [code.name for code in found.codes] == ["money", "border"]


TREE = book(
    "Cameras", "Cameras > Schools", "Cameras > Roads", "Phones", "Phones > Schools", "Money", families=("Cameras", "Phones")
)


@pytest.mark.parametrize(
    ("codes", "exact", "rows"),
    [
        ((), False, ["Cameras > Schools", "Cameras > Roads", "Phones > Schools", "Money"]),
        (("Cameras",), False, ["Cameras", "Cameras > Schools", "Cameras > Roads"]),
        (("Cameras",), True, ["Cameras"]),
        (("Roads", "Money"), False, ["Cameras > Roads", "Money"]),
    ],
)
def test_a_family_gets_a_row_only_if_it_is_named(codes: tuple[str, ...], exact: bool, rows: list[str]) -> None:
    found = resolve(SmallStore(texts={"S": "x"}, book=TREE), Selection(codes=codes, exact=exact))
    assert [code.uid for code in found.codes] == rows


def test_a_coding_counts_for_its_code_and_those_above_unless_exact() -> None:
    store = SmallStore(texts={"S": "x"}, book=TREE)
    assert resolve(store, Selection(codes=("Cameras",))).counted["Cameras > Roads"] == (2, 0)
    assert resolve(store, Selection(codes=("Cameras",))).counted["Money"] == ()
    assert resolve(store, Selection(codes=("Cameras",), exact=True)).counted["Cameras > Roads"] == ()


def test_a_name_of_two_codes_is_refused_with_their_paths() -> None:
    with pytest.raises(UnknownName, match="name of 2 codes") as refused:
        resolve(SmallStore(texts={"S": "x"}, book=TREE), Selection(codes=("schools",)))
    assert refused.value.hint == "Say which: “Cameras > Schools” or “Phones > Schools”."


@pytest.mark.parametrize(
    ("selection", "words"),
    [
        (Selection(), ""),
        (Selection(sources=("S1", "S2")), "source S1 or S2"),
        (Selection(codes=("Cameras",)), "code Cameras with its sub-codes"),
        (Selection(codes=("Cameras",), exact=True), "code Cameras; sub-codes not counted with their parents"),
        (Selection(coders=("ash",), round="main", kinds=("media",)), "kind media; coder ash; round main"),
        (Selection(where=("region!=North|South", "year<2015")), "region is not North or South; year is below 2015"),
    ],
)
def test_a_selection_says_itself_in_words(selection: Selection, words: str) -> None:
    assert selection.describe() == words


def test_respondents_without_values_are_no_mistake() -> None:
    store = replace(FIXTURE, people=of_regions(S1="R1"))
    assert len(resolve(store, Selection(where=("region=missing",))).sources) == 4
