"""Bringing documents into a study: each file one action, one bad file does not stop the others, nothing comes in twice."""

from __future__ import annotations

from pathlib import Path

import pytest
from workbench import TEXTS, Desk, desk

from coder.documents.intake import Intake, Reading, take_in
from coder.study import Study

TALK = "Interviewer: What?\n{0}: That.\nInterviewer: Why?\n{0}: Because.\n"


def taken(study: Study, *paths: Path, how: Reading | None = None) -> Intake:
    """Import as the supervisor."""
    return take_in(study, paths, study.store.coders()[0], how or Reading())


def test_document_comes_in_with_its_text_turns_and_respondent(tmp_path: Path) -> None:
    at = desk(tmp_path)
    with Study.open(at.study) as study:
        done = taken(study, at.write("R7.txt", TALK.format("R7")))
        assert [document.name for document in done.taken] == ["R7"]
        new = next(source for source in study.store.sources() if source.name == "R7")
        assert (new.kind, new.respondent, new.n_turns, new.language) == ("interview", "R7", 4, "en")
        assert study.store.text(new.uid) == TALK.format("R7")
        assert [turn.speaker for turn in study.store.turns(new.uid)] == ["Interviewer", "R7"] * 2


def test_each_file_is_one_action(tmp_path: Path) -> None:
    at = desk(tmp_path)
    with Study.open(at.study) as study:
        taken(study, at.write("R7.txt", TALK.format("R7")), at.write("R8.txt", TALK.format("R8")))
        oak = study.store.coders()[0].uid
        study.undo(oak)
        assert [source.name for source in study.store.sources()] == ["M1", "R1", "R2", "R7", "R10"]
        assert [person.label for person in study.store.respondents()] == ["R1", "R2", "R7", "R10"]


def test_bad_file_does_not_stop_the_others(tmp_path: Path) -> None:
    at = desk(tmp_path)
    paths = [at.write("a.txt", "One."), at.write("b.txt", ""), tmp_path / "nowhere.txt", at.write("c.txt", "Three.")]
    with Study.open(at.study) as study:
        done = taken(study, *paths)
    assert [document.name for document in done.taken] == ["a", "c"]
    assert [problem.place for problem in done.refused] == [str(tmp_path / "b.txt"), str(tmp_path / "nowhere.txt")]
    assert all(problem.hint and not problem.message.startswith(problem.place) for problem in done.refused)


@pytest.mark.parametrize("name", ["R1.txt", "r1.md", " R1 .txt"])
def test_name_that_the_study_has_is_refused(tmp_path: Path, name: str) -> None:
    at = desk(tmp_path)
    before = at.rows()
    with Study.open(at.study) as study:
        [problem] = taken(study, at.write(name, "Another text.")).refused
    assert "already" in problem.message
    assert at.rows() == before


def test_text_that_the_study_has_is_refused_with_its_name_whatever_its_line_ends(tmp_path: Path) -> None:
    at = desk(tmp_path)
    before = at.rows()
    with Study.open(at.study) as study:
        [problem] = taken(study, at.write("new.txt", TEXTS["R2"].replace("\n", "\r\n"))).refused
    assert "as “R2”" in problem.message
    assert at.rows() == before


def test_twins_among_the_files_come_in_once(tmp_path: Path) -> None:
    at = desk(tmp_path)
    with Study.open(at.study) as study:
        done = taken(study, at.write("a.txt", "The same."), at.write("b.txt", "The same."), at.write("deep/A.txt", "Other."))
    assert [document.name for document in done.taken] == ["a"]
    assert "as “a”" in done.refused[0].message
    assert len(done.refused) + len(done.notes) >= 2


@pytest.mark.parametrize(
    ("how", "respondent"),
    [
        (Reading(), "X"),
        (Reading(kind="media"), None),
        (Reading(kind="research"), None),
        (Reading(respondent="none"), None),
        (Reading(respondent="R1"), "R1"),
        (Reading(respondent="r1"), "R1"),
        (Reading(kind="media", respondent="Person 5"), "Person 5"),
    ],
)
def test_respondent_is_the_files_name_for_interviews_unless_told(tmp_path: Path, how: Reading, respondent: str | None) -> None:
    at = desk(tmp_path)
    with Study.open(at.study) as study:
        taken(study, at.write("X.txt", "A text."), how=how)
        new = next(source for source in study.store.sources() if source.name == "X")
        assert (new.respondent, new.kind) == (respondent, how.kind)


def test_respondent_of_several_files_is_one_person(tmp_path: Path) -> None:
    at = desk(tmp_path)
    with Study.open(at.study) as study:
        taken(study, at.write("a.txt", "One."), at.write("b.txt", "Two."), how=Reading(respondent="P1"))
        assert [person.sources for person in study.store.respondents() if person.label == "P1"] == [("a", "b")]


def test_speakers_and_encoding_are_handed_on(tmp_path: Path) -> None:
    at = desk(tmp_path)
    path = at.write("k.txt", "김: 무엇을?\n이: 그것을.\n", "cp949")
    with Study.open(at.study) as study:
        done = taken(study, path, how=Reading(encoding="cp949", speakers={"김": "I", "이": "R"}))
        assert [(turn.speaker, turn.role) for turn in done.taken[0].turns] == [("김", "I"), ("이", "R")]


def test_progress_is_told_after_each_file(tmp_path: Path) -> None:
    at = Desk(tmp_path)
    told: list[tuple[int, int]] = []
    paths = [at.write("a.txt", "One."), at.write("b.txt", ""), at.write("c.txt", "Three.")]
    with Study.create(at.study) as study:
        take_in(study, paths, study.store.coders()[0], Reading(), lambda done, of: told.append((done, of)))
    assert told == [(1, 3), (2, 3), (3, 3)]


def test_refusals_and_notes_never_quote_the_text(tmp_path: Path) -> None:
    at = desk(tmp_path)
    name = "Hwangbo"
    paths = [
        at.write("a.txt", f"R9: I met {name}.\r\nx: {name}\x1b\r\n"),
        at.write("b.txt", f"{name} war in Köln", "latin-1"),
        at.write("c.txt", f"<html>{name}</html>"),
    ]
    with Study.open(at.study) as study:
        done = taken(study, *paths)
    said = "".join(map(str, [*done.refused, *done.notes]))
    assert said
    assert name not in said
