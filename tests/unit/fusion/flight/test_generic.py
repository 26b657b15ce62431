"""K1: fitted flights meet their numbers, and the design's figures come near."""

from __future__ import annotations

from math import radians

import msgspec
import pytest
from tests.unit.fusion.flight.flights import THIRTEEN, Row

from watchword.fusion.flight.coast import flown
from watchword.fusion.flight.earth import FASTEST_TURN_KM_S
from watchword.fusion.flight.ellipse import ellipse
from watchword.fusion.flight.generic import FARTHEST_KM, farthest, fitted

EASTWARD_KM_S = 0.355
"""How fast the ground moves at 40 degrees north."""

APOGEES = (100.0, 150.0, 300.0, 700.0, 1500.0, 3000.0, 6000.0, 12000.0, 20000.0)
RANGES = (1.0, 50.0, 300.0, 1000.0, 3000.0, 6000.0, 12000.0, 14000.0)


@pytest.mark.parametrize("apogee_km", APOGEES)
@pytest.mark.parametrize("range_km", RANGES)
def test_a_flight_is_found_for_whatever_is_asked(
    apogee_km: float, range_km: float
) -> None:
    for side in (-1, 0, 1):
        one = fitted(apogee_km, range_km, 1 + 0.2 * side, side * FASTEST_TURN_KM_S)
        assert one is not None
        assert one.apogee_km == pytest.approx(apogee_km, abs=0.05)
        assert one.range_km == pytest.approx(range_km, abs=0.05)


@pytest.mark.parametrize("row", THIRTEEN, ids=lambda row: row.day)
def test_its_time_is_within_a_minute_of_the_designs_over_the_turning_earth(
    row: Row,
) -> None:
    one = fitted(float(row.apogee), float(row.range), 1.0, EASTWARD_KM_S)
    assert one is not None
    assert one.time_min == pytest.approx(row.generic_min, abs=1.0)


@pytest.mark.parametrize("row", THIRTEEN, ids=lambda row: row.day)
def test_its_range_is_within_eight_per_cent_of_the_designs(row: Row) -> None:
    one = fitted(float(row.apogee), float(row.range))
    assert one is not None
    best = farthest(one.launch)
    if not 0 < row.standard_km < FARTHEST_KM:
        assert best is None
    else:
        assert best is not None
        assert best.range_km == pytest.approx(row.standard_km, rel=0.08)


@pytest.mark.parametrize("apogee_km", APOGEES)
def test_it_takes_longer_than_the_ellipse(apogee_km: float) -> None:
    for range_km in RANGES:
        one = fitted(apogee_km, range_km)
        assert one is not None
        assert one.time_min > ellipse(apogee_km, range_km).time_min


def test_its_time_grows_with_apogee_range_and_burn_time() -> None:
    def time_min(apogee_km: float, range_km: float, burn: float = 1.0) -> float:
        one = fitted(apogee_km, range_km, burn)
        assert one is not None
        return one.time_min

    for apogee_km in APOGEES[:-1]:
        times = [time_min(apogee_km, range_km) for range_km in RANGES]
        assert times == sorted(times)
        assert time_min(apogee_km * 1.1, 3000.0) > times[4]
        assert time_min(apogee_km, 3000.0, 0.8) < times[4]


@pytest.mark.parametrize(
    ("apogee_km", "range_km"),
    [(100.0, 300.0), (540.0, 360.0), (2802.0, 933.0), (4475.0, 950.0), (200.0, 2500.0)],
)
def test_no_tilt_beats_the_standard_trajectory(
    apogee_km: float, range_km: float
) -> None:
    one = fitted(apogee_km, range_km)
    assert one is not None
    best = farthest(one.launch)
    assert best is not None
    assert best.launch.gain_km_s == one.launch.gain_km_s
    for degrees in range(91):
        launch = msgspec.structs.replace(one.launch, tilt_rad=radians(degrees))
        other = flown(launch)
        assert other is None or other.range_km < best.range_km * 1.001


def test_a_range_above_the_bound_is_not_given() -> None:
    fast = fitted(7687.5, 1001.2)
    assert fast is not None
    assert farthest(fast.launch) is None
