"""Changing codings by keys: other ends, another code, two of one, a code made of somebody's words."""

from __future__ import annotations

from pathlib import Path

import pytest
from screens import Session, make_study, running

from coder.study import changes
from coder.study.journal.device import Installation
from coder.study.study import Study
from coder.tui import acts
from coder.tui.messages import CursorMoved
from coder.tui.widgets.transcript import TranscriptView

HOME = "They came at night, three of them, for 숙박검열"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return make_study(tmp_path)


def coded(session: Session) -> list[tuple[str, str]]:
    """What the study file holds of R2: codes and words."""
    store = session.study.store
    source = next(source for source in store.sources() if source.name == "R2")
    text, names = store.text(source.uid), store.codebook().by_uid
    return [(names[coding.code].name, text[coding.start : coding.end]) for coding in store.codings(source=source.uid)]


async def test_the_ends_of_a_coding_are_moved_with_arrows_and_kept_with_enter(path: Path) -> None:
    async with running(path) as session:
        await session.press("down", "enter", "]", "f4")
        assert "Home search: arrows move this end" in session.rows[-2]
        await session.press("ctrl+right", "ctrl+right", "=", "ctrl+right", "enter")
        assert ("Home search", "came at night, three of them, for 숙박검열, and") in coded(session)
        assert session.rows[-2].startswith(" moved the ends of Home search")
        await session.press("ctrl+z")
        assert ("Home search", HOME) in coded(session)


async def test_escape_leaves_the_ends_as_they_were(path: Path) -> None:
    async with running(path) as session:
        await session.press("down", "enter", "]", "f4", "ctrl+right", "escape", "enter")
        assert ("Home search", HOME) in coded(session)
        assert "type a few letters" in session.screen or "Enter apply" in session.rows[-1]


async def test_a_coding_is_given_another_code(path: Path) -> None:
    async with running(path) as session:
        await session.press("down", "enter", "]", "f5", *"inf", "enter")
        assert ("Informants", HOME) in coded(session)
        assert ("Home search", HOME) not in coded(session)
        assert "changed Home search to Informants, turn 2" in session.rows[-2]
        await session.press("ctrl+z")
        assert ("Home search", HOME) in coded(session)


async def test_the_same_code_again_changes_nothing(path: Path) -> None:
    async with running(path) as session:
        await session.press("down", "enter", "]", "f5", *"home", "enter")
        assert "it is Home search already" in session.rows[-2]


async def test_a_coding_is_split_where_the_cursor_stands(path: Path) -> None:
    async with running(path) as session:
        await session.press("down", "enter", "]", "escape", *["ctrl+right"] * 4, "f6")
        assert [words for name, words in coded(session) if name == "Home search"] == [
            "They came at night,",
            "three of them, for 숙박검열",
        ]
        await session.press("ctrl+z")
        assert ("Home search", HOME) in coded(session)


async def test_a_split_at_the_edge_of_a_coding_says_what_to_do(path: Path) -> None:
    async with running(path) as session:
        await session.press("down", "enter", "]", "escape", "f6")
        assert "stand inside a coding" in session.rows[-2]


async def test_somebodys_words_become_a_code_that_is_kept_as_testimony_is(path: Path) -> None:
    async with running(path) as session:
        await session.press("down", "enter", "/", *"three of", "enter", "'")
        assert ("three of", "three of") in coded(session)
        store = session.study.store
        code = store.codebook().fits("three of")[0]
        assert store.codebook().paths[code.uid] == f"{acts.GROUP} > three of"
        assert code.status == "active"
        await session.press("ctrl+z")
        assert store.codebook().fits("three of") == ()
    with Study.open(path, readonly=True) as study:
        assert not any("three of" in str(entry.payload) for entry in study.log())


async def test_in_a_locked_codebook_the_code_is_a_proposal(path: Path) -> None:
    with Study.open(path, installation=Installation(path.parent)) as study:
        lock = changes.SetField("setting", "codebook.locked", "value", value=True)
        study.act([lock], study.store.coders()[0].uid)
    async with running(path) as session:
        await session.press("down", "enter", "space", "-", "ctrl+right", "'")
        (code,) = session.study.store.codebook().fits("anyone")
        assert code.status == "proposed"
        assert "proposed a code" in session.rows[-2]


async def test_words_that_are_nearly_a_codes_name_are_asked_about(path: Path) -> None:
    async with running(path) as session:
        await session.press("down", "enter", "/", *"cartons", "enter", "'", "/", *"carton", "enter", "'")
        assert "nearly the same as cartons" in session.rows[-2]
        await session.press("'")
        assert ("carton", "carton") in coded(session)


async def test_too_many_words_are_no_name(path: Path) -> None:
    async with running(path) as session:
        await session.press("down", "enter", "}", ",", "space", "'")
        assert "at most 40 letters" in session.rows[-2]


async def test_words_that_are_a_codes_name_are_coded_with_it(path: Path) -> None:
    async with running(path) as session:
        await session.press("down", "enter")
        assert acts.make_code(session.app.desk, "BRIBERY", 15, 20).text == "coded Bribery, turn 1"
        await session.settle()
        assert [name for name, _ in coded(session)].count("Bribery") == 2


async def test_where_nothing_is_coded_there_is_nothing_to_change(path: Path) -> None:
    async with running(path) as session:
        await session.press("down", "enter")
        for key in ("f4", "f5", "f6", "delete"):
            await session.press(key)
            assert "no coding here" in session.rows[-2]


async def test_an_undo_of_what_was_done_in_another_source_goes_there_first(path: Path) -> None:
    async with running(path) as session:
        await session.press("enter", "1")  # R2 comes after M1 in the list; the first row is M1
        first = session.app.desk.source.name
        await session.press(">", "ctrl+z")
        assert session.app.desk.source.name == first
        assert "ctrl+z here takes back" in session.rows[-2]
        assert len(session.study.store.codings()) == 5
        await session.press("ctrl+z")
        assert len(session.study.store.codings()) == 4
        await session.press(">", "ctrl+y")
        assert session.app.desk.source.name == first
        await session.press("ctrl+y")
        assert len(session.study.store.codings()) == 5


async def test_an_undo_of_what_lies_on_no_source_is_asked_about(path: Path) -> None:
    with Study.open(path, installation=Installation(path.parent)) as study:
        elm = next(coder for coder in study.store.coders() if coder.name == "elm")
        study.act([changes.add_memo("study", "", elm.uid, "A doubt.")], elm.uid)
    async with running(path) as session:
        await session.press("down", "enter", "ctrl+z")
        assert "ctrl+z again" in session.rows[-2]
        assert len(session.study.store.memos()) == 1
        await session.press("ctrl+z")
        assert session.study.store.memos() == []


async def test_the_full_rules_of_the_codes_here_are_read_with_one_key(path: Path) -> None:
    async with running(path) as session:
        await session.press("down", "enter", "]", "f3")
        assert "USE WHEN  a house is looked through" in session.screen
        await session.press("pagedown", "escape", "enter")
        assert "Enter apply" in session.rows[-1]


async def test_a_wide_window_shows_the_rules_of_what_lies_here_beside_the_text(path: Path) -> None:
    async with running(path, (140, 40)) as session:
        await session.press("down", "enter")
        assert session.rows[1].startswith(" NOTHING CODED HERE")
        await session.press("]")
        assert session.rows[1].startswith(" HERE")
        assert any(row[:28].startswith(" USE WHEN  a house") for row in session.rows)


async def test_a_code_that_is_not_there_is_made_of_what_was_typed(path: Path) -> None:
    async with running(path) as session:
        await session.press("down", "enter", "enter", *"hush", "ctrl+n")
        assert "hush" in {name for name, _ in coded(session)}
        assert [text for name, text in coded(session) if name == "hush"] == [
            "Had anyone looked at your telephone before that night?"
        ]
        await session.press("enter", "ctrl+n")
        assert "type the new code's name first" in session.screen


async def test_a_code_can_be_kept_on_its_digit(path: Path) -> None:
    async with running(path) as session:
        await session.press("down", "enter", "enter", *"brib", "f4", "escape")
        assert "2*Brib" in session.rows[-3]
        await session.press(">")
        assert session.app.desk.memory["pinned"] == f'["{"5" * 32}"]'


async def test_a_click_on_a_name_or_a_bracket_selects_its_coding(path: Path) -> None:
    async with running(path) as session:
        await session.press("down", "enter")
        for x in (8, 17):
            await session.pilot.click("TranscriptView", offset=(x, 1))
            view = session.app.screen.query_one("TranscriptView")
            start, end = view.state.selection or (0, 0)  # type: ignore[attr-defined]  # the transcript's
            assert session.app.desk.page.text[start:end] == HOME
            await session.press("escape")


async def test_a_memo_is_written_on_the_coding_here_else_on_the_source(path: Path) -> None:
    async with running(path) as session:
        await session.press("down", "enter", ";", *"who", "f9", "]", ";")
        assert "memo on Home search, R2, turn 2" in session.screen
        assert HOME.split(maxsplit=1)[0] in session.screen
        await session.press(*"yes", "f9")
        memos = {(memo.target_kind, memo.body) for memo in session.study.store.memos()}
        assert memos == {("source", "who"), ("coding", "yes")}


async def test_a_code_is_applied_and_noted_on_in_one_go(path: Path) -> None:
    async with running(path) as session:
        await session.press("down", "enter", "enter", *"inf", ";")
        await session.press(*"why", "f9")
        (memo,) = session.study.store.memos()
        coding = next(one for one in session.study.store.codings() if one.uid == memo.target)
        assert session.app.desk.name(coding.code) == "Informants"


async def test_the_words_here_are_taken_along_to_autocode(path: Path) -> None:
    async with running(path) as session:
        await session.press("down", "enter", "/", *"cartons", "enter", "f7")
        assert "cartons" in session.rows[2] + session.rows[1] + session.rows[3]
        await session.press("ctrl+o")
        assert session.rows[0].startswith(" R2")


async def test_of_several_codes_on_the_same_words_the_one_that_was_gone_to_is_meant(path: Path) -> None:
    async with running(path) as session:
        await session.press("down", "enter", "enter", *"inf", "tab", *"bri", "enter", "ctrl+home", "[", "]")
        removed = []
        for _ in range(2):
            await session.press("ctrl+home", "space", "-")
            start = session.app.desk.spans.all()[0]
            session.app.screen._visited = start.uid  # type: ignore[attr-defined]  # the coding screen's
            removed.append(session.app.desk.name(start.code))
            await session.press("space", "delete")
        assert sorted(removed) == ["Bribery", "Informants"]
        assert not session.app.desk.spans.within(13, 60)


async def test_going_on_from_coding_to_coding_says_which_of_them_is_meant(path: Path) -> None:
    async with running(path) as session:
        await session.press("down", "enter", "enter", *"inf", "tab", *"bri", "enter", "escape", "ctrl+end")
        said = []
        for _ in range(6):
            await session.press("[")
            said.append(session.rows[-2])
        assert "coding 2 of 6" in said[4]
        assert "coding 1 of 6" in said[5]
        meant = session.app.desk.name(session.app.desk.spans.all()[0].code)
        assert f"here: {meant}, " in said[5]


async def test_a_recoded_coding_looks_as_it_is_saved(path: Path) -> None:
    async with running(path) as session:
        await session.press("down", "enter", "]", "f5", *"inf", "enter")
        assert "Informan" in session.rows[2][:18]
        await session.press("enter", *"inf", "enter")
        assert "is here already" in session.rows[-2]
        assert [name for name, _ in coded(session)].count("Informants") == 1


async def test_a_digit_that_changes_its_code_says_so(path: Path) -> None:
    async with running(path) as session:
        slots = session.app.desk.slots
        slots.places = ["1" * 32, "4" * 32, "5" * 32, "6" * 32] + [f"{n:032}" for n in range(6)]
        slots._used = list(slots.places)
        await session.press("down", "enter", "enter", *"inf", "enter")
        assert "1 is now Informants, no more Home search" in session.rows[-2]


async def test_moving_ends_is_over_when_something_else_is_done(path: Path) -> None:
    async with running(path) as session:
        await session.press("down", "enter", "]", "f4", "]", "enter", "escape")
        assert ("Home search", HOME) in coded(session)
        await session.press("[", "f4", "1", "down", "enter", "escape")
        assert ("Home search", HOME) in coded(session)


async def test_what_was_said_is_not_overwritten_by_news_of_an_earlier_movement(path: Path) -> None:
    async with running(path) as session:
        await session.press("down", "enter", "space", "space", "1")
        assert session.rows[-2].startswith(" coded ")
        session.app.screen.query_one(TranscriptView).post_message(CursorMoved())  # as one that comes late in a burst of keys
        await session.settle()
        assert session.rows[-2].startswith(" coded ")
