"""What was acknowledged is there, whoever is killed, whoever else writes, and whichever statement fails."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from one_study import BRIBERY, PAPERS, OneStudy, one_study
from sqlcipher3 import dbapi2

import coder
from coder.errors import ChangeRefused, StorageFailed
from coder.study import engine
from coder.study.changes import SetField, add_memo
from coder.study.engine import Connection, Cursor
from coder.study.journal.device import Installation
from coder.study.journal.rows import Content, genesis, make_row
from coder.study.study import Study

ENVIRONMENT = {**os.environ, "PYTHONPATH": str(Path(coder.__file__).parents[1]), "PYTHONIOENCODING": "utf-8"}
WRITE = """
import sys
from pathlib import Path
from coder.study.changes import AddCoding
from coder.study.journal.device import Installation
from coder.study.study import Study
path, settings, number, source, code, coder, in_round = sys.argv[1:]
with Study.open(path, installation=Installation(Path(settings))) as study:
    print("ready", flush=True)
    sys.stdin.readline()
    for n in range(int(number)):
        coding = AddCoding(source, code, coder, in_round, n % 20, n % 20 + 5)
        study.act([coding], coder)
        print(coding.uid, flush=True)
"""


@pytest.fixture
def place(tmp_path: Path) -> OneStudy:
    return one_study(tmp_path)


def start(place: OneStudy, number: int, settings: Path | None = None) -> subprocess.Popen[str]:
    """Start a program that codes a number of passages, one action each, and tells each once it is saved."""
    where = [str(place.path), str(settings or place.installation.folder), str(number)]
    command = [sys.executable, "-c", WRITE, *where, place.source, BRIBERY, place.coder, place.round]
    return subprocess.Popen(
        command, env=ENVIRONMENT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def go(*programs: subprocess.Popen[str]) -> None:
    """Let programs that are ready begin together."""
    for program in programs:
        assert program.stdout is not None
        assert program.stdout.readline() == "ready\n", program.communicate()
    for program in programs:
        assert program.stdin is not None
        program.stdin.write("\n")
        program.stdin.flush()


def is_whole(study: Study) -> bool:
    return [check.problem for check in study.verify() if not check.ok] == []


# More than one program, and programs that die


def test_two_programs_that_write_at_once_lose_nothing(place: OneStudy) -> None:
    programs = [start(place, 100) for _ in range(2)]
    go(*programs)
    outcome = [program.communicate(timeout=60) for program in programs]
    assert [error for _, error in outcome] == ["", ""]
    saved = [uid for out, _ in outcome for uid in out.split()]
    with place.open() as study:
        assert sorted(coding.uid for coding in study.store.codings()) == sorted(saved)
        assert len(saved) == 200
        assert is_whole(study)


def test_two_installations_that_write_at_once_make_two_chains(place: OneStudy, tmp_path: Path) -> None:
    programs = [start(place, 30, tmp_path / name) for name in ("one", "another")]
    go(*programs)
    outcome = [program.communicate(timeout=60) for program in programs]
    assert [error for _, error in outcome] == ["", ""]
    with place.open() as study:
        assert len(study.store.codings()) == 60
        assert is_whole(study)


TURNS = st.lists(st.tuples(st.integers(0, 2), st.sampled_from(["code", "refused", "undo", "remember", "receive"])), max_size=25)


@settings(max_examples=20)
@given(TURNS)
def test_programs_that_take_turns_on_one_file_never_break_a_chain(turns: list[tuple[int, str]]) -> None:
    check_turns(turns)


def check_turns(turns: list[tuple[int, str]]) -> None:
    """Let two programs of one installation and one of another act, each with what it remembers of the journal's end."""
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        place = one_study(Path(folder))
        installations = [place.installation, place.installation, Installation(Path(folder) / "another")]
        programs = [stack.enter_context(Study.open(place.path, installation=one)) for one in installations]
        stranger, coded = [genesis(programs[0].uid, "z")], 0
        for number, what in turns:
            study = programs[number]
            if what == "code":
                study.act([place.coding()], "elm")
            elif what == "refused":
                with pytest.raises(ChangeRefused):
                    study.act([place.coding(), place.coding(0, 10**6)], "elm")
            elif what == "undo":
                study.undo("elm")
            elif what == "remember":
                study.remember(place.coder, "cursor", str(number))
            else:
                row = make_row("z", len(stranger), 40 + len(stranger), stranger[-1], Content(bytes(16), "{}"))
                study.receive([row], {})
                stranger.append(row.hash)
            coded += what == "code"
        assert is_whole(programs[0])
        assert sum(entry.op == "add" and entry.payload["kind"] == "coding" for entry in programs[0].log()) == coded


# The n-th statement fails


class Failing:
    """A connection whose n-th statement from now on fails as a medium does; None: none fails."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.left: int | None = None
        self.close = connection.close

    @property
    def in_transaction(self) -> bool:
        return self._connection.in_transaction

    def execute(self, sql: str, parameters: Sequence[object] = (), /) -> Cursor:
        self._count(sql)
        return self._connection.execute(sql, parameters)

    def executemany(self, sql: str, parameters: Iterable[Sequence[object]], /) -> Cursor:
        self._count(sql)
        return self._connection.executemany(sql, parameters)

    def _count(self, sql: str) -> None:
        if self.left is not None and sql != "ROLLBACK":
            self.left -= 1
            if self.left == 0:
                raise dbapi2.OperationalError("disk I/O error")


def code_and_note(study: Study, place: OneStudy) -> None:
    study.act([place.coding(0, 9), add_memo("study", "", place.coder, "A doubt.")], place.coder)


def merge(study: Study, place: OneStudy) -> None:
    study.act([SetField("code", PAPERS, "merged_into", BRIBERY)], place.coder)


def undo(study: Study, place: OneStudy) -> None:
    study.undo(place.coder)


def redo(study: Study, place: OneStudy) -> None:
    study.redo(place.coder)


def test_whichever_statement_fails_nothing_is_half_done(place: OneStudy) -> None:
    """Fail the first statement of an action, then the second, and so on until the action succeeds."""
    for act in (code_and_note, merge, undo, redo):
        failures = 0
        while fails(act, place, failures + 1):
            failures += 1
        assert failures > 5


def fails(act: Callable[[Study, OneStudy], None], place: OneStudy, n: int) -> bool:
    """Let the n-th statement of an act fail; tell whether it was reached, and make sure that then nothing has changed."""
    failing = Failing(engine.connect(place.path))
    with Study(place.path, failing, installation=place.installation) as study:
        before = state(study)
        failing.left = n
        try:
            act(study, place)
        except StorageFailed:
            failing.left = None
            assert state(study) == before
            return True
        failing.left = None
        assert is_whole(study)
        return False


@pytest.mark.parametrize(
    "read",
    [
        lambda study: study.store.codings(),
        lambda study: list(study.store.spans()),
        lambda study: study.store.codebook(),
        lambda study: study.store.sources(),
    ],
)
def test_a_medium_that_fails_while_it_is_read_is_one_sentence(place: OneStudy, read: Callable[[Study], object]) -> None:
    failing = Failing(engine.connect(place.path))
    with Study(place.path, failing, installation=place.installation) as study:
        failing.left = 1
        with pytest.raises(StorageFailed, match="cannot be read"):
            read(study)
        failing.left = None
        read(study)


def test_a_file_that_cannot_be_verified_to_the_end_is_a_finding(place: OneStudy) -> None:
    """Fail the first statement of a verification, then the second, and so on until it succeeds."""
    with place.open() as study:
        study.act([place.coding()], place.coder)
    failing = Failing(engine.connect(place.path))
    with Study(place.path, failing, installation=place.installation) as study:
        n, failed = 0, True
        while failed:
            n += 1
            failing.left = n
            found = study.verify()
            failed = failing.left <= 0
            failing.left = None
            assert any(not check.ok for check in found) is failed
        assert n > 10


def state(study: Study) -> list[object]:
    store = study.store
    texts = [store.text(source.uid) for source in store.sources()]
    return [study.uid, list(study.log()), store.codings(), store.codebook(), store.memos(), texts]
