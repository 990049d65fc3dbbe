"""Reading codebooks: what may stand in one, and that each fault is told with its line and a way out, all at once."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coder.errors import InputRefused
from coder.exchange.codebook_yaml import read_codebook, read_codebook_file
from coder.exchange.yaml_nodes import MAX_CHARACTERS
from coder.model.codebook import Code, uid_from_path
from coder.model.respondent import Variable

HEAD = "codebook: 1\n"
UID = "0123456789abcdef0123456789abcdef"

WHOLE = f"""\
codebook: 1
title: Watching
language: en
preface: |
  Read all of it first.

  Then code.
variables:
  - {{name: left, of: respondent, type: category, values: [before 2012, 2012–2016]}}
  - name: length
    of: source
    type: number
codes:
  - name: Phones
    codable: false
    colour: "#AABBCC"
    codes:
      - name: Phone inspection
        names: {{ko: 손전화 검열, alias: [search, no]}}
        brief: somebody looks into a telephone
        definition: long
        include: a phone is taken
        exclude: the phone polices itself
        examples: ["He scrolled: on and on."]
        colour: amber
        status: proposed
        uid: {UID}
  - name: Bribery
"""


def test_every_field_is_read() -> None:
    read = read_codebook(WHOLE, "w.yaml")
    phones, inspection, bribery = read.codebook.codes
    assert read.problems == ()
    assert (phones.name, phones.codable, phones.colour, phones.parent) == ("Phones", False, "#aabbcc", None)
    assert inspection == Code(
        "Phone inspection",
        parent=phones.uid,
        uid=UID,
        brief="somebody looks into a telephone",
        definition="long",
        include="a phone is taken",
        exclude="the phone polices itself",
        examples=("He scrolled: on and on.",),
        colour="amber",
        status="proposed",
        names=(("ko", "손전화 검열"), ("alias", "search"), ("alias", "no")),
    )
    assert (bribery.status, bribery.codable, bribery.parent) == ("active", True, None)


def test_title_preface_and_variables_are_read() -> None:
    book = read_codebook(WHOLE, "w.yaml").codebook
    assert (book.title, book.language, book.preface) == ("Watching", "en", "Read all of it first.\n\nThen code.")
    assert book.variables == (
        Variable("left", "respondent", "category", ("before 2012", "2012–2016")),
        Variable("length", "source", "number"),
    )


def test_only_uids_of_the_file_are_given_and_the_others_follow_from_the_path() -> None:
    read = read_codebook(WHOLE, "w.yaml")
    assert read.given == {UID}
    assert [code.uid for code in read.codebook.codes] == [uid_from_path("Phones"), UID, uid_from_path("bribery")]


def test_a_provisional_uid_makes_way_for_one_in_the_file() -> None:
    taken = uid_from_path("A")
    read = read_codebook(f"{HEAD}codes:\n  - name: A\n  - name: B\n    uid: {taken}\n", "w.yaml")
    assert read.problems == ()
    assert read.codebook.codes[1].uid == taken
    assert read.codebook.codes[0].uid not in {taken, ""}


@pytest.mark.parametrize("text", [WHOLE.replace("\n", "\r\n"), WHOLE.replace("\n", "\r"), "\ufeff" + WHOLE])
def test_line_ends_and_a_byte_order_mark_do_not_matter(text: str) -> None:
    assert read_codebook(text, "w.yaml") == read_codebook(WHOLE, "w.yaml")


def test_names_come_out_composed() -> None:
    read = read_codebook(f"{HEAD}codes:\n  - name: \u1100\u1161\u11b7\u1109\u1175\n", "w.yaml")
    assert read.codebook.codes[0].name == "감시"


def test_a_field_without_a_value_is_as_if_absent() -> None:
    text = f"{HEAD}title:\nvariables:\ncodes:\n  - name: A\n    brief:\n    names:\n    examples: ~\n    codes:\n"
    read = read_codebook(text, "w.yaml")
    assert read.problems == ()
    assert read.codebook.codes == (Code("A", uid=uid_from_path("A")),)


CODE = HEAD + "codes:\n  - name: A\n"
FAULTS = [
    # the format
    ("", 1, "empty", "codebook: 1"),
    ("# only a remark\n", 1, "empty", "codebook: 1"),
    ("codes:\n  - name: A\n", 1, "`codebook: 1` is missing", "first line"),
    ("codebook: one\n", 1, "`codebook: 1` is missing", "first line"),
    ("title: x\ncodebook: 2\nkodes: []\n", 2, "has the format 2", "newer version"),
    ("- name: A\n", 1, "must be fields", "codebook: …"),
    # keys
    (HEAD + "kodes: []\n", 2, "“kodes” is not a field of the codebook", "“codes”"),
    (CODE + "    color: red\n", 4, "“color” is not a field of a code", "“colour”"),
    (CODE + "    and then he said so: red\n", 4, "this is not a field of a code", ""),
    (CODE + "    brief: x\n    brief: y\n", 5, "`brief` stands twice", "Leave one"),
    (CODE + "    1: x\n", 4, "“1” is not a field", ""),
    (CODE + "    <<: {brief: x}\n", 4, "is not a field", ""),
    (CODE + "    ? [brief]\n    : x\n", 4, "is not a field", ""),
    # names
    (HEAD + "codes:\n  - brief: x\n", 3, "a code has no name", "Write one"),
    (HEAD + "codes:\n  - name:\n    brief: x\n", 3, "a code has no name", "quotes"),
    (HEAD + "codes:\n  - name: #1 watch\n", 3, "a code has no name", "quotes if it begins with #"),
    (HEAD + 'codes:\n  - name: "  "\n', 3, "a code has no name", "Write one"),
    (HEAD + "codes:\n  - name: A > B\n", 3, "contains “ > ”", "another sign"),
    (HEAD + 'codes:\n  - name: "A\\nB"\n', 3, "line end or an invisible", "anew"),
    (HEAD + 'codes:\n  - name: "A\\e[31m"\n', 3, "line end or an invisible", "anew"),
    (HEAD + "codes:\n  - name: \u200bA\n", 3, "line end or an invisible", "anew"),
    (HEAD + "codes:\n  - name: [A]\n", 3, "must be one text", ""),
    (CODE + "  - name: a\n", 4, "two codes “a” side by side", "Rename"),
    (CODE + "    names: 감시\n", 4, "must say the language", "ko"),
    (CODE + "    names: {Korean: 감시}\n", 4, "no language", "alias"),
    (CODE + "    names: {ko: 012}\n", 4, "a number", "put quotes round it"),
    (CODE + "    names:\n      ko: x\n      ko: y\n", 6, "has ko twice", "list"),
    (CODE + "    names: {ko: {x: y}}\n", 4, "must be a list", ""),
    # texts
    (HEAD + "codes:\n  - name: 012\n", 3, "a number", "put quotes round it"),
    (CODE + "    brief: 2019-04-15\n", 4, "a date", "put quotes round it"),
    (CODE + "    brief: true\n", 4, "true or false", "put quotes round it"),
    (CODE + "    brief: 1.5\n", 4, "a number", "put quotes round it"),
    (CODE + "    brief: =\n", 4, "something else", "put quotes round it"),
    (CODE + "    include: [a, b]\n", 4, "`include` of “A” must be one text", "quotes"),
    (CODE + '    brief: "\\ud800"\n', 4, "half a character", "itself"),
    (HEAD + "title: 2024\n", 2, "`title` must be a text", "put quotes round it"),
    # examples
    (CODE + "    examples: once\n", 4, "`examples` of “A” must be a list", "“- ”"),
    (CODE + "    examples:\n      - fine\n      - [x]\n", 6, "each of `examples` of “A” must be one text", "quotes"),
    (CODE + "    examples:\n      - fine\n      -\n      - fine\n", 6, "empty item", "dash"),
    (CODE + "    examples:\n      - 1984\n", 5, "a number", "put quotes round it"),
    # choices
    (CODE + "    colour: ambr\n", 4, "cannot be “ambr”", "“amber”"),
    (CODE + "    colour: #ff0000\n", 4, "`colour` of “A” is empty", "in quotes"),
    (CODE + '    colour: "#ff00"\n', 4, "cannot be “#ff00”", ""),
    (CODE + "    colour: [red]\n", 4, "`colour` of “A” must be one text", ""),
    (CODE + "    status: retird\n", 4, "cannot be “retird”", "“retired”"),
    (CODE + "    status: 1\n", 4, "`status` of “A” must be a text", "quotes"),
    (CODE + "    codable: no\n", 4, "must be true or false", "without quotes"),
    (CODE + "    uid: 123e\n", 4, "`uid` of “A” is not one", "Leave the line out"),
    (CODE + f"    uid: {UID}\n  - name: B\n    uid: {UID.upper()}\n", 6, "stands at another code", "Leave the line out"),
    # lists
    (HEAD + "codes: A\n", 2, "`codes` must be a list", "“- ”"),
    (HEAD + "codes: [A]\n", 2, "a code must be fields", "name: …"),
    (HEAD + "codes:\n  -\n", 3, "a code must be fields", "name: …"),
    # variables
    (HEAD + "variables: [left]\n", 2, "a variable must be fields", "name: …"),
    (HEAD + "variables: {left: x}\n", 2, "`variables` must be a list", ""),
    (HEAD + "variables:\n  - of: respondent\n", 3, "a variable has no name", ""),
    (HEAD + "variables:\n  - {name: left, of: respondant}\n", 3, "cannot be “respondant”", "“respondent”"),
    (HEAD + "variables:\n  - {name: left, type: categories}\n", 3, "cannot be “categories”", "“category”"),
    (HEAD + "variables:\n  - {name: left, values: [2012]}\n", 3, "a number", "put quotes round it"),
    (HEAD + "variables:\n  - {name: left, values: [a, A]}\n", 3, "has a value twice", ""),
    (HEAD + "variables:\n  - {name: age, type: number, values: [young]}\n", 3, "belong to a category", ""),
    (HEAD + "variables:\n  - name: left\n  - name: LEFT\n", 4, "two variables “LEFT” of a respondent", ""),
    # YAML itself
    (CODE + "    brief: &a x\n", 4, "An anchor (&)", "quotes"),
    (CODE + "    brief: &a x\n    include: *a\n", 5, "An alias (*)", "quotes"),
    (CODE + "    include: *nowhere\n", 4, "An alias (*)", "quotes"),
    (CODE + "    brief: !!str x\n", 4, "A tag (!)", "quotes"),
    (CODE + "    brief: !!python/name:os.system x\n", 4, "A tag (!)", "quotes"),
    (CODE + "    examples: !x [y]\n", 4, "A tag (!)", "quotes"),
    (CODE + "    brief: he said: no\n", 4, "not YAML", "a colon and a blank"),
    (CODE + "\tbrief: x\n", 4, "not YAML", "tabs"),
    (CODE + "    brief: @home\n", 4, "not YAML", "begins with a sign"),
    (CODE + '    brief: "never closed\n    include: x\n', 4, "not YAML", "never closed"),
    (CODE + "    examples: [a, b\n", 4, "not YAML", "never closed"),
    (CODE + "---\ncodebook: 1\n", 4, "not YAML", "take out the line ---"),
    (CODE + "   brief: x\n", 4, "not YAML", "indentation"),
    (CODE + "    brief: a\x07b\n", 4, "invisible control character", "Delete it"),
    (CODE + '    brief: "\\UFFFFFFFF"\n', 4, "no character", "two backslashes"),
    (CODE + '    brief: "\\U00110000"\n', 4, "no character", "two backslashes"),
    (HEAD + "codes: " + "[" * 3000, 2, "nesting is too deep", "Thirty levels"),
    (HEAD + "#" * MAX_CHARACTERS, 1, "too large", "right file"),
]


@pytest.mark.parametrize(("text", "line", "message", "hint"), FAULTS)
def test_a_fault_is_told_with_its_line_and_a_way_out(text: str, line: int, message: str, hint: str) -> None:
    problems = read_codebook(text, "my.yaml").problems
    told = [problem for problem in problems if message in problem.message and hint in problem.hint]
    assert [problem.place for problem in told] == [f"my.yaml:{line}"], problems


@pytest.mark.parametrize(("text", "line", "message", "hint"), FAULTS)
def test_one_fault_is_told_once(text: str, line: int, message: str, hint: str) -> None:
    problems = read_codebook(text, "my.yaml").problems
    alone = [problem for problem in problems if "`codebook: 1` is missing" not in problem.message]
    several = "*a" in text  # an alias needs an anchor, and each is a fault
    assert len(alone) <= 1 + several, (line, message, hint, problems)


def test_all_faults_come_at_once_in_the_order_of_lines() -> None:
    text = CODE + "    colour: blu\n    brief: &x 12\n  - name: a\n    sttus: active\nvariables: 3\n"
    places = [problem.place for problem in read_codebook(text, "f").problems]
    assert places == ["f:4", "f:5", "f:5", "f:6", "f:7", "f:8"]


def test_a_line_is_what_an_editor_calls_a_line() -> None:
    text = HEAD + 'title: "a\u2028b\x85c"\ncodes:\n  - name: A\n    color: red\n'
    assert [problem.place for problem in read_codebook(text, "f").problems] == ["f:5"]


def test_thirty_levels_of_codes_are_read() -> None:
    text = HEAD + "codes:\n" + "".join(f"{'    ' * n}  - name: Level {n}\n{'    ' * n}    codes:\n" for n in range(30))
    read = read_codebook(text, "f")
    assert read.problems == ()
    assert read.codebook.depth(read.codebook.codes[-1].uid) == 29


def test_an_alias_bomb_is_refused_without_being_followed() -> None:
    bomb = "a: &a [x, x]\n" + "".join(f"{n}: &{n} [*{p}, *{p}]\n" for p, n in zip("abcdefghijk", "bcdefghijkl", strict=True))
    read = read_codebook(HEAD + "codes: *l\n" + bomb, "f")
    assert any("An alias (*)" in problem.message for problem in read.problems)
    assert read.codebook.codes == ()


SAID = "my mother hid it under the rice in Hyesan"


@pytest.mark.parametrize(
    "line",
    [
        f"{SAID}: x",
        f"colour: {SAID}",
        f"status: {SAID}",
        f"codable: {SAID}",
        f"uid: {SAID}",
        f"names: {{{SAID}: x}}",
        f"examples: {SAID}",
        f"examples: [&x {SAID}, *x]",
        f"brief: !{SAID.replace(' ', '')} x",
        f"brief: *{SAID.replace(' ', '')}",
        f"exclude: {{{SAID}: {SAID}}}",
        f'brief: "{SAID}',
        f"brief: {SAID}: {SAID}",
        f"brief: @{SAID}",
        f"brief: {SAID}\x07",
    ],
)
def test_a_fault_never_repeats_what_somebody_said(line: str) -> None:
    problems = read_codebook(f"{CODE}    {line}\n", "f").problems
    assert problems
    for word in ("mother", "Hyesan"):
        assert word not in "".join(map(str, problems))


@given(st.text(alphabet=st.sampled_from("codebk: 1\n-[]{}\"'&*!|>#~?,%@\\nameU0\t감"), max_size=60))
def test_any_text_gives_a_codebook_or_faults(text: str) -> None:
    read = read_codebook(HEAD + text, "f")
    assert read.problems or all(code.name and len(code.uid) == 32 for code in read.codebook.codes)


def test_a_file_is_read_with_or_without_a_byte_order_mark(tmp_path: Path) -> None:
    plain, marked = tmp_path / "plain.yaml", tmp_path / "marked.yaml"
    plain.write_bytes(WHOLE.encode())
    marked.write_bytes(b"\xef\xbb\xbf" + WHOLE.encode())
    assert read_codebook_file(plain).codebook == read_codebook_file(marked).codebook == read_codebook(WHOLE, "w").codebook


def test_a_fault_in_a_file_is_told_by_the_files_name(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text(CODE + "    brief: 7\n", encoding="utf-8")
    assert [problem.place for problem in read_codebook_file(tmp_path / "mine.yaml").problems] == ["mine.yaml:4"]


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (WHOLE.encode("utf-16"), "is not UTF-8"),
        (WHOLE.encode("utf-16-le"), "is not"),
        (WHOLE.encode("cp949", errors="replace"), "is not UTF-8 (line"),
        (b"PK\x03\x04\x00\x00\x00\x00", "is not a text"),
        (b"x" * (4 * MAX_CHARACTERS + 1), "too large"),
    ],
)
def test_what_is_no_utf8_text_is_refused_with_a_way_out(tmp_path: Path, body: bytes, message: str) -> None:
    path = tmp_path / "book.yaml"
    path.write_bytes(body)
    with pytest.raises(InputRefused) as refused:
        read_codebook_file(path)
    assert message in refused.value.message
    assert refused.value.hint
    assert refused.value.place.startswith(str(path))


@pytest.mark.parametrize(("name", "message"), [("absent.yaml", "There is no file"), (".", "is a folder")])
def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path, name: str, message: str) -> None:
    with pytest.raises(InputRefused) as refused:
        read_codebook_file(tmp_path / name)
    assert message in refused.value.message
    assert refused.value.place == str(tmp_path / name)


def test_a_file_that_may_not_be_read_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def forbidden(_path: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    (tmp_path / "book.yaml").write_text(WHOLE, encoding="utf-8")
    monkeypatch.setattr(Path, "read_bytes", forbidden)
    with pytest.raises(InputRefused, match="cannot be read: Permission denied"):
        read_codebook_file(tmp_path / "book.yaml")
