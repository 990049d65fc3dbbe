"""Where a study may lie: made-up tables of file systems, folders that are copied, and rights that are taken back."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from one_study import one_study

import coder
from coder.errors import StudyRefused
from coder.study import location
from coder.study.location import file_system, refuse_shared
from coder.study.study import Study

TABLE = r"""
22 27 0:21 / /proc rw,relatime - proc proc rw
27 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw
40 27 0:50 / /home/field/my\040share rw,relatime shared:9 - {kind} //server/share rw
41 27 0:51 / /home/field/my\040share/deep rw - ext4 /dev/vdb rw
"""
LIES = Path("/home/field/my share/study.db")


@pytest.fixture
def mounts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in for the system's table of file systems."""
    table = tmp_path / "mountinfo"
    monkeypatch.setattr(location, "_MOUNTS", table)
    return table


@pytest.mark.parametrize(
    "kind",
    [
        "nfs",
        "nfs4",
        "cifs",
        "smb3",
        "smbfs",
        "9p",
        "vboxsf",
        "davfs",
        "fuse.sshfs",
        "fuse.rclone",
        "fuse.gvfsd-fuse",
        "ceph",
        "drvfs",
        "virtiofs",
    ],
)
def test_network_drives_are_refused_with_their_kind_and_a_way_out(mounts: Path, kind: str) -> None:
    mounts.write_text(TABLE.format(kind=kind))
    with pytest.raises(StudyRefused, match=rf"network drive \({kind}\)") as refused:
        refuse_shared(LIES)
    assert "this computer's own disk" in refused.value.hint


@pytest.mark.parametrize(
    "kind", ["ext4", "btrfs", "xfs", "tmpfs", "overlay", "fuseblk", "zfs", "apfs", "vfat", "exfat", "fuse.veracrypt"]
)
def test_disks_of_this_computer_are_not_refused(mounts: Path, kind: str) -> None:
    mounts.write_text(TABLE.format(kind=kind))
    refuse_shared(LIES)


def test_the_innermost_file_system_counts_and_of_two_on_one_place_the_later(mounts: Path) -> None:
    mounts.write_text(TABLE.format(kind="nfs"))
    assert file_system(LIES) == "nfs"
    assert file_system(LIES.parent / "deep" / "study.db") == "ext4"
    assert file_system(Path("/home/field/my sharex/study.db")) == "ext4"
    mounts.write_text(TABLE.format(kind="nfs") + "42 27 0:52 / /home/field/my\\040share rw - xfs /dev/vdc rw\n")
    assert file_system(LIES) == "xfs"


def test_without_a_table_nothing_is_known_and_nothing_refused(mounts: Path) -> None:
    assert file_system(LIES) == ""
    refuse_shared(LIES)
    assert not mounts.exists()


@pytest.mark.parametrize(
    "folder",
    ["Dropbox", "dropbox (Stimson)", "OneDrive", "OneDrive - Institute", "Google Drive", "GoogleDrive-a@b.org", "My Drive",
     "내 드라이브", "Shared drives", "iCloud Drive", "네이버 MYBOX",
     "iCloudDrive", "Mobile Documents", "CloudStorage", "Nextcloud", "ownCloud2", "pCloud Sync", "MEGA", "Seafile"],
)  # fmt: skip
def test_folders_that_a_program_copies_are_refused(tmp_path: Path, folder: str) -> None:
    deep = tmp_path / folder / "work"
    deep.mkdir(parents=True)
    with pytest.raises(StudyRefused, match="copies to other places"):
        Study.create(deep / "study.db")
    assert list(deep.iterdir()) == []


def test_the_settings_of_such_a_program_in_somebodys_home_are_no_mark(tmp_path: Path) -> None:
    (tmp_path / ".dropbox").mkdir()
    one_study(tmp_path)


@pytest.mark.parametrize("mark", [".stfolder", ".dropbox", ".nextcloudsync.log"])
def test_a_copied_folder_of_any_name_is_known_by_what_lies_in_it(tmp_path: Path, mark: str) -> None:
    place = one_study(tmp_path)
    (tmp_path / mark).touch()
    for readonly in (True, False):
        with pytest.raises(StudyRefused, match="copies to other places"):
            Study.open(place.path, readonly=readonly)
    (tmp_path / mark).unlink()
    place.open().close()


@pytest.mark.parametrize("folder", ["Dropbox notes", "drive", "cloud", "one", "megaphone", "box"])
def test_folders_of_like_names_are_not_refused(tmp_path: Path, folder: str) -> None:
    (tmp_path / folder).mkdir()
    one_study(tmp_path / folder)


def test_a_link_does_not_hide_where_a_study_lies(tmp_path: Path) -> None:
    (tmp_path / "Dropbox").mkdir()
    (tmp_path / "work").symlink_to(tmp_path / "Dropbox")
    with pytest.raises(StudyRefused, match="copies to other places"):
        Study.create(tmp_path / "work" / "study.db")


@pytest.mark.skipif(os.name != "posix", reason="rights of this kind are POSIX's")
def test_a_study_that_others_could_read_is_closed_to_them_with_its_log(tmp_path: Path) -> None:
    place = one_study(tmp_path)
    place.path.chmod(0o664)
    with place.open() as study:
        study.act([place.coding()], place.coder)
        modes = {path.name: path.stat().st_mode & 0o777 for path in tmp_path.iterdir() if path.is_file()}
    assert modes == {"study.db": 0o600, "study.db-wal": 0o600, "study.db-shm": 0o600}


@pytest.mark.skipif(os.name != "posix", reason="rights of this kind are POSIX's")
def test_a_log_that_a_crash_left_open_to_others_is_closed_to_them(tmp_path: Path) -> None:
    place = one_study(tmp_path)
    with place.open() as study:
        study.act([place.coding()], place.coder)
        log = tmp_path / "study.db-wal"
        log.chmod(0o644)
        with place.open():
            assert log.stat().st_mode & 0o777 == 0o600


@pytest.mark.skipif(sys.platform != "linux", reason="asked of Linux")
def test_no_image_of_the_memory_can_be_taken_once_a_study_was_opened(tmp_path: Path) -> None:
    code = f"""
import ctypes, resource
from pathlib import Path
from coder.study import Study
Study.open(Path({str(one_study(tmp_path).path)!r}), readonly=True).close()
print(ctypes.CDLL(None).prctl(3, 0, 0, 0, 0), resource.getrlimit(resource.RLIMIT_CORE))
"""
    environment = {**os.environ, "PYTHONPATH": str(Path(coder.__file__).parents[1])}
    ran = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    assert ran.stdout == "0 (0, 0)\n"
