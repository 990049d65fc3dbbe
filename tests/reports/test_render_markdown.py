"""Markdown: a user's text is never markup. The oracle is a reader of Markdown that knows tables."""

from __future__ import annotations

import pytest
from markdown_it import MarkdownIt

from coder.reports.render.markdown import render_markdown
from coder.reports.table import Column, Table

HOSTILE = [
    "*a* _b_ **c**", "`code`", "[link](http://x)", "![image](x)", "<b>bold</b>", "a | b", "a \\| b", "\\", "~~no~~", "&lt;",
    "# head", "- item", "+ item", "=", "---", "> quote", "12. twelve", "7) seven", "| a |", "<!-- x -->", "$x$", "손전화 *검열*",
]  # fmt: skip


def said(source: str) -> list[str]:
    """Read Markdown and list all texts in it."""
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(source)
    return ["".join(child.content for child in token.children or []) for token in tokens if token.type == "inline"]


def marks(source: str) -> set[str]:
    """Read Markdown and list the kinds of markup in it."""
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(source)
    return {part.tag for token in tokens for part in (token, *(token.children or [])) if part.tag}


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_is_markup(text: str) -> None:
    written = render_markdown(Table(text, (Column(text), Column("n", "number")), ((text, 1),), (text,)))
    assert said(written) == [text, text, "n", text, "1", text]
    assert marks(written) == {"p", "strong", "table", "thead", "tbody", "tr", "th", "td", "ul", "li"}


def test_numbers_are_aligned_right() -> None:
    written = render_markdown(Table("", (Column("code"), Column("n", "number"), Column("%", "share"), Column("", "mark")), ()))
    assert written == "| code | n | % |  |\n| --- | ---: | ---: | --- |\n"
