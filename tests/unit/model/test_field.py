from __future__ import annotations

from math import nan

import pytest

from watchword.errors import UsageError
from watchword.model.field import (
    KIND_OF_FIELD,
    LONGEST_TEXT,
    UNITS,
    Position,
    Value,
    check_field,
)
from watchword.model.quantity import Quantity
from watchword.model.time import Instant

HERE = Position(lat_deg=39.2, lon_deg=125.7)


@pytest.mark.parametrize(
    ("lat_deg", "lon_deg", "radius_km"),
    [
        (90.1, 0.0, None),
        (-91.0, 0.0, None),
        (0.0, 180.5, None),
        (0.0, -181.0, None),
        (nan, 0.0, None),
        (0.0, nan, None),
        (0.0, 0.0, 0.0),
        (0.0, 0.0, -1.0),
        (0.0, 0.0, nan),
        (0.0, 0.0, 20_100.0),
    ],
)
def test_a_place_off_the_globe_is_refused(
    lat_deg: float, lon_deg: float, radius_km: float | None
) -> None:
    with pytest.raises(UsageError):
        Position(lat_deg=lat_deg, lon_deg=lon_deg, radius_km=radius_km)


def test_the_poles_and_the_date_line_are_places() -> None:
    assert Position(lat_deg=-90, lon_deg=180).radius_km is None
    assert Position(lat_deg=90, lon_deg=-180, radius_km=0.1).lat_deg == 90


@pytest.mark.parametrize("name", sorted(KIND_OF_FIELD))
def test_every_field_takes_its_own_kind_and_no_other(name: str) -> None:
    values: dict[type, Value] = {
        Quantity: Quantity(low=1.0, high=1.0, unit=UNITS.get(name, "km")),
        Instant: Instant(ns=0),
        Position: HERE,
        str: "words",
    }
    for kind, value in values.items():
        if kind is KIND_OF_FIELD[name]:
            check_field(name, value)
        else:
            with pytest.raises(UsageError):
                check_field(name, value)


def test_every_quantity_has_a_unit_and_the_name_says_it() -> None:
    quantities = {name for name, kind in KIND_OF_FIELD.items() if kind is Quantity}
    assert quantities == set(UNITS)
    tails = {"km", "mach", "min", "deg", "kt"}
    assert all(
        UNITS[name] == (name.rpartition("_")[2] if "_" in name else "1")
        for name in quantities
    )
    assert tails == set(UNITS.values()) - {"1"}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("mood", "fair"),
        ("range_km", Quantity(low=1.0, unit="m")),
        ("count", Quantity(low=1.5, high=2.0, unit="1")),
        ("count", Quantity(low=-1.0, unit="1")),
        ("site", ""),
        ("text", "x" * (LONGEST_TEXT + 1)),
    ],
)
def test_a_value_its_name_cannot_hold_is_refused(name: str, value: Value) -> None:
    with pytest.raises(UsageError):
        check_field(name, value)


def test_the_longest_text_is_a_text() -> None:
    check_field("text", "x" * LONGEST_TEXT)
    check_field("count", Quantity(low=0.0, unit="1"))
