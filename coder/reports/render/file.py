"""Writing what was rendered to a file: whole or not at all, for its owner's eyes, and never over a study."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from coder.errors import InputRefused
from coder.reports.render import Format, render
from coder.reports.table import Table

_FORM_OF: dict[str, Format] = {
    ".csv": "csv",
    ".tsv": "tsv",
    ".json": "json",
    ".md": "markdown",
    ".html": "html",
    ".htm": "html",
    ".xlsx": "xlsx",
    ".txt": "table",
}
_NOT_OURS = frozenset({".doc", ".docx", ".odt", ".ods", ".pdf", ".rtf", ".xls", ".db", ".qdpx", ".qdc"})


def form_of(output: str | None, otherwise: Format) -> Format:
    """Choose the form of a table by the suffix of the file it goes to.

    Raises:
        InputRefused: the suffix is that of another program's format, which would be a lie.
    """
    suffix = Path(output or "").suffix.lower()
    if suffix in _NOT_OURS:
        message = f"A table cannot be written as {suffix}."
        raise InputRefused(message, f"Choose one of {' '.join(_FORM_OF)}, or say --format.", place=str(output))
    return _FORM_OF.get(suffix, otherwise)


def typed_path(name: str) -> Path:
    """Make a path of what somebody typed; `~` is her own folder.

    Raises:
        InputRefused: it begins with the folder of somebody who is not known here, or no file can be called so.
    """
    try:
        path = Path(name.strip()).expanduser()
        path.exists()
    except (RuntimeError, ValueError, OSError):
        message = f"There can be no file {name.strip()[:40]}."
        raise InputRefused(message, "Begin with a folder that is there, or ~/ for your own.", place=name.strip()) from None
    return path


def write_new(table: Table, path: Path) -> Path:
    """Write a table to a new file, in the form that its suffix names, and give the whole path.

    Raises:
        InputRefused: it cannot be written, or there is a file of that name; nothing was written.
    """
    check_new(path)
    body = render(table, form_of(str(path), "csv"))
    write_file(path, body.encode() if isinstance(body, str) else body)
    return path.resolve()


def check_new(path: Path) -> None:
    """See whether a table could be written to a new file.

    Raises:
        InputRefused: there is a file of that name, or its suffix says that it is something else, or nothing.
    """
    if path.suffix.lower() not in _FORM_OF:
        message = f"A table cannot be written as {path.suffix or 'a file without a suffix'}."
        raise InputRefused(message, f"End the name with one of {' '.join(_FORM_OF)}.", place=str(path))
    if path.exists():
        raise InputRefused(f"{path} exists already.", "Choose another name.", place=str(path))


def write_file(path: Path, body: bytes) -> None:
    """Replace a file by new content in one step; on refusal the old one is as it was. A device or pipe is written to.

    Raises:
        InputRefused: it cannot be written, or is a study.
    """
    target = path.resolve()
    if target.name.endswith((".db", ".db-wal", ".db-shm")) or _is_database(target):
        message = f"{path} is a study, or is called like one; nothing was written."
        raise InputRefused(message, "Choose another name.", place=str(path))
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        if target.exists() and not target.is_file():
            target.write_bytes(body)
        else:
            mode = target.stat().st_mode & 0o777 if target.exists() else 0o600  # it may hold testimony
            with os.fdopen(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, mode), "wb") as file:
                file.write(body)
            part.replace(target)
    except KeyboardInterrupt:
        part.unlink(missing_ok=True)
        raise
    except OSError as error:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        message = f"{path} cannot be written: {error.strerror}."
        raise InputRefused(message, "Choose another place.", place=str(path)) from None


def _is_database(path: Path) -> bool:
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(16) == b"SQLite format 3\0"
