"""What tests of commands and imports work on: a small study on disk, and the command line, run inside the test.

The study is made once and copied. Its persons, places and words are invented; two codes have the same name, one code has a Korean
name, one passage begins like a spreadsheet's formula, and of three coders one (`oak`) has coded nothing.
"""

from __future__ import annotations

import atexit
import contextlib
import io
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from unittest import mock

from coder.cli import root
from coder.cli.edge import run as run_command
from coder.documents.intake import Reading, take_in
from coder.exchange.codebook_import import import_codebook
from coder.exchange.values_table import import_values
from coder.model.coding import Coding
from coder.study import Study
from coder.study.changes import AddCoding, add_coder, add_memo, mark

BOOK = """\
codebook: 1
title: Small book
variables:
  - {name: left, of: respondent, type: category, values: [early, late]}
  - {name: place, of: source, type: text}
codes:
  - name: Phones
    codable: false
    codes:
      - {name: Inspection, brief: somebody looks into a phone}
      - {name: Calls, brief: somebody telephones}
  - name: Homes
    codable: false
    codes:
      - {name: Inspection, brief: somebody looks into a home}
      - {name: Lamp, brief: light at night, names: {ko: 등불}}
"""
TEXTS = {
    "R1": "Interviewer: Where did you live?\nR1: In the town. We had a lamp. Nobody looked.\nInterviewer: And then?\n"
    "R1: - Then we left. My aunt stayed.\n",
    "R2": "면담자: 어디에서 살았습니까?\nR2: [도시]에서 살았습니다. 손전화 검열이 있었습니다.\n면담자: 그다음에는요?\n"
    "R2: 모르겠습니다.\n",
    "R10": "Interviewer: Did you call?\nR10: =Never. I had no phone.\nInterviewer: And the others?\nR10: Some did.\n",
}
REPORT = "The factory has new lenses. They are for safety, the manager said.\n"
VALUES = "respondent,left\nR1,early\nR2,late\nR10,late\n"
CODINGS = (
    ("R1", "ash", "Homes > Lamp", "We had a lamp."),
    ("R1", "ash", "Homes > Inspection", "Nobody looked."),
    ("R1", "elm", "Homes > Lamp", "We had a lamp."),
    ("R1", "elm", "Phones > Calls", "- Then we left."),
    ("R2", "ash", "Phones > Inspection", "손전화 검열이 있었습니다."),
    ("R2", "elm", "Phones > Inspection", "손전화 검열이 있었습니다."),
    ("R10", "ash", "Phones > Calls", "=Never. I had no phone."),
)


@dataclass(frozen=True, slots=True)
class Ran:
    """What a command did: exit code, stdout, stderr."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """What stdout says as JSON."""
        return json.loads(self.out)


@dataclass(frozen=True, slots=True)
class Desk:
    """A folder with the study `s.db` in it, in which commands are run."""

    folder: Path

    @property
    def study(self) -> Path:
        """The study's file."""
        return self.folder / "s.db"

    def run(self, *args: str, stdin: str = "", env: Mapping[str, str] | None = None) -> Ran:
        """Run a command in the folder; nobody acts unless the arguments or `env` say who."""
        return run(*args, folder=self.folder, stdin=stdin, env=env)

    def done(self, *args: str, stdin: str = "") -> Ran:
        """Run a command that must succeed."""
        ran = self.run(*args, stdin=stdin)
        assert ran.code == 0, ran
        return ran

    def refused(self, *args: str, stdin: str = "") -> str:
        """Run a command that must be refused with exit code 1 and without data; give what it says."""
        ran = self.run(*args, stdin=stdin)
        assert (ran.code, ran.out) == (1, ""), ran
        return ran.err

    def write(self, name: str, text: str, encoding: str = "utf-8") -> Path:
        """Write a file into the folder, its line ends as they are given."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode(encoding))
        return path

    def codings(self) -> list[Coding]:
        """List the study's codings."""
        with Study.open(self.study, readonly=True) as study:
            return study.store.codings()

    def rows(self) -> int:
        """Count the journal's rows: equal before and after means that nothing was changed."""
        with Study.open(self.study, readonly=True) as study:
            return len(list(study.log()))


def desk(folder: Path) -> Desk:
    """Lay a copy of the small study into a folder."""
    shutil.copyfile(_made(), folder / "s.db")
    return Desk(folder)


def empty_study(folder: Path, name: str = "s.db", texts: Mapping[str, str] = TEXTS) -> Path:
    """Make a study with sources, codes and the coders ash and elm, but without codings or values."""
    path = folder / name
    sources = folder / f"{name} sources"
    sources.mkdir()
    for stem, text in texts.items():
        (sources / f"{stem}.txt").write_bytes(text.encode())
    (sources / "book.yaml").write_bytes(BOOK.encode())
    with Study.create(path, supervisor="oak") as study:
        oak = study.store.coders()[0]
        import_codebook(study, sources / "book.yaml", oak)
        study.act([add_coder("ash"), add_coder("elm")], oak.uid)
        take_in(study, [sources / f"{stem}.txt" for stem in texts], oak, Reading())
    shutil.rmtree(sources)
    return path


class Terminal(io.TextIOWrapper):
    """A stream that says that it is a terminal."""

    def isatty(self) -> bool:
        return True


def run(
    *args: str,
    folder: Path,
    stdin: str = "",
    env: Mapping[str, str] | None = None,
    stream: type[io.TextIOWrapper] = io.TextIOWrapper,
) -> Ran:
    """Run the command line as a process would, but inside this one; `stream` is what it reads from and writes to."""
    out, err = streams = [stream(io.BytesIO(), encoding="utf-8", newline="") for _ in range(2)]
    read = stream(io.BytesIO(stdin.encode()), encoding="utf-8")
    code: object = 0
    settings = {name: value for name, value in os.environ.items() if name == "CODER_SETTINGS" or not name.startswith("CODER_")}
    with (
        contextlib.chdir(folder),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
        mock.patch.object(sys, "argv", ["coder", *args]),
        mock.patch.object(sys, "stdin", read),
        mock.patch.dict(os.environ, {**settings, **(env or {})}, clear=True),
    ):
        try:
            run_command(root)
        except SystemExit as done:
            code = done.code or 0
    assert isinstance(code, int), code
    said = [_text(stream) for stream in streams]
    return Ran(code, *said)


def _text(stream: io.TextIOWrapper) -> str:
    stream.flush()
    assert isinstance(stream.buffer, io.BytesIO)
    return stream.buffer.getvalue().decode()


def scratch() -> Path:
    """Make a folder that lasts as long as the run of tests."""
    folder = Path(tempfile.mkdtemp(prefix="coder-tests-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


@cache
def _made() -> Path:
    """Make the small study, once in a run of tests."""
    folder = scratch()
    path = empty_study(folder)
    (folder / "M1.txt").write_bytes(REPORT.encode())
    (folder / "values.csv").write_bytes(VALUES.encode())
    with Study.open(path) as study:
        store = study.store
        coders = {coder.name: coder for coder in store.coders()}
        take_in(study, [folder / "M1.txt"], coders["oak"], Reading(kind="media"))
        import_values(study, folder / "values.csv", coders["oak"])
        sources = {source.name: source.uid for source in store.sources()}
        codes = {path: uid for uid, path in store.codebook().paths.items()}
        made = []
        for source, coder, code, words in CODINGS:
            start = TEXTS[source].index(words)
            span = (start, start + len(words))
            made.append(AddCoding(sources[source], codes[code], coders[coder].uid, store.main_round().uid, *span))
            study.act([made[-1]], coders[coder].uid)
        study.act([add_memo("coding", made[0].uid, coders["ash"].uid, "A doubt of hers.")], coders["ash"].uid)
        for source, name in (("R1", "ash"), ("R1", "elm"), ("R2", "ash"), ("R2", "elm"), ("R10", "ash"), ("R10", "elm")):
            done = mark(store.main_round().uid, sources[source], coders[name].uid, "finished", value=True)
            study.act([done], coders[name].uid)
    return path
