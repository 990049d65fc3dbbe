"""A small study on disk: a source with two turns, three codes, one coder, in the round `main`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from coder.model.codebook import Code
from coder.model.source import Document, Turn
from coder.study.changes import AddCoding, add_code, add_source
from coder.study.journal.device import Installation
from coder.study.study import Study

TEXT = "I: When was it?\nR1: In the spring, in the market.\n"
TURNS = (Turn(0, 3, 15, "I", "I"), Turn(16, 20, 49, "R1", "R"))
LIMITS, BRIBERY, PAPERS = ("0" * 31 + digit for digit in "123")


@dataclass(frozen=True)
class OneStudy:
    """Where the study lies, and the uids of what is in it."""

    path: Path
    installation: Installation
    source: str
    coder: str
    round: str

    def open(self) -> Study:
        return Study.open(self.path, installation=self.installation)

    def coding(self, start: int = 20, end: int = 33, code: str = BRIBERY) -> AddCoding:
        return AddCoding(self.source, code, self.coder, self.round, start, end)


def one_study(folder: Path, name: str = "study.db") -> OneStudy:
    """Make the study in a folder, with settings of its own beside it."""
    installation = Installation(folder / "settings")
    with Study.create(folder / name, supervisor="oak", installation=installation) as study:
        coder = study.store.coders()[0].uid
        source = add_source(Document("R1", TEXT, TURNS, "en"), "interview", None)
        codes = [Code("Limits", uid=LIMITS, codable=False), Code("Bribery", LIMITS, BRIBERY), Code("Papers", LIMITS, PAPERS)]
        study.act([*source, *(add_code(code, position) for position, code in enumerate(codes))], coder)
        return OneStudy(study.path, installation, study.store.sources()[0].uid, coder, study.store.main_round().uid)
