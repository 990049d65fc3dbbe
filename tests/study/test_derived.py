"""What follows from the fields: which codings count, which words are masked, which turns a text has."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from laptops import TEXT, Laptop, Raw, begin, purge

from coder.study.changes import Add, AddCoding, Change, SetField
from coder.study.journal.derived import read_masked
from coder.study.journal.rows import Content, canonical, seal
from coder.study.kinds import Json, key


def coded() -> Laptop:
    """Give a laptop with one coding, `g`."""
    laptop = begin()[0]
    laptop.act(AddCoding(*who(laptop), 2, 8, uid="g"))
    return laptop


def who(laptop: Laptop) -> tuple[str, str, str, str]:
    source, code, coder, in_round = (laptop.known(kind)[0] for kind in ("source", "code", "coder", "round"))
    return source, code, coder, in_round


def is_live(laptop: Laptop, uid: str = "g") -> bool:
    return laptop.world().things["coding"][uid]["live"] == 1


# Which codings count


def set_field(kind: str, field: str, value: Json) -> Callable[[Laptop], Change]:
    return lambda laptop: SetField(kind, "g" if kind == "coding" else laptop.known(kind)[0], field, value)


@pytest.mark.parametrize(
    ("change", "counts"),
    [
        (set_field("coding", "removed", value=True), False),
        (set_field("source", "removed", value=True), False),
        (set_field("source", "text", "another text"), False),
        (set_field("source", "text", None), False),
        (set_field("coding", "anchor", {"text": "another text", "start": 0, "end": 1}), False),
        (set_field("coding", "anchor", None), False),
        (set_field("coding", "code", "nobody's"), False),
        (set_field("coding", "code", None), False),
        (set_field("coding", "coder", "nobody"), False),
        (set_field("coding", "round", "never"), False),
        (set_field("coding", "source", "nowhere"), False),
        (set_field("code", "removed", value=True), True),
        (set_field("code", "status", "retired"), True),
        (set_field("code", "merged_into", "nobody's"), True),
        (set_field("coder", "removed", value=True), True),
        (set_field("round", "removed", value=True), True),
        (set_field("source", "name", "a name not here"), True),
        (set_field("coding", "removed", value=False), True),
    ],
)
def test_a_coding_counts_while_all_it_names_is_known_and_its_text_is_the_present_one(
    change: Callable[[Laptop], Change], counts: bool
) -> None:
    laptop = coded()
    assert is_live(laptop)
    laptop.act(change(laptop))
    assert is_live(laptop) is counts
    laptop.undo()
    assert is_live(laptop)


@pytest.mark.parametrize("kind", ["source", "code", "coder", "round"])
def test_a_coding_counts_from_when_the_last_thing_it_names_arrives(kind: str) -> None:
    laptop = coded()
    late = [row for row in laptop.rows() if f'"kind":"{kind}"' in (row.body or "") and '"op":"add"' in (row.body or "")]
    reader = Laptop("reader")
    reader.chronicle.receive([seal(row) if row in late else row for row in laptop.rows()], laptop.contents())
    assert not is_live(reader)
    reader.chronicle.receive(late, {})
    assert is_live(reader)


# Which words are masked


@pytest.mark.parametrize(
    ("bodies", "replacements", "read"),
    [
        ({"t": "Oak went"}, {}, "Oak went"),
        ({}, {}, None),
        ({"m": "███ went"}, {"t": {"m"}}, "███ went"),
        ({"m": "███ went", "n": "Oak ████"}, {"t": {"m", "n"}}, "███ ████"),
        ({"m": "███ went"}, {"t": {"m", ""}}, None),
        ({"m": "███ went"}, {"t": {"m", "not here"}}, None),
        ({"m": "███ went", "n": "short"}, {"t": {"m", "n"}}, None),
        ({"n": "███ ████"}, {"t": {"m"}, "m": {"n"}}, "███ ████"),
        ({"n": "███ ████"}, {"t": {"m", "n"}, "m": {"n"}}, "███ ████"),
        ({}, {"t": {"m"}, "m": {"t"}}, None),
        ({}, {"t": {"t"}}, None),
        ({"m": ""}, {"t": {"m"}}, ""),
    ],
)
def test_purged_words_read_as_the_union_of_their_masks(
    bodies: dict[str, str | None], replacements: dict[str, set[str]], read: str | None
) -> None:
    assert read_masked("t", bodies, replacements) == read


def test_a_purge_erases_the_words_from_the_file_and_keeps_every_offset() -> None:
    laptop = coded()
    source = laptop.known("source")[0]
    text = str(laptop.value("source", source, "text"))
    mask = laptop.content(TEXT.replace("market", "██████"))
    laptop.act(purge({text: mask}))
    assert laptop.world().texts[source] == "I saw it in the ██████."
    assert is_live(laptop)
    assert text not in laptop.contents()
    assert not any("market" in content.body for content in laptop.contents().values())


def test_purged_words_are_not_taken_in_again() -> None:
    one, other, _ = begin()
    text = str(one.value("source", one.known("source")[0], "text"))
    words = one.contents()[text]
    one.act(purge({text: None}))
    one.chronicle.receive([], {text: words})
    one.learn(other)
    assert text not in one.contents()
    other.learn(one)
    assert text not in other.contents()


def test_a_later_purge_of_the_masks_too_hides_what_each_of_them_showed() -> None:
    one, other, _ = begin()
    source = one.known("source")[0]
    text = str(one.value("source", source, "text"))
    for laptop, mask in ((one, "█ saw it in the market."), (other, "I saw it in the ██████.")):
        laptop.act(purge({text: laptop.content(mask)}))
    one.learn(other)
    assert one.world().texts[source] == "█ saw it in the ██████."
    assert any("market" in content.body for content in one.contents().values())
    family = [text, *(mask for _, mask in one.world().purges)]
    one.act(purge({content: one.content("█ saw it in the ██████.") for content in family}))
    other.learn(one)
    for laptop in (one, other):
        assert laptop.world().texts[source] == "█ saw it in the ██████."
        assert not any("market" in content.body or "I saw" in content.body for content in laptop.contents().values())


def test_a_code_named_in_somebodys_words_shows_the_mask_in_its_path() -> None:
    laptop = begin()[0]
    words = laptop.content("Oak's rule")
    laptop.act(Add("code", {"name": {"content": words.uid}}, (words,), "k"))
    assert laptop.world().things["code"]["k"]["path"] == "Oak's rule"
    laptop.act(purge({words.uid: laptop.content("███'s rule")}))
    assert laptop.world().things["code"]["k"]["path"] == "███'s rule"
    laptop.act(purge({words.uid: None}))
    assert laptop.world().things["code"]["k"]["path"] == ""


def test_a_code_gets_its_path_when_the_words_of_its_name_arrive() -> None:
    laptop = begin()[0]
    words = Content(bytes(16), "late words")
    laptop.act(Add("code", {"name": {"content": words.uid}}, uid="k"))
    assert laptop.world().things["code"]["k"]["path"] == ""
    laptop.chronicle.receive([], {words.uid: words})
    assert laptop.world().things["code"]["k"]["path"] == "late words"


# Which turns a text has

SPEECH = [[0, 4, 9, "R2", "R", None, None], [9, 12, 20, "I", "I", 1_000, 2_000]]


def said(laptop: Laptop, turns: object = SPEECH) -> tuple[str, Content, Change]:
    """Prepare a list of turns for the present text of the source."""
    source = laptop.known("source")[0]
    words = laptop.content(canonical(turns))
    return source, words, SetField("turns", key(source, str(laptop.value("source", source, "text"))), "turns", words.uid)


def test_a_text_has_the_turns_of_its_list() -> None:
    laptop = begin()[0]
    source, words, change = said(laptop)
    laptop.act(change)
    assert laptop.world().turns[source] == []
    laptop.chronicle.receive([], {words.uid: words})
    assert laptop.world().turns[source] == [tuple(turn) for turn in SPEECH]
    laptop.act(SetField("turns", key(source, str(laptop.value("source", source, "text"))), "turns", None))
    assert laptop.world().turns[source] == []
    laptop.undo()
    assert laptop.world().turns[source] == [tuple(turn) for turn in SPEECH]


def test_turns_come_and_go_with_the_text_they_belong_to() -> None:
    laptop = begin()[0]
    source = laptop.known("source")[0]
    before = laptop.world().turns[source]
    text = laptop.content("I saw him.")
    laptop.act(SetField("source", source, "text", text.uid, (text,)))
    assert laptop.world().turns[source] == []
    laptop.undo()
    assert laptop.world().turns[source] == before


def test_a_purge_of_a_list_of_turns_takes_the_speakers_names_away() -> None:
    laptop = begin()[0]
    source = laptop.known("source")[0]
    uid = str(laptop.value("turns", key(source, str(laptop.value("source", source, "text"))), "turns"))
    assert [turn[3] for turn in laptop.world().turns[source]] == ["R1"]
    laptop.act(purge({uid: laptop.content(laptop.contents()[uid].body.replace("R1", "██"))}))
    assert [turn[3] for turn in laptop.world().turns[source]] == ["██"]
    laptop.act(purge({uid: None}))
    assert laptop.world().turns[source] == []


@pytest.mark.parametrize("order", [(0, 1, 2, 3), (3, 2, 1, 0), (1, 3, 0, 2), (2, 0, 3, 1)])
def test_turn_rows_do_not_depend_on_what_arrived_first(order: tuple[int, ...]) -> None:
    """A text that was replaced before its words arrived here has the same rows as everywhere."""
    writer = begin()[0]
    source = writer.known("source")[0]
    text, words = writer.content("It was in spring."), writer.content(canonical(SPEECH))
    writer.act(SetField("source", source, "text", text.uid, (text,)))
    writer.act(SetField("turns", key(source, text.uid), "turns", words.uid, (words,)))
    writer.act(SetField("source", source, "text", None))
    contents = {uid: content for uid, content in writer.contents().items() if uid not in (text.uid, words.uid)}
    parcels = [
        lambda to: to.chronicle.receive(writer.rows()[::-1], {}),
        lambda to: to.chronicle.receive([], {words.uid: words}),
        lambda to: to.chronicle.receive([], {text.uid: text}),
        lambda to: to.chronicle.receive([], contents),
    ]
    reader = Laptop("reader")
    for number in order:
        parcels[number](reader)
    sql = "SELECT c.uid, label, start, end, speaker, role, time_start, time_end FROM turn JOIN content c ON c.id = turn.text"
    assert sorted(reader.connection.execute(sql).fetchall()) == sorted(writer.connection.execute(sql).fetchall())


def test_an_unknown_operation_leaves_everything_as_it_is() -> None:
    laptop = coded()
    before = laptop.world()
    laptop.act(Raw("later", {"of": "a newer version"}))
    assert laptop.world() == before
