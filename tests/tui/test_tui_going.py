"""Going about in a source: to words, to a turn, to what is not coded yet, along a list of places."""

from __future__ import annotations

from pathlib import Path

import pytest
from screens import Session, make_study, running

from coder.tui.messages import ShowSource
from coder.tui.page.trail import Trail
from coder.tui.widgets.transcript import TranscriptView


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return make_study(tmp_path)


def selected(session: Session) -> str:
    view = session.app.screen_stack[1].query_one(TranscriptView)
    start, end = view.state.selection or (0, 0)
    return view.page.text[start:end]


def turn(session: Session) -> int | None:
    view = session.app.screen.query_one(TranscriptView)
    return view.page.turn_at(view.state.cursor)


async def test_words_are_found_while_they_are_typed_and_brackets_step_through_them(path: Path) -> None:
    async with running(path) as session:
        await session.press("down", "enter", "/", *"they")
        assert selected(session) == "They"
        assert "hit 1 of 3" in session.screen
        await session.press("down")
        assert selected(session) == "they"
        assert "hit 2 of 3" in session.screen
        await session.press("enter", "]")
        assert "hit 3 of 3" in session.rows[-2]
        await session.press("]")
        assert "hit 3 of 3, no further one" in session.rows[-2]
        await session.press("[", "[")
        assert "hit 1 of 3" in session.rows[-2]


async def test_escape_leaves_the_search_as_if_it_had_not_been(path: Path) -> None:
    async with running(path) as session:
        await session.press("down", "enter", "down", "/", *"cartons")
        assert selected(session) == "cartons"
        await session.press("escape")
        assert (selected(session), turn(session)) == ("", 1)
        await session.press("]")
        assert selected(session).startswith("asked me to unlock it.") or "They came" in selected(session)


async def test_escape_drops_the_hits_and_the_steps_go_from_coding_to_coding_again(path: Path) -> None:
    async with running(path) as session:
        await session.press("down", "enter", "/", *"they", "enter", "escape")
        assert "from coding to coding again" in session.rows[-2]
        await session.press("]")
        assert selected(session) != "they"


async def test_what_is_not_there_is_said(path: Path) -> None:
    async with running(path) as session:
        await session.press("down", "enter", "/", *"zz")
        assert "not in this source" in session.screen
        await session.press("enter")
        assert selected(session) == ""


@pytest.mark.parametrize(
    ("place", "at", "said"),
    [
        ("3", 2, "turn 3 of 4"),
        ("2.3", 1, "turn 2 of 4"),
        ("100%", 3, "turn 4 of 4"),
        ("0 %", 0, "turn 1 of 4"),
    ],
)
async def test_one_goes_to_a_turn_a_sentence_or_a_percentage(path: Path, place: str, at: int, said: str) -> None:
    async with running(path) as session:
        await session.press("down", "enter", "#", *place, "enter")
        assert turn(session) == at
        assert said in session.rows[0]


@pytest.mark.parametrize("place", ["9", "0", "ten", "2.9"])
async def test_a_place_that_is_not_there_is_refused_with_the_way_out(path: Path, place: str) -> None:
    async with running(path) as session:
        await session.press("down", "enter", "#", *place, "enter")
        assert turn(session) == 0
        assert any(word in session.rows[-2] for word in ("There is no turn", "is no place", "sentences, not 9"))


async def test_the_next_answer_without_a_coding_is_found(path: Path) -> None:
    async with running(path) as session:
        await session.press("down", "enter", "f8")
        assert "something is coded in every turn" in session.rows[-2]
        await session.press("ctrl+end", "[", "delete", "ctrl+home", "f8")
        assert turn(session) == 3


async def test_a_list_of_passages_comes_along_as_a_trail(path: Path) -> None:
    async with running(path) as session:
        source = next(source for source in session.study.store.sources() if source.name == "R2")
        trail = Trail("passage", ((15, 20), (90, 99)))
        session.app.post_message(ShowSource(source.uid, (15, 20), trail=trail))
        await session.settle()
        await session.press("]")
        assert "passage 2 of 2" in session.rows[-2]


async def test_how_far_one_has_read_is_remembered_on_this_device(path: Path) -> None:
    async with running(path) as session:
        source = next(source for source in session.study.store.sources() if source.name == "R2")
        await session.press("down", "enter", "}", "}")
        end = session.app.desk.page.turns[2].end
        await session.press("ctrl+home", ">")
        assert session.app.desk.memory[f"read:{source.uid}"] == str(end)
    async with running(path) as session:
        await session.press("home", "down", "enter")
        assert session.app.desk.opened.unread == (1, 4)
