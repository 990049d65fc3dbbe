"""Bringing a codebook into a study: the plan of `codebook_merge`, carried out as one action."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from coder.errors import InputRefused
from coder.exchange.codebook_merge import MergePlan, Update, plan
from coder.exchange.codebook_yaml import read_codebook_file
from coder.model.round import Coder
from coder.model.words import count
from coder.study.changes import Change, SetField, add_code, add_variable, set_code_field
from coder.study.study import Study


def import_codebook(study: Study, path: Path, actor: Coder) -> MergePlan:
    """Add and update codes and variables after a file; nothing is ever removed.

    Raises:
        InputRefused: the file cannot be read or has faults, all of them named; nothing was changed.
        ChangeRefused: the codebook is locked.
    """
    read = read_codebook_file(path)
    if read.problems:
        message = f"{path} has {count(len(read.problems), 'fault')} and was not imported."
        raise InputRefused(message, "Mend them and import again.", place=str(path), problems=read.problems)
    planned = plan(study.store.codebook(), read.codebook, read.given)
    if planned.problems:
        message = f"{path} does not fit the study's codebook."
        raise InputRefused(message, "Mend the file or the study and import again.", place=str(path), problems=planned.problems)
    changes = list(_changes(planned))
    if changes:
        study.act(changes, actor.uid)
    return planned


def _changes(planned: MergePlan) -> Iterator[Change]:
    """Write a plan as changes, parents before children."""
    for update in planned.book:
        yield SetField("setting", f"codebook.{update.field}", "value", str(update.new))
    for added in planned.add:
        yield add_code(added.code, added.position)
    for update in (*planned.update, *planned.pushed):
        yield _updated(planned, update)
    for variable in planned.add_variables:
        yield add_variable(variable)
    for update in planned.update_variables:
        values = [str(value) for value in update.new] if isinstance(update.new, tuple) else []
        yield SetField("variable", update.uid, "categories", list(values))


def _updated(planned: MergePlan, update: Update) -> Change:
    if update.field == "place" and isinstance(update.new, tuple):
        parent, position = update.new
        return SetField("code", update.uid, "place", {"parent": parent, "position": position})  # type: ignore[dict-item]  # a place
    return set_code_field(planned.codebook.by_uid[update.uid], update.field)
