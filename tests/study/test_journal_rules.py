"""Each rule of the fold is needed: break one, and the check that guards it fails on some script.

A check that cannot fail proves nothing. Each break is the simpler rule that somebody might put in the place of the right one.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import checks
import pytest
import test_chronicle
import test_study_durable
from laptops import Laptop, begin, meet
from scripts import Script, seeded_script

from coder.errors import ChangeRefused
from coder.study.changes import AddCoding, SetField
from coder.study.journal import chronicle, codetree, derived, effects, fold, turns
from coder.study.journal.chronicle import Chronicle
from coder.study.journal.fold import Fold
from coder.study.journal.references import References
from coder.study.journal.rows import Action, Content, Owner, Row, make_row
from coder.study.journal.turns import Turned

Check = Callable[[Script, int], None]
Break = Callable[[pytest.MonkeyPatch], None]


class Anybody:
    """An owner that is everybody's."""

    def __eq__(self, other: object) -> bool:
        return True

    __hash__ = None  # type: ignore[assignment]  # never a key

    def __iter__(self) -> Iterator[object]:
        return iter(("a", 1))


class Careless(Fold):
    """A fold that lets every field be put back."""

    def owner(self, *_: str) -> Owner | None:
        return Anybody()  # type: ignore[return-value]  # that is the fault


def last_add_wins(patch: pytest.MonkeyPatch) -> None:
    right = fold._upsert_sql
    patch.setattr(fold, "_upsert_sql", lambda kind: right(kind).replace(") > (SELECT", ") < (SELECT"))


def first_add_to_arrive_wins(patch: pytest.MonkeyPatch) -> None:
    right = fold._upsert_sql
    patch.setattr(fold, "_upsert_sql", lambda kind: right(kind).partition(" OR (SELECT")[0])


def an_add_beats_a_set(patch: pytest.MonkeyPatch) -> None:
    right = fold._upsert_sql
    patch.setattr(fold, "_upsert_sql", lambda kind: right(kind).replace("CASE WHEN EXISTS", "CASE WHEN NOT EXISTS"))


def last_set_to_arrive_wins(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(fold, "_STAMP_SQL", fold._STAMP_SQL.partition("\nWHERE")[0])


def a_stamp_has_no_device(patch: pytest.MonkeyPatch) -> None:
    narrow = "\nWHERE excluded.lamport > stamp.lamport"
    patch.setattr(fold, "_STAMP_SQL", fold._STAMP_SQL.partition("\nWHERE")[0] + narrow)


def a_stamp_has_no_hash(patch: pytest.MonkeyPatch) -> None:
    narrow = fold._STAMP_SQL.replace(", excluded.hash)", ")").replace(", stamp.hash)", ")")
    patch.setattr(fold, "_STAMP_SQL", narrow)


def the_last_turn_to_arrive_decides(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(fold, "_REVERSAL_SQL", fold._REVERSAL_SQL.partition("\nWHERE")[0])


def forked_rows_are_skipped(patch: pytest.MonkeyPatch) -> None:
    right = Chronicle._take

    def take(self: Chronicle, row: Row, into: Fold) -> tuple[bool, bool]:
        sql = "SELECT 1 FROM journal WHERE device = ? AND seq = ? AND hash <> ?"
        other = self.connection.execute(sql, (row.device, row.seq, bytes.fromhex(row.hash))).fetchone()
        return (False, False) if other else right(self, row, into)

    patch.setattr(Chronicle, "_take", take)


def sealed_rows_stay_sealed(patch: pytest.MonkeyPatch) -> None:
    right = Chronicle._take

    def take(self: Chronicle, row: Row, into: Fold) -> tuple[bool, bool]:
        known = self.connection.execute("SELECT 1 FROM journal WHERE hash = ?", (bytes.fromhex(row.hash),)).fetchone()
        return (False, False) if known else right(self, row, into)

    patch.setattr(Chronicle, "_take", take)


def a_filled_seal_only_shows(patch: pytest.MonkeyPatch) -> None:
    right = Chronicle._take

    def take(self: Chronicle, row: Row, into: Fold) -> tuple[bool, bool]:
        sql = "UPDATE journal SET body = ?, salt = ? WHERE hash = ? AND body IS NULL"
        self.connection.execute(sql, (row.body, row.salt, bytes.fromhex(row.hash)))
        return right(self, row, into)

    patch.setattr(Chronicle, "_take", take)


def a_purge_does_not_stick(patch: pytest.MonkeyPatch) -> None:
    right = Fold._purge

    def purge(self: Fold, effect: effects.Purge) -> None:
        right(self, effect)
        self._db.execute("DELETE FROM purge WHERE content = ?", (effect.content,))

    patch.setattr(Fold, "_purge", purge)


def a_purged_content_is_taken_in_again(patch: pytest.MonkeyPatch) -> None:
    def take(self: Fold, uid: str, content: Content) -> None:
        if self._db.execute(fold._CONTENT_SQL, (uid, content.salt, content.body, len(content.body))).rowcount:
            self.dirty.contents.add(uid)

    patch.setattr(Fold, "take_content", take)


def the_first_mask_is_enough(patch: pytest.MonkeyPatch) -> None:
    def read(uid: str, bodies: dict[str, str | None], replacements: dict[str, set[str]], *_: object) -> str | None:
        return bodies.get(min(replacements[uid])) if uid in replacements else bodies.get(uid)

    patch.setattr(derived, "read_masked", read)


def circles_are_cut_at_the_largest_uid(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(codetree, "min", max, raising=False)


def a_merge_is_followed_one_step(patch: pytest.MonkeyPatch) -> None:
    def follow(uid: str, into: dict[str, str | None], cut: set[str]) -> str:
        return uid if uid in cut else into.get(uid) or uid

    patch.setattr(codetree, "_follow", follow)


def live_is_not_asked_again_when_a_source_changes(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(derived, "_WHICH", {kind: which for kind, which in derived._WHICH.items() if kind != "source"})


def live_is_not_asked_again_when_a_coder_comes(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(derived, "_WHICH", {kind: which for kind, which in derived._WHICH.items() if kind != "coder"})


def a_stale_coding_counts(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(derived, "_REFRESH_SQL", derived._REFRESH_SQL.replace(" AND s.text = coding.text", ""))


def an_undo_owns_what_it_puts_back(patch: pytest.MonkeyPatch) -> None:
    right = effects._set

    def read(payload: dict[str, Any], me: Owner) -> Iterator[effects.Effect]:
        return right({name: value for name, value in payload.items() if name != "by"}, me)

    patch.setitem(effects._READERS, "set", read)


def an_undo_does_not_ask_who_owns_the_field(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(turns, "Fold", Careless)


def a_code_in_use_can_be_undone(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Fold, "code_is_in_use", lambda *_, **__: False)


def use_is_asked_for_before_anything_has_gone_back(patch: pytest.MonkeyPatch) -> None:
    right = turns.turn

    def turn(chronicle: Chronicle, action: Action, actor: str, *, redo: bool) -> Turned:
        rows = turns.rows_of(chronicle.connection, action)
        if not redo and any(turns._is_missed(Fold(chronicle.connection), row) for row in rows):
            raise ChangeRefused("in use", "")
        return right(chronicle, action, actor, redo=redo)

    patch.setattr(turns, "turn", turn)


def each_row_has_a_time_of_its_own(patch: pytest.MonkeyPatch) -> None:
    def make(device: str, seq: int, lamport: int, prev: str, content: Content) -> Row:
        return make_row(device, seq, lamport + seq - int(json.loads(content.body)["action"]), prev, content)

    patch.setattr(chronicle, "make_row", make)


def time_is_not_raised_by_what_others_wrote(patch: pytest.MonkeyPatch) -> None:
    def latest(self: Chronicle) -> int:
        sql = "SELECT coalesce(max(lamport), 0) FROM journal WHERE device = ?"
        return int(self.connection.execute(sql, (self.device(),)).fetchone()[0])

    patch.setattr(Chronicle, "_latest", latest)


def check_whole_action(script: Script, seed: int) -> None:
    """Of two corrections of one text, one wins with all the codings it moved."""
    del script, seed
    one, other, _ = begin()
    source, code, coder, in_round = (one.known(kind)[0] for kind in ("source", "code", "coder", "round"))
    shared = [AddCoding(source, code, coder, in_round, start, start + 2, uid=f"shared {start}") for start in (1, 4)]
    one.act(*shared)
    other.learn(one)
    more = [AddCoding(source, code, coder, in_round, start, start + 2, uid=f"more {start}") for start in range(5)]
    other.act(*more)
    one.act(SetField("setting", "x", "value", 1))
    one.act(SetField("setting", "x", "value", 2))
    correct(one, source, "XX", [coding.uid for coding in shared])
    correct(other, source, "X", [coding.uid for coding in (*more, *shared)])
    meet([one, other])
    for laptop in (one, other):
        world = laptop.world()
        assert world.texts[source] == "XX I saw it"
        assert {uid: world.things["coding"][uid]["live"] for uid in ("shared 1", "shared 4")} == {"shared 1": 1, "shared 4": 1}


def correct(laptop: Laptop, source: str, sign: str, codings: list[str]) -> None:
    text = laptop.content(f"{sign} I saw it")
    moved = [SetField("coding", uid, "anchor", {"text": text.uid, "start": 3, "end": 5}) for uid in codings]
    laptop.act(SetField("source", source, "text", text.uid, (text,)), *moved)


def check_circles(script: Script, seed: int) -> None:
    """Laptops that made a circle of merges together agree on where it is cut."""
    del script, seed
    one, other, _ = begin()
    code, target = one.known("code")
    one.act(SetField("code", code, "merged_into", target))
    other.act(SetField("code", target, "merged_into", code))
    meet([one, other])
    for laptop in (one, other):
        world = laptop.world()
        assert [world.things["code"][uid]["conflict"] for uid in (code, target)] == [2, 0]
        assert {effective for _, effective in world.tree.values()} == {code}


BREAKS: list[tuple[Break, Check, str]] = [
    (last_add_wins, checks.check_order, "add_same_guid sync"),
    (first_add_to_arrive_wins, checks.check_order, "add_same_guid sync"),
    (an_add_beats_a_set, checks.check_order, ""),
    (last_set_to_arrive_wins, checks.check_order, ""),
    (a_stamp_has_no_device, checks.check_order, "edit_code move_code note"),
    (a_stamp_has_no_hash, checks.check_fork, ""),
    (the_last_turn_to_arrive_decides, checks.check_order, "edit_code undo redo"),
    (forked_rows_are_skipped, checks.check_fork, ""),
    (sealed_rows_stay_sealed, checks.check_order, ""),
    (a_filled_seal_only_shows, checks.check_order, ""),
    (a_purge_does_not_stick, checks.check_order, "erase"),
    (a_purged_content_is_taken_in_again, checks.check_order, "erase"),
    (the_first_mask_is_enough, checks.check_order, "erase"),
    (circles_are_cut_at_the_largest_uid, checks.check_order, "move_code merge_code"),
    (circles_are_cut_at_the_largest_uid, check_circles, ""),
    (a_merge_is_followed_one_step, checks.check_order, "add_code merge_code sync"),
    (live_is_not_asked_again_when_a_source_changes, checks.check_order, ""),
    (live_is_not_asked_again_when_a_coder_comes, checks.check_order, "code_passages"),
    (a_stale_coding_counts, checks.check_order, "code_passages correct_text"),
    (an_undo_owns_what_it_puts_back, checks.check_way_back, ""),
    (an_undo_does_not_ask_who_owns_the_field, checks.check_turn, "edit_code move_code sync"),
    (a_code_in_use_can_be_undone, checks.check_turn, "add_code code_passages"),
    (use_is_asked_for_before_anything_has_gone_back, checks.check_way_back, "code_passages"),
    (each_row_has_a_time_of_its_own, check_whole_action, ""),
    (time_is_not_raised_by_what_others_wrote, checks.check_writing, "edit_code sync"),
]
NAMES = [f"{broken.__name__}-{check.__name__}" for broken, check, _ in BREAKS]


@pytest.mark.parametrize(("broken", "check", "operations"), BREAKS, ids=NAMES)
def test_a_broken_rule_is_found(broken: Break, check: Check, operations: str, monkeypatch: pytest.MonkeyPatch) -> None:
    broken(monkeypatch)
    assert any(fails(check, seeded_script(seed, operations.split()), seed) for seed in range(150))


def fails(check: Check, script: Script, seed: int) -> bool:
    try:
        check(script, seed)
    except AssertionError:
        return True
    return False


def ids_are_kept_after_a_failure(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(References, "forget", lambda _: None)


def the_end_of_the_journal_is_looked_up_once(patch: pytest.MonkeyPatch) -> None:
    right = Chronicle._tail
    patch.setattr(Chronicle, "_tail", lambda self: self._known[0] if self._known else right(self))


ONE_AFTER_ANOTHER = partial(test_study_durable.check_turns, [(0, "code"), (1, "code"), (0, "code")])


@pytest.mark.parametrize(
    ("broken", "guard"),
    [
        (ids_are_kept_after_a_failure, test_chronicle.test_ids_learned_in_an_action_that_failed_are_forgotten),
        (the_end_of_the_journal_is_looked_up_once, ONE_AFTER_ANOTHER),
    ],
    ids=["ids", "end of the journal"],
)
def test_what_is_remembered_too_long_is_found(broken: Break, guard: Callable[[], None], monkeypatch: pytest.MonkeyPatch) -> None:
    broken(monkeypatch)
    with pytest.raises(AssertionError):
        guard()


@pytest.mark.parametrize("check", [check_whole_action, check_circles])
def test_the_rules_as_they_are_pass(check: Check) -> None:
    check([], 0)


def test_programs_one_after_another_pass() -> None:
    ONE_AFTER_ANOTHER()
