"""Tables that people hand in: whatever a spreadsheet writes is read, whatever is no table is refused by its name."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coder.errors import InputRefused
from coder.exchange.tabular import Record, read_rows, read_text
from coder.model.formula import guarded

ROWS = [["source", "memo"], ["R1", "two\nlines"], ["R2", 'a "word"; two, three\tfour'], ["", ""], ["R3", " blanks "]]


def cells(records: list[Record]) -> list[dict[str, str]]:
    return [dict(record.cells) for record in records]


@pytest.mark.parametrize("separator", [",", ";", "\t"], ids=repr)
@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=repr)
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["plain", "marked"])
def test_table_is_read_with_any_separator_line_end_and_mark(tmp_path: Path, separator: str, end: str, mark: bytes) -> None:
    page = io.StringIO(newline="")
    csv.writer(page, delimiter=separator, lineterminator=end).writerows(ROWS)
    path = tmp_path / "t.csv"
    path.write_bytes(mark + page.getvalue().encode())
    assert cells(read_rows(path).records) == [
        {"source": "R1", "memo": "two\nlines"},
        {"source": "R2", "memo": 'a "word"; two, three\tfour'},
        {"source": "R3", "memo": " blanks "},
    ]


def test_record_gives_cells_without_blanks_and_nothing_for_a_column_it_lacks(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text(" Source ;MEMO\n R1 ;\n R2\n", encoding="utf-8")
    first, second = read_rows(tmp_path / "t.csv").records
    assert (first["source"], first["memo"], first["nothing"]) == ("R1", "", "")
    assert (second["source"], second["memo"]) == ("R2", "")


def test_columns_are_named_as_they_are_spelt(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text('"\'=Left Region", Straße ,나이\n1,2,3\n', encoding="utf-8")
    rows = read_rows(tmp_path / "t.csv")
    assert rows.columns == ("=Left Region", "Straße", "나이")
    assert [rows.records[0][name] for name in ("=left region", "strasse", "나이")] == ["1", "2", "3"]


def test_record_knows_where_it_stands(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text('a,b\n1,"two\nlines"\n\n2,3\n', encoding="utf-8")
    assert [record.place for record in read_rows(path).records] == [f"{path}, line 3", f"{path}, line 5"]
    assert str(read_rows(path).records[1].problem("it is odd", "mend it")) == f"{path}, line 5: it is odd (mend it)"


def test_json_is_read_by_column_and_knows_where_it_stands(tmp_path: Path) -> None:
    path = tmp_path / "t.json"
    path.write_text('[{"Source": "R1", "start": 5, "memo": null}, {"Source": "R2", "flag": true}]', encoding="utf-8")
    first, second = read_rows(path, ("source",)).records
    assert (first["source"], first["start"], first["memo"]) == ("R1", "5", "")
    assert second.place == f"{path}, item 2"


@pytest.mark.parametrize("suffix", [".csv", ".tsv", ".txt", ""])
@given(text=st.text(st.sampled_from("=+-@'\t\n\"한;, a＝＋"), min_size=1))
def test_cell_that_was_guarded_against_formulas_is_read_as_it_was(
    tmp_path_factory: pytest.TempPathFactory, suffix: str, text: str
) -> None:
    page = io.StringIO(newline="")
    csv.writer(page, quoting=csv.QUOTE_ALL).writerows([["source", "memo"], ["R1", guarded(text)]])
    path = tmp_path_factory.mktemp("t") / f"t{suffix}"
    path.write_bytes(page.getvalue().encode())
    assert cells(read_rows(path).records) == [{"source": "R1", "memo": text}]


@pytest.mark.parametrize(
    ("name", "body", "said"),
    [
        ("t.csv", b"", "nothing in it"),
        ("t.csv", b"\xef\xbb\xbf", "nothing in it"),
        ("t.csv", b"\n\n", "nothing in it"),
        ("t.csv", b"source\nR1\n", "no column memo"),
        ("t.csv", b"code\n", "no column source and no column memo"),
        ("t.csv", b"source,memo,source\nR1,x,R2\n", "source"),
        ("t.csv", b"\xff\xfes\0o\0", "not UTF-8"),
        ("t.csv", b'source,memo\nR1,"' + b"x" * 10_000_001 + b'"\n', "line 2"),
        ("t.json", b"", "not valid JSON"),
        ("t.json", b'[{"source": "R1"}', "not valid JSON"),
        ("t.json", b"[" * 200_000, "not valid JSON"),
        ("t.json", b'{"source": "R1"}', "no list of objects"),
        ("t.json", b"[1]", "no list of objects"),
        ("t.json", b"[]", "nothing in it"),
        ("t.json", b'[{"source": "R1"}]', "no column memo"),
    ],
    ids=lambda value: None if isinstance(value, bytes) else value,
)
def test_table_that_cannot_be_read_is_refused_by_its_name(tmp_path: Path, name: str, body: bytes, said: str) -> None:
    path = tmp_path / name
    path.write_bytes(body)
    with pytest.raises(InputRefused, match=said) as refused:
        read_rows(path, ("source", "memo"))
    assert str(path) in refused.value.message
    assert refused.value.place == str(path)
    assert refused.value.hint


def test_file_that_is_none_is_refused_by_its_name(tmp_path: Path) -> None:
    for path, said in ((tmp_path, "is a folder"), (tmp_path / "nowhere.csv", "There is no file")):
        with pytest.raises(InputRefused, match=said) as refused:
            read_text(path)
        assert str(path) in refused.value.message


def test_refusal_of_a_table_never_quotes_its_cells(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes("source,memo\nR1,die Lampe brannte\n".encode("utf-16"))
    with pytest.raises(InputRefused) as refused:
        read_rows(path, ("source", "memo"))
    assert "Lampe" not in str(refused.value) + refused.value.hint


def test_row_with_more_cells_than_columns_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("a,b\n1,2\n3,4,5\n", encoding="utf-8")
    with pytest.raises(InputRefused, match="line 3"):
        read_rows(file)
