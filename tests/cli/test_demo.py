"""The sample study: built from its files in one go, shown without a terminal, and true to what is said of it."""

from __future__ import annotations

import re
import shutil
from collections import Counter, defaultdict
from functools import cache
from pathlib import Path

import pytest
from workbench import Desk, Ran, scratch

from coder.analysis.names import find_code
from coder.documents.read import read_document
from coder.exchange.codebook_yaml import read_codebook_file
from coder.exchange.shipped import find_codebook
from coder.exchange.tabular import Record, read_rows
from coder.model.place import sentences
from coder.model.source import Document
from coder.study import Study

SAMPLE = Path(__file__).parents[2] / "coder" / "sample"
SOURCES = ("R01", "R02", "R03", "R07", "R35", "R38")
FIRST_LINE = {
    "en": "Synthetic testimony, written for the sample study of this program. No real person speaks here.",
    "ko": "연습용으로 지어낸 증언입니다. 이 프로그램의 표본 연구를 위해 쓴 것으로, 실제 인물의 말이 아닙니다.",
}
MARK = re.compile(r"\[[^\[\]\n]+\]")
STAGE_DIRECTION = r"(?:\[[^\[\]\n]+\]\s*)*"


@cache
def built() -> tuple[Path, Ran]:
    """Build the sample study once, and keep what was printed."""
    folder = scratch()
    return folder, Desk(folder).done("demo")


@cache
def document(source: str) -> Document:
    """Read a testimony."""
    return read_document(SAMPLE / "sources" / f"{source}.txt")


def codings() -> list[Record]:
    """List the sample's codings."""
    return read_rows(SAMPLE / "codings.csv").records


def test_demo_prints_content_crosstab_and_agreement_without_a_terminal() -> None:
    folder, ran = built()
    assert (folder / "coder-demo" / "demo.db").is_file()
    assert "All of it is invented" in ran.err
    assert all(re.search(rf"^{source} +interview", ran.out, re.MULTILINE) for source in SOURCES)
    assert "50 codes, " in ran.out
    assert "code × left: respondents" in ran.out
    assert re.search(r"^respondents in all +1 +1 +3 +1 +6$", ran.out, re.MULTILINE)
    assert "Agreement by turn" in ran.out
    assert re.search(r"^all codes +0\.\d\d", ran.out, re.MULTILINE)
    assert "Coders: ash, elm, yew." in ran.out


def test_demo_says_how_to_go_on() -> None:
    assert "coder help start" in built()[1].out


def test_demo_opens_what_is_there_and_leaves_it_as_it_is(tmp_path: Path) -> None:
    at = Desk(tmp_path)
    shutil.copytree(built()[0] / "coder-demo", tmp_path / "coder-demo")
    at.done("memo", "add", "coder-demo/demo.db", "a memo of mine", "--as", "oak")
    again = at.done("demo")
    assert "there already" in again.err
    assert "invented" not in again.err
    memos = at.done("memo", "list", "coder-demo/demo.db", "--json").json
    assert memos[-1]["memo"] == "a memo of mine"


def test_demo_takes_a_folder(tmp_path: Path) -> None:
    at = Desk(tmp_path)
    at.done("demo", "my folder/deep")
    assert (tmp_path / "my folder" / "deep" / "demo.db").is_file()


@pytest.mark.parametrize("name", ["file", "file/below"])
def test_demo_is_refused_where_no_folder_can_be_made(tmp_path: Path, name: str) -> None:
    at = Desk(tmp_path)
    at.write("file", "a file")
    assert "file" in at.refused("demo", name)


def test_demo_that_is_no_study_is_refused_and_left_alone(tmp_path: Path) -> None:
    at = Desk(tmp_path)
    at.write("coder-demo/demo.db", "something else")
    assert "is no study" in at.refused("demo")
    assert (tmp_path / "coder-demo" / "demo.db").read_bytes() == b"something else"


def test_demo_is_whole_and_its_commands_work() -> None:
    at = Desk(built()[0] / "coder-demo")
    assert at.done("verify", "demo.db", "--json").json["ok"] is True
    said = at.done("status", "demo.db", "--json").json
    assert [coder["name"] for coder in said["coders"]] == ["oak", "ash", "elm", "yew"]
    assert (said["codes"], said["codings"], said["stale"]) == (50, len(codings()), 0)
    assert said["memos"] == len(read_rows(SAMPLE / "memos.csv").records)
    states = [one["state"] for source in said["sources"] for one in source["coders"].values()]
    assert states == ["finished"] * 12


def test_demo_is_the_same_each_time(tmp_path: Path) -> None:
    found = []
    for folder in (built()[0], tmp_path):
        if folder == tmp_path:
            Desk(folder).done("demo")
        exported = Desk(folder / "coder-demo").done("codings", "export", "demo.db", "--json").json
        found.append([{key: value for key, value in coding.items() if key != "uid"} for coding in exported])
    assert found[0] == found[1]


def test_agreement_of_the_sample_is_worth_looking_at() -> None:
    """Good codes, bad codes and codes without a value, so that a newcomer sees all three."""
    said = Desk(built()[0] / "coder-demo").done("agreement", "demo.db", "--json").json
    values = {code["code"]: code["coefficients"][0]["value"] for code in said["codes"]}
    assert said["rule"] == "finished"
    assert said["sources"] == list(SOURCES)
    assert 0.70 <= said["overall"]["coefficients"][0]["value"] <= 0.85
    defined = [value for value in values.values() if value is not None]
    assert sum(value > 0.80 for value in defined) >= 5
    assert sum(value < 0.667 for value in defined) >= 3
    assert values["Border > Fences and barriers"] == 1.0
    assert values["Means > Falling price"] is None


@pytest.mark.parametrize("source", SOURCES)
def test_testimony_says_first_that_it_is_invented(source: str) -> None:
    found = document(source)
    assert found.text.split("\n")[0] == FIRST_LINE["ko" if source in {"R35", "R38"} else "en"]
    assert found.turns[0].label > len(FIRST_LINE["ko"])


@pytest.mark.parametrize("source", SOURCES)
def test_testimony_has_the_length_and_the_turns_of_an_interview(source: str) -> None:
    found = document(source)
    assert 500 <= len(found.text.split()) <= 1200
    assert 14 <= len(found.turns) <= 40
    speakers = Counter(turn.role for turn in found.turns)
    assert speakers["R"] >= 6
    assert speakers["I"] >= 6
    assert speakers[""] == 0


@pytest.mark.parametrize("source", SOURCES)
def test_testimony_leaves_no_bracket_open_and_is_stored_as_it_is_written(source: str) -> None:
    found = document(source)
    bare = MARK.sub("", found.text)
    assert "[" not in bare
    assert "]" not in bare
    assert found.text.encode() == (SAMPLE / "sources" / f"{source}.txt").read_bytes()
    assert not [note for note in found.notes if "speakers:" not in note.message]


@pytest.mark.parametrize("source", SOURCES)
def test_numbers_in_brackets_begin_with_one_and_leave_none_out(source: str) -> None:
    numbers: dict[str, set[int]] = defaultdict(set)
    for noun, number in re.findall(r"\[([^\[\]\d]+) (\d+)\]", document(source).text):
        numbers[noun].add(int(number))
    assert {noun: sorted(found) for noun, found in numbers.items()} == {
        noun: list(range(1, len(found) + 1)) for noun, found in numbers.items()
    }


def test_respondents_have_a_value_for_every_variable_of_the_codebook() -> None:
    people = Desk(built()[0] / "coder-demo").done("respondents", "list", "demo.db", "--json").json
    assert [person["respondent"] for person in people] == list(SOURCES)
    assert all(all(person.values()) for person in people)
    assert {"left", "region", "gender", "age", "occupation", "phone"} <= people[0].keys()


def test_each_testimony_is_coded_by_two_of_the_three_and_each_pair_has_two() -> None:
    pairs = defaultdict(set)
    for record in codings():
        pairs[record["source"]].add(record["coder"])
    assert pairs.keys() == set(SOURCES)
    assert Counter(frozenset(pair) for pair in pairs.values()) == {
        frozenset(pair): 2 for pair in (("ash", "elm"), ("ash", "yew"), ("elm", "yew"))
    }


def test_codings_quote_their_text_lie_in_one_turn_and_name_codes_of_the_codebook() -> None:
    book = read_codebook_file(find_codebook("dprk-digital-surveillance")).codebook
    for record in codings():
        found = document(record["source"])
        start, end = int(record["start"]), int(record["end"])
        assert found.text[start:end].split() == record["text"].split(), record.place
        assert [turn for turn in found.turns if turn.start <= start and end <= turn.end], record.place
        code = find_code(book, record["code"])
        assert code.codable, record.place
        assert code.name != "Falling price", record.place


def test_codings_begin_and_end_with_sentences_but_for_the_slips_planted_on_elm() -> None:
    slips: Counter[str] = Counter()
    for record in codings():
        text = document(record["source"]).text
        start, end = int(record["start"]), int(record["end"])
        turn = next(turn for turn in document(record["source"]).turns if turn.start <= start and end <= turn.end)
        cut = sentences(text, turn.start, turn.end)
        first = start + len(text[start:end]) - len(text[start:end].lstrip())
        before = text[next((a for a, b in cut if a <= first < b), first) : first]
        is_begun = re.fullmatch(STAGE_DIRECTION, before) is not None
        is_ended = end in {b for _, b in cut}
        if record["coder"] == "elm" and is_begun:
            slips["blank"] += first > start
            slips["full stop"] += not is_ended and text[end : end + 1] in ".?!"
            is_ended = is_ended or text[end : end + 1] in ".?!"
        else:
            assert first == start, record.place
        assert is_begun, record.place
        assert is_ended, record.place
    assert slips["blank"] >= 3
    assert slips["full stop"] >= 3


def test_every_statement_has_at_most_one_kind_of_evidence() -> None:
    evidence = {"Seen or lived", "Heard from others", "Uncertain or mixed up"}
    spans = Counter(
        (record["source"], record["coder"], record["start"], record["end"]) for record in codings() if record["code"] in evidence
    )
    assert [span for span, n in spans.items() if n > 1] == []


def test_memos_stand_on_codings_of_their_coders() -> None:
    keys = ("source", "coder", "code", "start", "end")
    known = {tuple(record[key] for key in keys) for record in codings()}
    memos = read_rows(SAMPLE / "memos.csv").records
    assert memos
    assert all(tuple(memo[key] for key in keys) in known and memo["memo"] for memo in memos)


def test_demo_is_made_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("coder.cli.demo.import_codings", interrupted)
    assert Desk(tmp_path).run("demo").code == 130
    assert not [path for path in (tmp_path / "coder-demo").glob("*") if path.is_file()]


def test_demo_has_korean_testimony_that_can_be_coded_by_sentence() -> None:
    with Study.open(built()[0] / "coder-demo" / "demo.db", readonly=True) as study:
        source = next(one for one in study.store.sources() if one.name == "R35")
        assert (source.language, source.kind, source.respondent) == ("ko", "interview", "R35")
        text, turns = study.store.text(source.uid), study.store.turns(source.uid)
    assert sum(len(sentences(text, turn.start, turn.end)) for turn in turns) > 80
