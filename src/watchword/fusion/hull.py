"""The smallest value that covers what several witnesses said."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import msgspec

from watchword.model.quantity import Quantity
from watchword.model.time import DAY_NS, HOUR_NS, Instant

LONGEST_NS: Final = 366 * DAY_NS
"""An instant is no wider than this; a hull that would be is not made."""

TURN_DEG: Final = 360.0


def hull_of_quantities(values: Sequence[Quantity]) -> Quantity:
    """From the lowest to the highest value; "about" if any of them is.

    Bounds are no values: "at least 6" beside "8" leaves 8.  Where there are
    bounds only, the hull is what lies within all of them.

    >>> eight = Quantity(low=8.0, high=8.0, unit="1")
    >>> hull_of_quantities([Quantity(low=6.0, unit="1"), eight]) == eight
    True
    """
    unit, about = values[0].unit, any(value.about for value in values)
    closed = [v for v in values if v.low is not None and v.high is not None]
    lows = [v.low for v in closed or values if v.low is not None]
    highs = [v.high for v in closed or values if v.high is not None]
    if closed:
        return Quantity(low=min(lows), high=max(highs), unit=unit, about=about)
    low, high = max(lows, default=None), min(highs, default=None)
    if low is not None and high is not None and low > high:
        low, high = high, low  # they met within their doubt only
    return Quantity(low=low, high=high, unit=unit, about=about)


def hull_of_instants(values: Sequence[Instant]) -> Instant | None:
    """One interval over the finest of them, in the zone of the first.

    A day beside a minute of that day adds nothing: clock times are covered
    where there are any, else hours, else days.  ``None`` when the hull would
    be wider than an instant can be.
    """
    fine = finest(values)
    start_ns = min(value.ns for value in fine)
    width_ns = max(value.end_ns for value in fine) - start_ns
    if width_ns > LONGEST_NS:
        return None
    return Instant(
        ns=start_ns,
        precision_ns=width_ns,
        about=any(value.about for value in fine),
        zone=fine[0].zone,
        zone_inferred=fine[0].zone_inferred,
    )


def finest(values: Sequence[Instant]) -> list[Instant]:
    """Those said to the clock, where there are any; else to the hour; else all."""
    for coarser_ns in (HOUR_NS, DAY_NS):
        fine = [value for value in values if value.precision_ns < coarser_ns]
        if fine:
            return fine
    return list(values)


def one_side_of_north(bearings: Sequence[Quantity]) -> list[Quantity]:
    """The same bearings, whole turns added so that 359 and 1 lie 2 apart."""
    first = _some_end(bearings[0])
    return [
        _turned(each, TURN_DEG * round((first - _some_end(each)) / TURN_DEG))
        for each in bearings
    ]


def _some_end(quantity: Quantity) -> float:
    return (quantity.low if quantity.low is not None else quantity.high) or 0.0


def _turned(quantity: Quantity, by_deg: float) -> Quantity:
    low, high = quantity.low, quantity.high
    return msgspec.structs.replace(
        quantity,
        low=None if low is None else low + by_deg,
        high=None if high is None else high + by_deg,
    )
