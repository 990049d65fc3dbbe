"""The sample study, built from its files through the same doors as any other study."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

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
from coder.study.changes import add_coder, add_memo, mark

CODEBOOK = "dprk-digital-surveillance"


def build(path: Path) -> None:
    """Build the sample study at `path`, with the folder it lies in."""
    path.parent.mkdir(parents=True, exist_ok=True)
    sample = Path(str(files("coder"))) / "sample"
    with Study.create(path, supervisor="oak") as study:
        try:
            _fill(study, sample)
        except BaseException:
            study.discard()
            raise


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


def _fill(study: Study, sample: Path) -> None:
    oak = study.store.coders()[0]
    import_codebook(study, find_codebook(CODEBOOK), oak)
    study.act([add_coder(name) for name in ("ash", "elm", "yew")], oak.uid)
    take_in(study, [sample / "sources"], oak, Reading())
    import_values(study, sample / "respondents.csv", oak)
    import_codings(study, sample / "codings.csv", oak, study.store.main_round())
    _finish(study)
    _write_memos(study, sample / "memos.csv")


def _finish(study: Study) -> None:
    """Mark what each coder has finished: every source she has codings in."""
    store = study.store
    round_ = store.main_round()
    by_coder: dict[str, list[str]] = {}
    for source, coder in store.progress():
        by_coder.setdefault(coder, []).append(source)
    for coder, sources in by_coder.items():
        study.act([mark(round_.uid, source, coder, "finished", value=True) for source in sources], coder)


def _write_memos(study: Study, table: Path) -> None:
    store = study.store
    codebook, sources, coders = store.codebook(), store.sources(), store.coders()
    for row in read_rows(table).records:
        source, coder = find("source", sources, row["source"]), find("coder", coders, row["coder"])
        code = find_code(codebook, row["code"])
        span = (int(row["start"]), int(row["end"]))
        for coding in store.codings(source=source.uid, coder=coder.uid, code=code.uid):
            if (coding.start, coding.end) == span:
                study.act([add_memo("coding", coding.uid, coder.uid, row["memo"])], coder.uid)
