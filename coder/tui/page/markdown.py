"""The manual's Markdown laid out for a width: titles, paragraphs, lists, code, emphasis, and the list of keys above it.

Textual has a widget for Markdown, and it takes a tenth of a second and more for a page, a widget for each paragraph, and links
that it would open. The manual needs a small part of Markdown only, which is laid out here in a few milliseconds.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

from coder.model.display import cells, pad

Style = Literal["", "title", "heading", "strong", "emphasis", "code"]


class Piece(NamedTuple):
    """A stretch of a line in one style."""

    text: str
    style: Style = ""


Line = tuple[Piece, ...]
_INLINE = re.compile(r"`(?P<code>[^`]+)`|\*\*(?P<strong>.+?)\*\*|\*(?P<emphasis>[^*]+)\*|\[(?P<link>[^\]]+)\]\([^)]*\)")
_STYLES: dict[str, Style] = {"code": "code", "strong": "strong", "emphasis": "emphasis", "link": "emphasis"}
_ITEM = re.compile(r"(?P<sign>-|\d+\.) +(?P<text>.*)")
_HEADING = re.compile(r"(?P<signs>#+) +(?P<text>.*)")


def lay_out(text: str, width: int) -> list[Line]:
    r"""Lay a page out in lines of at most `width` cells; code and tables stay as they are written.

    >>> ["".join(piece.text for piece in line) for line in lay_out("# Keys\n\n- **Esc** goes\n  back", 12)]
    ['Keys', '', '  • Esc goes', '    back']
    """
    lines: list[Line] = []
    for block in _blocks(text):
        lines += _laid_out(block, width)
    return lines[:-1]


def hang(first: Piece, text: str, width: int) -> list[Line]:
    """Lay a text out behind `first`, which nothing else comes to stand below."""
    room, margin = width - cells(first.text), Piece(" " * cells(first.text))
    filled = list(_filled(_words(_pieces(text)), room)) or [()]
    return [(margin if number else first, *line) for number, line in enumerate(filled)]


def _blocks(text: str) -> Iterator[str]:
    """Yield paragraphs and items each on one line, and blank lines, titles, code and tables as they stand; code behind a tab.

    A blank line ends the text, so that whatever stands before it is complete.
    """
    block: list[str] = []
    is_code = False
    for line in [*text.rstrip("\n").split("\n"), ""]:
        is_fence = line.startswith("```")
        if block and (is_fence or not line or line.startswith(("#", "|")) or _ITEM.match(line)):
            yield " ".join(block)
            block = []
        is_code ^= is_fence
        if is_code or line.startswith(("#", "|")) or not line:
            yield from () if is_fence else (f"\t{line}" if is_code or line.startswith("|") else line,)
        elif not is_fence:
            block.append(line.strip())


def _laid_out(block: str, width: int) -> list[Line]:
    if block.startswith("\t"):
        return [(Piece(f"  {block[1:]}" if cells(block) < width else block[1:], "code"),)]
    if heading := _HEADING.match(block):
        return [(Piece(heading["text"], "title" if heading["signs"] == "#" else "heading"),)]
    if item := _ITEM.match(block):
        return hang(Piece("  • " if item["sign"] == "-" else pad(f"{item['sign']} ", 4, "right")), item["text"], width)
    return list(_filled(_words(_pieces(block)), width)) or [()]


def _pieces(text: str) -> Iterator[Piece]:
    """Take a line's marks of emphasis off."""
    end = 0
    for match in _INLINE.finditer(text):
        yield Piece(text[end : match.start()])
        yield Piece(match[match.lastgroup or 0], _STYLES[match.lastgroup or ""])
        end = match.end()
    yield Piece(text[end:])


def _words(pieces: Iterable[Piece]) -> Iterator[Line]:
    """Cut pieces into words: what no blank parts stays together, whatever its styles."""
    word: list[Piece] = []
    for text, style in pieces:
        for part in re.split("( +)", text):
            if part.startswith(" "):
                yield tuple(word)
                word = []
            elif part:
                word.append(Piece(part, style))
    yield tuple(word)


def _filled(words: Iterable[Line], width: int) -> Iterator[Line]:
    """Put as many words into each line as there is room for."""
    line: list[Piece] = []
    room = width
    for word in words:
        needs = sum(cells(piece.text) for piece in word)
        if line and needs + 1 > room:
            yield tuple(line)
            line, room = [], width
        if word:
            line += (*((Piece(" "),) if line else ()), *word)
            room -= needs + (len(line) > len(word))
    if line:
        yield tuple(line)
