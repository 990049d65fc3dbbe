"""The codebooks that come with the program, held to what the program tells other people about theirs."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from coder.exchange.codebook_check import warnings
from coder.exchange.codebook_merge import plan
from coder.exchange.codebook_write import write_codebook
from coder.exchange.codebook_yaml import CodebookRead, read_codebook
from coder.exchange.shipped import shipped
from coder.model.codebook import PALETTE, Codebook
from coder.model.text import fold

NAME = "dprk-digital-surveillance"
QUOTAS = {"left": 4, "region": 5, "gender": 2, "age": 4, "occupation": 5, "phone": 3}
"""The variables of respondents in their order, with the number of their values."""


@pytest.fixture(scope="module", params=sorted(shipped()))
def read(request: pytest.FixtureRequest) -> CodebookRead:
    """Each shipped codebook, read."""
    return read_codebook(shipped()[request.param], request.param)


@pytest.fixture(scope="module")
def book() -> Codebook:
    return read_codebook(shipped()[NAME], NAME).codebook


def test_the_codebook_of_the_sample_study_is_shipped() -> None:
    assert NAME in shipped()


def test_codebooks_inside_the_package_come_before_those_beside_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "coder"
    monkeypatch.setattr("coder.exchange.shipped.files", lambda _name: package)
    for folder, text in ((tmp_path / "codebooks", "beside"), (package / "_codebooks", "inside")):
        folder.mkdir(parents=True)
        (folder / "b.yaml").write_text(text, encoding="utf-8")
        (folder / "notes.txt").write_text("none", encoding="utf-8")
        assert shipped() == {"b": text}


def test_a_shipped_codebook_has_neither_faults_nor_warnings(read: CodebookRead) -> None:
    assert read.problems == ()
    assert warnings(read.codebook, NAME) == ()


def test_a_shipped_codebook_has_no_uids_so_that_each_study_matches_it_by_path(read: CodebookRead) -> None:
    assert read.given == frozenset()


def test_a_shipped_codebook_reads_back_the_same(read: CodebookRead) -> None:
    assert read_codebook(write_codebook(read.codebook), "f").codebook == read.codebook


def test_writing_into_a_shipped_codebook_adds_uids_and_touches_nothing_else() -> None:
    text = shipped()[NAME]
    read = read_codebook(text, NAME)
    written = write_codebook(read.codebook, text)
    assert re.sub(r" +uid: .{32,34}\n", "", written) == text
    assert read_codebook(written, NAME).given == set(read.codebook.by_uid)


def test_importing_a_shipped_codebook_twice_changes_nothing(read: CodebookRead) -> None:
    first = plan(Codebook(), read.codebook, read.given)
    assert len(first.add) == len(read.codebook.codes)
    assert plan(first.codebook, read.codebook, read.given).is_empty


def test_there_are_fifty_codes_in_eleven_families_with_three_groups(book: Codebook) -> None:
    families = book.children(None)
    assert sum(code.codable for code in book.codes) == 50
    assert len(families) == 11
    groups = [code.name for code in book.codes if not code.codable and code.parent is not None]
    assert groups == ["Inspections", "Cameras", "Phones"]
    assert not any(family.codable for family in families)


def test_each_family_has_a_colour_of_its_own_in_the_order_of_the_palette(book: Codebook) -> None:
    assert [family.colour for family in book.children(None)] == list(PALETTE[:11])
    assert all(code.colour is None for code in book.codes if code.parent is not None)


def test_every_code_has_its_rules_and_an_example(book: Codebook) -> None:
    lacking = [c.name for c in book.codes if c.codable and not (c.brief and c.include and c.exclude and c.examples)]
    assert lacking == []


def test_a_name_names_one_code(book: Codebook) -> None:
    names = [fold(name) for code in book.codes for name in (code.name, *(name for _, name in code.names))]
    assert [name for name in set(names) if names.count(name) > 1] == []


def test_every_arrow_begins_with_a_name_of_the_codebook(book: Codebook) -> None:
    names = sorted((code.name for code in book.codes), key=len, reverse=True)
    arrows = re.findall(r"→ (?:add |code )?(.*?)(?=;|→|\(|$)", " ; ".join(code.exclude for code in book.codes))
    assert len(arrows) > 40
    assert [arrow for arrow in arrows if not arrow.startswith((*names, "no code"))] == []


def test_the_variables_describe_respondents_coarsely_and_in_order(book: Codebook) -> None:
    assert {variable.name: len(variable.values) for variable in book.variables} == QUOTAS
    assert list(QUOTAS) == [variable.name for variable in book.variables]
    assert {(variable.of, variable.type) for variable in book.variables} == {("respondent", "category")}


def test_the_preface_tells_the_coding_rules(book: Codebook) -> None:
    assert (book.title, book.language) == ("Digital surveillance in North Korea", "en")
    assert "In doubt between two codes use the narrower" in book.preface
    pairs = re.findall(r"^- (.+) / (.+)$", book.preface, re.MULTILINE)
    assert len(pairs) == 7
    assert {name for pair in pairs for name in pair} <= {code.name for code in book.codes if code.codable}
