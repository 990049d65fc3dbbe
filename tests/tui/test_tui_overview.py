"""The overview on its screen: where she was, what is left, is it safe, what has changed; and the team's view of a supervisor."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from screens import Session, make_study, running
from textual.worker import WorkerFailed

from coder.errors import StorageFailed
from coder.model.source import Document
from coder.study.backup import backups
from coder.study.changes import Change, SetField, add_coder, mark
from coder.study.journal.device import Installation
from coder.study.study import Study
from coder.tui.screens.crosstab import CrosstabScreen
from coder.tui.screens.overview import OverviewScreen
from coder.tui.widgets.table import TableView


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return make_study(tmp_path)


def act(path: Path, who: str, *changes: Change) -> None:
    """Let somebody change something."""
    with Study.open(path, installation=Installation(path.parent)) as study:
        study.act(changes, next(coder.uid for coder in study.store.coders() if coder.name == who))


def finish(path: Path, *names: str) -> None:
    """Let elm be finished with sources."""
    with Study.open(path, installation=Installation(path.parent)) as study:
        store = study.store
        elm = next(coder.uid for coder in store.coders() if coder.name == "elm")
        marks = [
            mark(store.main_round().uid, source.uid, elm, "finished", value=True)
            for source in store.sources()
            if source.name in names
        ]
        study.act(marks, elm)


def listed(session: Session) -> list[str]:
    """Name the sources in the list."""
    return [str(row[0]) for row in session.app.screen.query_one("#sources", TableView).table.rows]


def head(session: Session) -> str:
    """Give the line with the names of the columns."""
    return next(row for row in session.rows if row[2:].startswith("source "))


async def test_it_goes_on_where_she_stopped(path: Path) -> None:
    async with running(path) as session:
        assert session.rows[1].startswith(" Next   M1")
        assert session.rows[1].endswith("Enter")
        await session.press("down", "enter", "}", "f2", "1")
        assert session.rows[1].startswith(" Continue   R2, turn 2 of 4")
        assert "you stopped today" in session.rows[1]
        assert next(row for row in session.rows if row.startswith("▸")).startswith("▸ R2")
        await session.press("up")
        assert not session.rows[1].endswith("Enter"), "Enter opens another source here"


async def test_finished_sources_are_folded_away_and_space_shows_them(path: Path) -> None:
    finish(path, "R2")
    async with running(path) as session:
        assert listed(session) == ["M1", "R10"]
        assert session.rows[2].startswith(" MY WORK   1 of 3 sources finished, 2 to do   Space shows 1 more")
        await session.press("space")
        assert listed(session) == ["M1", "R2", "R10"]
        await session.press("space")
        assert listed(session) == ["M1", "R10"]


async def test_where_all_is_finished_nothing_is_folded(path: Path) -> None:
    finish(path, "R2", "R10", "M1")
    async with running(path) as session:
        assert listed(session) == ["M1", "R2", "R10"]
        assert "All 3 sources are finished." in session.screen


async def test_sources_are_found_by_a_part_of_their_name(path: Path) -> None:
    async with running(path) as session:
        await session.press("/", *"r1")
        assert "1 found" in session.screen
        await session.press("enter")
        assert "with “r1”" in session.rows[2]
        await session.press("enter")
        assert session.rows[0].startswith(" R10")


async def test_escape_takes_the_words_away(path: Path) -> None:
    async with running(path) as session:
        await session.press("/", "x")
        assert "0 found" in session.rows[-3]
        assert session.rows[-2] == " x", "what is typed can be read"
        await session.press("escape")
        assert listed(session) == ["M1", "R2", "R10"]


async def test_how_much_was_read_is_drawn_beside_its_number(path: Path) -> None:
    async with running(path) as session:
        (r2,) = [source for source in session.study.store.sources() if source.name == "R2"]
        session.app.desk.memory[f"read:{r2.uid}"] = str(r2.characters // 2)
        screen = session.app.screen
        assert isinstance(screen, OverviewScreen)
        screen.read()
        await session.settle()
        row = next(row for row in session.rows if " R2 " in row)
        assert "████████········  50%" in row
        assert row.endswith("open")


async def test_a_backup_is_made_by_a_key_and_shown(path: Path) -> None:
    async with running(path) as session:
        assert "! backup     none yet: b makes one" in session.screen
        await session.press("b")
        assert len(backups(path)) == 1
        assert "✓ backup     today" in session.screen
        assert "opened and checked; has all changes" in session.screen
        assert session.rows[-2].startswith(" backup made and checked: ")
        await session.press("down")
        assert session.rows[-2].startswith(" row 2 of 3")


async def test_a_backup_that_cannot_be_made_is_said_and_can_be_tried_again(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: Study) -> None:
        raise StorageFailed("The disk is full.", "Free some space.")

    async with running(path) as session:
        with monkeypatch.context() as patch:
            patch.setattr(Study, "back_up", fail)
            await session.press("b")
        assert "The disk is full. Free some space." in session.rows[-2]
        await session.press("b")
        assert len(backups(path)) == 1


@pytest.mark.parametrize(("days", "sign"), [(0, "✓"), (3, "!")])
async def test_an_old_backup_that_lacks_something_is_pointed_out(path: Path, days: int, sign: str) -> None:
    with Study.open(path, readonly=True) as study:
        made = study.back_up()
    then = datetime.now(UTC) - timedelta(days=days)
    made.rename(made.with_name(f"{then:%Y%m%d-%H%M%S}-000-asked.db"))
    act(path, "oak", add_coder("yew"))
    async with running(path) as session:
        assert f"{sign} backup" in session.screen
        assert "lacks what came later" in session.screen


async def test_what_others_changed_since_she_coded_is_said(path: Path) -> None:
    act(path, "oak", SetField("code", "5" * 32, "include", "money"))
    async with running(path) as session:
        assert "! codebook   1 code changed by others since you last coded" in session.screen


async def test_a_coder_sees_how_far_the_others_are_in_a_line(path: Path) -> None:
    finish(path, "R2")
    act(path, "oak", add_coder("yew"))
    with Study.open(path, installation=Installation(path.parent)) as study:
        yew = next(coder.uid for coder in study.store.coders() if coder.name == "yew")
        source = study.store.sources()[0].uid
        study.act([mark(study.store.main_round().uid, source, yew, "started", value=True)], yew)
    async with running(path) as session:
        assert "TEAM   finished:  yew 0/3  elm 1/3" in session.screen


async def test_a_supervisor_sees_people_and_every_coders_sources(path: Path) -> None:
    finish(path, "R2")
    async with running(path, coder="oak") as session:
        assert "PEOPLE   finished" in session.screen
        assert "elm ████········     1/3   4 codings, the last" in session.screen
        assert "SOURCES   3" in session.screen
        assert listed(session) == ["M1", "R10"]
        await session.press("space")
        assert next(row for row in session.rows if "R2" in row).split()[:3] == ["R2", "4", "✓"]


async def test_a_wide_window_has_a_second_pane_with_people_and_numbers(path: Path) -> None:
    async with running(path, (140, 40)) as session:
        assert "CODE × LEFT   respondents with the code" in session.screen
        assert "PEOPLE   finished" in session.screen
        assert "TEAM" not in session.screen
        await session.press("tab", "down", "down", "enter")
        assert isinstance(session.app.screen, CrosstabScreen)
        assert next(row for row in session.rows if row.startswith("▸")).startswith("▸ Phone inspection")


async def test_a_window_that_is_made_wide_shows_it_too(path: Path) -> None:
    async with running(path) as session:
        assert "CODE ×" not in session.screen
        await session.press("tab")
        assert session.app.focused is session.app.screen.query_one("#sources"), "there is no other pane"
        await session.pilot.resize_terminal(140, 40)
        await session.settle()
        assert "CODE × LEFT" in session.screen


async def test_a_study_without_sources_says_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "empty.db"
    Study.create(path, supervisor="kim", installation=Installation(tmp_path)).close()
    async with running(path, coder="kim") as session:
        said = " ".join(session.screen.split())
        assert "coder codebook import" in said
        assert "coder import" in said
        await session.press("enter", "space", "b")
        assert session.rows[0].startswith(" empty   Overview")


async def test_with_a_codebook_only_sources_are_missing(tmp_path: Path) -> None:
    path = make_study(tmp_path, sources=((Document("M1", "Words.", (), "en"), "media"),))
    with Study.open(path, installation=Installation(tmp_path)) as study:
        source = study.store.sources()[0].uid
        study.act([SetField("source", source, "removed", value=True)], study.store.coders()[0].uid)
    async with running(path) as session:
        assert "coder import" in session.screen
        assert "coder codebook import" not in session.screen


async def test_where_it_cannot_be_read_it_says_why(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise KeyError("two cartons")

    async with running(path) as session:
        monkeypatch.setattr("coder.tui.screens.overview.overview", fail)
        screen = session.app.screen
        assert isinstance(screen, OverviewScreen)
        screen.read()
        with suppress(WorkerFailed):
            await session.settle()
        await session.settle()
        assert "that did not work: KeyError" in session.rows[-2]
        assert "two cartons" not in session.screen


async def test_a_file_that_cannot_be_read_at_the_beginning_is_said(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise StorageFailed("The study cannot be read.", "Run `coder verify` on it.")

    monkeypatch.setattr("coder.tui.screens.overview.overview", fail)
    async with running(path) as session:
        assert "The study cannot be read." in session.rows[-2]
        await session.press("space", "enter", "/", "escape")
        assert isinstance(session.app.screen, OverviewScreen)


async def test_more_coders_than_there_is_room_for_are_walked_to(tmp_path: Path) -> None:
    path = make_study(tmp_path)
    with Study.open(path, installation=Installation(tmp_path)) as study:
        study.act([add_coder(f"coder number {n}") for n in range(6)], study.store.coders()[0].uid)
    async with running(path, coder="oak") as session:
        assert head(session).endswith("›")
        assert "length" not in head(session)
        await session.press(*["right"] * 8)
        assert head(session).startswith("‹ source")
        assert head(session).endswith("length")
        await session.press(*["left"] * 8)
        assert "  elm" in head(session)
