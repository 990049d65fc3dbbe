"""The format in one table: kinds, fields, shapes, and the columns they take."""

import pytest

from coder.study.kinds import FIELDS, KEYED, REFERENCES, SHAPES, Json, all_columns, columns, fits, is_count, is_uid, key


@pytest.mark.parametrize(
    ("kind", "field", "right", "wrong"),
    [
        ("code", "brief", ["", "감시"], [1, True, [], {}]),
        ("coding", "removed", [True, False], [0, 1, "true", []]),
        ("setting", "value", [0, "", [], {}, False, 1.5], []),
        ("code", "examples", [[], ["a", ""]], ["a", [1], {}]),
        ("code", "names", [[], [["ko", "뇌물"]]], [[["ko"]], [["ko", 1]], ["ko"], {"ko": "x"}]),
        ("source", "respondent", ["r", "r" * 200], ["", "r" * 201, 1]),
        ("source", "text", ["t"], ["", {"content": "t"}]),
        ("code", "name", ["", "Bribery", {"content": "c"}], [1, {}, {"content": ""}, {"content": "c", "more": 1}, ["Bribery"]]),
        (
            "coding", "anchor",
            [{"text": "t", "start": 0, "end": 0}, {"text": "t", "start": 1, "end": 9}],
            [
                "0:9", {"text": "t", "start": 2, "end": 1}, {"text": "t", "start": -1, "end": 1},
                {"text": "", "start": 0, "end": 1}, {"text": "t", "start": 0},
                {"text": "t", "start": 0, "end": 2**62}, {"text": "t", "start": False, "end": 1},
                {"text": "t", "start": 0, "end": 1, "more": 1},
            ],
        ),
        (
            "code", "place",
            [{"parent": None, "position": 0}, {"parent": "p", "position": 3}],
            [
                "p", {"parent": "", "position": 0}, {"parent": None, "position": -1}, {"parent": None},
                {"parent": None, "position": 1.0},
            ],
        ),
        (
            "memo", "target", [{"kind": "study", "uid": ""}],
            ["study", {"kind": "study"}, {"kind": 1, "uid": ""}, {"kind": "a", "uid": 1}],
        ),
    ],
)  # fmt: skip
def test_a_value_fits_a_field_by_its_shape_alone(kind: str, field: str, right: list[Json], wrong: list[Json]) -> None:
    assert [value for value in [None, *right] if not fits(kind, field, value)] == []
    assert [value for value in wrong if fits(kind, field, value)] == []


@pytest.mark.parametrize(("kind", "field"), [("opinion", "name"), ("code", "mood"), ("mark", "value")])
def test_nothing_fits_a_kind_or_field_that_is_not_known(kind: str, field: str) -> None:
    assert not fits(kind, field, None)


def test_every_field_has_a_shape_and_every_key_a_kind() -> None:
    assert {shape for fields in FIELDS.values() for shape in fields.values()} <= SHAPES.keys()
    assert KEYED.keys() <= FIELDS.keys()
    assert set(REFERENCES) <= FIELDS.keys()


def test_every_kind_that_is_added_can_be_removed() -> None:
    assert [kind for kind in FIELDS if kind not in KEYED and FIELDS[kind].get("removed") != "flag"] == []


def test_columns_are_never_shared_by_two_fields() -> None:
    for kind in FIELDS:
        assert len(set(all_columns(kind))) == len(all_columns(kind))
    assert columns("coding", "anchor") == ("text", "start", "end")
    assert columns("code", "name") == ("name", "name_content")
    assert columns("code", "brief") == ("brief",)


@pytest.mark.parametrize(
    ("value", "fine"), [("x", True), ("", False), ("x" * 200, True), ("x" * 201, False), (None, False), (1, False)]
)
def test_a_uid_is_a_text_of_some_length(value: Json, fine: bool) -> None:
    assert is_uid(value) is fine


@pytest.mark.parametrize(
    ("value", "fine"), [(0, True), (2**62 - 1, True), (2**62, False), (-1, False), (1.0, False), (True, False)]
)
def test_a_count_is_a_whole_number_that_a_file_can_hold(value: Json, fine: bool) -> None:
    assert is_count(value) is fine


def test_a_key_joins_its_parts() -> None:
    assert key("round", "source", "coder") == "round/source/coder"
