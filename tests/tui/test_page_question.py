"""What the autocode screen is asked: typed words become words, marks belong to passages and not to rows."""

from __future__ import annotations

import pytest

from coder.analysis.autocode import Hit
from coder.model.source import Source
from coder.reports.autocode import Found, State, Wanted
from coder.tui.page.question import Question, question_about, words_in

SOURCE = Source("s", "R2", "interview", "en", 100, 2, "R2", "")


def hit(start: int, state: State = "new") -> Found:
    return Found(SOURCE, 1, "R2", Hit(start, start + 5, ((start, start + 5),)), "words", "«words»", state)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", ()),
        (" , ,", ()),
        ("phone", ("phone",)),
        ("phone*, two cartons ,검열", ("phone*", "two cartons", "검열")),
        ("손전화，검열", ("손전화", "검열")),
        ('"no, never", gate', ("no, never", "gate")),
        ('"no, never', ("no, never",)),
        ('""', ()),
    ],
)
def test_words_stand_between_commas_unless_they_are_quoted(typed: str, words: tuple[str, ...]) -> None:
    assert words_in(typed) == words


@pytest.mark.parametrize(
    ("passage", "words"),
    [("a  cable\nhe had", "a cable he had"), ("No, I said “never”.", "No, I said “never”."), ('a "b" c', "a b c")],
)
def test_a_passage_becomes_one_phrase(passage: str, words: str) -> None:
    assert question_about(passage).wanted.words == (words,)


def test_what_is_typed_is_words_or_an_expression() -> None:
    assert Question(typed="a, b").wanted == Wanted(words=("a", "b"))
    assert Question(typed="a, b", is_expression=True).wanted == Wanted(expression="a, b")
    assert Question(speaker="R", within="Homes").wanted == Wanted(speakers=("R",), within="Homes")


@pytest.mark.parametrize(
    ("question", "complete"),
    [
        (Question(), False),
        (Question(code="k"), False),
        (Question(typed="a"), False),
        (Question(code="k", typed=" , "), False),
        (Question(code="k", typed="a"), True),
        (Question(code="k", typed="(", is_expression=True), True),
        (Question(code="k", speaker="R"), True),
        (Question(code="k", within="Homes"), True),
    ],
)
def test_a_question_needs_a_code_and_something_to_look_for(question: Question, complete: bool) -> None:
    assert question.is_complete == complete


def test_all_that_would_change_something_is_marked_at_first() -> None:
    found = [hit(0), hit(10, "here already"), hit(20, "wider")]
    assert Question().marked(found) == [found[0], found[2]]


def test_marks_stay_with_their_passages_when_others_come_or_go() -> None:
    question = Question()
    question.invert([hit(10)])
    assert question.marked([hit(0), hit(10), hit(20)]) == [hit(0), hit(20)]
    assert question.marked([hit(10), hit(30)]) == [hit(30)]
    question.invert([hit(0), hit(10)])
    assert question.marked([hit(0), hit(10)]) == [hit(10)]


def test_all_and_none_are_of_the_hits_that_are_listed() -> None:
    question = Question()
    question.mark([hit(0), hit(10)], marked=False)
    question.mark([hit(10)], marked=True)
    assert question.marked([hit(0), hit(10)]) == [hit(10)]


def test_another_question_begins_with_all_marked_at_the_first() -> None:
    question = Question(row=4)
    question.mark([hit(0)], marked=False)
    question.renew()
    assert (question.row, question.is_marked(hit(0))) == (0, True)
