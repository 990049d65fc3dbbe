"""Coding with keys, in a running app on a real study: bindings lead where they say, and what is shown as saved is in the file."""

from __future__ import annotations

from pathlib import Path

import pytest
from screens import Session, make_study, running

from coder.tui import acts
from coder.tui.screens.coding import CodingScreen
from coder.tui.widgets.transcript import TranscriptView


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return make_study(tmp_path)


def coded(session: Session) -> list[tuple[str, str]]:
    """What the study file holds of R2: codes and words."""
    store = session.study.store
    source = next(source for source in store.sources() if source.name == "R2")
    text, names = store.text(source.uid), store.codebook().by_uid
    return [(names[coding.code].name, text[coding.start : coding.end]) for coding in store.codings(source=source.uid)]


def selected(session: Session) -> str:
    view = session.app.screen.query_one(TranscriptView)
    start, end = view.state.selection or (0, 0)
    return view.page.text[start:end]


async def test_three_keys_put_a_code_on_the_sentence_under_the_cursor(path: Path) -> None:
    async with running(path) as session:
        await session.press("down", "enter", *["down"] * 6)
        await session.press("enter", "i", "n", "f", "enter")
        assert ("Informants", "Films.") in coded(session)
        assert session.rows[0].endswith("✓ saved")
        assert session.rows[-2].startswith(" coded Informants, turn 4")


async def test_several_codes_go_on_one_passage_without_leaving_the_sheet(path: Path) -> None:
    async with running(path) as session:
        await session.press("down", "enter", "ctrl+end", "left", "space", "enter")
        await session.press("b", "r", "tab", "p", "h", "o", "enter")
        assert {("Bribery", CODED_LAST), ("Phone inspection", CODED_LAST)} <= set(coded(session))


CODED_LAST = "기계가 다 기억한다, they said, but nobody knew."


async def test_a_digit_and_the_full_stop_apply_recent_codes(path: Path) -> None:
    async with running(path) as session:
        await session.press("down", "enter", "2")
        assert ("Bribery", "Had anyone looked at your telephone before that night?") in coded(session)
        await session.press("ctrl+end", "(", "(", ".")
        assert ("Bribery", "Films.") in coded(session)
        await session.press("0")
        assert session.rows[-2].startswith(" slot 0 is empty")


async def test_undo_and_redo_reach_back_into_earlier_sittings(path: Path) -> None:
    async with running(path) as session:
        await session.press("down", "enter", "ctrl+z")
        assert ("Heard from others", CODED_LAST) not in coded(session)
        assert session.rows[-2].startswith(" undone: coded Heard from others, R2 turn 4; ctrl+y")
        await session.press("ctrl+y")
        assert ("Heard from others", CODED_LAST) in coded(session)


async def test_stepping_through_the_codings_shows_each_and_delete_removes_it(path: Path) -> None:
    async with running(path) as session:
        await session.press("down", "enter", "]", "]")
        assert selected(session).startswith("asked me to unlock it.")
        await session.press("[")
        assert selected(session) == "They came at night, three of them, for 숙박검열"
        await session.press("delete")
        assert "Home search" not in {name for name, _ in coded(session)}
        await session.press("[")
        assert session.rows[-2].startswith(" no further coding")


async def test_the_innermost_coding_is_removed_first(path: Path) -> None:
    async with running(path) as session:
        await session.press("down", "enter", "]", "]", "escape", "space", "2", "delete")
        assert [name for name, _ in coded(session)] == ["Home search", "Phone inspection", "Bribery", "Heard from others"]
        await session.press("x")
        assert [name for name, _ in coded(session)] == ["Home search", "Bribery", "Heard from others"]


async def test_a_selection_is_made_by_units_by_rows_and_by_its_other_end(path: Path) -> None:
    async with running(path) as session:
        await session.press("down", "enter", "}", "space", "space")
        assert selected(session).startswith("Yes. They came")
        await session.press("-")
        assert selected(session) == "Yes."
        await session.press("=", "shift+right")
        assert selected(session) == "es."
        await session.press("escape", "comma", "space")
        assert "unit: turn" in session.screen
        assert selected(session).endswith("cartons of cigarettes.")
        await session.press("escape", "{", "+", "right", "right")
        assert "extending" in session.screen
        assert len(selected(session)) == 2


async def test_the_star_selects_the_coding_here_and_then_the_one_around_it(path: Path) -> None:
    async with running(path) as session:
        await session.press("down", "enter", "]", "]", "escape", *["comma"] * 4, "space", "2", "escape", "left", "*")
        assert selected(session) == "asked"
        await session.press("*")
        assert selected(session).endswith("He stopped at every film.")


async def test_finished_is_asked_for_and_can_be_taken_back(path: Path) -> None:
    async with running(path) as session:
        await session.press("down", "enter", "f9")
        assert session.rows[-2].startswith(" finished with R2, 4 codings, 3 of 4 turns not read to their end? F9 again")
        assert session.study.store.finished() == set()
        await session.press("down", "f9", "f9")
        assert len(session.study.store.finished()) == 1
        assert "finished" in session.rows[0]
        await session.press("f9", "f9")
        assert session.study.store.finished() == set()


async def test_the_next_source_opens_and_each_remembers_its_place(path: Path) -> None:
    async with running(path) as session:
        await session.press("down", "enter", "}", ">")
        assert session.rows[0].startswith(" R10")
        await session.press(">")
        assert session.rows[-2].startswith(" this is the last source")
        await session.press("<")
        assert session.rows[0].startswith(" R2  turn 2 of 4")
    async with running(path) as session:
        assert session.rows[1].startswith(" Continue   R2, turn 2 of 4")
        await session.press("enter")
        assert session.rows[0].startswith(" R2  turn 2 of 4")


async def test_a_korean_keyboard_undoes_with_the_same_key(path: Path) -> None:
    async with running(path) as session:
        await session.press("down", "enter", "ㅕ")
        assert session.rows[-2].startswith(" undone: coded Heard from others")


async def test_the_mouse_selects_words_and_sentences_but_is_not_needed(path: Path) -> None:
    async with running(path) as session:
        await session.press("down", "enter")
        await session.pilot.click(TranscriptView, offset=(32, 1), times=2)
        await session.settle()
        assert selected(session) == "came"
        await session.pilot.click(TranscriptView, offset=(32, 1), times=3)
        await session.settle()
        assert selected(session).startswith("They came at night")


async def test_a_change_that_is_refused_disappears_again_with_the_reason(path: Path) -> None:
    async with running(path) as session:
        await session.press("down", "enter")
        session.app.desk.codebook.by_uid["7" * 32] = session.app.desk.codebook.by_uid[
            "5" * 32
        ]  # a code that was retired meanwhile
        screen = session.app.screen
        assert isinstance(screen, CodingScreen)
        screen._report(acts.code_passage(session.app.desk, "7" * 32, 14, 20))
        await session.settle()
        assert session.rows[-2].startswith(" taken back: This code only groups other codes")
        assert len(session.app.desk.spans) == 4
