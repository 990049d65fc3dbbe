"""The people in a study: respondents with their attributes, and those who code."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from coder.cli.edge import say, tell
from coder.cli.options import as_option, output_options, study_argument
from coder.cli.output import write_table
from coder.cli.session import importing, reading, writing


@click.group()
def respondents() -> None:
    """List the respondents."""


@respondents.command("list")
@study_argument
@output_options
def list_respondents(study: str, form: str | None, output: str | None, raw: bool) -> None:
    """List the respondents with their sources and attributes."""
    from coder.reports.listings import respondents_table

    with reading(study) as store:
        write_table(respondents_table(store.respondents(), store.variables()), form, output, raw=raw)


@click.group()
def values() -> None:
    """Import and export attributes of respondents and sources."""


@values.command("import")
@study_argument
@click.argument("file")
@click.option("--yes", "create", is_flag=True, help="Make new variables of unknown columns.")
@as_option
def import_values(study: str, file: str, create: bool, who: str | None) -> None:
    """Import attributes from a CSV whose first column is source or respondent."""
    from coder.exchange import values_table
    from coder.model.words import count

    with importing(study, who) as (opened, coder):
        done = values_table.import_values(opened, Path(file), coder, create=create)
    tell(f"{count(done.values, 'value')} from {count(done.rows, 'row')}")
    if done.new_variables:
        say(f"New variables: {', '.join(done.new_variables)}.")
    if done.new_respondents:
        say(f"New respondents: {', '.join(done.new_respondents)}.")


@values.command("export")
@study_argument
@click.argument("file", required=False)
@click.option("--of", type=click.Choice(("respondent", "source")), default="respondent", help="Whose attributes.")
@output_options
def export_values(study: str, file: str | None, of: Any, form: str | None, output: str | None, raw: bool) -> None:
    """Export attributes as a table."""
    from coder.exchange import values_table
    from coder.reports.render.file import form_of
    from coder.reports.table import Column, Table

    with reading(study) as store:
        columns, rows = values_table.export_values(store, of)
    table = Table("Values", tuple(Column(name) for name in columns), tuple(tuple(row) for row in rows))
    write_table(table, form or form_of(output or file, "csv"), output or file, raw=raw)


@click.group()
def coders() -> None:
    """List, add and rename coders."""


@coders.command("list")
@study_argument
@output_options
def list_coders(study: str, form: str | None, output: str | None, raw: bool) -> None:
    """List the coders with their role and what they have done."""
    from coder.reports.listings import coders_table

    with reading(study) as store:
        write_table(coders_table(store.coders(), store.progress()), form, output, raw=raw)


@coders.command("add")
@study_argument
@click.argument("name")
@click.option("--role", type=click.Choice(("coder", "supervisor")), default="coder", help="What the person does.")
@as_option
def add_coder(study: str, name: str, role: Any, who: str | None) -> None:
    """Add a person who codes."""
    from coder.analysis.names import new_name
    from coder.study import changes

    with writing(study, who) as (opened, coder):
        name = new_name(name, [one.name for one in opened.store.coders()])
        opened.act([changes.add_coder(name, role)], coder.uid)
    say(f"Added {name}, {role}.")


@coders.command("rename")
@study_argument
@click.argument("old")
@click.argument("name")
@as_option
def rename_coder(study: str, old: str, name: str, who: str | None) -> None:
    """Give a coder another name; her codings stay hers."""
    from coder.analysis.names import find, new_name
    from coder.study.changes import set_words

    with writing(study, who) as (opened, coder):
        found = find("coder", opened.store.coders(), old)
        new = new_name(name, [one.name for one in opened.store.coders() if one.uid != found.uid])
        opened.act([set_words("coder", found.uid, "name", new)], coder.uid)
    say(f"{found.name} is now {new}.")


COMMANDS = {command.name or "": command for command in (respondents, values, coders)}
