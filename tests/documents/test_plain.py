"""Plain text: a file becomes a document that says the same, and what was changed is said."""

import unicodedata
from pathlib import Path

import pytest

from coder.documents.plain import document, language_of, read
from coder.errors import ImportRefused


def test_read_makes_a_document(tmp_path: Path) -> None:
    path = tmp_path / "R35.txt"
    path.write_bytes("면담자: 언제요?\nR35: 봄에요.\n".encode())
    found = read(path)
    assert (found.name, found.text, found.language) == ("R35", "면담자: 언제요?\nR35: 봄에요.\n", "ko")
    assert [(turn.speaker, turn.role) for turn in found.turns] == [("면담자", "I"), ("R35", "R")]


def test_document_is_named_by_its_stem_in_nfc() -> None:
    assert document(Path(unicodedata.normalize("NFD", "면담 3.2019.md")), b"x").name == "면담 3.2019"


def test_document_says_what_normalisation_changed() -> None:
    found = document(Path("a.txt"), "\ufeffone\r\ntwo\u200b\u200b\x07".encode())
    assert found.text == "one\ntwo␇"
    assert [note.message for note in found.notes] == [
        "1 line end changed to the usual one",
        "2 characters without width left out",
        "1 control character made visible",
        "no speakers found, so there are paragraphs and no turns",
    ]
    assert {note.place for note in found.notes} == {"a.txt"}


def test_document_says_who_speaks_and_which_labels_did_not_count() -> None:
    found = document(Path("a.txt"), b"Interviewer: a\nDan: b\nDan: c\nMother: d")
    assert [note.message for note in found.notes] == [
        "speakers: Interviewer (I, 1 turn), Dan (2 turns)",
        "not taken for speakers: Mother (1)",
    ]


def test_document_names_no_more_labels_than_fit() -> None:
    labels = "".join(f"Person{chr(65 + n)}: x\n" for n in range(12))
    found = document(Path("a.txt"), labels.encode())
    assert found.notes[-1].message.endswith("PersonH (1) and 4 more")


@pytest.mark.parametrize("data", [b"", b" \n\n", "\ufeff".encode(), "\u200b\n".encode()])
def test_file_without_text_is_refused(data: bytes) -> None:
    with pytest.raises(ImportRefused, match="holds no text"):
        document(Path("a.txt"), data)


def test_document_takes_encoding_speakers_and_pattern() -> None:
    data = "문) 언제?\n답) 봄에.".encode("cp949")
    found = document(Path("a.txt"), data, encoding="cp949", speakers={"답": "R"}, pattern=r"(?P<speaker>\w)\)")
    assert [(turn.speaker, turn.role) for turn in found.turns] == [("문", "I"), ("답", "R")]


@pytest.mark.parametrize(
    ("text", "language"),
    [("그는 CCTV를 보았다", "ko"), ("He saw the 감시카메라 in the street", "en"), ("Да, я видел", ""), ("2012", ""), ("", "")],
)
def test_language_is_told_by_the_script(text: str, language: str) -> None:
    assert language_of(text) == language
