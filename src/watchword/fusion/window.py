"""When a report says it happened, as an interval that others can overlap."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import msgspec

from watchword.fusion.doubt import instant_span
from watchword.fusion.said import Said
from watchword.model.field import Value
from watchword.model.report import Header, Kind
from watchword.model.time import DAY_NS, HOUR_NS, MINUTE_NS, Instant

GATE_NS: Final[dict[Kind, int]] = {
    "launch": 10 * MINUTE_NS,
    "nuclear_test": 2 * MINUTE_NS,
    "seismic_event": 2 * MINUTE_NS,
    "statement": 0,
}
"""How far apart two windows may lie and still be of one event.  Launches are
told in minutes and salvos take a while; origin times are good to seconds, and
a collapse can follow a test within ten minutes."""

CLOCK: Final = 0
HOUR: Final = 1
DAY: Final = 2


class Window(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """An interval of time, the hedge included.

    Args:
        start_ns: Its first nanosecond.
        last_ns: Its last.
        grain: ``CLOCK``, ``HOUR`` or ``DAY``: how the time is known, which is
            not how long it lasts: a salvo of an hour is known by the clock.
    """

    start_ns: int
    last_ns: int
    grain: int


def window_of(fields: Mapping[str, Value]) -> Window | None:
    """The interval the open fields give; ``None`` when none of them is a time.

    The finest that is open is used: ``observed_at``, extended to
    ``observed_until``; else ``observed_hour``; else ``stated_on``.
    """
    first = _instant(fields, "observed_at") or _instant(fields, "observed_until")
    if first is not None:
        return _window(first, _instant(fields, "observed_until") or first)
    for field, width_ns in (("observed_hour", HOUR_NS), ("stated_on", DAY_NS)):
        coarse = _instant(fields, field)
        if coarse is not None:
            whole = _at_least(coarse, width_ns)
            return _window(whole, whole)
    return None


def gap_ns(one: Window, other: Window) -> int:
    """Time between two windows; 0 when they overlap or follow at once."""
    apart = max(one.start_ns, other.start_ns) - min(one.last_ns, other.last_ns)
    return max(0, apart - 1)


class Reach(msgspec.Struct, frozen=True, gc=False):
    """Where in time a report can be touched: two touch where their reaches meet.

    Args:
        room: Status and kind: what is in two rooms never touches.
        first_ns: Its first nanosecond.
        last_ns: Its last.
    """

    room: str
    first_ns: int
    last_ns: int

    def meets(self, other: Reach) -> bool:
        """Whether the two have an instant in common."""
        return (
            self.first_ns <= other.last_ns
            and other.first_ns <= self.last_ns
            and self.room == other.room
        )


def reach_of(said: Said) -> Reach | None:
    """The interval outside of which no other report can touch this one.

    ``None``: it says no time, or is a free statement, and is touched by its
    corrections only.
    """
    header = said.report.header
    window = window_of(said.report.fields)
    if window is None or header.kind == "statement":
        return None
    # Half the gate to either side, so that two meet where the gap is a gate.
    half_ns = GATE_NS[header.kind] // 2 + 1
    return Reach(room_of(header), window.start_ns - half_ns, window.last_ns + half_ns)


def hull(reaches: Sequence[Reach]) -> Reach:
    """From the first to the last of one or more in one room."""
    return Reach(
        reaches[0].room,
        min(each.first_ns for each in reaches),
        max(each.last_ns for each in reaches),
    )


def room_of(header: Header) -> str:
    """Status and kind in a word each: what differs in them is never one event."""
    return f"{header.status} {header.kind}"


def touches(one: Said, other: Said) -> bool:
    """Whether either can have a say in which event the other belongs to.

    It is never wrong by saying no; it may say yes to two reports that end in
    two events.
    """
    mine, theirs = one.report.header, other.report.header
    if (mine.kind, mine.status) != (theirs.kind, theirs.status):
        return False
    if mine.corrects == other.name or theirs.corrects == one.name:
        return True
    reach, their_reach = reach_of(one), reach_of(other)
    if reach is None or their_reach is None:
        return False
    return reach.meets(their_reach)


def _instant(fields: Mapping[str, Value], name: str) -> Instant | None:
    value = fields.get(name)
    return value if isinstance(value, Instant) else None


def _window(first: Instant, last: Instant) -> Window:
    spans = (instant_span(first), instant_span(last))
    return Window(
        start_ns=min(start for start, _ in spans),
        last_ns=max(end for _, end in spans),
        grain=_grain(first),
    )


def _at_least(instant: Instant, width_ns: int) -> Instant:
    # An hour typed as 06:00 is still the hour, whatever precision it bears.
    width_ns = max(instant.precision_ns, width_ns)
    return msgspec.structs.replace(instant, precision_ns=width_ns)


def _grain(instant: Instant) -> int:
    if instant.precision_ns < HOUR_NS:
        return CLOCK
    return HOUR if instant.precision_ns < DAY_NS else DAY
