"""What leaving out the air does: the way down flown again, with drag."""

from __future__ import annotations

from math import cos, exp, hypot, radians, sin

import pytest

from watchword.fusion.doubt import EARTH_KM
from watchword.fusion.flight.earth import GRAVITY_KM_S2

SCALE_KM = 7.2
SURFACE_KG_M3 = 1.225
"""An exponential atmosphere: good to some ten per cent below 80 km."""


def way_down(speed_km_s: float, angle_deg: float, kg_m2: float) -> tuple[float, float]:
    """Seconds and km from 80 km to the ground; ``kg_m2`` 0 is without air."""
    x, height, time_s, step_s = 0.0, 80.0, 0.0, 0.05
    angle = radians(angle_deg)
    vx, vy = speed_km_s * cos(angle), -speed_km_s * sin(angle)
    while height > 0:
        speed = hypot(vx, vy)
        density = SURFACE_KG_M3 * exp(-height / SCALE_KM)
        drag = density * speed**2 * 1e3 / (2 * kg_m2) if kg_m2 else 0.0
        vx -= drag * vx / speed * step_s
        vy += (vx**2 / (EARTH_KM + height) - GRAVITY_KM_S2) * step_s
        vy -= drag * vy / speed * step_s
        x, height, time_s = x + vx * step_s, height + vy * step_s, time_s + step_s
    return time_s, x


@pytest.mark.parametrize("kg_m2", [4000.0, 8000.0])
@pytest.mark.parametrize(
    ("speed_km_s", "angle_deg", "most_s"),
    [
        (1.4, 45.0, 8.0),
        (2.7, 45.0, 8.0),
        (5.3, 35.0, 8.0),
        (7.0, 25.0, 12.0),
        (5.6, 80.0, 2.1),
        (7.0, 84.0, 2.0),
    ],
)
def test_drag_on_the_way_down_costs_seconds_and_less_than_two_km(
    speed_km_s: float, angle_deg: float, most_s: float, kg_m2: float
) -> None:
    with_air = way_down(speed_km_s, angle_deg, kg_m2)
    without = way_down(speed_km_s, angle_deg, 0.0)
    assert 0 < with_air[0] - without[0] < most_s
    assert abs(with_air[1] - without[1]) < 2
