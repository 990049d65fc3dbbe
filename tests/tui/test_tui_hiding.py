"""The screen taken away and given back: nothing is seen, nothing is lost, nothing is done by a key that only brings it back."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from real_terminal import Terminal, terminal
from screens import CODES, SPEECH, Session, make_study, running
from textual.events import Paste
from textual.widgets import Input

from coder.tui.screens.coding import CodingScreen
from coder.tui.settings import Settings
from coder.tui.widgets.codesheet import CodeSheet

CODING = ("down", "enter")
WORDS = {word for text in (*SPEECH, *(code.name for code in CODES)) for word in re.findall(r"\w{4,}", text)} - {"What", "your"}
"""Words of the study that must not be seen; the curtain's own are not among them."""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return make_study(tmp_path)


def is_hidden(session: Session) -> bool:
    rows = session.rows
    return not any(rows[:-1]) and "brings your place back" in rows[-1]


async def test_the_key_takes_everything_away_and_enter_brings_it_back(path: Path) -> None:
    async with running(path) as session:
        await session.press(*CODING, "]", "right", "shift+right")
        before = session.screen
        await session.press("ctrl+l")
        assert is_hidden(session)
        await session.press("enter")
        assert session.screen == before


async def test_a_stray_key_brings_nothing_back_and_does_nothing(path: Path) -> None:
    async with running(path) as session:
        await session.press(*CODING)
        before = session.screen
        await session.press("ctrl+l", "2", "delete", "f1", "ctrl+p", "escape", "ctrl+l")
        session.app.post_message(Paste("x"))
        await session.settle()
        assert is_hidden(session)
        await session.press("enter")
        assert session.screen == before
        assert len(session.study.store.codings()) == 4


async def test_after_a_while_without_a_key_any_key_brings_it_back_and_does_nothing_else(path: Path) -> None:
    async with running(path, settings=Settings(Path(), blank_after=2)) as session:
        await session.press(*CODING)
        before = session.screen
        pass_on(session, 119)
        assert not is_hidden(session)
        pass_on(session, 121)
        assert is_hidden(session)
        await session.press("2")
        assert session.screen == before
        assert len(session.study.store.codings()) == 4


async def test_each_key_puts_it_off(path: Path) -> None:
    async with running(path) as session:
        await session.press("down")
        now = session.app._idle._clock()
        session.app._idle._touched = now - 290
        await session.press("down")
        assert session.app._idle._touched >= now


async def test_never_is_never(path: Path) -> None:
    async with running(path, settings=Settings(Path(), blank_after=0)) as session:
        assert session.app._idle._patience == 0


async def test_a_curtain_that_fell_by_itself_is_made_firm_by_the_key(path: Path) -> None:
    async with running(path) as session:
        pass_on(session, 301)
        await session.press("ctrl+l", "x")
        assert is_hidden(session)
        pass_on(session, 301)
        await session.press("x")
        assert is_hidden(session)
        await session.press("enter")
        assert not is_hidden(session)


async def test_what_was_typed_into_a_sheet_is_kept(path: Path) -> None:
    async with running(path) as session:
        await session.press(*CODING, "enter", *"pho")
        before = session.screen
        await session.press("ctrl+l")
        assert is_hidden(session)
        await session.press("x", "enter")
        assert session.screen == before
        assert session.app.screen.query_one(Input).value == "pho"


async def test_what_is_on_its_way_when_the_curtain_falls_stays_behind_it(path: Path) -> None:
    async with running(path) as session:
        await session.press(*CODING)
        session.burst("enter", "ctrl+l", "p")
        await session.settle()
        assert is_hidden(session)
        await session.press("enter")
        assert isinstance(session.app.screen, CodeSheet)
        await session.press("escape")
        session.burst("2", ">", "ctrl+l")
        await session.settle()
        assert is_hidden(session)
        await session.press("enter")
        assert isinstance(session.app.screen, CodingScreen)
        assert len(session.study.store.codings()) == 5


async def test_nothing_is_drawn_behind_the_curtain(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with running(path) as session:
        await session.press(*CODING, "ctrl+l")
        drawn: list[object] = []
        monkeypatch.setattr("textual.app.App._display", lambda _app, _screen, what: drawn.append(what))
        session.app.notify("Bribery", markup=False)
        session.app.screen.refresh(layout=True)
        await session.settle()
        assert drawn
        assert all(what is None or what is session.app._curtain for what in drawn)
        await session.pilot.resize_terminal(60, 20)
        assert len(session.rows) == 20


async def test_leaving_works_behind_the_curtain(path: Path) -> None:
    async with running(path) as session:
        await session.press(*CODING, "2", "ctrl+l", "ctrl+q")
        assert not session.app.is_running or session.app._exit
        assert len(session.study.store.codings()) == 5


def pass_on(session: Session, seconds: float) -> None:
    """Let the app's clock say that this much time has gone by since it was touched last."""
    idle = session.app._idle
    before: Callable[[], float] = idle._clock
    idle._clock = lambda: idle._touched + seconds
    idle._look()
    idle._clock = before


def seen(shown: Terminal) -> set[str]:
    """List the words of the study that stand on the terminal's screen."""
    screen = "\n".join(shown.screen)
    return {word for word in WORDS if word in screen}


@pytest.mark.parametrize("place", ["text", "sheet", "palette"])
def test_no_word_of_the_study_stays_on_a_real_terminal(tmp_path: Path, place: str) -> None:
    pytest.importorskip("pty", reason="a pseudo-terminal is needed")
    keys = {"text": ("right", ""), "sheet": ("leave", "\r"), "palette": ("Search for", "\x10")}
    with terminal(make_study(tmp_path)) as shown:
        shown.type("\x1b[B\r", until="looked at")
        until, key = keys[place]
        if key:
            shown.type(key, until=until)
        assert seen(shown)
        shown.type("\x0c", until="brings your place back")
        assert seen(shown) == set()
        assert [row for row in shown.screen if row] == [" Enter brings your place back. What you did goes on being saved."]
        assert not {word for word in WORDS if word.encode() in shown.seen}
        shown.type("x\x0c", until="brings your place back")
        assert seen(shown) == set()
        shown.type("\r", until="looked at")
        assert {"telephone", "night"} <= seen(shown)
