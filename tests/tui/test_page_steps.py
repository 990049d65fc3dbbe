"""What was done at a desk, so that taking it back can be shown at once."""

from coder.tui.page.steps import Step, Steps, Way

ONE, TWO, BACK = (Step("source", {uid: None}) for uid in ("one", "two", "back"))


def upcoming(steps: Steps, way: Way) -> Step | None:
    return steps.next(way, "source")


def test_steps_are_taken_back_newest_first_and_brought_back_in_turn() -> None:
    steps = Steps()
    steps.did(ONE)
    steps.did(TWO)
    assert (upcoming(steps, "undo"), upcoming(steps, "redo")) == (TWO, None)
    steps.took("undo", BACK)
    assert (upcoming(steps, "undo"), upcoming(steps, "redo")) == (ONE, BACK)
    steps.took("redo", TWO)
    assert (upcoming(steps, "undo"), upcoming(steps, "redo")) == (TWO, None)


def test_a_new_action_ends_what_can_be_brought_back() -> None:
    steps = Steps()
    steps.did(ONE)
    steps.took("undo", BACK)
    steps.did(TWO)
    assert upcoming(steps, "redo") is None


def test_of_an_action_of_another_day_or_screen_the_way_back_is_not_known() -> None:
    steps = Steps()
    steps.took("undo", None)
    assert (upcoming(steps, "undo"), upcoming(steps, "redo")) == (None, None)
    steps.did(ONE)
    steps.did(None)
    assert upcoming(steps, "undo") is None
    steps.took("undo", None)
    assert upcoming(steps, "undo") == ONE
    steps.forget()
    assert upcoming(steps, "undo") is None


def test_a_step_in_another_source_is_not_one_in_this() -> None:
    steps = Steps()
    steps.did(ONE)
    assert steps.next("undo", "other") is None
    assert upcoming(steps, "undo") == ONE
