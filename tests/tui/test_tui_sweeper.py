"""When garbage is collected, what is said of faults, and what the terminal must be."""

import gc
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from coder.errors import CoderError, fault
from coder.tui.page import terminal
from coder.tui.page.plan import ASCII, BOX
from coder.tui.page.sweeper import FEW, MOST, Sweeper
from coder.tui.page.terminal import end_well, glyphs_for, refuse_without_terminal


class Hand:
    """Presses keys and lets time pass."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.waiting: list[Callable[[], None]] = []
        self.sweeps = 0
        self.objects = 0
        patch.setattr(gc, "collect", self.collected)
        patch.setattr(gc, "get_count", lambda: (self.objects, 0, 0))
        self.sweeper = Sweeper(lambda _, call: self.waiting.append(call))

    def collected(self) -> None:
        self.sweeps += 1

    def press(self, keys: int) -> None:
        for _ in range(keys):
            self.sweeper.key()

    def rest(self) -> None:
        while self.waiting:
            self.waiting.pop()()


@pytest.fixture
def hand(monkeypatch: pytest.MonkeyPatch) -> Iterator[Hand]:
    hand = Hand(monkeypatch)
    hand.sweeper.begin()
    hand.sweeps = 0
    yield hand
    hand.sweeper.end()


def test_garbage_is_collected_when_the_hand_rests(hand: Hand) -> None:
    hand.press(FEW)
    assert hand.sweeps == 0
    hand.rest()
    assert hand.sweeps == 1


def test_a_few_keys_are_not_worth_it(hand: Hand) -> None:
    hand.press(FEW - 1)
    hand.rest()
    assert hand.sweeps == 0


def test_what_another_screen_leaves_is_worth_it(hand: Hand) -> None:
    hand.sweeper.key(FEW)
    assert hand.sweeps == 0
    hand.rest()
    assert hand.sweeps == 1


def test_a_hand_that_never_rests_is_swept_after_all(hand: Hand) -> None:
    hand.objects = MOST
    hand.press(1)
    assert hand.sweeps == 1


def test_python_collects_itself_before_and_after() -> None:
    one = Sweeper(lambda *_: None)
    one.begin()
    assert not gc.isenabled()
    one.end()
    assert gc.isenabled()
    one.key(FEW)


def test_a_fault_is_described_without_its_words() -> None:
    with pytest.raises(KeyError) as raised:
        dict[str, int]()["my mother gave them cigarettes"]
    said = fault(raised.value)
    assert said.startswith("KeyError in ")
    assert "test_tui_sweeper.py, line " in said
    assert "mother" not in said


def test_a_fault_without_a_trace_still_has_a_type() -> None:
    assert fault(ValueError("words")) == "ValueError"


def test_without_a_terminal_the_screens_are_refused_with_the_commands_that_do_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(CoderError) as refused:
        refuse_without_terminal(Path("study.db"))
    assert "coder read study.db SOURCE" in refused.value.hint
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        monkeypatch.setattr(stream, "isatty", lambda: True)
    monkeypatch.setenv("TERM", "xterm-256color")
    refuse_without_terminal(Path("study.db"))
    monkeypatch.setenv("TERM", "dumb")
    with pytest.raises(CoderError):
        refuse_without_terminal(Path("study.db"))


def test_the_margin_is_drawn_with_what_the_encoding_can_write() -> None:
    assert glyphs_for("utf-8") is BOX
    assert glyphs_for("latin-1") is ASCII


@pytest.mark.parametrize("by_signal", [True, False])
def test_what_waits_is_saved_before_the_end(monkeypatch: pytest.MonkeyPatch, by_signal: bool) -> None:
    done: list[str] = []
    ended, left = threading.Event(), threading.Event()
    monkeypatch.setattr(terminal, "GRACE", 0)
    monkeypatch.setattr(os, "_exit", lambda _: ended.set())
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)

    def note(what: str) -> None:
        done.append(what)
        left.set()

    before = {name: signal.getsignal(name) for name in (signal.SIGTERM, signal.SIGHUP)}
    try:
        end_well(lambda: done.append("drained"), lambda: note("left"), lambda error: note(type(error).__name__))
        if by_signal:
            signal.raise_signal(signal.SIGHUP)
        else:
            threading.excepthook(threading.ExceptHookArgs((OSError, OSError(), None, None)))
        assert ended.wait(5)
        assert left.wait(5)
    finally:
        for name, handler in before.items():
            signal.signal(name, handler)
    assert done == ["drained", "left" if by_signal else "OSError"]
