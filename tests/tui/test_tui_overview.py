"""What the overview and the cross-tab say in words and numbers."""

from __future__ import annotations

from pathlib import Path

import pytest
from screens import make_study, running

from coder.model.round import Coder, Progress
from coder.model.source import Document, Source
from coder.study.changes import add_coder
from coder.study.journal.device import Installation
from coder.study.study import Study
from coder.tui.screens.crosstab import CrosstabScreen
from coder.tui.screens.overview import OverviewScreen, finished, overview
from coder.tui.widgets.table import TableView

ELM, YEW = Coder("e", "elm"), Coder("y", "yew")
SOURCES = (Source("a", "R1", "interview", "ko", 4000, 30, "R1", ""), Source("b", "M1", "media", "en", 200, 0, None, ""))


def test_a_coders_column_tells_codings_and_where_she_stands() -> None:
    progress = {("a", "e"): Progress(12, "open"), ("a", "y"): Progress(3, "finished"), ("b", "e"): Progress(0, "to do")}
    table = overview(SOURCES, (ELM, YEW), progress)
    assert table.rows == (("R1", "12", "3 ✓", "interview", "ko", 30, 4000), ("M1", "·", "", "media", "en", 0, 200))
    assert finished((ELM, YEW), progress).plain == "finished:  elm 0/2  yew 1/1"


def test_where_nobody_has_begun_it_says_so() -> None:
    assert finished((ELM,), {}).plain == "nobody has coded yet"


async def test_a_study_without_sources_says_what_to_do(tmp_path: Path) -> None:
    async with running(make_study(tmp_path, sources=((Document("M1", "Words.", (), "en"), "media"),))) as session:
        assert "nobody has coded yet" in session.screen
        screen = session.app.screen
        assert isinstance(screen, OverviewScreen)
        screen._sources = []
        await session.press("enter")
        assert session.rows[0].startswith(" demo")


async def test_the_cross_tab_counts_by_another_variable_and_unit(tmp_path: Path) -> None:
    async with running(make_study(tmp_path)) as session:
        await session.press("f2", "3")
        assert session.rows[0].startswith(" Cross-tab   code × left")
        await session.press("a", "2")
        assert session.rows[0].startswith(" Cross-tab   code × kind")
        await session.press("u", "u")
        assert "counts segments" in session.rows[0]
        await session.press("down", "right")
        assert "segments" in session.rows[-2]


@pytest.mark.parametrize(
    ("keys", "place"), [(("end",), (7, 1)), (("end", "home"), (0, 1)), (("right", "right", "right"), (1, 3)), (("left",), (1, 1))]
)
async def test_a_table_is_walked_through_by_keys(tmp_path: Path, keys: tuple[str, ...], place: tuple[int, int]) -> None:
    async with running(make_study(tmp_path)) as session:
        await session.press("f2", "3")
        await session.press(*keys)
        view = session.app.screen.query_one(TableView)
        assert isinstance(session.app.screen, CrosstabScreen)
        assert (view.row, view.column) == place


async def test_more_coders_than_there_is_room_for_are_walked_to(tmp_path: Path) -> None:
    path = make_study(tmp_path)
    with Study.open(path, installation=Installation(tmp_path)) as study:
        study.act([add_coder(f"coder number {n}") for n in range(6)], study.store.coders()[0].uid)
    async with running(path) as session:
        assert session.rows[2].endswith("›")
        assert "length" not in session.rows[2]
        await session.press(*["right"] * 8)
        assert session.rows[2].startswith("‹ source")
        assert session.rows[2].endswith("length")
        await session.press(*["left"] * 8)
        assert "  elm" in session.rows[2]


async def test_the_cross_tab_shows_shares_and_numbers_again(tmp_path: Path) -> None:
    async with running(make_study(tmp_path)) as session:
        await session.press("f2", "3", "%")
        assert "100%" in "".join(session.rows[2:-3])
        await session.press("%")
        assert "100%" not in "".join(session.rows[2:-3])
        await session.press("u", "u", "%")
        assert "no shares of segments" in session.screen
