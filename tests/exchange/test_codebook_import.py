"""A codebook file comes into a study as one action, all of it or nothing, and never removes anything."""

from __future__ import annotations

from pathlib import Path

import pytest
from workbench import BOOK, Desk, desk

from coder.errors import ChangeRefused, InputRefused
from coder.exchange.codebook_import import import_codebook
from coder.exchange.codebook_merge import MergePlan
from coder.exchange.codebook_write import write_codebook
from coder.study import Study
from coder.study.codebook_changes import LockCodebook


def taken(study: Study, path: Path) -> MergePlan:
    """Import a file as the supervisor."""
    return import_codebook(study, path, study.store.coders()[0])


def paths(study: Study) -> list[str]:
    """List the paths of all codes."""
    return list(study.store.codebook().paths.values())


def test_import_into_an_empty_study_gives_the_file(tmp_path: Path) -> None:
    at = Desk(tmp_path)
    with Study.create(at.study, supervisor="oak") as study:
        plan = taken(study, at.write("b.yaml", BOOK))
        assert len(plan.add) == 6
        assert paths(study) == [
            *("Phones", "Phones > Inspection", "Phones > Calls", "Homes", "Homes > Inspection", "Homes > Lamp")
        ]
        book = study.store.codebook()
        assert (book.title, [code.name for code in book.codes if not code.codable]) == ("Small book", ["Phones", "Homes"])
        assert [(variable.name, variable.of, variable.values) for variable in study.store.variables()] == [
            ("left", "respondent", ("early", "late")),
            ("place", "source", ()),
        ]


def test_import_of_what_the_study_has_changes_nothing(tmp_path: Path) -> None:
    at = desk(tmp_path)
    before = at.rows()
    with Study.open(at.study) as study:
        plan = taken(study, at.write("b.yaml", BOOK))
        assert (plan.add, plan.update, plan.add_variables, plan.update_variables) == ((), (), (), ())
        taken(study, at.write("c.yaml", write_codebook(study.store.codebook())))
    assert at.rows() == before


def test_a_locked_codebook_takes_no_file_and_an_equal_file_is_none(tmp_path: Path) -> None:
    at = desk(tmp_path)
    with Study.open(at.study) as study:
        oak = study.store.coders()[0]
        study.act([LockCodebook(locked=True, by=oak.uid)], oak.uid)
        before = study.store.codebook()
        for change in (("a phone", "a telephone"), ("Small book", "Big book"), ("name: Lamp", "name: Light")):
            with pytest.raises(ChangeRefused, match="locked"):
                taken(study, at.write("b.yaml", BOOK.replace(*change)))
        assert taken(study, at.write("b.yaml", BOOK)).is_empty
        assert study.store.codebook() == before


def test_same_file_gives_two_laptops_the_same_codes(tmp_path: Path) -> None:
    found = []
    for name in ("a.db", "b.db"):
        with Study.create(tmp_path / name) as study:
            (tmp_path / "b.yaml").write_text(BOOK, encoding="utf-8")
            taken(study, tmp_path / "b.yaml")
            found.append([code.uid for code in study.store.codebook().codes])
    assert found[0] == found[1]


def test_import_updates_what_the_file_says_and_is_one_undo(tmp_path: Path) -> None:
    at = desk(tmp_path)
    body = BOOK.replace("light at night", "any lamp").replace("[early, late]", "[early, late, last]")
    with Study.open(at.study) as study:
        was = study.store.codebook()
        plan = taken(study, at.write("b.yaml", body + "  - {name: Roads, colour: amber}\n"))
        assert [added.code.name for added in plan.add] == ["Roads"]
        assert [(update.field, update.new) for update in plan.update] == [("brief", "any lamp")]
        assert study.store.variables()[0].values == ("early", "late", "last")
        study.undo(study.store.coders()[0].uid)
        assert study.store.codebook() == was


def test_import_never_removes_a_code_or_its_codings(tmp_path: Path) -> None:
    at = desk(tmp_path)
    with Study.open(at.study) as study:
        before = paths(study)
        taken(study, at.write("b.yaml", "codebook: 1\ncodes:\n  - {name: Roads}\n"))
        assert paths(study) == [*before, "Roads"]
        assert len(study.store.codings()) == 7


def test_import_moves_and_renames_by_uid_and_codings_follow(tmp_path: Path) -> None:
    at = desk(tmp_path)
    with Study.open(at.study) as study:
        lamp = next(code for code in study.store.codebook().codes if code.name == "Lamp")
        body = write_codebook(study.store.codebook()).replace("name: Lamp", "name: Lantern")
        taken(study, at.write("b.yaml", body))
        book = study.store.codebook()
        assert book.paths[lamp.uid] == "Homes > Lantern"
        assert len(study.store.codings(code=lamp.uid)) == 2


@pytest.mark.parametrize(
    "body",
    [
        "",
        "just text",
        BOOK.replace("codebook: 1", "codebook: 99"),
        BOOK.replace("name: Calls", "nmae: Calls"),
        BOOK.replace("Calls", "inspection"),
        BOOK.replace("type: category", "type: colour"),
        BOOK.replace("type: text", "type: number"),
    ],
    ids=["empty", "text", "format", "key", "twice", "type", "clash"],
)
def test_faulty_file_is_refused_with_all_its_faults_and_changes_nothing(tmp_path: Path, body: str) -> None:
    at = desk(tmp_path)
    path = at.write("b.yaml", body)
    before = at.study.read_bytes()
    with Study.open(at.study) as study, pytest.raises(InputRefused) as refused:
        taken(study, path)
    assert str(path) in refused.value.message
    assert refused.value.problems
    assert refused.value.hint
    assert at.study.read_bytes() == before


def test_clash_with_the_study_does_not_repeat_a_problems_hint(tmp_path: Path) -> None:
    at = desk(tmp_path)
    path = at.write("b.yaml", BOOK.replace("type: text", "type: number"))
    with Study.open(at.study) as study, pytest.raises(InputRefused) as refused:
        taken(study, path)
    assert refused.value.hint != refused.value.problems[0].hint
