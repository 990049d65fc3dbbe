"""Changing the codebook from the command line; `--dry-run` says what would come of it and leaves everything as it is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

import click

from coder.cli.codebook import codebook
from coder.cli.edge import say, tell
from coder.cli.options import as_option, output_options, selection, selection_options, study_argument
from coder.cli.output import write_table
from coder.cli.session import reading, writing
from coder.errors import InputRefused

if TYPE_CHECKING:
    from coder.model.codebook import Code, Codebook
    from coder.model.coding import Coding
    from coder.model.round import Coder
    from coder.reports.selection import Selection
    from coder.study import Study
    from coder.study.changes import Change
    from coder.study.store import Store

F = TypeVar("F", bound=Callable[..., object])
_DRY = click.option("--dry-run", is_flag=True, help="Only say what would come of it.")
_CODE = click.argument("code_name", metavar="CODE")


def _field_options(command: F) -> F:
    """Take the fields of a code."""
    options = (
        click.option("--brief", metavar="TEXT", help="What it is, in a few words."),
        click.option("--definition", metavar="TEXT", help="What it is, in full."),
        click.option("--include", metavar="TEXT", help="Use it when."),
        click.option("--exclude", metavar="TEXT", help="Do not use it when."),
        click.option("--example", "examples", metavar="TEXT", multiple=True, help="An example (repeat for more)."),
        click.option("--also", "names", metavar="LANGUAGE=NAME", multiple=True, help="A further name (repeat for more)."),
        click.option("--colour", metavar="COLOUR", help="A colour's name or number; `none` for that of the code above."),
        click.option("--status", type=click.Choice(("active", "proposed", "retired")), help="Whether it can be used."),
        click.option("--codable/--group", default=None, help="A code to apply, or one that only groups others."),
    )
    for option in reversed(options):
        command = option(command)
    return command


def _with_fields(code: Code, said: dict[str, Any]) -> Code:
    """Overlay a code with the fields that were given; an empty text empties a field."""
    given = {name: value for name, value in said.items() if value not in (None, ())}
    if "names" in given:
        given["names"] = tuple(_further_name(name) for name in given["names"])
    if "examples" in given:
        given["examples"] = tuple(given["examples"])
    if given.get("colour") == "none":
        given["colour"] = None
    return replace(code, **given)


def _further_name(text: str) -> tuple[str, str]:
    language, equals, name = text.partition("=")
    if not equals:
        raise InputRefused(f"“{text}” does not say the language.", "Write --also ko=NAME, or --also alias=NAME.", place=text)
    return language.strip(), name


def _carry_out(study: Study, coder: Coder, changes: Sequence[Change], done: str, *, dry: bool = False) -> None:
    """Say what changes do, and do them unless that was all."""
    from coder.reports.codebook_effect import effect_of
    from coder.study.changes import Rehearsal, Rehearsed

    if not changes:
        say("Nothing is to be changed.")
        return
    effect = effect_of(study.store, changes)
    if dry:
        with suppress(Rehearsed):
            study.act([*changes, Rehearsal()], coder.uid)
        say("A dry run: nothing is changed.")
    else:
        study.act(changes, coder.uid)
        tell(done)
    for sentence in effect.sentences:
        (tell if dry else say)(sentence)


def _find(store: Store, name: str) -> tuple[Codebook, Code]:
    from coder.analysis.names import find_code

    book = store.codebook()
    return book, find_code(book, name)


@codebook.command()
@study_argument
@click.argument("name")
@click.option("--under", metavar="CODE", help="The code above it.")
@_field_options
@as_option
def add(study: str, name: str, under: str | None, who: str | None, **said: Any) -> None:
    """Add a code."""
    from coder.analysis.names import find_code
    from coder.model.codebook import SEPARATOR, Code
    from coder.study.codebook_changes import new_code

    with writing(study, who) as (opened, coder):
        book = opened.store.codebook()
        above = find_code(book, under) if under else None
        new = new_code(_with_fields(Code(name, above.uid if above else None), said))
        opened.act([new], coder.uid)
    tell(f"added {book.paths[above.uid] + SEPARATOR if above else ''}{new.code.name}")


@codebook.command()
@study_argument
@_CODE
@click.option("--name", metavar="NAME", help="Another name.")
@_field_options
@_DRY
@as_option
def edit(study: str, code_name: str, dry_run: bool, who: str | None, **said: Any) -> None:
    """Change the name and the rules of a code; what is not named stays."""
    from coder.study.codebook_changes import edit_code

    with writing(study, who) as (opened, coder):
        book, code = _find(opened.store, code_name)
        changes = edit_code(code, _with_fields(code, said))
        _carry_out(opened, coder, changes, f"changed {book.paths[code.uid]}", dry=dry_run)


@codebook.command()
@study_argument
@_CODE
@click.option("--under", metavar="CODE", help="The code to stand under.")
@click.option("--top", is_flag=True, help="To the top level.")
@click.option("--before", metavar="CODE", help="Before this code.")
@click.option("--after", metavar="CODE", help="Behind this code.")
@_DRY
@as_option
def move(study: str, code_name: str, dry_run: bool, who: str | None, top: bool, **where: str | None) -> None:
    """Move a code to another place in the tree, behind the codes that are there unless --before says otherwise."""
    from coder.study.codebook_changes import move_code

    if sum(map(bool, (top, *where.values()))) != 1:
        raise InputRefused("One place is needed.", "Give one of --under CODE, --top, --before CODE or --after CODE.")
    with writing(study, who) as (opened, coder):
        book, code = _find(opened.store, code_name)
        parent, index = _place(book, code, **where)
        changes = move_code(book, opened.store.codebook_past.positions(), code.uid, parent, index)
        _carry_out(opened, coder, changes, f"moved {code.name}", dry=dry_run)


def _place(book: Codebook, code: Code, under: str | None, before: str | None, after: str | None) -> tuple[str | None, int]:
    """Find the parent and the index among its children that are meant."""
    from coder.analysis.names import find_code

    beside = before or after
    if not beside:
        parent = find_code(book, under).uid if under else None
        return parent, len(book.children(parent))
    neighbour = find_code(book, beside)
    order = [child.uid for child in book.children(neighbour.parent) if child.uid != code.uid]
    if neighbour.uid not in order:
        raise InputRefused("A code cannot stand before or behind itself.", "Name another code.", place=beside)
    return neighbour.parent, order.index(neighbour.uid) + bool(after)


@codebook.command()
@study_argument
@_CODE
@click.argument("into_name", metavar="INTO")
@_DRY
@as_option
def merge(study: str, code_name: str, into_name: str, dry_run: bool, who: str | None) -> None:
    """Merge a code into another: its codings read as that one."""
    from coder.study.codebook_changes import merge_code

    with writing(study, who) as (opened, coder):
        book, code = _find(opened.store, code_name)
        _, into = _find(opened.store, into_name)
        done = f"merged {book.paths[code.uid]} into {book.paths[into.uid]}"
        _carry_out(opened, coder, merge_code(book, code.uid, into.uid), done, dry=dry_run)


@codebook.command()
@study_argument
@_CODE
@click.argument("name", metavar="NEW")
@click.option("--containing", metavar="TEXT", help="Only passages in which this stands.")
@click.option("--coding", "uids", metavar="UID", multiple=True, help="This coding (`coder codings export` lists them).")
@selection_options
@_field_options
@_DRY
@as_option
def split(study: str, code_name: str, name: str, dry_run: bool, who: str | None, **said: Any) -> None:
    """Make a new code beside a code and give it your codings of that one which you choose."""
    from coder.model.codebook import Code
    from coder.study.codebook_changes import new_code, split_code

    containing, uids = said.pop("containing"), said.pop("uids")
    if said["codes"]:
        raise InputRefused("A split is of one code.", "Leave --code out.")
    chosen = selection(said)
    with writing(study, who) as (opened, coder):
        book, code = _find(opened.store, code_name)
        found = _chosen_codings(opened.store, coder, replace(chosen, codes=(book.paths[code.uid],), exact=True), containing)
        hers = [coding.uid for coding in found if coding.uid in uids or not uids]
        if not hers:
            raise InputRefused(f"None of the codings of {book.paths[code.uid]} fits.", "`coder codings export` lists them.")
        new = new_code(_with_fields(Code(name, code.parent), said))
        _carry_out(opened, coder, split_code(new, hers), f"made {new.code.name} of {book.paths[code.uid]}", dry=dry_run)


def _chosen_codings(store: Store, coder: Coder, chosen: Selection, containing: str | None) -> list[Coding]:
    """List the codings that a split may take: a coder's own, or those of whom a supervisor names."""
    from coder.model.text import fold
    from coder.reports.codings import chosen_codings

    if set(chosen.coders) - {coder.name} and coder.role != "supervisor":
        raise InputRefused("Only a supervisor can split the codings of others.", "Leave --coder out for your own.")
    whose = chosen if chosen.coders else replace(chosen, coders=(coder.name,))
    found = [coding for coding in chosen_codings(store, whose) if not coding.stale and coding.origin != "consensus"]
    if not containing:
        return found
    texts = {uid: store.text(uid) for uid in {coding.source for coding in found}}
    return [coding for coding in found if fold(containing) in fold(texts[coding.source][coding.start : coding.end])]


@codebook.command()
@study_argument
@_CODE
@_DRY
@as_option
def retire(study: str, code_name: str, dry_run: bool, who: str | None) -> None:
    """Retire a code: its codings stay, nobody can use it any more."""
    _give_status(study, code_name, "retired", who, dry=dry_run)


@codebook.command()
@study_argument
@_CODE
@_DRY
@as_option
def activate(study: str, code_name: str, dry_run: bool, who: str | None) -> None:
    """Let a code be used that was proposed or retired."""
    _give_status(study, code_name, "active", who, dry=dry_run)


def _give_status(study: str, code_name: str, status: Any, who: str | None, *, dry: bool) -> None:
    from coder.study.codebook_changes import edit_code

    with writing(study, who) as (opened, coder):
        book, code = _find(opened.store, code_name)
        _carry_out(opened, coder, edit_code(code, replace(code, status=status)), f"{book.paths[code.uid]} is {status}", dry=dry)


@codebook.command()
@study_argument
@_CODE
@as_option
def remove(study: str, code_name: str, who: str | None) -> None:
    """Take a code out that has no codings and no codes under it."""
    from coder.study.changes import Remove

    with writing(study, who) as (opened, coder):
        book, code = _find(opened.store, code_name)
        opened.act([Remove("code", code.uid)], coder.uid)
    tell(f"removed {book.paths[code.uid]}")


@codebook.command()
@study_argument
@as_option
def lock(study: str, who: str | None) -> None:
    """Lock the codebook: nobody can change it, new codes can be proposed."""
    _lock(study, who, locked=True)


@codebook.command()
@study_argument
@as_option
def unlock(study: str, who: str | None) -> None:
    """Open a locked codebook again."""
    _lock(study, who, locked=False)


def _lock(study: str, who: str | None, *, locked: bool) -> None:
    from coder.study.codebook_changes import LockCodebook

    with writing(study, who) as (opened, coder):
        _carry_out(opened, coder, [LockCodebook(locked, coder.uid)], f"the codebook is {'locked' if locked else 'open'}")


@codebook.command()
@study_argument
@click.argument("code_name", metavar="CODE", required=False)
@output_options
def history(study: str, code_name: str | None, form: str | None, output: str | None, raw: bool) -> None:
    """List what was done to a code (or to all codes), by whom and when."""
    from coder.reports.codebook_history import history_table

    with reading(study) as store:
        code = _find(store, code_name)[1] if code_name else None
        write_table(history_table(store, code), form, output, raw=raw)


@codebook.command()
@study_argument
@click.argument("code_name", metavar="CODE", required=False)
@click.option("--coder", "coder_name", metavar="NAME", help="Only this coder's codings.")
@output_options
def outdated(study: str, code_name: str | None, coder_name: str | None, form: str | None, output: str | None, raw: bool) -> None:
    """List codings that were made before the rules of their code changed."""
    from coder.analysis.names import find
    from coder.reports.codebook_history import outdated_table

    with reading(study) as store:
        code = _find(store, code_name)[1].uid if code_name else None
        coder = find("coder", store.coders(), coder_name).uid if coder_name else None
        write_table(outdated_table(store, coder, code), form, output, raw=raw)


@codebook.command()
@study_argument
@_CODE
@click.option("--source", "sources", metavar="NAME", multiple=True, help="Only in this source (repeat for more).")
@as_option
def confirm(study: str, code_name: str, sources: tuple[str, ...], who: str | None) -> None:
    """Say that your older codings of a code fit its rules as they are now."""
    from coder.model.words import count
    from coder.reports.codebook_history import old_codings
    from coder.study.codebook_changes import confirm_codings

    with writing(study, who) as (opened, coder):
        book, code = _find(opened.store, code_name)
        wanted = {_source(opened.store, name) for name in sources}
        old = [one.coding for one in old_codings(opened.store, coder.uid, code.uid) if not wanted or one.source.uid in wanted]
        if old:
            opened.act(confirm_codings(old), coder.uid)
    tell(f"{count(len(old), 'coding')} of {book.paths[code.uid]} confirmed")


def _source(store: Store, name: str) -> str:
    from coder.cli.session import source_named

    return source_named(store, name).uid


COMMANDS = {command.name or "": command for command in (codebook,)}
