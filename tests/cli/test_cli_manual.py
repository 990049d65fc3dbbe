"""The manual in the terminal: a list of pages, a page, or the nearest page."""

from __future__ import annotations

from pathlib import Path

import pytest
from workbench import Desk

import coder

PAGES = sorted(path.stem for path in (Path(coder.__file__).parent / "help").glob("*.md"))


def test_help_lists_the_pages_with_their_titles(tmp_path: Path) -> None:
    said = Desk(tmp_path).done("help").out
    for page in PAGES:
        title = (Path(coder.__file__).parent / "help" / f"{page}.md").read_text(encoding="utf-8").split("\n")[0].lstrip("# ")
        assert any(line.split() == [page, *title.split()] for line in said.split("\n"))


@pytest.mark.parametrize("page", PAGES)
def test_help_shows_a_page(tmp_path: Path, page: str) -> None:
    said = Desk(tmp_path).done("help", page).out
    assert said.rstrip("\n") == (Path(coder.__file__).parent / "help" / f"{page}.md").read_text(encoding="utf-8").rstrip("\n")


def test_help_on_an_unknown_page_names_the_nearest_or_all(tmp_path: Path) -> None:
    at = Desk(tmp_path)
    assert "Did you mean “start”?" in at.refused("help", "strat")
    assert "Its pages: " in at.refused("help", "zzzzzz")


@pytest.mark.parametrize("command", ["crosstab", "new", "codings"])
def test_help_on_a_command_shows_its_options(tmp_path: Path, command: str) -> None:
    at = Desk(tmp_path)
    said = at.done("help", command).out
    assert said.startswith(f"Usage: coder {command} ")
    assert "--help" in said
