"""Safe text: one form is stored, one map keeps the screen safe, sentences and names are told by fixed rules."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coder.model.text import clean_name, is_name, natural_key, normalise, sentence_ends, shown, shown_line

SIGNS = [
    "a", "e", " ", ".", "\n", "\r", "\r\n", "\t", "\x00", "\x07", "\x0b", "\x0c", "\x1b", "\x7f", "\x85", "\x9b",
    "\u0301", "\u0323", "\u0344", "\u0958", "é", "각", "\u1100", "\u1161", "\u11a8", "감시", "\u200b", "\u2060", "\ufeff",
    "\u00ad", "\u200d", "\u200c", "\ufe0f", "\u2028", "\u2029", "\u202e", "\u2066", "\u200e", "\u061c", "\ud800", "\udfff",
    "\U000e0041", "👩‍👧", "🇰🇵", "\U00016d63\U00016d67", "\u212b", "\u09c7\u09be",
]  # fmt: skip
TEXTS = st.one_of(st.lists(st.sampled_from(SIGNS)).map("".join), st.text())
UNSAFE = [
    *(chr(code) for code in range(0x20) if chr(code) not in "\t\n"), *(chr(code) for code in range(0x7F, 0xA0)),
    *"\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c\u2028\u2029\ud800\udfff\U000e0000\U000e007f",
]  # fmt: skip


@pytest.mark.parametrize(
    ("raw", "stored"),
    [
        ("\ufeffI: yes", "I: yes"),
        ("a\r\nb\rc\x0bd\x0ce\x85f\u2028g\u2029h", "a\nb\nc\nd\ne\nf\ng\nh"),
        ("a\r\r\nb", "a\n\nb"),
        ("Kim\u200b Chol\u00ad\u2060su\ufeff", "Kim Cholsu"),
        ("e\u200b\u0301", "é"),
        (unicodedata.normalize("NFD", "감시카메라"), "감시카메라"),
        ("\x00\x07\x1b]52;c;x\x07", "␀␇␛]52;c;x␇"),
        ("del\x7f", "del␡"),
        ("\x9b31m \ud800 \U000e0041", "\ufffd31m \ufffd \ufffd"),
        ("abc\u202edcba\u2069\u200e\u061c", "abc␦dcba␦␦␦"),
        ("👩\u200d👧 \u200c ❤\ufe0f", "👩\u200d👧 \u200c ❤\ufe0f"),
        ("tab\tand\n\nline", "tab\tand\n\nline"),
        ("가운데·점", "가운데·점"),
        ("", ""),
    ],
)
def test_normalise_brings_a_text_to_the_stored_form(raw: str, stored: str) -> None:
    assert normalise(raw).text == stored


def test_normalise_counts_what_it_did() -> None:
    normalised = normalise("\ufeffone\r\ntwo\rthree\n\u200b\u00adfour\x07\u202e")
    assert (normalised.line_ends, normalised.dropped, normalised.replaced) == (2, 2, 2)


def test_normalised_does_not_show_the_text_when_printed() -> None:
    assert "canary" not in repr(normalise("canary"))


@given(TEXTS)
def test_normalise_twice_is_normalise_once(raw: str) -> None:
    once = normalise(raw)
    twice = normalise(once.text)
    assert twice.text == once.text
    assert (twice.line_ends, twice.dropped, twice.replaced) == (0, 0, 0)


@given(TEXTS)
def test_normalised_text_is_nfc_and_holds_nothing_unsafe(raw: str) -> None:
    text = normalise(raw).text
    assert unicodedata.is_normalized("NFC", text)
    assert not set(text) & {*UNSAFE, "\u200b", "\u2060", "\ufeff", "\u00ad"}


@given(TEXTS)
def test_map_never_falls_and_keeps_both_ends(raw: str) -> None:
    normalised = normalise(raw)
    places = [normalised.map(offset) for offset in range(len(raw) + 1)]
    assert places == sorted(places)
    assert (places[0], places[-1]) == (0, len(normalised.text))


@given(st.lists(st.tuples(st.sampled_from(SIGNS), st.text("0123456789", min_size=1))))
def test_map_keeps_every_slice_that_was_not_touched(parts: list[tuple[str, str]]) -> None:
    raw, spans = "", []
    for sign, digits in parts:
        spans.append((len(raw) + len(sign), len(raw) + len(sign) + len(digits)))
        raw += sign + digits
    normalised = normalise(raw)
    assert all(normalised.text[normalised.map(start) : normalised.map(end)] == raw[start:end] for start, end in spans)


@pytest.mark.parametrize(
    ("raw", "places"),
    [
        ("a\r\nb", [0, 1, 2, 2, 3]),
        ("\ufeffab", [0, 0, 1, 2]),
        ("a\u200b\u200bb", [0, 1, 1, 1, 2]),
        ("e\u0301x", [0, 1, 1, 2]),
        ("\u1100\u1161\u11a8x", [0, 1, 1, 1, 2]),
        ("e\u200b\u0301x", [0, 1, 1, 1, 2]),
        ("\u0958x", [0, 2, 3]),
        ("one\ne\u0301\nx", [0, 1, 2, 3, 4, 5, 5, 6, 7]),
    ],
)
def test_map_follows_what_was_shortened_composed_or_taken_apart(raw: str, places: list[int]) -> None:
    normalised = normalise(raw)
    assert [normalised.map(offset) for offset in range(len(raw) + 1)] == places


def test_map_takes_a_line_as_a_whole_if_letters_join_that_it_does_not_know(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("coder.model.text._joins", lambda _: False)
    normalised = normalise("one\nte\u0301x\nend")
    assert [normalised.map(offset) for offset in range(13)] == [0, 1, 2, 3, 4, 5, 6, 7, 7, 8, 9, 10, 11]


def test_map_brings_places_outside_to_the_ends() -> None:
    assert (normalise("a\r\n").map(-5), normalise("a\r\n").map(99)) == (0, 2)


@pytest.mark.parametrize("character", UNSAFE)
def test_shown_leaves_no_unsafe_character_and_moves_nothing(character: str) -> None:
    safe = shown(f"a{character}b")
    assert len(safe) == 3
    assert safe[1] != character
    assert unicodedata.category(safe[1]) == "So"


@given(TEXTS)
def test_shown_is_one_for_one_and_stable(raw: str) -> None:
    assert len(shown(raw)) == len(shown_line(raw)) == len(raw)
    assert shown(shown(raw)) == shown(raw)
    assert not set(shown(raw)) & set(UNSAFE)


@given(TEXTS)
def test_shown_changes_nothing_in_a_stored_text(raw: str) -> None:
    stored = normalise(raw).text
    assert shown(stored) == stored


def test_shown_keeps_tabs_and_lines_but_a_line_shows_them() -> None:
    assert shown("a\tb\nc") == "a\tb\nc"
    assert shown_line("a\tb\nc") == "a␉b␊c"


@pytest.mark.parametrize("name", ["Phone inspection", "손전화 검열", "R07", "[red]x[/red]", "👩\u200d👧", " padded "])
def test_is_name_takes_any_visible_line(name: str) -> None:
    assert is_name(name)


@pytest.mark.parametrize("name", ["", "  ", "\u3000", "two\nlines", "a\tb", "a\x07b", "hid\u200bden", "e\u0301", "\u202eevil"])
def test_is_name_refuses_blank_hidden_and_control_characters(name: str) -> None:
    assert not is_name(name)


@given(TEXTS)
def test_clean_name_gives_a_name_or_nothing(raw: str) -> None:
    assert clean_name(raw) == "" or is_name(clean_name(raw))


def test_natural_key_counts_numbers_as_numbers() -> None:
    names = ["R10", "R2", "R2b", "r1", "R002a", "10", "9", "면담 12", "면담 3", "R" + "9" * 5000]
    ordered = ["9", "10", "r1", "R2", "R002a", "R2b", "R10", "R" + "9" * 5000, "면담 3", "면담 12"]
    assert sorted(names, key=natural_key) == ordered


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("I saw it. He did not! Why?", ["I saw it.", "He did not!", "Why?"]),
        ("They looked at 3.5 pictures. Then", ["They looked at 3.5 pictures.", "Then"]),
        ("It cost 40. Then we left.", ["It cost 40.", "Then we left."]),
        ("Mr. Kim and Dr. Pak came, e.g. on foot. Yes.", ["Mr. Kim and Dr. Pak came, e.g. on foot.", "Yes."]),
        ("No. I did not. See No. 5 there.", ["No.", "I did not.", "See No. 5 there."]),
        ("J. said the U.S. film. It was I. Nobody else.", ["J. said the U.S. film.", "It was I.", "Nobody else."]),
        ("“Show me!” he said. “Now.” I did.", ["“Show me!” he said.", "“Now.”", "I did."]),
        ("(He laughed.) And then?", ["(He laughed.)", "And then?"]),
        ("I was… afraid... very. I… No.", ["I was… afraid... very.", "I…", "No."]),
        ("봤습니다. 아니요? 네, [도시]에서요.", ["봤습니다.", "아니요?", "네, [도시]에서요."]),
        ("他来了。我走了！真的？", ["他来了。", "我走了！", "真的？"]),
        ("no stops at all", ["no stops at all"]),
        ("a heading\n\nthen text\nover lines. End", ["a heading", "then text\nover lines.", "End"]),
        ("a heading\n  \nthen", ["a heading", "then"]),
        ("1. Have you seen one? 2. Where?", ["1. Have you seen one?", "2. Where?"]),
        ("Really?! Yes!!! ...", ["Really?!", "Yes!!! ..."]),
        ("... and so on. Well", ["... and so on.", "Well"]),
        ("**Was it new?** It was.", ["**Was it new?**", "It was."]),
        ("see example.org or a.b.c. Right.", ["see example.org or a.b.c. Right."]),
        ("...", ["..."]),
        ("  Yes.  ", ["Yes."]),
        (" \n ", []),
        ("", []),
    ],
)
def test_sentence_ends_follow_the_rules(text: str, sentences: list[str]) -> None:
    ends = sentence_ends(text, 0, len(text))
    assert [text[a:b].strip() for a, b in zip((0, *ends), ends, strict=False)] == sentences


def test_sentence_ends_stay_inside_the_span() -> None:
    text = "Before. One. Two. After."
    assert sentence_ends(text, 8, 16) == (12, 16)


@given(st.lists(st.sampled_from([*SIGNS, "Dr.", "Yes.", "?", "…", "”", " x", "\n\n", "네。"])).map("".join), st.data())
def test_sentence_ends_rise_and_lose_nothing_but_white_space(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    ends = sentence_ends(text, start, end)
    assert list(ends) == sorted(set(ends))
    assert all(start < place <= end for place in ends)
    assert not text[ends[-1] if ends else start : end].strip()
    assert all(text[a:b].strip() for a, b in zip((start, *ends), ends, strict=False))


@pytest.mark.parametrize("piece", ["? ", "Dr. ", "...", "\n", "e\u0301", ".)", "\r\n", "a\u200b"])
def test_long_texts_of_one_kind_are_not_slow(piece: str) -> None:
    text = piece * 200_000  # quadratic work would hang here
    assert normalise(text).map(len(text)) == len(normalise(text).text)
    assert sentence_ends(text, 0, len(text))[-1:] in [(), (len(text.rstrip()),)]
