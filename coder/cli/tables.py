"""The questions a study is made for: cross-tabulation, agreement, and the passages behind a number."""

from __future__ import annotations

from typing import Any

import click

from coder.cli.options import output_options, selection, selection_options, study_argument
from coder.cli.output import write_table
from coder.cli.session import reading
from coder.errors import InputRefused


@click.command()
@study_argument
@click.option("--rows", default="code", metavar="WHAT", help="code, source, coder, kind, round or a variable.")
@click.option("--columns", required=True, metavar="WHAT", help="A variable, or source, coder, kind, round.")
@click.option(
    "--count",
    type=click.Choice(("respondents", "sources", "segments", "characters")),
    default="respondents",
    help="What is counted.",
)
@click.option("--sort", metavar="COLUMN", help="The rows with most in COLUMN (or in all) first, not in the codebook's order.")
@click.option("--percent", is_flag=True, help="Show each cell as a share of what its column has in all.")
@selection_options
@output_options
def crosstab(study: str, rows: str, columns: str, count: Any, sort: str | None, percent: bool, **chosen: Any) -> None:
    """Count codes by an attribute, source, coder, kind or round."""
    from coder.reports import crosstab as report

    form, output, raw = (chosen.pop(name) for name in ("form", "output", "raw"))
    with reading(study) as store:
        found = report.crosstab(store, rows=rows, columns=columns, count=count, selection=selection(chosen))
    if sort is not None:
        found = found.ordered(found.order(found.column_named(sort)))
    if percent and not found.has_shares:
        raise InputRefused(f"There are no shares of {count}.", "Count respondents or sources.")
    write_table(found.to_table(in_shares=percent), form, output, raw=raw, value=found.as_json())


@click.command()
@study_argument
@click.option(
    "--unit", type=click.Choice(("turn", "sentence", "character", "source")), default="turn", help="The unit of comparison."
)
@click.option(
    "--coefficient", "coefficients", multiple=True, metavar="NAME", help="Only this one: percent, f1 or alpha (repeat for more)."
)
@click.option("--pairs", is_flag=True, help="Show every pair of coders.")
@selection_options
@output_options
def agreement(
    study: str,
    unit: Any,
    coefficients: tuple[str, ...],
    pairs: bool,
    form: str | None,
    output: str | None,
    raw: bool,
    **chosen: Any,
) -> None:
    """Show how far coders agree, per code and pooled."""
    from coder.reports import agreement as report

    with reading(study) as store:
        found = report.agreement(store, unit=unit, selection=selection(chosen), coefficients=coefficients or report.USUAL)
    write_table(found.to_pairs_table() if pairs else found.to_table(), form, output, raw=raw, value=found.as_json())


@click.command()
@study_argument
@click.option("--containing", metavar="WORDS", default="", help="Only passages in which these words stand.")
@selection_options
@output_options
def segments(study: str, containing: str, form: str | None, output: str | None, raw: bool, **chosen: Any) -> None:
    """List the passages that bear codes, with their words."""
    from coder.reports import segments as report

    with reading(study) as store:
        found = report.containing(report.code_segments(store, selection(chosen)), containing)
    write_table(report.segments_table(found), form, output, raw=raw, value=report.segments_json(found))


COMMANDS = {command.name or "": command for command in (crosstab, agreement, segments)}
