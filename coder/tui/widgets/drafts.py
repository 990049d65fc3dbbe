"""Words of memos that are not in the study yet: this device keeps them until they have been read back out of it.

A draft is what was typed and not saved. What was handed over to be saved is kept beside the drafts: when it is in the study it is
forgotten; when it was refused, for the memo or what it is on is gone meanwhile, it becomes a draft again.
"""

from __future__ import annotations

from coder.model.coding import TargetKind
from coder.model.text import normalise
from coder.study.changes import Add, ChangeMemo
from coder.tui.desk import Desk

_SENT = "sent"


def draft_key(kind: str, target: str, memo: str = "") -> str:
    """Name the draft of a memo (a uid) on something, or of a new one."""
    return f"draft:{memo or f'{kind}:{target}'}"


def hand_over(desk: Desk, kind: TargetKind, target: str, memo: str, words: str) -> None:
    """Keep the words of a memo that is on its way to the study."""
    desk.remember(f"{_SENT}:{kind}:{target}:{memo}", words)


def read_back(desk: Desk) -> bool:
    """Forget what is in the study by now, and make what was refused a draft again; tell whether there was any of that."""
    sent = {key: words for key, words in desk.memory.items() if words and key.startswith(f"{_SENT}:")}
    if not sent:
        return False
    own = {memo.uid: memo.body for memo in desk.store.memos() if memo.coder == desk.coder.uid}
    coming = {change.uid for change in desk.tickets.changes() if isinstance(change, Add | ChangeMemo)}
    was_refused = False
    for key, words in sent.items():
        memo = key.rpartition(":")[2]
        if memo in coming:
            continue
        desk.remember(key, "")
        if own.get(memo) != normalise(words).text:
            was_refused = True
            _keep(desk, key, memo if memo in own else "", words)
    return was_refused


def _keep(desk: Desk, key: str, memo: str, words: str) -> None:
    """Make words that were handed over under a key a draft; a draft that is there already stays above them."""
    kind, target = key.split(":")[1:3]
    draft = draft_key(kind, target, memo)
    desk.remember(draft, "\n\n".join(part for part in (desk.memory.get(draft, ""), words) if part))
