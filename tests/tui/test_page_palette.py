"""The colours of codes."""

import pytest

from coder.model.codebook import PALETTE
from coder.tui.page.palette import GROUND, INK, PLAIN, shade, tint


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(a: str, b: str) -> float:
    light, dark = sorted((luminance(a), luminance(b)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("dark", [True, False])
@pytest.mark.parametrize("name", PALETTE)
def test_every_shade_is_readable_and_every_tint_leaves_text_readable(name: str, *, dark: bool) -> None:
    assert contrast(shade(name, dark=dark), GROUND[dark]) >= 4.5
    assert contrast(INK[dark], tint(name, dark=dark)) >= 7


@pytest.mark.parametrize("dark", [True, False])
@pytest.mark.parametrize("name", PALETTE)
def test_every_shade_is_a_cell_of_the_256_colour_cube(name: str, *, dark: bool) -> None:
    colour = shade(name, dark=dark)
    assert {colour[i : i + 2] for i in (1, 3, 5)} <= {"00", "5f", "87", "af", "d7", "ff"}


def test_no_two_names_share_a_shade() -> None:
    assert len({shade(name, dark=True) for name in PALETTE}) == len(PALETTE)


@pytest.mark.parametrize(
    ("colour", "expected"), [("#AbCdEf", "#abcdef"), (None, shade(PLAIN, dark=True)), ("puce", shade(PLAIN, dark=True))]
)
def test_a_colour_of_ones_own_is_taken_and_an_unknown_one_drawn_plain(colour: str | None, expected: str) -> None:
    assert shade(colour, dark=True) == expected
