"""What looks like a source's own error: shown, never repaired.

1. ``half a day``, ``a day``: two events that no authority tells of both, whose
   clock times lie 12 or 24 hours apart to within ``NEAR_NS``, and of which a
   quantity agrees while none contradicts.  A clock read as morning instead of
   evening, or a date of another zone, looks like that.
2. ``swapped``: within one event a witness whose apogee fits the range of
   another and whose range fits its apogee, while neither fits the other way.

Both are suspicions: two launches on two days at the same minute do occur.  An
analyst decides (``watchword judge``).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import combinations
from typing import Final, Literal

import msgspec

from watchword.fusion.doubt import is_clock, quantity_span
from watchword.model.event import Event, Witnessed
from watchword.model.field import UNITS
from watchword.model.quantity import Quantity
from watchword.model.time import HOUR_NS, MINUTE_NS, Instant

Kind = Literal["half a day", "a day", "swapped"]
Span = tuple[float, float]

NEAR_NS: Final = 15 * MINUTE_NS
"""How near to 12 or 24 hours apart is near: clock times of one launch as told by
two authorities differ by minutes."""

TELLING: Final = ("apogee_km", "range_km", "flight_time_min", "magnitude")
"""Quantities of which it says something that they agree; counts agree by chance."""

_APART: Final[Mapping[Kind, int]] = {"half a day": 12 * HOUR_NS, "a day": 24 * HOUR_NS}


class Oddity(msgspec.Struct, frozen=True, kw_only=True):
    """A suspicion about what one source said.

    Args:
        kind: Which.
        events: Ids of the events, one or two, the earlier first.
        statements: The statements that it is about, sorted.
        says: In a sentence for an analyst.
    """

    kind: Kind
    events: tuple[str, ...]
    statements: tuple[str, ...]
    says: str


def oddities(events: Sequence[Event]) -> tuple[Oddity, ...]:
    """Everything odd among these events, in their order.

    Args:
        events: A picture's events, in any order.
    """
    clocked = sorted(
        ((at_ns, each) for each in events if (at_ns := _clock_ns(each)) is not None),
        key=lambda pair: (pair[0], pair[1].id),
    )
    found = [*_shifted(clocked), *(o for each in events for o in _swapped(each))]
    place = {each.id: number for number, (_, each) in enumerate(clocked)}
    return tuple(
        sorted(found, key=lambda o: (place.get(o.events[0], -1), o.kind, o.statements))
    )


def _shifted(clocked: Sequence[tuple[int, Event]]) -> Iterator[Oddity]:
    times = [at_ns for at_ns, _ in clocked]
    for at_ns, event in clocked:
        for kind, apart_ns in _APART.items():
            first = bisect_left(times, at_ns + apart_ns - NEAR_NS)
            last = bisect_right(times, at_ns + apart_ns + NEAR_NS)
            for later_ns, later in clocked[first:last]:
                if _alike(event, later):
                    yield _shift(kind, event, later, later_ns - at_ns)


def _shift(kind: Kind, one: Event, other: Event, apart_ns: int) -> Oddity:
    minutes = apart_ns // MINUTE_NS
    return Oddity(
        kind=kind,
        events=(one.id, other.id),
        statements=tuple(sorted({*one.members, *other.members})),
        says=f"{', '.join(_authorities(one))} and {', '.join(_authorities(other))}"
        f" tell of events {minutes // 60} h {minutes % 60:02} min apart whose"
        f" {' and '.join(_agreeing(one, other))} agree: one launch, if a clock or"
        " a date was misread",
    )


def _alike(one: Event, other: Event) -> bool:
    if (one.kind, one.status) != (other.kind, other.status):
        return False
    if set(_authorities(one)) & set(_authorities(other)):
        return False
    return bool(_agreeing(one, other)) and not _contradicting(one, other)


def _agreeing(one: Event, other: Event) -> tuple[str, ...]:
    mine, theirs = _hulls(one), _hulls(other)
    return tuple(
        field
        for field in TELLING
        if field in mine and field in theirs and _meet(mine[field], theirs[field])
    )


def _contradicting(one: Event, other: Event) -> bool:
    mine, theirs = _hulls(one), _hulls(other)
    both = mine.keys() & theirs.keys() & set(UNITS)
    return any(not _meet(mine[field], theirs[field]) for field in both)


def _hulls(event: Event) -> dict[str, Span]:
    """By field from the lowest to the highest value that counts."""
    found: dict[str, Span] = {}
    for combined in event.fields:
        spans = [quantity_span(value) for _, value in _counted(combined.witnesses)]
        if spans:
            found[combined.field] = min(s[0] for s in spans), max(s[1] for s in spans)
    return found


def _counted(witnesses: Collection[Witnessed]) -> list[tuple[Witnessed, Quantity]]:
    return [
        (each, each.value)
        for each in witnesses
        if not each.superseded and isinstance(each.value, Quantity)
    ]


def _meet(one: Span, other: Span) -> bool:
    return max(one[0], other[0]) <= min(one[1], other[1])


def _authorities(event: Event) -> list[str]:
    return sorted({w.authority for field in event.fields for w in field.witnesses})


def _clock_ns(event: Event) -> int | None:
    """The earliest clock time that counts; ``None``: no witness gives one."""
    times = [
        witness.value.ns
        for combined in event.fields
        if combined.field == "observed_at"
        for witness in combined.witnesses
        if not witness.superseded
        and isinstance(witness.value, Instant)
        and is_clock(witness.value)
    ]
    return min(times, default=None)


def _swapped(event: Event) -> Iterator[Oddity]:
    said = {each.field: _counted(each.witnesses) for each in event.fields}
    ranges = {each.statement: value for each, value in said.get("range_km", ())}
    flights = [
        (each, quantity_span(value), quantity_span(ranges[each.statement]))
        for each, value in said.get("apogee_km", ())
        if each.statement in ranges
    ]
    for (one, my_apogee, my_range), (other, apogee, range_) in combinations(flights, 2):
        crossed = _meet(my_apogee, range_) and _meet(my_range, apogee)
        straight = _meet(my_apogee, apogee) or _meet(my_range, range_)
        if crossed and not straight and one.authority != other.authority:
            yield Oddity(
                kind="swapped",
                events=(event.id,),
                statements=tuple(sorted((one.statement, other.statement))),
                says=f"the apogee of {one.authority} is the range of"
                f" {other.authority} and the reverse: one of them swapped the two",
            )
