"""Which codes lie on the same passages: what a code is used together with, or confused with."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from coder.model.spans import merge
from coder.reports.reading import SpanRow

Passages = list[tuple[int, int]]


class Together:
    """Knows the passages of every code, one coder's and one source's apart; asked for one code after another."""

    def __init__(self, spans: Iterable[SpanRow], codes: Mapping[int, str], coder: int | None = None) -> None:
        """Take codings as numbers, with the uids of codes; `coder` is a number that narrows them to one person."""
        found: dict[tuple[int, int], dict[str, Passages]] = defaultdict(lambda: defaultdict(list))
        for source, code, who, _, start, end in spans:
            if coder in (None, who):
                found[source, who][codes[code]].append((start, end))
        self._places = [{code: merge(passages) for code, passages in by_code.items()} for by_code in found.values()]

    def of(self, code: str) -> list[tuple[str, int]]:
        """List the codes that lie on passages of a code with the number of its passages they share, the most shared first."""
        shared: Counter[str] = Counter()
        for by_code in self._places:
            for other, passages in by_code.items() if code in by_code else ():
                if other != code:
                    shared[other] += sum(_is_touched(span, passages) for span in by_code[code])
        return [(other, number) for other, number in shared.most_common() if number]


def _is_touched(span: tuple[int, int], passages: Sequence[tuple[int, int]]) -> bool:
    """Tell whether one of some passages, in order and apart, shares a character with a span."""
    place = bisect_left(passages, span[1], key=lambda passage: passage[0])
    return place > 0 and passages[place - 1][1] > span[0]
