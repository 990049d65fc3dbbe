"""The screen of the codebook: its tree, every change by its keys, what is asked before, what is only listed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from screens import code_passage, make_study, running
from test_tui_screens import golden, whole

from codebooks import (
    BRIBERY,
    HEARD,
    INFORMANTS,
    INSPECTION,
    PHONES,
    SEARCH,
    SURVEILLANCE,
    act,
    code,
    go,
    names,
    on,
    opened,
    status,
)
from coder.model.codebook import Code
from coder.study.changes import AddCoding, Change
from coder.study.codebook_changes import EditCode, LockCodebook
from coder.study.journal.device import Installation
from coder.study.study import Study
from coder.tui.screens.codebook import CodebookScreen
from coder.tui.screens.coding import CodingScreen
from coder.tui.screens.segments import SegmentsScreen
from coder.tui.widgets.codeform import CodeForm
from coder.tui.widgets.codetree import CodeTree
from coder.tui.widgets.listsheet import ListSheet
from coder.tui.widgets.splitsheet import SplitSheet
from coder.tui.widgets.statusline import StatusLine
from coder.tui.widgets.table import TableView


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return make_study(tmp_path)


WAYS = {"codebook": (), "codeform": ("e",), "merge": ("m", "end", "up", "enter"), "split": ("s", "tab", "space")}


@pytest.mark.parametrize("name", WAYS)
async def test_a_screen_looks_as_it_should(path: Path, name: str) -> None:
    async with running(path) as session:
        await opened(session, SEARCH)
        await session.press(*WAYS[name])
        whole(session, 80, 24)
        golden(session, name)


# Walking


async def test_the_tree_shows_own_counts_and_the_rules_of_the_code_under_the_cursor(path: Path) -> None:
    async with running(path) as session:
        await opened(session, SEARCH)
        assert any(row.startswith("▸     Home search") for row in session.rows)
        assert "USE WHEN  a house is looked through" in session.screen
        assert "counts: my codings" in status(session)
        assert status(session).endswith("code 2 of 8, 2 never used")
        await session.press("down")
        assert "people who report in secret" in session.screen


async def test_a_supervisor_sees_the_codings_of_all(path: Path) -> None:
    async with running(path, coder="oak") as session:
        await opened(session, SEARCH)
        assert "counts: codings of all coders" in status(session)
        assert any("Home search" in row and " 1 █" in row for row in session.rows)


async def test_groups_fold_and_open_and_the_way_up_leads_to_the_group(path: Path) -> None:
    async with running(path) as session:
        screen = await opened(session, SEARCH)
        await session.press("left")
        assert screen.code_uid == SURVEILLANCE
        await session.press("left")
        assert "Informants" not in [row.name for row in screen.nodes.rows]
        await session.press("right", "right")
        assert screen.code_uid == SEARCH
        await session.press("end", "home", "pagedown", "pageup", "left", "left")
        assert [row.fold for row in screen.nodes.rows][:2] == ["+", "-"]


async def test_a_large_codebook_begins_with_its_groups_and_remembers_the_code(tmp_path: Path) -> None:
    many = tuple(Code(f"Group {n}", uid=f"g{n}", codable=False) for n in range(3))
    path = make_study(tmp_path, (*many, *(Code(f"Code {n}", f"g{n % 3}", f"c{n}") for n in range(60))))
    async with running(path) as session:
        await go(session)
        assert [row.name for row in on(session, CodebookScreen).nodes.rows] == ["Group 0", "Group 1", "Group 2"]
        await session.press("down", "right", "down", "down")
        here = on(session, CodebookScreen).code_uid
        await session.press("f2", "1")
        await go(session)
        assert on(session, CodebookScreen).code_uid == here


async def test_a_filter_finds_codes_also_with_the_keyboard_in_korean_and_escape_shows_all_again(path: Path) -> None:
    async with running(path) as session:
        screen = await opened(session, SURVEILLANCE)
        await session.press("/", *"insp")
        assert [row.uid for row in screen.nodes.rows] == [PHONES, INSPECTION]
        assert screen.code_uid == INSPECTION
        await session.press("enter", "/", "ㅠ", "갸")
        assert [row.uid for row in screen.nodes.rows] == [BRIBERY]
        await session.press("escape")
        assert len(screen.nodes.rows) == 8
        assert screen.code_uid == BRIBERY
        assert isinstance(session.app.focused, CodeTree)


async def test_a_click_goes_to_a_code(path: Path) -> None:
    async with running(path) as session:
        screen = await opened(session, SEARCH)
        await session.pilot.click(CodeTree, offset=(8, 5))
        await session.settle()
        assert screen.code_uid == BRIBERY


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (140, 40)])
async def test_the_screen_is_whole_at_every_size(path: Path, size: tuple[int, int]) -> None:
    async with running(path, size) as session:
        await opened(session, SEARCH)
        assert any("Informants" in row for row in session.rows)
        assert "USE WHEN" in session.screen
        await session.press("e")
        assert "examples" in session.screen or size[1] == 20


# The tree


async def test_a_code_changes_places_with_its_neighbours(path: Path) -> None:
    async with running(path) as session:
        screen = await opened(session, SEARCH)
        await session.press("shift+down")
        assert names(session)[:3] == ["Human surveillance", "Human surveillance > Informants", "Human surveillance > Home search"]
        assert screen.code_uid == SEARCH
        await session.press("shift+down")
        assert "nothing is to be changed" in status(session)
        await session.press("shift+up")
        assert names(session)[1] == "Human surveillance > Home search"


async def test_a_code_is_moved_under_another_one_or_to_the_top(path: Path) -> None:
    async with running(path) as session:
        screen = await opened(session, SEARCH)
        await session.press("v")
        assert "move “Home search” under …" in status(session)
        assert screen.nodes.rows[0].name == "(top level)"
        screen.show(PHONES)
        await session.press("enter")
        assert "becomes “Phones > Home search”" in session.screen
        await session.press("enter")
        assert names(session)[4] == "Phones > Home search"
        assert screen.code_uid == SEARCH
        await session.press("v", "home", "enter", "enter")
        assert names(session)[-1] == "Home search"


@pytest.mark.parametrize("key", ["v", "m"])
async def test_a_code_is_neither_moved_nor_merged_into_what_stands_under_it(path: Path, key: str) -> None:
    async with running(path) as session:
        await opened(session, SURVEILLANCE)
        await session.press(key, "down", "enter")
        assert "neither “Human surveillance” nor under it" in status(session)
        await session.press("r")
        assert "choose a code with Enter" in status(session)
        await session.press("escape")
        assert "counts" in status(session)


async def test_a_merge_shows_its_effect_and_undo_takes_it_back(path: Path) -> None:
    act(path, *_over(path, SEARCH, BRIBERY), coder="elm")
    async with running(path) as session:
        screen = await opened(session, SEARCH)
        await session.press("m")
        screen.show(BRIBERY)
        await session.press("enter")
        assert "1 coding of 1 coder in 1 source will read as “Bribery”" in session.screen
        assert "1 overlaps a coding of “Bribery”" in session.screen
        await session.press("escape")
        assert code(session, SEARCH).name == "Home search"
        await session.press("m")
        screen.show(BRIBERY)
        await session.press("enter", "enter")
        assert "Human surveillance > Home search" not in names(session)
        assert screen.code_uid == BRIBERY
        await session.press("ctrl+z")
        assert "Human surveillance > Home search" in names(session)
        await session.press("ctrl+y")
        assert "Human surveillance > Home search" not in names(session)


def _over(path: Path, code: str, other: str) -> Sequence[Change]:
    """Put another code on the words of a code."""
    with Study.open(path, readonly=True) as study:
        (one,) = study.store.codings(code=code)
        return [AddCoding(one.source, other, one.coder, one.round, one.start, one.end)]


async def test_a_code_is_retired_and_taken_up_again(path: Path) -> None:
    async with running(path) as session:
        await opened(session, SEARCH)
        await session.press("r")
        assert "stays and is counted" in session.screen
        await session.press("enter")
        assert code(session, SEARCH).status == "retired"
        await session.press("r", "enter")
        assert code(session, SEARCH).status == "active"


async def test_a_code_is_removed_only_if_nothing_uses_it(path: Path) -> None:
    async with running(path) as session:
        await opened(session, SEARCH)
        await session.press("delete")
        assert "is in use" in status(session)
        await session.press("down", "delete")
        assert "Human surveillance > Informants" not in names(session)
        assert "removed Informants" in status(session)


# The lock


async def test_a_locked_codebook_takes_proposals_and_says_who_locked_it(path: Path) -> None:
    with Study.open(path, readonly=True) as study:
        oak = study.store.coders()[0].uid
    act(path, LockCodebook(locked=True, by=oak))
    async with running(path) as session:
        screen = await opened(session, SEARCH)
        assert session.rows[0].startswith(" Codebook   locked by oak on ")
        for key in ("e", "c", "m", "r", "x", "shift+down"):
            await session.press(key)
            assert "the codebook is locked" in status(session)
        await session.press("l")
        assert "only a supervisor" in status(session)
        await session.press("+", *"Night", "f9")
        assert code(session, screen.code_uid).status == "proposed"
        assert any("? Night" in row for row in session.rows)
        await session.press("e", *"s", "f9")
        assert code(session, screen.code_uid).name == "Nights"


async def test_a_supervisor_locks_and_opens(path: Path) -> None:
    async with running(path, coder="oak") as session:
        await opened(session, SEARCH)
        await session.press("l")
        assert "until a supervisor unlocks" in session.screen
        await session.press("enter")
        assert session.study.store.codebook().is_locked
        assert session.rows[0].startswith(" Codebook   locked by oak on 2")
        await session.press("l", "enter")
        assert session.rows[0].startswith(" Codebook   open")


# Passages


async def test_enter_lists_the_passages_of_a_code_and_escape_comes_back(path: Path) -> None:
    async with running(path) as session:
        await opened(session, BRIBERY)
        await session.press("enter")
        on(session, SegmentsScreen)
        assert "two cartons" in session.screen
        await session.press("escape")
        assert on(session, CodebookScreen).code_uid == BRIBERY
        on(session, CodebookScreen).show(PHONES)
        await session.settle()
        await session.press("enter")
        assert "Phone inspection" in session.screen
        on(session, SegmentsScreen)


async def test_a_split_takes_the_marked_passages_to_a_new_code(path: Path) -> None:
    act(path, *_over(path, SEARCH, BRIBERY), coder="elm")
    async with running(path) as session:
        screen = await opened(session, BRIBERY)
        await session.press("s", "f9")
        assert "needs a name" in session.screen
        await session.press(*"Gifts", "f9")
        assert "mark the passages" in session.screen
        await session.press("tab", "space", "down", "space", "space")
        assert "· R2" in session.screen
        assert "✓ R2" in session.screen
        await session.press("f9")
        assert "1 of 2 codings of “Bribery” will bear “Gifts”; 1 stay" in session.screen
        await session.press("enter")
        assert code(session, screen.code_uid).name == "Gifts"
        assert len(session.study.store.codings(code=screen.code_uid)) == 1
        await session.press("ctrl+z")
        assert "Gifts" not in names(session)
        assert len(session.study.store.codings(code=BRIBERY)) == 2


async def test_a_code_without_passages_is_not_split_and_a_split_can_be_left(path: Path) -> None:
    async with running(path) as session:
        await opened(session, INFORMANTS)
        await session.press("s")
        assert "no passages to split" in status(session)
        await session.press("up", "s")
        on(session, SplitSheet)
        await session.press("escape")
        on(session, CodebookScreen)


async def test_older_codings_are_listed_opened_and_confirmed(path: Path) -> None:
    async with running(path) as session:
        await opened(session, SEARCH)
        await session.press("o")
        assert "no coding is older" in status(session)
    act(path, *(EditCode(uid, "include", "other") for uid in (SEARCH, BRIBERY, HEARD)))
    async with running(path) as session:
        screen = await opened(session, INFORMANTS)
        assert len(screen.past.old) == 3
        await session.press("!")
        table = on(session, ListSheet).query_one(TableView).table
        assert [row[0] for row in table.rows] == ["R2"] * 3
        await session.press("enter")
        on(session, CodingScreen)
        await session.press("ctrl+o")
        on(session, CodebookScreen)
        await session.press("o", "k")
        assert len(on(session, ListSheet).query_one(TableView).table.rows) == 2
        await session.press("f9")
        assert on(session, CodebookScreen).past.old == []
        assert "confirmed" in status(session)
        await session.press("ctrl+z")
        assert len(on(session, CodebookScreen).past.old) == 2


async def test_a_supervisor_reads_older_codings_of_all_and_confirms_her_own_alone(path: Path) -> None:
    with Study.open(path, installation=Installation(path.parent)) as study:
        oak, elm = study.store.coders()
        code_passage(study, oak.uid, "Bribery", "two cartons of cigarettes")
    act(path, EditCode(BRIBERY, "include", "other"))
    async with running(path, coder="oak") as session:
        screen = await opened(session, BRIBERY)
        await session.press("o")
        assert sorted(str(row[2]) for row in on(session, ListSheet).query_one(TableView).table.rows) == ["elm", "oak"]
        await session.press("f9")
        assert status(session) == "1 coding confirmed; 1 of other coders left to them"
        assert [old.coding.coder for old in screen.past.old] == [elm.uid]
        for key in ("k", "f9"):
            await session.press("o", key)
            assert "only who made a coding says that it fits" in status(session)
        assert [old.coding.coder for old in screen.past.old] == [elm.uid]


async def test_the_list_of_a_code_has_only_its_codings(path: Path) -> None:
    act(path, *(EditCode(uid, "include", "other") for uid in (SEARCH, BRIBERY)))
    async with running(path) as session:
        await opened(session, SEARCH)
        await session.press("o")
        assert len(on(session, ListSheet).query_one(TableView).table.rows) == 1
        await session.press("escape")
        on(session, CodebookScreen)


async def test_the_history_of_a_code_is_read_and_closed(path: Path) -> None:
    act(path, EditCode(SEARCH, "include", "other"))
    async with running(path) as session:
        await opened(session, SEARCH)
        assert "oak: use when" in session.screen
        await session.press("h")
        assert "a house is looked through" in session.screen
        await session.press("k", "enter", "f9")
        on(session, ListSheet)
        await session.press("escape")
        on(session, CodebookScreen)


async def test_codes_on_the_same_passages_are_named(path: Path) -> None:
    act(path, *_over(path, SEARCH, HEARD), coder="elm")
    async with running(path) as session:
        await opened(session, SEARCH)
        assert (
            "TOGETHER WITH  Phone inspection 1, Heard from others 1" in session.screen or "Heard from others 1" in session.screen
        )
        await session.press("ctrl+down", "ctrl+up")


async def test_a_change_that_waits_for_the_disk_keeps_another_from_being_begun(path: Path) -> None:
    async with running(path) as session:
        screen = await opened(session, INFORMANTS)
        screen.desk.change([EditCode(INFORMANTS, "colour", "sky")], "coloured")
        screen.action_book_edit()
        assert "one moment: saving 1" in screen.query_one("#status", StatusLine)._left.plain
        await session.settle()
        await session.press("e")
        on(session, CodeForm)


async def test_a_study_without_codes_says_how_to_begin(tmp_path: Path) -> None:
    async with running(make_study(tmp_path, codes=())) as session:
        await go(session)
        await session.press("e")
        assert "+ adds one" in status(session)
        await session.press("h", "enter", "left", "down", "+", *"First", "f9")
        assert names(session) == ["First"]
