"""Power is lost: what was acknowledged is there. And a medium fails at the n-th write: nothing is half done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random

import pytest
from one_study import OneStudy, one_study
from power import Disk, Event, Record, after_power_loss, study_on
from test_study_durable import code_and_note, merge, state, undo

from coder.errors import StorageFailed
from coder.study import engine
from coder.study.changes import add_memo
from coder.study.study import Study

ACTIONS = 80


@dataclass(frozen=True)
class Run:
    """A recorded run: the files before it, and what happened then."""

    place: OneStudy
    before: dict[str, bytes]
    events: list[Event]


def recorded(folder: Path, synchronous: str) -> Run:
    """Code a number of passages on a watched disk, with some undone, some memos, and a checkpoint on the way."""
    place = one_study(folder)
    before = {place.path.name: place.path.read_bytes()}
    record = Record()
    disk = Disk(f"power-{synchronous}-{folder.name}", record)
    with study_on(place, disk.name, synchronous=synchronous) as study:
        for number in range(ACTIONS):
            coding = place.coding(number % 20, number % 20 + 9)
            study.act([coding, add_memo("coding", coding.uid, place.coder, f"doubt {number}")], place.coder)
            record.events.append(Event("said", coding.uid))
            if number % 7 == 3:
                study.undo(place.coder)
                record.events.append(Event("said", f"not {coding.uid}"))
            if number == ACTIONS // 2:
                engine.gather(study._db)
    return Run(place, before, record.events)


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Run:
    return recorded(tmp_path_factory.mktemp("full"), "")


@pytest.fixture(scope="module")
def normal(tmp_path_factory: pytest.TempPathFactory) -> Run:
    return recorded(tmp_path_factory.mktemp("normal"), "NORMAL")


def lost(run: Run, seed: int, folder: Path) -> list[str]:
    """Cut the power at a drawn moment, open what is left, and list what is not as it was acknowledged."""
    dice = Random(seed)
    moment = dice.randint(1, len(run.events))
    for name, data in after_power_loss(run.events, moment, dice, run.before).items():
        (folder / name).write_bytes(data)
    said = [event.name for event in run.events[:moment] if event.what == "said"]
    undone = {name.removeprefix("not ") for name in said if name.startswith("not ")}
    with Study.open(folder / run.place.path.name, installation=run.place.installation) as study:
        problems = [check.problem for check in study.verify() if not check.ok and check.name != "anchors"]
        there = {coding.uid for coding in study.store.codings()}
    for path in folder.iterdir():
        path.unlink()
    doubtful = next((event.name for event in run.events[moment:] if event.what == "said"), "")  # under way at that moment
    return problems + [
        uid for uid in said if not uid.startswith("not ") and (uid in there) is (uid in undone) and uid not in doubtful
    ]


def check_power(run: Run, seeds: range, folder: Path) -> int:
    """Count power losses after which something acknowledged is not there."""
    return sum(bool(lost(run, seed, folder)) for seed in seeds)


@pytest.mark.goal("G2")
def test_power_losses_lose_nothing_acknowledged(full: Run, tmp_path: Path) -> None:
    assert check_power(full, range(100), tmp_path) == 0


@pytest.mark.goal("G2")
def test_the_same_test_finds_what_a_less_careful_setting_loses(normal: Run, tmp_path: Path) -> None:
    assert check_power(normal, range(40), tmp_path) > 10


@pytest.mark.heavy
@pytest.mark.goal("G2")
@pytest.mark.parametrize("first", range(0, 2000, 100))
def test_two_thousand_power_losses_lose_nothing_acknowledged(full: Run, tmp_path: Path, first: int) -> None:
    assert check_power(full, range(first, first + 100), tmp_path) == 0


# A medium that fails


def back_up(study: Study, _: OneStudy) -> None:
    study.back_up()


@pytest.mark.goal("G4")
@pytest.mark.parametrize("act", [code_and_note, merge, undo, back_up])
def test_whichever_write_of_the_medium_fails_nothing_is_half_done(tmp_path: Path, act: Callable[[Study, OneStudy], None]) -> None:
    """Fail the first write or flush of an action, then the second, and so on until the action succeeds."""
    failures = 0
    while fails(tmp_path / str(failures), act, failures + 1):
        failures += 1
        assert failures < 500, "it fails for another reason"
    assert failures >= 3


def fails(folder: Path, act: Callable[[Study, OneStudy], None], n: int) -> bool:
    """Let the n-th write of an act fail; tell whether it was reached, and make sure that then nothing is half there."""
    folder.mkdir()
    place, record = one_study(folder), Record()
    disk = Disk(f"failing-{act.__name__}-{n}-{folder.parent.name}", record)
    with study_on(place, disk.name) as study:
        study.act([place.coding()], place.coder)
        before = state(study)
        record.left, has_failed = n, False
        try:
            act(study, place)
        except StorageFailed:
            has_failed = True
        record.left = None
        after = state(study)
        study.act([place.coding(0, 4)], place.coder)
    with place.open() as study:
        assert [check.problem for check in study.verify() if not check.ok] == []
    assert after == before or not has_failed, "it was refused and done all the same"
    return has_failed
