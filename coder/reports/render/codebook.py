"""The codebook on paper, for training coders and for the appendix of a report: every code with its rules, numbered.

Codes are numbered by their place in the tree (`2.1.3`), so that people in a room can point at one; the numbers are of this print
only. On the page a code keeps together, and its colour stands beside it as a bar; the name carries the meaning.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from coder.model.codebook import PALETTE, Code, Codebook
from coder.model.respondent import Variable
from coder.reports.render.markdown import escaped, opening_escaped
from coder.reports.render.page import template

_FIELDS = (("definition", "Definition"), ("include", "Use when"), ("exclude", "Not when"))


@dataclass(frozen=True, slots=True)
class Entry:
    """One code as it is printed."""

    number: str
    depth: int
    """0 at the top."""
    code: Code
    colour: str
    """A name of the palette, or empty."""

    @property
    def rules(self) -> tuple[tuple[str, str], ...]:
        """The rules that are written, each under its heading."""
        return tuple((title, text) for name, title in _FIELDS if (text := getattr(self.code, name)))

    @property
    def remark(self) -> str:
        """What a coder must know before she uses it."""
        said = [] if self.code.codable else ["groups the codes below; is not applied itself"]
        return "; ".join(said + ([self.code.status] if self.code.status != "active" else []))

    @property
    def also(self) -> str:
        """The further names."""
        return ", ".join(name for _, name in self.code.names)


def entries(codebook: Codebook) -> Iterator[Entry]:
    """Yield the codes in their order, numbered."""
    counters: list[int] = []
    for code in codebook.codes:
        depth = codebook.depth(code.uid)
        counters = [*counters[:depth], (counters[depth] if depth < len(counters) else 0) + 1]
        colour = codebook.colours[code.uid] or ""
        yield Entry(".".join(map(str, counters)), depth, code, colour if colour in PALETTE else "")


def codebook_page(codebook: Codebook) -> str:
    """Write a codebook as a page to print."""
    found = tuple(entries(codebook))
    title = codebook.title or "Codebook"
    paragraphs = [part.strip() for part in codebook.preface.split("\n\n") if part.strip()]
    return template("codebook.html").render(
        title=title, language=codebook.language or "en", entries=found, preface=paragraphs, variables=codebook.variables
    )


def codebook_markdown(codebook: Codebook) -> str:
    """Write a codebook as Markdown; whatever a user wrote stays text."""
    lines = [f"# {escaped(codebook.title or 'Codebook')}", ""]
    if codebook.preface:
        lines += ["## Rules for coding", "", *(opening_escaped(line) for line in codebook.preface.strip().split("\n")), ""]
    lines += ["## Codes", ""]
    for entry in entries(codebook):
        lines += _section(entry)
    if codebook.variables:
        lines += ["## Variables", ""]
        lines += [_variable(one) for one in codebook.variables]
    return "\n".join(lines).rstrip("\n") + "\n"


def _variable(variable: Variable) -> str:
    values = f": {escaped(', '.join(variable.values))}" if variable.values else ""
    return f"- {escaped(variable.name)} ({variable.of}, {variable.type}){values}"


def _section(entry: Entry) -> Iterator[str]:
    code = entry.code
    yield from (f"{'#' * min(entry.depth + 3, 6)} {entry.number} {escaped(code.name)}", "")
    if also := entry.also:
        yield from (f"Also: {escaped(also)}", "")
    if code.brief:
        yield from (opening_escaped(code.brief), "")
    if remark := entry.remark:
        yield from (f"({escaped(remark)})", "")
    for title, text in entry.rules:
        yield f"- **{title}:** {escaped(text)}"
    for example in code.examples:
        yield f"- **Example:** “{escaped(example)}”"
    if entry.rules or code.examples:
        yield ""
