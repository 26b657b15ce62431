"""How far from the stated value the truth may lie: policy, in one place.

1. A value without a hedge is meant as it was said: no doubt is invented.
2. "About" reaches ``ABOUT_SHARE`` of a quantity and at least its rounding
   unit; a clock time ``ABOUT_CLOCK_NS``, a coarser time its own precision.
3. "At least" and "at most" leave the other side open.
4. A known sigma reaches ``SIGMAS`` times to either side.
5. Clock times of two witnesses may lie ``CLOCK_TOLERANCE_NS`` apart: one
   sensor sees the ignition, another the missile above the horizon.

None of these numbers is a measurement.  They say when two statements are shown
as agreeing; what was said is always shown beside it.
"""

from __future__ import annotations

from decimal import Decimal
from math import asin, cos, inf, radians, sin, sqrt
from typing import Final

from watchword.model.field import Position
from watchword.model.quantity import Quantity
from watchword.model.time import HOUR_NS, MINUTE_NS, Instant

ABOUT_SHARE: Final = 0.10
"""What "about" means for a quantity: a tenth of it to either side."""

ABOUT_CLOCK_NS: Final = 10 * MINUTE_NS
"""What "about" means for a clock time."""

CLOCK_TOLERANCE_NS: Final = 5 * MINUTE_NS
"""How far apart the clock times of two witnesses of one thing may lie."""

SIGMAS: Final = 2.0
"""How many standard deviations a value may be off."""

POSITION_DOUBT_KM: Final = 10.0
"""What a position without a radius is taken to be good for."""

COARSE_DOUBT_KM: Final = 40.0
"""The same of a twin rounded to half a degree: half a cell's diagonal."""

EARTH_KM: Final = 6371.0088
"""Mean radius of the Earth."""


def is_clock(instant: Instant) -> bool:
    """Whether it was read off a clock, rather than known by hour or day."""
    return instant.precision_ns < HOUR_NS


def instant_doubt_ns(instant: Instant) -> int:
    """How far "about" reaches to either side; 0 without the hedge."""
    if not instant.about:
        return 0
    return ABOUT_CLOCK_NS if is_clock(instant) else instant.precision_ns


def instant_span(instant: Instant) -> tuple[int, int]:
    """First and last nanosecond it can stand for, the tolerance not counted."""
    doubt_ns = instant_doubt_ns(instant)
    return instant.ns - doubt_ns, instant.end_ns - 1 + doubt_ns


def quantity_span(quantity: Quantity) -> tuple[float, float]:
    """Lowest and highest value it can stand for, in its own unit.

    >>> quantity_span(Quantity(low=470.0, high=470.0, unit="km", about=True))
    (423.0, 517.0)
    """
    low, high = quantity.low, quantity.high
    return (
        -inf if low is None else low - _doubt(low, quantity),
        inf if high is None else high + _doubt(high, quantity),
    )


def position_doubt_km(field: str, position: Position) -> float:
    """Its radius, or what a position of that field is taken to be good for."""
    if position.radius_km is not None:
        return position.radius_km
    return COARSE_DOUBT_KM if field == "position_coarse" else POSITION_DOUBT_KM


def distance_km(one: Position, other: Position) -> float:
    """Great-circle distance on a sphere; 0.6 % off at worst.

    Source:
        Sinnott, "Virtues of the Haversine", *Sky and Telescope* 68 (1984) 159.
    """
    north = radians(other.lat_deg - one.lat_deg) / 2
    east = radians(other.lon_deg - one.lon_deg) / 2
    scale = cos(radians(one.lat_deg)) * cos(radians(other.lat_deg))
    square = sin(north) ** 2 + scale * sin(east) ** 2
    return 2 * EARTH_KM * asin(min(1.0, sqrt(square)))


def _doubt(end: float, quantity: Quantity) -> float:
    spread = SIGMAS * quantity.sigma if quantity.sigma is not None else 0.0
    if not quantity.about:
        return spread
    return max(ABOUT_SHARE * abs(end), _rounding_unit(end), spread)


def _rounding_unit(number: float) -> float:
    # Zeros before the point are not taken as rounding: 1000 would reach to 0.
    if number.is_integer():
        return 1.0  # as below, at a tenth of the cost
    decimals = Decimal(f"{number:.15g}").as_tuple().exponent
    return 10.0 ** min(0, int(decimals))
