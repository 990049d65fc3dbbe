"""How a study stands: for who codes, for who supervises, and for nobody in particular."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from workbench import desk

from coder.analysis.names import find
from coder.reports.listings import status_table
from coder.reports.overview import Overview, overview, team_table
from coder.study import Study
from coder.study.backup import folder_of
from coder.study.changes import AddCoding, SetField, add_coder, mark


@pytest.fixture
def study(tmp_path: Path) -> Iterator[Study]:
    """Open the small study, with a backup that was made on a day in January."""
    path = desk(tmp_path).study
    folder_of(path).mkdir()
    (folder_of(path) / "20250102-120405-000-asked.db").write_bytes(path.read_bytes())
    with Study.open(path) as study:
        yield study


def seen(study: Study, who: str | None = None, memory: Mapping[str, str] | None = None) -> Overview:
    coder = find("coder", study.store.coders(), who) if who else None
    return overview(study, coder, memory or {})


def uid(study: Study, source: str) -> str:
    return find("source", study.store.sources(), source).uid


def test_where_nothing_was_given_to_anybody_all_sources_are_everybodys(study: Study) -> None:
    found = seen(study, "ash")
    assert [(one.source.name, one.codings, one.memos, one.state) for one in found.standings] == [
        ("M1", 0, 0, "to do"), ("R1", 2, 1, "finished"), ("R2", 1, 0, "finished"), ("R10", 1, 0, "finished"),
    ]  # fmt: skip
    assert [(one.coder.name, one.finished, one.sources) for one in found.people] == [("ash", 3, 4), ("elm", 3, 4)]


def test_whoever_was_given_sources_has_these_and_those_she_began(study: Study) -> None:
    ash = find("coder", study.store.coders(), "ash")
    study.act([mark(study.store.main_round().uid, uid(study, "R1"), ash.uid, "assigned", value=True)], ash.uid)
    found = seen(study, "ash")
    assert [one.source.name for one in found.standings] == ["R1", "R2", "R10"]
    assert [one.sources for one in found.people if one.coder.name == "ash"] == [3]


def test_who_is_furthest_behind_comes_first_and_who_has_not_begun_is_no_line(study: Study) -> None:
    ash = find("coder", study.store.coders(), "ash")
    study.act([mark(study.store.main_round().uid, uid(study, "R1"), ash.uid, "finished", value=False)], ash.uid)
    assert [one.coder.name for one in seen(study).people] == ["ash", "elm"]
    elm = find("coder", study.store.coders(), "elm")
    study.act(
        [mark(study.store.main_round().uid, uid(study, name), elm.uid, "finished", value=False) for name in ("R1", "R2")], elm.uid
    )
    assert [one.coder.name for one in seen(study).people] == ["elm", "ash"]


@pytest.mark.parametrize(
    ("kept", "source", "read"),
    [
        ({}, "M1", 0.0),
        ({}, "R1", None),
        ({"R1": "70"}, "R1", 70 / 139),
        ({"R1": "9999"}, "R1", 1.0),
        ({"R1": "138"}, "R1", 1.0),
        ({"R1": "x"}, "R1", None),
    ],
)
def test_reading_is_known_where_it_was_done(study: Study, kept: Mapping[str, str], source: str, read: float | None) -> None:
    memory = {f"read:{uid(study, name)}": value for name, value in kept.items()}
    assert [one.read for one in seen(study, "ash", memory).standings if one.source.name == source] == [read]


@pytest.mark.parametrize(("cursor", "turn"), [("", 1), ("0", 1), ("40", 2), ("9999", 4), ("-1", 1)])
def test_where_somebody_stopped_is_told_by_turn(study: Study, cursor: str, turn: int) -> None:
    r1 = uid(study, "R1")
    stop = seen(study, "ash", {"source": r1, f"cursor:{r1}": cursor, "left": "2025-01-02T03:04:05.000Z"}).stop
    assert stop is not None
    assert (stop.source.name, stop.turn, stop.at) == ("R1", turn, "2025-01-02T03:04:05.000Z")


def test_a_source_that_is_gone_is_no_stop_and_one_without_turns_has_none(study: Study) -> None:
    assert seen(study, "ash", {"source": "gone"}).stop is None
    stop = seen(study, "ash", {"source": uid(study, "M1")}).stop
    assert stop is not None
    assert stop.turn is None


def test_a_supervisor_who_codes_nothing_looks_at_the_team_and_nobody_else_does(study: Study) -> None:
    assert [seen(study, who).is_for_the_team for who in ("oak", "ash", None)] == [True, False, False]
    oak, code = study.store.coders()[0], next(code for code in study.store.codebook().codes if code.codable)
    study.act([AddCoding(uid(study, "R1"), code.uid, oak.uid, study.store.main_round().uid, 0, 5)], oak.uid)
    assert not seen(study, "oak").is_for_the_team


def test_a_supervisor_alone_looks_at_her_own_work(tmp_path: Path) -> None:
    with Study.create(tmp_path / "s.db", supervisor="kim") as study:
        assert not seen(study, "kim").is_for_the_team


def test_what_others_changed_since_she_coded_is_counted(study: Study) -> None:
    assert seen(study, "ash").changed_codes == 0
    (oak, *_), codes = study.store.coders(), study.store.codebook().codes
    study.act([SetField("code", code.uid, "include", "words") for code in codes[:2]], oak.uid)
    found = seen(study, "ash")
    assert (found.changed_codes, found.new_sources) == (2, 0)
    assert "Since ash coded last: 2 changed codes." in list(found.sentences())


def test_the_sentences_say_what_the_table_cannot(study: Study) -> None:
    r1 = uid(study, "R1")
    said = list(seen(study, "ash", {"source": r1}).sentences())
    assert said[0] == "Finished: ash 3 of 4, elm 3 of 4."
    assert said[1].startswith("Journal: ")
    assert said[1].endswith(" changes from 1 device.")
    assert said[2].startswith("Backups beside the study: 1, the newest of 2025-01-0")
    assert said[3] == "ash stopped in R1, turn 1 of 4."


def test_a_table_for_nobody_gets_no_columns_of_hers(study: Study) -> None:
    plain = status_table(study.store)
    assert seen(study).beside(plain).columns == plain.columns
    hers = seen(study, "ash").beside(plain)
    assert [column.name for column in hers.columns[-2:]] == ["read", "memos"]
    assert [row[-2:] for row in hers.rows] == [(0.0, 0), (None, 1), (None, 0), (None, 0)]


def test_the_json_gives_the_same_facts(study: Study) -> None:
    r1 = uid(study, "R1")
    said = seen(study, "ash", {"source": r1, f"read:{r1}": "139"}).as_json()
    assert said["backups"] == {"kept": 1, "newest": "2025-01-02T12:04:05+00:00"}
    assert isinstance(said["journal"], dict)
    assert said["journal"].keys() == {"entries", "devices", "last"}
    assert isinstance(said["people"], list)
    assert said["people"][0] | {"last_coded": ""} == {
        "name": "ash", "codings": 4, "finished": 3, "sources": 4, "last_coded": "",
    }  # fmt: skip
    assert isinstance(said["you"], dict)
    assert said["you"]["stopped"] == {"source": "R1", "turn": 1, "at": None}
    assert said["you"]["sources"]["R1"] == {"read": 1.0, "memos": 1, "state": "finished"}
    assert seen(study).as_json()["you"] is None


def test_the_teams_table_tells_codings_and_where_each_coder_stands(study: Study) -> None:
    study.act([add_coder("yew")], study.store.coders()[0].uid)
    yew, round_ = find("coder", study.store.coders(), "yew").uid, study.store.main_round().uid
    study.act([mark(round_, uid(study, "M1"), yew, "assigned", value=True)], yew)
    ash = find("coder", study.store.coders(), "ash").uid
    study.act([mark(round_, uid(study, "R2"), ash, "finished", value=False)], ash)
    table = team_table(seen(study, "oak"))
    assert [column.name for column in table.columns] == ["source", "oak", "ash", "elm", "yew", "kind", "lang", "turns", "length"]
    assert table.rows[0] == ("M1", "", "", "", "·", "media", "en", 0, 67)
    assert table.rows[2][:5] == ("R2", "", "1", "1 ✓", "")
