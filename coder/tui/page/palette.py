"""The colours of codes: twelve names, a shade of each in every theme, and how they tint a text's ground.

In the dark and the light theme each shade is a cell of the 256-colour cube, readable as text on its ground; as a tint it leaves
the text readable over it. The theme of high contrast has black ground and white ink. The plain one knows nothing of the ground
and asks for the terminal's own sixteen colours, so it tints nothing. Twelve hues cannot be told apart by everybody: the name and
the bracket carry the meaning, the colour only helps.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from coder.model.codebook import PALETTE

_DARK = "5fafff d7af00 af87ff 5fd75f d7af87 ff8700 00d7af ff87ff ff5f87 ff5f5f 87afd7 afd700"
_LIGHT = "005faf 875f00 5f00af 005f00 875f5f af5f00 005f5f 87005f af005f af0000 5f5f87 5f5f00"
_ANSI = "bright_blue yellow magenta green bright_yellow bright_red cyan bright_magenta bright_magenta red default bright_green"
_HEX = re.compile(r"#[0-9a-fA-F]{6}")
PLAIN = "greyblue"
"""The colour of a code for which nobody chose one."""


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of one theme."""

    shades: Mapping[str, str]
    ground: str = "default"
    ink: str = "default"
    is_dark: bool = True
    share: float = 0
    """How much of a tint is the code's colour; 0 where no ground is painted."""

    def shade(self, colour: str | None) -> str:
        """Give a code's colour as terminals know it; an unknown name is drawn plain rather than not at all."""
        if colour is None or not _HEX.fullmatch(colour):
            return self.shades.get(colour or PLAIN, self.shades[PLAIN])
        return colour.lower() if self.share else self.shades[_nearest(colour)]

    def tint(self, colour: str | None) -> str | None:
        """Give the ground of a text that bears a code, a part of its colour over the screen's ground; None for none."""
        if not self.share:
            return None
        mixed = (
            round(over * self.share + under * (1 - self.share))
            for over, under in zip(_channels(self.shade(colour)), _channels(self.ground), strict=True)
        )
        return "#" + "".join(f"{channel:02x}" for channel in mixed)


def _named(shades: str, before: str = "#") -> dict[str, str]:
    return dict(zip(PALETTE, (before + shade for shade in shades.split()), strict=True))


def _channels(value: str) -> tuple[int, int, int]:
    return int(value[1:3], 16), int(value[3:5], 16), int(value[5:7], 16)


def _nearest(colour: str) -> str:
    """Name the colour of ours that one of a user's own is most like."""
    wanted = _channels(colour)
    return min(
        _named(_DARK), key=lambda name: sum((a - b) ** 2 for a, b in zip(wanted, _channels(DARK.shades[name]), strict=True))
    )


DARK = Palette(_named(_DARK), "#121212", "#e4e4e4", share=0.30)
PALETTES = {
    "dark": DARK,
    "light": Palette(_named(_LIGHT), "#ffffff", "#121212", is_dark=False, share=0.18),
    "ansi": Palette(_named(_ANSI, "")),
    "contrast": Palette(_named(_DARK), "#000000", "#ffffff", share=0.30),
}
"""By the names that the settings have for themes."""
