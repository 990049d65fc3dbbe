"""What the overview says: where to go on, which sources are listed, who is how far, whether the work is safe."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from textual.content import Content

from coder.model.display import cut, pad
from coder.model.source import Source
from coder.model.text import fold
from coder.model.words import count
from coder.reports.dates import read_time, said, said_at
from coder.reports.overview import Overview, Person, Standing, team_table
from coder.reports.table import UNDEFINED, Column, Table
from coder.tui.page.bars import Blocks, bar
from coder.tui.page.tickets import Tickets
from coder.tui.say import say

READ = 16
"""Cells of the bar that draws how much was read."""
DONE = 12
"""Cells of the bar that draws how much is finished."""
MOST_PEOPLE = 5
"""People who have a line of their own; more would take the room of the sources."""
FRESH = timedelta(days=1)
"""A backup that is older, and lacks something, is no good backup any more."""
_NAME = 10


@dataclass(frozen=True, slots=True)
class Listing:
    """The sources that are listed."""

    sources: tuple[Source, ...]
    table: Table
    n_folded: int
    """Finished ones that are not shown."""


def listing(report: Overview, blocks: Blocks, *, is_unfolded: bool, words: str) -> Listing:
    """List the sources in whose name some words stand; finished ones only if asked for, or if there are no others."""
    team = team_table(report)
    table = team if report.is_for_the_team else work_table(report.standings, blocks)
    sources = report.sources if report.is_for_the_team else tuple(one.source for one in report.standings)
    done = _done(report)
    fitting = [place for place, source in enumerate(sources) if fold(words) in fold(source.name)]
    left = [place for place in fitting if sources[place].uid not in done]
    shown = fitting if is_unfolded or not left else left
    rows = tuple(table.rows[place] for place in shown)
    return Listing(tuple(sources[place] for place in shown), replace(table, rows=rows), len(fitting) - len(shown))


def _done(report: Overview) -> set[str]:
    """Find the sources with which she is finished, or in the team's view everybody who has begun them."""
    if not report.is_for_the_team:
        return {one.source.uid for one in report.standings if one.state == "finished"}
    begun = {source for source, _ in report.progress}
    return begun - {source for (source, _), one in report.progress.items() if one.state != "finished"}


def work_table(standings: Iterable[Standing], blocks: Blocks) -> Table:
    """Say of each source how much of it was read and coded."""
    columns = (
        Column("source"),
        Column("lang"),
        Column("turns", "number"),
        Column("read"),
        Column("codings", "number"),
        Column("memos", "number"),
        Column("state"),
    )
    rows = tuple(
        (
            *(one.source.name, one.source.language, one.source.n_turns, _read(one.read, blocks)),
            *(one.codings, one.memos, one.state),
        )
        for one in standings
    )
    return Table("Sources", columns, rows)


def _read(share: float | None, blocks: Blocks) -> str:
    drawn = bar(share or 0, READ, blocks)
    return f"{drawn} {UNDEFINED if share is None else f'{share:.0%}':>4}"


def local(at: str) -> datetime:
    """Read a time of the desk's clock, in the zone of who reads."""
    return datetime.fromisoformat(at).astimezone()


def next_up(report: Overview) -> Standing | None:
    """Find the source to go on with: where she stopped, else the first that is not finished."""
    left = [one for one in report.standings if one.state != "finished"]
    stopped = report.stop.source.uid if report.stop else ""
    return next((one for one in left if one.source.uid == stopped), left[0] if left else None)


def next_line(report: Overview, now: datetime) -> tuple[Content, Content]:
    """Say where to go on, and when she stopped there."""
    up, stop = next_up(report), report.stop
    if up is None:
        done = say("All {n} are finished.", n=count(len(report.standings), "source")) if report.standings else Content()
        return done, Content()
    if stop is None or stop.source.uid != up.source.uid:
        turns = say(", {turns}", turns=count(up.source.n_turns, "turn")) if up.source.n_turns else Content()
        return say("Next   {source}", source=up.source.name) + turns, Content()
    turn = say(", turn {turn} of {n}", turn=stop.turn, n=stop.source.n_turns) if stop.turn else Content()
    when = said_at(stop.at, now)
    line = say("Continue   {source}", source=stop.source.name) + turn
    return line, say("you stopped {when}   ", when=when) if when else Content()


def work_line(report: Overview, listed: Listing, words: str) -> Content:
    """Say above the list how much of the work is done, and which words it is narrowed to."""
    if report.is_for_the_team:
        line = say("SOURCES   {n}", n=len(report.sources))
    else:
        states = [one.state for one in report.standings]
        line = say("MY WORK   {done} of {n} finished", done=states.count("finished"), n=count(len(states), "source"))
        for state in ("open", "to do"):
            line += say(", {n} {state}", n=states.count(state), state=state) if state in states else Content()
    line += say("   with “{words}”", words=words) if words else Content()
    return line + say("   Space shows {n} more", n=listed.n_folded) if listed.n_folded else line


def people_lines(report: Overview, now: datetime, blocks: Blocks) -> Content:
    """Say how far everybody is, the one who is furthest behind first; nothing where nobody has begun."""
    if not report.people:
        return Content()
    lines = [Content.assemble(("PEOPLE   finished", "bold"))]
    width = max((len(one.coder.name) for one in report.people), default=0)
    lines += [_person(one, min(width, _NAME + 2), now, blocks) for one in report.people[:MOST_PEOPLE]]
    if (more := len(report.people) - MOST_PEOPLE) > 0:
        lines.append(say("  and {n} more, further on", n=more))
    return Content("\n").join(lines)


def _person(one: Person, width: int, now: datetime, blocks: Blocks) -> Content:
    done = f"{one.finished}/{one.sources}"
    line = say(
        "  {name} {bar} {done:>7}   {codings}",
        name=pad(cut(one.coder.name, width), width),
        bar=bar(one.share, DONE, blocks),
        done=f"{done:>7}",
        codings=count(one.codings, "coding"),
    )
    when = said_at(one.coded_at, now)
    return line + say(", the last {when}", when=when) if when else line


def safe_lines(report: Overview, tickets: Tickets, now: datetime, *, with_team: bool) -> Content:
    """Say whether the work is safe, and what has changed; `with_team` also how far the others are."""
    asked = "IS THE STUDY SAFE?" if report.is_for_the_team else "IS MY WORK SAFE?"
    lines = [Content.assemble((asked, "bold")), *_safe(report, tickets, now), *_news(report)]
    if with_team and len(report.people) > 1:
        done = "  ".join(f"{one.coder.name} {one.finished}/{one.sources}" for one in report.people)
        lines.append(say("TEAM   finished:  {done}", done=done))
    return Content("\n").join(lines)


def _safe(report: Overview, tickets: Tickets, now: datetime) -> Iterator[Content]:
    size = report.journal
    journal = f"{count(size.entries, 'change')} in the journal, from {count(size.devices, 'device')}"
    if tickets.failing:
        yield _line("saved", f"NOT SAVED {tickets.waiting}: the disk does not take it; it is tried again", is_good=False)
    else:
        yield _line("saved", journal)
    if not report.backups:
        yield _line("backup", "none yet: b makes one", is_good=False)
        return
    made, changed = report.backups[0].made, read_time(size.changed_at)
    has_all = changed is None or made >= changed
    is_good = has_all or now - made < FRESH
    what = "has all changes" if has_all else "lacks what came later" if is_good else "lacks what came later: b makes one"
    yield _line("backup", f"{said(made, now)}, opened and checked; {what}", is_good=is_good)


def _news(report: Overview) -> Iterator[Content]:
    if report.changed_codes:
        changed = count(report.changed_codes, "code")
        yield _line("codebook", f"{changed} changed by others since you last coded", is_good=False)
    if report.new_sources:
        yield _line("sources", f"{report.new_sources} new since you last coded", is_good=False)


def _line(name: str, text: str, *, is_good: bool = True) -> Content:
    line = say("  {mark} {name} {text}", mark="✓" if is_good else "!", name=f"{name:<{_NAME}}", text=text)
    return line if is_good else line.stylize("bold")


def first_steps(path: Path, *, has_codes: bool) -> Content:
    """Say what to do with a study that has no sources."""
    steps = [
        say("This study has no sources yet. Leave with ctrl+q, then:"),
        say("  coder import {study} FOLDER", study=path),
        say("      brings in the transcripts of a folder, one file for each interview"),
        say("  coder {study}", study=path),
        say("      opens the study again"),
        say("F1 shows the manual's first page, which goes through it step by step."),
    ]
    if not has_codes:
        book = [
            say("  coder codebook import {study} FILE", study=path),
            say("      brings in a codebook; coder codebook template writes one to begin with"),
        ]
        steps[1:1] = book
    return Content("\n").join(steps)
