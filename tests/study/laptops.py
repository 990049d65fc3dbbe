"""Laptops: devices with a study in memory, whose clock stands still and whose dice are seeded; and what their files hold."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from random import Random

from brute_fold import World

from coder.errors import ChangeRefused
from coder.study import engine, schema
from coder.study.changes import Add, Change, SetField
from coder.study.engine import Connection
from coder.study.journal import turns
from coder.study.journal.chronicle import Chronicle, read_contents, read_rows
from coder.study.journal.fold import Fold, snapshot
from coder.study.journal.rows import Action, Content, Row, canonical, genesis, make_row, member
from coder.study.journal.turns import Turned, pair
from coder.study.kinds import KEYED, Json, key

STUDY = "the study"
TEXT = "I saw it in the market."
LAPTOPS = ("a", "b", "c")


@dataclass(frozen=True)
class Raw:
    """A row with any operation and payload."""

    op: str
    payload: Mapping[str, Json]
    words: tuple[Content, ...] = ()

    def contents(self) -> Iterable[Content]:
        return self.words

    def entry(self, now: Fold) -> tuple[str, dict[str, Json]]:
        del now
        return self.op, dict(self.payload)


@dataclass(frozen=True)
class SetMany:
    """A field of several members of one batch changes in one row."""

    batch: str
    field: str
    values: Mapping[int, Json]

    def contents(self) -> Iterable[Content]:
        return ()

    def entry(self, now: Fold) -> tuple[str, dict[str, Json]]:
        places = {index: ("coding", member(self.batch, index), self.field) for index in self.values}
        values: dict[str, Json] = {
            str(index): [self.values[index], now.value(*place), pair(now.owner(*place))] for index, place in places.items()
        }
        return "batch.set", {"kind": "coding", "uid": self.batch, "field": self.field, "values": values}


def purge(masks: Mapping[str, Content | None]) -> Raw:
    """Erase contents; each reads as its mask from then on."""
    contents: dict[str, Json] = {uid: mask.uid if mask else None for uid, mask in masks.items()}
    return Raw("purge", {"contents": contents, "reason": None}, tuple(mask for mask in masks.values() if mask))


class Laptop:
    """One device with a study in memory; its clock stands still and its dice are seeded."""

    def __init__(self, device: str, seed: str = "", study: str = STUDY) -> None:
        self.device = device
        self.dice = Random(seed or device)
        self.connection = empty_study()
        self.chronicle = Chronicle(self.connection, study, lambda: device, lambda: "2026-04-01T09:00:00Z", self.dice.randbytes)

    def uid(self) -> str:
        return self.dice.randbytes(16).hex()

    def content(self, body: str) -> Content:
        return Content(self.dice.randbytes(16), body)

    def act(self, *drafts: Change) -> Action | None:
        """Do one thing, under the laptop's own name as coder; None if a rule forbids it."""
        try:
            row = self.chronicle.append(drafts, self.device)
        except ChangeRefused:
            return None
        return row.device, row.seq - len(drafts) + 1

    def forge(self, body: str) -> Row:
        """Write a row that this program would never write, on a chain of its own."""
        device = self.device + "*"
        chain = [row for row in self.rows() if row.device == device]
        lamport = max((row.lamport for row in self.rows()), default=0) + 1
        head = chain[-1].hash if chain else genesis(self.chronicle.study, device)
        row = make_row(device, len(chain) + 1, lamport, head, self.content(body))
        self.chronicle.receive([row], {})
        return row

    def undo(self) -> Turned | None:
        """Take the newest own action back; None if there is none, or none that can be taken back."""
        with suppress(ChangeRefused):
            return turns.undo(self.chronicle, self.device)
        return None

    def redo(self) -> Turned | None:
        with suppress(ChangeRefused):
            return turns.redo(self.chronicle, self.device)
        return None

    def turn(self, action: Action, *, redo: bool) -> Turned | None:
        with suppress(ChangeRefused), self.chronicle.writing():
            return turns.turn(self.chronicle, action, self.device, redo=redo)
        return None

    def rows(self) -> list[Row]:
        return list(read_rows(self.connection))

    def own(self) -> list[Row]:
        """Give the rows written here, forged ones too."""
        return [row for row in self.rows() if row.device in (self.device, self.device + "*")]

    def contents(self) -> dict[str, Content]:
        return read_contents(self.connection)

    def learn(self, other: Laptop) -> None:
        """Take in all that another laptop has."""
        self.chronicle.receive(other.rows(), other.contents())

    def known(self, kind: str) -> list[str]:
        sql = f'SELECT uid FROM "{kind}" WHERE known = 1 ORDER BY uid'  # noqa: S608 - a kind of the format
        return [row[0] for row in self.connection.execute(sql).fetchall()]

    def value(self, kind: str, uid: str, field: str) -> Json:
        return Fold(self.connection).value(kind, uid, field)

    def world(self) -> World:
        return world_of(self.connection)


def empty_study() -> Connection:
    """Open an empty study in memory."""
    connection = engine.in_memory()
    schema.install(connection)
    return connection


def world_of(connection: Connection) -> World:
    """Read all that a file says, as the brute fold writes it."""

    def rows(sql: str) -> list[tuple[str, ...]]:
        return [tuple(row) for row in connection.execute(sql).fetchall()]

    of_text = """SELECT s.uid, coalesce(c.body, c.mask), s.id FROM source s LEFT JOIN content c ON c.id = s.text WHERE s.known"""
    of_turn = """SELECT label, start, end, speaker, role, time_start, time_end FROM turn t JOIN source s ON s.id = t.source
                 AND s.text = t.text WHERE s.uid = ? ORDER BY position"""
    owners = rows("SELECT kind, uid, field, lamport, device, seq, hash, by_device, by_seq FROM stamp")
    turned = rows("SELECT device, action, lamport, by_device, by_seq, hash, turn FROM reversal")
    masked = "SELECT uid, mask FROM content WHERE uid IN (SELECT content FROM purge)"
    return World(
        things=snapshot(connection),
        tree={uid: (up, counts_as) for uid, up, counts_as in rows(
            """SELECT c.uid, p.uid, e.uid FROM code c LEFT JOIN code p ON p.id = c.parent
               LEFT JOIN code e ON e.id = c.effective WHERE c.known"""
        )},
        added={(kind, uid): _stamp(stamp) for kind in snapshot(connection).keys() - KEYED.keys() for uid, *stamp in rows(
            f'SELECT e.uid, lamport, device, seq, hash FROM "{kind}" e JOIN journal j ON j.id = e.added'  # noqa: S608 - as above
        )},
        stamps={(kind, uid, field): (_stamp(stamp[:4]), _owner(*stamp[4:])) for kind, uid, field, *stamp in owners},
        turned={(device, int(action)): (_stamp(stamp), way) for device, action, *stamp, way in turned},
        purges={(content, mask) for content, mask in rows("SELECT content, replacement FROM purge")},
        reveals={uid for uid, in rows("SELECT round FROM reveal")},
        masks=dict(connection.execute(masked).fetchall()),
        bodies={uid: content.body for uid, content in read_contents(connection).items()},
        texts={uid: text for uid, text, _ in rows(of_text)},
        turns={uid: connection.execute(of_turn, (uid,)).fetchall() for uid, *_ in rows(of_text)},
    )  # fmt: skip


def _stamp(cells: Sequence[object]) -> tuple[int, str, int, str]:
    lamport, device, seq, row_hash = cells
    assert isinstance(lamport, int)
    assert isinstance(seq, int)
    assert isinstance(row_hash, bytes)
    return lamport, str(device), seq, row_hash.hex()


def _owner(device: str | None, seq: str | None) -> tuple[str, int] | None:
    return None if device is None else (device, int(seq or 0))


def begin() -> list[Laptop]:
    """Give three laptops the same small study: a round, a coder, a source, a respondent, two codes."""
    first, *others = (Laptop(name) for name in LAPTOPS)
    words = [first.content(body) for body in ("main", "oak", "R1", TEXT, "R1")]
    name_of_round, name_of_coder, name, text, label = words
    source, respondent = first.uid(), first.uid()
    said = first.content(canonical([[0, 0, len(TEXT), "R1", "R", None, None]]))
    first.act(
        Add("round", {"name": name_of_round.uid, "blind": False}, (name_of_round,), first.uid()),
        Add("coder", {"name": name_of_coder.uid, "role": "coder"}, (name_of_coder,), first.uid()),
        Add("respondent", {"label": label.uid}, (label,), respondent),
        Add("source", {"name": name.uid, "kind": "interview", "respondent": respondent, "text": text.uid}, (name, text), source),
        SetField("turns", key(source, text.uid), "turns", said.uid, (said,)),
        Add("variable", {"name": "age", "owner": "respondent", "type": "category", "categories": ["40", "50"]}, uid=first.uid()),
        *(
            Add("code", {"name": name, "place": {"parent": None, "position": 0}}, uid=first.uid())
            for name in ("Bribery", "Papers")
        ),
    )
    for other in others:
        other.learn(first)
    return [first, *others]


def all_of(laptops: Iterable[Laptop]) -> tuple[list[Row], dict[str, Content]]:
    """Give all rows with their bodies, and all contents that are left anywhere."""
    rows: dict[str, Row] = {}
    contents: dict[str, Content] = {}
    for laptop in laptops:
        rows |= {row.hash: row for row in laptop.own()}
        contents |= laptop.contents()
    return list(rows.values()), contents


def deliver(rows: Iterable[Row], contents: Mapping[str, Content], dice: Random, to: Laptop | None = None) -> Laptop:
    """Bring rows and contents to a laptop in any order, some twice, in a few parcels."""
    to = to or Laptop("reader")
    items: list[Row | str] = [*rows, *contents]
    items += dice.choices(items, k=len(items) // 4) if items else []
    dice.shuffle(items)
    cuts = sorted(dice.randrange(len(items) + 1) for _ in range(4))
    for first, last in zip([0, *cuts], [*cuts, len(items)], strict=True):
        parcel = items[first:last]
        to.chronicle.receive(
            [item for item in parcel if isinstance(item, Row)], {uid: contents[uid] for uid in parcel if isinstance(uid, str)}
        )
    return to


def meet(laptops: Sequence[Laptop]) -> None:
    """Let every laptop learn all that any other knows."""
    for _ in range(2):
        for one in laptops:
            for other in laptops:
                if one is not other:
                    one.learn(other)
