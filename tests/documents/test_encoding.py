"""Encodings: UTF-8 is taken silently, all else is marked, named or refused with proposals."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coder.documents.encoding import EncodingUnknown, decode, sample
from coder.errors import ImportRefused

KOREAN = "면담자: 언제 카메라를 보았습니까?\nR35: 2012년에 [도시]에서 보았습니다. 손전화 검열도 있었어요.\n"
RUSSIAN = "В.Д.: Пример текста. Да, я видел камеры в городе.\n"
ENGLISH = "R07: I don’t know. “Really”? The café – yes, it’s true.\n"


@pytest.mark.parametrize("text", ["", "plain", KOREAN, RUSSIAN, ENGLISH, "👩\u200d👧", "one slip\0 in a long line"])
def test_utf8_is_taken_silently(text: str) -> None:
    assert decode(text.encode(), "x.txt") == text


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
    ],
)
def test_byte_order_mark_decides(mark: bytes, encoding: str) -> None:
    assert decode(mark + KOREAN.encode(encoding), "x.txt") == KOREAN


@pytest.mark.parametrize(
    ("text", "encoding", "first"),
    [
        (KOREAN, "cp949", "cp949"),
        ("감시", "cp949", "cp949"),
        (KOREAN, "utf-16-le", "utf-16-le"),
        (KOREAN, "utf-16-be", "utf-16-be"),
        (ENGLISH, "utf-16-le", "utf-16-le"),
        ("감시카메라", "utf-16-le", "utf-16-le"),
        (RUSSIAN, "cp1251", "cp1251"),
        ("Пример", "cp1251", "cp1251"),
        (ENGLISH, "cp1252", "cp1252"),
        ("I don’t know", "cp1252", "cp1252"),
        ("J’ai été à l’école où ils étaient.", "cp1252", "cp1252"),
    ],
)
def test_other_encodings_are_proposed_best_first_and_never_taken(text: str, encoding: str, first: str) -> None:
    with pytest.raises(EncodingUnknown) as refused:
        decode(text.encode(encoding), "x.txt")
    assert refused.value.proposals[0] == first
    assert f"--encoding {first}" in refused.value.hint
    assert len(refused.value.proposals) <= 3
    assert decode(text.encode(encoding), "x.txt", first) == text


def test_apostrophe_of_windows_is_not_proposed_as_hangul() -> None:
    with pytest.raises(EncodingUnknown) as refused:
        decode("I don’t and you don’t".encode("cp1252"), "x.txt")
    assert "cp949" not in refused.value.proposals


def test_damaged_utf8_is_refused_with_its_line_and_without_its_words() -> None:
    data = KOREAN.encode()
    with pytest.raises(EncodingUnknown, match=r"line 2") as refused:
        decode(data[:-20] + b"\xff" + data[-20:], "x.txt")
    assert refused.value.proposals == ()
    assert "카메라" not in refused.value.message + refused.value.hint


def test_proposals_of_a_long_file_are_made_from_its_beginning() -> None:
    with pytest.raises(EncodingUnknown) as refused:
        decode((KOREAN * 2000).encode("cp949"), "x.txt")
    assert refused.value.proposals == ("cp949",)
    with pytest.raises(EncodingUnknown):
        decode(KOREAN.replace("\n", " ").encode("cp949") * 2000, "x.txt")


@pytest.mark.parametrize("data", [bytes(range(256)) * 4, b"\0" * 40, b"ab\0\0cd\0\0\0" * 9, b"\x01\0\x02\0\x03\0" * 9])
def test_binary_is_no_text(data: bytes) -> None:
    with pytest.raises(ImportRefused, match="is no text"):
        decode(data, "x.txt")


@pytest.mark.parametrize("encoding", ["hex", "rot13", "undefined", "nonsense", "a\0b", "unicode-escape", "cp\ud800", "é"])
def test_encoding_that_is_none_is_refused(encoding: str) -> None:
    with pytest.raises(ImportRefused, match="There is no encoding") as refused:
        decode(b"R07: yes", "x.txt", encoding)
    assert "cp949" in refused.value.hint


@pytest.mark.parametrize(("data", "encoding"), [(KOREAN.encode(), "ascii"), (ENGLISH.encode("utf-16-le"), "cp1252")])
def test_encoding_that_does_not_fit_is_refused(data: bytes, encoding: str) -> None:
    with pytest.raises(ImportRefused, match=f"not written in {encoding}"):
        decode(data, "x.txt", encoding)


def test_other_formats_are_refused_before_they_are_decoded() -> None:
    with pytest.raises(ImportRefused, match="RTF"):
        decode(b"{\\rtf1 x}", "x.txt", "cp1252")


def test_sample_shows_telling_lines_safely() -> None:
    data = ("plain\n" + KOREAN + "감\x1b[31m시\n" + "긴 줄" * 90 + "\n").encode("cp949")
    lines = sample(data, "cp949")
    assert lines[0] == "면담자: 언제 카메라를 보았습니까?"
    assert lines[2] == "감␛[31m시"
    assert [len(line) for line in sample(data, "cp949", 9)][-1] == 80
    assert sample(b"plain", "utf-8") == ()


@given(st.binary(max_size=60), st.sampled_from([None, "cp949", "utf-16", "latin-1"]))
def test_any_bytes_are_text_or_refused(data: bytes, encoding: str | None) -> None:
    try:
        text = decode(data, "x.txt", encoding)
    except ImportRefused as refused:
        text = refused.hint
    assert text or not data.strip(b"\xef\xbb\xbf\xff\xfe")
