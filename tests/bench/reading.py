"""Reading: the questions a study is made for, asked of the study of each size."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import partial

from coder.model.codebook import SEPARATOR
from coder.reports.agreement import agreement
from coder.reports.crosstab import crosstab
from coder.study.study import Study

from .figure import STANDARD, Figure, Unit, in_turn, with_growth
from .generator import REGIONS, interviews
from .shelf import PROGRAM, Shelf

_BARE_SQL = "SELECT source, code, count(*) FROM coding WHERE live = 1 AND origin IS NOT 'consensus' GROUP BY source, code"


@dataclass(frozen=True, slots=True)
class _Question:
    """Something that is asked of a study."""

    name: str
    unit: Unit
    rounds: int
    ask: Callable[[Shelf, Study], object]
    goal: float | None = None
    """For the standard size."""
    must_scale: bool = False
    fault: Callable[[Study, int], str] = lambda _study, _n: ""


def measure(shelf: Shelf) -> Iterator[Figure]:
    """Ask each question of all sizes in turn."""
    with ExitStack() as stack:
        studies = {n: stack.enter_context(shelf.reading(n)) for n in shelf.sizes}
        for question in _QUESTIONS:
            works = [partial(question.ask, shelf, study) for study in studies.values()]
            times = dict(zip(studies, in_turn(shelf.rounds(question.rounds), *works), strict=True))
            for n, figure in with_growth("read", question.name, question.unit, times, must_scale=question.must_scale).items():
                goal = question.goal if n == STANDARD else None
                yield replace(figure, goal=goal, fault=question.fault(studies[n], n))


def _crosstab(_: Shelf, study: Study) -> object:
    return crosstab(study, "code", columns="region").to_table()


def _crosstab_process(shelf: Shelf, study: Study) -> object:
    return shelf.run(PROGRAM, "crosstab", str(study.path), "--columns", "region")


def _count_barely(_: Shelf, study: Study) -> object:
    return study.store._db.execute(_BARE_SQL).fetchall()


def _open_source(_: Shelf, study: Study) -> object:
    """Read what the coding screen shows of one source."""
    source = max(study.store.ids("source").items())[1]
    return study.store.text(source), study.store.turns(source), study.store.codings(source=source)


def _crosstab_fault(study: Study, n: int) -> str:
    """Count from the generated interviews, a code with its sub-codes, and compare."""
    people: dict[tuple[str, str], set[str]] = defaultdict(set)
    for interview in interviews(n):
        for said in interview.codings:
            for code in said.code.split(SEPARATOR):
                people[code, interview.region].add(interview.name)
    report = crosstab(study, "code", columns="region")
    shown = {
        (row, column): cell
        for row, cells in zip(report.rows, report.counted.cells, strict=True)
        for column, cell in zip(report.columns, cells, strict=True)
    }
    wanted = {(row, column): len(people[row, column]) for row in report.rows for column in report.columns}
    is_whole = set(report.columns) <= set(REGIONS) and {row for row, _ in people} <= set(report.rows)
    return "" if shown == wanted and is_whole else "the counts are not those of the interviews"


_QUESTIONS = (
    _Question("cross-tab code × region, respondents", "ms", 15, _crosstab, 20, must_scale=True, fault=_crosstab_fault),
    _Question("bare SQL: codings by source and code", "ms", 15, _count_barely),
    _Question("coder crosstab, whole process", "ms", 5, _crosstab_process),
    _Question("agreement by turn, 40 codes × 3 coders", "ms", 3, lambda _, study: agreement(study), must_scale=True),
    _Question("agreement by character", "ms", 3, lambda _, study: agreement(study, unit="character"), must_scale=True),
    _Question("text, turns and codings of one source", "ms", 15, _open_source),
    _Question("verify", "s", 1, lambda _, study: study.verify()),
)
