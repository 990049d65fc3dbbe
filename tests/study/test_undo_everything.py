"""Undo and redo of every kind of change there is, after the program was closed and opened again.

Somebody does things one after another; what a reader sees after each is kept. Whatever was done, undo must lead back to what was
seen before it and redo forward again, wherever in between the file was closed.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from one_study import BRIBERY, LIMITS, PAPERS, TEXT, OneStudy, one_study

from coder.errors import ChangeRefused
from coder.model.codebook import Code
from coder.model.respondent import Variable
from coder.model.source import Document, Turn
from coder.study.changes import (
    CODE_FIELDS,
    AddCoding,
    Change,
    MoveCoding,
    Recode,
    Remove,
    SetField,
    add_code,
    add_coder,
    add_codings,
    add_memo,
    add_respondent,
    add_round,
    add_source,
    add_variable,
    content,
    mark,
    set_code_field,
    set_value,
    set_words,
)
from coder.study.coding_rules import apply_code
from coder.study.journal.rows import canonical
from coder.study.kinds import key
from coder.study.study import Study


@dataclass(frozen=True)
class Scene:
    """Somebody at a study, and the dice."""

    study: Study
    place: OneStudy
    dice: Random

    def source(self) -> str:
        return self.dice.choice([source.uid for source in self.study.store.sources()] or [self.place.source])

    def code(self) -> Code:
        return self.dice.choice([code for code in self.study.store.codebook().codes if code.codable])

    def coding(self) -> AddCoding:
        source = self.source()
        start = self.dice.randrange(10)
        who = (self.place.coder, self.place.round)
        return AddCoding(source, self.code().uid, *who, start, start + self.dice.randint(1, 4))

    def made(self) -> str:
        """Name a coding."""
        return self.dice.choice([coding.uid for coding in self.study.store.codings()] or ["none"])

    def words(self) -> str:
        return self.dice.choice(["한", "two", "three"])


def new_source(scene: Scene) -> Sequence[Change]:
    return add_source(Document(scene.words(), TEXT, (Turn(0, 3, 15, "I", "I"),), "en"), "media", None)


def changed_source(scene: Scene) -> Sequence[Change]:
    source, field = scene.source(), scene.dice.choice(["name", "kind", "language", "respondent"])
    return [set_words("source", source, "name", scene.words()) if field == "name" else SetField("source", source, field, "ko")]


def corrected_source(scene: Scene) -> Sequence[Change]:
    """A new text with its turns, and a coding that follows."""
    source, text = scene.source(), content(f"I: {scene.words()}. {TEXT}")
    said = content(canonical([[0, 3, 15, "I", "I", None, None]]))
    follow = [
        SetField("coding", coding.uid, "anchor", {"text": text.uid, "start": coding.start, "end": coding.end})
        for coding in scene.study.store.codings(source=source)[:1]
    ]
    turns = SetField("turns", key(source, text.uid), "turns", said.uid, (said,))
    return [SetField("source", source, "text", text.uid, (text,)), turns, *follow]


def removed_source(scene: Scene) -> Sequence[Change]:
    return [Remove("source", scene.source())]


def new_respondent(scene: Scene) -> Sequence[Change]:
    respondent = add_respondent(scene.words())
    return [respondent, SetField("source", scene.source(), "respondent", respondent.uid)]


def changed_respondent(scene: Scene) -> Sequence[Change]:
    uid = scene.dice.choice([one.uid for one in scene.study.store.respondents()] or ["none"])
    return [set_words("respondent", uid, "label", scene.words()) if scene.dice.random() < 0.5 else Remove("respondent", uid)]


def new_variable(scene: Scene) -> Sequence[Change]:
    variable = Variable(scene.words(), scene.dice.choice(["respondent", "source"]), "category", ("a", "b"))
    return [add_variable(variable)]


def changed_variable(scene: Scene) -> Sequence[Change]:
    uid = scene.dice.choice([one.uid for one in scene.study.store.variables()] or ["none"])
    return [SetField("variable", uid, "categories", ["c"]) if scene.dice.random() < 0.5 else Remove("variable", uid)]


def set_values(scene: Scene) -> Sequence[Change]:
    owners = [scene.source(), *(one.uid for one in scene.study.store.respondents())]
    variables = [one.uid for one in scene.study.store.variables()]
    return [
        set_value(owner, variable, scene.dice.choice(["a", "b", None]))
        for owner in owners
        for variable in scene.dice.sample(variables, scene.dice.randint(0, len(variables)))
    ]


def new_code(scene: Scene) -> Sequence[Change]:
    return [add_code(Code(scene.words(), scene.dice.choice([None, LIMITS])), scene.dice.randrange(3))]


def changed_code(scene: Scene) -> Sequence[Change]:
    """Every field a codebook knows."""
    names = scene.dice.sample(sorted(CODE_FIELDS), 4)
    told = {"name": "N", "examples": ("e",), "colour": "sky", "status": "retired", "codable": False, "names": (("ko", "뇌물"),)}
    code = scene.code()
    return [set_code_field(replace(code, **{name: told.get(name, scene.words())}), name) for name in names]  # type: ignore[arg-type]  # a field's value


def code_in_vivo(scene: Scene) -> Sequence[Change]:
    words = content(scene.words())
    return [SetField("code", scene.code().uid, "name", {"content": words.uid}, (words,))]


def moved_code(scene: Scene) -> Sequence[Change]:
    parent = scene.dice.choice([None, LIMITS, BRIBERY])
    return [SetField("code", PAPERS, "place", {"parent": parent, "position": scene.dice.randrange(3)})]


def merged_code(scene: Scene) -> Sequence[Change]:
    return [SetField("code", scene.code().uid, "merged_into", scene.dice.choice([BRIBERY, PAPERS]))]


def split_code(scene: Scene) -> Sequence[Change]:
    """A new code takes over some of another's codings."""
    code = add_code(Code(scene.words(), LIMITS), 1)
    return [code, *(SetField("coding", coding.uid, "code", code.uid) for coding in scene.study.store.codings()[:2])]


def united_codes(scene: Scene) -> Sequence[Change]:
    """Two codes become a new one, and codings on them are recoded or follow."""
    code = add_code(Code(scene.words(), LIMITS), 0)
    return [code, *(SetField("code", uid, "merged_into", code.uid) for uid in (BRIBERY, PAPERS))]


def removed_code(scene: Scene) -> Sequence[Change]:
    return [Remove("code", scene.code().uid)]


def new_people(scene: Scene) -> Sequence[Change]:
    return [add_coder(scene.words()), add_round(scene.words(), blind=True)]


def changed_people(scene: Scene) -> Sequence[Change]:
    kind = scene.dice.choice(["coder", "round"])
    uid = scene.place.coder if kind == "coder" else scene.place.round
    return [set_words(kind, uid, "name", scene.words()), SetField("coder", scene.place.coder, "role", "coder")]


def new_codings(scene: Scene) -> Sequence[Change]:
    return [scene.coding() for _ in range(scene.dice.randint(1, 3))]


def applied_code(scene: Scene) -> Sequence[Change]:
    """One key press: a coding is made, or the oldest is widened and others go."""
    new = scene.coding()
    return apply_code(scene.study.store.codings(source=new.source), replace(new, start=0, end=15))


def imported_codings(scene: Scene) -> Sequence[Change]:
    return add_codings([scene.coding() for _ in range(3)], scene.study.store.text_uids())


def moved_coding(scene: Scene) -> Sequence[Change]:
    return [MoveCoding(scene.made(), scene.dice.randrange(3), scene.dice.randint(4, 12))]


def recoded(scene: Scene) -> Sequence[Change]:
    return [Recode(scene.made(), scene.code().uid)]


def removed_coding(scene: Scene) -> Sequence[Change]:
    return [Remove("coding", scene.made())]


def new_memo(scene: Scene) -> Sequence[Change]:
    targets = [("study", ""), ("source", scene.source()), ("code", BRIBERY), ("coding", scene.made()), ("respondent", "none")]
    kind, uid = scene.dice.choice(targets)
    return [add_memo(kind, uid, scene.place.coder, scene.words())]  # type: ignore[arg-type]  # a kind of target


def changed_memo(scene: Scene) -> Sequence[Change]:
    uid = scene.dice.choice([memo.uid for memo in scene.study.store.memos()] or ["none"])
    return [set_words("memo", uid, "body", scene.words()) if scene.dice.random() < 0.5 else Remove("memo", uid)]


def finished(scene: Scene) -> Sequence[Change]:
    name = scene.dice.choice(["assigned", "started", "finished"])
    return [mark(scene.place.round, scene.source(), scene.place.coder, name, value=scene.dice.random() < 0.7)]  # type: ignore[arg-type]  # a mark


def changed_setting(scene: Scene) -> Sequence[Change]:
    name = scene.dice.choice(["codebook.locked", "codebook.title", "codebook.preface"])
    return [SetField("setting", name, "value", scene.dice.choice([True, "words", None]))]


ACTS: tuple[Callable[[Scene], Sequence[Change]], ...] = (
    new_source, changed_source, corrected_source, removed_source, new_respondent, changed_respondent, new_variable,
    changed_variable, set_values, new_code, changed_code, code_in_vivo, moved_code, merged_code, split_code, united_codes,
    removed_code, new_people, changed_people, new_codings, applied_code, imported_codings, moved_coding, recoded,
    removed_coding, new_memo, changed_memo, finished, changed_setting,
)  # fmt: skip


def seen(study: Study) -> object:
    """Read all that a reader can ask a study for."""
    store = study.store
    sources = store.sources()
    return (
        [(source, store.text(source.uid), store.turns(source.uid)) for source in sources],
        (store.codebook(), store.settings(), store.variables(), store.source_values(), store.respondents()),
        (store.coders(), store.rounds(), store.codings(), store.memos(), store.progress(), store.finished()),
        list(store.spans()),
    )


class Past:
    """What was seen after each thing done, and where in that row of states the study is now."""

    def __init__(self, place: OneStudy) -> None:
        self.place = place
        self.study = place.open()
        self.states = [seen(self.study)]
        self.now = 0

    def act(self, act: Callable[[Scene], Sequence[Change]], seed: int) -> bool:
        """Do something, unless a rule forbids it; tell whether anything looks different then."""
        try:
            changes = act(Scene(self.study, self.place, Random(seed)))
            if not changes:
                return False
            self.study.act(changes, self.place.coder)
        except (ChangeRefused, IndexError):
            return False
        self.now += 1
        self.states[self.now :] = [seen(self.study)]
        return self.states[self.now] != self.states[self.now - 1]

    def undo(self) -> None:
        if self.now:
            turned = self.study.undo(self.place.coder)
            assert turned is not None
            assert turned.skipped == ()
            self.now -= 1
        assert seen(self.study) == self.states[self.now]

    def redo(self) -> None:
        turned = self.study.redo(self.place.coder)
        assert (turned is not None) == (self.now + 1 < len(self.states))
        self.now += turned is not None
        assert seen(self.study) == self.states[self.now]

    def restart(self) -> None:
        self.study.close()
        self.study = self.place.open()
        assert seen(self.study) == self.states[self.now]


STEPS = st.lists(
    st.tuples(st.sampled_from(["act", "act", "act", "undo", "redo", "restart"]), st.sampled_from(ACTS), st.integers(0, 2**16)),
    min_size=4,
    max_size=18,
)


@settings(max_examples=40, deadline=None)
@given(STEPS)
def test_undo_leads_back_and_redo_forward_whatever_was_done(
    steps: list[tuple[str, Callable[[Scene], Sequence[Change]], int]],
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        past = Past(one_study(Path(folder)))
        for step, act, seed in steps:
            past.act(act, seed) if step == "act" else getattr(past, step)()
        while past.now:
            past.undo()
        past.restart()
        while past.now + 1 < len(past.states):
            past.redo()
        assert all(check.ok for check in past.study.verify())
        past.study.close()


@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.__name__)
def test_each_kind_of_change_is_undone_and_redone_after_a_restart(
    act: Callable[[Scene], Sequence[Change]], tmp_path: Path
) -> None:
    past = Past(one_study(tmp_path))
    for seed, before in enumerate((new_codings, new_memo, new_variable, new_respondent, set_values)):
        past.act(before, seed)
    assert any(past.act(act, seed) for seed in range(20))
    for _ in range(2):
        past.restart()
        past.undo()
        assert past.states[past.now] != past.states[past.now + 1]
        past.restart()
        past.redo()
    past.study.close()
