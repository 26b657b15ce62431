"""What each authority said of a launch, as a table: a row is one statement.

1. The numbers are those of the authority; a hedge is theirs too, so ranges,
   heights and speeds are taken as "about".
2. ``JP_MOD_rev`` is a later word of the same ministry: it corrects the row
   of the same group.
3. A row without a time is known by its local day.

Source:
    ``dprk_authority_reports.csv``: transcribed from the CNS descriptions, press
    and the ministry's pages; the column ``origin`` says which.
"""

from __future__ import annotations

from typing import Final

from watchword.errors import UsageError
from watchword.formats.cells import between, exactly
from watchword.formats.source import Format, Source, SourceRow
from watchword.formats.table import Line
from watchword.model.field import Value, check_field
from watchword.model.quantity import Quantity
from watchword.model.time import Instant, parse_instant

COLUMNS: Final = (
    "event_key",
    "event_group",
    "authority",
    "local_date",
    "utc_first",
    "utc_last",
    "count_min",
    "count_max",
    "range_km_min",
    "range_km_max",
    "apogee_km_min",
    "apogee_km_max",
    "mach_min",
    "mach_max",
    "flight_min",
    "site_as_reported",
    "qualifiers",
    "note",
    "origin",
)

AUTHORITIES: Final = {
    "KR_JCS": "Joint Chiefs of Staff (South Korea)",
    "JP_MOD": "Ministry of Defense (Japan)",
    "JP_MOD_rev": "Ministry of Defense (Japan)",
    "KP_KCNA": "KCNA",
}
REVISED: Final = "_rev"

NOTED: Final = {
    "cruise missiles": "cruise",
    "multiple rocket launcher": "rocket artillery",
    "artillery": "artillery",
}
"""What was fired where the note begins so: no column says it."""

TITLE: Final = "Authorities' reports of launches, 2022-2024"
RIGHTS: Final = "figures of the authority named; wording of the sources not taken"


def read_row(line: Line) -> SourceRow:
    """One statement.

    Raises:
        UsageError: A cell cannot be read, or the authority is not known.
    """
    authority = line.get("authority")
    if authority not in AUTHORITIES:
        raise UsageError(f"authority: {authority[:40]!r} is not known here")
    known = {name: value for name, value in _fields(line).items() if value}
    for name, value in known.items():
        check_field(name, value)
    return SourceRow(
        line=line.number,
        id=_id(line, authority),
        source=Source(title=TITLE, authority=AUTHORITIES[authority], rights=RIGHTS),
        kind="launch",
        topic="artillery" if "artillery" in _class(line) else "missile",
        fields=known,
        corrects=_id(line, authority.removesuffix(REVISED))
        if authority.endswith(REVISED)
        else "",
    )


def _id(line: Line, authority: str) -> str:
    return f"{line.get('event_key')}-{line.get('event_group')}-{authority}"


def _fields(line: Line) -> dict[str, Value | None]:
    last = line.get("utc_last")
    words = (line.get("note"), line.get("origin"))
    return {
        "observed_at": _began(line),
        "observed_until": parse_instant(last)
        if last not in {"", line.get("utc_first")}
        else None,
        "count": between(line, "count", "count"),
        "range_km": _hedged(line, "range_km", "range_km"),
        "apogee_km": _hedged(line, "apogee_km", "apogee_km"),
        "max_speed_mach": _hedged(line, "mach", "max_speed_mach"),
        "flight_time_min": exactly(line, "flight_min", "flight_time_min"),
        "site": line.get("site_as_reported"),
        "weapon_class": _class(line),
        "note": "; ".join(text for text in words if text),
    }


def _class(line: Line) -> str:
    """What was fired, as the note's first words say; empty: they do not."""
    note = line.get("note")
    return next((sort for words, sort in NOTED.items() if note.startswith(words)), "")


def _began(line: Line) -> Instant | None:
    """By the clock, else the local day.

    A revision that has the day only says nothing new of it: the clock time that
    was given first goes on standing.
    """
    first = line.get("utc_first")
    if not first and line.get("authority").endswith(REVISED):
        return None
    return parse_instant(first or f"{line.get('local_date')}+09:00")


def _hedged(line: Line, stem: str, field: str) -> Quantity | None:
    """A quantity with its hedge, and as the bound that ``qualifiers`` makes it."""
    word = stem.removesuffix("_km")
    bounds = [
        bound.removeprefix(f"{word}_")
        for bound in line.get("qualifiers").split(";")
        if bound.startswith(f"{word}_")
    ]
    return between(line, stem, field, about=True, bound="".join(bounds))


AUTHORITY_REPORTS: Final = Format(
    name="authority-reports", columns=COLUMNS, row=read_row
)
