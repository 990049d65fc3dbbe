"""A disk that does not take what was done: nothing is lost, the screens go on, and what waits can be taken elsewhere."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner
from screens import Session, make_study, running

from coder.cli import root
from coder.errors import ChangeRefused, StorageFailed
from coder.study.changes import Change
from coder.study.journal.device import Installation
from coder.study.study import Study
from coder.study.writer import Failed
from coder.tui import acts
from coder.tui.messages import Reported
from coder.tui.page.rescue import Rescue


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return make_study(tmp_path)


def fill_the_disk(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the disk take nothing from now on, and the program think that it has tried for half a minute."""

    def full(ticket: int, changes: Sequence[Change], coder: str) -> None:
        del changes, coder
        session.app.post_message(
            Reported(Failed(ticket, refused=False, problem=StorageFailed("The disk is full.", "Make room.")))
        )

    monkeypatch.setattr(session.app._writer, "put", full)


def told(session: Session) -> str:
    """What was said in passing."""
    return " ".join(one.message for one in session.app._notifications)


async def test_after_half_a_minute_a_sheet_offers_a_way_out_once(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with running(path) as session:
        fill_the_disk(session, monkeypatch)
        session.app.desk.outbox._pause = 8
        await session.press("down", "enter", "2")
        assert "NOT SAVED: 1 action" in session.screen
        await session.press("1")
        session.app.desk.outbox.retry()
        await session.settle()
        assert "NOT SAVED: 1 action" not in session.screen
        assert "!Bribery" in session.screen


async def test_what_waits_is_written_as_a_table_that_another_day_imports(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "stick" / "later.csv"
    file.parent.mkdir()
    async with running(path) as session:
        fill_the_disk(session, monkeypatch)
        await session.press("down", "enter", "2", "/", *"films", "enter", "1", "]", "enter", *"brand new", "ctrl+n")
        await session.press("ctrl+r", "3")
        session.app.screen.query_one("Input").value = str(file)  # type: ignore[attr-defined]  # the line's
        await session.press("enter")
    rows = list(csv.DictReader(file.read_text(encoding="utf-8-sig").split("\n")))
    assert [(row["code"], row["source"], row["coder"]) for row in rows] == [
        ("Bribery", "R2", "elm"),
        ("Heard from others", "R2", "elm"),
        (f"{acts.GROUP} > brand new", "R2", "elm"),
    ]
    with Study.open(path, readonly=True) as study:
        assert len(study.store.codings()) == 4
    done = CliRunner().invoke(root, ["codings", "import", str(path), str(file), "--create", "--as", "elm"])
    assert done.exit_code == 0, done.output
    with Study.open(path, readonly=True) as study:
        assert len(study.store.codings()) == 7


async def test_what_a_table_cannot_say_is_counted(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with running(path) as session:
        await session.press("down", "enter")
        desk = session.app.desk
        spans = desk.spans.all()
        rescue = Rescue()
        sent: list[Change] = []

        def note(ticket: int, changes: Sequence[Change], coder: str) -> None:
            del ticket, coder
            sent.extend(changes)

        monkeypatch.setattr(session.app._writer, "put", note)
        acts.remove(desk, spans[0].uid)
        acts.give_ends(desk, spans[1].uid, spans[1].start + 6, spans[1].end)
        acts.give_code(desk, spans[2].uid, "2" * 32)
        acts.finish(desk, finished=True)
        rescue.take(sent, desk.store)
        rows = rescue.table(desk.store, desk.codebook.paths).rows
        assert rescue.left_out == 2
        for ticket in range(1, 5):
            desk.tickets.forget(ticket)
        assert [(row[2], row[4]) for row in rows] == [
            ("Phones > Phone inspection", spans[1].start + 6),
            ("Human surveillance > Informants", spans[2].start),
        ]


async def test_a_file_that_is_there_is_not_written_over(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "there.csv"
    file.write_text("mine")
    async with running(path) as session:
        fill_the_disk(session, monkeypatch)
        await session.press("down", "enter", "2")
        session.app._write(str(file))
        await session.settle()
        assert "exists already" in told(session)
    assert file.read_text() == "mine"


async def test_where_all_is_saved_there_is_nothing_to_do(path: Path) -> None:
    async with running(path) as session:
        await session.press("ctrl+r")
        assert "everything is saved" in told(session)


async def test_a_new_code_that_is_refused_is_taken_back_with_its_coding(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with running(path) as session:

        def refuse(ticket: int, changes: Sequence[Change], coder: str) -> None:
            del changes, coder
            session.app.post_message(Reported(Failed(ticket, refused=True, problem=ChangeRefused("Not now.", "Ask oak."))))

        await session.press("down", "enter")
        monkeypatch.setattr(session.app._writer, "put", refuse)
        await session.press("enter", *"hush", "ctrl+n")
        assert "taken back: Not now. Ask oak." in session.screen
        assert len(session.app.desk.spans) == 4
        assert session.app.desk.codebook.fits("hush") == ()


def test_the_study_can_be_read_by_the_installation_that_wrote_it(path: Path) -> None:
    with Study.open(path, readonly=True, installation=Installation(path.parent)) as study:
        assert study.past.next_undo(study.store.coders()[1].uid) is not None
