"""The journal folds to the same tables whatever the order, the repeats and the seals; undo and redo keep their promises.

Held against `brute_fold`, which spells the meaning out, and where it lies beside the repository against the reference model that
fixed the file format.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from pathlib import Path
from random import Random
from types import ModuleType

import checks
import pytest
from brute_fold import World
from hypothesis import given, settings
from hypothesis import strategies as st
from laptops import LAPTOPS, STUDY, all_of, deliver
from scripts import ALONE, Script, play, scripts

from coder.study.journal.rows import Row, check_anchors, check_chains, seal
from coder.study.journal.verify import heads
from coder.study.kinds import FIELDS, KEYED

MODEL = Path(__file__).parents[3] / "shared" / "journal_model.py"
SEEDS = st.integers(0, 9_999)
FEW, MANY = settings(max_examples=50), settings(max_examples=100)


# What holds for every script


@MANY
@given(scripts(), SEEDS, st.tuples(*(st.integers(0, 30) for _ in LAPTOPS)))
def test_any_prefix_in_any_order_with_repeats_and_seals_gives_the_fold_of_the_set(
    script: Script, seed: int, cuts: tuple[int, int, int]
) -> None:
    checks.check_order(script, seed, cuts)


@FEW
@given(scripts(), SEEDS)
def test_a_laptop_that_acts_has_what_its_rows_mean(script: Script, seed: int) -> None:
    checks.check_writing(script, seed)


@FEW
@given(scripts(), SEEDS)
def test_laptops_that_met_agree_and_replay_proves_it(script: Script, seed: int) -> None:
    checks.check_meeting(script, seed)


@FEW
@given(scripts(12), SEEDS, scripts(6, ALONE))
def test_both_branches_of_a_fork_fold_and_neither_can_be_undone(script: Script, seed: int, more: Script) -> None:
    checks.check_fork(script, seed, more)


@MANY
@given(scripts(12), SEEDS, st.sampled_from(ALONE), st.integers(0, 2))
def test_undo_gives_back_what_a_person_saw_and_redo_what_she_saw_after(
    script: Script, seed: int, operation: str, number: int
) -> None:
    checks.check_identity(script, seed, operation, number)


@FEW
@given(scripts(8), SEEDS)
def test_as_many_undos_as_acts_lead_back_and_as_many_redos_lead_forward_again(script: Script, seed: int) -> None:
    checks.check_way_back(script, seed)


@MANY
@given(scripts(), SEEDS)
def test_a_turn_changes_exactly_the_fields_that_nobody_else_has_touched(script: Script, seed: int) -> None:
    checks.check_turn(script, seed)


@pytest.mark.heavy
@pytest.mark.parametrize(
    "check",
    [
        checks.check_order, checks.check_writing, checks.check_meeting, checks.check_fork, checks.check_identity,
        checks.check_way_back, checks.check_turn,
    ],
)  # fmt: skip
def test_long_scripts_keep_every_rule(check: Callable[[Script, int], None]) -> None:
    @settings(max_examples=2_000)
    @given(scripts(40), SEEDS)
    def keeps(script: Script, seed: int) -> None:
        check(script, seed)

    keeps()


# Held against the reference model


@pytest.fixture(scope="module")
def model() -> ModuleType:
    if not MODEL.exists():
        pytest.skip("the reference model of the journal does not lie beside this repository")
    spec = importlib.util.spec_from_file_location("journal_model", MODEL)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    vars(module).update(STUDY=STUDY.encode(), FIELDS={kind: [*fields] for kind, fields in FIELDS.items()}, KEYED={*KEYED})
    return module


@MANY
@given(script=scripts(), seed=SEEDS)
def test_the_program_says_what_the_reference_model_says(model: ModuleType, script: Script, seed: int) -> None:
    dice = Random(seed)
    rows, contents = all_of(play(script))
    rows = [
        seal(row) if "*" in row.device or dice.random() < 0.1 else row for row in rows
    ]  # forged rows are no matter of the model
    told = as_the_model_tells(deliver(rows, contents, dice).world())
    assert told == {name: said for name, said in model.fold(rows, contents).items() if name in told}


@FEW
@given(script=scripts(), seed=SEEDS)
def test_chains_are_judged_as_the_reference_model_judges_them(model: ModuleType, script: Script, seed: int) -> None:
    dice = Random(seed)
    laptops = play(script)
    rows, _ = all_of(laptops)
    rows = [tampered for row in rows for tampered in tamper(row, dice)]
    anchors = [anchor for laptop in laptops for anchor in heads(laptop.connection)] + [("a", 0, "no such hash")]
    found = {tuple(fault) for fault in [*check_chains(STUDY, rows, "a"), *check_anchors(STUDY, rows, anchors)]}
    assert found == set(model.verify(rows, (), anchors, (), "a"))


def tamper(row: Row, dice: Random) -> list[Row]:
    """Leave most rows alone; seal, cut, double or edit some."""
    if dice.random() < 0.7:
        return [row]
    return dice.choice(
        [
            [], [row, row], [seal(row)], [row._replace(lamport=row.lamport + 1)], [row._replace(seq=row.seq + 1)],
            [row._replace(body="{}")], [row._replace(prev=row.hash)], [row._replace(salt=None)], [row._replace(device="b")],
        ]
    )  # fmt: skip


def as_the_model_tells(world: World) -> dict[str, object]:
    """Write a world in the words of the reference model."""
    told: dict[str, object] = {
        kind: {uid: dict(fields) for uid, fields in things.items()} for kind, things in world.things.items()
    }
    told["coding"] = {uid: fields | {"live": bool(fields["live"])} for uid, fields in world.things["coding"].items()}
    codes = {}
    for uid, fields in world.things["code"].items():
        parent, effective = world.tree[uid]
        conflict = (fields["conflict"] in (1, 3), fields["conflict"] in (2, 3))
        in_use = bool(fields["removed"]) and checks.is_in_use(uid, world)
        journalled = {field: fields[field] for field in FIELDS["code"]}
        codes[uid] = {**journalled, "parent": parent, "effective": effective, "conflict": conflict, "removed_in_use": in_use}
    sticky = {"purged": sorted({content for content, _ in world.purges}), "reveals": sorted(world.reveals)}
    return told | {"code": codes, "undone": sorted(world.undone), "texts": world.texts} | sticky
