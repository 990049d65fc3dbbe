"""Reading: the one way in for every document, whatever its format.

A file's content decides first and its suffix second. Out of here come a document or `ImportRefused`, and nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from coder.documents import plain
from coder.documents.content import load, refuse_foreign, refuse_suffix
from coder.model.source import Document, Role


def read_document(
    path: Path,
    *,
    encoding: str | None = None,
    speakers: Mapping[str, Role] | None = None,
    pattern: str | None = None,
) -> Document:
    """Read a document, or refuse it with the reason and the way out.

    Args:
        path: The file; its stem becomes the document's name.
        encoding: How its bytes are to be read, if it is not UTF-8 and has no byte order mark.
        speakers: Labels that count as speakers whatever they look like, with their roles.
        pattern: A regular expression for speakers' labels, instead of the built-in rules.
    """
    data = load(path)
    refuse_foreign(data, str(path))
    refuse_suffix(path)
    return plain.document(path, data, encoding=encoding, speakers=speakers, pattern=pattern)
