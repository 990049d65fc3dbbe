"""What the overview says, from plain values."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from coder.model.round import Coder, Progress
from coder.model.source import Source
from coder.reports.overview import Overview, Person, Standing, Stop
from coder.study.ledger import Size
from coder.tui.page.bars import COARSE
from coder.tui.page.tickets import Job, Tickets
from coder.tui.screens.overview.standing import MOST_PEOPLE, listing, next_line, next_up, people_lines, safe_lines, work_line

NOW = datetime.fromisoformat("2025-11-12T15:00:00+00:00")
ELM = Coder("e", "elm")
R1, R2 = (Source(name, name, "interview", "ko", 4000, 30, name, "") for name in ("R1", "R2"))
SEEN = Overview(
    coder=ELM,
    sources=(R1, R2),
    coders=(ELM,),
    progress={("R1", "e"): Progress(3, "finished"), ("R2", "e"): Progress(0, "to do")},
    standings=(Standing(R1, 3, 0, "finished", 1.0), Standing(R2, 0, 0, "to do", 0.5)),
    people=(Person(ELM, 3, 1, 2, "2025-11-11T18:40:00.000Z"),),
    stop=None,
    journal=Size(1, 2, ""),
    backups=(),
    changed_codes=0,
    new_sources=0,
)


def people(n: int) -> tuple[Person, ...]:
    return tuple(Person(Coder(str(number), f"coder {number}"), 1, 1, 2, "") for number in range(n))


def test_more_people_than_there_is_room_for_are_counted() -> None:
    said = people_lines(replace(SEEN, people=people(MOST_PEOPLE + 2)), NOW, COARSE).plain
    assert said.count("######......") == MOST_PEOPLE
    assert said.endswith("and 2 more, further on")


def test_a_person_has_her_share_her_codings_and_the_time_of_the_last() -> None:
    said = people_lines(SEEN, NOW, COARSE).plain
    assert said.split("\n")[1] == "  elm ######......     1/2   3 codings, the last yesterday 18:40"
    assert people_lines(replace(SEEN, people=()), NOW, COARSE).plain == ""


def test_what_is_not_saved_is_the_first_thing_that_is_said() -> None:
    tickets = Tickets()
    tickets.issue(Job(tickets.failed))
    tickets.failed(1)
    assert "! saved      NOT SAVED 1" in safe_lines(SEEN, tickets, NOW, with_team=False).plain


def test_new_sources_and_changed_codes_have_a_line_each() -> None:
    said = safe_lines(replace(SEEN, changed_codes=2, new_sources=3), Tickets(), NOW, with_team=True).plain
    assert "! codebook   2 codes changed by others since you last coded" in said
    assert "! sources    3 new since you last coded" in said
    assert "1 change in the journal, from 2 devices" in said
    assert "TEAM" not in said, "there is no team of one"


@pytest.mark.parametrize("unfolded", [True, False])
def test_finished_sources_are_listed_when_asked_for(unfolded: bool) -> None:
    found = listing(SEEN, COARSE, is_unfolded=unfolded, words="")
    assert [source.name for source in found.sources] == (["R1", "R2"] if unfolded else ["R2"])
    assert found.n_folded == (0 if unfolded else 1)
    assert found.table.rows[-1] == ("R2", "ko", 30, "########........  50%", 0, 0, "to do")
    assert ("Space shows 1 more" in work_line(SEEN, found, "").plain) is not unfolded


def test_words_narrow_the_list_in_any_case() -> None:
    found = listing(SEEN, COARSE, is_unfolded=True, words="r2")
    assert [source.name for source in found.sources] == ["R2"]
    assert "with “r2”" in work_line(SEEN, found, "r2").plain


def test_where_she_stopped_in_a_finished_source_the_next_one_is_named() -> None:
    stopped = replace(SEEN, stop=Stop(R1, 4, ""))
    assert next_up(stopped) == SEEN.standings[1]
    assert next_line(stopped, NOW)[0].plain == "Next   R2, 30 turns"
    line, when = next_line(replace(SEEN, stop=Stop(R2, None, "2025-11-12T09:10:00.000Z")), NOW)
    assert (line.plain, when.plain) == ("Continue   R2", "you stopped today 09:10   ")
