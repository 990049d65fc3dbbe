"""YAML as nodes that know their line: the part of reading a file that has nothing to do with codebooks.

ruamel.yaml parses; here its composer is told to report anchors, aliases and tags instead of following them and to stop at a
depth, and values are taken as what they must be. Everything that is wrong is collected in `Faults`, so that a person mends a
file once and not once per fault. No message repeats a text of the file: an example in a codebook may be somebody's words.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Collection, Sequence
from itertools import accumulate

from ruamel.yaml import YAML
from ruamel.yaml.composer import Composer
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.events import AliasEvent, CollectionStartEvent, Event, ScalarEvent
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from ruamel.yaml.reader import ReaderError

from coder.analysis.nearest import did_you_mean
from coder.errors import Problem

MAX_CHARACTERS = 1_000_000
MAX_DEPTH = 64
"""Thirty levels of codes, and a recursion that Python does not notice."""
QUOTES_HINT = "put quotes round it"
_PREFIX = "tag:yaml.org,2002:"
_STR = _PREFIX + "str"
_READ_AS = {"int": "a number", "float": "a number", "bool": "true or false", "timestamp": "a date"}
_OPEN_HINT = "A quotation mark or a bracket is opened here and never closed"
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_LOOK_HINT = "Look at the indentation and the quotes here and in the line above"
_SYNTAX_HINTS = (
    ("mapping values are not allowed", "Put quotes round a text that contains a colon and a blank"),
    ("\\t", "Indent with blanks, not with tabs"),
    ("another document", "A file holds one codebook: take out the line ---"),
    ("end of stream", _OPEN_HINT),
    ("stream end", _OPEN_HINT),
    ("cannot start any token", "Put quotes round a text that begins with a sign"),
)


class Faults:
    """The faults of one text as they are found, each with its line."""

    def __init__(self, place: str, text: str) -> None:
        """Remember where lines begin; only a line feed ends one, as in an editor."""
        self._place = place
        self._starts = list(accumulate((len(line) + 1 for line in text.split("\n")), initial=0))
        self._found: list[tuple[int, Problem]] = []

    def at(self, where: Node | Event | int, message: str, hint: str = "") -> None:
        """Add a fault at a node, an event or an offset."""
        line = bisect_right(self._starts, where if isinstance(where, int) else where.start_mark.index)
        self._found.append((line, Problem(f"{self._place}:{line}", message, hint)))

    @property
    def problems(self) -> tuple[Problem, ...]:
        """All faults in the order of their lines."""
        return tuple(problem for _, problem in sorted(self._found, key=lambda pair: pair[0]))


class _TooDeep(Exception):
    """The nesting goes deeper than that of any codebook."""


class _Composer(Composer):
    """ruamel's composer, which here follows nothing: an alias is a fault and reads as nothing, anchors and tags are faults."""

    faults: Faults
    level = 0

    def compose_node(self, parent: Node | None, index: Node | int | None) -> Node:
        event = self.parser.peek_event()
        if isinstance(event, AliasEvent):
            self.faults.at(event, "An alias (*) is not allowed", "Write the text out, or put quotes round it")
            self.parser.get_event()
            return ScalarNode(_PREFIX + "null", "", event.start_mark, event.end_mark)
        self._drop_extras(event)
        self.level += 1
        if self.level > MAX_DEPTH:
            self.faults.at(event, "The nesting is too deep", "Thirty levels of codes are the most")
            raise _TooDeep
        node: Node = super().compose_node(parent, index)
        self.level -= 1
        return node

    def _drop_extras(self, event: ScalarEvent | CollectionStartEvent) -> None:
        if event.anchor is not None:
            self.faults.at(event, "An anchor (&) is not allowed", "Leave it out, or put quotes round the text")
            event.anchor = None
        if event.ctag is not None:
            self.faults.at(event, "A tag (!) is not allowed", "Leave it out, or put quotes round the text")
            event.ctag = None
            event.implicit = (event.style is None, True) if isinstance(event, ScalarEvent) else True


def compose(text: str, faults: Faults) -> Node | None:
    """Parse one YAML document; None if there is nothing in it or it is not YAML, which is a fault."""
    if len(text) > MAX_CHARACTERS:
        faults.at(0, f"The file is too large: more than {MAX_CHARACTERS:,} characters", "Is this the right file?")
        return None
    yaml = YAML(typ="safe", pure=True)
    yaml.Composer = _Composer
    yaml.composer.faults = faults
    try:
        node: Node | None = yaml.compose(text)
    except _TooDeep:
        return None
    except MarkedYAMLError as error:
        _refuse_syntax(error, text, faults)
        return None
    except ReaderError as error:
        faults.at(error.position, "There is an invisible control character", "Delete it, or type this line anew")
        return None
    except (OverflowError, ValueError):  # ruamel makes characters of numbers without looking: \UFFFFFFFF
        beyond = re.search(r"\\U(?!000|0010)", text)
        message = "A number behind a backslash is no character"
        faults.at(beyond.start() if beyond else 0, message, "Write the character itself, or two backslashes")
        return None
    return node


def _refuse_syntax(error: MarkedYAMLError, text: str, faults: Faults) -> None:
    problem = error.problem or ""
    hint = next((hint for sign, hint in _SYNTAX_HINTS if sign in problem), _LOOK_HINT)
    mark = error.problem_mark or error.context_mark
    if error.context_mark is not None and mark.index >= len(text.rstrip()):
        mark = error.context_mark  # not the end of the file is of interest but what was left open
    faults.at(mark.index, "This line is not YAML", hint)


def is_empty(node: Node) -> bool:
    """Tell whether a field has nothing after its colon."""
    return bool(node.tag == _PREFIX + "null")


def named(value: str) -> str:
    """Quote what stands in a file if it is one short word, else only point at it: it may be testimony.

    >>> named("blu"), named("and then she said")
    ('“blu”', 'this')
    """
    return f"“{value}”" if re.fullmatch(r"#?[\w.-]{1,24}", value) else "this"


def fields(node: Node, known: Collection[str], what: str, faults: Faults) -> dict[str, Node]:
    """Take a mapping apart into its fields; keys that are unknown or stand twice are faults and left out."""
    if not isinstance(node, MappingNode):
        faults.at(node, f"{what} must be fields with values", f"Write “{next(iter(known))}: …”")
        return {}
    found: dict[str, Node] = {}
    for key, value in node.value:
        name = unicodedata.normalize("NFC", key.value) if isinstance(key, ScalarNode) else ""
        if name not in known:
            hint = did_you_mean(name, known, "Its fields are " + ", ".join(known))
            faults.at(key, f"{named(name)} is not a field of {what}", hint)
        elif name in found:
            faults.at(key, f"`{name}` stands twice in {what}", "Leave one of them out")
        else:
            found[name] = value
            if is_empty(value):
                value.start_mark = key.start_mark  # the parser puts nothing on the line of what comes next
    return found


def items(node: Node | None, what: str, faults: Faults) -> Sequence[Node]:
    """Take a list apart; an absent or empty one has no items."""
    if node is None or is_empty(node):
        return ()
    if not isinstance(node, SequenceNode):
        faults.at(node, f"{what} must be a list", "Begin each item on its own line with “- ”")
        return ()
    found: list[Node] = node.value
    return found


def text_of(node: Node | None, what: str, faults: Faults) -> str:
    """Take a text, in NFC and without the line ends after a block; empty if absent.

    What YAML reads as something else (`012`, `2019-04-15`, `true`) is a fault, because its spelling would be lost.
    """
    if node is None or is_empty(node):
        return ""
    if not isinstance(node, ScalarNode):
        faults.at(node, f"{what} must be one text, not a list or fields", "Write one text, or put quotes round it")
        return ""
    if node.tag != _STR:
        kind = str(node.tag).removeprefix(_PREFIX)
        faults.at(node, f"{what} must be a text, and YAML reads {_READ_AS.get(kind, 'something else')}", QUOTES_HINT)
    value: str = unicodedata.normalize("NFC", node.value)
    if _SURROGATE.search(value):
        faults.at(node, f"{what} contains half a character", "Write the character itself instead of \\u and a number")
    return value.rstrip("\n") if node.style in ("|", ">") else value


def texts_of(node: Node | None, what: str, faults: Faults) -> tuple[str, ...]:
    """Take a list of texts."""
    return tuple(filter(None, (_item_text(item, what, faults) for item in items(node, what, faults))))


def _item_text(node: Node, what: str, faults: Faults) -> str:
    value = text_of(node, f"each of {what}", faults)
    if isinstance(node, ScalarNode) and not value.strip():
        faults.at(node, f"{what} has an empty item", "Write a text after the dash, or leave the dash out")
    return value


def flag_of(node: Node | None, what: str, faults: Faults, *, default: bool) -> bool:
    """Take `true` or `false`."""
    if node is None or is_empty(node):
        return default
    if not isinstance(node, ScalarNode) or node.tag != _PREFIX + "bool":
        faults.at(node, f"{what} must be true or false", "Write true or false, without quotes")
        return default
    return bool(node.value.casefold() == "true")


def choice_of(node: Node | None, what: str, choices: Sequence[str], faults: Faults) -> str:
    """Take one of a few words; the first is what absence means."""
    value = text_of(node, what, faults)
    if value in choices:
        return value
    if node is not None and value and node.tag == _STR:
        hint = did_you_mean(value, choices, "Write one of " + ", ".join(choices))
        faults.at(node, f"{what} cannot be {named(value)}", hint)
    return choices[0]
