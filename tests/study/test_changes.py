"""Changes: each is checked where it is saved, says what it was before, and widens rather than doubles."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from one_study import BRIBERY, LIMITS, PAPERS, TEXT, TURNS, OneStudy, one_study

from coder.errors import ChangeRefused
from coder.model.codebook import Code
from coder.model.coding import Memo
from coder.model.respondent import Variable
from coder.model.source import Document
from coder.study.changes import (
    BATCH,
    CODE_FIELDS,
    Change,
    MoveCoding,
    Recode,
    Remove,
    SetField,
    add_code,
    add_coder,
    add_codings,
    add_memo,
    add_respondent,
    add_round,
    add_source,
    add_variable,
    coding_uid,
    content,
    edit_memo,
    mark,
    new_uid,
    remove_memo,
    set_code_field,
    set_value,
    set_words,
)
from coder.study.study import Study


@pytest.fixture
def place(tmp_path: Path) -> OneStudy:
    return one_study(tmp_path)


@pytest.fixture
def study(place: OneStudy) -> Iterator[Study]:
    with place.open() as study:
        yield study


# The rules of coding


@pytest.mark.parametrize("span", [(-1, 5), (5, 5), (6, 5), (0, len(TEXT) + 1), (len(TEXT), len(TEXT) + 1), (0, 10**9)])
def test_a_span_outside_the_source_or_without_a_character_is_refused(
    study: Study, place: OneStudy, span: tuple[int, int]
) -> None:
    study.act([kept := place.coding()], place.coder)
    with pytest.raises(ChangeRefused, match=f"{len(TEXT)} characters"):
        study.act([place.coding(*span)], place.coder)
    with pytest.raises(ChangeRefused, match=f"{len(TEXT)} characters"):
        study.act([MoveCoding(kept.uid, *span)], place.coder)
    assert [(coding.start, coding.end) for coding in study.store.codings()] == [(kept.start, kept.end)]


def test_the_whole_source_can_be_coded(study: Study, place: OneStudy) -> None:
    study.act([place.coding(0, len(TEXT))], place.coder)
    assert [(coding.start, coding.end) for coding in study.store.codings()] == [(0, len(TEXT))]


@pytest.mark.parametrize(
    ("field", "value"), [("codable", False), ("status", "retired"), ("removed", True), ("merged_into", PAPERS)]
)
def test_a_code_that_is_not_to_be_used_is_refused(study: Study, place: OneStudy, field: str, value: str | bool) -> None:
    study.act([SetField("code", BRIBERY, field, value)], place.coder)
    with pytest.raises(ChangeRefused, match="groups other codes"):
        study.act([place.coding()], place.coder)
    study.undo(place.coder)
    study.act([place.coding()], place.coder)


def test_a_code_that_only_groups_is_refused(study: Study, place: OneStudy) -> None:
    with pytest.raises(ChangeRefused, match="groups other codes"):
        study.act([place.coding(code=LIMITS)], place.coder)


@pytest.mark.parametrize("part", ["source", "code", "coder", "round"])
def test_what_is_not_in_the_study_is_refused(study: Study, place: OneStudy, part: str) -> None:
    with pytest.raises(ChangeRefused, match="not in the study"):
        study.act([replace(place.coding(), **{part: "nobody's"})], place.coder)  # type: ignore[arg-type]  # one of the four uids


def test_a_source_that_was_taken_out_is_refused(study: Study, place: OneStudy) -> None:
    study.act([Remove("source", place.source)], place.coder)
    with pytest.raises(ChangeRefused, match="not in the study"):
        study.act([place.coding()], place.coder)


def test_of_codes_merged_crosswise_the_one_that_counts_can_be_used(study: Study, place: OneStudy) -> None:
    """Two laptops merged each into the other; the circle is cut at the smaller uid."""
    study.act([SetField("code", BRIBERY, "merged_into", PAPERS)], place.coder)
    study.act([SetField("code", PAPERS, "merged_into", BRIBERY)], place.coder)
    study.act([place.coding()], place.coder)
    with pytest.raises(ChangeRefused):
        study.act([place.coding(code=PAPERS)], place.coder)


def test_a_code_can_be_made_and_used_in_one_action(study: Study, place: OneStudy) -> None:
    study.act([add_code(Code("In her words", uid="f" * 32), 0), place.coding(code="f" * 32)], place.coder)
    assert [coding.code for coding in study.store.codings()] == ["f" * 32]


def test_an_action_of_which_one_change_is_refused_changes_nothing(study: Study, place: OneStudy) -> None:
    rows = len(list(study.log()))
    with pytest.raises(ChangeRefused):
        study.act([place.coding(), place.coding(code=LIMITS)], place.coder)
    assert (study.store.codings(), len(list(study.log()))) == ([], rows)


# Moving and removing


def test_a_coding_that_moves_keeps_its_text_and_says_what_it_was(study: Study, place: OneStudy) -> None:
    study.act([coding := place.coding()], place.coder)
    study.act([MoveCoding(coding.uid, 16, 40)], place.coder)
    entry = list(study.log())[-1]
    assert (entry.op, entry.payload["field"]) == ("set", "anchor")
    assert entry.payload["was"] == coding.fields(study.store.text_uids()[place.source])["anchor"]
    assert [(found.start, found.end) for found in study.store.codings()] == [(16, 40)]


@pytest.mark.parametrize("gone", [True, False])
def test_a_coding_that_is_not_there_is_not_moved(study: Study, place: OneStudy, gone: bool) -> None:
    study.act([coding := place.coding()], place.coder)
    if gone:
        study.act([Remove("coding", coding.uid)], place.coder)
    with pytest.raises(ChangeRefused, match="not in the study any more"):
        study.act([MoveCoding(coding.uid if gone else "nobody's", 0, 1)], place.coder)


def test_a_coding_that_is_recoded_keeps_its_passage_and_goes_back_with_undo(study: Study, place: OneStudy) -> None:
    study.act([coding := place.coding()], place.coder)
    before = study.store.codings()
    study.act([Recode(coding.uid, PAPERS)], place.coder)
    assert study.store.codings() == [replace(before[0], code=PAPERS)]
    study.undo(place.coder)
    assert study.store.codings() == before
    study.redo(place.coder)
    assert [found.code for found in study.store.codings()] == [PAPERS]


@pytest.mark.parametrize(("code", "said"), [(LIMITS, "groups other codes"), ("nobody's", "not in the study")])
def test_a_coding_is_not_recoded_to_what_could_not_be_applied(study: Study, place: OneStudy, code: str, said: str) -> None:
    study.act([coding := place.coding()], place.coder)
    with pytest.raises(ChangeRefused, match=said):
        study.act([Recode(coding.uid, code)], place.coder)
    assert [found.code for found in study.store.codings()] == [BRIBERY]


@pytest.mark.parametrize("gone", [True, False])
def test_a_coding_that_is_not_there_is_not_recoded(study: Study, place: OneStudy, gone: bool) -> None:
    study.act([coding := place.coding()], place.coder)
    if gone:
        study.act([Remove("coding", coding.uid)], place.coder)
    with pytest.raises(ChangeRefused, match="not in the study any more"):
        study.act([Recode(coding.uid if gone else "nobody's", PAPERS)], place.coder)


@pytest.mark.parametrize("kind", ["source", "code", "coding", "memo", "respondent", "variable"])
def test_what_is_removed_is_gone_once_and_comes_back_with_undo(study: Study, place: OneStudy, kind: str) -> None:
    made = {
        "source": place.source,
        "code": PAPERS,
        "coding": (coding := place.coding()).uid,
        "memo": (memo := add_memo("study", "", place.coder, "A doubt.")).uid,
        "respondent": (respondent := add_respondent("R1")).uid,
        "variable": (variable := add_variable(Variable("age"))).uid,
    }
    study.act([coding, memo, respondent, variable], place.coder)
    before = everything(study)
    removal = Remove(kind, made[kind])  # type: ignore[arg-type]  # one of its kinds
    study.act([removal], place.coder)
    assert everything(study) != before
    with pytest.raises(ChangeRefused, match=f"This {kind} is not in the study"):
        study.act([removal], place.coder)
    study.undo(place.coder)
    assert everything(study) == before


def everything(study: Study) -> list[object]:
    store = study.store
    return [store.sources(), store.codebook(), store.codings(), store.memos(), store.respondents(), store.variables()]


def test_a_code_in_use_is_not_removed(study: Study, place: OneStudy) -> None:
    with pytest.raises(ChangeRefused, match="codings or sub-codes"):
        study.act([Remove("code", LIMITS)], place.coder)
    study.act([place.coding()], place.coder)
    with pytest.raises(ChangeRefused, match="codings or sub-codes"):
        study.act([Remove("code", BRIBERY)], place.coder)


def test_a_code_that_merged_codes_count_as_is_not_removed(study: Study, place: OneStudy) -> None:
    study.act([place.coding()], place.coder)
    study.act([SetField("code", BRIBERY, "merged_into", PAPERS)], place.coder)
    with pytest.raises(ChangeRefused, match="codings or sub-codes"):
        study.act([Remove("code", PAPERS)], place.coder)


# What people make


def test_what_is_made_is_read_back_as_it_was_meant(study: Study, place: OneStudy) -> None:
    respondent, variable = add_respondent("R1"), add_variable(Variable("age", values=("40", "50"), uid="age"))
    other = add_source(Document("M1", "The paper says so."), "media", None)
    study.act([respondent, variable, add_coder("elm"), add_round("blind", blind=True), *other], place.coder)
    study.act([SetField("source", place.source, "respondent", respondent.uid)], place.coder)
    study.act(
        [set_value(respondent.uid, "age", "50"), memo := add_memo("source", place.source, place.coder, "A doubt.")], place.coder
    )
    store = study.store
    assert [(one.label, one.sources, one.values) for one in store.respondents()] == [("R1", ("R1",), {"age": "50"})]
    assert store.variables() == [Variable("age", values=("40", "50"), uid="age")]
    assert [(coder.name, coder.role) for coder in store.coders()] == [("oak", "supervisor"), ("elm", "coder")]
    assert [(one.name, one.blind) for one in store.rounds()] == [("main", False), ("blind", True)]
    assert [(one.name, one.kind, one.language, one.n_turns) for one in store.sources()] == [
        ("M1", "media", "", 0),
        ("R1", "interview", "en", 2),
    ]
    assert (store.text(place.source), store.turns(place.source)) == (TEXT, TURNS)
    (found,) = store.memos()
    assert replace(found, created_at="") == Memo(memo.uid, "source", place.source, place.coder, "A doubt.")


def test_a_memo_is_given_other_words_or_taken_out_by_who_wrote_it(study: Study, place: OneStudy) -> None:
    study.act([memo := add_memo("study", "", place.coder, "A doubt.")], place.coder)
    study.act([edit_memo(memo.uid, place.coder, "No\u200b doubt.\r\n")], place.coder)
    assert [found.body for found in study.store.memos()] == ["No doubt.\n"]
    study.act([remove_memo(memo.uid, place.coder)], place.coder)
    assert study.store.memos() == []
    for words in ([], ["No doubt.\n"], ["A doubt."], []):
        assert [found.body for found in study.store.memos()] == words
        study.undo(place.coder)


@pytest.mark.parametrize("change", [lambda uid, coder: edit_memo(uid, coder, "Mine."), remove_memo])
def test_a_memo_of_somebody_else_or_one_that_is_gone_is_left(
    study: Study, place: OneStudy, change: Callable[[str, str], Change]
) -> None:
    study.act([elm := add_coder("elm"), memo := add_memo("study", "", place.coder, "A doubt.")], place.coder)
    with pytest.raises(ChangeRefused, match="somebody else's"):
        study.act([change(memo.uid, elm.uid)], elm.uid)
    study.act([remove_memo(memo.uid, place.coder)], place.coder)
    for uid in (memo.uid, "nobody knows it"):
        with pytest.raises(ChangeRefused, match="not in the study any more"):
            study.act([change(uid, place.coder)], place.coder)
    assert study.store.memos() == []


def test_a_value_and_a_memo_are_cleaned_before_they_are_kept(study: Study, place: OneStudy) -> None:
    variable = add_variable(Variable("left"))
    study.act(
        [variable, set_value(place.source, variable.uid, "ear\u200bly\r\n"), add_memo("study", "", "c", "a\x1bb")], place.coder
    )
    assert study.store.memos()[0].body == "a␛b"


def test_a_value_that_is_taken_away_is_absent(study: Study, place: OneStudy) -> None:
    variable = add_variable(Variable("left", of="source"))
    study.act([variable, set_value(place.source, variable.uid, "early")], place.coder)
    assert study.store.source_values() == {place.source: {"left": "early"}}
    study.act([set_value(place.source, variable.uid, None)], place.coder)
    assert study.store.source_values() == {}


def test_other_words_take_the_place_of_a_name(study: Study, place: OneStudy) -> None:
    study.act([set_words("coder", place.coder, "name", "ash")], place.coder)
    assert [coder.name for coder in study.store.coders()] == ["ash"]
    study.undo(place.coder)
    assert [coder.name for coder in study.store.coders()] == ["oak"]


def test_a_mark_is_set_and_taken_back(study: Study, place: OneStudy) -> None:
    done = (place.round, place.source, place.coder)
    study.act([mark(*done, "finished", value=True)], place.coder)
    assert study.store.finished() == {done}
    study.act([mark(*done, "finished", value=False)], place.coder)
    assert study.store.finished() == set()


def test_every_field_of_a_code_is_written_and_read(study: Study, place: OneStudy) -> None:
    code = Code(
        "Night work", LIMITS, "f" * 32, "b", "d", "i", "e", ("x", "y"), "sky", "proposed", codable=False, names=(("ko", "야간"),)
    )
    study.act([add_code(code, 5)], place.coder)
    assert study.store.codebook().by_uid[code.uid] == code
    other = replace(code, name="Nights", brief="B", examples=(), colour=None, status="active", codable=True, names=())
    study.act([set_code_field(other, name) for name in CODE_FIELDS], place.coder)
    assert study.store.codebook().by_uid[code.uid] == replace(other, definition="d", include="i", exclude="e")


def test_codes_added_without_a_uid_get_one_each() -> None:
    assert add_code(Code("A"), 0).uid != add_code(Code("A"), 0).uid
    assert len(new_uid()) == 32


def test_the_same_words_never_have_the_same_uid_twice() -> None:
    assert content("R1").uid != content("R1").uid


def test_an_import_of_many_takes_few_rows_and_tells_each_uid(study: Study, place: OneStudy) -> None:
    codings = [place.coding(number % 20, number % 20 + 5) for number in range(BATCH + 3)]
    rows = len(list(study.log()))
    batches = add_codings(codings, study.store.text_uids())
    study.act(batches, place.coder)
    assert len(list(study.log())) == rows + 2
    found = {coding.uid: (coding.start, coding.end) for coding in study.store.codings()}
    assert found == {coding_uid(batches, number): (coding.start, coding.end) for number, coding in enumerate(codings)}
    study.undo(place.coder)
    assert study.store.codings() == []
    study.redo(place.coder)
    assert len(study.store.codings()) == BATCH + 3


def test_an_import_of_nothing_is_nothing() -> None:
    assert add_codings([], {}) == []
