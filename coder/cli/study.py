"""Making, opening and looking at a study."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from coder.cli.edge import say, say_problems
from coder.cli.options import as_option, output_options, study_argument
from coder.cli.output import write_table
from coder.cli.session import quoted, reading, study_path, who_acts, who_looks


@click.command()
@study_argument
@click.option("--as", "who", metavar="NAME", default="supervisor", help="The study's first coder, a supervisor.")
@click.option("--codebook", metavar="FILE", help="Import this codebook (a file, or the name of a shipped one).")
def new(study: str, who: str, codebook: str | None) -> None:
    """Make a new study."""
    from coder.analysis.names import new_name
    from coder.errors import InputRefused
    from coder.exchange.codebook_import import import_codebook
    from coder.exchange.shipped import find_codebook
    from coder.study import Study

    path = study_path(study)
    if not path.stem.strip() or path.name == path.suffix:
        raise InputRefused("A study needs a name.", "Write `coder new NAME`; the file will be NAME.db.")
    with Study.create(path, supervisor=new_name(who)) as made:
        if codebook:
            try:
                import_codebook(made, find_codebook(codebook), made.store.coders()[0])
            except BaseException:
                made.discard()
                raise
    say(f"Made {path}; its first coder is {who}, a supervisor.")
    say("It is not encrypted: keep it on an encrypted disk if it will hold testimony.")
    say(f"Next: `coder import {quoted(path)} FILES`, then `coder {quoted(path)}`")


@click.command("open")
@study_argument
@as_option
def open_(study: str, who: str | None) -> None:
    """Open a study in the terminal screens."""
    path = study_path(study)
    with _nothing_collected():
        with reading(str(path)) as store:
            coder = who_acts(store, who)
        _show(path, coder.name)


def _show(path: Path, coder: str, note: str = "") -> None:
    """Open the screens, after saying what of the settings is not used."""
    from coder.tui.app import run
    from coder.tui.commands.habits import habits_from
    from coder.tui.settings import read_settings, settings_file

    settings = read_settings(settings_file())
    say_problems(habits_from(settings)[1])
    run(path, coder, note, settings)


@click.command()
@study_argument
@as_option
@output_options
def status(study: str, who: str | None, form: str | None, output: str | None, raw: bool) -> None:
    """Show sources, codes, coders and how far everybody is.

    Named with --as (or by your settings), you also see where you stopped, what you have read and what has changed for you.
    """
    from coder.reports.listings import status as say_status
    from coder.reports.listings import status_table
    from coder.reports.overview import overview
    from coder.study import Study

    with Study.open(study_path(study), readonly=True) as opened:
        coder = who_looks(opened.store, who)
        memory = opened.remembered(coder.uid) if coder else {}
        found = overview(opened, coder, memory)
        value = say_status(opened.store) | found.as_json()
        write_table(found.beside(status_table(opened.store)), form, output, raw=raw, value=value)


@click.command()
@click.argument("folder", metavar="[DIR]", default="coder-demo")
@click.option("--as", "who", metavar="NAME", help="Open it as ash, elm, yew or oak (the supervisor).")
def demo(folder: str, who: str | None) -> None:
    """Make the sample study (all of it invented) and open it."""
    import sys

    from coder.cli.demo import build, show

    path = Path(folder) / "demo.db"
    if path.exists():
        say(f"{path} is there already and is opened as it is.")
    else:
        build(path)
        say(f"Made the sample study {path}. All of it is invented; no real person speaks in it.")
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        show(path)
        return
    from coder.tui.settings import read_settings, settings_file

    with _nothing_collected():
        with reading(str(path)) as store:
            coder = who_acts(store, who or read_settings(settings_file()).who() or "ash")
        _show(path, coder.name, "sample study, all of it invented")


@contextmanager
def _nothing_collected() -> Iterator[None]:
    """Keep Python from looking for garbage among modules while it imports them (30 ms); the screens see to it themselves."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


COMMANDS = {command.name or "": command for command in (demo, new, open_, status)}
