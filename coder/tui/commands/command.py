"""One command: its name, its keys, where it works, its label and its help.

Letters are second names only, for keyboards and habits that want them; on a Korean keyboard each letter's jamo does the same. A
command's action is its id: `code.sheet` runs `action_code_sheet`, and a family (`move.left`) runs `action_move('left')`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from coder.tui.page.keys import with_jamo
from coder.tui.settings import Language

Where = Literal[
    "everywhere", "overview", "transcript", "coding", "crosstab", "segments", "memos", "history", "autocode", "field", "table",
    "sheet", "memo", "ask", "reading", "help",
    "codebook", "tree", "form", "confirm", "list", "split",
]  # fmt: skip
_FAMILIES = frozenset(("move", "extend", "select", "step", "slot", "neighbour", "cell", "node", "manual"))


@dataclass(frozen=True, slots=True)
class Command:
    """One thing a key does."""

    id: str
    keys: tuple[str, ...]
    letter: str
    """A second name for hands that know it; empty for none."""
    where: Where
    label_en: str
    label_ko: str
    help: str
    urgent: bool = False
    """Works before the focused widget sees the key: an input line would take Enter and Tab for itself."""
    twin: str = ""
    """The command that does the same without the screens, such as `coder code`; none for what only moves about."""

    @property
    def action(self) -> str:
        """The action that runs."""
        noun, _, verb = self.id.partition(".")
        return f"{noun}('{verb}')" if noun in _FAMILIES else self.id.replace(".", "_")

    @property
    def all_keys(self) -> tuple[str, ...]:
        """All keys, the letter and its jamo among them."""
        return (*self.keys, *(with_jamo((self.letter,)) if self.letter else ()))

    def label(self, language: Language) -> str:
        """The label in a language."""
        return self.label_ko if language == "ko" else self.label_en
