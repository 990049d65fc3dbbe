"""The colours of the transcript: from what a run is to how a terminal shows it.

Colour is never the only sign. Where the terminal has none, codings are underlined instead of tinted and bold where they overlap;
no ground is painted at all, since a colour filter would turn every tint into the same grey.
"""

from __future__ import annotations

from collections.abc import Mapping

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip
from textual.theme import Theme
from textual.widget import Widget

from coder.tui.page import palette
from coder.tui.page.plan import Flags, Run

_Key = tuple[str, tuple[str, ...], Flags]


def theme(*, dark: bool) -> Theme:
    """Make the theme that the codes' colours were chosen for."""
    return Theme(
        "coder-dark" if dark else "coder-light",
        primary=palette.shade("sky", dark=dark),
        accent=palette.shade("amber", dark=dark),
        success=palette.shade("green", dark=dark),
        warning=palette.shade("orange", dark=dark),
        error=palette.shade("red", dark=dark),
        foreground=palette.INK[dark],
        background=palette.GROUND[dark],
        surface=palette.GROUND[dark],
        panel="#262626" if dark else "#e4e4e4",
        dark=dark,
    )


class Ink:
    """Styles of runs, each worked out once for a theme."""

    def __init__(self, widget: Widget) -> None:
        """Take theme and component classes from `widget`."""
        self.colours: Mapping[str, str | None] = {}
        """Colour of each code by uid, as the codebook names it."""
        self._widget = widget
        self._styles: dict[_Key, Style] = {}
        self._base: Style | None = None

    def clear(self) -> None:
        """Forget all styles: the theme has changed."""
        self._styles.clear()
        self._base = None

    @property
    def base(self) -> Style:
        """Ground and colour of plain text."""
        if self._base is None:
            self._base = self._widget.rich_style
        return self._base

    def blank(self, width: int, text: str = "") -> Strip:
        """Paint a row that holds nothing but perhaps a word."""
        return Strip([Segment(text, self.base)]).adjust_cell_length(width, self.base)

    def style(self, run: Run) -> Style:
        """Give a run's style."""
        key = (run.role, run.codes, run.flags)
        if key not in self._styles:
            self._styles[key] = self._mix(run)
        return self._styles[key]

    def _mix(self, run: Run) -> Style:
        if run.role in {"text", "question"}:
            return self._speech(run)
        if run.codes and not self._widget.app.no_color:
            return self.base + Style(color=palette.shade(self._colour(run.codes[0]), dark=self._is_dark))
        return self.base if run.codes or run.role == "marker" else self._component("margin")

    def _speech(self, run: Run) -> Style:
        style = self._component("question") if run.role == "question" else self.base
        if run.codes:
            style += self._coded(run.codes)
        if Flags.SELECTED in run.flags:
            style += Style(reverse=True) if self._widget.app.no_color else self._component("selection")
        if Flags.CURSOR in run.flags:
            style += Style(reverse=True, underline=True) if self._widget.app.no_color else self._component("cursor")
        return style

    def _coded(self, codes: tuple[str, ...]) -> Style:
        if self._widget.app.no_color:
            return Style(underline=True, bold=len(codes) > 1 or None)
        ground = palette.tint(self._colour(codes[0]), dark=self._is_dark)
        return Style(bgcolor=ground, color=palette.INK[self._is_dark], underline=len(codes) > 1 or None)

    def _colour(self, code: str) -> str | None:
        return self.colours.get(code)

    @property
    def _is_dark(self) -> bool:
        return self._widget.app.current_theme.dark

    def _component(self, name: str) -> Style:
        return self._widget.get_component_rich_style(f"transcript--{name}")
