"""The plot of disagreements: who differs from whom, by how much."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from watchword.formats.began import began
from watchword.formats.optional import module
from watchword.formats.sheet import Sheet
from watchword.model.event import Combined, Event
from watchword.model.field import UNITS
from watchword.model.quantity import Quantity
from watchword.research.frame import (
    DISAGREED,
    besides,
    ends_of,
    new_figure,
    say,
    scale_of,
)

LEAST_HEIGHT_IN: Final = 2.6
ROW_IN: Final = 0.28
"""How much a row adds to the height."""

MOST_ROWS: Final = 40
"""So many are drawn of each quantity; the rest is counted."""

MARKERS: Final = "os^vDPX*<>"


def disagreements(sheet: Sheet) -> Any:  # noqa: ANN401 (a Figure)
    """Who differs from whom: a row an event, an axis a quantity, a mark a witness."""
    figure = new_figure(
        sheet.cover, "where witnesses contradict each other, by day (UTC)"
    )
    found = {field: _differing(sheet.events, field) for field in UNITS}
    fields = [field for field, rows in found.items() if rows]
    if not fields:
        say(figure.subplots(), "no two witnesses contradict each other in a number")
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
        ends = ends_of(combined)
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
    axes.set_xscale(scale_of(drawn))
    unit = "" if UNITS[field] == "1" else f", {UNITS[field]}"
    words = field.removesuffix(f"_{UNITS[field]}").replace("_", " ")
    left = len(rows) - len(days)
    axes.set_xlabel(f"{words}{unit}" + besides(left, "more not drawn"))
    axes.grid(alpha=0.3)


def _day(event: Event) -> str:
    when = began(event)
    return event.id[:8] if when is None else f"{when:%Y-%m-%d}"
