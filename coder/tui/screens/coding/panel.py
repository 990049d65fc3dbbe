"""What a wide window shows beside the transcript: the codes that lie here, with their rules, and what is on the digits."""

from __future__ import annotations

from textual.content import Content

from coder.tui.desk import Desk
from coder.tui.page.slots import DIGITS
from coder.tui.page.spans import Span
from coder.tui.page.state import ViewState
from coder.tui.say import say
from coder.tui.widgets.codesheet import rules

WIDE = 120
"""Columns from which there is room for it."""


def lying(desk: Desk, state: ViewState, visited: str) -> list[Span]:
    """List the codings here, first the one that is meant.

    That is the one that a jump led to (its uid is `visited`), as long as just its words are selected; else one whose words are
    selected; else the innermost.
    """
    found = desk.spans.at(state.here)
    is_meant = {span.uid: (span.start, span.end) == state.selection for span in found}
    return sorted(found, key=lambda span: (not is_meant[span.uid], span.uid != visited))


def codes_here(desk: Desk, state: ViewState, visited: str) -> list[str]:
    """List the codes here (uids), that of the coding which is meant first."""
    return list(dict.fromkeys(span.code for span in lying(desk, state, visited)))


def rules_of(desk: Desk, codes: list[str]) -> Content:
    """Write the full rules of some codes, one under the other."""
    book = desk.codebook
    return Content("\n\n").join(rules(book.by_uid[code], book) for code in codes if code in book.by_uid)


def panel(desk: Desk, codes: list[str]) -> Content:
    """Write the panel: the codes here, the innermost with its rules, then the digits."""
    title = Content.styled("HERE" if codes else "NOTHING CODED HERE", "bold")
    parts = [title, *(say("{name}", name=desk.name(code)) for code in codes)]
    if codes:
        parts += [Content(), rules_of(desk, codes[:1])]
    if desk.slots.places:
        parts += [Content(), Content.styled("DIGITS", "bold")]
        digits = zip(DIGITS, desk.slots.places, strict=False)
        parts += [say("{digit} {name}", digit=digit, name=desk.name(code)) for digit, code in digits if code]
    return Content("\n").join(parts)
