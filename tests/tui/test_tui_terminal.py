"""The program in a real terminal: what a kill, a closed window and hostile names do to it."""

from __future__ import annotations

import re
import signal
from pathlib import Path

import pytest
from hostile import harmless, strings, study_of
from real_terminal import PATIENCE, terminal
from screens import make_study
from test_tui_hostile import hostile_study

from coder.study.study import Study

pytest.importorskip("pty", reason="a pseudo-terminal is needed")


def count(path: Path) -> int:
    with Study.open(path, readonly=True) as study:
        return len(study.store.codings())


def test_what_is_shown_as_saved_survives_a_kill(tmp_path: Path) -> None:
    path = make_study(tmp_path)
    with terminal(path) as shown:
        shown.type("\x1b[B\r", until="looked at")
        shown.type("2", until="✓ saved")
        shown.process.kill()
        shown.process.wait(PATIENCE)
    assert count(path) == 5


def test_a_closed_window_ends_the_program_with_everything_saved(tmp_path: Path) -> None:
    path = make_study(tmp_path)
    with terminal(path) as shown:
        shown.type("\x1b[B\r", until="looked at")
        shown.type("21", until="coded")
        shown.process.send_signal(signal.SIGHUP)
        assert shown.process.wait(PATIENCE) in {0, 1}
    assert count(path) == 6


def test_quitting_gives_the_terminal_back(tmp_path: Path) -> None:
    with terminal(make_study(tmp_path)) as shown:
        shown.type("\x11", until="\x1b[?1049l")
        assert shown.process.wait(PATIENCE) == 0


@pytest.mark.parametrize(
    ("payload", "forbidden"), [("\x1b]52;c;aGk=\x07x", b"\x1b]52"), ("\x9b31mx", b"\xc2\x9b"), ("\x1b]0;x\x07x", b"\x1b]0;")]
)
def test_no_byte_of_a_hostile_name_reaches_the_terminal_as_it_is(tmp_path: Path, payload: str, forbidden: bytes) -> None:
    with terminal(hostile_study(tmp_path, payload)) as shown:
        stream = shown.seen
        for keys, until in (("\r", "Enter codes"), (" \r", "Use when".upper()), ("\x1b", "step"), ("\x1bOQ", "go to")):
            shown.type(keys, until=until)
            stream += shown.seen
    assert forbidden not in stream


SEQUENCE = re.compile(
    rb"\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[P^_X][^\x1b]*\x1b\\|\x1b\[[0-?]*[ -/]*[@-~]|\x1b[ -/]*[0-~]"
    rb"|[\x00-\x09\x0b\x0c\x0e-\x1f\x7f]|\xc2[\x80-\x9f]"
)
"""Everything in a stream that a terminal obeys, C1 controls as UTF-8 among it."""


def orders(stream: bytes) -> set[bytes]:
    """List the kinds of orders in a stream: without colours and places, which differ with what is shown."""
    kinds = set()
    for found in SEQUENCE.findall(stream):
        is_csi = found.startswith(b"\x1b[")
        kinds.add(re.sub(rb"[0-9;:]+", b"", found) if is_csi and b"?" not in found else found)
    return kinds


def walked(path: Path) -> bytes:
    """Walk through every screen in a real terminal and give all that it was sent."""
    with terminal(path) as shown:
        stream = shown.seen
        for keys, until in (
            ("\x1b[6~", "sources"),
            ("\r", "Enter codes"),
            (" \r", "USE WHEN"),
            ("x", "of"),
            ("\x1b", "step"),
            ("\x1bOQ", "go to"),
            ("3", "counts"),
            ("\x1b[B\x1b[B", "of"),
            ("\r", "Esc"),
            ("\x1b", "counts"),
        ):
            shown.type(keys, until=until)
            stream += shown.seen
        shown.type("\x11", until="\x1b[?1049l")
        shown.read_to_the_end()
        return stream + shown.seen


@pytest.mark.goal("G9")
@pytest.mark.parametrize("seed", [0, *(pytest.param(seed, marks=pytest.mark.heavy) for seed in range(1, 6))])
def test_a_terminal_gets_no_order_that_a_harmless_study_does_not_give(tmp_path: Path, seed: int) -> None:
    (tmp_path / "harmless").mkdir()
    (tmp_path / "hostile").mkdir()
    allowed = orders(walked(study_of(tmp_path / "harmless", list(harmless(100)))))
    assert allowed, "the walk was seen"
    found = orders(walked(study_of(tmp_path / "hostile", list(strings(seed, 100)))))
    assert found - allowed == set()
