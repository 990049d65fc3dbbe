"""The screens as text: at 80 by 24 to the letter, at other sizes by what must hold everywhere.

A golden file that a change has made wrong on purpose is written anew with `UPDATE_GOLDEN=1`; look at the difference first.
"""

from __future__ import annotations

import os
from contextlib import chdir
from pathlib import Path

import pytest
from rich.cells import cell_len
from screens import Session, make_study, running

from coder.study.journal.device import Installation
from coder.study.study import Study
from coder.tui.page.plan import ASCII
from coder.tui.screens.help import manual
from coder.tui.widgets.codesheet import ROWS, CodeSheet

GOLDEN = Path(__file__).parent / "golden"
WAYS: dict[str, tuple[str, ...]] = {
    "overview": (),
    "coding": ("down", "enter", "down", "space"),
    "sheet": ("down", "enter", "down", "space", "enter", "p"),
    "crosstab": ("f2", "3", "down", "down", "down"),
    "segments": ("f2", "3", "down", "down", "down", "enter"),
    "autocode": ("f2", "6", *"gate, films", "enter", "down", "space"),
    "choice": ("f2",),
}
"""The keys that lead to each screen."""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return make_study(tmp_path)


async def go(session: Session, name: str) -> None:
    for key in WAYS[name]:
        await session.press(key)


def whole(session: Session, width: int, height: int) -> None:
    """Check what holds for every screen: it fills the window and no row is wider than it."""
    assert len(session.rows) == height
    assert all(cell_len(row) <= width for row in session.rows)


def golden(session: Session, name: str) -> None:
    """Compare what is shown with a golden file, or write it."""
    file = GOLDEN / f"{name}.txt"
    if os.environ.get("UPDATE_GOLDEN"):
        file.write_text(session.screen + "\n", encoding="utf-8")
    assert session.screen + "\n" == file.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", WAYS)
async def test_a_screen_looks_as_it_should(path: Path, name: str) -> None:
    async with running(path) as session:
        await go(session, name)
        whole(session, 80, 24)
        golden(session, name)


@pytest.mark.parametrize(("coder", "size"), [("elm", (140, 40)), ("oak", (80, 24)), ("oak", (140, 40))])
async def test_the_overview_looks_as_it_should_for_everybody(path: Path, coder: str, size: tuple[int, int]) -> None:
    async with running(path, size, coder) as session:
        whole(session, *size)
        golden(session, f"overview-{coder}-{size[0]}")


async def test_an_empty_study_looks_as_it_should(tmp_path: Path) -> None:
    Study.create(tmp_path / "new.db", supervisor="oak", installation=Installation(tmp_path)).close()
    with chdir(tmp_path):
        async with running(Path("new.db"), coder="oak") as session:
            whole(session, 80, 24)
            golden(session, "overview-empty")


async def test_help_shows_the_keys_of_the_screen_and_goes_back(path: Path) -> None:
    async with running(path) as session:
        await session.press("down", "enter", "f1")
        whole(session, 80, 24)
        assert session.rows[0].startswith(" Help   coding")
        assert "enter k            Choose a code for the selection" in session.screen
        await session.press("escape")
        assert session.rows[0].startswith(" R2")


@pytest.mark.parametrize("size", [(60, 20), (140, 40), (100, 24)])
async def test_screens_are_whole_at_every_size(path: Path, size: tuple[int, int]) -> None:
    async with running(path, size) as session:
        whole(session, *size)
        for key in WAYS["sheet"]:
            await session.press(key)
            whole(session, *size)
        assert any("Phone inspection" in row for row in session.rows)
        await session.press("escape", "f2", "3")
        whole(session, *size)
        assert any("Bribery" in row for row in session.rows)


async def test_a_window_that_is_made_smaller_keeps_the_cursor_and_the_passage(path: Path) -> None:
    async with running(path, (140, 40)) as session:
        await go(session, "coding")
        await session.pilot.resize_terminal(60, 20)
        await session.settle()
        whole(session, 60, 20)
        assert sum(row.startswith("▸") for row in session.rows) == 1
        await session.pilot.resize_terminal(40, 20)
        await session.settle()
        assert any("make the window wider" in row for row in session.rows)


async def test_without_box_characters_the_margin_is_ascii(path: Path) -> None:
    async with running(path, glyphs=ASCII) as session:
        await go(session, "coding")
        assert not {"╭", "│", "╰", "◆"} & set(session.screen)
        assert any(row.startswith(">") for row in session.rows)


async def test_without_colour_codings_are_underlined_and_no_ground_is_painted(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with running(path) as session:
        await session.press("down", "enter")
        strips = session.app.screen._compositor.render_strips()
        styles = [segment.style for segment in strips[2] if segment.style and "They came at night" in segment.text]
        assert styles
        assert all(style.underline for style in styles)
        plain = next(segment.style for segment in strips[1] if segment.style and "looked at" in segment.text)
        assert styles[0].bgcolor == plain.bgcolor


async def test_the_sheet_covers_as_many_rows_as_the_passage_is_lifted_for(path: Path) -> None:
    async with running(path) as session:
        await go(session, "sheet")
        assert isinstance(session.app.screen, CodeSheet)
        assert session.app.screen.query_one("#sheet").region.height == ROWS


async def test_the_passage_stays_in_view_over_the_sheet(path: Path) -> None:
    async with running(path, (60, 20)) as session:
        await session.press("down", "enter", *["down"] * 11, "enter")
        assert any(row.startswith("▸") for row in session.rows[: 20 - ROWS])


async def test_interviews_in_a_plain_file_are_pointed_out(path: Path) -> None:
    async with running(path) as session:
        assert session.rows[-2].endswith("NOT ENCRYPTED")


def test_keys_stand_once_in_the_help_of_a_screen() -> None:
    assert "## Keys" not in manual("coding").plain
    assert "## Commands" in manual("coding").plain
