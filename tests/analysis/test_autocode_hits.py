"""What an autocode finds: in what was said, narrowed by speaker and passages, widened to units, no two hits overlapping."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coder.analysis.autocode import EXTENTS, Extent, Query, Span, find_hits, patterns_for
from coder.errors import InputRefused
from coder.model.source import Role, Turn

SPEECHES: tuple[tuple[Role, str], ...] = (
    ("I", "Was there a phone? Whose?"),
    ("R", "Yes. My phone, and her phone too.\nThe cable was hidden. They took it."),
    ("T", "She says: the phone was hidden."),
    ("R", "No phone after that."),
)


def interview(speeches: tuple[tuple[Role, str], ...] = SPEECHES, head: str = "") -> tuple[str, tuple[Turn, ...]]:
    """Write an interview whose speakers' labels are their roles with `phone` behind."""
    text, turns = head, []
    for role, speech in speeches:
        label, text = len(text), f"{text}{role} phone: "
        turns.append(Turn(label, len(text), len(text) + len(speech), f"{role} phone", role))
        text += f"{speech}\n\n"
    return text, tuple(turns)


TEXT, TURNS = interview()
HEADED, HEADED_TURNS = interview(head="A phone call\n\nof 2019.\n\n")


def span(words: str, text: str = TEXT) -> Span:
    return text.index(words), text.index(words) + len(words)


def found(
    *words: str,
    expression: str = "",
    roles: str = "",
    passages: list[Span] | None = None,
    extent: Extent = "match",
    text: str = TEXT,
    turns: tuple[Turn, ...] = TURNS,
) -> list[str]:
    """Give the words of the hits."""
    query = Query(patterns_for(words, expression), (lambda turn: turn.role in roles) if roles else None, extent)
    return [text[hit.start : hit.end] for hit in find_hits(text, turns, query, passages)]


def test_labels_are_not_searched() -> None:
    assert found("phone") == ["phone"] * 5
    assert found("I", "R") == []


def test_what_stands_before_the_first_turn_is_searched_line_by_line() -> None:
    assert found("phone", extent="turn", text=HEADED, turns=HEADED_TURNS)[0] == "A phone call"
    assert found(expression="call\\s+of", text=HEADED, turns=HEADED_TURNS) == []


@pytest.mark.parametrize(
    ("extent", "words"),
    [
        ("match", ["cable", "took"]),
        ("word", ["cable", "took"]),
        ("sentence", ["The cable was hidden.", "They took it."]),
        ("paragraph", ["The cable was hidden. They took it."]),
        ("turn", ["Yes. My phone, and her phone too.\nThe cable was hidden. They took it."]),
    ],
)
def test_a_hit_is_widened_to_its_extent(extent: Extent, words: list[str]) -> None:
    assert found("cable", "took", extent=extent) == words


def test_hits_that_overlap_after_widening_are_one_which_knows_all_that_was_found() -> None:
    (_, hit, *_) = find_hits(TEXT, TURNS, Query(patterns_for(["phone"], ""), extent="sentence"))
    assert TEXT[hit.start : hit.end] == "My phone, and her phone too."
    assert [TEXT[start:end] for start, end in hit.found] == ["phone", "phone"]


def test_a_word_is_widened_to_the_word_that_is_written_with_its_particle_or_apostrophe() -> None:
    text = "그때 [도시]에서 검열을 했어요. My sister's phone."
    assert found("검열", "도시", "sister", text=text, turns=(), extent="word") == ["[도시]에서", "검열을", "sister's"]


def test_words_and_an_expression_are_alternatives() -> None:
    assert found("cable", expression="took|whose") == ["Whose", "cable", "took"]


def test_an_expression_sees_a_turn_as_a_whole_text_in_any_case() -> None:
    assert found(expression="^(yes|no|the)\\b") == ["Yes", "The", "No"]
    assert found(expression="(?-i:YES)") == []
    assert found(expression="hidden\\.$") == ["hidden."]
    assert found(expression="(?<=y )phone") == ["phone"]


def test_empty_and_blank_matches_are_no_hits() -> None:
    assert found(expression="x*", extent="sentence") == []
    assert found(expression="\\s+", extent="match") == []
    assert found(expression="\\s+phone", extent="match") == ["phone"] * 5


@pytest.mark.parametrize(("roles", "n"), [("I", 1), ("R", 3), ("T", 1), ("IT", 2), ("IRT", 5)])
def test_only_turns_of_the_speakers_are_searched(roles: str, n: int) -> None:
    assert len(found("phone", roles=roles)) == n


def test_a_speaker_alone_is_every_turn_of_hers() -> None:
    assert found(roles="I", extent="match") == ["Was there a phone? Whose?"]
    assert found(roles="R", extent="sentence") == [SPEECHES[1][1], SPEECHES[3][1]]
    assert found(roles="R", text="No turns, a phone.", turns=()) == []


def test_what_is_found_must_lie_wholly_within_a_passage_but_may_be_widened_beyond() -> None:
    passage = span("her phone too.\nThe ca")
    assert found("phone", "cable", passages=[passage], extent="match") == ["phone"]
    assert found("phone", "cable", passages=[passage], extent="sentence") == ["My phone, and her phone too."]
    assert found("phone", passages=[]) == []


def test_two_codings_that_overlap_are_one_passage() -> None:
    a, b = span("her phone too.\nThe ca"), span("cable was hidden.")
    assert found("cable", passages=[b, a]) == ["cable"]
    assert found("cable", passages=[a, (a[1], b[1])]) == []


def test_passages_alone_are_hits_also_over_the_end_of_a_turn() -> None:
    start, end = span("Whose?")[0], span("Yes. My")[1]
    assert found(passages=[(start, end)], extent="match") == [TEXT[start:end]]
    assert found(passages=[(start, end)], extent="sentence") == [TEXT[start : span("her phone too.")[1]]]
    assert found(passages=[(start, end)], roles="R", extent="match") == ["Yes. My"]


def test_a_search_can_be_ended_from_outside() -> None:
    class Enough(Exception):
        pass

    def go_on() -> None:
        raise Enough

    with pytest.raises(Enough):
        find_hits(TEXT, TURNS, Query(patterns_for(["phone"], "")), go_on=go_on)


@pytest.mark.parametrize(
    ("expression", "message"),
    [("(a", "not a regular"), ("(a+)+", "never end"), (".*a.*b.*", "more than 2 repeats"), ("x" * 2000, "longer than")],
)
def test_an_expression_that_could_take_for_ever_is_refused(expression: str, message: str) -> None:
    with pytest.raises(InputRefused, match=message) as refused:
        patterns_for([], expression)
    assert refused.value.hint


LONG = "".join(f"word{place:04} " for place in range(1000))
"""9,000 characters without a stop."""


def test_in_a_long_turn_nothing_is_missed_or_found_twice() -> None:
    assert len(found("word*", text=LONG, turns=())) == 1000
    assert found(expression="word0(499|500).{0,200}word0505", text=LONG, turns=()) == [LONG[499 * 9 : 505 * 9 + 8]]
    assert found(expression="\\d$", text=LONG.strip(), turns=()) == ["9"]
    assert found("a", text=LONG.replace(" ", "a"), turns=(), extent="turn") == []


def test_an_expression_with_two_far_repeats_ends_soon_on_a_long_turn() -> None:
    """Seen whole, these 4,500 characters take twelve seconds, and 9,000 eight times as long."""
    began = process_time()
    assert found(expression=".*word.*q", text=LONG[:4500], turns=()) == []
    assert process_time() - began < 5


PIECES = ["phone", "Phone ", "cable", " ", ". ", "\n", "\n\n", "검열을 ", "(", "’s ", "e\u0301", "…"]
TEXTS = st.lists(st.sampled_from(PIECES), max_size=30).map("".join)


@st.composite
def searches(draw: st.DrawFn) -> tuple[str, tuple[Turn, ...], Query, list[Span] | None]:
    """Draw an interview, a query and perhaps passages."""
    text, turns = interview(
        tuple(
            ("IRT"[place % 3], speech.strip() or "x")  # type: ignore[misc]  # one of the roles
            for place, speech in enumerate(draw(st.lists(TEXTS, max_size=4)))
        ),
        head=draw(TEXTS),
    )
    words = draw(st.sampled_from(([], ["phone"], ["*e*", "검열"], ["cable phone"])))
    said_by = draw(st.sampled_from((None, lambda turn: turn.role == "R")))
    places = st.tuples(st.integers(0, len(text)), st.integers(0, len(text))).map(lambda pair: (min(pair), max(pair)))
    passages = draw(st.none() | st.lists(places.filter(lambda one: one[0] < one[1]), max_size=4)) if text else None
    return text, turns, Query(patterns_for(words, ""), said_by, draw(st.sampled_from(EXTENTS))), passages


@given(searches())
def test_hits_come_in_order_share_nothing_and_hold_what_was_found(
    search: tuple[str, tuple[Turn, ...], Query, list[Span] | None],
) -> None:
    text, turns, query, passages = search
    hits = find_hits(text, turns, query, passages)
    for before, after in pairwise(hits):
        assert before.end <= after.start
    for hit in hits:
        assert hit.found
        assert text[hit.start : hit.end] == text[hit.start : hit.end].strip() != ""
        assert all(hit.start <= start < end <= hit.end for start, end in hit.found)


@given(searches())
def test_what_is_found_is_what_looking_at_every_turn_finds(
    search: tuple[str, tuple[Turn, ...], Query, list[Span] | None],
) -> None:
    text, turns, query, passages = search
    hits = find_hits(text, turns, query, passages)
    if query.patterns:
        assert {one for hit in hits for one in hit.found} == set(slowly(text, turns, query, passages))
    narrow = find_hits(text, turns, Query(query.patterns, query.said_by, "match"), passages)
    assert all(any(hit.start <= one.start and one.end <= hit.end for hit in hits) for one in narrow)


def slowly(text: str, turns: tuple[Turn, ...], query: Query, passages: list[Span] | None) -> Iterator[Span]:
    """Find words one turn or line after another, and ask of each whether all its characters lie in one united passage."""
    head = text[: turns[0].label if turns else len(text)]
    lines = [match.span() for match in re.finditer("[^\n]+", head)] if query.said_by is None else []
    said = [(turn.start, turn.end) for turn in turns if query.said_by is None or query.said_by(turn)]
    covered = [False] * len(text)
    joined = [False] * len(text)
    """Whether a passage goes on from a character to the next."""
    for start, end in passages or ():
        covered[start:end] = [True] * (end - start)
        joined[start : end - 1] = [True] * (end - 1 - start)
    for block in lines + said:
        for match in query.patterns[0].finditer(text[slice(*block)]):
            start, end = block[0] + match.start(), block[0] + match.end()
            if passages is None or (all(covered[start:end]) and all(joined[start : end - 1])):
                yield start, end
