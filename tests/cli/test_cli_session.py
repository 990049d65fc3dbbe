"""Who acts: `--as`, else `CODER_AS`, else the settings, else the study's only coder, else a refusal; and which file is meant."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from workbench import Desk, desk


@pytest.fixture
def settings() -> Iterator[Path]:
    """Give the file of this test's settings, in a folder that exists."""
    folder = Path(os.environ["CODER_SETTINGS"])
    folder.mkdir(parents=True, exist_ok=True)
    yield folder / "settings.toml"
    (folder / "settings.toml").unlink(missing_ok=True)


def who_coded(at: Desk) -> set[str]:
    """Say who made the codings that are only in the copy under test."""
    made = at.done("codings", "export", "s.db", "--source", "R10", "--code", "Lamp", "--json").json
    return {coding["coder"] for coding in made}


CODE = ("code", "s.db", "R10", "2.1", "Lamp")


def test_acting_coder_is_refused_where_several_could_act(tmp_path: Path) -> None:
    at = desk(tmp_path)
    before = at.rows()
    said = at.refused(*CODE)
    assert said.startswith("Who is acting?")
    assert "--as NAME (oak, ash, elm)" in said
    assert at.rows() == before


def test_acting_coder_is_the_only_one(tmp_path: Path) -> None:
    at = desk(tmp_path)
    at.done("new", "own", "--as", "한별")
    at.write("a.txt", "One. Two.\n")
    at.done("import", "own", "a.txt")
    assert [entry["actor"] for entry in at.done("log", "own", "--json").json][-1] == "한별"


def test_acting_coder_comes_from_the_option_before_the_environment_before_the_settings(tmp_path: Path, settings: Path) -> None:
    settings.write_text('as = "oak"', encoding="utf-8")
    at = desk(tmp_path)
    assert at.run(*CODE).code == 0
    assert who_coded(at) == {"oak"}
    assert at.run(*CODE, env={"CODER_AS": "elm"}).code == 0
    assert who_coded(at) == {"oak", "elm"}
    assert at.run(*CODE, "--as", "ash", env={"CODER_AS": "elm"}).code == 0
    assert who_coded(at) == {"oak", "ash", "elm"}


def test_acting_coder_is_found_without_regard_to_case(tmp_path: Path) -> None:
    at = desk(tmp_path)
    at.done(*CODE, "--as", "ASH")
    assert who_coded(at) == {"ash"}


@pytest.mark.parametrize("source", ["option", "environment", "settings"])
def test_unknown_acting_coder_is_refused_with_the_nearest(tmp_path: Path, settings: Path, source: str) -> None:
    at = desk(tmp_path)
    if source == "settings":
        settings.write_text('as = "aash"', encoding="utf-8")
    ran = at.run(*CODE, *(("--as", "aash") if source == "option" else ()), env={"CODER_AS": "aash"} if source[0] == "e" else {})
    assert ran.code == 1
    assert "There is no coder “aash”." in ran.err
    assert "Did you mean “ash”?" in ran.err


@pytest.mark.parametrize("body", [b"as = ", b"\xff\xfe", b"as = 3"], ids=["no TOML", "no UTF-8", "no text"])
def test_faulty_settings_are_refused_by_their_path(tmp_path: Path, settings: Path, body: bytes) -> None:
    settings.write_bytes(body)
    said = desk(tmp_path).refused(*CODE)
    assert str(settings) in said
    assert "codec" not in said


def test_settings_that_are_a_folder_are_refused_by_their_path(tmp_path: Path, settings: Path) -> None:
    settings.mkdir()
    said = desk(tmp_path).refused(*CODE)
    settings.rmdir()
    assert f"The settings file {settings} cannot be" in said


def test_absent_settings_are_no_fault(tmp_path: Path, settings: Path) -> None:
    assert not settings.exists()
    assert desk(tmp_path).refused(*CODE).startswith("Who is acting?")


@pytest.mark.parametrize("name", ["s", "s.db", "./s", "../{folder}/s.db"])
def test_study_is_found_with_or_without_its_suffix(tmp_path: Path, name: str) -> None:
    assert desk(tmp_path).done("status", name.format(folder=tmp_path.name)).out


def test_study_of_another_suffix_keeps_it(tmp_path: Path) -> None:
    at = desk(tmp_path)
    at.study.rename(tmp_path / "s.sqlite")
    assert at.done("status", "s.sqlite").out
    assert "There is no study s.db" in at.refused("status", "s")


def test_round_is_main_unless_another_is_named(tmp_path: Path) -> None:
    at = desk(tmp_path)
    assert "There is no round “second”" in at.refused(*CODE, "--as", "ash", "--round", "second")
    at.done(*CODE, "--as", "ash", "--round", "MAIN")
    assert {coding["round"] for coding in at.done("codings", "export", "s.db", "--json").json} == {"main"}
