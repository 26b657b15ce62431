"""Events as CSV: a row an event; the cover stands in the last columns of each.

So a row that is cut out still says how it is to be handled.  Instants are
written with Z, witnesses as JSON.
"""

from __future__ import annotations

import csv
from io import StringIO
from typing import Final

from watchword.formats.columns import table_of, text_of
from watchword.formats.sheet import Sheet

COVER: Final = "cover_"
"""Begins the names of the cover's columns: a field may be called ``source`` too."""


def write(sheet: Sheet) -> bytes:
    """The file, UTF-8, RFC 4180."""
    table = table_of(sheet.events, sheet.labels)
    cover = sheet.cover.lines()
    out = StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(
        [
            *(column.name for column in table.columns),
            *(f"{COVER}{name}" for name in cover),
        ]
    )
    for row in table.rows:
        cells = [text_of(c.holds, row.get(c.name)) for c in table.columns]
        writer.writerow([*cells, *cover.values()])
    return out.getvalue().encode()
