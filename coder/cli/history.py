"""What happened to a study: undo and redo, the journal, and proof that it is whole."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

import click

from coder.cli.edge import note_form, say, tell
from coder.cli.options import as_option, output_options, study_argument
from coder.cli.output import write, write_table
from coder.cli.session import study_path, writing
from coder.errors import InputRefused, StorageFailed

if TYPE_CHECKING:
    from coder.model.round import Coder
    from coder.study.journal.turns import Turned
    from coder.study.journal.verify import Anchor
    from coder.study.store import Store


@click.command()
@study_argument
@as_option
def undo(study: str, who: str | None) -> None:
    """Take back your last action on this computer."""
    with writing(study, who) as (opened, coder):
        _say_turned(opened.store, coder, opened.undo(coder.uid), f"There is nothing of {coder.name} to undo on this computer.")


@click.command()
@study_argument
@as_option
def redo(study: str, who: str | None) -> None:
    """Bring back what you undid last."""
    with writing(study, who) as (opened, coder):
        _say_turned(opened.store, coder, opened.redo(coder.uid), f"There is nothing of {coder.name} to redo.")


def _say_turned(store: Store, coder: Coder, turned: Turned | None, otherwise: str) -> None:
    from coder.model.words import count
    from coder.reports.telling import Teller

    if turned is None:
        say(otherwise)
        return
    say(f"{'Undone' if turned.way == 'undo' else 'Done again'}: {Teller(store).tell(turned.rows, coder.uid)}")
    if turned.skipped:
        say(f"{count(len(turned.skipped), 'field')} left alone, because of later changes.")


@click.command("history")
@study_argument
@click.option("--coder", default="", metavar="NAME", help="Only what this coder did.")
@click.option("--limit", default=50, show_default=True, type=click.IntRange(1), metavar="N", help="Only the newest N actions.")
@output_options
def history_(study: str, coder: str, limit: int, form: str | None, output: str | None, raw: bool) -> None:
    """Tell what was done, newest first: one line an action, without a word of what anybody said."""
    from coder.analysis.names import find
    from coder.model.words import count
    from coder.reports.history import History, history_table
    from coder.study import Study

    with Study.open(study_path(study), readonly=True) as opened:
        whose = find("coder", opened.store.coders(), coder).uid if coder else ""
        told = History(opened.store, opened.past).page(limit + 1, None, whose)
    notes = [f"The newest {count(limit, 'action')}; --limit N shows more."] if len(told) > limit else []
    value = [
        {
            "at": one.at,
            "coder": one.coder,
            "what": one.what,
            "undone": one.is_undone,
            "here": one.is_here,
            "device": one.action[0],
            "action": one.action[1],
        }
        for one in told[:limit]
    ]
    write_table(history_table(told[:limit], notes), form, output, raw=raw, value=value)


@click.command()
@study_argument
@output_options
def log(study: str, form: str | None, output: str | None, raw: bool) -> None:
    """List the journal: every change, by whom and when."""
    from coder.reports.listings import log_table, without_words
    from coder.study import Study

    with Study.open(study_path(study), readonly=True) as opened:
        entries = list(opened.log())
        names = {coder.uid: coder.name for coder in opened.store.coders()}
    value = [
        {
            "device": entry.device,
            "seq": entry.seq,
            "at": entry.at,
            "actor": names.get(entry.actor, entry.actor),
            "action": entry.action,
            "op": entry.op,
            "payload": without_words(entry.payload),
            "undone": entry.undone,
        }
        for entry in entries
    ]
    write_table(log_table(entries, names), form, output, raw=raw, value=value)


@click.command()
@study_argument
@click.option("--anchor", "noted", multiple=True, metavar="DEVICE:ROW:HASH", help="Compare with an anchor you noted.")
@click.option("--json", "as_json", is_flag=True, callback=note_form, help="Write the result as JSON.")
def verify(study: str, noted: tuple[str, ...], as_json: bool) -> None:
    """Prove that a study is whole."""
    from coder.reports.render import render_json
    from coder.study import Study

    anchors: list[Anchor] = []
    with Study.open(study_path(study), readonly=True) as opened:
        checks = opened.verify([_anchor(one) for one in noted])
        ok = all(check.ok for check in checks)
        with suppress(StorageFailed):  # of a file that cannot be read to the end there are none
            anchors = opened.anchors()
    if as_json:
        said = [{"name": check.name, "ok": check.ok, "problem": check.problem or None} for check in checks]
        heads = [{"device": device, "count": count, "head": head} for device, count, head in anchors]
        write(render_json({"ok": ok, "checks": said, "anchors": heads}), None)
    else:
        for check in checks:
            tell(f"{check.name}: {'whole' if check.ok else check.problem}")
        for device, count, head in anchors:
            tell(f"anchor: {device}:{count}:{head}")
    if not ok:
        say("The study is not whole. `coder restore` puts a backup in its place and keeps this file as it is.")
        raise click.exceptions.Exit(1)


def _anchor(noted: str) -> tuple[str, int, str]:
    """Read an anchor as `verify` prints it."""
    device, _, rest = noted.strip().partition(":")
    row, _, head = rest.partition(":")
    if not device or not row.isdecimal() or len(head) != 64:
        raise InputRefused(f"“{noted}” is no anchor.", "Copy it as `coder verify` printed it: DEVICE:ROW:HASH.", place=noted)
    return device, int(row), head.casefold()


COMMANDS = {command.name or "": command for command in (undo, redo, history_, log, verify)}
