"""The codebook as a coder uses it: which codes can be applied, what they are called, how they are looked for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from coder.analysis.ranking import Entry, entries_of
from coder.model.codebook import Code, Codebook


class Book:
    """A codebook, and what is worked out of it once."""

    def __init__(self, codebook: Codebook) -> None:
        """Use `codebook` until another is taken."""
        self.codebook = codebook
        self._entries: tuple[Codebook, tuple[Entry, ...]] | None = None

    def take(self, codebook: Codebook) -> None:
        """Use another codebook, if it is another."""
        if codebook != self.codebook:
            self.codebook = codebook

    def learn(self, codes: Iterable[Code]) -> None:
        """Know codes that are on their way to the file."""
        self.codebook = replace(self.codebook, codes=(*self.codebook.codes, *codes))

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The codes that can be applied, prepared for being looked for: once for a codebook, when first needed."""
        if self._entries is None or self._entries[0] is not self.codebook:
            self._entries = self.codebook, entries_of(self.codebook)
        return self._entries[1]

    def is_usable(self, code: str) -> bool:
        """Tell whether a passage can be given a code (a uid)."""
        found = self.codebook.by_uid.get(code)
        return found is not None and found.codable and found.status != "retired"

    def name(self, code: str) -> str:
        """Give a code's name."""
        found = self.codebook.by_uid.get(code)
        return found.name if found else "a code that is gone"
