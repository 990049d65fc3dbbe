"""The terminal screens.

Textual reads its settings from the environment when it is imported, and some of them write the screen, which shows testimony, to
a file or a socket. So before any module of this package can import it, all but a few harmless ones are taken out.
"""

import os

HARMLESS = frozenset(
    (
        "TEXTUAL_THEME",
        "TEXTUAL_COLOR_SYSTEM",
        "TEXTUAL_ANIMATIONS",
        "TEXTUAL_DISABLE_KITTY_KEY",
        "TEXTUAL_SNAPSHOT_TEMPDIR",  # a test plugin's; Textual never reads it
    ),
)

for _name in [name for name in os.environ if name.startswith("TEXTUAL") and name not in HARMLESS]:
    del os.environ[_name]
