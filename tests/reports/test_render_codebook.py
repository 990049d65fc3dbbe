"""The codebook on paper: every code with its rules, numbered, and a user's words never markup."""

from __future__ import annotations

import re

import pytest
from test_render_page import PAYLOADS

from coder.exchange.codebook_yaml import read_codebook_file
from coder.exchange.shipped import find_codebook, shipped
from coder.model.codebook import Code, Codebook
from coder.model.respondent import Variable
from coder.reports.render.codebook import codebook_markdown, codebook_page, entries

BOOK = Codebook(
    (
        Code("Phones", uid="1", codable=False, colour="amber"),
        Code("Inspection", "1", "2", "somebody looks", "in full", "it is opened", "it acts by itself → Calls", ("He looked.",)),
        Code("Calls", "1", "3", names=(("ko", "통화"), ("alias", "ringing"))),
        Code("Homes", uid="4", status="retired", colour="#123456"),
        Code("Lamp", "4", "5"),
    ),
    title="Small book",
    language="ko",
    preface="Read first.\n\nThen code.",
    variables=(Variable("left", values=("early", "late")), Variable("visits", type="number")),
)


def hostile(text: str) -> Codebook:
    code = Code(text, None, "1", text, text, text, text, (text,), names=(("ko", text),))
    return Codebook((code,), title=text, language="en", preface=text, variables=(Variable(text, values=(text,)),))


def test_codes_are_numbered_by_their_place_in_the_tree() -> None:
    assert [(entry.number, entry.code.name) for entry in entries(BOOK)] == [
        ("1", "Phones"), ("1.1", "Inspection"), ("1.2", "Calls"), ("2", "Homes"), ("2.1", "Lamp"),
    ]  # fmt: skip


def test_a_code_has_the_colour_of_the_palette_that_it_inherits_or_none() -> None:
    assert [entry.colour for entry in entries(BOOK)] == ["amber", "amber", "amber", "", ""]


def test_markdown_holds_everything_a_coder_needs() -> None:
    assert codebook_markdown(BOOK) == (
        "# Small book\n\n## Rules for coding\n\nRead first.\n\nThen code.\n\n## Codes\n\n"
        "### 1 Phones\n\n(groups the codes below; is not applied itself)\n\n"
        "#### 1.1 Inspection\n\nsomebody looks\n\n- **Definition:** in full\n- **Use when:** it is opened\n"
        "- **Not when:** it acts by itself → Calls\n- **Example:** “He looked.”\n\n"
        "#### 1.2 Calls\n\nAlso: 통화, ringing\n\n### 2 Homes\n\n(retired)\n\n#### 2.1 Lamp\n\n"
        "## Variables\n\n- left (respondent, category): early, late\n- visits (respondent, number)\n"
    )


@pytest.mark.parametrize("name", sorted(shipped()))
def test_every_word_of_a_shipped_codebook_is_printed(name: str) -> None:
    book = read_codebook_file(find_codebook(name)).codebook
    page = re.sub(r"\s+", " ", codebook_page(book))
    for code in book.codes:
        for text in (code.name, code.brief, code.definition, code.include, code.exclude, *code.examples):
            assert re.sub(r"\s+", " ", text).replace("'", "&#39;").replace('"', "&#34;") in page, code.name


def test_the_page_leads_from_its_list_to_each_code_and_nowhere_else() -> None:
    page = codebook_page(BOOK)
    assert re.findall(r'href="([^"]*)"', page) == [f"#code-{entry.number}" for entry in entries(BOOK)]
    assert re.findall(r'id="([^"]*)"', page) == [f"code-{entry.number}" for entry in entries(BOOK)]
    assert '<html lang="ko">' in page
    assert not re.search(r"<script|\bsrc=|url\(|@import|\bon[a-z]+=", page)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_users_words_are_never_markup(payload: str) -> None:
    tags = re.compile(r"<(/?[a-z0-9]+)((?: [a-z-]+=)?)")
    assert tags.findall(codebook_page(hostile(payload))) == tags.findall(codebook_page(hostile("x")))
    assert len(codebook_markdown(hostile(payload)).split("\n")) == len(codebook_markdown(hostile("x")).split("\n"))


@pytest.mark.parametrize("sign", ["# head", "- item", "1. item", "> quote", "| a | b |", "*bold*", "[a](b)", "<b>"])
def test_signs_of_markdown_are_escaped_wherever_a_line_begins(sign: str) -> None:
    lines = codebook_markdown(hostile(sign)).split("\n")
    assert not [line for line in lines if line.startswith(sign)]


def test_an_empty_codebook_is_a_page_all_the_same() -> None:
    assert "<h1>Codebook</h1>" in codebook_page(Codebook())
    assert codebook_markdown(Codebook()) == "# Codebook\n\n## Codes\n"
