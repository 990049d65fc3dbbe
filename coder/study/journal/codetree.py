"""The tree of codes as a function of the codes' values alone; pure.

Two laptops may move code A under B and B under A, or merge each into the other. After their journals meet, each such circle is
cut at the code with the smallest uid, by uid and not by time, since undo restores values and never stamps.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import NamedTuple


class Node(NamedTuple):
    """A known code as it stands in the study."""

    name: str
    parent: str | None
    position: int
    merged_into: str | None


class Placed(NamedTuple):
    """Where a code ends up."""

    parent: str | None
    effective: str
    """The code that counts in its place, itself unless it was merged."""
    path: str
    ordinal: int
    """Place in depth-first order."""
    conflict: int
    """1: it was part of a circle of places; 2: of a circle of merges; 3: of both."""


def place(codes: Mapping[str, Node]) -> dict[str, Placed]:
    """Give each code its parent, path, place in the order, and the code it counts as.

    An unknown parent shows as top level; `effective` stops at the last known code.
    """
    up = {uid: node.parent for uid, node in codes.items() if node.parent in codes}
    into = {uid: node.merged_into for uid, node in codes.items() if node.merged_into in codes}
    cut_up, cut_into = cut_circles(up), cut_circles(into)
    parents = {uid: None if uid in cut_up else up.get(uid) for uid in codes}
    effective = {uid: _follow(uid, into, cut_into) for uid in codes}
    order, paths = _walk(codes, parents)
    return {
        uid: Placed(parents[uid], effective[uid], paths[uid], order[uid], (uid in cut_up) + 2 * (uid in cut_into))
        for uid in codes
    }


def cut_circles(edges: Mapping[str, str | None]) -> set[str]:
    """Name the smallest uid of every circle; with one edge a node, circles are disjoint."""
    cut: set[str] = set()
    done: set[str] = set()
    for start in edges:
        path: list[str] = []
        node: str | None = start
        while node is not None and node in edges and node not in done and node not in path:
            path.append(node)
            node = edges[node]
        if node in path:
            cut.add(min(path[path.index(node) :]))
        done.update(path)
    return cut


def _follow(uid: str, into: Mapping[str, str | None], cut: set[str]) -> str:
    while uid not in cut:
        target = into.get(uid)
        if target is None:
            break
        uid = target
    return uid


def _walk(codes: Mapping[str, Node], parents: Mapping[str, str | None]) -> tuple[dict[str, int], dict[str, str]]:
    children: dict[str | None, list[str]] = defaultdict(list)
    for uid in sorted(codes, key=lambda uid: (codes[uid].position, uid)):
        children[parents[uid]].append(uid)
    order: dict[str, int] = {}
    paths: dict[str, str] = {}
    waiting = children[None][::-1]
    while waiting:
        uid = waiting.pop()
        above = paths.get(parents[uid] or "")
        order[uid] = len(order)
        paths[uid] = f"{above} > {codes[uid].name}" if above is not None else codes[uid].name
        waiting += children[uid][::-1]
    return order, paths
