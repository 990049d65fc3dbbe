"""From a number to the words behind it: a cell lists its passages, a passage opens in its text, Esc leads back to the cell."""

from __future__ import annotations

from pathlib import Path

import pytest
from screens import make_study, running

from coder.errors import CoderError
from coder.tui.screens.coding import CodingScreen
from coder.tui.screens.crosstab import CrosstabScreen
from coder.tui.screens.segments import SegmentsScreen

TO_THE_CELL = ("f2", "3", *["down"] * 3)
"""Bribery, early."""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return make_study(tmp_path)


async def test_enter_on_a_cell_lists_its_passages_with_the_turn_of_the_one_under_the_cursor(path: Path) -> None:
    async with running(path) as session:
        await session.press(*TO_THE_CELL, "enter")
        assert isinstance(session.app.screen, SegmentsScreen)
        assert "Bribery, early" in session.rows[0]
        assert "R2" in session.rows[2]
        assert "«My mother gave them two cartons" in session.rows[2]
        assert "R2, turn 2, R2   Bribery   by elm" in session.screen
        assert "He stopped at every film. «My mother gave" in session.screen.replace("\n", "")
        assert "segment 1 of 1, 1 respondent" in session.screen


async def test_enter_on_a_passage_opens_it_selected_in_its_text(path: Path) -> None:
    async with running(path) as session:
        await session.press(*TO_THE_CELL, "enter", "enter")
        screen = session.app.screen
        assert isinstance(screen, CodingScreen)
        start, end = screen._state.selection or (0, 0)
        assert session.app.desk.page.text[start:end] == "My mother gave them two cartons of cigarettes"


async def test_escape_leads_back_to_the_cell(path: Path) -> None:
    async with running(path) as session:
        await session.press("f2", "3", "a", "2", "u", *["down"] * 3, "right", "enter", "escape")
        assert isinstance(session.app.screen, CrosstabScreen)
        assert "counts sources" in session.rows[0]
        assert "Bribery" in next(row for row in session.rows if row.startswith("▸"))


async def test_a_cell_of_nobody_says_so_and_enter_there_does_nothing(path: Path) -> None:
    async with running(path) as session:
        await session.press("f2", "3", "down", "right", "enter")
        assert "no passage" in session.screen
        await session.press("enter")
        assert isinstance(session.app.screen, SegmentsScreen)


async def test_the_row_of_what_there_is_in_all_has_no_passages(path: Path) -> None:
    async with running(path) as session:
        await session.press("f2", "3", "home", "enter")
        assert isinstance(session.app.screen, CrosstabScreen)


async def test_totals_list_all_passages(path: Path) -> None:
    async with running(path) as session:
        await session.press("f2", "3", "end", "right", "right", "right", "enter")
        assert "any code, all" in session.rows[0]
        assert "segment 1 of 4, 1 respondent" in session.screen


@pytest.mark.parametrize("error", [CoderError("The file is gone.", "Look for it."), KeyError("two cartons")])
async def test_passages_that_cannot_be_found_are_said(path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr("coder.tui.screens.segments.cell_segments", fail)
    async with running(path) as session:
        await session.press(*TO_THE_CELL, "enter")
        said = session.rows[-2]
        assert "The file is gone. Look for it." in said or "could not be found: KeyError" in said
        assert "two cartons" not in said
