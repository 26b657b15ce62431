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

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterator, Sequence
from operator import attrgetter
from typing import Final

from watchword.fusion.cluster import Cluster
from watchword.fusion.forest import Forest
from watchword.fusion.sketch import Score, Sketch, can_meet, scored
from watchword.fusion.steps import Steps

NEAREST: Final = 16
LOOKED_AT: Final = 64
"""Bounds for many reports of one moment: work grows with them, not their square."""

A_PAUSE: Final = 16
"""So many small steps are made between two pauses."""


by_start: Final = attrgetter("start_ns", "key")
"""The order in which a sweep comes to them."""


class Look:
    """Those before a thread that were looked at for it, the farthest first.

    Attributes:
        at: The threads.
        can: Whether each of them can be of one event with it.
    """

    __slots__ = ("at", "can")

    def __init__(self, at: list[Sketch], can: list[bool]) -> None:
        self.at, self.can = at, can

    def insert(self, sketch: Sketch, *, can: bool) -> list[Sketch]:
        """One more is looked at; the ones that were paired and are no more.

        Where it is farther than a bound lets look, it is the one that goes.
        """
        place = bisect_left(self.at, by_start(sketch), key=by_start)
        self.at.insert(place, sketch)
        self.can.insert(place, can)
        gone: list[Sketch] = []
        paired = sum(self.can)
        while (
            len(self.at) > LOOKED_AT or paired > NEAREST or self._sees_too_far(paired)
        ):
            farthest = self.at.pop(0)
            if self.can.pop(0):
                paired -= 1
                gone.append(farthest)
        return gone

    def _sees_too_far(self, paired: int) -> bool:
        return paired == NEAREST and not self.can[0]


class Merging:
    """What has been merged so far.

    Attributes:
        clusters: Every thread is in one.
    """

    def __init__(self) -> None:
        self.clusters: list[Cluster] = []
        self._sketches: list[Sketch] = []
        self._home: dict[Sketch, Cluster] = {}
        self._looks: dict[Sketch, Look] = {}
        self._forest = Forest()
        self._is_whole = True

    def __len__(self) -> int:
        return len(self._home)

    def has(self, sketch: Sketch) -> bool:
        """Whether it is among them, and as it was."""
        return sketch in self._home

    def all_of(self, sketches: Sequence[Sketch]) -> Steps[None]:
        """Merge these, in steps; nothing was merged before."""
        yield
        whole = _one_of(sketches)
        self._is_whole = whole is not None or not sketches
        if whole is not None:
            self._home = dict.fromkeys(sketches, whole)
            self.clusters = [whole]
            return
        self._sketches = sorted(sketches, key=by_start)
        self._home = {each: Cluster(each) for each in sketches}
        scores = yield from self._all_scores()
        for done, score in enumerate(scores):
            self._merge(score)
            if not done % A_PAUSE:
                yield
        found = {id(each): each for each in self._home.values()}
        self.clusters = list(found.values())

    def _all_scores(self) -> Steps[list[Score]]:
        """Pairs near in time that can be of one event, by a sweep, in order."""
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
        scores.sort()
        return scores

    def _paired(self, sketch: Sketch, before: Sequence[Sketch]) -> list[Score]:
        """With those before it, the nearest of them."""
        at: list[Sketch] = []
        can: list[bool] = []
        found: list[Score] = []
        earliest_ns = sketch.start_ns - 1 - sketch.gate_ns
        has_no_voice_of = sketch.voices.isdisjoint
        for other in reversed(before):
            if len(at) == LOOKED_AT or len(found) == NEAREST:
                break
            if other.last_ns >= earliest_ns:
                fits = has_no_voice_of(other.voices) and can_meet(other, sketch)
                at.append(other)
                can.append(fits)
                if fits:
                    found.append(scored(other, sketch))
        self._looks[sketch] = Look(at[::-1], can[::-1])
        return found

    def _merge(self, score: Score) -> Cluster | None:
        """Merge what a pair leads to; the cluster that is no longer, if they fit."""
        one, other = self._home[score[6]], self._home[score[7]]
        if one is other or not one.fits(other):
            return None
        if len(other.members) > len(one.members):
            one, other = other, one
        one.take(other)
        self._home.update(dict.fromkeys(other.members, one))
        self._forest.bind(score)
        return other

    def add(self, sketch: Sketch) -> bool:
        """Take in one thread more, where that is known to give what all gives.

        What is merged is known by its bonds.  If every pair of two clusters
        would, at its turn, have led to threads that cannot be of one event, as
        far as the bonds alone had come by then, then merging all pairs gives
        these clusters: none of them grows beyond what the bonds make of it, and
        none stays behind.  The pairs of the new thread are looked at so, in
        their order; where one would have joined, it is a bond itself if the two
        clusters fit as they are now.  All else is left to ``all_of``.

        Returns:
            Whether it was taken in; ``False``: merge all anew, this one is over.
        """
        if self._is_whole:
            return self._added_to_whole(sketch)
        place = bisect_right(self._sketches, by_start(sketch), key=by_start)
        scores = self._paired(sketch, self._sketches[:place])
        for other in self._later(sketch, place):
            can = can_meet(sketch, other)
            gone = self._looks[other].insert(sketch, can=can)
            if any(self._forest.has(each, other) for each in gone):
                return False
            if can and sketch not in gone:
                scores.append(scored(sketch, other))
        alone = self._home[sketch] = Cluster(sketch)
        self.clusters.append(alone)
        insort(self._sketches, sketch, key=by_start)
        return all(self._looked_at(score) for score in sorted(scores))

    def _looked_at(self, score: Score) -> bool:
        """Whether a new pair is in order, a bond or kept apart."""
        if self._home[score[6]] is self._home[score[7]] or self._forest.kept_apart(
            score
        ):
            return True
        gone = self._merge(score)
        if gone is not None:
            self.clusters.remove(gone)
        return gone is not None

    def _added_to_whole(self, sketch: Sketch) -> bool:
        alone = Cluster(sketch)
        if not self.clusters:
            self.clusters.append(alone)
        elif self.clusters[0].fits(alone):
            self.clusters[0].take(alone)
        else:
            return False
        self._home[sketch] = self.clusters[0]
        return True

    def _later(self, sketch: Sketch, place: int) -> Iterator[Sketch]:
        """Those after it that it is near to."""
        for at in range(place, len(self._sketches)):
            other = self._sketches[at]
            if not _reaches(sketch, other):
                return
            yield other


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


def _reaches(earlier: Sketch, later: Sketch) -> bool:
    return later.start_ns - earlier.last_ns - 1 <= later.gate_ns
