"""Programs that are killed at work: forked from this one, which has loaded everything, so that a thousand deaths take a minute.

Run as a program of its own: `python nursery.py FOLDER FIRST LAST`. For each seed a child works on a study through the real
`Study.act`, undo and redo included, and tells each change through a pipe once it is acknowledged. After a drawn number of
changes it is killed with SIGKILL, wherever it is in the next one. Then the file is opened: everything that was told is there,
nothing is half there, and the chain goes on. What is wrong is printed, one line each; at the end stands what was counted.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from random import Random
from typing import NoReturn

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from one_study import OneStudy, one_study

from coder.study.changes import Change, add_memo
from coder.study.study import Study


def work(place: OneStudy, seed: int, pipe: int, tell_early: bool) -> NoReturn:
    """Change the study until somebody ends this process; tell each change when it is saved."""
    dice = Random(f"work {seed}")
    with place.open() as study:
        while True:
            coding = place.coding(dice.randrange(20), 20 + dice.randrange(20))
            group: list[Change] = [coding]
            if dice.random() < 0.3:
                group.append(add_memo("coding", coding.uid, place.coder, "a doubt"))
            if tell_early:
                os.write(pipe, f"+{coding.uid}\n".encode())
            study.act(group, place.coder)
            if not tell_early:
                os.write(pipe, f"+{coding.uid}\n".encode())
            if dice.random() < 0.2 and study.undo(place.coder):
                os.write(pipe, f"-{coding.uid}\n".encode())
                if dice.random() < 0.5 and study.redo(place.coder):
                    os.write(pipe, f"+{coding.uid}\n".encode())


def killed(place: OneStudy, seed: int, *, tell_early: bool) -> list[str]:
    """Start a worker, read a drawn number of lines, kill it, and give all that it told."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        work(place, seed, writing, tell_early)
    os.close(writing)
    with os.fdopen(reading, encoding="ascii") as pipe:
        told = [pipe.readline().strip() for _ in range(Random(seed).randint(1, 40))]
        os.kill(child, signal.SIGKILL)
        told += pipe.read().split()  # what it told before it died
    os.waitpid(child, 0)
    return told


def lacking(place: OneStudy, told: list[str]) -> list[str]:
    """List what was told and is not so; the last thing may have been followed by one that nobody was told."""
    state = {line[1:]: line[0] for line in told if len(line) > 1}
    last = told[-1][1:] if told else ""
    with place.open() as study:
        problems = [check.problem for check in study.verify() if not check.ok]
        there = {coding.uid for coding in study.store.codings()}
        study.act([place.coding()], place.coder)
        problems += [check.problem for check in study.verify() if not check.ok]
    wrong = [uid for uid, sign in state.items() if (uid in there) is not (sign == "+") and uid != last]
    if state.get(last) == "+" and last not in there:
        wrong += [] if _was_undone(place, last) else [last]
    return problems + wrong + [f"{uid} was never begun" for uid in list(there - state.keys())[1:]]


def _was_undone(place: OneStudy, uid: str) -> bool:
    """Tell whether the last coding was taken back before the worker could tell."""
    with Study.open(place.path, readonly=True) as study:
        return any(entry.op == "set" and entry.payload.get("uid") == uid for entry in study.log())


def main(folder: str, first: str, last: str, mode: str = "") -> None:
    """Kill a number of workers, each on a study of its own."""
    count = bad = 0
    for seed in range(int(first), int(last)):
        home = Path(folder) / str(seed)
        home.mkdir()
        place = one_study(home)
        told = killed(place, seed, tell_early=mode == "early")
        count += len(told)
        if problems := lacking(place, told):
            bad += 1
            print(f"seed {seed}: {problems}")
    print(f"{int(last) - int(first)} kills, {count} acknowledged, {bad} with a loss")


if __name__ == "__main__":
    main(*sys.argv[1:])
