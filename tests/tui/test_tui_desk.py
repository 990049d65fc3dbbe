"""The desk: actions shown at once, saved by somebody else, taken back if need be.

The writer is a fake that does nothing until a test tells it to report; where it matters that a change really is in the file, a
study of its own saves it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from screens import CODED, CODES, code_passage, make_study

from coder.errors import ChangeRefused, StorageFailed
from coder.model.coding import Coding
from coder.study.changes import AddCoding, Change, MoveCoding, Remove, SetField
from coder.study.journal.device import Installation
from coder.study.study import Study
from coder.study.writer import Failed, Saved
from coder.tui import acts
from coder.tui.desk import Desk
from coder.tui.page.news import News
from coder.tui.page.outbox import MOST_UNSAVED, Clock

HOME, INFORMANTS, PHONE, BRIBERY, HEARD, OLD = (code.uid for code in CODES if code.codable)


class FakeWriter:
    """Takes what it is given and saves it only when told to."""

    def __init__(self) -> None:
        self.jobs: list[tuple[int, str, Sequence[Change]]] = []
        self.remembered: dict[str, str] = {}
        self.resumed = 0

    def put(self, ticket: int, changes: Sequence[Change], coder: str) -> None:
        del coder
        self.jobs.append((ticket, "put", changes))

    def undo(self, ticket: int, coder: str) -> None:
        del coder
        self.jobs.append((ticket, "undo", ()))

    def redo(self, ticket: int, coder: str) -> None:
        del coder
        self.jobs.append((ticket, "redo", ()))

    def resume(self) -> None:
        self.resumed += 1

    def remember(self, ticket: int, coder: str, key: str, value: str) -> None:
        del ticket, coder
        self.remembered[key] = value


class Office:
    """A desk on a study, its writer in hand."""

    def __init__(self, study: Study, memory: dict[str, str] | None = None) -> None:
        self.study = study
        self.writer = FakeWriter()
        self.later: list[Callable[[], None]] = []
        self.elm = next(coder for coder in study.store.coders() if coder.name == "elm")
        clock = Clock(lambda: "2025-01-02T00:00:00Z", lambda _, call: self.later.append(call))
        self.desk = Desk(study.store, study.past, self.elm, self.writer, memory or {}, clock)
        self.source = next(source for source in study.store.sources() if source.name == "R2")
        self.cursor = self.desk.open(self.source)

    def span(self, words: str) -> tuple[int, int]:
        start = self.desk.page.text.index(words)
        return start, start + len(words)

    def apply(self, code: str, words: str) -> News:
        return acts.code_passage(self.desk, code, *self.span(words))

    def save(self) -> News:
        """Save the oldest job and report it."""
        ticket, way, changes = self.writer.jobs.pop(0)
        with Study.open(self.study.path, installation=Installation(self.study.path.parent)) as study:
            try:
                turned = {"undo": study.undo, "redo": study.redo}[way](self.elm.uid) if way != "put" else None
                if way == "put":
                    study.act(changes, self.elm.uid)
            except ChangeRefused as error:
                return self.desk.settle(Failed(ticket, refused=True, problem=error))
        return self.desk.settle(Saved(ticket, turned))

    def fail(self, *, refused: bool) -> News:
        """Report that the oldest job was not saved."""
        ticket, _, _ = self.writer.jobs.pop(0)
        problem = ChangeRefused("That is not allowed.", "Ask.") if refused else StorageFailed("The disk is full.", "Make room.")
        return self.desk.settle(Failed(ticket, refused, problem))

    def coded(self) -> list[tuple[str, str]]:
        text = self.desk.page.text
        return [(self.desk.name(span.code), text[span.start : span.end]) for span in self.desk.spans.all()]


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    path = make_study(tmp_path)
    with Study.open(path, readonly=True) as study:
        yield Office(study)


def test_opening_a_source_lays_the_coders_own_codings_on_the_desk(office: Office) -> None:
    assert office.coded() == list(CODED)
    assert office.desk.slots.places == [HEARD, BRIBERY, PHONE, HOME]
    assert office.desk.counts == {HEARD: 1, BRIBERY: 1, PHONE: 1, HOME: 1}


def test_a_coding_is_shown_before_it_is_saved(office: Office) -> None:
    news = office.apply(INFORMANTS, " nobody knew.\n")
    assert news.text == "coded Informants, turn 4"
    assert ("Informants", "nobody knew.") in office.coded()
    assert office.desk.tickets.status == "saving 1"
    assert len(office.study.store.codings()) == len(CODED)
    office.save()
    assert office.desk.tickets.status == "✓ saved"
    assert len(office.study.store.codings()) == len(CODED) + 1


def test_a_code_over_a_coding_of_it_widens_that_one(office: Office) -> None:
    news = office.apply(BRIBERY, "gave them two cartons of cigarettes.")
    assert news.text == "widened Bribery, turn 2"
    assert ("Bribery", "My mother gave them two cartons of cigarettes.") in office.coded()
    assert [type(change) for change in office.writer.jobs[0][2]] == [MoveCoding]
    assert office.desk.counts[BRIBERY] == 1


def test_what_bears_the_code_already_is_left_alone(office: Office) -> None:
    assert office.apply(BRIBERY, "two cartons").text == "Bribery is here already"
    assert office.writer.jobs == []


@pytest.mark.parametrize(
    ("code", "words", "text"), [(OLD, "Films", "not in use"), (BRIBERY, " ", "nothing to code"), ("gone", "Films", "not in use")]
)
def test_what_cannot_be_coded_is_said_and_not_sent(office: Office, code: str, words: str, text: str) -> None:
    assert text in office.apply(code, words).text
    assert office.writer.jobs == []


def test_removing_takes_the_coding_off_at_once(office: Office) -> None:
    uid = office.desk.spans.all()[0].uid
    news = acts.remove(office.desk, uid)
    assert news.text == "removed Home search, turn 2"
    assert office.coded() == list(CODED)[1:]
    assert office.writer.jobs[0][2] == (Remove("coding", uid),)


def test_a_refused_action_is_taken_back_and_the_reason_said(office: Office) -> None:
    office.apply(INFORMANTS, "nobody knew")
    office.apply(BRIBERY, "Films")
    news = office.fail(refused=True)
    assert news.is_trouble
    assert news.text == "taken back: That is not allowed. Ask."
    assert [office.desk.name(span.code) for span in news.before] == ["Informants"]
    assert office.coded() == sorted([*CODED, ("Bribery", "Films")], key=lambda coded: office.span(coded[1]))
    assert office.desk.tickets.status == "saving 1"


def test_what_the_disk_did_not_take_stays_marked_and_is_sent_again(office: Office) -> None:
    office.apply(INFORMANTS, "nobody knew")
    news = office.fail(refused=False)
    assert news.is_trouble
    assert [span.state for span in news.after] == ["failed"]
    assert office.desk.tickets.status == "NOT SAVED 1"
    office.later.pop()()
    assert [job[0] for job in office.writer.jobs] == [1]
    assert [span.state for span in office.save().after] == ["saved"]
    assert office.desk.tickets.status == "✓ saved"


def test_two_failures_are_tried_again_together(office: Office) -> None:
    office.apply(INFORMANTS, "nobody knew")
    office.apply(BRIBERY, "Films")
    office.fail(refused=False)
    office.fail(refused=False)
    assert len(office.later) == 1


def test_with_too_much_unsaved_nothing_new_is_begun(office: Office) -> None:
    letters = [place for place, character in enumerate(office.desk.page.text) if character.isalpha()]
    for place in letters[: 2 * MOST_UNSAVED : 2]:
        acts.code_passage(office.desk, INFORMANTS, place, place + 1)
    office.fail(refused=False)
    waiting = len(office.writer.jobs)
    assert office.apply(BRIBERY, "Films").is_trouble
    assert len(office.writer.jobs) == waiting


def test_undo_is_shown_at_once_and_goes_there(office: Office) -> None:
    office.apply(INFORMANTS, "nobody knew")
    office.save()
    news = office.desk.undo()
    assert news.text == "undone: coded Informants, turn 4; ctrl+y brings it back"
    assert news.place == office.span("nobody knew")[0]
    assert office.coded() == list(CODED)
    assert office.desk.tickets.status == "saving 1"
    assert office.save() == News()
    assert office.desk.redo().text.startswith("redone: coded Informants")
    assert len(office.coded()) == len(CODED) + 1
    assert office.save() == News()


def test_undo_of_what_was_done_another_day_is_shown_when_the_journal_says_what_it_was(office: Office) -> None:
    assert office.desk.undo() == News()
    assert len(office.coded()) == len(CODED)
    news = office.save()
    assert news.text == "undone: coded Heard from others, R2 turn 4; ctrl+y brings it back"
    assert len(office.coded()) == len(CODED) - 1
    assert office.desk.redo() == News()
    assert office.save().text.startswith("redone: coded Heard from others")


def test_an_undo_that_takes_back_something_else_is_put_right(office: Office) -> None:
    office.apply(INFORMANTS, "nobody knew")
    office.save()
    with Study.open(office.study.path, installation=Installation(office.study.path.parent)) as study:
        code_passage(study, office.elm.uid, "Informants", "Films")
    office.desk.undo()
    assert office.coded() == list(CODED)
    assert office.save().text == "undone: coded Informants, R2 turn 4; ctrl+y brings it back"
    assert office.coded() == [*CODED, ("Informants", "nobody knew")]


def test_an_undo_that_is_refused_is_shown_no_more(office: Office) -> None:
    office.apply(INFORMANTS, "nobody knew")
    office.save()
    office.desk.undo()
    assert office.fail(refused=True).text.startswith("taken back: ")
    assert len(office.coded()) == len(CODED) + 1


WORDS = ("Films", "nobody knew", "a cable", "three of them", "the battery")


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(keys=st.lists(st.sampled_from(("undo", "redo", "save", "save", "remove", *WORDS)), max_size=14))
def test_whatever_is_done_and_undone_screen_and_file_agree(keys: list[str], tmp_path_factory: pytest.TempPathFactory) -> None:
    path = make_study(tmp_path_factory.mktemp("study"))
    with Study.open(path, readonly=True) as study:
        office = Office(study)
        for number, key in enumerate(keys):
            if key == "save":
                if office.writer.jobs:
                    office.save()
            elif key == "remove":
                spans = office.desk.spans.all()
                acts.remove(office.desk, spans[number % len(spans)].uid) if spans else None
            elif key in WORDS:
                office.apply((INFORMANTS, PHONE)[number % 2], key)
            else:
                office.desk.undo() if key == "undo" else office.desk.redo()
        while office.writer.jobs:
            office.save()
        assert office.coded() == Office(study).coded()


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example(keys=["Films", "save", "undo", "redo", "save", "save"])
@example(keys=["Films", "undo", "redo", "a cable", "undo", "save", "save", "save", "save", "save"])
@given(keys=st.lists(st.sampled_from(("undo", "redo", "save", "save", "remove", *WORDS)), max_size=14))
def test_a_report_of_what_is_shown_already_takes_nobody_back(keys: list[str], tmp_path_factory: pytest.TempPathFactory) -> None:
    path, done, undone = make_study(tmp_path_factory.mktemp("study")), 0, 0
    with Study.open(path, readonly=True) as study:
        office = Office(study)
        for key in keys:
            waiting = len(office.writer.jobs)
            if key == "save" and waiting:
                assert office.save() == News()
            elif key == "undo" and done:
                office.desk.undo()
                done, undone = done - 1, undone + 1
            elif key == "redo" and undone:
                office.desk.redo()
                done, undone = done + 1, undone - 1
            elif key in WORDS:
                office.apply(INFORMANTS, key)
            elif key == "remove" and (spans := office.desk.spans.all()):
                acts.remove(office.desk, spans[0].uid)
            if key in {"remove", *WORDS}:
                done, undone = (done + 1, 0) if len(office.writer.jobs) > waiting else (done, undone)


def test_undo_of_a_coding_reads_only_that_coding(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    office.apply(INFORMANTS, "nobody knew")
    (made,) = [uid for uid in office.desk.opened.codings if office.desk.opened.codings[uid].code == INFORMANTS]
    office.save()
    read: list[object] = []
    codings = office.desk.store.codings

    def seen(*, source: str, coder: str, among: frozenset[str]) -> list[Coding]:
        read.append(among)
        return codings(source=source, coder=coder, among=among)

    monkeypatch.setattr(office.desk.store, "codings", seen)
    monkeypatch.setattr(office.desk.store, "codebook", lambda: pytest.fail("no code has changed"))
    office.desk.undo()
    office.save()
    assert read == [{made}]
    assert office.coded() == list(CODED)


def test_undo_keeps_what_was_done_after_it_was_asked_for(office: Office) -> None:
    office.desk.undo()
    office.apply(INFORMANTS, "nobody knew")
    office.save()
    assert [name for name, _ in office.coded()] == ["Home search", "Phone inspection", "Bribery", "Informants"]


def test_undo_waits_until_everything_is_saved(office: Office) -> None:
    office.apply(INFORMANTS, "nobody knew")
    office.fail(refused=False)
    assert office.desk.undo().is_trouble
    assert office.writer.jobs == []


def test_where_nothing_is_left_to_undo_it_says_so(office: Office) -> None:
    for _ in CODED:
        office.desk.undo()
        office.save()
    office.desk.undo()
    assert office.save().text == "there is nothing to undo or redo"


def test_finishing_is_a_mark_and_can_be_undone(office: Office) -> None:
    assert acts.finish(office.desk, finished=True).text == "R2 is finished"
    assert office.desk.is_finished
    assert isinstance(office.writer.jobs[0][2][0], SetField)
    office.save()
    office.desk.undo()
    assert office.save().text == "undone: finished R2; ctrl+y brings it back"
    assert not office.desk.is_finished


def test_leaving_has_the_place_and_the_slots_remembered(office: Office) -> None:
    office.desk.leave(office.desk.opened, 40)
    assert office.writer.remembered[f"cursor:{office.source.uid}"] == "40"
    assert office.writer.remembered["source"] == office.source.uid
    again = Office(office.study, office.writer.remembered)
    assert again.cursor == 40
    assert again.desk.slots.places == [HEARD, BRIBERY, PHONE, HOME]
    assert again.desk.last_source == office.source.uid


def test_a_report_on_what_was_only_remembered_says_nothing(office: Office) -> None:
    assert office.desk.settle(Saved(0)) == News()
    assert office.desk.settle(Failed(0, refused=False, problem=StorageFailed("x", "y"))) == News()


def test_a_coding_made_meanwhile_by_another_program_appears_when_the_source_is_read_again(office: Office) -> None:
    with Study.open(office.study.path, installation=Installation(office.study.path.parent)) as study:
        code_passage(study, office.elm.uid, "Informants", "Films")
    office.desk.open(office.source)
    assert ("Informants", "Films") in office.coded()


def test_the_changes_of_an_action_know_their_uids_before_they_are_saved(office: Office) -> None:
    office.apply(INFORMANTS, "nobody knew")
    (change,) = office.writer.jobs[0][2]
    assert isinstance(change, AddCoding)
    assert change.uid in office.desk.spans
