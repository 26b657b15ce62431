"""Real launches as reports, as many as are wanted.

Each row of the list of launches is told by ``WITNESSES`` reports, one after the
other, as a launch is when it has happened; their figures differ a little.  When
the list is used up it begins again, some days and hours earlier, so that no two
launches fall together.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Final

import msgspec

from watchword.edge.commands.reports import ReportFile
from watchword.errors import UsageError
from watchword.model.fieldtext import parse_fields
from watchword.model.report import Urgency
from watchword.model.time import HOUR_NS, Instant
from watchword.wire.codec import encode

LAUNCHES: Final = (
    Path(__file__).parents[3] / "shared" / "data" / "launches" / "dprk_launches.csv"
)
WITNESSES: Final = 20
SHIFT_HOURS: Final = 1127
A_DAY: Final = len("2022-05-04")
"""Of a launch that is known only by its month nothing is made here."""

_COLUMNS: Final = {
    "apogee_km": "apogee_km",
    "range_km": "range_km",
    "bearing_deg": "bearing_deg",
    "facility": "site",
    "missile_name": "weapon",
    "missile_type": "weapon_class",
    "outcome": "outcome",
}


@cache
def rows() -> tuple[Mapping[str, str], ...]:
    """The launches of the list, each as the texts of its fields.

    Raises:
        UsageError: The list is not where it should be.
    """
    if not LAUNCHES.exists():
        raise UsageError(f"{LAUNCHES} is missing: the real launches are read there")
    with LAUNCHES.open(encoding="utf-8", newline="") as file:
        listed = [row for row in csv.DictReader(file) if len(row["date_utc"]) == A_DAY]
    return tuple(map(_fields, listed))


def _fields(row: Mapping[str, str]) -> Mapping[str, str]:
    fields = {name: row[column] for column, name in _COLUMNS.items() if row[column]}
    clock = f"T{row['time_utc']}Z" if row["time_utc"] else "Z"
    fields["observed_at"] = f"{row['date_utc']}{clock}"
    if row["lat"] and row["lon"]:
        fields["position"] = f"{row['lat']},{row['lon']}"
    return fields


def reports(
    first: int,
    count: int,
    urgency: Urgency = "routine",
    shift_hours: int = SHIFT_HOURS,
) -> Iterator[ReportFile]:
    """So many reports, beginning with the ``first`` of all.

    Args:
        first: The number of the first one.
        count: How many.
        urgency: In which lane they go.
        shift_hours: How much earlier the list begins again.
    """
    for number in range(first, first + count):
        yield _report(number, urgency, shift_hours)


def _report(number: int, urgency: Urgency, shift_hours: int) -> ReportFile:
    listed = rows()
    launch, witness = divmod(number, WITNESSES)
    turn, row = divmod(launch, len(listed))
    texts = dict(listed[row])
    if "range_km" in texts:
        texts["range_km"] = f"~{float(texts['range_km']) + witness:.0f}"
    fields = parse_fields(texts)
    at = fields["observed_at"]
    if not isinstance(at, Instant):
        raise UsageError("a launch has an instant")
    earlier = at.ns - turn * shift_hours * HOUR_NS
    fields["observed_at"] = msgspec.structs.replace(at, ns=earlier)
    return ReportFile(
        kind="launch",
        topic="missile.ballistic",
        label="TLP:GREEN",
        fields={name: msgspec.Raw(encode(value)) for name, value in fields.items()},
        attributed_to=f"witness {witness + 1}",
        urgency=urgency,
    )
