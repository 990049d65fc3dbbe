"""The rooms of the house: each uses only its own libraries, and start-up loads nothing that a command may never need.

The contracts in `pyproject.toml` forbid by list (`lint-imports` checks them); these tests allow by list, and prove that imports
which are meant to be deferred are.
"""

from __future__ import annotations

import subprocess
import sys
from functools import cache
from pathlib import Path

import grimp
import pytest

ROOT = Path(__file__).parents[1]
LIBRARIES = {
    "errors": "",
    "model": "",
    "analysis": "numpy rapidfuzz",
    "study": "platformdirs sqlcipher3 sqlite_utils",
    "documents": "charset_normalizer",
    "exchange": "ruamel",
    "privacy": "",
    "team": "",
    "reports": "jinja2 numpy xlsxwriter",
    "tui": "rich textual",
    "cli": "click",
}
"""Room to the third-party packages it may import; a new one joins in the change that uses it."""
HEAVY = (
    "textual rich numpy scipy lxml jinja2 xlsxwriter ruamel rapidfuzz sqlite_utils sqlcipher3 coder.tui coder.study coder.reports"
)
POSIX_ONLY = {"fcntl", "grp", "posix", "pty", "pwd", "resource", "syslog", "termios", "tty"}


@cache
def graph() -> grimp.ImportGraph:
    """Read who imports whom, once."""
    return grimp.build_graph("coder", include_external_packages=True)


def imports() -> list[tuple[str, str]]:
    """List (module, what it imports) for all modules of ours."""
    ours = [module for module in graph().modules if module.startswith("coder.")]
    return [(module, name) for module in sorted(ours) for name in sorted(graph().find_modules_directly_imported_by(module))]


def room(module: str) -> str:
    """Give the room a module lies in."""
    return module.split(".")[1]


def test_each_room_uses_only_its_libraries() -> None:
    foreign = [
        f"{module} imports {top}"
        for module, name in imports()
        if (top := name.split(".", maxsplit=1)[0]) not in {"coder", *sys.stdlib_module_names}
        and room(module) != "__main__"
        and top not in LIBRARIES[room(module)].split()
    ]
    assert foreign == []


def test_each_library_that_a_room_may_use_is_used() -> None:
    used = {(room(module), name.split(".", maxsplit=1)[0]) for module, name in imports()}
    idle = [f"{name}: {library}" for name, some in LIBRARIES.items() for library in some.split() if (name, library) not in used]
    assert idle == []


def test_every_room_is_listed() -> None:
    assert {room(module) for module, _ in imports()} - {"__main__"} <= LIBRARIES.keys()


def test_no_room_knows_a_library_that_the_project_does_not_ask_for() -> None:
    needed = (ROOT / "pyproject.toml").read_text(encoding="utf-8").partition("dependencies = [")[2].partition("\n]")[0]
    asked = {"ruamel": "ruamel.yaml", "charset_normalizer": "charset-normalizer", "sqlite_utils": "sqlite-utils"}
    libraries = {library for some in LIBRARIES.values() for library in some.split()}
    missing = [library for library in libraries if f'"{asked.get(library, library)}>' not in needed and library != "rich"]
    assert missing == []


def test_no_module_needs_posix() -> None:
    """What only POSIX has is imported where it is used, so that the program starts on Windows."""
    found = [f"{module} imports {name}" for module, name in imports() if name in POSIX_ONLY and _is_at_top(module, name)]
    assert found == []


def _is_at_top(module: str, name: str) -> bool:
    """Tell whether an import stands at the left margin of its file."""
    path = ROOT / Path(*module.split("."))
    file = path.with_suffix(".py") if path.with_suffix(".py").exists() else path / "__init__.py"
    lines = file.read_text(encoding="utf-8").split("\n")
    found = graph().get_import_details(importer=module, imported=name)
    return any(not lines[each["line_number"] - 1].startswith((" ", "\t")) for each in found)


@pytest.mark.parametrize("command", [[], ["--help"], ["--version"]], ids=["import", "--help", "--version"])
def test_start_up_loads_nothing_heavy(command: list[str]) -> None:
    code = f"""
import sys
import coder.cli
sys.argv = ["coder", *{command!r}]
try:
    {command!r} and coder.cli.main()
except SystemExit:
    pass
print(*sorted(set({HEAVY.split()!r}) & set(sys.modules)), file=sys.stderr)
"""
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stderr.split() == []


@pytest.mark.parametrize(
    ("module", "light"),
    [
        ("coder.model.codebook", "numpy rapidfuzz"),
        ("coder.study", "numpy sqlite_utils textual rich"),
        ("coder.exchange.codings_table", "numpy sqlite_utils ruamel"),
        ("coder.documents.intake", "numpy textual"),
        ("coder.reports.listings", "numpy textual xlsxwriter"),
        ("coder.reports.crosstab", "textual xlsxwriter"),
    ],
)
def test_reading_a_room_does_not_load_what_it_rarely_needs(module: str, light: str) -> None:
    code = f"import sys, {module}; print(*sorted(set({light.split()!r}) & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == []
