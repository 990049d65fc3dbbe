"""What a wide window shows beside the transcript: the codes that lie here, with their rules, and what is on the digits."""

from __future__ import annotations

from textual.content import Content

from coder.tui.desk import Desk
from coder.tui.page.slots import DIGITS
from coder.tui.page.state import ViewState
from coder.tui.say import say
from coder.tui.widgets.codesheet import rules

WIDE = 120
"""Columns from which there is room for it."""


def codes_here(desk: Desk, state: ViewState) -> list[str]:
    """List the codes at the cursor (uids), the innermost coding's first."""
    return list(dict.fromkeys(span.code for span in desk.spans.at(state.here)))


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
