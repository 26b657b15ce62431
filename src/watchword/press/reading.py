"""What is read from a text: values with their words, and what could not be read."""

from __future__ import annotations

from datetime import date, time
from typing import Literal

import msgspec

from watchword.press.text import Span

Language = Literal["de", "en", "fr", "ja", "ko", "zh"]
Qualifier = Literal["approx", "at_least", "at_most", "as_stated"]
EventType = Literal["launch", "nuclear_test", "other"]
OtherType = Literal[
    "aggregate",
    "artillery",
    "collapse",
    "diplomacy",
    "false_alarm",
    "natural_earthquake",
    "preparation",
    "seismic_event",
    "warning",
]
Zone = Literal["BJT", "CET", "EDT", "EST", "HST", "JST", "KST", "UTC"]
WeaponClass = Literal[
    "SRBM", "MRBM", "IRBM", "ICBM", "SLBM", "SLV", "cruise", "unknown"
]


class Amount(msgspec.Struct, frozen=True, kw_only=True):
    """A number with its hedge, in the unit that the field's name says.

    Args:
        low: The lowest; ``None``: only a highest was said.
        high: The highest; ``None``: only a lowest was said.
        qualifier: How it was hedged.
        span: The words it was read from.
    """

    low: float | None
    high: float | None
    qualifier: Qualifier
    span: Span


class Count(msgspec.Struct, frozen=True, kw_only=True):
    """How many missiles.

    Args:
        low: At least so many.
        high: At most so many; ``None``: not said.
        word: ``several`` where no number was given.
        span: The words it was read from.
    """

    low: int
    high: int | None
    word: Literal["several"] | None = None
    span: Span


class Day(msgspec.Struct, frozen=True, kw_only=True):
    """A local day."""

    day: date
    span: Span


class Clock(msgspec.Struct, frozen=True, kw_only=True):
    """A local clock time; to the second where the text has seconds."""

    time: time
    span: Span


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """A word of the text, and what it stands for where that is another.

    Args:
        text: As the text has it, endings of case and the like taken off.
        stands_for: The gazetteer's or the vocabulary's word; empty: the same.
        span: Where it stands.
    """

    text: str
    stands_for: str = ""
    span: Span


class Unread(msgspec.Struct, frozen=True, kw_only=True):
    """What looks like a value and could not be read.

    Args:
        span: Where it stands.
        reason: Why, for the person who confirms: no such day, no unit.
    """

    span: Span
    reason: str


class Each(msgspec.Struct, frozen=True, kw_only=True):
    """One missile of several, as far as it is told by itself."""

    local_time: Clock | None = None
    weapon_class: Told | None = None
    site: Told | None = None
    count: int | None = None
    range_km: Amount | None = None
    apogee_km: Amount | None = None
    max_speed_mach: Amount | None = None


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """All that a text says of one event; ``None``: it does not say.

    Args:
        language: In which language it was read.
        event_type: What it reports; ``other`` gives no report.
        other_type: What else it is, where it is ``other``.
        hedged: It says that it may not be so.
        zone: Of the local times.
        zone_inferred: From the authority or the language, not from the text.
        sites: Launch or test sites, in the order of the text.
        weapon_class: ``stands_for`` is one of ``WeaponClass``.
        each: Missiles that are told one by one.
        unread: What could not be read.
    """

    language: Language
    event_type: EventType
    other_type: OtherType | None = None
    hedged: bool = False
    local_date: Day | None = None
    local_time: Clock | None = None
    local_time_end: Clock | None = None
    zone: Zone | None = None
    zone_inferred: bool = False
    sites: tuple[Told, ...] = ()
    count_missiles: Count | None = None
    weapon_class: Told | None = None
    range_km: Amount | None = None
    apogee_km: Amount | None = None
    max_speed_mach: Amount | None = None
    flight_time_min: Amount | None = None
    landing_area: Told | None = None
    direction: Told | None = None
    magnitude: Amount | None = None
    magnitude_type: Told | None = None
    yield_kt: Amount | None = None
    depth_km: Amount | None = None
    lat_deg: Amount | None = None
    lon_deg: Amount | None = None
    each: tuple[Each, ...] = ()
    unread: tuple[Unread, ...] = ()
