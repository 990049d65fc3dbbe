"""Undo on screens with lists: nothing that was done elsewhere is taken back by one key."""

from __future__ import annotations

from pathlib import Path

import pytest
from screens import Session, make_study, running

from coder.study.changes import add_memo
from coder.study.journal.device import Installation
from coder.study.study import Study
from coder.tui.messages import ShowPlace


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = make_study(tmp_path)
    with Study.open(path, installation=Installation(tmp_path)) as study:
        oak = next(coder.uid for coder in study.store.coders() if coder.name == "oak")
        study.act([add_memo("study", "", oak, "one"), add_memo("study", "", oak, "two")], oak)
    return path


def codings(session: Session) -> int:
    return len(session.study.store.codings())


async def go(session: Session, place: str) -> None:
    session.app.post_message(ShowPlace(place))
    await session.settle()


@pytest.mark.parametrize("place", ["codebook", "memos"])
async def test_a_coding_of_the_open_source_is_taken_back_elsewhere_only_after_a_question(path: Path, place: str) -> None:
    async with running(path) as session:
        await session.press("down", "enter", "space", "1")
        n = codings(session)
        await go(session, place)
        await session.press("u")
        assert "undo what you did last in R2? ctrl+z again" in session.rows[-2]
        assert codings(session) == n
        await session.press("down", "ctrl+z")
        assert codings(session) == n, "who goes on has not answered"
        await session.press("ctrl+z")
        assert codings(session) == n - 1
        await session.press("ctrl+y")
        assert codings(session) == n, "what was undone here comes back at once"


@pytest.mark.parametrize("place", ["codebook", "memos"])
async def test_what_is_asked_about_is_named_where_no_source_is_open(path: Path, place: str) -> None:
    async with running(path) as session:
        await go(session, place)
        await session.press("ctrl+z")
        assert "undo coded Heard from others" in session.rows[-2]
        await session.press("ctrl+z", "ctrl+y")
        assert codings(session) == 4


async def test_a_memo_written_in_the_list_is_taken_back_at_once(path: Path) -> None:
    async with running(path) as session:
        await go(session, "memos")
        await session.press("semicolon", "1", *"words", "f9")
        assert len(session.study.store.memos()) == 3
        await session.press("ctrl+z")
        assert len(session.study.store.memos()) == 2
        await session.press("ctrl+z")
        assert "undo coded Heard from others" in session.rows[-2]
