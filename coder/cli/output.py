"""Writing results: a table in the form that was asked for, to the terminal or to a file that is written whole or not at all."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from coder.cli.edge import put, say
from coder.errors import InputRefused

if TYPE_CHECKING:
    from coder.reports.render import Format
    from coder.reports.table import Table


def write_table(table: Table, form: str | None, output: str | None, *, raw: bool = False, value: object = None) -> None:
    """Write a table; `value` is the command's own JSON shape, if it has one."""
    from coder.reports.render import TALKING, render, render_json
    from coder.reports.render.file import form_of

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


def write(body: str | bytes, output: str | None) -> None:
    """Write to a file, or to stdout where none is named (or `-`)."""
    data = body.encode() if isinstance(body, str) else body
    if output and output != "-":
        _write_file(Path(output), data)
    else:
        put(data)


def _write_file(path: Path, body: bytes) -> None:
    from coder.reports.render.file import write_file

    write_file(path, body)
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
