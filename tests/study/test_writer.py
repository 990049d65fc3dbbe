"""The writer: in order, `Saved` only once it is, refusals told from failures, nothing left behind at the end."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from queue import Queue

import pytest
from one_study import OneStudy, one_study

from coder.errors import ChangeRefused, StorageFailed, StudyRefused
from coder.study import engine
from coder.study.changes import SetField, add_memo
from coder.study.journal.device import Installation
from coder.study.study import Study
from coder.study.writer import Failed, Saved, Writer

WAIT = 20
"""Seconds after which a test gives up hanging; nothing takes that long."""


class Desk:
    """A writer and what it reports; each report is looked at as it comes, from the writer's thread."""

    def __init__(self, place: OneStudy, installation: Installation | None = None) -> None:
        self.reports: Queue[Saved | Failed] = Queue()
        self.seen: list[int] = []
        """Codings that another connection found at each report."""
        self.threads: set[str] = set()
        self._place = place
        self.writer = Writer(place.path, self._report, installation or place.installation)

    def _report(self, report: Saved | Failed) -> None:
        self.threads.add(threading.current_thread().name)
        if self._place.path.is_file() and self._place.path.stat().st_size:
            with Study.open(self._place.path, readonly=True) as study:
                self.seen.append(len(study.store.codings()))
        self.reports.put(report)

    def next(self) -> Saved | Failed:
        return self.reports.get(timeout=WAIT)


@pytest.fixture
def place(tmp_path: Path) -> OneStudy:
    return one_study(tmp_path)


@pytest.fixture
def desk(place: OneStudy) -> Iterator[Desk]:
    desk = Desk(place)
    yield desk
    assert desk.writer.close(WAIT)


def test_an_action_is_reported_once_another_connection_can_read_it(desk: Desk, place: OneStudy) -> None:
    for ticket in range(3):
        desk.writer.put(ticket, [place.coding(ticket, ticket + 5)], place.coder)
    assert [desk.next() for _ in range(3)] == [Saved(0), Saved(1), Saved(2)]
    assert desk.seen == [1, 2, 3]
    assert desk.threads == {"writer"}


def test_what_is_put_in_comes_out_in_that_order(desk: Desk, place: OneStudy) -> None:
    desk.writer.put(1, [place.coding()], place.coder)
    desk.writer.undo(2, place.coder)
    desk.writer.redo(3, place.coder)
    desk.writer.remember(4, place.coder, "cursor", "7")
    desk.writer.put(5, [add_memo("study", "", place.coder, "A doubt.")], place.coder)
    reports = [desk.next() for _ in range(5)]
    assert [report.ticket for report in reports] == [1, 2, 3, 4, 5]
    assert desk.seen == [1, 0, 1, 1, 1]


def test_an_undo_tells_what_it_took_back_and_an_empty_one_that_it_took_nothing(desk: Desk, place: OneStudy) -> None:
    desk.writer.put(1, [place.coding()], place.coder)
    desk.writer.undo(2, place.coder)
    desk.writer.redo(3, "nobody")
    _, undone, nothing = (desk.next() for _ in range(3))
    assert isinstance(undone, Saved)
    assert undone.turned is not None
    assert undone.turned.way == "undo"
    assert nothing == Saved(3, None)


def test_a_refusal_is_final_and_the_next_action_goes_on(desk: Desk, place: OneStudy) -> None:
    desk.writer.put(1, [place.coding(0, 10**6)], place.coder)
    desk.writer.put(2, [place.coding()], place.coder)
    refused, saved = desk.next(), desk.next()
    assert isinstance(refused, Failed)
    assert (refused.ticket, refused.refused, type(refused.problem)) == (1, True, ChangeRefused)
    assert saved == Saved(2)


def test_a_failure_of_storage_can_be_tried_again(desk: Desk, place: OneStudy, monkeypatch: pytest.MonkeyPatch) -> None:
    """The disk is full and then has room again."""
    full = threading.Event()
    full.set()
    right = engine.writing

    def writing(connection: engine.Connection) -> object:
        if full.is_set():
            raise StorageFailed("The disk is full.", "Free some space.")
        return right(connection)

    monkeypatch.setattr("coder.study.journal.chronicle.writing", writing)
    coding = place.coding()
    desk.writer.put(1, [coding], place.coder)
    failed = desk.next()
    assert isinstance(failed, Failed)
    assert (failed.refused, failed.problem.hint) == (False, "Free some space.")
    full.clear()
    desk.writer.put(2, [coding], place.coder)
    behind = desk.next()
    assert isinstance(behind, Failed)
    assert (behind.ticket, behind.refused) == (2, False)
    desk.writer.resume()
    desk.writer.put(2, [coding], place.coder)
    assert desk.next() == Saved(2)
    assert desk.seen == [0, 0, 1]


def test_what_waits_is_saved_before_the_writer_ends(place: OneStudy) -> None:
    desk = Desk(place)
    for ticket in range(40):
        desk.writer.put(ticket, [place.coding(ticket, ticket + 2)], place.coder)
    assert desk.writer.close(WAIT)
    assert [desk.reports.get_nowait() for _ in range(40)] == [Saved(ticket) for ticket in range(40)]
    with place.open() as study:
        assert len(study.store.codings()) == 40


def test_a_writer_that_takes_too_long_to_end_says_so(place: OneStudy) -> None:
    hold, held = threading.Event(), threading.Event()

    def report(_: Saved | Failed) -> None:
        held.set()
        hold.wait(WAIT)

    writer = Writer(place.path, report, place.installation)
    writer.put(1, [place.coding()], place.coder)
    assert held.wait(WAIT)
    assert not writer.close(0)
    hold.set()
    assert writer.close(WAIT)


@pytest.mark.parametrize("what", ["missing", "words"])
def test_a_study_that_cannot_be_opened_fails_every_ticket(tmp_path: Path, place: OneStudy, what: str) -> None:
    path = tmp_path / "no study.db"
    if what == "words":
        path.write_bytes(b"words" * 1_000)
    reports: Queue[Saved | Failed] = Queue()
    writer = Writer(path, reports.put, place.installation)
    writer.put(1, [place.coding()], place.coder)
    writer.undo(2, place.coder)
    for ticket in (1, 2):
        failed = reports.get(timeout=WAIT)
        assert isinstance(failed, Failed)
        assert (failed.ticket, failed.refused) == (ticket, False)
        assert isinstance(failed.problem, StudyRefused)
    assert writer.close(WAIT)


def test_settings_that_cannot_be_written_fail_the_ticket_and_not_the_thread(place: OneStudy, tmp_path: Path) -> None:
    (tmp_path / "a file").write_text("", encoding="utf-8")
    desk = Desk(place, Installation(tmp_path / "a file"))
    for ticket in (1, 2):
        desk.writer.put(ticket, [place.coding()], place.coder)
        failed = desk.next()
        assert isinstance(failed, Failed)
        assert (failed.ticket, failed.refused) == (ticket, False)
    assert desk.writer.close(WAIT)


def test_the_last_row_is_noted_when_the_writer_ends(place: OneStudy) -> None:
    desk = Desk(place)
    desk.writer.put(1, [SetField("setting", "x", "value", 1)], place.coder)
    assert desk.writer.close(WAIT)
    with place.open() as study:
        (anchor,) = study.anchors()
    assert place.installation.last_written(anchor[0]) == anchor[1:]
