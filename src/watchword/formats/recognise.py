"""Which format a file is in, by its header row."""

from __future__ import annotations

from typing import Final

from watchword.errors import UsageError
from watchword.formats.authority_reports import AUTHORITY_REPORTS
from watchword.formats.cns import CNS
from watchword.formats.csis import CSIS
from watchword.formats.own_form import OWN_FORM
from watchword.formats.source import Format
from watchword.formats.table import header_of

FORMATS: Final = {each.name: each for each in (CNS, CSIS, AUTHORITY_REPORTS, OWN_FORM)}


def recognise(data: bytes) -> Format:
    """The format whose columns are all there.

    Raises:
        UsageError: There is none; the message says what is missing from the
            one that comes nearest.
    """
    header = set(header_of(data))
    missing = {name: set(f.columns) - header for name, f in FORMATS.items()}
    for name, columns in missing.items():
        if not columns:
            return FORMATS[name]
    nearest = min(missing, key=lambda name: _share(missing[name], name))
    lacks = ", ".join(sorted(missing[nearest]))
    raise UsageError(
        f"no format is known by this header; of {nearest} it lacks {lacks}",
        hint="--format names one; docs/how-to/import.md lists their columns",
    )


def _share(missing: set[str], name: str) -> float:
    return len(missing) / len(FORMATS[name].columns)
