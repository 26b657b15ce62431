from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watchword.model.field import Position, Value
from watchword.model.time import DAY_NS, HOUR_NS, Instant, parse_instant
from watchword.model.twin import (
    COARSE_RADIUS_KM,
    coarse_instant,
    coarse_position,
    with_twins,
)

HERE = Position(lat_deg=39.21, lon_deg=125.68, radius_km=1)
NOON = parse_instant("2022-05-04T12:03+09:00")


def test_a_position_and_a_time_get_their_twins() -> None:
    fields: dict[str, Value] = {"position": HERE, "observed_at": NOON, "site": "x"}
    twins = with_twins(fields)
    assert twins["position_coarse"] == Position(
        lat_deg=39.25, lon_deg=125.75, radius_km=COARSE_RADIUS_KM
    )
    assert twins["observed_hour"] == Instant(
        ns=parse_instant("2022-05-04T12:00+09:00").ns,
        precision_ns=HOUR_NS,
        zone="+09:00",
    )
    assert {name: twins[name] for name in fields} == fields


def test_a_twin_that_was_filed_by_hand_stays() -> None:
    mine = Position(lat_deg=1, lon_deg=1)
    assert with_twins({"position": HERE, "position_coarse": mine}) == {
        "position": HERE,
        "position_coarse": mine,
    }


def test_without_the_field_there_is_no_twin() -> None:
    assert with_twins({"site": "x"}) == {"site": "x"}
    day = Instant(ns=0, precision_ns=DAY_NS)
    assert with_twins({"observed_at": day}) == {"observed_at": day}


@pytest.mark.parametrize(
    ("lat_deg", "lon_deg", "middle"),
    [
        (90.0, 180.0, (89.75, 179.75)),
        (-90.0, -180.0, (-89.75, -179.75)),
        (-0.1, 0.1, (-0.25, 0.25)),
        (0.0, 0.5, (0.25, 0.75)),
    ],
)
def test_the_cell_is_on_the_globe(
    lat_deg: float, lon_deg: float, middle: tuple[float, float]
) -> None:
    coarse = coarse_position(Position(lat_deg=lat_deg, lon_deg=lon_deg))
    assert (coarse.lat_deg, coarse.lon_deg) == middle


@given(st.floats(-90, 90), st.floats(-180, 180))
def test_a_twin_tells_the_cell_and_nothing_more(lat_deg: float, lon_deg: float) -> None:
    coarse = coarse_position(Position(lat_deg=lat_deg, lon_deg=lon_deg))
    assert abs(coarse.lat_deg - lat_deg) <= 0.25
    assert abs(coarse.lon_deg - lon_deg) <= 0.25
    assert coarse_position(coarse) == coarse


@given(st.integers(-(10**18), 10**18))
def test_the_hour_of_an_instant_holds_it(ns: int) -> None:
    hour = coarse_instant(Instant(ns=ns))
    assert hour.ns <= ns < hour.end_ns
    assert hour.ns % HOUR_NS == 0
