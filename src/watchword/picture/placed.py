"""Reports by where in time they can be touched."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from collections.abc import Set as AbstractSet
from typing import Final

import msgspec

from watchword.fusion.said import Said
from watchword.fusion.window import Reach
from watchword.model.time import DAY_NS

MOST_DAYS: Final = 40
"""What reaches over more days is not looked for day by day."""


class Placed(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A report, and where it can be touched.

    Args:
        said: The report.
        reach: Where others touch it; ``None``: nowhere.
        before: Where they touched it when it was folded last, or more than
            that; a time that is opened takes a report elsewhere.
    """

    said: Said
    reach: Reach | None
    before: Reach | None = None

    def reaches(self) -> tuple[Reach, ...]:
        """Wherever it has to do with others."""
        if self.before is None:
            return () if self.reach is None else (self.reach,)
        return (self.before,) if self.reach is None else (self.reach, self.before)

    def meets(self, reach: Reach) -> bool:
        """Whether it has to do with what is there."""
        mine, before = self.reach, self.before
        return (mine is not None and mine.meets(reach)) or (
            before is not None and before.meets(reach)
        )


class Arrivals:
    """Reports that arrived together, found by name, time and correction.

    Args:
        placed: Each once.
    """

    def __init__(self, placed: Collection[Placed]) -> None:
        self._placed = {each.said.name: each for each in placed}
        self._days: dict[tuple[str, int], list[str]] = {}
        self._long: list[str] = []
        self._corrections: dict[str, list[str]] = {}
        for each in placed:
            self._index(each)

    def _index(self, placed: Placed) -> None:
        name, corrects = placed.said.name, placed.said.report.header.corrects
        if corrects:
            self._corrections.setdefault(corrects, []).append(name)
        for reach in placed.reaches():
            days = _days(reach)
            if len(days) > MOST_DAYS:
                self._long.append(name)
            else:
                for day in days:
                    self._days.setdefault((reach.room, day), []).append(name)

    def __contains__(self, name: str) -> bool:
        return name in self._placed

    def have_any(self, names: AbstractSet[str]) -> bool:
        """Whether one of these is among them."""
        return not self._placed.keys().isdisjoint(names)

    def get(self, name: str) -> Placed | None:
        """The one of this name."""
        return self._placed.get(name)

    def among(self, names: Iterable[str]) -> Iterator[str]:
        """Those of these names that are of one."""
        return (name for name in names if name in self._placed)

    def near(self, reach: Reach) -> Iterator[str]:
        """Names of those that may have to do with what is there."""
        yield from self._long
        days = _days(reach)
        if len(days) > len(self._days):
            yield from self._placed
        else:
            for day in days:
                yield from self._days.get((reach.room, day), ())

    def linked(self, said: Iterable[Said]) -> Iterator[str]:
        """Names of those that correct one of these or are corrected."""
        for each in said:
            if self._corrections:
                yield from self._corrections.get(each.name, ())
            corrects = each.report.header.corrects
            if corrects and corrects in self._placed:
                yield corrects


def _days(reach: Reach) -> range:
    return range(reach.first_ns // DAY_NS, reach.last_ns // DAY_NS + 1)
