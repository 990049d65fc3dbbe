"""Autocode on the screen: a question, every hit, marks, one question before, one undo behind; the mouse is not needed."""

from __future__ import annotations

from pathlib import Path

import pytest
from rich.cells import cell_len
from screens import Session, make_study, running

from coder.errors import CoderError
from coder.model.coding import Coding
from coder.study.changes import SetField
from coder.study.journal.device import Installation
from coder.study.study import Study
from coder.tui.messages import ShowPlace
from coder.tui.screens.autocode import AutocodeScreen
from coder.tui.screens.coding import CodingScreen
from coder.tui.widgets.questionform import QuestionForm

TO_AUTOCODE = ("f2", "6")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return make_study(tmp_path)


async def ask(session: Session, typed: str, code: str = "bri") -> AutocodeScreen:
    """Go to the screen, choose a code and type what is looked for; the list has the keys then."""
    await session.press(*TO_AUTOCODE)
    screen = session.app.screen
    assert isinstance(screen, AutocodeScreen)
    screen.query_one("#code").focus()
    await session.press("enter", *code, "enter")
    form = screen.query_one(QuestionForm)
    form.query_one("Input").focus()
    await session.press(*typed, "enter")
    return screen


def hits(session: Session) -> list[str]:
    """List the rows of hits without the cursor's sign."""
    head = next(place for place, row in enumerate(session.rows) if "what was found" in row)
    end = next(place for place, row in enumerate(session.rows) if row.startswith("──"))
    return [row[2:].rstrip() for row in session.rows[head + 1 : end] if row[2:].strip()]


def codings(session: Session, code: str = "Bribery") -> list[Coding]:
    store = session.app.desk.store
    (found,) = store.codebook().fits(code)
    return store.codings(code=found.uid, coder=session.app.desk.coder.uid)


async def test_hits_are_listed_while_one_types_and_the_one_under_the_cursor_in_its_turn(path: Path) -> None:
    async with running(path) as session:
        await ask(session, "films, gate")
        assert [row.split()[:2] for row in hits(session)] == [["x", "M1"], ["x", "R2"], ["x", "R10"]]
        assert "The cameras at the «gate» serve safety" in hits(session)[0]
        assert session.rows[0].startswith(" Autocode   3 hits in 3 sources   3 marked")
        assert "hit 1 of 3: marked, 55 characters" in session.rows[-2]
        await session.press("down")
        assert "R2, turn 4" in session.screen
        assert "«Films.» 기계가 다 기억한다" in session.screen


async def test_marked_hits_are_coded_at_the_second_press_as_one_step(path: Path) -> None:
    async with running(path) as session:
        await ask(session, "films, gate")
        before = codings(session)
        await session.press("down", "space")
        assert "left out, Space marks it" in session.rows[-2]
        assert hits(session)[1].split()[0] == "R2"
        await session.press("f9")
        assert "code 2 hits as Bribery: 2 new codings? F9 again" in session.rows[-2]
        assert codings(session) == before
        await session.press("f9")
        assert "Bribery: 2 new codings; ctrl+z takes all of it back" in session.rows[-2]
        new = [coding for coding in codings(session) if coding not in before]
        assert [coding.origin for coding in new] == ["auto", "auto"]
        assert [row.split()[0] for row in hits(session)] == ["=", "R2", "="]
        assert session.rows[0].startswith(" Autocode   3 hits in 3 sources   0 marked   2 coded already")
        await session.press("ctrl+z")
        assert "undo autocoded" in session.rows[-2]
        await session.press("ctrl+z")
        assert codings(session) == before
        assert "undone" in session.rows[-2]
        await session.press("ctrl+y", "ctrl+y")
        assert len(codings(session)) == len(before) + 2


async def test_another_key_between_the_two_presses_takes_the_question_back(path: Path) -> None:
    async with running(path) as session:
        await ask(session, "films")
        before = codings(session)
        await session.press("f9", "down", "up", "space", "space", "f9")
        assert "F9 again" in session.rows[-2]
        assert codings(session) == before


async def test_all_none_and_the_others_are_marked_by_one_key(path: Path) -> None:
    async with running(path) as session:
        await ask(session, "films, gate, phone*")
        signs = []
        for key in ("-", "space", "*", "+"):
            await session.press(key)
            signs.append("".join("x" if row.startswith("x") else "." for row in hits(session)))
        n = len(signs[0])
        assert n > 2
        assert signs == ["." * n, "x" + "." * (n - 1), "." + "x" * (n - 1), "x" * n]
        await session.press("-", "f9")
        assert "no hit is marked" in session.rows[-2]


async def test_what_is_here_already_cannot_be_marked(path: Path) -> None:
    async with running(path) as session:
        await ask(session, "cartons", code="bri")
        await session.press("tab", "tab", "right", "right", "enter", "1")
        assert hits(session)[0].startswith("=  R2")
        session.app.screen.query_one("TableView").focus()
        await session.press("space", "+")
        assert hits(session)[0].startswith("=  R2")
        assert "coded already, nothing to do" in session.rows[-2]


async def test_a_hit_that_makes_an_own_coding_longer_says_so(path: Path) -> None:
    async with running(path) as session:
        await ask(session, "cartons")
        assert "makes your coding longer" in session.rows[-2]
        await session.press("f9", "f9")
        (coding,) = codings(session)
        text = session.app.desk.store.text(coding.source)[coding.start : coding.end]
        assert text == "My mother gave them two cartons of cigarettes."


async def test_enter_opens_the_text_at_the_hit_and_one_comes_back_to_the_same_list(path: Path) -> None:
    async with running(path) as session:
        await ask(session, "films, nobody")
        await session.press("down", "space", "enter")
        screen = session.app.screen
        assert isinstance(screen, CodingScreen)
        start, end = screen._state.selection or (0, 0)
        assert session.app.desk.page.text[start:end] == "Films."
        assert "[ ] next hit   ctrl+o all hits" in session.screen
        await session.press("]")
        assert "hit 2 of 2" in session.screen
        await session.press("ctrl+o")
        assert isinstance(session.app.screen, AutocodeScreen)
        assert hits(session)[1].split()[0] == "R2"
        assert next(row for row in session.rows if row.startswith("▸")).split()[1] == "R2"


ALL = ["M1 gate", "M1 Nobody", "R2 Films", "R2 nobody", "R10 Films", "R10 nobody"]


@pytest.mark.parametrize(
    ("steps", "chosen", "found"),
    [
        (2, ("4",), ["M1 gate", "M1 Nobody", "R2 Films", "R10 Films"]),
        (3, ("2",), ["R2 Films", "R2 nobody", "R10 Films", "R10 nobody"]),
        (3, ("3",), []),
        (4, ("end", "enter"), ["R2 nobody"]),
        (5, ("3",), ["M1 gate", "M1 Nobody"]),
        (5, ("5",), ["R2 Films", "R2 nobody"]),
        (5, ("escape",), ALL),
    ],
    ids=["extent", "respondents", "interviewers", "within", "media", "one source", "as it was"],
)
async def test_each_field_is_changed_by_keys_and_the_hits_follow(
    path: Path, steps: int, chosen: tuple[str, ...], found: list[str]
) -> None:
    async with running(path) as session:
        screen = await ask(session, "films, gate, nobody")
        screen.query_one("#code").focus()
        await session.press(*["right"] * steps, "enter", *chosen)
        assert [f"{row.split()[1]} {row.partition('«')[2].partition('»')[0]}" for row in hits(session)] == found


async def test_an_expression_is_taken_and_one_that_is_not_finished_says_so(path: Path) -> None:
    async with running(path) as session:
        screen = await ask(session, "(films|gate).{0,9}safe")
        assert hits(session) == []
        screen.query_one("#as").focus()
        await session.press("enter", "2")
        assert "«gate serve safe»" in hits(session)[0]
        screen.query_one("Input").focus()
        await session.press("(")
        assert "is not a regular expression" in session.rows[-2]
        assert hits(session) == []
        await session.press("backspace")
        assert len(hits(session)) == 1


async def test_without_a_code_the_form_asks_for_one_first(path: Path) -> None:
    async with running(path, coder="oak") as session:
        await session.press(*TO_AUTOCODE)
        assert "Choose a code" in session.screen
        assert "▸code    which?" in session.screen
        await session.press("enter", "b", "r", "i", "enter")
        assert "▸code    Bribery" in session.screen
        assert "Type what to look for" in session.screen
        await session.press("f9")
        assert "no hit is marked" in session.rows[-2]


async def test_the_code_used_last_is_proposed_and_one_can_type_at_once(path: Path) -> None:
    async with running(path) as session:
        await session.press(*TO_AUTOCODE, *"gate")
        assert "code    Heard from others" in session.screen
        assert hits(session)[0].startswith("x  M1")


async def test_words_of_a_text_are_looked_for_as_one_phrase(path: Path) -> None:
    async with running(path) as session:
        session.app.post_message(ShowPlace("autocode", "a cable. He\nstopped"))
        await session.settle()
        assert "look for  a cable. He stopped" in session.screen
        assert "«a cable. He stopped»" in hits(session)[0]
        await session.press("space", "enter", "ctrl+o")
        assert not hits(session)[0].startswith("x")


async def test_a_word_typed_in_letters_of_korean_is_put_together(path: Path) -> None:
    async with running(path) as session:
        screen = await ask(session, "")
        screen.query_one("Input").focus()
        await session.press(*"\u1100\u1175\u1100\u1168")
        assert "«기계»가 다 기억한다" in hits(session)[0]
        await session.press("backspace")
        assert "look for  기\n" in session.screen.replace(" \n", "\n")


async def test_while_letters_are_typed_undo_takes_nothing_back(path: Path) -> None:
    async with running(path) as session:
        await ask(session, "films")
        await session.press("f9", "f9")
        n = len(codings(session))
        session.app.screen.query_one("Input").focus()
        await session.press("ctrl+z")
        assert len(codings(session)) == n
        assert "Esc leads to the list" in session.rows[-2]
        await session.press("escape", "ctrl+z", "ctrl+z")
        assert len(codings(session)) == n - 2


async def test_the_form_is_walked_through_by_tab_and_arrows(path: Path) -> None:
    async with running(path) as session:
        await ask(session, "films")
        stops = []
        for key in ("tab", "tab", "right", "down", "left", "shift+tab", "escape"):
            await session.press(key)
            focused = session.app.focused
            stops.append(focused.id or type(focused).__name__ if focused else "")
        assert stops == ["Input", "code", "as", "extent", "as", "code", "TableView"]


async def test_a_field_can_be_clicked_too(path: Path) -> None:
    async with running(path) as session:
        await ask(session, "films")
        await session.pilot.click("#extent")
        await session.settle()
        assert "what is coded where something is found" in session.screen


async def test_a_code_that_is_retired_meanwhile_is_asked_for_anew(path: Path) -> None:
    async with running(path) as session:
        await ask(session, "films")
        code = codings(session)[0].code
        session.app.desk.change([SetField("code", code, "status", "retired")], "retired")
        await session.settle()
        assert hits(session) == []
        await session.press("f9")
        assert "no hit is marked" in session.rows[-2]


async def test_a_code_that_is_retired_between_question_and_answer_is_refused_and_said(path: Path) -> None:
    async with running(path) as session:
        await ask(session, "films")
        code, before = codings(session)[0].code, codings(session)
        await session.press("f9")
        with Study.open(path, installation=Installation(path.parent)) as study:
            study.act([SetField("code", code, "status", "retired")], study.store.coders()[0].uid)
        await session.press("f9")
        assert "taken back: This code only groups other codes, or was retired" in session.screen
        assert codings(session) == before


@pytest.mark.parametrize("error", [CoderError("The file is gone.", "Look for it."), KeyError("two cartons")])
async def test_a_search_that_fails_says_so_without_a_word_of_a_text(
    path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr("coder.tui.screens.autocode.searching.find_passages", fail)
    async with running(path) as session:
        await ask(session, "films")
        said = session.rows[-2]
        assert "The file is gone. Look for it." in said or "that did not work: KeyError" in said
        assert "two cartons" not in said


async def test_a_search_that_takes_too_long_is_given_up(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("coder.tui.screens.autocode.searching.PATIENCE", -1)
    async with running(path) as session:
        await ask(session, "films")
        assert "The search was given up" in session.rows[-2]


async def test_nothing_found_and_nothing_asked_are_told_apart(path: Path) -> None:
    async with running(path) as session:
        screen = await ask(session, "submarine")
        assert "Nothing is found." in session.screen
        assert session.rows[-2].strip() == "NOT ENCRYPTED"
        screen.query_one("Input").focus()
        await session.press("ctrl+u", "escape", "space", "enter", "+", "f9")
        assert "Type what to look for" in session.screen
        assert isinstance(session.app.screen, AutocodeScreen)


@pytest.mark.parametrize("size", [(60, 20), (100, 24), (140, 40)])
async def test_the_screen_is_whole_at_every_size(path: Path, size: tuple[int, int]) -> None:
    async with running(path, size) as session:
        await ask(session, "films, gate, nobody")
        assert all(cell_len(row) <= size[0] for row in session.rows)
        assert len(hits(session)) >= 4
        assert "F1 help" in session.rows[-1]
        assert "«The cameras at the gate" in session.screen


async def test_hits_of_an_earlier_question_cannot_be_coded(path: Path) -> None:
    async with running(path) as session:
        screen = await ask(session, "films")
        await session.press("f9")
        before = codings(session)
        screen._changed()
        screen.action_hits_code()
        screen.action_hits_code()
        assert "the hits are being looked for" in session.screen
        await session.settle()
        screen.action_hits_code()
        await session.settle()
        assert "F9 again" in session.rows[-2]
        assert codings(session) == before
