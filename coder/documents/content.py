"""Content: the bytes of a file, and what they are, told by how they begin and not by the file's name.

Transcripts come with wrong names: RTF inside a `.doc`, a Word file called `.txt`. Read as text they would be thousands of
signs that nobody said, so whatever is not plain text is recognised here and refused with the way to make text of it.
"""

from __future__ import annotations

import stat
from pathlib import Path

from coder.errors import ImportRefused

LARGEST = 50_000_000
"""Bytes; the longest interview in plain text is a hundredth of it."""

_SAVE = "Open it in {} and save it as plain text (.txt, UTF-8)."
_WORD_PROCESSOR = _SAVE.format("the program it was written with, or in LibreOffice,")
_NO_TEXT = "Import the transcript of it, as plain text (.txt, UTF-8)."
_UNPACK = "Unpack it and import the transcripts in it."
_MAGIC: tuple[tuple[bytes, str, str], ...] = (
    (b"%PDF", "a PDF file", _SAVE.format("a PDF reader")),
    (b"{\\rtf", "an RTF file", _WORD_PROCESSOR),
    (b"SQLite format 3\0", "a database, perhaps a study or another program's project", "Open a study with `coder open`."),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Word or Hangul file (.doc, .hwp)", _WORD_PROCESSOR),
    (b"HWP Document File", "an old Hangul file (.hwp)", _WORD_PROCESSOR),
    (b"\x89PNG", "a picture", _NO_TEXT),
    (b"\xff\xd8\xff", "a picture", _NO_TEXT),
    (b"GIF8", "a picture", _NO_TEXT),
    (b"II*\0", "a picture", _NO_TEXT),
    (b"MM\0*", "a picture", _NO_TEXT),
    (b"RIFF", "a recording or a picture", _NO_TEXT),
    (b"OggS", "a recording", _NO_TEXT),
    (b"ID3", "a recording", _NO_TEXT),
    (b"fLaC", "a recording", _NO_TEXT),
    (b"\x1f\x8b", "a packed file", _UNPACK),
    (b"7z\xbc\xaf\x27\x1c", "a packed file", _UNPACK),
    (b"Rar!", "a packed file", _UNPACK),
    (b"age-encryption.org/", "an encrypted file", "Decrypt it first, or merge it with `coder merge` if it is a pack."),
)
_PACKED: tuple[tuple[bytes, str, str], ...] = (
    (b"word/document", "a Word file (.docx)", _SAVE.format("Word or LibreOffice")),
    (b"application/vnd.oasis.opendocument.text", "an OpenDocument text (.odt)", _SAVE.format("LibreOffice")),
    (b"application/hwp+zip", "a Hangul file (.hwpx)", _SAVE.format("Hangul")),
    (b"xl/workbook", "a spreadsheet (.xlsx)", _SAVE.format("a spreadsheet program")),
    (b".qde", "another program's project (.qdpx)", "Export its sources there as plain text."),
    (b"", "a packed file (.zip)", _UNPACK),
)
_NAMED = {
    ".docx .docm .doc .odt .rtf .pdf .hwp .hwpx .pages": ("a word processor's or PDF file", _WORD_PROCESSOR),
    ".srt .vtt .lrc .sbv": ("a file of captions", "Save the transcript as plain text (.txt, UTF-8), without the cues."),
    ".html .htm .xml .json": ("a web page or data", _SAVE.format("a browser or an editor")),
    ".csv .tsv .xlsx .ods": ("a table", "Save the transcript as plain text, one paragraph a turn: `Name: words`."),
}
_BY_SUFFIX = {suffix: told for suffixes, told in _NAMED.items() for suffix in suffixes.split()}


def load(path: Path) -> bytes:
    """Read a file of at most `LARGEST` bytes, or refuse it in one sentence."""
    place = str(path)
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            raise ImportRefused(f"{path} is a folder.", "Name the files in it.", place=place)
        if not stat.S_ISREG(mode):
            raise ImportRefused(f"{path} is a device, not a file.", "Name a file.", place=place)
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except FileNotFoundError:
        raise ImportRefused(f"There is no file {path}.", "Look at its spelling and its folder.", place=place) from None
    except OSError as error:
        hint = "Close it in other programs and look at its permissions."
        raise ImportRefused(f"{path} cannot be read: {error.strerror}.", hint, place=place) from None
    if len(data) > LARGEST:
        raise ImportRefused(f"{path} is larger than 50 MB.", "Is this the transcript? Divide it if it is.", place=place)
    return data


def refuse_foreign(data: bytes, place: str) -> None:
    """Refuse what begins like something else than plain text, with the way to make text of it."""
    told = _recognised(data)
    if told:
        raise ImportRefused(f"{place} is {told[0]}, not plain text.", told[1], place=place)


def refuse_suffix(path: Path) -> None:
    """Refuse a file whose name promises another format than plain text."""
    told = _BY_SUFFIX.get(path.suffix.casefold())
    if told:
        raise ImportRefused(f"{path} is named like {told[0]}.", told[1], place=str(path))


def _recognised(data: bytes) -> tuple[str, str] | None:
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return next((what, hint) for mark, what, hint in _PACKED if mark in data)
    if data[4:8] == b"ftyp":
        return "a recording or a picture", _NO_TEXT
    if data[:200].lstrip(b"\xef\xbb\xbf \t\r\n")[:14].lower().startswith((b"<!doctype html", b"<html", b"<?xml")):
        return _BY_SUFFIX[".html"]
    return next(((what, hint) for magic, what, hint in _MAGIC if data.startswith(magic)), None)
