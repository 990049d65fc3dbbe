"""Undo and redo, the journal, and the proof that a study is whole."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2 as sqlite
from workbench import Desk, desk


def test_undo_and_redo_take_the_acting_coders_last_action_back_and_forth(tmp_path: Path) -> None:
    at = desk(tmp_path)
    at.done("code", "s.db", "R1", "2.1", "Lamp", "--as", "ash")
    at.done("code", "s.db", "R1", "2.1", "Calls", "--as", "elm")
    assert len(at.codings()) == 9
    assert at.done("undo", "s.db", "--as", "ash").err == "Undone: coded Lamp, R1 turn 2.\n"
    assert [coding["code"] for coding in at.done("codings", "export", "s.db", "--coder", "ash", "--json").json].count(
        "Homes > Lamp"
    ) == 1
    assert at.done("redo", "s.db", "--as", "ash").err == "Done again: coded Lamp, R1 turn 2.\n"
    assert len(at.codings()) == 9


def test_undo_of_nothing_says_so_and_is_no_error(tmp_path: Path) -> None:
    at = desk(tmp_path)
    before = at.rows()
    assert "nothing of oak to undo on this computer" in at.done("undo", "s.db", "--as", "oak").err
    assert "nothing of oak to redo" in at.done("redo", "s.db", "--as", "oak").err
    assert at.rows() == before


def test_undo_takes_a_whole_import_back(tmp_path: Path) -> None:
    at = desk(tmp_path)
    at.write("c.csv", "source,coder,code,start,end\nR1,ash,Calls,0,4\nR1,ash,Calls,5,9\nR2,elm,Lamp,0,4\n")
    at.done("codings", "import", "s.db", "c.csv", "--as", "oak")
    at.done("undo", "s.db", "--as", "oak")
    assert len(at.codings()) == 7


def test_log_has_the_shape_that_scripts_rely_on(tmp_path: Path) -> None:
    at = desk(tmp_path)
    at.done("code", "s.db", "R1", "2.1", "Lamp", "--as", "oak")
    at.done("undo", "s.db", "--as", "oak")
    log = at.done("log", "s.db", "--json").json
    assert all(entry.keys() == {"device", "seq", "at", "actor", "action", "op", "payload", "undone"} for entry in log)
    assert (log[0]["seq"], log[0]["actor"], log[0]["op"], log[0]["undone"]) == (1, "oak", "add", False)
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{3})?Z", log[0]["at"])
    added, undone = log[-2:]
    assert (added["payload"]["kind"], added["undone"]) == ("coding", True)
    assert (undone["op"], undone["undone"]) == ("set", False)


def test_log_never_quotes_testimony(tmp_path: Path) -> None:
    at = desk(tmp_path)
    said = at.done("log", "s.db").out + at.done("log", "s.db", "--json").out
    for words in ("lamp", "Nobody looked", "손전화 검열", "A doubt of hers", "early"):
        assert words not in said.replace('"name": "Lamp"', "").replace("light at night", "").replace('"early"', "")


def test_verify_of_a_whole_study_says_so_with_its_anchors(tmp_path: Path) -> None:
    at = desk(tmp_path)
    said = at.done("verify", "s.db", "--json").json
    assert said["ok"] is True
    assert [check["name"] for check in said["checks"]] == ["file", "journal", "anchors", "contents", "replay"]
    assert all(check == {"name": check["name"], "ok": True, "problem": None} for check in said["checks"])
    assert [anchor["count"] for anchor in said["anchors"]] == [at.rows()]
    assert "replay: whole" in at.done("verify", "s.db").out


def test_verify_compares_with_an_anchor_that_was_noted(tmp_path: Path) -> None:
    at = desk(tmp_path)
    noted = next(line for line in at.done("verify", "s.db").out.split("\n") if line.startswith("anchor: "))
    anchor = noted.removeprefix("anchor: ")
    assert at.done(
        "verify", "s.db", "--anchor", anchor, "--anchor", f" {anchor.upper()} ".replace(anchor[:16].upper(), anchor[:16])
    )
    device, row, head = anchor.split(":")
    for other in (f"{device}:{int(row) + 1}:{head}", f"{device}:{row}:{'0' * 64}", f"{'0' * 16}:{row}:{head}"):
        ran = at.run("verify", "s.db", "--anchor", other, "--json")
        assert ran.code == 1
        assert [check["name"] for check in ran.json["checks"] if not check["ok"]] == ["anchors"]


@pytest.mark.parametrize("anchor", ["", "x", "1:2:3", ":5:" + "0" * 64, "abc:-5:" + "0" * 64, "abc:5:" + "0" * 63])
def test_anchor_that_is_none_is_refused(tmp_path: Path, anchor: str) -> None:
    assert "is no anchor" in desk(tmp_path).refused("verify", "s.db", "--anchor", anchor)


def test_undo_says_what_it_took_back_and_what_it_left_alone(tmp_path: Path) -> None:
    at = desk(tmp_path)
    at.done("sources", "rename", "s.db", "R1", "first", "--as", "ash")
    at.done("sources", "rename", "s.db", "first", "second", "--as", "elm")
    said = at.done("undo", "s.db", "--as", "ash").err
    assert "1 field left alone" in said
    assert "second" in at.done("sources", "list", "s.db").out


def test_verify_of_a_study_that_was_tampered_with_says_where_and_ends_with_code_1(tmp_path: Path) -> None:
    at = desk(tmp_path)
    db = sqlite.connect(at.study)
    db.execute("UPDATE coding SET start = start + 1")
    db.commit()
    db.close()
    ran = at.run("verify", "s.db", "--json")
    assert ran.code == 1
    assert ran.json["ok"] is False
    assert [check["name"] for check in ran.json["checks"] if not check["ok"]] == ["replay"]
    assert "coding" in next(check["problem"] for check in ran.json["checks"] if check["problem"])
    assert "puts a backup in its place" in ran.err
    assert at.run("verify", "s.db").code == 1


@pytest.mark.parametrize("page", [3, 9, 17, 25, 40])
def test_a_damaged_page_is_a_finding_of_verify_and_one_sentence_of_others(tmp_path: Path, page: int) -> None:
    at = desk(tmp_path)
    data = bytearray(at.study.read_bytes())
    data[page * 4096 : (page + 1) * 4096] = b"\xff" * 4096
    at.study.write_bytes(data)
    said = at.run("verify", "s.db", "--json")
    assert said.code == 1
    assert said.json["ok"] is False if said.out else "damaged" in said.err
    ran = at.run("log", "s.db")
    assert ran.code == 0 or "damaged" in ran.err


def history(at: Desk, *asked: str) -> list[dict[str, object]]:
    """Give the history as programs read it."""
    told: list[dict[str, object]] = at.done("history", "s.db", *asked, "--json").json
    return told


def test_history_tells_actions_newest_first_and_what_was_undone(tmp_path: Path) -> None:
    at = desk(tmp_path)
    at.done("code", "s.db", "R1", "2.1", "Lamp", "--as", "oak")
    at.done("coders", "add", "s.db", "yew", "--as", "oak")
    at.done("undo", "s.db", "--as", "oak")
    told = history(at, "--limit", "2")
    assert [(one["coder"], one["what"], one["undone"], one["here"]) for one in told] == [
        ("oak", "added coder yew", True, True),
        ("oak", "coded Lamp, R1 turn 2", False, True),
    ]
    assert isinstance(told[0]["action"], int)
    assert {type(one["at"]) for one in told} == {type(one["device"]) for one in told} == {str}
    ran = at.done("history", "s.db")
    assert ran.out.index("added coder yew") < ran.out.index("coded Lamp, R1 turn 2") < ran.out.index("finished R10")


def test_history_of_one_coder_and_of_the_newest_actions_says_that_there_are_more(tmp_path: Path) -> None:
    at = desk(tmp_path)
    assert {one["coder"] for one in history(at, "--coder", "Ash")} == {"ash"}
    ran = at.done("history", "s.db", "--limit", "1", "--coder", "ash")
    assert "The newest 1 action; --limit N shows more." in ran.out + ran.err
    every = at.done("history", "s.db", "--limit", "9999")
    assert "--limit" not in every.out + every.err
    assert "There is no coder “nobody”." in at.refused("history", "s.db", "--coder", "nobody")
    assert at.run("history", "s.db", "--limit", "0").code == 2


def test_history_holds_no_word_of_a_text_or_a_memo(tmp_path: Path) -> None:
    ran = desk(tmp_path).done("history", "s.db", "--limit", "9999")
    for words in ("lamp.", "doubt", "town", "손전화", "early"):
        assert words not in ran.out
