"""Bars and shades: a share drawn in a few cells, always beside the number that it draws.

A bar of something is never empty and a bar of less than all never full, so that neither "nothing yet" nor "done" can be misread.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Blocks:
    """The signs that bars are made of; the second set is for terminals that draw blocks two cells wide or not at all."""

    steps: str = "▏▎▍▌▋▊▉█"
    """A cell that is filled ever further; the last is full."""
    rest: str = "·"
    shades: str = "·░▒▓"
    """Nothing, up to a third, up to two thirds, more."""


FINE = Blocks()
COARSE = Blocks("#", ".", ".:*#")


def bar(share: float, cells: int, blocks: Blocks = FINE) -> str:
    """Draw a part of 1 in so many cells.

    >>> bar(0.62, 20), bar(0.004, 4), bar(0.999, 4), bar(0.5, 4, COARSE)
    ('████████████▍·······', '▏···', '███▉', '##..')
    """
    fine = len(blocks.steps)
    most = cells * fine
    steps = round(share * most)
    if 0 < share < 1:
        steps = min(max(steps, 1), most - 1)
    full, part = divmod(min(max(steps, 0), most), fine)
    drawn = blocks.steps[-1] * full + (blocks.steps[part - 1] if part else "")
    return drawn + blocks.rest * (cells - len(drawn))


def shade(share: float, blocks: Blocks = FINE) -> str:
    """Draw a part of 1 as one cell.

    >>> [shade(share) for share in (0, 0.01, 0.34, 0.67, 1)]
    ['·', '░', '▒', '▓', '▓']
    """
    return blocks.shades[0 if share <= 0 else 1 if share < 1 / 3 else 2 if share < 2 / 3 else 3]
