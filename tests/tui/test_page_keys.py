"""Names of keys: read as people write them, refused where a terminal would send something else."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coder.errors import InputRefused
from coder.tui.page.keys import JAMO, NAMES, read_key, with_jamo, written


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("f6", "f6"), ("F6", "f6"), ("Esc", "escape"), ("PgUp", "pageup"), ("page_down", "pagedown"), ("Del", "delete"),
        ("Ctrl+Left", "ctrl+left"), ("shift+ctrl+end", "ctrl+shift+end"), ("ctrl + e", "ctrl+e"), ("shift+tab", "shift+tab"),
        ("+", "+"), ("plus", "+"), ("comma", ","), (",", ","), ("%", "%"), ("k", "k"), ("ㅏ", "k"), ("ctrl+ㅏ", "ctrl+k"),
        ("é", "é"), ("1", "1"), ("return", "enter"), ("↑", "up"), ("ctrl+PgDn", "ctrl+pagedown"),
    ],
)  # fmt: skip
def test_a_key_is_read_as_people_write_it(typed: str, key: str) -> None:
    assert read_key(typed) == key


@pytest.mark.parametrize(
    ("typed", "message", "hint"),
    [
        ("entr", "There is no key “entr”", "“enter”"),
        ("pageupp", "no key", "“pageup”"),
        ("f13", "no key", "Did you mean"),
        ("", "no key", "Write f5"),
        (" ", "no key", "Write f5"),
        ("shift+", "no key", ""),
        ("hyper+k", "no key", ""),
        ("ctrl+", "no key", ""),
        ("ab", "no key", ""),
        ("\x1b", "no key", ""),
        ("alt+k", "does not reach", "ctrl"),
        ("cmd+left", "does not reach", "ctrl"),
        ("ctrl+i", "same as “tab”", "another"),
        ("ctrl+m", "same as “enter”", "another"),
        ("ctrl+j", "same as “enter”", "another"),
        ("ctrl+h", "same as “backspace”", "another"),
        ("ctrl+[", "same as “escape”", "another"),
        ("ctrl+space", "same as “space”", "another"),
        ("ctrl+enter", "same as “enter”", "another"),
        ("shift+enter", "same as “enter”", "another"),
        ("ctrl+shift+tab", "same as “tab”", "another"),
        ("ctrl+shift+k", "same as “ctrl+k”", "another"),
        ("ctrl+1", "same as “1”", "another"),
        ("ctrl++", "same as “+”", "another"),
        ("K", "by Shift alone", "Write “k”"),
        ("shift+k", "by Shift alone", "Write “k”"),
        ("shift+1", "by Shift alone", "Write “1”"),
    ],
)
def test_a_key_that_cannot_be_had_is_refused_with_the_way_out(typed: str, message: str, hint: str) -> None:
    with pytest.raises(InputRefused) as refused:
        read_key(typed)
    assert message in refused.value.message
    assert hint in refused.value.hint


@pytest.mark.parametrize("name", [*NAMES, *JAMO, *JAMO.values(), *"[](){}<>.,;:'/?-=+*#%1234567890"])
def test_every_key_is_read_from_what_is_written_for_it(name: str) -> None:
    key = read_key(name)
    assert read_key(written(key)) == key


@given(st.text(max_size=12))
def test_any_text_is_a_key_or_refused_in_words(typed: str) -> None:
    with suppress(InputRefused):
        assert read_key(read_key(typed)) == read_key(typed)


def test_each_letter_brings_the_jamo_of_its_key() -> None:
    assert with_jamo(("f6", "k", "k", ".")) == ("f6", "k", "ㅏ", ".")
    assert len(set(JAMO.values())) == 26
