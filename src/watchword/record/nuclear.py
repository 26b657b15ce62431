"""The nuclear tests of the shipped record, ready to be filed.

Each row of ``nuclear_tests.csv`` is second hand: it is attributed to the agency
whose catalogue it was retyped from, and says so.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import msgspec

from watchword.edge.commands.reports import ReportFile
from watchword.errors import UsageError
from watchword.formats.recognise import FORMATS
from watchword.formats.source import SourceRow
from watchword.wire.codec import encode

_FILE = "nuclear_tests.csv"


@cache
def nuclear_tests(label: str) -> tuple[ReportFile, ...]:
    """The reports, the oldest first.

    Args:
        label: Under which they are filed.

    Raises:
        UsageError: The file was edited into something else.
    """
    data = files("watchword.record").joinpath(_FILE).read_bytes()
    rows = list(FORMATS["csv"].read(data))
    read = [row for row in rows if isinstance(row, SourceRow)]
    if len(read) != len(rows):
        raise UsageError(f"{_FILE} has a row that cannot be read")
    return tuple(_report(row, label) for row in read)


def _report(row: SourceRow, label: str) -> ReportFile:
    fields = {**row.fields, "source": row.source.key(row.id)}
    return ReportFile(
        kind=row.kind,
        topic=row.topic,
        label=label,
        fields={name: msgspec.Raw(encode(value)) for name, value in fields.items()},
        attributed_to=row.source.authority,
        rights=row.source.rights,
    )
