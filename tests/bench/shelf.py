"""The shelf: studies of the sizes that are asked for, built once a run through the doors that everybody uses."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from coder.documents.intake import Reading, take_in
from coder.exchange.codebook_import import import_codebook
from coder.exchange.codings_table import import_codings
from coder.exchange.values_table import import_values
from coder.study.changes import add_coder
from coder.study.journal.device import Installation
from coder.study.study import Study

from .figure import seconds
from .generator import CODERS, CODINGS, Files, interviews, write

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = "from coder.cli import main; main()"
"""What the command `coder` runs; so the benchmark measures this tree, wherever another one may be installed."""
COPY = "thistle"
"""What a study is called that may be written to; a word that stands nowhere else on a screen."""


@dataclass(frozen=True, slots=True)
class Built:
    """A study that was built, and how long its two large imports took."""

    path: Path
    texts: float
    """Seconds for the transcripts."""
    codings: float
    """Seconds for the table of codings."""
    fault: str
    """What did not come in."""


@dataclass
class Shelf:
    """Studies and files in a scratch folder; nothing of the person who runs the benchmark is read or changed."""

    folder: Path
    sizes: tuple[int, ...]
    is_quick: bool = False
    """One round of everything, to see that it runs."""
    is_full: bool = False
    """Every length, density and window in which keys are pressed, which takes an hour."""
    _files: dict[int, Files] = field(default_factory=dict)
    _built: dict[int, Built] = field(default_factory=dict)
    _numbers: Iterator[int] = field(default_factory=count)

    def rounds(self, wanted: int) -> int:
        """Say how often something is to be measured."""
        return 1 if self.is_quick else wanted

    @property
    def installation(self) -> Installation:
        """Who writes."""
        return Installation(self.folder / "settings")

    def files(self, n: int) -> Files:
        """Give the files of `n` interviews."""
        if n not in self._files:
            self._files[n] = write(self.new_folder(), interviews(n))
        return self._files[n]

    def new_folder(self) -> Path:
        """Make an empty folder."""
        folder = self.folder / str(next(self._numbers))
        folder.mkdir(parents=True)
        return folder

    def built(self, n: int) -> Built:
        """Give the study of `n` interviews that was built first."""
        if n not in self._built:
            self._built[n] = self.build(n)
        return self._built[n]

    def study(self, n: int) -> Path:
        """Give the study of `n` interviews; whoever asks may only read it."""
        return self.built(n).path

    def copy(self, n: int) -> Path:
        """Give a study of `n` interviews that may be written to."""
        return Path(shutil.copyfile(self.study(n), self.new_folder() / f"{COPY}.db"))

    def build(self, n: int) -> Built:
        """Build a study of `n` interviews from files, measuring."""
        files, path = self.files(n), self.new_folder() / "bench.db"
        with Study.create(path, supervisor="oak", installation=self.installation) as study:
            oak = study.store.coders()[0]
            import_codebook(study, files.codebook, oak)
            study.act([add_coder(name) for name in CODERS], oak.uid)
            texts = seconds(lambda: take_in(study, [files.sources], oak, Reading()))
            import_values(study, files.values, oak, create=True)
            codings = seconds(lambda: import_codings(study, files.codings, oak, study.store.main_round()))
            came = (len(study.store.sources()), sum(one.codings for one in study.store.progress().values()))
        wanted = (n, n * len(CODERS) * CODINGS)
        return Built(path, texts, codings, "" if came == wanted else f"{came} sources and codings came in, not {wanted}")

    @contextmanager
    def reading(self, n: int) -> Iterator[Study]:
        """Open a study of `n` interviews as a command that only reads does."""
        with Study.open(self.study(n), readonly=True, installation=self.installation) as study:
            yield study

    def environment(self) -> dict[str, str]:
        """Give processes settings of their own and this tree to run, compiled once as an installed program is."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("CODER_")}
        kept.pop("PYTHONDONTWRITEBYTECODE", None)
        path = os.pathsep.join(filter(None, (str(ROOT), kept.get("PYTHONPATH"))))
        return kept | {"CODER_SETTINGS": str(self.installation.folder), "PYTHONPATH": path, "PYTHONIOENCODING": "utf-8"}

    def run(self, code: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run Python code as a process of its own, without a terminal."""
        return subprocess.run(
            [sys.executable, "-c", code, *arguments],
            env=self.environment(),
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            check=True,
        )
