"""Which memos there are, and what each is on in words."""

from __future__ import annotations

from pathlib import Path

import pytest
from workbench import desk

from coder.model.coding import TargetKind
from coder.reports.memos import MemoQuestion, list_memos, memos_table, memos_value
from coder.reports.places import IN_VIVO, Places
from coder.study import Study
from coder.study.changes import Remove, SetField, add_memo, content, set_words


def on_all(study: Study) -> None:
    """Write a memo on one thing of each kind, beside the one that the study has on a coding of ash."""
    store = study.store
    ash = next(coder.uid for coder in store.coders() if coder.name == "ash")
    codes = {path: uid for uid, path in store.codebook().paths.items()}
    targets: list[tuple[TargetKind, str]] = [
        ("study", ""),
        ("source", next(source.uid for source in store.sources() if source.name == "R1")),
        ("code", codes["Homes > Inspection"]),
        ("respondent", store.respondents()[0].uid),
    ]
    for kind, uid in targets:
        study.act([add_memo(kind, uid, ash, f"on {kind}")], ash)


def test_memos_name_what_they_are_on(tmp_path: Path) -> None:
    with Study.open(desk(tmp_path).study) as study:
        on_all(study)
        table = memos_table(list_memos(study.store))
    assert [row[:4] for row in table.rows] == [
        (1, "coding", "R1 turn 2 sentence 2, Lamp", "ash"),
        (2, "study", "", "ash"),
        (3, "source", "R1", "ash"),
        (4, "code", "Homes > Inspection", "ash"),
        (5, "respondent", "R1", "ash"),
    ]
    assert table.rows[4][5] == "on respondent"
    assert table.notes == ()


def test_a_memo_is_not_lost_with_what_it_is_on(tmp_path: Path) -> None:
    with Study.open(desk(tmp_path).study) as study:
        on_all(study)
        store = study.store
        oak, codes = store.coders()[0].uid, {path: uid for uid, path in store.codebook().paths.items()}
        ash = store.coders()[1].uid
        lamp, inspection = codes["Homes > Lamp"], codes["Homes > Inspection"]
        memo = store.memos()[0]
        study.act([Remove("coding", memo.target)], ash)
        study.act([SetField("code", inspection, "merged_into", lamp)], oak)
        study.act([add_memo("coding", "nobody knows it", ash, "of old")], ash)
        which = [listed.which for listed in list_memos(store)]
        assert which == ["R1 turn 2 sentence 2, Lamp", "", "R1", "Inspection", "R1", "something not known here"]
        assert [listed.number for listed in list_memos(store, MemoQuestion(codes=("Lamp",)))] == [1, 4]
        study.act([set_words("source", store.sources()[1].uid, "text", "Another text.")], oak)
        (value, *_) = memos_value(store, list_memos(store)[:1])
        assert (value["which"], value["start"], value["source"]) == ("R1, an earlier text, Lamp", None, "R1")


def test_a_code_made_of_words_is_named_only_to_those_who_read_words(tmp_path: Path) -> None:
    with Study.open(desk(tmp_path).study) as study:
        store, oak = study.store, study.store.coders()[0].uid
        codes = {path: uid for uid, path in store.codebook().paths.items()}
        words = content("it turned its head")
        study.act([SetField("code", codes["Homes"], "name", {"content": words.uid}, (words,))], oak)
        inspection, homes = codes["Homes > Inspection"], codes["Homes"]
        assert Places(store).name("code", homes) == "it turned its head"
        assert Places(store).name("code", inspection) == "it turned its head > Inspection"
        discreet = Places(store, is_discreet=True)
        assert discreet.name("code", homes) == IN_VIVO
        assert discreet.name("code", inspection) == f"{IN_VIVO} > Inspection"


@pytest.mark.parametrize(("start", "said"), [(None, "R1"), (0, "R1 turn 1"), (50, "R1 turn 2"), (10_000, "R1 turn 4")])
def test_a_place_is_said_by_its_turn(tmp_path: Path, start: int | None, said: str) -> None:
    with Study.open(desk(tmp_path).study, readonly=True) as study:
        sources = {source.name: source.uid for source in study.store.sources()}
        places = Places(study.store)
        assert places.turn(sources["R1"], start) == said
        assert places.turn(sources["M1"], 20) == "M1 character 20"
