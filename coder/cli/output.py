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
    """Choose the form of a table by the suffix of the file it goes to."""
    return _FORM_OF.get(Path(output or "").suffix.lower(), otherwise)


def write(body: str | bytes, output: str | None) -> None:
    """Write to a file, or to stdout where none is named (or `-`)."""
    data = body.encode() if isinstance(body, str) else body
    if output and output != "-":
        write_file(Path(output), data)
    else:
        put(data)


def write_file(path: Path, body: bytes) -> None:
    """Replace a file by new content in one step; on refusal the old one is as it was. A device or pipe is written to."""
    target = path.resolve()
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        if target.exists() and not target.is_file():
            target.write_bytes(body)
        else:
            part.write_bytes(body)
            part.replace(target)
    except OSError as error:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        message = f"{path} cannot be written: {error.strerror}."
        raise InputRefused(message, "Choose another place with -o.", place=str(path)) from None
    say(f"Written to {path}.")


def terminal_width() -> int | None:
    """Give the width of the terminal; None where stdout is none."""
    return shutil.get_terminal_size().columns if sys.stdout is not None and sys.stdout.isatty() else None
