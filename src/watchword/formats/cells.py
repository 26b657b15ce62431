"""What a cell of a source holds, as a value; an empty cell is not known."""

from __future__ import annotations

from math import isfinite

from watchword.errors import UsageError
from watchword.formats.table import Line
from watchword.model.field import UNITS, Position
from watchword.model.quantity import Quantity


def number(line: Line, column: str) -> float | None:
    """A number.

    Raises:
        UsageError: There is something else; the message names the column.
    """
    text = line.get(column)
    if not text:
        return None
    try:
        found = float(text)
    except ValueError as error:
        raise UsageError(f"{column}: {text[:40]!r} is no number") from error
    if not isfinite(found):
        raise UsageError(f"{column}: {text[:40]!r} is no number")
    return found


def exactly(line: Line, column: str, field: str) -> Quantity | None:
    """One number as a quantity of that field.

    Raises:
        UsageError: As ``number``.
    """
    found = number(line, column)
    if found is None:
        return None
    return Quantity(low=found, high=found, unit=UNITS[field])


def between(
    line: Line, stem: str, field: str, *, about: bool = False, bound: str = ""
) -> Quantity | None:
    """What the columns ``STEM_min`` and ``STEM_max`` hold.

    Args:
        line: The row.
        stem: What both columns begin with.
        field: Name of the field.
        about: The numbers are hedged.
        bound: ``at_least`` or ``at_most`` where the numbers are such a bound.

    Raises:
        UsageError: As ``number``, or the two are out of order.
    """
    low, high = number(line, f"{stem}_min"), number(line, f"{stem}_max")
    if bound == "at_least":
        high = None
    if bound == "at_most":
        low = None
    if low is None and high is None:
        return None
    try:
        return Quantity(low=low, high=high, unit=UNITS[field], about=about)
    except UsageError as error:
        raise UsageError(f"{stem}_min: {error}") from error


def place(line: Line, lat: str, lon: str) -> Position | None:
    """A position from two columns.

    Raises:
        UsageError: As ``number``, only one is there, or there is no such place.
    """
    lat_deg, lon_deg = number(line, lat), number(line, lon)
    if lat_deg is None and lon_deg is None:
        return None
    if lat_deg is None or lon_deg is None:
        raise UsageError(f"of {lat} and {lon} only one is there")
    try:
        return Position(lat_deg=lat_deg, lon_deg=lon_deg)
    except UsageError as error:
        raise UsageError(f"{lat},{lon}: {error}") from error
