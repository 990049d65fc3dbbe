"""Options that are the same on every command: which study, who acts, what is selected, how it is written."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from coder.cli.edge import note_form

if TYPE_CHECKING:
    from coder.reports.selection import Selection

F = TypeVar("F", bound=Callable[..., Any])
_FORMATS = ("table", "plain", "csv", "tsv", "json", "markdown", "html", "xlsx")


def study_argument(command: F) -> F:
    """Take the study's file first."""
    return click.argument("study", metavar="STUDY")(command)


def as_option(command: F) -> F:
    """Say who acts."""
    return click.option(
        "--as", "who", metavar="NAME", help="The coder who acts (else CODER_AS, your settings, or the only coder)."
    )(command)


def output_options(command: F) -> F:
    """Say how a table is written and where."""
    options = (
        click.option("--format", "form", type=click.Choice(_FORMATS), callback=note_form, help="How to write the table."),
        click.option("--json", "form", flag_value="json", callback=note_form, help="Same as --format json."),
        click.option("--csv", "form", flag_value="csv", help="Same as --format csv."),
        click.option("-o", "--output", metavar="FILE", callback=note_form, help="Write to FILE; its suffix chooses the format."),
        click.option("--raw", is_flag=True, help="CSV and TSV for machines: no guard against formulas in cells."),
    )
    for option in reversed(options):
        command = option(command)
    return command


_SOURCE = click.option("--source", "sources", multiple=True, metavar="NAME", help="Only this source (repeat for more).")
_KIND = click.option("--kind", "kinds", multiple=True, metavar="KIND", help="Only interviews, media or research.")
_WHERE = click.option(
    "--where", multiple=True, metavar="COND", help="Such as 'region=Ryanggang|Pyongyang' or 'age>=30-44' (= != < <= > >=)."
)


def source_options(command: F) -> F:
    """Say in which sources a command works."""
    return _SOURCE(_KIND(_WHERE(command)))


def selection_options(command: F) -> F:
    """Say what a command works on."""
    options = (
        _SOURCE,
        _KIND,
        click.option("--coder", "coders", multiple=True, metavar="NAME", help="Only this coder's codings (repeat for more)."),
        click.option(
            "--code", "codes", multiple=True, metavar="CODE", help="Only this code and its sub-codes (repeat for more)."
        ),
        click.option("--exact", is_flag=True, help="A code without its sub-codes."),
        _WHERE,
        click.option("--round", "round_name", default="", metavar="NAME", help="Only codings of this round."),
    )
    for option in reversed(options):
        command = option(command)
    return command


def selection(chosen: dict[str, Any]) -> Selection:
    """Take the selection out of a command's parameters."""
    from coder.reports.selection import Selection

    return Selection(
        sources=chosen.pop("sources"),
        kinds=chosen.pop("kinds"),
        coders=chosen.pop("coders"),
        codes=chosen.pop("codes"),
        exact=chosen.pop("exact"),
        where=chosen.pop("where"),
        round=chosen.pop("round_name"),
    )


def environment(name: str) -> str:
    """Read a `CODER_…` variable; empty if it is not set."""
    return os.environ.get(f"CODER_{name}", "")
