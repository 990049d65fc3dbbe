"""Things that are taken out of the study while they are listed: Enter on them says so, and nothing breaks."""

from __future__ import annotations

from pathlib import Path

import pytest
from screens import Session, make_study, running

from coder.study.changes import Remove, add_memo
from coder.study.journal.device import Installation
from coder.study.study import Study
from coder.tui.messages import SegmentsAsked, ShowPlace, ShowSegments

GONE = "R2 is not in the study any more"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = make_study(tmp_path)
    with Study.open(path, installation=Installation(tmp_path)) as study:
        elm = study.store.coders()[1].uid
        study.act([add_memo("source", source(study), elm, "a memo")], elm)
    return path


def source(study: Study) -> str:
    return next(one.uid for one in study.store.sources() if one.name == "R2")


def remove(session: Session) -> None:
    """Take out the source R2 as another program would."""
    path = session.study.path
    with Study.open(path, installation=Installation(path.parent)) as study:
        study.act([Remove("source", source(study))], study.store.coders()[0].uid)


async def go(session: Session, place: str) -> None:
    session.app.post_message(ShowPlace(place))
    await session.settle()


@pytest.mark.parametrize("place", ["memos", "overview"])
async def test_enter_on_a_source_that_is_gone_says_so(path: Path, place: str) -> None:
    async with running(path) as session:
        await go(session, place)
        while "R2" not in next((row for row in session.rows if row.startswith("▸")), ""):
            await session.press("down")
        remove(session)
        screen = session.app.screen
        await session.press("enter")
        assert session.app.screen is screen
        assert GONE in session.rows[-2]


async def test_what_was_done_in_a_source_that_is_gone_cannot_be_gone_to(path: Path) -> None:
    async with running(path) as session:
        await go(session, "history")
        remove(session)
        screen = session.app.screen
        await session.press("down", "enter")
        assert session.app.screen is screen


async def test_passages_of_a_source_that_is_gone_can_be_walked_over(path: Path) -> None:
    async with running(path) as session:
        session.app.post_message(ShowSegments(SegmentsAsked("all")))
        await session.settle()
        remove(session)
        session.app.screen._around = None  # type: ignore[attr-defined]  # as if another had been read meanwhile
        await session.press("down")
        assert "segment 2 of 4" in session.rows[-2]
        await session.press("enter")
        assert GONE in session.rows[-2]


async def test_hits_in_a_source_that_is_gone_can_be_walked_over(path: Path) -> None:
    async with running(path) as session:
        await session.press("down", "enter", "space", "1")
        await go(session, "autocode")
        session.app.screen.query_one("Input").focus()
        await session.press(*"films, gate", "enter", "end")
        remove(session)
        await session.press("home", "down")
        while "R2" not in next((row for row in session.rows if row.startswith("▸")), ""):
            await session.press("down")
        await session.press("enter")
        assert GONE in session.rows[-2]
