"""The unpowered part: from burnout to the ground, on the ellipse of burnout.

Closed form, so that no step is too long for an hour above the air::

    a = -mu / (2 (v^2/2 - mu/r))     e = sqrt(1 - h^2 / (mu a))
    r = a (1 - e cos E)              t = (E - e sin E) sqrt(a^3/mu)

Source:
    Bate, Mueller, White, *Fundamentals of Astrodynamics* (1971), chapter 4.
"""

from __future__ import annotations

from math import acos, atan2, cos, hypot, inf, pi, sin, sqrt, tan

import msgspec

from watchword.fusion.doubt import EARTH_KM
from watchword.fusion.flight.earth import MU_KM3_S2
from watchword.fusion.flight.ellipse import Path
from watchword.fusion.flight.powered import Launch, State, powered


class Flown(msgspec.Struct, frozen=True, kw_only=True):
    """A whole flight of the generic missile.

    Args:
        launch: What makes it.
        apogee_km: Its highest point above the ground.
        range_km: From the pad to the impact, along the ground.
        time_min: From lift-off to impact.
    """

    launch: Launch
    apogee_km: float
    range_km: float
    time_min: float


class _Orbit(msgspec.Struct, frozen=True, kw_only=True):
    """The ellipse of burnout, from there to where it meets the ground.

    Args:
        a_km: Half of its long axis.
        e: Its eccentricity.
        first: Eccentric anomaly of burnout.
        last: The same of the impact.
        angle: From the pad to burnout, about the centre of the Earth.
        way: -1 where it flies backwards in space: over a ground that turns
            faster than the missile moves; else 1.
    """

    a_km: float
    e: float
    first: float
    last: float
    angle: float
    way: int


def flown(launch: Launch) -> Flown | None:
    """Fly it.

    Returns:
        The flight, infinite in all where it never comes down; ``None`` where it
        is down before it has burnt out.
    """
    end = powered(launch)[-1]
    if hypot(end.x_km, end.y_km) <= EARTH_KM:
        return None
    orbit = _orbit(end)
    if orbit is None:
        return Flown(launch=launch, apogee_km=inf, range_km=inf, time_min=inf)
    mean_s = sqrt(orbit.a_km**3 / MU_KM3_S2)
    coast = orbit.last - orbit.first
    coast -= orbit.e * (sin(orbit.last) - sin(orbit.first))
    time_s = launch.burn_s + coast * mean_s
    swept = _true(orbit.e, orbit.last) - _true(orbit.e, orbit.first)
    swept *= orbit.way
    is_rising = orbit.first < pi
    top_km = orbit.a_km * (1 + orbit.e) if is_rising else hypot(end.x_km, end.y_km)
    return Flown(
        launch=launch,
        apogee_km=top_km - EARTH_KM,
        range_km=(orbit.angle + swept) * EARTH_KM - launch.turn_km_s * time_s,
        time_min=time_s / 60,
    )


def flown_path(launch: Launch, points: int = 100) -> Path:
    """The flight to draw, over a ground at rest: altitude over ground range."""
    states = powered(launch)
    found = [_place(hypot(s.x_km, s.y_km), atan2(s.x_km, s.y_km)) for s in states]
    orbit = _orbit(states[-1])
    if orbit is None:
        return tuple(found)
    start = _true(orbit.e, orbit.first)
    for number in range(1, points + 1):
        part = number / points
        anomaly = orbit.first + (orbit.last - orbit.first) * part
        angle = orbit.angle + orbit.way * (_true(orbit.e, anomaly) - start)
        found.append(_place(orbit.a_km * (1 - orbit.e * cos(anomaly)), angle))
    return tuple(found)


def _place(radius_km: float, angle: float) -> tuple[float, float]:
    return angle * EARTH_KM, radius_km - EARTH_KM


def _orbit(state: State) -> _Orbit | None:
    """``None`` where it meets the ground nowhere."""
    x_km, y_km, vx_km_s, vy_km_s = state
    radius_km = hypot(x_km, y_km)
    energy = (vx_km_s**2 + vy_km_s**2) / 2 - MU_KM3_S2 / radius_km
    if energy >= 0:
        return None
    a_km = -MU_KM3_S2 / (2 * energy)
    spin = y_km * vx_km_s - x_km * vy_km_s
    e = sqrt(max(1e-12, 1 - spin * spin / (MU_KM3_S2 * a_km)))
    if a_km * (1 - e) >= EARTH_KM:
        return None
    first = _eccentric(radius_km, a_km, e)
    if x_km * vx_km_s + y_km * vy_km_s < 0:
        first = 2 * pi - first
    return _Orbit(
        a_km=a_km,
        e=e,
        first=first,
        last=2 * pi - _eccentric(EARTH_KM, a_km, e),
        angle=atan2(x_km, y_km),
        way=1 if spin >= 0 else -1,
    )


def _eccentric(radius_km: float, a_km: float, e: float) -> float:
    return acos(max(-1.0, min(1.0, (1 - radius_km / a_km) / e)))


def _true(e: float, anomaly: float) -> float:
    """True anomaly, in 0 to 2 pi, of an eccentric one in 0 to 2 pi."""
    if abs(anomaly - pi) < 1e-9:
        return pi
    angle = 2 * atan2(sqrt(1 + e) * tan(anomaly / 2), sqrt(1 - e))
    return angle % (2 * pi)
