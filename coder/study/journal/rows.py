"""Journal rows: their bytes, their chain, and what can be wrong with them.

A row is hashed over its device, number, Lamport time and body, and over the hash of the row before it, so that a changed,
missing, swapped or inserted row shows. The body's own digest is salted: a body can be erased, or held back as a *sealed* row,
and the chain still verifies, while nobody can guess a short name back from its hash.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from coder.study.kinds import LIMIT

Stamp = tuple[int, str, int, str]
"""(lamport, device, seq, hash): the order in which rows win. The hash decides only after a fork."""
Action = tuple[str, int]
"""(device, seq of its first row): one act of a person."""
Owner = tuple[str, int]
"""(device, seq) of the row that owns a field's value."""


_HASH = re.compile("[0-9a-f]{64}")
_ENCODER = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False)


class Row(NamedTuple):
    """One row of the journal; hashes are hexadecimal, `D` is the digest of salt and body."""

    device: str
    seq: int
    lamport: int
    D: str
    prev: str
    hash: str
    body: str | None
    salt: bytes | None

    @property
    def stamp(self) -> Stamp:
        """The row's place in the order of all rows."""
        return self.lamport, self.device, self.seq, self.hash


class Content(NamedTuple):
    """A text that can be erased: a name, a testimony, a memo. Its uid is a salted hash."""

    salt: bytes
    body: str

    @property
    def uid(self) -> str:
        """SHA-256(salt ‖ body), both length-prefixed."""
        return digest(self.salt, self.body)

    def is_named(self, uid: str) -> bool:
        """Tell whether a uid fits; it never does where the body cannot be written as UTF-8."""
        try:
            return self.uid == uid
        except UnicodeEncodeError:
            return False


class Fault(NamedTuple):
    """Something wrong with a chain.

    `edited`, `gap`, `fork`, `broken`, `genesis`, `lamport`, `content`, `anchor` or `own row sealed`.
    """

    problem: str
    place: str
    seq: int


def canonical(value: object) -> str:
    """Write JSON the one way it is hashed: keys sorted, no blanks, no escapes."""
    return _ENCODER.encode(value)


def digest(salt: bytes, body: str) -> str:
    """SHA-256 over salt and body, length-prefixed, in hexadecimal."""
    return _sha(_prefixed(salt), _prefixed(body))


def genesis(study: str, device: str) -> str:
    """What the first row of a device continues: SHA-256(study uid ‖ device)."""
    return _sha(_prefixed(study), _prefixed(device))


def make_row(device: str, seq: int, lamport: int, prev: str, content: Content) -> Row:
    """Chain a body to the row before it."""
    inner = content.uid
    return Row(device, seq, lamport, inner, prev, row_hash(prev, device, seq, lamport, inner), content.body, content.salt)


def row_hash(prev: str, device: str, seq: int, lamport: int, inner: str) -> str:
    """SHA-256(prev ‖ device ‖ seq ‖ lamport ‖ D); variable parts length-prefixed, numbers as 8 bytes big-endian."""
    return _sha(_prefixed(prev), _prefixed(device), seq.to_bytes(8, "big"), lamport.to_bytes(8, "big"), _prefixed(inner))


def member(batch: str, index: int) -> str:
    """Name the `index`-th thing of a batch: the first 16 bytes of SHA-256(batch uid ‖ index), in hexadecimal."""
    return _sha(_prefixed(batch), index.to_bytes(8, "big"))[:32]


def seal(row: Row) -> Row:
    """Take body and salt out of a row; it still continues the chain."""
    return row._replace(body=None, salt=None)


def is_intact(row: Row) -> bool:
    """Tell whether a row's numbers are in range and its hashes fit what it holds."""
    try:
        return _is_intact(row)
    except UnicodeEncodeError:  # half of a surrogate pair, which no row of ours holds
        return False


def _is_intact(row: Row) -> bool:
    if not (0 < row.seq < LIMIT and 0 <= row.lamport < LIMIT and all(map(_HASH.fullmatch, (row.D, row.prev, row.hash)))):
        return False
    if row.hash != row_hash(row.prev, row.device, row.seq, row.lamport, row.D):
        return False
    if row.body is None or row.salt is None:
        return row.body is None and row.salt is None
    return digest(row.salt, row.body) == row.D


def check_chains(study: str, rows: Iterable[Row], own: str | None = None) -> list[Fault]:
    """List what is wrong with the rows of any number of devices, in whatever order they come.

    `own` is this device: a row of its own can never be sealed. A rewritten or cut tail shows only against an anchor.
    """
    faults: list[Fault] = []
    chains: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        chains[row.device].append(row)
        if not is_intact(row):
            faults.append(Fault("edited", row.device, row.seq))
        if row.device == own and row.body is None:
            faults.append(Fault("own row sealed", row.device, row.seq))
    for device, chain in chains.items():
        faults += _check_chain(genesis(study, device), chain)
    return faults


def check_contents(contents: Mapping[str, Content]) -> list[Fault]:
    """List contents whose uid does not fit their body."""
    return [Fault("content", uid, 0) for uid, content in contents.items() if not content.is_named(uid)]


def check_anchors(study: str, rows: Iterable[Row], anchors: Iterable[tuple[str, int, str]]) -> list[Fault]:
    """List anchors (device, count, head hash), noted somewhere safe, that the rows do not bear out."""
    there = {(row.device, row.seq, row.hash) for row in rows}
    return [
        Fault("anchor", device, count)
        for device, count, head in anchors
        if (device, count, head) not in there and not (count == 0 and head == genesis(study, device))
    ]


def _check_chain(first: str, chain: list[Row]) -> list[Fault]:
    at: dict[int, dict[str, Row]] = defaultdict(dict)
    for row in chain:
        at[row.seq][row.hash] = row
    found = (_fault_of(row, first, at) for row in chain)
    forks = [Fault("fork", row.device, row.seq) for row in chain if len(at[row.seq]) > 1]
    return forks + [fault for fault in found if fault]


def _fault_of(row: Row, first: str, at: Mapping[int, Mapping[str, Row]]) -> Fault | None:
    if row.seq == 1:
        return None if row.prev == first else Fault("genesis", row.device, 1)
    if row.seq - 1 not in at:
        return Fault("gap", row.device, row.seq)
    before = at[row.seq - 1].get(row.prev)
    if before is None:
        return Fault("broken", row.device, row.seq)
    return Fault("lamport", row.device, row.seq) if before.lamport > row.lamport else None


def _prefixed(part: str | bytes) -> bytes:
    data = part.encode() if isinstance(part, str) else part
    return len(data).to_bytes(8, "big") + data


def _sha(*parts: bytes) -> str:
    return hashlib.sha256(b"".join(parts)).hexdigest()
