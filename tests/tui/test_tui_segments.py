"""From a number to the words behind it: a cell lists its passages, a passage opens in its text, Esc leads back to the cell."""

from __future__ import annotations

from pathlib import Path

import pytest
from screens import CODES, code_passage, interview, make_study, running

from coder.errors import CoderError
from coder.model.source import Document, Kind
from coder.reports.selection import Selection
from coder.study.changes import add_memo
from coder.study.journal.device import Installation
from coder.study.study import Study
from coder.tui.messages import CellShown, SegmentsAsked, ShowSegments, ShowSource
from coder.tui.screens.coding import CodingScreen
from coder.tui.screens.crosstab import CrosstabScreen
from coder.tui.screens.overview import OverviewScreen
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
        assert "R2 turn 2 R   left early" in session.screen
        assert "stopped at every film. «My mother gave" in session.screen
        assert "by elm" in session.screen
        assert "segment 1 of 1   1 respondent" in session.screen


async def test_enter_on_a_passage_opens_it_selected_in_its_text(path: Path) -> None:
    async with running(path) as session:
        await session.press(*TO_THE_CELL, "enter", "enter")
        screen = session.app.screen
        assert isinstance(screen, CodingScreen)
        start, end = screen._state.selection or (0, 0)
        assert session.app.desk.page.text[start:end] == "My mother gave them two cartons of cigarettes"


async def test_a_row_of_a_longer_list_before_is_not_looked_for(path: Path) -> None:
    async with running(path) as session:
        session.app.post_message(ShowSegments(SegmentsAsked("all")))
        await session.settle()
        screen = session.app.screen
        assert isinstance(screen, SegmentsScreen)
        screen._made(screen._found[:1])
        screen.post_message(CellShown(3, 0))
        await session.settle()
        assert session.app.is_running
        assert "segment 1 of 1" in session.screen


async def test_escape_leads_back_to_the_cell(path: Path) -> None:
    async with running(path) as session:
        await session.press("f2", "3", "a", "2", "u", *["down"] * 3, "right", "enter", "escape")
        assert isinstance(session.app.screen, CrosstabScreen)
        assert "counts each source once" in session.rows[1]
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
        assert "segment 1 of 4   1 respondent" in session.screen


async def test_the_codes_on_the_same_words_and_the_memos_on_them_stand_beside(path: Path) -> None:
    with Study.open(path, installation=Installation(path.parent)) as study:
        coding = next(one for one in study.store.codings() if one.code == "5" * 32)
        code_passage(study, coding.coder, "Informants", "two cartons")
        study.act([add_memo("coding", coding.uid, coding.coder, "second visit\nin one month")], coding.coder)
    async with running(path) as session:
        await session.press(*TO_THE_CELL, "enter")
        assert "Bribery +1" in session.rows[2]
        beside = [row.partition("│ ")[2] for row in session.rows if "│ " in row]
        assert beside[:4] == ["Bribery", "Informants", "memo elm: second visit", "in one month"]


async def test_the_list_can_be_narrowed_to_words_and_opened_again_as_it_was(path: Path) -> None:
    async with running(path) as session:
        await session.press("f2", "3", "end", "enter", "/", *"CARTONS")
        assert "1 of 4" in session.rows[-3]
        await session.press("enter")
        assert "segment 1 of 1" in session.screen
        await session.press("enter")
        assert isinstance(session.app.screen, CodingScreen)
        await session.press("ctrl+o")
        assert "with “CARTONS”" in session.rows[0]
        assert "segment 1 of 1" in session.screen
        await session.press("/", "x", "enter")
        assert "no passage with these words; 4 without them" in session.screen
        await session.press("/", "backspace", "escape")
        assert "with “x”" in session.rows[0]
        await session.press("/", "backspace", "enter")
        assert "segment 1 of 4" in session.screen


async def test_the_list_is_written_to_a_new_file(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(path.parent)
    async with running(path) as session:
        await session.press(*TO_THE_CELL, "enter", "x", *"s.csv", "enter")
        assert "written to" in session.rows[-2]
    assert "My mother gave them two cartons" in (path.parent / "s.csv").read_text(encoding="utf-8")


async def test_all_passages_of_a_code_are_listed_and_escape_leads_back_to_where_they_were_asked_for(path: Path) -> None:
    async with running(path) as session:
        asked = SegmentsAsked("Phones", Selection(codes=("Phones",)))
        session.app.screen.post_message(ShowSegments(asked))
        await session.settle()
        assert session.rows[0].startswith(" Segments   Phones")
        assert "segment 1 of 1" in session.screen
        await session.press("escape")
        assert isinstance(session.app.screen, OverviewScreen)


async def test_a_passage_is_opened_with_all_that_are_listed_of_its_source(path: Path) -> None:
    async with running(path) as session:
        await session.press("f2", "3", "end", "enter")
        screen, shown = session.app.screen, list[ShowSource]()
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(screen, "post_message", shown.append)
            assert isinstance(screen, SegmentsScreen)
            screen.action_segment_open()
        trail = shown[-1].trail
        assert trail is not None
        assert len(trail.places) == 4
        assert shown[-1].passage == trail.places[0]


@pytest.mark.parametrize("error", [CoderError("The file is gone.", "Look for it."), KeyError("two cartons")])
async def test_passages_that_cannot_be_found_are_said(path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr("coder.tui.screens.segments.cell_segments", fail)
    async with running(path) as session:
        await session.press(*TO_THE_CELL, "enter")
        said = session.rows[-2]
        assert "The file is gone. Look for it." in said or "did not work: KeyError" in said
        assert "two cartons" not in said


async def test_from_a_text_one_goes_back_to_the_list_and_to_the_cell(path: Path) -> None:
    async with running(path) as session:
        await session.press(*TO_THE_CELL, "enter", "enter", "ctrl+o")
        assert isinstance(session.app.screen, SegmentsScreen)
        assert "Bribery, early" in session.rows[0]
        await session.press("f2", "3")
        assert isinstance(session.app.screen, CrosstabScreen)
        assert "Bribery" in next(row for row in session.rows if row.startswith("▸"))


async def test_a_passage_that_somebody_else_coded_says_so_in_the_text(path: Path) -> None:
    async with running(path, coder="oak") as session:
        await session.press(*TO_THE_CELL, "enter", "enter")
        assert "Bribery by elm; the text shows your own codings" in session.screen


async def test_totals_are_said_in_words(path: Path) -> None:
    async with running(path) as session:
        await session.press("f2", "3", "end")
        assert "any code, early: 1 of 1 (100%) respondents" in session.screen
        await session.press("right", "right")
        assert "any code, all: 1 of 2 (50%) respondents" in session.screen


async def test_a_long_turn_is_cut_before_the_passage_and_says_so(tmp_path: Path) -> None:
    answer = "word " * 80 + "They paid him."
    sources: tuple[tuple[Document, Kind], ...] = ((interview("R2", ("And?", answer)), "interview"),)
    path = make_study(tmp_path, (CODES[5],), sources)
    with Study.open(path, installation=Installation(tmp_path)) as study:
        code_passage(study, study.store.coders()[1].uid, "Bribery", "They paid him.")
    async with running(path) as session:
        await session.press("f2", "3", "down", "enter")
        assert "… word word" in session.screen
        assert "«They paid him.»" in session.screen


async def test_a_name_that_no_file_can_have_is_refused_while_it_is_typed(path: Path) -> None:
    async with running(path) as session:
        session.app.post_message(ShowSegments(SegmentsAsked("all")))
        await session.settle()
        await session.press("x", *"~o")
        assert "There can be no file ~o" in session.screen
        await session.press("enter")
        assert session.app.is_running
        assert "There can be no file ~o" in session.rows[-2]
