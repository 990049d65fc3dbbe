"""Bringing documents into a study: each file one action, and one bad file does not stop the others."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from coder.analysis.names import new_name
from coder.documents.folder import files_in
from coder.documents.read import read_document
from coder.errors import ImportRefused, InputRefused, Problem
from coder.model.round import Coder
from coder.model.source import Document, Kind, Role, Source
from coder.model.text import fold
from coder.study.changes import Change, add_respondent, add_source
from coder.study.study import Study


@dataclass(frozen=True, slots=True)
class Reading:
    """How files are to be read and what they are."""

    kind: Kind = "interview"
    respondent: str | None = None
    """A label for all files, `none`, or None: then an interview's name is its respondent's label."""
    encoding: str | None = None
    speakers: Mapping[str, Role] | None = None
    pattern: str | None = None


@dataclass
class Intake:
    """What came of an import."""

    taken: list[Document] = field(default_factory=list)
    refused: list[Problem] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)
    """What is worth knowing about files that were taken."""


def take_in(
    study: Study,
    paths: Sequence[Path],
    actor: Coder,
    how: Reading,
    progress: Callable[[int, int], None] = lambda _done, _all: None,
) -> Intake:
    """Import files and folders as sources; `progress` is told (done, all) after each file."""
    files, problems = files_in(paths)
    intake = Intake(notes=list(problems))
    known = _Known(study)
    for number, file in enumerate(files, start=1):
        try:
            document = read_document(file, encoding=how.encoding, speakers=how.speakers, pattern=how.pattern)
            known.refuse_if_there(document, file)
            study.act(known.changes(document, how), actor.uid)
        except InputRefused as error:
            place = error.place or str(file)
            message = error.message.removeprefix(place).lstrip(": ").rstrip(".")
            intake.refused.append(Problem(place, message, error.hint))
        else:
            intake.taken.append(document)
            intake.notes += document.notes
            if how.kind == "interview" and how.respondent is None and not document.turns:
                message = f"taken as an interview of the respondent {document.name}"
                intake.notes.append(Problem(str(file), message, "if it is a report: coder undo, then --kind media"))
        progress(number, len(files))
    return intake


class _Known:
    """What the study has: names, texts, respondents; kept up to date while files come in."""

    def __init__(self, study: Study) -> None:
        """Look at the study once."""
        self._store = study.store
        self._names = {fold(source.name) for source in self._store.sources()}
        self._lengths: dict[int, list[Source]] = defaultdict(list)
        for source in self._store.sources():
            self._lengths[source.characters].append(source)
        self._texts: dict[bytes, str] = {}
        self._respondents = {fold(one.label): one.uid for one in self._store.respondents()}

    def refuse_if_there(self, document: Document, file: Path) -> None:
        """Refuse a name that is taken, or a text that is there under another name."""
        if fold(document.name) in self._names:
            message = f"{file}: the study has a source “{document.name}” already."
            raise ImportRefused(message, "Rename the file, or rename the source: coder sources rename", place=str(file))
        for source in self._lengths.pop(len(document.text), ()):  # only texts of equal length need to be read
            self._texts[_mark(self._store.text(source.uid))] = source.name
        twin = self._texts.get(_mark(document.text))
        if twin is not None:
            message = f"{file}: the study has this text already, as “{twin}”."
            raise ImportRefused(message, "Nothing needs to be done unless the file is the wrong one.", place=str(file))

    def changes(self, document: Document, how: Reading) -> list[Change]:
        """Write a document as changes, with its respondent if it is somebody's testimony."""
        self._names.add(fold(document.name))
        self._texts[_mark(document.text)] = document.name
        label = how.respondent or (document.name if how.kind == "interview" else "none")
        if fold(label) == "none":
            return add_source(document, how.kind, None)
        uid = self._respondents.get(fold(label))
        if uid is not None:
            return add_source(document, how.kind, uid)
        respondent = add_respondent(new_name(label))
        self._respondents[fold(label)] = respondent.uid
        return [respondent, *add_source(document, how.kind, respondent.uid)]


def _mark(text: str) -> bytes:
    """Tell texts apart in memory; nothing of this is kept."""
    return hashlib.blake2b(text.encode(), digest_size=16).digest()
