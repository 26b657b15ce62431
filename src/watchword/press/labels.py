"""A reading in the form of the labelled texts: one flat object, absent is null."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Any, Final

from watchword.press.reading import Amount, Clock, Count, Each, Reading, Zone

HOURS: Final[Mapping[Zone, int]] = {
    "BJT": 8,
    "CET": 1,
    "EDT": -4,
    "EST": -5,
    "HST": -10,
    "JST": 9,
    "KST": 9,
    "UTC": 0,
}
"""Each zone's offset from UTC."""

_AMOUNTS: Final = (
    "range_km",
    "apogee_km",
    "max_speed_mach",
    "flight_time_min",
    "yield_kt",
)
_NUMBERS: Final = {
    "magnitude": "magnitude",
    "depth_km": "depth_km",
    "lat": "lat_deg",
    "lon": "lon_deg",
}
_WORDS: Final = ("weapon_class", "landing_area", "direction", "magnitude_type")


def labels_of(reading: Reading) -> dict[str, Any]:
    """What was read, by the names of the labels; absent is ``None``."""
    told = {name: getattr(reading, name) for name in _WORDS}
    return {
        "event_type": reading.event_type,
        "other_subtype": reading.other_type,
        **_times(reading),
        "launch_site": "; ".join(each.text for each in reading.sites) or None,
        "count_missiles": _count(reading.count_missiles),
        **{
            name: None if word is None else word.stands_for or word.text
            for name, word in told.items()
        },
        **{name: _amount(getattr(reading, name)) for name in _AMOUNTS},
        **{name: _number(getattr(reading, at)) for name, at in _NUMBERS.items()},
        "per_missile": [_each(each) for each in reading.each] or None,
        "other_authority_labels": None,
    }


def _times(reading: Reading) -> dict[str, Any]:
    return {
        "local_date": None
        if reading.local_date is None
        else reading.local_date.day.isoformat(),
        "local_time": _clock(reading.local_time),
        "local_time_end": _clock(reading.local_time_end),
        "tz": reading.zone,
        "utc_time": _utc(reading, reading.local_time),
        "utc_time_end": _utc(reading, reading.local_time_end),
    }


def _clock(clock: Clock | None) -> str | None:
    return None if clock is None else _hours(clock.time)


def _hours(at: time) -> str:
    return at.strftime("%H:%M:%S") if at.second else at.strftime("%H:%M")


def _utc(reading: Reading, clock: Clock | None) -> str | None:
    """The instant, where day, time and zone are all known."""
    if clock is None or reading.local_date is None or reading.zone is None:
        return None
    local = datetime.combine(reading.local_date.day, clock.time)
    at = local - timedelta(hours=HOURS[reading.zone])
    return f"{at.date().isoformat()}T{_hours(at.time())}Z"


def _count(count: Count | None) -> dict[str, Any] | None:
    if count is None:
        return None
    return {"min": count.low, "max": count.high, "word": count.word}


def _amount(amount: Amount | None) -> dict[str, Any] | None:
    if amount is None:
        return None
    return {
        "min": _plain(amount.low),
        "max": _plain(amount.high),
        "qualifier": amount.qualifier,
    }


def _number(amount: Amount | None) -> float | int | None:
    return None if amount is None else _plain(amount.low)


def _plain(number: float | None) -> float | int | None:
    if number is None or not number.is_integer():
        return number
    return int(number)


def _each(each: Each) -> dict[str, Any]:
    found = {
        "local_time": _clock(each.local_time),
        "weapon_class": None
        if each.weapon_class is None
        else each.weapon_class.stands_for,
        "site": None if each.site is None else each.site.text,
        "count": each.count,
        "range_km": _number(each.range_km),
        "apogee_km": _number(each.apogee_km),
        "max_speed_mach": _number(each.max_speed_mach),
    }
    return {name: value for name, value in found.items() if value is not None}
