"""The four themes: dark, light, of high contrast, and one that is nothing but the terminal's own sixteen colours."""

from __future__ import annotations

from textual.app import App
from textual.theme import Theme

from coder.tui.page.palette import PALETTES, Palette

BEFORE = "coder-"
"""What Textual's names of our themes begin with."""
THEMES = tuple(PALETTES)
"""By the names that the settings have for them, the usual one first."""
_PANELS = {"dark": "#262626", "light": "#e4e4e4", "contrast": "#303030"}
_PLAIN = {
    "ansi-background": "ansi_default",
    "ansi-foreground": "ansi_default",
    "surface": "ansi_default",
    "panel": "ansi_default",
    "text-muted": "ansi_default",
    "text-disabled": "ansi_default",
    "foreground-muted": "ansi_default",
    "block-cursor-foreground": "ansi_black",
    "block-cursor-background": "ansi_white",
    "block-cursor-text-style": "bold",
    "block-cursor-blurred-foreground": "ansi_black",
    "block-cursor-blurred-background": "ansi_white",
    "block-cursor-blurred-text-style": "bold",
    "border": "ansi_default",
    "border-blurred": "ansi_default",
    "scrollbar": "ansi_default",
    "scrollbar-hover": "ansi_default",
    "scrollbar-active": "ansi_default",
    "scrollbar-background": "ansi_default",
    "scrollbar-background-hover": "ansi_default",
    "scrollbar-background-active": "ansi_default",
    "input-cursor-background": "ansi_white",
    "input-cursor-foreground": "ansi_black",
    "input-selection-background": "ansi_white",
    "input-selection-foreground": "ansi_black",
}
_USUAL = {"text-disabled": "auto 60%"}
"""What an empty input line suggests is read too; Textual makes it paler than that."""
_CONTRAST = {
    "text": "#ffffff",
    "text-muted": "#d7d7d7",
    "text-disabled": "#d7d7d7",
    "foreground-muted": "#d7d7d7",
    "block-cursor-foreground": "#000000",
    "block-cursor-background": "#ffd700",
    "block-cursor-text-style": "bold",
    "block-cursor-blurred-foreground": "#ffffff",
    "block-cursor-blurred-background": "#585858",
    "block-cursor-blurred-text-style": "bold",
    "border": "#ffffff",
    "border-blurred": "#ffffff",
    "scrollbar": "#ffffff",
    "scrollbar-hover": "#ffffff",
    "scrollbar-active": "#ffd700",
    "input-cursor-background": "#ffd700",
    "input-cursor-foreground": "#000000",
    "input-selection-background": "#ffffff",
    "input-selection-foreground": "#000000",
}


def themes() -> list[Theme]:
    """Make them all."""
    return [*(_coloured(name) for name in _PANELS), _plain()]


def _coloured(name: str) -> Theme:
    """Make a theme that paints its own ground."""
    palette = PALETTES[name]
    return Theme(
        BEFORE + name,
        primary=palette.shade("sky"),
        accent=palette.shade("amber"),
        success=palette.shade("green"),
        warning=palette.shade("orange"),
        error=palette.shade("red"),
        foreground=palette.ink,
        background=palette.ground,
        surface=palette.ground,
        panel=_PANELS[name],
        dark=palette.is_dark,
        variables=_CONTRAST if name == "contrast" else _USUAL,
    )


def _plain() -> Theme:
    """Make the theme that leaves ground and ink to the terminal."""
    return Theme(
        f"{BEFORE}ansi",
        ansi=True,
        primary="ansi_default",
        accent="ansi_default",
        success="ansi_green",
        warning="ansi_yellow",
        error="ansi_red",
        foreground="ansi_default",
        background="ansi_default",
        surface="ansi_default",
        panel="ansi_default",
        variables=_PLAIN,
    )


def palette_of(app: App[object]) -> Palette:
    """Give the colours of codes in the theme that an app shows."""
    return PALETTES[app.theme.removeprefix(BEFORE)]


def patch(app: App[object], colour: str | None) -> tuple[str, str]:
    """Give a square in a code's colour, as text and style for a `Content`."""
    shade = palette_of(app).shade(colour)
    return "■ ", shade if shade.startswith("#") else f"ansi_{shade}"
