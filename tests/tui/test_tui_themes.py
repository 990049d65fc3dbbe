"""The themes as they are painted: what each promises is measured on the cells of the screens."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from rich.style import Style
from screens import make_study, running
from test_page_palette import contrast

from coder.tui.app import CoderApp
from coder.tui.messages import ShowPlace
from coder.tui.road import PLACES

WALK = (
    ("text", ("home", "down", "enter", "]", "space")),
    ("sheet", ("enter", "p")),
    ("memo", ("escape", ";", "x")),
    ("help", ("escape", "f1")),
    ("palette", ("escape", "ctrl+p")),
    ("choice", ("escape", "f2")),
)
"""What lies over the coding screen, and the keys that lead from one to the next."""
LINES = set("│─▊▎▔▁▇▆▅▄▃▂▕▏")
"""Signs that draw a border or a bar and are not read."""


def cells(app: CoderApp) -> Iterator[tuple[str, Style]]:
    """Yield what is painted on the screen on top, by runs of one style."""
    for strip in app.screen._compositor.render_strips():
        for text, style, _ in strip:
            if set(text) - LINES - {" "}:
                yield text, style or Style()


def ratio(style: Style) -> float:
    """Give the contrast of a run's ink on its ground."""
    assert style.color is not None
    assert style.bgcolor is not None
    ink, ground = style.color.get_truecolor().hex, style.bgcolor.get_truecolor().hex
    return contrast(ink, ground)


async def walked(path: Path, theme: str) -> list[tuple[str, str, Style]]:
    """Go through the screens in a theme and give all that is painted, with the screen's name."""
    found = []
    async with running(path) as session:
        session.app.theme = f"coder-{theme}"
        for place in (*PLACES, "overview"):
            session.app.post_message(ShowPlace(place))
            await session.settle()
            found += [(place, text, style) for text, style in cells(session.app)]
        for name, keys in WALK:
            await session.press(*keys)
            found += [(name, text, style) for text, style in cells(session.app)]
    return found


@pytest.mark.parametrize(("theme", "least"), [("contrast", 7.0), ("dark", 4.5), ("light", 4.5)])
async def test_everything_that_is_read_stands_out_from_its_ground(tmp_path: Path, theme: str, least: float) -> None:
    found = await walked(make_study(tmp_path), theme)
    assert {name for name, _, _ in found} == {*PLACES, *(name for name, _ in WALK)}
    weak = {(name, text, str(style)) for name, text, style in found if ratio(style) < least}
    assert weak == set()


async def test_the_plain_theme_uses_nothing_but_the_terminals_own_colours(tmp_path: Path) -> None:
    found = await walked(make_study(tmp_path), "ansi")
    colours = {colour for _, _, style in found for colour in (style.color, style.bgcolor) if colour is not None}
    assert all(colour.is_default or (colour.number is not None and colour.number < 16) for colour in colours)
    assert all(colour.triplet is None for colour in colours)


async def test_the_plain_theme_shows_codings_by_lines_and_bold_letters(tmp_path: Path) -> None:
    coded = [style for _, text, style in await walked(make_study(tmp_path), "ansi") if "battery was dead" in text]
    assert coded
    assert all(style.underline and (style.bgcolor is None or style.bgcolor.is_default) for style in coded)
