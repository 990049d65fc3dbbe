"""The codings of the open source, found by place."""

from hypothesis import given
from hypothesis import strategies as st

from coder.tui.page.spans import Span, SpanStore


@st.composite
def span(draw: st.DrawFn) -> Span:
    start = draw(st.integers(0, 4000))
    return Span(draw(st.sampled_from("abcdefghij")), start, start + draw(st.integers(1, 2000)), draw(st.sampled_from("KLM")))


SPANS = st.lists(span(), max_size=12)


def held(spans: list[Span]) -> list[Span]:
    """What a store must hold: the last of each uid."""
    return sorted({span.uid: span for span in spans}.values(), key=lambda span: span.order)


@given(SPANS, st.integers(0, 5000), st.integers(1, 1500))
def test_within_finds_exactly_what_overlaps(spans: list[Span], start: int, length: int) -> None:
    expected = [span for span in held(spans) if span.start < start + length and start < span.end]
    assert SpanStore(spans).within(start, start + length) == expected


@given(SPANS, st.integers(0, 5000))
def test_after_and_before_find_the_nearest_start(spans: list[Span], offset: int) -> None:
    store, starts = SpanStore(spans), [span.start for span in held(spans)]
    after, before = store.after(offset), store.before(offset)
    assert (after.start if after else None) == min((start for start in starts if start > offset), default=None)
    assert (before.start if before else None) == max((start for start in starts if start < offset), default=None)


@given(SPANS, st.sets(st.sampled_from("abcdefghij")))
def test_dropping_leaves_the_rest_as_if_the_dropped_had_never_been(spans: list[Span], dropped: set[str]) -> None:
    store = SpanStore(spans)
    for uid in dropped:
        store.drop(uid)
    rest = [span for span in held(spans) if span.uid not in dropped]
    assert store.all() == rest
    assert store.within(0, 9000) == rest
    assert [store.number(span.uid) for span in rest] == list(range(1, len(rest) + 1))


def test_the_innermost_coding_comes_first() -> None:
    store = SpanStore([Span("outer", 0, 100, "K"), Span("inner", 10, 20, "L")])
    assert [span.uid for span in store.at(15)] == ["inner", "outer"]
