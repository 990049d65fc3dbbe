"""The curtain covers every cell, and falls when nobody has been there for a while."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from rich.console import Console

from coder.tui.page.curtain import LOOK, Curtain, Idle


class Hours:
    """A clock and a timer that tests turn by hand."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.due: list[tuple[float, Callable[[], None]]] = []

    def clock(self) -> float:
        return self.now

    def later(self, seconds: float, call: Callable[[], None]) -> None:
        self.due.append((self.now + seconds, call))

    def pass_on(self, seconds: float) -> None:
        """Let time go by, and everything be called that falls due in it."""
        end = self.now + seconds
        while self.due and min(self.due)[0] <= end:
            due = min(self.due, key=lambda each: each[0])
            self.due.remove(due)
            self.now = max(self.now, due[0])
            due[1]()
        self.now = end


def watched(patience: float) -> tuple[Hours, Idle, list[float]]:
    """Watch for `patience` seconds; the list holds when nobody was there."""
    hours, fell = Hours(), list[float]()
    idle = Idle(patience, hours.clock, hours.later, lambda: fell.append(hours.now))
    idle.begin()
    return hours, idle, fell


def test_it_falls_when_nobody_touches_anything() -> None:
    hours, _, fell = watched(300)
    hours.pass_on(299)
    assert fell == []
    hours.pass_on(1)
    assert fell == [1300]


def test_each_touch_begins_anew() -> None:
    hours, idle, fell = watched(300)
    for _ in range(10):
        hours.pass_on(290)
        idle.touch()
    assert fell == []
    hours.pass_on(300)
    assert len(fell) == 1


def test_it_is_noticed_again_after_somebody_was_back() -> None:
    hours, idle, fell = watched(300)
    hours.pass_on(300)
    idle.touch()
    hours.pass_on(600)
    assert len(fell) == 3


def test_a_computer_that_slept_is_noticed_at_the_next_look() -> None:
    hours, _, fell = watched(300)
    hours.pass_on(5)
    hours.now += 4000
    hours.pass_on(LOOK)
    assert len(fell) == 1


def test_a_clock_that_was_put_back_keeps_nothing_open() -> None:
    hours, idle, fell = watched(300)
    hours.now -= 100_000
    hours.due = [(hours.now, idle._look)]
    hours.pass_on(300)
    assert len(fell) == 1


def test_never_is_never() -> None:
    hours, _, fell = watched(0)
    hours.pass_on(100_000)
    assert fell == []
    assert hours.due == []


@pytest.mark.parametrize("size", [(80, 24), (140, 40), (10, 3), (1, 1)])
def test_the_curtain_covers_every_cell(size: tuple[int, int]) -> None:
    rows = Curtain(is_firm=True, width=size[0], height=size[1]).rows
    assert [len(row) for row in rows] == [size[0]] * size[1]
    assert not "".join(rows[:-1]).strip()


def test_the_curtain_is_drawn_row_by_row_without_a_line_feed() -> None:
    drawn = "".join(segment.text for segment in Console().render(Curtain(is_firm=False, width=9, height=3)))
    assert drawn.replace(" ", "") == "\x1b[1;1H\x1b[2;1H\x1b[3;1HAnykey"


def test_the_curtain_says_how_it_is_drawn_back() -> None:
    assert "Enter" in Curtain(is_firm=True, width=80, height=24).rows[-1]
    assert "Any key" in Curtain(is_firm=False, width=80, height=24).rows[-1]
