"""A disk that fails now and then: the page is the file once all is settled, and nothing is there twice or lost."""

from __future__ import annotations

import itertools
import random
import tempfile
from collections import deque
from collections.abc import Callable, Sequence
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from screens import CODES, make_study

from coder.errors import ChangeRefused, CoderError, StorageFailed
from coder.study.changes import Change
from coder.study.journal.device import Installation
from coder.study.journal.turns import Turned
from coder.study.study import Study
from coder.study.writer import Failed, Saved
from coder.tui import acts
from coder.tui.desk import Desk
from coder.tui.page.outbox import Clock

USABLE = [code.uid for code in CODES if code.codable and code.status == "active"]
Work = Callable[[], Turned | None]


class MoodyWriter:
    """Does what a writer does, in order, whenever a test lets it; sometimes the disk takes nothing."""

    def __init__(self, study: Study, dice: random.Random) -> None:
        self.study = study
        self.dice = dice
        self.jobs: deque[tuple[int, Work | None]] = deque()
        self.is_stopped = False
        self.is_well = False

    def put(self, ticket: int, changes: Sequence[Change], coder: str) -> None:
        def work() -> None:
            self.study.act(changes, coder)

        self.jobs.append((ticket, work))

    def undo(self, ticket: int, coder: str) -> None:
        self.jobs.append((ticket, lambda: self.study.undo(coder)))

    def redo(self, ticket: int, coder: str) -> None:
        self.jobs.append((ticket, lambda: self.study.redo(coder)))

    def resume(self) -> None:
        self.jobs.append((0, None))

    def remember(self, ticket: int, coder: str, key: str, value: str) -> None:
        del ticket, coder, key, value

    def step(self, desk: Desk) -> None:
        """Do the oldest job, or fail it, and report."""
        ticket, work = self.jobs.popleft()
        if work is None:
            self.is_stopped = False
        elif self.is_stopped or (not self.is_well and self.dice.random() < 0.2):
            self.is_stopped = True
            desk.settle(Failed(ticket, refused=False, problem=StorageFailed("The disk is full.", "Make room.")))
        else:
            try:
                desk.settle(Saved(ticket, work()))
            except CoderError as error:
                desk.settle(Failed(ticket, refused=isinstance(error, ChangeRefused), problem=error))


def act(desk: Desk, dice: random.Random) -> None:
    """Do one of the things that keys do."""
    uids = [span.uid for span in desk.spans.all()]
    start = dice.randrange(15, 330)
    end = start + dice.randrange(1, 50)
    ways: list[Callable[[], object]] = [
        lambda: acts.code_passage(desk, dice.choice(USABLE), start, end),
        lambda: acts.code_passage(desk, dice.choice(USABLE), start, end),
        desk.undo,
        desk.redo,
        lambda: acts.make_code(desk, f"own {dice.randrange(3)}", start, end),
        lambda: acts.finish(desk, finished=dice.random() < 0.5),
    ]
    if uids:
        uid = dice.choice(uids)
        ways += [
            lambda: acts.remove(desk, uid),
            lambda: acts.give_code(desk, uid, dice.choice(USABLE)),
            lambda: acts.give_ends(desk, uid, start, end),
            lambda: acts.cut(desk, uid, start),
        ]
    dice.choice(ways)()


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, 10_000))
def test_when_all_is_settled_the_page_is_the_file_and_nothing_is_there_twice(seed: int) -> None:
    dice = random.Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        path = make_study(Path(folder))
        installation = Installation(Path(folder))
        with (
            Study.open(path, installation=installation) as hand,
            Study.open(path, readonly=True, installation=installation) as study,
        ):
            elm = next(coder for coder in study.store.coders() if coder.name == "elm")
            writer, later = MoodyWriter(hand, dice), list[Callable[[], None]]()
            desk = Desk(
                study.store,
                study.past,
                elm,
                writer,
                {},
                Clock(lambda: "2025-01-02T00:00:00Z", lambda _, call: later.append(call)),
            )
            desk.open(next(source for source in study.store.sources() if source.name == "R2"))
            for _ in range(40):
                act(desk, dice)
                for _ in range(dice.randrange(3)):
                    if writer.jobs:
                        writer.step(desk)
                if later and dice.random() < 0.3:
                    later.pop()()
            writer.is_well = True
            while writer.jobs or later:
                if writer.jobs:
                    writer.step(desk)
                else:
                    later.pop()()
            assert desk.tickets.waiting == 0
            check(desk, study)


def check(desk: Desk, study: Study) -> None:
    """Compare what is painted with what the file holds."""
    held = study.store.codings(source=desk.source.uid, coder=desk.coder.uid)
    assert {(one.uid, one.start, one.end, one.code) for one in held} == {
        (span.uid, span.start, span.end, span.code) for span in desk.spans.all()
    }
    sets: dict[str, list[tuple[int, int]]] = {}
    for one in held:
        sets.setdefault(one.code, []).append((one.start, one.end))
    for spans in sets.values():
        spans.sort()
        assert all(a[1] <= b[0] for a, b in itertools.pairwise(spans)), "one code twice on the same words"
    assert desk.is_finished == ((desk.round.uid, desk.source.uid, desk.coder.uid) in study.store.finished())
    assert desk.codebook.by_uid.keys() == study.store.codebook().by_uid.keys()
