"""Content: what is no plain text is known by its bytes and refused with a way out."""

import os
from pathlib import Path

import pytest

from coder.documents import content
from coder.documents.content import load, refuse_foreign, refuse_suffix
from coder.errors import ImportRefused


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"PK\x03\x04....word/document.xml", "Word file"),
        (b"PK\x03\x04....mimetypeapplication/vnd.oasis.opendocument.text", "OpenDocument"),
        (b"PK\x03\x04....mimetypeapplication/hwp+zip", "Hangul file"),
        (b"PK\x03\x04....xl/workbook.xml", "spreadsheet"),
        (b"PK\x03\x04....Project.qde", "project"),
        (b"PK\x05\x06", "packed file"),
        (b"%PDF-1.7", "PDF"),
        (b"{\\rtf1\\ansi", "RTF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Word or Hangul"),
        (b"HWP Document File V3.00", "old Hangul"),
        (b"SQLite format 3\0", "database"),
        (b"\x89PNG\r\n", "picture"),
        (b"\xff\xd8\xff\xe0", "picture"),
        (b"\0\0\0\x18ftypmp42", "recording"),
        (b"ID3\x04", "recording"),
        (b"\x1f\x8b\x08", "packed"),
        (b"age-encryption.org/v1\n", "encrypted"),
        (b"\xef\xbb\xbf\n<!DOCTYPE html><p>", "web page"),
        (b"<html>", "web page"),
        (b"<?xml version='1.0'?>", "web page"),
    ],
)
def test_other_formats_are_recognised_and_refused_with_a_way_out(data: bytes, what: str) -> None:
    with pytest.raises(ImportRefused, match=what) as refused:
        refuse_foreign(data, "x.txt")
    assert refused.value.hint
    assert refused.value.place == "x.txt"


@pytest.mark.parametrize("data", [b"", b"R07: yes", b"P", b"<details>", "면담자".encode(), b"\xff\xfeR\0"])
def test_text_is_not_taken_for_another_format(data: bytes) -> None:
    refuse_foreign(data, "x.txt")


@pytest.mark.parametrize("name", ["a.docx", "a.DOC", "a.pdf", "a.srt", "a.vtt", "a.hwpx", "a.csv", "a.html"])
def test_suffix_of_another_format_is_refused(name: str) -> None:
    with pytest.raises(ImportRefused, match="is named like"):
        refuse_suffix(Path(name))


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a", "a.log", "R07.2019"])
def test_suffix_of_text_or_of_nothing_known_passes(name: str) -> None:
    refuse_suffix(Path(name))


def test_load_gives_the_bytes(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"one\r\n")
    assert load(tmp_path / "a.txt") == b"one\r\n"


def test_load_refuses_a_missing_file_and_a_folder(tmp_path: Path) -> None:
    with pytest.raises(ImportRefused, match="There is no file"):
        load(tmp_path / "none.txt")
    with pytest.raises(ImportRefused, match="is a folder"):
        load(tmp_path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes on this system")
def test_load_refuses_a_pipe_instead_of_waiting_for_it(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(ImportRefused, match="is a device"):
        load(tmp_path / "pipe")


def test_load_refuses_what_it_may_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def locked(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    (tmp_path / "a.txt").write_text("x", encoding="utf-8")
    monkeypatch.setattr(Path, "open", locked)
    with pytest.raises(ImportRefused, match="cannot be read: Permission denied"):
        load(tmp_path / "a.txt")


def test_load_refuses_a_file_beyond_the_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(content, "LARGEST", 10)
    (tmp_path / "a.txt").write_bytes(b"x" * 10)
    (tmp_path / "b.txt").write_bytes(b"x" * 11)
    assert len(load(tmp_path / "a.txt")) == 10
    with pytest.raises(ImportRefused, match="larger than"):
        load(tmp_path / "b.txt")
