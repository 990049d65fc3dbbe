"""What three coders made of the sample, held to the targets: the planted pattern, the coders' habits, how far they agree."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cache
from itertools import permutations
from pathlib import Path

import pytest

from coder.cli import demo
from coder.exchange.codebook_yaml import read_codebook_file
from coder.exchange.shipped import find_codebook
from coder.model.place import sentences
from coder.model.source import Turn
from coder.reports.agreement import agreement
from coder.study import Study
from coder.study.store import Store

from .sample import KINDS, TESTIMONIES, codings, document, memos
from .targets import BANDS, DOUBLE, PAIRS, PLANTED, Target, agreed, amounts, planted, quotas, targets

EVIDENCE = {"Seen or lived", "Heard from others", "Uncertain or mixed up"}
CONFUSED = (
    ("Phone inspection", "Search of the person"),
    ("Bribery", "Evasion"),
    ("Informants", "Neighbourhood watch"),
    ("Self-censorship", "Trust and distrust"),
    ("Heard from others", "Uncertain or mixed up"),
    ("Recognition software", "Awareness"),
)
"""Pairs that coders confuse, and did here at least once."""


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sample")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CODER_SETTINGS", str(folder / "settings"))
        demo.build(folder / "demo.db")
    return folder / "demo.db"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    with Study.open(path, readonly=True) as study:
        yield study.store


def missed(found: Iterator[Target]) -> list[Target]:
    return [one for one in found if one.distance]


# Targets


def test_the_respondents_are_as_many_of_each_kind_as_they_should_be(store: Store) -> None:
    assert missed(quotas(store)) == []
    assert [person.label for person in store.respondents()] == list(TESTIMONIES)


def test_the_planted_pattern_is_there(store: Store) -> None:
    assert missed(planted(store)) == []
    assert len(list(planted(store))) == len(PLANTED) * len(BANDS)


def test_as_much_is_coded_as_people_code(store: Store) -> None:
    assert missed(amounts(store)) == []


def test_the_coders_agree_as_far_as_they_should(store: Store) -> None:
    assert missed(agreed(store)) == []


def test_no_target_is_missed_and_a_missed_one_would_show(store: Store) -> None:
    assert missed(targets(store)) == []
    assert [Target("t", 2, 3, found).distance for found in (1.5, 2, 3, 3.25)] == [0.5, 0, 0, 0.25]


def test_a_code_that_only_reports_use_is_undefined_and_one_that_two_interviews_have_is_few_data(store: Store) -> None:
    table = agreement(store).to_table()
    rows = {row[0]: row for row in table.written}
    assert any("undefined: not used" in cell for cell in rows["Means > Falling price"])
    assert any("few data" in cell for cell in rows["Identity and biometrics > Blood and other features"])


# What was planted


def test_falling_price_stands_in_the_reports_and_blood_in_two_interviews() -> None:
    where = defaultdict(set)
    for row in codings():
        where[row["code"]].add(row["source"])
    assert not where["Falling price"] & set(TESTIMONIES)
    assert where["Falling price"]
    assert where["Blood and other features"] == {"R03", "R26"}


def test_yew_hardly_uses_two_codes() -> None:
    used = Counter((row["coder"], row["code"]) for row in codings())
    assert used["yew", "Unawareness"] + used["yew", "Self-censorship"] <= 2
    assert used["ash", "Unawareness"] >= 8
    assert used["elm", "Unawareness"] >= 8


def test_elm_codes_sentences_where_ash_codes_turns() -> None:
    shares = defaultdict(list)
    for row in codings():
        if row["source"] in TESTIMONIES:
            turn = turn_of(row["source"], int(row["start"]), int(row["end"]))
            shares[row["coder"]].append((int(row["end"]) - int(row["start"])) / (turn.end - turn.start))
    means = {name: sum(values) / len(values) for name, values in shares.items()}
    assert means["elm"] < 0.6
    assert means["ash"] > 0.75


def turn_of(source: str, start: int, end: int) -> Turn:
    return next(turn for turn in document(source).turns if turn.start <= start and end <= turn.end)


@cache
def in_turns() -> dict[tuple[str, int], dict[str, set[str]]]:
    """Say which codes each coder put into each turn of the interviews that two coded."""
    found: dict[tuple[str, int], dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for row in codings():
        if row["source"] in DOUBLE:
            turn = turn_of(row["source"], int(row["start"]), int(row["end"]))
            found[row["source"], turn.start][row["coder"]].add(row["code"])
    return found


@pytest.mark.parametrize(("one", "other"), CONFUSED)
def test_pairs_that_coders_confuse_are_confused_somewhere(one: str, other: str) -> None:
    assert any(
        (a in first and b in second and a not in second)
        for turn in in_turns().values()
        for first, second in permutations(turn.values(), 2)
        for a, b in ((one, other), (other, one))
    )


# Form


def test_twelve_interviews_are_coded_by_two_and_every_other_source_by_one() -> None:
    coders = defaultdict(set)
    for row in codings():
        coders[row["source"]].add(row["coder"])
    assert coders.keys() == KINDS.keys()
    for pair, sources in PAIRS.items():
        assert {source for source in DOUBLE if coders[source] == pair} == sources
    assert all(len(coders[source]) == 1 for source in KINDS if source not in DOUBLE)
    singles = Counter(next(iter(coders[source])) for source in TESTIMONIES if source not in DOUBLE)
    assert singles == {"ash": 10, "elm": 9, "yew": 9}


def test_codings_quote_their_text_and_name_codes_that_can_be_applied() -> None:
    book = read_codebook_file(find_codebook(demo.CODEBOOK)).codebook
    codable = {code.name for code in book.codes if code.codable}
    assert {row["code"] for row in codings()} == codable, "every code is used somewhere"
    for row in codings():
        assert document(row["source"]).text[int(row["start"]) : int(row["end"])].split() == row["text"].split(), row.place


def test_codings_begin_and_end_with_sentences_but_for_the_slips_planted_on_elm() -> None:
    slips: Counter[str] = Counter()
    for row in codings():
        if row["source"] in TESTIMONIES:
            slip = slip_of(row["source"], int(row["start"]), int(row["end"]))
            assert not slip or (row["coder"] == "elm" and slip in {"blank", "full stop"}), (row.place, slip)
            slips[slip] += 1
    assert slips["blank"] >= 5
    assert slips["full stop"] >= 5


def slip_of(source: str, start: int, end: int) -> str:
    """Say what is wrong with a span's ends; nothing if it is made of whole sentences."""
    text, turn = document(source).text, turn_of(source, start, end)
    cut = sentences(text, turn.start, turn.end)
    first = start + len(text[start:end]) - len(text[start:end].lstrip())
    if first not in {a for a, _ in cut}:
        return "begins inside a sentence"
    if first > start:
        return "blank"
    if end in {b for _, b in cut}:
        return ""
    return "full stop" if text[end] in ".?!" and end + 1 in {b for _, b in cut} else "ends inside a sentence"


def test_codings_are_of_the_respondent_or_the_interpreter() -> None:
    roles = {turn_of(row["source"], int(row["start"]), int(row["end"])).role for row in codings() if row["source"] in TESTIMONIES}
    assert roles <= {"R", "T"}


def test_every_statement_has_at_most_one_kind_of_evidence() -> None:
    spans = Counter((row["source"], row["coder"], row["start"], row["end"]) for row in codings() if row["code"] in EVIDENCE)
    assert [span for span, n in spans.items() if n > 1] == []


def test_memos_stand_on_codings_of_their_coders_or_say_what_the_study_is() -> None:
    keys = ("source", "coder", "code", "start", "end")
    known = {tuple(row[key] for key in keys) for row in codings()}
    on = Counter(memo["on"] for memo in memos())
    assert on.keys() == {"study", "code", "coding"}
    assert all(memo["memo"].endswith(".") for memo in memos())
    assert all(tuple(memo[key] for key in keys) in known for memo in memos() if memo["on"] == "coding")
