"""The door from data to a widget: no text goes into one that could be read as markup, and no title is made of data.

Textual takes a plain string given to most widgets for markup: `[inaudible]` vanishes, `[/` crashes. So what goes in is made by
`say` or `passage`, or the widget is told that it is no markup.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import coder.tui

MODULES = sorted(Path(coder.tui.__file__).parent.rglob("*.py"))
TAKERS = {
    "Static", "Label", "Button", "Checkbox", "RadioButton", "OptionList", "Option", "Tree", "Digits", "Link", "Tab", "TabPane",
    "Collapsible", "notify", "add_row", "add_rows", "add_column", "add_columns", "add_option", "add_options",
    "set_options", "add_leaf",
}  # fmt: skip
"""What reads a plain string as markup, or has done so."""
TITLES = {"border_title", "border_subtitle", "title", "sub_title", "TITLE", "SUB_TITLE", "tooltip"}


def faults(tree: ast.AST) -> Iterator[int]:
    """Give the lines on which a text of unknown origin goes into a widget or a title."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and node.args and _taker(node) and not _is_told(node) and not _is_safe(node.args[0]):
            yield node.lineno
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None and not isinstance(node.value, ast.Constant):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            if any(isinstance(each, ast.Attribute) and each.attr in TITLES for each in targets):
                yield node.lineno


def _taker(call: ast.Call) -> bool:
    if isinstance(call.func, ast.Attribute):
        is_update = call.func.attr == "update" and isinstance(call.func.value, ast.Call)  # of what a query found
        return is_update or call.func.attr in TAKERS
    return isinstance(call.func, ast.Name) and call.func.id in TAKERS


def _is_told(call: ast.Call) -> bool:
    return any(
        word.arg == "markup" and isinstance(word.value, ast.Constant) and word.value.value is False for word in call.keywords
    )


def _is_safe(value: ast.expr) -> bool:
    """Tell whether a value is our own text, or was made by a function (which gives `Content`; mypy knows)."""
    if isinstance(value, ast.IfExp):
        return _is_safe(value.body) and _is_safe(value.orelse)
    if isinstance(value, ast.GeneratorExp):
        return _is_safe(value.elt)
    if isinstance(value, ast.BinOp):
        return _is_safe(value.left) and _is_safe(value.right)
    if isinstance(value, ast.Constant):
        return "[" not in str(value.value)
    return isinstance(value, ast.Call) and not (isinstance(value.func, ast.Name) and value.func.id == "str")


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.stem)
def test_no_text_of_unknown_origin_goes_into_a_widget(module: Path) -> None:
    assert list(faults(ast.parse(module.read_text(encoding="utf-8")))) == []


@pytest.mark.parametrize(
    ("code", "is_fault"),
    [
        ("Static(name)", True),
        ("Static(f'{name}')", True),
        ("Static(str(error))", True),
        ("self.notify(error.message)", True),
        ("self.query_one('#x', Static).update(text)", True),
        ("table.add_row(name, 2)", True),
        ("self.border_title = name", True),
        ("Static('see [here]')", True),
        ("Static(say('{name}', name=name))", False),
        ("Static(say('a') if name else say('b'))", False),
        ("self.notify(said.plain, markup=False)", False),
        ("Static('')", False),
        ("self.border_title = 'codes'", False),
        ("numbers.update(other)", False),
    ],
)
def test_the_rule_finds_what_it_should(code: str, is_fault: bool) -> None:
    assert bool(list(faults(ast.parse(code)))) is is_fault
