"""The shipped record: public statements about launches, ready to be filed.

1. A row of ``statements_2022.csv`` is one statement by one authority about one
   launch, or salvo.  It becomes one ``Entry``.
2. The day of publication is a fact; the instant of filing is made for the
   exercise by the rules of ``desks.toml``, and so are label, lane and topic.
3. A correction gives only what was said anew; what it leaves out goes on
   standing in the entry that it corrects.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from io import StringIO
from typing import Final

import msgspec

from watchword.errors import UsageError
from watchword.model.field import UNITS, Position, Value
from watchword.model.party import PartyId
from watchword.model.quantity import parse_quantity
from watchword.model.report import Header, Kind, Urgency
from watchword.model.time import MINUTE_NS, Instant, ns_of, parse_instant
from watchword.record.desks import Desk, Quoted, desk_of, exercise

_FILE: Final = "statements_2022.csv"
_QUANTITIES: Final = (
    "count",
    "range_km",
    "apogee_km",
    "max_speed_mach",
    "flight_time_min",
)
_INSTANTS: Final = ("observed_at", "observed_until", "stated_on")
_TEXTS: Final = (
    "site",
    "direction",
    "landing_area",
    "weapon",
    "weapon_class",
    "outcome",
    "note",
    "source",
)


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One public statement, and how the exercise files it.

    Args:
        id: The row's name, such as ``2022-05-04-jcs``; no name of a statement.
        event_day: Local day of the launch it is about, ``2022-05-04``.
        authority: Who said it.
        desk: Which desk files it.
        kind: ``launch``, or ``statement`` where it reports no launch of a day.
        topic: What agreements and postures are matched against; chosen for
            the exercise, not the authority's word.
        urgency: Its lane.
        said_at_ns: When it is filed in the exercise.
        corrects: The ``id`` of the entry it corrects; empty where none.
        fields: What it says.
    """

    id: str
    event_day: str
    authority: str
    desk: PartyId
    kind: Kind
    topic: str
    urgency: Urgency
    said_at_ns: int
    corrects: str
    fields: Mapping[str, Value]


class _Row(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    id: str
    event_day: str
    authority: str
    stated_on: str
    zone: str
    kind: Kind
    topic: str
    observed_at: str
    observed_until: str
    count: str
    range_km: str
    apogee_km: str
    max_speed_mach: str
    flight_time_min: str
    site: str
    position_lat: str
    position_lon: str
    direction: str
    landing_area: str
    weapon: str
    weapon_class: str
    outcome: str
    corrects: str
    note: str
    source: str


@cache
def statements() -> tuple[Entry, ...]:
    """The record as shipped, in the order in which it is filed.

    Raises:
        UsageError: The file was edited into something else.
    """
    text = files("watchword.record").joinpath(_FILE).read_text("utf-8")
    return parse_statements(text)


def parse_statements(text: str) -> tuple[Entry, ...]:
    """Read a table of statements; sorted by instant of filing, then ``id``.

    Raises:
        UsageError: A column is missing or unknown, a value cannot be read, or
            no desk files the authority's statements.
    """
    try:
        rows = msgspec.convert(list(csv.DictReader(StringIO(text))), list[_Row])
    except (csv.Error, msgspec.ValidationError) as error:
        raise UsageError(f"{_FILE}: {error}") from error
    entries = sorted(map(_entry, rows), key=lambda entry: (entry.said_at_ns, entry.id))
    _check_corrections(entries)
    return tuple(entries)


def header_of(entry: Entry, *, corrects: str = "") -> Header:
    """The header under which its desk files it, always as an exercise.

    Args:
        entry: The entry.
        corrects: Name of the statement that ``entry.corrects`` was filed as.

    Raises:
        UsageError: The desk has no label for it.
    """
    desk, _ = desk_of(entry.authority)
    marking = desk.marking_of(
        outcome=str(entry.fields.get("outcome", "")),
        weapon_class=str(entry.fields.get("weapon_class", "")),
    )
    return Header(
        kind=entry.kind,
        status="exercise",
        originator=desk.party,
        attributed_to=entry.authority,
        said_at_ns=entry.said_at_ns,
        topic=entry.topic,
        marking=marking,
        urgency=entry.urgency,
        corrects=corrects,
    )


def fields_of(entry: Entry) -> Mapping[str, Value]:
    """What it says, by the names of ``model.field``; coarse twins not added."""
    return entry.fields


def _entry(row: _Row) -> Entry:
    desk, quoted = desk_of(row.authority)
    fields = _fields(row)
    return Entry(
        id=row.id,
        event_day=row.event_day,
        authority=row.authority,
        desk=desk.party,
        kind=row.kind,
        topic=row.topic,
        urgency=_urgency(row, quoted),
        said_at_ns=_said_at_ns(row, desk, fields),
        corrects=row.corrects,
        fields=fields,
    )


def _urgency(row: _Row, quoted: Quoted) -> Urgency:
    first_word = row.kind == "launch" and not row.corrects
    return quoted.urgency if first_word else "routine"


def _said_at_ns(row: _Row, desk: Desk, fields: Mapping[str, Value]) -> int:
    filing = exercise().filing
    if not row.stated_on:
        return ns_of(filing.day_unknown)
    last = fields.get("observed_until") or fields.get("observed_at")
    if row.stated_on != row.event_day:
        clock = filing.later_day
    elif isinstance(last, Instant) and last.precision_ns <= MINUTE_NS:
        return last.ns + desk.minutes_after * MINUTE_NS
    else:
        clock = filing.same_day_without_clock
    return parse_instant(f"{row.stated_on}T{clock}", zone=row.zone).ns


def _fields(row: _Row) -> dict[str, Value]:
    fields: dict[str, Value] = {}
    for name in _INSTANTS:
        if text := getattr(row, name):
            fields[name] = parse_instant(text, zone=row.zone)
    for name in _QUANTITIES:
        if text := getattr(row, name):
            fields[name] = parse_quantity(text, UNITS[name])
    if row.position_lat or row.position_lon:
        fields["position"] = _position(row)
    for name in _TEXTS:
        if text := getattr(row, name):
            fields[name] = text
    return fields


def _position(row: _Row) -> Position:
    try:
        lat_deg, lon_deg = float(row.position_lat), float(row.position_lon)
    except ValueError as error:
        raise UsageError(f"{_FILE}: {row.id} has no readable position") from error
    return Position(lat_deg=lat_deg, lon_deg=lon_deg)


def _check_corrections(entries: Sequence[Entry]) -> None:
    seen: dict[str, Entry] = {}
    for entry in entries:
        if entry.id in seen:
            raise UsageError(f"{_FILE}: two rows are called {entry.id}")
        if entry.corrects:
            earlier = seen.get(entry.corrects)
            if earlier is None or earlier.authority != entry.authority:
                raise UsageError(
                    f"{_FILE}: {entry.id} corrects no earlier row of its authority"
                )
        seen[entry.id] = entry
