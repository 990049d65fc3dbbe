"""Codings as tables: what goes out comes in again as it was, all rows or none, and every fault is told with its row."""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from workbench import Desk, desk, empty_study, scratch

from coder.errors import InputRefused
from coder.exchange.codings_table import CodingsImported, ExportedCoding, export_codings, import_codings
from coder.model.text import normalise
from coder.reports.codings import codings_to_table
from coder.reports.render import Format, render, render_json
from coder.study import Study
from coder.study.changes import AddCoding, add_memo, set_words
from coder.study.codebook_changes import LockCodebook

TEXTS = {
    "R1": "=Sum of it.\n- One.\n@home '=quoted' \"said\", he; 검열이\t있었습니다.\n'+plus\n",
    "R2 둘": "Only\none,\nline\n\n\nand more of it.\n",
}
CODES = ("Phones > Inspection", "Phones > Calls", "Homes > Inspection", "Homes > Lamp")
MEMOS = st.text(st.sampled_from("=+-@'\"\n;,\t한 a＝"), max_size=12).map(lambda text: normalise(text).text.strip())


@st.composite
def rows(draw: st.DrawFn) -> tuple[str, str, str, int, int, str]:
    """Draw a coding: source, coder, code, start, end, memo."""
    source = draw(st.sampled_from(sorted(TEXTS)))
    start = draw(st.integers(0, len(TEXTS[source]) - 1))
    end = draw(st.integers(start + 1, len(TEXTS[source])))
    return source, draw(st.sampled_from(("ash", "elm"))), draw(st.sampled_from(CODES)), start, end, draw(MEMOS)


@cache
def template() -> Path:
    """Make the study that each example begins with."""
    return empty_study(scratch(), texts=TEXTS)


@contextmanager
def fresh(folder: Path, name: str) -> Iterator[Study]:
    """Open a copy of the study without codings."""
    shutil.copyfile(template(), folder / name)
    with Study.open(folder / name) as study:
        yield study


def add(study: Study, wanted: Sequence[tuple[str, str, str, int, int, str]]) -> None:
    """Make codings with their memos."""
    store = study.store
    sources = {source.name: source.uid for source in store.sources()}
    codes = {path: uid for uid, path in store.codebook().paths.items()}
    coders = {coder.name: coder.uid for coder in store.coders()}
    for source, coder, code, start, end, memo in wanted:
        made = AddCoding(sources[source], codes[code], coders[coder], store.main_round().uid, start, end)
        study.act([made, *([add_memo("coding", made.uid, made.coder, memo)] if memo else [])], made.coder)


def exported(study: Study) -> list[ExportedCoding]:
    """Export all codings."""
    return export_codings(study.store, study.store.codings())


def taken(study: Study, path: Path, *, create: bool = False) -> CodingsImported:
    """Import a table as the supervisor."""
    return import_codings(study, path, study.store.coders()[0], study.store.main_round(), create=create)


def content(study: Study) -> list[tuple[str, ...]]:
    """Say what the study's codings are, whoever brought them."""
    return sorted(
        (one.source, one.coder, one.code, one.round, str(one.start), str(one.end), one.text, one.memo) for one in exported(study)
    )


def write(study: Study, path: Path, form: Format) -> None:
    """Write all codings to a file."""
    found = exported(study)
    body = render_json([asdict(one) for one in found]) if form == "json" else render(codings_to_table(found), form)
    assert isinstance(body, str)
    path.write_bytes(body.encode())


@pytest.mark.parametrize("form", ["csv", "json"])
@settings(max_examples=40)
@given(wanted=st.lists(rows(), min_size=1, max_size=6, unique_by=lambda row: row[:5]))
def test_codings_that_were_exported_are_the_same_in_a_study_of_the_same_sources(
    form: Format, wanted: list[tuple[str, str, str, int, int, str]]
) -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        with fresh(folder, "a.db") as one, fresh(folder, "b.db") as other:
            add(one, wanted)
            write(one, folder / f"c.{form}", form)
            done = taken(other, folder / f"c.{form}")
            assert (done.added, done.skipped) == (len(wanted), 0)
            assert content(other) == content(one)
            again = taken(other, folder / f"c.{form}")
            assert (again.added, again.skipped) == (0, len(wanted))


def test_exported_codings_stand_in_the_order_of_their_places(tmp_path: Path) -> None:
    at = desk(tmp_path)
    with Study.open(at.study, readonly=True) as study:
        found = exported(study)
    assert [one.source for one in found] == ["R1"] * 4 + ["R2"] * 2 + ["R10"]
    assert [(one.start, one.code, one.coder) for one in found[:2]] == [(50, "Homes > Lamp", "ash"), (50, "Homes > Lamp", "elm")]


def test_imported_codings_are_marked_as_such_and_are_one_action(tmp_path: Path) -> None:
    at = desk(tmp_path)
    path = at.write("c.csv", "source,coder,code,start,end,memo\nR1,ash,Calls,0,4,one\nR2,elm,Calls,0,4,two\n")
    with Study.open(at.study) as study:
        taken(study, path)
        new = [coding for coding in study.store.codings() if coding.origin == "import"]
        assert len(new) == 2
        study.undo(study.store.coders()[0].uid)
        assert len(study.store.codings()) == 7
        assert [memo.body for memo in study.store.memos()] == ["A doubt of hers."]


def test_memo_of_an_imported_coding_is_by_its_coder(tmp_path: Path) -> None:
    at = desk(tmp_path)
    path = at.write("c.csv", "source,coder,code,start,end,memo\nR1,elm,Calls,0,4,hers\n")
    with Study.open(at.study) as study:
        taken(study, path)
        names = {coder.uid: coder.name for coder in study.store.coders()}
        assert [names[memo.coder] for memo in study.store.memos() if memo.body == "hers"] == ["elm"]


def test_many_codings_come_in_as_few_rows(tmp_path: Path) -> None:
    at = desk(tmp_path)
    lines = "".join(f"R1,ash,Calls,{start},{end}\n" for start in range(90) for end in range(start + 1, start + 30))
    path = at.write("c.csv", f"source,coder,code,start,end\n{lines}")
    before = at.rows()
    with Study.open(at.study) as study:
        assert taken(study, path).added == 90 * 29
    assert at.rows() - before == 2


def problems_of(at: Desk, body: str, *, create: bool = False) -> list[str]:
    """Import a table that is refused; give its problems and prove that nothing was changed."""
    path = at.write("c.csv", body)
    before = at.study.read_bytes()
    with Study.open(at.study) as study, pytest.raises(InputRefused) as refused:
        taken(study, path, create=create)
    assert at.study.read_bytes() == before
    return [str(problem).removeprefix(f"{path}, ") for problem in refused.value.problems]


def test_every_fault_is_told_with_its_row(tmp_path: Path) -> None:
    body = "source,coder,code,start,end,text\nR1,ash,Lamp,0,4,\nR1,ash,Torch,0,4,\nR9,ash,Lamp,0,4,\nR1,ash,Lamp,0,4,Nope\n"
    said = problems_of(desk(tmp_path), body)
    assert [problem.split(":")[0] for problem in said] == ["line 3", "line 4", "line 5"]


def test_create_does_not_make_sources_or_rounds(tmp_path: Path) -> None:
    at = desk(tmp_path)
    assert "There is no source" in problems_of(at, "source,coder,code,start,end\nR77,ash,Lamp,0,4\n", create=True)[0]
    table = "source,coder,code,start,end,round\nR1,yew,New,0,4,second\n"
    assert "There is no round" in problems_of(at, table, create=True)[0]


def test_create_makes_nothing_when_another_row_is_faulty(tmp_path: Path) -> None:
    at = desk(tmp_path)
    problems_of(at, "source,coder,code,start,end\nR1,yew,New > Leaf,0,4\nR1,yew,New > Leaf,9,4\n", create=True)
    with Study.open(at.study, readonly=True) as study:
        assert [coder.name for coder in study.store.coders()] == ["oak", "ash", "elm"]


def test_create_does_not_code_with_a_group(tmp_path: Path) -> None:
    at = desk(tmp_path)
    rows_ = "source,coder,code,start,end\nR1,ash,New > Leaf,0,4\nR1,ash,New,0,4\n"
    assert "“New” only groups other codes" in problems_of(at, rows_, create=True)[0]


def test_create_proposes_codes_to_a_locked_codebook(tmp_path: Path) -> None:
    at = desk(tmp_path)
    at.write("c.csv", "source,coder,code,start,end\nR1,ash,New > Leaf,0,4\n")
    with Study.open(at.study) as study:
        oak = study.store.coders()[0]
        study.act([LockCodebook(locked=True, by=oak.uid)], oak.uid)
        taken(study, at.folder / "c.csv", create=True)
        assert [(code.name, code.status) for code in study.store.codebook().codes[-2:]] == [
            ("New", "proposed"),
            ("Leaf", "proposed"),
        ]


def test_create_under_a_code_that_is_used_keeps_the_codings_of_both(tmp_path: Path) -> None:
    at = desk(tmp_path)
    path = at.write("c.csv", "source,coder,code,start,end\nR1,ash,Homes > Lamp > Torch,0,4\n")
    with Study.open(at.study) as study:
        taken(study, path, create=True)
        book = study.store.codebook()
        coded = [book.paths[coding.code] for coding in study.store.codings()]
        assert (coded.count("Homes > Lamp"), coded.count("Homes > Lamp > Torch")) == (2, 1)
        assert all(check.ok for check in study.verify())


def test_name_that_two_sources_have_is_refused(tmp_path: Path) -> None:
    at = desk(tmp_path)
    with Study.open(at.study) as study:
        sources = {source.name: source.uid for source in study.store.sources()}
        study.act([set_words("source", sources["R2"], "name", "R1")], study.store.coders()[0].uid)
    assert "“R1” is the name of 2 sources" in problems_of(at, "source,coder,code,start,end\nR1,ash,Lamp,0,4\n")[0]


def test_columns_nobody_asked_for_are_named(tmp_path: Path) -> None:
    at = desk(tmp_path)
    path = at.write("c.csv", "uid,source,coder,code,start,end,origin,Colour\n1,R1,ash,Lamp,0,4,manual,red\n")
    with Study.open(at.study) as study:
        assert taken(study, path).ignored_columns == ("uid", "origin", "Colour")


def test_csv_of_codings_reads_the_same_with_any_reader(tmp_path: Path) -> None:
    at = desk(tmp_path)
    with Study.open(at.study, readonly=True) as study:
        write(study, tmp_path / "c.csv", "csv")
        found = exported(study)
    rows_ = list(csv.DictReader(io.StringIO((tmp_path / "c.csv").read_bytes().decode(), newline="")))
    assert [(row["source"], int(row["start"]), int(row["end"])) for row in rows_] == [
        (one.source, one.start, one.end) for one in found
    ]
