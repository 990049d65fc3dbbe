"""The form of a code: what is typed is saved as it was meant, asked about where codings are touched, and never lost."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from screens import make_study, running
from textual.widgets import Input, TextArea

from codebooks import BRIBERY, INFORMANTS, OLD, PHONES, SEARCH, SURVEILLANCE, act, code, names, on, opened, status
from coder.model.codebook import Code
from coder.study.codebook_changes import EditCode, merge_code
from coder.tui.page.tickets import Job
from coder.tui.screens.codebook import CodebookScreen
from coder.tui.widgets.codeform import CodeForm, Pick
from coder.tui.widgets.confirm import ConfirmSheet


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return make_study(tmp_path)


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


async def test_what_others_changed_while_a_form_was_open_stays(path: Path) -> None:
    async with running(path) as session:
        screen = await opened(session, BRIBERY)
        await session.press("e")
        act(path, EditCode(BRIBERY, "definition", "written by somebody else"))
        screen.read(BRIBERY)
        on(session, CodeForm).query_one("#brief", TextArea).text = "typed here"
        await session.press("f9")
        await session.press("escape")  # back from the question to the form
        await session.press("f9", "enter")
        kept = code(session, BRIBERY)
        assert (kept.brief, kept.definition) == ("typed here", "written by somebody else")


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


async def test_a_new_code_whose_group_is_merged_meanwhile_comes_back_to_be_placed_anew(path: Path) -> None:
    async with running(path) as session:
        await opened(session, PHONES)
        await session.press("+", *"Calls")
        act(path, *merge_code(session.study.store.codebook(), PHONES, SURVEILLANCE))
        await session.press("f9")
        form = on(session, CodeForm)
        assert form.query_one("#name", Input).value == "Calls"
        await session.press("f9")
        assert any(name.endswith("Calls") for name in names(session))


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


async def test_letters_that_arrive_before_a_form_is_there_are_typed_into_it(path: Path) -> None:
    async with running(path) as session:
        await opened(session, SEARCH)
        before = names(session)
        session.burst("+", "e", "x", "m", "r", "c")
        await session.pilot.pause()
        while session.app.is_typing:
            await session.pilot.pause(0.01)
        assert on(session, CodeForm).query(Input).first().value == "exmrc"
        await session.press("escape", "escape")
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
        screen.desk.tickets.forget(screen.desk.tickets._issued)


async def test_a_colour_is_chosen_from_the_palette(path: Path) -> None:
    async with running(path) as session:
        await opened(session, SEARCH)
        await session.press("c")
        assert "■ magenta" in session.screen
        await session.press("3")
        assert code(session, SEARCH).colour == "amber"
        await session.press("c", "escape", "c", "1")
        assert code(session, SEARCH).colour is None
