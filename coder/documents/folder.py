"""Folders: which files an import is about.

A folder stands for the plain transcripts in it and under it, in the order in which people count (R2 before R10). What is
passed over is said, because a transcript that was silently not imported is missed only in the results.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from coder.errors import Problem
from coder.model.text import clean_name, fold, natural_key

SUFFIXES = frozenset({".txt", ".text", ".md", ".markdown"})


def files_in(paths: Iterable[Path]) -> tuple[tuple[Path, ...], tuple[Problem, ...]]:
    """List the files that paths stand for: named ones as they are, folders by their transcripts.

    Two files of one stem would be two sources of one name: the first is taken and the other told.
    """
    files: list[Path] = []
    problems: list[Problem] = []
    for path in paths:
        if path.is_dir():
            found, told = _transcripts(path)
            files += found
            problems += told
        else:
            files.append(path)
    single, clashes = _without_clashes(files)
    return tuple(single), (*problems, *clashes)


def _transcripts(folder: Path) -> tuple[list[Path], list[Problem]]:
    """List the transcripts in and under a folder; hidden files and folders are no business of ours."""
    unreadable: list[OSError] = []
    files = sorted(_walk(folder, unreadable), key=lambda file: [natural_key(part) for part in file.relative_to(folder).parts])
    taken = [file for file in files if file.suffix.casefold() in SUFFIXES]
    others = Counter(file.suffix.casefold() or "no suffix" for file in files if file.suffix.casefold() not in SUFFIXES)
    problems = [
        Problem(str(error.filename), f"cannot be read: {error.strerror}", "look at its permissions") for error in unreadable
    ]
    if others:
        kinds = ", ".join(f"{n} × {suffix}" for suffix, n in others.most_common())
        problems.append(Problem(str(folder), f"files passed over: {kinds}", "save transcripts as .txt or .md"))
    if not taken:
        problems.append(Problem(str(folder), "no transcript in it", "transcripts are .txt or .md files"))
    return taken, problems


def _walk(folder: Path, unreadable: list[OSError]) -> Iterator[Path]:
    for here, folders, names in os.walk(folder, onerror=unreadable.append):
        folders[:] = [name for name in folders if not name.startswith(".")]
        yield from (Path(here, name) for name in names if not name.startswith("."))


def _without_clashes(files: Iterable[Path]) -> tuple[list[Path], list[Problem]]:
    """Take each file once, and of two with one stem the first."""
    first: dict[str, Path] = {}
    problems = []
    for file in files:
        taken = first.setdefault(fold(clean_name(file.stem)), file)
        if os.path.realpath(taken) != os.path.realpath(file):
            hint = "rename one of them and import it again"
            problems.append(Problem(str(file), f"left out, for {taken} gives its source the same name", hint))
    return list(first.values()), problems
