"""Sources: importing, listing, reading, exporting."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from coder.cli.edge import say, say_problems, tell
from coder.cli.options import as_option, output_options, study_argument
from coder.cli.output import write, write_table
from coder.cli.session import importing, reading, source_named, writing
from coder.errors import InputRefused

if TYPE_CHECKING:
    from coder.model.source import Role

_ROLE_OF = {"i": "I", "r": "R", "t": "T"}


@click.command("import")
@study_argument
@click.argument("paths", metavar="PATH...", nargs=-1, required=True)
@click.option("--kind", type=click.Choice(("interview", "media", "research")), default="interview", help="What the files are.")
@click.option("--respondent", metavar="LABEL|none", help="The respondent of all these files (else each interview's name).")
@click.option("--speakers", metavar="LIST", help="Labels and roles: 'Interviewer=I,R07=R,Interpreter=T'.")
@click.option("--turns", "pattern", metavar="REGEX", help="Turns begin where this matches; groups speaker and time.")
@click.option("--encoding", metavar="NAME", help="For files that are not UTF-8, such as cp949.")
@as_option
def import_(study: str, paths: tuple[str, ...], who: str | None, **how: Any) -> None:
    """Import transcripts and other texts as sources."""
    from coder.documents.intake import Reading, take_in
    from coder.documents.pattern import compile_pattern
    from coder.model.words import count

    if not all(path.strip() for path in paths):
        raise InputRefused("A path is empty.", "Name files or folders.")
    if how["pattern"]:
        compile_pattern(how["pattern"])
    reading_ = Reading(how["kind"], how["respondent"], how["encoding"], _speakers(how["speakers"]), how["pattern"])
    with importing(study, who) as (opened, coder):
        intake = take_in(opened, [Path(path) for path in paths], coder, reading_, _progress)
    for document in intake.taken:
        tell(f"{document.name}: {count(len(document.text), 'character')}, {count(len(document.turns), 'turn')}")
    say_problems(intake.notes)
    if intake.refused:
        say(f"Not imported: {len(intake.refused)} of {count(len(intake.taken) + len(intake.refused), 'file')}:")
        say_problems(intake.refused)
        raise click.exceptions.Exit(1)
    if not intake.taken:
        raise InputRefused("Nothing was imported.", "Name transcripts, or a folder with .txt or .md files.")


def _speakers(listed: str | None) -> dict[str, Role] | None:
    """Read `Interviewer=I,R07=R`."""
    if not listed:
        return None
    roles: dict[str, Role] = {}
    for part in listed.split(","):
        label, _, role = part.partition("=")
        if not label.strip() or role.strip().casefold() not in _ROLE_OF:
            hint = "Write LABEL=ROLE with role I (interviewer), R (respondent) or T (interpreter), divided by commas."
            raise InputRefused(f"“{part.strip()}” is not understood in --speakers.", hint)
        roles[label.strip()] = _ROLE_OF[role.strip().casefold()]  # type: ignore[assignment]  # one of I, R, T
    return roles


def _progress(done: int, of: int) -> None:
    if sys.stderr.isatty() and of > 5:
        click.echo(f"\r{done} of {of}", nl=done == of, err=True)


@click.group()
def sources() -> None:
    """List, export, rename and remove sources."""


@sources.command("list")
@study_argument
@output_options
def list_sources(study: str, form: str | None, output: str | None, raw: bool) -> None:
    """List the sources with kind, length, turns and progress."""
    from coder.reports.listings import sources_table

    with reading(study) as store:
        write_table(sources_table(store), form, output, raw=raw)


@sources.command("export")
@study_argument
@click.argument("source")
@click.option("-o", "--output", metavar="FILE", help="Write to FILE.")
def export_source(study: str, source: str, output: str | None) -> None:
    """Print a source's text exactly as all offsets count it."""
    with reading(study) as store:
        text = store.text(source_named(store, source).uid)
    write(text, output)


@sources.command("rename")
@study_argument
@click.argument("source")
@click.argument("name")
@as_option
def rename_source(study: str, source: str, name: str, who: str | None) -> None:
    """Give a source another name."""
    from coder.analysis.names import new_name
    from coder.study.changes import set_words

    with writing(study, who) as (opened, coder):
        found = source_named(opened.store, source)
        new = new_name(name, [one.name for one in opened.store.sources() if one.uid != found.uid])
        opened.act([set_words("source", found.uid, "name", new)], coder.uid)
    say(f"{found.name} is now {new}.")


@sources.command("remove")
@study_argument
@click.argument("source")
@as_option
def remove_source(study: str, source: str, who: str | None) -> None:
    """Take a source out of lists and counts, with the codings on it; undo brings it back."""
    from coder.model.words import count
    from coder.study.changes import Remove

    with writing(study, who) as (opened, coder):
        found = source_named(opened.store, source)
        n = len(opened.store.codings(source=found.uid))
        opened.act([Remove("source", found.uid)], coder.uid)
    say(f"Removed {found.name} with {count(n, 'coding')}; its text stays in the file, and `coder undo` brings it back")


@click.command()
@study_argument
@click.argument("source")
@output_options
def turns(study: str, source: str, form: str | None, output: str | None, raw: bool) -> None:
    """List the turns of a source."""
    from coder.reports.listings import turns_table

    with reading(study) as store:
        found = source_named(store, source)
        write_table(turns_table(found, store.text(found.uid), store.turns(found.uid)), form, output, raw=raw)


@click.command()
@study_argument
@click.argument("source")
@click.option("--coder", metavar="NAME", help="Only this coder's codings.")
@click.option("-o", "--output", metavar="FILE", help="Write to FILE.")
def read(study: str, source: str, coder: str | None, output: str | None) -> None:
    """Print a source with its turns and codings as plain lines."""
    from coder.analysis.names import find
    from coder.model.text import shown
    from coder.reports.aloud import read_aloud

    with reading(study) as store:
        only = find("coder", store.coders(), coder).uid if coder else None
        lines = [shown(line) for line in read_aloud(store, source_named(store, source), only)]
    write("\n".join(lines) + "\n", output)


COMMANDS = {command.name or "": command for command in (import_, sources, turns, read)}
