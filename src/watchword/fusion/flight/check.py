"""Can a reported apogee, range and flight time belong to one ballistic flight?

The rule, in minutes, with every number at the end of its doubt that favours it:

1. *impossible*: the time is below the two-body bound of apogee and range,
   whichever way the flight went over the turning Earth.
2. *doubtful*: the time is more than ``MARGIN_MIN`` outside the band of the
   generic missile: burn times of -20 to +20 %, flying west or east.
3. *consistent*: neither.  That is not true, only not contradicted.
4. *cannot tell*: a number is missing, or the models do not hold.

The models hold for what coasts above the air.  Below ``LOWEST_KM`` lift decides,
and gliding and manoeuvring missiles are not meant.  Nothing is repaired: where
the numbers fit once apogee and range are exchanged it is said, not done.
"""

from __future__ import annotations

from math import inf
from typing import Final, Literal

import msgspec

from watchword.fusion.flight.earth import FASTEST_TURN_KM_S, HALF_ROUND_KM
from watchword.fusion.flight.ellipse import ellipse, least_time_min
from watchword.fusion.flight.generic import BURN_SHARE, FARTHEST_KM, fitted
from watchword.fusion.flight.span import Span, span_of, within
from watchword.fusion.flight.standard import Standard, standard
from watchword.model.field import check_field
from watchword.model.quantity import Quantity

Judgement = Literal["consistent", "doubtful", "impossible", "cannot tell"]

MARGIN_MIN: Final = 1.25
"""How far outside the band a time may lie: half a minute for a time told in whole
minutes, and three quarters for what the generic missile knows nothing of, such
as a coast between stages.  ADR 54 has the figures it is chosen by."""

LOWEST_KM: Final = 100.0
"""Below it the air carries a missile, and an ellipse says nothing."""

HIGHEST_KM: Final = 20_000.0
SHORTEST_KM: Final = 1.0
"""What stands for a range that is not given: nearly straight up."""


class FlightCheck(msgspec.Struct, frozen=True, kw_only=True):
    """What the models say of three numbers; ``None`` is what they cannot say.

    Args:
        verdict: By the rule above.
        why: The same in a sentence.
        least_min: The bound below which a time is impossible.
        two_body_min: The ellipse's time for the middle of the numbers (K0).
        two_body_range_km: How far the ellipse's speed would carry; not above
            14,000 km.
        generic_min: The generic missile's time for the middle (K1).
        generic_low_min: The lower end of its band, doubts included.
        generic_high_min: The upper end; ``None`` also where nothing bounds it.
        excess_min: The time said less ``two_body_min``.
        off_min: The time said less ``generic_min``.
        margin_min: How far outside the band is doubtful.
        standard: The standard trajectory.
        is_swapped: As said the numbers do not fit; with apogee and range
            exchanged they do.
    """

    verdict: Judgement
    why: str
    least_min: float | None = None
    two_body_min: float | None = None
    two_body_range_km: float | None = None
    generic_min: float | None = None
    generic_low_min: float | None = None
    generic_high_min: float | None = None
    excess_min: float | None = None
    off_min: float | None = None
    margin_min: float = MARGIN_MIN
    standard: Standard | None = None
    is_swapped: bool = False


class _Numbers(msgspec.Struct, frozen=True, kw_only=True):
    """The three numbers within the models' bounds; what is missing is ``None``."""

    apogee: Span
    flown: Span | None
    time: Span | None


class _Times(msgspec.Struct, frozen=True, kw_only=True):
    """What the models say of the time, in minutes."""

    least: float
    two_body: float | None
    low: float | None
    mid: float | None
    high: float | None


def check_flight(
    apogee_km: Quantity | None,
    range_km: Quantity | None = None,
    flight_time_min: Quantity | None = None,
) -> FlightCheck:
    """Check what was reported of one flight.

    Args:
        apogee_km: Highest point above the ground; without it nothing is said.
        range_km: From launch to impact, along the ground.
        flight_time_min: From launch to impact.

    Raises:
        UsageError: One of them is not in the unit of its field.
    """
    found = _judged(apogee_km, range_km, flight_time_min)
    if found.verdict not in {"impossible", "doubtful"} or range_km is None:
        return found
    turned = _judged(range_km, apogee_km, flight_time_min)
    return msgspec.structs.replace(found, is_swapped=turned.verdict == "consistent")


def cannot_tell(why: str) -> FlightCheck:
    """Nothing but the reason why nothing is said."""
    return FlightCheck(verdict="cannot tell", why=why)


def _judged(
    apogee_km: Quantity | None, range_km: Quantity | None, time_min: Quantity | None
) -> FlightCheck:
    apogee = _span("apogee_km", apogee_km)
    flown = _span("range_km", range_km)
    time = _span("flight_time_min", time_min)
    refused = _refused(apogee, flown, time)
    if apogee is None or refused:
        return cannot_tell(refused)
    numbers = _Numbers(
        apogee=within(apogee, LOWEST_KM, HIGHEST_KM),
        flown=flown and within(flown, SHORTEST_KM, HALF_ROUND_KM),
        time=time,
    )
    return _checked(numbers)


def _span(field: str, quantity: Quantity | None) -> Span | None:
    if quantity is None:
        return None
    check_field(field, quantity)
    return span_of(quantity)


def _refused(apogee: Span | None, flown: Span | None, time: Span | None) -> str:
    """Why the models say nothing of these numbers; empty where they do."""
    if apogee is None:
        return "no apogee is given"
    if apogee.mid < LOWEST_KM:
        return f"an apogee below {LOWEST_KM:.0f} km is in the air, where lift decides"
    if apogee.mid > HIGHEST_KM:
        return f"an apogee above {HIGHEST_KM:,.0f} km is beyond these models"
    if flown is not None and not 0 <= flown.mid <= HALF_ROUND_KM:
        return f"a range is 0 to {HALF_ROUND_KM:,.0f} km, half round the Earth"
    if time is not None and time.mid <= 0:
        return "a flight time is above 0"
    return ""


def _checked(numbers: _Numbers) -> FlightCheck:
    times = _times(numbers)
    verdict, why = _verdict(numbers.time, times)
    said = numbers.time.mid if numbers.time else None
    far_km = _two_body_range_km(numbers)
    return FlightCheck(
        verdict=verdict,
        why=why,
        least_min=times.least,
        two_body_min=times.two_body,
        two_body_range_km=far_km,
        generic_min=times.mid,
        generic_low_min=times.low,
        generic_high_min=times.high,
        excess_min=_difference(said, times.two_body),
        off_min=_difference(said, times.mid),
        standard=_standard(numbers),
    )


def _times(numbers: _Numbers) -> _Times:
    # Every time grows with the apogee and with the range: the corners bound it.
    apogee, flown = numbers.apogee, numbers.flown
    if flown is None:
        return _Times(
            least=least_time_min(apogee.low, 0.0),
            two_body=None,
            low=_time_min(apogee.low, SHORTEST_KM, -1),
            mid=None,
            high=None,
        )
    return _Times(
        least=least_time_min(apogee.low, flown.low),
        two_body=ellipse(apogee.mid, flown.mid).time_min,
        low=_time_min(apogee.low, flown.low, -1),
        mid=_time_min(apogee.mid, flown.mid, 0),
        high=_time_min(apogee.high, flown.high, 1),
    )


def _time_min(apogee_km: float, range_km: float, side: int) -> float | None:
    """The generic time; ``side`` is -1 for the shortest, 1 for the longest."""
    if apogee_km == inf or range_km > FARTHEST_KM:
        return None
    one = fitted(apogee_km, range_km, 1 + side * BURN_SHARE, side * FASTEST_TURN_KM_S)
    return None if one is None else one.time_min


def _verdict(time: Span | None, times: _Times) -> tuple[Judgement, str]:
    if time is None:
        return "cannot tell", "no flight time is given"
    if time.high < times.least:
        return "impossible", (
            f"{time.high:.1f} min is below {times.least:.1f} min, the least that a"
            " flight with this apogee and range can take"
        )
    if times.low is not None and time.high < times.low - MARGIN_MIN:
        return "doubtful", (
            f"{time.high:.1f} min is {times.low - time.high:.1f} min shorter than"
            " the shortest generic flight"
        )
    if times.high is not None and time.low > times.high + MARGIN_MIN:
        return "doubtful", (
            f"{time.low:.1f} min is {time.low - times.high:.1f} min longer than"
            " the longest generic flight"
        )
    if times.low is None and times.high is None:
        return "cannot tell", "the generic missile has no such flight"
    return "consistent", "the time can belong to this apogee and range"


def _two_body_range_km(numbers: _Numbers) -> float | None:
    if numbers.flown is None:
        return None
    far_km = ellipse(numbers.apogee.mid, numbers.flown.mid).max_range_km
    return far_km if far_km is not None and far_km <= FARTHEST_KM else None


def _standard(numbers: _Numbers) -> Standard | None:
    if numbers.flown is None or numbers.flown.mid > FARTHEST_KM:
        return None
    return standard(numbers.apogee, numbers.flown)


def _difference(one: float | None, other: float | None) -> float | None:
    return None if one is None or other is None else one - other
