"""Folders: an import takes what a person means, in her order, and says what it passed over."""

from pathlib import Path

import pytest

from coder.documents.folder import files_in


def make(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("x", encoding="utf-8")


def test_folder_gives_its_transcripts_in_natural_order(tmp_path: Path) -> None:
    make(tmp_path, "R10.txt", "R2.md", "r1.TXT", "late/R3.markdown", "late/R21.text")
    files, problems = files_in([tmp_path])
    assert [file.name for file in files] == ["R3.markdown", "R21.text", "r1.TXT", "R2.md", "R10.txt"]
    assert problems == ()


def test_folder_says_what_it_passed_over_but_for_hidden_files(tmp_path: Path) -> None:
    make(tmp_path, "R1.txt", "R2.docx", "R3.docx", "R4.pdf", "LICENSE", ".hidden.txt", ".git/R9.txt")
    files, [problem] = files_in([tmp_path])
    assert [file.name for file in files] == ["R1.txt"]
    assert problem.message == "files passed over: 2 × .docx, 1 × no suffix, 1 × .pdf"


def test_folder_without_transcripts_is_told(tmp_path: Path) -> None:
    files, [problem] = files_in([tmp_path])
    assert files == ()
    assert problem.message == "no transcript in it"


def test_named_files_are_taken_as_they_are_in_the_given_order(tmp_path: Path) -> None:
    make(tmp_path, "b.log", "a")
    named = (tmp_path / "b.log", tmp_path / "a", tmp_path / "missing.txt")
    assert files_in(named) == (named, ())


def test_file_named_twice_is_taken_once(tmp_path: Path) -> None:
    make(tmp_path, "a.txt")
    assert files_in([tmp_path / "a.txt", tmp_path, tmp_path / "." / "a.txt"]) == ((tmp_path / "a.txt",), ())


@pytest.mark.parametrize("other", ["later/R1.txt", "r1.md", "R1 .txt"])
def test_second_file_of_one_stem_is_left_out_and_told(tmp_path: Path, other: str) -> None:
    make(tmp_path, "R1.txt", other)
    files, [problem] = files_in([tmp_path / "R1.txt", tmp_path])
    assert files == (tmp_path / "R1.txt",)
    assert problem.place == str(tmp_path / other)
    assert "same name" in problem.message


def test_folder_that_cannot_be_read_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def locked(*_: object) -> None:
        raise PermissionError(13, "Permission denied", str(tmp_path))

    monkeypatch.setattr("os.scandir", locked)
    _, problems = files_in([tmp_path])
    assert [problem.message for problem in problems] == ["cannot be read: Permission denied", "no transcript in it"]
