"""A canary in the testimony: after a whole day of work and ten faults it sings only where somebody asked for it.

Every program runs with a home, a temporary folder and settings of its own below one folder, and under an audit hook that notes
each file it opens for writing, each socket and each program it starts. Then every byte that was written is looked at.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from real_terminal import PATIENCE, terminal

import coder

pytestmark = [
    pytest.mark.goal("G10"),
    pytest.mark.skipif(os.name != "posix", reason="rights and terminals of this kind are POSIX's"),
]

CANARY = "zwei-Stangen-Zigaretten"
TOLD = f"Interviewer: What did he take?\nR1: He took {CANARY} from my mother.\nInterviewer: And then?\nR1: Then he left.\n"
AUDIT = """
import os, sys
_noted = os.open(os.environ["AUDIT"], os.O_WRONLY | os.O_CREAT | os.O_APPEND)
def _note(event, args):
    if event == "open" and isinstance(args[0], (str, bytes)):
        mode, flags = args[1] or "", args[2] if isinstance(args[2], int) else 0
        if set(str(mode)) & set("wax+") or flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
            os.write(_noted, f"write {os.path.abspath(os.fsdecode(args[0]))}\\n".encode())
    elif event.startswith(("socket.", "subprocess.Popen", "os.exec", "os.posix_spawn", "os.system", "webbrowser")):
        if event != "socket.__new__":  # two ends in this process
            os.write(_noted, f"{event}\\n".encode())
sys.addaudithook(_note)
"""
RUN = "import sys; from coder.cli import main; sys.argv = ['coder', *sys.argv[1:]]; main()"
FAIL = """
import {module} as _module
def _fail(*_args, **_more):
    raise {error}("{canary}")
_module.{name} = _fail
"""


@dataclass(frozen=True)
class Place:
    """One folder below which everything happens."""

    root: Path

    @property
    def work(self) -> Path:
        """Where the study lies."""
        return self.root / "work"

    @property
    def environment(self) -> Mapping[str, str]:
        """Everything a program could write to lies below the root."""
        below = {
            name: str(self.root / folder) for name, folder in (("HOME", "home"), ("TMPDIR", "tmp"), ("XDG_CACHE_HOME", "cache"))
        }
        rest = {"CODER_SETTINGS": str(self.root / "settings"), "AUDIT": str(self.root / "audit"), "CODER_AS": "elm"}
        return {**os.environ, **below, **rest, "PYTHONPATH": str(Path(coder.__file__).parents[1]), "PYTHONDONTWRITEBYTECODE": "1"}

    def run(self, *arguments: str, before: str = "", stdin: str = "") -> subprocess.CompletedProcess[str]:
        """Run a command in the folder of the study."""
        command = [sys.executable, "-c", AUDIT + before + RUN, *arguments]
        return subprocess.run(
            command, cwd=self.work, env=self.environment, input=stdin, capture_output=True, text=True, check=False
        )

    def done(self, *arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
        """Run a command that must succeed and must not talk of testimony."""
        ran = self.run(*arguments, stdin=stdin)
        assert ran.returncode == 0, ran.stderr
        assert CANARY not in ran.stderr
        return ran

    def singing(self) -> set[str]:
        """Name the files in which the canary stands."""
        files = [path for path in self.root.rglob("*") if path.is_file()]
        words = [CANARY.encode(), CANARY.encode("utf-16-le")]
        return {path.relative_to(self.root).as_posix() for path in files if any(word in path.read_bytes() for word in words)}

    def audit(self) -> list[str]:
        """List what was noted: files written to outside of the root, sockets, programs."""
        noted = (self.root / "audit").read_text("utf-8").split("\n")
        inside = (f"write {self.root}", "write /dev/null", "write /dev/tty", "write /dev/pts")
        return sorted({line for line in noted if line and not line.startswith(inside)})


@pytest.fixture
def place(tmp_path: Path) -> Place:
    for folder in ("work", "home", "tmp", "cache"):
        (tmp_path / folder).mkdir()
    found = Place(tmp_path.resolve())
    (found.work / "R1.txt").write_text(TOLD, encoding="utf-8")
    (found.work / "b.yaml").write_text(
        "codebook: 1\ntitle: b\ncodes:\n  - name: Bribery\n    brief: a favour\n", encoding="utf-8"
    )
    found.done("new", "study", "--as", "elm", "--codebook", "b.yaml")
    found.done("import", "study.db", "R1.txt")
    found.done("code", "study.db", "R1", "2.1", "Bribery")
    return found


STUDY = {"work/R1.txt", "work/study.db"}


def test_after_a_day_of_work_the_canary_is_only_where_it_was_asked_for(place: Place) -> None:
    assert CANARY not in place.done("status", "study.db").stdout
    assert CANARY not in place.done("crosstab", "study.db", "--columns", "source").stdout
    assert CANARY not in place.done("agreement", "study.db").stdout
    assert CANARY not in place.done("log", "study.db").stdout
    assert CANARY not in place.done("verify", "study.db").stdout
    assert CANARY in place.done("read", "study.db", "R1").stdout
    place.done("memo", "add", "study.db", "--source", "R1", stdin=f"Who saw the {CANARY}?")
    place.done("crosstab", "study.db", "--columns", "source", "-o", "table.html")
    place.done("codings", "export", "study.db", "asked.csv")
    copy = place.done("backup", "study.db").stdout.strip()
    assert {path.name for path in place.work.glob("study.backups/*.part*")} == set()
    assert place.singing() == {*STUDY, "work/asked.csv", f"work/{copy}"}
    assert place.audit() == []


def test_everything_written_is_its_owners_alone(place: Place) -> None:
    place.done("backup", "study.db")
    place.done("codings", "export", "study.db", "asked.csv")
    open_to_others = [
        path.relative_to(place.root).as_posix()
        for path in place.root.rglob("*")
        if path.stat().st_mode & 0o077 and path.name not in {"work", "home", "tmp", "cache", "R1.txt", "b.yaml", "audit"}
    ]
    assert open_to_others == []


def test_the_screens_leave_nothing_behind_in_the_terminal(place: Place) -> None:
    path = place.work / "study.db"
    with terminal(path, AUDIT, place.environment) as shown:
        shown.type("\r", until=CANARY)
        assert CANARY.encode() not in Path(f"/proc/{shown.process.pid}/cmdline").read_bytes() if sys.platform == "linux" else True
        shown.type("\x11", until="\x1b[?1049l")
        shown.read_to_the_end()
        after = shown.seen.rpartition(b"\x1b[?1049l")[2]
        assert shown.process.wait(PATIENCE) == 0
    assert CANARY.encode() not in after
    assert place.singing() == STUDY
    assert place.audit() == []


COMMANDS = [
    ("coder.documents.intake", "read_document", "ValueError", ("import", "study.db", "R1.txt")),
    ("coder.reports.listings", "status", "KeyError", ("status", "study.db")),
    ("coder.study.changes", "AddCoding", "RuntimeError", ("code", "study.db", "R1", "2.1", "Bribery")),
    ("coder.exchange.codings_table", "export_codings", "UnicodeError", ("codings", "export", "study.db", "x.csv")),
    ("coder.reports.render", "render_aligned", "LookupError", ("crosstab", "study.db", "--columns", "source")),
    ("coder.study.backup", "verify_copy", "TypeError", ("backup", "study.db")),
]


@pytest.mark.parametrize(("module", "name", "error", "command"), COMMANDS, ids=[command[3][0] for command in COMMANDS])
def test_a_command_that_fails_inside_says_where_and_never_on_what(
    place: Place, module: str, name: str, error: str, command: tuple[str, ...]
) -> None:
    ran = place.run(*command, before=FAIL.format(module=module, name=name, error=error, canary=CANARY))
    assert ran.returncode == 1
    assert f"coder had to stop: {error}" in ran.stderr
    assert CANARY not in ran.stdout + ran.stderr
    assert place.singing() == STUDY
    assert place.audit() == []


OPENED = ("\r", "Enter codes")
SCREENS = [
    ("coder.tui.widgets.transcript.TranscriptView", "render_line", "KeyError", (), "\r"),
    ("coder.tui.desk.Desk", "open", "ValueError", (), "\r"),
    ("coder.tui.widgets.codesheet", "rank", "RuntimeError", (OPENED,), "\r"),
    ("coder.study.writer.Writer", "_do", "KeyError", (OPENED,), "1"),
    ("coder.tui.screens.crosstab", "crosstab", "LookupError", (("\x1bOQ", "go to"),), "3"),
    ("coder.tui.desk.Desk", "settle", "ValueError", (OPENED,), "1"),
]
"""What fails, with what, after which steps, at which key."""


@pytest.mark.parametrize(
    ("owner", "name", "error", "steps", "key"), SCREENS, ids=[f"{one[0].rpartition('.')[2]}.{one[1]}" for one in SCREENS]
)
def test_a_screen_that_fails_inside_leaves_no_word_in_the_terminal(
    place: Place, owner: str, name: str, error: str, steps: tuple[tuple[str, str], ...], key: str
) -> None:
    module, _, thing = owner.rpartition(".")
    imported = f"from {module} import {thing} as _owner" if thing[0].isupper() else f"import {owner} as _owner"
    fault = f"{imported}\ndef _fail(*_args, **_more):\n    raise {error}('{CANARY} in a fault')\n_owner.{name} = _fail\n"
    with terminal(place.work / "study.db", AUDIT + "import coder.tui\n" + fault, place.environment) as shown:
        for keys, until in steps:
            shown.type(keys, until=until)
        shown.type(key, until=error)
        said = shown.seen
        if shown.process.poll() is None:
            os.write(shown.master, b"\x11")
        shown.read_to_the_end()
        shown.process.wait(PATIENCE)
    assert f"{CANARY} in a fault".encode() not in said + shown.seen
    assert CANARY.encode() not in shown.seen.rpartition(b"\x1b[?1049l")[2]
    assert place.singing() == STUDY
    assert place.audit() == []
