"""The colours of codes: twelve names, a shade of each for dark and for light screens, and how they tint a text's ground.

Every shade is a cell of the 256-colour cube, readable as text on its ground; as a tint it leaves the text readable over it.
Twelve hues cannot be told apart by everybody: the name and the bracket carry the meaning, the colour only helps.
"""

from __future__ import annotations

import re

from coder.model.codebook import PALETTE

_DARK = "5fafff d7af00 af87ff 5fd75f d7af87 ff8700 00d7af ff87ff ff5f87 ff5f5f 87afd7 afd700"
_LIGHT = "005faf 875f00 5f00af 005f00 875f5f af5f00 005f5f 87005f af005f af0000 5f5f87 5f5f00"
_SHADES = {
    True: dict(zip(PALETTE, (f"#{shade}" for shade in _DARK.split()), strict=True)),
    False: dict(zip(PALETTE, (f"#{shade}" for shade in _LIGHT.split()), strict=True)),
}
GROUND = {True: "#121212", False: "#ffffff"}
INK = {True: "#e4e4e4", False: "#121212"}
_TINT = {True: 0.30, False: 0.18}
_HEX = re.compile(r"#[0-9a-fA-F]{6}")
PLAIN = "greyblue"
"""The colour of a code for which nobody chose one."""


def shade(colour: str | None, *, dark: bool) -> str:
    """Give a code's colour as `#rrggbb`; an unknown name is drawn plain rather than not at all."""
    if colour is not None and _HEX.fullmatch(colour):
        return colour.lower()
    return _SHADES[dark].get(colour or PLAIN, _SHADES[dark][PLAIN])


def tint(colour: str | None, *, dark: bool) -> str:
    """Give the ground of a text that bears a code: a part of its colour over the screen's ground."""
    over, under = _channels(shade(colour, dark=dark)), _channels(GROUND[dark])
    share = _TINT[dark]
    return "#" + "".join(f"{round(a * share + b * (1 - share)):02x}" for a, b in zip(over, under, strict=True))


def _channels(value: str) -> tuple[int, int, int]:
    return int(value[1:3], 16), int(value[3:5], 16), int(value[5:7], 16)
