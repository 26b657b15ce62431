"""Fields as a person types them, and as they are shown."""

from __future__ import annotations

from collections.abc import Mapping

from watchword.errors import UsageError
from watchword.model.field import KIND_OF_FIELD, UNITS, Position, Value, check_field
from watchword.model.quantity import Quantity, format_quantity, parse_quantity
from watchword.model.time import Instant, format_instant, parse_instant


def parse_field(name: str, text: str, *, zone: str = "") -> Value:
    """Read one field from its text.

    Args:
        name: A field of ``model/field.py``.
        text: ``~470`` for a quantity, ``2022-05-04T12:03+09:00`` for an
            instant, ``39.2,125.7`` or ``39.2,125.7,40`` (km) for a position.
        zone: IANA zone for instants without an offset; empty refuses them.

    Raises:
        UsageError: No such field, or the text does not read.
    """
    kind = KIND_OF_FIELD.get(name)
    value: Value = text
    if kind is Quantity:
        value = parse_quantity(text, UNITS[name])
    elif kind is Instant:
        value = parse_instant(text, zone=zone)
    elif kind is Position:
        value = parse_position(text)
    check_field(name, value)
    return value


def parse_fields(texts: Mapping[str, str], *, zone: str = "") -> dict[str, Value]:
    """Read fields by name; the error names the field.

    Raises:
        UsageError: As ``parse_field``.
    """
    fields: dict[str, Value] = {}
    for name, text in texts.items():
        try:
            fields[name] = parse_field(name, text, zone=zone)
        except UsageError as error:
            raise UsageError(f"{name}: {error}", hint=error.hint) from error
    return fields


def parse_position(text: str) -> Position:
    """Read ``lat,lon`` or ``lat,lon,radius_km`` in degrees.

    Raises:
        UsageError: Not such a text, or no such place.
    """
    try:
        numbers = [float(part) for part in text.split(",")]
        lat_deg, lon_deg, *rest = numbers
    except ValueError as error:
        raise UsageError(
            f"cannot read the position {text!r}", hint="write 39.2,125.7"
        ) from error
    if len(rest) > 1:
        raise UsageError(f"cannot read the position {text!r}", hint="write 39.2,125.7")
    return Position(
        lat_deg=lat_deg, lon_deg=lon_deg, radius_km=rest[0] if rest else None
    )


def format_value(value: Value) -> str:
    """The text that ``parse_field`` reads back, up to what a text can hold."""
    match value:
        case Instant():
            return format_instant(value)
        case Quantity():
            return format_quantity(value)
        case Position():
            ends = (value.lat_deg, value.lon_deg, value.radius_km)
            return ",".join(f"{end:.15g}" for end in ends if end is not None)
        case _:
            return value
