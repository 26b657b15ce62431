"""Which stretches of time have been looked through."""

from __future__ import annotations

from collections.abc import Iterable
from operator import attrgetter

from watchword.fusion.window import Reach


class Explored:
    """Stretches looked through so far, by room: sorted, none meeting another."""

    def __init__(self) -> None:
        self._rooms: dict[str, list[Reach]] = {}

    def rest_of(self, reach: Reach) -> list[Reach]:
        """The parts not looked through yet; from now on they are."""
        known = self._rooms.get(reach.room, [])
        rest: list[Reach] = []
        first_ns = reach.first_ns
        for each in known:
            if each.last_ns < first_ns or each.first_ns > reach.last_ns:
                continue
            if each.first_ns > first_ns:
                rest.append(Reach(reach.room, first_ns, each.first_ns - 1))
            first_ns = each.last_ns + 1
        if first_ns <= reach.last_ns:
            rest.append(Reach(reach.room, first_ns, reach.last_ns))
        if rest:
            self._rooms[reach.room] = merged([*known, reach])
        return rest


_by_room = attrgetter("room", "first_ns")


def merged(reaches: Iterable[Reach]) -> list[Reach]:
    """The same stretches, those that meet as one, sorted."""
    found: list[Reach] = []
    for each in sorted(reaches, key=_by_room):
        if found and found[-1].last_ns >= each.last_ns and found[-1].meets(each):
            continue
        if found and found[-1].meets(each):
            last_ns = max(found[-1].last_ns, each.last_ns)
            found[-1] = Reach(each.room, found[-1].first_ns, last_ns)
        else:
            found.append(each)
    return found
