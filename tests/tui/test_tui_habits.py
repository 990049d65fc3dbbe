"""How one person works: her keys do what she wrote, and every place that names a key or a label shows hers."""

from __future__ import annotations

from pathlib import Path

import pytest
from screens import make_study, running

from coder.tui.commands import BY_ID, KEY_LINES
from coder.tui.commands.habits import USUAL, Habits, habits_from
from coder.tui.commands.page import keys_page
from coder.tui.settings import Language, Settings

CODING = ("down", "enter")
HERS = Settings(
    Path(),
    keys={"undo": ("ctrl+k", "w"), "code.again": (",",), "select.unit": ("%",), "step.next": ("ctrl+g",), "go": ("ctrl+e",)},
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return make_study(tmp_path)


async def test_her_keys_do_what_she_wrote_and_the_others_nothing(path: Path) -> None:
    async with running(path, settings=HERS) as session:
        await session.press(*CODING, "2")
        assert len(session.study.store.codings()) == 5
        await session.press("ctrl+z", "u")
        assert len(session.study.store.codings()) == 5
        await session.press("ㅈ")
        assert len(session.study.store.codings()) == 4
        await session.press("2", "ctrl+k")
        assert len(session.study.store.codings()) == 4
        await session.press("comma")
        assert len(session.study.store.codings()) == 5
        await session.press("percent_sign")
        assert "unit: turn" in session.screen
        await session.press("ctrl+e")
        assert "go to" in session.screen


async def test_key_line_help_and_palette_show_her_keys(path: Path) -> None:
    async with running(path, (100, 24), settings=HERS) as session:
        await session.press(*CODING)
        assert "ctrl+g step" in session.rows[-1]
        assert "ctrl+k undo" in session.rows[-1]
        await session.press("f1")
        assert "ctrl+k w            Take back" in session.screen
        await session.press("escape")
        said = {command.title: command.help for command in session.app.get_system_commands(session.app.screen)}
        assert said["undo"].startswith("ctrl+k w   Take back")


async def test_labels_are_korean_where_she_wants_them_to_be(path: Path) -> None:
    async with running(path, settings=Settings(Path(), language="ko")) as session:
        await session.press(*CODING)
        assert session.rows[-1].startswith(" Enter 코드  1-0 칸")
        assert session.rows[-1].endswith("F1 도움말")
        assert "되돌리기" in {command.title for command in session.app.get_system_commands(session.app.screen)}


@pytest.mark.parametrize("place", KEY_LINES)
def test_every_label_of_a_key_line_is_korean_in_korean(place: str) -> None:
    for key, label in Habits(language="ko").shown(place):
        assert any("가" <= letter <= "힣" for letter in label), (key, label)


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("place", KEY_LINES)
def test_no_two_keys_of_a_key_line_are_called_the_same(place: str, language: Language) -> None:
    labels = [label for _, label in Habits(language=language).shown(place)]
    assert len(set(labels)) == len(labels)


async def test_what_is_wrong_with_the_settings_is_said_on_the_overview(path: Path) -> None:
    faulty = Settings(Path(), keys={"udno": ("ctrl+e",), "undo": ("ctrl+m",)})
    async with running(path, settings=faulty) as session:
        assert "settings: 2 problems, see coder settings" in session.rows[-2]


async def test_the_theme_of_the_settings_is_shown_and_the_next_ones_in_turn(path: Path) -> None:
    async with running(path, settings=Settings(Path(), theme="contrast")) as session:
        found = [session.app.theme]
        for _ in range(4):
            await session.press("ctrl+t")
            found.append(session.app.theme)
    assert found == ["coder-contrast", "coder-dark", "coder-light", "coder-ansi", "coder-contrast"]


async def test_a_theme_changes_everything_that_is_drawn(path: Path) -> None:
    async with running(path) as session:
        await session.press(*CODING, "]")
        before = session.app.screen._compositor.render_strips()
        await session.press(*["ctrl+t"] * 4)
        session.app.clear_notifications()
        await session.settle()
        assert session.app.screen._compositor.render_strips() == before


def test_a_short_form_gives_way_to_keys_of_her_own() -> None:
    habits, problems = habits_from(Settings(Path(), keys={"slot.1": ("ctrl+e",), "step.previous": ("ctrl+g",)}))
    assert problems == ()
    shown = dict(habits.shown("coding"))
    assert shown["ctrl+e"] == "slot"
    assert shown["]"] == "step"
    assert dict(USUAL.shown("coding"))["1-0"] == "slot"


def test_neighbours_that_do_the_same_share_a_line() -> None:
    lines = USUAL.lines(BY_ID[f"slot.{digit}"] for digit in "1234567890")
    assert lines == [("1 2 3 4 5 6 7 8 9 0", "Apply the code of this digit.")]


def test_the_page_of_keys_shows_hers() -> None:
    habits, _ = habits_from(HERS)
    page = keys_page(habits)
    assert "ctrl+k w            Take back what you did last" in page
    assert "Keys that you have chosen" in page
    assert "Keys that you have chosen" not in keys_page()


@pytest.mark.parametrize(
    ("minutes", "said"),
    [
        (5, "blanks after 5 minutes without a key"),
        (1, "blanks after 1 minute without a key"),
        (0.5, "blanks after 0.5 minutes without a key"),
        (0, "never blanks by itself"),
    ],
)
def test_she_can_be_told_when_the_screen_goes_blank(minutes: float, said: str) -> None:
    assert habits_from(Settings(Path(), blank_after=minutes))[0].reminder == said
