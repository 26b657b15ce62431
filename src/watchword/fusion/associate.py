"""Which reports are of one event.

1. Statements that correct each other are one thread and stay together.
2. Threads are cut into blocks that cannot touch each other.
3. In a block, those known by the clock come first, then those known by the
   hour, then those known by the day.  A thread joins the event made so far
   that it fits best, if one fits better than all others; a day with three
   launches is no reason to glue them together, and none to guess.
4. Those of one grain that found no event are merged pair by pair, the best
   fit first, and only while every two threads of an event can be of one event.

Each step looks at a set in canonical order, so the outcome knows nothing of
the order or the number of times in which reports came.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Sequence

from watchword.fusion.pair import closeness, obstacles, score
from watchword.fusion.said import Said, canonical_key, gather
from watchword.fusion.thread import Thread, threads
from watchword.fusion.window import CLOCK, DAY, GATE_NS, HOUR, Window, gap_ns
from watchword.model.report import Header, Kind

Cluster = list[Thread]


def associate(said: Collection[Said]) -> tuple[tuple[Said, ...], ...]:
    """Group statements by what they are about; each stands in one group.

    Members of a group, and groups by their first member, are in canonical
    order.  Free statements, and reports whose time is not known here, stand
    alone with their corrections.

    Raises:
        UsageError: Two different headers came under one name.
    """
    clusters: list[Cluster] = []
    for block in _blocks(threads(gather(said))):
        clusters.extend(_clusters(block))
    groups = (
        tuple(sorted((s for t in each for s in t.members), key=canonical_key))
        for each in clusters
    )
    return tuple(sorted(groups, key=lambda group: canonical_key(group[0])))


def _blocks(given: Sequence[Thread]) -> Iterator[list[Thread]]:
    rooms: dict[tuple[Kind, str], list[tuple[Window, Thread]]] = {}
    for thread in given:
        header = _header(thread)
        if thread.window is None or header.kind == "statement":
            yield [thread]
        else:
            room = rooms.setdefault((header.kind, header.status), [])
            room.append((thread.window, thread))
    for (kind, _), room in rooms.items():
        yield from _cut(sorted(room, key=_by_start), GATE_NS[kind])


def _cut(room: list[tuple[Window, Thread]], gate_ns: int) -> Iterator[list[Thread]]:
    block: list[Thread] = []
    last_ns = room[0][0].last_ns
    for window, thread in room:
        if window.start_ns - last_ns - 1 > gate_ns:  # as gap_ns counts
            yield block
            block = []
        block.append(thread)
        last_ns = max(last_ns, window.last_ns)
    yield block


def _clusters(block: list[Thread]) -> list[Cluster]:
    if len(block) == 1:
        return [block]
    clusters: list[Cluster] = []
    for grain in (CLOCK, HOUR, DAY):
        mine = (t for t in block if t.window is not None and t.window.grain == grain)
        clusters.sort(key=_start_ns)
        longest_ns = max((_last_ns(c) - _start_ns(c) for c in clusters), default=0)
        waiting = [
            thread
            for thread in sorted(mine, key=_key)
            if not _joined(thread, _near(thread, clusters, longest_ns))
        ]
        clusters.extend(_merged(waiting))
    return clusters


def _near(
    thread: Thread, clusters: list[Cluster], longest_ns: int
) -> Sequence[Cluster]:
    """Those whose first thread may lie near: a block may be long and thin."""
    room_ns = GATE_NS[_header(thread).kind] + 1
    earliest_ns = _start_ns([thread]) - room_ns - longest_ns
    latest_ns = _last_ns([thread]) + room_ns
    return clusters[
        bisect_left(clusters, earliest_ns, key=_start_ns) : bisect_right(
            clusters, latest_ns, key=_start_ns
        )
    ]


def _joined(thread: Thread, clusters: Sequence[Cluster]) -> bool:
    ranked = sorted(
        (max(closeness(member, thread) for member in cluster), index)
        for index, cluster in enumerate(clusters)
        if _fits([thread], cluster)
    )
    if not ranked or (len(ranked) > 1 and ranked[0][0] == ranked[1][0]):
        return False
    clusters[ranked[0][1]].append(thread)
    return True


def _merged(waiting: list[Thread]) -> list[Cluster]:
    cluster_of = {_key(thread): [thread] for thread in waiting}
    for one, other in sorted(_pairs(waiting), key=lambda pair: score(*pair)):
        mine, theirs = cluster_of[_key(one)], cluster_of[_key(other)]
        if mine is not theirs and _fits(mine, theirs):
            mine.extend(theirs)
            cluster_of.update((_key(thread), mine) for thread in theirs)
    return list({id(cluster): cluster for cluster in cluster_of.values()}.values())


def _pairs(waiting: list[Thread]) -> Iterator[tuple[Thread, Thread]]:
    """Pairs near in time, by a sweep."""
    near: list[tuple[Window, Thread]] = []
    timed = [(each.window, each) for each in waiting if each.window is not None]
    for window, thread in sorted(timed, key=_by_start):
        gate_ns = GATE_NS[_header(thread).kind]
        near = [pair for pair in near if gap_ns(pair[0], window) <= gate_ns]
        for _, other in near:
            yield other, thread
        near.append((window, thread))


def _fits(one: Cluster, other: Cluster) -> bool:
    return not any(obstacles(mine, theirs) for mine in one for theirs in other)


def _key(thread: Thread) -> tuple[int, str]:
    return canonical_key(thread.members[0])


def _start_ns(cluster: Cluster) -> int:
    window = cluster[0].window
    return window.start_ns if window else 0


def _last_ns(cluster: Cluster) -> int:
    window = cluster[0].window
    return window.last_ns if window else 0


def _by_start(timed: tuple[Window, Thread]) -> tuple[int, tuple[int, str]]:
    return timed[0].start_ns, _key(timed[1])


def _header(thread: Thread) -> Header:
    return thread.members[0].report.header
