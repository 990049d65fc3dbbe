"""What the program does at a terminal: it opens the screens, and it shows how far a long import is."""

from __future__ import annotations

from pathlib import Path

import pytest
from workbench import Terminal, desk, run

Opened = list[tuple[str, str]]


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> Opened:
    """Note which study would be opened for whom, in place of the screens."""
    noted: Opened = []
    monkeypatch.setattr("coder.tui.app.run", lambda path, coder, *_: noted.append((str(path), coder)))
    return noted


@pytest.mark.parametrize("args", [("s.db",), ("s",), ("./s.db",), ("open", "s.db"), ("open", "s")], ids=" ".join)
def test_study_is_opened_for_the_acting_coder(tmp_path: Path, opened: Opened, args: tuple[str, ...]) -> None:
    at = desk(tmp_path)
    assert run(*args, "--as", "ASH", folder=at.folder, stream=Terminal).code == 0
    assert [(Path(path).name, coder) for path, coder in opened] == [("s.db", "ash")]


def test_study_is_not_opened_for_nobody(tmp_path: Path, opened: Opened) -> None:
    assert run("s.db", folder=desk(tmp_path).folder, stream=Terminal).code == 1
    assert opened == []


def test_demo_is_made_and_opened_for_ash_unless_told(tmp_path: Path, opened: Opened) -> None:
    for args, coder in (((), "ash"), (("--as", "oak"), "oak")):
        ran = run("demo", *args, folder=tmp_path, stream=Terminal)
        assert (ran.code, ran.out) == (0, "")
        assert opened.pop() == (str(Path("coder-demo") / "demo.db"), coder)


def test_long_import_shows_how_far_it_is(tmp_path: Path) -> None:
    at = desk(tmp_path)
    for number in range(8):
        at.write(f"in/{number}.txt", f"Text number {number}.\n")
    ran = run("import", "s.db", "in", "--as", "oak", folder=at.folder, stream=Terminal)
    assert ran.code == 0
    assert "\r7 of 8" in ran.err
    assert "7 of 8" not in at.run("import", "s.db", "in", "--as", "oak").err


def test_table_is_fitted_to_the_terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    at = desk(tmp_path)
    lines = run("codings", "export", "s.db", "--format", "table", folder=at.folder, stream=Terminal).out.split("\n")
    assert max(map(len, lines)) <= 60
    assert max(map(len, at.done("codings", "export", "s.db", "--format", "table").out.split("\n"))) > 60
