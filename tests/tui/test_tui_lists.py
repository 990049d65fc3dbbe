"""The two windows of the code sheet that are walked while the keys go to its input."""

from __future__ import annotations

import pytest
from textual.app import App, ComposeResult
from textual.content import Content
from textual.widget import Widget

from coder.tui.say import say
from coder.tui.widgets.hitlist import HitList
from coder.tui.widgets.prose import Prose


class Shown(App[None]):
    """Shows one widget."""

    def __init__(self, widget: Widget) -> None:
        super().__init__()
        self.widget = widget
        self.clicked: list[int] = []

    def compose(self) -> ComposeResult:
        yield self.widget

    def on_hit_list_clicked(self, event: HitList.Clicked) -> None:
        self.clicked.append(event.place)


def rows(widget: Widget) -> list[str]:
    return [widget.render_line(y).text.strip() for y in range(widget.size.height)]


def numbered(asked: list[int], place: int) -> Content:
    asked.append(place)
    return say("line {n}", n=place)


async def test_a_list_writes_only_the_lines_in_its_window() -> None:
    hits, asked = HitList(), list[int]()
    async with Shown(hits).run_test(size=(20, 4)) as pilot:
        hits.show(100, lambda place: numbered(asked, place))
        await pilot.pause()
        assert set(asked) == {0, 1, 2, 3}
        assert rows(hits) == ["line 0", "line 1", "line 2", "line 3"]


async def test_a_list_is_walked_beyond_its_window_and_round() -> None:
    hits = HitList()
    async with Shown(hits).run_test(size=(20, 4)) as pilot:
        hits.show(6, lambda place: numbered([], place))
        for _ in range(4):
            hits.go(1)
        assert (hits.place, rows(hits)[-1]) == (4, "line 4")
        hits.go(-1)
        assert rows(hits)[0] == "line 1"
        hits.go(3)
        assert (hits.place, rows(hits)[0]) == (0, "line 0")
        hits.go(-1)
        assert (hits.place, rows(hits)[-1]) == (5, "line 5")
        await pilot.pause()


async def test_a_click_chooses_a_line_and_one_below_the_last_chooses_nothing() -> None:
    hits = HitList()
    async with (app := Shown(hits)).run_test(size=(20, 4)) as pilot:
        hits.show(0, lambda place: numbered([], place))
        hits.go(1)
        await pilot.click(HitList, offset=(2, 0))
        hits.show(2, lambda place: numbered([], place))
        await pilot.click(HitList, offset=(2, 3))
        await pilot.click(HitList, offset=(2, 1))
        assert (app.clicked, hits.place) == ([1], 1)


async def test_prose_is_wrapped_and_read_by_pages() -> None:
    prose = Prose()
    async with (app := Shown(prose)).run_test(size=(9, 3)) as pilot:
        prose.show(Content("one two three four five six seven"))
        assert rows(prose) == ["one two", "three", "four five"]
        prose.page(1)
        assert rows(prose) == ["three", "four five", "six seven"]
        prose.page(-1)
        assert rows(prose)[0] == "one two"
        prose.show(Content("short"))
        assert rows(prose) == ["short", "", ""]
        app.theme = "textual-light"
        await pilot.pause()
        await pilot.resize_terminal(5, 3)
        prose.show(Content("one two"))
        assert rows(prose) == ["one", "two", ""]


async def test_prose_paints_only_the_rows_that_look_different(monkeypatch: pytest.MonkeyPatch) -> None:
    prose, painted = Prose(), list[int]()
    async with Shown(prose).run_test(size=(9, 4)) as pilot:
        prose.show(Content("\n").join([Content("one"), Content("two"), Content("three")]))
        await pilot.pause()
        render = prose.render_line
        monkeypatch.setattr(prose, "refresh", lambda *regions, **_: painted.extend(region.y for region in regions))
        prose.show(Content("\n").join([Content("one"), Content("zwei"), Content("three")]))
        assert painted == [1]
        prose.show(Content("\n").join([Content("one"), Content.styled("zwei", "bold"), Content("three")]))
        assert painted == [1, 1]
        assert render(1).text.strip() == "zwei"
