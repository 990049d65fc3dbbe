"""HTML: a page that asks the network for nothing and runs nothing."""

from __future__ import annotations

import re

import pytest

from coder.reports.render import render_page
from coder.reports.table import Column, Table

PAYLOADS = [
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", '" onmouseover="alert(1)', "' style='x", "{{ 7 * 7 }}",
    "{% raw %}", "javascript:alert(1)", "</style><script>", "&lt;", "</title><b>",
]  # fmt: skip


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_text_is_only_ever_a_text(payload: str) -> None:
    table = Table(payload, (Column(payload), Column("n", "number")), ((payload, payload),), (payload,), language=payload)
    harmless = Table("x", (Column("x"), Column("n", "number")), (("x", "x"),), ("x",))
    written = render_page(payload, [table], language=payload)
    tags = re.compile(r"<(/?[a-z]+)((?: [a-z-]+=)?)")
    assert tags.findall(written) == tags.findall(render_page("x", [harmless]))
    assert "49" not in written


def test_a_page_carries_its_own_policy_and_nothing_from_elsewhere() -> None:
    written = render_page("t", [Table("t", (Column("c"),), (("http://example.org",),))])
    policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
    assert f'<meta http-equiv="Content-Security-Policy" content="{policy}">' in written
    assert '<meta name="referrer" content="no-referrer">' in written
    assert not re.search(r"<script|\bsrc=|\bhref=|url\(|@import|\bon[a-z]+=", written)


def test_a_page_says_its_language() -> None:
    assert render_page("t", [], language="ko").startswith('<!DOCTYPE html>\n<html lang="ko">\n')


def test_a_page_takes_several_tables() -> None:
    tables = [Table(title, (Column("c"),), ()) for title in ("Codes", "Coders")]
    assert re.findall(r"<caption>(\w+)", render_page("Report", tables)) == ["Codes", "Coders"]


def test_a_table_without_title_and_notes_has_no_caption_and_no_list() -> None:
    written = render_page("t", [Table("", (Column("c"),), (("x",),))])
    assert "<caption>" not in written
    assert "<ul>" not in written
