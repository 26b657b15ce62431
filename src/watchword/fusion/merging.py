"""Threads of one grain merged pair by pair, the best fit first.

1. Pairs are merged in the order of their scores, and only while every two
   threads of both clusters can be of one event.
2. In a crowd nobody guesses: a thread is paired with the ``NEAREST`` before it
   in time that it can be of one event with, looked for among ``LOOKED_AT``.
3. Where every two threads of a block can be of one event all are of one: each
   is paired with one before it, and nothing keeps any two apart.
4. One thread more is taken in without doing all of it again where that comes
   to the same: see ``Merging.add``.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Sequence
from heapq import heapify, heappop
from typing import Final

from watchword.fusion.cluster import Cluster
from watchword.fusion.sketch import Sketch, can_meet, closeness
from watchword.fusion.steps import Steps

NEAREST: Final = 16
LOOKED_AT: Final = 64
"""Bounds for many reports of one moment: work grows with them, not their square."""

A_PAUSE: Final = 16
"""So many small steps are made between two pauses."""

Key = tuple[int, str]
Score = tuple[int, int, int, int, Key, Key]
"""How badly two threads fit, and their keys: lower is better."""


class Merging:
    """What has been merged so far.

    Attributes:
        clusters: Every thread is in one.
    """

    def __init__(self) -> None:
        self.clusters: list[Cluster] = []
        self._sketches: list[Sketch] = []
        self._by_key: dict[Key, Sketch] = {}
        self._cluster_of: dict[Key, Cluster] = {}
        self._looks: dict[Key, tuple[int, int]] = {}
        self._last: Score | None = None
        self._is_whole = True

    def __len__(self) -> int:
        return len(self._by_key)

    def has(self, sketch: Sketch) -> bool:
        """Whether it is among them, and as it was."""
        return self._by_key.get(sketch.key) is sketch

    def all_of(self, sketches: Sequence[Sketch]) -> Steps[None]:
        """Merge these, in steps; nothing was merged before."""
        self._by_key = {each.key: each for each in sketches}
        yield
        whole = _one_of(sketches)
        self._is_whole = whole is not None or not sketches
        if whole is not None:
            self.clusters = [whole]
            return
        self._sketches = sorted(sketches, key=by_start)
        self._cluster_of = {each.key: Cluster(each) for each in sketches}
        scores = yield from self._all_scores()
        done = 0
        while scores:
            score = heappop(scores)
            if self._absorbed(score) is not None:
                self._last = score
            done += 1
            if not done % A_PAUSE:
                yield
        found = {id(each): each for each in self._cluster_of.values()}
        self.clusters = list(found.values())

    def _all_scores(self) -> Steps[list[Score]]:
        """A heap of pairs near in time that can be of one event, by a sweep."""
        scores: list[Score] = []
        near: list[Sketch] = []
        enough = 8
        for done, sketch in enumerate(self._sketches):
            if len(near) > enough:
                near = [each for each in near if _reaches(each, sketch)]
                enough = 2 * len(near) + 8
            scores += self._paired(sketch, near)
            near.append(sketch)
            if not done % 4:
                yield
        heapify(scores)
        return scores

    def _paired(self, sketch: Sketch, before: Sequence[Sketch]) -> list[Score]:
        """With those before it, the nearest of them."""
        found: list[Score] = []
        looked = 0
        for other in reversed(before):
            if looked == LOOKED_AT or len(found) == NEAREST:
                break
            if _reaches(other, sketch):
                looked += 1
                if can_meet(other, sketch):
                    found.append(_scored(other, sketch))
        self._looks[sketch.key] = looked, len(found)
        return found

    def _absorbed(self, score: Score) -> Cluster | None:
        """Merge what a pair leads to; the cluster that is no longer, if they fit."""
        one, other = self._by_key[score[4]], self._by_key[score[5]]
        if other.start_ns < one.start_ns:
            one, other = other, one
        mine, theirs = self._cluster_of[one.key], self._cluster_of[other.key]
        if mine is theirs or not mine.fits(theirs):
            return None
        mine.take(theirs)
        self._cluster_of.update((each.key, mine) for each in theirs.members)
        return theirs

    def add(self, sketch: Sketch) -> bool:
        """Take in one thread more, where that is known to give what all gives.

        Pairs of others stay the ones they are where no other looks less far
        for it.  Of the pairs it is in, those that come after the last merge
        find clusters as they are now: these are merged, or not, as ever.  In a
        pair that comes before, it meets a cluster amid its making.  Where it
        fits all that this one became it changes nothing of how it became so,
        and is part of it from then on; all else is left to ``all_of``.

        Returns:
            Whether it was taken in; ``False``: nothing changed.
        """
        if self._is_whole:
            return self._added_to_whole(sketch)
        place = bisect_left(self._sketches, by_start(sketch), key=by_start)
        later = self._later(sketch, place)
        if later is None:
            return False
        mine = self._paired(sketch, self._sketches[:place])
        scores = sorted([*mine, *(_scored(sketch, each) for each in later)])
        count = 0 if self._last is None else bisect_left(scores, self._last)
        home = self._home(sketch, scores[:count])
        if count and home is None:
            return False
        self._put(sketch, home, later)
        for score in scores[count:]:
            gone = self._absorbed(score)
            if gone is not None:
                self._last = score
                self.clusters.remove(gone)
        return True

    def _added_to_whole(self, sketch: Sketch) -> bool:
        alone = Cluster(sketch)
        if not self.clusters:
            self.clusters.append(alone)
        elif self.clusters[0].fits(alone):
            self.clusters[0].take(alone)
        else:
            return False
        self._by_key[sketch.key] = sketch
        return True

    def _later(self, sketch: Sketch, place: int) -> list[Sketch] | None:
        """Those after it that it is paired with; ``None``: they look less far."""
        found: list[Sketch] = []
        for other in self._sketches[place:]:
            if not _reaches(sketch, other):
                break
            looked, taken = self._looks[other.key]
            if looked == LOOKED_AT or taken == NEAREST:
                return None
            if can_meet(sketch, other):
                found.append(other)
        return found

    def _home(self, sketch: Sketch, scores: Sequence[Score]) -> Cluster | None:
        """The one cluster that all these pairs lead to, if it fits all of it."""
        keys = (s[5] if s[4] == sketch.key else s[4] for s in scores)
        homes = {id(found): found for found in map(self._cluster_of.__getitem__, keys)}
        if len(homes) != 1:
            return None
        (home,) = homes.values()
        return home if home.fits(Cluster(sketch)) else None

    def _put(
        self, sketch: Sketch, home: Cluster | None, later: Sequence[Sketch]
    ) -> None:
        alone = Cluster(sketch)
        if home is None:
            self.clusters.append(alone)
        else:
            home.take(alone)
        self._by_key[sketch.key] = sketch
        self._cluster_of[sketch.key] = alone if home is None else home
        place = bisect_left(self._sketches, by_start(sketch), key=by_start)
        paired = {each.key for each in later}
        for other in self._sketches[place:]:
            if not _reaches(sketch, other):
                break
            looked, taken = self._looks[other.key]
            self._looks[other.key] = looked + 1, taken + (other.key in paired)
        insort(self._sketches, sketch, key=by_start)


def _one_of(sketches: Sequence[Sketch]) -> Cluster | None:
    """One cluster of all; ``None``: some two of them cannot be of one event."""
    if not sketches:
        return None
    whole = Cluster(sketches[0])
    for each in sketches[1:]:
        alone = Cluster(each)
        if not whole.fits(alone):
            return None
        whole.take(alone)
    return whole


def by_start(sketch: Sketch) -> tuple[int, Key]:
    """The order in which a sweep comes to them."""
    return sketch.start_ns, sketch.key


def _reaches(earlier: Sketch, later: Sketch) -> bool:
    return later.start_ns - earlier.last_ns - 1 <= later.gate_ns


def _scored(one: Sketch, other: Sketch) -> Score:
    """Time between, time between beginnings, contradictions, sites, then keys."""
    gap, contradictions, site = closeness(one, other)
    begins_ns = abs(one.start_ns - other.start_ns)
    mine, theirs = one.key, other.key
    if mine > theirs:
        mine, theirs = theirs, mine
    return gap, begins_ns, contradictions, site, mine, theirs
