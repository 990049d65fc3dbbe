"""The codebook: shown, imported, exported, checked; `codebook_changes` adds the commands that change it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from coder.cli.edge import say, say_problems, tell
from coder.cli.options import as_option, output_options, study_argument
from coder.cli.output import write, write_table
from coder.cli.session import importing, reading

if TYPE_CHECKING:
    from coder.model.codebook import Codebook


@click.group()
def codebook() -> None:
    """Show, change, import, export and check codebooks."""


@codebook.command()
@study_argument
@click.argument("code_name", metavar="CODE", required=False)
@output_options
def show(study: str, code_name: str | None, form: str | None, output: str | None, raw: bool) -> None:
    """Show the study's codes with their rules and counts, or everything about one code."""
    from coder.analysis.names import find_code
    from coder.reports.code_page import code_table
    from coder.reports.listings import code_counts, codebook_table

    with reading(study) as store:
        book = store.codebook()
        page = code_table(store, find_code(book, code_name)) if code_name else codebook_table(book, code_counts(store))
        write_table(page, form, output, raw=raw)


@codebook.command("import")
@study_argument
@click.argument("file")
@as_option
def import_(study: str, file: str, who: str | None) -> None:
    """Add and update codes from a YAML file (or a shipped codebook's name); nothing is removed."""
    from coder.exchange.codebook_import import import_codebook
    from coder.exchange.shipped import find_codebook
    from coder.model.words import count

    with importing(study, who) as (opened, coder):
        done = import_codebook(opened, find_codebook(file), coder)
    added, updated = count(len(done.add), "code"), count(len(done.update) + len(done.update_variables), "field")
    tell(f"{added} added, {updated} updated, {count(len(done.add_variables), 'variable')} added")


@codebook.command()
@study_argument
@click.argument("file", required=False)
@click.option("--format", "form", type=click.Choice(("yaml", "markdown", "html")), help="Else the file's suffix decides.")
def export(study: str, file: str | None, form: str | None) -> None:
    """Write the study's codebook: YAML to edit it, Markdown or HTML to print it.

    Into a YAML file that exists the codes are written so that its comments are kept.
    """
    from coder.exchange.codebook_write import write_codebook

    with reading(study) as store:
        codebook = store.codebook()
    printed = _printed(codebook, form or _form_of(file))
    if printed is not None:
        _refuse_existing(file)
        write(printed, file)
        return
    existing = _existing(Path(file), codebook) if file and Path(file).exists() else None
    write(write_codebook(codebook, existing), file)


_FORMS = {
    "": "yaml",
    ".txt": "yaml",
    ".yaml": "yaml",
    ".yml": "yaml",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
}


def _form_of(file: str | None) -> str:
    from coder.errors import InputRefused

    suffix = Path(file or "").suffix.lower()
    if suffix not in _FORMS:
        message = f"{file}: a codebook cannot be written as {suffix}."
        raise InputRefused(message, f"Choose one of {' '.join(filter(None, _FORMS))}, or say --format.", place=str(file))
    return _FORMS[suffix]


def _refuse_existing(file: str | None) -> None:
    from coder.errors import InputRefused

    if file and Path(file).is_file():
        raise InputRefused(f"{file} exists already.", "Choose another name, or take the file away first.", place=file)


def _printed(codebook: Codebook, form: str) -> str | None:
    """Write a codebook for people to read; None where a file to work on is wanted."""
    from coder.reports.render.codebook import codebook_markdown, codebook_page

    return {"markdown": codebook_markdown, "html": codebook_page}[form](codebook) if form != "yaml" else None


@codebook.command()
@click.argument("file", required=False)
def template(file: str | None) -> None:
    """Write a codebook to begin with, in which every line is explained."""
    from coder.exchange.shipped import shipped

    _refuse_existing(file)
    write(shipped()["template"], file)


def _existing(path: Path, codebook: Codebook) -> str:
    """Read the codebook that is to be written into; another file, or one that would lose codes, is left alone."""
    from coder.errors import InputRefused
    from coder.exchange.codebook_merge import plan
    from coder.exchange.codebook_yaml import read_codebook
    from coder.exchange.tabular import read_text
    from coder.model.words import count

    try:
        text = read_text(path)
        read = read_codebook(text, path.name)
        is_codebook = not read.problems
    except InputRefused:
        is_codebook = False
    if not is_codebook:
        message = f"{path} exists and is no codebook without faults, so nothing was written to it."
        raise InputRefused(message, "Choose another name, or mend it first: `coder codebook check`", place=str(path))
    only_there = plan(codebook, read.codebook, read.given).add
    if only_there:
        lacking = f"{count(len(only_there), 'code')} that the study lacks, such as “{only_there[0].path}”"
        message = f"{path} has {lacking}; nothing was written."
        raise InputRefused(message, "Import it first, or choose another name.", place=str(path))
    return text


@codebook.command()
@click.argument("file")
def check(file: str) -> None:
    """Check a codebook file: all faults at once, with their lines."""
    from coder.exchange.codebook_check import warnings
    from coder.exchange.codebook_yaml import read_codebook_file
    from coder.exchange.shipped import find_codebook
    from coder.model.words import count

    path = find_codebook(file)
    read = read_codebook_file(path)
    if read.problems:
        say(f"{path} has {count(len(read.problems), 'fault')}:")
        say_problems(read.problems)
        raise click.exceptions.Exit(1)
    found = warnings(read.codebook, path.name)
    codable = sum(code.codable for code in read.codebook.codes)
    tell(f"{path}: {count(len(read.codebook.codes), 'code')}, {codable} of them to be applied, no faults")
    if found:
        say(f"{count(len(found), 'thing')} to look at:")
        say_problems(found)
