"""Pages to try the view on: hypothesis strategies for hard texts, and the factories the tests share."""

from __future__ import annotations

from hypothesis import strategies as st

from coder.model.source import Role, Turn
from coder.tui.page.page import Page

HARD = st.sampled_from(
    [
        "감시", "검열이", "손전화를", "가나", "각\u0301", "cafe\u0301", "he", "asked", "I", "was", "there,", "…", "“no”",
        "👩\u200d👩\u200d👧", "🇰🇷", "🇰🇷🇨🇳", "1\ufe0f\u20e3", "❤\ufe0f", "👍🏽", "🙂", "العربية", "␦", "क्षि", "\t",
        "ᄒ\u1161\u11ab", "[Name 2]", "supercalifragilisticexpialidocious", "\u3000",
    ]
)  # fmt: skip
"""Pieces whose characters, code points and cells are three different numbers."""

WORDS = st.lists(HARD, max_size=14).map(" ".join)
PARAGRAPHS = st.lists(WORDS, max_size=5).map("\n".join)


@st.composite
def pages(draw: st.DrawFn) -> Page:
    """Draw a page: a header or none, then turns with labels, or no turns at all."""
    text, turns = draw(PARAGRAPHS), []
    for index in range(draw(st.integers(0, 3))):
        role: Role = "I" if index % 2 == 0 else "R"
        text += "\n\n" if text else ""
        label = len(text)
        text += f"{role}: "
        start = len(text)
        text += draw(PARAGRAPHS).strip()
        turns.append(Turn(label, start, len(text), role, role))
    return Page(text, tuple(turns))


def page_of(*speeches: str) -> Page:
    """Make a page of turns, the interviewer's first, with labels `I:` and `R:`."""
    text, turns = "", []
    for index, speech in enumerate(speeches):
        role: Role = "I" if index % 2 == 0 else "R"
        label = len(text)
        text += f"{role}: "
        turns.append(Turn(label, len(text), len(text) + len(speech), role, role))
        text += speech + "\n"
    return Page(text, tuple(turns))
