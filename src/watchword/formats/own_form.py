"""The documented table of one's own: a row is a report, a column a field.

Columns that must be there are ``id``, ``source``, ``kind`` and ``topic``; there
may be ``attributed_to``, ``rights``, ``corrects`` and every field of a report.
Values are written as for ``watchword report file``; instants with their offset.
"""

from __future__ import annotations

from typing import Final, get_args

from watchword.errors import UsageError
from watchword.formats.source import Format, Source, SourceRow
from watchword.formats.table import Line
from watchword.model.field import KIND_OF_FIELD
from watchword.model.fieldtext import parse_fields
from watchword.model.report import Kind

COLUMNS: Final = ("id", "source", "kind", "topic")
FIELDS: Final = frozenset(KIND_OF_FIELD) - {"source"}
OTHERS: Final = frozenset({"attributed_to", "rights", "corrects"}) | FIELDS


def read_row(line: Line) -> SourceRow:
    """One report.

    Raises:
        UsageError: A cell cannot be read; the message names its column.
    """
    if not line.get("source"):
        raise UsageError("source: it is empty")
    texts = {name: line.get(name) for name in FIELDS if line.get(name)}
    return SourceRow(
        line=line.number,
        id=line.get("id"),
        source=Source(
            title=line.get("source"),
            authority=line.get("attributed_to"),
            rights=line.get("rights"),
        ),
        kind=_kind(line.get("kind")),
        topic=line.get("topic"),
        fields=parse_fields(texts),
        corrects=line.get("corrects"),
    )


def _kind(text: str) -> Kind:
    for kind in get_args(Kind):
        if text == kind:
            found: Kind = kind
            return found
    raise UsageError(f"kind: {text[:40]!r} is none of {', '.join(get_args(Kind))}")


OWN_FORM: Final = Format(name="csv", columns=COLUMNS, row=read_row, others=OTHERS)
