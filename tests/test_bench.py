"""The benchmark itself: that its interviews are the same wherever they are made, and that every figure can be measured."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from bench.__main__ import GROUPS, main
from bench.figure import Figure
from bench.generator import CODERS, CODINGS, PATHS, interviews, write

from coder.documents.turns import find_turns

SHORT = 3_000


def test_a_few_interviews_are_the_first_of_many() -> None:
    assert list(interviews(3, characters=SHORT)) == list(interviews(5, characters=SHORT))[:3]


def test_another_seed_makes_other_interviews() -> None:
    (one,), (other,) = interviews(1, characters=SHORT), interviews(1, seed=8, characters=SHORT)
    assert one.text != other.text


def test_files_of_a_few_are_the_beginning_of_the_files_of_many(tmp_path: Path) -> None:
    few, many = (write(tmp_path / str(n), interviews(n, characters=SHORT)) for n in (2, 4))
    for name in ("codings", "values"):
        assert getattr(many, name).read_text("utf-8").startswith(getattr(few, name).read_text("utf-8"))
    assert (few.sources / "R02.txt").read_bytes() == (many.sources / "R02.txt").read_bytes()


@pytest.mark.parametrize(("number", "language", "letters"), [(0, "en", "[A-Za-z]"), (2, "ko", "[가-힣]")])
def test_an_interview_is_of_one_language_and_has_the_turns_that_a_reader_finds(number: int, language: str, letters: str) -> None:
    interview = list(interviews(number + 1))[number]
    assert interview.language == language
    assert len(re.findall(letters, interview.text)) > len(interview.text) / 2
    assert 60_000 <= len(interview.text) < 62_000
    assert interview.document().turns == find_turns(interview.text)


def test_each_coder_codes_as_many_passages_and_none_twice() -> None:
    (interview,) = interviews(1)
    assert [sum(said.coder == coder for said in interview.codings) for coder in CODERS] == [CODINGS] * len(CODERS)
    assert len(set(interview.codings)) == len(interview.codings)
    assert all(said.code in PATHS and 0 <= said.start < said.end <= len(interview.text) for said in interview.codings)


@pytest.mark.parametrize(
    ("figure", "holds"),
    [
        (Figure("g", "for information", value=9), None),
        (Figure("g", "skipped", goal=5), None),
        (Figure("g", "kept", value=5, goal=5), True),
        (Figure("g", "missed", value=6, goal=5), False),
        (Figure("g", "none at all", value=1, goal=0), False),
        (Figure("g", "fast, but out of proportion", value=4, goal=5, ratio=2, ratio_goal=1.5), False),
        (Figure("g", "fast, but wrong", value=4, goal=5, fault="other counts"), False),
    ],
)
def test_a_figure_holds_if_all_its_goals_are_kept(figure: Figure, holds: bool | None) -> None:
    assert figure.holds is holds


def test_every_figure_can_be_measured_and_compared_with_an_earlier_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    kept = tmp_path / "figures.json"
    main(["--quick", "--sizes", "2", "--json", str(kept)])
    found = json.loads(kept.read_text("utf-8"))
    assert {one["group"] for one in found["figures"]} == set(GROUPS)
    assert [one["name"] for one in found["figures"] if one["fault"]] == []
    assert all(one["value"] is not None or one["note"].startswith("skipped: ") for one in found["figures"])
    assert found["machine"]["sqlite"]
    main(["--quick", "--sizes", "2", "--against", str(kept), "import"])
    assert "now ÷ before" in capsys.readouterr().out
    assert [path.name for path in tmp_path.iterdir()] == [kept.name], "the scratch folder is left behind"
