"""K0: the two-body ellipse through launch and impact with the reported apogee.

The missile has its whole speed on the ground and coasts from there, without
air.  A real one is slower at first, for it has to burn, and brakes at the end:
with the same apogee and range it takes longer.  So the time of the ellipse is a
lower bound.  With phi half the angle between launch and impact and ra the
apogee from the Earth's centre::

    e = (ra - R) / (ra - R cos phi)      a = ra / (1 + e)
    v = sqrt(mu (2/R - 1/a))             cos E = (1 - R/a) / e
    T = 2 (pi - E + e sin E) sqrt(a^3/mu)

Wrong when something other than gravity pulls the missile down, as lift can in
the air: not to be used below ``check.LOWEST_KM``.

Source:
    Bate, Mueller, White, *Fundamentals of Astrodynamics* (1971), chapter 6.
"""

from __future__ import annotations

from math import acos, asin, atan2, cos, pi, sin, sqrt
from typing import Final

import msgspec

from watchword.fusion.doubt import EARTH_KM
from watchword.fusion.flight.earth import FASTEST_TURN_KM_S, MU_KM3_S2

_NO_RANGE_KM: Final = 1e-3
"""Straight up: the ellipse of a range of 0 has no width to reckon with."""

Path = tuple[tuple[float, float], ...]
"""Ground range and altitude in km, from launch to impact."""


class Ellipse(msgspec.Struct, frozen=True, kw_only=True):
    """One ellipse.

    Args:
        speed_km_s: At launch.
        time_min: From launch to impact.
        max_range_km: How far that speed carries at best; ``None`` where it is
            enough for an orbit.
    """

    speed_km_s: float
    time_min: float
    max_range_km: float | None


def ellipse(apogee_km: float, range_km: float) -> Ellipse:
    """The ellipse with that apogee and range over a ground at rest.

    Args:
        apogee_km: Above the ground, above 0.
        range_km: Along the ground, 0 to half round the Earth.
    """
    e, a_km = _shape(apogee_km, range_km)
    speed_km_s = sqrt(MU_KM3_S2 * (2 / EARTH_KM - 1 / a_km))
    anomaly = acos(max(-1.0, min(1.0, (1 - EARTH_KM / a_km) / e)))
    time_s = 2 * (pi - anomaly + e * sin(anomaly)) * sqrt(a_km**3 / MU_KM3_S2)
    energy = speed_km_s**2 * EARTH_KM / MU_KM3_S2
    far_km = 2 * EARTH_KM * asin(energy / (2 - energy)) if energy < 1 else None
    return Ellipse(speed_km_s=speed_km_s, time_min=time_s / 60, max_range_km=far_km)


def least_time_min(apogee_km: float, range_km: float) -> float:
    """No time is shorter, whichever way the flight goes over the turning Earth.

    The time grows with the range.  Flying west the ground comes to meet the
    missile, by at most ``FASTEST_TURN_KM_S``; what is left of the range is the
    ellipse's.  Where nothing is left the flight is straight up and down.
    """
    time_s = ellipse(apogee_km, range_km).time_min * 60
    left_km = max(0.0, range_km - FASTEST_TURN_KM_S * time_s)
    return ellipse(apogee_km, left_km).time_min


def ellipse_path(apogee_km: float, range_km: float, points: int = 120) -> Path:
    """The ellipse to draw: altitude over ground range."""
    e, a_km = _shape(apogee_km, range_km)
    half = max(range_km, _NO_RANGE_KM) / (2 * EARTH_KM)
    found = []
    for number in range(points + 1):
        # Equal steps of the eccentric anomaly: even where the path is steep.
        first = acos(max(-1.0, min(1.0, (1 - EARTH_KM / a_km) / e)))
        anomaly = first + 2 * (pi - first) * number / points
        radius_km = a_km * (1 - e * cos(anomaly))
        swept = atan2(sqrt(1 - e**2) * sin(anomaly), cos(anomaly) - e) % (2 * pi)
        found.append(((swept - pi + half) * EARTH_KM, radius_km - EARTH_KM))
    return tuple(found)


def _shape(apogee_km: float, range_km: float) -> tuple[float, float]:
    """Eccentricity, and the half of the long axis."""
    apogee_radius_km = EARTH_KM + apogee_km
    half = max(range_km, _NO_RANGE_KM) / (2 * EARTH_KM)
    e = apogee_km / (apogee_radius_km - EARTH_KM * cos(half))
    return e, apogee_radius_km / (1 + e)
