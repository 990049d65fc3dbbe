"""Writing codebooks: what is written reads back as it was, and a file that people keep loses none of their remarks."""

from __future__ import annotations

import random
import unicodedata
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coder.errors import InputRefused
from coder.exchange.codebook_write import write_codebook
from coder.exchange.codebook_yaml import read_codebook
from coder.model.codebook import PALETTE, STATUSES, Code, Codebook
from coder.model.respondent import Variable
from coder.model.text import fold

SAMPLES = [*"~='\"|>", "012", "2019-04-15", "true", "null", "a: b", "# c", "- d", "{e}", "&f", "*g", "!h", "%i", "@j"]
"""What YAML would read as something else if it were not quoted."""
PLAIN = st.text(alphabet=st.sampled_from("ab é감시🙂'\":#-,[]{}&*!|>%@`~=?\\1"), min_size=1, max_size=8)
ANY = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=20).map(lambda text: unicodedata.normalize("NFC", text))
BLOCKS = st.lists(st.sampled_from(["", "a", " b", "# c", "- d: e", "감시 ", "\t"]), min_size=2, max_size=5).map("\n".join)
TEXTS = st.sampled_from(SAMPLES) | ANY | BLOCKS
NAMES = (st.sampled_from(SAMPLES) | PLAIN).map(lambda name: unicodedata.normalize("NFC", name).strip()).filter(bool)
FURTHER = st.dictionaries(st.sampled_from(["ko", "no", "zh-Hant", "alias"]), st.lists(NAMES, min_size=1, max_size=2), max_size=2)
VALUES = st.lists(NAMES, unique_by=fold, max_size=3).map(tuple)
UIDS = st.uuids().map(lambda uid: uid.hex)


@st.composite
def trees(draw: st.DrawFn, texts: st.SearchStrategy[str] = TEXTS) -> Codebook:
    """Draw a codebook: codes depth first, each under one of the codes above the one before it."""
    codes: list[Code] = []
    above: list[str] = []
    for uid in draw(st.lists(UIDS, unique=True, max_size=6)):
        above = above[: draw(st.integers(0, len(above)))]
        parent = above[-1] if above else None
        name = draw(NAMES.filter(lambda name: " > " not in name))
        if any(code.parent == parent and fold(code.name) == fold(name) for code in codes):
            name = f"{name} {uid}"
        codes.append(
            Code(
                name=name,
                parent=parent,
                uid=uid,
                brief=draw(texts),
                definition=draw(texts),
                include=draw(texts),
                exclude=draw(texts),
                examples=tuple(draw(st.lists(texts.filter(str.strip), max_size=2))),
                colour=draw(st.sampled_from([None, *PALETTE, "#00ff7f", "#123456"])),
                status=draw(st.sampled_from(STATUSES)),
                codable=draw(st.booleans()),
                names=tuple((key, name) for key, names in draw(FURTHER).items() for name in names if " > " not in name),
            )
        )
        above.append(uid)
    variables = draw(st.lists(st.builds(Variable, NAMES, st.sampled_from(["respondent", "source"]), values=VALUES), max_size=2))
    unique = {(variable.of, fold(variable.name)): variable for variable in variables}
    return Codebook(tuple(codes), draw(texts), draw(st.sampled_from(["", "en"])), draw(texts), tuple(unique.values()))


BOOKS = trees()
FEW = settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
"""Each example writes and reads several files."""
SIMPLE = trees(st.sampled_from(["", "said", "seen and told", "감시"]))


@given(BOOKS)
def test_what_is_written_reads_back_the_same(book: Codebook) -> None:
    read = read_codebook(write_codebook(book), "f")
    assert read.problems == ()
    assert read.codebook == book
    assert read.given == set(book.by_uid)


@FEW
@given(BOOKS)
def test_writing_into_what_was_written_changes_nothing(book: Codebook) -> None:
    text = write_codebook(book)
    assert write_codebook(book, text) == text


@FEW
@given(BOOKS, BOOKS)
def test_after_writing_into_any_file_it_holds_just_the_codebook(book: Codebook, other: Codebook) -> None:
    read = read_codebook(write_codebook(book, write_codebook(other)), "f")
    assert read.problems == ()
    assert read.codebook == book


def remarked(text: str) -> str:
    """Put a remark above and beside every line, as a thorough person would."""
    lines = text.rstrip("\n").split("\n")
    indents = [line[: len(line) - len(line.lstrip(" "))] for line in lines]
    both = zip(range(len(lines)), indents, lines, strict=True)
    return "".join(f"{indent}# above {n}.\n{line}  # beside {n}.\n" for n, indent, line in both) + "# at the end.\n"


def changed(book: Codebook, dice: random.Random) -> Codebook:
    """Change a codebook as a study does: other words, other places, further codes; nothing is removed."""
    codes = [replace(code, brief=dice.choice([code.brief, "other", ""]), codable=dice.random() < 0.7) for code in book.codes]
    codes.append(Code("One more", dice.choice([None, *book.by_uid]), "f" * 32))
    shuffled = dice.sample(codes, len(codes))

    def under(parent: str | None) -> list[Code]:
        return [each for code in shuffled if code.parent == parent for each in (code, *under(code.uid))]

    return replace(book, codes=tuple(under(None)), title="Another title")


@FEW
@given(SIMPLE, st.randoms(use_true_random=False))
def test_every_remark_survives_whatever_changes(book: Codebook, dice: random.Random) -> None:
    text = remarked(write_codebook(book))
    assert read_codebook(text, "f").codebook == book
    new = changed(book, dice)
    written = write_codebook(new, text)
    assert read_codebook(written, "f").codebook == new
    for number in range(text.count("# above")):
        assert f"# above {number}.\n" in written
        assert f"# beside {number}.\n" in written
    assert written.endswith("# at the end.\n")


@FEW
@given(SIMPLE)
def test_a_file_with_remarks_and_no_changes_stays_as_it_is(book: Codebook) -> None:
    text = remarked(write_codebook(book))
    assert write_codebook(book, text) == text


KEPT = """\
# Our codebook, third version

codebook: 1
title: "Watching"   # decided in May

codes:
# ----- people -----
- brief: people watch people
  name: People

  codes:

    # ask Kim about this one
    - name: Informants   # was: spies
      exclude: 'an office'
      brief: |-
        who reports
        # this is text

    # the leader too
    - {name: Neighbours, brief: they watch}   # short
# ----- machines -----
- name: Machines
  examples: [a lens,   # seen
    a box]
# end
"""


def kept() -> Codebook:
    read = read_codebook(KEPT, "f")
    assert read.problems == ()
    return read.codebook


def test_a_file_keeps_order_of_fields_style_and_remarks_when_uids_come_in() -> None:
    uids = [code.uid for code in kept().codes]
    assert (
        write_codebook(kept(), KEPT)
        == f"""\
# Our codebook, third version

codebook: 1
title: "Watching"   # decided in May

codes:
  # ----- people -----
  - brief: people watch people
    name: People
    uid: {uids[0]}

    codes:

      # ask Kim about this one
      - name: Informants   # was: spies
        exclude: 'an office'
        brief: |-
          who reports
          # this is text
        uid: {uids[1]}
      # the leader too
      # short
      - name: Neighbours
        brief: they watch
        uid: {uids[2]}
  # ----- machines -----
  - name: Machines
    examples: [a lens,   # seen
      a box]
    uid: {uids[3]}
# end
"""
    )


def test_a_remark_stays_with_the_code_below_it_when_codes_move_and_go() -> None:
    people, informants, _, machines = kept().codes
    book = replace(kept(), codes=(machines, people, informants))
    text = write_codebook(book, KEPT)
    assert read_codebook(text, "f").codebook == book
    assert "  # ----- machines -----\n  - name: Machines\n" in text
    assert "  # ----- people -----\n  - brief: people watch people\n" in text
    assert text.index("machines -----") < text.index("people -----") < text.index("# ask Kim")
    assert "the leader too" not in text


def test_the_remarks_of_a_changed_field_stand_above_it() -> None:
    people, informants, neighbours, machines = kept().codes
    machines = replace(machines, examples=("a gate",))
    text = write_codebook(replace(kept(), codes=(people, informants, neighbours, machines), title="Seen"), KEPT)
    assert "\n# decided in May\ntitle: Seen\n" in text
    assert "    # seen\n    examples:\n      - a gate\n" in text


def test_the_remarks_of_a_field_that_goes_stand_above_the_code() -> None:
    book = Codebook((Code("A", uid="a" * 32),))
    text = write_codebook(book, "codebook: 1\ncodes:\n  - name: A\n    # to be discussed\n    brief: old\n")
    assert text == f"codebook: 1\ncodes:\n  # to be discussed\n  - name: A\n    uid: {'a' * 32}\n"


@pytest.mark.parametrize(
    "existing",
    [
        "codebook: 1\ncodes: [{name: A, codes: [{name: B}]}]  # c\n",
        "{codebook: 1, codes: [{name: A, codes: [{name: B}]}]}  # c\n",
        "%YAML 1.2\n---\n# c\ncodebook: 1\ncodes:\n  -\n    name: A\n    codes:\n    -   name: B\n...\n",
        "codebook: 1\ncodes:\n  - # c\n    name: A\n    codes: [name: B]",
        "codebook: 1\ncodes:\n  - ? name\n    : A # c\n    ? codes\n    : - name: B\n",
        "  codebook: 1\n  codes:   # c\n         - name: A\n           codes:\n                - name: B\n",
        "codebook: 1\ntitle:\n# c\ncodes:\n- name: A\n  brief:\n\n  codes:\n  - name: B\n    include:\n",
        "codebook: 1\r\ncodes: # c\r\n- name: A\r\n  codes:\r\n  - name: B\r\n",
    ],
)
def test_any_layout_of_a_file_can_be_written_into(existing: str) -> None:
    book = Codebook((Code("A", uid="a" * 32), Code("B", "a" * 32, "b" * 32, brief="x"), Code("C", uid="c" * 32)))
    text = write_codebook(book, existing)
    read = read_codebook(text, "f")
    assert read.problems == ()
    assert read.codebook == book
    assert read.given == set(book.by_uid)
    assert text.count("# c") == 1


def test_a_renamed_code_is_found_by_its_uid_and_keeps_its_remark() -> None:
    old = Codebook((Code("Spies", uid="a" * 32),))
    text = write_codebook(old).replace("  - name", "  # trained in May\n  - name")
    assert "  # trained in May\n  - name: Informants\n" in write_codebook(Codebook((Code("Informants", uid="a" * 32),)), text)


def test_several_lines_are_written_as_a_block_that_people_can_edit() -> None:
    book = Codebook((Code("A", uid="a" * 32, definition="first: this\n\n  then # that"),))
    assert "    definition: |-\n      first: this\n\n        then # that\n" in write_codebook(book)


def test_a_file_with_faults_is_not_written_into() -> None:
    with pytest.raises(InputRefused) as refused:
        write_codebook(Codebook(), "codebook: 1\nkodes: []\n")
    assert [problem.place for problem in refused.value.problems] == ["existing file:2"]
    assert refused.value.hint
