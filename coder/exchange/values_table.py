"""Attributes of respondents and sources as tables: one row for each, one column a variable."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from coder.analysis.names import find, new_name, unknown
from coder.errors import CoderError, InputRefused, Problem
from coder.exchange.tabular import Record, read_rows
from coder.model.respondent import Owner, Respondent, Variable, is_number, plain
from coder.model.round import Coder
from coder.model.source import KINDS, Source
from coder.model.text import fold
from coder.study.changes import Change, SetField, add_respondent, add_variable, new_uid, set_value
from coder.study.store import Store
from coder.study.study import Study

_MOST_CATEGORIES, _LONGEST_CATEGORY = 30, 40
"""A column beyond these holds remarks: they are values of people, and no part of the codebook."""
RESERVED = ("source", "respondent", "kind", "language")
"""Columns that are not variables: who a row is about, and three facts about a source."""


@dataclass(frozen=True, slots=True)
class ValuesImported:
    """What came of an import."""

    rows: int
    values: int
    new_variables: tuple[str, ...]
    new_respondents: tuple[str, ...]


def import_values(study: Study, path: Path, actor: Coder, *, create: bool = False) -> ValuesImported:
    """Bring a table of attributes in, all of it or nothing; its first column is `source` or `respondent`.

    An empty cell leaves what the study has. `create` makes variables of columns that the study does not know.

    Raises:
        InputRefused: a file that cannot be read, or rows that do not fit; nothing was changed.
    """
    columns, records = read_rows(path)
    of = fold(columns[0])
    if of not in ("source", "respondent"):
        message = f"The first column of {path} is neither source nor respondent."
        raise InputRefused(message, "Let the first column name sources or respondents.", place=str(path))
    plan = _Plan(study.store, "source" if of == "source" else "respondent")
    plan.prepare(records, [column for column in columns if fold(column) not in RESERVED], str(path), create=create)
    for record in records:
        plan.take(record)
    if plan.problems:
        message = f"{path} was not imported: {len(plan.problems)} of its cells do not fit."
        raise InputRefused(message, "Mend these cells and import again.", place=str(path), problems=plan.problems)
    if plan.changes:
        study.act(plan.changes, actor.uid)
    return ValuesImported(len(records), plan.values, tuple(plan.new_variables), tuple(plan.new_respondents))


def export_values(store: Store, of: Owner) -> tuple[list[str], list[list[str]]]:
    """Write the attributes of all respondents or sources: names of columns, and rows."""
    variables = [variable for variable in store.variables() if variable.of == of]
    names = [variable.name for variable in variables]
    if of == "respondent":
        rows = [[one.label, *(one.values.get(name, "") for name in names)] for one in store.respondents()]
        return ["respondent", *names], rows
    values = store.source_values()
    rows = [
        [one.name, one.respondent or "", one.kind, one.language, *(values.get(one.uid, {}).get(name, "") for name in names)]
        for one in store.sources()
    ]
    return ["source", "respondent", "kind", "language", *names], rows


@dataclass
class _Plan:
    """What an import will do, row by row."""

    store: Store
    of: Owner
    changes: list[Change] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    new_variables: list[str] = field(default_factory=list)
    new_respondents: list[str] = field(default_factory=list)
    values: int = 0

    def __post_init__(self) -> None:
        """Look at the study once."""
        self._variables: dict[str, Variable] = {fold(variable.name): variable for variable in self.store.variables()}
        self._sources = self.store.sources()
        self._respondents = {fold(one.label): one for one in self.store.respondents()}
        self._columns: list[str] = []
        self._said: dict[tuple[str, str], str] = {}

    def prepare(self, records: list[Record], columns: list[str], place: str, *, create: bool) -> None:
        """Find the variables of the columns, or make them."""
        self._columns = columns
        for column in columns:
            if fold(column) in self._variables:
                continue
            if not create:
                names = [variable.name for variable in self._variables.values()]
                error = unknown("variable", column, names, "Import with --yes to make new variables.")
                self.problems.append(Problem(place, error.message.rstrip("."), error.hint))
                continue
            variable = _variable(new_name(column), self.of, [record[fold(column)] for record in records if record[fold(column)]])
            self._variables[fold(column)] = variable
            self.changes.append(add_variable(variable))
            self.new_variables.append(variable.name)

    def take(self, record: Record) -> None:
        """Work out one row, or note what is wrong with it."""
        try:
            source = find("source", self._sources, record["source"]) if self.of == "source" else None
            respondent = self._respondent(record, source)
        except CoderError as error:
            self.problems.append(record.problem(error.message.rstrip("."), error.hint))
            return
        if source is not None:
            self._facts(record, source)
        for column in self._columns:
            value = record[fold(column)]
            if value and fold(column) in self._variables:
                self._value(record, self._variables[fold(column)], value, source, respondent)

    def _respondent(self, record: Record, source: Source | None) -> Respondent | None:
        """Find whose row it is; in a row of a source, `none` in the column means that nobody speaks in it."""
        label = record["respondent"] or (source.respondent or "" if source else "")
        if source is not None and fold(label) == "none":
            if source.respondent:
                self.changes.append(SetField("source", source.uid, "respondent", None))
            return None
        if not label:
            return None
        found = self._respondents.get(fold(label))
        if found is None and source is None:
            raise unknown(
                "respondent", label, [one.label for one in self._respondents.values()], "Import their interviews first."
            )
        if found is None:
            found = self._new_respondent(new_name(label))
        if source is not None and fold(source.respondent or "") != fold(label):
            self.changes.append(SetField("source", source.uid, "respondent", found.uid))
        return found

    def _new_respondent(self, label: str) -> Respondent:
        added = add_respondent(label)
        found = self._respondents[fold(label)] = Respondent(added.uid, label)
        self.changes.append(added)
        self.new_respondents.append(label)
        return found

    def _facts(self, record: Record, source: Source) -> None:
        if record["kind"] and record["kind"] not in KINDS:
            self.problems.append(record.problem(f"“{record['kind']}” is no kind of source", f"The kinds are {', '.join(KINDS)}."))
        elif record["kind"] and record["kind"] != source.kind:
            self.changes.append(SetField("source", source.uid, "kind", record["kind"]))
        if record["language"] and record["language"] != source.language:
            self.changes.append(SetField("source", source.uid, "language", record["language"]))

    def _value(
        self, record: Record, variable: Variable, value: str, source: Source | None, respondent: Respondent | None
    ) -> None:
        owner = source if variable.of == "source" else respondent
        if owner is None:
            problem = record.problem(
                f"“{variable.name}” describes {variable.of}s, and this row has none", "Fill in the first column."
            )
            self.problems.append(problem)
            return
        try:
            value = _fitting(variable, value)
        except CoderError as error:
            self.problems.append(record.problem(error.message.rstrip("."), error.hint))
            return
        if self._said.setdefault((owner.uid, variable.uid), value) != value:
            problem = record.problem(
                f"“{variable.name}” has another value for the same {variable.of} in a row above", "Keep one."
            )
            self.problems.append(problem)
            return
        self.changes.append(set_value(owner.uid, variable.uid, value))
        self.values += 1


def _variable(name: str, of: Owner, values: list[str]) -> Variable:
    """Make a variable for a column: numbers, a few categories (two spellings of one are one), else free text."""
    if values and all(map(is_number, values)):
        return Variable(name, of, "number", uid=new_uid())
    spelt: dict[str, str] = {}
    for value in values:
        spelt.setdefault(plain(value), value)
    if len(spelt) > _MOST_CATEGORIES or any(len(value) > _LONGEST_CATEGORY for value in spelt.values()):
        return Variable(name, of, "text", uid=new_uid())
    return Variable(name, of, "category", tuple(spelt.values()), new_uid())


def _fitting(variable: Variable, value: str) -> str:
    """Give a value as the variable spells it, or refuse it."""
    if variable.type == "number" and not is_number(value):
        raise InputRefused(f"“{value}” is no number, but {variable.name} is one.", "Write a number, with a point.")
    if variable.type != "category" or not variable.values:
        return value
    spelt = {plain(category): category for category in variable.values}
    if plain(value) not in spelt:
        raise unknown(f"value of {variable.name}", value, variable.values, f"The values are {', '.join(variable.values)}.")
    return spelt[plain(value)]
