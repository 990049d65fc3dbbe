"""The sample's files as the tests read them, each once."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import coder
from coder.documents.read import read_document
from coder.exchange.tabular import Record, read_rows
from coder.model.source import Document

SAMPLE = Path(coder.__file__).parent / "sample"
KOREAN = {f"R{number}" for number in range(35, 41)}
FIRST_LINES: Mapping[str, str] = {
    "en": "Synthetic testimony, written for the sample study of this program. No real person speaks here.",
    "ko": "연습용으로 지어낸 증언입니다. 이 프로그램의 표본 연구를 위해 쓴 것으로, 실제 인물의 말이 아닙니다.",
    "M": "Synthetic report, written for the sample study of this program. No real event is told here.",
    "P": "Synthetic abstract, written for the sample study of this program. No real paper is meant.",
}
KINDS = {row["source"]: row["kind"] for row in read_rows(SAMPLE / "sources.csv").records}
TESTIMONIES = tuple(source for source, kind in KINDS.items() if kind == "interview")
REPORTS = tuple(source for source, kind in KINDS.items() if kind != "interview")


@cache
def document(source: str) -> Document:
    """Read a source as an import does."""
    return read_document(SAMPLE / "sources" / f"{source}.txt")


@cache
def codings() -> tuple[Record, ...]:
    """List the codings."""
    return tuple(read_rows(SAMPLE / "codings.csv").records)


def memos() -> list[Record]:
    """List the memos."""
    return read_rows(SAMPLE / "memos.csv").records
