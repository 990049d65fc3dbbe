"""Where a study may lie: on a disk of this computer, in a folder that no program copies away, for its owner's eyes.

SQLite's log needs memory that all programs on the file share, which a network drive does not give; and a program that copies a
folder all the time takes file and log at different moments. Both destroy studies silently, so such places are refused at once.
"""

from __future__ import annotations

import os
import re
from contextlib import suppress
from pathlib import Path

from coder.errors import StudyRefused

_MOUNTS = Path("/proc/self/mountinfo")
_NETWORK = re.compile(
    r"nfs\d?|cifs|smb\w*|9p|drvfs|virtiofs|afs|ceph|beegfs|glusterfs|lustre|ncpfs|vboxsf|vmhgfs|prl_fs|davfs\d?|webdav|ftpfs|"
    r"fuse\.(sshfs|rclone|s3fs|gcsfuse|glusterfs|ceph|davfs\d?|curlftpfs|juicefs|vmhgfs-fuse|gvfsd-fuse|google-drive-ocamlfuse|"
    r"onedriver|smbnetfs)",
)
"""Kinds of file system that are not of this computer; a Windows drive seen from WSL is `9p`."""
_COPIED = re.compile(
    r"dropbox( \(.+\))?|onedrive( - .+)?|google ?drive|googledrive-.+|google 드라이브|my drive|내 드라이브|"
    r"shared drives|공유 드라이브|"
    r"icloud ?drive|mobile documents|cloudstorage|nextcloud\d*|owncloud\d*|pcloud( ?(drive|sync))?|box sync|mega(sync)?|"
    r"seafile|syncthing|resilio sync|sync\.com|tresorit|yandex\.?disk|proton drive|synologydrive|(naver |네이버 )?mybox",
    re.IGNORECASE,
)
"""Names of folders that a program copies to another place."""
_MARKS = (".stfolder", ".dropbox.cache", ".nextcloudsync.log", ".owncloudsync.log")
"""What such programs lay into a folder of any name."""
_OWN_DISK = "a folder on this computer's own disk"


def refuse_shared(path: Path) -> None:
    """Refuse a place where SQLite cannot keep a study safe.

    Raises:
        StudyRefused: `path` lies on a network drive, or in a folder that a program copies.
    """
    found = path.resolve()
    system = file_system(found)
    if _NETWORK.fullmatch(system) or str(found).startswith("\\\\"):
        message = f"{path} lies on a network drive{f' ({system})' if system else ''}, where a study can be destroyed."
        raise StudyRefused(message, _way_out(path), place=str(path))
    if copied := copied_folder(path):
        message = f"{path} lies in {copied}, which a program copies to other places; that can destroy a study."
        raise StudyRefused(message, _way_out(path), place=str(path))


def _way_out(path: Path) -> str:
    if path.exists():
        return f"Close it everywhere, move it to {_OWN_DISK}, and open it there."
    return f"Choose {_OWN_DISK}."


def copied_folder(path: Path) -> Path | None:
    """Name the folder above a path that a program copies to other places; None if no such folder is known."""
    return next((folder for folder in path.resolve().parents if _is_copied(folder)), None)


def _is_copied(folder: Path) -> bool:
    marks = [folder / mark for mark in _MARKS]
    is_dropbox = (folder / ".dropbox").is_file()  # a folder of that name holds the program's settings, in everybody's home
    return _COPIED.fullmatch(folder.name) is not None or is_dropbox or any(mark.exists() for mark in marks)


def file_system(path: Path) -> str:
    """Name the kind of file system under a path; empty where the system has no table of them (Mac, Windows)."""
    try:
        lines = _MOUNTS.read_text(encoding="utf-8", errors="surrogateescape").split("\n")
    except OSError:
        return ""
    found, longest = "", -1
    for line in lines:
        before, _, after = line.partition(" - ")
        fields = before.split(" ")
        if len(fields) < 5 or not after:
            continue
        mount = Path(_OCTAL.sub(lambda escape: chr(int(escape[1], 8)), fields[4]))
        if len(mount.parts) >= longest and path.is_relative_to(mount):  # of two on one place the later hides the earlier
            found, longest = after.split(" ", 1)[0], len(mount.parts)
    return found


_OCTAL = re.compile(r"\\([0-7]{3})")
"""How the table writes a blank in a path."""


def keep_private(path: Path) -> None:
    """Let nobody but the owner read a study and what lies beside it, as far as it is ours."""
    if os.name != "posix":
        return
    for name in (path.name, f"{path.name}-wal", f"{path.name}-shm"):
        with suppress(OSError):  # not there, or a medium without rights, or write-protected: then the next step says so
            found = path.with_name(name).stat()
            if found.st_uid == os.getuid() and found.st_mode & 0o077:
                path.with_name(name).chmod(found.st_mode & 0o700)
