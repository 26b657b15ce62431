"""The releasable fields of a report: names, what they hold, and units.

This table is the vocabulary: the command line, the wire, the picture and the
agreements use these words.  A field that is not listed comes from a newer
node: it is kept and passed on, and not read here.
"""

from __future__ import annotations

from typing import Final

import msgspec

from watchword.errors import UsageError
from watchword.model.quantity import Quantity
from watchword.model.text import check_text
from watchword.model.time import Instant


class Position(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    tag_field="is",
    tag="position",
):
    """A place on the ground, WGS 84.

    Args:
        lat_deg: -90 to 90, north positive.
        lon_deg: -180 to 180, east positive.
        radius_km: How far off it may be, where that is known.

    Raises:
        UsageError: Outside those bounds.
    """

    lat_deg: float
    lon_deg: float
    radius_km: float | None = None

    def __post_init__(self) -> None:
        if not (-90 <= self.lat_deg <= 90 and -180 <= self.lon_deg <= 180):
            raise UsageError("no such place: latitude or longitude out of bounds")
        if self.radius_km is not None and not 0 < self.radius_km < 20_100:
            raise UsageError("a radius is above 0 and below half the Earth")


Value = Instant | Position | Quantity | str
"""What a field can hold."""

UNITS: Final = {
    "count": "1",
    "range_km": "km",
    "apogee_km": "km",
    "max_speed_mach": "mach",
    "flight_time_min": "min",
    "bearing_deg": "deg",
    "depth_km": "km",
    "magnitude": "1",
    "yield_kt": "kt",
}
"""Quantities, and the unit each is in."""

INSTANTS: Final = ("observed_at", "observed_until", "observed_hour", "stated_on")
POSITIONS: Final = ("position", "position_coarse", "landing_position")
TEXTS: Final = (
    "site",
    "weapon",
    "weapon_class",
    "direction",
    "landing_area",
    "magnitude_type",
    "outcome",
    "text",
    "note",
    "source",
)

KIND_OF_FIELD: Final[dict[str, type[Instant | Position | Quantity | str]]] = {
    **dict.fromkeys(UNITS, Quantity),
    **dict.fromkeys(INSTANTS, Instant),
    **dict.fromkeys(POSITIONS, Position),
    **dict.fromkeys(TEXTS, str),
}

LONGEST_TEXT: Final = 4000
LARGEST: Final = 1e9
"""No quantity of the vocabulary comes near; beyond it arithmetic overflows."""


def check_field(name: str, value: Value) -> None:
    """Refuse a value that does not belong under this name.

    Raises:
        UsageError: An unknown name, another kind of value, another unit, a
            text too long, or a count below 0 or not whole.
    """
    kind = KIND_OF_FIELD.get(name)
    if kind is None:
        raise UsageError(
            f"no field is called {name!r}", hint="see the reference of fields"
        )
    if not isinstance(value, kind):
        raise UsageError(f"{name} holds {kind.__name__}, not {type(value).__name__}")
    if isinstance(value, str):
        _check_words(name, value)
    elif isinstance(value, Quantity):
        _check_unit(name, value)


def _check_words(name: str, text: str) -> None:
    if not text:
        raise UsageError(f"{name} has 1 to {LONGEST_TEXT} characters")
    check_text(name, text, LONGEST_TEXT)


def _check_unit(name: str, value: Quantity) -> None:
    if value.unit != UNITS[name]:
        raise UsageError(f"{name} is in {UNITS[name]!r}, not {value.unit!r}")
    # Of the ends of a quantity at least one is there, and they are in order.
    low = value.low if value.low is not None else value.high or 0.0
    high = value.high if value.high is not None else low
    if low < -LARGEST or high > LARGEST or (value.sigma or 0.0) > LARGEST:
        raise UsageError(f"{name} is beyond anything that can be measured")
    if name == "bearing_deg" and not 0 <= low <= high <= 360:
        raise UsageError("a bearing is 0 to 360 degrees")
    if name == "count" and not (0 <= low == int(low) and high == int(high)):
        raise UsageError("a count is a whole number, 0 or more")
