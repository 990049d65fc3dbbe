"""The app: how it ends, and what it never gives away."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from screens import app_on, make_study, running
from textual.app import App
from textual.screen import Screen

from coder.errors import CoderError, StorageFailed, UnknownName
from coder.study.changes import Change
from coder.study.writer import Failed
from coder.tui.app import CoderApp, run
from coder.tui.messages import Reported

CANARY = "my mother gave them two cartons"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return make_study(tmp_path)


async def test_leaving_waits_for_the_writer(path: Path) -> None:
    async with running(path) as session:
        await session.pilot.press("down", "enter", "2", "1", "ctrl+q")
        await session.pilot.pause()
    with app_on(path) as (app, study):
        assert len(study.store.codings()) == 6
        app.drain()


async def test_leaving_does_not_overtake_the_keys_typed_before_it(path: Path) -> None:
    async with running(path) as session:
        await session.press("down", "enter")
        session.burst("2", "1", "ctrl+q")
        await session.settle()
        while session.app.is_running and session.app.return_code is None:
            await session.pilot.pause()
    with app_on(path) as (app, study):
        assert len(study.store.codings()) == 6
        app.drain()


async def test_what_the_disk_does_not_take_is_said_and_a_second_key_leaves_all_the_same(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with running(path) as session:

        def full(ticket: int, changes: Sequence[Change], coder: str) -> None:
            del changes, coder
            session.app.post_message(
                Reported(Failed(ticket, refused=False, problem=StorageFailed("The disk is full.", "Make room.")))
            )

        monkeypatch.setattr(session.app._writer, "put", full)
        await session.press("down", "enter", "2")
        await session.pilot.pause()
        assert "NOT SAVED 1" in session.rows[0]
        assert "!Bribery" in session.screen
        assert "The disk is full." in session.screen
        await session.pilot.press("ctrl+q")
        assert session.app.is_running
        await session.pilot.press("ctrl+q")
        assert session.app.return_code == 0


async def run_and(app: CoderApp, do: Callable[[], object]) -> None:
    """Run the app and do something in it."""
    async with app.run_test() as pilot:
        do()
        await pilot.pause()


async def test_a_fault_ends_the_app_with_its_line_and_without_testimony(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def fault() -> None:
        raise RuntimeError(CANARY)

    with app_on(path) as (app, _), pytest.raises(RuntimeError):
        await run_and(app, lambda: app.call_later(fault))
    said = "".join(capsys.readouterr())
    assert "coder had to stop: RuntimeError in" in said
    assert "cartons" not in said
    assert app.return_code == 1


async def test_a_fault_of_a_thread_ends_it_too(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with app_on(path) as (app, _), pytest.raises(OSError, match=CANARY):
        await run_and(app, lambda: app.stop_on(OSError(CANARY)))
    assert "cartons" not in "".join(capsys.readouterr())


def pictures(folder: Path) -> list[Path]:
    return list(folder.rglob("*.svg"))


async def test_nothing_reaches_the_clipboard_or_a_picture(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    async with running(path) as session:
        session.app.copy_to_clipboard(CANARY)
        assert session.app.clipboard == ""
        session.app.deliver_screenshot()
        session.app.save_screenshot()
        session.app.open_url("https://example.org")
        assert pictures(tmp_path) == []
        titles = {command.title for command in session.app.get_system_commands(session.app.screen)}
        assert titles == {
            *("help", "go to", "back", "commands", "not saved", "theme", "hide", "quit"),
            *("open", "finished", "find", "backup", "other pane"),
        }


async def test_the_palette_runs_the_commands_of_the_screen(path: Path) -> None:
    async with running(path) as session:
        await session.press("down", "ctrl+p")
        await session.press(*"open")
        await session.press("enter")
        await session.press("enter")
        assert session.rows[0].startswith(" R2")


async def test_the_title_names_no_study(path: Path) -> None:
    async with running(path) as session:
        assert session.app.title == "coder"
        assert session.app.sub_title == ""


def test_without_a_terminal_nothing_is_drawn(path: Path) -> None:
    with pytest.raises(CoderError, match="need a terminal"):
        run(path, "elm")


def test_settings_of_the_environment_that_could_leak_the_screen_are_gone_before_textual_reads_them() -> None:
    code = "import os, coder.tui.page.plan; print(sorted(name for name in os.environ if name.startswith('TEXTUAL')))"
    leaks = {"TEXTUAL_LOG": "x", "TEXTUAL_SCREENSHOT": "1", "TEXTUAL": "devtools", "TEXTUAL_THEME": "textual-light"}
    done = subprocess.run([sys.executable, "-c", code], env={**os.environ, **leaks}, capture_output=True, text=True, check=True)
    assert "TEXTUAL_THEME" in done.stdout
    assert not any(f"'{name}'" in done.stdout for name in leaks if name != "TEXTUAL_THEME")


def test_the_first_screen_loads_no_library_it_does_not_need() -> None:
    code = "import sys, coder.tui.app; print(*({'numpy', 'scipy', 'rapidfuzz', 'sqlite_utils'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


@pytest.mark.parametrize("name", ["_handle_exception", "_fatal_error", "_close_messages_no_wait", "_background_screens"])
def test_the_private_names_that_are_used_exist(name: str) -> None:
    assert hasattr(App, name)


def test_a_screens_compositor_can_still_be_read() -> None:
    assert hasattr(Screen()._compositor, "render_strips")


def test_running_opens_the_study_and_hands_on_how_it_ended(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("coder.tui.app.refuse_without_terminal", lambda _: None)
    monkeypatch.setattr("coder.tui.app.end_well", lambda *_: None)
    monkeypatch.setattr(CoderApp, "run", lambda app: app.drain())
    run(path, "elm")
    monkeypatch.setattr(CoderApp, "return_code", 1)
    with pytest.raises(SystemExit):
        run(path, "ELM")
    with pytest.raises(UnknownName):
        run(path, "elmo")
