"""The sample study: built from its files in one go, shown without a terminal, and true to what is said of it."""

from __future__ import annotations

import re
import shutil
from functools import cache
from pathlib import Path

import pytest
from workbench import Desk, Ran, scratch

from coder.exchange.tabular import Record, read_rows
from coder.model.place import sentences
from coder.study import Study

SAMPLE = Path(__file__).parents[2] / "coder" / "sample"
KINDS = {row["source"]: row["kind"] for row in read_rows(SAMPLE / "sources.csv").records}


@cache
def built() -> tuple[Path, Ran]:
    """Build the sample study once, and keep what was printed."""
    folder = scratch()
    return folder, Desk(folder).done("demo")


def codings() -> list[Record]:
    """List the sample's codings."""
    return read_rows(SAMPLE / "codings.csv").records


def test_demo_prints_content_crosstab_and_agreement_without_a_terminal() -> None:
    folder, ran = built()
    assert (folder / "coder-demo" / "demo.db").is_file()
    assert "All of it is invented" in ran.err
    assert all(re.search(rf"^{source} +{kind}", ran.out, re.MULTILINE) for source, kind in KINDS.items())
    assert "50 codes, " in ran.out
    assert "code × left: respondents" in ran.out
    assert re.search(r"^respondents in all +8 +14 +13 +5 +40$", ran.out, re.MULTILINE)
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


def test_nobody_can_undo_the_sample(tmp_path: Path) -> None:
    at = Desk(tmp_path)
    shutil.copytree(built()[0] / "coder-demo", tmp_path / "coder-demo")
    for coder in ("oak", "ash", "elm", "yew"):
        assert "nothing of" in at.done("undo", "coder-demo/demo.db", "--as", coder).err


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
    assert states == ["finished"] * 57


def test_demo_is_the_same_each_time(tmp_path: Path) -> None:
    found = []
    for folder in (built()[0], tmp_path):
        if folder == tmp_path:
            Desk(folder).done("demo")
        exported = Desk(folder / "coder-demo").done("codings", "export", "demo.db", "--json").json
        found.append([{key: value for key, value in coding.items() if key != "uid"} for coding in exported])
    assert found[0] == found[1]


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
