"""A cluster: threads of one event so far, and what decides who may join."""

from __future__ import annotations

from watchword.fusion.said import Said, canonical_key
from watchword.fusion.sketch import (
    Closeness,
    Place,
    Sketch,
    are_apart,
    are_rivals,
    closeness,
)


class Cluster:
    """Threads of which every two can be of one event.

    Args:
        first: The thread it begins with.

    Attributes:
        members: Its threads, in any order.
        start_ns: When the earliest of them begins.
        length_ns: How long the window of any of them is at most.
    """

    __slots__ = (
        "_authorities",
        "_earliest_last_ns",
        "_group",
        "_latest_start_ns",
        "_places",
        "_set_apart",
        "_voices",
        "length_ns",
        "members",
        "start_ns",
    )

    def __init__(self, first: Sketch) -> None:
        self.members = [first]
        self._group: tuple[Said, ...] | None = None
        self.start_ns = self._latest_start_ns = first.start_ns
        self.length_ns = first.last_ns - first.start_ns
        self._earliest_last_ns = first.last_ns
        self._authorities = {authority: [first] for authority in first.parties}
        self._voices = set(first.voices)
        self._set_apart = [first] if first.apart else []
        self._places: list[Place] = [] if first.place is None else [first.place]

    def copy(self) -> Cluster:
        """The same, to take in others without changing this one."""
        same = Cluster(self.members[0])
        same.members = [*self.members]
        same.start_ns, same.length_ns = self.start_ns, self.length_ns
        same._latest_start_ns = self._latest_start_ns
        same._earliest_last_ns = self._earliest_last_ns
        same._authorities = {a: [*ones] for a, ones in self._authorities.items()}
        same._voices = {*self._voices}
        same._set_apart = [*self._set_apart]
        same._places = [*self._places]
        return same

    def fits(self, other: Cluster) -> bool:
        """Whether every two threads of both can be of one event."""
        if not self._voices.isdisjoint(other._voices):
            return False  # One party has one authority say two of them.
        room_ns = self.members[0].gate_ns + 1
        if (
            self._latest_start_ns - other._earliest_last_ns > room_ns
            or other._latest_start_ns - self._earliest_last_ns > room_ns
        ):
            return False
        if self._set_apart and self._is_set_apart(other):
            return False
        return not (self._has_rivals(other) or self._is_apart(other))

    def _is_set_apart(self, other: Cluster) -> bool:
        """Whether an analyst decided so; who is set apart is so from either side."""
        return any(
            not one.apart.isdisjoint(far.names)
            for one in self._set_apart
            for far in other._set_apart
        )

    def _has_rivals(self, other: Cluster) -> bool:
        mine, theirs = self._authorities, other._authorities
        if mine.keys().isdisjoint(theirs):
            return False
        if len(mine) > len(theirs):
            mine, theirs = theirs, mine
        for authority, ones in mine.items():
            for other_one in theirs.get(authority, ()):
                if any(are_rivals(authority, each, other_one) for each in ones):
                    return True
        return False

    def _is_apart(self, other: Cluster) -> bool:
        return any(are_apart(p, q) for p in self._places for q in other._places)

    def take(self, other: Cluster) -> None:
        """Take in the threads of another that fits."""
        self.members += other.members
        self._group = None
        self.start_ns = min(self.start_ns, other.start_ns)
        self.length_ns = max(self.length_ns, other.length_ns)
        self._latest_start_ns = max(self._latest_start_ns, other._latest_start_ns)
        self._earliest_last_ns = min(self._earliest_last_ns, other._earliest_last_ns)
        for authority, sketches in other._authorities.items():
            self._authorities.setdefault(authority, []).extend(sketches)
        self._voices |= other._voices
        self._set_apart += other._set_apart
        self._places += [each for each in other._places if each not in self._places]

    def group(self) -> tuple[Said, ...]:
        """Its statements, in canonical order."""
        if self._group is None:
            members = (said for each in self.members for said in each.thread.members)
            self._group = tuple(sorted(members, key=canonical_key))
        return self._group

    def closeness(self, sketch: Sketch) -> Closeness:
        """How badly a thread fits, by the one that it fits worst."""
        return max(closeness(member, sketch) for member in self.members)
