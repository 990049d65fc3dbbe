"""The colours of codes."""

import pytest
from rich.color import Color

from coder.model.codebook import PALETTE
from coder.tui.page.palette import DARK, PALETTES, PLAIN


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(a: str, b: str) -> float:
    light, dark = sorted((luminance(a), luminance(b)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


PAINTED = [name for name, palette in PALETTES.items() if palette.share]


@pytest.mark.parametrize("theme", PAINTED)
@pytest.mark.parametrize("name", PALETTE)
def test_every_shade_is_readable_and_every_tint_leaves_text_readable(name: str, theme: str) -> None:
    palette = PALETTES[theme]
    tint = palette.tint(name)
    assert contrast(palette.shade(name), palette.ground) >= (7 if theme == "contrast" else 4.5)
    assert tint is not None
    assert contrast(palette.ink, tint) >= 7


@pytest.mark.parametrize("theme", PAINTED)
@pytest.mark.parametrize("name", PALETTE)
def test_every_shade_is_a_cell_of_the_256_colour_cube(name: str, theme: str) -> None:
    colour = PALETTES[theme].shade(name)
    assert {colour[i : i + 2] for i in (1, 3, 5)} <= {"00", "5f", "87", "af", "d7", "ff"}


@pytest.mark.parametrize("theme", PAINTED)
def test_no_two_names_share_a_shade(theme: str) -> None:
    assert len({PALETTES[theme].shade(name) for name in PALETTE}) == len(PALETTE)


@pytest.mark.parametrize(("colour", "expected"), [("#AbCdEf", "#abcdef"), (None, DARK.shade(PLAIN)), ("puce", DARK.shade(PLAIN))])
def test_a_colour_of_ones_own_is_taken_and_an_unknown_one_drawn_plain(colour: str | None, expected: str) -> None:
    assert DARK.shade(colour) == expected


@pytest.mark.parametrize("colour", [*PALETTE, None, "puce", "#123456", "#ffffff"])
def test_the_plain_theme_asks_for_one_of_sixteen_colours_and_tints_nothing(colour: str | None) -> None:
    shade = Color.parse(PALETTES["ansi"].shade(colour))
    assert shade.is_default or (shade.number is not None and shade.number < 16)
    assert PALETTES["ansi"].tint(colour) is None


def test_a_colour_of_ones_own_is_drawn_in_the_plain_theme_as_the_one_it_resembles() -> None:
    assert PALETTES["ansi"].shade("#00ee00") == PALETTES["ansi"].shade("green")
