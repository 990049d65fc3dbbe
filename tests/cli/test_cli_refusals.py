"""Bad input: one sentence with the place, one with the way out, on stderr; exit code 1; nothing changed."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2 as sqlite
from workbench import Desk, desk

ROOT = Path(__file__).parents[2]
BINARY = bytes(range(256)) * 8
TALK = "Interviewer: Who was there?\nR5: Nobody I knew.\nInterviewer: And later?\nR5: Later too.\n"


def prepare(at: Desk) -> None:
    """Lay out the files that the table below speaks of."""
    (at.folder / "folder").mkdir()
    (at.folder / "binary.txt").write_bytes(BINARY)
    (at.folder / "binary.csv").write_bytes(BINARY)
    (at.folder / "binary.yaml").write_bytes(BINARY)
    (at.folder / "word.txt").write_bytes(b"PK\x03\x04" + b"\0" * 30 + b"word/document.xml" + BINARY)
    (at.folder / "letter.pdf").write_bytes(b"%PDF-1.7\n" + BINARY)
    at.write("talk.txt", TALK)
    at.write("empty.txt", "")
    at.write("korean.txt", TALK.replace("Nobody I knew.", "아는 사람이 없었습니다."), "cp949")
    at.write("utf16.csv", "source,coder,code,start,end\nR1,ash,Lamp,0,4\n", "utf-16")
    at.write("korean.csv", "source,coder,code,start,end\nR1,ash,등불,0,4\n", "cp949")
    at.write("tabs.yaml", "codebook: 1\ncodes:\n\t- name: Lamp\n")
    at.write("empty.yaml", "")
    at.write("twice.yaml", "codebook: 1\ncodes:\n  - {name: Lamp}\n  - {name: LAMP}\n")
    at.write("outside.csv", "source,coder,code,start,end\nR1,ash,Lamp,0,4\nR1,ash,Lamp,100,1000\n")
    at.write("code.csv", "source,coder,code,start,end\nR1,ash,Torch,0,4\n")
    at.write("coder.csv", "source,coder,code,start,end\nR1,birch,Lamp,0,4\n")
    at.write("value.csv", "respondent,left\nR1,never\n")
    at.write("person.csv", "respondent,left\nR77,late\n")
    at.write("quote.csv", 'source,coder,code,start,end\nR1,ash,"Lamp,0,4\n' + "x" * 100)


IMPORT, CODINGS, VALUES = ("import", "s.db"), ("codings", "import", "s.db"), ("values", "import", "s.db")
BOOK = ("codebook", "import", "s.db")
BAD_INPUT: list[tuple[tuple[str, ...], str, str]] = [
    # what is typed; the place and what is said of it; the way out
    ((*IMPORT, "nowhere.txt"), "nowhere.txt", "spelling"),
    ((*IMPORT, "folder"), "folder: no transcript in it", ".txt or .md"),
    ((*IMPORT, "binary.txt"), "binary.txt: is no text", "plain text"),
    ((*IMPORT, "word.txt"), "word.txt: is a Word file (.docx)", "save it as plain text"),
    ((*IMPORT, "letter.pdf"), "letter.pdf: is a PDF file", "save it as plain text"),
    ((*IMPORT, "empty.txt"), "empty.txt: holds no text", "right file"),
    ((*IMPORT, "korean.txt"), "korean.txt: is not written in UTF-8 (line 2)", "--encoding cp949"),
    ((*IMPORT, "korean.txt", "--encoding", "utf-8"), "korean.txt: is not written in utf-8", "--encoding"),
    ((*CODINGS, "nowhere.csv"), "There is no file nowhere.csv", "Check the name"),
    ((*CODINGS, "folder"), "folder is a folder", "Name a file"),
    ((*CODINGS, "binary.csv"), "binary.csv is not UTF-8", "UTF-8"),
    ((*CODINGS, "utf16.csv"), "utf16.csv is not UTF-8", "UTF-8"),
    ((*CODINGS, "korean.csv"), "korean.csv is not UTF-8", "UTF-8"),
    ((*CODINGS, "outside.csv"), "outside.csv, line 3: the span 100:1000 lies outside R1", "import again"),
    ((*CODINGS, "code.csv"), "code.csv, line 2: There is no code “Torch”", "coder codebook show"),
    ((*CODINGS, "coder.csv"), "coder.csv, line 2: There is no coder “birch”", "coder coders list"),
    ((*CODINGS, "quote.csv"), "quote.csv", ""),
    ((*VALUES, "nowhere.csv"), "There is no file nowhere.csv", "Check the name"),
    ((*VALUES, "folder"), "folder is a folder", "Name a file"),
    ((*VALUES, "binary.csv"), "binary.csv is not UTF-8", "UTF-8"),
    ((*VALUES, "value.csv"), "value.csv, line 2: There is no value of left “never”", "early, late"),
    ((*VALUES, "person.csv"), "person.csv, line 2: There is no respondent “R77”", ""),
    ((*VALUES, "talk.txt"), "talk.txt", "first column"),
    ((*VALUES, "empty.txt"), "empty.txt", ""),
    ((*BOOK, "nowhere.yaml"), "nowhere.yaml", "Check the name"),
    ((*BOOK, "folder"), "folder is a folder", "YAML"),
    ((*BOOK, "binary.yaml"), "binary.yaml", ""),
    ((*BOOK, "tabs.yaml"), "tabs.yaml:3", "import again"),
    ((*BOOK, "empty.yaml"), "empty.yaml", "import again"),
    ((*BOOK, "twice.yaml"), "twice.yaml:4", "import again"),
    (("code", "s.db", "R1", "0:1000", "Lamp"), "0:1000 lies outside the source, which has 139 characters", "code points"),
    (("code", "s.db", "R1", "2.1", "Torch"), "There is no code “Torch”", "coder codebook show"),
    (("code", "s.db", "R5", "2.1", "Lamp"), "There is no source “R5”", "R"),
    (("sources", "rename", "s.db", "R1", "R2"), "The name “R2” is taken", "another name"),
]


@pytest.mark.parametrize(("args", "place", "way_out"), BAD_INPUT, ids=[" ".join(args) for args, _, _ in BAD_INPUT])
def test_bad_input_is_refused_by_its_place_with_the_way_out(
    tmp_path: Path, args: tuple[str, ...], place: str, way_out: str
) -> None:
    at = desk(tmp_path)
    prepare(at)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir() if path.is_file()}
    said = at.refused(*args, "--as", "ash")
    assert place in said
    assert way_out in said
    assert "Traceback" not in said
    assert len(said.strip().split("\n")) >= 2
    after = {path.name: path.read_bytes() for path in tmp_path.iterdir() if path.is_file()}
    assert {name: body for name, body in after.items() if name.partition("-")[2] not in {"wal", "shm"}} == before


def of_a_newer_version(path: Path, study: Path) -> None:
    shutil.copyfile(study, path)
    db = sqlite.connect(path)
    db.execute("PRAGMA user_version=99")
    db.close()


def of_another_program(path: Path, study: Path) -> None:
    del study
    db = sqlite.connect(path)
    db.execute("CREATE TABLE project(name)")
    db.commit()
    db.close()


def with_a_trigger(path: Path, study: Path) -> None:
    shutil.copyfile(study, path)
    db = sqlite.connect(path)
    db.execute("CREATE TRIGGER t AFTER INSERT ON meta BEGIN SELECT 1; END")
    db.commit()
    db.close()


def cut_short(path: Path, study: Path) -> None:
    path.write_bytes(study.read_bytes()[:5000])


NO_STUDIES = {
    "a newer version": (of_a_newer_version, "written by a newer version", "Update the program"),
    "another program": (of_another_program, "is no study", "`coder new`"),
    "machinery of others": (with_a_trigger, "triggers or views", ""),
    "cut short": (cut_short, "is no study, or it is damaged", ""),
    "an empty file": (lambda path, _: path.write_bytes(b""), "is no study", "`coder new`"),
    "a text": (lambda path, _: path.write_text(TALK), "is no study", "`coder new`"),
    "a folder": (lambda path, _: path.mkdir(), "is a folder", ".db"),
}
"""How a file that is no study is made, what is said of it, and the way out."""


@pytest.mark.parametrize("kind", NO_STUDIES)
@pytest.mark.parametrize(
    "args",
    [("status",), ("undo", "--as", "ash"), ("verify",), ("import", "talk.txt"), ("open",), ()],
    ids=" ".join,
)
def test_file_that_is_no_study_is_refused_by_every_command_and_left_alone(
    tmp_path: Path, kind: str, args: tuple[str, ...]
) -> None:
    at = desk(tmp_path)
    at.write("talk.txt", TALK)
    make, what, way_out = NO_STUDIES[kind]
    path = tmp_path / "x.db"
    make(path, at.study)
    before = path.read_bytes() if path.is_file() else None
    said = at.refused(*args[:1], "x.db", *args[1:])
    assert said.startswith("x.db ")
    assert what in said
    assert way_out in said
    assert (path.read_bytes() if path.is_file() else None) == before


def test_study_that_another_program_is_writing_to_is_refused_in_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("coder.study.engine._SETTINGS", (("busy_timeout", "50", 50),))
    at = desk(tmp_path)
    other = sqlite.connect(at.study, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    said = at.refused("code", "s.db", "R1", "2.1", "Lamp", "--as", "oak")
    other.execute("ROLLBACK")
    other.close()
    assert said == "Another program is writing to the study.\nWait until it has finished, then try again.\n"


@pytest.mark.parametrize("body", [b"R1: the lamp burned\n" * 100, BINARY], ids=["text", "binary"])
def test_output_that_cannot_be_written_leaves_the_old_file_as_it_was(tmp_path: Path, body: bytes) -> None:
    at = desk(tmp_path)
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "file").write_bytes(body)
    for place in ("folder", "folder/file/out.csv", "nofolder/out.csv"):
        said = at.refused("codings", "export", "s.db", "-o", place)
        assert said.startswith(f"{place} cannot be written: ")
        assert "Choose another place" in said
    assert [path.read_bytes() for path in (tmp_path / "folder").iterdir()] == [body]


WITHOUT_PRIVILEGES = """
import ctypes, os, sys
if os.geteuid() == 0:  # root may write everything: give that up for good, in what is run next
    for capability in (1, 2):  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH
        if ctypes.CDLL(None).prctl(24, capability, 0, 0, 0):  # PR_CAPBSET_DROP
            sys.exit(77)
os.execv(sys.executable, [sys.executable, "-m", "coder", *sys.argv[1:]])
"""


def _without_privileges(at: Desk, *args: str) -> subprocess.CompletedProcess[str]:
    """Run the program as somebody for whom permissions count, which they do not for root."""
    if not hasattr(os, "geteuid") or (os.geteuid() == 0 and sys.platform != "linux"):
        pytest.skip("permissions cannot be tried out here")
    ran = _process(at, "-c", WITHOUT_PRIVILEGES, *args)
    if ran.returncode == 77:
        pytest.skip("root cannot give its privileges up here")
    return ran


def _process(at: Desk, *args: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run([sys.executable, *args], cwd=at.folder, env=environment, capture_output=True, text=True, check=False)


def test_read_only_study_refuses_a_change_in_words(tmp_path: Path) -> None:
    at = desk(tmp_path)
    at.study.chmod(0o444)
    before = at.study.read_bytes()
    ran = _without_privileges(at, "code", "s.db", "R1", "2.1", "Lamp", "--as", "oak")
    assert (ran.returncode, ran.stdout) == (1, "")
    assert re.match(r"(s\.db|The study) cannot be written to\.\n", ran.stderr)
    assert "Ask for write permission" in ran.stderr
    assert at.study.read_bytes() == before


def test_read_only_study_in_a_read_only_folder_can_be_read(tmp_path: Path) -> None:
    at = desk(tmp_path)
    at.study.chmod(0o444)
    tmp_path.chmod(0o555)
    ran = _without_privileges(at, "status", "s.db")
    tmp_path.chmod(0o755)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert "4 codes, 7 codings" in ran.stdout


def test_study_cannot_be_made_in_a_read_only_folder(tmp_path: Path) -> None:
    at = desk(tmp_path)
    tmp_path.chmod(0o555)
    ran = _without_privileges(at, "new", "t.db")
    tmp_path.chmod(0o755)
    assert (ran.returncode, ran.stdout) == (1, "")
    assert ran.stderr.startswith("t.db cannot be created: Permission denied.")


def test_file_without_read_permission_is_refused_in_words(tmp_path: Path) -> None:
    at = desk(tmp_path)
    at.write("talk.txt", TALK).chmod(0)
    ran = _without_privileges(at, "import", "s.db", "talk.txt", "--as", "oak")
    assert (ran.returncode, ran.stdout) == (1, "")
    assert "talk.txt: cannot be read: Permission denied" in ran.stderr


FULL_DISK = """
import resource, runpy, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]), resource.RLIM_INFINITY))
sys.argv = ["coder", *sys.argv[2:]]
runpy.run_module("coder", run_name="__main__")
"""


def _with_full_disk(at: Desk, *args: str, room: int = 0) -> subprocess.CompletedProcess[str]:
    """Run the program where no file may grow beyond `room` bytes, which is how a full disk behaves."""
    pytest.importorskip("resource", reason="only POSIX limits the size of files")
    return _process(at, "-c", FULL_DISK, str(room), *args)


@pytest.mark.parametrize("room", [1000, 40_000, 110_000])
def test_full_disk_refuses_an_import_in_words_and_the_study_stays_whole(tmp_path: Path, room: int) -> None:
    at = desk(tmp_path)
    at.done("coders", "add", "s.db", "yew", "--as", "oak")  # the settings folder is there
    at.write("long.txt", "R5: We went on and on.\n" * 20_000)
    before = at.rows()
    ran = _with_full_disk(at, "import", "s.db", "long.txt", "--as", "oak", room=room)
    assert (ran.returncode, ran.stdout) == (1, "")
    assert "Traceback" not in ran.stderr
    assert re.search("disk|space|cannot be", ran.stderr)
    assert at.rows() == before
    assert at.run("verify", "s.db").code == 0


def test_full_disk_refuses_an_export_and_keeps_the_old_file(tmp_path: Path) -> None:
    at = desk(tmp_path)
    at.write("long.txt", "R5: We went on and on.\n" * 5_000)
    at.done("import", "s.db", "long.txt", "--as", "oak")
    at.write("t.txt", "what was there before")
    ran = _with_full_disk(at, "sources", "export", "s.db", "long", "-o", "t.txt", room=40_000)
    assert (ran.returncode, ran.stdout) == (1, "")
    assert ran.stderr.startswith("t.txt cannot be written: File too large")
    assert (tmp_path / "t.txt").read_bytes() == b"what was there before"
    assert not [path for path in tmp_path.iterdir() if path.name.endswith(".part")]


def test_full_disk_makes_no_half_study(tmp_path: Path) -> None:
    at = desk(tmp_path)
    ran = _with_full_disk(at, "new", "t.db", room=20_000)
    assert ran.returncode == 1
    assert "Traceback" not in ran.stderr
    assert not [path for path in tmp_path.iterdir() if path.name.startswith("t.db")]
