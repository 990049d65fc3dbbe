"""Painting: what is painted row by row is what painting everything anew would give."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from screens import make_study, running
from textual.geometry import Region
from textual.strip import Strip

from coder.tui.page.spans import Span
from coder.tui.widgets.transcript import TranscriptView


def window(view: TranscriptView) -> list[Strip]:
    return [view.render_line(y) for y in range(view.size.height)]


@pytest.mark.parametrize("seed", range(4))
async def test_every_row_that_changes_is_painted(tmp_path: Path, seed: int) -> None:
    """Walk about at random, and compare the rows that look different with those that were announced."""
    dice = random.Random(seed)
    async with running(make_study(tmp_path), (50, 9)) as session:
        await session.press("down", "enter")
        view, spans = session.app.screen.query_one(TranscriptView), session.app.desk.spans
        announced: list[Region] = []
        refresh = view.refresh

        def noted(*regions: Region, **options: bool) -> TranscriptView:
            announced.extend(regions or [view.size.region])
            return refresh(*regions, **options)

        view.refresh = noted  # type: ignore[method-assign]  # it is listened to
        for step in range(120):
            before, top = window(view), view.scroll_offset.y
            announced.clear()
            walk(view, dice)
            if step % 9 == 0:
                change = Span(dice.choice("ab"), start := dice.randrange(300), start + dice.randrange(1, 80), "5" * 32)
                old = [spans[change.uid]] if change.uid in spans else []
                spans.put(change)
                view.repaint(old, [change])
            painted = {y for region in announced for y in region.line_range}
            if view.scroll_offset.y == top:
                assert {y for y, (a, b) in enumerate(zip(before, window(view), strict=True)) if a != b} <= painted
            fresh = window(view)
            view._rows.clear()
            assert window(view) == fresh


def walk(view: TranscriptView, dice: random.Random) -> None:
    ways = ("left", "right", "up", "down", "word_right", "sentence_back", "turn_on", "page_down", "page_up", "row_end")
    kind = dice.randrange(5)
    if kind < 2:
        view.action_select(dice.choice(("add", "add", "give_back", "swap", "clear", "whole")))
    else:
        view._move(dice.choice(ways), extend=kind == 2)


async def test_the_terminals_own_cursor_goes_along(tmp_path: Path) -> None:
    async with running(make_study(tmp_path)) as session:
        await session.press("down", "enter")
        assert session.app.cursor_position == (21, 1)
        await session.press("down", "right")
        assert session.app.cursor_position == (22, 2)


async def test_a_view_without_a_source_is_empty(tmp_path: Path) -> None:
    async with running(make_study(tmp_path)) as session:
        view = TranscriptView()
        assert view.percent == 100
        await session.app.screen.mount(view)
        await session.settle()
        assert view.render_line(5).text.strip() == ""
