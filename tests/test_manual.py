"""The manual cannot rot: its pages name every command and no other, their examples run, and their keys are the keys there are.

An example is a fenced `console` block. Its lines that begin with `$` are run in order, in a folder with a fresh sample study, and
what stands under such a line must be said by it. A block with a file's name behind its language is that file.
"""

from __future__ import annotations

import re
import runpy
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import chdir
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import click
import pytest
from workbench import run

import coder
from coder.cli import demo, root
from coder.tui.commands import Where, of
from coder.tui.screens.help import key_list

PACKAGE = Path(coder.__file__).parent
PAGES = {path.stem: path.read_text(encoding="utf-8") for path in sorted((PACKAGE / "help").glob("*.md"))}
TASKS = tuple(name for name in PAGES if name != "architecture")
HEADINGS = ("What it is for", "Keys", "Commands", "Example", "Traps", "See also")
"""The same on each page about a task and in this order; only the keys may be missing."""
KEYS: dict[str, tuple[tuple[Where, bool], ...]] = {
    "start": (("overview", True),),
    "coding": (("coding", True), ("sheet", False)),
    "counting": (("crosstab", True), ("segments", False)),
    "memos": (("memos", False), ("memo", False)),
    "study-file": (("history", False),),
    "autocode": (("autocode", True), ("field", False)),
    "codebook": tuple((place, False) for place in ("codebook", "tree", "form", "confirm", "list", "split")),
}
"""The screens whose keys a page lists, and whether those that work everywhere follow."""
OPTION = re.compile(r"--[a-z]|-[a-z]\b")
FENCED = re.compile(r"^```(?P<info>[^\n]*)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block of a page."""

    language: str
    file: str
    """The file it stands for; empty for none."""
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Example:
    """A line that is typed, and what is shown under it."""

    words: tuple[str, ...]
    shown: tuple[str, ...]


def blocks(text: str) -> list[Block]:
    """List the fenced blocks of a page or a part of one."""
    found = []
    for match in FENCED.finditer(text):
        language, _, file = match["info"].partition(" ")
        found.append(Block(language, file, tuple(match["body"].removesuffix("\n").split("\n"))))
    return found


def examples(block: Block) -> Iterator[Example]:
    """Read a console block; a quotation that is open at a line's end goes on in the next one."""
    lines = list(block.lines)
    while lines:
        typed = lines.pop(0)
        assert typed.startswith("$ "), f"nothing was typed before “{typed}”"
        while typed.count('"') % 2:
            typed += "\n" + lines.pop(0)
        shown = []
        while lines and not lines[0].startswith("$ "):
            shown.append(lines.pop(0))
        yield Example(tuple(shlex.split(typed)[1:]), tuple(shown))


def section(text: str, heading: str) -> str:
    """Give what stands under a heading of a page."""
    return text.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]


def inline(text: str) -> list[str]:
    """List the code spans outside of fenced blocks, each on one line."""
    return [" ".join(span.split()) for span in re.findall(r"`([^`]+)`", FENCED.sub("", text))]


def mentions(text: str) -> list[list[str]]:
    """List all commands of the program that a page names, as words behind `coder`."""
    named = [span for span in inline(text) if span.startswith("coder ")]
    for block in blocks(text):
        if block.language == "text":
            named += [line.partition("  ")[0] for line in block.lines if line.startswith("coder ")]
    words = [shlex.split(line)[1:] for line in named]
    console = [example.words for block in blocks(text) if block.language == "console" for example in examples(block)]
    return words + [list(typed[1:]) for typed in console if typed[0] == "coder"]


@cache
def tree() -> dict[tuple[str, ...], click.Command]:
    """Walk all commands, groups among them, by their words."""
    found: dict[tuple[str, ...], click.Command] = {}

    def walk(words: tuple[str, ...], command: click.Command) -> None:
        found[words] = command
        if isinstance(command, click.Group):
            context = click.Context(command)
            for name in command.list_commands(context):
                below = command.get_command(context, name)
                assert below is not None
                walk((*words, name), below)

    walk((), root)
    return found


def command_of(words: list[str]) -> tuple[str, ...]:
    """Find which command is meant; a study alone means `open`."""
    named = next(tuple(words[:n]) for n in (2, 1, 0) if tuple(words[:n]) in tree())
    return ("open",) if not named and words and words[0].endswith(".db") else named


def options_of(command: click.Command) -> set[str]:
    """List how a command's options are written."""
    spelt = [[*option.opts, *option.secondary_opts] for option in command.params if isinstance(option, click.Option)]
    return {"-h", "--help"}.union(*spelt)


def is_placeholder(word: str) -> bool:
    """Tell whether a word stands for what a reader fills in."""
    return word.isupper()


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory, nowhere: Path) -> Path:
    """Build the sample study once; it comes before the settings of the first test that asks for it."""
    path = tmp_path_factory.mktemp("sample") / "demo.db"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CODER_SETTINGS", str(nowhere / "sample"))
        demo.build(path)
    return path


def test_every_command_stands_in_the_manual() -> None:
    named = {command_of(words) for text in PAGES.values() for words in mentions(text)}
    leaves = {words for words, command in tree().items() if not isinstance(command, click.Group)}
    assert not leaves - named


@pytest.mark.parametrize("page", PAGES)
def test_a_page_names_no_command_or_option_that_is_not_there(page: str) -> None:
    everywhere = set().union(*map(options_of, tree().values()))
    for words in mentions(PAGES[page]):
        named = command_of(words)
        rest = words[len(named) :]
        if not named or isinstance(tree()[named], click.Group):
            assert all(word.startswith("-") or is_placeholder(word) for word in rest), f"coder {shlex.join(words)}"
        known = options_of(tree()[named]) if named else everywhere
        assert not {word for word in rest if OPTION.match(word)} - known, f"coder {shlex.join(words)}"
    assert not {span.split()[0] for span in inline(PAGES[page]) if OPTION.match(span)} - everywhere


@pytest.mark.parametrize("page", PAGES)
def test_the_examples_of_a_page_run_in_order_and_say_what_it_shows(page: str, sample: Path, tmp_path: Path) -> None:
    (tmp_path / "coder-demo").mkdir()
    shutil.copy(sample, tmp_path / "coder-demo")
    folder = tmp_path
    for block in blocks(PAGES[page]):
        if block.file:
            (folder / block.file).parent.mkdir(exist_ok=True)
            (folder / block.file).write_text("\n".join(block.lines) + "\n", encoding="utf-8")
        for example in examples(block) if block.language == "console" else ():
            folder = folder / example.words[1] if example.words[0] == "cd" else folder
            said = iter(carry_out(example.words, folder))
            assert [line for line in example.shown if line not in said] == [], example.words


def carry_out(words: tuple[str, ...], folder: Path) -> list[str]:
    """Run what somebody typed, which must succeed, and give the lines that it says."""
    program, *args = words
    if program == "coder":
        ran = run(*args, folder=folder)
        assert ran.code == 0, (words, ran)
        return (ran.out + ran.err).split("\n")
    if program == "sqlite-utils":
        typed = [sys.executable, "-m", "sqlite_utils", *args]
        return subprocess.run(typed, cwd=folder, check=True, capture_output=True, encoding="utf-8").stdout.split("\n")
    if program == "cp":
        shutil.copy(folder / args[0], folder / args[1])
        return []
    assert program == "cd", f"no test runs {program}"
    return []


@pytest.mark.parametrize("page", PAGES)
def test_the_python_of_a_page_runs(page: str, sample: Path, tmp_path: Path) -> None:
    (tmp_path / "coder-demo").mkdir()
    shutil.copy(sample, tmp_path / "coder-demo")
    with chdir(tmp_path):
        for block in blocks(PAGES[page]):
            if block.language == "python":
                Path("shown.py").write_text("\n".join(block.lines), encoding="utf-8")
                runpy.run_path("shown.py")


@pytest.mark.parametrize("page", PAGES)
def test_a_page_fits_a_terminal_of_80_columns(page: str) -> None:
    assert not [line for line in PAGES[page].split("\n") if len(line) > 80]


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_to_pages(page: str) -> None:
    targets = re.findall(r"\]\(([^)]*)\)", FENCED.sub("", PAGES[page]))
    assert not {target for target in targets if target.removesuffix(".md") not in PAGES}
    assert page != "start" or {f"{name}.md" for name in PAGES if name != "start"} <= set(targets)


@pytest.mark.parametrize("page", PAGES)
def test_a_page_begins_with_its_title(page: str) -> None:
    assert re.match(r"# \S.*\n\n\S", PAGES[page])


@pytest.mark.parametrize("page", TASKS)
def test_pages_about_a_task_have_the_same_headings(page: str) -> None:
    shared = [line[3:] for line in PAGES[page].split("\n") if line.startswith("## ") and line[3:] in HEADINGS]
    assert shared in ([*HEADINGS], [heading for heading in HEADINGS if heading != "Keys"])


@pytest.mark.parametrize("page", KEYS)
def test_the_keys_of_a_page_are_those_of_the_program(page: str) -> None:
    shown = [list(block.lines) for block in blocks(section(PAGES[page], "Keys"))]
    assert shown == [keys(place, everywhere=everywhere) for place, everywhere in KEYS[page]]


def keys(place: Where, *, everywhere: bool) -> list[str]:
    """List the keys of a screen as its help does, with or without those that work everywhere."""
    lines = [line.rstrip() for line in key_list(place).plain.split("\n")]
    return lines if everywhere else lines[: len(of(place))]


def test_the_architecture_names_only_modules_that_are_there() -> None:
    named = [span for span in inline(PAGES["architecture"]) if re.fullmatch(r"[\w./]+(\.py|/)", span)]
    assert named
    assert not [path for path in named if not (PACKAGE / path).exists() and not (PACKAGE.parent / path).exists()]
