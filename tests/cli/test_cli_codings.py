"""Tables of codings from the command line: their shape, the common filters, and what is refused."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from unicodedata import normalize

import pytest
from workbench import TEXTS, desk

HEADER = "source,coder,code,start,end\n"


def test_codings_export_has_the_shape_that_scripts_rely_on(tmp_path: Path) -> None:
    at = desk(tmp_path)
    made = at.done("codings", "export", "s.db", "--json").json
    assert len(made) == 7
    uid = {coding.uid for coding in at.codings()}
    assert {coding["uid"] for coding in made} == uid
    assert {key: value for key, value in made[0].items() if key != "uid"} == {
        "source": "R1",
        "coder": "ash",
        "code": "Homes > Lamp",
        "round": "main",
        "start": 50,
        "end": 64,
        "text": "We had a lamp.",
        "memo": "A doubt of hers.",
        "origin": "manual",
    }
    assert all(coding["text"] == TEXTS[coding["source"]][coding["start"] : coding["end"]] for coding in made)


def test_codings_export_is_csv_unless_told_and_the_same_to_a_file(tmp_path: Path) -> None:
    at = desk(tmp_path)
    said = at.done("codings", "export", "s.db").out
    header = next(csv.reader(io.StringIO(said)))
    assert header == ["uid", "source", "coder", "code", "round", "start", "end", "text", "memo", "origin"]
    for file in ("a.csv", "b.dat", "c"):
        at.done("codings", "export", "s.db", file)
        assert (tmp_path / file).read_bytes().decode() == said
    at.done("codings", "export", "s.db", "-o", "d.json")
    assert json.loads((tmp_path / "d.json").read_text(encoding="utf-8"))[0]["coder"] == "ash"


@pytest.mark.parametrize(
    ("options", "n"),
    [
        ((), 7),
        (("--source", "r1"), 4),
        (("--source", "R1", "--source", "R10"), 5),
        (("--coder", "Elm"), 3),
        (("--coder", "elm", "--coder", "ash"), 7),
        (("--code", "Phones"), 4),
        (("--code", "Phones", "--exact"), 0),
        (("--code", "등불"), 2),
        (("--code", "Homes > Inspection", "--code", "Lamp"), 3),
        (("--kind", "media"), 0),
        (("--kind", "interview"), 7),
        (("--where", "left=early"), 4),
        (("--where", "left!=early"), 3),
        (("--where", "left=early|late", "--where", "language=ko"), 2),
        (("--where", "source=R10"), 1),
        (("--round", "main", "--coder", "ash", "--source", "R2"), 1),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else str(value),
)
def test_codings_export_takes_the_common_filters(tmp_path: Path, options: tuple[str, ...], n: int) -> None:
    assert len(desk(tmp_path).done("codings", "export", "s.db", *options, "--json").json) == n


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--source", "nothing"), "There is no source “nothing”."),
        (("--source", "R1", "--kind", "media"), "No source fits the selection."),
        (("--kind", "film"), "The kinds are interview, media, research."),
        (("--code", "inspection"), "“Phones > Inspection” or “Homes > Inspection”"),
        (("--where", "left"), "is no condition"),
        (("--where", "left=nowhen"), "There is no value of left “nowhen”."),
        (("--where", "colour=red"), "There is no variable “colour”."),
        (("--where", "place<3"), "has no order"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else None,
)
def test_filter_that_names_nothing_is_refused_and_never_an_empty_table(
    tmp_path: Path, options: tuple[str, ...], said: str
) -> None:
    assert said in desk(tmp_path).refused("codings", "export", "s.db", *options)


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=repr)
@pytest.mark.parametrize("mark", ["", "\ufeff"], ids=["plain", "marked"])
def test_codings_import_takes_what_spreadsheets_write(tmp_path: Path, separator: str, end: str, mark: str) -> None:
    at = desk(tmp_path)
    rows = [["Source", " coder", "CODE", "start", "end", "memo"], ["R1", "ash", "Calls", "0", "4", "한 줄"]]
    at.write("c.csv", mark + end.join(separator.join(row) for row in rows) + end)
    assert "1 coding" in at.done("codings", "import", "s.db", "c.csv", "--as", "oak").out
    new = at.done("codings", "export", "s.db", "--json").json[0]
    assert (new["coder"], new["code"], new["start"], new["end"], new["memo"], new["origin"]) == (
        ("ash", "Phones > Calls", 0, 4, "한 줄", "import")
    )


def test_codings_import_of_an_own_export_skips_all_as_equal(tmp_path: Path) -> None:
    at = desk(tmp_path)
    before = at.rows()
    for file in ("c.csv", "c.json"):
        at.done("codings", "export", "s.db", file)
        ran = at.done("codings", "import", "s.db", file, "--as", "oak")
        assert ran.out == "0 codings added, 7 skipped as equal\n"
        assert "origin" in ran.err
        assert "uid" in ran.err
    assert at.rows() == before


def test_codings_import_counts_a_row_that_stands_twice_once(tmp_path: Path) -> None:
    at = desk(tmp_path)
    at.write("c.csv", HEADER + "R1,ash,Calls,0,4\nr1,ASH,calls,0,4\n")
    assert at.done("codings", "import", "s.db", "c.csv", "--as", "oak").out.endswith(", 1 skipped as equal\n")


FAULTS = [
    ("R1,ash,Lamp,0,140,", "outside R1, which has 139 characters"),
    ("R1,ash,Lamp,-1,5,", ""),
    ("R1,ash,Lamp,5,5,", ""),
    ("R1,ash,Lamp,9,5,", ""),
    ("R1,ash,Lamp,x,5,", "whole numbers"),
    ("R1,ash,Lamp,,5,", "whole numbers"),
    ("R1,ash,Lamp,2_0,25,", "whole numbers"),
    ("R1,ash,Lamp,٢٠,25,", "whole numbers"),
    ("R1,ash,Lamp,1.5,25,", "whole numbers"),
    ("R1,ash,Lamp,0,99999999999999999999999999,", "outside|whole numbers"),
    ("R1,nobody,Lamp,0,5,", "There is no coder “nobody”"),
    ("R1,,Lamp,0,5,", "There is no coder “”"),
    ("R1,ash,Lmap,0,5,", "Did you mean “Lamp”?"),
    ("R1,ash,,0,5,", "There is no code “”"),
    ("R1,ash,inspection,0,5,", "is the name of 2 codes"),
    ("R1,ash,Phones,0,5,", "only groups other codes"),
    ("R99,ash,Lamp,0,5,", "There is no source “R99”"),
    (",ash,Lamp,0,5,", "There is no source “”"),
    ("R1,ash,Lamp,50,64,We had a camp.", "the text at 50:64 of R1 is not the one in the table"),
    ("R1,ash", "whole numbers|There is no code “”"),
]


@pytest.mark.parametrize(("row", "said"), FAULTS, ids=[row for row, _ in FAULTS])
def test_codings_import_refuses_a_faulty_row_by_its_line_and_takes_none(tmp_path: Path, row: str, said: str) -> None:
    at = desk(tmp_path)
    at.write("c.csv", HEADER.replace("\n", ",text\n") + f"R1,ash,Calls,0,4,\n{row}\n")
    before = at.study.read_bytes()
    err = at.refused("codings", "import", "s.db", "c.csv", "--as", "oak")
    assert "c.csv, line 3: " in err
    assert any(words in err for words in said.split("|"))
    assert "was not imported: 1 of 2 rows" in err
    assert at.study.read_bytes() == before


def test_codings_import_tells_all_faults_at_once_and_never_the_testimony(tmp_path: Path) -> None:
    at = desk(tmp_path)
    at.write("c.csv", HEADER.replace("\n", ",text\n") + "\n".join(row for row, _ in FAULTS) + "\n")
    err = at.refused("codings", "import", "s.db", "c.csv", "--as", "oak")
    assert f"{len(FAULTS)} of {len(FAULTS)} rows do not fit" in err
    assert err.rstrip("\n").endswith("Mend these rows and import again.")
    assert "lamp." not in err
    assert "camp" not in err


def test_codings_import_checks_the_text_without_regard_to_blanks(tmp_path: Path) -> None:
    at = desk(tmp_path)
    at.write("c.csv", HEADER.replace("\n", ",text\n") + "R1,oak,Lamp,50,64,We  had a\tlamp. \n")
    assert "1 coding" in at.done("codings", "import", "s.db", "c.csv", "--as", "oak").out


def test_codings_import_takes_decomposed_hangul_as_macs_write_it(tmp_path: Path) -> None:
    at = desk(tmp_path)
    start = TEXTS["R2"].index("손전화 검열")
    row = f"R2,oak,등불,{start},{start + 6},손전화 검열\n"
    at.write("c.csv", normalize("NFD", HEADER.replace("\n", ",text\n") + row))
    at.done("codings", "import", "s.db", "c.csv", "--as", "oak")
    assert len(at.done("codings", "export", "s.db", "--code", normalize("NFD", "등불"), "--coder", "oak", "--json").json) == 1


@pytest.mark.parametrize(
    "body", ["", "\ufeff", "\n", "source,coder\n", "source;coder;code;start\nR1;ash;Lamp;0\n", "just text\n"]
)
def test_codings_import_refuses_a_table_without_its_columns(tmp_path: Path, body: str) -> None:
    at = desk(tmp_path)
    at.write("c.csv", body)
    before = at.rows()
    assert "c.csv" in at.refused("codings", "import", "s.db", "c.csv", "--as", "oak")
    assert at.rows() == before


@pytest.mark.parametrize(
    "body", ["[", "{}", "[1]", '"text"', "[" * 100_000, '[{"source": "R1"}]', "null"], ids=lambda body: body[:20]
)
def test_codings_import_refuses_json_that_is_no_table(tmp_path: Path, body: str) -> None:
    at = desk(tmp_path)
    at.write("c.json", body)
    before = at.rows()
    assert "c.json" in at.refused("codings", "import", "s.db", "c.json", "--as", "oak")
    assert at.rows() == before


def test_codings_import_creates_codes_with_their_paths_and_coders_only_if_told(tmp_path: Path) -> None:
    at = desk(tmp_path)
    at.write("c.csv", HEADER + "R1,yew,Roads > Night > Patrol,0,4\nR1,Yew,roads > night > Check,0,4\nR2,yew,Homes > Cellar,0,4\n")
    before = at.rows()
    at.refused("codings", "import", "s.db", "c.csv", "--as", "oak")
    assert at.rows() == before
    ran = at.done("codings", "import", "s.db", "c.csv", "--as", "oak", "--create")
    assert "Roads > Night > Patrol, Roads > Night > Check, Homes > Cellar" in ran.err
    assert "New coders: yew." in ran.err
    book = [code["code"] for code in at.done("codebook", "show", "s.db", "--json").json]
    assert book[3:] == ["Homes", "  Inspection", "  Lamp", "  Cellar", "Roads", "  Night", "    Patrol", "    Check"]
    assert at.done("verify", "s.db").code == 0


@pytest.mark.parametrize(
    ("coder", "code"),
    [
        ("ash", "Roads >  > Patrol"),
        ("ash", " > "),
        ("ash", "Roads > "),
        ("ash", "\u200b"),
        ("\u200b", "Lamp"),
        ("", "Lamp"),
        ("ash", ""),
    ],
)
def test_codings_import_creates_nothing_without_a_name(tmp_path: Path, coder: str, code: str) -> None:
    at = desk(tmp_path)
    at.write("c.csv", HEADER + f"R1,{coder},{code},0,4\n")
    before = at.rows()
    at.refused("codings", "import", "s.db", "c.csv", "--as", "oak", "--create")
    assert at.rows() == before


def test_codings_import_cleans_the_names_and_memos_it_creates(tmp_path: Path) -> None:
    at = desk(tmp_path)
    at.write("c.csv", HEADER.replace("\n", ",memo\n") + 'R1,"y\x1b]0;ew",Ro\u200bads,0,4,"two\r\nlines\x07"\n')
    ran = at.done("codings", "import", "s.db", "c.csv", "--as", "oak", "--create")
    assert "\x1b" not in ran.err
    new = at.done("codings", "export", "s.db", "--json").json[0]
    assert (new["coder"], new["code"], new["memo"]) == ("y␛]0;ew", "Roads", "two\nlines␇")


def test_codings_import_puts_rows_into_the_round_they_name(tmp_path: Path) -> None:
    at = desk(tmp_path)
    at.write("c.csv", HEADER.replace("\n", ",round\n") + "R1,ash,Calls,0,4,main\nR1,ash,Calls,5,9,\nR1,ash,Calls,9,11,second\n")
    assert "There is no round “second”" in at.refused("codings", "import", "s.db", "c.csv", "--as", "oak")
