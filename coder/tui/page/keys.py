"""Names of keys: how a person may write one, how the program writes it, and which ones no terminal can be trusted with.

Many keys reach a program as another one (ctrl+i is Tab, ctrl+m is Enter), some only on some computers (alt), and a capital letter
is the same key as the small one on a Korean keyboard. Such a key is refused with what it would really be, not bound in vain.
"""

from __future__ import annotations

from collections.abc import Iterable

from coder.errors import InputRefused

JAMO = dict(zip("qwertyuiopasdfghjklzxcvbnm", "ㅂㅈㄷㄱㅅㅛㅕㅑㅐㅔㅁㄴㅇㄹㅎㅗㅓㅏㅣㅋㅌㅊㅍㅠㅜㅡ", strict=True))
"""What each letter's key types on the Korean two-set layout."""
LEAVE = "ctrl+q"
HIDE = "ctrl+l"
RESERVED = frozenset(("escape", "ctrl+c", LEAVE, HIDE))
"""Keys that mean the same wherever one is: get out of this, stop, leave, hide everything."""

_LETTERS = {jamo: letter for letter, jamo in JAMO.items()}
_SHORT = ("enter", "tab", "space", "escape", "backspace")
"""Named keys that most terminals send without the modifiers held with them."""
_LONG = (
    "up", "down", "left", "right", "home", "end", "pageup", "pagedown", "insert", "delete",
    *(f"f{number}" for number in range(1, 13)),
)  # fmt: skip
_OTHERWISE = {
    "esc": "escape", "del": "delete", "ins": "insert", "return": "enter", "pgup": "pageup", "pgdn": "pagedown",
    "pgdown": "pagedown", "page_up": "pageup", "page_down": "pagedown", "spacebar": "space", "comma": ",", "plus": "+",
    "minus": "-", "↑": "up", "↓": "down", "←": "left", "→": "right",
}  # fmt: skip
"""Other names people know keys by."""
_WRITTEN = {"escape": "Esc", "delete": "Del", "insert": "Ins", "pageup": "PgUp", "pagedown": "PgDn"}
_NAMED = {",": "comma", "%": "percent_sign"}
_MODIFIERS = ("ctrl", "shift")
_RARE = frozenset(("alt", "option", "meta", "cmd", "command", "super", "win"))
_MERGED = {"i": "tab", "m": "enter", "j": "enter", "h": "backspace", "[": "escape"}
"""What ctrl with a key is to a terminal."""
NAMES = (*_SHORT, *_LONG, *(f"ctrl+{letter}" for letter in sorted(JAMO) if letter not in _MERGED))


def read_key(typed: str) -> str:
    """Find out which key is meant.

    >>> read_key("Ctrl+Left"), read_key("PgDn"), read_key("ㅏ"), read_key("%")
    ('ctrl+left', 'pagedown', 'k', '%')

    Raises:
        InputRefused: there is no such key, or terminals do not send it as what it is.
    """
    *held, base = _parts(typed.strip() or typed)
    if _RARE & set(held):
        raise InputRefused(f"“{typed}” does not reach the program in many terminals.", "Take ctrl, or a key without any.")
    if not set(held) <= set(_MODIFIERS) or not (base in _SHORT or base in _LONG or _is_sign(base)):
        raise _unknown(typed)
    if len(base) == 1 and base.lower() != base:
        _refuse_shift(typed, base.lower())
    return _combined(typed, "".join(f"{modifier}+" for modifier in _MODIFIERS if modifier in held), base)


def _parts(typed: str) -> list[str]:
    """Take the modifiers off a key; `+` and `ctrl++` end in a plus sign."""
    spelt = "plus" if typed == "+" else typed.replace("++", "+plus")
    *held, base = (name.strip() for name in spelt.split("+"))
    named = base if len(base) == 1 else base.lower()
    named = _OTHERWISE.get(named, named)
    return [*(name.lower() for name in held), _LETTERS.get(named, named)]


def _is_sign(base: str) -> bool:
    return len(base) == 1 and base.isprintable() and not base.isspace()


def _combined(typed: str, held: str, base: str) -> str:
    """Put modifiers and key together, unless terminals merge the two."""
    if not held or base in _LONG or (held, base) == ("shift+", "tab"):
        return held + base
    if base in _SHORT:
        raise _merged(typed, base)
    if held == "shift+":
        _refuse_shift(typed, base)
    if base not in JAMO or base in _MERGED:
        raise _merged(typed, _MERGED.get(base, base))
    if held != "ctrl+":
        raise _merged(typed, f"ctrl+{base}")
    return held + base


def _unknown(typed: str) -> InputRefused:
    from coder.analysis.nearest import did_you_mean  # noqa: PLC0415 - 27 ms that only a slip needs

    hint = did_you_mean(typed, NAMES, "Write f5, ctrl+e, pageup, space or a sign as it is.")
    return InputRefused(f"There is no key “{typed}”.", hint)


def _refuse_shift(typed: str, base: str) -> None:
    raise InputRefused(
        f"“{typed}” differs from “{base}” by Shift alone, which a Korean keyboard does not tell.", f"Write “{base}”."
    )


def _merged(typed: str, other: str) -> InputRefused:
    return InputRefused(f"“{typed}” is the same as “{other}” to many terminals.", "Take another key.")


def written(key: str) -> str:
    """Write a key as keyboards do.

    >>> written("pagedown"), written("ctrl+left"), written("ctrl+z"), written("f9"), written("?")
    ('PgDn', 'ctrl+Left', 'ctrl+z', 'F9', '?')
    """
    held, plus, base = ("", "", key) if len(key) == 1 else key.rpartition("+")
    return f"{held}{plus}{_WRITTEN.get(base) or (base.capitalize() if len(base) > 1 else base)}"


def bindable(keys: Iterable[str]) -> str:
    """Write keys as a list that Textual takes; commas part them there, so a comma needs its name.

    >>> bindable(("ctrl+z", ",", "%"))
    'ctrl+z,comma,percent_sign'
    """
    return ",".join(_NAMED.get(key, key) for key in keys)


def with_jamo(keys: tuple[str, ...]) -> tuple[str, ...]:
    """Put the jamo of each letter beside it, so that a key works whatever the keyboard is set to."""
    return tuple(dict.fromkeys(each for key in keys for each in (key, *((JAMO[key],) if key in JAMO else ()))))
