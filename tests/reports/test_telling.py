"""Actions in words.

The study is the small one of `workbench`: the interviews R1, R2 and R10 with their respondents, the report M1, the codes Phones
(Inspection, Calls) and Homes (Inspection, Lamp), the coders oak, ash and elm. "In the town." is sentence 1 of turn 2 of R1.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from workbench import TEXTS, desk

from coder.model.codebook import Code
from coder.model.coding import Origin
from coder.model.respondent import Variable
from coder.model.source import Document, Turn
from coder.reports.history import History, history_table
from coder.reports.places import UNKNOWN
from coder.study import Study
from coder.study.changes import (
    Add,
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
    edit_memo,
    mark,
    remove_memo,
    set_code_field,
    set_value,
    set_words,
)
from coder.study.coding_rules import apply_code, recode, split


class Scene:
    """The study, with what is in it by name; oak acts."""

    def __init__(self, study: Study) -> None:
        store = self.store = study.store
        self.study = study
        self.source = {source.name: source.uid for source in store.sources()}
        self.code = {path: uid for uid, path in store.codebook().paths.items()}
        self.coder = {coder.name: coder.uid for coder in store.coders()}
        self.respondent = {one.label: one.uid for one in store.respondents()}
        self.variable = {one.name: one.uid for one in store.variables()}
        self.book = store.codebook().by_uid
        self.lamp, self.calls = self.code["Homes > Lamp"], self.code["Phones > Calls"]
        self.homes, self.phones, self.r1 = self.code["Homes"], self.code["Phones"], self.source["R1"]
        self.round = store.main_round().uid
        self.memo = store.memos()[0].uid
        self.coding = store.memos()[0].target

    def make(self, words: str, code: str = "Phones > Calls", source: str = "R1", origin: Origin = "manual") -> AddCoding:
        start = TEXTS[source].index(words)
        who = (self.coder["oak"], self.round)
        return AddCoding(self.source[source], self.code[code], *who, start, start + len(words), origin)

    def act(self, *changes: Change, by: str = "oak") -> str:
        """Do something and give how it is told."""
        self.study.act(changes, self.coder[by])
        return History(self.store, self.study.past).page(1)[0].what

    def field(self, name: str, value: object, code: str = "Homes > Lamp") -> SetField:
        return set_code_field(replace(self.book[self.code[code]], **{name: value}), name)  # type: ignore[arg-type]  # a field's value


@pytest.fixture
def scene(tmp_path: Path) -> Iterator[Scene]:
    with Study.open(desk(tmp_path).study) as study:
        yield Scene(study)


def move(code: str, parent: str | None, position: int) -> SetField:
    return SetField("code", code, "place", {"parent": parent, "position": position})


# One change of each kind

TOWN, LAMP, LEFT = "In the town.", "We had a lamp.", "- Then we left."
CASES: dict[str, tuple[Callable[[Scene], Sequence[Change]], str]] = {
    "coded": (lambda s: [s.make(TOWN)], "coded Calls, R1 turn 2"),
    "in a report": (lambda s: [AddCoding(s.source["M1"], s.calls, s.coder["oak"], s.round, 20, 23)],
                    "coded Calls, M1 character 20"),
    "two codes": (lambda s: [s.make(TOWN), s.make(TOWN, "Homes > Lamp")], "coded Calls and Lamp, R1 turn 2"),
    "two places": (lambda s: [s.make(TOWN), s.make(LEFT)], "coded Calls, 2 passages in R1"),
    "two of each": (lambda s: [s.make(TOWN), s.make("모르겠습니다.", "Homes > Lamp", "R2")],
                    "coded 2 codes, 2 passages in 2 sources"),
    "autocoded": (lambda s: [s.make(TOWN, origin="auto")], "autocoded Calls, R1 turn 2"),
    "settled": (lambda s: [s.make(TOWN, origin="consensus")], "settled on Calls, R1 turn 2"),
    "widened": (lambda s: [MoveCoding(s.coding, 49, 70)], "widened Lamp, R1 turn 2"),
    "shortened": (lambda s: [MoveCoding(s.coding, 51, 64)], "shortened Lamp, R1 turn 2"),
    "ends": (lambda s: [MoveCoding(s.coding, 49, 60)], "moved the ends of Lamp, R1 turn 2"),
    "recoded": (lambda s: [Recode(s.coding, s.calls)], "changed Lamp to Calls, R1 turn 2"),
    "origin": (lambda s: [SetField("coding", s.coding, "origin", "auto")], "changed Lamp, R1 turn 2"),
    "removed": (lambda s: [Remove("coding", s.coding)], "removed Lamp, R1 turn 2"),
    "brought back": (lambda s: [SetField("coding", s.coding, "removed", value=False)], "brought back Lamp, R1 turn 2"),
    "memo on a coding": (lambda s: [add_memo("coding", s.coding, "x", "why")], "memo on Lamp, R1 turn 2"),
    "memo on a source": (lambda s: [add_memo("source", s.r1, "x", "why")], "memo on R1"),
    "memo on the study": (lambda _: [add_memo("study", "", "x", "why")], "memo on the study"),
    "memo on a code": (lambda s: [add_memo("code", s.code["Homes > Inspection"], "x", "why")], "memo on Homes > Inspection"),
    "memo on a respondent": (lambda s: [add_memo("respondent", s.respondent["R2"], "x", "why")], "memo on R2"),
    "memo on nothing": (lambda _: [add_memo("coding", "unknown", "x", "why")], f"memo on {UNKNOWN}"),
    "memos": (lambda s: [add_memo("coding", s.coding, "x", "a"), add_memo("study", "", "x", "b")], "2 memos"),
    "memo changed": (lambda s: [set_words("memo", s.memo, "body", "other")], "changed a memo on Lamp, R1 turn 2"),
    "memo removed": (lambda s: [Remove("memo", s.memo)], "removed a memo on Lamp, R1 turn 2"),
    "memo back": (lambda s: [SetField("memo", s.memo, "removed", value=None)], "brought back a memo on Lamp, R1 turn 2"),
    "finished": (lambda s: [mark(s.round, s.r1, s.coder["oak"], "finished", value=True)], "finished R1"),
    "reopened": (lambda s: [mark(s.round, s.r1, s.coder["oak"], "finished", value=False)], "reopened R1"),
    "for another": (lambda s: [mark(s.round, s.r1, s.coder["elm"], "finished", value=True)], "finished R1 for elm"),
    "assigned": (lambda s: [mark(s.round, s.r1, s.coder["elm"], "assigned", value=True)], "assigned R1 to elm"),
    "finished many": (lambda s: [mark(s.round, uid, s.coder["oak"], "finished", value=True) for uid in s.source.values()],
                      "finished 4 sources"),
    "code": (lambda _: [add_code(Code("Tea"), 0)], "new code Tea"),
    "codes": (lambda _: [add_code(Code(f"Tea {n}"), n) for n in range(5)], "5 new codes"),
    "code with its fields": (lambda _: [new := add_code(Code("Tea"), 0), SetField("code", new.uid, "brief", "b")],
                             "new code Tea"),
    "code renamed": (lambda s: [s.field("name", "Lamps")], "renamed code Lamp to Lamps"),
    "brief": (lambda s: [s.field("brief", "b")], "changed brief of Lamp"),
    "rules": (lambda s: [s.field("include", "i"), s.field("exclude", "e"), s.field("examples", ("x",))],
              "changed “use when”, “not when” and examples of Lamp"),
    "rules of two": (lambda s: [s.field("brief", "b"), s.field("colour", "sky", "Phones > Calls")],
                     "changed the rules of 2 codes"),
    "retired": (lambda s: [s.field("status", "retired")], "retired Lamp"),
    "proposed": (lambda s: [s.field("status", "proposed")], "proposed Lamp"),
    "active": (lambda s: [s.field("status", "active")], "put into use Lamp"),
    "merged": (lambda s: [SetField("code", s.lamp, "merged_into", s.calls)], "merged Lamp into Calls"),
    "unmerged": (lambda s: [SetField("code", s.lamp, "merged_into", None)], "took out of a merger: Lamp"),
    "moved": (lambda s: [move(s.lamp, s.phones, 0),
                         move(s.calls, s.phones, 7)], "moved Lamp under Phones"),
    "to the top": (lambda s: [move(s.lamp, None, 0)], "moved Lamp to the top"),
    "order": (lambda s: [move(s.lamp, s.homes, 7)], "changed the order of codes"),
    "code removed": (lambda s: [SetField("code", s.lamp, "removed", value=True)], "removed code Lamp"),
    "source": (lambda _: add_source(Document("R3", "A.", (Turn(0, 0, 2, "R3", "R"),)), "interview", None), "imported R3"),
    "source of somebody": (lambda _: [new := add_respondent("R3"), *add_source(Document("R3", "A."), "interview", new.uid)],
                           "imported R3"),
    "sources": (lambda _: [c for n in range(5) for c in add_source(Document(f"S{n}", "A."), "media", None)],
                "imported 5 sources"),
    "source renamed": (lambda s: [set_words("source", s.r1, "name", "R1b")], "renamed source R1b"),
    "text": (lambda s: [set_words("source", s.r1, "text", "Other."), set_words("turns", f"{s.r1}/t", "turns", "[]")],
             "corrected the text of source R1"),
    "turns": (lambda s: [set_words("turns", s.r1 + "/t", "turns", "[]")], "changed the turns of R1"),
    "kind": (lambda s: [SetField("source", s.r1, "kind", "media")], "changed source R1"),
    "source removed": (lambda s: [Remove("source", s.r1)], "removed source R1"),
    "respondent": (lambda _: [add_respondent("R9")], "added respondent R9"),
    "relabelled": (lambda s: [set_words("respondent", s.respondent["R1"], "label", "R1b")], "renamed respondent R1b"),
    "variable": (lambda _: [add_variable(Variable("age"))], "added variable age"),
    "value": (lambda s: [set_value(s.respondent["R1"], s.variable["left"], "late")], "set left of R1"),
    "value of a source": (lambda s: [set_value(s.source["M1"], s.variable["place"], "here")], "set place of M1"),
    "value of nobody": (lambda s: [set_value("unknown", s.variable["left"], "late")], f"set left of {UNKNOWN}"),
    "value cleared": (lambda s: [set_value(s.respondent["R1"], s.variable["left"], None)], "cleared left of R1"),
    "values": (lambda s: [set_value(uid, s.variable["left"], "late") for uid in [*s.respondent.values(), *s.source.values()]],
               "set 7 values"),
    "coder": (lambda _: [add_coder("yew")], "added coder yew"),
    "coder renamed": (lambda s: [set_words("coder", s.coder["elm"], "name", "yew")], "renamed coder yew"),
    "role": (lambda s: [SetField("coder", s.coder["elm"], "role", "supervisor")], "changed coder elm"),
    "round": (lambda _: [add_round("second")], "added round second"),
    "locked": (lambda _: [SetField("setting", "codebook.locked", "value", {"since": 1})], "locked the codebook"),
    "unlocked": (lambda _: [SetField("setting", "codebook.locked", "value", None)], "unlocked the codebook"),
    "title": (lambda _: [SetField("setting", f"codebook.{name}", "value", "x") for name in ("title", "preface")],
              "changed the codebook's title and preface"),
    "setting": (lambda _: [SetField("setting", "x", "value", "y")], "changed a setting"),
    "decision": (lambda s: [Add("decision", {"round": s.round})], "decided on a disagreement"),
    "nothing": (lambda _: [], "nothing that shows"),
    "many sorts": (lambda s: [add_coder("yew"), add_round("second"), add_code(Code("Tea"), 0), s.make(TOWN),
                              add_memo("study", "", "x", "y")],
                   "coded Calls, R1 turn 2; added coder yew; added round second; and more"),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_a_change_is_told_in_words(scene: Scene, name: str) -> None:
    changes, said = CASES[name]
    assert scene.act(*changes(scene)) == said


# What needs several acts, or many changes


def test_codings_that_became_one_are_told_as_that(scene: Scene) -> None:
    scene.act(scene.make(TOWN), scene.make(LAMP))
    whole = replace(scene.make(TOWN), end=TEXTS["R1"].index(LAMP) + len(LAMP))
    codings = scene.store.codings(coder=scene.coder["oak"])
    assert scene.act(*apply_code(codings, whole)) == "joined 2 codings: Calls, R1 turn 2"
    scene.act(lamp := scene.make(LAMP, "Homes > Lamp"))
    codings = scene.store.codings(coder=scene.coder["oak"])
    changes = recode(codings, next(coding for coding in codings if coding.uid == lamp.uid), scene.calls)
    assert scene.act(*changes) == "changed Lamp to Calls, R1 turn 2, joined with 1 coding there"


def test_a_coding_that_became_two_is_told_as_that(scene: Scene) -> None:
    (coding,) = (coding for coding in scene.store.codings() if coding.uid == scene.coding)
    assert scene.act(*split(coding, 55, 58), by="ash") == "split Lamp, R1 turn 2"
    other: list[Change] = [MoveCoding(coding.uid, coding.start, coding.start + 2), scene.make(LEFT)]
    assert scene.act(*other) == "shortened Lamp, R1 turn 2; coded Calls, R1 turn 4"


def test_an_import_of_codings_tells_codes_passages_and_sources(scene: Scene) -> None:
    made = [scene.make(TOWN, origin="import"), scene.make("Some did.", "Homes > Lamp", "R10", origin="import")]
    batches = add_codings(made, scene.store.text_uids())
    assert scene.act(*batches) == "imported codings: 2 codes, 2 passages in 2 sources"


def test_of_many_codings_that_were_changed_at_once_the_number_is_told(scene: Scene) -> None:
    made = [scene.make(TOWN) for _ in range(60)]
    scene.act(*made)
    assert scene.act(*(Recode(one.uid, scene.code["Homes > Lamp"]) for one in made)) == "changed 60 codings to Lamp"
    other = [scene.code["Homes > Lamp"], scene.code["Phones > Calls"]]
    recoded = (SetField("coding", one.uid, "code", other[n % 2]) for n, one in enumerate(made))
    assert scene.act(*recoded) == "changed 60 codings to other codes"
    assert scene.act(*(Remove("coding", one.uid) for one in made)) == "removed 60 codings"
    assert scene.act(SetField("coding", "unknown", "removed", value=True)) == "removed 1 coding"


def test_a_coding_on_an_earlier_text_has_no_turn(scene: Scene) -> None:
    scene.act(scene.make(TOWN))
    scene.act(set_words("source", scene.source["R1"], "text", "Another text."))
    told = [one.what for one in History(scene.store, scene.study.past).page(2)]
    assert told == ["corrected the text of source R1", "coded Calls, R1, an earlier text"]
    assert scene.act(Remove("coding", scene.coding), by="ash") == "removed Lamp, R1, an earlier text"


def test_a_code_that_is_made_of_words_is_told_only_as_one(scene: Scene) -> None:
    words, lamp = content("it turned its head"), scene.code["Homes > Lamp"]
    renamed = SetField("code", lamp, "name", {"content": words.uid}, (words,))
    assert scene.act(renamed) == "renamed code Lamp to a code in vivo"
    assert scene.act(scene.make(TOWN, "Homes > Lamp")) == "coded a code in vivo, R1 turn 2"
    assert scene.act(SetField("code", lamp, "name", "Heads")) == "renamed code a code in vivo to Heads"
    assert History(scene.store, scene.study.past).page(2)[1].what == "coded Heads, R1 turn 2"


def test_a_memo_that_is_edited_and_removed_is_told_without_its_words(scene: Scene) -> None:
    ash = scene.coder["ash"]
    assert scene.act(edit_memo(scene.memo, ash, "a lamp"), by="ash") == "changed a memo on Lamp, R1 turn 2"
    assert scene.act(remove_memo(scene.memo, ash), by="ash") == "removed a memo on Lamp, R1 turn 2"


def test_the_history_says_who_did_what_and_what_was_undone(scene: Scene) -> None:
    scene.act(add_coder("yew"))
    scene.act(scene.make(TOWN))
    scene.study.undo(scene.coder["oak"])
    history = History(scene.store, scene.study.past)
    newest, older = history.page(2)
    assert (newest.coder, newest.what, newest.is_undone, newest.is_here) == ("oak", "coded Calls, R1 turn 2", True, True)
    assert (older.what, older.is_undone) == ("added coder yew", False)
    assert history.page(1, newest) == [older]
    assert {one.coder for one in history.page(100, coder=scene.coder["ash"])} == {"ash"}
    table = history_table([newest, older])
    assert [row[1:] for row in table.rows] == [
        ("oak", "coded Calls, R1 turn 2", "undone", "here"),
        ("oak", "added coder yew", "", "here"),
    ]
    assert len(str(table.rows[0][0])) == len("2026-04-01 09:00")
