"""Events as GeoJSON: a feature an event, the cover as a member of the collection.

An event whose position nobody gave has a null geometry; one whose witnesses put
it in places that cannot be one has a point for each.

Source:
    RFC 7946; ``watchword`` and ``units`` are foreign members by its section 6.1.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from watchword.formats.columns import Column, table_of
from watchword.formats.places import places_of
from watchword.formats.sheet import Sheet
from watchword.model.event import Event
from watchword.model.field import Position
from watchword.model.time import format_ns


def write(sheet: Sheet) -> bytes:
    """The file, UTF-8."""
    table = table_of(sheet.events, sheet.labels)
    features = [
        _feature(event, row, table.columns)
        for event, row in zip(sheet.events, table.rows, strict=True)
    ]
    found = {
        "type": "FeatureCollection",
        "watchword": {**msgspec.to_builtins(sheet.cover), **sheet.cover.lines()},
        "units": table.units(),
        "features": features,
    }
    return msgspec.json.encode(found) + b"\n"


def _feature(
    event: Event, row: Mapping[str, Any], columns: Sequence[Column]
) -> dict[str, Any]:
    instants = {column.name for column in columns if column.holds == "instant"}
    properties = {
        name: format_ns(value) if name in instants else value
        for name, value in row.items()
    }
    return {
        "type": "Feature",
        "id": event.id,
        "geometry": _geometry(places_of(event)),
        "properties": properties,
    }


def _geometry(places: Sequence[Position]) -> dict[str, Any] | None:
    points = [[place.lon_deg, place.lat_deg] for place in places]
    if not points:
        return None
    if len(points) == 1:
        return {"type": "Point", "coordinates": points[0]}
    return {"type": "MultiPoint", "coordinates": points}
