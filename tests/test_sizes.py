"""Sizes and manners of the code: what a reader can take in at once, and that nothing is waved through without a reason.

A limit is a number that may be moved with a reason in the change that moves it; where one is met, the code wants to be divided.
"""

from __future__ import annotations

import ast
import re
import tokenize
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
CODE = sorted((ROOT / "coder").rglob("*.py"))
TESTS = sorted((ROOT / "tests").rglob("*.py"))
LINES_OF_A_MODULE = 450
LINES_OF_A_FUNCTION = 60
PARAMETERS = 7
METHODS = 25
OWN_IMPORTS = 15
FREE_IMPORTS = {"coder/tui/app.py", *(f"coder/cli/{path.name}" for path in CODE if path.parent.name == "cli")}
"""An app and command groups bring everything together; that is their work."""
REASON = re.compile(r"#\s*(?:noqa(?::\s*[A-Z0-9, ]+)?|type:\s*ignore(?:\[[\w\-, ]+\])?)(?P<rest>.*)")

Function = ast.FunctionDef | ast.AsyncFunctionDef


@cache
def tree(path: Path) -> ast.Module:
    """Read a module."""
    return ast.parse(path.read_text(encoding="utf-8"))


def name(path: Path) -> str:
    """Name a file as people do."""
    return path.relative_to(ROOT).as_posix()


def functions(path: Path) -> Iterator[Function]:
    """Yield all functions and methods."""
    yield from (node for node in ast.walk(tree(path)) if isinstance(node, Function))


def comments(path: Path) -> Iterator[tuple[int, str]]:
    """Yield the comments with their lines."""
    with path.open("rb") as file:
        for token in tokenize.tokenize(file.readline):
            if token.type == tokenize.COMMENT:
                yield token.start[0], token.string


def lines_of_code(path: Path) -> int:
    """Count the lines that are neither blank nor comments alone; docstrings count."""
    lines = path.read_text(encoding="utf-8").split("\n")
    return sum(bool(line.strip()) and not line.lstrip().startswith("#") for line in lines)


@pytest.mark.parametrize("files", [CODE, TESTS], ids=["coder", "tests"])
def test_modules_are_short(files: list[Path]) -> None:
    long = [f"{name(path)}: {n} lines" for path in files if (n := lines_of_code(path)) > LINES_OF_A_MODULE]
    assert long == []


@pytest.mark.parametrize("files", [CODE, TESTS], ids=["coder", "tests"])
def test_functions_are_short(files: list[Path]) -> None:
    long = [
        f"{name(path)}:{each.lineno} {each.name}: {n} lines"
        for path in files
        for each in functions(path)
        if (n := (each.end_lineno or each.lineno) - each.lineno + 1) >= LINES_OF_A_FUNCTION
    ]
    assert long == []


def test_functions_take_few_parameters() -> None:
    """Commands take one for each of their options, and so do not count."""
    many = [
        f"{name(path)}:{each.lineno} {each.name}: {n} parameters"
        for path in CODE
        for each in functions(path)
        if (n := _parameters(each)) > PARAMETERS and not _is_command(each)
    ]
    assert many == []


def _parameters(function: Function) -> int:
    taken = function.args
    names = [each.arg for each in (*taken.posonlyargs, *taken.args, *taken.kwonlyargs)]
    return len([each for each in names if each not in {"self", "cls"}])


def _is_command(function: Function) -> bool:
    return any("click." in ast.unparse(each) or "command" in ast.unparse(each) for each in function.decorator_list)


def test_classes_have_few_methods() -> None:
    """What a key or the terminal asks of a widget is a method each by Textual's rule, and does not count."""
    many = [
        f"{name(path)}:{each.lineno} {each.name}: {n} methods"
        for path in CODE
        for each in ast.walk(tree(path))
        if isinstance(each, ast.ClassDef) and (n := _methods(each)) > METHODS
    ]
    assert many == []


def _methods(node: ast.ClassDef) -> int:
    return sum(isinstance(one, Function) and not one.name.startswith(("action_", "on_")) for one in node.body)


def test_modules_know_few_others() -> None:
    many = []
    for path in CODE:
        froms = [node for node in ast.walk(tree(path)) if isinstance(node, ast.ImportFrom)]
        known = {node.module for node in froms if (node.module or "").startswith("coder.")}
        if len(known) > OWN_IMPORTS and name(path) not in FREE_IMPORTS:
            many.append(f"{name(path)} imports {len(known)} modules of ours")
    assert many == []


def test_everything_public_has_a_docstring() -> None:
    bare = [f"{name(path)}: {what}" for path in CODE for what in _undocumented(tree(path), name(path))]
    assert bare == []


def _undocumented(node: ast.Module | ast.ClassDef, where: str) -> Iterator[str]:
    """Yield what is public and says nothing: modules, classes, functions and methods, and those within public classes."""
    if not ast.get_docstring(node):
        yield where
    for each in node.body:
        if not isinstance(each, ast.ClassDef | Function) or (each.name.startswith("_") and each.name != "__init__"):
            continue
        if isinstance(each, ast.ClassDef):
            yield from _undocumented(each, f"class {each.name}")
        elif not ast.get_docstring(each):
            yield f"{each.name} (line {each.lineno})"


@pytest.mark.parametrize("files", [CODE, TESTS], ids=["coder", "tests"])
def test_nothing_catches_whatever_comes(files: list[Path]) -> None:
    """`except BaseException` that raises again takes back what was half done; it lets nothing pass."""
    caught = [
        f"{name(path)}:{each.lineno}"
        for path in files
        for each in ast.walk(tree(path))
        if isinstance(each, ast.ExceptHandler) and _catches_all(each) and not _raises(each)
    ]
    assert caught == []


def _catches_all(handler: ast.ExceptHandler) -> bool:
    caught = [handler.type] if not isinstance(handler.type, ast.Tuple) else handler.type.elts
    return handler.type is None or any(isinstance(one, ast.Name) and one.id in {"Exception", "BaseException"} for one in caught)


def _raises(handler: ast.ExceptHandler) -> bool:
    last = handler.body[-1]
    is_base = isinstance(handler.type, ast.Name) and handler.type.id == "BaseException"
    return is_base and isinstance(last, ast.Raise) and last.exc is None


@pytest.mark.parametrize("files", [CODE, TESTS], ids=["coder", "tests"])
def test_every_exemption_gives_its_reason(files: list[Path]) -> None:
    silent = [
        f"{name(path)}:{line} {comment}"
        for path in files
        for line, comment in comments(path)
        if (found := REASON.search(comment)) and not re.search(r"\w{2}", found["rest"])
    ]
    assert silent == []


@pytest.mark.parametrize("files", [CODE, TESTS], ids=["coder", "tests"])
def test_no_comment_promises_what_is_not_done(files: list[Path]) -> None:
    promise = re.compile(r"\b(" + "|".join(("TO" + "DO", "FIX" + "ME", "XX" + "X", "HA" + "CK")) + r")\b")
    promises = [f"{name(path)}:{line}" for path in files for line, comment in comments(path) if promise.search(comment)]
    assert promises == []


def test_no_module_is_called_after_nothing() -> None:
    empty = {"utils", "util", "helpers", "helper", "manager", "base", "common", "misc"}
    assert [name(path) for path in (*CODE, *TESTS) if path.stem in empty] == []
