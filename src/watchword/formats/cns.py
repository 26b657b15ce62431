"""The CNS North Korea Missile Test Database, with bearings: a row is a missile.

1. Of a salvo each missile is a row, and so a report, of its own; that there
   was "at least 1" is all that such a row says of how many there were.
2. What the file fills in is not taken: the middle of the country for a site
   that is not known, and 90 degrees for a bearing that is not known.
3. A row without a time is known by its local day; one that is known by its
   month only is left out.

Source:
    The file ``test.en.json`` of nagix/nk-missile-tests as a table; the database
    is by the James Martin Center for Nonproliferation Studies for NTI.
"""

from __future__ import annotations

import re
from typing import Final

from watchword.formats.cells import exactly, number, place
from watchword.formats.source import Format, LeftOut, Source, SourceRow
from watchword.formats.table import Line
from watchword.model.field import Value, check_field
from watchword.model.quantity import Quantity
from watchword.model.time import Instant, parse_instant

SOURCE: Final = Source(
    title="CNS North Korea Missile Test Database (nagix/nk-missile-tests)",
    authority="CNS North Korea Missile Test Database",
    rights="Apache-2.0; database by CNS for NTI",
)

COLUMNS: Final = (
    "id",
    "date_utc",
    "time_utc",
    "date_kst",
    "series",
    "missile_name",
    "missile_type",
    "facility_key",
    "facility",
    "lat",
    "lon",
    "landing",
    "apogee_km",
    "range_km",
    "bearing_deg",
    "outcome",
)

FILLED_IN_DEG: Final = 90.0
"""Stands where the bearing is not known; a true 90 is lost with it."""

CLASSES: Final = frozenset({"SLV", "SRBM", "MRBM", "IRBM", "ICBM", "SLBM", "HGV"})
OUTCOMES: Final = frozenset({"success", "failure"})
MONTH: Final = re.compile(r"\d{4}-\d{2}")
ONE: Final = Quantity(low=1.0, high=1.0, unit="1")
ONE_OF_SEVERAL: Final = Quantity(low=1.0, unit="1")


def read_row(line: Line) -> SourceRow | LeftOut:
    """One missile.

    Raises:
        UsageError: A cell cannot be read; the message names it.
    """
    if MONTH.fullmatch(line.get("date_utc")):
        return LeftOut(line=line.number, because="known by its month only")
    kind = line.get("missile_type")
    fields: dict[str, Value | None] = {
        "observed_at": _when(line),
        "count": ONE_OF_SEVERAL if line.get("series") else ONE,
        "range_km": exactly(line, "range_km", "range_km"),
        "apogee_km": exactly(line, "apogee_km", "apogee_km"),
        "bearing_deg": _bearing(line),
        "position": _place(line),
        "site": _known(line, "facility"),
        "weapon": _known(line, "missile_name"),
        "weapon_class": kind if kind in CLASSES else None,
        "outcome": _outcome(line),
        "landing_area": _landing(line),
        "note": _note(line),
    }
    known = {name: value for name, value in fields.items() if value}
    for name, value in known.items():
        check_field(name, value)
    return SourceRow(
        line=line.number,
        id=line.get("id"),
        source=SOURCE,
        kind="launch",
        topic="missile.space" if kind == "SLV" else "missile.ballistic",
        fields=known,
    )


def _when(line: Line) -> Instant:
    clock = line.get("time_utc")
    if clock:
        return parse_instant(f"{line.get('date_utc')}T{clock}Z")
    return parse_instant(f"{line.get('date_kst')}+09:00")


def _bearing(line: Line) -> Quantity | None:
    if number(line, "bearing_deg") == FILLED_IN_DEG:
        return None
    return exactly(line, "bearing_deg", "bearing_deg")


def _place(line: Line) -> Value | None:
    found = place(line, "lat", "lon")
    return None if line.get("facility_key") == "unknown" else found


def _known(line: Line, column: str) -> str:
    text = line.get(column)
    return "" if text.casefold() == "unknown" else text


def _outcome(line: Line) -> str:
    outcome = line.get("outcome")
    return outcome if outcome in OUTCOMES else ""


def _landing(line: Line) -> str:
    """``sea-of-japan`` as it is written: Sea of Japan."""
    words = line.get("landing").split("-")
    return " ".join(w if w == "of" else w.capitalize() for w in words)


def _note(line: Line) -> str:
    series, others, doubt = map(line.get, ("series", "other_names", "qa_note"))
    parts = (
        f"number {series} of a salvo" if series else "",
        f"also called {others}" if others else "",
        f"doubt about the row: {doubt}" if doubt else "",
    )
    return "; ".join(part for part in parts if part)


CNS: Final = Format(name="cns", columns=COLUMNS, row=read_row)
