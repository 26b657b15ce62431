"""Plots of events: the year, the map, the disagreements.

Every plot bears the marking and says as of when and whose it is.  What
witnesses say differently is drawn as from the lowest to the highest with each
witness on it; no mean is drawn.  They need matplotlib, from the extra
``research``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from io import BytesIO
from math import cos, radians
from typing import Any, Final

from watchword.errors import UsageError
from watchword.formats.began import began
from watchword.formats.columns import span, standing
from watchword.formats.optional import module
from watchword.formats.places import places_of
from watchword.formats.sheet import Cover, Sheet
from watchword.model.event import Combined, Event
from watchword.model.field import UNITS, Position
from watchword.model.quantity import Quantity
from watchword.research.box import around
from watchword.research.coast import coast

SIZE_IN: Final = (11.0, 6.5)
DPI: Final = 130
LEAST_HEIGHT_IN: Final = 2.6
ROW_IN: Final = 0.28
"""How much a row of disagreements adds to the height."""

AGREED: Final = "tab:blue"
DISAGREED: Final = "tab:red"
UNKNOWN: Final = "0.55"
MOST_NAMES: Final = 12
"""So many sites are named on a map: those with the most events."""

MOST_ROWS: Final = 40
"""So many disagreements are drawn; the rest is counted."""

MANY_TIMES: Final = 20.0

MARKERS: Final = "os^vDPX*<>"


def check_can_plot() -> None:
    """Look whether matplotlib is there.

    Raises:
        UsageError: It is not.
    """
    module("matplotlib.figure")


def year(sheet: Sheet) -> Any:  # noqa: ANN401 (a Figure)
    """When events happened, and how far and how high they went, km.

    A bar goes from the lowest to the highest word of a quantity, red where the
    witnesses contradict each other; an event of which nobody gave it is a tick
    below.
    """
    figure = _figure(sheet.cover, "when, how far, how high")
    upper, lower = figure.subplots(2, 1, sharex=True)
    for axes, field, words in (
        (upper, "range_km", "range, km"),
        (lower, "apogee_km", "apogee, km"),
    ):
        _timeline(axes, sheet.events, field)
        axes.set_ylabel(words)
        axes.grid(alpha=0.3)
    timed = [event for event in sheet.events if began(event) is not None]
    without = len(sheet.events) - len(timed)
    lower.set_xlabel(f"{len(timed)} events, UTC" + _besides(without, "without a time"))
    figure.legend(handles=_legend(), loc="outside lower center", ncols=3, fontsize=8)
    return figure


def _timeline(axes: Any, events: Sequence[Event], field: str) -> None:  # noqa: ANN401
    bottom = axes.get_xaxis_transform()
    drawn: list[float] = []
    for event in events:
        when = began(event)
        if when is None:
            continue
        combined = {each.field: each for each in event.fields}.get(field)
        ends = None if combined is None else _ends(combined)
        if combined is None or ends is None:
            axes.plot(when, 0.02, "|", color=UNKNOWN, transform=bottom)
            continue
        colour = DISAGREED if combined.verdict == "disagree" else AGREED
        axes.plot([when, when], ends, "-", color=colour, linewidth=3, alpha=0.6)
        axes.plot([when] * 2, ends, "_", color=colour, markersize=7)
        drawn += ends
    axes.set_yscale(_scale(drawn))


def _scale(drawn: Sequence[float]) -> str:
    """By factors where the largest is many times the smallest."""
    wide = bool(drawn) and 0 < min(drawn) * MANY_TIMES < max(drawn)
    return "log" if wide else "linear"


def _legend() -> list[Any]:
    lines = module("matplotlib.lines")
    return [
        lines.Line2D([], [], color=AGREED, linewidth=3, label="one witness, or agreed"),
        lines.Line2D([], [], color=DISAGREED, linewidth=3, label="witnesses disagree"),
        lines.Line2D(
            [], [], color=UNKNOWN, marker="|", linestyle="", label="not said by anybody"
        ),
    ]


def world(sheet: Sheet) -> Any:  # noqa: ANN401 (a Figure)
    """Where events happened: a dot a place, larger for more, with the sites named.

    A hollow red dot is one of several places that witnesses put one event in.
    """
    figure = _figure(sheet.cover, "where")
    axes = figure.subplots()
    found = [(event, places_of(event)) for event in sheet.events]
    places = [place for _, several in found for place in several]
    without = sum(not several for _, several in found)
    if not places:
        _say(axes, f"no event has a position ({without} without)")
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
    words = f"{drawn} events" + _besides(without, "without a position")
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


def disagreements(sheet: Sheet) -> Any:  # noqa: ANN401 (a Figure)
    """Who differs from whom: a row an event, an axis a quantity, a mark a witness."""
    figure = _figure(sheet.cover, "where witnesses contradict each other, by day (UTC)")
    found = {field: _differing(sheet.events, field) for field in UNITS}
    fields = [field for field, rows in found.items() if rows]
    if not fields:
        _say(figure.subplots(), "no two witnesses contradict each other in a number")
        return figure
    most = max(len(found[field]) for field in fields)
    figure.set_figheight(LEAST_HEIGHT_IN + ROW_IN * min(most, MOST_ROWS))
    markers: dict[str, str] = {}
    for axes, field in zip(
        figure.subplots(1, len(fields), squeeze=False)[0], fields, strict=True
    ):
        _drawn_rows(axes, field, found[field], markers)
    lines = module("matplotlib.lines")
    handles = [
        lines.Line2D([], [], color="0.2", marker=marker, linestyle="", label=who)
        for who, marker in markers.items()
    ]
    figure.legend(handles=handles, loc="outside lower center", ncols=3, fontsize=8)
    return figure


def _differing(events: Sequence[Event], field: str) -> list[tuple[Event, Combined]]:
    return [
        (event, combined)
        for event in events
        for combined in event.fields
        if combined.field == field and combined.verdict == "disagree"
    ]


def _drawn_rows(
    axes: Any,  # noqa: ANN401 (the library)
    field: str,
    rows: Sequence[tuple[Event, Combined]],
    markers: dict[str, str],
) -> None:
    drawn: list[float] = []
    for height, (_, combined) in enumerate(rows[:MOST_ROWS]):
        ends = _ends(combined)
        if ends is not None:
            axes.plot(ends, [height] * 2, "-", color=DISAGREED, alpha=0.45, linewidth=3)
            drawn += ends
        for witness in combined.witnesses:
            value = witness.value
            if witness.superseded or not isinstance(value, Quantity):
                continue
            who = witness.authority
            marker = markers.setdefault(who, MARKERS[len(markers) % len(MARKERS)])
            said = [end for end in (value.low, value.high) if end is not None]
            axes.plot(said, [height] * len(said), "-", color="0.2", linewidth=1)
            axes.plot(said, [height] * len(said), marker, color="0.2", markersize=6)
    days = [_day(event) for event, _ in rows[:MOST_ROWS]]
    axes.set_yticks(range(len(days)), days, fontsize=8)
    axes.set_ylim(len(days) - 0.3, -0.7)
    axes.set_xscale(_scale(drawn))
    unit = "" if UNITS[field] == "1" else f", {UNITS[field]}"
    words = field.removesuffix(f"_{UNITS[field]}").replace("_", " ")
    left = len(rows) - len(days)
    axes.set_xlabel(f"{words}{unit}" + _besides(left, "more not drawn"))
    axes.grid(alpha=0.3)


def _day(event: Event) -> str:
    when = began(event)
    return event.id[:8] if when is None else f"{when:%Y-%m-%d}"


def _ends(combined: Combined) -> tuple[float, float] | None:
    """What a bar is drawn over: of a bound both ends are the bound."""
    together = combined.together
    said = standing(combined) if together is None else (together,)
    quantities = [each for each in said if isinstance(each, Quantity)]
    low, high = span(quantities)
    ends = [e for each in quantities for e in (each.low, each.high) if e is not None]
    if not ends:
        return None
    return (min(ends) if low is None else low, max(ends) if high is None else high)


def _besides(count: int, words: str) -> str:
    return f" ({count} {words})" if count else ""


def _say(axes: Any, words: str) -> None:  # noqa: ANN401 (the library)
    axes.text(0.5, 0.5, words, ha="center", va="center", transform=axes.transAxes)
    axes.set_axis_off()


def _figure(cover: Cover, words: str) -> Any:  # noqa: ANN401 (a Figure)
    figure = module("matplotlib.figure").Figure(
        figsize=SIZE_IN, dpi=DPI, layout="constrained"
    )
    said = (cover.marking(), f"{cover.source} · as of {cover.as_of}", words)
    figure.suptitle("\n".join(part for part in said if part), fontsize=9)
    return figure


class Plot:
    """A drawn figure; a notebook shows it.

    Args:
        figure: matplotlib's ``Figure``, to be changed at will.
    """

    def __init__(self, figure: Any) -> None:  # noqa: ANN401 (a Figure)
        self.figure = figure

    def png(self) -> bytes:
        """The figure as a PNG, with nothing of the machine in it."""
        out = BytesIO()
        self.figure.savefig(out, format="png", metadata={"Software": "Watchword"})
        return out.getvalue()

    def _repr_png_(self) -> bytes:
        return self.png()


FIGURES: Final[Mapping[str, Callable[[Sheet], Any]]] = {
    "year": year,
    "map": world,
    "disagreements": disagreements,
}


def plot(kind: str, sheet: Sheet) -> Plot:
    """Draw a sheet.

    Args:
        kind: One of ``FIGURES``.
        sheet: What to draw.

    Raises:
        UsageError: There is no such plot, or matplotlib is not installed.
    """
    if kind not in FIGURES:
        raise UsageError(f"{kind!r} is none of {', '.join(FIGURES)}")
    return Plot(FIGURES[kind](sheet))


def write_png(kind: str, sheet: Sheet) -> bytes:
    """The same as a PNG."""
    return plot(kind, sheet).png()
