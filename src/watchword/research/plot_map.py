"""The plot of a map: where events happened, over coastlines that ship."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from math import cos, radians
from typing import Any, Final

from watchword.formats.columns import standing
from watchword.formats.places import places_of
from watchword.formats.sheet import Sheet
from watchword.model.event import Event
from watchword.model.field import Position
from watchword.research.box import around
from watchword.research.coast import coast
from watchword.research.frame import AGREED, DISAGREED, besides, new_figure, say

MOST_NAMES: Final = 12
"""So many sites are named: those with the most events."""


def world(sheet: Sheet) -> Any:  # noqa: ANN401 (a Figure)
    """Where events happened: a dot a place, larger for more, with the sites named.

    A hollow red dot is one of several places that witnesses put one event in.
    """
    figure = new_figure(sheet.cover, "where")
    axes = figure.subplots()
    found = [(event, places_of(event)) for event in sheet.events]
    places = [place for _, several in found for place in several]
    without = sum(not several for _, several in found)
    if not places:
        say(axes, f"no event has a position ({without} without)")
        return figure
    box = around(places)
    for lons, lats in coast(box):
        axes.plot(lons, lats, color="0.45", linewidth=0.8, zorder=1)
    axes.set_xlim(box.west_deg, box.east_deg)
    axes.set_ylim(box.south_deg, box.north_deg)
    _dots(axes, found)
    middle = radians((box.south_deg + box.north_deg) / 2)
    axes.set_aspect(1 / max(cos(middle), 0.1))
    axes.grid(alpha=0.3)
    drawn = len(found) - without
    words = f"{drawn} events" + besides(without, "without a position")
    axes.set_xlabel(f"longitude, degrees east · {words}")
    axes.set_ylabel("latitude, degrees north")
    return figure


def _dots(
    axes: Any,  # noqa: ANN401 (the library)
    found: Sequence[tuple[Event, tuple[Position, ...]]],
) -> None:
    count: Counter[tuple[float, float]] = Counter()
    names: dict[tuple[float, float], str] = {}
    for event, places in found:
        points = [(place.lon_deg, place.lat_deg) for place in places]
        if len(points) == 1:
            count[points[0]] += 1
            names.setdefault(points[0], _site(event))
        for lon, lat in points[1:] and points:
            axes.plot(lon, lat, "o", markersize=9, mfc="none", mec=DISAGREED, zorder=4)
    for (lon, lat), number in count.items():
        size = 25 + 18 * number
        axes.scatter(lon, lat, s=size, color=AGREED, alpha=0.55, zorder=3)
    _names(axes, count, names)


def _names(
    axes: Any,  # noqa: ANN401 (the library)
    count: Counter[tuple[float, float]],
    names: Mapping[tuple[float, float], str],
) -> None:
    """Name the places with the most events; one close to a named one is not."""
    west, east = axes.get_xlim()
    south, north = axes.get_ylim()
    named: list[tuple[float, float]] = []
    for (lon, lat), number in count.most_common():
        near = any(
            abs(lon - x) < (east - west) / 4 and abs(lat - y) < (north - south) / 40
            for x, y in named
        )
        if near or len(named) >= MOST_NAMES or not names[lon, lat]:
            continue
        named.append((lon, lat))
        left = lon > (west + east) / 2 + (east - west) / 6
        axes.annotate(
            f"{names[lon, lat]} {number}",
            (lon, lat),
            xytext=(-7 if left else 7, 5),
            ha="right" if left else "left",
            textcoords="offset points",
            fontsize=8,
            zorder=5,
        )


def _site(event: Event) -> str:
    combined = {each.field: each for each in event.fields}.get("site")
    return "" if combined is None else str(standing(combined)[0]).partition(",")[0]
