"""Verification: whoever changes a study's file behind the program's back is found out."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from laptops import STUDY, Laptop, Raw, begin, empty_study, purge

from coder.study import engine
from coder.study.changes import Add, AddCoding, SetField, add_memo, mark
from coder.study.engine import Connection
from coder.study.journal.chronicle import read_rows
from coder.study.journal.rows import canonical, seal
from coder.study.journal.verify import Anchor, Check, heads, verify
from coder.study.kinds import Json, key


def rich() -> Laptop:
    """Give a laptop with something in every table and column."""
    laptop = begin()[0]
    source, coder, in_round, respondent, variable = (
        laptop.known(kind)[0] for kind in ("source", "coder", "round", "respondent", "variable")
    )
    first, second = laptop.known("code")
    words = tuple(laptop.content(body) for body in ("her words", "40", "We agreed.", "She laughs."))
    fields: dict[str, Json] = {
        "name": {"content": words[0].uid}, "place": {"parent": first, "position": 1}, "brief": "b", "definition": "d",
        "include": "i", "exclude": "e", "examples": ["x"], "colour": "sky", "status": "active", "codable": True,
        "names": [["ko", "뇌물"]], "removed": False,
    }  # fmt: skip
    laptop.act(Add("code", fields, words[:1], "in vivo"), SetField("code", second, "merged_into", first))
    coding = AddCoding(source, first, coder, in_round, 2, 8, uid="g")
    laptop.act(coding, Add("coding", coding.fields("another text") | {"removed": False}, uid="stale"))
    laptop.act(SetField("coding", "g", "code", "in vivo"), SetField("source", source, "language", "en"))
    laptop.act(mark(in_round, source, coder, "finished", value=True), mark(in_round, source, coder, "started", value=True))
    laptop.act(mark(in_round, source, coder, "assigned", value=True), SetField("setting", "x", "value", 1))
    laptop.act(SetField("value", key(respondent, variable), "value", words[1].uid, (words[1],)))
    laptop.act(Add("decision", {"round": in_round, "why": words[2].uid, "removed": False}, (words[2],), "d"))
    memo = Add("memo", {"target": {"kind": "coding", "uid": "g"}, "coder": coder, "body": words[3].uid}, (words[3],), "m")
    laptop.act(memo, SetField("memo", "m", "removed", value=False), Raw("reveal", {"round": in_round}))
    for kind in ("source", "respondent", "variable", "coder", "round"):
        laptop.act(SetField(kind, laptop.known(kind)[0], "removed", value=False))
    turns = laptop.content(canonical([[0, 0, 9, "R1", "R", 0, 1_000]]))
    place = key(source, str(laptop.value("source", source, "text")))
    laptop.act(SetField("turns", place, "turns", turns.uid, (turns,)))
    laptop.act(purge({str(laptop.value("source", source, "name")): laptop.content("█1")}))
    laptop.act(SetField("code", first, "name", "another"))
    laptop.undo()
    return laptop


def checked(laptop: Laptop, anchors: list[Anchor] | None = None, device: str | None = "a") -> list[Check]:
    return [check for check in verify(laptop.connection, STUDY, device, anchors or [], empty_study) if not check.ok]


def tables(connection: Connection) -> Iterator[tuple[str, str, str]]:
    """Yield each table and column of a study, with the column's type, that holds what the journal says."""
    beside = ("meta", "desk", "_sqlite_migrations")
    for (table,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name").fetchall():
        for _, column, kind, *_ in connection.execute(f'PRAGMA table_info("{table}")').fetchall():
            if table not in beside and column != "id":
                yield table, column, kind


EVERY = list(tables(empty_study()))
HARM = {"TEXT": "'edited'", "INTEGER": "1 - coalesce({}, 5)", "BLOB": "x'00'"}


@pytest.fixture(scope="module")
def whole() -> Laptop:
    """Give a study that is not to be written to but in a test's own transaction."""
    laptop = rich()
    laptop.connection.execute("PRAGMA foreign_keys=OFF")
    laptop.connection.execute("PRAGMA ignore_check_constraints=ON")
    return laptop


@pytest.fixture
def file(whole: Laptop) -> Iterator[Laptop]:
    """Give the study for one test to harm."""
    whole.connection.execute("BEGIN")
    yield whole
    whole.connection.execute("ROLLBACK")


def test_a_study_that_nobody_touched_is_whole(whole: Laptop) -> None:
    found = verify(whole.connection, STUDY, "a", heads(whole.connection), empty_study)
    assert [check.name for check in found if check.ok] == ["file", "journal", "anchors", "contents", "replay"]


def test_the_study_that_is_harmed_has_something_in_every_column(whole: Laptop) -> None:
    sql = 'SELECT 1 FROM "{}" WHERE "{}" IS NOT NULL'
    empty = [place for *place, _ in EVERY if whole.connection.execute(sql.format(*place)).fetchone() is None]
    assert empty == []


@pytest.mark.parametrize(("table", "column", "kind"), EVERY, ids=[f"{table}.{column}" for table, column, _ in EVERY])
def test_an_edited_cell_is_found_wherever_it_stands(file: Laptop, table: str, column: str, kind: str) -> None:
    sql = 'UPDATE OR IGNORE "{0}" SET "{1}" = {2} WHERE "{1}" = (SELECT max("{1}") FROM "{0}")'
    assert file.connection.execute(sql.format(table, column, HARM[kind].format(f'"{column}"'))).rowcount
    assert checked(file) != []


@pytest.mark.parametrize("table", sorted({table for table, _, _ in EVERY} - {"journal", "content"}))
def test_a_row_taken_out_of_a_table_is_found(file: Laptop, table: str) -> None:
    first = next(column for name, column, _ in EVERY if name == table)
    sql = 'DELETE FROM "{0}" WHERE "{1}" = (SELECT max("{1}") FROM "{0}")'
    assert file.connection.execute(sql.format(table, first)).rowcount
    assert checked(file) != []


@pytest.mark.parametrize(
    ("sql", "check"),
    [
        ("UPDATE journal SET body = replace(body, 'another', 'other') WHERE body LIKE '%another%'", "journal"),
        ("UPDATE journal SET lamport = lamport + 1 WHERE seq = 3", "journal"),
        ("UPDATE journal SET body = NULL, salt = NULL WHERE seq = 3", "journal"),
        ("UPDATE content SET body = 'other words' WHERE body = 'She laughs.'", "contents"),
        ("UPDATE coding SET end = 9 WHERE uid = 'g'", "replay"),
        ("UPDATE coding SET live = 0", "replay"),
        ("UPDATE code SET effective = id", "replay"),
        ("INSERT INTO reveal VALUES ('another round')", "replay"),
        ("INSERT INTO coding(uid, known) VALUES ('made up', 1)", "replay"),
        ("DELETE FROM purge", "replay"),
    ],
)
def test_harm_is_found_by_the_check_whose_matter_it_is(file: Laptop, sql: str, check: str) -> None:
    file.connection.execute(sql)
    assert check in [found.name for found in checked(file)]


def test_words_put_back_after_their_purge_are_found() -> None:
    laptop = begin()[0]
    source = laptop.known("source")[0]
    name = str(laptop.value("source", source, "name"))
    words = laptop.contents()[name]
    laptop.act(purge({name: None}))
    assert checked(laptop) == []
    laptop.connection.execute("UPDATE content SET body = ?, salt = ? WHERE uid = ?", (words.body, words.salt, name))
    assert checked(laptop) != []


def test_a_table_that_cannot_be_read_is_a_finding_and_no_crash(file: Laptop) -> None:
    file.connection.execute("UPDATE setting SET value = 'no json'")
    file.connection.execute("UPDATE coding SET code = 99")
    assert "replay" in [check.name for check in checked(file)]


def test_a_cut_tail_shows_only_against_an_anchor(whole: Laptop) -> None:
    noted = heads(whole.connection)
    shorter = Laptop("reader")
    shorter.chronicle.receive(whole.rows()[:-1], whole.contents())
    assert checked(shorter) == []
    assert [check.name for check in checked(shorter, noted)] == ["anchors"]
    assert checked(whole, noted) == []


def test_another_devices_row_may_be_sealed_but_not_an_own_one(whole: Laptop) -> None:
    reader = Laptop("reader")
    reader.chronicle.receive([seal(row) if row.seq == 3 else row for row in whole.rows()], whole.contents())
    assert checked(reader, device="reader") == []
    assert [check.name for check in checked(reader, device="a")] == ["journal"]


def test_a_study_of_another_uid_is_found() -> None:
    stranger = Laptop("a", study="another study")
    stranger.act(SetField("setting", "x", "value", 1))
    assert [check.name for check in checked(stranger)] == ["journal"]


def test_many_faults_are_counted_and_three_told(file: Laptop) -> None:
    file.connection.execute("UPDATE journal SET lamport = lamport + 1")
    (found,) = [check for check in checked(file) if check.name == "journal"]
    assert found.problem.count(";") == 2
    assert found.problem.endswith("more)")


def test_problems_never_quote_what_people_said(file: Laptop) -> None:
    file.connection.execute("UPDATE content SET body = 'a secret' WHERE body IS NOT NULL")
    file.connection.execute("UPDATE code SET brief = 'a secret'")
    assert "secret" not in " ".join(check.problem for check in checked(file))


def test_every_device_has_one_anchor() -> None:
    one, other, _ = begin()
    other.act(SetField("setting", "x", "value", 1))
    one.learn(other)
    assert [(device, count) for device, count, _ in heads(one.connection)] == [("a", len(one.own())), ("b", 1)]


def test_memos_are_told_by_their_uid() -> None:
    laptop = rich()
    memo = add_memo("study", "", laptop.known("coder")[0], "Later.")
    laptop.act(memo)
    laptop.connection.execute("UPDATE memo SET target_kind = 'source' WHERE uid = ?", (memo.uid,))
    assert [check.problem for check in checked(laptop)] == [f"memo {memo.uid} differs from what the journal says"]


@pytest.mark.parametrize("column", ["inner", "prev", "hash"])
def test_a_hash_that_became_a_text_is_damage_and_no_crash(column: str) -> None:
    """As one flipped bit can make it, past the table's own check."""
    connection = engine.in_memory()
    connection.execute("CREATE TABLE journal(id INTEGER PRIMARY KEY, device, seq, lamport, inner, prev, hash, body, salt)")
    connection.execute("INSERT INTO journal VALUES (1, 'a', 1, 1, x'00', x'00', x'00', '{}', x'00')")
    connection.execute(f"UPDATE journal SET {column} = 'words'")  # noqa: S608 - one of three names
    with pytest.raises(engine.DatabaseError, match="malformed"):
        list(read_rows(connection))
    if column == "hash":
        with pytest.raises(engine.DatabaseError, match="malformed"):
            heads(connection)
