"""Memos from the command line: notes on the study, a source, a code, a coding or a respondent."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from coder.cli.edge import say
from coder.cli.options import as_option, output_options, study_argument
from coder.cli.output import write_table
from coder.cli.session import passage_named, reading, source_named, writing
from coder.errors import InputRefused

if TYPE_CHECKING:
    from coder.model.coding import TargetKind
    from coder.reports.memos import ListedMemo
    from coder.study.store import Store

_KINDS = ("study", "source", "code", "coding", "respondent")


@click.group()
def memo() -> None:
    """Write, list, edit and remove memos."""


@memo.command("add")
@study_argument
@click.argument("text", required=False)
@click.option("--source", metavar="NAME", help="On this source.")
@click.option("--at", "place", metavar="START:END|TURN.SENTENCE", help="On your coding(s) of exactly this passage of the source.")
@click.option("--code", "code_name", metavar="CODE", help="On this code, or with --at on the coding of this code.")
@click.option("--respondent", metavar="LABEL", help="On this respondent.")
@as_option
def add_memo(study: str, text: str | None, who: str | None, **on: str | None) -> None:
    """Write a memo on the study, a source, a code, a coding or a respondent (TEXT, or from stdin)."""
    from coder.study import changes

    body = _body(text)
    with writing(study, who) as (opened, coder):
        kind, target = _target(opened.store, coder.uid, **on)
        opened.act([changes.add_memo(kind, target, coder.uid, body)], coder.uid)
    say(f"Memo on the {kind} saved.")


def _target(
    store: Store, coder: str, source: str | None, place: str | None, code_name: str | None, respondent: str | None
) -> tuple[TargetKind, str]:
    """Find the one thing a memo is on.

    Raises:
        InputRefused: several things are named. UnknownName: one is not there.
    """
    from coder.analysis.names import find_code, find_labelled

    if place and not source:
        raise InputRefused("--at needs --source.", "Name the source the passage is in.")
    if sum(bool(one) for one in (source, respondent, code_name if not place else None)) > 1:
        raise InputRefused(
            "A memo is on one thing.", "Name a source, a code or a respondent; or a coding with --source and --at."
        )
    if place and source:
        return "coding", _coding_at(store, coder, source, place, code_name)
    if source:
        return "source", source_named(store, source).uid
    if code_name:
        return "code", find_code(store.codebook(), code_name).uid
    return ("respondent", find_labelled(store.respondents(), respondent).uid) if respondent else ("study", "")


def _coding_at(store: Store, coder: str, source: str, place: str, code_name: str | None) -> str:
    """Find a coder's coding of exactly a passage."""
    from coder.analysis.names import find_code

    code = find_code(store.codebook(), code_name) if code_name else None
    found, start, end = passage_named(store, source, place)
    codings = store.codings(source=found.uid, coder=coder, code=code.uid if code else None)
    exact = [coding for coding in codings if (coding.start, coding.end) == (start, end)]
    if not exact:
        raise InputRefused(
            f"You have no coding at {start}:{end} of {found.name}.", "`coder read` shows your codings.", place=place
        )
    if len(exact) > 1:
        raise InputRefused(
            f"You have {len(exact)} codings at {start}:{end} of {found.name}.", "Say which with --code.", place=place
        )
    return exact[0].uid


@memo.command("list")
@study_argument
@click.option("--on", multiple=True, type=click.Choice(_KINDS), help="Only memos on a thing of this kind (repeat for more).")
@click.option("--source", "sources", multiple=True, metavar="NAME", help="Only on this source and on codings in it.")
@click.option("--code", "codes", multiple=True, metavar="CODE", help="Only on this code, its sub-codes and their codings.")
@click.option("--exact", is_flag=True, help="A code without its sub-codes.")
@click.option("--respondent", "respondents", multiple=True, metavar="LABEL", help="Only on this respondent and her sources.")
@click.option("--coder", "coders", multiple=True, metavar="NAME", help="Only memos that this coder wrote.")
@click.option("--containing", default="", metavar="TEXT", help="Only memos with these words.")
@output_options
def list_memos(study: str, form: str | None, output: str | None, raw: bool, **asked: Any) -> None:
    """List the memos, numbered in the order in which they were written."""
    from coder.reports.memos import MemoQuestion, list_memos, memos_table, memos_value

    question = MemoQuestion(**asked)
    with reading(study) as store:
        found = list_memos(store, question)
        write_table(memos_table(found, question), form, output, raw=raw, value=memos_value(store, found))


@memo.command("edit")
@study_argument
@click.argument("number", metavar="NUMBER|UID")
@click.argument("text", required=False)
@as_option
def edit_memo(study: str, number: str, text: str | None, who: str | None) -> None:
    """Give a memo of your own other words (TEXT, or from stdin)."""
    from coder.study import changes

    body = _body(text)
    with writing(study, who) as (opened, coder):
        found = _memo_named(opened.store, number)
        if body != found.memo.body:
            opened.act([changes.edit_memo(found.memo.uid, coder.uid, body)], coder.uid)
    say(f"Saved: {found.said}.")


@memo.command("remove")
@study_argument
@click.argument("number", metavar="NUMBER|UID")
@as_option
def remove_memo(study: str, number: str, who: str | None) -> None:
    """Remove a memo of your own; `coder undo` brings it back."""
    from coder.study import changes

    with writing(study, who) as (opened, coder):
        found = _memo_named(opened.store, number)
        opened.act([changes.remove_memo(found.memo.uid, coder.uid)], coder.uid)
    say(f"Removed: {found.said}.")


def _body(text: str | None) -> str:
    """Take a memo's words from the argument, else from stdin."""
    body = (text if text is not None else sys.stdin.read()).strip()
    if not body:
        raise InputRefused("The memo is empty.", "Give its text as an argument or on stdin.")
    return body


def _memo_named(store: Store, number: str) -> ListedMemo:
    from coder.reports.memos import find_memo, list_memos

    return find_memo(list_memos(store), number)


COMMANDS = {"memo": memo}
