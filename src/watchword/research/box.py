"""A part of the world between two meridians and two parallels."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import msgspec

from watchword.model.field import Position

LEAST_DEG: Final = 4.0
"""A map is at least so wide and high, and leaves half of it around its places."""


class Box(msgspec.Struct, frozen=True, kw_only=True):
    """Degrees, WGS 84; it does not cross the 180th meridian."""

    west_deg: float
    south_deg: float
    east_deg: float
    north_deg: float

    def holds(self, other: Box) -> bool:
        """Whether all of another lies in it."""
        return (
            self.west_deg <= other.west_deg
            and self.south_deg <= other.south_deg
            and other.east_deg <= self.east_deg
            and other.north_deg <= self.north_deg
        )


def around(places: Sequence[Position]) -> Box:
    """The part of the world in which they lie, with room around them; one or more."""
    lats = [place.lat_deg for place in places]
    lons = [place.lon_deg for place in places]
    south, north = _room(min(lats), max(lats))
    west, east = _room(min(lons), max(lons))
    return Box(
        west_deg=max(west, -180.0),
        south_deg=max(south, -90.0),
        east_deg=min(east, 180.0),
        north_deg=min(north, 90.0),
    )


def _room(low_deg: float, high_deg: float) -> tuple[float, float]:
    room_deg = max(LEAST_DEG / 2, (high_deg - low_deg) / 4)
    return low_deg - room_deg, high_deg + room_deg
