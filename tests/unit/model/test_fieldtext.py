from __future__ import annotations

import pytest

from watchword.errors import UsageError
from watchword.model.field import Position
from watchword.model.fieldtext import (
    format_value,
    parse_field,
    parse_fields,
    parse_position,
)
from watchword.model.quantity import Quantity
from watchword.model.time import parse_instant

TEXTS = {
    "observed_at": "~2022-05-04T12:03+09:00",
    "stated_on": "2022-05-04+09:00",
    "apogee_km": "~780",
    "count": ">=6",
    "position": "39.2,125.7,40",
    "landing_position": "-39.25,-0.5",
    "site": "Sunan, 평양",
}


def test_fields_are_typed_and_shown_alike() -> None:
    fields = parse_fields(TEXTS)
    assert {name: format_value(value) for name, value in fields.items()} == TEXTS
    assert fields["apogee_km"] == Quantity(low=780, high=780, unit="km", about=True)
    assert fields["position"] == Position(lat_deg=39.2, lon_deg=125.7, radius_km=40)


def test_an_instant_without_an_offset_takes_the_zone_that_is_given() -> None:
    read = parse_field("observed_at", "2022-05-04T12:03", zone="Asia/Tokyo")
    assert read == parse_instant("2022-05-04T12:03", zone="Asia/Tokyo")
    with pytest.raises(UsageError):
        parse_field("observed_at", "2022-05-04T12:03")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("mood", "fair"),
        ("site", ""),
        ("count", "1.5"),
        ("apogee_km", "high"),
        ("position", "here"),
        ("observed_at", "noon"),
    ],
)
def test_the_error_names_the_field(name: str, text: str) -> None:
    with pytest.raises(UsageError, match=name):
        parse_fields({"weapon": "unknown", name: text})


@pytest.mark.parametrize("text", ["", "39.2", "39.2,", "1,2,3,4", "north,east", "99,0"])
def test_what_is_no_position_is_refused(text: str) -> None:
    with pytest.raises(UsageError):
        parse_position(text)


def test_the_hint_of_the_cause_is_kept() -> None:
    with pytest.raises(UsageError) as caught:
        parse_fields({"apogee_km": "high"})
    assert "470" in caught.value.hint
