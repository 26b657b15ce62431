"""A check of a flight in words and as a table: terminals and pictures show it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from rich.table import Table

from watchword.cli.shown import table
from watchword.fusion.flight.check import FlightCheck
from watchword.fusion.flight.generic import FARTHEST_KM
from watchword.fusion.flight.standard import Standard
from watchword.fusion.flight.told import WitnessCheck, check_event
from watchword.model.event import Event
from watchword.model.field import UNITS
from watchword.model.quantity import Quantity, format_quantity

_NAMES = {
    "apogee_km": "apogee",
    "range_km": "range",
    "flight_time_min": "flight time",
}

EXPLAINED = (
    "K0, the two-body ellipse, coasts all the way: nothing ballistic is faster.",
    "K1, the generic missile, burns first; its band: 20 % more or less burn time,",
    "    flown west or east, and the doubt of the numbers.",
    "Consistent is not true, only not contradicted. Payload and type are not known,",
    "    so a range has a band and a class has a probability.",
)
"""What a reader of the table has to know."""


def numbers_said(numbers: Mapping[str, Quantity], lent: Sequence[str] = ()) -> str:
    """``apogee 2802 km, range 933 km, flight time 39 min``."""
    return ", ".join(
        f"{_NAMES[name]} {format_quantity(value)} {UNITS[name]}"
        + (" (of others)" if name in lent else "")
        for name, value in numbers.items()
    )


def verdict_said(check: FlightCheck) -> str:
    """The verdict and why; a swap where it is plain."""
    swap = "; with apogee and range exchanged it fits" if check.is_swapped else ""
    return f"{check.verdict}: {check.why}{swap}"


def figures(check: FlightCheck) -> Table:
    """The numbers that decided, in rows."""
    return table(("", "value", "band", "said less this"), _rows(check), whole=2)


def _rows(check: FlightCheck) -> Iterator[tuple[str, str, str, str]]:
    yield "least time, min", _minutes(check.least_min), "", ""
    yield (
        "K0 two-body time, min",
        _minutes(check.two_body_min),
        "",
        _signed(check.excess_min),
    )
    yield (
        "K1 generic time, min",
        _minutes(check.generic_min),
        _band(check.generic_low_min, check.generic_high_min),
        _signed(check.off_min),
    )
    yield "doubtful outside, min", "", _outside(check), ""
    yield "K0 farthest, km", _far(check.two_body_range_km), "", ""
    if check.standard is not None:
        yield from _standard_rows(check.standard)


def _standard_rows(standard: Standard) -> Iterator[tuple[str, str, str, str]]:
    band = f"{_far(standard.low_km)} to {_far(standard.high_km)}"
    if standard.range_km is None:
        said = f"above {FARTHEST_KM:,.0f}: not given"
        yield "standard trajectory, km", said, "", ""
    else:
        yield "standard trajectory, km", _far(standard.range_km), band, ""
    yield "class", classes_said(standard), "", ""


def classes_said(standard: Standard) -> str:
    """``IRBM 4 %, ICBM 96 %``; classes below half a per cent are left out."""
    if standard.classes is None:
        return "cannot tell: a bound without end"
    return ", ".join(
        f"{name} {_percent(share)}"
        for name, share in standard.classes.items()
        if share >= 0.005
    )


def flight_lines(event: Event) -> list[str]:
    """A line for each witness of an event whose numbers are checked."""
    return [_witness_line(each) for each in check_event(event)]


def _witness_line(each: WitnessCheck) -> str:
    standard = each.check.standard
    far = ""
    if standard is not None and standard.range_km is not None:
        low, high = _far(standard.low_km), _far(standard.high_km)
        far = f" · standard trajectory {_far(standard.range_km)} km ({low} to {high})"
    likely = f" · {classes_said(standard)}" if standard is not None else ""
    return (
        f"flight as {each.authority} has it: {verdict_said(each.check)}{far}{likely}"
        f"{crosswise_said(each)} · {each.statement[:12]}"
    )


def crosswise_said(each: WitnessCheck) -> str:
    """Whose apogee and range fit only exchanged; empty for nobody's."""
    names = ", ".join(each.crosswise)
    return f" · apogee and range fit those of {names} only exchanged" if names else ""


def _percent(share: float) -> str:
    return ">99 %" if share > 0.99 else f"{100 * share:.0f} %"


def _minutes(value: float | None) -> str:
    return "not given" if value is None else f"{value:.1f}"


def _signed(value: float | None) -> str:
    return "" if value is None else f"{value:+.1f}"


def _band(low: float | None, high: float | None) -> str:
    if low is None and high is None:
        return ""
    first = "any" if low is None else f"{low:.1f}"
    return f"{first} to {'any' if high is None else f'{high:.1f}'}"


def _outside(check: FlightCheck) -> str:
    low, high, margin = (
        check.generic_low_min,
        check.generic_high_min,
        check.margin_min,
    )
    return _band(
        None if low is None else low - margin,
        None if high is None else high + margin,
    )


def _far(value: float | None) -> str:
    return "not given" if value is None else f"{value:,.0f}"
