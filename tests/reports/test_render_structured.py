"""JSON: lossless, readable, harmless on a terminal."""

from __future__ import annotations

import json

import pytest

from coder.reports.render import render_json
from coder.reports.render.structured import render_records
from coder.reports.table import Column, Table


@pytest.mark.parametrize("text", ["\x1b[31m", "\x7f", "\x9b31m", "\u202e", "\u2028", "\U000e0041", "\ud800", '"\\', "a\nb\tc"])
def test_what_could_steer_a_terminal_is_escaped_and_comes_back(text: str) -> None:
    written = render_json({text: [text]})
    assert json.loads(written) == {text: [text]}
    assert not set(written) & (set(text) - set('"\\ac[31mb\n'))


def test_korean_is_not_escaped() -> None:
    assert render_json({"code": "손전화 검열"}) == '{\n  "code": "손전화 검열"\n}\n'


def test_a_table_is_a_list_of_objects() -> None:
    table = Table("t", (Column("code"), Column("alpha", "number", 1), Column("code")), (("Bribery", 2 / 3, None),))
    assert json.loads(render_records(table)) == [{"code": "Bribery", "alpha": 2 / 3, "code (2)": None}]


def test_a_number_that_json_does_not_know_is_a_fault_of_the_program() -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        render_json([float("nan")])
