"""From a reading to the report that a person is asked to confirm."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, time, timedelta, timezone
from typing import Final

import msgspec

from watchword.model.field import LONGEST_TEXT, UNITS, Position, Value
from watchword.model.quantity import Quantity
from watchword.model.report import Kind
from watchword.model.time import DAY_NS, MINUTE_NS, SECOND_NS, Instant
from watchword.press.labels import HOURS
from watchword.press.reading import Amount, Clock, Day, Reading, Told
from watchword.press.text import Span

_AMOUNTS: Final = (
    "range_km",
    "apogee_km",
    "max_speed_mach",
    "flight_time_min",
    "magnitude",
    "yield_kt",
    "depth_km",
)
_WORDS: Final = ("landing_area", "direction", "magnitude_type")
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)

TOPICS: Final[Mapping[str, str]] = {
    "cruise": "missile.cruise",
    "SLV": "missile.space-launch",
}
"""Of a launch by its class; all others are ``missile.ballistic``."""


class Proposed(msgspec.Struct, frozen=True, kw_only=True):
    """One value of a proposal, and the words it was read from.

    Args:
        field: Its name in a report.
        value: The value.
        span: Where it stands in the text.
    """

    field: str
    value: Value
    span: Span


class Proposal(msgspec.Struct, frozen=True, kw_only=True):
    """A report as a text gives it, before a person has said yes.

    Args:
        kind: What is reported.
        topic: What agreements' scopes are matched against.
        values: What was read.
    """

    kind: Kind
    topic: str
    values: tuple[Proposed, ...]

    def fields(self, given: str) -> dict[str, Value]:
        """The report's fields, the text among them as its source.

        Args:
            given: The text as it was given; the report keeps its beginning.
        """
        found = {each.field: each.value for each in self.values}
        return {**found, "text": given[:LONGEST_TEXT]}


def proposal_of(reading: Reading) -> Proposal | None:
    """The report that a text gives; ``None``: it reports no event."""
    kind: Kind
    if reading.event_type == "launch":
        kind, topic = "launch", _topic(reading)
    elif reading.event_type == "nuclear_test":
        kind, topic = "nuclear_test", "nuclear.test"
    elif reading.magnitude is not None and reading.other_type != "aggregate":
        kind, topic = "seismic_event", "seismic"
    else:
        return None
    return Proposal(kind=kind, topic=topic, values=tuple(_values(reading)))


def _topic(reading: Reading) -> str:
    word = reading.weapon_class
    return TOPICS.get("" if word is None else word.stands_for, "missile.ballistic")


def _values(reading: Reading) -> Iterator[Proposed]:
    yield from _times(reading)
    if reading.count_missiles is not None:
        count = reading.count_missiles
        value = Quantity(low=count.low, high=count.high, unit=UNITS["count"])
        yield Proposed(field="count", value=value, span=count.span)
    for name in _AMOUNTS:
        amount: Amount | None = getattr(reading, name)
        if amount is not None:
            yield Proposed(field=name, value=_quantity(name, amount), span=amount.span)
    yield from _place(reading)
    for name in _WORDS:
        told: Told | None = getattr(reading, name)
        if told is not None:
            yield Proposed(
                field=name, value=told.stands_for or told.text, span=told.span
            )
    word = reading.weapon_class
    if word is not None and word.stands_for not in ("", "unknown"):
        yield Proposed(field="weapon_class", value=word.stands_for, span=word.span)


def _place(reading: Reading) -> Iterator[Proposed]:
    if reading.sites:
        names = "; ".join(each.text for each in reading.sites)
        yield Proposed(field="site", value=names, span=reading.sites[0].span)
    lat, lon = reading.lat_deg, reading.lon_deg
    if lat is not None and lon is not None and lat.low is not None:
        value = Position(lat_deg=lat.low, lon_deg=lon.low or 0.0)
        yield Proposed(field="position", value=value, span=lat.span)


def _quantity(name: str, amount: Amount) -> Quantity:
    return Quantity(
        low=amount.low,
        high=amount.high,
        unit=UNITS[name],
        about=amount.qualifier == "approx",
    )


def _times(reading: Reading) -> Iterator[Proposed]:
    day = reading.local_date
    if day is None or reading.zone is None:
        return
    first, last = reading.local_time, reading.local_time_end
    yield Proposed(
        field="observed_at",
        value=_instant(reading, day, first),
        span=day.span if first is None else first.span,
    )
    if last is not None:
        value = _instant(reading, day, last)
        yield Proposed(field="observed_until", value=value, span=last.span)


def _instant(reading: Reading, day: Day, clock: Clock | None) -> Instant:
    """An instant of a day, as precise as the text has it."""
    hours = HOURS[reading.zone] if reading.zone is not None else 0
    at = time(0, 0) if clock is None else clock.time
    local = datetime.combine(day.day, at, timezone(timedelta(hours=hours)))
    seconds = int((local - _EPOCH).total_seconds())
    precision_ns = SECOND_NS if at.second else MINUTE_NS
    return Instant(
        ns=seconds * SECOND_NS,
        precision_ns=DAY_NS if clock is None else precision_ns,
        zone=f"{hours:+03d}:00" if hours else "",
        zone_inferred=reading.zone_inferred,
    )
