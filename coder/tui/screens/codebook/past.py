"""What takes longer to know of a codebook: its history, codings older than their rules, which codes lie together."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from coder.reports.codebook_history import Event, OldCoding, history, old_codings
from coder.reports.together import Together
from coder.study.study import Study


@dataclass(frozen=True, slots=True)
class Past:
    """What is known of it."""

    events: dict[str, list[Event]] = field(default_factory=dict)
    """What was done to each code (its uid), the oldest first."""
    old: list[OldCoding] = field(default_factory=list)
    together: Together = field(default_factory=lambda: Together((), {}))


def past_of(coder: str | None, study: Study) -> Past:
    """Read the past of a codebook; codings are those of one coder (a uid), or of all."""
    store = study.store
    events: dict[str, list[Event]] = defaultdict(list)
    for event in history(store):
        events[event.uid].append(event)
    numbers = {uid: number for number, uid in store.ids("coder").items()}
    together = Together(store.spans(), store.ids("code"), numbers.get(coder or ""))
    return Past(dict(events), old_codings(store, coder), together)
