"""K0 against the design's table, a fall that is solved by itself, and its edges."""

from __future__ import annotations

from math import acos, sqrt

import pytest
from tests.unit.fusion.flight.flights import THIRTEEN, Row

from watchword.fusion.doubt import EARTH_KM
from watchword.fusion.flight.earth import MU_KM3_S2
from watchword.fusion.flight.ellipse import ellipse, ellipse_path, least_time_min


@pytest.mark.parametrize("row", THIRTEEN, ids=lambda row: row.day)
def test_it_has_the_speed_the_time_and_the_range_of_the_design(row: Row) -> None:
    found = ellipse(float(row.apogee), float(row.range))
    assert found.speed_km_s * 1000 == pytest.approx(row.speed_m_s, abs=1)
    assert found.time_min == pytest.approx(row.least_min, abs=0.06)
    if row.far_km:
        assert found.max_range_km == pytest.approx(row.far_km, rel=0.001)
    else:
        assert found.max_range_km is None


@pytest.mark.parametrize("apogee_km", [100.0, 1000.0, 7687.5])
def test_straight_up_it_falls_as_a_stone_does(apogee_km: float) -> None:
    # Time of a radial fall from rest, r0 to R, in closed form.
    top = EARTH_KM + apogee_km
    share = EARTH_KM / top
    fall_s = sqrt(top**3 / (2 * MU_KM3_S2)) * (
        acos(sqrt(share)) + sqrt(share * (1 - share))
    )
    assert ellipse(apogee_km, 0.0).time_min == pytest.approx(2 * fall_s / 60, rel=1e-6)


@pytest.mark.parametrize("apogee_km", [100.0, 500.0, 2000.0, 8000.0])
def test_time_grows_with_apogee_and_with_range(apogee_km: float) -> None:
    times = [ellipse(apogee_km, r).time_min for r in (0.0, 300.0, 3000.0, 12000.0)]
    assert times == sorted(times)
    higher = ellipse(apogee_km * 1.1, 3000.0).time_min
    assert higher > ellipse(apogee_km, 3000.0).time_min


def test_the_bound_is_below_the_ellipse_and_not_below_straight_up() -> None:
    for row in THIRTEEN:
        apogee_km, range_km = float(row.apogee), float(row.range)
        least = least_time_min(apogee_km, range_km)
        assert least < ellipse(apogee_km, range_km).time_min
        assert least >= ellipse(apogee_km, 0.0).time_min


@pytest.mark.parametrize("row", THIRTEEN, ids=lambda row: row.day)
def test_its_path_begins_and_ends_on_the_ground_and_has_the_apogee(row: Row) -> None:
    path = ellipse_path(float(row.apogee), float(row.range))
    assert path[0] == pytest.approx((0.0, 0.0), abs=0.01)
    assert path[-1] == pytest.approx((float(row.range), 0.0), abs=0.01)
    assert max(height for _, height in path) == pytest.approx(float(row.apogee))
    along = [ground for ground, _ in path]
    assert along == sorted(along)
