"""Backups: whole or not there, the last ten of them, and a study that comes back from one."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

import pytest
import sqlcipher3
from one_study import OneStudy, one_study

from coder.errors import StorageFailed, StudyDamaged, StudyRefused
from coder.study import backup, engine
from coder.study.backup import KEPT, backups, folder_of, restore
from coder.study.changes import add_memo
from coder.study.journal.device import read_binding
from coder.study.study import Study

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def place(tmp_path: Path) -> OneStudy:
    return one_study(tmp_path)


def note(place: OneStudy, words: str) -> None:
    with place.open() as study:
        study.act([add_memo("study", "", place.coder, words)], place.coder)


def memos(place: OneStudy) -> list[str]:
    with place.open() as study:
        assert [check.problem for check in study.verify() if not check.ok] == []
        return [memo.body for memo in study.store.memos()]


def back_up(place: OneStudy) -> Path:
    with Study.open(place.path, readonly=True) as study:
        made = study.back_up()
    assert made is not None
    return made


def beside(place: OneStudy) -> list[str]:
    return sorted(
        path.name for path in place.path.parent.iterdir() if path.is_file() and not path.name.endswith(("-wal", "-shm"))
    )


# Making


def test_a_backup_is_a_whole_study_that_only_its_owner_can_read(place: OneStudy) -> None:
    note(place, "before")
    made = back_up(place)
    with Study.open(made, readonly=True) as study:
        assert [memo.body for memo in study.store.memos()] == ["before"]
        assert all(check.ok for check in study.verify())
    if os.name == "posix":
        assert (made.stat().st_mode & 0o777, made.parent.stat().st_mode & 0o777) == (0o600, 0o700)


def test_a_backup_holds_what_lies_in_the_log_while_others_work(place: OneStudy) -> None:
    with place.open() as study:
        study.act([add_memo("study", "", place.coder, "in the log")], place.coder)
        made = study.back_up()
        study.act([add_memo("study", "", place.coder, "later")], place.coder)
    with Study.open(made, readonly=True) as copy:
        assert [memo.body for memo in copy.store.memos()] == ["in the log"]


def test_the_last_ten_are_kept_and_listed_the_newest_first(place: OneStudy) -> None:
    note(place, "something")
    minutes = count()
    with closing(engine.connect(place.path)) as connection:
        for _ in range(KEPT + 3):
            backup.make(connection, place.path, "asked", lambda: NOON + timedelta(minutes=next(minutes)))
    found = backups(place.path)
    assert [one.made for one in found] == [NOON + timedelta(minutes=minute) for minute in range(KEPT + 2, 2, -1)]
    assert len(list(folder_of(place.path).iterdir())) == KEPT


def test_two_backups_of_one_moment_are_two(place: OneStudy) -> None:
    with closing(engine.connect(place.path)) as connection:
        made = [backup.make(connection, place.path, "asked", lambda: NOON) for _ in range(3)]
    assert len({one.path for one in made}) == 3
    assert backups(place.path) == made[::-1]


def test_what_somebody_else_laid_into_the_folder_is_neither_listed_nor_deleted(place: OneStudy) -> None:
    back_up(place)
    mine = folder_of(place.path) / "before the conference.db"
    shutil.copyfile(place.path, mine)
    for _ in range(KEPT + 1):
        back_up(place)
    assert mine.exists()
    assert mine not in [one.path for one in backups(place.path)]


def test_a_damaged_study_gives_no_backup_and_costs_none(place: OneStudy) -> None:
    note(place, "something")
    first = back_up(place)
    with closing(engine.connect(place.path)) as connection:
        connection.execute("UPDATE journal SET body = replace(body, 'memo', 'mono') WHERE id = (SELECT max(id) FROM journal)")
        with pytest.raises(StudyDamaged, match=r"journal: row \d+ of device .* was edited"):
            backup.make(connection, place.path, "asked")
    assert [one.path for one in backups(place.path)] == [first]
    assert list(folder_of(place.path).iterdir()) == [first]


def test_a_copy_that_ends_before_its_original_is_refused(place: OneStudy, monkeypatch: pytest.MonkeyPatch) -> None:
    """As a disk does that loses what it was given."""
    with closing(engine.connect(place.path)) as connection:
        target = place.path.with_name("copy.db")
        backup.copy(connection, target)
        before = target.read_bytes()
        note(place, "newer")
        monkeypatch.setattr(engine, "copy_into", lambda _, part: shutil.copyfile(target, part))
        with pytest.raises(StudyDamaged, match=r"anchors: device .* does not have the noted row"):
            backup.copy(connection, target)
    assert target.read_bytes() == before
    assert beside(place) == ["copy.db", "study.db"]


def test_without_room_no_backup_is_made_and_nothing_is_left(place: OneStudy, tmp_path: Path) -> None:
    folder_of(place.path).write_text("a file is in the way")
    with place.open() as study, pytest.raises(StorageFailed, match="cannot be written"):
        study.back_up()
    with place.open() as study, pytest.raises(StorageFailed):
        study.copy_to(tmp_path / "no folder" / "copy.db")
    assert beside(place) == ["study.backups", "study.db"]


# Before an import


def import_something(place: OneStudy) -> Path | None:
    with place.open() as study:
        study.be_careful()
        study.act([add_memo("study", "", place.coder, "imported"), place.coding()], place.coder)
        study.act([add_memo("study", "", place.coder, "the rest of it")], place.coder)
        return study.last_backup


def test_an_import_is_preceded_by_one_backup_of_what_was_there(place: OneStudy) -> None:
    note(place, "before")
    made = import_something(place)
    assert made is not None
    assert [one.path for one in backups(place.path)] == [made]
    with Study.open(made, readonly=True) as copy:
        assert [memo.body for memo in copy.store.memos()] == ["before"]


def test_an_import_needs_no_backup_where_the_newest_goes_as_far(place: OneStudy) -> None:
    note(place, "before")
    back_up(place)
    assert import_something(place) is None
    assert import_something(place) is not None
    assert [one.why for one in backups(place.path)] == ["import", "asked"]


def test_an_empty_study_needs_no_backup(tmp_path: Path, place: OneStudy) -> None:
    with Study.create(tmp_path / "new.db", installation=place.installation) as study:
        study.be_careful()
        study.act([add_memo("study", "", study.store.coders()[0].uid, "the first")], study.store.coders()[0].uid)
    assert not folder_of(tmp_path / "new.db").exists()


def test_a_newest_backup_that_was_spoilt_counts_for_nothing(place: OneStudy) -> None:
    back_up(place).write_bytes(b"spoilt")
    assert import_something(place) is not None


def test_an_import_without_room_for_a_backup_changes_nothing(place: OneStudy) -> None:
    folder_of(place.path).write_text("a file is in the way")
    with place.open() as study:
        study.be_careful()
        with pytest.raises(StorageFailed, match="cannot be written"):
            study.act([place.coding()], place.coder)
        assert study.store.codings() == []


def test_backups_that_were_asked_for_and_others_do_not_push_each_other_out(place: OneStudy) -> None:
    mine = back_up(place)
    with closing(engine.connect(place.path)) as connection:
        for _ in range(KEPT + 2):
            backup.make(connection, place.path, "import")
    assert mine.exists()
    assert [one.why for one in backups(place.path)].count("import") == KEPT


# Restoring


def test_a_restored_study_is_as_it_was_and_the_present_one_is_kept(place: OneStudy) -> None:
    note(place, "before")
    made = back_up(place)
    note(place, "after")
    kept = restore(made, place.path)
    assert memos(place) == ["before"]
    assert kept is not None
    restore(kept, place.path)
    assert memos(place) == ["before", "after"]
    assert beside(place) == ["study.db"]


def test_a_restored_study_is_written_by_a_new_device_so_that_its_chain_does_not_fork(place: OneStudy) -> None:
    note(place, "before")
    made = back_up(place)
    note(place, "after")
    with place.open() as study:
        before = {device: seq for device, seq, _ in study.anchors()}
    restore(made, place.path)
    with closing(engine.connect(place.path)) as connection:
        assert read_binding(connection)[0] is None
    note(place, "instead")
    with place.open() as study:
        after = {device: seq for device, seq, _ in study.anchors()}
        assert all(check.ok for check in study.verify())
    (device,) = before
    assert after.keys() > before.keys()
    assert after[device] == before[device] - 1


def test_even_a_backup_of_this_very_moment_gets_a_new_device(place: OneStudy) -> None:
    restore(back_up(place), place.path)
    note(place, "new")
    with place.open() as study:
        assert len(study.anchors()) == 2


def test_a_lost_study_comes_back(place: OneStudy) -> None:
    note(place, "before")
    made = back_up(place)
    place.path.unlink()
    assert restore(made, place.path) is None
    assert memos(place) == ["before"]


@pytest.mark.parametrize("damage", [lambda _: b"", lambda data: data[:5000], lambda data: b"\0" * len(data)])
def test_a_damaged_study_is_moved_aside_as_it_lies(place: OneStudy, damage: Callable[[bytes], bytes]) -> None:
    note(place, "before")
    made = back_up(place)
    spoilt = damage(place.path.read_bytes())
    place.path.write_bytes(spoilt)
    kept = restore(made, place.path)
    assert kept is not None
    assert kept.read_bytes() == spoilt
    assert memos(place) == ["before"]


def test_a_study_whose_log_lies_beside_it_is_moved_with_it(place: OneStudy) -> None:
    made = back_up(place)
    place.path.write_bytes(b"spoilt")
    place.path.with_name("study.db-wal").write_bytes(b"the log")
    kept = restore(made, place.path)
    assert kept is not None
    assert kept.with_name(kept.name + "-wal").read_bytes() == b"the log"
    assert memos(place) == []


def test_a_study_that_is_open_elsewhere_is_not_replaced(place: OneStudy) -> None:
    note(place, "before")
    made = back_up(place)
    with place.open() as study:
        study.act([add_memo("study", "", place.coder, "at work")], place.coder)
        with pytest.raises(StorageFailed, match="open in another window"):
            restore(made, place.path)
        study.act([add_memo("study", "", place.coder, "still at work")], place.coder)
    assert memos(place) == ["before", "at work", "still at work"]
    assert beside(place) == ["study.db"]


@pytest.mark.parametrize("damage", [lambda data: data[:9000], lambda data: data.replace(b'"op":"add"', b'"op":"odd"', 1)])
def test_a_damaged_backup_replaces_nothing(place: OneStudy, damage: Callable[[bytes], bytes]) -> None:
    made = back_up(place)
    note(place, "after")
    made.write_bytes(damage(made.read_bytes()))
    with pytest.raises(StudyDamaged):
        restore(made, place.path)
    assert memos(place) == ["after"]
    assert beside(place) == ["study.db"]


def test_a_backup_of_another_study_replaces_nothing(place: OneStudy, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    made = back_up(one_study(tmp_path / "other"))
    with pytest.raises(StudyRefused, match="another study"):
        restore(made, place.path)
    assert memos(place) == []


def test_a_letter_is_not_replaced_by_a_study(place: OneStudy, tmp_path: Path) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear all")
    with pytest.raises(StudyRefused, match="is no study"):
        restore(back_up(place), letter)
    assert letter.read_text() == "Dear all"


# What strangers tried


@pytest.mark.parametrize("page", [3, 5, 8, 13, 21, 34])
def test_a_study_with_a_damaged_page_is_replaced_and_kept(place: OneStudy, page: int) -> None:
    for number in range(30):
        note(place, f"memo {number} " * 40)
    made = back_up(place)
    data = bytearray(place.path.read_bytes())
    data[page * 4096 : (page + 1) * 4096] = b"\xff" * 4096
    place.path.write_bytes(data)
    kept = restore(made, place.path)
    assert kept is not None
    assert len(memos(place)) == 30


def test_nobody_gets_in_while_a_backup_takes_the_place_of_a_study(place: OneStudy, monkeypatch: pytest.MonkeyPatch) -> None:
    note(place, "before")
    made = back_up(place)
    note(place, "after")
    right = backup.make

    def intruded(*args: Any, **kwargs: Any) -> Any:
        with monkeypatch.context() as patch:
            patch.setattr("sqlcipher3.connect", partial(sqlcipher3.connect, timeout=0))
            with pytest.raises(StudyRefused, match="held by another program"):
                place.open()
        return right(*args, **kwargs)

    monkeypatch.setattr(backup, "make", intruded)
    restore(made, place.path)
    assert memos(place) == ["before"]


def test_a_file_that_is_replaced_while_it_is_opened_is_not_written_to(place: OneStudy, monkeypatch: pytest.MonkeyPatch) -> None:
    right = engine._configure

    def replaced(*args: Any, **kwargs: Any) -> None:
        right(*args, **kwargs)
        other = place.path.with_name("other.db")
        shutil.copyfile(place.path, other)
        other.replace(place.path)

    monkeypatch.setattr(engine, "_configure", replaced)
    with pytest.raises(StudyRefused, match="replaced by another file"):
        place.open()


def test_the_log_of_a_study_that_is_gone_does_not_get_into_the_restored_one(place: OneStudy) -> None:
    note(place, "before")
    made = back_up(place)
    with place.open() as study:
        study.act([add_memo("study", "", place.coder, "in the log")], place.coder)
        log = place.path.with_name("study.db-wal").read_bytes()
    place.path.unlink()
    place.path.with_name("study.db-wal").write_bytes(log)
    kept = restore(made, place.path)
    assert memos(place) == ["before"]
    assert kept is not None
    assert kept.with_name(kept.name + "-wal").read_bytes() == log


def test_what_lies_in_the_log_beside_a_copy_is_restored_with_it(place: OneStudy, tmp_path: Path) -> None:
    with place.open() as study:
        study.act([add_memo("study", "", place.coder, "in the log")], place.coder)
        for suffix in ("", "-wal"):
            shutil.copyfile(f"{place.path}{suffix}", tmp_path / f"stick.db{suffix}")
    restore(tmp_path / "stick.db", tmp_path / "new.db")
    with Study.open(tmp_path / "new.db", readonly=True) as copy:
        assert [memo.body for memo in copy.store.memos()] == ["in the log"]


def test_a_study_is_not_restored_from_itself(place: OneStudy) -> None:
    with pytest.raises(StudyRefused, match="is the study itself"):
        restore(place.path, place.path)


def test_backups_lie_beside_the_file_itself_and_not_beside_a_link(place: OneStudy, tmp_path: Path) -> None:
    (tmp_path / "desk").mkdir()
    link = tmp_path / "desk" / "link.db"
    link.symlink_to(place.path)
    with Study.open(link, installation=place.installation) as study:
        made = study.back_up()
        study.act([add_memo("study", "", place.coder, "after")], place.coder)
    assert made.parent == folder_of(place.path)
    restore(made, link)
    assert link.is_symlink()
    assert memos(place) == []
    assert list((tmp_path / "desk").iterdir()) == [link]


def test_a_folder_of_backups_that_leads_into_a_copied_folder_is_refused(place: OneStudy, tmp_path: Path) -> None:
    (tmp_path / "Dropbox").mkdir()
    folder_of(place.path).symlink_to(tmp_path / "Dropbox")
    with place.open() as study, pytest.raises(StudyRefused, match="copies to other places"):
        study.back_up()


def test_a_study_is_not_restored_into_a_copied_folder(place: OneStudy, tmp_path: Path) -> None:
    (tmp_path / "Dropbox").mkdir()
    with pytest.raises(StudyRefused, match="copies to other places"):
        restore(back_up(place), tmp_path / "Dropbox" / "study.db")


def test_what_is_saved_while_a_backup_is_written_does_not_spoil_it(place: OneStudy, monkeypatch: pytest.MonkeyPatch) -> None:
    right = engine.copy_into

    def busy(connection: engine.Connection, target: Path) -> None:
        right(connection, target)
        note(place, "meanwhile")

    monkeypatch.setattr(engine, "copy_into", busy)
    assert back_up(place).exists()


def test_a_copy_whose_words_were_altered_is_no_backup(place: OneStudy) -> None:
    with closing(engine.connect(place.path)) as connection:
        connection.execute("UPDATE content SET body = replace(body, 'spring', 'sprung')")
        with pytest.raises(StudyDamaged, match="contents: the words of content"):
            backup.make(connection, place.path, "asked")


def test_a_clock_that_goes_back_costs_no_backup(place: OneStudy) -> None:
    with closing(engine.connect(place.path)) as connection:
        for minute in range(KEPT):
            backup.make(connection, place.path, "asked", lambda: NOON + timedelta(minutes=minute))  # noqa: B023 - called at once
        made = backup.make(connection, place.path, "asked", lambda: NOON - timedelta(days=900))
    assert made.path.exists()
    assert backups(place.path)[0] == made


def test_the_backup_that_is_restored_stays(place: OneStudy) -> None:
    with closing(engine.connect(place.path)) as connection:
        made = [backup.make(connection, place.path, "restore") for _ in range(KEPT)]
    note(place, "newer")
    restore(made[0].path, place.path)
    assert all(one.path.exists() for one in made)


def test_backups_of_another_study_of_that_name_are_not_deleted(place: OneStudy, tmp_path: Path) -> None:
    mine = [back_up(place) for _ in range(3)]
    place.path.rename(tmp_path / "old.db")
    for beside_it in ("-wal", "-shm"):
        place.path.with_name(f"study.db{beside_it}").unlink(missing_ok=True)
    new = one_study(tmp_path)
    for _ in range(KEPT + 1):
        back_up(new)
    assert all(path.exists() for path in mine)


@pytest.mark.parametrize(
    "name", [".study.db.99999999999999.part", "20260230-120000-000-asked.db", "20260201-120000-000-asked.db"]
)
def test_odd_names_in_the_folders_stop_nothing(place: OneStudy, name: str) -> None:
    made = back_up(place)
    odd = (place.path.parent if name.startswith(".") else made.parent) / name
    odd.symlink_to("nowhere")
    assert back_up(place).exists()
    note(place, "still at work")
    restore(made, place.path)


@pytest.mark.skipif(os.name != "posix", reason="names of this kind are POSIX's")
def test_a_name_that_is_not_utf_8_is_backed_up_like_any_other(place: OneStudy) -> None:
    odd = Path(os.fsdecode(os.fsencode(place.path.parent) + b"/\xbd\xc3.db"))
    shutil.copyfile(place.path, odd)
    with Study.open(odd, installation=place.installation) as study:
        assert study.back_up().exists()


@pytest.mark.parametrize("suffix", ["-wal", "-shm", "-journal"])
def test_a_backup_is_not_written_to_a_name_that_sqlite_takes_away(place: OneStudy, suffix: str) -> None:
    with place.open() as study, pytest.raises(StudyRefused, match="SQLite uses itself"):
        study.copy_to(place.path.with_name(place.path.name + suffix))


def test_a_backup_with_machinery_of_a_stranger_replaces_nothing(place: OneStudy) -> None:
    made = back_up(place)
    connection = sqlcipher3.connect(str(made))
    connection.execute("CREATE TRIGGER evil AFTER DELETE ON meta BEGIN UPDATE content SET body = 'EVIL'; END")
    connection.commit()
    connection.close()
    with pytest.raises(StudyRefused, match="triggers or views"):
        restore(made, place.path)
    assert memos(place) == []


def test_a_backup_of_a_newer_format_replaces_nothing(place: OneStudy) -> None:
    made = back_up(place)
    connection = sqlcipher3.connect(str(made))
    connection.execute("PRAGMA user_version=99")
    connection.close()
    with pytest.raises(StudyRefused, match="newer version"):
        restore(made, place.path)
    assert memos(place) == []


@pytest.mark.parametrize(("where", "said"), [("no folder/copy.db", "No such file"), ("x" * 244 + ".db", "File name too long")])
def test_a_place_that_cannot_be_written_to_is_said_as_it_is(place: OneStudy, where: str, said: str) -> None:
    with place.open() as study, pytest.raises(StorageFailed, match=said) as failed:
        study.copy_to(place.path.with_name(where) if "/" not in where else place.path.parent / where)
    assert failed.value.hint.startswith("Choose another place")


# What a killed program leaves


@pytest.fixture
def dead() -> int:
    """Give the number of a process that has ended."""
    with subprocess.Popen([sys.executable, "-c", ""]) as program:
        program.wait()
    return program.pid


@pytest.mark.skipif(os.name != "posix", reason="process numbers are asked for on POSIX only")
def test_parts_of_dead_programs_go_at_the_next_start_and_those_of_living_ones_stay(place: OneStudy, dead: int) -> None:
    folder = folder_of(place.path)
    folder.mkdir()
    stale = [folder / f".x.db.{dead}.part", folder / f".x.db.{dead}.part-journal", place.path.with_name(f".study.db.{dead}.part")]
    at_work = folder / f".x.db.{os.getpid()}.part"
    for part in (*stale, at_work):
        part.write_bytes(b"half")
    place.open().close()
    assert [part for part in stale if part.exists()] == []
    assert at_work.exists()
