"""What is pasted or typed anywhere: nothing comes into a field that a terminal could obey, or that turns lines round."""

from __future__ import annotations

from pathlib import Path

import pytest
from screens import Session, make_study, running
from test_tui_say import CONTROL
from textual import events
from textual.widgets import Input, TextArea

from coder.tui.widgets.lines import Lines

HOSTILE = "na\x1b]0;title\x07me\x9b31m\u202e\u200bw\x85o\rr\u2028d\U000e0041 가"
SAFE = "na␛]0;title␇me\ufffd31m␦w\no\nr\nd\ufffd 가"
WAYS: dict[str, tuple[str, ...]] = {
    "find": ("down", "enter", "/"),
    "go to": ("down", "enter", "#"),
    "code sheet": ("down", "enter", "enter"),
    "code form": ("f2", "7", "+"),
    "code filter": ("f2", "7", "/"),
    "split": ("f2", "7", "end", "up", "up", "s"),
    "memo": ("down", "enter", ";"),
    "memo filter": ("f2", "4", "/"),
    "autocode": ("f2", "6"),
    "segments filter": ("f2", "7", "end", "up", "up", "enter", "/"),
    "cross-tab export": ("f2", "3", "x"),
}
"""The keys that lead to fields to type in."""


def painted(session: Session) -> str:
    """Give all signs that are sent to the terminal, without the program's own orders."""
    return "".join(segment.text for strip in session.app.screen._compositor.render_strips() for segment in strip)


def typed(field: Input | TextArea) -> str:
    return field.value if isinstance(field, Input) else field.text


@pytest.mark.parametrize("place", WAYS)
async def test_nothing_that_is_pasted_reaches_the_terminal_as_an_order(tmp_path: Path, place: str) -> None:
    async with running(make_study(tmp_path), coder="elm") as session:
        await session.press(*WAYS[place])
        fields: list[Input | TextArea] = [*session.app.screen.query(Input), *session.app.screen.query(Lines)]
        assert fields, type(session.app.screen)
        for field in fields:
            field.focus()
            await session.pilot.pause()
            session.app.post_message(events.Paste(HOSTILE))
            await session.settle()
            is_line = isinstance(field, Input)
            assert (SAFE.replace("\n", " ") if is_line else SAFE) in typed(field)
            assert not CONTROL.search(painted(session))


async def test_lines_that_are_pasted_into_one_line_are_joined(tmp_path: Path) -> None:
    async with running(make_study(tmp_path)) as session:
        await session.press("down", "enter", "/")
        session.app.post_message(events.Paste("two\r\nlines,\ta tab\n"))
        await session.settle()
        assert session.app.screen.query_one(Input).value == "two lines, a tab"


@pytest.mark.parametrize("sign", ["\x1b", "\x07", "\x9b", "\u202e", "\u200b", "\U000e0041", "\ud800"])
async def test_a_control_character_is_not_typed(tmp_path: Path, sign: str) -> None:
    async with running(make_study(tmp_path)) as session:
        await session.press("f2", "7", "+")
        for name in ("name", "definition"):
            field = session.app.screen.query_one(f"#{name}")
            field.focus()
            for key in ("a", sign, "b"):
                session.app.post_message(events.Key(key, key))
            await session.settle()
            assert isinstance(field, Input | TextArea)
            assert typed(field) == "ab"
