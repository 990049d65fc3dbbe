"""The screen of the codebook: every change by its keys, what is asked before, what comes back, what is only listed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import pytest
from screens import CODES, Session, make_study, running
from textual.widgets import Input, TextArea

from coder.model.codebook import Code
from coder.study.changes import AddCoding, Change
from coder.study.codebook_changes import EditCode, LockCodebook
from coder.study.journal.device import Installation
from coder.study.study import Study
from coder.tui.page.tickets import Job
from coder.tui.screens.codebook import CodebookScreen
from coder.tui.screens.coding import CodingScreen
from coder.tui.screens.segments import SegmentsScreen
from coder.tui.widgets.codeform import CodeForm, Pick
from coder.tui.widgets.codetree import CodeTree
from coder.tui.widgets.confirm import ConfirmSheet
from coder.tui.widgets.listsheet import ListSheet
from coder.tui.widgets.splitsheet import SplitSheet
from coder.tui.widgets.statusline import StatusLine
from coder.tui.widgets.table import TableView

Kind = TypeVar("Kind")
SURVEILLANCE, SEARCH, INFORMANTS, PHONES, INSPECTION, BRIBERY, HEARD, OLD = (code.uid for code in CODES)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return make_study(tmp_path)


def act(path: Path, *changes: Change, coder: str = "oak") -> None:
    """Change the study behind the screen's back."""
    with Study.open(path, installation=Installation(path.parent)) as study:
        study.act(changes, next(one.uid for one in study.store.coders() if one.name == coder))


async def opened(session: Session, uid: str) -> CodebookScreen:
    """Go to the codebook and stand on a code."""
    await session.press("f2", "6")
    screen = on(session, CodebookScreen)
    screen.show(uid)
    await session.settle()
    return screen


def on(session: Session, kind: type[Kind]) -> Kind:
    """Give what lies on top, which must be of a kind."""
    screen = session.app.screen
    assert isinstance(screen, kind)
    return screen


def names(session: Session) -> list[str]:
    return [*session.study.store.codebook().paths.values()]


def code(session: Session, uid: str) -> Code:
    return session.study.store.codebook().by_uid[uid]


def status(session: Session) -> str:
    return session.rows[-2].strip()


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
        await session.press("f2", "6")
        assert [row.name for row in on(session, CodebookScreen).nodes.rows] == ["Group 0", "Group 1", "Group 2"]
        await session.press("down", "right", "down", "down")
        here = on(session, CodebookScreen).code_uid
        await session.press("f2", "1")
        await session.press("f2", "6")
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


# Adding and editing


async def test_a_code_is_added_beside_the_one_here_and_stands_under_the_cursor(path: Path) -> None:
    async with running(path) as session:
        screen = await opened(session, SEARCH)
        await session.press("+", *"Night")
        on(session, CodeForm).query_one("#include", TextArea).text = "after dark"
        await session.press("f9")
        assert code(session, screen.code_uid) == Code("Night", SURVEILLANCE, screen.code_uid, include="after dark")
        assert status(session) == "added Night"
        await session.press("ctrl+z")
        assert "Human surveillance > Night" not in names(session)


async def test_under_a_group_or_at_the_top_by_the_arrows(path: Path) -> None:
    async with running(path) as session:
        await opened(session, PHONES)
        await session.press("+", *"Calls")
        await session.press("tab", "tab", "right", "f9")
        assert names(session)[-1] == "Calls"


async def test_a_code_that_the_rules_refuse_comes_back_with_all_that_was_typed(path: Path) -> None:
    async with running(path) as session:
        await opened(session, SEARCH)
        await session.press("+", *"informants")
        on(session, CodeForm).query_one("#brief", TextArea).text = "long thought over"
        await session.press("f9")
        form = on(session, CodeForm)
        assert "in the same place already" in session.rows[-2]
        assert form.query_one("#brief", TextArea).text == "long thought over"
        await session.press("backspace", "f9")
        assert "Human surveillance > informant" in names(session)


async def test_every_field_of_the_form_is_saved_and_other_fields_are_left_alone(path: Path) -> None:
    async with running(path) as session:
        await opened(session, SEARCH)
        before = code(session, SEARCH)
        await session.press("e")
        form = on(session, CodeForm)
        form.query_one("#name", Input).value = "Search at home"
        form.query_one("#names", Input).value = "ko=가택수색; alias=house search"
        for field in ("definition", "exclude"):
            form.query_one(f"#{field}", TextArea).text = f"new {field}"
        form.query_one("#examples", TextArea).text = "One.\n\nTwo\nlines."
        form.query_one("#colour", Pick).action_pick(3)
        form.query_one("#codable", Pick).action_pick(1)
        await session.press("f9", "enter")
        assert code(session, SEARCH) == replace(
            before,
            name="Search at home",
            names=(("ko", "가택수색"), ("alias", "house search")),
            definition="new definition",
            exclude="new exclude",
            examples=("One.", "Two\nlines."),
            colour="violet",
            codable=False,
        )
        assert status(session) == "changed Search at home"


async def test_what_nobody_touched_keeps_signs_that_a_screen_shows_otherwise(path: Path) -> None:
    act(path, EditCode(SEARCH, "definition", "a\x07b\tc"), EditCode(SEARCH, "examples", ["x\x1b"]))
    async with running(path) as session:
        await opened(session, SEARCH)
        await session.press("e")
        on(session, CodeForm).query_one("#brief", TextArea).text = "other"
        await session.press("f9", "enter")
        found = code(session, SEARCH)
        assert (found.definition, found.examples, found.brief) == ("a\x07b\tc", ("x\x1b",), "other")


async def test_a_rule_is_changed_only_after_its_effect_was_shown(path: Path) -> None:
    async with running(path) as session:
        await opened(session, SEARCH)
        await session.press("e")
        on(session, CodeForm).query_one("#include", TextArea).text = "other"
        await session.press("f9")
        on(session, ConfirmSheet)
        assert "1 coding of 1 coder in 1 source is older than the new rules" in session.screen
        assert code(session, SEARCH).include != "other"
        await session.press("escape")
        assert on(session, CodeForm).query_one("#include", TextArea).text == "other"
        await session.press("f9", "enter")
        assert code(session, SEARCH).include == "other"
        assert "! 1 coding older than the rules" in session.screen


async def test_a_form_is_not_thrown_away_by_one_key(path: Path) -> None:
    async with running(path) as session:
        await opened(session, SEARCH)
        await session.press("e", "escape")
        on(session, CodebookScreen)
        await session.press("e", "x", "escape")
        assert "not saved yet" in session.rows[-2]
        on(session, CodeForm)
        await session.press("escape")
        on(session, CodebookScreen)
        assert code(session, SEARCH).name == "Home search"


async def test_a_form_without_a_name_is_not_saved(path: Path) -> None:
    async with running(path) as session:
        await opened(session, SEARCH)
        await session.press("+", "space", "f9")
        assert "a code needs a name" in session.rows[-2]
        on(session, CodeForm)


async def test_a_save_that_arrives_in_one_burst_with_the_letters_takes_them_all(path: Path) -> None:
    async with running(path) as session:
        await opened(session, SEARCH)
        await session.press("+")
        session.burst(*"abc", "f9")
        await session.settle()
        assert "Human surveillance > abc" in names(session)


async def test_letters_that_arrive_before_a_form_is_there_change_nothing(path: Path) -> None:
    async with running(path) as session:
        await opened(session, SEARCH)
        before = names(session)
        session.burst("+", "e", "x", "m", "r", "c")
        await session.settle()
        on(session, CodeForm)
        await session.press("escape")
        on(session, CodebookScreen)
        assert names(session) == before


async def test_enter_goes_on_to_the_next_field_and_a_colour_of_ones_own_stays(path: Path) -> None:
    act(path, EditCode(SEARCH, "colour", "#8866aa"))
    async with running(path) as session:
        await opened(session, SEARCH)
        await session.press("e", "enter")
        assert session.app.focused is on(session, CodeForm).query_one("#names", Input)
        await session.press(*"alias=x", "f9")
        assert (code(session, SEARCH).names, code(session, SEARCH).colour) == ((("alias", "x"),), "#8866aa")


async def test_without_colour_bars_are_drawn_plain(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with running(path) as session:
        screen = await opened(session, SEARCH)
        *_, name, bar = screen.nodes.render_line(4)
        assert set(bar.text) == {"█"}
        assert bar.style == name.style


async def test_nothing_to_undo_is_said_and_a_key_without_a_choice_changes_nothing(path: Path) -> None:
    async with running(path, coder="oak") as session:
        await opened(session, OLD)
        before = names(session)
        await session.press("ctrl+y")
        assert "nothing to undo or redo" in status(session)
        await session.press("m", "enter")
        assert "neither" in status(session)
        await session.press("escape", "c", "escape", "s")
        assert names(session) == before


async def test_a_disk_that_fails_is_said_before_anything_is_begun(path: Path) -> None:
    async with running(path) as session:
        screen = await opened(session, INFORMANTS)
        screen.desk.tickets.issue(Job(lambda _: None))
        screen.desk.tickets.failed(screen.desk.tickets._issued)
        await session.press("ctrl+z")
        assert "undo waits until everything is saved" in status(session)
        screen.desk.tickets.refused(screen.desk.tickets._issued)


async def test_a_colour_is_chosen_from_the_palette(path: Path) -> None:
    async with running(path) as session:
        await opened(session, SEARCH)
        await session.press("c")
        assert "■ magenta" in session.screen
        await session.press("3")
        assert code(session, SEARCH).colour == "amber"
        await session.press("c", "escape", "c", "1")
        assert code(session, SEARCH).colour is None


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
        await session.press("f2", "6")
        await session.press("e")
        assert "+ adds one" in status(session)
        await session.press("h", "enter", "left", "down", "+", *"First", "f9")
        assert names(session) == ["First"]
