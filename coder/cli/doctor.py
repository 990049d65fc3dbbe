"""What this machine has, and what its user has chosen."""

from __future__ import annotations

import os
import platform
import shutil
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from coder.cli.edge import say_problems
from coder.cli.options import environment, output_options
from coder.cli.output import write_table

if TYPE_CHECKING:
    from coder.errors import Problem
    from coder.reports.table import Table
    from coder.tui.commands.habits import Habits
    from coder.tui.settings import Settings

SMALL = (80, 24)
"""Columns and rows that every screen is made for."""
Row = tuple[str, str, str]


@click.command("settings")
@click.option("--check", is_flag=True, help="Only say what is wrong with the settings; exit code 1 if anything is.")
@output_options
def settings_(check: bool, form: str | None, output: str | None, raw: bool) -> None:
    """Show your settings, where each comes from, and what is wrong with them."""
    from coder.errors import CoderError

    settings, habits, problems = _settings()
    if check and problems:
        message = f"{_problems(len(problems))} in {settings.file}."
        raise CoderError(message, "What is listed is not used; all the rest is.", place=str(settings.file), problems=problems)
    if not check:
        write_table(_settings_table(settings, habits), form, output, raw=raw)
        say_problems(problems)


def _settings() -> tuple[Settings, Habits, tuple[Problem, ...]]:
    """Read the settings, what they make of the commands, and all that is wrong with them."""
    from coder.tui.commands.habits import habits_from
    from coder.tui.settings import read_settings, settings_file

    settings = read_settings(settings_file())
    return settings, *habits_from(settings)


def _problems(n: int) -> str:
    return "1 problem" if n == 1 else f"{n} problems"


def _settings_table(settings: Settings, habits: Habits) -> Table:
    from coder.reports.table import Column, Table

    columns = Column("setting"), Column("value"), Column("from"), Column("what it is")
    there = "" if settings.file.exists() else " (not there yet, so nothing is chosen)"
    return Table("Settings", columns, tuple(_lines(settings, habits)), (f"The file: {settings.file}{there}",))


def _lines(settings: Settings, habits: Habits) -> Iterator[tuple[str, str, str, str]]:
    """List each setting as it is in force, and each command that was given other keys."""
    from coder.tui.commands import BY_ID
    from coder.tui.settings import SETTINGS

    values = {
        "as": environment("AS") or settings.coder,
        "theme": settings.theme,
        "language": settings.language,
        "glyphs": settings.glyphs,
        "blank_after": f"{settings.blank_after:g}",
    }
    for setting in SETTINGS:
        if setting.name in values:
            source = "the file" if setting.name in settings.chosen else "usual"
            source = "CODER_AS" if setting.name == "as" and environment("AS") else source
            choice = f": {', '.join(setting.values)}" if setting.values else ""
            usual = setting.values[0] if setting.values else ""
            yield setting.name, values[setting.name] or usual, source, setting.help + choice
    for command in settings.keys:
        keys = " ".join(habits.keys(BY_ID[command])) if command in habits.keymap else "not used"
        yield f"keys, {command}", keys, "the file", ""


@click.command()
@click.option("--ask", is_flag=True, help="Draw a sign and ask the terminal how wide it is there.")
@output_options
def doctor(ask: bool, form: str | None, output: str | None, raw: bool) -> None:
    """Show what this machine has: versions, terminal, settings."""
    from coder.reports.table import Column, Table

    settings, _, problems = _settings()
    rows = [*_versions(), *_terminal(), *(_width() if ask else ()), _chosen(settings, problems)]
    table = Table("This machine", (Column("what"), Column("found"), Column("remark")), tuple(rows))
    write_table(table, form, output, raw=raw)
    say_problems(problems)


def _versions() -> Iterator[Row]:
    from importlib.metadata import version

    from coder import __version__
    from coder.study.engine import DRIVER, SQLITE

    yield "coder", __version__, ""
    yield "system", f"{platform.system()} {platform.release()}", ""
    yield "Python", platform.python_version(), ""
    yield "SQLite", SQLITE, f"in {DRIVER} {version(DRIVER)}"
    yield "Textual", version("textual"), ""


def _terminal() -> Iterator[Row]:
    """Describe what the screens would be drawn on."""
    import locale

    from coder.tui.page.terminal import colours, glyphs_for

    is_terminal = all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr))
    yield (
        "terminal",
        os.environ.get("TERM", "") or "unknown",
        "" if is_terminal else "input or output goes elsewhere: no screens here",
    )
    size = shutil.get_terminal_size()
    is_small = is_terminal and (size.columns < SMALL[0] or size.lines < SMALL[1])
    yield "size", f"{size.columns} × {size.lines}", "the screens want 80 × 24" if is_small else ""
    n = colours(os.environ)
    yield "colours", n, {"none": "codings are underlined", "16": 'theme = "ansi" shows your own colours'}.get(n, "")
    encoding = locale.getencoding()
    yield "encoding", encoding, "" if glyphs_for(encoding).goes_on == "│" else "set LANG to one that ends in .UTF-8"


def _width() -> Iterator[Row]:
    """Say how wide a bracket is here: terminals set for Korean may draw it over two cells."""
    from coder.tui.page.terminal import cells_of

    cells = cells_of("│")
    remark = {None: "the terminal does not say", 1: "", 2: 'write glyphs = "ascii" into the settings'}
    yield "width of │", "" if cells is None else str(cells), remark.get(cells, 'write glyphs = "ascii" into the settings')


def _chosen(settings: Settings, problems: tuple[Problem, ...]) -> Row:
    found = str(settings.file) if settings.file.exists() else "none"
    return "settings", found, _problems(len(problems)) if problems else ""


COMMANDS = {command.name or "": command for command in (settings_, doctor)}
