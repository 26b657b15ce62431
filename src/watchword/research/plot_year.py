"""The plot of a year: when events happened, how far and how high they went."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from watchword.formats.began import began
from watchword.formats.optional import module
from watchword.formats.sheet import Sheet
from watchword.model.event import Event
from watchword.research.frame import (
    AGREED,
    DISAGREED,
    UNKNOWN,
    besides,
    ends_of,
    new_figure,
    scale_of,
)


def year(sheet: Sheet) -> Any:  # noqa: ANN401 (a Figure)
    """When events happened, and how far and how high they went, km.

    A bar goes from the lowest to the highest word of a quantity, red where the
    witnesses contradict each other; an event of which nobody gave it is a tick
    below.
    """
    figure = new_figure(sheet.cover, "when, how far, how high")
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
    lower.set_xlabel(f"{len(timed)} events, UTC" + besides(without, "without a time"))
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
        ends = None if combined is None else ends_of(combined)
        if combined is None or ends is None:
            axes.plot(when, 0.02, "|", color=UNKNOWN, transform=bottom)
            continue
        colour = DISAGREED if combined.verdict == "disagree" else AGREED
        axes.plot([when, when], ends, "-", color=colour, linewidth=3, alpha=0.6)
        axes.plot([when] * 2, ends, "_", color=colour, markersize=7)
        drawn += ends
    axes.set_yscale(scale_of(drawn))


def _legend() -> list[Any]:
    lines = module("matplotlib.lines")
    return [
        lines.Line2D([], [], color=AGREED, linewidth=3, label="no contradiction"),
        lines.Line2D([], [], color=DISAGREED, linewidth=3, label="witnesses disagree"),
        lines.Line2D(
            [], [], color=UNKNOWN, marker="|", linestyle="", label="not said by anybody"
        ),
    ]
