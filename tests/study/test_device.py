"""Who writes: a copied, moved or restored file is written by a new device, so that no chain is ever continued twice."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from one_study import OneStudy, one_study

from coder.errors import ChangeRefused, StorageFailed
from coder.study.changes import SetField
from coder.study.journal.chronicle import read_rows
from coder.study.journal.device import Installation
from coder.study.journal.rows import Content, make_row
from coder.study.study import Study


@pytest.fixture
def place(tmp_path: Path) -> OneStudy:
    return one_study(tmp_path)


def write(path: Path, installation: Installation) -> str:
    """Write something to a study and tell which device did."""
    with Study.open(path, installation=installation) as study:
        device, _ = study.act([SetField("setting", "x", "value", 1)], "oak")
        assert all(check.ok for check in study.verify())
    return device


def test_one_installation_writes_to_one_file_as_one_device(place: OneStudy) -> None:
    devices = {write(place.path, place.installation) for _ in range(3)}
    assert len(devices) == 1
    with place.open() as study:
        assert {entry.device for entry in study.log()} == devices


def test_two_programs_on_one_file_are_one_device(place: OneStudy) -> None:
    with place.open() as one, place.open() as other:
        devices = {study.act([SetField("setting", "x", "value", n)], "oak")[0] for n in range(3) for study in (one, other)}
        assert len(devices) == 1
        assert all(check.ok for check in other.verify())


def test_the_path_may_be_written_in_another_way(place: OneStudy) -> None:
    device = write(place.path, place.installation)
    assert write(place.path.parent / "settings" / ".." / place.path.name, place.installation) == device


@pytest.mark.parametrize(
    "carry",
    [
        lambda path: shutil.copyfile(path, path.with_name("copy.db")),
        lambda path: path.rename(path.with_name("moved.db")),
    ],
)
def test_a_copied_or_moved_file_is_written_by_a_new_device(place: OneStudy, carry: Callable[[Path], Path]) -> None:
    device = write(place.path, place.installation)
    there = carry(place.path)
    new = write(there, place.installation)
    assert new != device
    assert write(there, place.installation) == new


def test_the_original_of_a_copy_stays_what_it_was(place: OneStudy) -> None:
    device = write(place.path, place.installation)
    copy = shutil.copyfile(place.path, place.path.with_name("copy.db"))
    write(copy, place.installation)
    assert write(place.path, place.installation) == device


def test_a_restored_backup_is_written_by_a_new_device(place: OneStudy) -> None:
    device = write(place.path, place.installation)
    backup = place.path.read_bytes()
    assert write(place.path, place.installation) == device
    place.path.write_bytes(backup)
    assert write(place.path, place.installation) != device


def test_a_backup_with_the_last_row_goes_on(place: OneStudy) -> None:
    device = write(place.path, place.installation)
    place.path.write_bytes(place.path.read_bytes())
    assert write(place.path, place.installation) == device


def test_another_computer_is_another_device_and_so_is_the_first_one_afterwards(place: OneStudy, tmp_path: Path) -> None:
    device = write(place.path, place.installation)
    other = write(place.path, Installation(tmp_path / "another computer"))
    assert len({device, other, write(place.path, place.installation)}) == 3


def test_a_program_notices_that_another_installation_has_written_meanwhile(place: OneStudy, tmp_path: Path) -> None:
    with place.open() as study:
        device, _ = study.act([SetField("setting", "x", "value", 1)], "oak")
        other = write(place.path, Installation(tmp_path / "another computer"))
        later, _ = study.act([SetField("setting", "x", "value", 2)], "oak")
        assert len({device, other, later}) == 3
        assert all(check.ok for check in study.verify())


def test_a_forked_chain_is_not_continued(place: OneStudy) -> None:
    """A virtual machine was set back: two rows have one number."""
    device = write(place.path, place.installation)
    with place.open() as study:
        last = [row for row in read_rows(study._db) if row.device == device][-1]
        twin = make_row(device, last.seq, last.lamport, last.prev, Content(bytes(16), (last.body or "").replace("1", "2")))
        assert study.receive([twin], {}).added == 1
    with place.open() as study:
        assert study.act([SetField("setting", "x", "value", 3)], "oak")[0] != device


def test_an_id_made_in_an_action_that_failed_is_not_kept(tmp_path: Path) -> None:
    place = one_study(tmp_path)
    copy = shutil.copyfile(place.path, tmp_path / "copy.db")
    with Study.open(copy, installation=place.installation) as study:
        with pytest.raises(ChangeRefused):
            study.act([place.coding(0, 10**6)], place.coder)
        device, first = study.act([place.coding()], place.coder)
        assert (first, {entry.device for entry in study.log()} >= {device}) == (1, True)
        assert all(check.ok for check in study.verify())


# The installation


def test_an_installation_keeps_its_id(tmp_path: Path) -> None:
    installation = Installation(tmp_path / "new" / "settings")
    uid = installation.uid(bytes)
    assert uid == "00" * 16
    assert installation.uid(lambda n: b"1" * n) == uid
    if os.name == "posix":
        assert stat.S_IMODE(installation.folder.stat().st_mode) & 0o077 == 0


def test_the_settings_folder_is_the_platforms_or_the_one_that_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CODER_SETTINGS", str(tmp_path))
    assert Installation.default().folder == tmp_path
    monkeypatch.delenv("CODER_SETTINGS")
    assert Installation.default().folder.name == "coder"


def test_the_last_row_is_noted_when_a_study_is_closed(place: OneStudy) -> None:
    with place.open() as study:
        device, seq = study.act([SetField("setting", "x", "value", 1)], "oak")
        (anchor,) = study.anchors()
    assert place.installation.last_written(device) == (seq, anchor[2])
    assert place.installation.last_written("another device") is None


def test_a_note_that_cannot_be_read_is_no_note(place: OneStudy) -> None:
    device = write(place.path, place.installation)
    for text in ("", "{", "[1]", '["x", 1]', "7"):
        (place.installation.folder / f"{device}.head").write_text(text, encoding="utf-8")
        assert place.installation.last_written(device) is None
        assert write(place.path, place.installation) == device


def test_a_note_of_a_row_that_never_was_takes_a_new_device(place: OneStudy) -> None:
    device = write(place.path, place.installation)
    place.installation.note_written(device, 99, "no hash at all")
    assert write(place.path, place.installation) != device


def test_a_settings_folder_that_takes_nothing_is_named_and_the_study_left_as_it_is(place: OneStudy, tmp_path: Path) -> None:
    (tmp_path / "a file").write_text("", encoding="utf-8")
    with Study.open(place.path, installation=Installation(tmp_path / "a file")) as study:
        rows = len(list(study.log()))
        with pytest.raises(StorageFailed, match="settings folder"):
            study.act([place.coding()], place.coder)
        assert len(list(study.log())) == rows
        assert all(check.ok for check in study.verify())


def test_no_half_written_settings_are_left(place: OneStudy) -> None:
    write(place.path, place.installation)
    assert [file.name for file in place.installation.folder.iterdir() if file.suffix == ".part"] == []
