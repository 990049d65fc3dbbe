"""The sample study, built from its files through the same doors as any other study."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from coder.analysis.names import find, find_code
from coder.cli.output import terminal_width
from coder.cli.session import quoted
from coder.documents.intake import Reading, take_in
from coder.exchange.codebook_import import import_codebook
from coder.exchange.codings_table import import_codings
from coder.exchange.shipped import find_codebook
from coder.exchange.tabular import read_rows
from coder.exchange.values_table import import_values
from coder.reports.agreement import agreement
from coder.reports.crosstab import crosstab
from coder.reports.listings import status_table
from coder.reports.render import render
from coder.study import Study
from coder.study.changes import Change, add_coder, add_memo, mark
from coder.study.engine import change_at_rest
from coder.study.journal.device import forget_device
from coder.study.location import refuse_shared

if TYPE_CHECKING:
    from coder.exchange.tabular import Record
    from coder.model.coding import TargetKind
    from coder.model.source import Kind
    from coder.study.store import Store

CODEBOOK = "dprk-digital-surveillance"
SAMPLE = Path(str(files("coder"))) / "sample"
"""Texts (`sources`), what they are (`sources.csv`), who speaks (`respondents.csv`), and what coders made of them."""


def build(path: Path) -> None:
    """Build the sample study at `path`, with the folder it lies in.

    Who opens it is another device, so that nobody's undo takes the sample apart.
    """
    refuse_shared(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    with Study.create(path, supervisor="oak") as study:
        try:
            _fill(study)
        except BaseException:
            study.discard()
            raise
    change_at_rest(path, forget_device)


def show(path: Path) -> None:
    """Print what is in the sample study, a cross-tab and the agreement."""
    with Study.open(path, readonly=True) as study:
        store = study.store
        tables = (
            status_table(store),
            crosstab(store, columns="left").to_table(),
            agreement(store).to_table(),
        )
    for table in tables:
        click.echo(render(table, "table", width=terminal_width() or 100))
    again = "coder demo" if path.parent == Path("coder-demo") else f"coder demo {quoted(path.parent)}"
    click.echo(f"In a terminal, `{again}` opens it. Read on: `coder help start`")


def _fill(study: Study) -> None:
    oak = study.store.coders()[0]
    import_codebook(study, find_codebook(CODEBOOK), oak)
    study.act([add_coder(name) for name in ("ash", "elm", "yew")], oak.uid)
    for kind, paths in _sources():
        take_in(study, paths, oak, Reading(kind))
    import_values(study, SAMPLE / "respondents.csv", oak)
    import_codings(study, SAMPLE / "codings.csv", oak, study.store.main_round())
    _finish(study)
    for coder, memos in groupby(_memos(study.store), lambda each: each[0]):
        study.act([memo for _, memo in memos], coder)


def _sources() -> Iterator[tuple[Kind, list[Path]]]:
    """Say which files are of which kind."""
    rows = read_rows(SAMPLE / "sources.csv").records
    for kind, group in groupby(rows, lambda row: row["kind"]):
        yield cast("Kind", kind), [SAMPLE / "sources" / f"{row['source']}.txt" for row in group]


def _finish(study: Study) -> None:
    """Mark what each coder has finished: every source she has codings in."""
    store = study.store
    round_ = store.main_round()
    by_coder: dict[str, list[str]] = {}
    for source, coder in store.progress():
        by_coder.setdefault(coder, []).append(source)
    for coder, sources in by_coder.items():
        study.act([mark(round_.uid, source, coder, "finished", value=True) for source in sources], coder)


def _memos(store: Store) -> Iterator[tuple[str, Change]]:
    """Yield the memos as changes, each with who wrote it."""
    coders = store.coders()
    for row in read_rows(SAMPLE / "memos.csv").records:
        coder = find("coder", coders, row["coder"]).uid
        kind = cast("TargetKind", row["on"])
        yield coder, add_memo(kind, _target(store, kind, row, coder), coder, row["memo"])


def _target(store: Store, kind: TargetKind, row: Record, coder: str) -> str:
    """Find what a memo is on: the study, a source, a code, or a coding of its coder."""
    if kind == "study":
        return ""
    if kind == "code":
        return find_code(store.codebook(), row["code"]).uid
    source = find("source", store.sources(), row["source"])
    if kind == "source":
        return source.uid
    code, span = find_code(store.codebook(), row["code"]), (int(row["start"]), int(row["end"]))
    found = store.codings(source=source.uid, coder=coder, code=code.uid)
    return next(coding.uid for coding in found if (coding.start, coding.end) == span)
