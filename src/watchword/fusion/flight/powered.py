"""The powered part of a generic flight: from the pad to burnout.

A point of mass in the plane of its flight, round the centre of the Earth.  Its
thrust gives an acceleration that rises evenly over the burn, from ``LIFT_OFF_G``
to what makes its mean the gain over the burn time: stages, smoothed out.  It
points straight up for ``UPRIGHT_SHARE`` of the burn, tilts evenly until
``TILTED_SHARE`` of it, and keeps that direction in space to the end::

    r'' = -mu r/|r|^3 + a(t) (cos th(t), sin th(t))

Solved by the classical Runge-Kutta method in ``STEPS`` equal steps.

Drag is left out.  With ballistic coefficients of 4 to 8 t/m^2 it makes
the way down up to 12 s longer, and 1 to 2 s on a steep one; what it costs on the
way up is in the fitted gain.  ``tests/unit/fusion/flight/test_air.py`` holds the
figures.
"""

from __future__ import annotations

from math import cos, pi, sin
from typing import Final, NamedTuple

import msgspec

from watchword.fusion.doubt import EARTH_KM
from watchword.fusion.flight.earth import GRAVITY_KM_S2, MU_KM3_S2

LIFT_OFF_G: Final = 1.5
"""Thrust over weight on the pad."""

UPRIGHT_SHARE: Final = 0.05
TILTED_SHARE: Final = 0.5
"""When it stops to tilt.  With this program and ``LIFT_OFF_G`` the published
ranges are met; the flight time of a fitted flight hardly hangs on either, the
standard trajectory does: by up to 11 % for a lift-off at 2 g."""

STEPS: Final = 20
"""Twice as many move no time by a second and no range by a thousandth; both ends
of the tilt lie on a step."""


class Launch(msgspec.Struct, frozen=True, kw_only=True):
    """What makes one flight differ from another.

    Args:
        gain_km_s: Speed the thrust would give far from any gravity.
        tilt_rad: Where it points in the end, above the horizon of the pad.
        burn_s: How long it burns.
        turn_km_s: How fast the ground moves along the flight, with the Earth.
    """

    gain_km_s: float
    tilt_rad: float
    burn_s: float
    turn_km_s: float = 0.0


class State(NamedTuple):
    """Place and speed in the plane; the pad is at (0, ``EARTH_KM``)."""

    x_km: float
    y_km: float
    vx_km_s: float
    vy_km_s: float


def powered(launch: Launch) -> list[State]:
    """The states from the pad to burnout, ``STEPS`` equal steps apart."""
    state = State(0.0, EARTH_KM, launch.turn_km_s, 0.0)
    found = [state]
    step_s = launch.burn_s / STEPS
    for number in range(STEPS):
        state = _step(launch, number * step_s, step_s, state)
        found.append(state)
    return found


def _step(launch: Launch, time_s: float, step_s: float, state: State) -> State:
    half_s = step_s / 2
    x, y, vx, vy = state
    at_half = _thrust(launch, time_s + half_s)
    ax, ay = _pull(_thrust(launch, time_s), x, y)
    vx_b, vy_b = vx + half_s * ax, vy + half_s * ay
    bx, by = _pull(at_half, x + half_s * vx, y + half_s * vy)
    vx_c, vy_c = vx + half_s * bx, vy + half_s * by
    cx, cy = _pull(at_half, x + half_s * vx_b, y + half_s * vy_b)
    vx_d, vy_d = vx + step_s * cx, vy + step_s * cy
    at_end = _thrust(launch, time_s + step_s)
    dx, dy = _pull(at_end, x + step_s * vx_c, y + step_s * vy_c)
    sixth_s = step_s / 6
    return State(
        x + sixth_s * (vx + 2 * vx_b + 2 * vx_c + vx_d),
        y + sixth_s * (vy + 2 * vy_b + 2 * vy_c + vy_d),
        vx + sixth_s * (ax + 2 * bx + 2 * cx + dx),
        vy + sixth_s * (ay + 2 * by + 2 * cy + dy),
    )


def _thrust(launch: Launch, time_s: float) -> tuple[float, float]:
    share = time_s / launch.burn_s
    first = LIFT_OFF_G * GRAVITY_KM_S2
    rise = 2 * (launch.gain_km_s / launch.burn_s - first)
    tilted = (share - UPRIGHT_SHARE) / (TILTED_SHARE - UPRIGHT_SHARE)
    angle = pi / 2 + (launch.tilt_rad - pi / 2) * max(0.0, min(1.0, tilted))
    size = first + rise * share
    return size * cos(angle), size * sin(angle)


def _pull(thrust: tuple[float, float], x_km: float, y_km: float) -> tuple[float, float]:
    gravity = MU_KM3_S2 / (x_km * x_km + y_km * y_km) ** 1.5
    return thrust[0] - gravity * x_km, thrust[1] - gravity * y_km
