"""The history on the screen: what was done, what is undone, the way back and the way there."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from screens import Session, clock, make_study, running
from test_tui_screens import GOLDEN, whole

from coder.model.source import Document
from coder.study import changes, engine
from coder.study.journal.device import Installation
from coder.study.study import Study
from coder.tui.messages import CellShown, ShowPlace
from coder.tui.screens import history
from coder.tui.screens.coding import CodingScreen
from coder.tui.screens.history import HistoryScreen


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return make_study(tmp_path)


async def open_history(session: Session) -> HistoryScreen:
    session.app.post_message(ShowPlace("history"))
    await session.settle()
    screen = session.app.screen
    assert isinstance(screen, HistoryScreen)
    return screen


def told(session: Session) -> list[str]:
    """Give what is told in the rows that are in the window."""
    return [row[27:].strip() for row in session.rows[2:-5] if row.strip()]


def act(path: Path, n: int, coder: str = "elm") -> None:
    """Do many small things."""
    with Study(path, engine.connect(path), installation=Installation(path.parent), clock=clock()) as study:
        uid = next(each.uid for each in study.store.coders() if each.name == coder)
        for number in range(n):
            study.act([changes.SetField("setting", f"x{number}", "value", number)], uid)


async def test_the_screen_looks_as_it_should(path: Path) -> None:
    async with running(path) as session:
        await open_history(session)
        await session.press("ctrl+z", "down")
        whole(session, 80, 24)
        golden = GOLDEN / "history.txt"
        if os.environ.get("UPDATE_GOLDEN"):
            golden.write_text(session.screen + "\n", encoding="utf-8")
        assert session.screen + "\n" == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("size", [(60, 20), (140, 40)])
async def test_the_screen_is_whole_at_every_size(path: Path, size: tuple[int, int]) -> None:
    async with running(path, size) as session:
        await open_history(session)
        whole(session, *size)
        assert any("coded Bribery" in row for row in session.rows)


async def test_undo_and_redo_mark_what_they_take_back_and_say_it(path: Path) -> None:
    async with running(path) as session:
        await open_history(session)
        assert [row.startswith("undone") for row in told(session)] == [False] * 4
        await session.press("ctrl+z", "u")
        assert told(session)[:3] == [
            "undone  coded Heard from others, R2 turn 4",
            "undone  coded Bribery, R2 turn 2",
            "coded Phone inspection, R2 turn 2",
        ]
        assert session.rows[-2].startswith(" undone: coded Bribery, R2 turn 2; ctrl+y brings it back")
        assert len(session.study.store.codings()) == 2
        await session.press("ctrl+y")
        assert session.rows[-2].startswith(" redone: coded Bribery")
        assert [row.startswith("undone") for row in told(session)] == [True, False, False, False]
        await session.press("down")
        assert session.rows[-2].startswith(" 2 of 4   done here")


async def test_what_is_cut_in_the_table_is_read_below_it(path: Path) -> None:
    async with running(path, (60, 20)) as session:
        await open_history(session)
        await session.press("comma", *["down"] * 4)
        assert not any("left of R10" in row for row in session.rows[:14])
        assert session.rows[-4].startswith(" added variable left; set left of R2 and left of R10")


async def test_own_actions_or_those_of_everybody_are_told(path: Path) -> None:
    async with running(path) as session:
        await open_history(session)
        await session.press("down", "down")
        assert all(" elm " in row for row in session.rows[2:6])
        await session.press("comma")
        assert session.rows[0].startswith(" History   what everybody did")
        assert session.rows[2].startswith("▸")
        assert any("oak" in row and "imported M1" in row for row in session.rows)
        await session.press("o")
        assert not any(" oak " in row for row in session.rows[2:-2])


async def test_a_row_of_a_longer_list_before_is_not_looked_for(path: Path) -> None:
    async with running(path) as session:
        screen = await open_history(session)
        screen.post_message(CellShown(50, 0))
        await session.settle()
        assert session.app.is_running
        assert "1 of 4" in session.rows[-2]


async def test_a_coder_who_has_done_nothing_is_told_that(path: Path) -> None:
    with Study.open(path, installation=Installation(path.parent)) as study:
        study.act([changes.add_coder("yew")], study.store.coders()[0].uid)
    async with running(path, coder="yew") as session:
        await open_history(session)
        assert "nothing has been done yet" in session.screen
        await session.press("enter", "ctrl+z")
        assert "nothing to undo or redo" in session.screen


async def test_enter_goes_to_where_it_was_done_and_the_way_back_to_the_same_line(path: Path) -> None:
    async with running(path) as session:
        await open_history(session)
        await session.press("comma", "down", "enter")
        assert isinstance(session.app.screen, CodingScreen)
        assert session.rows[0].startswith(" R2  turn 2 of 4")
        assert session.rows[-2].startswith(" coded Bribery, R2 turn 2")
        await session.press("ctrl+o")
        assert session.rows[0].startswith(" History   what everybody did")
        assert session.rows[3].startswith("▸")


async def test_a_finished_source_is_gone_to_as_a_whole_and_what_is_in_no_text_is_not(path: Path) -> None:
    with Study.open(path, installation=Installation(path.parent)) as study:
        store = study.store
        elm = store.coders()[1].uid
        study.act([changes.set_words("source", store.sources()[0].uid, "name", "M1b")], elm)
        study.act([changes.mark(store.main_round().uid, store.sources()[0].uid, elm, "finished", value=True)], elm)
    async with running(path) as session:
        screen = await open_history(session)
        await session.press("down", "enter")
        assert session.app.screen is screen
        assert "not done in a text" in session.rows[-2]
        await session.press("up", "enter")
        assert session.rows[0].startswith(" M1b  finished")


async def test_older_pages_are_read_when_one_comes_to_the_end(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    act(path, 25)
    monkeypatch.setattr(history, "PAGE", 10)
    async with running(path) as session:
        screen = await open_history(session)
        assert len(screen._told) == 10
        assert "1 of 10 or more" in session.rows[-2]
        await session.press("end")
        assert len(screen._told) == 20
        await session.press("end")
        await session.press("end")
        assert len(screen._told) == 29
        assert "29 of 29   done here" in session.rows[-2]
        await session.press("up", "up", "enter", "ctrl+o")
        assert session.rows[-2].startswith(" 27 of")


async def test_what_another_device_did_is_told_apart(path: Path, tmp_path: Path) -> None:
    with Study.open(path, installation=Installation(tmp_path / "another")) as study:
        elm = study.store.coders()[1].uid
        study.act(changes.add_source(Document("R3", "A."), "media", None), elm)
    async with running(path) as session:
        await open_history(session)
        assert "done on another device" in session.rows[-2]


async def test_no_word_of_a_text_or_a_memo_is_shown(path: Path) -> None:
    with Study.open(path, installation=Installation(path.parent)) as study:
        elm = study.store.coders()[1].uid
        study.act([changes.add_memo("study", "", elm, "cigarettes")], elm)
    async with running(path, (140, 40)) as session:
        await open_history(session)
        await session.press("comma")
        assert "memo on the study" in session.screen
        assert "cigarettes" not in session.screen
