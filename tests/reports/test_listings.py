"""Lists of what a study holds."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from workbench import Desk, desk

from coder.model.codebook import Code, Codebook
from coder.model.respondent import Respondent, Variable
from coder.model.round import Coder, Progress
from coder.model.source import Source, Turn
from coder.reports import listings
from coder.reports.table import Table
from coder.study import Study
from coder.study.changes import add_coder, set_words
from coder.study.store import Store


@contextmanager
def store_of(folder: Path) -> Iterator[Store]:
    """Open the small study for reading."""
    with Study.open(desk(folder).study, readonly=True) as study:
        yield study.store


def columns(table: Table) -> list[str]:
    """Name a table's columns."""
    return [column.name for column in table.columns]


def test_sources_are_listed_with_the_progress_of_each_coder(tmp_path: Path) -> None:
    with store_of(tmp_path) as store:
        table = listings.sources_table(store)
    assert columns(table) == ["source", "kind", "respondent", "language", "characters", "turns", "oak", "ash", "elm"]
    assert table.rows[0] == ("M1", "media", "", "en", 67, 0, "", "", "")
    assert table.rows[3] == ("R10", "interview", "R10", "en", 100, 4, "", "1 finished", "0 finished")


def test_status_counts_what_the_study_holds(tmp_path: Path) -> None:
    with store_of(tmp_path) as store:
        said = listings.status(store)
        table = listings.status_table(store)
    assert {name: said[name] for name in ("codes", "codings", "respondents", "memos", "stale")} == {
        "codes": 4, "codings": 7, "respondents": 3, "memos": 1, "stale": 0,
    }  # fmt: skip
    assert said["rounds"] == [{"name": "main", "blind": False}]
    assert table.notes[0].startswith("4 codes, 7 codings, 3 respondents, 1 memo")
    assert not any("earlier text" in note for note in table.notes)


def test_status_counts_codings_on_an_earlier_text_apart(tmp_path: Path) -> None:
    at = desk(tmp_path)
    with Study.open(at.study) as study:
        source = next(one for one in study.store.sources() if one.name == "R1")
        study.act([set_words("source", source.uid, "text", "Another text.")], study.store.coders()[0].uid)
        said = listings.status(study.store)
        table = listings.status_table(study.store)
    assert (said["codings"], said["stale"]) == (3, 4)
    assert any(note.startswith("4 codings were made on an earlier text") for note in table.notes)


def test_turns_are_numbered_with_role_time_and_first_words() -> None:
    text = "I: What? \nR1: It was long ago, in the spring, when the river rose and the bridge went away with it.\n"
    source = Source("u", "R1", "interview", "en", len(text), 2, "R1", "")
    turns = (Turn(0, 3, 8, "I", "I", 0, 1500), Turn(10, 14, len(text) - 1, "R1", "R", 3_725_000))
    table = listings.turns_table(source, text, turns)
    assert table.title == "Turns of R1"
    assert table.rows[0] == (1, "I", "interviewer", "0:00:00", 3, 8, "What?")
    assert table.rows[1][:6] == (2, "R1", "respondent", "1:02:05", 14, len(text) - 1)
    assert str(table.rows[1][6]).startswith("It was long ago")
    assert len(str(table.rows[1][6])) <= 60


@pytest.mark.parametrize(
    ("milliseconds", "said"),
    [(None, ""), (0, "0:00:00"), (999, "0:00:00"), (59_999, "0:00:59"), (60_000, "0:01:00"), (36_000_000, "10:00:00")],
)
def test_clock_writes_hours_minutes_seconds(milliseconds: int | None, said: str) -> None:
    assert listings.clock(milliseconds) == said


def test_respondents_have_a_column_for_each_of_their_variables() -> None:
    people = [Respondent("1", "R1", ("R1", "R1 again"), {"left": "early"}), Respondent("2", "R2")]
    table = listings.respondents_table(people, [Variable("left"), Variable("place", "source"), Variable("age", type="number")])
    assert columns(table) == ["respondent", "sources", "left", "age"]
    assert table.rows == (("R1", "R1, R1 again", "early", ""), ("R2", "", "", ""))


def test_coders_are_listed_with_codings_and_sources_by_state() -> None:
    coders = [Coder("a", "ash"), Coder("o", "oak", "supervisor")]
    progress = {("s1", "a"): Progress(3, "finished"), ("s2", "a"): Progress(2, "open"), ("s3", "a"): Progress(0, "to do")}
    table = listings.coders_table(coders, progress)
    assert columns(table)[:5] == ["coder", "role", "codings", "finished", "open"]
    assert table.rows[0][:4] == ("ash", "coder", 5, 1)
    assert table.rows[1][:5] == ("oak", "supervisor", 0, 0, 0)


def test_codebook_counts_codable_codes_and_leaves_groups_out() -> None:
    book = Codebook(
        (Code("Homes", None, "h", codable=False), Code("Lamp", "h", "l", brief="light"), Code("Old", None, "o", status="retired"))
    )
    table = listings.codebook_table(book, {"l": 4})
    assert [row[:4] for row in table.rows] == [
        ("Homes", None, "", ""),
        ("  Lamp", 4, "", "light"),
        ("Old", 0, "retired", ""),
    ]


def test_codes_are_counted_over_all_coders(tmp_path: Path) -> None:
    with store_of(tmp_path) as store:
        paths = store.codebook().paths
        counts = {paths[uid]: n for uid, n in listings.code_counts(store).items()}
    assert counts == {"Phones > Inspection": 2, "Phones > Calls": 2, "Homes > Inspection": 1, "Homes > Lamp": 2}


def test_journal_is_listed_oldest_first_with_what_was_undone(tmp_path: Path) -> None:
    at: Desk = desk(tmp_path)
    with Study.open(at.study) as study:
        coders = {coder.uid: coder.name for coder in study.store.coders()}
        oak = study.store.coders()[0].uid
        study.act([add_coder("yew")], oak)
        study.undo(oak)
        table = listings.log_table(study.log(), coders)
    assert table.rows[0][1] == "oak"
    assert table.rows[0][3:] == ("add", "coder", "")
    assert "undone" in [row[5] for row in table.rows]
    assert [row[0] for row in table.rows] == sorted(str(row[0]) for row in table.rows)
