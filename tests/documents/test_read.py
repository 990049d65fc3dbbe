"""Reading: out come a document or a refusal, whatever goes in; and real transcripts give the turns a person counts."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coder.documents.read import read_document
from coder.errors import ImportRefused

TRIALS = Path(__file__).parents[2].parent / "shared" / "data" / "transcripts"


def test_read_document_reads_plain_text_with_any_suffix(tmp_path: Path) -> None:
    path = tmp_path / "R07.log"
    path.write_text("Interviewer: When?\nR07: In spring.", encoding="utf-8")
    assert [turn.speaker for turn in read_document(path).turns] == ["Interviewer", "R07"]


def test_content_decides_before_the_suffix(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"%PDF-1.7")
    (tmp_path / "b.doc").write_bytes(b"{\\rtf1 x}")
    (tmp_path / "c.vtt").write_bytes(b"WEBVTT")
    for name, what in (("a.txt", "is a PDF"), ("b.doc", "is an RTF"), ("c.vtt", "is named like a file of captions")):
        with pytest.raises(ImportRefused, match=what):
            read_document(tmp_path / name)


PIECES = st.sampled_from(
    [b"R07: yes\n", b"\0", b"\xff", b"\xea\xb0\x90", b"\xb0\xa8", b"\r\n", b"PK\x03\x04", b"\x1b]52;c;x\x07", b"\xe2\x80\xae"]
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.one_of(st.binary(max_size=80), st.lists(PIECES).map(b"".join)))
def test_any_file_is_a_document_or_a_refusal_that_quotes_nothing(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "fuzz.txt"
    path.write_bytes(data)
    try:
        said = "".join(str(note) for note in read_document(path).notes)
    except ImportRefused as refused:
        said = refused.message + refused.hint
    assert said
    assert "yes" not in said


@pytest.mark.skipif(not TRIALS.is_dir(), reason="the real transcripts lie beside the repository on some machines only")
@pytest.mark.parametrize(
    ("file", "turns", "speakers"),
    [
        ("audrow_nash_podcast/2-will-humanoid-robots-take.md", 151, {"Audrow Nash", "Melonee Wise"}),
        ("audrow_nash_podcast/7-an-exciting-vision-of.md", 309, {"Audrow Nash", "Edward Mehr"}),
        ("audrow_nash_podcast/10-hungry-for-innovation-is.md", 466, {"Audrow Nash", "Rajat Bhageria"}),
        ("hitsave_gamedev/get-a-grip-chip.md", 192, {"Jonas Rosland", "Jon Lawitts", "Vicky Wei", "Rich McGrath"}),
        ("hitsave_gamedev/super-marxist-twins.md", 212,
         {"Jonas Rosland", "Nick Zaleski", "Eric Kesterson", "Saun Conlin", "Jim Bochanski"}),
        ("hitsave_gamedev/artemio-urbina.md", 0, set[str]()),
        *((f"pdpilot/P{n}.txt", turns, {"Dan", "Participant"})
          for n, turns in enumerate((94, 165, 122, 111, 135, 100, 106), start=1)),
    ],
)  # fmt: skip
def test_real_transcripts_give_the_turns_a_person_counts(file: str, turns: int, speakers: set[str]) -> None:
    document = read_document(TRIALS / file)
    assert (len(document.turns), {turn.speaker for turn in document.turns}) == (turns, speakers)
    assert document.language == "en"
    spoken = [document.text[turn.start : turn.end] for turn in document.turns]
    assert not any(words.rpartition("\n")[2].isdigit() or words.rpartition("\n")[2].startswith("#") for words in spoken)
    assert not document.turns or document.turns[0].time_start is not None or not file.startswith("audrow")
