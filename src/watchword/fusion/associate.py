"""Which reports are of one event.

1. Statements that correct each other are one thread and stay together.
2. Threads are cut into blocks that cannot touch each other.
3. In a block, those known by the clock come first, then those known by the
   hour, then those known by the day.  A thread joins the event made so far
   that it fits best, if one fits better than all others; a day with three
   launches is no reason to glue them together, and none to guess.
4. Those of one grain that found no event are merged pair by pair, the best
   fit first, and only while every two threads of an event can be of one event.
5. What an analyst set apart is never of one event, and what an analyst said is
   of one event is, with all that stands with it, however far apart it lies.
   Kinds and statuses never meet, and corrections stay with what they correct.
6. In a crowd nobody guesses: pairs are bounded as ``merging.py`` says, and a
   thread joins none where more than ``CROWD`` events lie near.

Each step looks at a set in canonical order, so the outcome knows nothing of
the order or the number of times in which reports came.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from operator import attrgetter
from typing import Final

from watchword.fusion.cluster import Cluster
from watchword.fusion.judged import NOTHING_JUDGED, Judged
from watchword.fusion.memory import Memory
from watchword.fusion.merging import A_PAUSE, Merging, by_start
from watchword.fusion.said import Said, canonical_key, gather
from watchword.fusion.sketch import Sketch, judged_sketch, sketch_of
from watchword.fusion.steps import Steps, finish
from watchword.fusion.thread import Thread, have_corrections, threading
from watchword.fusion.window import CLOCK, DAY, HOUR, room_of

CROWD: Final = 128
"""A bound for many reports of one moment: work grows with them, not their square."""

Group = tuple[Said, ...]


def associate(
    said: Collection[Said], judged: Judged = NOTHING_JUDGED
) -> tuple[Group, ...]:
    """Group statements by what they are about; each stands in one group.

    Members of a group, and groups by their first member, are in canonical
    order.  Free statements, and reports whose time is not known here, stand
    alone with their corrections.

    Raises:
        UsageError: Two different headers came under one name.
    """
    return finish(associating(gather(said), Memory(), judged))


def associating(
    said: Sequence[Said], memory: Memory, judged: Judged = NOTHING_JUDGED
) -> Steps[tuple[Group, ...]]:
    """The same in steps, of statements given once and in canonical order.

    Args:
        said: The statements.
        memory: Spares work on what was associated before; it changes nothing.
        judged: What analysts decided.
    """
    groups: list[Group] = []
    rooms: dict[str, list[Sketch]] = {}
    found = yield from _sketched(said, memory)
    for thread, sketch in found:
        if sketch is None:
            groups.append(thread.members)
        else:
            name = room_of(thread.members[0].report.header)
            rooms.setdefault(name, []).append(sketch)
    yield
    for room in rooms.values():
        seen = [judged_sketch(each, judged) for each in room] if judged else room
        for block in _cut(sorted(seen, key=by_start)):
            clusters = yield from _clusters(block, memory)
            for done, cluster in enumerate(clusters):
                groups.append(cluster.group())
                if not done % 4:
                    yield
    if judged:
        groups = _united(groups, judged)
    return tuple(sorted(groups, key=_first_key))


def _united(groups: Iterable[Group], judged: Judged) -> list[Group]:
    """Those that are one by an analyst's word are one group."""
    found: list[Group] = []
    rooms: dict[str, list[Group]] = {}
    for group in groups:
        header = group[0].report.header
        if header.kind == "statement":
            found.append(group)
        else:
            rooms.setdefault(room_of(header), []).append(group)
    for room in rooms.values():
        for places in judged.unite([[each.name for each in g] for g in room]):
            members = (each for place in places for each in room[place])
            found.append(tuple(sorted(members, key=canonical_key)))
    return found


def _sketched(
    said: Sequence[Said], memory: Memory
) -> Steps[list[tuple[Thread, Sketch | None]]]:
    found: list[tuple[Thread, Sketch | None]] = []
    if have_corrections(said):
        threads = yield from threading(said)
        for thread in threads:
            found.append((thread, sketch_of(thread)))
            yield
        return found
    for done, each in enumerate(said):
        found.append(memory.alone(each))
        if not done % A_PAUSE:
            yield
    return found


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


def _clusters(block: list[Sketch], memory: Memory) -> Steps[Sequence[Cluster]]:
    if len(block) == 1:
        return [Cluster(block[0])]
    has_judged = any(each.apart for each in block)
    by_grain: dict[int, list[Sketch]] = {}
    for each in sorted(block, key=_key):
        by_grain.setdefault(each.grain, []).append(each)
    if len(by_grain) == 1 and not has_judged:
        return (yield from memory.merged(next(iter(by_grain.values()))))
    clusters: list[Cluster] = []
    for grain in (CLOCK, HOUR, DAY):
        if mine := by_grain.get(grain):
            # What is remembered of finer ones stays as it is.
            clusters = sorted((each.copy() for each in clusters), key=_start_ns)
            waiting = yield from _left_over(mine, clusters)
            clusters += yield from _merged(waiting, None if has_judged else memory)
    return clusters


def _merged(waiting: list[Sketch], memory: Memory | None) -> Steps[Sequence[Cluster]]:
    if not waiting:
        return []
    if memory is not None:
        return (yield from memory.merged(waiting))
    merging = Merging()
    yield from merging.all_of(waiting)
    return merging.clusters


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
    """Those of which a thread may lie near: a block may be long and thin."""
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


_start_ns = attrgetter("start_ns")
_key = attrgetter("key")
