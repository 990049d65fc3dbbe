"""Attributes as tables: what goes out comes in again as it was; a value, a name or a kind that does not fit is refused."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from workbench import Desk, desk, empty_study, scratch

from coder.errors import InputRefused
from coder.exchange.values_table import ValuesImported, export_values, import_values
from coder.model.respondent import Owner, Variable
from coder.reports.render import Format, render
from coder.reports.table import Column, Table
from coder.study import Study
from coder.study.changes import Change, add_variable, set_value

VALUES = st.text(st.sampled_from("=+-@'\";,\t한 aB1＝"), max_size=8).map(str.strip)


@cache
def template() -> Path:
    """Make the study that each example begins with: its variables are left (a category) and place (a text of sources)."""
    return empty_study(scratch())


@contextmanager
def fresh(folder: Path, name: str) -> Iterator[Study]:
    """Open a copy of the study without values, with a text and a number for respondents and sources."""
    shutil.copyfile(template(), folder / name)
    with Study.open(folder / name) as study:
        new = [Variable(f"{of} {kind}", of, kind) for of in get_args(Owner) for kind in ("text", "number")]
        study.act([add_variable(variable) for variable in new], study.store.coders()[0].uid)
        yield study


def taken(study: Study, path: Path, *, create: bool = False) -> ValuesImported:
    """Import a table as the supervisor."""
    return import_values(study, path, study.store.coders()[0], create=create)


def write(study: Study, of: Owner, path: Path, form: Format) -> None:
    """Write all values to a file."""
    columns, rows = export_values(study.store, of)
    body = render(Table("Values", tuple(map(Column, columns)), tuple(tuple(row) for row in rows)), form)
    assert isinstance(body, str)
    path.write_bytes(body.encode())


@pytest.mark.parametrize("form", ["csv", "json"])
@settings(max_examples=40)
@given(
    texts=st.lists(VALUES, min_size=6, max_size=6),
    numbers=st.lists(st.none() | st.integers(-99, 99) | st.decimals(-9, 9, places=2), min_size=6, max_size=6),
    left=st.lists(st.sampled_from(("early", "late", "")), min_size=3, max_size=3),
)
def test_values_that_were_exported_are_the_same_in_a_study_of_the_same_people(
    form: Format, texts: list[str], numbers: list[object], left: list[str]
) -> None:
    with TemporaryDirectory() as name, fresh(Path(name), "a.db") as one, fresh(Path(name), "b.db") as other:
        folder = Path(name)
        owners = [("respondent", person.uid) for person in one.store.respondents()]
        owners += [("source", source.uid) for source in one.store.sources()]
        ids = {variable.name: variable.uid for variable in one.store.variables()}
        given_values = [(uid, f"{of} text", text) for (of, uid), text in zip(owners, texts, strict=True)]
        given_values += [
            (uid, f"{of} number", "" if number is None else str(number))
            for (of, uid), number in zip(owners, numbers, strict=True)
        ]
        given_values += [(uid, "left", value) for (_, uid), value in zip(owners, left, strict=False)]
        changes: list[Change] = [set_value(uid, ids[variable], value) for uid, variable, value in given_values if value]
        one.act(changes or [set_value(owners[0][1], ids["left"], "early")], one.store.coders()[0].uid)
        for of in get_args(Owner):
            write(one, of, folder / f"{of}.{form}", form)
            taken(other, folder / f"{of}.{form}")
            assert export_values(other.store, of) == export_values(one.store, of)


def test_first_column_says_whom_a_table_is_about(tmp_path: Path) -> None:
    at = desk(tmp_path)
    with Study.open(at.study) as study:
        taken(study, at.write("a.csv", "SOURCE,Place\nm1,abroad\nR1,at home\n"))
        taken(study, at.write("b.csv", "Respondent,left\nr1,late\n"))
        assert export_values(study.store, "source")[1][:2] == [
            ["M1", "", "media", "en", "abroad"],
            ["R1", "R1", "interview", "en", "at home"],
        ]
        assert export_values(study.store, "respondent")[1][0] == ["R1", "late"]


def test_value_of_a_respondent_can_stand_in_the_row_of_her_source(tmp_path: Path) -> None:
    at = desk(tmp_path)
    with Study.open(at.study) as study:
        taken(study, at.write("a.csv", "source,left\nR1,late\n"))
        assert study.store.respondents()[0].values == {"left": "late"}


def test_empty_cell_leaves_what_the_study_has(tmp_path: Path) -> None:
    at = desk(tmp_path)
    with Study.open(at.study) as study:
        done = taken(study, at.write("a.csv", "respondent,left\nR1,\nR2,early\n"))
        assert (done.rows, done.values) == (2, 1)
        assert [person.values["left"] for person in study.store.respondents()] == ["early", "early", "late"]


def test_category_takes_the_spelling_of_the_variable(tmp_path: Path) -> None:
    at = desk(tmp_path)
    with Study.open(at.study) as study:
        taken(study, at.write("a.csv", "respondent,LEFT\nR1, Late \n"))
        assert study.store.respondents()[0].values == {"left": "late"}


def test_reserved_columns_set_respondent_kind_and_language(tmp_path: Path) -> None:
    at = desk(tmp_path)
    with Study.open(at.study) as study:
        done = taken(study, at.write("a.csv", "source,respondent,kind,language\nM1,P5,research,ko\nR10,R1,,\nR2,none,,\n"))
        found = {source.name: source for source in study.store.sources()}
        assert (found["M1"].respondent, found["M1"].kind, found["M1"].language) == ("P5", "research", "ko")
        assert (found["R10"].respondent, found["R10"].kind, found["R10"].language) == ("R1", "interview", "en")
        assert found["R2"].respondent is None
        assert done.new_respondents == ("P5",)


def test_reserved_columns_that_say_what_is_so_change_nothing(tmp_path: Path) -> None:
    at = desk(tmp_path)
    before = at.rows()
    with Study.open(at.study) as study:
        taken(study, at.write("a.csv", "source,respondent,kind,language\nR1,r1,interview,en\nM1,,media,\nM1,none,,\n"))
    assert at.rows() == before


@pytest.mark.parametrize(
    ("values", "kind", "categories"),
    [
        (["1", "2.5", "-3"], "number", ()),
        (["1", "", "2"], "number", ()),
        (["north", "South", "north"], "category", ("north", "South")),
        (["1", "many"], "category", ("1", "many")),
        (["30", "NaN"], "category", ("30", "NaN")),
        (["1_000", "2"], "category", ("1_000", "2")),
        (["inf", "1"], "category", ("inf", "1")),
        (["나이", "=x"], "category", ("나이", "=x")),
        (["", ""], "category", ()),
    ],
)
def test_unknown_column_becomes_a_variable_of_the_type_its_values_have(
    tmp_path: Path, values: list[str], kind: str, categories: tuple[str, ...]
) -> None:
    at = desk(tmp_path)
    rows = "".join(f"{label},{value}\n" for label, value in zip(("R1", "R2", "R10"), values, strict=False))
    with Study.open(at.study) as study:
        done = taken(study, at.write("a.csv", f"respondent,New Thing\n{rows}"), create=True)
        assert done.new_variables == ("New Thing",)
        new = study.store.variables()[-1]
        assert (new.name, new.of, new.type, new.values) == ("New Thing", "respondent", kind, categories)


def test_unknown_column_in_a_table_of_sources_describes_sources(tmp_path: Path) -> None:
    at = desk(tmp_path)
    with Study.open(at.study) as study:
        taken(study, at.write("a.csv", "source,length\nR1,12\n"), create=True)
        assert study.store.variables()[-1].of == "source"


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("respondent,left\nR77,late\n", "There is no respondent “R77”"),
        ("respondent,left\nR1,nevr\n", "There is no value of left “nevr”"),
        ("respondent,age\nR1,5\n", "There is no variable “age”"),
        ("respondent,place\nR1,town\n", "“place” describes sources, and this row has none"),
        ("source,left\nM1,late\n", "“left” describes respondents, and this row has none"),
        ("source,kind\nR1,film\n", "“film” is no kind of source"),
        ("source,place\nR77,town\n", "There is no source “R77”"),
        ("respondent,left\n,late\n", "this row has none"),
    ],
)
def test_cell_that_does_not_fit_is_told_with_its_row_and_nothing_is_changed(tmp_path: Path, body: str, said: str) -> None:
    at = desk(tmp_path)
    lines = body.split("\n")
    first = lines[0].split(",")[0]
    good = {"respondent": "R2,", "source": "R2,"}[first] + "\n"
    path = at.write("a.csv", f"{lines[0]}\n{good}{lines[1]}\n")
    assert any(said in problem for problem in problems_of(at, path))


def problems_of(at: Desk, path: Path) -> list[str]:
    """Import a table that is refused; give its problems and prove that nothing was changed."""
    before = at.study.read_bytes()
    with Study.open(at.study) as study, pytest.raises(InputRefused) as refused:
        taken(study, path)
    assert at.study.read_bytes() == before
    assert "was not imported" in refused.value.message
    return [str(problem) for problem in refused.value.problems]


def test_number_takes_numbers_only(tmp_path: Path) -> None:
    at = desk(tmp_path)
    with Study.open(at.study) as study:
        taken(study, at.write("a.csv", "respondent,age\nR1,30\n"), create=True)
    assert "“thirty” is no number" in problems_of(at, at.write("b.csv", "respondent,age\nR1,thirty\n"))[0]
    assert "“NaN” is no number" in problems_of(at, at.write("b.csv", "respondent,age\nR1,NaN\n"))[0]


@pytest.mark.parametrize("body", ["who,left\nR1,late\n", "left,respondent\nlate,R1\n", "name\n"])
def test_table_about_nobody_is_refused(tmp_path: Path, body: str) -> None:
    at = desk(tmp_path)
    with Study.open(at.study) as study, pytest.raises(InputRefused, match="first column"):
        taken(study, at.write("a.csv", body))


def test_table_without_rows_changes_nothing(tmp_path: Path) -> None:
    at = desk(tmp_path)
    before = at.rows()
    with Study.open(at.study) as study:
        assert taken(study, at.write("a.csv", "respondent,left\n")).values == 0
    assert at.rows() == before


def test_name_of_a_new_variable_is_cleaned_or_refused(tmp_path: Path) -> None:
    at = desk(tmp_path)
    with Study.open(at.study) as study:
        done = taken(study, at.write("a.csv", "respondent,x\x1b[31m  y\nR1,1\n"), create=True)
        assert done.new_variables == ("x␛[31m y",)
        with pytest.raises(InputRefused):
            taken(study, at.write("b.csv", f"respondent,{'x' * 5000}\nR1,1\n"), create=True)


def test_two_values_for_one_person_are_refused(tmp_path: Path) -> None:
    at = desk(tmp_path)
    body = "respondent,phone\nR1,none\nR1,basic\n"
    with Study.open(at.study) as study, pytest.raises(InputRefused) as refused:
        taken(study, at.write("a.csv", body), create=True)
    assert "another value" in refused.value.problems[0].message


def test_spellings_of_one_category_are_one(tmp_path: Path) -> None:
    at = desk(tmp_path)
    with Study.open(at.study) as study:
        taken(study, at.write("a.csv", "respondent,home\nR1,North\nR2,north\n"), create=True)
        assert next(one.values for one in study.store.variables() if one.name == "home") == ("North",)


def test_a_column_of_remarks_becomes_no_list_of_categories(tmp_path: Path) -> None:
    at = desk(tmp_path)
    with Study.open(at.study) as study:
        taken(study, at.write("a.csv", f"respondent,remark\nR1,{'a remark that goes on ' * 4}\n"), create=True)
        assert next(one for one in study.store.variables() if one.name == "remark").type == "text"
