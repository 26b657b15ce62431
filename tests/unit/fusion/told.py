"""What authorities said, as short lines that the tests of fusion read."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from typing import Final

from watchword.fusion.said import Said
from watchword.model.field import INSTANTS, POSITIONS, UNITS, Position, Value
from watchword.model.marking import Marking
from watchword.model.party import PartyId
from watchword.model.quantity import parse_quantity
from watchword.model.report import Header, Kind, Report, Status
from watchword.model.time import HOUR_NS, SECOND_NS, Instant, parse_instant

KST: Final = "Asia/Seoul"
EXERCISE: Final = Marking(label="EXERCISE")


def value_of(field: str, text: str) -> Value:
    """Read a field as a duty officer would type it; times without zone are KST."""
    if field in UNITS:
        return parse_quantity(text, UNITS[field])
    if field == "observed_hour":
        start = parse_instant(text, zone=KST)
        return Instant(ns=start.ns, precision_ns=HOUR_NS, zone=start.zone)
    if field in INSTANTS:
        return parse_instant(text, zone=KST)
    if field in POSITIONS:
        lat, _, lon = text.partition(" ")
        return Position(lat_deg=float(lat), lon_deg=float(lon))
    return text


def told(
    authority: str,
    *,
    by: str = "exercise.seoul",
    kind: Kind = "launch",
    status: Status = "exercise",
    corrects: str = "",
    said_s: int = 0,
    name: str = "",
    also: Mapping[str, str] | None = None,
    **fields: str,
) -> Said:
    """A statement named after what it says, as real ones are."""
    header = Header(
        kind=kind,
        status=status,
        originator=PartyId(by),
        attributed_to=authority,
        said_at_ns=said_s * SECOND_NS,
        topic="missile.ballistic",
        marking=EXERCISE,
        corrects=corrects,
    )
    texts = {**(also or {}), **fields}
    values = {field: value_of(field, text) for field, text in texts.items()}
    report = Report(header=header, fields=values)
    return Said(name=name or sha256(repr(report).encode()).hexdigest(), report=report)


def without(said: Said, *fields: str) -> Said:
    """The same statement with these fields withheld."""
    report = Report(
        header=said.report.header,
        fields={k: v for k, v in said.report.fields.items() if k not in fields},
    )
    return Said(name=said.name, report=report)
