"""K1: the generic missile that flies to a given apogee and range.

How long it burns is assumed: ``BURN_S_PER_KM_S`` for each km/s of the ellipse's
speed at launch, that is a mean acceleration of 3.2 g.  Real ones burn up to
``BURN_SHARE`` shorter or longer, and that is the band.  The gain and the tilt
are then found by Newton's method so that apogee and range are met; the same
gain with the best tilt gives the standard trajectory.

Wrong for what burns much longer or coasts between its stages (the time), for
another payload than the one that flew (the range), and for speeds near that of
an orbit: above ``FARTHEST_KM`` a hundredth of the speed is a thousand
kilometres, and no range is given.

Source:
    Wright, "Analysis of North Korea's Musudan Missile Test" and later notes,
    *All Things Nuclear*, Union of Concerned Scientists: a lofted flight is
    fitted, then the same missile is flown on a standard trajectory.
"""

from __future__ import annotations

from functools import lru_cache
from math import inf, pi, radians
from typing import Final

from watchword.fusion.flight.coast import Flown, flown
from watchword.fusion.flight.ellipse import ellipse
from watchword.fusion.flight.powered import Launch

BURN_S_PER_KM_S: Final = 32.0
BURN_SHARE: Final = 0.2
FARTHEST_KM: Final = 14_000.0
"""Above it no range is given."""

_NEAR_KM: Final = 0.05
_ROUNDS: Final = 40
_TILTS_DEG: Final = range(0, 80, 4)


@lru_cache(maxsize=512)
def fitted(
    apogee_km: float, range_km: float, burn: float = 1.0, turn_km_s: float = 0.0
) -> Flown | None:
    """The generic flight with that apogee and range.

    Args:
        apogee_km: Above the ground.
        range_km: Along the ground.
        burn: The burn time as a share of the assumed one.
        turn_km_s: How fast the ground moves along the flight.

    Returns:
        The flight, or ``None`` where the generic missile has none.
    """
    speed_km_s = ellipse(apogee_km, range_km).speed_km_s
    burn_s = burn * BURN_S_PER_KM_S * speed_km_s
    gain = speed_km_s + 0.007 * burn_s
    tilt = radians(88.0 if range_km < apogee_km else 45.0)
    for _ in range(_ROUNDS):
        now = _fly(gain, tilt, burn_s, turn_km_s)
        if now is None:
            tilt = (tilt + pi / 2) / 2
            continue
        if now.range_km == inf:
            gain *= 0.97
            continue
        off = now.apogee_km - apogee_km, now.range_km - range_km
        if max(map(abs, off)) < _NEAR_KM:
            return now
        step = _newton(now, off)
        if step is None:
            return None
        gain, tilt = gain + step[0], tilt + step[1]
    return None


def _fly(gain: float, tilt: float, burn_s: float, turn_km_s: float) -> Flown | None:
    if gain <= 0:
        return None
    launch = Launch(gain_km_s=gain, tilt_rad=tilt, burn_s=burn_s, turn_km_s=turn_km_s)
    return flown(launch)


def _newton(now: Flown, off: tuple[float, float]) -> tuple[float, float] | None:
    """One step of gain and tilt, no longer than the models stay even."""
    launch, small = now.launch, 1e-4
    more = _fly(
        launch.gain_km_s + small, launch.tilt_rad, launch.burn_s, launch.turn_km_s
    )
    steeper = _fly(
        launch.gain_km_s, launch.tilt_rad + small, launch.burn_s, launch.turn_km_s
    )
    if more is None or steeper is None or inf in (more.range_km, steeper.range_km):
        return None
    a, b = more.apogee_km - now.apogee_km, steeper.apogee_km - now.apogee_km
    c, d = more.range_km - now.range_km, steeper.range_km - now.range_km
    scale = a * d - b * c
    if scale == 0:
        return None
    gain = small * (b * off[1] - d * off[0]) / scale
    tilt = small * (c * off[0] - a * off[1]) / scale
    cut = min(1.0, 0.5 / max(abs(gain), 1e-9), 0.15 / max(abs(tilt), 1e-9))
    return cut * gain, cut * tilt


@lru_cache(maxsize=512)
def farthest(launch: Launch) -> Flown | None:
    """The same missile on its standard trajectory; the Earth's turn left out.

    Returns:
        The flight with the best tilt; ``None`` where that is above
        ``FARTHEST_KM``, or for ever.
    """
    flights: list[Flown] = []
    for degrees in _TILTS_DEG:
        one = _fly(launch.gain_km_s, radians(degrees), launch.burn_s, 0.0)
        if one is None:
            continue
        if one.range_km > FARTHEST_KM:
            return None
        flights.append(one)
        if _is_falling(flights):
            break
    if not flights:
        return None
    best = max(range(len(flights)), key=lambda number: flights[number].range_km)
    around = flights[max(0, best - 1) : best + 2]
    return _refined(around, flights[best])


def _is_falling(flights: list[Flown]) -> bool:
    """Whether the best tilt is behind: the range has one top over the tilt."""
    ranges = [each.range_km for each in flights[-3:]]
    return len(ranges) == 3 and ranges[0] > ranges[1] > ranges[2]


def _refined(around: list[Flown], best: Flown) -> Flown | None:
    """The top of the parabola through the best tilt and its neighbours."""
    if len(around) < 3:
        return best
    before, here, after = (each.range_km for each in around)
    bend = before - 2 * here + after
    if bend >= 0:
        return best
    width = around[1].launch.tilt_rad - around[0].launch.tilt_rad
    tilt = best.launch.tilt_rad + width * (before - after) / (2 * bend)
    top = _fly(best.launch.gain_km_s, tilt, best.launch.burn_s, 0.0)
    if top is None or top.range_km > FARTHEST_KM:
        return None
    return max((top, best), key=lambda each: each.range_km)
