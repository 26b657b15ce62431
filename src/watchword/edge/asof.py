"""What was known of a stretch of time by an instant, read from there alone.

Rule 1: a row of ``reach`` covers wherever its report has ever reached, so that
        what reached there by then is found though more was opened since.
Rule 2: what is found is read as it was known; whole blocks are, so that events
        come out as they do of everything.
Rule 3: where nothing near has changed since, and nothing was decided since, the
        kept events are those of then.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Final

import msgspec

from watchword.edge.keptreports import Known
from watchword.edge.picturetables import PictureTables
from watchword.edge.saids import Saids
from watchword.fusion.associate import Group, associating
from watchword.fusion.fuse import event_of, event_order
from watchword.fusion.judged import Judged
from watchword.fusion.memory import Memory
from watchword.fusion.said import Said, canonical_key
from watchword.fusion.steps import finish
from watchword.fusion.window import Reach, hull, reach_of
from watchword.model.report import KINDS, STATUSES
from watchword.picture.fold import touched
from watchword.picture.picture import Picture
from watchword.picture.placed import Placed

ROOMS: Final = tuple(
    f"{status} {kind}" for status in STATUSES for kind in KINDS if kind != "statement"
)


class Period(msgspec.Struct, frozen=True, kw_only=True):
    """A stretch of time in which something happened.

    Args:
        from_ns: Its first nanosecond, UTC.
        until_ns: Its last.
    """

    from_ns: int
    until_ns: int

    def reaches(self) -> tuple[Reach, ...]:
        """The same in every room."""
        return tuple(Reach(room, self.from_ns, self.until_ns) for room in ROOMS)


class AsOf:
    """The reports as they were known by an entry.

    Args:
        tables: Where they reach; folded up to that entry at least.
        saids: Reads them.
        until: The last entry known by then.
        as_of_ns: The instant; ``None``: now.  What was said after it counts not.
        judged: What was decided by that entry.
    """

    def __init__(
        self,
        tables: PictureTables,
        saids: Saids,
        until: int,
        as_of_ns: int | None,
        judged: Judged,
    ) -> None:
        self._tables, self._saids = tables, saids
        self._until, self._as_of_ns = until, as_of_ns
        self._judged = judged
        self._read: dict[str, Placed | None] = {}
        self._changed: dict[str, Placed] = {}
        self._is_settled = not saids.judgements.any_after(until)

    def near(self, reach: Reach) -> Collection[str]:
        """Names of those that may reach there."""
        names = self._tables.near(reach)
        known = self._known(names)
        for name in names:
            changed = self._changed.get(name)
            if changed is not None and changed.meets(reach):
                self._is_settled = False
        return known

    def linked(self, said: Collection[Said]) -> Collection[str]:
        """Names of those that correct one of these or are corrected."""
        names = self._tables.linked(said)
        known = self._known(names)
        if not self._changed.keys().isdisjoint(names):
            self._is_settled = False
        return known

    def folded(self, names: Collection[str]) -> Collection[str]:
        """Those of these that are known."""
        return self._known(names)

    def placed(self, name: str) -> Placed:
        """One that is known."""
        found = self._read[name]
        if found is None:
            raise AssertionError(name)
        return found

    def kept(self, names: Collection[str]) -> Mapping[str, str]:
        """No event is kept of an instant."""
        del names
        return {}

    def _known(self, names: Iterable[str]) -> list[str]:
        return [name for name in names if self._placed(name) is not None]

    def _placed(self, name: str) -> Placed | None:
        if name not in self._read:
            for known, _ in self._tables.reports_with(name):
                self._take(known)
        if name not in self._read:
            said = self._saids.read(name, self._until)
            self._read[name] = None if said is None else self._then(said)
            self._is_settled = False
        return self._read[name]

    def _take(self, known: Known) -> None:
        """One report of a kept event, as it was then."""
        name, said = known.said.name, known.said
        then: Said | None = said
        if known.last > self._until:
            is_held = known.first <= self._until
            then = self._saids.read(name, self._until) if is_held else None
        placed = self._read[name] = None if then is None else self._then(then)
        if placed is None or placed.said is not said:
            both = [] if placed is None else list(placed.reaches())
            now = reach_of(said)
            both += [] if now is None else [now]
            self._changed[name] = Placed(said=said, reach=hull(both) if both else None)

    def _then(self, said: Said) -> Placed | None:
        at_ns = said.report.header.said_at_ns
        if self._as_of_ns is not None and at_ns > self._as_of_ns:
            return None
        return Placed(said=said, reach=reach_of(said))

    def said(self, period: Period) -> list[Said]:
        """What has to do with a stretch of time, with all that touches it."""
        return list(touched(self, period.reaches(), self._judged).values())

    def touching(self, names: Iterable[str]) -> list[Said]:
        """Those of these reports that are known, with all that touches them."""
        return list(touched(self, (), self._judged, self._known(names)).values())

    def groups(self, period: Period) -> list[Group]:
        """The same, those of one event together."""
        said = sorted(self.said(period), key=canonical_key)
        if not self._is_settled:
            return [*finish(associating(said, Memory(), self._judged))]
        kept = self._tables.kept([each.name for each in said])
        found: dict[str, list[Said]] = {}
        for each in said:
            found.setdefault(kept[each.name], []).append(each)
        return [*map(tuple, found.values())]


def within(
    period: Period, said: Collection[Said], as_of_ns: int | None, judged: Judged
) -> Picture:
    """The events of a stretch of time, out of the reports that ``AsOf`` found."""
    ordered = sorted(said, key=canonical_key)
    groups = finish(associating(ordered, Memory(), judged))
    return shown(period, groups, as_of_ns, judged)


def shown(
    period: Period, groups: Iterable[Group], as_of_ns: int | None, judged: Judged
) -> Picture:
    """The events of a stretch of time, out of the groups of whole blocks.

    An event is of it where one of its reports reaches there.  Free statements
    and placeholders have no time, and are not shown.
    """
    events = (
        event_of(group, judged.withdrawn)
        for group in groups
        if any(_is_there(each, period) for each in group)
    )
    ordered = tuple(sorted(events, key=event_order))
    return Picture(as_of_ns=as_of_ns, events=ordered, loose=())


def _is_there(said: Said, period: Period) -> bool:
    reach = reach_of(said)
    return (
        reach is not None
        and reach.first_ns <= period.until_ns
        and period.from_ns <= reach.last_ns
    )
