"""``watchword flight check --plot``: both flights as a picture.

matplotlib is not needed for anything else, and not installed with Watchword:
it is the extra ``plots``.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

from watchword.cli.flight_words import numbers_said
from watchword.errors import UsageError
from watchword.fusion.flight.check import FlightCheck
from watchword.fusion.flight.curves import Curves, curves
from watchword.fusion.flight.span import Span, span_of
from watchword.model.quantity import Quantity

_BLUE, _ORANGE, _GREY = "#0072b2", "#d55e00", "#555555"
"""Told apart by the colour-blind too: Okabe and Ito."""


def draw(path: Path, numbers: Mapping[str, Quantity], check: FlightCheck) -> None:
    """Draw altitude over ground range for both models into a PNG file.

    Args:
        path: The file; it is written anew.
        numbers: What was said; apogee and range are needed.
        check: What the models say of it.

    Raises:
        UsageError: matplotlib is missing, the numbers give no flight, the file
            is no PNG, or cannot be written.
    """
    if path.suffix.lower() != ".png":
        raise UsageError("the picture is a PNG file", hint="write --plot flight.png")
    figure_of = _library()
    apogee, flown = numbers.get("apogee_km"), numbers.get("range_km")
    drawn = None if apogee is None or flown is None else curves(apogee, flown)
    if apogee is None or flown is None or drawn is None:
        raise UsageError("without a flight there is nothing to draw", hint=check.why)
    figure = figure_of(figsize=(8, 6), layout="constrained")
    axes = figure.subplots()
    _flights(axes, drawn, check)
    _reported(axes, span_of(apogee), span_of(flown))
    _labels(axes, numbers, check)
    try:
        figure.savefig(path, dpi=150, format="png")
    except OSError as error:
        raise UsageError(f"cannot write {path}: {error.strerror}") from error


def _library() -> Any:  # noqa: ANN401 (a class of a library that may be missing)
    try:
        return import_module("matplotlib.figure").Figure
    except ImportError as error:
        raise UsageError(
            "drawing needs matplotlib, which is not installed",
            hint="pip install 'watchword[plots]'",
        ) from error


def _flights(axes: Any, drawn: Curves, check: FlightCheck) -> None:  # noqa: ANN401
    time = _minutes(check.two_body_min)
    axes.plot(
        *zip(*drawn.two_body, strict=True),
        color=_BLUE,
        linestyle="--",
        label=f"K0, two-body ellipse{time}",
    )
    if drawn.generic is not None:
        axes.plot(
            *zip(*drawn.generic, strict=True),
            color=_ORANGE,
            label=f"K1, generic missile{_minutes(check.generic_min)}",
        )


def _reported(axes: Any, apogee: Span, flown: Span) -> None:  # noqa: ANN401
    """The reported apogee half way, the reported range on the ground."""
    marks = {"color": _GREY, "fmt": "o", "zorder": 3, "capsize": 4, "clip_on": False}
    axes.errorbar(
        flown.mid / 2, apogee.mid, yerr=_arms(apogee), label="reported", **marks
    )
    axes.errorbar(flown.mid, 0.0, xerr=_arms(flown), **marks)


def _arms(span: Span) -> list[list[float]]:
    """Doubt below and above; a side without end is not drawn."""
    low, high = span.mid - span.low, span.high - span.mid
    return [[low if low < span.mid else 0.0], [high if high < 1e9 else 0.0]]


def _labels(axes: Any, numbers: Mapping[str, Quantity], check: FlightCheck) -> None:  # noqa: ANN401
    axes.set_xlabel("ground range, km")
    axes.set_ylabel("altitude, km")
    axes.set_ylim(bottom=0)
    axes.set_title(
        f"{numbers_said(numbers)}\n{check.verdict}: {check.why}",
        fontsize=10,
        loc="left",
        wrap=True,
    )
    axes.grid(visible=True, alpha=0.3)
    axes.legend(frameon=False)


def _minutes(value: float | None) -> str:
    return "" if value is None else f", {value:.1f} min"
