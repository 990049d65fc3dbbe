"""What is on its way to the disk, and the codes on the digits."""

from coder.study.changes import AddCoding
from coder.tui.page.slots import Slots
from coder.tui.page.tickets import Job, Tickets

CHANGE = AddCoding("s", "k", "c", "r", 0, 5, uid="u")


def test_saved_is_said_only_after_a_report() -> None:
    sent: list[int] = []
    tickets = Tickets()
    assert tickets.status == ""
    tickets.issue(Job(sent.append, (CHANGE,)))
    assert (sent, tickets.status) == ([1], "saving 1")
    tickets.saved(1)
    assert tickets.status == "✓ saved"


def test_a_failed_ticket_is_counted_and_sent_again() -> None:
    sent: list[int] = []
    tickets = Tickets()
    tickets.issue(Job(sent.append, (CHANGE,)))
    tickets.issue(Job(sent.append))
    tickets.failed(1)
    assert tickets.status == "NOT SAVED 2"
    assert tickets.unsaved() == {"u"}
    resumed: list[bool] = []
    tickets.retry(lambda: resumed.append(True))
    assert (sent, resumed) == ([1, 2], [])
    tickets.failed(2)
    tickets.issue(Job(sent.append))
    tickets.retry(lambda: resumed.append(True))
    tickets.retry(lambda: resumed.append(True))
    assert (sent, resumed) == ([1, 2, 1, 2, 3], [True])
    tickets.issue(Job(sent.append))
    assert sent[-1] == 4, "what failed is on its way again, so what is new goes behind it"
    tickets.saved(1)
    assert tickets.status == "NOT SAVED 3"
    for ticket in (2, 3, 4):
        tickets.saved(ticket)
    assert tickets.status == "✓ saved"


def test_a_refused_ticket_is_gone_and_nothing_was_saved() -> None:
    tickets = Tickets()
    tickets.issue(Job(lambda _: None, (CHANGE,)))
    tickets.forget(1)
    assert (tickets.status, list(tickets.changes())) == ("", [])


def test_a_report_on_an_unknown_ticket_changes_nothing() -> None:
    tickets = Tickets()
    tickets.failed(7)
    tickets.saved(7)
    assert tickets.status == ""


def test_a_code_keeps_its_digit_until_a_new_one_needs_the_place() -> None:
    slots = Slots("abcdefghij")
    slots.use("j")
    slots.use("i")
    assert slots.places == list("abcdefghij")
    slots.use("new")
    assert slots.code("8") == "new"  # h had gone unused for longest
    assert slots.digit("j") == "0"


def test_a_new_code_takes_a_free_place_first() -> None:
    slots = Slots("ab")
    slots.use("c")
    assert (slots.places, slots.last, slots.code("4"), slots.digit("x")) == (["a", "b", "c"], "c", None, "")


def test_places_are_taken_as_they_were_left() -> None:
    slots = Slots(recent="ab", places="ba")
    assert slots.places == ["b", "a"]
    slots.use("a")
    assert slots.by_recency == ["a", "b"]
