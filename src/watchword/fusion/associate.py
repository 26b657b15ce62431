"""Which reports are of one event.

1. Statements that correct each other are one thread and stay together.
2. Threads are cut into blocks that cannot touch each other.
3. In a block, those known by the clock come first, then those known by the
   hour, then those known by the day.  A thread joins the event made so far
   that it fits best, if one fits better than all others; a day with three
   launches is no reason to glue them together, and none to guess.
4. Those of one grain that found no event are merged pair by pair, the best
   fit first, and only while every two threads of an event can be of one event.
5. In a crowd nobody guesses: a thread is paired with the ``NEAREST`` before it
   in time that it can be of one event with, looked for among ``LOOKED_AT``,
   and joins none where more than ``CROWD`` events lie near.

Each step looks at a set in canonical order, so the outcome knows nothing of
the order or the number of times in which reports came.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Sequence
from heapq import heappop, heappush
from typing import Final

from watchword.fusion.cluster import Cluster
from watchword.fusion.said import Said, canonical_key, gather
from watchword.fusion.sketch import Sketch, can_meet, closeness, sketch_of
from watchword.fusion.steps import Steps, finish
from watchword.fusion.thread import Thread, threading
from watchword.fusion.window import CLOCK, DAY, HOUR, room_of

NEAREST: Final = 16
LOOKED_AT: Final = 64
CROWD: Final = 128
"""Bounds for many reports of one moment: work grows with them, not their square."""

Pair = tuple[int, int, int, int, int, int]
"""A score, and the ranks of the two threads: lower is better."""

Group = tuple[Said, ...]


def associate(said: Collection[Said]) -> tuple[Group, ...]:
    """Group statements by what they are about; each stands in one group.

    Members of a group, and groups by their first member, are in canonical
    order.  Free statements, and reports whose time is not known here, stand
    alone with their corrections.

    Raises:
        UsageError: Two different headers came under one name.
    """
    return finish(associating(gather(said)))


def associating(said: Sequence[Said]) -> Steps[tuple[Group, ...]]:
    """The same in steps, of statements given once and in canonical order."""
    found = yield from threading(said)
    groups: list[Group] = []
    rooms: dict[str, list[Sketch]] = {}
    for rank, thread in enumerate(found):
        sketch = sketch_of(thread, rank)
        if sketch is None:
            groups.append(thread.members)
        else:
            name = room_of(thread.members[0].report.header)
            rooms.setdefault(name, []).append(sketch)
        yield
    for room in rooms.values():
        for block in _cut(sorted(room, key=_by_start)):
            clusters = yield from _clusters(block)
            for cluster in clusters:
                groups.append(_group(cluster))
                yield
    return tuple(sorted(groups, key=_first_key))


def _group(cluster: Cluster) -> Group:
    members = (said for each in cluster.members for said in each.thread.members)
    return tuple(sorted(members, key=canonical_key))


def _first_key(group: Group) -> tuple[int, str]:
    return canonical_key(group[0])


def _cut(room: list[Sketch]) -> Iterator[list[Sketch]]:
    block: list[Sketch] = []
    last_ns = room[0].last_ns
    for sketch in room:
        if sketch.start_ns - last_ns - 1 > sketch.gate_ns:  # as gap_ns counts
            yield block
            block = []
        block.append(sketch)
        last_ns = max(last_ns, sketch.last_ns)
    yield block


def _clusters(block: list[Sketch]) -> Steps[list[Cluster]]:
    if len(block) == 1:
        return [Cluster(block[0])]
    clusters: list[Cluster] = []
    for grain in (CLOCK, HOUR, DAY):
        mine = [each for each in block if _grain(each.thread) == grain]
        clusters.sort(key=_start_ns)
        waiting = yield from _left_over(sorted(mine, key=_rank), clusters)
        merged = yield from _merged(waiting)
        clusters.extend(merged)
    return clusters


def _left_over(mine: list[Sketch], clusters: list[Cluster]) -> Steps[list[Sketch]]:
    """Those that join no event made so far."""
    longest_ns = max((cluster.length_ns for cluster in clusters), default=0)
    waiting: list[Sketch] = []
    for sketch in mine:
        if not _joined(sketch, _near(sketch, clusters, longest_ns)):
            waiting.append(sketch)
        yield
    return waiting


def _near(
    sketch: Sketch, clusters: list[Cluster], longest_ns: int
) -> Sequence[Cluster]:
    """Those whose first thread may lie near: a block may be long and thin."""
    room_ns = sketch.gate_ns + 1
    earliest_ns = sketch.start_ns - room_ns - longest_ns
    begin = bisect_left(clusters, earliest_ns, key=_start_ns)
    end = bisect_right(clusters, sketch.last_ns + room_ns, lo=begin, key=_start_ns)
    return clusters[begin:end] if end - begin <= CROWD else ()


def _joined(sketch: Sketch, clusters: Sequence[Cluster]) -> bool:
    alone = Cluster(sketch)
    ranked = sorted(
        (cluster.closeness(sketch), index)
        for index, cluster in enumerate(clusters)
        if cluster.fits(alone)
    )
    if not ranked or (len(ranked) > 1 and ranked[0][0] == ranked[1][0]):
        return False
    clusters[ranked[0][1]].take(alone)
    return True


def _merged(waiting: list[Sketch]) -> Steps[list[Cluster]]:
    by_rank = {sketch.rank: sketch for sketch in waiting}
    cluster_of = {rank: Cluster(sketch) for rank, sketch in by_rank.items()}
    heap = yield from _pairs(waiting)
    while heap:
        pair = heappop(heap)
        one, other = by_rank[pair[4]], by_rank[pair[5]]
        if other.start_ns < one.start_ns:
            one, other = other, one
        mine, theirs = cluster_of[one.rank], cluster_of[other.rank]
        if mine is not theirs and mine.fits(theirs):
            mine.take(theirs)
            cluster_of.update((each.rank, mine) for each in theirs.members)
        yield
    return list({id(cluster): cluster for cluster in cluster_of.values()}.values())


def _pairs(waiting: list[Sketch]) -> Steps[list[Pair]]:
    """A heap of pairs near in time that can be of one event, by a sweep."""
    heap: list[Pair] = []
    near: list[Sketch] = []
    enough = 8
    for sketch in sorted(waiting, key=_by_start):
        if len(near) > enough:
            near = [each for each in near if _reaches(each, sketch)]
            enough = 2 * len(near) + 8
        for other in _nearest(sketch, near):
            heappush(heap, _scored(other, sketch))
        near.append(sketch)
        yield
    return heap


def _nearest(sketch: Sketch, near: list[Sketch]) -> Iterator[Sketch]:
    looked = taken = 0
    for other in reversed(near):
        if looked == LOOKED_AT or taken == NEAREST:
            return
        if _reaches(other, sketch):
            looked += 1
            if can_meet(other, sketch):
                taken += 1
                yield other


def _reaches(earlier: Sketch, later: Sketch) -> bool:
    return later.start_ns - earlier.last_ns - 1 <= later.gate_ns


def _scored(one: Sketch, other: Sketch) -> Pair:
    """Time between, time between beginnings, contradictions, sites, then ranks."""
    gap, contradictions, site = closeness(one, other)
    begins_ns = abs(one.start_ns - other.start_ns)
    mine, theirs = one.rank, other.rank
    if mine > theirs:
        mine, theirs = theirs, mine
    return gap, begins_ns, contradictions, site, mine, theirs


def _grain(thread: Thread) -> int:
    return DAY if thread.window is None else thread.window.grain


def _start_ns(cluster: Cluster) -> int:
    return cluster.start_ns


def _rank(sketch: Sketch) -> int:
    return sketch.rank


def _by_start(sketch: Sketch) -> tuple[int, int]:
    return sketch.start_ns, sketch.rank
