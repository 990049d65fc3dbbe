"""What screens, commands and reports read: complete, in order, and whole whatever other laptops have done."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from brute_fold import fold
from hypothesis import given, settings
from hypothesis import strategies as st
from laptops import TEXT as SAID
from laptops import Laptop, all_of, begin, deliver, purge
from one_study import BRIBERY, LIMITS, PAPERS, TEXT, OneStudy, one_study
from scripts import Script, play, scripts

from coder.errors import UnknownName
from coder.model.codebook import Code
from coder.model.respondent import Variable
from coder.model.round import Progress
from coder.model.source import Document
from coder.study.changes import (
    Add,
    AddCoding,
    Remove,
    SetField,
    add_code,
    add_coder,
    add_memo,
    add_respondent,
    add_round,
    add_source,
    add_variable,
    content,
    mark,
    set_value,
    set_words,
)
from coder.study.journal.rows import seal
from coder.study.store import Store
from coder.study.study import Study


@pytest.fixture
def place(tmp_path: Path) -> OneStudy:
    return one_study(tmp_path)


@pytest.fixture
def study(place: OneStudy) -> Iterator[Study]:
    with place.open() as study:
        yield study


# Whatever laptops have done

FEW = settings(max_examples=40)


@FEW
@given(scripts(), st.integers(0, 99))
def test_every_code_that_counts_is_in_the_codebook_under_a_parent_that_is_too(script: Script, seed: int) -> None:
    laptop = Random(seed).choice(play(script))
    world, store = laptop.world(), Store(laptop.connection)
    book = store.codebook()
    met: set[str | None] = {None}
    for code in book.codes:
        assert code.parent in met
        met.add(code.uid)
    assert [len(list(book.ancestors(code.uid))) for code in book.codes] == [book.depth(code.uid) for code in book.codes]
    assert {coding.code for coding in store.codings() if not coding.stale} <= met
    standing = {uid for uid, code in world.things["code"].items() if not code["removed"] and world.tree[uid][1] == uid}
    assert standing <= met
    assert {code.uid for code in book.codes if code.codable} <= {uid for uid in world.tree if world.tree[uid][1] == uid}


@FEW
@given(scripts(), st.integers(0, 99))
def test_what_is_counted_is_what_is_listed(script: Script, seed: int) -> None:
    laptop = Random(seed).choice(play(script))
    store = Store(laptop.connection)
    names = {kind: store.ids(kind) for kind in ("source", "code", "coder", "round")}
    spans = list(store.spans())
    listed = [
        (coding.source, coding.code, coding.coder, coding.round, coding.start, coding.end)
        for coding in store.codings()
        if not coding.stale and coding.origin != "consensus"
    ]
    told = [
        (names["source"][s], names["code"][k], names["coder"][c], names["round"][r], start, end)
        for s, k, c, r, start, end in spans
    ]
    assert sorted(told) == sorted(listed)
    assert spans == sorted(spans)
    assert sorted(store.touched()) == sorted({span[:4] for span in spans})
    counted = {pair: progress.codings for pair, progress in store.progress().items() if progress.codings}
    assert counted == {pair: sum(c[0] == pair[0] and c[2] == pair[1] for c in listed) for pair in {(c[0], c[2]) for c in listed}}


@FEW
@given(scripts(), st.integers(0, 99))
def test_two_laptops_with_the_same_journal_read_the_same(script: Script, seed: int) -> None:
    rows, contents = all_of(play(script))
    one, other = (deliver(rows, contents, Random(seed + number)) for number in range(2))
    assert reading(one) == reading(other)
    world = fold(rows, contents)
    for source in Store(one.connection).sources():
        assert source.characters == len(Store(one.connection).text(source.uid)) == len(world.texts[source.uid] or "")
        assert source.n_turns == len(world.turns[source.uid])


def reading(laptop: Laptop) -> list[object]:
    """Read everything, apart from the order in which things came."""
    store = Store(laptop.connection)
    lists: list[Sequence[object]] = [
        store.sources(),
        store.coders(),
        store.rounds(),
        store.respondents(),
        store.codings(),
        store.memos(),
        store.variables(),
    ]
    texts = {source.uid: (store.text(source.uid), store.turns(source.uid)) for source in store.sources()}
    plain = [
        store.codebook().codes,
        store.progress(),
        store.finished(),
        store.settings(),
        store.source_values(),
        store.text_uids(),
    ]
    return [*(sorted(found, key=repr) for found in lists), *plain, texts]


@FEW
@given(scripts())
def test_stale_codings_are_those_on_an_earlier_text(script: Script) -> None:
    for laptop in play(script):
        world = laptop.world()
        for coding in Store(laptop.connection).codings():
            anchor = world.things["coding"][coding.uid]["anchor"]
            assert isinstance(anchor, dict)
            assert coding.stale is (anchor["text"] != world.things["source"][coding.source]["text"])


# Sources


def test_sources_come_in_the_order_in_which_people_count(study: Study, place: OneStudy) -> None:
    for name in ("R10", "r2", "Annex"):
        study.act(add_source(Document(name, "Words."), "research", None), place.coder)
    assert [source.name for source in study.store.sources()] == ["Annex", "R1", "r2", "R10"]


def test_a_source_that_was_taken_out_is_not_listed_and_can_still_be_read(study: Study, place: OneStudy) -> None:
    study.act([place.coding(), Remove("source", place.source)], place.coder)
    assert (study.store.sources(), study.store.codings()) == ([], [])
    assert study.store.text(place.source) == TEXT


def test_a_source_that_is_not_there_is_named_with_a_way_out(study: Study) -> None:
    with pytest.raises(UnknownName, match="no source nobody") as refused:
        study.store.text("nobody's")
    assert "sources list" in refused.value.hint


def test_purged_words_read_as_the_mask_and_offsets_hold() -> None:
    laptop = begin()[0]
    source, code, coder, in_round = (laptop.known(kind)[0] for kind in ("source", "code", "coder", "round"))
    laptop.act(AddCoding(source, code, coder, in_round, 16, 22, uid="g"))
    laptop.act(purge({str(laptop.value("source", source, "text")): laptop.content(SAID.replace("market", "██████"))}))
    store = Store(laptop.connection)
    (coding,) = store.codings()
    assert store.text(source)[coding.start : coding.end] == "██████"
    assert store.sources()[0].characters == len(SAID)
    laptop.act(purge({str(laptop.value("source", source, "text")): None}))
    assert (store.text(source), store.sources()[0].characters) == ("", 0)


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_a_purged_text_can_be_coded_on_whichever_laptop_the_purge_came_first(order: tuple[int, int]) -> None:
    writer = begin()[0]
    words = writer.contents()
    source = writer.known("source")[0]
    writer.act(purge({str(writer.value("source", source, "text")): writer.content(SAID.replace("market", "██████"))}))
    reader = Laptop("reader")
    parcels = [({}, words), (writer.rows(), writer.contents())]
    for number in order:
        rows, contents = parcels[number]
        reader.chronicle.receive(rows, contents)
    code, coder, in_round = (reader.known(kind)[0] for kind in ("code", "coder", "round"))
    assert reader.act(AddCoding(source, code, coder, in_round, 16, len(SAID), uid="g")) is not None
    assert reader.act(AddCoding(source, code, coder, in_round, 16, len(SAID) + 1, uid="h")) is None


# Codes


def test_the_codebook_has_its_words_from_the_settings(study: Study, place: OneStudy) -> None:
    said = {"title": "Limits", "language": "en", "preface": "Code what is said."}
    study.act([SetField("setting", f"codebook.{name}", "value", value) for name, value in said.items()], place.coder)
    study.act([add_variable(Variable("age"))], place.coder)
    book = study.store.codebook()
    assert (book.title, book.language, book.preface) == tuple(said.values())
    assert [variable.name for variable in book.variables] == ["age"]


def test_a_merged_code_leaves_the_codebook_and_its_codings_read_as_what_it_counts_as(study: Study, place: OneStudy) -> None:
    study.act([place.coding()], place.coder)
    study.act([SetField("code", BRIBERY, "merged_into", PAPERS)], place.coder)
    assert [code.uid for code in study.store.codebook().codes] == [LIMITS, PAPERS]
    assert [coding.code for coding in study.store.codings()] == [PAPERS]
    assert study.store.codings(code=PAPERS) == study.store.codings()
    assert study.store.codings(code=BRIBERY) == []


def test_children_of_a_merged_code_keep_a_parent_that_nobody_can_code_with(study: Study, place: OneStudy) -> None:
    study.act([add_code(Code("Small gifts", BRIBERY, "f" * 32), 0)], place.coder)
    study.act([SetField("code", BRIBERY, "merged_into", PAPERS)], place.coder)
    book = study.store.codebook()
    assert book.paths["f" * 32] == "Limits > Bribery > Small gifts"
    assert not book.by_uid[BRIBERY].codable


def test_a_removed_code_stays_while_merged_codes_with_codings_count_as_it(study: Study, place: OneStudy) -> None:
    study.act([place.coding()], place.coder)
    study.act([SetField("code", PAPERS, "removed", value=True)], place.coder)
    assert PAPERS not in study.store.codebook().by_uid
    study.act([SetField("code", BRIBERY, "merged_into", PAPERS)], place.coder)
    assert PAPERS in study.store.codebook().by_uid


def test_removed_codes_stay_above_what_is_in_use(study: Study, place: OneStudy) -> None:
    study.act([place.coding()], place.coder)
    study.act([SetField("code", uid, "removed", value=True) for uid in (LIMITS, BRIBERY)], place.coder)
    assert [code.uid for code in study.store.codebook().codes] == [LIMITS, BRIBERY, PAPERS]
    study.act([SetField("code", PAPERS, "removed", value=True)], place.coder)
    study.act([Remove("coding", study.store.codings()[0].uid)], place.coder)
    assert study.store.codebook().codes == ()


# Codings


@pytest.mark.parametrize("kind", ["source", "code", "coder", "round"])
def test_a_coding_of_which_something_has_not_arrived_is_not_listed(kind: str) -> None:
    laptop = begin()[0]
    source, code, coder, in_round = (laptop.known(name)[0] for name in ("source", "code", "coder", "round"))
    laptop.act(AddCoding(source, code, coder, in_round, 2, 8, uid="g"))
    late = [row for row in laptop.rows() if f'"kind":"{kind}"' in (row.body or "") and '"op":"add"' in (row.body or "")]
    reader = Laptop("reader")
    reader.chronicle.receive([seal(row) if row in late else row for row in laptop.rows()], laptop.contents())
    assert Store(reader.connection).codings() == []
    reader.chronicle.receive(late, {})
    assert [coding.uid for coding in Store(reader.connection).codings()] == ["g"]


def test_codings_come_by_place_and_each_argument_narrows_the_list(study: Study, place: OneStudy) -> None:
    elm, blind = add_coder("elm"), add_round("blind")
    other = add_source(Document("R2", "Other words."), "interview", None)
    study.act([elm, blind, *other], place.coder)
    r2 = next(source.uid for source in study.store.sources() if source.name == "R2")
    made = [
        place.coding(30, 40),
        place.coding(20, 33),
        place.coding(20, 30),
        AddCoding(place.source, PAPERS, elm.uid, place.round, 0, 2),
        AddCoding(r2, PAPERS, elm.uid, blind.uid, 0, 2),
    ]
    study.act(made, place.coder)
    assert [coding.uid for coding in study.store.codings()] == [made[n].uid for n in (3, 4, 2, 1, 0)]
    for narrowed, wanted in (
        ({"source": r2}, [4]),
        ({"coder": elm.uid}, [3, 4]),
        ({"code": BRIBERY}, [2, 1, 0]),
        ({"round": blind.uid}, [4]),
    ):
        assert [coding.uid for coding in study.store.codings(**narrowed)] == [made[n].uid for n in wanted]
    assert [coding.uid for coding in study.store.codings(source=place.source, coder=elm.uid)] == [made[3].uid]
    few = [made[4].uid, made[0].uid, "0" * 32]
    assert [coding.uid for coding in study.store.codings(among=few)] == [made[4].uid, made[0].uid]
    assert [coding.uid for coding in study.store.codings(source=r2, among=few)] == [made[4].uid]
    assert study.store.codings(among=[]) == []
    assert {coding.created_at[:2] for coding in study.store.codings()} == {"20"}


def test_a_coding_on_an_earlier_text_is_listed_as_stale_and_not_counted(study: Study, place: OneStudy) -> None:
    study.act([place.coding()], place.coder)
    text = content("So. " + TEXT)
    study.act([SetField("source", place.source, "text", text.uid, (text,))], place.coder)
    assert [coding.stale for coding in study.store.codings()] == [True]
    assert list(study.store.spans()) == []
    study.undo(place.coder)
    assert [coding.stale for coding in study.store.codings()] == [False]


def test_consensus_stands_beside_what_coders_did_and_is_not_counted_as_theirs(study: Study, place: OneStudy) -> None:
    fields = place.coding().fields(study.store.text_uids()[place.source])
    study.act([place.coding(), Add("coding", fields | {"origin": "consensus"})], place.coder)
    assert sorted(coding.origin for coding in study.store.codings()) == ["consensus", "manual"]
    assert len(list(study.store.spans())) == 1
    assert study.store.progress()[place.source, place.coder].codings == 1


def test_spans_follow_merged_codes_and_stay_in_order(study: Study, place: OneStudy) -> None:
    study.act([place.coding(code=BRIBERY), place.coding(16, 20, PAPERS), place.coding(40, 45, BRIBERY)], place.coder)
    ids = {uid: number for number, uid in study.store.ids("code").items()}
    assert [(code, start) for _, code, _, _, start, _ in study.store.spans()] == [
        (ids[BRIBERY], 20),
        (ids[BRIBERY], 40),
        (ids[PAPERS], 16),
    ]
    study.act([SetField("code", BRIBERY, "merged_into", PAPERS)], place.coder)
    assert [(code, start) for _, code, _, _, start, _ in study.store.spans()] == [(ids[PAPERS], start) for start in (16, 20, 40)]
    assert len(list(study.store.touched())) == 1


# People and their work


def test_respondents_come_with_their_sources_and_values(study: Study, place: OneStudy) -> None:
    first, second, age = add_respondent("R10"), add_respondent("R2"), add_variable(Variable("age"))
    left = add_variable(Variable("left", of="source"))
    study.act([first, second, age, left, SetField("source", place.source, "respondent", second.uid)], place.coder)
    study.act([set_value(second.uid, age.uid, "40"), set_value(place.source, left.uid, "early")], place.coder)
    found = study.store.respondents()
    assert [(one.label, one.sources, one.values) for one in found] == [("R2", ("R1",), {"age": "40"}), ("R10", (), {})]
    assert study.store.source_values() == {place.source: {"left": "early"}}
    assert study.store.sources()[0].respondent == "R2"
    study.act([Remove("variable", age.uid), Remove("respondent", first.uid)], place.coder)
    assert [(one.label, one.values) for one in study.store.respondents()] == [("R2", {})]


def test_a_value_that_was_purged_is_absent(study: Study, place: OneStudy) -> None:
    left = add_variable(Variable("left", of="source"))
    value = set_value(place.source, left.uid, "early")
    study.act([left, value], place.coder)
    study.act([purge({str(value.value): None})], place.coder)
    assert study.store.source_values() == {}


@pytest.mark.parametrize(
    ("marks", "coded", "progress"),
    [
        ((), False, None),
        ((), True, Progress(1, "open")),
        (("assigned",), False, Progress(0, "to do", is_assigned=True)),
        (("assigned",), True, Progress(1, "open", is_assigned=True)),
        (("started",), False, Progress(0, "open")),
        (("finished",), False, Progress(0, "finished")),
        (("assigned", "started", "finished"), True, Progress(1, "finished", is_assigned=True)),
    ],
)
def test_progress_tells_coded_nothing_from_did_not_look(
    study: Study, place: OneStudy, marks: tuple[str, ...], coded: bool, progress: Progress | None
) -> None:
    study.act([SetField("mark", f"{place.round}/{place.source}/{place.coder}", name, value=True) for name in marks], place.coder)
    if coded:
        study.act([place.coding()], place.coder)
    assert study.store.progress().get((place.source, place.coder)) == progress


def test_a_mark_that_was_taken_back_is_no_progress(study: Study, place: OneStudy) -> None:
    for value in (True, False):
        study.act([mark(place.round, place.source, place.coder, "finished", value=value)], place.coder)
    assert study.store.progress() == {}


def test_coders_and_rounds_come_in_the_order_in_which_they_came(study: Study, place: OneStudy) -> None:
    study.act([add_coder("zoe"), add_coder("ann"), add_round("second", blind=True)], place.coder)
    assert [coder.name for coder in study.store.coders()] == ["oak", "zoe", "ann"]
    assert [(one.name, one.blind) for one in study.store.rounds()] == [("main", False), ("second", True)]
    assert study.store.main_round().uid == place.round
    study.act([SetField("coder", place.coder, "removed", value=True)], place.coder)
    assert [coder.name for coder in study.store.coders()] == ["zoe", "ann"]


def test_a_respondent_whose_sources_name_was_erased_is_listed_as_before(study: Study, place: OneStudy) -> None:
    study.act([respondent := add_respondent("R1"), SetField("source", place.source, "respondent", respondent.uid)], place.coder)
    name = next(str(entry.payload["fields"]["name"]) for entry in study.log() if entry.payload.get("uid") == place.source)  # type: ignore[index]  # an add
    study.act([purge({name: None})], place.coder)
    assert [(one.label, one.sources) for one in study.store.respondents()] == [("R1", ("",))]


def test_memos_come_in_the_order_in_which_they_were_written(study: Study, place: OneStudy) -> None:
    first, second = add_memo("study", "", place.coder, "First."), add_memo("code", BRIBERY, place.coder, "Second.")
    study.act([first, second], place.coder)
    assert [(memo.body, memo.target_kind, memo.target) for memo in study.store.memos()] == [
        ("First.", "study", ""),
        ("Second.", "code", BRIBERY),
    ]
    study.act([purge({str(first.fields["body"]): None})], place.coder)
    assert [memo.body for memo in study.store.memos()] == ["Second."]


# What was ever there


def test_what_was_removed_or_merged_keeps_its_name(study: Study, place: OneStudy) -> None:
    words, respondent, variable = content("it turned its head"), add_respondent("R1"), add_variable(Variable("age"))
    study.act([respondent, variable, add_coder("elm"), add_round("second")], place.coder)
    study.act([SetField("code", PAPERS, "name", {"content": words.uid}, (words,))], place.coder)
    study.act([SetField("code", PAPERS, "merged_into", BRIBERY)], place.coder)
    study.act(
        [Remove("respondent", respondent.uid), Remove("variable", variable.uid), Remove("source", place.source)], place.coder
    )
    ever = study.store.ever
    assert ever.names("code") == {LIMITS: "Limits", BRIBERY: "Bribery", PAPERS: "it turned its head"}
    assert (ever.codes_in_vivo(), ever.merged()) == ({PAPERS}, {PAPERS: BRIBERY})
    assert ever.names("respondent") == {respondent.uid: "R1"}
    assert ever.names("variable") == {variable.uid: "age"}
    assert ever.names("source") == {place.source: "R1"}
    assert sorted(ever.names("coder").values()) == ["elm", "oak"]
    assert sorted(ever.names("round").values()) == ["main", "second"]
    study.act([purge({words.uid: None})], place.coder)
    assert PAPERS not in ever.names("code")


def test_one_coding_or_memo_is_given_as_it_stands_removed_or_not(study: Study, place: OneStudy) -> None:
    coding, memo = place.coding(), add_memo("code", BRIBERY, place.coder, "Why?")
    study.act([coding, memo], place.coder)
    assert [study.store.ever.coding(coding.uid)] == [replace(found, created_at="") for found in study.store.codings()]
    assert [study.store.ever.memo(memo.uid)] == study.store.memos()
    before = study.store.ever.coding(coding.uid)
    study.act([Remove("coding", coding.uid), Remove("memo", memo.uid)], place.coder)
    assert study.store.ever.coding(coding.uid) == before
    assert (study.store.memos(), getattr(study.store.ever.memo(memo.uid), "body", "")) == ([], "Why?")
    study.act([SetField("code", BRIBERY, "merged_into", PAPERS)], place.coder)
    study.act([set_words("source", place.source, "text", "Another text.")], place.coder)
    found = study.store.ever.coding(coding.uid)
    assert found is not None
    assert (found.code, found.stale) == (PAPERS, True)
    assert study.store.ever.coding("nobody knows it") is None
    assert study.store.ever.memo("nobody knows it") is None


def test_settings_travel_as_json(study: Study, place: OneStudy) -> None:
    study.act([SetField("setting", "a", "value", {"x": [1, None]}), SetField("setting", "b", "value", "말")], place.coder)
    assert study.store.settings() == {"a": {"x": [1, None]}, "b": "말"}
    study.act([SetField("setting", "a", "value", None)], place.coder)
    assert study.store.settings() == {"b": "말"}


def test_the_codes_a_coder_used_come_newest_first_with_how_often(study: Study, place: OneStudy) -> None:
    elm = add_coder("elm")
    study.act([elm], place.coder)
    assert study.store.codes_used_by(place.coder) == []
    study.act([place.coding(), place.coding(0, 5, PAPERS), place.coding(5, 9)], place.coder)
    study.act([AddCoding(place.source, PAPERS, elm.uid, place.round, 0, 5)], elm.uid)
    study.act([Add("coding", place.coding(code=PAPERS).fields("t") | {"origin": "consensus"})], place.coder)
    assert study.store.codes_used_by(place.coder) == [(BRIBERY, 2), (PAPERS, 1)]
    assert study.store.codes_used_by(elm.uid) == [(PAPERS, 1)]
    study.act([SetField("code", PAPERS, "merged_into", BRIBERY)], place.coder)
    assert study.store.codes_used_by(place.coder) == [(BRIBERY, 3)]
    assert study.store.codes_used_by("nobody") == []
