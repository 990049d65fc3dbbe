"""Hostile names and texts: every screen shows them, none obeys them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hostile import strings, study_of
from screens import Session, interview, make_study, running
from test_tui_say import CONTROL

from coder.model.codebook import Code
from coder.model.source import Document
from coder.model.text import normalise, shown_line
from coder.tui.screens.crosstab import CrosstabScreen

PAYLOADS = (
    "[/] x",
    "[red]x[/red]",
    "[@click=app.quit]x[/]",
    "\x1b]52;c;aGk=\x07x",
    "\x9b31mx",
    "{0} %s",
    "\u200b\u202ex",
    "👩\u200d👩\u200d👧 감시",
)


def hostile_study(folder: Path, payload: str) -> Path:
    """Make a study in which everything that has a name or words is hostile; texts are normalised, as imports do."""
    code = Code(payload, uid="a" * 32, brief=payload, definition=payload, include=payload, exclude=payload, examples=(payload,))
    document = interview(normalise(payload).text.replace("\n", " "), (payload, f"{payload} and {payload}."))
    text = normalise(document.text).text
    safe = Document(document.name, text, document.turns if text == document.text else (), "en")
    return make_study(folder, (code,), ((safe, "interview"), (Document(f"{payload} two", text, (), payload), "media")))


WALK = (
    (), ("pagedown",), ("enter",), ("space", "enter"), ("down", "down", "pagedown"), ("x", "tab"), ("escape", "]"), ("f1",),
    ("escape", "f2"), ("3",), ("down", "down", "down", "down"), ("enter",), ("/", "x"), ("escape",), ("x",), ("escape",),
    ("escape", "a"), ("2",), ("u",), ("o",), ("enter",), ("escape",), ("x",), ("escape", "f2"), ("4",), ("down",),
    ("semicolon",), ("1",), ("x",), ("escape",), ("slash", "x"), ("enter", "f2", "5"), ("comma",), ("down",), ("f2", "1"),
    ("/", "x"), ("escape", "space"),
    ("f2",), ("6",), ("x", "tab", "enter", "enter"), ("tab", "tab", "enter", "2"), ("tab", "enter", "end", "enter"),
    ("tab", "tab", "enter", "end", "enter"), ("escape", "space", "f9", "f9"), ("enter",), ("ctrl+o", "f1"), ("escape",),
    ("escape", "f2", "7"), ("down",), ("e",), ("escape", "h"), ("escape", "/", "x"), ("escape", "s"), ("escape", "m"),
    ("enter",), ("escape", "c"), ("escape", "+"), ("escape",),
)  # fmt: skip
"""Through every screen."""


async def walked(session: Session) -> list[str]:
    """Walk through every screen; nothing on any of them may be an order, and the program goes on."""
    shown = [session.screen]
    for keys in WALK:
        await session.press(*keys)
        shown.append(session.screen)
    assert session.app.is_running
    assert session.app.return_code is None
    for screen in shown:
        assert not CONTROL.search(screen.replace("\n", ""))
    return shown


@pytest.mark.parametrize(("payload", "size"), [*((payload, (80, 24)) for payload in PAYLOADS), (" ".join(PAYLOADS), (140, 40))])
async def test_every_screen_shows_a_hostile_study_and_obeys_nothing(tmp_path: Path, payload: str, size: tuple[int, int]) -> None:
    async with running(hostile_study(tmp_path, payload), size) as session:
        assert any("x" in screen or "감시" in screen for screen in await walked(session))


async def test_a_hostile_error_is_shown_as_it_stands(tmp_path: Path) -> None:
    async with running(make_study(tmp_path)) as session:
        await session.press("f2", "3")
        screen = session.app.screen
        assert isinstance(screen, CrosstabScreen)
        screen._columns = "[/] \x1b]0;x\x07"
        screen.begin()
        await session.settle()
        assert "[/] ␛]0;x␇" in session.screen


@pytest.mark.goal("G9")
@pytest.mark.parametrize("seed", [0, *(pytest.param(seed, marks=pytest.mark.heavy) for seed in range(1, 13))])
async def test_every_screen_shows_a_hundred_hostile_strings_and_obeys_none(tmp_path: Path, seed: int) -> None:
    words = list(strings(seed, 100))
    async with running(study_of(tmp_path, words)) as session:
        shown = await walked(session)
    first = shown_line(words[50])[:10].strip()
    assert any(first in screen for screen in shown), "what is stored is shown, sign by sign"
