"""Writing results: a table in the form that was asked for, to the terminal or to a file that is written whole or not at all."""

from __future__ import annotations

import os
import shutil
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from coder.cli.edge import put, say
from coder.errors import InputRefused

if TYPE_CHECKING:
    from coder.reports.render import Format
    from coder.reports.table import Table

_FORM_OF = {
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


def write_table(table: Table, form: str | None, output: str | None, *, raw: bool = False, value: object = None) -> None:
    """Write a table; `value` is the command's own JSON shape, if it has one."""
    from coder.reports.render import TALKING, render, render_json

    chosen: Format = form or form_of(output, "table")  # type: ignore[assignment]  # one of the table's forms
    if raw:
        say("--raw: cells that begin like a formula are written as they are; do not open this in a spreadsheet.")
    if chosen == "json" and value is not None:
        body: str | bytes = render_json(value)
    else:
        body = render(table, chosen, width=None if output else terminal_width(), raw=raw)
    if chosen == "xlsx" and not output:
        raise InputRefused("A workbook cannot be written to the terminal.", "Give a file: -o FILE.xlsx")
    if chosen not in TALKING or (chosen == "json" and value is not None):
        for note in table.notes if chosen != "json" else ():
            say(note)
    write(body, output)


def form_of(output: str | None, otherwise: str) -> str:
    """Choose the form of a table by the suffix of the file it goes to.

    Raises:
        InputRefused: the suffix is that of another program's format, which would be a lie.
    """
    if Path(output or "").suffix.lower() in _NOT_OURS:
        message = f"A table cannot be written as {Path(output or '').suffix}."
        raise InputRefused(message, f"Choose one of {' '.join(_FORM_OF)}, or say --format.", place=str(output))
    return _FORM_OF.get(Path(output or "").suffix.lower(), otherwise)


def write(body: str | bytes, output: str | None) -> None:
    """Write to a file, or to stdout where none is named (or `-`)."""
    data = body.encode() if isinstance(body, str) else body
    if output and output != "-":
        write_file(Path(output), data)
    else:
        put(data)


def _is_database(path: Path) -> bool:
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(16) == b"SQLite format 3\0"


def write_file(path: Path, body: bytes) -> None:
    """Replace a file by new content in one step; on refusal the old one is as it was. A device or pipe is written to."""
    target = path.resolve()
    if target.name.endswith((".db", ".db-wal", ".db-shm")) or _is_database(target):
        raise InputRefused(
            f"{path} is a study, or is called like one; nothing was written.", "Choose another name.", place=str(path)
        )
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
        raise InputRefused(message, "Choose another place with -o.", place=str(path)) from None
    say(f"Written to {path}.")
    warn_of_copies(path)


def warn_of_copies(path: Path) -> None:
    """Say it when a file lies where a program will copy it to other places."""
    from coder.study.location import copied_folder

    if folder := copied_folder(path):
        say(f"Mind that a program copies {folder} to other places, and this file is not encrypted.")


def terminal_width() -> int | None:
    """Give the width of the terminal; None where stdout is none."""
    return shutil.get_terminal_size().columns if sys.stdout is not None and sys.stdout.isatty() else None
