"""A study on disk: made, acted on, taken back, remembered, verified; every check finds what it is there for."""

from __future__ import annotations

import os
import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

import pytest
from laptops import purge
from one_study import TEXT, OneStudy, one_study
from sqlcipher3 import dbapi2

from coder.errors import ChangeRefused, CoderError, StorageFailed, StudyRefused
from coder.study import engine, schema
from coder.study.changes import add_coder, add_memo
from coder.study.journal.device import Installation
from coder.study.journal.rows import Content, genesis, make_row, seal
from coder.study.study import Study, now


@pytest.fixture
def place(tmp_path: Path) -> OneStudy:
    return one_study(tmp_path)


@pytest.fixture
def study(place: OneStudy) -> Iterator[Study]:
    with place.open() as study:
        yield study


def is_whole(study: Study) -> bool:
    return [check.problem for check in study.verify() if not check.ok] == []


# Making and opening


def test_a_new_study_has_its_supervisor_and_the_round_main(tmp_path: Path) -> None:
    with Study.create(tmp_path / "new.db", supervisor="oak") as study:
        assert [(coder.name, coder.role) for coder in study.store.coders()] == [("oak", "supervisor")]
        assert [(one.name, one.blind) for one in study.store.rounds()] == [("main", False)]
        assert len(study.uid) == 32
        assert is_whole(study)


def test_no_two_studies_have_the_same_uid(tmp_path: Path) -> None:
    studies = [Study.create(tmp_path / f"{number}.db") for number in range(2)]
    assert len({study.uid for study in studies}) == 2
    for study in studies:
        study.close()


def test_a_study_that_is_only_read_is_not_changed(place: OneStudy) -> None:
    before = place.path.read_bytes()
    with Study.open(place.path, readonly=True, installation=place.installation) as study:
        assert study.store.text(place.source) == TEXT
        with pytest.raises(StorageFailed, match="cannot be written to"):
            study.act([place.coding()], place.coder)
        with pytest.raises(StorageFailed):
            study.undo(place.coder)
        assert is_whole(study)
    assert place.path.read_bytes() == before


def test_a_study_that_was_only_just_made_can_be_taken_away_again(tmp_path: Path) -> None:
    study = Study.create(tmp_path / "new.db")
    study.discard()
    assert list(tmp_path.glob("new.db*")) == []


def test_a_closed_study_is_one_file(place: OneStudy) -> None:
    with place.open() as study:
        study.act([place.coding()], place.coder)
    assert [file.name for file in place.path.parent.glob("study.db*")] == ["study.db"]


def test_the_time_is_written_in_one_way() -> None:
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", now())


# Acting


def test_what_was_done_can_be_taken_back_after_the_program_was_closed(place: OneStudy) -> None:
    with place.open() as study:
        first, second = (study.act([place.coding(start, start + 9)], place.coder) for start in (0, 20))
    with place.open() as study:
        undone = study.undo(place.coder)
        assert undone is not None
        assert undone.action == second
        assert [coding.start for coding in study.store.codings()] == [0]
    with place.open() as study:
        redone = study.redo(place.coder)
        assert redone is not None
        assert redone.action == second
        assert [coding.start for coding in study.store.codings()] == [0, 20]
        assert study.redo(place.coder) is None
        assert is_whole(study)
    assert first < second


def test_an_action_is_named_by_its_first_row(study: Study, place: OneStudy) -> None:
    device, seq = study.act([place.coding(0, 5), place.coding(5, 9)], place.coder)
    assert [(entry.seq, entry.action) for entry in study.log()][-2:] == [(seq, seq), (seq + 1, seq)]
    assert study.act([], place.coder) == (device, seq + 2)


def test_the_log_tells_who_did_what_and_what_was_undone(study: Study, place: OneStudy) -> None:
    study.act([coding := place.coding()], place.coder)
    study.undo(place.coder)
    made, undone = list(study.log())[-2:]
    assert (made.actor, made.op, made.payload["uid"], made.undone) == (place.coder, "add", coding.uid, True)
    assert (undone.op, undone.payload["field"], undone.undone) == ("set", "removed", False)
    assert made.at[:2] == "20"


def test_the_log_leaves_out_what_is_sealed_or_not_understood(study: Study) -> None:
    entries = list(study.log())
    rows = [make_row(device, 1, 50, genesis(study.uid, device), Content(bytes(16), "{")) for device in "xy"]
    assert study.receive([rows[0], seal(rows[1])], {}).added == 2
    assert list(study.log()) == entries


def test_a_purged_name_is_nowhere_in_the_file(place: OneStudy) -> None:
    with place.open() as study:
        text = study.store.text_uids()[place.source]
        mask = Content(os.urandom(16), TEXT.replace("market", "██████"))
        study.act([purge({text: mask})], place.coder)
        assert study.store.text(place.source) == mask.body
        assert is_whole(study)
    assert b"market" not in place.path.read_bytes()


# What this device keeps for itself


def test_what_is_remembered_stays_on_this_device(place: OneStudy, tmp_path: Path) -> None:
    with place.open() as study:
        rows = len(list(study.log()))
        study.remember(place.coder, "cursor", "20")
        study.remember(place.coder, "cursor", "30")
        study.remember("elm", "cursor", "1")
        assert (study.remembered(place.coder), len(list(study.log()))) == ({"cursor": "30"}, rows)
    with place.open() as study:
        assert study.remembered(place.coder) == {"cursor": "30"}
    with Study.open(place.path, installation=Installation(tmp_path / "another")) as study:
        study.act([place.coding()], place.coder)
        assert study.remembered(place.coder) == {}


def test_a_device_that_has_not_written_remembers_nothing(tmp_path: Path) -> None:
    connection = engine.create(tmp_path / "bare.db")
    schema.install(connection)
    with Study(tmp_path / "bare.db", connection) as study:
        assert study.remembered("oak") == {}
        assert study.anchors() == []


# Verification


def harm(place: OneStudy, sql: str, *values: str) -> None:
    connection = engine.connect(place.path)
    connection.execute(sql, values)
    connection.close()


@pytest.mark.parametrize(
    ("sql", "check"),
    [
        ("UPDATE journal SET body = replace(body, 'Bribery', 'Favours') WHERE body LIKE '%Bribery%'", "journal"),
        ("UPDATE coding SET end = 25", "replay"),
        ("UPDATE code SET effective = 1", "replay"),
        ("UPDATE content SET body = replace(body, 'spring', 'autumn')", "contents"),
    ],
)
def test_an_edited_row_table_or_content_is_found(place: OneStudy, sql: str, check: str) -> None:
    with place.open() as study:
        study.act([place.coding()], place.coder)
        assert is_whole(study)
    harm(place, sql)
    with Study.open(place.path, readonly=True, installation=place.installation) as study:
        assert check in [found.name for found in study.verify() if not found.ok]


def test_a_cut_tail_is_found_by_what_this_device_noted_and_by_an_anchor_on_paper(place: OneStudy) -> None:
    with place.open() as study:
        study.act([place.coding()], place.coder)
        (anchor,) = study.anchors()
    harm(place, "DROP TRIGGER journal_is_append_only")
    connection = engine.connect(place.path)
    connection.execute("PRAGMA foreign_keys=OFF")
    connection.execute("DELETE FROM journal WHERE seq = ?", (anchor[1],))
    connection.execute("DELETE FROM coding")
    connection.close()
    with Study(place.path, engine.connect(place.path), installation=place.installation) as study:
        assert [check.name for check in study.verify() if not check.ok] == ["anchors"]
        assert study.anchors() != [anchor]


def test_a_file_that_turns_out_damaged_while_it_is_opened_is_refused(place: OneStudy, monkeypatch: pytest.MonkeyPatch) -> None:
    def damaged(*_: object) -> NoReturn:
        raise dbapi2.DatabaseError("database disk image is malformed")

    monkeypatch.setattr(schema, "check", damaged)
    for readonly in (False, True):
        with pytest.raises(StudyRefused, match="damaged"):
            Study.open(place.path, readonly=readonly)


@pytest.mark.parametrize("seed", range(40))
def test_a_flipped_bit_is_refused_or_found_or_harmless_and_never_a_crash(place: OneStudy, seed: int) -> None:
    check_flip(place, random.Random(seed))


@pytest.mark.heavy
@pytest.mark.parametrize("seed", range(40, 640))
def test_many_flipped_bits_are_never_a_crash(place: OneStudy, seed: int) -> None:
    check_flip(place, random.Random(seed))


def check_flip(place: OneStudy, dice: random.Random) -> None:
    with place.open() as study:
        study.act([place.coding()], place.coder)
        told = (study.store.text(place.source), study.store.codings())
    data, said = bytearray(place.path.read_bytes()), ""
    where = dice.choice([offset for offset, byte in enumerate(data) if byte and offset > 100])
    data[where] ^= 1 << dice.randrange(8)
    place.path.write_bytes(data)
    try:
        with Study.open(place.path, readonly=True, installation=place.installation) as study:
            found = [check for check in study.verify() if not check.ok]
            assert found or (study.store.text(place.source), study.store.codings()) == told
            said = " ".join(check.problem for check in found)
    except CoderError as error:
        said = error.message + error.hint
    assert "spring" not in said


@pytest.mark.parametrize("value", ["", "{", "[]", "{}", '{"device": 7}', '{"device": "a", "binding": 7}'])
def test_a_study_whose_own_note_of_its_device_is_damaged_goes_on(place: OneStudy, value: str) -> None:
    harm(place, "UPDATE meta SET value = ? WHERE key = 'device'", value)
    with place.open() as study:
        before = {entry.device for entry in study.log()}
        assert is_whole(study)
        device, _ = study.act([place.coding()], place.coder)
        assert device not in before
        assert is_whole(study)


def test_an_anchor_noted_elsewhere_is_asked_for_too(place: OneStudy, study: Study) -> None:
    study.act([place.coding()], place.coder)
    (device, count, head), *_ = study.anchors()
    assert all(check.ok for check in study.verify([(device, count, head)]))
    assert [check.name for check in study.verify([(device, count + 1, head)]) if not check.ok] == ["anchors"]


# Refusals


def test_a_refused_change_is_told_from_a_full_disk(study: Study, place: OneStudy) -> None:
    with pytest.raises(ChangeRefused):
        study.act([place.coding(0, 10**6)], place.coder)
    study._db.execute(f"PRAGMA max_page_count={study._db.execute('PRAGMA page_count').fetchone()[0]}")
    with pytest.raises(StorageFailed, match="disk is full"):
        study.act([add_memo("study", "", place.coder, "x" * 500_000)], place.coder)
    study._db.execute("PRAGMA max_page_count=100000")
    study.act([add_coder("elm")], place.coder)
    assert is_whole(study)


def test_a_study_can_be_closed_where_the_settings_cannot_be_written_any_more(place: OneStudy) -> None:
    study = place.open()
    study.act([place.coding()], place.coder)
    for file in place.installation.folder.iterdir():
        file.unlink()
    place.installation.folder.rmdir()
    place.installation.folder.write_text("no folder", encoding="utf-8")
    study.close()
    with Study.open(place.path, readonly=True) as again:
        assert len(again.store.codings()) == 1


def test_a_file_that_is_no_study_leaves_no_open_door(tmp_path: Path) -> None:
    (tmp_path / "notes.db").write_bytes(b"words" * 1000)
    for _ in range(50):
        with pytest.raises(StudyRefused):
            Study.open(tmp_path / "notes.db")
    opened = Path("/proc/self/fd")
    if opened.is_dir():
        assert tmp_path / "notes.db" not in {file.resolve() for file in opened.iterdir()}
