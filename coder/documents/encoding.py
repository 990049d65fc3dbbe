"""Encodings: bytes become text only when it is certain how.

UTF-8 proves itself and is taken silently. Nothing else does: nearly any bytes are letters in Windows-1251, and an English
apostrophe in Windows-1252 makes a Hangul syllable in cp949. So other encodings are proposed, best first, and a person picks
one; bytes are never replaced by question marks.
"""

from __future__ import annotations

import codecs
import re

import charset_normalizer

from coder.documents.content import refuse_foreign
from coder.errors import ImportRefused
from coder.model.text import shown_line

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
"""UTF-32 first: its mark in little-endian order begins with that of UTF-16."""
_USUAL = ("cp949", "cp1252", "cp1251", "utf-16-le", "utf-16-be")
_NO_ENCODINGS = {"idna", "punycode", "unicode_escape", "raw_unicode_escape"}
_MOST = 3
_SAMPLE = 50_000
_NULS = 50
"""Text in UTF-16 has a NUL byte in every second place of its blanks: one byte of fifty at the very least."""
_CONTROLS = 20
_CONTROL_BYTES = bytes(byte for byte in range(32) if byte not in b"\t\n\v\f\r")
"""More of them than one byte of twenty, and no encoding makes text of it."""
_PLAUSIBLE = 0.5

_HANGUL = re.compile("[가-힣]")
_IDEOGRAPH = re.compile("[\u3000-\u30ff\u4e00-\u9fff\uff01-\uff5e]")
_CYRILLIC = re.compile(r"(?<!\w)(?:[А-ЯЁ]?[а-яё]+|[А-ЯЁ]+)(?!\w)")
_AMONG_ASCII = re.compile(r"(?<![^\x00-\x7f])[\u00a0-\u024f‘’“”‚„–—…•€™](?![^\x00-\x7f])")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f]")
_BETWEEN_LATIN = re.compile("[A-Za-z][가-힣]+[A-Za-z]")
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")


class EncodingUnknown(ImportRefused):
    """It is not certain how the bytes are to be read; `proposals` are the likely encodings, best first."""

    def __init__(self, message: str, hint: str, *, place: str, proposals: tuple[str, ...]) -> None:
        """Say what the file is not, and keep the proposals; `sample` shows what each would make of it."""
        super().__init__(message, hint, place=place)
        self.proposals = proposals


def decode(data: bytes, place: str, encoding: str | None = None) -> str:
    """Read bytes as text by a byte order mark, as strict UTF-8, or by the encoding asked for, and refuse all else.

    What proves itself UTF-8 is not read otherwise, whatever was asked for: an encoding meant for some files of a folder would
    turn the others into other words without a fault.
    """
    refuse_foreign(data, place)
    if encoding is not None:
        text = _decode_as(data, place, encoding)
        return data.decode("utf-8") if _is_utf8(data) else text
    marked = next((name for mark, name in _BOMS if data.startswith(mark)), None)
    if marked:
        return _decode_as(data, place, marked)
    if _has_nuls(data.count(0), len(data)):
        raise _not_bytes_of_text(data, place)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as fault:
        line = data.count(b"\n", 0, fault.start) + 1
    proposals = _ranked(data)
    if not proposals and len(data) - len(data.translate(None, _CONTROL_BYTES)) > len(data) // _CONTROLS:
        raise _no_text(place)
    raise _unknown(f"{place} is not written in UTF-8 (line {line}).", place, proposals)


def _is_utf8(data: bytes) -> bool:
    if 0 in data:
        return False
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def sample(data: bytes, encoding: str, n: int = 3) -> tuple[str, ...]:
    """Show the first `n` lines beyond ASCII as an encoding reads them, cut and safe to show, for a person to judge."""
    lines = (line.strip() for line in data.decode(encoding).split("\n"))
    telling = (shown_line(line)[:80] for line in lines if not line.isascii())
    return tuple(line for _, line in zip(range(n), telling, strict=False))


def _decode_as(data: bytes, place: str, encoding: str) -> str:
    """Decode by one named encoding, strictly."""
    if not _is_encoding(encoding):
        hint = f"Encodings are {', '.join(_USUAL)}, utf-8 and others that Python knows."
        raise ImportRefused(f"There is no encoding “{encoding}”.", hint, place=place)
    text = _decoded(data, encoding)
    if text is None or _has_nuls(text.count("\0"), len(text)):
        raise ImportRefused(f"{place} is not written in {encoding}.", "Try another --encoding, or none.", place=place)
    return text


def _is_encoding(name: str) -> bool:
    try:
        "".encode(name)
    except (LookupError, ValueError):
        return False
    return name.casefold().replace("-", "_") not in _NO_ENCODINGS


def _has_nuls(n: int, length: int) -> bool:
    """Tell whether there are more NULs than could be a slip; a few are kept and become visible."""
    return n > max(3, length // _NULS)


def _not_bytes_of_text(data: bytes, place: str) -> ImportRefused:
    """Tell UTF-16 without a mark from what is no text, by which places the NUL bytes take."""
    even, odd = data[::2].count(0), data[1::2].count(0)
    name = "utf-16-be" if even > odd else "utf-16-le"
    text = _decoded(data, name)
    if text is None or _plausibility(text) < _PLAUSIBLE:
        return _no_text(place)
    return _unknown(f"{place} seems to be UTF-16 without a mark that says so.", place, (name,))


def _no_text(place: str) -> ImportRefused:
    return ImportRefused(f"{place} is no text.", "Import the transcript as plain text (.txt, UTF-8).", place=place)


def _unknown(message: str, place: str, proposals: tuple[str, ...]) -> EncodingUnknown:
    if not proposals:
        return EncodingUnknown(message, "Open it where it was written and save it as UTF-8.", place=place, proposals=())
    others = f", else {' or '.join(proposals[1:])}" if proposals[1:] else ""
    hint = f"Say in what: most likely --encoding {proposals[0]}{others}."
    return EncodingUnknown(message, hint, place=place, proposals=proposals)


def _ranked(data: bytes) -> tuple[str, ...]:
    """List the likely encodings, best first; two that read the same are one."""
    guess = charset_normalizer.from_bytes(_whole_lines(data)).best()
    scores: dict[str, tuple[float, str]] = {}
    for name in (*_USUAL, *([guess.encoding] if guess else [])):
        text = _decoded(data, name)
        if text is not None and text not in scores and (score := _plausibility(text)) >= _PLAUSIBLE:
            scores[text] = (score, name)
    best = sorted(scores.values(), key=lambda scored: -scored[0])
    return tuple(name for _, name in best)[:_MOST]


def _whole_lines(data: bytes) -> bytes:
    """Cut a sample behind a line's end, so that no character is cut in two."""
    return data if len(data) <= _SAMPLE else data[: data.rfind(b"\n", 0, _SAMPLE) + 1] or data[:_SAMPLE]


def _decoded(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeError:
        return None


def _plausibility(text: str) -> float:
    """Rate from 0 to 1 how many of the characters beyond ASCII stand in company that people write."""
    text = text[:_SAMPLE]
    beyond = len(_NOT_ASCII.findall(text))
    strange = len(_CONTROL.findall(text)) + 2 * len(_BETWEEN_LATIN.findall(text))
    if not beyond:
        return 0.0 if strange else 1.0
    good = sum(map(_is_common, _HANGUL.findall(text)))
    good += sum(map(len, _CYRILLIC.findall(text))) + len(_AMONG_ASCII.findall(text))
    return (good + len(_IDEOGRAPH.findall(text)) / 2 - strange) / beyond


def _is_common(syllable: str) -> bool:
    """Tell whether a syllable is one of the 2,350 that Korean texts are made of; misread apostrophes give the rare ones."""
    return len(syllable.encode("euc_kr", "ignore")) == 2
