"""The closed form against steps of time, and the powered part against finer ones."""

from __future__ import annotations

from math import atan2, cos, hypot, inf, pi, radians, sin

import pytest

from watchword.fusion.doubt import EARTH_KM
from watchword.fusion.flight.coast import flown, flown_path
from watchword.fusion.flight.earth import MU_KM3_S2
from watchword.fusion.flight.powered import Launch, State, powered

LAUNCHES = {
    "lofted": Launch(gain_km_s=7.4, tilt_rad=radians(83), burn_s=198.0),
    "flat": Launch(gain_km_s=6.2, tilt_rad=radians(30), burn_s=150.0),
    "short": Launch(gain_km_s=2.1, tilt_rad=radians(50), burn_s=55.0),
    "backwards in space": Launch(
        gain_km_s=8.9, tilt_rad=radians(87), burn_s=240.0, turn_km_s=-0.465
    ),
}


def pull(state: State) -> tuple[float, float]:
    gravity = MU_KM3_S2 / hypot(state.x_km, state.y_km) ** 3
    return -gravity * state.x_km, -gravity * state.y_km


def leap(state: State, step_s: float) -> State:
    """One step by the velocity of Verlet: another method than the product's."""
    ax, ay = pull(state)
    half_x, half_y = state.vx_km_s + ax * step_s / 2, state.vy_km_s + ay * step_s / 2
    x, y = state.x_km + half_x * step_s, state.y_km + half_y * step_s
    bx, by = pull(State(x, y, 0.0, 0.0))
    return State(x, y, half_x + bx * step_s / 2, half_y + by * step_s / 2)


def by_steps(launch: Launch) -> tuple[float, float, float]:
    """Apogee, range and time of the coast in steps of 50 ms."""
    state, time_s, top, last = powered(launch)[-1], launch.burn_s, 0.0, 0.0
    while (radius := hypot(state.x_km, state.y_km)) > EARTH_KM:
        top, last = max(top, radius), radius
        state, time_s = leap(state, 0.05), time_s + 0.05
    time_s -= 0.05 * (EARTH_KM - radius) / (last - radius)
    range_km = atan2(state.x_km, state.y_km) * EARTH_KM - launch.turn_km_s * time_s
    return top - EARTH_KM, range_km, time_s / 60


@pytest.mark.parametrize("name", LAUNCHES)
def test_the_closed_form_is_what_steps_of_time_come_to(name: str) -> None:
    one = flown(LAUNCHES[name])
    assert one is not None
    apogee_km, range_km, time_min = by_steps(LAUNCHES[name])
    assert one.apogee_km == pytest.approx(apogee_km, abs=0.1)
    assert one.range_km == pytest.approx(range_km, abs=0.5)
    assert one.time_min == pytest.approx(time_min, abs=0.002)


def test_what_is_fast_enough_never_comes_down() -> None:
    fast = Launch(gain_km_s=12.5, tilt_rad=radians(20), burn_s=250.0)
    one = flown(fast)
    assert one is not None
    assert one.range_km == inf
    assert len(flown_path(fast, 50)) == len(powered(fast))


def test_what_falls_before_it_has_burnt_is_no_flight() -> None:
    assert flown(Launch(gain_km_s=2.0, tilt_rad=radians(-40), burn_s=120.0)) is None


@pytest.mark.parametrize("name", ["lofted", "flat", "short"])
def test_the_path_goes_from_the_pad_to_the_impact(name: str) -> None:
    one = flown(LAUNCHES[name])
    assert one is not None
    path = flown_path(LAUNCHES[name])
    assert path[0] == pytest.approx((0.0, 0.0), abs=1e-6)
    assert path[-1] == pytest.approx((one.range_km, 0.0), abs=0.01)
    top = max(height for _, height in path)
    assert top == pytest.approx(one.apogee_km, rel=0.001)


def test_burnout_is_that_of_much_finer_steps_by_another_method() -> None:
    launch = LAUNCHES["lofted"]
    assert powered(launch)[-1] == pytest.approx(finely(launch), abs=0.02)


def finely(launch: Launch) -> State:
    """The powered part written again, in steps of 10 ms by the midpoint."""

    def thrust(time_s: float) -> tuple[float, float]:
        share = time_s / launch.burn_s
        mean = launch.gain_km_s / launch.burn_s
        first = 1.5 * MU_KM3_S2 / EARTH_KM**2
        size = first + 2 * (mean - first) * share
        turned = min(1.0, max(0.0, (share - 0.05) / 0.45))
        angle = pi / 2 + (launch.tilt_rad - pi / 2) * turned
        return size * cos(angle), size * sin(angle)

    state, step_s = State(0.0, EARTH_KM, launch.turn_km_s, 0.0), launch.burn_s / 20_000
    for number in range(20_000):
        ax, ay = pull(state)
        tx, ty = thrust((number + 0.5) * step_s)
        vx = state.vx_km_s + (ax + tx) * step_s
        vy = state.vy_km_s + (ay + ty) * step_s
        state = State(
            state.x_km + (state.vx_km_s + vx) / 2 * step_s,
            state.y_km + (state.vy_km_s + vy) / 2 * step_s,
            vx,
            vy,
        )
    return state
