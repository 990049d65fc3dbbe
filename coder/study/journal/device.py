"""Who writes: the device id of this installation for this file.

Each installation has an id of its own in the user's settings folder, and a study's device id is bound to that and to the file's
absolute path. A study that was copied, moved or carried to another computer is therefore written by a new device, and a copy and
its original never continue the same chain. The settings folder also remembers the last row written to each file: a restored
backup lacks it and gets a new device id as well.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from coder.errors import StorageFailed
from coder.study.engine import Connection

_BINDING = "device"


@dataclass(frozen=True, slots=True)
class Installation:
    """This program on this computer: a folder that holds its id and, per file, the last row it wrote."""

    folder: Path

    @classmethod
    def default(cls) -> Installation:
        """Use the platform's settings folder, or `CODER_SETTINGS` if that is set."""
        import platformdirs  # noqa: PLC0415 - 16 ms, and only writers need it

        return cls(Path(os.environ.get("CODER_SETTINGS") or platformdirs.user_config_path("coder", appauthor=False)))

    def uid(self, draw: Callable[[int], bytes]) -> str:
        """Read this installation's id, making one at first use."""
        if (known := self.known_uid()) is not None:
            return known
        uid = draw(16).hex()
        _write(self.folder / "installation", uid)
        return uid

    def known_uid(self) -> str | None:
        """Read this installation's id; None if it has none yet."""
        file = self.folder / "installation"
        return file.read_text(encoding="utf-8").strip() if file.exists() else None

    def last_written(self, device: str) -> tuple[int, str] | None:
        """Give number and hash of the last row noted for a device."""
        try:
            seq, row_hash = json.loads((self.folder / f"{device}.head").read_text(encoding="utf-8"))
            return int(seq), str(row_hash)
        except (OSError, ValueError, TypeError):  # absent or damaged: then nothing is known
            return None

    def note_written(self, device: str, seq: int, row_hash: str) -> None:
        """Remember the last row that this device wrote."""
        _write(self.folder / f"{device}.head", json.dumps([seq, row_hash]))


def device_for(connection: Connection, path: Path, installation: Installation, draw: Callable[[int], bytes]) -> str:
    """Give the device id under which this installation writes to this file, a new one where needed.

    Called inside the transaction of the first write, so that two programs on one file agree.
    """
    uid = installation.uid(draw)
    known = known_device(connection, path, installation)
    if known is not None:
        return known
    device = draw(8).hex()
    value = json.dumps({"device": device, "binding": _bind(uid, path)})
    connection.execute(
        "INSERT INTO meta(key, value) VALUES (?, ?) ON CONFLICT(key) DO UPDATE SET value = excluded.value", (_BINDING, value)
    )
    return device


def known_device(connection: Connection, path: Path, installation: Installation) -> str | None:
    """Give the device id under which this installation would go on writing to a file; None where it would take a new one."""
    known, bound_to = read_binding(connection)
    uid = installation.known_uid()
    if known is None or uid is None or bound_to != _bind(uid, path):
        return None
    return known if _is_continued(connection, known, installation) else None


def read_binding(connection: Connection) -> tuple[str | None, str]:
    """Give the device id noted in the file and what it is bound to; nobody where the note is absent or damaged."""
    row = connection.execute("SELECT value FROM meta WHERE key = ?", (_BINDING,)).fetchone()
    try:
        noted = json.loads(row[0]) if row else {}
        return str(noted["device"]), str(noted["binding"])
    except (ValueError, TypeError, KeyError):
        return None, ""


def forget_device(connection: Connection) -> None:
    """Have the next change of a file made by a new device: what its last one wrote went on elsewhere."""
    connection.execute("DELETE FROM meta WHERE key = ?", (_BINDING,))


def _bind(uid: str, path: Path) -> str:
    """Name an installation and the place of a file in one word."""
    return hashlib.sha256(f"{uid}\n".encode() + os.fsencode(path.resolve())).hexdigest()


def _is_continued(connection: Connection, device: str, installation: Installation) -> bool:
    """Tell whether the file holds one unforked chain of this device, with the last row this installation noted."""
    rows, last = connection.execute("SELECT count(*), max(seq) FROM journal WHERE device = ?", (device,)).fetchone()
    if rows != (last or 0):
        return False
    noted = installation.last_written(device)
    sql = "SELECT 1 FROM journal WHERE device = ? AND seq = ? AND lower(hex(hash)) = ?"
    return noted is None or connection.execute(sql, (device, *noted)).fetchone() is not None


def _write(file: Path, text: str) -> None:
    part = file.with_name(f"{file.name}.{os.getpid()}.part")
    try:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        part.write_text(text, encoding="utf-8")
        part.replace(file)
    except OSError as error:
        message = f"The settings folder {file.parent} cannot be written to: {error.strerror}."
        raise StorageFailed(message, "Make it writable, or name another one in CODER_SETTINGS.", place=str(file.parent)) from None
