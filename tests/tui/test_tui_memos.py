"""The list of memos: what it shows, where it leads, how memos are written, changed and removed from it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from screens import Session, clock, make_study, running
from test_tui_screens import GOLDEN, whole

from coder.study import changes, engine
from coder.study.journal.device import Installation
from coder.study.study import Study
from coder.tui.messages import ShowPlace
from coder.tui.screens.codebook import CodebookScreen
from coder.tui.screens.coding import CodingScreen
from coder.tui.screens.memos import MemosScreen
from coder.tui.widgets.codesheet import CodeSheet
from coder.tui.widgets.memosheet import MemoSheet

LONG = "Her aunt is in three interviews, each time in another town. " * 12 + "The end."


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Make the study with a memo on each kind of thing, all but the first by elm."""
    path = make_study(tmp_path)
    with Study(path, engine.connect(path), installation=Installation(tmp_path), clock=clock()) as study:
        store = study.store
        oak, elm = (coder.uid for coder in store.coders())
        r2 = next(source.uid for source in store.sources() if source.name == "R2")
        bribery = next(coding for coding in store.codings() if coding.code == "5" * 32)
        for coder, kind, target, words in (
            (oak, "study", "", "Ask for a second reader."),
            (elm, "source", r2, LONG),
            (elm, "code", "2" * 32, "An office is no informant?\nAsk oak."),
            (elm, "coding", bribery.uid, "담배 again: is it always cigarettes?"),
            (elm, "respondent", store.respondents()[0].uid, "Second interview in May."),
        ):
            study.act([changes.add_memo(kind, target, coder, words)], coder)  # type: ignore[arg-type]  # a kind of target
    return path


async def open_memos(session: Session) -> MemosScreen:
    session.app.post_message(ShowPlace("memos"))
    await session.settle()
    screen = session.app.screen
    assert isinstance(screen, MemosScreen)
    return screen


def listed(session: Session) -> list[str]:
    """Say what each listed memo is on."""
    return [row[2:38].strip() for row in session.rows[2:8] if row.strip() and "──" not in row]


def bodies(session: Session) -> list[str]:
    return [memo.body.split("\n")[0][:20] for memo in session.study.store.memos()]


@pytest.mark.parametrize(
    ("name", "keys"), [("memos", ("down", "down", "down")), ("memo", ("down", "down", "down", "semicolon", "1", "a", "b"))]
)
async def test_a_screen_looks_as_it_should(path: Path, name: str, keys: tuple[str, ...]) -> None:
    async with running(path) as session:
        await open_memos(session)
        await session.press(*keys)
        whole(session, 80, 24)
        golden = GOLDEN / f"{name}.txt"
        if os.environ.get("UPDATE_GOLDEN"):
            golden.write_text(session.screen + "\n", encoding="utf-8")
        assert session.screen + "\n" == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("size", [(60, 20), (140, 40)])
async def test_list_and_sheet_are_whole_at_every_size(path: Path, size: tuple[int, int]) -> None:
    async with running(path, size) as session:
        await open_memos(session)
        whole(session, *size)
        await session.press("down", "down", "down", "f5")
        whole(session, *size)
        assert any("담배 again" in row for row in session.rows)


async def test_the_whole_memo_is_read_below_and_scrolled_after_tab(path: Path) -> None:
    async with running(path) as session:
        await open_memos(session)
        await session.press("down")
        assert "The end." not in session.screen
        await session.press("tab", *["down"] * 10)
        assert "The end." in session.screen
        await session.press("tab", "down")
        assert "An office is no informant?" in session.screen


async def test_memos_are_narrowed_by_kind_and_by_words(path: Path) -> None:
    async with running(path) as session:
        await open_memos(session)
        for kind in ("study", "source", "code", "coding", "respondent"):
            await session.press("comma")
            assert [row.split()[0] for row in listed(session)] == [kind]
        await session.press("comma")
        assert len(listed(session)) == 5
        await session.press("slash", *"ask", "enter")
        assert [row[2:].split()[0] for row in session.rows[3:5]] == ["study", "code"]
        assert session.rows[0].startswith(" Memos   2 memos ")
        await session.press("down")
        assert "Ask oak." in session.screen
        await session.press("slash", *" oak")
        assert session.rows[0].startswith(" Memos   1 memo ")
        await session.press(*"zz")
        assert "no memo fits; Esc lists all" in session.screen
        await session.press("escape")
        assert len(listed(session)) == 5


async def test_enter_goes_to_the_passage_and_the_way_back_to_the_same_memo(path: Path) -> None:
    async with running(path) as session:
        await open_memos(session)
        await session.press("down", "down", "down", "enter")
        assert isinstance(session.app.screen, CodingScreen)
        assert session.rows[0].startswith(" R2  turn 2 of 4")
        assert session.rows[-2].startswith(" R2 turn 2 sentence 5, Bribery")
        await session.press("ctrl+o")
        assert any(row.startswith("▸ coding") for row in session.rows)
        await session.press("up", "up", "enter")
        assert session.rows[0].startswith(" R2 ")


async def test_enter_on_what_is_in_no_text_says_so(path: Path) -> None:
    async with running(path) as session:
        screen = await open_memos(session)
        for _ in range(2):
            await session.press("enter")
            assert session.app.screen is screen
            assert "has no place in a text" in session.rows[-2]
            await session.press("end")


async def test_a_coding_of_somebody_else_is_gone_to_and_said_to_be_that(path: Path) -> None:
    async with running(path, coder="oak") as session:
        await open_memos(session)
        await session.press("down", "down", "down", "enter")
        assert session.rows[-2].startswith(" somebody else's coding: R2 turn 2, Bribery")


@pytest.mark.parametrize(
    ("keys", "on", "target"),
    [
        (("1",), "study", ""),
        (("2",), "study", ""),
        (("3", "2"), "source", "R2"),
        (("4", *"brib", "enter"), "code", "Bribery"),
        (("5", "2"), "respondent", "R10"),
    ],
)
async def test_a_memo_is_written_on_what_one_chooses(path: Path, keys: tuple[str, ...], on: str, target: str) -> None:
    async with running(path) as session:
        await open_memos(session)
        await session.press("semicolon", *keys)
        assert isinstance(session.app.screen, MemoSheet)
        assert session.rows[-15].startswith(f" memo on {target or 'the study'}")
        await session.press(*"new", "f9")
        memo = session.study.store.memos()[-1]
        assert (memo.body, memo.target_kind) == ("new", on)
        assert "saved" in session.rows[-2]
        assert any(on in row and target in row and "new" in row for row in session.rows[2:9])


async def test_nothing_is_written_where_nothing_is_chosen(path: Path) -> None:
    async with running(path) as session:
        screen = await open_memos(session)
        for keys in (("semicolon", "escape"), ("semicolon", "3", "escape"), ("semicolon", "4", "escape")):
            await session.press(*keys)
            assert session.app.screen is screen


async def test_a_study_without_sources_says_that_there_is_nothing_to_write_on(tmp_path: Path) -> None:
    path = tmp_path / "demo.db"
    Study.create(path, supervisor="oak", installation=Installation(tmp_path)).close()
    async with running(path, coder="oak") as session:
        await open_memos(session)
        assert "no memo yet" in session.screen
        await session.press("enter", "f5", "delete", "semicolon", "2")
        assert "there is none yet" in session.rows[-2]


async def test_codes_that_group_others_can_have_memos(path: Path) -> None:
    async with running(path) as session:
        await open_memos(session)
        await session.press("semicolon", "4", *"human")
        assert isinstance(session.app.screen, CodeSheet)
        await session.press("enter")
        assert session.rows[-15].startswith(" memo on Human surveillance")


async def test_an_own_memo_is_changed_and_removed_on_the_second_press_and_comes_back(path: Path) -> None:
    async with running(path) as session:
        await open_memos(session)
        await session.press("down", "down", "f5", *"!", "f9")
        assert session.study.store.memos()[2].body == "An office is no informant?\nAsk oak.!"
        await session.press("delete")
        assert "Delete again removes it" in session.rows[-2]
        assert len(bodies(session)) == 5
        await session.press("down", "up", "delete")
        assert len(bodies(session)) == 5
        await session.press("delete")
        assert len(bodies(session)) == 4
        assert "memo 3 on Informants removed" in session.rows[-2]
        await session.press("ctrl+z")
        assert len(bodies(session)) == 5
        assert session.rows[-2].startswith(" undone: removed a memo on Informants")
        await session.press("ctrl+y")
        assert len(bodies(session)) == 4


async def test_a_memo_of_somebody_else_is_neither_changed_nor_removed(path: Path) -> None:
    async with running(path) as session:
        screen = await open_memos(session)
        for key in ("f5", "delete", "delete"):
            await session.press(key)
            assert session.app.screen is screen
            assert "this memo is oak's" in session.rows[-2]
        assert len(bodies(session)) == 5


async def test_letters_are_second_names_also_on_a_korean_keyboard(path: Path) -> None:
    async with running(path) as session:
        await open_memos(session)
        await session.press("ㅏ")
        assert [row.split()[0] for row in listed(session)] == ["study"]
        await session.press("k", "k", "e")
        assert isinstance(session.app.screen, MemoSheet)


async def test_help_explains_the_list_and_the_manual_page(path: Path) -> None:
    async with running(path) as session:
        await open_memos(session)
        await session.press("f1")
        assert "Write a memo on the same thing" in session.screen


async def test_a_memo_that_is_refused_is_kept_as_a_draft_and_the_list_says_so(path: Path) -> None:
    async with running(path) as session:
        await open_memos(session)
        await session.press("down", "down", "f5", *"!")
        memo = session.study.store.memos()[2]
        with Study.open(path, installation=Installation(path.parent)) as study:
            study.act([changes.remove_memo(memo.uid, memo.coder)], memo.coder)
        await session.press("f9")
        assert "your words stay as a draft; taken back" in session.rows[-2]
        assert f"{memo.body}!" in session.app.desk.memory.values()


async def test_enter_on_a_memo_on_a_code_goes_to_the_code(path: Path) -> None:
    async with running(path) as session:
        await open_memos(session)
        await session.press("down", "down", "enter")
        screen = session.app.screen
        assert isinstance(screen, CodebookScreen)
        assert screen.code is not None
        assert screen.code.name == "Informants"
        await session.press("ctrl+o")
        assert isinstance(session.app.screen, MemosScreen)
        assert "Informants" in next(row for row in session.rows if row.startswith("▸"))
