"""A codebook file cut into the pieces that a person sees: each field with the comments over it.

ruamel.yaml can rewrite a file with its comments, but it ties a comment to what stands before it: measured, a `uid` added to a
code landed below the comment that introduces the next code, and a removed code took that comment along. Here a comment
belongs to what it stands above. The parser's marks say where a value begins and ends, so nothing is parsed a second time.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from coder.exchange.yaml_nodes import Faults, compose


@dataclass(frozen=True, slots=True)
class Piece:
    """A field as it stands in the file."""

    before: tuple[str, ...]
    """The comment and blank lines above it."""
    lines: tuple[str, ...]
    """The field itself; of `codes` only the line before the list. A dash before it is a blank here."""
    column: int
    """Where the field begins."""
    inside: tuple[str, ...]
    """The comments among its lines."""


@dataclass(slots=True)
class Section:
    """The fields of the codebook or of one code, in the order of the file."""

    fields: dict[str, Piece] = field(default_factory=dict)
    loose: list[str] = field(default_factory=list)
    """Comments of what could not be cut: fields in braces."""


def cut(text: str) -> tuple[list[Section], tuple[str, ...]]:
    """Cut a codebook without faults into sections, the codebook first, then its codes depth first, and the lines at its end."""
    cutter = _Cutter(text)
    root = compose(text, Faults("", text))
    if root is not None:
        cutter.section(root)
    return cutter.sections, tuple(cutter.lines[cutter.line :])


def shift(lines: Sequence[str], by: int) -> list[str]:
    """Indent lines by so many blanks more, or fewer if they have as many.

    >>> shift(["  a", "", " b"], -2), shift(["a"], 1)
    (['a', '', 'b'], [' a'])
    """
    if by >= 0:
        return [" " * by + line if line else line for line in lines]
    return [line[min(-by, len(line) - len(line.lstrip(" "))) :] for line in lines]


def moved(piece: Piece, column: int) -> Piece:
    """Move a piece to a column; the comments inside become lines that can stand above it."""
    by = column - piece.column
    inside = shift(piece.inside, column)
    return Piece(tuple(shift(piece.before, by)), tuple(shift(piece.lines, by)), column, tuple(inside))


class _Cutter:
    """Walks through the nodes and the lines of a file side by side."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.lines = text.split("\n")
        self.starts = list(accumulate((len(line) + 1 for line in self.lines), initial=0))
        self.line = 0
        """The first line that no piece has yet."""
        self.sections: list[Section] = []

    def section(self, node: Node) -> None:
        """Cut the codebook or a code, then the codes under it."""
        section = Section()
        self.sections.append(section)
        if not self._is_cuttable(node):
            self._leave_whole(node, section)
            return
        for key, value in node.value:
            self._field(key, value, section)

    def _field(self, key: ScalarNode, value: Node, section: Section) -> None:
        line, column = self._where(key.start_mark.index)
        codes = value if key.value == "codes" and isinstance(value, SequenceNode) else None
        children = codes.value if codes else []
        if codes and codes.flow_style and children:
            self._leave_whole(codes, section)
            return
        end = line + 1 if children else self._end(_last(key, value))
        leaves = [key] if children else [key, *_leaves(value)]
        section.fields[key.value] = Piece(
            before=self._above(line, is_first=not section.fields),
            lines=(" " * column + self.lines[line][column:], *self.lines[line + 1 : end]),
            column=column,
            inside=self._comments(self.starts[line] + column, self.starts[end], leaves),
        )
        self.line = end
        for child in children:
            self.section(child)

    def _leave_whole(self, node: Node, section: Section) -> None:
        """Take only the comments out of what is written in braces or brackets, also for the codes in it."""
        line, _ = self._where(node.start_mark.index)
        end = self._end(node)
        section.loose += [remark.strip() for remark in self._above(line, is_first=True) if remark.lstrip().startswith("#")]
        section.loose += self._comments(self.starts[line], self.starts[end], list(_leaves(node)))
        self.line = end
        self.sections += [Section() for _ in range(_count_codes(node))]

    def _is_cuttable(self, node: Node) -> bool:
        """Tell whether each field begins a line of its own, all at the same column."""
        if not isinstance(node, MappingNode) or node.flow_style:
            return False
        places = [self._where(key.start_mark.index) for key, _ in node.value]
        leads = [self.lines[line][:column].strip() for line, column in places]
        return len({column for _, column in places}) == 1 and leads[0] in {"", "-"} and not any(leads[1:])

    def _above(self, line: int, *, is_first: bool) -> tuple[str, ...]:
        """Take the lines not yet taken above a field; a dash alone on its line is no comment."""
        lines = self.lines[self.line : line]
        if is_first and self.sections[0].fields:
            lines = [re.sub(r"^(\s*)-(?=\s|$)", r"\1 ", each) for each in lines if each.strip() != "-"]
        return tuple(lines)

    def _end(self, last: Node) -> int:
        """Find the line after the last line of a node; empty lines after a block of text are not part of it."""
        line, column = self._where(last.end_mark.index)
        end = line + (column > 0)
        while not self.lines[end - 1]:
            end -= 1
        return end

    def _comments(self, begin: int, end: int, leaves: Sequence[ScalarNode]) -> tuple[str, ...]:
        """Find the comments between texts: only a text can contain # that begins none."""
        between = []
        for leaf in leaves:
            is_block = leaf.style in ("|", ">")
            between.append(self.text[begin : self.text.find("\n", leaf.start_mark.index) if is_block else leaf.start_mark.index])
            begin = leaf.end_mark.index
        between.append(self.text[begin:end])
        return tuple(re.findall(r"(?m)(?:^|(?<=\s))#.*", "".join(between)))

    def _where(self, offset: int) -> tuple[int, int]:
        line = bisect_right(self.starts, offset) - 1
        return line, offset - self.starts[line]


def _last(key: Node, value: Node) -> Node:
    """Find the node that a field ends with; of a field without a value it is the key."""
    if isinstance(value, ScalarNode):
        return value if value.value or value.style else key
    if isinstance(value, SequenceNode) and not value.flow_style:
        return _last(key, value.value[-1])
    if isinstance(value, MappingNode) and not value.flow_style:
        return _last(*value.value[-1])
    return value


def _leaves(node: Node) -> Iterator[ScalarNode]:
    """Walk through the texts of a node in order, leaving out values that are not there."""
    if isinstance(node, ScalarNode):
        if node.value or node.style:
            yield node
    elif isinstance(node, SequenceNode):
        for item in node.value:
            yield from _leaves(item)
    else:
        for pair in node.value:
            for part in pair:
                yield from _leaves(part)


def _count_codes(node: Node) -> int:
    """Count the codes in a code or in a list of codes, without the code itself."""
    if isinstance(node, SequenceNode):
        return len(node.value) + sum(map(_count_codes, node.value))
    return sum(_count_codes(value) for key, value in node.value if key.value == "codes" and isinstance(value, SequenceNode))
