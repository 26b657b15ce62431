"""Coastlines for the map: the world coarsely, East Asia finely.

Source:
    Natural Earth 4.1, land at 1:110m and 1:50m, public domain; as TopoJSON by
    the package world-atlas 2.0.2 (ISC), here rounded to 0.1 and 0.01 degrees.
"""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files
from io import StringIO
from itertools import groupby
from typing import Final

from watchword.research.box import Box

Outline = tuple[tuple[float, ...], tuple[float, ...]]
"""Longitudes and latitudes of the points of one line, degrees."""

EAST_ASIA: Final = Box(west_deg=110.0, south_deg=20.0, east_deg=155.0, north_deg=55.0)
"""Where the fine lines are."""


def coast(within: Box) -> tuple[Outline, ...]:
    """The lines for a map of this part of the world."""
    scale = "east_asia" if EAST_ASIA.holds(within) else "world"
    return _lines()[scale]


@cache
def _lines() -> dict[str, tuple[Outline, ...]]:
    text = files("watchword.research").joinpath("coast.csv").read_text("utf-8")
    rows = csv.DictReader(StringIO(text))
    found: dict[str, list[Outline]] = {}
    for (scale, _), points in groupby(rows, lambda row: (row["scale"], row["line"])):
        pairs = [(float(p["lon_deg"]), float(p["lat_deg"])) for p in points]
        lons, lats = zip(*pairs, strict=True)
        found.setdefault(scale, []).append((lons, lats))
    return {scale: tuple(lines) for scale, lines in found.items()}
