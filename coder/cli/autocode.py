"""Autocode from the command line: look first, at every hit, then code all of them or some, as one action."""

from __future__ import annotations

import re
from time import monotonic
from typing import TYPE_CHECKING, Any

import click

from coder.cli.edge import say, tell
from coder.cli.options import as_option, output_options, source_options, study_argument
from coder.cli.output import write_table
from coder.cli.session import round_named, study_path, who_acts
from coder.errors import InputRefused

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from coder.reports.autocode import Found

_EXTENTS = ("match", "word", "sentence", "turn", "paragraph")
_PATIENCE = 20
"""Seconds after which a search is given up."""


@click.command()
@study_argument
@click.argument("code_name", metavar="CODE")
@click.option("--word", "words", multiple=True, metavar="W", help="Look for this word; a * stands for letters (repeat for more).")
@click.option("--regex", "expression", default="", metavar="R", help="Look for what this regular expression matches.")
@click.option(
    "--speaker", "speakers", multiple=True, metavar="NAME|I|R|T", help="Only what this speaker, or all in a role, said."
)
@click.option("--within", default="", metavar="CODE", help="Only where you have put this code or one under it.")
@click.option("--extent", type=click.Choice(_EXTENTS), default="sentence", help="What is coded where something is found.")
@source_options
@click.option("--only", "only", default="", metavar="N,N-N", help="Only the hits of these numbers.")
@click.option("--except", "but", default="", metavar="N,N-N", help="All hits but those of these numbers.")
@click.option("--yes", is_flag=True, help="Code them. Without it nothing is changed.")
@click.option("--round", "round_name", default="", metavar="NAME", help="The round (else main).")
@as_option
@output_options
def autocode(study: str, code_name: str, yes: bool, who: str | None, form: str | None, output: str | None, **asked: Any) -> None:
    """Find passages and, with --yes, code them all at once.

    Without --yes every hit is listed with its number, and nothing is changed. A hit has one of the words or fits the expression;
    --speaker, --within and the options for sources narrow.
    """
    from coder.reports import autocode as report
    from coder.reports import hits
    from coder.reports.selection import Selection
    from coder.study import Study

    raw, only, but, round_name = (asked.pop(name) for name in ("raw", "only", "but", "round_name"))
    selection = Selection(sources=asked.pop("sources"), kinds=asked.pop("kinds"), where=asked.pop("where"))
    wanted = report.Wanted(**asked)
    with Study.open(study_path(study), readonly=not yes) as opened:
        store, coder = opened.store, who_acts(opened.store, who)
        codebook = store.codebook()
        task = report.Task(report.usable_code(codebook, code_name), coder, round_named(store, round_name))
        found = report.find_passages(store, task, wanted, selection, _patience())
        chosen = _chosen(found, only, but)
        changes = report.coding_changes(store, task, [one for _, one in chosen])
        if yes and changes:
            opened.act(changes, coder.uid)
    if form or output or not yes:
        rows = hits.passages_as_json(chosen)
        write_table(hits.passages_table(chosen, wanted), form, output, raw=raw, value=rows)
    said = f"{codebook.paths[task.code.uid]}: {hits.describe_changes(changes)}"
    if not yes:
        say(hits.describe_found(found))
        say(said)
        say("Nothing was changed. --yes codes them; --only and --except take some of them." if changes else "")
        return
    (say if form or output else tell)(said)
    say("`coder undo STUDY` takes all of it back." if changes else "")


def _patience() -> Callable[[], None]:
    """Make a search end that takes too long."""
    end = monotonic() + _PATIENCE

    def go_on() -> None:
        if monotonic() > end:
            message = f"The expression was given up after {_PATIENCE} seconds."
            raise InputRefused(message, "Write {0,40} instead of * to say how far its repeats go, or look in fewer sources.")

    return go_on


def _chosen(found: Sequence[Found], only: str, but: str) -> list[tuple[int, Found]]:
    """Number the hits and take those that were asked for."""
    if only and but:
        raise InputRefused("--only and --except cannot both be given.", "Give the numbers to take, or those to leave out.")
    numbers = _numbers(only or but, len(found))
    is_all = not (only or but)
    return [(n, one) for n, one in enumerate(found, start=1) if is_all or (n in numbers) == bool(only)]


def _numbers(listed: str, n: int) -> set[int]:
    """Read `3,5-9`."""
    numbers: set[int] = set()
    for part in filter(None, listed.replace(" ", "").split(",")):
        match = re.fullmatch(r"([0-9]{1,9})(?:-([0-9]{1,9}))?", part)
        if match is None:
            raise InputRefused(f"“{part}” is no number of a hit.", "Write numbers like 3,5-9.", place=part)
        first, last = int(match[1]), int(match[2] or match[1])
        if not 1 <= first <= last <= n:
            raise InputRefused(f"There is no hit {part}: they go from 1 to {n}.", "Look at the list again.", place=part)
        numbers.update(range(first, last + 1))
    return numbers
