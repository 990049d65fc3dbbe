"""What the autocode screen is asked: the fields of its form, and which of the hits a person has left out.

It lives as long as the app, so that she finds form, list and marks again when she comes back from a text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from coder.analysis.autocode import Extent
from coder.reports.autocode import Found, Wanted
from coder.reports.selection import EVERYTHING, Selection

_PART = re.compile(r'"([^"]*)"?|([^",，]+)')
Place = tuple[str, int, int]
"""uid of a source, start and end."""


@dataclass(slots=True)
class Question:
    """One question, as it stands in the form."""

    code: str = ""
    """uid of the code that would be given; empty until one is chosen."""
    typed: str = ""
    is_expression: bool = False
    """Whether what is typed is a regular expression, and not words."""
    extent: Extent = "sentence"
    speaker: str = ""
    """A name, or I, R, T; empty for anybody."""
    within: str = ""
    """Path of a code; empty for anywhere."""
    selection: Selection = EVERYTHING
    row: int = 0
    """Which of the hits was read last."""
    left_out: set[Place] = field(default_factory=set)

    @property
    def wanted(self) -> Wanted:
        """What is looked for."""
        return Wanted(
            words=() if self.is_expression else words_in(self.typed),
            expression=self.typed if self.is_expression else "",
            speakers=(self.speaker,) if self.speaker else (),
            within=self.within,
            extent=self.extent,
        )

    @property
    def is_complete(self) -> bool:
        """Whether there is a code, and something to look for."""
        wanted = self.wanted
        return bool(self.code and (wanted.words or wanted.expression or wanted.speakers or wanted.within))

    def renew(self) -> None:
        """Begin with all hits marked and at the first one, for something else is asked."""
        self.row = 0
        self.left_out.clear()

    def is_marked(self, one: Found) -> bool:
        """Tell whether a hit would be coded."""
        return one.state != "here already" and _place(one) not in self.left_out

    def marked(self, found: Iterable[Found]) -> list[Found]:
        """List the hits that would be coded."""
        return [one for one in found if self.is_marked(one)]

    def invert(self, found: Iterable[Found]) -> None:
        """Mark hits that are not marked, and leave out those that are."""
        self.left_out ^= {_place(one) for one in found}

    def mark(self, found: Iterable[Found], *, marked: bool) -> None:
        """Mark hits, or leave them out."""
        places = {_place(one) for one in found}
        self.left_out = self.left_out - places if marked else self.left_out | places


def _place(one: Found) -> Place:
    return one.source.uid, one.hit.start, one.hit.end


def words_in(typed: str) -> tuple[str, ...]:
    """Read words with commas between them; what stands in double quotes may hold commas itself.

    >>> words_in('phone*, two  cartons,, "no, never"')
    ('phone*', 'two  cartons', 'no, never')
    """
    parts = (quoted or bare for quoted, bare in _PART.findall(typed))
    return tuple(part.strip() for part in parts if part.strip())


def question_about(passage: str) -> Question:
    r"""Begin with a passage of a text, which is looked for as one phrase.

    >>> question_about(" No, I\nnever… ").typed
    '"No, I never…"'
    """
    words = " ".join(passage.replace('"', " ").split())
    return Question(typed=f'"{words}"' if re.search("[,，]", words) else words)
