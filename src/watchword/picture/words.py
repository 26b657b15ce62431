"""Values as short text for a table: unit, hedge and bound always in sight."""

from __future__ import annotations

from typing import Final

from watchword.fusion.hull import finest
from watchword.model.event import Combined, Event, Witnessed
from watchword.model.field import Position, Value
from watchword.model.quantity import Quantity, format_quantity
from watchword.model.time import DAY_NS, HOUR_NS, Instant, datetime_of, format_instant
from watchword.picture.sorts import Sort, common, sorts_of

UNKNOWN: Final = "not known"
MISSILE: Final = ("missile", "missiles")
ROUND: Final = ("round", "rounds")
ROCKET: Final = ("rocket", "rockets")
FIRED: Final = ("fired", "fired")
NUMBER: Final = ("", "")

COUNTED: Final[dict[Sort, tuple[str, str]]] = {
    "ballistic": MISSILE,
    "cruise": MISSILE,
    "artillery": ROUND,
    "space": ROCKET,
}
"""What a count of launches counts, one and many; of what is in doubt, ``FIRED``."""

SITES_APART: Final = "; "
"""Stands between several sites in one statement."""


def value_words(value: Value) -> str:
    """One value with its unit, as it was said.

    >>> value_words(Quantity(low=470.0, high=470.0, unit="km", about=True))
    '~470 km'
    """
    match value:
        case Quantity():
            unit = "" if value.unit == "1" else " " + value.unit
            return format_quantity(value) + unit
        case Instant():
            return format_instant(value)
        case Position():
            return _place_words(value)
        case _:
            return value


def count_words(value: Quantity, nouns: tuple[str, str]) -> str:
    """A count with what is counted: ``1 missile``, ``>=6 rounds``."""
    one, many = nouns
    return f"{format_quantity(value)} {one if value.high == 1 else many}".rstrip()


def nouns_of(event: Event) -> tuple[str, str]:
    """What a count of this event counts, one and many.

    Of a launch it is told by the classes that its witnesses give, else by the
    topics under which they reported; elsewhere a number stands alone.
    """
    if event.kind != "launch":
        return NUMBER
    classes: list[Value | None] = [
        witness.value
        for combined in event.fields
        if combined.field == "weapon_class"
        for witness in counted(combined)
    ]
    sorts = common(
        sorts_of(each, topic) for topic in event.topics for each in classes or [None]
    )
    nouns = {COUNTED.get(each, FIRED) for each in sorts}
    return nouns.pop() if len(nouns) == 1 else FIRED


def when_words(event: Event, zone: str) -> str:
    """When it happened, in local time of ``zone``, as finely as it is known.

    ``06:00..06:02`` is one moment that witnesses put between the two;
    ``09:06-09:43`` lasted that long, by the widest account.

    Raises:
        UsageError: No such zone.
    """
    combined = {each.field: each for each in event.fields}
    first = combined.get("observed_at") or combined.get("observed_until")
    if first is not None:
        return _span_words(first, combined.get("observed_until"), zone)
    coarse = combined.get("observed_hour") or combined.get("stated_on")
    times = _instants(coarse) if coarse else []
    return _instant_words(times[0], zone) if times else UNKNOWN


def where_words(event: Event) -> str:
    """The site named first, and how many more names there are; else a position.

    Of ``Uiju, North Pyongan Province`` the part before the comma is given.
    Several sites in one statement are counted: ``4 sites``.
    """
    combined = {each.field: each for each in event.fields}
    for field in ("site", "position", "position_coarse"):
        if field in combined:
            words = (value_words(each.value) for each in counted(combined[field]))
            first, *others = dict.fromkeys(words)
            sites = len(first.split(SITES_APART))
            name = first.partition(",")[0] if sites == 1 else f"{sites} sites"
            return f"{name} (+{len(others)})" if others else name
    return UNKNOWN


def counted(combined: Combined) -> tuple[Witnessed, ...]:
    """The witnesses whose values count; all, if none would be left."""
    standing = tuple(each for each in combined.witnesses if not each.superseded)
    return standing or combined.witnesses


def _instants(combined: Combined) -> list[Instant]:
    values = (each.value for each in counted(combined))
    instants = [value for value in values if isinstance(value, Instant)]
    return sorted(finest(instants), key=lambda i: (i.ns, i.precision_ns))


def _span_words(first: Combined, last: Combined | None, zone: str) -> str:
    starts = _instants(first)
    begin = starts[0]
    ends = _instants(last) if last else []
    end = max(starts + ends, key=lambda instant: instant.ns)
    words = _instant_words(begin, zone)
    until = _instant_words(end, zone)
    if until == words:
        return words
    day = words.removeprefix("~").split(" ")[0]
    return words + ("-" if ends else "..") + until.replace(f"{day} ", "")


def _instant_words(instant: Instant, zone: str) -> str:
    about = "~" if instant.about else ""
    if instant.precision_ns >= DAY_NS:
        # A day is a day where it was stated; shifted it would be two halves.
        stated = datetime_of(instant.ns, instant.zone)
        return f"{about}{stated:%Y-%m-%d}{instant.zone or 'Z'} (day)"
    moment = datetime_of(instant.ns, zone)
    if instant.precision_ns >= HOUR_NS:
        return f"{about}{moment:%Y-%m-%d %H} h"
    return f"{about}{moment:%Y-%m-%d %H:%M}"


def _place_words(position: Position) -> str:
    north = "N" if position.lat_deg >= 0 else "S"
    east = "E" if position.lon_deg >= 0 else "W"
    place = f"{abs(position.lat_deg):g}{north} {abs(position.lon_deg):g}{east}"
    if position.radius_km is None:
        return place
    return f"{place} within {position.radius_km:g} km"
