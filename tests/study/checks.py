"""What must hold after any script: each check takes a script and fails with an AssertionError where the program breaks the rule.

`test_journal_fold.py` runs them on drawn scripts, and `test_journal_rules.py` shows that each fails once its rule is broken.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from random import Random
from typing import Any, NamedTuple

from brute_fold import World, fold
from laptops import STUDY, Laptop, all_of, deliver, empty_study, meet
from scripts import ALONE, OPERATIONS, Scene, Script, play

from coder.study.changes import SetField
from coder.study.journal.rows import Action, Owner, Row, member, seal
from coder.study.journal.verify import heads, verify
from coder.study.kinds import FIELDS, Json

Place = tuple[str, str, str]


class Step(NamedTuple):
    """One field's way through one row."""

    place: Place
    was: Json
    was_by: Owner | None
    value: Json
    by: Owner


def check_order(script: Script, seed: int, cuts: Sequence[int] = (99, 99, 99)) -> None:
    """Any prefix of each journal, in any order, with repeats and seals, means what it means; so does all of it later on."""
    laptops, dice = play(script), Random(seed)
    rows, contents = all_of(laptops)
    until = {laptop.device: cut for laptop, cut in zip(laptops, cuts, strict=True)}
    some = [row for row in rows if row.seq <= until[row.device.rstrip("*")]]
    some = [seal(row) if dice.random() < 0.2 else row for row in some]
    early = {uid: content for uid, content in contents.items() if dice.random() < 0.7}
    reader = deliver(some, early, dice)
    assert reader.world() == fold(some, early)
    deliver(rows, contents, dice, reader)
    assert reader.world() == fold(rows, contents)


def check_writing(script: Script, seed: int) -> None:
    """What a laptop has after acting is what its rows mean, and what it writes next is what it then reads."""
    for laptop in play(script):
        assert laptop.world() == fold(laptop.rows(), laptop.contents())
        laptop.act(SetField("setting", "a setting", "value", seed))
        assert laptop.value("setting", "a setting", "value") == seed
        assert laptop.rows()[-1].lamport > max((row.lamport for row in laptop.rows()[:-1]), default=0)


def check_meeting(script: Script, seed: int) -> None:
    """Laptops that have met say the same, and each proves it by replaying its journal."""
    laptops = play(script)
    dice = Random(seed)
    meet(dice.sample(laptops, len(laptops)))
    assert all(laptop.world() == laptops[0].world() for laptop in laptops)
    for laptop in laptops:
        found = verify(laptop.connection, STUDY, laptop.device, heads(laptop.connection), empty_study)
        assert [check.problem for check in found if not check.ok] == []


def check_fork(script: Script, seed: int, more: Script = ((0, "code_passages", 1), (0, "edit_code", 2))) -> None:
    """Two copies of one laptop that go on as one device: both branches fold, and neither can undo."""
    original = play(script)[0]
    copies = [Laptop("a", seed=name) for name in ("one copy", "another copy")]
    for number, copy in enumerate(copies):
        copy.learn(original)
        play([(0, name, draw + number) for _, name, draw in more if name in ALONE], [copy])
    rows, contents = all_of([original, *copies])
    reader = deliver(rows, contents, Random(seed))
    assert reader.world() == fold(rows, contents)
    begun = [action_of(row) for row in rows if "*" not in row.device and action_of(row)[1] == row.seq]
    for action in {action for action in begun if begun.count(action) > 1}:
        assert reader.turn(action, redo=False) is None


def check_identity(script: Script, seed: int, operation: str = "code_passages", number: int = 0) -> None:
    """Where nobody else touches the field, undo gives back what a person saw before, and redo what she saw after."""
    who = play(script)[number]
    before = visible(who.world())
    action = act_alone(who, operation, seed)
    after = visible(who.world())
    for _ in range(2 if action else 0):
        undone = who.undo()
        assert undone is not None
        assert (undone.action, undone.skipped) == (action, ())
        assert visible(who.world()) == before
        redone = who.redo()
        assert redone is not None
        assert (redone.action, redone.skipped) == (action, ())
        assert visible(who.world()) == after


def check_way_back(script: Script, seed: int, size: int = 5) -> None:
    """Some acts, as many undos, as many redos: every state on the way is met again."""
    who, dice = play(script)[0], Random(seed)
    seen = [visible(who.world())]
    acts = (act_alone(who, dice.choice(ALONE), dice.randrange(9_999)) for _ in range(size))
    seen += [visible(who.world()) for action in acts if action]
    for _ in range(2):
        for earlier in seen[-2::-1]:
            assert who.undo() is not None
            assert visible(who.world()) == earlier
        for later in seen[1:]:
            assert who.redo() is not None
            assert visible(who.world()) == later
    assert who.redo() is None


def check_turn(script: Script, seed: int) -> None:
    """An undo puts back exactly the fields that the action still owns, a redo those that its predecessor owns."""
    laptops, dice = play(script), Random(seed)
    who = dice.choice(laptops)
    actions = sorted({action for row in who.rows() if row.body and "*" not in row.device and (action := action_of(row))})
    action, redo = dice.choice(actions), dice.random() < 0.3
    for _ in range(4):
        before, rows = who.world(), rows_of(action, who.rows())
        taken = who.turn(action, redo=redo)
        if is_refused(action, rows, before, redo=redo):
            assert taken is None
            assert who.world() == before
        else:
            assert taken is not None
            free, kept = foretell(rows, before, redo=redo)
            assert [(skipped[:3], skipped.owner) for skipped in taken.skipped] == kept
            assert fields_of(who.world()) == {
                place: value for place, value in (fields_of(before) | free).items() if value is not None
            }
            assert (action in who.world().undone) is not redo
        redo = not redo
        other = dice.choice(laptops)
        act_alone(other, dice.choice(ALONE), dice.randrange(9_999))
        who.learn(other)


def act_alone(who: Laptop, operation: str, seed: int) -> Action | None:
    """Let a laptop do one thing, without anybody near; give what it did."""
    before = len(who.own())
    OPERATIONS[operation](Scene(who, [who], Random(seed)))
    new = who.own()[before:]
    return action_of(new[0]) if new else None


def visible(world: World) -> dict[str, object]:
    """Say what a person sees: nothing removed, no bookkeeping; codes in their order rather than with its numbers."""
    shown: dict[str, object] = {}
    for kind, things in world.things.items():
        shown[kind] = {uid: dict(fields) | {"ordinal": 0} for uid, fields in things.items() if not fields.get("removed")}
    codes = world.things["code"]
    order = sorted((uid for uid in codes if not codes[uid]["removed"]), key=lambda uid: str(codes[uid]["ordinal"]).zfill(9))
    sources = [uid for uid, source in world.things["source"].items() if not source["removed"]]
    shown |= {"order": order, "tree": {uid: world.tree[uid] for uid in order}, "reveals": world.reveals}
    return shown | {"words": [(uid, world.texts[uid], world.turns[uid]) for uid in sorted(sources)]}


def fields_of(world: World) -> dict[Place, Json]:
    """Give all journalled fields that have a value."""
    return {
        (kind, uid, field): fields[field]
        for kind, things in world.things.items()
        for uid, fields in things.items()
        for field in FIELDS[kind]
        if fields[field] is not None
    }


def owner_of(place: Place, world: World) -> Owner | None:
    """Name the row that owns a field."""
    if place in world.stamps:
        return world.stamps[place][1]
    added = world.added.get(place[:2])
    return (added[1], added[2]) if added else None


def action_of(row: Row) -> Action:
    return row.device, int(json.loads(row.body or "")["action"])


def rows_of(action: Action, rows: Sequence[Row]) -> list[Row]:
    own = [row for row in rows if row.body and "*" not in row.device and action_of(row) == action]
    return sorted(own, key=lambda row: row.seq)


def is_refused(action: Action, rows: Sequence[Row], world: World, *, redo: bool) -> bool:
    """Tell whether a turn has to be refused: wrong way round, not whole, or of a kind that nothing takes back."""
    bodies = [json.loads(row.body or "") for row in rows]
    if (action in world.undone) is not redo or [row.seq for row in rows].count(action[1]) != 1:
        return True
    created = {body["payload"]["uid"]: body["payload"]["kind"] for body in bodies if body["op"] == "add" and not redo}
    used = any(is_in_use(uid, world, besides=rows) for uid, kind in created.items() if kind == "code")
    begins = action[1] == 1 and "round" in created.values()
    return used or begins or any(body["turn"] or body["op"] in ("purge", "reveal") for body in bodies)


def is_in_use(code: str, world: World, besides: Sequence[Row] = ()) -> bool:
    """Tell whether codings or codes that other rows have made, or have brought there, stand on a code or under it."""
    own, owners = {row.stamp for row in besides}, {(row.device, row.seq) for row in besides}

    def by_others(kind: str, field: str) -> dict[str, dict[str, Json]]:
        there = world.things[kind].items()
        found = {uid: fields for uid, fields in there if world.added[kind, uid] not in own}
        return {uid: fields for uid, fields in found.items() if owner_of((kind, uid, field), world) not in owners}

    codings, codes = by_others("coding", "code"), by_others("code", "place")
    coded = any(c["live"] and code in (c["code"], world.tree[str(c["code"])][1]) for c in codings.values())
    return coded or any(world.tree[uid][0] == code and not fields["removed"] for uid, fields in codes.items())


def foretell(rows: Sequence[Row], world: World, *, redo: bool) -> tuple[dict[Place, Json], list[tuple[Place, Owner | None]]]:
    """Say which fields a turn sets, and which it has to leave to their owners."""
    free: dict[Place, Json] = {}
    kept: list[tuple[Place, Owner | None]] = []
    for step in (step for row in rows for step in steps_of(row)):
        owner = owner_of(step.place, world)
        if owner == (step.was_by if redo else step.by):
            free[step.place] = step.value if redo else step.was
        else:
            kept.append((step.place, owner))
    known = {place: value for place, value in free.items() if place[1] in world.things[place[0]] or place[0] not in KNOWN}
    return known, kept


KNOWN = {kind for kind in FIELDS if kind not in ("value", "mark", "setting", "turns")}


def steps_of(row: Row) -> list[Step]:
    """Write a row as steps: of one field each, from what was to what is."""
    body = json.loads(row.body or "")
    op, said, me = body["op"], body["payload"], (row.device, row.seq)
    if op == "add":
        return [Step((said["kind"], said["uid"], "removed"), True, None, None, me)]
    if op == "set":
        return [Step((said["kind"], said["uid"], said["field"]), said["was"], _owner(said["was_by"]), said["value"], me)]
    if op == "batch":
        return [Step((said["kind"], member(said["uid"], n), "removed"), True, None, None, me) for n in range(said["n"])]
    if op == "batch.set":
        values: dict[str, list[Any]] = said["values"]
        places = {n: (said["kind"], member(said["uid"], int(n)), said["field"]) for n in values}
        return [Step(places[n], was, _owner(was_by), value, me) for n, (value, was, was_by, *_) in values.items()]
    return []


def _owner(value: list[Any] | None) -> Owner | None:
    return None if value is None else (value[0], value[1])
