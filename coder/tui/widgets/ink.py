"""The colours of the transcript: from what a run is to how a terminal shows it.

Colour is never the only sign. Where the terminal has none, or the theme leaves the ground to the terminal, codings are underlined
instead of tinted and bold where they overlap; no ground is painted at all, since a colour filter would turn every tint into the
same grey, and nobody knows what is readable on a ground that somebody else has chosen.
"""

from __future__ import annotations

from collections.abc import Mapping

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget

from coder.tui.page.palette import Palette
from coder.tui.page.plan import Flags, Run
from coder.tui.widgets.themes import palette_of

_Key = tuple[str, tuple[str, ...], Flags]


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
            return self.base + Style(color=self._palette.shade(self.colours.get(run.codes[0])))
        return self.base if run.codes or run.role == "marker" else self._component("margin")

    def _speech(self, run: Run) -> Style:
        style = self._component("question") if run.role == "question" else self.base
        if run.codes:
            style += self._coded(run.codes)
        if Flags.SELECTED in run.flags:
            style += Style(reverse=True) if self._is_plain else self._component("selection")
        if Flags.CURSOR in run.flags:
            style += Style(bold=True) + (self._plain_cursor(run) if self._is_plain else self._component("cursor"))
        return style

    def _plain_cursor(self, run: Run) -> Style:
        """Turn the cell round once more than what is selected around it."""
        return Style(reverse=Flags.SELECTED not in run.flags, underline=True)

    def _coded(self, codes: tuple[str, ...]) -> Style:
        if self._is_plain:
            return Style(underline=True, bold=len(codes) > 1 or None)
        ground = self._palette.tint(self.colours.get(codes[0]))
        return Style(bgcolor=ground, color=self._palette.ink, underline=len(codes) > 1 or None)

    @property
    def _palette(self) -> Palette:
        return palette_of(self._widget.app)

    @property
    def _is_plain(self) -> bool:
        """Tell whether grounds are left alone."""
        return self._widget.app.no_color or not self._palette.share

    def _component(self, name: str) -> Style:
        return self._widget.get_component_rich_style(f"transcript--{name}")
