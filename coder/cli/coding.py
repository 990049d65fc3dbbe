"""Coding from the command line and from scripts: single codings, finishing, tables of codings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from coder.cli.autocode import autocode
from coder.cli.edge import say, tell
from coder.cli.options import as_option, output_options, selection, selection_options, study_argument
from coder.cli.output import write_table
from coder.cli.session import importing, passage_named, reading, round_named, source_named, writing
from coder.errors import InputRefused

if TYPE_CHECKING:
    from typing import Any

    from coder.model.coding import Coding
    from coder.model.round import Coder
    from coder.study.changes import AddCoding
    from coder.study.store import Store

_ROUND = click.option("--round", "round_name", default="", metavar="NAME", help="The round (else main).")


F = TypeVar("F", bound=Callable[..., object])


def _passage_arguments(command: F) -> F:
    """Take a source, a place in it and a code, in a round, by somebody."""
    for part in (
        as_option,
        _ROUND,
        click.argument("code_name", metavar="CODE"),
        click.argument("place", metavar="START:END|TURN.SENTENCE"),
        click.argument("source"),
        study_argument,
    ):
        command = part(command)
    return command


@click.command()
@_passage_arguments
def code(study: str, source: str, place: str, code_name: str, round_name: str, who: str | None) -> None:
    """Apply a code to a passage."""
    from coder.study.coding_rules import apply_code

    with writing(study, who) as (opened, coder):
        new, said = _coding(opened.store, coder, (source, place, code_name, round_name))
        codebook = opened.store.codebook()
        if not codebook.by_uid[new.code].codable:
            under = ", ".join(one.name for one in codebook.codes if one.codable and one.uid in codebook.family(new.code))
            raise InputRefused(f"{codebook.paths[new.code]} only groups other codes.", f"Give one of: {under}.", place=code_name)
        changes = apply_code(opened.store.codings(source=new.source, coder=coder.uid), new)
        if changes:
            opened.act(changes, coder.uid)
    tell(said if changes else f"{said}: there already")


@click.command()
@_passage_arguments
def uncode(study: str, source: str, place: str, code_name: str, round_name: str, who: str | None) -> None:
    """Remove your coding of exactly this passage."""
    from coder.study.changes import Remove

    with writing(study, who) as (opened, coder):
        gone, said = _coding(opened.store, coder, (source, place, code_name, round_name))
        exact = _exact(opened.store, gone, coder, said)
        opened.act([Remove("coding", coding.uid) for coding in exact], coder.uid)
    tell(f"removed {said}")


def _exact(store: Store, gone: AddCoding, coder: Coder, said: str) -> list[Coding]:
    """List a coder's codings of exactly a passage with a code.

    Raises:
        InputRefused: there is none; the hint names those that she has.
    """
    hers = store.codings(source=gone.source, coder=coder.uid, code=gone.code, round=gone.round)
    exact = [coding for coding in hers if (coding.start, coding.end) == (gone.start, gone.end)]
    if not exact:
        spans = ", ".join(f"{coding.start}:{coding.end}" for coding in hers[:5])
        hint = f"Codings of it there: {spans}." if spans else "There is none of it in this source at all."
        raise InputRefused(f"{coder.name} has no coding {said}.", hint, place=f"{gone.start}:{gone.end}")
    return exact


def _coding(store: Store, coder: Coder, named: tuple[str, str, str, str]) -> tuple[AddCoding, str]:
    """Work out which coding a source, a place, a code and a round name, and say it in words."""
    from coder.analysis.names import find_code
    from coder.study.changes import AddCoding

    source, place, code_name, round_name = named
    found, start, end = passage_named(store, source, place)
    codebook = store.codebook()
    wanted = find_code(codebook, code_name)
    said = f"{found.name} {start}:{end} {codebook.paths[wanted.uid]}"
    return AddCoding(found.uid, wanted.uid, coder.uid, round_named(store, round_name).uid, start, end), said


@click.command()
@study_argument
@click.argument("sources", metavar="SOURCE...", nargs=-1, required=True)
@_ROUND
@as_option
def finish(study: str, sources: tuple[str, ...], round_name: str, who: str | None) -> None:
    """Mark sources as finished by you."""
    _finish(study, sources, round_name, who, value=True)


@click.command()
@study_argument
@click.argument("sources", metavar="SOURCE...", nargs=-1, required=True)
@_ROUND
@as_option
def unfinish(study: str, sources: tuple[str, ...], round_name: str, who: str | None) -> None:
    """Take a finish mark back."""
    _finish(study, sources, round_name, who, value=False)


def _finish(study: str, sources: tuple[str, ...], round_name: str, who: str | None, *, value: bool) -> None:
    from coder.study.changes import mark

    with writing(study, who) as (opened, coder):
        round_ = round_named(opened.store, round_name)
        found = [source_named(opened.store, name) for name in sources]
        opened.act([mark(round_.uid, source.uid, coder.uid, "finished", value=value) for source in found], coder.uid)
    tell(f"{coder.name} has {'finished' if value else 'not finished'}: {', '.join(source.name for source in found)}")


@click.group()
def codings() -> None:
    """Change single codings; import and export them as tables."""


@codings.command()
@_passage_arguments
@click.argument("new_code", metavar="NEW_CODE")
def recode(study: str, source: str, place: str, code_name: str, round_name: str, who: str | None, new_code: str) -> None:
    """Give your coding of exactly this passage another code; memos on it stay."""
    from coder.analysis.names import find_code
    from coder.study.coding_rules import recode as recoded

    with writing(study, who) as (opened, coder):
        was, said = _coding(opened.store, coder, (source, place, code_name, round_name))
        one = _exact(opened.store, was, coder, said)[0]
        wanted = find_code(opened.store.codebook(), new_code)
        changes = recoded(opened.store.codings(source=one.source, coder=coder.uid), one, wanted.uid)
        if changes:
            opened.act(changes, coder.uid)
    tell(f"{said} is now {wanted.name}" if changes else f"{said}: that is its code already")


@codings.command()
@_passage_arguments
@click.argument("to", metavar="NEW_PASSAGE")
def move(study: str, source: str, place: str, code_name: str, round_name: str, who: str | None, to: str) -> None:
    """Let your coding of exactly this passage begin and end elsewhere; memos on it stay."""
    from coder.study.coding_rules import move_ends

    with writing(study, who) as (opened, coder):
        was, said = _coding(opened.store, coder, (source, place, code_name, round_name))
        one = _exact(opened.store, was, coder, said)[0]
        _, start, end = passage_named(opened.store, source, to)
        changes = move_ends(opened.store.codings(source=one.source, coder=coder.uid), one, start, end)
        if changes:
            opened.act(changes, coder.uid)
    tell(f"{said} now lies at {start}:{end}" if changes else f"{said}: it lies there already")


@codings.command()
@_passage_arguments
@click.argument("at", metavar="CHARACTER", type=int)
def split(study: str, source: str, place: str, code_name: str, round_name: str, who: str | None, at: int) -> None:
    """Make two codings of yours of exactly this passage, the second from a character on."""
    from coder.model.spans import trim
    from coder.study.coding_rules import split as parts

    with writing(study, who) as (opened, coder):
        was, said = _coding(opened.store, coder, (source, place, code_name, round_name))
        one = _exact(opened.store, was, coder, said)[0]
        text = opened.store.text(one.source)
        inside = min(max(at, one.start), one.end)
        cut = trim(text, one.start, inside)[1], trim(text, inside, one.end)[0]
        opened.act(parts(one, *cut), coder.uid)
    tell(f"{said} is now {one.start}:{cut[0]} and {cut[1]}:{one.end}")


@codings.command("import")
@study_argument
@click.argument("file")
@click.option("--create", is_flag=True, help="Add codes and coders that the study does not have.")
@_ROUND
@as_option
def import_codings(study: str, file: str, create: bool, round_name: str, who: str | None) -> None:
    """Import a table of codings (CSV or JSON: source, coder, code, start, end, memo)."""
    from coder.exchange import codings_table
    from coder.model.words import count

    with importing(study, who) as (opened, coder):
        round_ = round_named(opened.store, round_name)
        done = codings_table.import_codings(opened, Path(file), coder, round_, create=create)
    tell(f"{count(done.added, 'coding')} added, {done.skipped} skipped as equal")
    for noun, names in (
        ("New codes", done.new_codes),
        ("New coders", done.new_coders),
        ("Columns ignored", done.ignored_columns),
    ):
        if names:
            say(f"{noun}: {', '.join(names)}.")


@codings.command("export")
@study_argument
@click.argument("file", required=False)
@selection_options
@output_options
def export_codings(study: str, file: str | None, form: str | None, output: str | None, raw: bool, **chosen: Any) -> None:
    """Export codings with their text (CSV unless another format is named)."""
    from coder.exchange import codings_table
    from coder.reports.codings import chosen_codings, codings_to_table
    from coder.reports.render.file import form_of

    with reading(study) as store:
        found = codings_table.export_codings(store, chosen_codings(store, selection(chosen)))
    value = [asdict(coding) for coding in found]
    write_table(codings_to_table(found), form or form_of(output or file, "csv"), output or file, raw=raw, value=value)


COMMANDS = {command.name or "": command for command in (code, uncode, autocode, finish, unfinish, codings)}
