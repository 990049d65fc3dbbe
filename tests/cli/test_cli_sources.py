"""Sources from the command line: imported, listed, exported, renamed, read."""

from __future__ import annotations

from pathlib import Path

import pytest
from workbench import TEXTS, Desk, desk

KOREAN = "면담자: 무엇을 보았습니까?\n응답자: 감시카메라를 보았습니다.\n면담자: 어디에서요?\n응답자: 역에서 보았습니다.\n"


def names(at: Desk) -> list[str]:
    """List the names of the sources."""
    return [source["source"] for source in at.done("sources", "list", "s.db", "--json").json]


def test_import_takes_files_and_folders_and_says_what_it_took(tmp_path: Path) -> None:
    at = desk(tmp_path)
    for name in ("in/R12.txt", "in/deep/R11.md", "R13.txt"):
        at.write(name, f"Interviewer: Who?\n{Path(name).stem}: Nobody.\nInterviewer: Why?\n{Path(name).stem}: Because.\n")
    ran = at.done("import", "s.db", "R13.txt", "in", "--as", "oak")
    assert ran.out.count("4 turns") == 3
    assert names(at) == ["M1", "R1", "R2", "R10", "R11", "R12", "R13"]


def test_import_names_source_and_respondent_after_the_file(tmp_path: Path) -> None:
    at = desk(tmp_path)
    at.write("R20 첫째.txt", "Just a text.\n")
    at.done("import", "s.db", "R20 첫째.txt", "--as", "oak")
    last = at.done("sources", "list", "s.db", "--json").json[-1]
    assert (last["source"], last["respondent"], last["kind"]) == ("R20 첫째", "R20 첫째", "interview")


@pytest.mark.parametrize(
    ("options", "kind", "respondent"),
    [
        (("--kind", "media"), "media", ""),
        (("--kind", "research"), "research", ""),
        (("--respondent", "R1"), "interview", "R1"),
        (("--respondent", "r1"), "interview", "R1"),
        (("--respondent", "none"), "interview", ""),
        (("--respondent", "R99"), "interview", "R99"),
        (("--kind", "media", "--respondent", "R2"), "media", "R2"),
    ],
)
def test_import_says_what_files_are_and_whose(tmp_path: Path, options: tuple[str, ...], kind: str, respondent: str) -> None:
    at = desk(tmp_path)
    at.write("X.txt", "A text.\n")
    at.done("import", "s.db", "X.txt", *options, "--as", "oak")
    last = at.done("sources", "list", "s.db", "--json").json[-1]
    assert (last["kind"], last["respondent"]) == (kind, respondent)


def test_import_takes_what_is_good_and_refuses_the_rest_with_code_1(tmp_path: Path) -> None:
    at = desk(tmp_path)
    at.write("in/good.txt", "A text.\n")
    at.write("in/empty.txt", "")
    at.write("in/R1.txt", "Another text under a name that is taken.\n")
    at.write("in/twin.txt", TEXTS["R2"])
    ran = at.run("import", "s.db", "in", "--as", "oak")
    assert ran.code == 1
    assert ran.out == "good: 8 characters, 0 turns\n"
    assert "3 of 4 files" in ran.err
    assert "in/empty.txt: holds no text" in ran.err
    assert "in/R1.txt: the study has a source “R1” already" in ran.err
    assert "in/twin.txt: the study has this text already, as “R2”" in ran.err
    assert ran.err.count("in/R1.txt") == 1
    assert names(at) == ["good", "M1", "R1", "R2", "R10"]


def test_import_of_a_folder_says_what_it_passed_over(tmp_path: Path) -> None:
    at = desk(tmp_path)
    at.write("in/a.txt", "A text.\n")
    at.write("in/b.docx", "x")
    assert "files passed over: 1 × .docx" in at.done("import", "s.db", "in", "--as", "oak").err


@pytest.mark.parametrize("paths", [("",), ("a.txt", "")])
def test_import_of_an_empty_path_is_refused(tmp_path: Path, paths: tuple[str, ...]) -> None:
    at = desk(tmp_path)
    at.write("a.txt", "A text.\n")
    before = at.rows()
    at.refused("import", "s.db", *paths, "--as", "oak")
    assert at.rows() == before


def test_import_of_a_folder_without_transcripts_is_refused(tmp_path: Path) -> None:
    at = desk(tmp_path)
    (tmp_path / "in").mkdir()
    said = at.refused("import", "s.db", "in", "--as", "oak")
    assert "no transcript in it" in said
    assert "Nothing was imported" in said


def test_import_of_another_encoding_is_refused_with_the_option_and_taken_with_it(tmp_path: Path) -> None:
    at = desk(tmp_path)
    at.write("k.txt", KOREAN, "cp949")
    assert "--encoding cp949" in at.refused("import", "s.db", "k.txt", "--as", "oak")
    at.done("import", "s.db", "k.txt", "--encoding", "cp949", "--as", "oak")
    assert at.done("sources", "export", "s.db", "k").out == KOREAN


def test_import_of_an_unknown_encoding_is_refused(tmp_path: Path) -> None:
    at = desk(tmp_path)
    at.write("k.txt", KOREAN)
    assert "There is no encoding “klingon”" in at.refused("import", "s.db", "k.txt", "--encoding", "klingon", "--as", "oak")


@pytest.mark.parametrize("encoding", ["utf-16", "cp949"])
def test_import_never_makes_signs_nobody_wrote_of_a_file_that_is_utf_8(tmp_path: Path, encoding: str) -> None:
    at = desk(tmp_path)
    at.write("a.txt", "Interviewer: Who?\nR5: Nobody.\nInterviewer: Why?\nR5: So.\n")
    at.write("k.txt", KOREAN)
    at.run("import", "s.db", "a.txt", "k.txt", "--encoding", encoding, "--as", "oak")
    for name, text in (("a", (tmp_path / "a.txt").read_text(encoding="utf-8")), ("k", KOREAN)):
        assert name not in names(at) or at.done("sources", "export", "s.db", name).out == text


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig"])
def test_import_believes_a_byte_order_mark(tmp_path: Path, encoding: str) -> None:
    at = desk(tmp_path)
    at.write("k.txt", KOREAN, encoding)
    at.done("import", "s.db", "k.txt", "--as", "oak")
    assert at.done("sources", "export", "s.db", "k").out == KOREAN


def test_import_turns_windows_line_ends_into_plain_ones_and_says_so(tmp_path: Path) -> None:
    at = desk(tmp_path)
    at.write("k.txt", KOREAN.replace("\n", "\r\n"))
    assert "4 line ends changed" in at.done("import", "s.db", "k.txt", "--as", "oak").err
    assert at.done("sources", "export", "s.db", "k").out == KOREAN


def test_import_takes_speakers_and_roles_as_told(tmp_path: Path) -> None:
    at = desk(tmp_path)
    at.write("k.txt", "Kim: What?\nLee: That.\nKim said: nothing.\n")
    at.done("import", "s.db", "k.txt", "--speakers", "Kim=I, Lee=R", "--as", "oak")
    turns = at.done("turns", "s.db", "k", "--json").json
    assert [(turn["speaker"], turn["role"]) for turn in turns] == [("Kim", "interviewer"), ("Lee", "respondent")]


def test_import_takes_turns_by_an_expression(tmp_path: Path) -> None:
    at = desk(tmp_path)
    at.write("k.txt", "[0:10] <kim> What?\n[0:12] <lee> That.\n")
    at.done("import", "s.db", "k.txt", "--turns", r"\[(?P<time>[\d:]+)\] <(?P<speaker>\w+)>", "--as", "oak")
    turns = at.done("turns", "s.db", "k", "--json").json
    assert [(turn["speaker"], turn["time"], turn["begins"]) for turn in turns] == [
        ("kim", "0:00:10", "What?"),
        ("lee", "0:00:12", "That."),
    ]


@pytest.mark.parametrize(
    "options",
    [("--turns", "("), ("--turns", "^x"), ("--speakers", "Kim"), ("--speakers", "Kim=Q"), ("--speakers", "=I")],
    ids=" ".join,
)
def test_import_refuses_options_it_does_not_understand_before_it_reads(tmp_path: Path, options: tuple[str, ...]) -> None:
    at = desk(tmp_path)
    at.write("k.txt", "Kim: What?\n")
    before = at.rows()
    at.refused("import", "s.db", "k.txt", *options, "--as", "oak")
    assert at.rows() == before


def test_sources_are_listed_in_the_order_in_which_people_count(tmp_path: Path) -> None:
    assert names(desk(tmp_path)) == ["M1", "R1", "R2", "R10"]


@pytest.mark.parametrize("source", TEXTS)
def test_source_is_exported_as_all_offsets_count_it(tmp_path: Path, source: str) -> None:
    at = desk(tmp_path)
    assert at.done("sources", "export", "s.db", source).out == TEXTS[source]
    assert at.done("sources", "export", "s.db", source, "-o", "t.txt").out == ""
    assert (tmp_path / "t.txt").read_bytes() == TEXTS[source].encode()


def test_source_is_renamed_and_keeps_its_codings(tmp_path: Path) -> None:
    at = desk(tmp_path)
    at.done("sources", "rename", "s.db", "R1", "첫 번째", "--as", "oak")
    assert "첫 번째" in names(at)
    assert len(at.done("codings", "export", "s.db", "--source", "첫 번째", "--json").json) == 4


def test_source_may_change_the_case_of_its_own_name(tmp_path: Path) -> None:
    at = desk(tmp_path)
    at.done("sources", "rename", "s.db", "r1", "r1", "--as", "oak")
    assert "r1" in names(at)


@pytest.mark.parametrize("name", ["R2", "r2", " R2 ", "", "  "])
def test_source_is_not_renamed_to_a_name_that_is_taken_or_none(tmp_path: Path, name: str) -> None:
    at = desk(tmp_path)
    before = at.rows()
    assert "name" in at.refused("sources", "rename", "s.db", "R1", name, "--as", "oak")
    assert at.rows() == before


def test_source_is_removed_with_its_codings_and_undo_brings_both_back(tmp_path: Path) -> None:
    at = desk(tmp_path)
    assert "Removed R1 with 4 codings" in at.done("sources", "remove", "s.db", "r1", "--as", "oak").err
    assert names(at) == ["M1", "R2", "R10"]
    assert len(at.done("codings", "export", "s.db", "--json").json) == 3
    assert at.done("respondents", "list", "s.db", "--json").json[0]["respondent"] == "R1"
    at.done("undo", "s.db", "--as", "oak")
    assert names(at) == ["M1", "R1", "R2", "R10"]
    assert len(at.done("codings", "export", "s.db", "--json").json) == 7


def test_removed_source_leaves_its_name_and_text_free(tmp_path: Path) -> None:
    at = desk(tmp_path)
    at.done("sources", "remove", "s.db", "R2", "--as", "oak")
    at.write("R2.txt", TEXTS["R2"])
    at.done("import", "s.db", "R2.txt", "--as", "oak")
    assert names(at) == ["M1", "R1", "R2", "R10"]


def test_turns_are_listed_with_speaker_span_and_first_words(tmp_path: Path) -> None:
    turns = desk(tmp_path).done("turns", "s.db", "R2", "--json").json
    assert [turn["turn"] for turn in turns] == [1, 2, 3, 4]
    assert turns[1] == {
        "turn": 2,
        "speaker": "R2",
        "role": "respondent",
        "time": "",
        "start": TEXTS["R2"].index("[도시]"),
        "end": TEXTS["R2"].index("\n면담자: 그"),
        "begins": "[도시]에서 살았습니다. 손전화 검열이 있었습니다.",
    }


def test_read_prints_turns_with_the_codings_in_them(tmp_path: Path) -> None:
    lines = desk(tmp_path).done("read", "s.db", "R1").out.split("\n")
    assert lines[0] == "R1, interview, 4 turns, 139 characters, 4 codings"
    assert lines[1] == "turn 1, Interviewer: Where did you live?"
    assert "    code Homes > Lamp, by ash, 50 to 64" in lines


def test_read_leaves_out_the_codings_of_others(tmp_path: Path) -> None:
    said = desk(tmp_path).done("read", "s.db", "R1", "--coder", "elm").out
    assert "by elm" in said
    assert "by ash" not in said


def test_read_writes_to_a_file(tmp_path: Path) -> None:
    at = desk(tmp_path)
    said = at.done("read", "s.db", "R1").out
    assert at.done("read", "s.db", "R1", "-o", "r.txt").out == ""
    assert (tmp_path / "r.txt").read_bytes().decode() == said
