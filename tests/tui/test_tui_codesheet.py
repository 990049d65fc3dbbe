"""The code sheet and the other lists at the bottom."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from screens import CODES, make_study, running
from textual.widgets import Input

from coder.analysis.ranking import entries_of
from coder.model.codebook import Codebook
from coder.tui.page.slots import Slots
from coder.tui.screens.coding import CodingScreen
from coder.tui.screens.overview import OverviewScreen
from coder.tui.widgets.codesheet import Choice, CodeSheet, rules
from coder.tui.widgets.hitlist import HitList

BOOK = Codebook(CODES)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return make_study(tmp_path)


def test_only_codes_that_can_be_applied_are_offered() -> None:
    assert [entry.names[0] for entry in entries_of(BOOK)] == [
        "Home search",
        "Informants",
        "Phone inspection",
        "Bribery",
        "Heard from others",
    ]


def test_a_line_tells_name_slot_and_how_often_the_code_was_used() -> None:
    choice = Choice(BOOK, entries_of(BOOK), Slots(["5" * 32]), {"5" * 32: 12})
    assert choice.line(choice.hits("bri")[0]).plain == "Bribery                 1    12"
    assert choice.line(choice.hits("fonespection")[0]).plain.startswith("~Phone inspection")


def test_codes_used_lately_come_first_when_nothing_is_typed() -> None:
    assert Choice(BOOK, entries_of(BOOK), Slots(["5" * 32, "4" * 32])).hits("")[0].uid == "5" * 32


def test_the_rules_show_what_the_codebook_says_and_no_empty_part() -> None:
    said = rules(BOOK.by_uid["2" * 32], BOOK).plain
    assert said == "Informants\nHuman surveillance\npeople who report in secret\nNOT WHEN  reports that belong to an office"


async def test_the_list_is_walked_by_keys_while_letters_go_to_the_input(path: Path) -> None:
    async with running(path) as session:
        await session.press("down", "enter", "enter", "down", "down", "up")
        assert session.app.screen.query_one(HitList).place == 1
        assert "payment or favour" in session.screen
        await session.press("pagedown", "pageup", "x", "x", "x")
        assert "no code fits; Esc leaves" in session.screen
        await session.press("enter", "tab")
        assert isinstance(session.app.screen, CodeSheet)
        await session.press("escape")
        assert isinstance(session.app.screen, CodingScreen)
        assert len(session.study.store.codings()) == 4


async def test_the_sheet_begins_anew_for_each_passage(path: Path) -> None:
    async with running(path) as session:
        await session.press("down", "enter", "enter", "x", "x", "escape")
        first = session.rows[9]
        await session.press("}", "enter")
        assert session.app.screen.query_one(Input).value == ""
        assert session.rows[9] != first
        assert session.rows[11].strip().startswith("Heard from others")


async def test_keys_that_arrive_in_one_burst_keep_their_order(path: Path) -> None:
    async with running(path) as session:
        before = {coding.uid for coding in session.study.store.codings()}
        await session.press("down", "enter", "enter")
        session.burst("b", "r", "i", "enter")
        await session.settle()
        assert isinstance(session.app.screen, CodingScreen)
        assert [coding.code for coding in session.study.store.codings() if coding.uid not in before] == ["5" * 32]


async def test_a_click_applies_a_code(path: Path) -> None:
    async with running(path) as session:
        await session.press("down", "enter", "enter")
        await session.pilot.click(HitList, offset=(3, 1))
        await session.settle()
        assert isinstance(session.app.screen, CodingScreen)
        assert len(session.study.store.codings()) == 5


async def test_a_syllable_that_arrives_in_parts_is_put_together(path: Path) -> None:
    async with running(path) as session:
        await session.press("down", "enter", "enter")
        line = session.app.screen.query_one(Input)
        line.value = unicodedata.normalize("NFD", "들은")
        await session.settle()
        assert line.value == "들은"
        assert "Heard from others" in session.rows[11]


async def test_the_menu_of_screens_leads_there_and_back(path: Path) -> None:
    async with running(path) as session:
        await session.press("f2", "2")
        assert isinstance(session.app.screen, CodingScreen)
        await session.press("f2", "9", "escape")
        assert isinstance(session.app.screen, CodingScreen)
        await session.press("f2", "enter")
        assert isinstance(session.app.screen, OverviewScreen)
