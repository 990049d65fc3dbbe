"""F1: the keys of a screen, then its page of the manual."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from time import perf_counter

import pytest
from screens import make_study, running

from coder.tui.commands import KEY_LINES, PAGES
from coder.tui.screens.help import manual
from coder.tui.widgets.manual import ManualPage

SHEETS = {"sheet", "ask", "find", "reading", "memo", "form", "confirm", "list", "past", "split", "help"}
"""Places that lie over a screen; F1 does nothing there."""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return make_study(tmp_path)


def test_every_screen_has_a_page() -> None:
    assert set(KEY_LINES) - SHEETS == set(PAGES)
    assert all((files("coder") / "help" / f"{page}.md").is_file() for page in PAGES.values())


@pytest.mark.parametrize("page", sorted(set(PAGES.values())))
def test_keys_stand_once(page: str) -> None:
    assert "## Keys" not in manual(page)
    assert "## Commands" in manual(page)


async def test_a_page_is_read_with_the_keys_of_the_last_line(path: Path) -> None:
    async with running(path) as session:
        await session.press("down", "enter", "f1")
        assert "page coding of the manual" in session.rows[0]
        assert session.rows[0].endswith(" 0 %")
        await session.press("pagedown")
        assert session.rows[0].endswith(" %")
        assert not session.rows[0].endswith(" 0 %")
        await session.press("down", "up", "end")
        assert session.rows[0].endswith("100 %")
        assert "study-file: undo, log and backups" in session.screen
        await session.press("pageup", "home")
        assert session.rows[0].endswith(" 0 %")
        await session.press("f1")
        assert session.rows[0].startswith(" R2")


async def test_a_page_is_laid_out_anew_for_another_width(path: Path) -> None:
    async with running(path) as session:
        await session.press("f1")
        page = session.app.screen.query_one(ManualPage)
        before = page.size.height
        await session.pilot.resize_terminal(140, 40)
        await session.settle()
        assert page.size.height < before
        assert max(len(row) for row in session.rows) > 100


async def test_no_line_is_cut_at_80_columns(path: Path) -> None:
    async with running(path) as session:
        for place, page in PAGES.items():
            shown = ManualPage([("F1", place)], manual(page))
            width = max(sum(len(piece.text) for piece in line) for line in shown._lines(80))
            assert width <= 80, page
        del session


async def test_a_page_is_shown_at_once(path: Path) -> None:
    async with running(path) as session:
        await session.press("down", "enter")
        begin = perf_counter()
        await session.app.run_action("help")
        await session.pilot.pause()
        assert perf_counter() - begin < 1  # a tenth of a second alone; a widget for each paragraph takes several
