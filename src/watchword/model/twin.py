"""Coarse twins: a field's blunt copy, made by the originator at filing.

An agreement or a posture may let the twin go where the field itself may not.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import floor

import msgspec

from watchword.model.field import Position, Value
from watchword.model.time import HOUR_NS, Instant

COARSE_DEG = 0.5
COARSE_RADIUS_KM = 40.0
"""Half the diagonal of a cell of half a degree at the equator, rounded up."""


def with_twins(fields: Mapping[str, Value]) -> dict[str, Value]:
    """The fields, with a coarse twin beside a position and a time of sighting.

    A twin that was filed by hand stays as it is.
    """
    twins: dict[str, Value] = {}
    position, observed = fields.get("position"), fields.get("observed_at")
    if isinstance(position, Position):
        twins["position_coarse"] = coarse_position(position)
    if isinstance(observed, Instant) and observed.precision_ns < HOUR_NS:
        twins["observed_hour"] = coarse_instant(observed)
    return {**twins, **fields}


def coarse_position(position: Position) -> Position:
    """The middle of the half-degree cell it lies in.

    >>> coarse_position(Position(lat_deg=39.21, lon_deg=125.68)).lat_deg
    39.25
    """
    return Position(
        lat_deg=_cell_middle(position.lat_deg, 90.0),
        lon_deg=_cell_middle(position.lon_deg, 180.0),
        radius_km=COARSE_RADIUS_KM,
    )


def _cell_middle(angle_deg: float, bound_deg: float) -> float:
    middle = (floor(angle_deg / COARSE_DEG) + 0.5) * COARSE_DEG
    return min(middle, bound_deg - COARSE_DEG / 2)


def coarse_instant(instant: Instant) -> Instant:
    """The hour UTC in which it begins."""
    return msgspec.structs.replace(
        instant, ns=instant.ns // HOUR_NS * HOUR_NS, precision_ns=HOUR_NS
    )
