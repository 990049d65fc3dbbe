"""Backups of a study: made, listed, and put back in its place."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from coder.cli.edge import say, tell
from coder.cli.options import output_options, study_argument
from coder.cli.output import warn_of_copies, write_table
from coder.cli.session import near, quoted, study_path

if TYPE_CHECKING:
    from coder.study.backup import Backup


@click.command()
@study_argument
@click.option("-o", "--output", metavar="FILE", help="Write it to FILE, which is never deleted, instead of the study's folder.")
def backup(study: str, output: str | None) -> None:
    """Write a copy of a study that is proved to be whole."""
    from coder.errors import InputRefused
    from coder.study import Study

    with Study.open(study_path(study), readonly=True) as opened:
        if output is None:
            path = opened.back_up()
        else:
            path = Path(output)
            if path.exists():
                raise InputRefused(f"{path} exists already.", "Choose another name.", place=output)
            opened.copy_to(path)
    tell(f"{near(path)}")
    warn_of_copies(path)
    say("It is whole. It is not encrypted: keep it where you would keep the study.")


@click.command()
@study_argument
@output_options
def backups(study: str, form: str | None, output: str | None, raw: bool) -> None:
    """List the backups of a study, the newest first."""
    from coder.errors import StudyRefused
    from coder.reports.listings import backups_table
    from coder.study.backup import backups as list_backups
    from coder.study.backup import folder_of

    path = study_path(study)
    if not path.exists() and not folder_of(path).exists():
        raise StudyRefused(f"There is no study {path}.", "Check the name.", place=study)
    write_table(backups_table(list_backups(path)), form, output, raw=raw)


@click.command()
@study_argument
@click.argument("copy", metavar="[BACKUP]", required=False)
def restore(study: str, copy: str | None) -> None:
    """Put a backup in the place of a study; the present file is kept.

    BACKUP is a file, or a name that `coder backups` lists; without it the newest is taken.
    """
    from coder.study.backup import restore as put_back

    path = study_path(study)
    chosen = _chosen(path, copy)
    kept = put_back(chosen, path)
    tell(f"{path} is as it was in {near(chosen)}")
    if kept is not None:
        say(f"What was there before is kept: {near(kept)}")
    say(f"See how it stands: `coder status {quoted(path)}`")


def _chosen(study: Path, named: str | None) -> Path:
    """Find the backup that is meant: a file, the name of one in the study's folder, or the newest."""
    from coder.errors import UnknownName
    from coder.study.backup import backups as list_backups
    from coder.study.backup import folder_of

    found: list[Backup] = list_backups(study)
    if named is None:
        if not found:
            raise UnknownName(
                f"{study} has no backup in {near(folder_of(study))}.", "Name a backup's file, if you keep one elsewhere."
            )
        return found[0].path
    path = Path(named)
    if path.exists():
        return path
    by_name = {one.path.name: one.path for one in found} | {one.path.stem: one.path for one in found}
    if named not in by_name:
        raise UnknownName(f"There is no backup {named}.", f"`coder backups {quoted(study)}` lists them.", place=named)
    return by_name[named]


COMMANDS = {command.name or "": command for command in (backup, backups, restore)}
